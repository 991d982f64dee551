"""Answers in words.

`outline` says what is told and in which order, as messages; a catalogue has the words of a
language for an audience; `render` puts the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of

if TYPE_CHECKING:
    from all_risk.explain.answers import as_html, as_text

__all__ = ["as_html", "as_text"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(__name__, {"answers": __all__})
