"""The shipped rules against tables that another reader derived from the sources alone."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from itertools import product
from math import prod
from random import Random
from typing import Any

import pytest

import oracles
from all_risk.evaluation import compiled
from all_risk.implications import closed
from all_risk.logic import CompiledDecision, Contradiction, Value
from all_risk.published import all_guidelines, all_schemes, find_guideline, find_scheme
from all_risk.quantities import Interval
from oracles import Oracle

# `editions` sets schemes beside each other and has no table of one; `test_laws.py` asks it.
MODULES = sorted({module.name for module in pkgutil.iter_modules(oracles.__path__)} - {"editions"})
ORACLES: list[Oracle] = [
    oracle for name in MODULES for oracle in import_module(f"oracles.{name}").ORACLES
]
MOST_CELLS, BLANKED = 4_000, 400


def decision_of(oracle: Oracle) -> CompiledDecision:
    source, _, trigger = oracle.id.partition(" ")
    if not trigger:
        return compiled(find_scheme(source))
    guideline = find_guideline(source)
    return compiled((guideline, next(t for t in guideline.triggers if t.id == trigger)))


def value_of(given: Any) -> Value:
    if isinstance(given, bool):
        return given
    return Interval(given, given) if isinstance(given, Decimal) else frozenset({given})


def facts(known: Mapping[str, Any]) -> dict[str, Value] | None:
    """The facts with what follows from them; None where they cannot hold together."""
    try:
        return closed({name: value_of(given) for name, given in known.items()})
    except Contradiction:
        return None


def cells(oracle: Oracle, draw: Random, most: int) -> Iterator[dict[str, Any]]:
    """Every combination of inputs, or so many of them drawn at random."""
    if prod(map(len, oracle.inputs.values())) <= most:
        for combination in product(*oracle.inputs.values()):
            yield dict(zip(oracle.inputs, combination, strict=True))
    else:
        for _ in range(most):
            yield {name: draw.choice(values) for name, values in oracle.inputs.items()}


def expected(oracle: Oracle, known: Mapping[str, Any]) -> frozenset[str]:
    """What the source allows, over all ways of filling the inputs that are not known."""
    found: set[str] = set()
    blank = [name for name in oracle.inputs if name not in known]
    for filling in product(*(oracle.inputs[name] for name in blank)):
        full = {**known, **dict(zip(blank, filling, strict=True))}
        if not oracle.impossible(full) and facts(full) is not None:
            found |= oracle.answer(full)
    return frozenset(found)


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: f"{oracle.id} [{oracle.rows}]")
def test_every_cell(oracle: Oracle) -> None:
    decision, compared = decision_of(oracle), 0
    for known in cells(oracle, Random(oracle.id), MOST_CELLS):
        values = facts(known)
        if values is not None and not oracle.impossible(known):
            assert decision.possible(values) == oracle.answer(known), known
            compared += 1
    assert compared > 0


def may_be_blank(values: tuple[Any, ...]) -> bool:
    """Whether the values of an input stand for every answer, as those of one held fixed do not."""
    if isinstance(values[0], str):
        return set(values) in ({"B", "T", "mixed"}, {"CNS1", "CNS2", "CNS3"})
    return len(values) > 1


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: f"{oracle.id} [{oracle.rows}]")
def test_cells_with_blanks(oracle: Oracle) -> None:
    """With inputs missing the answer is the set over all completions."""
    decision, draw = decision_of(oracle), Random(oracle.id)
    blank = sorted(name for name, values in oracle.inputs.items() if may_be_blank(values))
    for full in cells(oracle, draw, BLANKED):
        left_out = draw.sample(blank, draw.randint(1, min(3, len(blank))))
        known = {name: given for name, given in full.items() if name not in left_out}
        values = facts(known)
        if values is not None and (allowed := expected(oracle, known)):
            assert decision.possible(values) == allowed, known


def test_every_scheme_and_trigger_has_an_independent_reading() -> None:
    read = {oracle.id for oracle in ORACLES} | READ_ELSEWHERE
    shipped = {scheme.id for scheme in all_schemes()} | {
        f"{guideline.id} {trigger.id}"
        for guideline in all_guidelines()
        for trigger in guideline.triggers
    }
    assert shipped - read == set()


READ_ELSEWHERE = {
    # tests/oracle_pdq.py
    "nci-rome",
    "cog-aall1731-1732",
    "nmdp-patient-2017 no_remission_28d",
    "nmdp-patient-2017 high_risk_of_relapse",
    "nmdp-patient-2017 relapse",
    "nmdp-patient-2017 infant",
    # tests/test_published_subtypes.py, which restates the order and the pairs of names
    "who-haem5-b",
    "icc-2022-b",
}
