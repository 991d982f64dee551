"""Decisions that are exact when facts are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Self, cast

from attrs import frozen

from all_risk.logic.building import build
from all_risk.logic.clauses import Clause, Clauses, Contradiction, close, index, meet
from all_risk.logic.diagram import Diagram
from all_risk.logic.rules import Atom, Decision, Expr, Fact, Value, atoms
from all_risk.logic.sheet import Judged, Sheet
from all_risk.logic.walk import Walk, walk
from all_risk.quantities import Interval

__all__ = ["CompiledDecision", "Missing", "Outcome"]


@frozen
class Outcome:
    """Where a missing fact would lead.

    Attributes:
        value: The value the fact would have.
        labels: The labels that would then be possible.
    """

    value: Value
    labels: frozenset[str]


@frozen
class Missing:
    """An open fact that can change a decision by itself.

    Attributes:
        fact: The fact.
        outcomes: Each value it can take, with the labels then possible.
    """

    fact: Fact
    outcomes: tuple[Outcome, ...]


@frozen(eq=False)
class CompiledDecision:
    """A decision that can be asked: a diagram decides it, and its rules say why.

    Attributes:
        decision: The decision.
        facts: Every fact it asks for, by name, those mentioned most often first.
    """

    decision: Decision
    facts: Mapping[str, Fact]
    _grounds: tuple[Expr, ...]
    _clauses: Clauses
    _linked: Mapping[str, int]
    _ties: tuple[Clause, ...]
    _seldom: frozenset[str]

    @classmethod
    def of(
        cls,
        decision: Decision,
        clauses: Iterable[Clause] = (),
        *,
        grounds: Iterable[Expr] = (),
        seldom: Iterable[str] = (),
    ) -> Self:
        """Compile a decision.

        Args:
            decision: The decision.
            clauses: What implies what among the facts.
            grounds: Other rules to be judged with those of the decision.
            seldom: Facts that are seldom known; the fast function is made without them, and
                leaves the answer to the diagram where one is known.

        Returns:
            The compiled decision. What it needs is made when it is first asked.
        """
        asked = Counter(atom.fact for _, rule in decision.cases for atom in atoms(rule))
        facts = {fact.name: fact for fact, _ in asked.most_common()}
        linked, related = _link(facts, tuple(clauses))
        return cls(
            decision,
            facts,
            tuple(grounds),
            index(related),
            linked,
            tuple(related),
            frozenset(seldom),
        )

    @cached_property
    def function(self) -> Walk:
        """Python code that decides where each fact that it comes to ask is known.

        It is given what looks up a fact by name, such as `values.get`, and returns the labels;
        None where a fact is not known well enough. It needs no ties: what is known is closed
        under them already, so that on a single way no other fact can say more.
        """
        known = (name for name in self.facts if name not in self._seldom)
        return walk(build(self.decision, (), known), self._seldom)

    @cached_property
    def diagram(self) -> Diagram:
        """The decision as a diagram of the facts it asks."""
        return build(self.decision, self._ties, self.facts)

    @cached_property
    def _wider(self) -> Diagram:
        """The diagram together with the facts that those it asks are tied to."""
        tied = (name for clause in self._ties for name in clause.facts)
        return build(self.decision, self._ties, (*self.facts, *tied))

    @cached_property
    def _loose(self) -> tuple[Sheet, tuple[frozenset[str], ...]]:
        """What ties facts it asks to others always holds, and the names of those others."""
        tied = [(clause.rule, clause.facts - self.facts.keys()) for clause in self._ties]
        return Sheet.of(rule for rule, names in tied if names), tuple(
            names for _, names in tied if names
        )

    def _diagram_for(self, values: Mapping[str, Value]) -> Diagram:
        """A diagram that loses nothing of what is known.

        A known fact that is not asked says more of those that are, but only through a tie that
        what is known leaves open.
        """
        sheet, others = self._loose
        known, kept = values.keys(), sheet.judged(values).truths
        for held, names in zip(kept, others, strict=True):
            if not held and not names.isdisjoint(known):
                return self._wider
        return self.diagram

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet.of((*(rule for _, rule in self.decision.cases), *self._grounds))

    def judged(self, values: Mapping[str, Value]) -> Judged:
        """The rules and grounds as they come out by Kleene's logic.

        Args:
            values: What is known.

        Returns:
            The truth of each, and what decided it.
        """
        return self._sheet.judged(values)

    def possible(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The labels that some completion of the facts leads to.

        Args:
            values: What is known, closed under what implies what.

        Returns:
            The labels; exactly one where the decision is made.
        """
        return self.function(values.get) or self._diagram_for(values).possible(values)

    def missing(self, values: Mapping[str, Value]) -> tuple[Missing, ...]:
        """The open facts that could change the possible labels, most telling first.

        A fact is listed only if one of its values, with all others left open, changes
        the set of possible labels. Those with more values that decide come first, then
        those whose values exclude more.
        """
        if len(self.function(values.get) or ()) == 1:
            return ()
        before, leads = self._diagram_for(values).leads(values)
        listed: list[Missing] = []
        for name, fact in self.facts.items():
            ways = leads.get(name, {})
            if any(labels != before for labels in ways.values()):
                parts, known = self.diagram.cells[name].parts, values.get(name)
                outcomes = (
                    Outcome(_part(fact, known, parts[cell]), labels)
                    for cell, labels in ways.items()
                )
                listed.append(Missing(fact, _merged(outcomes)))

        def telling(missing: Missing) -> tuple[int, int]:
            left = [len(outcome.labels) for outcome in missing.outcomes]
            return -left.count(1), sum(left) - len(before) * len(left)

        return tuple(sorted(listed, key=telling))

    def reasons(
        self, values: Mapping[str, Value], label: str
    ) -> tuple[tuple[Atom, ...], tuple[Fact, ...]]:
        """Why a decision came out with a label.

        Args:
            values: What is known.
            label: The label it came out with.

        Returns:
            The atoms of known facts that led to it (a fact known in part can have led to it
            though it does not decide the atom by itself), and the facts of which nothing is
            known that had to be considered case by case: it holds whatever their value.
        """
        decisive: dict[Atom, None] = {}
        split: dict[str, None] = {}
        for case, judged, labels in self._leaves(values):
            if label not in labels:
                continue
            split |= dict.fromkeys(n for n in self.facts if case.get(n) != values.get(n))
            for name, rule in self.decision.cases:
                decisive |= dict.fromkeys(judged.support(rule))
                if name == label and judged.held(rule) is not False:
                    break
        kept = tuple(atom for atom in decisive if atom.fact.name in values)
        return kept, tuple(self.facts[name] for name in split if name not in values)

    def witness(
        self, label: str, values: Mapping[str, Value] | None = None, *, without: Iterable[str] = ()
    ) -> Mapping[str, Value] | None:
        """Facts that decide a label, none of which can be left out.

        Args:
            label: The label.
            values: What is known already, closed under what implies what.
            without: Facts that must stay unknown.

        Returns:
            The facts that were added, or None where the search, which always takes the fact
            that excludes most, finds none.
        """
        start = dict(values or {})
        known, barred = dict(start), frozenset(without)
        added: dict[str, Value] = {}
        while (left := self.possible(known)) != {label}:
            cases = (
                (len(possible), name, case)
                for name in self._asked(self.judged(known))
                if name not in barred
                for case in self._split(known, name)
                if label in (possible := self.possible(case))
            )
            best = min(cases, key=lambda case: case[0], default=None)
            if best is None or label not in left:
                return None
            _, name, known = best
            added[name] = known[name]
        for name in list(added):
            less = {other: value for other, value in added.items() if other != name}
            if self.possible(close({**start, **less}, self._clauses)) == {label}:
                added = less
        return added

    def open_facts(self, values: Mapping[str, Value]) -> tuple[Fact, ...]:
        """The open facts the decision still hangs on, those asked most often first."""
        return tuple(self.facts[name] for name, _ in self._asked(self.judged(values)).most_common())

    def cases(self, values: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """The cases, together covering all completions, in which the decision is made."""
        for case, _, _ in self._leaves(values):
            yield case

    def _candidates(self, judged: Judged) -> frozenset[str]:
        labels = set()
        for label, rule in self.decision.cases:
            held = judged.held(rule)
            if held is not False:
                labels.add(label)
            if held:
                return frozenset(labels)
        return frozenset((*labels, self.decision.otherwise))

    def _leaves(
        self, values: Mapping[str, Value]
    ) -> Iterator[tuple[Mapping[str, Value], Judged, frozenset[str]]]:
        """Cases that cover all completions, each with labels that are all possible in it."""
        judged = self.judged(values)
        candidates = self._candidates(judged)
        if len(candidates) == 1:
            yield values, judged, candidates
            return
        asked = self._asked(judged)
        groups = Counter(self._linked.get(fact, fact) for fact in asked)
        # Most often asked first; among those asked alike, one that others depend on.
        name = max(asked, key=lambda fact: (asked[fact], groups[self._linked.get(fact, fact)]))
        if asked[name] == 1 and max(groups.values()) == 1:
            # Every open fact is asked once and none depends on another: Kleene is exact.
            yield values, judged, candidates
            return
        for case in self._split(values, name):
            yield from self._leaves(case)

    def _asked(self, judged: Judged) -> Counter[str]:
        """How often each open fact is asked for by what is still undecided."""
        counted: Counter[str] = Counter()
        for _, rule in self.decision.cases:
            counted.update(atom.fact.name for atom in judged.hanging(rule))
            if judged.held(rule):
                break
        return counted

    def _split(self, values: Mapping[str, Value], name: str) -> Iterator[dict[str, Value]]:
        """The cases into which an open fact divides, each closed."""
        fact, known = self.facts[name], values.get(name)
        cells = self.diagram.cells[name].parts
        parts = cells if known is None else [meet(fact, known, cell) for cell in cells]
        for part in parts:
            if part is None:
                continue
            try:
                yield close({**values, name: part}, self._clauses, (name,))
            except Contradiction:
                continue


def _part(fact: Fact, known: Value | None, cell: Value) -> Value:
    """What is left of a value in one cell."""
    return cell if known is None else cast("Value", meet(fact, known, cell))


def _merged(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes in the order of their values, neighbours that lead to the same put together."""
    merged: list[Outcome] = []
    for outcome in outcomes:
        last = merged[-1] if merged else None
        if last is None or last.labels != outcome.labels or isinstance(outcome.value, bool):
            merged.append(outcome)
        elif isinstance(outcome.value, Interval):
            merged[-1] = Outcome(cast("Interval", last.value).hull(outcome.value), last.labels)
        else:
            both = cast("frozenset[str]", last.value) | outcome.value
            merged[-1] = Outcome(both, last.labels)
    return tuple(merged)


def _link(
    facts: Mapping[str, Fact], clauses: Sequence[Clause]
) -> tuple[dict[str, int], list[Clause]]:
    """Which facts depend on each other, as group numbers, and the clauses that matter."""
    groups: dict[str, set[str]] = {}
    for clause in clauses:
        merged = set(clause.facts).union(*(groups.get(name, ()) for name in clause.facts))
        groups |= dict.fromkeys(merged, merged)
    linked = {name: id(group) for name, group in groups.items()}
    asked = {linked[name] for name in facts if name in linked}
    related = [c for c in clauses if linked[next(iter(c.facts))] in asked]
    return linked, related
