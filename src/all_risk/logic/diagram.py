"""A decision as a diagram: one question after another, until only labels are left.

Each node asks one fact; its children are for the cells into which the rules divide the fact's
values, in which no atom can tell two values apart. What ties facts together is part of the
diagram: combinations that cannot be lead nowhere. Where little is known several ways are open,
and the labels at the ends they reach are exactly those that some completion leads to: every way
asks a fact once, so that any choice of cells along it is a completion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import frozen

from all_risk.logic.cells import Cells
from all_risk.logic.rules import Fact, Value

__all__ = ["Diagram", "Node"]


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

    def possible(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The labels that some completion of the facts leads to.

        Args:
            values: What is known.

        Returns:
            The labels; none where the facts cannot hold together.
        """
        found: frozenset[str] = frozenset()
        left: dict[str, Sequence[int]] = {}
        seen, waiting = {0}, [0]
        while waiting:
            number = waiting.pop()
            node = self.nodes[number]
            name = node.fact
            if name is None:
                found |= node.labels
            elif not self._below[number] <= found:
                if name not in left:
                    left[name] = self.cells[name].left(values.get(name))
                for cell in left[name]:
                    child = node.children[cell]
                    if child not in seen:
                        seen.add(child)
                        waiting.append(child)
        return found

    @cached_property
    def _below(self) -> tuple[frozenset[str], ...]:
        """For each node, by number, the labels at all ends under it."""
        below = [node.labels for node in self.nodes]
        for number in reversed(range(len(below))):
            children = self.nodes[number].children
            below[number] = below[number].union(*(below[child] for child in children))
        return tuple(below)

    def leads(
        self, values: Mapping[str, Value]
    ) -> tuple[frozenset[str], dict[str, dict[int, frozenset[str]]]]:
        """What is possible, and what would be with each value of an open fact.

        Args:
            values: What is known.

        Returns:
            The labels that are possible; and for each open fact that is asked on some way, those
            that would be, all other facts left as they are, by the number of the cell its value
            would lie in. A cell that cannot be is left out.
        """
        level = {name: i for i, name in enumerate(self.cells)}
        left = [cells.left(values.get(name)) for name, cells in self.cells.items()]
        asking: dict[str, list[int]] = {}
        above = {0: -1}  # of each node that some way leads to, the highest level it is led to from
        for number, node in enumerate(self.nodes):
            if number in above and node.fact is not None:
                asking.setdefault(node.fact, []).append(number)
                here = level[node.fact]
                for cell in left[here]:
                    child = node.children[cell]
                    above[child] = min(above.get(child, here), here)
        bit = {label: 1 << i for i, label in enumerate(self.labels)}
        under: dict[int, int] = {}  # of each node, the labels that can be reached, as bits
        passing = [0] * len(left)  # of each level, those reached by ways that do not ask its fact
        for number in sorted(above, reverse=True):
            node = self.nodes[number]
            if node.fact is None:
                here, found = len(left), sum(bit[label] for label in node.labels)
            else:
                here, found = level[node.fact], 0
                for cell in left[here]:
                    found |= under[node.children[cell]]
            under[number] = found
            for passed in range(above[number] + 1, here):
                passing[passed] |= found

        def named(found: int) -> frozenset[str]:
            return frozenset(label for label, one in bit.items() if found & one)

        def reached(name: str, cell: int) -> frozenset[str]:
            found = passing[level[name]]
            for number in asking[name]:
                found |= under[self.nodes[number].children[cell]]
            return named(found)

        return named(under[0]), {
            name: {cell: labels for cell in left[level[name]] if (labels := reached(name, cell))}
            for name in asking
            if len(left[level[name]]) > 1
        }
