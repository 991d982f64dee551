"""What is being read, until the patient can be built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from attrs import define, field

from all_risk.errors import AllRiskError
from all_risk.interop.account import Account
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.bundle import Record
from all_risk.interop.fhir.elements import (
    Concept,
    When,
    effective,
    extension,
    number_range,
)
from all_risk.interop.fhir.policy import MEANINGS, Meaning, Policy
from all_risk.interop.plain import Json, Unread
from all_risk.patient import Event, Method
from all_risk.quantities import Interval

__all__ = ["Draft", "built", "meaning_of", "timed"]

_T = TypeVar("_T")


@define(kw_only=True)
class Draft(Account):
    """What is being read.

    Attributes:
        record: The resources.
        policy: How they are read.
        onsets: Days of diagnosis, as stated.
        recorded: Days by which the diagnosis had been made.
        counts: White cell counts, by when they were taken.
        doses: Days of anti-leukaemic doses.
        perhaps: Days of doses that may have been anti-leukaemic.
        studied: Regions that were studied: their genes, method, day and resource.
        altered: Genes with a variant that is not absent.
        condition: The reference of the leukaemia.
    """

    record: Record
    policy: Policy
    onsets: list[tuple[When, str]] = field(factory=list)
    recorded: list[tuple[When, str]] = field(factory=list)
    counts: list[tuple[When | None, Interval, str]] = field(factory=list)
    doses: list[tuple[When, str]] = field(factory=list)
    perhaps: list[tuple[When, str]] = field(factory=list)
    studied: list[tuple[tuple[str, ...], Method, date | None, str]] = field(factory=list)
    altered: set[str] = field(factory=set)
    condition: str | None = None


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


def meanings_of(concept: Concept, kind: str, table: codes.Table, policy: Policy) -> frozenset[str]:
    """What each code of a resource means, where several may say more of one thing.

    Raises:
        Unread: If the policy gives a code a meaning that it cannot have here.
    """
    found = set()
    for coding in concept.codings:
        single = meaning_of(Concept((coding,), ""), kind, table, policy)
        found |= {single.means} if single else set()
    return frozenset(found)
