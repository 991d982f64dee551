"""Lines and tables as a fragment of HTML, for notebooks and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

from all_risk.explain.render import Catalogue, Cell, Line, Table
from all_risk.messages import Message

__all__ = ["FOLDED", "render_html"]

# Text colours are left to the page, so that the fragment is readable in light and dark; an
# edge in colour only repeats what the words say.
_STYLE: Final = (
    "<style>.all-risk table{border-collapse:collapse;margin:.5em 0}"
    ".all-risk th,.all-risk td{border-bottom:1px solid currentColor;padding:.3em .8em .3em 0;"
    "text-align:left;vertical-align:top}"
    ".all-risk td p{margin:0}.all-risk h3{margin:1em 0 .2em}"
    ".all-risk p{margin:.1em 0}.all-risk ul{margin:.1em 0;padding-left:1.2em}"
    ".all-risk .level-2{margin-left:1.2em}"
    ".all-risk [data-status]{border-left:4px solid #888;padding-left:.5em}"
    ".all-risk [data-status=met]{border-color:#d55e00}"
    ".all-risk [data-status=not_met]{border-color:#0072b2}"
    ".all-risk summary{cursor:pointer;font-weight:bold;margin:1em 0 .2em}</style>"
)
FOLDED: Final = frozenset(
    {"appointment", "why_early", "questions", "copies", "parameters", "not_about", "not_listed"}
)
"""Headings of what a clinician reads once and not for each patient."""
_URL: Final = re.compile(r"https://[^\s<>\"]+[^\s<>\".,;:)]")
_BULLET: Final = "- "


def render_html(
    parts: Iterable[Line | Table],
    catalogue: Catalogue,
    *,
    language: str = "en",
    folded: frozenset[str] = FOLDED,
) -> str:
    """What is said, as HTML.

    Args:
        parts: What is said.
        catalogue: The words for it.
        language: The language of the catalogue, for those who listen to it.
        folded: The headings under which all is folded away until it is asked for.

    Returns:
        A `section` element with a style of its own; every text in it is escaped.
    """
    body = "".join(_sections(parts, catalogue, folded))
    return f'<section class="all-risk" lang="{escape(language)}">{_STYLE}{body}</section>'


def _sections(
    parts: Iterable[Line | Table], catalogue: Catalogue, folded: frozenset[str]
) -> Iterator[str]:
    """Each heading with what stands under it."""
    body: list[Line | Table] = []
    closing = ""
    for part in parts:
        if isinstance(part, Table) or part.level > 0:
            body.append(part)
            continue
        yield from _body(body, catalogue)
        yield closing
        body = []
        text = _text(part.message, catalogue)
        if part.message.id in folded:
            yield f"<details><summary>{text}</summary>"
            closing = "</details>"
        else:
            yield f"<h3{_status(part.message)}>{text}</h3>"
            closing = ""
    yield from _body(body, catalogue)
    yield closing


def _body(parts: Iterable[Line | Table], catalogue: Catalogue) -> Iterator[str]:
    """Tables, paragraphs and lists, in their order."""
    for (listed, level), group in groupby(parts, key=lambda part: _place(part, catalogue)):
        lines = [_part(part, catalogue) for part in group]
        if not level:
            yield from lines
        elif listed:
            items = "".join(f"<li>{line}</li>" for line in lines)
            yield f'<ul class="level-{level}">{items}</ul>'
        else:
            yield from (f'<p class="level-{level}">{line}</p>' for line in lines)


def _place(part: Line | Table, catalogue: Catalogue) -> tuple[bool, int]:
    """Whether a part is an item of a list, and how far it is indented."""
    if isinstance(part, Table):
        return False, 0
    return catalogue.text(part.message).startswith(_BULLET), part.level


def _part(part: Line | Table, catalogue: Catalogue) -> str:
    if isinstance(part, Line):
        return _text(part.message, catalogue)
    header = "".join(f'<th scope="col">{_cell(cell, catalogue)}</th>' for cell in part.header)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(cell, catalogue)}</td>' for cell in row)}</tr>"
        for row in part.rows
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Cell, catalogue: Catalogue) -> str:
    return "".join(
        f"<p{_status(message)}>{_text(message, catalogue)}</p>" for message in cell.messages
    )


def _status(message: Message) -> str:
    """What became of a trigger, as an attribute that a style can use."""
    status = message.as_dict().get("status")
    return "" if status is None else f' data-status="{escape(status)}"'


def _text(message: Message, catalogue: Catalogue) -> str:
    """A message, escaped, with the addresses in it as links."""
    text = catalogue.text(message).removeprefix(_BULLET)
    pieces, end = [], 0
    for match in _URL.finditer(text):
        url = escape(match.group())
        pieces.append(escape(text[end : match.start()]))
        pieces.append(f'<a href="{url}" target="_blank" rel="noopener noreferrer">{url}</a>')
        end = match.end()
    return "".join([*pieces, escape(text[end:])])
