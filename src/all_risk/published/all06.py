"""The standard and medium risk groups of protocol ALL06 of the Australasian group, ALLG.

Read on the page of the Australian cancer service eviQ, whose text was cut off before the three
higher groups. Day 33 is time point 1, day 79 time point 2.
"""

from __future__ import annotations

from all_risk.facts import age, detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import all_of
from all_risk.published.terms import (
    B_OR_T_LINEAGE,
    GOOD_PREDNISONE_RESPONSE,
    NO_REMISSION_BY_DAY_33,
    negative,
)
from all_risk.quantities import percent, years

__all__ = ["ALL06", "SCHEMES"]

_CITATION = Citation(
    source="eviQ, additional clinical information 3910: ALL06 protocol for acute lymphoblastic "
    "leukaemia",
    edition="stored copy",
    locator="definition of risk groups",
    url="https://www.eviq.org.au/additional-clinical-information/"
    "3910-all06-protocol-for-acute-lymphoblastic-leukae",
)

RESPONDED = all_of(GOOD_PREDNISONE_RESPONSE, ~detected("KMT2A::AFF1"), ~NO_REMISSION_BY_DAY_33)
_SENSITIVE = percent("0.01")
MRD_STANDARD = negative("end_of_induction", sensitivity=_SENSITIVE) & negative(
    "week_12", sensitivity=_SENSITIVE
)

ALL06 = Scheme(
    id="all06",
    title="Standard and medium risk in ALLG ALL06",
    citation=_CITATION,
    population=Population(
        who=B_OR_T_LINEAGE & (age >= years(15)) & (age < years(41)),
        words="ALL of either lineage from 15 to 40 completed years; the bounds are this library's, "
        "for a protocol for adolescents and young adults whose own were not on the page",
    ),
    groups=("standard", "medium"),
    year=2012,
    rows=(
        Row(
            id="standard",
            group="standard",
            when=RESPONDED & MRD_STANDARD,
            citation=_CITATION,
            trace="P05.65, adult 3h",
        ),
        Row(
            id="medium",
            group="medium",
            when=RESPONDED & negative("week_12") & ~MRD_STANDARD,
            citation=_CITATION,
            reading="MRD not tested counts as medium risk too; a result that is merely unknown "
            "here is not that",
            trace="P05.65, adult 3h",
        ),
    ),
    left_out=(
        "medium-high, high and very high risk, cut off in the copy that was read",
        "medium risk of a patient of whom no MRD result can be had",
    ),
)

SCHEMES = (ALL06,)
