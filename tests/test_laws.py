"""Laws that hold for every guideline and scheme, whatever is shipped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk.evaluation import compiled
from all_risk.guideline import OUTSIDE, Scheme
from all_risk.implications import closed
from all_risk.logic import (
    Atom,
    Category,
    Compare,
    CompiledDecision,
    Contradiction,
    Fact,
    Flag,
    Quantity,
    Value,
    atoms,
    evaluate,
)
from all_risk.published import all_guidelines, all_schemes
from all_risk.quantities import Interval

DECISIONS = [
    *(pytest.param(compiled(scheme), id=scheme.id) for scheme in all_schemes()),
    *(
        pytest.param(compiled((guideline, trigger)), id=f"{guideline.id} {trigger.id}")
        for guideline in all_guidelines()
        for trigger in guideline.triggers
    ),
]


def thresholds(asked: list[Atom], fact: Fact) -> list[Decimal]:
    """The values a decision compares a fact with, their neighbours, and the ends."""
    printed = {a.amount.value for a in asked if isinstance(a, Compare) and a.fact == fact}
    step = Decimal(1) if isinstance(fact, Quantity) and fact.whole else Decimal("0.00001")
    near = {v + d for v in printed for d in (-step, Decimal(0), step)}
    domain = fact.domain if isinstance(fact, Quantity) else Interval()
    return sorted(v for v in {*near, domain.low, *(v * 2 for v in printed)} if domain.holds(v))


@st.composite
def knowledge(draw: st.DrawFn, decision: CompiledDecision) -> dict[str, Value]:
    """Something known about the facts a decision asks for: all, part or nothing of each."""
    asked = [a for _, rule in decision.decision.cases for a in atoms(rule)]
    known: dict[str, Value] = {}
    for fact in decision.facts.values():
        if draw(st.integers(0, 2)) == 0:
            continue
        if isinstance(fact, Flag):
            known[fact.name] = draw(st.booleans())
        elif isinstance(fact, Category):
            values = st.sets(st.sampled_from(sorted(fact.values)), min_size=1)
            known[fact.name] = frozenset(draw(values))
        else:
            edges = st.sampled_from(thresholds(asked, fact))
            low, high = sorted((draw(edges), draw(edges)))
            known[fact.name] = Interval(low, high)
    return known


def close_or_none(known: dict[str, Value]) -> dict[str, Value] | None:
    try:
        return closed(known)
    except Contradiction:
        return None


@pytest.mark.parametrize("decision", DECISIONS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_refinement(decision: CompiledDecision, data: st.DataObject) -> None:
    """Narrower facts never enlarge what is possible, and so never flip an answer."""
    wide = close_or_none(data.draw(knowledge(decision)))
    more = data.draw(knowledge(decision))
    if wide is None:
        return
    narrow = dict(wide)
    for name, value in more.items():
        before = narrow.get(name)
        if before is None:
            narrow[name] = value
        elif isinstance(before, Interval) and isinstance(value, Interval):
            narrow[name] = before.intersect(value) or before
        elif isinstance(before, frozenset) and isinstance(value, frozenset):
            narrow[name] = before & value or before
    closer = close_or_none(narrow)
    if closer is not None:
        assert decision.possible(closer) <= decision.possible(wide)


@pytest.mark.parametrize("decision", DECISIONS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_missing_fact_can_change_the_answer(
    decision: CompiledDecision, data: st.DataObject
) -> None:
    values = close_or_none(data.draw(knowledge(decision)))
    if values is None:
        return
    before = decision.possible(values)
    for missing in decision.missing(values):
        assert any(outcome.labels != before for outcome in missing.outcomes)
        assert all(outcome.labels <= before for outcome in missing.outcomes)


@pytest.mark.parametrize("decision", DECISIONS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_kleene_is_sound(decision: CompiledDecision, data: st.DataObject) -> None:
    values = close_or_none(data.draw(knowledge(decision)))
    if values is None:
        return
    for (label, rule), state in zip(decision.decision.cases, decision.kleene(values), strict=True):
        assert state is evaluate(rule, values)
        if state is False:
            assert label not in decision.possible(values)


@pytest.mark.parametrize("scheme", [pytest.param(s, id=s.id) for s in all_schemes()])
@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_no_patient_falls_in_two_groups(scheme: Scheme, data: st.DataObject) -> None:
    values = close_or_none(data.draw(knowledge(compiled(scheme))))
    if values is None or evaluate(scheme.population.who, values) is not True:
        return
    met = {row.group for row in scheme.rows if evaluate(row.when, values)}
    assert len(met) <= 1


@pytest.mark.parametrize("scheme", [pytest.param(s, id=s.id) for s in all_schemes()])
def test_every_group_can_be_reached_and_only_printed_ones(scheme: Scheme) -> None:
    possible = compiled(scheme).possible({})
    assert set(scheme.groups) <= possible
    assert {row.group for row in scheme.rows} == set(scheme.groups)
    assert OUTSIDE in possible


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_witness_decides_and_needs_all_it_names(decision: CompiledDecision) -> None:
    found = 0
    for label in {*(label for label, _ in decision.decision.cases), decision.decision.otherwise}:
        witness = decision.witness(label)
        if witness is None:
            continue
        found += 1
        assert decision.possible(closed(witness)) == {label}
        for name in witness:
            less = {other: value for other, value in witness.items() if other != name}
            assert decision.possible(closed(less)) != {label}
    assert found > 0
