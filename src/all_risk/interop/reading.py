"""What was read from a bundle: the patient, and an account of every resource."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import frozen

from all_risk.patient import Patient

__all__ = ["Contradiction", "NotUnderstood", "Reading", "RecordedRisk", "Used"]


_HARMLESS: Final = frozenset({"not_needed", "excluded", "later_count"})


@frozen(kw_only=True)
class Used:
    """One resource that says something about the patient.

    Attributes:
        reference: The resource, such as `Observation/wbc-1`.
        path: Where in the patient document it went.
        what: What it became, in words, with what was assumed.
    """

    reference: str
    path: str
    what: str


@frozen(kw_only=True)
class NotUnderstood:
    """One resource, or part of it, that the patient does not hold.

    Attributes:
        reference: The resource.
        code: A stable identifier for programs; `not_needed` where nothing this library asks
            about could stand in it, anything else where something may have been lost.
        why: Why, and what would be understood.
    """

    reference: str
    code: str
    why: str


@frozen(kw_only=True)
class Contradiction:
    """Resources that contradict each other, or themselves.

    Attributes:
        references: The resources.
        message: What contradicts what, and what became of it.
    """

    references: tuple[str, ...]
    message: str


@frozen(kw_only=True)
class RecordedRisk:
    """A risk group that somebody recorded; it decides nothing here.

    Attributes:
        reference: The resource.
        group: `standard` or `high`; None where its code is not one of mCODE's two.
        text: The group as recorded.
        date: When it was assessed.
    """

    reference: str
    group: str | None
    text: str
    date: date | None


@frozen(kw_only=True)
class Reading:
    """What a bundle says.

    Attributes:
        patient: The patient.
        subject: The reference of the patient, `Patient/...`.
        condition: The reference of the leukaemia, if a Condition records it.
        used: What was used, resource by resource.
        not_understood: What was not, and why.
        conflicts: What contradicts itself.
        recorded_risks: Risk groups that were recorded.
    """

    patient: Patient
    subject: str
    condition: str | None = None
    used: tuple[Used, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    conflicts: tuple[Contradiction, ...] = ()
    recorded_risks: tuple[RecordedRisk, ...] = ()

    @property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The resources behind each path of the patient document."""
        found: dict[str, tuple[str, ...]] = {}
        for used in self.used:
            found[used.path] = (*found.get(used.path, ()), used.reference)
        return found

    @property
    def lost(self) -> tuple[NotUnderstood, ...]:
        """What was not understood and might have mattered."""
        return tuple(each for each in self.not_understood if each.code not in _HARMLESS)
