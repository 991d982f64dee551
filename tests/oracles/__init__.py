"""Expected answers, derived from the sources alone by a reader who did not see the rules.

Each module restates one kind of published table as a plain function of known facts. They are
compared with the library cell by cell, with and without blanks, in `test_oracles.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

__all__ = ["OUTSIDE", "UNCOVERED", "Known", "Oracle"]

OUTSIDE, UNCOVERED = "(outside the population)", "(in no printed row)"

Known = Mapping[str, Any]
"""A value for every input: a Decimal, True or False, or a word."""


@frozen(kw_only=True)
class Oracle:
    """What a published table says.

    Attributes:
        id: The scheme, or the guideline and the trigger with a blank between.
        rows: The rows of the collection of sources that were read.
        inputs: For each fact asked, values that between them stand for every answer: each
            printed threshold, a value to either side of it, both truths of a flag, every word.
        answer: The groups the source allows for known inputs: one; several where the source
            leaves it open; `OUTSIDE`, or `UNCOVERED` where no printed row holds.
        impossible: Whether inputs cannot occur together.
    """

    id: str
    rows: str
    inputs: Mapping[str, tuple[Any, ...]]
    answer: Callable[[Known], frozenset[str]]
    impossible: Callable[[Known], bool] = lambda _: False
