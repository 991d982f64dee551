"""Genomic risk groups of adult B-ALL without BCR::ABL1, E2993.

Read in the abstract of Paietta et al. 2021; section 3j of the reference.
"""

from __future__ import annotations

from all_risk.facts import age, detected, lineage, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.quantities import years

__all__ = ["E2993_GENOMIC", "SCHEMES"]

_CITATION = Citation(
    source="Paietta et al., Blood 2021;138:948: ECOG-ACRIN E2993",
    edition="2021",
    locator="abstract",
    url="https://pmc.ncbi.nlm.nih.gov/articles/PMC9069478/",
)

STANDARD = any_of(
    detected("DUX4-r"),
    detected("ETV6::RUNX1"),
    detected("ETV6::RUNX1-like"),
    detected("TCF3::PBX1"),
    detected("PAX5 P80R"),
    detected("HIGH_HYPERDIPLOIDY"),
)
INTERMEDIATE = any_of(
    detected("PAX5alt"), detected("ZNF384-r"), detected("ZNF384-r-like"), detected("MEF2D-r")
)
HIGH = any_of(
    detected("Ph-like"),
    detected("KMT2A::AFF1"),
    detected("LOW_HYPODIPLOIDY"),
    detected("NEAR_HAPLOIDY"),
    detected("BCL2-r"),
    detected("MYC-r"),
)
# One lesion assigns each patient. Which, where lesions of several groups are found, is not
# printed: any of them may prevail.
_STANDARD_PREVAILS = unprinted("whether a lesion of the standard group prevails over others")
_INTERMEDIATE_PREVAILS = unprinted("whether one of the intermediate group prevails over high")
_PREVAILS = "where it prevails over lesions of other groups, which is not printed"


def _row(id_: str, group: str, when: Expr, reading: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_CITATION, reading=reading, trace="3j")


E2993_GENOMIC = Scheme(
    id="e2993-genomic",
    title="Genomic risk groups of adult B-ALL, E2993",
    citation=_CITATION,
    population=Population(
        who=lineage.one_of("B") & (age >= years(14)) & (age < years(66)) & ~detected("BCR::ABL1"),
        words="B-lineage ALL without BCR::ABL1, 14 to 65 years; the whole year of being 65 is "
        "taken in, which is this library's",
    ),
    groups=("standard", "intermediate", "high"),
    year=2021,
    adverse=frozenset({"high"}),
    first_match=True,
    rows=(
        _row("standard-prevails", "standard", STANDARD & _STANDARD_PREVAILS, _PREVAILS),
        _row(
            "intermediate-prevails",
            "intermediate",
            INTERMEDIATE & _INTERMEDIATE_PREVAILS,
            _PREVAILS,
        ),
        _row("high", "high", HIGH),
        _row("intermediate", "intermediate", INTERMEDIATE),
        _row("standard", "standard", STANDARD),
    ),
    outcomes={
        "standard": "5-year overall survival 65 to 80 %, by lesion; 29.5 % of the "
        "patients whose outcome is known",
        "intermediate": "5-year overall survival 33 to 45 %, by lesion; 20.3 % of the "
        "patients whose outcome is known",
        "high": "5-year overall survival 0 to 27 %, by lesion; 50.2 % of the "
        "patients whose outcome is known",
    },
)

SCHEMES = (E2993_GENOMIC,)
