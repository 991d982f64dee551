"""IKZF1-plus as the AIEOP-BFM group defines it.

Read in the abstract and in the NCI PDQ summary. It is a profile, not a risk group: in its
cohort it meant a high risk only where MRD was found as well.
"""

from __future__ import annotations

from all_risk.facts import age
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.terms import B_LINEAGE, IKZF1_PLUS
from all_risk.quantities import years

__all__ = ["IKZF1PLUS_AIEOP_BFM", "SCHEMES"]

_CITATION = Citation(
    source="Stanulla et al., J Clin Oncol 2018;36:1240-1249: IKZF1plus",
    edition="2018",
    locator="abstract",
    url="https://doi.org/10.1200/JCO.2017.74.3617",
)

IKZF1PLUS_AIEOP_BFM = Scheme(
    id="ikzf1plus-aieop-bfm",
    title="IKZF1-plus, AIEOP-BFM",
    citation=_CITATION,
    population=Population(
        who=B_LINEAGE & (age < years(19)),
        words="B-lineage ALL up to 18 years; that this ends on the nineteenth birthday is this "
        "library's reading",
    ),
    groups=("not_ikzf1plus", "ikzf1plus"),
    year=2018,
    adverse=frozenset({"ikzf1plus"}),
    rows=(
        Row(
            id="ikzf1plus",
            group="ikzf1plus",
            when=IKZF1_PLUS,
            citation=_CITATION,
            reading="the abstract asks for deletions; that CDKN2A or CDKN2B be lost on both "
            "chromosomes is not asked",
            trace="P05.50, GX-01",
        ),
        Row(
            id="not-ikzf1plus",
            group="not_ikzf1plus",
            when=~IKZF1_PLUS,
            citation=_CITATION,
            trace="P05.50, GX-01",
        ),
    ),
    outcomes={
        "ikzf1plus": "5-year event-free survival 53 %, relapse 44 %; 94 % event-free survival with "
        "standard-risk MRD, 40 % with intermediate-risk MRD (991 patients, of whom 6 % had it)",
        "not_ikzf1plus": "5-year event-free survival 79 % with another IKZF1 deletion, 87 % "
        "without one (991 patients)",
    },
)

SCHEMES = (IKZF1PLUS_AIEOP_BFM,)
