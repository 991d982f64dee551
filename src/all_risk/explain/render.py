"""From messages and a catalogue of words to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from textwrap import wrap

from attrs import frozen

from all_risk.genetics.names import lesion
from all_risk.messages import Message

__all__ = ["Catalogue", "Line", "render"]

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


def render(lines: Iterable[Line], catalogue: Catalogue) -> str:
    """Lines as text, wrapped and indented.

    Args:
        lines: What is said.
        catalogue: The words for it.

    Returns:
        The text.
    """
    rendered: list[str] = []
    for line in lines:
        text = catalogue.text(line.message)
        if line.level == 0 and rendered:
            rendered.append("")
        indent = "  " * line.level
        hanging = indent + ("  " if text.startswith("- ") else "")
        rendered += wrap(
            text,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(rendered)
