"""The laws that every rule must obey, each as a check that says whether it had a case to judge.

`test_laws.py` runs them in the tests; `proof.py` runs more cases and writes them down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, product
from math import prod
from typing import Any, TypeAlias

from attrs import evolve, frozen
from hypothesis import strategies as st

from all_risk import check, classify, evaluate
from all_risk.derivation import derive
from all_risk.evaluation import compiled
from all_risk.implications import closed, implications
from all_risk.logic import (
    Atom,
    Category,
    Clause,
    Compare,
    CompiledDecision,
    Contradiction,
    Fact,
    Flag,
    Quantity,
    Value,
    atoms,
    judge,
)
from all_risk.logic import evaluate as truth_of
from all_risk.logic.cells import cells_of
from all_risk.patient import Patient
from all_risk.published import all_checklists, all_guidelines, all_schemes
from all_risk.quantities import Interval

__all__ = [
    "DECISIONS",
    "LAWS",
    "Law",
    "close_or_none",
    "every_partial_state",
    "knowledge",
    "same_in_any_order",
]

DECISIONS: Mapping[str, CompiledDecision] = {
    **{scheme.id: compiled(scheme) for scheme in all_schemes()},
    **{
        f"{guideline.id} {trigger.id}": compiled((guideline, trigger))
        for guideline in all_guidelines()
        for trigger in guideline.triggers
    },
    **{
        f"{checklist.id} {factor.id}": compiled((checklist, factor))
        for checklist in all_checklists()
        for factor in checklist.factors
    },
}
"""Every scheme, every trigger of a guideline and every factor of a checklist, compiled."""


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


def close_or_none(known: Mapping[str, Value]) -> dict[str, Value] | None:
    """The facts with what follows from them; None where they cannot hold together."""
    try:
        return closed(known)
    except Contradiction:
        return None


# Laws of one decision, by cases drawn at random.


def refinement(decision: CompiledDecision, data: st.DataObject) -> bool:
    """Narrower facts never enlarge what is possible, and so never flip an answer."""
    wide = close_or_none(data.draw(knowledge(decision)))
    more = data.draw(knowledge(decision))
    if wide is None:
        return False
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
    if closer is None:
        return False
    assert decision.possible(closer) <= decision.possible(wide)
    return True


def tightness(decision: CompiledDecision, data: st.DataObject) -> bool:
    """What is possible is what the solver finds a completion for: no more, no less."""
    values = close_or_none(data.draw(knowledge(decision)))
    if values is None:
        return False
    prover, labels = solved(decision)
    known = prover.known(values)
    found = {label for label, formula in labels.items() if prover.can(formula, *known)}
    assert decision.possible(values) == found
    return True


@lru_cache(maxsize=512)
def solved(decision: CompiledDecision) -> tuple[Any, Mapping[str, Any]]:
    """A prover for a decision, and the formula of each of its labels."""
    from solver import Prover  # z3 is asked for only where it is used

    prover = Prover.about(*(rule for _, rule in decision.decision.cases))
    return prover, prover.labels(decision.decision)


def listed_as_missing(decision: CompiledDecision, data: st.DataObject) -> bool:
    """A fact is listed as missing if, and only if, one of its values changes what is possible."""
    values = close_or_none(data.draw(knowledge(decision)))
    if values is None:
        return False
    before = decision.possible(values)
    listed = {missing.fact.name: missing for missing in decision.missing(values)}
    for missing in listed.values():
        assert any(outcome.labels != before for outcome in missing.outcomes)
        assert all(outcome.labels <= before for outcome in missing.outcomes)
    asked = [a for _, rule in decision.decision.cases for a in atoms(rule)]
    unlisted = [fact for name, fact in decision.facts.items() if name not in listed]
    for fact in unlisted:
        for cell in cells_of(fact, asked):
            narrower = _narrowed(values, fact, cell)
            assert narrower is None or decision.possible(narrower) == before, fact.name
    return True


def _narrowed(values: Mapping[str, Value], fact: Fact, cell: Value) -> dict[str, Value] | None:
    """The facts with one of them known to lie in a cell; None where it cannot."""
    known: Value | None = values.get(fact.name)
    shared: Value | None = cell
    if isinstance(known, bool):
        shared = cell if known is cell else None
    elif isinstance(known, Interval) and isinstance(cell, Interval):
        shared = known.intersect(cell)
    elif isinstance(known, frozenset) and isinstance(cell, frozenset):
        shared = known & cell or None
    return None if shared is None else close_or_none({**values, fact.name: shared})


def kleene_is_sound(decision: CompiledDecision, data: st.DataObject) -> bool:
    """The compiled function says what the rules say, and rules out nothing that is possible."""
    values = close_or_none(data.draw(knowledge(decision)))
    if values is None:
        return False
    open_labels = {decision.decision.otherwise}
    judged = decision.judged(values)
    for label, rule in decision.decision.cases:
        state = judged.held(rule)
        assert state is truth_of(rule, values)
        if state is not False:
            open_labels.add(label)
    assert decision.possible(values) <= open_labels
    return True


Check: TypeAlias = Callable[[CompiledDecision, st.DataObject], bool]


@frozen
class Law:
    """A law of decisions.

    Attributes:
        name: What it is called.
        check: Judges one drawn case; whether there was one to judge.
        examples: How many cases the tests draw for each decision.
        solver: Whether it needs z3.
    """

    name: str
    check: Check
    examples: int
    solver: bool = False

    @property
    def words(self) -> str:
        """What it says."""
        return (self.check.__doc__ or "").strip()


LAWS: Sequence[Law] = (
    Law("refinement", refinement, 60),
    Law("tightness", tightness, 30, solver=True),
    Law("missing lists", listed_as_missing, 30),
    Law("soundness", kleene_is_sound, 40),
)


# Every state of knowledge, where there are few enough.

_Cells: TypeAlias = tuple[Value, ...]


def every_partial_state(
    decision: CompiledDecision, most: int
) -> Iterator[tuple[dict[str, Value], frozenset[str]]] | None:
    """Every state of knowledge about a decision, each with the labels of its completions.

    A flag is true, false or unknown; of a quantity any run of neighbouring cells can be left;
    of a category any set of values. The completions are found by trying all of them.

    Args:
        decision: The decision.
        most: The most states, and the most completions, that are tried.

    Returns:
        The states that can occur, or None where there are too many.
    """
    rules = [rule for _, rule in decision.decision.cases]
    asked = {a.fact.name: a.fact for rule in rules for a in atoms(rule)}
    clauses = _tied(implications(asked), set(asked))
    mentioned = [a for rule in rules for a in atoms(rule)]
    mentioned += [a for clause in clauses for a, _ in clause.literals]
    facts = {**asked, **{a.fact.name: a.fact for a in mentioned}}
    cells = {name: cells_of(fact, mentioned) for name, fact in facts.items()}
    parts = {name: list(_parts(facts[name], cells[name])) for name in asked}
    if prod(map(len, cells.values())) > most or prod(map(len, parts.values())) > most:
        return None
    return _states(decision, clauses, cells, parts)


def _tied(clauses: Sequence[Clause], asked: set[str]) -> list[Clause]:
    """The clauses that bear on some facts."""
    reached = set(asked)
    while True:
        found = [clause for clause in clauses if clause.facts & reached]
        wider = reached.union(*(clause.facts for clause in found))
        if wider == reached:
            return found
        reached = wider


def _parts(fact: Fact, cells: _Cells) -> Iterator[tuple[frozenset[int], Value | None]]:
    """What can be known of a fact: the cells that are left, and their value; None for all."""
    every = frozenset(range(len(cells)))
    yield every, None
    if isinstance(fact, Category):
        for size in range(1, len(cells)):
            for some in combinations(every, size):
                left = frozenset[str]().union(*(cells[i] for i in some))  # type: ignore[arg-type]  # of one kind by the fact
                yield frozenset(some), left
        return
    for first in every:
        for last in range(first, len(cells)):
            if isinstance(fact, Flag) and first != last:
                continue
            if last - first + 1 < len(cells):
                low, high = cells[first], cells[last]
                run = low.hull(high) if isinstance(low, Interval) else low  # type: ignore[arg-type]  # of one kind by the fact
                yield frozenset(range(first, last + 1)), run


def _states(
    decision: CompiledDecision,
    clauses: Sequence[Clause],
    cells: Mapping[str, _Cells],
    parts: Mapping[str, list[tuple[frozenset[int], Value | None]]],
) -> Iterator[tuple[dict[str, Value], frozenset[str]]]:
    # A set of completions is the bits of a number.
    with_label: dict[str, int] = {}
    with_cell: dict[tuple[str, int], int] = {}
    for bit, numbers in enumerate(product(*(range(len(each)) for each in cells.values()))):
        numbered = dict(zip(cells, numbers, strict=True))
        full = {name: cells[name][i] for name, i in numbered.items()}
        if not all(_holds(clause, full) for clause in clauses):
            continue
        cases = decision.decision.cases
        label = next((label for label, rule in cases if truth_of(rule, full)), None)
        named = decision.decision.otherwise if label is None else label
        with_label[named] = with_label.get(named, 0) | 1 << bit
        for each in numbered.items():
            with_cell[each] = with_cell.get(each, 0) | 1 << bit
    masks = {
        name: [(sum(with_cell.get((name, i), 0) for i in some), known) for some, known in listed]
        for name, listed in parts.items()
    }
    for chosen in product(*masks.values()):
        left = -1
        for mask, _ in chosen:
            left &= mask
        labels = frozenset(label for label, bits in with_label.items() if bits & left)
        if labels:
            pairs = zip(masks, chosen, strict=True)
            yield {name: known for name, (_, known) in pairs if known is not None}, labels


def _holds(clause: Clause, full: Mapping[str, Value]) -> bool:
    return any(judge(atom, full[atom.fact.name]) is truth for atom, truth in clause.literals)


# Laws of whole patients.


def answers(patient: Patient) -> dict[str, object]:
    """What every guideline, scheme and checklist says, without where it was read."""
    facts = derive(patient)
    said: dict[str, object] = {"facts": dict(facts.values), "unconfirmed": facts.unconfirmed}
    for guideline in all_guidelines():
        answer = evaluate(facts, guideline)
        said[guideline.id] = answer.refer, [trigger.status for trigger in answer.triggers]
    for scheme in all_schemes():
        place = classify(facts, scheme)
        said[scheme.id] = place.applicable, place.possible, place.group, place.uncovered
    for checklist in all_checklists():
        said[checklist.id] = [factor.state for factor in check(facts, checklist).factors]
    return said


def same_in_any_order(patient: Patient, data: st.DataObject) -> None:
    """The order in which results are recorded changes no answer."""
    treatment = patient.treatment
    shuffled = evolve(
        patient,
        genetics=data.draw(st.permutations(patient.genetics)),
        mrd=data.draw(st.permutations(patient.mrd)),
        treatment=evolve(
            treatment, responses=tuple(data.draw(st.permutations(treatment.responses)))
        ),
    )
    assert answers(shuffled) == answers(patient)
