"""A text under correction that remembers where each character came from."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define, evolve, field

from all_risk.genetics.iscn.model import Alteration, Edit, Span

__all__ = ["Draft"]


@define(slots=True)
class Draft:
    """A working copy of a text, the origin of its characters, and the edits so far.

    Examples:
        >>> draft = Draft.of("46;XX")
        >>> draft.sub(re.compile(";"), ",", why="a comma follows the count", kind="spelling")
        >>> draft.text, draft.edits[0].span
        ('46,XX', Span(start=2, end=3))
    """

    text: str
    origin: list[int]
    original: str
    edits: list[Edit] = field(factory=list[Edit])

    @classmethod
    def of(cls, text: str) -> Draft:
        """A draft of a text, nothing changed yet."""
        return cls(text, list(range(len(text))), text)

    def sub(
        self,
        pattern: re.Pattern[str],
        replacement: str | Callable[[re.Match[str]], str],
        *,
        why: str,
        kind: Alteration,
        together: bool = False,
    ) -> None:
        """Replace every match, keeping one edit for each, or one for all of them."""
        pieces: list[str] = []
        origin: list[int] = []
        edits: list[Edit] = []
        done = 0
        for found in pattern.finditer(self.text):
            new = found.expand(replacement) if isinstance(replacement, str) else replacement(found)
            if new == found[0]:
                continue
            start, end = found.span()
            pieces += (self.text[done:start], new)
            origin += self.origin[done:start]
            origin += self._origins(start, end, new)
            span = self.span(start, end)
            edits.append(Edit(span=span, was=found[0], now=new, why=why, kind=kind))
            done = end
        if not edits:
            return
        pieces.append(self.text[done:])
        origin += self.origin[done:]
        self.text, self.origin = "".join(pieces), origin
        if together and len(edits) > 1:
            edits = [evolve(edits[0], why=f"{why} (and at {len(edits) - 1} other places)")]
        self.edits += edits

    def span(self, start: int, end: int) -> Span:
        """The piece of the original that a piece of the draft came from."""
        if start < end:
            return Span(self.origin[start], self.origin[end - 1] + 1)
        if start < len(self.origin):
            return Span(self.origin[start], self.origin[start])
        return Span(len(self.original), len(self.original))

    def _origins(self, start: int, end: int, new: str) -> list[int]:
        """Origins of new characters: the first and last of what they replace."""
        if start < end:
            first, last = self.origin[start], self.origin[end - 1]
        else:
            # put in between two characters: it belongs to the one before
            first = last = self.origin[start - 1] if start else 0
        return [first] * (len(new) - 1) + [last] * bool(new)
