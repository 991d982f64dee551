"""What became of each group in the next edition, as declared, and who is judged otherwise.

A line says: a patient whom the older edition puts in this group can be in any of those groups
of the newer one, and in no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from all_risk.guideline import OUTSIDE, UNCOVERED, Scheme
from all_risk.implications import implications
from all_risk.logic import CompiledDecision, Decision, Value, all_of, any_of, atoms
from all_risk.published import find_scheme

__all__ = ["DECLARED", "judged_otherwise", "moves"]

Moves: TypeAlias = Mapping[str, frozenset[str]]

_SHORT = {OUTSIDE: "outside", UNCOVERED: "no row"}


def _moves(**lines: str) -> Moves:
    return MappingProxyType({group: frozenset(to.split(", ")) for group, to in lines.items()})


DECLARED: Final[Mapping[tuple[str, str], Moves]] = MappingProxyType(
    {
        # AALL08B1 asks of favourable and unfavourable genetics and MRD day by day what Schultz
        # 2007 asked of age, count and slow response: only a high risk never goes down.
        ("cog-schultz-2007", "cog-aall08b1"): _moves(
            outside="outside",
            lower="low, average, high, very_high",
            standard="low, average, high, very_high",
            high="high, very_high",
            very_high="low, average, high, very_high",
        ),
        # BCR::ABL1 leaves the trial; combinations in no printed row of Tables 6 to 10 are new.
        ("cog-aall08b1", "cog-aall1731-1732"): _moves(
            outside="outside",
            low="sr_favorable, high, no row",
            average="sr_favorable, sr_average, sr_high, high, no row",
            high="sr_average, sr_high, hr_favorable, high, no row",
            very_high="outside, sr_high, high, very_high, no row",
        ),
        # The bounds of high risk move; without a KMT2A rearrangement it is the same group.
        ("interfant-06", "infant-international-2019"): _moves(
            outside="outside, standard, intermediate, high",
            low="standard",
            medium="intermediate, high",
            high="intermediate, high",
        ),
        ("infant-international-2019", "jplsg-mll-10"): _moves(
            outside="outside",
            standard="low",
            intermediate="intermediate, high",
            high="intermediate, high",
        ),
        # High risk is the same; low and standard are told apart by other lesions.
        ("st-jude-total-xv-final", "st-jude-total-xvi-final"): _moves(
            outside="outside",
            low="low, standard",
            standard="low, standard",
            high="high",
        ),
        # The indications of childhood did not change between the two editions.
        ("ebmt-2022-child", "ebmt-2025-child"): _moves(
            outside="outside",
            cr1_low_risk="cr1_low_risk",
            cr1_high_risk="cr1_high_risk",
            cr2="cr2",
            cr3_or_later="cr3_or_later",
            **{"no row": "no row"},
        ),
        ("aieop-bfm-all-2000-mrd", "aieop-bfm-all-2009"): _moves(
            outside="outside, standard, medium, high",
            standard="standard, high",
            intermediate="standard, medium, high",
            high="high",
        ),
        ("ukall14-design", "ukall14-genetics-2022"): _moves(
            outside="outside",
            not_high="standard, high",
            high="outside, standard, high",
        ),
        # Both cut day 29 in two, at 0.01 % and at 0.005 %; the later one adds week 14.
        ("ukall2003-mrd", "ukall2011"): _moves(
            outside="low, intermediate, high, outside",
            low="low, intermediate, high, outside",
            indeterminate="low, intermediate, high, outside",
            high="intermediate, high, outside",
            **{"no row": "low, intermediate, high, outside"},
        ),
        # The copy of AALL0434 that was read is cut off below intermediate risk.
        ("aall0434", "aall1231"): _moves(
            outside="outside",
            low="standard, intermediate, very_high",
            intermediate="standard, intermediate, very_high",
            **{"no row": "intermediate, very_high"},
        ),
    }
)
"""For the older and the newer edition, where the patients of each group can be found."""


def moves(older: str, newer: str) -> Moves:
    """Where the patients of each group of a scheme can be in another, by the solver."""
    from solver import Prover  # z3 is asked for only where it is used

    decisions = find_scheme(older).decision(), find_scheme(newer).decision()
    prover = Prover.about(*(rule for each in decisions for _, rule in each.cases))
    before, after = (prover.labels(each) for each in decisions)
    found = {
        _SHORT.get(group, group): frozenset(
            _SHORT.get(other, other) for other, to in after.items() if prover.can(was, to)
        )
        for group, was in before.items()
    }
    return {group: to for group, to in found.items() if to}


def judged_otherwise(one: Scheme, other: Scheme) -> Mapping[str, Value] | None:
    """The fewest facts found that make a patient a high or poor risk by one scheme only.

    Args:
        one: The scheme that counts the patient as a high or poor risk.
        other: The scheme that is about the patient too and does not.

    Returns:
        The facts, or None where there is no such patient.
    """
    adverse = any_of(*(one.group(group) for group in sorted(one.adverse)))
    calm = any_of(*(other.group(g) for g in other.groups if g not in other.adverse))
    rule = all_of(one.population.who, other.population.who, adverse, calm)
    decision = Decision((("only one", rule),), "both or neither")
    compiled = CompiledDecision.of(decision, implications({a.fact.name for a in atoms(rule)}))
    return compiled.witness("only one")
