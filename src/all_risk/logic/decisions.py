"""Decisions that are exact when facts are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self, TypeAlias, cast

from attrs import frozen

from all_risk.logic.clauses import Clause, Clauses, Contradiction, close, index, meet
from all_risk.logic.compiler import Decision, generate
from all_risk.logic.diagram import Diagram, build
from all_risk.logic.rules import (
    Atom,
    Fact,
    Value,
    atoms,
    evaluate,
    support,
    weigh,
)
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


_Kleene: TypeAlias = Callable[[Callable[..., Any]], tuple[bool | None, ...]]


@frozen(eq=False)
class CompiledDecision:
    """A decision as a function.

    Attributes:
        decision: The decision.
        facts: Every fact it asks for, by name, those mentioned most often first.
        source: The generated Python source.
    """

    decision: Decision
    facts: Mapping[str, Fact]
    source: str
    _kleene: _Kleene
    _clauses: Clauses
    _linked: Mapping[str, int]
    _ties: tuple[Clause, ...]

    @cached_property
    def diagram(self) -> Diagram:
        """The decision as a diagram, made when it is first asked for."""
        tied = (name for clause in self._ties for name in clause.facts)
        return build(self.decision, self._ties, (*self.facts, *tied))

    @classmethod
    def of(cls, decision: Decision, clauses: Iterable[Clause] = ()) -> Self:
        """Compile a decision.

        Args:
            decision: The decision.
            clauses: What implies what among the facts.

        Returns:
            The compiled decision.
        """
        asked = Counter(atom.fact for _, rule in decision.cases for atom in atoms(rule))
        facts = {fact.name: fact for fact, _ in asked.most_common()}
        linked, related = _link(facts, clauses)
        source, constants = generate(decision)
        namespace: dict[str, Any] = dict(constants)
        exec(compile(source, "<decision>", "exec"), namespace)
        return cls(
            decision,
            facts,
            source,
            namespace["kleene"],
            index(related),
            linked,
            tuple(related),
        )

    def kleene(self, values: Mapping[str, Value]) -> tuple[bool | None, ...]:
        """The truth of each case by Kleene's logic, in order."""
        return self._kleene(values.get)

    def possible(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The labels that some completion of the facts leads to.

        Args:
            values: What is known, closed under what implies what.

        Returns:
            The labels; exactly one where the decision is made.
        """
        candidates = self._candidates(self.kleene(values))
        return candidates if len(candidates) == 1 else self.diagram.possible(values, candidates)

    def missing(self, values: Mapping[str, Value]) -> tuple[Missing, ...]:
        """The open facts that could change the possible labels, most telling first.

        A fact is listed only if one of its values, with all others left open, changes
        the set of possible labels. Those with more values that decide come first, then
        those whose values exclude more.
        """
        before = self.possible(values)
        if len(before) == 1:
            return ()
        listed: list[Missing] = []
        for name, fact in self.facts.items():
            outcomes = _merged(
                Outcome(case[name], self.possible(case)) for case in self._split(values, name)
            )
            if any(outcome.labels != before for outcome in outcomes):
                listed.append(Missing(fact, outcomes))

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
        start = self._candidates(self.kleene(values))
        for case, labels in self._leaves(values, start, set()):
            if label not in labels:
                continue
            split |= dict.fromkeys(n for n in self.facts if case.get(n) != values.get(n))
            for name, rule in self.decision.cases:
                decisive |= dict.fromkeys(support(rule, case))
                if name == label and evaluate(rule, case) is not False:
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
                for name in self._asked(known)
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
        return tuple(self.facts[name] for name, _ in self._asked(values).most_common())

    def cases(self, values: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """The cases, together covering all completions, in which the decision is made."""
        for case, _ in self._leaves(values, self._candidates(self.kleene(values)), set()):
            yield case

    def _candidates(self, states: tuple[bool | None, ...]) -> frozenset[str]:
        labels = set()
        for (label, _), held in zip(self.decision.cases, states, strict=True):
            if held is not False:
                labels.add(label)
            if held:
                return frozenset(labels)
        return frozenset((*labels, self.decision.otherwise))

    def _leaves(
        self, values: Mapping[str, Value], candidates: frozenset[str], found: set[str]
    ) -> Iterator[tuple[Mapping[str, Value], frozenset[str]]]:
        """Cases that cover all completions, each with labels that are all possible in it.

        Branches that can only lead to labels already `found` are left out.
        """
        if len(candidates) == 1:
            yield values, candidates
            return
        asked = self._asked(values)
        groups = Counter(self._linked.get(fact, fact) for fact in asked)
        # Most often asked first; among those asked alike, one that others depend on.
        name = max(asked, key=lambda fact: (asked[fact], groups[self._linked.get(fact, fact)]))
        if asked[name] == 1 and max(groups.values()) == 1:
            # Every open fact is asked once and none depends on another: Kleene is exact.
            yield values, candidates
            return
        for case in self._split(values, name):
            remaining = self._candidates(self.kleene(case))
            if not remaining <= found:
                yield from self._leaves(case, remaining, found)

    def _asked(self, values: Mapping[str, Value]) -> Counter[str]:
        """How often each open fact is asked for by what is still undecided."""
        counted: Counter[str] = Counter()
        for _, rule in self.decision.cases:
            held, hanging = weigh(rule, values)
            counted.update(atom.fact.name for atom in hanging)
            if held:
                break
        return counted

    def _split(self, values: Mapping[str, Value], name: str) -> Iterator[dict[str, Value]]:
        """The cases into which an open fact divides, each closed; none if it is settled."""
        fact, known = self.facts[name], values.get(name)
        cells = self.diagram.cells[name].parts
        parts = cells if known is None else [meet(fact, known, cell) for cell in cells]
        kept = [part for part in parts if part is not None]
        if len(kept) < 2:
            return
        for part in kept:
            try:
                yield close({**values, name: part}, self._clauses, (name,))
            except Contradiction:
                continue


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
    facts: Mapping[str, Fact], clauses: Iterable[Clause]
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
