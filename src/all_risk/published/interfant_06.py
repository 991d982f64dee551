"""The risk groups of the Interfant-06 trial for infants.

Read in the abstracts (Pieters et al., J Clin Oncol 2019;37:2246, and Blood 2018;132 Suppl
1:655) and the trial's registry entry. Rows P06.1, Y-03, Y-04 and Y-10.

Two things are printed in two ways. The white cell count that is high is more than 300 in the
2018 abstract, 300 or more in the journal and in NCI PDQ: at exactly 300 the answer stays open.
Copies of the journal's abstract have high-risk infants older than 6 months; every other source
has them younger, as this module does. What became of the high-risk group was read in NCI PDQ,
which does not count a poor prednisone response into it (D-15).
"""

from __future__ import annotations

from all_risk.facts import age, detected, unprinted, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.terms import INFANT, INFANT_BOUND, POOR_PREDNISONE_RESPONSE
from all_risk.quantities import months, per_nl

__all__ = ["HIGH_WBC", "INTERFANT_06", "SCHEMES"]

_CITATION = Citation(
    source="Pieters et al., J Clin Oncol 2019;37:2246-2256: Interfant-06",
    edition="2019",
    locator="abstract",
    url="https://pubmed.ncbi.nlm.nih.gov/31283407/",
)

KMT2A_R = detected("KMT2A-r")
UNDER_6_MONTHS = age < months(6)
HIGH_WBC = (wbc > per_nl(300)) | (
    (wbc >= per_nl(300))
    & unprinted("whether a count of exactly 300 x10^9/L is high: sources print > and >=")
)
HIGH = KMT2A_R & UNDER_6_MONTHS & (HIGH_WBC | POOR_PREDNISONE_RESPONSE)

INTERFANT_06 = Scheme(
    id="interfant-06",
    title="Interfant-06 risk groups of infants",
    citation=_CITATION,
    population=Population(
        who=INFANT & ~detected("BCR::ABL1"),
        words=f"{INFANT_BOUND}, without BCR::ABL1. The trial took infants in whom BCR::ABL1 was "
        "not known; mature B-cell leukaemia was excluded and is not asked here",
    ),
    groups=("low", "medium", "high"),
    year=2019,
    adverse=frozenset({"high"}),
    rows=(
        Row(id="low", group="low", when=~KMT2A_R, citation=_CITATION, trace="P06.1"),
        Row(
            id="high",
            group="high",
            when=HIGH,
            citation=_CITATION,
            reading="younger than 6 months, where copies of the abstract print older; a poor "
            "prednisone response is 1 x10^9/L blasts or more in the blood on day 8, and it or the "
            "white cell count is enough, by the abstracts; NCI PDQ asks for the count in every "
            "case (D-15)",
            trace="P06.1 Y-10 Y-11 D4 D-15",
        ),
        Row(
            id="medium",
            group="medium",
            when=KMT2A_R & ~HIGH,
            citation=_CITATION,
            trace="P06.1",
        ),
    ),
    outcomes={
        "low": "6-year event-free survival 73.9 %, overall survival 87.2 %",
        "medium": "6-year event-free survival 36.4 % of all with a KMT2A rearrangement, medium "
        "and high risk together",
        "high": "6-year event-free survival 21 %, in NCI PDQ, of a high-risk group that it defines "
        "by all three: a KMT2A rearrangement, less than 6 months of age and 300 x10^9/L or more; "
        "about half had no transplant in first remission, mostly because of early relapse",
    },
)

SCHEMES = (INTERFANT_06,)
