"""An account of a reading: what was stated, by what, and where statements contradict."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, cast

from attrs import define, field

from all_risk.interop.reading import Contradiction, NotUnderstood, RecordedRisk, Used
from all_risk.quantities import Age, Interval

__all__ = ["Account", "Statement"]

Statement = tuple[Any, str, str]
"""A value, the resource that states it, and what is to be said of it."""


@define(kw_only=True)
class Account:
    """What has been read so far.

    Attributes:
        stated: Statements by their path in the patient document.
        lists: Entries of the lists of the patient document, by the path of the list.
        used: What was used.
        not_understood: What was not.
        conflicts: What contradicts itself.
        risks: Risk groups that were recorded.
    """

    stated: dict[str, list[Statement]] = field(factory=dict)
    lists: dict[str, list[Statement]] = field(factory=dict)
    used: list[Used] = field(factory=list)
    not_understood: list[NotUnderstood] = field(factory=list)
    conflicts: list[Contradiction] = field(factory=list)
    risks: list[RecordedRisk] = field(factory=list)

    def state(self, path: str, value: object, reference: str, what: str = "") -> None:
        """State the value of a field."""
        self.stated.setdefault(path, []).append((value, reference, what or str(value)))

    def add(self, path: str, entry: object, reference: str, what: str) -> None:
        """Add an entry to a list."""
        self.lists.setdefault(path, []).append((entry, reference, what))

    def leave(self, reference: str, code: str, why: str) -> None:
        """Say that a resource, or part of one, was not used."""
        self.not_understood.append(NotUnderstood(reference=reference, code=code, why=why))

    def contradict(self, references: Iterable[str], message: str) -> None:
        """Say that resources contradict each other."""
        self.conflicts.append(
            Contradiction(references=tuple(dict.fromkeys(references)), message=message)
        )

    def settle(self, path: str) -> Any:
        """The value of a field: what its statements agree on.

        Intervals are intersected, or spanned where they exclude each other. Anything else
        that differs is unknown. Both are said.
        """
        statements = self.stated.get(path, [])
        if not statements:
            return None
        values = [value for value, *_ in statements]
        references = [reference for _, reference, _ in statements]
        for _, reference, what in statements:
            self.used.append(Used(reference=reference, path=path, what=what))
        if all(value == values[0] for value in values):
            return values[0]
        if all(isinstance(value, Interval) for value in values):
            shared: Interval | None = reduce(lambda a, b: a and a.intersect(b), values)
            if shared is None:
                message = f"they exclude each other; {path} spans them all"
                self.contradict(references, message)
                return reduce(Interval.hull, values)
            return shared
        self.contradict(references, f"they contradict each other; {path} is left unknown")
        return None

    def settle_age(self) -> Age | None:
        """The age at diagnosis: as stated, or what several statements share, in months."""
        path = "diagnosis.age"
        ages = self.stated.get(path, [])
        if all(age == ages[0][0] for age, *_ in ages):
            return cast("Age | None", self.settle(path))
        self.stated[path] = [(age.in_months(), ref, what) for age, ref, what in ages]
        return Age(self.settle(path), "mo")

    def entries(self, path: str) -> tuple[Any, ...]:
        """The entries of a list."""
        found = self.lists.get(path, [])
        for i, (_, reference, what) in enumerate(found):
            self.used.append(Used(reference=reference, path=f"{path}[{i}]", what=what))
        return tuple(entry for entry, *_ in found)
