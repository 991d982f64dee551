"""Where the patients of each group are found in the next edition, by a second reader.

Worked out from the sources alone, without the rules or the declared lines in view. Where a source
can be read in two ways it follows one of them; what differs from the declared lines is listed in
`DIFFERENCES`, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["DIFFERENCES", "READ"]

_Pair = tuple[str, str]

READ: Final[Mapping[_Pair, Mapping[str, frozenset[str]]]] = MappingProxyType(
    {
        ("cog-schultz-2007", "cog-aall08b1"): {
            "outside": frozenset({"outside"}),
            "lower": frozenset({"low", "average", "high", "very_high"}),
            "standard": frozenset({"low", "average", "high", "very_high"}),
            "high": frozenset({"high", "very_high"}),
            "very_high": frozenset({"low", "average", "high", "very_high"}),
        },
        ("cog-aall08b1", "cog-aall1731-1732"): {
            "outside": frozenset({"outside"}),
            "low": frozenset({"sr_favorable", "high", "no row"}),
            "average": frozenset({"sr_favorable", "sr_average", "sr_high", "high", "no row"}),
            "high": frozenset(
                {"sr_average", "sr_high", "hr_favorable", "high", "very_high", "no row"}
            ),
            "very_high": frozenset({"sr_high", "high", "very_high", "no row", "outside"}),
        },
        ("interfant-06", "infant-international-2019"): {
            "outside": frozenset({"standard", "intermediate", "high", "outside"}),
            "low": frozenset({"standard", "outside"}),
            "medium": frozenset({"intermediate", "high", "outside"}),
            "high": frozenset({"intermediate", "high"}),
        },
        ("infant-international-2019", "jplsg-mll-10"): {
            "outside": frozenset({"outside"}),
            "standard": frozenset({"low"}),
            "intermediate": frozenset({"intermediate", "high"}),
            "high": frozenset({"intermediate", "high"}),
        },
        ("st-jude-total-xv-final", "st-jude-total-xvi-final"): {
            "outside": frozenset({"outside"}),
            "low": frozenset({"low", "standard"}),
            "standard": frozenset({"low", "standard"}),
            "high": frozenset({"high"}),
        },
        ("ebmt-2022-child", "ebmt-2025-child"): {
            "outside": frozenset({"outside"}),
            "cr1_low_risk": frozenset({"cr1_low_risk"}),
            "cr1_high_risk": frozenset({"cr1_high_risk"}),
            "cr2": frozenset({"cr2"}),
            "cr3_or_later": frozenset({"cr3_or_later"}),
            "no row": frozenset({"no row"}),
        },
        ("aieop-bfm-all-2000-mrd", "aieop-bfm-all-2009"): {
            "outside": frozenset({"standard", "medium", "high", "outside"}),
            "standard": frozenset({"standard", "high"}),
            "intermediate": frozenset({"standard", "medium", "high"}),
            "high": frozenset({"high"}),
        },
        ("ukall14-design", "ukall14-genetics-2022"): {
            "outside": frozenset({"outside"}),
            "not_high": frozenset({"standard", "high"}),
            "high": frozenset({"standard", "high", "outside"}),
        },
        ("aall0434", "aall1231"): {
            "outside": frozenset({"standard", "intermediate", "very_high", "outside"}),
            "low": frozenset({"standard", "intermediate", "very_high"}),
            "intermediate": frozenset({"standard", "intermediate", "very_high"}),
            "no row": frozenset({"intermediate", "very_high"}),
        },
        ("ukall2003-mrd", "ukall2011"): {
            "outside": frozenset({"low", "intermediate", "high", "outside"}),
            "low": frozenset({"low", "intermediate", "high"}),
            "indeterminate": frozenset({"low", "intermediate", "high"}),
            "high": frozenset({"intermediate", "high"}),
            "no row": frozenset({"intermediate", "high"}),
        },
    }
)

DIFFERENCES: Final[Mapping[tuple[_Pair, str], tuple[frozenset[str], frozenset[str], str]]] = (
    MappingProxyType(
        {
            (("cog-aall08b1", "cog-aall1731-1732"), "high"): (
                frozenset(),
                frozenset({"very_high"}),
                (
                    "very high needs 0.01 % or more at the end of induction, by note c of NCI PDQ, "
                    "Table 10: consolidation is looked at only then"
                ),
            ),
            (("interfant-06", "infant-international-2019"), "low"): (
                frozenset(),
                frozenset({"outside"}),
                (
                    "one bound for infants, 365 days or younger, stands for the age that the later "
                    "source does not print"
                ),
            ),
            (("interfant-06", "infant-international-2019"), "medium"): (
                frozenset(),
                frozenset({"outside"}),
                "the same",
            ),
            (("aall0434", "aall1231"), "outside"): (
                frozenset(),
                frozenset({"standard", "intermediate", "very_high"}),
                "both have the ages of AALL0434, as no age was read for AALL1231",
            ),
            **{
                (("ukall2003-mrd", "ukall2011"), group): (
                    frozenset({"outside"}),
                    frozenset(),
                    (
                        "the later table is about B-lineage ALL of children; the earlier trial "
                        "took T-lineage ALL and patients to 24 years"
                    ),
                )
                for group in ("low", "indeterminate", "high")
            },
            (("ukall2003-mrd", "ukall2011"), "no row"): (
                frozenset({"outside", "low"}),
                frozenset(),
                (
                    "the same; and low, as it stays open whether a positive week 11 after a "
                    "negative day 29 is in a line"
                ),
            ),
        }
    )
)
"""By pair and group: what the declared lines have alone, what the second reader has, and why."""
