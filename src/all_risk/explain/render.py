"""From messages and a catalogue of words to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import zip_longest
from textwrap import wrap

from attrs import field, frozen

from all_risk.genetics.names import lesion
from all_risk.messages import Message

__all__ = ["Catalogue", "Cell", "Line", "Table", "render"]

_WIDTH = 92
# Arguments made of numbers, units and a closed set of words.
_PHRASED = frozenset({"value", "compared", "leads", "asked", "answered"})
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
        published: The English texts of the shipped guidelines in this language; empty for
            English.
    """

    messages: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    published: Mapping[str, str] = field(factory=dict)

    def text(self, message: Message) -> str:
        """A message in words.

        Raises:
            KeyError: If the catalogue lacks the message.
        """
        given = message.as_dict()
        arguments = {name: self._term(name, value) for name, value in given.items()}
        if "title" in given and given.get("trigger") not in self.words.get("trigger", {}):
            arguments["trigger"] = arguments["title"]  # a guideline of the caller's own
        return self.messages[message.id].format(**arguments)

    def _term(self, kind: str, value: str) -> str:
        if kind in ("facts", "findings", "groups"):
            one = kind.removesuffix("s")
            return ", ".join(dict.fromkeys(self._term(one, name) for name in value.split(", ")))
        known = self.words.get(kind, {})
        if value in known:
            return known[value]
        if kind in ("fact", "finding"):
            return self._fact(value, kind)
        if kind == "lesion":
            return self._lesion(value)
        if kind == "group":
            return self.words.get("group", {}).get(value.replace(" ", "_"), value.replace("_", " "))
        if kind == "date":
            return self._date(value)
        if value in self.published:
            return self.published[value]
        return self._phrases(value) if kind in _PHRASED else value

    def _fact(self, name: str, kind: str) -> str:
        """A fact without words of this kind: those it has as a fact, MRD, or a lesion."""
        words = {**self.words["fact"], **self.words.get(kind, {})}
        if name in words:
            return words[name]
        match = _MRD.fullmatch(name)
        if match is None:
            return self._lesion(name)
        timepoint, specimen, method, said = match.groups()
        return (
            words[f"mrd_{said}" if said else "mrd"]
            .format(
                timepoint=words[f"mrd_{timepoint}"],
                specimen=words[f"mrd_{specimen}"],
                method=words.get(f"mrd_{method}", ""),
            )
            .strip()
        )

    def _lesion(self, name: str) -> str:
        found = lesion(name)
        own = self.words.get("lesion", {}).get(found.name)
        gene = found.name.removesuffix("-r").removesuffix(f" {found.kind}")
        return own or self.words["lesion_kind"][found.kind].format(name=found.name, gene=gene)

    def _date(self, value: str) -> str:
        """A date, written out where the catalogue has the words for it."""
        months = self.words.get("month")
        if months is None:
            return value
        year, month, day = value.split("-")
        return months["written"].format(day=int(day), month=months[month], year=year)

    def _phrases(self, value: str) -> str:
        """A value, a comparison or an outcome, whose few English words are put in others."""
        words = self._other_words
        if not words:
            return value
        return self._any_of_them.sub(lambda match: words[match.group()], value)

    @cached_property
    def _other_words(self) -> Mapping[str, str]:
        groups = {
            name.replace("_", " "): said for name, said in self.words.get("group", {}).items()
        }
        every = {**self.words.get("phrase", {}), **groups}
        return {english: said for english, said in every.items() if english != said}

    @cached_property
    def _any_of_them(self) -> re.Pattern[str]:
        longest = sorted(self._other_words, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")


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


_TABLE_WIDTH = 98
_SHARES = (31, 21)  # the first columns of a table; the last takes what is left
_GAP = "  "


def _columns(table: Table, catalogue: Catalogue) -> Iterator[str]:
    widths = (*_SHARES, _TABLE_WIDTH - sum(_SHARES) - 3 * len(_GAP))
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
