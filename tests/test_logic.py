"""Three-valued logic against brute force over every way of filling the blanks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk.logic import (
    FALSE,
    TRUE,
    AllOf,
    Category,
    Clause,
    Compare,
    CompiledDecision,
    Contradiction,
    Decision,
    Expr,
    Flag,
    Not,
    OneOf,
    Quantity,
    Sheet,
    Value,
    close,
    evaluate,
    implies,
    index,
    narrow,
)
from all_risk.quantities import Amount, Interval, Operator, below, count, exactly, more_than

A, B, C = Flag("a"), Flag("b"), Flag("c")
X = Quantity("x", "{count}", whole=True, domain=Interval(Decimal(0), Decimal(6)))
Y = Quantity("y", "1", domain=Interval(Decimal(0), Decimal(4)))
K = Category("k", frozenset({"p", "q", "r"}))


def _half(value: int) -> Amount:
    return Amount(Decimal(value) / 2, "1", str(value / 2))


# Every value a fact can have, one for each part that no threshold used below can divide.
DOMAINS: Mapping[str, tuple[Value, ...]] = {
    "a": (True, False),
    "b": (True, False),
    "c": (True, False),
    "x": tuple(exactly(n) for n in range(7)),
    "y": tuple(exactly(Decimal(n) / 4) for n in range(17)),
    "k": tuple(frozenset({v}) for v in "pqr"),
}
CLAUSES = (
    implies(A, B),
    implies(~(X >= count(4)), ~C),
    implies(C & (Y < _half(2)), K.one_of("p", "q")),
)

flags = st.sampled_from([A, B, C])
numbers = st.builds(
    lambda n, op: {">=": X >= count(n), ">": X > count(n), "<": X < count(n), "<=": X <= count(n)}[
        op
    ],
    st.integers(1, 5),
    st.sampled_from([">=", ">", "<", "<="]),
)
halves = st.builds(
    lambda n, op: {">=": Y >= _half(n), ">": Y > _half(n), "<": Y < _half(n), "<=": Y <= _half(n)}[
        op
    ],
    st.integers(1, 7),
    st.sampled_from([">=", ">", "<", "<="]),
)
choices = st.builds(lambda vs: K.one_of(*vs), st.sets(st.sampled_from("pqr"), min_size=1))
atoms_ = st.one_of(flags, numbers, halves, choices)
rules: st.SearchStrategy[Expr] = st.recursive(
    atoms_,
    lambda inner: st.one_of(
        st.builds(lambda r: ~r, inner),
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
    ),
    max_leaves=8,
)
decisions = st.builds(
    lambda rs: Decision(tuple((f"g{i}", r) for i, r in enumerate(rs)), "none"),
    st.lists(rules, min_size=1, max_size=3),
)


@st.composite
def knowns(draw: st.DrawFn) -> dict[str, Value]:
    """What may be known: any subset of facts, quantities and categories only in part."""
    known: dict[str, Value] = {}
    for flag in ("a", "b", "c"):
        if (value := draw(st.sampled_from([True, False, None]))) is not None:
            known[flag] = value
    if draw(st.booleans()):
        low, high = sorted((draw(st.integers(0, 6)), draw(st.integers(0, 6))))
        known["x"] = Interval(Decimal(low), Decimal(high))
    if draw(st.booleans()):
        low, high = sorted((draw(st.integers(0, 8)), draw(st.integers(0, 8))))
        open_ = draw(st.booleans()) and low < high
        known["y"] = Interval(Decimal(low) / 2, Decimal(high) / 2, low_open=open_)
    if draw(st.booleans()):
        known["k"] = frozenset(draw(st.sets(st.sampled_from("pqr"), min_size=1)))
    return known


def _allows(known: Value | None, value: Value) -> bool:
    if known is None:
        return True
    if isinstance(known, Interval) and isinstance(value, Interval):
        return known.holds(value.low)
    if isinstance(known, frozenset) and isinstance(value, frozenset):
        return value <= known
    return known is value


def completions(known: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Every way to fill the blanks that breaks no clause."""
    names = list(DOMAINS)
    allowed = [[v for v in DOMAINS[n] if _allows(known.get(n), v)] for n in names]
    for values in product(*allowed):
        filled = dict(zip(names, values, strict=True))
        if all(_holds(clause, filled) for clause in CLAUSES):
            yield filled


def _holds(clause: Clause, filled: Mapping[str, Value]) -> bool:
    return any(evaluate(atom, filled) is truth for atom, truth in clause.literals)


def parts(rule: Expr) -> Iterator[Expr]:
    """A rule and everything it is made of."""
    yield rule
    for part in (rule.rule,) if isinstance(rule, Not) else getattr(rule, "rules", ()):
        yield from parts(part)


def label(decision: Decision, filled: Mapping[str, Value]) -> str:
    for name, rule in decision.cases:
        if evaluate(rule, filled):
            return name
    return decision.otherwise


