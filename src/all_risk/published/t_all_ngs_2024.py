"""The wider gene panel for T-lineage ALL, 2024.

Simonin et al., Blood 2024;144:1570, read in the abstract. Section 6b. It keeps NOTCH1 and FBXW7
of the four-gene classifier, adds two genes that count for and seven that count against.
"""

from __future__ import annotations

from typing import Final

from all_risk.facts import detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.terms import T_LINEAGE

__all__ = ["SCHEMES", "T_ALL_NGS_2024"]

_CITATION = Citation(
    source="Simonin et al., Blood 2024;144:1570-1580",
    edition="2024",
    locator="abstract",
    url="https://doi.org/10.1182/blood.2023023754",
)

FAVOURABLE: Final = ("NOTCH1", "FBXW7", "PHF6", "EP300")
ADVERSE: Final = (
    *("NRAS", "KRAS", "PTEN", "PIK3CA", "PIK3R1"),
    *("TP53", "DNMT3A", "IDH1", "IDH2", "IKZF1"),
)
MUTATED = any_of(*(detected(f"{gene} mutation") for gene in FAVOURABLE))
ALTERED = any_of(*(detected(f"{gene} alteration") for gene in ADVERSE))
LOW = MUTATED & ~ALTERED

T_ALL_NGS_2024 = Scheme(
    id="t-all-ngs-2024",
    title="Gene panel classifier of T-ALL, 2024",
    citation=_CITATION,
    population=Population(
        who=T_LINEAGE,
        words="T-lineage ALL of any age: made in 198 adults, validated in 242 children",
    ),
    groups=("low", "high"),
    year=2024,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="low",
            group="low",
            when=LOW,
            citation=_CITATION,
            reading="altered is mutated or deleted, as printed for all ten genes together",
            trace="6b",
        ),
        Row(id="high", group="high", when=~LOW, citation=_CITATION, trace="6b"),
    ),
    outcomes={
        "low": "5-year cumulative incidence of relapse 21 %, in adults",
        "high": "5-year cumulative incidence of relapse 47 %, in adults",
    },
    left_out=(
        "the model that joins the genes with white cell count and MRD: its limits were not seen",
    ),
)

SCHEMES = (T_ALL_NGS_2024,)
