"""Native tables made and read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw

from all_risk.cohort.dictionary import BOUNDS, fact_named
from all_risk.cohort.schema import is_fact_column
from all_risk.errors import InvalidTable, Problem, shown
from all_risk.logic import Flag, Quantity

__all__ = ["frame_of", "rows_of_frame"]


def frame_of(columns: Mapping[str, list[Any]], backend: Any) -> Any:
    """A native table of facts.

    Args:
        columns: Lists by column name.
        backend: `polars`, `pandas` or `pyarrow`.

    Returns:
        The table.

    Raises:
        InvalidTable: If there is no such engine.
    """
    if backend not in ("polars", "pandas", "pyarrow"):
        message = f"{shown(backend)} is not an engine that tables are made for; there are polars, "
        raise InvalidTable(Problem("$", "unknown_engine", message + "pandas and pyarrow"))
    if backend == "pandas":
        table = frame_of(columns, "pyarrow")
        return table.to_pandas()
    facts = {name: values for name, values in columns.items() if name == "id" or _is_fact(name)}
    schema = nw.Schema({name: _type(name) for name in facts})
    made = nw.from_dict(facts, schema, backend=backend)
    others = {name: values for name, values in columns.items() if name not in facts}
    if others:
        beside = nw.from_dict(others, backend=backend)
        made = made.with_columns(*(beside[name] for name in others))
    return made.to_native()


def _is_fact(name: str) -> bool:
    stem, separator, end = name.partition("__")
    return is_fact_column(stem if separator + end in BOUNDS else name)


def _type(name: str) -> Any:
    _, separator, end = name.rpartition("__")
    if separator + end in BOUNDS:
        return nw.Boolean() if end.endswith("open") else nw.Float64()
    if not is_fact_column(name):
        return nw.String()
    fact = fact_named(name)
    if isinstance(fact, Flag):
        return nw.Boolean()
    return nw.Float64() if isinstance(fact, Quantity) else nw.String()


def rows_of_frame(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a native table."""
    frame = nw.from_native(table)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    yield from eager.iter_rows(named=True)
