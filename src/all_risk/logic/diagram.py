"""A decision as a diagram: one question after another, until only labels are left.

Each node asks one fact; its children are for the cells into which the rules divide the fact's
values, in which no atom can tell two values apart. What ties facts together is part of the
diagram: combinations that cannot be lead nowhere. Where little is known several ways are open,
and the labels at the ends they reach are exactly those that some completion leads to: every way
asks a fact once, so that any choice of cells along it is a completion.
"""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, cast

from attrs import define, field, frozen

from all_risk.logic.clauses import Clause
from all_risk.logic.compiler import Decision
from all_risk.logic.rules import (
    AllOf,
    AnyOf,
    Atom,
    Category,
    Compare,
    Expr,
    Fact,
    Flag,
    Not,
    Value,
    atoms,
    judge,
)
from all_risk.quantities import Interval

__all__ = ["Cells", "Diagram", "Node", "build", "cells_of"]


def cells_of(fact: Fact, mentioned: Iterable[Atom]) -> tuple[Value, ...]:
    """A fact's values, divided so that no atom can tell two values of one part apart.

    Args:
        fact: The fact.
        mentioned: The atoms that ask for it, among others.

    Returns:
        The parts, in the order of their values.
    """
    if isinstance(fact, Flag):
        return (True, False)
    if isinstance(fact, Category):
        return tuple(frozenset((value,)) for value in sorted(fact.values))
    cuts = {
        (atom.amount.value, atom.operator in (">", "<="))
        for atom in mentioned
        if isinstance(atom, Compare) and atom.fact == fact
    }
    cells: list[Interval] = []
    rest = fact.domain
    for value, after in sorted(cuts):
        if value < rest.low or (value == rest.low and not after):
            continue
        lower = rest.intersect(Interval(high=value, high_open=not after))
        upper = rest.intersect(Interval(low=value, low_open=after))
        if lower is not None and upper is not None:
            cells.append(lower)
            rest = upper
    cells.append(rest)
    if not fact.whole:
        return tuple(cells)
    return tuple(whole for cell in cells if (whole := cell.whole()) is not None)


