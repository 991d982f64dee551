"""The four risk groups of childhood B-ALL that two American groups derived together in 2007.

Read in the abstract.
"""

from __future__ import annotations

from all_risk.facts import age, detected, modal_number
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.nci_rome import NCI_HIGH, NCI_STANDARD
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import B_LINEAGE, INDUCTION_FAILURE, INFANTS_APART
from all_risk.quantities import count, years

__all__ = ["SCHEMES", "SCHULTZ_2007"]

_CITATION = Citation(
    source="Schultz et al., Blood 2007;109:926-935: risk- and response-based classification of "
    "childhood B-precursor ALL",
    edition="2007",
    locator="abstract",
    url="https://pubmed.ncbi.nlm.nih.gov/?term=Schultz+Blood+2007+109+926",
)

VERY_HIGH = any_of(modal_number < count(44), detected("BCR::ABL1"), INDUCTION_FAILURE)
# Three trisomies, 4, 10 and 17: later COG schemes ask for two.
LOWER = NCI_STANDARD & (detected("ETV6::RUNX1") | detected("TRISOMY_4_10_17"))

_REST = "whoever is neither very high nor lower risk keeps the NCI group"

SCHULTZ_2007 = Scheme(
    id="cog-schultz-2007",
    title="POG and CCG risk groups of B-ALL, 2007",
    citation=_CITATION,
    population=Population(
        who=B_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. The study's patients were "
        f"1 to 21.99 years old. {INFANTS_APART}",
    ),
    groups=("lower", "standard", "high", "very_high"),
    year=2007,
    adverse=frozenset({"high", "very_high"}),
    rows=(
        Row(
            id="lower",
            group="lower",
            when=LOWER & ~VERY_HIGH,
            citation=_CITATION,
            reading="a very high-risk feature goes first",
            trace="P02.1",
        ),
        Row(
            id="standard",
            group="standard",
            when=NCI_STANDARD & ~LOWER & ~VERY_HIGH,
            citation=_CITATION,
            reading=_REST,
            trace="P02.1",
        ),
        Row(
            id="high",
            group="high",
            when=NCI_HIGH & ~VERY_HIGH,
            citation=_CITATION,
            reading=_REST,
            trace="P02.1",
        ),
        Row(
            id="very-high",
            group="very_high",
            when=VERY_HIGH,
            citation=_CITATION,
            reading="induction failure is not defined further: certain without remission after 6 "
            "weeks, excluded by remission within 28 days",
            trace="P02.1",
        ),
    ),
    outcomes={
        "lower": "5-year event-free survival at least 85 %",
        "very_high": "5-year event-free survival at most 45 %",
    },
    left_out=(
        (
            "the COG scheme that came of it, which asks the marrow of day 14 and MRD at the end of "
            "induction as well, by limits that the abstract does not print; its are the shares of "
            "27, 32, 37 and 4 % of patients"
        ),
    ),
)

SCHEMES = (SCHULTZ_2007,)
