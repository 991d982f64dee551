"""From a diagram to Python functions that go through it, as nested `if`s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias, cast

from all_risk.logic.cells import Cells
from all_risk.logic.diagram import Diagram
from all_risk.logic.generated import function
from all_risk.logic.rules import Category, Flag
from all_risk.quantities import Interval

__all__ = ["Walk", "walk"]

Walk: TypeAlias = Callable[[Callable[..., Any]], "frozenset[str] | None"]
"""From what looks up a fact by name to the labels at the end; None where the way parts."""

_DEEPEST = 12  # nested further, Python's parser slows down and at last refuses


def walk(diagram: Diagram, left_out: Iterable[str] = ()) -> Walk:
    """The function that goes through a diagram for as long as there is one way to go.

    Args:
        diagram: The diagram.
        left_out: Facts it was made without. Where one is known, an end that leaves several labels
            is none.

    Returns:
        The function. It is given what looks up a fact by name. Where every fact that is asked is
        known well enough it returns the labels at the end, otherwise None.
    """
    writer = _Writer(diagram, left_out)
    lines = [line for number in writer.functions() for line in writer.function(number)]
    return function("n0", lines, writer.constants)


class _Writer:
    """Writes a function for each node to which several others lead."""

    def __init__(self, diagram: Diagram, left_out: Iterable[str]) -> None:
        self.diagram = diagram
        self._known = " or ".join(f"get({name!r}) is not None" for name in sorted(left_out))
        self.constants: dict[str, Any] = {}
        self._names: dict[object, str] = {}
        leading = Counter(child for node in diagram.nodes for child in set(node.children))
        self._shared = {number for number, times in leading.items() if times > 1}

    def functions(self) -> Iterator[int]:
        """The nodes that are functions; those nested too deeply are found while writing."""
        yield 0
        for number, node in enumerate(self.diagram.nodes):
            if number and number in self._shared and node.fact is not None:
                yield number

    def function(self, number: int) -> Iterator[str]:
        yield f"def n{number}(get):"
        yield from self._node(number, 1)

    def _constant(self, value: object) -> str:
        name = self._names.setdefault(value, f"K{len(self._names)}")
        self.constants[name] = value
        return name

    def _goto(self, number: int, depth: int) -> Iterator[str]:
        if depth > _DEEPEST and self.diagram.nodes[number].fact is not None:
            self._shared.add(number)
        if number in self._shared and self.diagram.nodes[number].fact is not None:
            yield f"{' ' * depth}return n{number}(get)"
        else:
            yield from self._node(number, depth)

    def _node(self, number: int, depth: int) -> Iterator[str]:
        node, indent = self.diagram.nodes[number], " " * depth
        if node.fact is None:
            if self._known and len(node.labels) > 1:
                yield f"{indent}if {self._known}: return None"
            yield f"{indent}return {self._constant(node.labels)}"
            return
        cells = self.diagram.cells[node.fact]
        yield f"{indent}v = get({node.fact!r})"
        if isinstance(cells.fact, Flag):
            ways = list(zip(("v is True", "v is False"), node.children, strict=True))
        else:
            yield f"{indent}if v is None: return None"
            ways = list(self._ways(cells, node.children))
        for condition, child in ways:
            yield f"{indent}if {condition}:"
            yield from self._goto(child, depth + 1)
        yield f"{indent}return None"

    def _ways(self, cells: Cells, children: Sequence[int]) -> Iterator[tuple[str, int]]:
        """For each node that a node leads to, the condition on what is known of its fact."""
        if isinstance(cells.fact, Category):
            for child in dict.fromkeys(children):
                parts = (
                    part for part, to in zip(cells.parts, children, strict=True) if to == child
                )
                words = frozenset().union(*cast("Iterable[frozenset[str]]", parts))
                yield f"v <= {self._constant(words)}", child
            return
        runs = groupby(
            zip(cast("tuple[Interval, ...]", cells.parts), children, strict=True), key=itemgetter(1)
        )
        joined = [(child, [part for part, _ in run]) for child, run in runs]
        for i, (child, run) in enumerate(joined):
            low, high = run[0], run[-1]
            bounds = []
            if i > 0:
                bounds.append(_beyond("low", ">", self._constant(low.low), low.low_open))
            if i < len(joined) - 1:
                bounds.append(_beyond("high", "<", self._constant(high.high), high.high_open))
            yield " and ".join(bounds), child


def _beyond(end: str, side: str, limit: str, excluded: bool) -> str:
    """The condition that an end of an interval lies on the inner side of a limit."""
    if excluded:
        return f"(v.{end} {side} {limit} or (v.{end}_open and v.{end} == {limit}))"
    return f"v.{end} {side}= {limit}"
