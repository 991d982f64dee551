"""What is counted while a file is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import define, field

__all__ = ["Tally"]


@define
class Tally:
    """Counts of answers.

    Attributes:
        rows: The patients answered.
        answers: How often each column holds each value.
        absent: For each guideline or scheme, the facts that no column held in any piece.
        silent: How many negative results have no sensitivity, by column.
    """

    rows: int = 0
    answers: dict[str, Counter[str]] = field(factory=dict)
    absent: dict[str, tuple[str, ...]] = field(factory=dict)
    silent: Counter[str] = field(factory=Counter)

    def add(
        self,
        rows: int,
        answers: Mapping[str, Mapping[str, int]],
        absent: Mapping[str, tuple[str, ...]],
        silent: Mapping[str, int],
    ) -> None:
        """Count one piece.

        Args:
            rows: How many patients it has.
            answers: How often each column holds each value in it.
            absent: For each guideline or scheme, the facts that it lacks.
            silent: How many negative results in it have no sensitivity, by column.
        """
        self.silent.update(silent)
        for name, counts in answers.items():
            self.answers.setdefault(name, Counter()).update(counts)
        for id_, facts in absent.items():
            before = facts if not self.rows else self.absent.get(id_, ())
            self.absent[id_] = tuple(name for name in before if name in facts)
        self.rows += rows
