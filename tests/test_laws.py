"""Laws that hold for every guideline, scheme and checklist, whatever is shipped."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk import classify
from all_risk.evaluation import compiled
from all_risk.facts import Facts
from all_risk.guideline import OUTSIDE, UNCOVERED, Scheme
from all_risk.implications import closed
from all_risk.logic import TRUE, CompiledDecision, evaluate
from all_risk.patient import Patient
from all_risk.published import all_guidelines, all_schemes, find_scheme
from editions import DECLARED, judged_otherwise, moves
from laws import (
    DECISIONS,
    LAWS,
    Law,
    close_or_none,
    every_partial_state,
    knowledge,
    same_in_any_order,
)
from oracle_editions import DIFFERENCES, READ
from proof import GAPS
from strategies import patients

WITH_Z3 = "z3-solver is not installed (it is in the group `test`)"
EVERY = [pytest.param(decision, id=id_) for id_, decision in DECISIONS.items()]
SCHEMES = [pytest.param(scheme, id=scheme.id) for scheme in all_schemes()]
SCHEMES_AND_TRIGGERS = [
    *(pytest.param(compiled(scheme), id=scheme.id) for scheme in all_schemes()),
    *(
        pytest.param(compiled((guideline, trigger)), id=f"{guideline.id} {trigger.id}")
        for guideline in all_guidelines()
        for trigger in guideline.triggers
    ),
]


@pytest.mark.parametrize("decision", EVERY)
@pytest.mark.parametrize("law", [pytest.param(law, id=law.name) for law in LAWS])
def test_law(law: Law, decision: CompiledDecision) -> None:
    if law.solver:
        pytest.importorskip("z3", reason=WITH_Z3)

    @given(data=st.data())
    @settings(max_examples=law.examples, deadline=None)
    def run(data: st.DataObject) -> None:
        law.check(decision, data)

    run()


@pytest.mark.parametrize("decision", EVERY)
def test_every_state_of_knowledge_where_they_are_few(decision: CompiledDecision) -> None:
    """What is possible is the union over all completions; so refinement holds as well."""
    states = every_partial_state(decision, most=1_000)
    for known, labels in states or ():
        values = close_or_none(known)
        assert values is not None, known
        assert decision.possible(values) == labels, known
        # The diagram needs neither Kleene's function before it nor the facts closed.
        assert decision.diagram.possible(known) == labels, known


@pytest.mark.parametrize(
    "scheme", [pytest.param(s, id=s.id) for s in all_schemes() if not s.first_match]
)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_patient_falls_in_two_groups(scheme: Scheme, data: st.DataObject) -> None:
    values = close_or_none(data.draw(knowledge(compiled(scheme))))
    if values is None or evaluate(scheme.population.who, values) is not True:
        return
    met = {row.group for row in scheme.rows if evaluate(row.when, values)}
    assert len(met) <= 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_solver_finds_nobody_in_two_groups(scheme: Scheme) -> None:
    pytest.importorskip("z3", reason=WITH_Z3)
    from solver import Prover

    prover = Prover.about(*(rule for _, rule in scheme.decision().cases))
    inside = prover.formula(scheme.population.who)
    groups = {group: prover.formula(scheme.group(group)) for group in scheme.groups}
    for one, other in combinations(scheme.groups, 2):
        assert not prover.can(inside, groups[one], groups[other]), (one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_solver_finds_everybody_in_a_group_but_for_the_published_gaps(scheme: Scheme) -> None:
    pytest.importorskip("z3", reason=WITH_Z3)
    from solver import Prover

    prover = Prover.about(*(rule for _, rule in scheme.decision().cases))
    labels = prover.labels(scheme.decision())
    found = {label for label, formula in labels.items() if prover.can(formula)}
    assert (UNCOVERED in found) is (scheme.id in GAPS)
    assert compiled(scheme).possible({}) == found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_group_can_be_reached_and_only_printed_ones(scheme: Scheme) -> None:
    possible = compiled(scheme).possible({})
    assert set(scheme.groups) <= possible
    assert {row.group for row in scheme.rows} == set(scheme.groups)
    assert (OUTSIDE in possible) is (scheme.population.who != TRUE)


@pytest.mark.parametrize("decision", SCHEMES_AND_TRIGGERS)
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


@given(patient=patients(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_results_changes_no_answer(patient: Patient, data: st.DataObject) -> None:
    same_in_any_order(patient, data)


@pytest.mark.parametrize(("older", "newer"), DECLARED)
def test_editions_differ_as_declared(older: str, newer: str) -> None:
    pytest.importorskip("z3", reason=WITH_Z3)
    assert moves(older, newer) == DECLARED[older, newer]


@pytest.mark.parametrize("pair", DECLARED, ids=" to ".join)
def test_a_second_reader_declares_the_same_but_for_what_is_listed(pair: tuple[str, str]) -> None:
    for group, read in READ[pair].items():
        declared = DECLARED[pair].get(group, frozenset())
        ours, theirs, _ = DIFFERENCES.get((pair, group), (frozenset(), frozenset(), ""))
        assert declared - read == ours, group
        assert read - declared == theirs, group
    assert DECLARED[pair].keys() <= READ[pair].keys()


@pytest.mark.parametrize(("older", "newer"), DECLARED)
def test_who_is_judged_otherwise_by_an_edition(older: str, newer: str) -> None:
    """One patient for each direction in which the declared lines let a judgement change."""
    for one, other in ((older, newer), (newer, older)):
        high, calm = find_scheme(one), find_scheme(other)
        groups = {
            (a, b) if one == older else (b, a)
            for a, to in DECLARED[older, newer].items()
            for b in to
        }
        printed = set(calm.groups) - calm.adverse
        changes = any(a in high.adverse and b in printed for a, b in groups)
        patient = judged_otherwise(high, calm)
        assert (patient is not None) is changes
        if patient is not None:
            facts = Facts(values=patient)
            assert set(classify(facts, high).possible) <= high.adverse
            assert not set(classify(facts, calm).possible) & calm.adverse