def closed(known: Mapping[str, Value]) -> dict[str, Value] | None:
    try:
        return close(known, index(CLAUSES))
    except Contradiction:
        return None


@given(decisions, knowns())
@settings(max_examples=250, deadline=None)
def test_possible_is_exactly_what_some_completion_leads_to(
    decision: Decision, known: dict[str, Value]
) -> None:
    expected = {label(decision, filled) for filled in completions(known)}
    values = closed(known)
    if values is None:
        assert not expected
        return
    if expected:
        assert CompiledDecision.of(decision, CLAUSES).possible(values) == expected


@given(decisions, knowns(), knowns())
@settings(max_examples=250, deadline=None)
def test_refinement_narrower_facts_never_enlarge_what_is_possible(
    decision: Decision, known: dict[str, Value], more: dict[str, Value]
) -> None:
    values = closed(known)
    narrower = values and closed({**more, **values})
    if not values or not narrower:
        return
    if next(completions(narrower), None) is None:
        return
    compiled = CompiledDecision.of(decision, CLAUSES)
    assert compiled.possible(narrower) <= compiled.possible(values)


@given(decisions, knowns())
@settings(max_examples=120, deadline=None)
def test_a_missing_fact_is_listed_if_and_only_if_a_value_of_it_changes_what_is_possible(
    decision: Decision, known: dict[str, Value]
) -> None:
    values = closed(known)
    if values is None or next(completions(values), None) is None:
        return
    compiled = CompiledDecision.of(decision, CLAUSES)
    listed = {missing.fact.name for missing in compiled.missing(values)}
    before = compiled.possible(values)
    telling = set()
    for name in compiled.facts:
        for value in DOMAINS[name]:
            if _allows(values.get(name), value):
                after = {label(decision, filled) for filled in completions({**values, name: value})}
                if after and after != before:
                    telling.add(name)
    assert listed == telling


@given(rules, knowns())
@settings(max_examples=300, deadline=None)
def test_the_generated_function_is_kleene_logic(rule: Expr, known: dict[str, Value]) -> None:
    judged = Sheet.of([rule]).judged(known)
    for part in parts(rule):
        assert judged.held(part) is evaluate(part, known)
    assert judged.truths == [evaluate(rule, known)]


@given(rules, knowns())
@settings(max_examples=300, deadline=None)
def test_support_decides_by_itself(rule: Expr, known: dict[str, Value]) -> None:
    held = evaluate(rule, known)
    judged = Sheet.of([rule]).judged(known)
    names = {atom.fact.name for atom in judged.support(rule)}
    assert evaluate(rule, {n: v for n, v in known.items() if n in names}) is held
    assert bool(names) is (held is not None)


@given(rules, knowns())
@settings(max_examples=300, deadline=None)
def test_a_rule_hangs_on_open_atoms_wherever_it_is_open(
    rule: Expr, known: dict[str, Value]
) -> None:
    hanging = list(Sheet.of([rule]).judged(known).hanging(rule))
    assert all(evaluate(atom, known) is None for atom in hanging)
    assert bool(hanging) is (evaluate(rule, known) is None)


@given(decisions, knowns())
@settings(max_examples=250, deadline=None)
def test_where_each_value_would_lead_is_what_its_completions_lead_to(
    decision: Decision, known: dict[str, Value]
) -> None:
    values = closed(known)
    if values is None or next(completions(values), None) is None:
        return
    diagram = CompiledDecision.of(decision, CLAUSES)._diagram_for(values)
    possible, leads = diagram.leads(values)
    assert possible == diagram.possible(values)
    for name, ways in leads.items():
        for cell, part in enumerate(diagram.cells[name].parts):
            expected = {
                label(decision, filled)
                for filled in completions(values)
                if _allows(part, filled[name])
            }
            assert ways.get(cell, frozenset()) == expected


@given(decisions, knowns())
@settings(max_examples=150, deadline=None)
def test_reasons_decide_whatever_else_is_known(decision: Decision, known: dict[str, Value]) -> None:
    values = closed(known)
    if values is None or next(completions(values), None) is None:
        return
    compiled = CompiledDecision.of(decision, CLAUSES)
    possible = compiled.possible(values)
    if len(possible) > 1:
        return
    decisive, _ = compiled.reasons(values, next(iter(possible)))
    kept = {a.fact.name: values[a.fact.name] for a in decisive if a.fact.name in values}
    again = closed(kept)
    assert again is not None
    assert compiled.possible(again) == possible


@given(knowns())
@settings(max_examples=300, deadline=None)
def test_closing_loses_no_completion(known: dict[str, Value]) -> None:
    values = closed(known)
    before = list(completions(known))
    assert (values is None) <= (not before)
    if values is not None:
        assert list(completions(values)) == before


