"""A decision as a diagram: one question after another, until only labels are left.

Each node asks one fact; its branches are the cells into which the rules divide the fact's
values. What ties facts together is part of the diagram: combinations that cannot be lead
nowhere. A row that knows little can go several ways at once, and the labels at the ends it
can reach are exactly the labels some completion of it leads to.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from all_risk.logic import AllOf, AnyOf, Clause, Decision, Expr, Fact, Flag, Not, atoms
from all_risk.logic import evaluate as judge
from all_risk.logic.decisions import cells_of
from all_risk.logic.rules import Value

__all__ = ["Diagram", "Node", "build", "related"]


@frozen
class Node:
    """A question, or the end of a way.

    Attributes:
        fact: The name of the fact it asks; None at an end.
        branches: For each branch the cells that lead there, by number, and the node.
        labels: At an end, the labels that are possible there.
    """

    fact: str | None
    branches: tuple[tuple[frozenset[int], int], ...] = ()
    labels: frozenset[str] = frozenset()


@frozen
class Diagram:
    """A decision over the facts a table has.

    Attributes:
        nodes: The nodes, each before those it leads to; the first is where every row starts.
        facts: The facts asked, by name.
        cells: The parts into which the values of each fact are divided.
        labels: Every label of the decision.
    """

    nodes: tuple[Node, ...]
    facts: Mapping[str, Fact]
    cells: Mapping[str, tuple[Value, ...]]
    labels: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many branches it has."""
        return sum(len(node.branches) for node in self.nodes)


def related(clauses: Iterable[Clause], names: Iterable[str], known: frozenset[str]) -> list[Clause]:
    """The clauses that can bear on some facts.

    Args:
        clauses: What implies what.
        names: The facts in question.
        known: Facts that may be known besides; all others stay unknown.

    Returns:
        The clauses tied to those facts, without those a fact never known can always satisfy.
    """
    asked = frozenset(names)
    kept = list(dict.fromkeys(clauses))
    while True:
        signs: dict[str, set[bool]] = {}
        for clause in kept:
            for atom, truth in clause.literals:
                if isinstance(atom, Flag):
                    signs.setdefault(atom.name, set()).add(truth)
        free = {n for n, s in signs.items() if len(s) == 1 and n not in asked and n not in known}
        fewer = [clause for clause in kept if not clause.facts & free]
        if len(fewer) == len(kept):
            break
        kept = fewer
    reached = set(asked)
    while True:
        found = [clause for clause in kept if clause.facts & reached]
        wider = reached.union(*(clause.facts for clause in found))
        if wider == reached:
            return found
        reached = wider


def build(decision: Decision, clauses: Iterable[Clause], known: Iterable[str]) -> Diagram:
    """The diagram of a decision.

    Args:
        decision: The decision.
        clauses: What implies what among its facts, and those tied to them.
        known: The facts that may be known; the others are unknown in every row.

    Returns:
        The smallest diagram of a few orders of its facts.
    """
    present = frozenset(known)
    rules = [rule for _, rule in decision.cases]
    asked = Counter(atom.fact for rule in rules for atom in atoms(rule))
    ties = list(clauses)
    mentioned = [atom for rule in rules for atom in atoms(rule)]
    mentioned += [atom for clause in ties for atom, _ in clause.literals]
    facts = {atom.fact.name: atom.fact for atom in mentioned}
    cells = {name: cells_of(fact, mentioned) for name, fact in facts.items()}
    groups = _groups(ties)
    often = [fact.name for fact, _ in asked.most_common()]
    made = (
        _Maker.of(order, cells).diagram(decision, ties, present, facts)
        for order in {
            tuple(_together([*base, *facts], groups, present))
            for base in ([fact.name for fact in asked], often, often[::-1])
        }
    )
    return min(made, key=lambda diagram: (diagram.size, [str(n.fact) for n in diagram.nodes]))


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
    cells: Mapping[str, tuple[Value, ...]]
    level: Mapping[str, int]
    nodes: list[tuple[int, tuple[int, ...]]] = field(factory=list)
    _numbers: dict[tuple[int, tuple[int, ...]], int] = field(factory=dict)
    _done: dict[tuple[_Operation, int, int], int] = field(factory=dict)
    _rules: dict[Expr, int] = field(factory=dict)
    _without: dict[tuple[int, int], int] = field(factory=dict)

    @classmethod
    def of(cls, order: Sequence[str], cells: Mapping[str, tuple[Value, ...]]) -> _Maker:
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
                        for i in range(len(self.cells[self.order[level]]))
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
        held = (judge(atom, {name: cell}) for cell in self.cells[name])
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
        facts: Mapping[str, Fact],
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
            facts={name: facts[name] for name in self.order if name in present},
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
        ways: dict[int, set[int]] = {}
        for cell, child in enumerate(children):
            ways.setdefault(number[child], set()).add(cell)
        branches = tuple((frozenset(cells), child) for child, cells in ways.items())
        return Node(self.order[level], branches)
