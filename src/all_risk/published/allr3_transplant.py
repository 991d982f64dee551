"""Who was allocated to transplant in the trial ALLR3.

By the UK risk groups at first relapse and MRD after reinduction. Read in the abstracts (Parker
et al., Lancet 2010;376:2009, and Lancet Haematol 2019) and in NCI PDQ. Row P08.30.
"""

from __future__ import annotations

from all_risk.facts import mrd
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.first_relapse import UKALL_R3
from all_risk.published.relapse_timing import FIRST_RELAPSE
from all_risk.published.terms import AGED_1_TO_18
from all_risk.quantities import percent

__all__ = ["ALLR3_TRANSPLANT", "SCHEMES"]

_CITATION = Citation(
    source="Parker et al., Lancet 2010;376:2009: ALLR3",
    edition="2010; Lancet Haematol 2019, doi 10.1016/S2352-3026(19)30003-1",
    locator="abstracts",
    url="https://doi.org/10.1016/S2352-3026(19)30003-1",
)

UK_STANDARD = UKALL_R3.group("standard")
UK_INTERMEDIATE = UKALL_R3.group("intermediate")
UK_HIGH = UKALL_R3.group("high")
MRD = mrd("end_of_reinduction")
_AFTER = "MRD after induction at relapse is MRD at the end of reinduction"

ALLR3_TRANSPLANT = Scheme(
    id="allr3-transplant",
    title="Allocation to transplant at first relapse, ALLR3",
    citation=_CITATION,
    population=Population(
        who=FIRST_RELAPSE & AGED_1_TO_18,
        words="first relapse in patients of 1 to 18 years. That this ends on the nineteenth "
        "birthday, and that the age at diagnosis stands for the age at relapse, is this library's"
        " reading",
    ),
    groups=("chemotherapy", "transplant"),
    year=2010,
    question="indication",
    rows=(
        Row(
            id="standard",
            group="chemotherapy",
            when=UK_STANDARD,
            citation=_CITATION,
            trace="P08.30",
        ),
        Row(
            id="intermediate-low-mrd",
            group="chemotherapy",
            when=UK_INTERMEDIATE & (MRD < percent("0.01")),
            citation=_CITATION,
            reading=_AFTER,
            trace="P08.30",
        ),
        Row(
            id="intermediate-high-mrd",
            group="transplant",
            when=UK_INTERMEDIATE & (MRD >= percent("0.01")),
            citation=_CITATION,
            reading=_AFTER,
            trace="P08.30",
        ),
        Row(id="high", group="transplant", when=UK_HIGH, citation=_CITATION, trace="P08.30"),
    ),
    outcomes={
        "chemotherapy": "in late relapse with low MRD: 5-year event-free survival 72 %, overall "
        "survival 87 % (NCI PDQ; 93 allocated to chemotherapy)",
        "transplant": "in late relapse with high MRD: 5-year event-free survival 56 %, overall "
        "survival 64 % (NCI PDQ; 127 allocated to transplant)",
    },
    caution="What one trial allocated, not advice for this patient.",
    left_out=(
        (
            "MRD that could not be evaluated, which the trial allocated to chemotherapy: MRD "
            "that is not on record stays open here"
        ),
    ),
)

SCHEMES = (ALLR3_TRANSPLANT,)
