"""Where a fact stands in a table, and what a row may be said to know of it.

A source turns a part of a fact's values into a condition on columns: *may the value lie
there?* Thresholds are brought into the unit of the column; the data are never converted, so
no rounding can carry a value across a limit.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias, cast

from attrs import frozen

from all_risk.cohort.conditions import Crossed, Filled, Known, Relation, both, either, not_
from all_risk.logic import FALSE, TRUE, Category, Expr, Fact, Quantity
from all_risk.logic.rules import Value
from all_risk.quantities import INFINITY, Interval, Operator

__all__ = [
    "Bounds",
    "Choice",
    "Counted",
    "Number",
    "Source",
    "Truth",
    "may_be",
    "unusable",
]


@frozen
class Truth:
    """A flag.

    Attributes:
        column: Its column.
        true: What is written where the flag is true.
        false: What is written where it is false.
    """

    column: str
    true: tuple[str | float | bool, ...] = (True,)
    false: tuple[str | float | bool, ...] = (False,)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,)


@frozen
class Choice:
    """A category.

    Attributes:
        column: Its column.
        values: What is written, with the value meant.
        strict: Whether a row that holds anything else is contradictory; else it is unknown.
    """

    column: str
    values: Mapping[str, str]
    strict: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,)


@frozen
class Number:
    """A quantity in one column.

    Attributes:
        column: Its column.
        factor: How many of the column's unit make one of the fact's.
        single: Whether the column holds single-precision numbers. A threshold is then
            rounded as the column's values were, so that 0.01 % stays 0.01 %.
        sensitivity: For MRD, the column of the assay's sensitivity, in the same unit: a
            level of 0 is a negative result, which lies below it, or anywhere without it.
    """

    column: str
    factor: Decimal = Decimal(1)
    single: bool = False
    sensitivity: str | None = None
    negative_at_zero: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,) if self.sensitivity is None else (self.column, self.sensitivity)

    def above(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or more; with `beyond`, more."""
        against = not_(self._known("<=" if beyond else "<", limit))
        if not self.negative_at_zero:
            return against
        negative = Known(self.column, "==", 0.0)
        if self.sensitivity is None:
            return either(against, negative)
        # A negative result is less than the sensitivity, so it reaches what lies below that.
        short = Known(self.sensitivity, "<=", self._value(limit))
        empty = Known(self.sensitivity, "<=", 0.0)
        return either(against, both(negative, either(not_(short), empty)))

    def below(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or less; with `beyond`, less."""
        return not_(self._known(">=" if beyond else ">", limit))

    def _known(self, relation: Relation, limit: Decimal) -> Expr:
        return Known(self.column, relation, self._value(limit))

    def _value(self, limit: Decimal) -> float:
        value = float(limit * self.factor)
        return _rounded(value) if self.single else value

    @property
    def impossible(self) -> Expr:
        """That the columns contradict themselves."""
        return FALSE


@frozen
class Bounds:
    """A quantity between two columns, either of which may be absent or empty.

    Attributes:
        low: The column of the lower bound.
        high: The column of the upper bound.
        low_open: The column that says whether the lower bound itself is excluded.
        high_open: The column that says whether the upper bound itself is excluded.
        factor: How many of the columns' unit make one of the fact's.
        single: Whether the columns hold single-precision numbers.
    """

    low: str | None
    high: str | None
    low_open: str | None = None
    high_open: str | None = None
    factor: Decimal = Decimal(1)
    single: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        named = (self.low, self.high, self.low_open, self.high_open)
        return tuple(column for column in named if column is not None)

    def above(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or more; with `beyond`, more."""
        return self._side(self.high, self.high_open, "<=" if beyond else "<", limit)

    def below(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or less; with `beyond`, less."""
        return self._side(self.low, self.low_open, ">=" if beyond else ">", limit)

    def _side(
        self, column: str | None, excluded: str | None, against: Relation, limit: Decimal
    ) -> Expr:
        if column is None:
            return TRUE
        value = float(limit * self.factor)
        value = _rounded(value) if self.single else value
        known = Known(column, against, value)
        if excluded is not None and against in ("<", ">"):
            known_open = both(Known(excluded, "==", True), Known(column, "==", value))
            return not_(either(known, known_open))
        return not_(known)

    @property
    def impossible(self) -> Expr:
        """That the columns contradict themselves."""
        if self.low is None or self.high is None:
            return FALSE
        same = both(
            Filled(self.low),
            Filled(self.high),
            not_(Crossed(self.low, self.high)),
            not_(Crossed(self.high, self.low)),
        )
        excluded = (Known(c, "==", True) for c in (self.low_open, self.high_open) if c is not None)
        return either(Crossed(self.low, self.high), both(same, either(*excluded)))


@frozen
class Counted:
    """A quantity given in whole units each of which stands for a range, such as years of age.

    Attributes:
        column: Its column.
        meaning: What a whole number of the column says of the fact; it grows with the number.
        most: The largest number that can occur.
    """

    column: str
    meaning: Callable[[int], Interval]
    most: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,)

    def above(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or more; with `beyond`, more."""
        relation: Operator = ">" if beyond else ">="
        first = self._first(lambda n: self.meaning(n).compare(relation, limit) is not False)
        return not_(Known(self.column, "<", float(first)))

    def below(self, limit: Decimal, *, beyond: bool) -> Expr:
        """That the value may be `limit` or less; with `beyond`, less."""
        relation: Operator = "<" if beyond else "<="
        first = self._first(lambda n: self.meaning(n).compare(relation, limit) is False)
        return not_(Known(self.column, ">=", float(first)))

    def _first(self, holds: Callable[[int], bool]) -> int:
        """The first whole number for which something holds that then goes on holding."""
        low, high = 0, self.most + 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle) else (middle + 1, high)
        return low

    @property
    def impossible(self) -> Expr:
        """That the columns contradict themselves."""
        return either(Known(self.column, "<", 0.0), Known(self.column, ">", float(self.most)))


Source: TypeAlias = Truth | Choice | Number | Bounds | Counted


def may_be(cells: tuple[Value, ...], chosen: frozenset[int], source: Source) -> Expr:
    """That the value of a fact may lie in some of its cells.

    Args:
        cells: The parts into which its values are divided.
        chosen: The numbers of some of them.
        source: Where the fact stands.

    Returns:
        The condition. It takes for granted that the value is one the fact can have.
    """
    if len(chosen) == len(cells):
        return TRUE
    if isinstance(source, Truth):
        against = source.false if cells[min(chosen)] is True else source.true
        return not_(either(*(Known(source.column, "==", value) for value in against)))
    if isinstance(source, Choice):
        meant = {next(iter(cast("frozenset[str]", cells[i]))) for i in chosen}
        others = [text for text, value in source.values.items() if value not in meant]
        return not_(either(*(Known(source.column, "==", text) for text in others)))
    parts = []
    for run in _runs(sorted(chosen)):
        first, last = cast("Interval", cells[run[0]]), cast("Interval", cells[run[-1]])
        low = TRUE if run[0] == 0 else source.above(first.low, beyond=first.low_open)
        end = run[-1] == len(cells) - 1
        high = TRUE if end else source.below(last.high, beyond=last.high_open)
        parts.append(both(low, high))
    return either(*parts)


def unusable(fact: Fact, source: Source) -> Expr:
    """That what a row says of one fact cannot be, such as a negative count."""
    if isinstance(source, Truth):
        return FALSE
    if isinstance(source, Choice):
        if not source.strict:
            return FALSE
        known = (Known(source.column, "==", text) for text in source.values)
        return both(Filled(source.column), *(not_(each) for each in known))
    if not isinstance(fact, Quantity) or isinstance(fact, Category):
        raise TypeError(f"{fact.name} is not a quantity")
    low, high = fact.domain.low, fact.domain.high
    fits = [source.above(low, beyond=False)]
    if high != INFINITY:
        fits.append(source.below(high, beyond=False))
    return either(source.impossible, not_(both(*fits)))


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in runs without a gap."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _rounded(value: float) -> float:
    """A number as single precision keeps it."""
    return cast("float", struct.unpack("f", struct.pack("f", value))[0])
