"""The very high-risk group of protocol 05-001, Dana-Farber Cancer Institute ALL Consortium.

Read in the abstract. Standard and high risk at entry go by age, white cell count and CNS status
with numbers it does not print, so they are not here.
"""

from __future__ import annotations

from all_risk.facts import detected, in_remission, modal_number, mrd, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.terms import AGED_1_TO_18, B_LINEAGE
from all_risk.quantities import count, percent

__all__ = ["DFCI_05_001", "SCHEMES"]

_CITATION = Citation(
    source="DFCI ALL Consortium Protocol 05-001, Blood Adv 2018;2:1449-1458: refining risk "
    "classification in childhood B-ALL",
    edition="2018",
    locator="abstract",
    url="https://doi.org/10.1182/bloodadvances.2018016584",
)

# No number is printed. Below 40 chromosomes a clone is hypodiploid by every source in use here,
# from 46 on by none.
HYPODIPLOIDY = (modal_number < count(40)) | (
    (modal_number < count(46))
    & unprinted("below how many chromosomes DFCI 05-001 counts hypodiploidy")
)
VERY_HIGH = any_of(
    mrd("end_of_induction", method="pcr") >= percent("0.1"), detected("KMT2A-r"), HYPODIPLOIDY
)

DFCI_05_001 = Scheme(
    id="dfci-05-001",
    title="Very high risk in DFCI 05-001",
    citation=_CITATION,
    population=Population(
        who=B_LINEAGE & AGED_1_TO_18 & ~detected("BCR::ABL1") & in_remission,
        words="B-lineage ALL without BCR::ABL1, in complete remission, aged 1 to 18 years; that "
        "this ends on the nineteenth birthday is this library's reading",
    ),
    groups=("not_very_high", "very_high"),
    year=2018,
    adverse=frozenset({"very_high"}),
    rows=(
        Row(
            id="not-very-high",
            group="not_very_high",
            when=~VERY_HIGH,
            citation=_CITATION,
            trace="P05.63",
        ),
        Row(
            id="very-high",
            group="very_high",
            when=VERY_HIGH,
            citation=_CITATION,
            reading="hypodiploidy without a number: certain below 40 chromosomes, excluded from 46 "
            "on, open between",
            trace="P05.63",
        ),
    ),
    outcomes={
        "not_very_high": "5-year disease-free survival 94 % at standard risk (407 patients), 84 % "
        "at high risk (176 patients)",
        "very_high": "5-year disease-free survival 79 % (65 patients)",
    },
    left_out=(
        (
            "standard and high risk at entry, whose age, white cell and CNS values are not "
            "printed in the abstract"
        ),
    ),
)

SCHEMES = (DFCI_05_001,)
