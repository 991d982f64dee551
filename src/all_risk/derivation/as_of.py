"""A patient as known on a day."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from attrs import evolve

from all_risk.derivation.clock import date_of, earliest_day
from all_risk.messages import Message, say
from all_risk.patient import Consultation, Event, Patient

__all__ = ["known_by"]

_T = TypeVar("_T", bound=Event)


def known_by(patient: Patient, day: date) -> tuple[Patient, tuple[Message, ...]]:
    """A patient as known on a day.

    Args:
        patient: What is known now.
        day: The day; results of that day are known.

    Returns:
        The patient without later results, and a note for each one left out and for each
        one without a date, which is kept unless its days since treatment started lie later.
    """
    treatment, notes = patient.treatment, []

    def kept(path: str, when: date | None) -> bool:
        if when is None:
            notes.append(say("undated_kept", path=path))
        elif when > day:
            notes.append(say("later_ignored", path=path, date=when.isoformat()))
            return False
        return True

    def happened(path: str, event: Event) -> bool:
        when, started = date_of(event, treatment.started), treatment.started
        if when is None and started is not None and earliest_day(event) > (day - started).days:
            notes.append(say("not_yet_possible", path=path))
            return False
        return kept(path, when)

    def past(path: str, events: tuple[_T, ...]) -> tuple[_T, ...]:
        return tuple(event for i, event in enumerate(events) if happened(f"{path}[{i}]", event))

    def past_or_none(path: str, events: tuple[_T, ...] | None) -> tuple[_T, ...] | None:
        return None if events is None else past(path, events)

    def day_or_none(path: str, when: date | None) -> date | None:
        return when if when is None or kept(path, when) else None

    seen = treatment.transplant_consultation
    if isinstance(seen, Consultation) and not kept("treatment.transplant_consultation", seen.date):
        seen = False
    died = treatment.died
    if died is not None and not happened("treatment.died", died):
        died = None
    past_treatment = evolve(
        treatment,
        responses=past("treatment.responses", treatment.responses),
        relapses=past_or_none("treatment.relapses", treatment.relapses),
        transplants=past_or_none("treatment.transplants", treatment.transplants),
        therapies=past_or_none("treatment.therapies", treatment.therapies),
        ended=day_or_none("treatment.ended", treatment.ended),
        transplant_consultation=seen,
        died=died,
    )
    diagnosis = patient.diagnosis
    if diagnosis.date is not None and not kept("diagnosis", diagnosis.date):
        diagnosis = type(diagnosis)()
    return (
        evolve(
            patient,
            diagnosis=diagnosis,
            genetics=tuple(
                result
                for i, result in enumerate(patient.genetics)
                if kept(f"genetics[{i}]", result.date)
            ),
            mrd=past("mrd", patient.mrd),
            treatment=past_treatment,
        ),
        tuple(notes),
    )
