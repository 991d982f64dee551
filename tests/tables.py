"""Published tables as plain functions, compared with the library cell by cell.

A table lists values for every input, so that they stand for every answer, and says in plain
Python what its source gives for known inputs: a set of groups, more than one where the source
leaves it open. With a blank, the answer must be the set over all values of that input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from attrs import frozen

from all_risk import classify
from all_risk.facts import Facts
from all_risk.implications import closed
from all_risk.logic import Contradiction, Value
from all_risk.quantities import exactly

__all__ = ["OUTSIDE", "UNCOVERED", "Table", "answered", "facts", "years"]

OUTSIDE, UNCOVERED = "outside", "uncovered"


def years(text: str) -> Decimal:
    """An age in the months that facts are counted in."""
    return Decimal(text) * 12


def facts(known: Mapping[str, Any]) -> Facts:
    """Facts from flags, words and numbers."""

    def value(of: Any) -> Value:
        if isinstance(of, bool):
            return of
        return frozenset({of}) if isinstance(of, str) else exactly(Decimal(of))

    return Facts(values={name: value(of) for name, of in known.items()})


def answered(scheme: str, known: Mapping[str, Any]) -> set[str]:
    """The groups still possible, with what is outside the population or in no printed row."""
    answer = classify(facts(known), scheme)
    found = set(answer.possible)
    if answer.uncovered:
        found.add(UNCOVERED)
    if answer.applicable is not True:
        found.add(OUTSIDE)
    return found


@frozen
class Table:
    """What a published table says.

    Attributes:
        scheme: The scheme.
        inputs: Values for every fact it asks; one with a single value is known throughout.
        answer: The groups for known inputs.
    """

    scheme: str
    inputs: Mapping[str, tuple[Any, ...]]
    answer: Callable[[dict[str, Any]], set[str]]

    def cells(self) -> Iterator[dict[str, Any]]:
        """Every combination of inputs that can occur together."""
        for values in product(*self.inputs.values()):
            cell = dict(zip(self.inputs, values, strict=True))
            if self._possible(cell):
                yield cell

    def _possible(self, cell: Mapping[str, Any]) -> bool:
        try:
            closed(facts(cell).values)
        except Contradiction:
            return False
        return True

    def check(self) -> int:
        """Compare every cell, and every cell with each of its inputs blank.

        Returns:
            How many cells there are.
        """
        cells = list(self.cells())
        blanks: dict[tuple[tuple[str, Any], ...], set[str]] = {}
        for cell in cells:
            expected = self.answer(cell)
            assert answered(self.scheme, cell) == expected, cell
            for name in (n for n in cell if len(self.inputs[n]) > 1):
                rest = tuple((n, v) for n, v in cell.items() if n != name)
                blanks.setdefault(rest, set()).update(expected)
        for rest, expected in blanks.items():
            assert answered(self.scheme, dict(rest)) == expected, dict(rest)
        # With nothing known but what all cells share, everything that occurs is possible.
        everything = set().union(*map(self.answer, cells))
        shared = {n: v[0] for n, v in self.inputs.items() if len(v) == 1}
        assert answered(self.scheme, shared) >= everything
        return len(cells)
