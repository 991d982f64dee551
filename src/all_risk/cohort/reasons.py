"""Which facts decided a row, and which missing ones could.

A fact is missing where one of its values, with all other open facts left open, would change
what is possible. Both questions are asked of the diagram: what would be possible if the fact
had the values of one cell?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

from all_risk.cohort.conditions import both, either, not_
from all_risk.cohort.steps import Flow, StepWriter
from all_risk.logic import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Atom,
    Compare,
    Decision,
    Expr,
    Flag,
    Not,
    OneOf,
    atoms,
)
from all_risk.logic import evaluate as judge

__all__ = ["because", "missing"]

_Parts: TypeAlias = tuple[tuple[Expr, str], ...]


class _Cases:
    """What would be possible for a flow if one fact had the values of one cell."""

    def __init__(self, writer: StepWriter, flow: Flow) -> None:
        self.writer = writer
        self.flow = flow
        self.diagram = flow.diagram
        order = list(self.diagram.facts)
        self.level = [
            len(order) if node.fact is None else order.index(node.fact)
            for node in self.diagram.nodes
        ]
        self.ways = [
            (number, child, both(flow.here[number], writer.may_be(self.diagram, node.fact, chosen)))
            for number, node in enumerate(self.diagram.nodes)
            if node.fact is not None
            for chosen, child in node.branches
        ]
        self.onward = self._onward()
        self._found: dict[str, list[tuple[frozenset[int], dict[str, Expr]]]] = {}

    def _onward(self) -> list[dict[str, Expr]]:
        """For each node and label, that the label can be reached from the node."""
        onward: list[dict[str, Expr]] = [{} for _ in self.diagram.nodes]
        for number in reversed(range(len(self.diagram.nodes))):
            node = self.diagram.nodes[number]
            for label in self.diagram.labels:
                if node.fact is None:
                    onward[number][label] = TRUE if label in node.labels else FALSE
                    continue
                after = [
                    both(self.writer.may_be(self.diagram, node.fact, chosen), onward[child][label])
                    for chosen, child in node.branches
                ]
                onward[number][label] = self.writer.name(either(*after))
        return onward

    def of(self, fact: str) -> list[tuple[frozenset[int], dict[str, Expr]]]:
        """The cells of a fact that lead to the same, with the labels then possible."""
        if fact not in self._found:
            self._found[fact] = list(self._of(fact))
        return self._found[fact]

    def _of(self, fact: str) -> Iterable[tuple[frozenset[int], dict[str, Expr]]]:
        level = list(self.diagram.facts).index(fact)
        asking = [n for n, node in enumerate(self.diagram.nodes) if node.fact == fact]
        past: dict[int, list[Expr]] = {}
        for start, end, way in self.ways:
            if self.level[start] < level < self.level[end]:
                past.setdefault(end, []).append(way)
        if not asking:
            return
        arrived = {end: self.writer.name(either(*ways)) for end, ways in past.items()}
        cells: dict[tuple[int, ...], set[int]] = {}
        for cell in range(len(self.diagram.cells[fact].parts)):
            leads = (
                next(child for chosen, child in self.diagram.nodes[n].branches if cell in chosen)
                for n in asking
            )
            cells.setdefault(tuple(leads), set()).add(cell)
        for children, same in cells.items():
            labels = {
                label: self.writer.name(
                    either(
                        *(
                            both(self.flow.here[n], self.onward[child][label])
                            for n, child in zip(asking, children, strict=True)
                        ),
                        *(both(way, self.onward[end][label]) for end, way in arrived.items()),
                    )
                )
                for label in self.diagram.labels
            }
            yield frozenset(same), labels


def missing(
    writer: StepWriter, decisions: Iterable[Decision], flows: Iterable[tuple[Flow, Expr]]
) -> tuple[_Parts, _Parts]:
    """The facts asked that could change what is possible, and those that would settle it.

    Args:
        writer: What writes the steps.
        decisions: The decisions.
        flows: Their flows in the same order, each with the condition under which it counts.

    Returns:
        Conditions with the names of facts, those asked first first; and the same for the
        facts of which every value leaves a single label.
    """
    changing: dict[str, list[Expr]] = {}
    settling: dict[str, list[Expr]] = {}
    for decision, (flow, counts) in zip(decisions, flows, strict=True):
        cases = _Cases(writer, flow)
        asked = dict.fromkeys(atom.fact.name for _, rule in decision.cases for atom in atoms(rule))
        for fact in (name for name in asked if name in flow.diagram.facts):
            changed, settled = [], []
            for cells, labels in cases.of(fact):
                alive = writer.name(
                    both(writer.may_be(flow.diagram, fact, cells), either(*labels.values()))
                )
                less = either(*(both(flow.possible[n], not_(left)) for n, left in labels.items()))
                changed.append(both(alive, less))
                settled.append(either(not_(alive), _one_of(labels.values())))
            change = writer.name(both(counts, either(*changed)))
            changing.setdefault(fact, []).append(change)
            settling.setdefault(fact, []).append(both(change, *settled))
    return _parts(writer, changing), _parts(writer, settling)


def _parts(writer: StepWriter, found: Mapping[str, list[Expr]]) -> _Parts:
    return tuple((writer.name(either(*each)), name) for name, each in found.items())


def _one_of(conditions: Iterable[Expr]) -> Expr:
    """That no two of some conditions hold."""
    listed = list(conditions)
    pairs = (both(a, b) for i, a in enumerate(listed) for b in listed[i + 1 :])
    return not_(either(*pairs))


def because(writer: StepWriter, decisions: Iterable[Decision], flows: Iterable[Flow]) -> _Parts:
    """The facts that decided, each with its condition.

    Where the known facts decide a rule by Kleene's logic, those of them that do; where only
    all cases together decide, those without which the answer would be open.

    Args:
        writer: What writes the steps.
        decisions: The decisions.
        flows: Their flows, in the same order.

    Returns:
        Conditions with the names of facts.
    """
    found: dict[str, list[Expr]] = {}
    for decision, flow in zip(decisions, flows, strict=True):
        support = _Support(writer, flow)
        for fact, condition in support.of(decision):
            found.setdefault(fact, []).append(condition)
    return _parts(writer, found)


class _Support:
    """The known atoms that a decision hangs on."""

    def __init__(self, writer: StepWriter, flow: Flow) -> None:
        self.writer = writer
        self.flow = flow
        self.cases = _Cases(writer, flow)
        self._rails: dict[Expr, tuple[Expr, Expr]] = {}

    def of(self, decision: Decision) -> Iterable[tuple[str, Expr]]:
        """The facts with the conditions under which they decide."""
        labels = [label for label, _ in decision.cases] + [decision.otherwise]
        alone = {label: self._alone(label) for label in labels}
        hanging: dict[Atom, list[Expr]] = {}
        by_kleene = []
        earlier: Expr = TRUE
        for i, (label, rule) in enumerate(decision.cases):
            true, false = self.rails(rule)
            by_kleene.append(both(alone[label], earlier, true))
            later = self.writer.name(either(*(alone[each] for each in labels[i + 1 :])))
            self._spread(rule, self.writer.name(both(alone[label], true)), True, hanging)
            self._spread(rule, self.writer.name(both(later, false)), False, hanging)
            earlier = self.writer.name(both(earlier, false))
        by_kleene.append(both(alone[decision.otherwise], earlier))
        decided = self.writer.name(either(*by_kleene))
        for atom, conditions in hanging.items():
            yield atom.fact.name, self.writer.name(both(decided, either(*conditions)))
        open_ = self.writer.name(both(either(*alone.values()), not_(decided)))
        for fact in self.flow.diagram.facts:
            if fact not in self.writer.sources:
                continue
            more = [
                both(labels_there[label], not_(self.flow.possible[label]))
                for _, labels_there in self.cases.of(fact)
                for label in labels_there
            ]
            yield fact, self.writer.name(both(open_, either(*more)))

    def _alone(self, label: str) -> Expr:
        others = (not_(c) for name, c in self.flow.possible.items() if name != label)
        return self.writer.name(both(self.flow.possible[label], *others))

    def rails(self, rule: Expr) -> tuple[Expr, Expr]:
        """That a rule is known to be true, and to be false."""
        if rule not in self._rails:
            true, false = self._judge(rule)
            self._rails[rule] = self.writer.name(true), self.writer.name(false)
        return self._rails[rule]

    def _judge(self, rule: Expr) -> tuple[Expr, Expr]:
        if isinstance(rule, Not):
            true, false = self.rails(rule.rule)
            return false, true
        if isinstance(rule, (AllOf, AnyOf)):
            pairs = [self.rails(part) for part in rule.rules]
            trues, falses = [t for t, _ in pairs], [f for _, f in pairs]
            if isinstance(rule, AllOf):
                return both(*trues), either(*falses)
            return either(*trues), both(*falses)
        atom = cast("Flag | Compare | OneOf", rule)
        name = atom.fact.name
        if name not in self.flow.diagram.facts:
            return FALSE, FALSE
        holds: list[Expr] = []
        fails: list[Expr] = []
        for number, cell in enumerate(self.flow.diagram.cells[name].parts):
            held = judge(atom, {name: cell})
            (holds if held else fails).append(self._alive(name, number))
        return not_(either(*fails)), not_(either(*holds))

    def _alive(self, fact: str, cell: int) -> Expr:
        """That a fact can have a value of a cell, given all that is known."""
        may = self.writer.may_be(self.flow.diagram, fact, frozenset({cell}))
        for cells, labels in self.cases.of(fact):
            if cell in cells:
                return self.writer.name(both(may, either(*labels.values())))
        return may

    def _spread(
        self, rule: Expr, needed: Expr, truth: bool, hanging: dict[Atom, list[Expr]]
    ) -> None:
        """Say of each atom of a rule when the rule's truth rests on it."""
        if needed == FALSE:
            return
        if isinstance(rule, Not):
            self._spread(rule.rule, needed, not truth, hanging)
        elif isinstance(rule, (AllOf, AnyOf)):
            for part in rule.rules:
                held = self.rails(part)[0 if truth else 1]
                self._spread(part, self.writer.name(both(needed, held)), truth, hanging)
        else:
            hanging.setdefault(cast("Atom", rule), []).append(needed)
