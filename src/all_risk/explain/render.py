"""From messages and a catalogue of words to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from textwrap import wrap

from attrs import frozen

from all_risk.genetics.names import lesion
from all_risk.messages import Message

__all__ = ["Catalogue", "Cell", "Line", "Table", "render"]

_WIDTH = 92
_MRD = re.compile(
    r"mrd_(\w+?)_(marrow|blood)(?:_(flow|pcr|ngs))?"
    r"(?:_(detected|quantifiable|sensitivity|markers))?"
)


@frozen
class Line:
    """One line of an explanation.

    Attributes:
        message: What it says.
        level: How far it is indented; 0 for a heading.
    """

    message: Message
    level: int = 1


@frozen
class Cell:
    """One cell of a table: statements below each other."""

    messages: tuple[Message, ...]


@frozen
class Table:
    """A table of an explanation.

    Attributes:
        header: What its columns are called.
        rows: Its rows, as many cells in each.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen(kw_only=True)
class Catalogue:
    """The words of one language for one audience.

    Attributes:
        messages: The text of each message, with its arguments in braces.
        words: The words for single terms, by the kind of argument and the term.
    """

    messages: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def text(self, message: Message) -> str:
        """A message in words.

        Raises:
            KeyError: If the catalogue lacks the message.
        """
        arguments = {name: self._term(name, value) for name, value in message.args}
        return self.messages[message.id].format(**arguments)

    def _term(self, kind: str, value: str) -> str:
        if kind == "facts":
            return ", ".join(self._term("fact", name) for name in value.split(", "))
        known = self.words.get(kind)
        if known is None:
            return value
        if value in known:
            return known[value]
        if kind == "group":
            return value.replace("_", " ")
        return _fact(value, known) if kind == "fact" else value


def _fact(name: str, words: Mapping[str, str]) -> str:
    """A fact that has no words of its own: MRD at a time point, or a lesion."""
    match = _MRD.fullmatch(name)
    if match is None:
        return lesion(name).display
    timepoint, specimen, method, said = match.groups()
    return (
        words[f"mrd_{said}" if said else "mrd"]
        .format(
            timepoint=words[f"mrd_{timepoint}"],
            specimen=words[f"mrd_{specimen}"],
            method=words[f"mrd_{method}"] if method else "",
        )
        .strip()
    )


def render(parts: Iterable[Line | Table], catalogue: Catalogue) -> str:
    """Lines and tables as text, wrapped and indented.

    Args:
        parts: What is said.
        catalogue: The words for it.

    Returns:
        The text.
    """
    rendered: list[str] = []
    for part in parts:
        if isinstance(part, Table):
            rendered += _columns(part, catalogue)
            continue
        text = catalogue.text(part.message)
        if part.level == 0 and rendered:
            rendered.append("")
        indent = "  " * part.level
        hanging = indent + ("  " if text.startswith("- ") else "")
        rendered += _wrapped(text, _WIDTH, indent, hanging)
    return "\n".join(rendered)


_SHARES = (28, 20)  # the first columns of a table; the last takes what is left
_GAP = "  "


def _columns(table: Table, catalogue: Catalogue) -> Iterator[str]:
    widths = (*_SHARES, _WIDTH - sum(_SHARES) - 3 * len(_GAP))
    for row in (table.header, *table.rows):
        cells = [
            [
                line
                for message in cell.messages
                for line in _wrapped(catalogue.text(message), width, "", _GAP)
            ]
            for cell, width in zip(row, widths, strict=True)
        ]
        for pieces in zip_longest(*cells, fillvalue=""):
            padded = (piece.ljust(width) for piece, width in zip(pieces, widths, strict=True))
            yield (_GAP + _GAP.join(padded)).rstrip()
        if row is table.header:
            yield _GAP + _GAP.join("-" * width for width in widths)


def _wrapped(text: str, width: int, indent: str, hanging: str) -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
