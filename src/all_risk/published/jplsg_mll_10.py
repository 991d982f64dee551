"""The risk groups of the Japanese trial MLL-10 for infants.

The abstract (Tomizawa et al., Blood 2020;136:1813) names what the groups are made of: KMT2A,
age and disease of the central nervous system. NCI PDQ prints who is at high risk. Rows P06.5
and Y-15 as corrected.
"""

from __future__ import annotations

from all_risk.facts import age, cns, detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.terms import INFANT, INFANT_BOUND
from all_risk.quantities import months

__all__ = ["JPLSG_MLL_10", "SCHEMES"]

_CITATION = Citation(
    source="Tomizawa et al., Blood 2020;136:1813-1823: JPLSG MLL-10",
    edition="2020",
    url="https://pubmed.ncbi.nlm.nih.gov/32845001/",
    provenance="secondary",
    read_in="NCI PDQ, Childhood Acute Lymphoblastic Leukemia Treatment, 21 April 2025",
)

KMT2A_R = detected("KMT2A-r")
HIGH = (age < months(6)) | cns.one_of("CNS3")
_REST = (
    "PDQ prints the high group, 56 patients, 75 % of those with a KMT2A rearrangement; the "
    "other 19 are the intermediate group of the abstract, which leaves those without one for the "
    "low group"
)

JPLSG_MLL_10 = Scheme(
    id="jplsg-mll-10",
    title="JPLSG MLL-10 risk groups of infants",
    citation=_CITATION,
    population=Population(
        who=INFANT, words=f"{INFANT_BOUND}; the bound is this library's, as other trials have it"
    ),
    groups=("low", "intermediate", "high"),
    year=2020,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="low",
            group="low",
            when=~KMT2A_R,
            citation=_CITATION,
            reading=_REST,
            trace="P06.5",
        ),
        Row(
            id="intermediate",
            group="intermediate",
            when=KMT2A_R & ~HIGH,
            citation=_CITATION,
            reading=_REST,
            trace="P06.5",
        ),
        Row(
            id="high",
            group="high",
            when=KMT2A_R & HIGH,
            citation=_CITATION,
            reading="disease of the central nervous system is CNS3, as PDQ prints it",
            trace="P06.5 Y-15",
        ),
    ),
    outcomes={
        "low": "3-year event-free survival 93.3 %, of 15 patients",
        "intermediate": "3-year event-free survival 94.4 %, of 19 patients",
        "high": "3-year event-free survival 56.6 %, of 56 patients; NCI PDQ calls it a 5-year "
        "figure",
    },
)

SCHEMES = (JPLSG_MLL_10,)
