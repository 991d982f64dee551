"""From a decision to its diagram."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import define, field

from all_risk.logic.cells import Cells, cells_of
from all_risk.logic.clauses import Clause
from all_risk.logic.diagram import Diagram, Node
from all_risk.logic.rules import AllOf, AnyOf, Decision, Expr, Not, atoms, judge

__all__ = ["build"]


def build(
    decision: Decision,
    clauses: Iterable[Clause],
    known: Iterable[str],
    *,
    thorough: bool = False,
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
    names: Iterable[str],
    groups: Mapping[str, frozenset[str]],
    present: frozenset[str],
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
_NOTHING, _HOLDS = 0, 1  # the first two nodes: the ends 0 and 1
_Operation: TypeAlias = Callable[[int, int], int]


_where: Final[_Operation] = operator.mul  # a value where a condition, 1 or 0, holds


def _at_once(do: _Operation, one: int, other: int) -> int | None:
    """What two nodes come to if it is plain to see."""
    if do is operator.or_:
        return other if one in (_NOTHING, other) else one if other == _NOTHING else None
    if do is _where:
        return _NOTHING if _NOTHING in (one, other) else other if one == _HOLDS else None
    return None


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
        maker = cls(order, cells, {name: i for i, name in enumerate(order)})
        maker.end(0)
        maker.end(1)
        return maker

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
        plain = _at_once(do, one, other)
        if plain is not None:
            return plain
        key = do, one, other
        if key not in self._done:
            (level_one, after_one), (level_other, after_other) = self.nodes[one], self.nodes[other]
            level = min(level_one, level_other)
            if level == _END:
                self._done[key] = self.end(do(after_one[0], after_other[0]))
            else:
                ones = after_one if level_one == level else (one,) * len(after_other)
                others = after_other if level_other == level else (other,) * len(after_one)
                children = [self.combine(do, *pair) for pair in zip(ones, others, strict=True)]
                self._done[key] = self.node(level, tuple(children))
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
                made = self.combine(_where if every else operator.or_, made, self.rule(part))
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
        care = self.end(1)
        for clause in ties:
            care = self.combine(_where, care, self.tied(clause))
        asked = {atom.fact.name for _, rule in decision.cases for atom in atoms(rule)}
        absent = [name for name in reversed(self.order) if name not in present]
        for name in absent:
            if name not in asked:
                care = self.whatever(care, self.level[name])
        root = self.combine(_where, care, root)
        for name in absent:
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
