"""What of a table can be used, before anything is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.conditions import Filled, Known, both, either, not_
from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.evaluation import absent_facts
from all_risk.cohort.frames import with_conditions
from all_risk.cohort.mapping import MISSING, NO_SENSITIVITY, Column, Mapping, Unused
from all_risk.cohort.prepared import Prepared, prepare
from all_risk.cohort.reading import Reject
from all_risk.cohort.rules import find_rules
from all_risk.cohort.sources import Bounds, Choice, Number, Source, Truth, unusable
from all_risk.cohort.steps import PREFIX
from all_risk.errors import shown
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import FALSE, Expr, Quantity
from all_risk.quantities import plain

__all__ = ["ColumnReport", "Report", "check", "count_silent", "find_rejects"]


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


def count_silent(ready: Prepared, mapping: Mapping | None = None) -> dict[str, int]:
    """How many negative results may be any level, as no sensitivity is stated, by column.

    Args:
        ready: The table.
        mapping: The mapping it was made ready with.

    Returns:
        The numbers, for columns that have any.
    """
    found: dict[str, int] = {}
    columns = _columns(mapping)
    conditions = {f"{PREFIX}{fact}": _silent(source) for fact, source in ready.sources.items()}
    counts = _sums(ready, {name: each for name, each in conditions.items() if each != FALSE})
    for fact, source in ready.sources.items():
        column = _name(source, columns.get(fact))
        count = counts.get(f"{PREFIX}{fact}", 0) + _unused(ready, fact).silent
        if count:
            found[column] = max(count, found.get(column, 0))
    return found


def _rejects(ready: Prepared, fact: str, column: Column | None) -> Iterator[Reject]:
    """What stands for one fact and cannot be used."""
    yield from _unused(ready, fact).rejects
    source = ready.sources[fact]
    yield from _where(ready, source, column, *_amiss(fact, source, column))


def _unused(ready: Prepared, fact: str) -> Unused:
    return ready.unused.get(fact) or Unused()


def _where(
    ready: Prepared, source: Source, column: Column | None, condition: Expr, reason: str
) -> Iterator[Reject]:
    """What stands in the rows for which a condition holds."""
    if condition == FALSE:
        return
    names = source.columns
    numbered = ready.table.select(*names).with_row_index(_ROW)
    kept = with_conditions(numbered, {_AMISS: condition}).filter(nw.col(_AMISS))
    for row in kept.select(_ROW, *names).iter_rows(named=True):
        written = ", ".join(str(row[name]) for name in names if row[name] is not None)
        yield Reject(row[_ROW] + 1, _name(source, column), written, reason)


def _name(source: Source, column: Column | None) -> str:
    return source.columns[0] if column is None else column.name


_ROW, _AMISS = f"{PREFIX}row", f"{PREFIX}amiss"


def _reports(ready: Prepared, mapping: Mapping | None, rows: int) -> tuple[ColumnReport, ...]:
    columns = _columns(mapping)
    conditions: dict[str, Expr] = {}
    for number, (fact, source) in enumerate(ready.sources.items()):
        column = columns.get(fact)
        conditions[f"{PREFIX}filled{number}"] = _filled(source, column)
        wrong = either(_amiss(fact, source, column)[0], _silent(source))
        conditions[f"{PREFIX}amiss{number}"] = wrong
    counts = _sums(ready, conditions)
    lazy = isinstance(ready.table, nw.LazyFrame)
    reports = []
    for number, (fact, source) in enumerate(ready.sources.items()):
        column, unused = columns.get(fact), _unused(ready, fact)
        amiss = counts[f"{PREFIX}amiss{number}"]
        filled = counts[f"{PREFIX}filled{number}"] - amiss
        unusable = amiss + len(unused.rejects) + unused.silent
        reports.append(
            ColumnReport(
                fact=fact,
                column=_name(source, column),
                filled=filled,
                missing=rows - filled - unusable,
                unusable=unusable,
                first=_first(ready, fact, column) if unusable and not lazy else None,
            )
        )
    return tuple(reports)


def _first(ready: Prepared, fact: str, column: Column | None) -> Reject | None:
    """The first value that cannot be used for a fact."""
    source, silent = ready.sources[fact], _unused(ready, fact).first
    wrong = [*_rejects(ready, fact, column), *([] if silent is None else [silent])]
    wrong += _where(ready, source, column, _silent(source), NO_SENSITIVITY)
    return min(wrong, key=lambda reject: reject.row, default=None)


def _sums(ready: Prepared, conditions: AnyMapping[str, Expr]) -> dict[str, int]:
    """In how many rows each condition holds."""
    if not conditions:
        return {}
    tested = with_conditions(ready.table, conditions)
    found = _values(tested.select(*(nw.col(n).cast(nw.Int64).sum() for n in conditions)))
    return {name: count or 0 for name, count in found.items()}


def _values(frame: Any) -> dict[str, Any]:
    """The only row of a frame, computed."""
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return next(iter(eager.iter_rows(named=True)))


def _amiss(fact: str, source: Source, column: Column | None) -> tuple[Expr, str]:
    """The condition that a value cannot be used, and the reason."""
    if isinstance(source, (Truth, Choice)):
        words = (*source.true, *source.false) if isinstance(source, Truth) else tuple(source.values)
        if words == (True, False):
            return FALSE, ""
        missing = MISSING if column is None else column.missing
        absent = missing if all(isinstance(word, str) for word in words) else ()
        known = (Known(source.column, "==", word) for word in (*words, *absent))
        listed = ", ".join(map(str, words))
        return both(Filled(source.column), *map(not_, known)), f"not one of {listed}"
    asked = fact_named(fact)
    if not isinstance(asked, Quantity):
        raise TypeError(f"{fact} is not a quantity")
    return unusable(asked, source), f"no value {asked.name} can have ({_range(asked)})"


def _silent(source: Source) -> Expr:
    """The condition that a negative result has no sensitivity, and so may be any level."""
    if not isinstance(source, Number) or not source.negative_at_zero:
        return FALSE
    limited = FALSE if source.sensitivity is None else Known(source.sensitivity, ">", 0.0)
    return both(Known(source.column, "==", 0.0), not_(limited))


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
