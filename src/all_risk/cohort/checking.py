"""What of a table can be used, before anything is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.conditions import Filled, Known, both, either, not_
from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.evaluation import absent_facts
from all_risk.cohort.frames import with_conditions
from all_risk.cohort.mapping import MISSING, NO_SENSITIVITY, Column, Mapping
from all_risk.cohort.prepared import Prepared, prepare
from all_risk.cohort.reading import Reject
from all_risk.cohort.rules import find_rules
from all_risk.cohort.sources import Bounds, Choice, Number, Source, Truth, unusable
from all_risk.cohort.steps import PREFIX
from all_risk.errors import shown
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import FALSE, Expr, Quantity
from all_risk.quantities import plain

__all__ = ["ColumnReport", "Report", "check", "find_rejects"]


@frozen
class ColumnReport:
    """What of one fact can be used.

    Attributes:
        fact: The fact.
        column: The column it stands in.
        filled: How many rows say something of it that can be used.
        missing: How many rows say nothing.
        unusable: How many values could not be used; they are unknown to the rules, or make
            the row contradict itself.
        first: The first of them, with its row and the reason; None for a lazy table.
    """

    fact: str
    column: str
    filled: int
    missing: int
    unusable: int
    first: Reject | None


@frozen
class Report:
    """What of a table can be used.

    Attributes:
        rows: How many rows it has.
        columns: What of each fact can be used.
        absent: The facts asked that no column holds; unknown in every row.
        unused: The columns of the table that hold no fact.
    """

    rows: int
    columns: tuple[ColumnReport, ...]
    absent: tuple[str, ...]
    unused: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.rows:,} rows"]
        for each in self.columns:
            share = 100 * each.filled / self.rows if self.rows else 0
            line = f"  {each.fact}: {each.filled:,} filled ({share:.0f} %)"
            if each.unusable:
                line += f", {each.unusable:,} cannot be used"
            if each.first is not None:
                value = shown(each.first.value)
                line += f", first in row {each.first.row}: {value} ({each.first.reason})"
            lines.append(line)
        if self.absent:
            lines.append(f"absent, so unknown in every row: {', '.join(self.absent)}")
        if self.unused:
            lines.append(f"columns not used: {', '.join(self.unused)}")
        return "\n".join(lines)


def check(
    frame: Any,
    rules: str | Guideline | Scheme = "nmdp-patient-2017",
    *,
    mapping: Mapping | None = None,
) -> Report:
    """What of a table can be used for a guideline or scheme. Nothing is changed.

    Args:
        frame: A table of any engine; of a lazy one only counts are computed.
        rules: The guideline or scheme, or its id.
        mapping: Which column holds which fact, and how.

    Returns:
        The report; its text is meant to be read.

    Raises:
        InvalidTable: If the table cannot be asked at all.
    """
    asked = find_rules(rules) if isinstance(rules, str) else rules
    ready = prepare(frame, mapping)
    rows = _values(ready.table.select(nw.len().alias("rows")))["rows"]
    columns = _reports(ready, mapping, rows)
    used = {c for source in ready.sources.values() for c in source.columns}
    names = ready.given.collect_schema().names()
    mapped = {} if mapping is None else mapping.columns
    used |= {n for column in mapped.values() for n in (column.name, column.sensitivity) if n}
    return Report(
        rows=rows,
        columns=columns,
        absent=absent_facts(asked, ready.sources),
        unused=tuple(name for name in names if name not in used),
    )


def find_rejects(ready: Prepared, mapping: Mapping | None = None) -> list[Reject]:
    """Every value of a table in memory that cannot be used.

    Args:
        ready: The table.
        mapping: The mapping it was made ready with.

    Returns:
        The values, with their rows and the reasons.
    """
    found: dict[tuple[str, int], Reject] = {}
    columns = _columns(mapping)
    for fact in ready.sources:
        for reject in _rejects(ready, fact, columns.get(fact)):
            found.setdefault((reject.column, reject.row), reject)
    return sorted(found.values(), key=lambda reject: (reject.row, reject.column))


def _columns(mapping: Mapping | None) -> dict[str, Column]:
    return {} if mapping is None else mapping.column_of()


def _rejects(ready: Prepared, fact: str, column: Column | None) -> Iterator[Reject]:
    """What stands for one fact and cannot be used."""
    yield from ready.refused.get(fact, ())
    source = ready.sources[fact]
    names = source.columns
    numbered = ready.table.select(*names).with_row_index(_ROW)
    for amiss, reason in _amiss(fact, source, column):
        kept = with_conditions(numbered, {_AMISS: amiss}).filter(nw.col(_AMISS))
        for row in kept.select(_ROW, *names).iter_rows(named=True):
            written = ", ".join(str(row[name]) for name in names if row[name] is not None)
            yield Reject(row[_ROW] + 1, _name(source, column), written, reason)


def _name(source: Source, column: Column | None) -> str:
    return source.columns[0] if column is None else column.name


_ROW, _AMISS = f"{PREFIX}row", f"{PREFIX}amiss"


def _reports(ready: Prepared, mapping: Mapping | None, rows: int) -> tuple[ColumnReport, ...]:
    conditions: dict[str, Expr] = {}
    columns = _columns(mapping)
    for number, (fact, source) in enumerate(ready.sources.items()):
        conditions[f"{PREFIX}filled{number}"] = _filled(source, columns.get(fact))
        amiss = (condition for condition, _ in _amiss(fact, source, columns.get(fact)))
        conditions[f"{PREFIX}amiss{number}"] = either(*amiss)
    counts = {}
    if conditions:
        tested = with_conditions(ready.table, conditions)
        counts = _values(tested.select(*(nw.col(n).cast(nw.Int64).sum() for n in conditions)))
    lazy = isinstance(ready.table, nw.LazyFrame)
    reports = []
    for number, (fact, source) in enumerate(ready.sources.items()):
        column = columns.get(fact)
        wrong_values = counts[f"{PREFIX}amiss{number}"] or 0
        filled = (counts[f"{PREFIX}filled{number}"] or 0) - wrong_values
        refused = wrong_values + len(ready.refused.get(fact, ()))
        wrong = () if lazy or not refused else _rejects(ready, fact, column)
        reports.append(
            ColumnReport(
                fact=fact,
                column=_name(source, column),
                filled=filled,
                missing=rows - filled - refused,
                unusable=refused,
                first=min(wrong, key=lambda reject: reject.row, default=None),
            )
        )
    return tuple(reports)


def _values(frame: Any) -> dict[str, Any]:
    """The only row of a frame, computed."""
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return next(iter(eager.iter_rows(named=True)))


def _amiss(fact: str, source: Source, column: Column | None) -> Iterator[tuple[Expr, str]]:
    """The conditions that a value cannot be used, each with its reason; no two hold together."""
    if isinstance(source, (Truth, Choice)):
        words = (*source.true, *source.false) if isinstance(source, Truth) else tuple(source.values)
        if words == (True, False):
            return
        missing = MISSING if column is None else column.missing
        absent = missing if all(isinstance(word, str) for word in words) else ()
        known = (Known(source.column, "==", word) for word in (*words, *absent))
        listed = ", ".join(map(str, words))
        yield both(Filled(source.column), *map(not_, known)), f"not one of {listed}"
        return
    asked = fact_named(fact)
    if not isinstance(asked, Quantity):
        raise TypeError(f"{fact} is not a quantity")
    yield unusable(asked, source), f"no value {asked.name} can have ({_range(asked)})"
    if isinstance(source, Number) and source.negative_at_zero:
        limited = FALSE if source.sensitivity is None else Known(source.sensitivity, ">", 0.0)
        yield both(Known(source.column, "==", 0.0), not_(limited)), NO_SENSITIVITY


def _range(fact: Quantity) -> str:
    low, high = fact.domain.low, fact.domain.high
    bounds = f"{plain(low)} or more" if high.is_infinite() else f"{plain(low)} to {plain(high)}"
    return f"{bounds}, in {fact.unit}"


def _filled(source: Source, column: Column | None) -> Expr:
    """The condition that a row says something of a fact."""
    names = (source.low, source.high) if isinstance(source, Bounds) else (source.columns[0],)
    held = either(*(Filled(name) for name in names if name is not None))
    words = isinstance(source, (Truth, Choice))
    texts = words and any(isinstance(w, str) for w in _words(source))
    if not texts:
        return held
    missing = MISSING if column is None else column.missing
    return both(held, *(not_(Known(names[0] or "", "==", word)) for word in missing))


def _words(source: Source) -> Iterable[str | float | bool]:
    if isinstance(source, Truth):
        return (*source.true, *source.false)
    return source.values if isinstance(source, Choice) else ()
