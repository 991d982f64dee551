"""The parts into which rules divide the values of a fact."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from attrs import field, frozen

from all_risk.logic.rules import Atom, Category, Compare, Fact, Flag, Value
from all_risk.quantities import Interval

__all__ = ["Cells", "cells_of"]


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
