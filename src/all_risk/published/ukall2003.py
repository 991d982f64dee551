"""Trial UKALL 2003: its clinical risk groups, and the MRD groups within them.

Read in the trial's registry record, and the MRD low-risk group also in the abstract of the
report. Day 29 is the end of induction.
"""

from __future__ import annotations

from all_risk.facts import age, detected, modal_number, mrd, mrd_detected, unprinted, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.terms import B_OR_T_LINEAGE, INFANTS_APART
from all_risk.quantities import count, per_nl, percent, years

__all__ = ["SCHEMES", "UKALL2003_CLINICAL", "UKALL2003_MRD"]

_REGISTRY = Citation(
    source="UKALL 2003, trial NCT00222612",
    edition="registry record, stored copies",
    locator="detailed description",
    url="https://clinicaltrials.gov/study/NCT00222612",
)
_REPORT = Citation(
    source="Vora et al., Lancet Oncol 2013;14:199-209: treatment reduction in UKALL 2003",
    edition="2013",
    locator="abstract",
    url="https://doi.org/10.1016/S1470-2045(12)70600-9",
)

_AGE = (age >= years(1)) & (age < years(25))
_AGE_WORDS = (
    "from the first to below the 25th birthday: the registry enrols from 1 to 18 years, the report "
    f"from 1 to 25, and that this leaves 25 out is this library's reading. {INFANTS_APART}"
)

INTERMEDIATE = (age >= years(10)) | (wbc >= per_nl(50))
# The registry prints hypodiploidy as 44 chromosomes or more, a sign that cannot be meant. It is
# never decided true here, and excluded only from 46 chromosomes on.
HYPODIPLOIDY = unprinted("below how many chromosomes UKALL 2003 counts hypodiploidy") & (
    modal_number < count(46)
)
_SLOW = unprinted("how many marrow blasts on day 8 or 15 are a slow early response in UKALL 2003")
_FUSIONS = detected("BCR::ABL1") | detected("KMT2A-r")
CLINICAL_HIGH = any_of(_FUSIONS, HYPODIPLOIDY, _SLOW)

UKALL2003_CLINICAL = Scheme(
    id="ukall2003-clinical",
    title="Clinical risk groups of UKALL 2003",
    citation=_REGISTRY,
    population=Population(who=B_OR_T_LINEAGE & _AGE, words=f"ALL {_AGE_WORDS}"),
    groups=("standard", "intermediate", "high"),
    year=2003,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="clinical-standard",
            group="standard",
            when=~INTERMEDIATE & ~CLINICAL_HIGH,
            citation=_REGISTRY,
            reading="the highest white cell count before treatment; the first count is asked here",
            trace="UKALL2003 clinical groups",
        ),
        Row(
            id="clinical-intermediate",
            group="intermediate",
            when=INTERMEDIATE & ~CLINICAL_HIGH,
            citation=_REGISTRY,
            trace="UKALL2003 clinical groups",
        ),
        Row(
            id="clinical-high",
            group="high",
            when=CLINICAL_HIGH,
            citation=_REGISTRY,
            reading="slow early response is not defined in the record, so it is never excluded",
            trace="UKALL2003 clinical groups",
        ),
    ),
    left_out=(
        (
            "slow early response, whose numbers the record keeps to a section that was not read: "
            "standard and intermediate risk stay open beside high"
        ),
        "hypodiploidy, printed with an impossible sign (44 chromosomes or more)",
    ),
)

_DAY_29 = mrd("end_of_induction")
_POSITIVE_29 = mrd_detected("end_of_induction")
_POSITIVE_11 = mrd_detected("week_11")
MRD_HIGH = _DAY_29 > percent("0.01")
DAY_29_NEGATIVE = ~_POSITIVE_29 & ~MRD_HIGH
DAY_29_LOW_POSITIVE = _POSITIVE_29 & (_DAY_29 < percent("0.01"))
_WEEK_11_COUNTS = unprinted("whether week 11 must be negative too after a negative day 29")

UKALL2003_MRD = Scheme(
    id="ukall2003-mrd",
    title="MRD groups of UKALL 2003",
    citation=_REGISTRY,
    population=Population(
        who=B_OR_T_LINEAGE & _AGE & ~_FUSIONS,
        words="ALL of clinical standard or intermediate risk, so without BCR::ABL1 or KMT2A "
        "rearrangement (slow early response and hypodiploidy, which the trial excludes too, are "
        f"not asked, as no usable definition was read), {_AGE_WORDS}",
    ),
    groups=("low", "indeterminate", "high"),
    year=2003,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="mrd-low-negative",
            group="low",
            when=DAY_29_NEGATIVE & (~_POSITIVE_11 | ~_WEEK_11_COUNTS),
            citation=_REPORT,
            reading="the report asks for day 29 alone, the registry for week 11 as well; a "
            "positive week 11 after a negative day 29 is low risk by the one and in no line of "
            "the other",
            trace="P05.30",
        ),
        Row(
            id="mrd-low-cleared",
            group="low",
            when=DAY_29_LOW_POSITIVE & ~_POSITIVE_11,
            citation=_REGISTRY,
            trace="P05.30",
        ),
        Row(
            id="mrd-indeterminate",
            group="indeterminate",
            when=DAY_29_LOW_POSITIVE & _POSITIVE_11,
            citation=_REGISTRY,
            reading="the record adds those without any MRD result; a result that is merely unknown "
            "here is not that",
            trace="P05.30",
        ),
        Row(
            id="mrd-high",
            group="high",
            when=MRD_HIGH,
            citation=_REGISTRY,
            reading="exactly 0.01 % on day 29 is in no line",
            trace="P05.31",
        ),
    ),
    left_out=(
        "the indeterminate class of a patient of whom no MRD result can be had",
        "exactly 0.01 % on day 29, for which no class is printed",
    ),
)

SCHEMES = (UKALL2003_MRD, UKALL2003_CLINICAL)
