"""From the rows of a known table to patients, their facts, and columns of facts.

A reader makes a patient of each row, so that a table goes through the same door as a
document: the same units, the same rules of what a test can exclude, the same conflicts.
Every cell is accounted for: read, missing, or refused with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from attrs import define, field, frozen

from all_risk.cohort.dictionary import BOUNDS, fact_named
from all_risk.cohort.extras import needed
from all_risk.derivation import derive
from all_risk.errors import AllRiskError
from all_risk.facts import Facts
from all_risk.logic import Category, Fact, Flag, Value
from all_risk.patient import Patient
from all_risk.quantities import INFINITY, Interval

__all__ = ["Account", "Reading", "Reject", "Row", "fact_columns", "folded", "read_rows", "rows_of"]

_T = TypeVar("_T")


@frozen
class Reject:
    """A value, or a whole row, that could not be used.

    Attributes:
        row: The number of the row, from 1.
        column: The column; empty for the whole row.
        value: What is written there.
        reason: Why it could not be used.
    """

    row: int
    column: str
    value: str
    reason: str


@frozen
class Account:
    """What became of the cells of one column.

    Attributes:
        column: The column.
        read: How many values were read.
        missing: How many cells hold nothing.
        rejected: How many values could not be used, those of refused rows among them.
    """

    column: str
    read: int
    missing: int
    rejected: int


@frozen
class Reading:
    """A table that was read.

    Attributes:
        patients: The patients, one for each row that is kept.
        rows: The number of each patient's row in the table, from 1.
        rejects: Values and rows that could not be used.
        accounts: What became of the cells of each column that is read.
        unused: The columns that are not read.
        cells: The cells of each patient's row, as they were given.
        facts: The facts of each patient.
    """

    patients: tuple[Patient, ...]
    rows: tuple[int, ...]
    rejects: tuple[Reject, ...]
    accounts: tuple[Account, ...]
    unused: tuple[str, ...]
    cells: tuple[Mapping[str, Any], ...] = field(repr=False)
    facts: tuple[Facts, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(derive(patient) for patient in self.patients))

    def columns(self) -> dict[str, list[Any]]:
        """The facts as columns, for the constructor of a frame; the first is `id`.

        Returns:
            Lists by column name. Quantities are pairs of bounds.
        """
        ids = [patient.id for patient in self.patients]
        return {"id": ids, **fact_columns([facts.values for facts in self.facts])}

    def frame(self, backend: str = "polars", *, keep: Iterable[str] = ()) -> Any:
        """The facts as a table.

        Args:
            backend: `polars`, `pandas` or `pyarrow`.
            keep: Columns of the table that was read to keep beside the facts, as they are.

        Returns:
            The native table.
        """
        with needed("cohort"):
            from all_risk.cohort.build import frame_of

        kept = {name: [row[name] for row in self.cells] for name in keep}
        return frame_of({**self.columns(), **kept}, backend)


def fact_columns(known: Sequence[Mapping[str, Value]]) -> dict[str, list[Any]]:
    """What is known of patients, as columns.

    Args:
        known: The values of the facts of each patient.

    Returns:
        Lists by column name. Quantities are pairs of bounds; a category of which several
        values are possible is left empty.

    Examples:
        >>> fact_columns([{"lineage": frozenset({"B"})}, {}])
        {'lineage': ['B', None]}
    """
    names = dict.fromkeys(name for values in known for name in values)
    columns: dict[str, list[Any]] = {}
    for name in sorted(names, key=lambda n: (isinstance(fact_named(n), Flag), n)):
        columns |= _columns(fact_named(name), [values.get(name) for values in known])
    return columns


def _columns(fact: Fact, values: list[Value | None]) -> dict[str, list[Any]]:
    if isinstance(fact, Flag):
        return {fact.name: list(values)}
    if isinstance(fact, Category):
        sets = [v if isinstance(v, frozenset) and len(v) == 1 else None for v in values]
        return {fact.name: [None if v is None else next(iter(v)) for v in sets]}
    spans = [v if isinstance(v, Interval) else None for v in values]
    bounds: tuple[Callable[[Interval], Any], ...] = (
        lambda span: float(span.low),
        lambda span: None if span.high == INFINITY else float(span.high),
        lambda span: span.low_open,
        lambda span: span.high_open,
    )
    return {
        fact.name + end: [None if span is None else bound(span) for span in spans]
        for end, bound in zip(BOUNDS, bounds, strict=True)
    }


@lru_cache(maxsize=10_000)
def folded(header: str) -> str:
    """A header by its letters and digits only, in lower case."""
    return "".join(c for c in header.casefold() if c.isalnum())


def rows_of(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table of any engine, or rows that are mappings already.

    Args:
        table: A frame that narwhals knows, or mappings.

    Yields:
        Each row by column name.
    """
    if isinstance(table, Iterable) and not hasattr(table, "__dataframe__"):
        first = next(iter(table), None)
        if first is None or isinstance(first, Mapping):
            yield from (dict(row) for row in table)
            return
    from all_risk.cohort.build import rows_of_frame

    yield from rows_of_frame(table)


