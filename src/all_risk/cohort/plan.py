"""What to compute for a guideline or scheme, step by step, for any engine.

A plan is made once from the diagrams of the decisions. Each node becomes one column that
is true where a row can get there; the columns of one step rest on those of the steps before
it. So the work grows with the size of the diagrams and with the rows, and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from attrs import field, frozen

from all_risk.cohort.conditions import Known, Step, both, either, not_
from all_risk.cohort.diagram import Diagram, build, related
from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.rules import asked_facts, decisions
from all_risk.cohort.sources import Source, may_be, unusable
from all_risk.facts import died_before_day_28
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import MET, NOT_MET, OUTSIDE, UNCOVERED, Guideline, Scheme
from all_risk.implications import implications
from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Clause, Decision, Expr, Not, atoms

__all__ = ["Listed", "Output", "Plan", "Truths", "Words", "plan"]

PREFIX = "__all_risk_"
"""What the names of the columns of intermediate steps begin with."""


@frozen
class Words:
    """A column of words: that of the first condition that holds.

    Attributes:
        name: The name of the column.
        cases: Conditions with their words.
        otherwise: The word where none holds; None for nothing.
        unless: Where the column holds nothing.
    """

    name: str
    cases: tuple[tuple[Expr, str], ...]
    otherwise: str | None
    unless: Expr


@frozen
class Listed:
    """A column of words put together, `|` between them.

    Attributes:
        name: The name of the column.
        parts: Conditions with the word each adds.
        unless: Where the column holds nothing.
    """

    name: str
    parts: tuple[tuple[Expr, str], ...]
    unless: Expr


@frozen
class Truths:
    """A column of truths.

    Attributes:
        name: The name of the column.
        condition: Where it is true.
    """

    name: str
    condition: Expr


Output: TypeAlias = Words | Listed | Truths


@frozen
class Plan:
    """What to compute.

    Attributes:
        steps: Conditions by name, step by step; each step needs only those before it.
        outputs: The columns to give back.
        sources: Where each fact used stands.
        asked: Every fact the rules ask for.
    """

    steps: tuple[Mapping[str, Expr], ...]
    outputs: tuple[Output, ...]
    sources: Mapping[str, Source]
    asked: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table it reads."""
        return tuple(dict.fromkeys(c for s in self.sources.values() for c in s.columns))


@cache
def _ties(extra: frozenset[str]) -> tuple[Clause, ...]:
    return implications([*(lesion.name for lesion in LESIONS), *sorted(extra)])


def _bearing(
    decision: Decision, ties: tuple[Clause, ...], known: Iterable[str]
) -> Iterable[Clause]:
    names = (atom.fact.name for _, rule in decision.cases for atom in atoms(rule))
    return related(ties, names, frozenset(known))


def plan(rules: Guideline | Scheme, sources: Mapping[str, Source], prefix: str = "") -> Plan:
    """The plan for a guideline or scheme over a table.

    Args:
        rules: The guideline or scheme.
        sources: Where each fact that the table has stands.
        prefix: What the names of the columns given back begin with.

    Returns:
        The plan.
    """
    asked = tuple(fact.name for fact in asked_facts(rules))
    ties = _ties(frozenset((*asked, *sources)))
    writer = _Writer(sources)
    ends = {
        name: writer.add(build(decision, _bearing(decision, ties, sources), sources))
        for name, decision in decisions(rules).items()
    }
    conflict = writer.contradiction(ties)
    outputs = (
        _scheme_outputs(rules, ends[rules.id], conflict, prefix)
        if isinstance(rules, Scheme)
        else _guideline_outputs(rules, ends, conflict, writer, prefix)
    )
    return Plan(tuple(writer.steps), outputs, writer.used, asked)


def _named(condition: Expr) -> Iterator[str]:
    """The names of the steps a condition rests on."""
    if isinstance(condition, Step):
        yield condition.name
    elif isinstance(condition, Not):
        yield from _named(condition.rule)
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.rules:
            yield from _named(part)


