"""Files of patients, read and answered piece by piece, so that memory does not grow with them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv
from attrs import define, frozen
from pyarrow import parquet

from all_risk.codec import from_json
from all_risk.cohort.build import frame_of
from all_risk.cohort.checking import find_rejects
from all_risk.cohort.dictionary import BOUNDS
from all_risk.cohort.evaluation import absent_facts, answered, planned, refuse_clash
from all_risk.cohort.mapping import Mapping, default_mapping, mapping_of
from all_risk.cohort.prepared import prepare
from all_risk.cohort.reading import Reading, Reject, fact_columns
from all_risk.cohort.schema import is_fact_column
from all_risk.derivation import derive
from all_risk.errors import AllRiskError, Problem, shown
from all_risk.facts import Facts
from all_risk.guideline import Guideline, Scheme

__all__ = ["UNREADABLE", "Answered", "Piece", "Rejects", "output", "pieces", "read_mapping"]

UNREADABLE = (pa.ArrowException, pl.exceptions.PolarsError)
"""What the engines raise where they can make nothing of a file."""

ROWS_AT_ONCE = 1 << 19
DOCUMENTS_AT_ONCE = 2000


@frozen
class Answered:
    """A piece with its answers.

    Attributes:
        frame: The rows to write.
        rejects: What could not be used.
        counts: How often each answer was given, by column.
        absent: For each guideline or scheme, the facts that no column holds.
    """

    frame: pl.DataFrame
    rejects: list[Reject]
    counts: dict[str, dict[str, int]]
    absent: dict[str, tuple[str, ...]]


@frozen
class Piece:
    """Some rows of a file.

    Attributes:
        frame: Their columns.
        numbers: Their numbers in the file, from 1.
        position: The share of the file that has been read.
        keep: The columns to write besides the answers.
        mapping: Which column holds which fact; None where columns are named after facts.
        rejects: What was refused while they were read.
    """

    frame: pl.DataFrame
    numbers: Callable[[int], int]
    position: float
    keep: tuple[str, ...]
    mapping: Mapping | None = None
    rejects: tuple[Reject, ...] = ()

    def answer(
        self, rules: AnyMapping[str, Guideline | Scheme], *, reasons: bool = False
    ) -> Answered:
        """Ask guidelines and schemes.

        Args:
            rules: The guidelines and schemes, each with what its columns begin with.
            reasons: Whether to give back the deciding and the missing facts.

        Returns:
            The answers.
        """
        ready = prepare(self.frame, self.mapping)
        made = self.frame.select(self.keep)
        rejects = [*self.rejects, *self._renumbered(find_rejects(ready, self.mapping))]
        counts: dict[str, dict[str, int]] = {}
        contradictory: set[int] = set()
        for prefix, asked in rules.items():
            plan = planned(asked, ready.sources, prefix, reasons=reasons)
            refuse_clash(plan, made.columns)
            names = [output.name for output in plan.outputs]
            answers = answered(ready, plan).to_native().select(names)
            made = made.with_columns(answers)
            conflict = answers[f"{prefix}conflict"]
            if conflict.any():
                contradictory |= set(conflict.arg_true().to_list())
            for name in names:
                found = _counts(name.removeprefix(prefix), answers[name])
                counts |= {name: found} if found else {}
        reason = "what the row says cannot all be; it is answered by nothing"
        rejects += [Reject(self.numbers(i), "", "", reason) for i in sorted(contradictory)]
        absent = {asked.id: absent_facts(asked, ready.sources) for asked in rules.values()}
        return Answered(made, rejects, counts, absent)

    def _renumbered(self, rejects: Iterable[Reject]) -> Iterator[Reject]:
        for each in rejects:
            yield Reject(self.numbers(each.row - 1), each.column, each.value, each.reason)


def _counts(name: str, answers: pl.Series) -> dict[str, int]:
    """How often each answer was given, in words; nothing for columns that are not counted."""
    if name in ("possible", "uncovered", "because", "missing", "settled_by"):
        return {}
    if name == "conflict":
        contradictory = answers.arg_true().len()
        return {"the row contradicts itself": contradictory} if contradictory else {}
    return {value or "-": count for value, count in answers.value_counts().iter_rows()}


@contextmanager
def pieces(source: Path, kind: str, mapping: str | None) -> Iterator[Iterable[Piece]]:
    """The pieces of a file.

    Args:
        source: The file.
        kind: `facts`, `patients`, `target`, `cbioportal` or `bioconductor`.
        mapping: The file of a mapping, for `facts`.

    Yields:
        The pieces.

    Raises:
        AllRiskError: If the file is of no kind that can be read.
    """
    asked = None if mapping is None else read_mapping(Path(mapping))
    suffix = source.suffix.casefold()
    if asked is not None and kind != "facts":
        raise _refused("mapping_unused", "a mapping is for tables of facts")
    if kind == "patients":
        with source.open("rb") as file:
            yield _documents(file, source.stat().st_size)
    elif suffix == ".parquet" and kind == "facts":
        with parquet.ParquetFile(source) as file:
            yield _parquet(file, asked)
    elif suffix in (".csv", ".tsv", ".txt"):
        with source.open("rb") as file:
            made = _csv(source, file, asked) if kind == "facts" else _known(source, file, kind)
            yield made
    else:
        raise _refused(
            "unknown_format",
            f"{source.name}: tables are read from .csv, .tsv and .parquet files, patient "
            "documents from .jsonl files",
        )


def _refused(code: str, message: str) -> AllRiskError:
    return AllRiskError(Problem("$", code, message))


def read_mapping(file: Path) -> Mapping:
    """A mapping written in TOML: a table for each fact, with the fields of a `Column`.

    Args:
        file: The file.

    Returns:
        The mapping.

    Raises:
        AllRiskError: If it cannot be read.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        wrong = str(error)
    else:
        return mapping_of(tables)
    raise _refused("bad_mapping", f"{file}: {wrong}")


