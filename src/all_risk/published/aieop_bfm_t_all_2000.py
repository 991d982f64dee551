"""MRD groups of T-lineage ALL in AIEOP-BFM ALL 2000.

Schrappe et al., Blood 2011;118:2077, read in the abstract. What makes a marker sensitive enough
is printed in the sister publication on B-lineage ALL (Conter et al., Blood 2010;115:3206). Row
P09.6 as corrected.
"""

from __future__ import annotations

from all_risk.facts import mrd, mrd_detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.terms import AGED_1_TO_18, T_LINEAGE, negative
from all_risk.quantities import percent

__all__ = ["AIEOP_BFM_T_ALL_2000", "SCHEMES"]

_CITATION = Citation(
    source="Schrappe et al., Blood 2011;118:2077-2084: AIEOP-BFM ALL 2000, T-ALL",
    edition="2011",
    locator="abstract",
    url="https://doi.org/10.1182/blood-2011-03-338707",
)

DAY_78 = mrd("week_12", method="pcr")
NEGATIVE_DAY_33 = negative("end_of_induction", "pcr", sensitivity=percent("0.01"), markers=2)
NEGATIVE_DAY_78 = negative("week_12", "pcr", sensitivity=percent("0.01"), markers=2)
FOUND = mrd_detected("end_of_induction", method="pcr") | mrd_detected("week_12", method="pcr")

AIEOP_BFM_T_ALL_2000 = Scheme(
    id="aieop-bfm-t-all-2000",
    title="AIEOP-BFM ALL 2000, MRD groups of T-ALL",
    citation=_CITATION,
    population=Population(
        who=T_LINEAGE & AGED_1_TO_18,
        words="T-lineage ALL in children aged 1 to 18 years, as for the other groups of the "
        "trial; that this ends on the nineteenth birthday is this library's reading",
    ),
    groups=("standard", "intermediate", "high"),
    year=2011,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="standard",
            group="standard",
            when=NEGATIVE_DAY_33 & NEGATIVE_DAY_78 & (DAY_78 < percent("0.1")),
            citation=_CITATION,
            reading="negative with two markers of a sensitivity of 0.01 % or better at both times, "
            "as printed for B-lineage ALL",
            trace="P09.6 P05.40",
        ),
        Row(
            id="intermediate",
            group="intermediate",
            when=FOUND & (DAY_78 < percent("0.1")),
            citation=_CITATION,
            reading="negative results that lack a sensitive second marker are in no row",
            trace="P09.6",
        ),
        Row(
            id="high",
            group="high",
            when=DAY_78 >= percent("0.1"),
            citation=_CITATION,
            trace="P09.6",
        ),
    ),
    outcomes={
        "standard": "7-year event-free survival 91.1 % (16 % of 464 patients)",
        "intermediate": "7-year event-free survival 80.6 % (63 % of 464 patients)",
        "high": "7-year event-free survival 49.8 % (21 % of 464 patients)",
    },
)

SCHEMES = (AIEOP_BFM_T_ALL_2000,)