class _Writer:
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

    def add(self, diagram: Diagram) -> dict[str, Expr]:
        """Add a diagram; the conditions under which each of its labels is possible."""
        self.used |= {name: self.sources[name] for name in diagram.facts}
        ways: list[list[tuple[Expr, Expr]]] = [[] for _ in diagram.nodes]
        ends: dict[str, list[Expr]] = {label: [] for label in diagram.labels}
        for number, node in enumerate(diagram.nodes):
            here: Expr = TRUE
            if number:
                here = self.name(either(*(both(*way) for way in ways[number])))
            if node.fact is None:
                for label in node.labels:
                    ends[label].append(here)
                continue
            fact, cells = diagram.facts[node.fact], diagram.cells[node.fact]
            for chosen, child in node.branches:
                way = self.name(may_be(fact, cells, chosen, self.sources[node.fact]))
                ways[child].append((here, way))
        return {label: self.name(either(*conditions)) for label, conditions in ends.items()}

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
                holds = self.add(build(Decision((), "holds"), tied, self.sources))["holds"]
                wrong.append(not_(holds))
        for name, source in self.sources.items():
            amiss = unusable(fact_named(name), source)
            if amiss != FALSE:
                self.used[name] = source
                wrong.append(self.name(amiss))
        return self.name(either(*wrong))


def _scheme_outputs(
    scheme: Scheme, ends: Mapping[str, Expr], conflict: Expr, prefix: str
) -> tuple[Output, ...]:
    groups = [(ends[group], group) for group in scheme.groups]
    uncovered, outside = ends[UNCOVERED], ends[OUTSIDE]
    alone = tuple(
        (
            both(
                here,
                not_(uncovered),
                *(not_(other) for other, name in groups if name != group),
            ),
            group,
        )
        for here, group in groups
    )
    inside = either(uncovered, *(here for here, _ in groups))
    return (
        Words(f"{prefix}group", alone, None, conflict),
        Listed(f"{prefix}possible", tuple(groups), conflict),
        Words(
            f"{prefix}applicable",
            ((not_(inside), "no"), (not_(outside), "yes")),
            "unknown",
            conflict,
        ),
        Truths(f"{prefix}uncovered", both(uncovered, not_(conflict))),
        Truths(f"{prefix}conflict", conflict),
    )


def _guideline_outputs(
    guideline: Guideline,
    ends: Mapping[str, Mapping[str, Expr]],
    conflict: Expr,
    writer: _Writer,
    prefix: str,
) -> tuple[Output, ...]:
    outputs: list[Output] = []
    met, possibly = [], []
    certain = []
    for trigger in guideline.triggers:
        possible = ends[trigger.id]
        m, n, o = possible[MET], possible[NOT_MET], possible[OUTSIDE]
        void = both(not_(m), not_(n))
        died = writer.sources.get(died_before_day_28.name)
        if trigger.due_on_day_28 and died is not None:
            writer.used[died_before_day_28.name] = died
            dead = not_(may_be(died_before_day_28, (True, False), frozenset({1}), died))
            void = either(void, both(dead, _open(m, n, o)))
        only_met = both(m, not_(n), not_(o))
        only_not = both(n, not_(m), not_(o))
        cases = ((only_met, "met"), (only_not, "not_met"), (void, "not_applicable"))
        outputs.append(Words(f"{prefix}{trigger.id}", cases, "unknown", conflict))
        if trigger.layer == "consultation":
            met.append(only_met)
            certain.append(only_not)
            possibly.append(either(only_not, void))
    refer = Words(
        f"{prefix}refer",
        ((either(*met), "yes"), (both(*possibly, either(*certain)), "no_trigger_met")),
        "unknown",
        conflict,
    )
    return (refer, *outputs, Truths(f"{prefix}conflict", conflict))


def _open(*possible: Expr) -> Expr:
    """That more than one of three things is possible."""
    a, b, c = possible
    return either(both(a, b), both(a, c), both(b, c))
