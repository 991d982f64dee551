"""The table that opens a paper: who the patients are, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import median, quantiles
from typing import Any

import narwhals.stable.v2 as nw

from all_risk.cohort.dictionary import BOUNDS, fact_named
from all_risk.cohort.lists import WordTable, lists_of, percent_of
from all_risk.cohort.schema import is_fact_column
from all_risk.facts import age
from all_risk.logic import Fact, Flag, Quantity
from all_risk.quantities import plain

__all__ = ["summary"]

_UNITS = {"10*9/L": "x10^9/L", "mo": "years", "d": "days", "h": "hours", "{count}": ""}


def summary(frame: Any, *, by: str | None = None, facts: Iterable[str] | None = None) -> WordTable:
    """What is known of the patients: one line for each fact, what is missing never hidden.

    A number is given as its median and quartiles over the patients of whom it is known
    exactly; a flag or category as a count of those of whom it is known.

    Args:
        frame: A table whose columns are facts, of any engine.
        by: A column whose values make groups, such as `group`.
        facts: The facts to show; by default all that the table has.

    Returns:
        The table.

    Raises:
        InvalidTable: If a column does not exist.
    """
    names = nw.from_native(frame).collect_schema().names()
    chosen = list(facts) if facts is not None else _facts_in(names)
    wanted = [c for name in chosen for c in _columns(name, names)]
    lists = lists_of(frame, [*wanted, *([by] if by else [])])
    total = len(next(iter(lists.values()), []))
    groups = _groups(lists[by], total) if by else {"all": list(range(total))}
    rows: list[tuple[str, ...]] = [("patients", *(f"{len(g):,}" for g in groups.values()))]
    for name in chosen:
        rows += _lines(fact_named(name), lists, list(groups.values()))
    header = (f"by {by}" if by else "", *groups)
    return WordTable(
        header,
        tuple(rows),
        "Numbers: median (quartiles) of the values known exactly; a negative MRD is known within "
        "limits. Shares are of the patients known.",
    )


def _facts_in(names: Sequence[str]) -> list[str]:
    stems = dict.fromkeys(_stem(name) for name in names)
    return [stem for stem in stems if is_fact_column(stem)]


def _stem(column: str) -> str:
    name, separator, end = column.partition("__")
    return name if separator + end in BOUNDS else column


def _columns(name: str, names: Sequence[str]) -> list[str]:
    bounds = [name + end for end in BOUNDS[:2] if name + end in names]
    return bounds if bounds and name not in names else [name]


def _groups(values: list[Any], total: int) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {"all": list(range(total))}
    for value in sorted({str(v) for v in values if v is not None}):
        groups[value] = [i for i, v in enumerate(values) if v is not None and str(v) == value]
    undecided = [i for i, v in enumerate(values) if v is None]
    return groups | ({"not decided": undecided} if undecided else {})


def _lines(
    fact: Fact, lists: dict[str, list[Any]], groups: list[list[int]]
) -> list[tuple[str, ...]]:
    if isinstance(fact, Quantity):
        return _number_lines(fact, lists, groups)
    values = lists[fact.name]
    known = [[values[i] for i in group if values[i] is not None] for group in groups]
    missing = _missing([len(group) - len(k) for group, k in zip(groups, known, strict=True)])
    if isinstance(fact, Flag):
        counts = tuple(_share(sum(map(bool, k)), len(k)) for k in known)
        return [(fact.meaning or fact.name, *counts), *missing]
    lines = [
        (f"  {value}", *(_share(k.count(value), len(k)) for k in known))
        for value in sorted(fact.values)
    ]
    return [(fact.meaning or fact.name, *("" for _ in groups)), *lines, *missing]


def _number_lines(
    fact: Quantity, lists: dict[str, list[Any]], groups: list[list[int]]
) -> list[tuple[str, ...]]:
    low = lists.get(fact.name, lists.get(f"{fact.name}__low", []))
    high = lists.get(fact.name, lists.get(f"{fact.name}__high", []))
    low, high = low or [None] * len(high), high or [None] * len(low)
    # Values known within limits count as known, not as numbers; but an age in completed years
    # is that number of years, as papers print it.
    exact = [
        a if a is not None and b is not None and (a == b or (fact == age and b - a <= 12)) else None
        for a, b in zip(low, high, strict=True)
    ]
    some = [
        (a not in (None, 0) and a != float(fact.domain.low)) or b is not None
        for a, b in zip(low, high, strict=True)
    ]
    share = fact.unit == "1" and fact.domain.high == 1
    scale = 100.0 if share else 1 / 12 if fact == age else 1.0
    unit = "%" if share else _UNITS.get(fact.unit, "")
    label = f"{fact.meaning.partition(';')[0].partition(', in ')[0] or fact.name}"
    cells, within, missing = [], [], []
    for group in groups:
        numbers = [scale * number for i in group if (number := exact[i]) is not None]
        cells.append(_quartiles(numbers))
        within.append(sum(exact[i] is None and some[i] for i in group))
        missing.append(sum(exact[i] is None and not some[i] for i in group))
    lines = [(f"{label}, {unit}" if unit else label, *cells)]
    if any(within):
        lines.append(("  known within limits", *(f"{n:,}" if n else "0" for n in within)))
    return [*lines, *_missing(missing)]


def _quartiles(numbers: list[float]) -> str:
    if not numbers:
        return "-"
    if len(numbers) == 1:
        return _number(numbers[0])
    first, _, third = quantiles(numbers, n=4, method="inclusive")
    return f"{_number(median(numbers))} ({_number(first)} to {_number(third)})"


def _number(value: float) -> str:
    """A number with three digits that count."""
    return plain(Decimal(f"{value:.3g}"))


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({percent_of(part, whole)})" if whole else "-"


def _missing(counts: list[int]) -> list[tuple[str, ...]]:
    return [("  missing", *(f"{n:,}" for n in counts))] if any(counts) else []
