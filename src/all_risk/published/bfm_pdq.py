"""The risk groups of the Berlin-Frankfurt-Münster group as the NCI PDQ summary prints them.

Time point 1 is the end of induction, week 5; time point 2 the end of phase IB, week 12. High
MRD is more than 0.05 % at either. What lies between negative and high is in no printed line.
"""

from __future__ import annotations

from all_risk.facts import age, detected, lineage, modal_number, mrd
from all_risk.guideline import Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.published.terms import (
    B_OR_T_LINEAGE,
    IKZF1_PLUS,
    INFANTS_APART,
    POOR_PREDNISONE_RESPONSE,
    negative,
)
from all_risk.quantities import count, percent, years

__all__ = ["BFM_PDQ", "SCHEMES"]

_CITATION = PDQ_CHILDHOOD.at("Berlin-Frankfurt-Münster (BFM) risk groups")

# PDQ prints no method, so none is asked for.
HIGH_TP1 = mrd("end_of_induction") > percent("0.05")
HIGH_TP2 = mrd("week_12") > percent("0.05")
NEGATIVE_TP1 = negative("end_of_induction")
NEGATIVE_TP2 = negative("week_12")

BY_BIOLOGY = any_of(
    detected("KMT2A::AFF1"), detected("TCF3::HLF"), modal_number < count(45), IKZF1_PLUS & HIGH_TP1
)
BY_RESPONSE = HIGH_TP2 | (lineage.one_of("T") & POOR_PREDNISONE_RESPONSE)
HIGH = BY_RESPONSE | BY_BIOLOGY


def _row(id_: str, group: str, when: Expr, reading: str = "", trace: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_CITATION, reading=reading, trace=trace)


BFM_PDQ = Scheme(
    id="bfm-pdq",
    title="BFM risk groups, NCI PDQ",
    citation=_CITATION,
    population=Population(
        who=B_OR_T_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"ALL from the first birthday {CHILDREN_BOUND}. {INFANTS_APART}",
    ),
    groups=("standard", "intermediate", "high"),
    year=2025,
    adverse=frozenset({"high"}),
    rows=(
        _row(
            "standard",
            "standard",
            NEGATIVE_TP1 & ~HIGH_TP1 & NEGATIVE_TP2 & ~HIGH,
            "negative without a stated sensitivity may hide a high level, and is not decided",
            "PDQ BFM risk groups",
        ),
        _row(
            "intermediate",
            "intermediate",
            HIGH_TP1 & NEGATIVE_TP2 & ~HIGH,
            trace="PDQ BFM risk groups",
        ),
        _row(
            "high-response",
            "high",
            BY_RESPONSE,
            "poor response to the prednisone prophase: 1,000 blasts per µL of blood or more on "
            "day 8, as the group defines it",
            "PDQ BFM risk groups, F-71, H-12",
        ),
        _row(
            "high-biology",
            "high",
            BY_BIOLOGY & ~BY_RESPONSE,
            trace="PDQ BFM risk groups, H-03, H-04, H-05, H-09",
        ),
    ),
    left_out=(
        (
            "MRD that is neither negative nor above 0.05 % at a time point, for which no group is "
            "printed"
        ),
    ),
)

SCHEMES = (BFM_PDQ,)
