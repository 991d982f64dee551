"""A table made ready: its columns as sources of facts, text read into bounds."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
from attrs import field, frozen

from all_risk.cohort.frames import kinds_of
from all_risk.cohort.mapping import Mapping, read_texts
from all_risk.cohort.reading import Reject
from all_risk.cohort.schema import find_sources
from all_risk.cohort.sources import Source
from all_risk.cohort.through_arrow import to_arrow
from all_risk.errors import InvalidTable, Problem

__all__ = ["Prepared", "prepare"]


@frozen
class Prepared:
    """A table that can be asked.

    Attributes:
        given: The table as it was given, as a narwhals frame.
        table: The table to compute on; the same, unless text was read or it is pandas.
        sources: Where each fact stands.
        refused: Text that could not be read, by fact.
    """

    given: Any
    table: Any
    sources: dict[str, Source]
    refused: AnyMapping[str, Sequence[Reject]] = field(factory=dict)


def prepare(frame: Any, mapping: Mapping | None = None) -> Prepared:
    """Make a table ready.

    Args:
        frame: A native table.
        mapping: Which column holds which fact; without one, columns are named after facts.

    Returns:
        The table with its sources.

    Raises:
        InvalidTable: If it cannot be asked.
    """
    given: Any = nw.from_native(frame)
    if mapping is None:
        table = to_arrow(given)
        return Prepared(given, table, find_sources(kinds_of(table)))
    named = [
        name
        for column in mapping.columns.values()
        for name in (column.name, column.sensitivity)
        if name is not None
    ]
    table = to_arrow(given, named)
    sources, texts = mapping.sources(kinds_of(table))
    if not texts:
        return Prepared(given, table, sources)
    if isinstance(table, nw.LazyFrame):
        columns = ", ".join(dict.fromkeys(text.column for text in texts))
        message = (
            f"quantities written as text ({columns}) can be read only from a table in memory; "
            "collect it first, or use the command line, which reads piece by piece"
        )
        raise InvalidTable(Problem("$", "lazy_text", message))
    needed = {n for t in texts for n in (t.column, t.sensitivity) if n is not None}
    bounds, refused = read_texts(texts, {name: table[name].to_list() for name in needed})
    made = [
        nw.new_series(name, values, _type(name), backend=table.implementation)
        for name, values in bounds.items()
    ]
    return Prepared(given, table.with_columns(*made), sources, refused)


def _type(name: str) -> Any:
    return nw.Boolean() if name.endswith("_open") else nw.Float64()