@define
class Row:
    """One row while it is read."""

    number: int
    cells: Mapping[str, tuple[str, str]]
    missing: frozenset[str]
    rejects: list[Reject]
    counted: Counter[tuple[str, str]]

    def has(self, *headers: str) -> bool:
        """Whether the table has a column of one of these headers."""
        return any(folded(header) in self.cells for header in headers)

    def text(self, *headers: str) -> str | None:
        """What is written in the first column of these headers that the table has."""
        return self.read(str, *headers)

    def word(self, words: Mapping[str, _T], *headers: str) -> _T | None:
        """The meaning of a word, by its letters and digits."""
        meaning = {folded(word): value for word, value in words.items()}

        def look_up(text: str) -> _T:
            if folded(text) not in meaning:
                raise ValueError(f"not one of {', '.join(words)}")
            return meaning[folded(text)]

        return self.read(look_up, *headers)

    def read(self, parse: Callable[[str], _T], *headers: str) -> _T | None:
        """A cell, read; what cannot be read is refused and left unknown."""
        for header in headers:
            if folded(header) not in self.cells:
                continue
            column, text = self.cells[folded(header)]
            if text.strip() == "" or text.strip().casefold() in self.missing:
                self.counted[column, "missing"] += 1
                return None
            try:
                value = parse(text.strip())
            except (AllRiskError, ValueError, ArithmeticError) as error:
                reason = "not a number" if isinstance(error, ArithmeticError) else str(error)
                self.rejects.append(Reject(self.number, column, text, reason))
                self.counted[column, "rejected"] += 1
                return None
            self.counted[column, "read"] += 1
            return value
        return None


def read_rows(
    table: Any,
    patient: Callable[[Row], Patient],
    *,
    missing: Iterable[str],
    key: str | None = None,
) -> Reading:
    """Read a table row by row.

    Args:
        table: The table.
        patient: Makes a patient of a row.
        missing: What is written where a value is missing, in lower case.
        key: The header of the patient's identifier, where a patient can have several rows.

    Returns:
        What was read.
    """
    rejects: list[Reject] = []
    counted: Counter[tuple[str, str]] = Counter()
    patients: dict[int, Patient] = {}
    raws: dict[int, Mapping[str, Any]] = {}
    seen: dict[str, tuple[int, Patient]] = {}
    headers: tuple[str, ...] = ()
    absent, refused = frozenset(missing), 0
    for number, raw in enumerate(rows_of(table), 1):
        headers = headers or tuple(raw)
        cells = {folded(h): (h, "" if v is None else str(v)) for h, v in raw.items()}
        row = Row(number, cells, absent, rejects, Counter())
        try:
            made = patient(row)
        except AllRiskError as error:
            rejects.append(Reject(number, "", "", str(error)))
            refused += 1
            continue
        counted += row.counted
        name = cells.get(folded(key), ("", ""))[1] if key is not None else ""
        if name in seen:
            if made != seen[name][1]:
                first = seen[name][0]
                reason = f"this row says otherwise of the patient than row {first}, which is kept"
                rejects.append(Reject(number, key or "", name, reason))
            continue
        if name:
            seen[name] = number, made
        patients[number] = made
        raws[number] = raw
    used = dict.fromkeys(column for column, _ in counted)
    return Reading(
        patients=tuple(patients.values()),
        rows=tuple(patients),
        rejects=tuple(rejects),
        accounts=tuple(
            Account(h, counted[h, "read"], counted[h, "missing"], counted[h, "rejected"] + refused)
            for h in headers
            if h in used
        ),
        unused=tuple(h for h in headers if h not in used),
        cells=tuple(raws.values()),
    )