def _parquet(file: parquet.ParquetFile, mapping: Mapping | None) -> Iterator[Piece]:
    total, done = max(1, file.metadata.num_rows), 0
    for batch in file.iter_batches(ROWS_AT_ONCE):
        frame = pl.DataFrame(pl.from_arrow(batch))
        first = done + 1
        done += frame.height
        yield Piece(frame, first.__add__, done / total, tuple(frame.columns), mapping)


def _csv(source: Path, file: Any, mapping: Mapping | None) -> Iterator[Piece]:
    wrong: list[Reject] = []
    size, done = max(1, source.stat().st_size), 0
    for batch in _text_batches(source, file, wrong):
        frame = pl.DataFrame(pl.from_arrow(batch))
        keep = tuple(frame.columns)
        chosen = mapping
        if mapping is None:
            frame, chosen = _as_facts(frame)
        rejects, numbers = tuple(wrong), _numbering(done, [reject.row for reject in wrong])
        done += frame.height + len(wrong)
        wrong.clear()
        yield Piece(frame, numbers, file.tell() / size, keep, chosen, rejects)
    if wrong:
        empty = pl.DataFrame()
        yield Piece(empty, done.__add__, 1.0, (), None, tuple(wrong))


def _numbering(done: int, skipped: list[int]) -> Callable[[int], int]:
    """The number in the file of each row of a batch, past rows that were left out."""

    def number(row: int) -> int:
        found = done + row + 1
        for each in skipped:
            found += each <= found
        return found

    return number


