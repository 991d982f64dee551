"""Trial AIEOP-BFM ALL 2000: its MRD groups, and the grounds of its high-risk group.

Both read in the abstracts. Time point 1 is day 33, the end of induction; time point 2 is
day 78, week 12.
"""

from __future__ import annotations

from all_risk.facts import detected, mrd
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.terms import (
    AGED_1_TO_18,
    B_LINEAGE,
    B_OR_T_LINEAGE,
    NO_REMISSION_BY_DAY_33,
    POOR_PREDNISONE_RESPONSE,
    negative,
)
from all_risk.quantities import percent

__all__ = ["AIEOP_BFM_2000_HIGH_RISK", "AIEOP_BFM_2000_MRD", "SCHEMES"]

_CONTER_2010 = Citation(
    source="Conter et al., Blood 2010;115:3206-3214: molecular response in AIEOP-BFM ALL 2000",
    edition="2010",
    locator="abstract",
    url="https://doi.org/10.1182/blood-2009-10-248146",
)
_CONTER_2014 = Citation(
    source="Conter et al., Blood 2014;123:1470-1478: high-risk ALL in first remission, AIEOP ALL "
    "2000",
    edition="2014",
    locator="abstract",
    url="https://ashpublications.org/blood/article/123/10/1470/32348",
)

TP2 = mrd("week_12", method="pcr")
MRD_HIGH = TP2 >= percent("0.1")
MRD_STANDARD = negative(
    "end_of_induction", "pcr", sensitivity=percent("0.01"), markers=2
) & negative("week_12", "pcr", sensitivity=percent("0.01"), markers=2)

AIEOP_BFM_2000_MRD = Scheme(
    id="aieop-bfm-all-2000-mrd",
    title="MRD groups of B-ALL, AIEOP-BFM ALL 2000",
    citation=_CONTER_2010,
    population=Population(
        who=B_LINEAGE & AGED_1_TO_18,
        words="B-lineage ALL in children aged 1 to 18 years; that this ends on the nineteenth "
        "birthday is this library's reading",
    ),
    groups=("standard", "intermediate", "high"),
    year=2010,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="mrd-sr",
            group="standard",
            when=MRD_STANDARD,
            citation=_CONTER_2010,
            reading="negative on day 33 and still on day 78, each by two markers or more that find "
            "0.01 % or less",
            trace="P05.40",
        ),
        Row(
            id="mrd-ir",
            group="intermediate",
            when=~MRD_STANDARD & ~MRD_HIGH,
            citation=_CONTER_2010,
            reading="all others, so a negative result by one marker or a less sensitive assay is "
            "not standard risk",
            trace="P05.40",
        ),
        Row(id="mrd-hr", group="high", when=MRD_HIGH, citation=_CONTER_2010, trace="P05.40"),
    ),
    outcomes={
        "standard": "5-year event-free survival 92.3 % (1,348 of 3,184 patients, 42 %)",
        "intermediate": "5-year event-free survival 77.6 % (1,647 of 3,184 patients, 52 %)",
        "high": "5-year event-free survival 50.1 % (189 of 3,184 patients, 6 %)",
    },
)

KMT2A_AFF1 = detected("KMT2A::AFF1")
PPR = POOR_PREDNISONE_RESPONSE


def _ground(group: str, when: Expr, reading: str = "", trace: str = "P05.42") -> Row:
    id_ = group.replace("_", "-")
    return Row(id=id_, group=group, when=when, citation=_CONTER_2014, reading=reading, trace=trace)


AIEOP_BFM_2000_HIGH_RISK = Scheme(
    id="aieop-bfm-all-2000-high-risk",
    title="Grounds of high risk, AIEOP-BFM ALL 2000",
    citation=_CONTER_2014,
    population=Population(
        who=B_OR_T_LINEAGE & AGED_1_TO_18,
        words="ALL of either lineage in children aged 1 to 18 years; that this ends on the "
        "nineteenth birthday is this library's reading",
    ),
    groups=("not_high", "ppr_only", "kmt2a_aff1", "no_cr_day_33", "mrd_high"),
    year=2014,
    adverse=frozenset({"ppr_only", "kmt2a_aff1", "no_cr_day_33", "mrd_high"}),
    # In hierarchical order: a ground is asked where none above it holds.
    rows=(
        _ground("mrd_high", MRD_HIGH),
        _ground("no_cr_day_33", NO_REMISSION_BY_DAY_33 & ~MRD_HIGH),
        _ground("kmt2a_aff1", KMT2A_AFF1 & ~NO_REMISSION_BY_DAY_33 & ~MRD_HIGH),
        _ground(
            "ppr_only",
            PPR & ~KMT2A_AFF1 & ~NO_REMISSION_BY_DAY_33 & ~MRD_HIGH,
            "prednisone poor response: 1,000 blasts per µL of blood or more on day 8",
            "P05.42-43",
        ),
        _ground(
            "not_high",
            ~any_of(PPR, KMT2A_AFF1, NO_REMISSION_BY_DAY_33, MRD_HIGH),
            "none of the four grounds",
        ),
    ),
    outcomes={
        "ppr_only": "event-free survival 74.0 % at 5 years (152 patients of the Italian part)",
        "kmt2a_aff1": "event-free survival 36.4 % at 5 years (11 patients of the Italian part)",
        "no_cr_day_33": "event-free survival 41.2 % at 5 years (17 patients of the Italian part)",
        "mrd_high": "event-free survival 45.9 % at 5 years (132 patients of the Italian part)",
    },
)

SCHEMES = (AIEOP_BFM_2000_MRD, AIEOP_BFM_2000_HIGH_RISK)
