"""Diagrams written down as conditions, step by step.

Each node becomes one condition: that a row can get there. Conditions of one step rest on
those of the steps before it, and each is computed once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from all_risk.cohort.conditions import Step, both, either, not_
from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.sources import Source, may_be, unusable
from all_risk.cohort.ties import related
from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Clause, Decision, Expr, Not
from all_risk.logic.building import build
from all_risk.logic.diagram import Diagram

__all__ = ["PREFIX", "Flow", "StepWriter"]

PREFIX = "__all_risk_"
"""What the names of the columns of intermediate steps begin with."""


@frozen
class Flow:
    """Where the rows get to in a diagram.

    Attributes:
        diagram: The diagram.
        here: For each node, that a row can get there.
        possible: For each label, that it is possible.
    """

    diagram: Diagram
    here: tuple[Expr, ...]
    possible: Mapping[str, Expr]


def _named(condition: Expr) -> Iterator[str]:
    """The names of the steps a condition rests on."""
    if isinstance(condition, Step):
        yield condition.name
    elif isinstance(condition, Not):
        yield from _named(condition.rule)
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.rules:
            yield from _named(part)


class StepWriter:
    """Writes diagrams as steps."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.steps: list[dict[str, Expr]] = []
        self.used: dict[str, Source] = {}
        self._names: dict[Expr, Step] = {}
        self._when: dict[str, int] = {}

    def name(self, condition: Expr) -> Expr:
        """A condition as the outcome of a step, computed once."""
        if condition in (TRUE, FALSE) or isinstance(condition, Step):
            return condition
        if condition not in self._names:
            step = max((self._when[name] + 1 for name in _named(condition)), default=0)
            while len(self.steps) <= step:
                self.steps.append({})
            named = Step(f"{PREFIX}{len(self._names)}")
            self.steps[step][named.name] = condition
            self._names[condition] = named
            self._when[named.name] = step
        return self._names[condition]

    def may_be(self, diagram: Diagram, fact: str, chosen: frozenset[int]) -> Expr:
        """That the value of a fact may lie in some of its cells."""
        if fact not in self.sources:
            return TRUE
        self.used[fact] = self.sources[fact]
        cells = diagram.cells[fact].parts
        return self.name(may_be(cells, chosen, self.sources[fact]))

    def add(self, diagram: Diagram) -> Flow:
        """Add a diagram."""
        ways: list[list[tuple[Expr, Expr]]] = [[] for _ in diagram.nodes]
        ends: dict[str, list[Expr]] = {label: [] for label in diagram.labels}
        here_of: list[Expr] = []
        for number, node in enumerate(diagram.nodes):
            here: Expr = TRUE
            if number:
                here = self.name(either(*(both(*way) for way in ways[number])))
            here_of.append(here)
            if node.fact is None:
                for label in node.labels:
                    ends[label].append(here)
                continue
            for chosen, child in node.branches:
                ways[child].append((here, self.may_be(diagram, node.fact, chosen)))
        possible = {label: self.name(either(*found)) for label, found in ends.items()}
        return Flow(diagram, tuple(here_of), possible)

    def contradiction(self, ties: tuple[Clause, ...]) -> Expr:
        """That what a row says cannot all be."""
        wrong: list[Expr] = []
        open_names = dict.fromkeys(self.sources)
        while open_names:
            name = next(iter(open_names))
            tied = related(ties, [name], frozenset(self.sources))
            group = {name}.union(*(clause.facts for clause in tied))
            open_names = {other: None for other in open_names if other not in group}
            if tied:
                holds = self.add(
                    build(Decision((), "holds"), tied, self.sources, thorough=True)
                ).possible["holds"]
                wrong.append(not_(holds))
        for name, source in self.sources.items():
            amiss = unusable(fact_named(name), source)
            if amiss != FALSE:
                self.used[name] = source
                wrong.append(self.name(amiss))
        return self.name(either(*wrong))
