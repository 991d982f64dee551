"""The NCI/Rome risk groups of B-lineage ALL in children.

Read in the NCI PDQ summary on childhood ALL. Row ids P01.1 and P01.2.
"""

from __future__ import annotations

from all_risk.facts import age, lineage, wbc
from all_risk.guideline import Basis, Factor, Population, RiskList, Row, Scheme
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.quantities import per_nl, years

__all__ = ["HIGH_RISK", "NCI_HIGH", "NCI_ROME", "NCI_STANDARD", "SCHEMES"]

NCI_STANDARD = (age >= years(1)) & (age < years(10)) & (wbc < per_nl(50))
NCI_HIGH = (age >= years(10)) | (wbc >= per_nl(50))

_CITATION = PDQ_CHILDHOOD.at("NCI risk groups (Smith et al., J Clin Oncol 1996;14:18-24)")

NCI_ROME = Scheme(
    id="nci-rome",
    title="NCI/Rome risk groups",
    citation=_CITATION,
    population=Population(
        who=lineage.one_of("B") & (age >= years(1)) & CHILDREN,
        words=f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. Infants have schemes of "
        "their own",
    ),
    groups=("standard", "high"),
    year=1996,
    adverse=frozenset({"high"}),
    rows=(
        Row(id="standard", group="standard", when=NCI_STANDARD, citation=_CITATION, trace="P01.1"),
        Row(id="high", group="high", when=NCI_HIGH, citation=_CITATION, trace="P01.2"),
    ),
    factors=(
        Factor(
            id="age-10-or-older", when=age >= years(10), direction="adverse", citation=_CITATION
        ),
        Factor(
            id="wbc-50-or-more", when=wbc >= per_nl(50), direction="adverse", citation=_CITATION
        ),
    ),
    outcomes={
        "standard": "event-free survival above 85 %, in children",
        "high": "event-free survival about 75 %, in children",
    },
)

HIGH_RISK = RiskList(
    id="nci-rome",
    title="NCI/Rome high risk",
    citation=_CITATION,
    population=NCI_ROME.population,
    items=(
        Basis(
            id="nci-high",
            source="nci-rome",
            rule=NCI_ROME.group("high"),
            population=NCI_ROME.population.who,
            words="NCI high risk by age or white cell count",
            citation=_CITATION,
            rank=7,
        ),
    ),
    scheme=NCI_ROME,
)

SCHEMES = (NCI_ROME,)
