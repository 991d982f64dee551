"""Columns of a table as lists, and small tables of words to show."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import isnan
from typing import Any

import narwhals.stable.v2 as nw
from attrs import field, frozen

from all_risk.errors import InvalidTable, Problem, nearest, shown

__all__ = ["WordTable", "collected", "lists_of", "percent_of"]


def collected(frame: Any) -> Any:
    """A native table as an eager narwhals frame."""
    table: Any = nw.from_native(frame)
    return table.collect() if isinstance(table, nw.LazyFrame) else table


def lists_of(frame: Any, columns: Iterable[str]) -> dict[str, list[Any]]:
    """Columns of a table as lists; what is missing is None.

    Args:
        frame: A native table.
        columns: Their names.

    Returns:
        The lists by name.

    Raises:
        InvalidTable: If there is no such column.
    """
    table: Any = nw.from_native(frame)
    known = table.collect_schema().names()
    wanted = list(dict.fromkeys(columns))
    for name in wanted:
        if name not in known:
            message = f"the table has no column {shown(name)}{nearest(name, known)}"
            raise InvalidTable(Problem("$", "no_column", message))
    chosen = table.select(*wanted)
    eager = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
    return {name: [_plain(v) for v in eager[name].to_list()] for name in wanted}


def _plain(value: Any) -> Any:
    """A value, or None for the ways in which engines write that there is none."""
    nothing = value is None or (isinstance(value, float) and isnan(value))
    return None if nothing or str(value) == "<NA>" else value


def percent_of(part: int, whole: int) -> str:
    """A share in percent, as papers print it.

    Examples:
        >>> percent_of(1, 8), percent_of(1, 3000), percent_of(0, 0)
        ('12 %', '<1 %', '-')
    """
    if not whole:
        return "-"
    share = 100 * part / whole
    return "<1 %" if 0 < share < 1 else f"{share:.0f} %"


@frozen
class WordTable:
    """A table to read.

    Attributes:
        header: The head of each column.
        rows: The cells.
        note: What a reader has to know besides.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = field(default="")

    def to_markdown(self) -> str:
        """The table in Markdown."""
        marks = ["---", *("---:" for _ in self.header[1:])]
        lines = [_line(self.header), _line(marks), *map(_line, self.rows)]
        return "\n".join([*lines, "", self.note] if self.note else lines)

    def to_html(self) -> str:
        """The table in HTML."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in self.header)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows
        )
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        columns = list(zip(self.header, *self.rows, strict=True))
        widths = [max(map(len, column)) for column in columns]
        lines = [
            "  ".join(
                cell.ljust(width) if i == 0 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in (self.header, tuple("-" * width for width in widths), *self.rows)
        ]
        return "\n".join([*lines, self.note] if self.note else lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
