"""From a patient to facts: one module for each group of facts.

Nothing is guessed. A missing result leaves its fact unknown, results that exclude each
other leave it open and are listed as a conflict, and whatever is assumed or cannot be used
is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of

if TYPE_CHECKING:
    from all_risk.derivation.as_of import known_by
    from all_risk.derivation.whole import derive

__all__ = ["derive", "known_by"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(__name__, {"as_of": ("known_by",), "whole": ("derive",)})
