"""What is being read, until the patient can be built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Any, Final, TypeVar

from attrs import define, field

from all_risk.errors import AllRiskError
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.bundle import Record
from all_risk.interop.fhir.elements import (
    Concept,
    Json,
    Unread,
    When,
    effective,
    extension,
    number_range,
)
from all_risk.interop.fhir.policy import MEANINGS, Meaning, Policy
from all_risk.interop.fhir.reading import Contradiction, NotUnderstood, RecordedRisk, Used
from all_risk.patient import Event, Method
from all_risk.quantities import Interval

__all__ = ["Draft", "Statement", "built", "meaning_of", "timed"]

_T = TypeVar("_T")

Statement = tuple[Any, str, str]
"""A value, the resource that states it, and what is to be said of it."""


@define
class Draft:
    """What is being read.

    Attributes:
        record: The resources.
        policy: How they are read.
        stated: Statements by their path in the patient document.
        lists: Entries of the lists of the patient document, by the path of the list.
        onsets: Days of diagnosis, as stated.
        recorded: Days by which the diagnosis had been made.
        counts: White cell counts, by when they were taken.
        doses: Days of anti-leukaemic doses.
        studied: Regions that were studied: their genes, method, day and resource.
        altered: Genes with a variant that is not absent.
        condition: The reference of the leukaemia.
    """

    record: Record
    policy: Policy
    stated: dict[str, list[Statement]] = field(factory=dict)
    lists: dict[str, list[Statement]] = field(factory=dict)
    onsets: list[tuple[When, str]] = field(factory=list)
    recorded: list[tuple[When, str]] = field(factory=list)
    counts: list[tuple[When | None, Interval, str]] = field(factory=list)
    doses: list[tuple[When, str]] = field(factory=list)
    studied: list[tuple[tuple[str, ...], Method, date | None, str]] = field(factory=list)
    altered: set[str] = field(factory=set)
    condition: str | None = None
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

    def entries(self, path: str) -> tuple[Any, ...]:
        """The entries of a list."""
        found = self.lists.get(path, [])
        for i, (_, reference, what) in enumerate(found):
            self.used.append(Used(reference=reference, path=f"{path}[{i}]", what=what))
        return tuple(entry for entry, *_ in found)


def built(make: Callable[..., _T], **given: Any) -> _T:
    """A part of the patient, or the reason why it cannot be one."""
    try:
        return make(**given)
    except AllRiskError as error:
        problem = error.errors[0]
        raise Unread(problem.code, problem.message) from None


def timed(resource: Json, name: str = "effective") -> dict[str, Any]:
    """When an event happened: its day, and the days since treatment started if it says so."""
    found: dict[str, Any] = {}
    at = effective(resource, name)
    if at is not None:
        found["date"] = at.day
    for key, url in (("day", codes.PROTOCOL_DAY), ("elapsed_days", codes.ELAPSED_DAYS)):
        if inner := extension(resource, url):
            found[key] = number_range(inner, _PARTS[key])
    return found


_PARTS: Final[Mapping[str, Callable[[Any], Interval | None]]] = {
    "day": lambda value: Event(day=value).day,
    "elapsed_days": lambda value: Event(elapsed_days=value).elapsed_days,
}


def meaning_of(concept: Concept, kind: str, table: codes.Table, policy: Policy) -> Meaning | None:
    """What a resource is about, by its codes: the caller's, ours, the checked ones.

    Raises:
        Unread: If its codes mean different things.
    """
    found = concept.find(policy.codes)
    if found is not None:
        if found.means not in MEANINGS[kind]:
            message = f"the policy says {found.means!r} of a code of a {kind}, which cannot mean it"
            raise Unread("wrong_meaning", message)
        return found
    local = concept.local()
    if local in MEANINGS[kind] and local != "not_needed":
        return Meaning("variant" if local == "finding" else local)
    checked = concept.find(table)
    return Meaning(checked) if checked else None
