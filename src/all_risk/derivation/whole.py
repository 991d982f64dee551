"""All the facts about a patient, one group after the other."""

from __future__ import annotations

from datetime import date, timedelta

from all_risk.derivation.as_of import known_by
from all_risk.derivation.clock import Clock
from all_risk.derivation.course import relapse_facts, second_remission_facts, transplant_facts
from all_risk.derivation.diagnosis import diagnosis_facts, steroid_facts
from all_risk.derivation.draft import Draft, merged, settle
from all_risk.derivation.genetics import genetic_facts
from all_risk.derivation.mrd import mrd_facts
from all_risk.derivation.response import assessment_facts, remission_facts, remission_now
from all_risk.facts import Facts
from all_risk.patient import Patient

__all__ = ["derive"]


def derive(patient: Patient, as_of: date | None = None) -> Facts:
    """The facts about a patient.

    Args:
        patient: What is known.
        as_of: Use results up to this date; those dated later are ignored and noted. With
            None everything recorded is used, and no clock is read.

    Returns:
        The facts, with all that follows from them.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> derive(Patient(diagnosis=Diagnosis(lineage="B"))).values["lineage"]
        frozenset({'B'})
    """
    draft = Draft()
    if as_of is not None:
        patient, notes = known_by(patient, as_of)
        draft.notes.extend(notes)
    diagnosis_facts(patient, draft)
    steroid_facts(patient, draft)
    unconfirmed = genetic_facts(patient, draft)
    timed = Clock.of(patient, draft)
    mrd_facts(patient, timed, draft)
    remission_facts(patient, timed, draft)
    assessment_facts(patient, timed, draft)
    relapse_facts(patient, draft)
    remission_now(patient, timed, draft)
    transplant_facts(patient, draft)
    second_remission_facts(patient, timed, draft, on_a_day=as_of is not None)
    values, follows_from = settle(draft)
    started = patient.treatment.started
    return Facts(
        values=values,
        evidence=draft.evidence,
        follows_from=follows_from,
        unconfirmed=unconfirmed,
        conflicts=merged(draft.conflicts),
        notes=tuple(draft.notes),
        day_28=None if started is None else started + timedelta(days=28),
        as_of=as_of,
    )
