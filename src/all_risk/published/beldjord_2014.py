"""Oncogenetics and early MRD in Ph-negative adult ALL, Beldjord et al. 2014 (GRAALL).

Read in the abstract. Two factors, unfavourable genetics and MRD of 0.01 % or more after
induction, make the classification; the names of its tiers were not read, so the groups count
the factors. Section 3d of the reference.
"""

from __future__ import annotations

from all_risk.facts import detected, lineage, mrd
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.adult_terms import ADULTS_BOUND, NOTCH1_FBXW7_MUTATED, RAS_PTEN_ALTERED
from all_risk.published.sources import ADULTS
from all_risk.quantities import percent

__all__ = ["BELDJORD_2014", "SCHEMES"]

_CITATION = Citation(
    source="Beldjord et al., Blood 2014;123:3739: GRAALL-2003 and 2005",
    edition="2014",
    locator="abstract",
    url="https://doi.org/10.1182/blood-2014-01-547695",
)

B, T = lineage.one_of("B"), lineage.one_of("T")
UNFAVOURABLE_B = detected("KMT2A-r") | detected("IKZF1 focal deletion")
UNFAVOURABLE_T = ~NOTCH1_FBXW7_MUTATED | RAS_PTEN_ALTERED
# Quantified by IG/TR PCR at week 6, after induction.
_MRD1 = mrd("end_of_induction", method="pcr")
MRD_HIGH, MRD_LOW = _MRD1 >= percent("0.01"), _MRD1 < percent("0.01")

_GENETICS = (
    "B lineage: KMT2A rearrangement or focal IKZF1 deletion; T lineage: neither NOTCH1 nor FBXW7 "
    "mutated, or NRAS, KRAS or PTEN altered"
)


def _rows() -> tuple[Row, ...]:
    return tuple(
        Row(id=f"{id_}-{group}", group=group, when=when, citation=_CITATION, trace="3d",
            reading=_GENETICS)
        for id_, of_lineage, unfavourable in (("b", B, UNFAVOURABLE_B), ("t", T, UNFAVOURABLE_T))
        for group, when in (
            ("none", of_lineage & ~unfavourable & MRD_LOW),
            ("one", of_lineage & ((unfavourable & MRD_LOW) | (~unfavourable & MRD_HIGH))),
            ("two", of_lineage & unfavourable & MRD_HIGH),
        )
    )  # fmt: skip


BELDJORD_2014 = Scheme(
    id="beldjord-2014",
    title="Oncogenetics and MRD after induction, adult Ph-negative ALL (Beldjord 2014)",
    citation=_CITATION,
    population=Population(
        who=(B | T) & ADULTS & ~detected("BCR::ABL1"),
        words=f"B- or T-lineage ALL without BCR::ABL1 in {ADULTS_BOUND}. Published on 423 patients "
        "in remission (265 of B, 158 of T lineage)",
    ),
    groups=("none", "one", "two"),
    year=2014,
    rows=_rows(),
    left_out=(
        (
            "the names of the tiers, and whether one and two factors are kept apart: not in the "
            "abstract"
        ),
    ),
)

SCHEMES = (BELDJORD_2014,)