def test_what_a_clause_says_in_both_directions() -> None:
    clauses = index([implies(A, B)])
    assert close({"a": True}, clauses) == {"a": True, "b": True}
    assert close({"b": False}, clauses) == {"b": False, "a": False}
    assert close({"b": True}, clauses) == {"b": True}
    with pytest.raises(Contradiction) as raised:
        close({"a": True, "b": False}, clauses)
    assert raised.value.clause.facts == {"a", "b"}


def test_an_answer_that_is_the_same_in_every_case_is_decided_though_kleene_leaves_it_open() -> None:
    decision = Decision((("yes", A | ~A),), "no")
    compiled = CompiledDecision.of(decision)
    assert compiled.judged({}).held(A | ~A) is None
    assert compiled.possible({}) == {"yes"}
    assert compiled.missing({}) == ()


def test_reasons_name_the_facts_that_were_taken_case_by_case() -> None:
    rule = ((X < count(3)) & A) | ((X >= count(2)) & A)
    compiled = CompiledDecision.of(Decision((("yes", rule),), "no"))
    decisive, split = compiled.reasons({"a": True}, "yes")
    assert decisive == (A,)
    assert [fact.name for fact in split] == ["x"]


def test_the_first_rule_that_holds_gives_the_label() -> None:
    compiled = CompiledDecision.of(Decision((("first", A), ("second", B)), "none"))
    assert compiled.possible({"b": True}) == {"first", "second"}
    assert compiled.possible({"a": True}) == {"first"}
    assert compiled.possible({"a": False, "b": False}) == {"none"}


def test_rules_are_not_truth_values() -> None:
    with pytest.raises(TypeError, match="combine rules with"):
        bool(A & B)


def test_a_threshold_in_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"x is in \{count\}, not 1"):
        Compare(X, ">=", _half(2))


def test_a_clause_is_made_of_atoms() -> None:
    with pytest.raises(TypeError, match="atoms"):
        implies(A, B & C)


def test_something_that_is_not_a_rule_is_refused() -> None:
    no_rule: Any = "a"
    with pytest.raises(TypeError, match="not a rule"):
        evaluate(no_rule, {})


def test_empty_combinations() -> None:
    assert evaluate(TRUE, {}) is True
    assert evaluate(FALSE, {}) is False
    assert isinstance(A & TRUE, Flag) or (A & TRUE) == AllOf((A,))


def test_double_negation_and_flattening() -> None:
    assert ~~A == A
    assert (A & B) & C == A & (B & C) == AllOf((A, B, C))


@pytest.mark.parametrize(
    ("atom", "truth", "known", "left"),
    [
        (A, True, None, True),
        (A, True, False, None),
        (A, False, False, False),
        (X >= count(3), True, None, Interval(Decimal(3), Decimal(6))),
        (X >= count(3), False, None, Interval(Decimal(0), Decimal(2))),
        (X > count(3), True, exactly(3), None),
        (X <= count(3), False, None, Interval(Decimal(4), Decimal(6))),
        (Y < _half(2), True, None, below(1)),
        (Y < _half(2), False, below(1), None),
        (Y <= _half(2), False, None, Interval(Decimal(1), Decimal(4), low_open=True)),
        (K.one_of("p"), True, None, frozenset("p")),
        (K.one_of("p"), False, None, frozenset("qr")),
        (K.one_of("p"), False, frozenset("p"), None),
    ],
)
def test_narrowing(
    atom: Flag | OneOf, truth: bool, known: Value | None, left: Value | None
) -> None:
    assert narrow(atom, truth, known) == left


def test_an_unbounded_quantity_above_every_threshold() -> None:
    z = Quantity("z", "1")
    compiled = CompiledDecision.of(Decision((("yes", z > _half(4)),), "no"))
    assert compiled.possible({"z": more_than(2)}) == {"yes"}
    assert compiled.possible({"z": exactly(2)}) == {"no"}


def test_a_fact_known_in_part_is_a_reason() -> None:
    kind = Category("kind", frozenset("pqr"))
    rule = ~kind.one_of("p") & kind.one_of("p", "q")
    compiled = CompiledDecision.of(Decision((("yes", rule),), "no"))
    decisive, whatever = compiled.reasons({"kind": frozenset("pr")}, "no")
    assert {atom.fact for atom in decisive} == {kind}
    assert whatever == ()


@pytest.mark.parametrize("operator", [">=", ">", "<=", "<"])
def test_a_threshold_may_lie_at_the_end_of_what_can_occur(operator: Operator) -> None:
    amount = Amount(Decimal(0), "1", "0")
    held = Compare(Quantity("share", "1"), operator, amount)
    compiled = CompiledDecision.of(Decision((("yes", held),), "no"))
    possible = {">=": {"yes"}, ">": {"yes", "no"}, "<=": {"yes", "no"}, "<": {"no"}}
    assert compiled.possible({}) == possible[operator]
    assert compiled.possible({"share": Interval(Decimal(1), Decimal(1))}) == (
        {"yes"} if operator in (">=", ">") else {"no"}
    )
