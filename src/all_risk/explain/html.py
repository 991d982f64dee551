"""Lines and tables as a fragment of HTML, for notebooks and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from all_risk.explain.render import Catalogue, Cell, Line, Table

__all__ = ["render_html"]

# Colours are left to the page, so that the fragment is readable in light and dark.
_STYLE: Final = (
    "<style>.all-risk table{border-collapse:collapse;margin:.5em 0}"
    ".all-risk th,.all-risk td{border-bottom:1px solid currentColor;padding:.3em .8em .3em 0;"
    "text-align:left;vertical-align:top}"
    ".all-risk td p{margin:0}.all-risk h3{margin:1em 0 .2em}</style>"
)


def render_html(parts: Iterable[Line | Table], catalogue: Catalogue) -> str:
    """What is said, as HTML.

    Args:
        parts: What is said.
        catalogue: The words for it.

    Returns:
        A `section` element with a style of its own; every text in it is escaped.
    """
    return f'<section class="all-risk">{_STYLE}{"".join(_parts(parts, catalogue))}</section>'


def _parts(parts: Iterable[Line | Table], catalogue: Catalogue) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Table):
            yield "<table><thead><tr>"
            yield from (f'<th scope="col">{_cell(cell, catalogue)}</th>' for cell in part.header)
            yield "</tr></thead><tbody>"
            for row in part.rows:
                yield "<tr>"
                yield from (f"<td>{_cell(cell, catalogue)}</td>" for cell in row)
                yield "</tr>"
            yield "</tbody></table>"
        elif part.level == 0:
            yield f"<h3>{escape(catalogue.text(part.message))}</h3>"
        else:
            text = escape(catalogue.text(part.message).removeprefix("- "))
            yield f'<p style="margin:0 0 0 {part.level - 1}em">{text}</p>'


def _cell(cell: Cell, catalogue: Catalogue) -> str:
    return "".join(f"<p>{escape(catalogue.text(message))}</p>" for message in cell.messages)