def _header(source: Path, separator: str) -> list[str]:
    """The first row of a text table."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as text:
            return next(csv.reader(text, delimiter=separator), [])
    except UnicodeDecodeError as error:
        wrong = f"it is not UTF-8 at byte {error.start}"
    except csv.Error as error:
        wrong = str(error)
    raise _refused("unreadable_table", f"{source.name}: {wrong}")


def _text_batches(source: Path, file: Any, wrong: list[Reject]) -> Iterator[pa.RecordBatch]:
    """The rows of a text table, every cell as text; rows of a wrong length are refused."""
    separator = "\t" if source.suffix.casefold() == ".tsv" else ","
    header = _header(source, separator)
    repeated = sorted(shown(name) for name, times in Counter(header).items() if times > 1)
    if not header or repeated:
        named = ", ".join(repeated[:3])
        what = f"several columns are named {named}" if repeated else "it is empty"
        raise _refused("bad_header", f"{source.name}: {what}")

    def refuse(row: Any) -> str:
        reason = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
        wrong.append(Reject(row.number - 1, "", str(row.text or ""), reason))
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            file,
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=1 << 23),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=refuse
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
        yield from reader
    except pa.ArrowInvalid as error:
        amiss = str(error)[:200]
    else:
        return
    raise _refused("unreadable_table", f"{source.name}: {amiss}")


def _as_facts(frame: pl.DataFrame) -> tuple[pl.DataFrame, Mapping]:
    """Columns of text that are named after facts, with the mapping that reads them."""
    bounded = [n for n in frame.columns if n.endswith(BOUNDS) and is_fact_column(n)]
    if bounded:
        named = ", ".join(bounded)
        raise _refused("bounds_in_text", f"bounds ({named}) are read from .parquet files only")
    return frame, default_mapping(frame.columns)


def _known(source: Path, file: Any, kind: str) -> Iterator[Piece]:
    """A known table, whose rows become patients."""
    from all_risk.cohort.bioconductor import read_bioconductor
    from all_risk.cohort.target import read_cbioportal, read_target

    read = {
        "target": read_target,
        "cbioportal": read_cbioportal,
        "bioconductor": read_bioconductor,
    }[kind]
    wrong: list[Reject] = []
    batches = list(_text_batches(source, file, wrong))
    table = pa.Table.from_batches(batches) if batches else pa.table({})
    found: Reading = read(pl.DataFrame(pl.from_arrow(table)))
    ids = [patient.id for patient in found.patients]
    yield _of_patients(ids, found.rows, found.facts, 1.0, (*wrong, *found.rejects))


def _documents(file: Any, size: int) -> Iterator[Piece]:
    lines = enumerate(file, 1)
    while some := list(islice(lines, DOCUMENTS_AT_ONCE)):
        ids: list[str | None] = []
        rows: list[int] = []
        facts: list[Facts] = []
        rejects: list[Reject] = []
        for number, line in some:
            if not line.strip():
                continue
            try:
                patient = from_json(line)
                facts.append(derive(patient))
            except AllRiskError as error:
                rejects += [Reject(number, p.path, "", p.message) for p in error.errors]
                continue
            ids.append(patient.id)
            rows.append(number)
        yield _of_patients(ids, rows, facts, file.tell() / max(1, size), rejects)


def _of_patients(
    ids: list[str | None],
    rows: Iterable[int],
    facts: Iterable[Facts],
    position: float,
    rejects: Iterable[Reject],
) -> Piece:
    """Patients as a piece; what contradicts itself in a record is counted, not answered."""
    known, numbers = list(facts), list(rows)
    frame = pl.DataFrame(
        {
            "row": pl.Series(numbers, dtype=pl.Int64),
            "id": pl.Series(ids, dtype=pl.String),
            "contradictions": pl.Series([len(f.conflicts) for f in known], dtype=pl.Int64),
        }
    )
    keep = tuple(frame.columns)
    columns = fact_columns([f.values for f in known])
    if columns:
        frame = frame.hstack(frame_of(columns, "polars"))
    return Piece(frame, numbers.__getitem__, position, keep, None, tuple(rejects))


@define
class Rejects:
    """Writes what could not be used, as CSV; no file where there is nothing.

    Attributes:
        path: Where to.
        count: How many were written.
    """

    path: Path
    count: int = 0

    @classmethod
    @contextmanager
    def to(cls, path: Path) -> Iterator[Self]:
        """Open it; an older file of that name is removed."""
        path.unlink(missing_ok=True)
        yield cls(path)

    def add(self, rejects: list[Reject]) -> None:
        """Write some."""
        if not rejects:
            return
        with self.path.open("a", encoding="utf-8", newline="") as text:
            write = csv.writer(text)
            if not self.count:
                write.writerow(["row", "column", "value", "reason"])
            for each in rejects:
                write.writerow([each.row, each.column, each.value, each.reason])
        self.count += len(rejects)


@contextmanager
def output(target: Path) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Where answers are written, whole or not at all.

    Args:
        target: The file; its name says whether CSV, Parquet or JSON Lines.

    Yields:
        What writes a piece.

    Raises:
        AllRiskError: If the name says nothing of these.
    """
    suffix = target.suffix.casefold()
    if suffix not in (".csv", ".parquet", ".jsonl", ".ndjson"):
        raise _refused("unknown_format", f"{target.name}: write .csv, .parquet or .jsonl")
    part = target.with_name(target.name + ".part")
    try:
        if suffix == ".parquet":
            with _ParquetOutput(part) as writer:
                yield writer.write
        else:
            with part.open("wb") as file:
                first = True

                def write(frame: pl.DataFrame) -> None:
                    nonlocal first
                    if suffix == ".csv":
                        _refuse_nested(frame)
                        frame.write_csv(file, include_header=first)
                    else:
                        frame.write_ndjson(file)
                    first = False

                yield write
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _refuse_nested(frame: pl.DataFrame) -> None:
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    if nested:
        what = f"column {shown(nested[0])} holds lists"
        raise _refused("nested_column", f"{what}; write .parquet or .jsonl")


class _ParquetOutput:
    """Writes pieces to one Parquet file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: parquet.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, frame: pl.DataFrame) -> None:
        table = frame.to_arrow()
        if self.writer is None:
            self.writer = parquet.ParquetWriter(self.path, table.schema)
        self.writer.write_table(table)

    def __exit__(self, *_: object) -> None:
        if self.writer is None:
            parquet.write_table(pa.table({}), self.path)
        else:
            self.writer.close()
