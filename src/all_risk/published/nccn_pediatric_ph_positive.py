"""NCCN risk groups of BCR::ABL1-positive B-ALL in children, as a third party reports them.

No number comes with "low MRD", and no day with "less than complete remission"; NCCN judges
refractory disease in this group after consolidation. Rows NC-PED-12, NC-PED-30 and NC-PED-32.
"""

from __future__ import annotations

from all_risk.facts import age, days_to_remission, detected, mrd_detected, unprinted
from all_risk.guideline import Population, Row, Scheme
from all_risk.published.sources import CHILDREN
from all_risk.published.terms import (
    B_LINEAGE,
    NCCN_CAUTION,
    NCCN_PEDIATRIC_2026,
    negative,
)
from all_risk.quantities import days, years

__all__ = ["NCCN_PEDIATRIC_PH_POSITIVE", "SCHEMES"]

_CITATION = NCCN_PEDIATRIC_2026.at("page PEDALL-5")

LESS_THAN_CR = (days_to_remission > days(28)) & unprinted(
    "by which day no remission counts as less than a complete remission (NCCN pediatric, Ph+)"
)
HIGH = mrd_detected("end_of_consolidation") | LESS_THAN_CR
LOW_MRD = (negative("end_of_induction") & negative("end_of_consolidation")) | unprinted(
    "which MRD is low, and when (NCCN pediatric, Ph+)"
)

NCCN_PEDIATRIC_PH_POSITIVE = Scheme(
    id="nccn-ped-ph-pos",
    title="NCCN risk groups of BCR::ABL1-positive B-ALL in children, as reported",
    citation=_CITATION,
    population=Population(
        who=detected("BCR::ABL1") & B_LINEAGE & (age >= years(1)) & CHILDREN,
        words="BCR::ABL1-positive B-lineage ALL from the first birthday up to 18 years, and to 30 "
        "where treated in a paediatric setting, which is not asked; infants have a branch of their "
        "own in the guideline",
    ),
    groups=("standard", "high"),
    year=2025,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="standard",
            group="standard",
            when=LOW_MRD & ~HIGH,
            citation=_CITATION,
            reading="MRD found neither after induction nor after consolidation is low by any "
            "number; otherwise low MRD is never decided",
            trace="NC-PED-30",
        ),
        Row(
            id="high",
            group="high",
            when=HIGH,
            citation=_CITATION,
            reading="remission within 28 days excludes less than a complete remission; a later one "
            "or none leaves it open, as the day is not printed",
            trace="NC-PED-30, NC-PED-32",
        ),
    ),
    listed=False,
    caution=NCCN_CAUTION,
    left_out=("which MRD is low, and by which day remission must be reached: neither is printed",),
)

SCHEMES = (NCCN_PEDIATRIC_PH_POSITIVE,)
