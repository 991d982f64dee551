"""MRD at the end of consolidation decides, the NILG-ALL 09/00 trial.

Read in the abstract of Bassan et al. 2009; section 3g of the reference. Only t(9;22) and
t(4;11) led to transplant whatever the MRD. The exact rule for the two measurements of weeks 16
and 22 was not read: disease found at neither is negative, 0.01 % or more at both is positive, and
everything else stays open.
"""

from __future__ import annotations

from all_risk.facts import detected, lineage, mrd, mrd_detected, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import all_of
from all_risk.patient import Timepoint
from all_risk.published.adult_terms import ADULTS_BOUND
from all_risk.published.sources import ADULTS
from all_risk.quantities import percent

__all__ = ["NILG_09_00", "SCHEMES"]

_CITATION = Citation(
    source="Bassan et al., Blood 2009;113:4153: NILG-ALL 09/00, NCT00358072",
    edition="2009",
    locator="abstract",
    url="https://clinicaltrials.gov/study/NCT00358072",
)

STRAIGHT_TO_TRANSPLANT = detected("BCR::ABL1") | detected("KMT2A::AFF1")
_WEEKS: tuple[Timepoint, ...] = ("week_16", "week_22")
_LOW = all_of(
    *(
        ~mrd_detected(week, method="pcr") & (mrd(week, method="pcr") < percent("0.01"))
        for week in _WEEKS
    )
)
_HIGH = all_of(*(mrd(week, method="pcr") >= percent("0.01") for week in _WEEKS))
PERSISTS = _HIGH | (
    ~_LOW & unprinted("which results of weeks 16 and 22 NILG-ALL 09/00 counts as positive")
)

NILG_09_00 = Scheme(
    id="nilg-09-00",
    title="MRD at the end of consolidation, NILG-ALL 09/00",
    citation=_CITATION,
    population=Population(
        who=lineage.one_of("B", "T") & ADULTS, words=f"B- or T-lineage ALL in {ADULTS_BOUND}"
    ),
    groups=("mrd_negative", "mrd_positive", "transplant"),
    year=2009,
    adverse=frozenset({"mrd_positive", "transplant"}),
    rows=(
        Row(
            id="mrd-negative",
            group="mrd_negative",
            when=~STRAIGHT_TO_TRANSPLANT & ~PERSISTS,
            citation=_CITATION,
            reading="found neither at week 16 nor at week 22, by an assay that would find 0.01 %",
            trace="3g",
        ),
        Row(
            id="mrd-positive",
            group="mrd_positive",
            when=~STRAIGHT_TO_TRANSPLANT & PERSISTS,
            citation=_CITATION,
            reading="0.01 % or more at both weeks; any other result is open",
            trace="3g",
        ),
        Row(
            id="transplant",
            group="transplant",
            when=STRAIGHT_TO_TRANSPLANT,
            citation=_CITATION,
            reading="t(9;22) or t(4;11), whatever the MRD",
            trace="3g",
        ),
    ),
    outcomes={
        "mrd_negative": "5-year overall survival 75 %, disease-free survival 72 %; 58 patients",
        "mrd_positive": "5-year overall survival 33 %, disease-free survival 14 %; 54 patients",
    },
    left_out=("the exact rule for weeks 16 and 22, and week 10: not in the abstract",),
)

SCHEMES = (NILG_09_00,)