@frozen
class Cells:
    """The parts into which the values of a fact are divided.

    Attributes:
        fact: The fact.
        parts: The parts, in the order of their values.
    """

    fact: Fact
    parts: tuple[Value, ...]
    _starts: tuple[tuple[Decimal, bool], ...] = field(init=False, repr=False)
    _ends: tuple[tuple[Decimal, bool], ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        runs = [part for part in self.parts if isinstance(part, Interval)]
        starts = tuple((run.low, run.low_open) for run in runs)
        object.__setattr__(self, "_starts", starts)
        ends = tuple((run.high, not run.high_open) for run in runs)
        object.__setattr__(self, "_ends", ends)

    def left(self, value: Value | None) -> Sequence[int]:
        """The numbers of the parts that are possible, given what is known of the fact."""
        if value is None:
            return range(len(self.parts))
        if isinstance(value, bool):
            return (0,) if value else (1,)
        if isinstance(value, Interval):
            after = bisect_right if value.low_open else bisect_left
            before = bisect_left if value.high_open else bisect_right
            first = after(self._ends, (value.low, True))
            return range(first, before(self._starts, (value.high, False)))
        return [
            i
            for i, part in enumerate(self.parts)
            if not value.isdisjoint(cast("frozenset[str]", part))
        ]


@frozen
class Node:
    """A question, or the end of a way.

    Attributes:
        fact: The name of the fact it asks; None at an end.
        children: The node to go on with, by number, for each cell of the fact.
        labels: At an end, the labels that are possible there.
    """

    fact: str | None
    children: tuple[int, ...] = ()
    labels: frozenset[str] = frozenset()

    @property
    def branches(self) -> tuple[tuple[frozenset[int], int], ...]:
        """For each node it leads to, the cells that lead there, by number."""
        ways: dict[int, set[int]] = {}
        for cell, child in enumerate(self.children):
            ways.setdefault(child, set()).add(cell)
        return tuple((frozenset(cells), child) for child, cells in ways.items())


@frozen
class Diagram:
    """A decision over the facts that may be known.

    Attributes:
        nodes: The nodes, each before those it leads to; the first is where every way starts.
        cells: The parts into which the values of each fact are divided.
        labels: Every label of the decision.
    """

    nodes: tuple[Node, ...]
    cells: Mapping[str, Cells]
    labels: tuple[str, ...]

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts asked, by name."""
        return {name: cells.fact for name, cells in self.cells.items()}

    @property
    def size(self) -> int:
        """How many branches it has."""
        return sum(len(set(node.children)) for node in self.nodes)

    def possible(
        self, values: Mapping[str, Value], among: frozenset[str] | None = None
    ) -> frozenset[str]:
        """The labels that some completion of the facts leads to.

        Args:
            values: What is known.
            among: Labels of which it is known that there can be no others; all by default.

        Returns:
            The labels; none where the facts cannot hold together.
        """
        every = frozenset(self.labels) if among is None else among
        found: frozenset[str] = frozenset()
        left: dict[str, Sequence[int]] = {}
        seen, waiting = {0}, [0]
        while waiting:
            node = self.nodes[waiting.pop()]
            name = node.fact
            if name is None:
                found |= node.labels
                if found == every:
                    break
                continue
            if name not in left:
                left[name] = self.cells[name].left(values.get(name))
            for cell in left[name]:
                child = node.children[cell]
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return found


def build(
    decision: Decision, clauses: Iterable[Clause], known: Iterable[str], *, thorough: bool = False
) -> Diagram:
    """The diagram of a decision.

    Args:
        decision: The decision.
        clauses: What implies what among its facts, and those tied to them.
        known: The facts that may be known; the others are unknown always.
        thorough: Whether to try a few orders of the facts and keep the smallest diagram, which
            is worth the time where many patients go through it.

    Returns:
        The diagram.
    """
    present = frozenset(known)
    rules = [rule for _, rule in decision.cases]
    asked = Counter(atom.fact for rule in rules for atom in atoms(rule))
    ties = list(clauses)
    mentioned = [atom for rule in rules for atom in atoms(rule)]
    mentioned += [atom for clause in ties for atom, _ in clause.literals]
    facts = {atom.fact.name: atom.fact for atom in mentioned}
    cells = {name: Cells(fact, cells_of(fact, mentioned)) for name, fact in facts.items()}
    groups = _groups(ties)
    often = [fact.name for fact, _ in asked.most_common()]
    first = [often, often[::-1], [fact.name for fact in asked]] if thorough else [often]
    orders = dict.fromkeys(tuple(_together([*some, *facts], groups, present)) for some in first)
    made = (_Maker.of(order, cells).diagram(decision, ties, present) for order in orders)
    return min(made, key=lambda diagram: diagram.size)


def _groups(clauses: Iterable[Clause]) -> dict[str, frozenset[str]]:
    """For each fact tied to others, all that are tied together with it."""
    groups: dict[str, frozenset[str]] = {}
    for clause in clauses:
        joined = clause.facts.union(*(groups.get(name, frozenset()) for name in clause.facts))
        groups |= dict.fromkeys(joined, joined)
    return groups


def _together(
    names: Iterable[str], groups: Mapping[str, frozenset[str]], present: frozenset[str]
) -> list[str]:
    """An order in which tied facts stand together and facts never known come last."""
    listed = list(dict.fromkeys(names))
    order: dict[str, None] = {}
    for name in listed:
        order[name] = None
        group = groups.get(name, frozenset())
        order |= dict.fromkeys(other for other in listed if other in group)
    return sorted(order, key=lambda name: name not in present)


_END = 1 << 30
_Operation: TypeAlias = Callable[[int, int], int]


def _where(condition: int, value: int) -> int:
    return value if condition else 0


@define
class _Maker:
    """Makes nodes, each kept once. An end holds a set of labels as the bits of a number."""

    order: Sequence[str]
    cells: Mapping[str, Cells]
    level: Mapping[str, int]
    nodes: list[tuple[int, tuple[int, ...]]] = field(factory=list)
    _numbers: dict[tuple[int, tuple[int, ...]], int] = field(factory=dict)
    _done: dict[tuple[_Operation, int, int], int] = field(factory=dict)
    _rules: dict[Expr, int] = field(factory=dict)
    _without: dict[tuple[int, int], int] = field(factory=dict)

    @classmethod
    def of(cls, order: Sequence[str], cells: Mapping[str, Cells]) -> _Maker:
        return cls(order, cells, {name: i for i, name in enumerate(order)})

    def node(self, level: int, children: tuple[int, ...]) -> int:
        if level != _END and len(set(children)) == 1:
            return children[0]
        key = level, children
        if key not in self._numbers:
            self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return self._numbers[key]

    def end(self, labels: int) -> int:
        return self.node(_END, (labels,))

    def combine(self, do: _Operation, one: int, other: int) -> int:
        key = do, one, other
        if key not in self._done:
            (level_one, after_one), (level_other, after_other) = self.nodes[one], self.nodes[other]
            level = min(level_one, level_other)
            if level == _END:
                self._done[key] = self.end(do(after_one[0], after_other[0]))
            else:
                self._done[key] = self.node(
                    level,
                    tuple(
                        self.combine(
                            do,
                            after_one[i] if level_one == level else one,
                            after_other[i] if level_other == level else other,
                        )
                        for i in range(len(self.cells[self.order[level]].parts))
                    ),
                )
        return self._done[key]

    def rule(self, rule: Expr) -> int:
        """The diagram of a rule, whose ends are 1 where it holds and 0 where not."""
        if rule not in self._rules:
            self._rules[rule] = self._rule(rule)
        return self._rules[rule]

    def _rule(self, rule: Expr) -> int:
        if isinstance(rule, Not):
            return self.combine(operator.xor, self.rule(rule.rule), self.end(1))
        if isinstance(rule, (AllOf, AnyOf)):
            every = isinstance(rule, AllOf)
            made = self.end(int(every))
            for part in rule.rules:
                made = self.combine(operator.and_ if every else operator.or_, made, self.rule(part))
            return made
        return self._atom(rule)

    def _atom(self, atom: Expr) -> int:
        (asked,) = atoms(atom)
        name = asked.fact.name
        held = (judge(asked, cell) for cell in self.cells[name].parts)
        return self.node(self.level[name], tuple(self.end(int(bool(each))) for each in held))

    def tied(self, clause: Clause) -> int:
        made = self.end(0)
        for atom, truth in clause.literals:
            literal = self.rule(atom if truth else ~atom)
            made = self.combine(operator.or_, made, literal)
        return made

    def whatever(self, node: int, level: int) -> int:
        """A node without the fact of a level: what is possible whatever its value."""
        asked, children = self.nodes[node]
        if asked > level:
            return node
        key = node, level
        if key not in self._without:
            after = tuple(self.whatever(child, level) for child in children)
            made = self.node(asked, after) if asked < level else self.end(0)
            for child in after if asked == level else ():
                made = self.combine(operator.or_, made, child)
            self._without[key] = made
        return self._without[key]

    def diagram(
        self,
        decision: Decision,
        ties: Iterable[Clause],
        present: frozenset[str],
    ) -> Diagram:
        labels = (*(label for label, _ in decision.cases), decision.otherwise)
        bit = {label: 1 << i for i, label in enumerate(dict.fromkeys(labels))}
        root = self.end(bit[decision.otherwise])
        for label, rule in reversed(decision.cases):
            holds = self.rule(rule)
            here = self.combine(_where, holds, self.end(bit[label]))
            elsewhere = self.combine(_where, self.rule(~rule), root)
            root = self.combine(operator.or_, here, elsewhere)
        for clause in ties:
            root = self.combine(_where, self.tied(clause), root)
        for name in reversed(self.order):
            if name not in present:
                root = self.whatever(root, self.level[name])
        kept = list(self._below(root))
        number = {node: i for i, node in enumerate(kept)}
        return Diagram(
            nodes=tuple(self._shown(node, number, bit) for node in kept),
            cells={name: self.cells[name] for name in self.order if name in present},
            labels=tuple(bit),
        )

    def _below(self, root: int) -> Iterator[int]:
        """The nodes under a root, in the order of their facts."""
        found, waiting = {root}, [root]
        while waiting:
            level, children = self.nodes[waiting.pop()]
            new = set(children) - found if level != _END else set()
            found |= new
            waiting += new
        yield from sorted(found, key=lambda node: (self.nodes[node][0], node))

    def _shown(self, node: int, number: Mapping[int, int], bit: Mapping[str, int]) -> Node:
        level, children = self.nodes[node]
        if level == _END:
            return Node(None, labels=frozenset(n for n, b in bit.items() if children[0] & b))
        return Node(self.order[level], tuple(number[child] for child in children))
