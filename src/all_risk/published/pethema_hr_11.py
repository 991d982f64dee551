"""Chemotherapy or transplant by MRD in the PETHEMA ALL-HR-11 trial.

Read in the abstract of Ribera et al. 2021; section 3f of the reference. The trial's own
definition of high risk, which its patients all met, was not read.
"""

from __future__ import annotations

from all_risk.facts import age, detected, in_remission, lineage, mrd, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.quantities import percent, years

__all__ = ["PETHEMA_HR_11", "SCHEMES"]

_CITATION = Citation(
    source="Ribera et al., Blood 2021;137:1879: PETHEMA ALL-HR-11, NCT01540812",
    edition="2021",
    locator="abstract",
    url="https://clinicaltrials.gov/study/NCT01540812",
)

GOOD_CLEARANCE = (mrd("end_of_induction", method="flow") < percent("0.1")) & (
    mrd("end_of_early_consolidation", method="flow") < percent("0.01")
)

PETHEMA_HR_11 = Scheme(
    id="pethema-hr-11",
    title="Chemotherapy or transplant, PETHEMA ALL-HR-11",
    citation=_CITATION,
    population=Population(
        who=lineage.one_of("B", "T")
        & (age >= years(15))
        & (age < years(61))
        & ~detected("BCR::ABL1")
        & unprinted("who is at high risk for this trial"),
        words="high-risk ALL without BCR::ABL1, 15 to 60 years; the whole year of being 60 is "
        "taken in, which is this library's. The trial's definition of high risk was not read, so "
        "that it is never certain to apply",
    ),
    groups=("chemotherapy", "transplant"),
    year=2021,
    question="indication",
    rows=(
        Row(
            id="chemotherapy",
            group="chemotherapy",
            when=in_remission & GOOD_CLEARANCE,
            citation=_CITATION,
            trace="3f",
        ),
        Row(
            id="transplant",
            group="transplant",
            when=in_remission & ~GOOD_CLEARANCE,
            citation=_CITATION,
            reading="all others, read as all others in remission",
            trace="3f",
        ),
    ),
    outcomes={
        "chemotherapy": "5-year overall survival 59 %, relapse 45 %",
        "transplant": "5-year overall survival 38 %, relapse 40 %",
    },
    left_out=("the trial's definition of high risk: not in the abstract",),
)

SCHEMES = (PETHEMA_HR_11,)
