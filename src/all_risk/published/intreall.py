"""The IntReALL groups of first relapse, and genetics of very high risk at relapse.

Read in trial registries: NCT01802814 (standard risk), NCT03590171 (high risk; its text is
partly garbled) and NCT05748171 (genetics). Section 8.2 of the rows as corrected.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    detected,
    lineage,
    modal_number,
    relapse_marrow,
    relapses,
    transplants,
    unprinted,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, all_of, any_of
from all_risk.published.relapse_timing import (
    COMBINED,
    EARLY,
    FIRST_RELAPSE,
    ISOLATED_EXTRAMEDULLARY,
    ISOLATED_MARROW,
    LATE,
    VERY_EARLY,
)
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.quantities import count, years

__all__ = ["INTREALL_SR_HR_2010", "INTREALL_VERY_HIGH_GENETICS", "SCHEMES"]

_STANDARD = Citation(
    source="IntReALL SR 2010, registry entry NCT01802814",
    edition="protocol of 2010",
    url="https://clinicaltrials.gov/study/NCT01802814",
)
_HIGH = Citation(
    source="IntReALL HR 2010, registry entry NCT03590171",
    edition="protocol of 2010",
    url="https://clinicaltrials.gov/study/NCT03590171",
)
_GENETICS = Citation(
    source="Trial NCT05748171 in relapsed B-lineage ALL, sponsor's registry page",
    edition="about 2023",
    url="https://clinicaltrials.gov/study/NCT05748171",
)

B, T = lineage.one_of("B"), lineage.one_of("T")
_T_LINE = unprinted("whether any marrow relapse of T-lineage ALL is high risk in IntReALL")


def _row(id_: str, group: str, when: Expr, reading: str = "") -> Row:
    citation = _STANDARD if group == "standard" else _HIGH
    return Row(id=id_, group=group, when=when, citation=citation, reading=reading, trace="8.2")


INTREALL_SR_HR_2010 = Scheme(
    id="intreall-sr-hr-2010",
    title="IntReALL 2010, standard and high risk at first relapse",
    citation=_STANDARD,
    population=Population(
        who=all_of(FIRST_RELAPSE, age < years(18), ~detected("BCR::ABL1"), transplants <= count(0)),
        words="first relapse before 18 years, without BCR::ABL1 and without a transplant; the age "
        "at diagnosis stands for the age at relapse, which is not asked. The trials excluded "
        "relapse after transplant; that a transplant came after the relapse is not told apart",
    ),
    groups=("standard", "high"),
    year=2010,
    question="relapse",
    adverse=frozenset({"high"}),
    rows=(
        _row("standard-marrow", "standard", B & ISOLATED_MARROW & LATE),
        _row("standard-combined", "standard", B & COMBINED & (LATE | EARLY)),
        _row("standard-iem", "standard", ISOLATED_EXTRAMEDULLARY & (LATE | EARLY)),
        _row("high-marrow", "high", B & ISOLATED_MARROW & (EARLY | VERY_EARLY)),
        _row("high-iem", "high", ISOLATED_EXTRAMEDULLARY & VERY_EARLY),
        _row(
            "high-combined",
            "high",
            COMBINED & VERY_EARLY,
            "very early combined relapse is printed without a lineage",
        ),
        _row(
            "high-t",
            "high",
            T & relapse_marrow & ~(COMBINED & VERY_EARLY) & _T_LINE,
            "the line of the entry about any marrow relapse is garbled; that it means T-lineage "
            "ALL is inferred, so that high risk or no row is possible",
        ),
    ),
    left_out=(
        "marrow relapse of T-lineage ALL, decided: the line of the registry about it is garbled",
    ),
)

VERY_HIGH_GENETICS = any_of(
    detected("KMT2A::AFF1"),
    detected("TCF3::HLF"),
    detected("TCF3::PBX1"),
    modal_number < count(40),
    detected("MASKED_HYPODIPLOIDY"),
    detected("TP53 alteration"),
)

INTREALL_VERY_HIGH_GENETICS = Scheme(
    id="intreall-very-high-genetics",
    title="Very high-risk genetics at relapse, IntReALL",
    citation=_GENETICS,
    population=Population(
        who=(relapses >= count(1)) & CHILDREN & B,
        words=f"relapse of B-lineage ALL in childhood, {CHILDREN_BOUND}. The list is that of one "
        "trial, NCT05748171",
    ),
    groups=("not_listed", "very_high"),
    year=2023,
    question="relapse",
    adverse=frozenset({"very_high"}),
    rows=(
        Row(
            id="very-high",
            group="very_high",
            when=VERY_HIGH_GENETICS,
            citation=_GENETICS,
            reading="fewer than 40 chromosomes, or a doubled clone of that kind. An earlier "
            "version of the entry has any KMT2A rearrangement, and hypodiploidy without a number",
            trace="8.2",
        ),
        Row(
            id="not-listed",
            group="not_listed",
            when=~VERY_HIGH_GENETICS,
            citation=_GENETICS,
            reading="the group's name is this library's",
            trace="8.2",
        ),
    ),
)

SCHEMES = (INTREALL_SR_HR_2010, INTREALL_VERY_HIGH_GENETICS)
