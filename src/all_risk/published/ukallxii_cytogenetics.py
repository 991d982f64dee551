"""Cytogenetic groups of adult ALL, UKALLXII/E2993.

Read in the abstract of Moorman et al. 2007; section 3a of the reference.
"""

from __future__ import annotations

from all_risk.facts import detected, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.adult_terms import ADULTS_BOUND, COMPLEX, HOTR
from all_risk.published.sources import ADULTS

__all__ = ["SCHEMES", "UKALLXII_CYTOGENETICS"]

_CITATION = Citation(
    source="Moorman et al., Blood 2007;109:3189-3197: MRC UKALLXII/ECOG E2993",
    edition="2007",
    locator="abstract",
    url="https://ashpublications.org/blood/article/109/8/3189",
)

ADVERSE = any_of(
    detected("BCR::ABL1"), detected("KMT2A::AFF1"), detected("IGH::MYC"), COMPLEX, HOTR
)
BETTER = detected("HIGH_HYPERDIPLOIDY") | detected("DEL_9P")
# No word on a patient with both: either may count.
BETTER_PREVAILS = unprinted("whether a better or an adverse finding prevails")

UKALLXII_CYTOGENETICS = Scheme(
    id="ukallxii-cytogenetics",
    title="Cytogenetic groups of adult ALL, UKALLXII/E2993",
    citation=_CITATION,
    population=Population(
        who=ADULTS, words=f"{ADULTS_BOUND}. Published on 1,522 patients of either lineage"
    ),
    groups=("better", "standard", "adverse"),
    year=2007,
    adverse=frozenset({"adverse"}),
    rows=(
        Row(
            id="better",
            group="better",
            when=BETTER & (~ADVERSE | BETTER_PREVAILS),
            citation=_CITATION,
            reading="high hyperdiploidy or del(9p); which counts beside an adverse finding is not "
            "printed",
            trace="3a",
        ),
        Row(
            id="standard",
            group="standard",
            when=~BETTER & ~ADVERSE,
            citation=_CITATION,
            reading="none of the findings; the name of this group is this library's",
            trace="3a",
        ),
        Row(
            id="adverse",
            group="adverse",
            when=ADVERSE & (~BETTER | ~BETTER_PREVAILS),
            citation=_CITATION,
            reading="Ph, t(4;11), t(8;14), low hypodiploidy or near triploidy, or a complex "
            "karyotype of 5 or more abnormalities",
            trace="3a",
        ),
    ),
)

SCHEMES = (UKALLXII_CYTOGENETICS,)
