"""The UKALL profile of high-hyperdiploid ALL: four trisomies, two groups.

The rule was read in the NCI PDQ summary, its four chromosomes and its outcomes in the paper's
own pages.
"""

from __future__ import annotations

from all_risk.facts import age, detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.published.terms import B_LINEAGE
from all_risk.quantities import years

__all__ = ["SCHEMES", "UKALL_HEH_PROFILE"]

_CITATION = Citation(
    source="Enshaei et al., Lancet Haematol 2021;8:e828-e839: a profile of high-hyperdiploid ALL",
    edition="2021",
    url="https://doi.org/10.1016/S2352-3026(21)00304-5",
    provenance="secondary",
    read_in=str(PDQ_CHILDHOOD.at("high hyperdiploidy")),
)

T5, T17, T18, T20 = (detected(f"TRISOMY_{n}") for n in (5, 17, 18, 20))
BOTH = T17 & T18
ONE_ONLY = (T17 & ~T18) | (T18 & ~T17)
GOOD = BOTH | (ONE_ONLY & ~T5 & ~T20)

UKALL_HEH_PROFILE = Scheme(
    id="ukall-heh-profile",
    title="UKALL profile of high hyperdiploidy",
    citation=_CITATION,
    population=Population(
        who=detected("HIGH_HYPERDIPLOIDY") & B_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"high-hyperdiploid B-lineage ALL from the first birthday {CHILDREN_BOUND}",
    ),
    groups=("good", "poor"),
    year=2021,
    adverse=frozenset({"poor"}),
    rows=(
        Row(
            id="good-17-and-18",
            group="good",
            when=BOTH,
            citation=_CITATION,
            trace="pediatric 5.1b",
        ),
        Row(
            id="good-17-or-18",
            group="good",
            when=ONE_ONLY & ~T5 & ~T20,
            citation=_CITATION,
            trace="pediatric 5.1b",
        ),
        Row(
            id="poor",
            group="poor",
            when=~GOOD,
            citation=_CITATION,
            reading="all others with high hyperdiploidy",
            trace="pediatric 5.1b",
        ),
    ),
    outcomes={
        "good": "10-year relapse 5 %, event-free survival 92 %, overall survival 96 % (579 of 725 "
        "patients of UKALL 2003)",
        "poor": "10-year relapse 16 %, event-free survival 81 %, overall survival 86 % (146 of 725 "
        "patients of UKALL 2003)",
    },
)

SCHEMES = (UKALL_HEH_PROFILE,)
