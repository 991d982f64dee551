"""Risk groups at the first relapse: COG, BFM and the United Kingdom, side by side.

One published table holds all three; it says what is early in no number, and those are each
group's own (`relapse_timing`). Rows F-55 to F-58 and section 8.2 as corrected. The page bears
no date; by its number it is of about 2020.
"""

from __future__ import annotations

from all_risk.facts import lineage, mrd
from all_risk.guideline import Citation, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.relapse_timing import (
    COG_EARLY,
    COG_LATE,
    COMBINED,
    EARLY,
    ISOLATED_EXTRAMEDULLARY,
    ISOLATED_MARROW,
    LATE,
    VERY_EARLY,
    first_relapse,
)
from all_risk.quantities import percent

__all__ = [
    "BFM_FIRST_RELAPSE",
    "COG_FIRST_RELAPSE",
    "SCHEMES",
    "UKALL_R3",
    "UK_HIGH",
    "UK_INTERMEDIATE",
    "UK_STANDARD",
]

_TABLE = Citation(
    source="Risk stratification schemes for first relapse, table in a journal of the American "
    "Society of Hematology",
    edition="about 2020",
    locator="view-large 9850257",
    url="http://ashpublications.com/view-large/9850257",
)

B, T = lineage.one_of("B"), lineage.one_of("T")
# Isolated extramedullary relapse is printed without a lineage, marrow relapse with one. COG
# alone sends every relapse of T-lineage ALL to one group.
MRD = mrd("end_of_reinduction")

_COG_LATE = ~T & COG_LATE & (B | ISOLATED_EXTRAMEDULLARY)
_COG_EARLY = ~T & COG_EARLY & (B | ISOLATED_EXTRAMEDULLARY)


def _row(id_: str, group: str, when: Expr, trace: str, reading: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_TABLE, reading=reading, trace=trace)


COG_FIRST_RELAPSE = Scheme(
    id="cog-first-relapse",
    title="COG risk groups at first relapse",
    citation=_TABLE,
    population=first_relapse(),
    groups=("low", "intermediate", "high"),
    year=2020,
    question="relapse",
    adverse=frozenset({"high"}),
    rows=(
        _row(
            "cog-low",
            "low",
            _COG_LATE & (MRD < percent("0.1")),
            "F-55",
            "MRD at the end of block 1 is MRD at the end of reinduction",
        ),
        _row("cog-intermediate", "intermediate", _COG_LATE & (MRD >= percent("0.1")), "F-55"),
        _row("cog-high-early", "high", _COG_EARLY, "F-55"),
        _row("cog-high-t", "high", T, "F-55"),
    ),
)

BFM_FIRST_RELAPSE = Scheme(
    id="bfm-first-relapse",
    title="BFM risk groups at first relapse",
    citation=_TABLE,
    population=first_relapse(),
    groups=("s1", "s2", "s3_s4"),
    year=2020,
    question="relapse",
    adverse=frozenset({"s3_s4"}),
    rows=(
        _row("bfm-s1", "s1", ISOLATED_EXTRAMEDULLARY & LATE, "F-56"),
        _row("bfm-s2-iem", "s2", ISOLATED_EXTRAMEDULLARY & (VERY_EARLY | EARLY), "F-56"),
        _row("bfm-s2-marrow", "s2", B & ISOLATED_MARROW & LATE, "F-56"),
        _row(
            "bfm-s2-combined",
            "s2",
            B & COMBINED & (EARLY | LATE),
            "F-56 F-58",
            "later BFM trials count early combined relapse as high risk (NCI PDQ)",
        ),
        _row(
            "bfm-s3-s4-marrow",
            "s3_s4",
            B & ISOLATED_MARROW & (VERY_EARLY | EARLY),
            "F-56",
            "the line says marrow; combined relapses have lines of their own, so it is read as "
            "isolated",
        ),
        _row("bfm-s3-s4-combined", "s3_s4", B & COMBINED & VERY_EARLY, "F-56"),
        _row(
            "bfm-s3-s4-t",
            "s3_s4",
            T & ISOLATED_MARROW,
            "F-56",
            "the line says marrow, and no line names combined relapse of T-lineage ALL, which "
            "is left in no row",
        ),
    ),
    outcomes={
        "s2": "on ALL-REZ BFM P95/96, with chemotherapy alone: 10-year event-free survival 73 % "
        "with MRD below 0.1 % after reinduction, 10 % with more; on ALL-REZ BFM 2002, early "
        "combined relapse with low MRD, chemotherapy alone: 5-year event-free survival 37 % "
        "(NCI PDQ)",
    },
    left_out=("how S3 and S4 are told apart", "combined relapse of T-lineage ALL"),
)

_UK_EARLY_MARROW = B & ISOLATED_MARROW & EARLY
UK_STANDARD = ISOLATED_EXTRAMEDULLARY & LATE
UK_INTERMEDIATE = any_of(
    ISOLATED_EXTRAMEDULLARY & EARLY,
    B & ISOLATED_MARROW & LATE,
    B & COMBINED & (EARLY | LATE),
)
UK_HIGH = any_of(
    ISOLATED_EXTRAMEDULLARY & VERY_EARLY,
    _UK_EARLY_MARROW,
    B & (ISOLATED_MARROW | COMBINED) & VERY_EARLY,
    T & (ISOLATED_MARROW | COMBINED),
)

UKALL_R3 = Scheme(
    id="ukall-r3",
    title="UKALL R3 risk groups at first relapse",
    citation=_TABLE,
    population=first_relapse(),
    groups=("standard", "intermediate", "high"),
    year=2020,
    question="relapse",
    adverse=frozenset({"high"}),
    rows=(
        _row("uk-standard", "standard", UK_STANDARD, "F-57"),
        _row("uk-intermediate-iem", "intermediate", ISOLATED_EXTRAMEDULLARY & EARLY, "F-57"),
        _row("uk-intermediate-marrow", "intermediate", B & ISOLATED_MARROW & LATE, "F-57"),
        _row("uk-intermediate-combined", "intermediate", B & COMBINED & (EARLY | LATE), "F-57"),
        _row("uk-high-iem", "high", ISOLATED_EXTRAMEDULLARY & VERY_EARLY, "F-57"),
        _row("uk-high-early-marrow", "high", _UK_EARLY_MARROW, "F-57"),
        _row(
            "uk-high-very-early",
            "high",
            B & (ISOLATED_MARROW | COMBINED) & VERY_EARLY,
            "F-57",
        ),
        _row("uk-high-t", "high", T & (ISOLATED_MARROW | COMBINED), "F-57"),
    ),
)

SCHEMES = (COG_FIRST_RELAPSE, BFM_FIRST_RELAPSE, UKALL_R3)
