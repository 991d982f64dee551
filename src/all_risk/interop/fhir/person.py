"""The Patient resource."""

from __future__ import annotations

from typing import Any

from all_risk.errors import shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft, built, timed
from all_risk.interop.fhir.elements import (
    extension,
    when,
)
from all_risk.interop.plain import Unread, obj, objects, text
from all_risk.patient import Event

__all__ = ["read_person"]

_SEX = {"male": "male", "female": "female"}
_BIRTH_SEX = {"M": "male", "F": "female"}


def read_person(draft: Draft) -> None:
    """Who the patient is: identifier, sex, birth, death."""
    person, reference = draft.record.patient, draft.record.subject
    if not person:
        draft.leave(reference or "Patient", "no_patient", "the bundle holds no Patient resource")
        return
    if objects(person.get("modifierExtension")) or person.get("implicitRules") is not None:
        draft.leave(reference, "modifier", "it changes its meaning in a way not known here")
        return
    for read in (_identity, _sex, _birth, _death):
        try:
            read(draft, person, reference)
        except Unread as unread:
            draft.leave(reference, unread.code, unread.why)


def _identity(draft: Draft, person: Any, reference: str) -> None:
    ours = [i for i in objects(person.get("identifier")) if i.get("system") == codes.LOCAL]
    id_ = text(ours[0].get("value")) if ours else text(person.get("id"))
    tags = objects(obj(person.get("meta")).get("tag"))
    if {"system": codes.LOCAL, "code": codes.NO_IDENTIFIER} in tags:
        return
    if id_:
        draft.state("id", id_, reference, "identifier")


def _sex(draft: Draft, person: Any, reference: str) -> None:
    birth_sex = text(extension(person, codes.BIRTH_SEX).get("valueCode"))
    if birth_sex in _BIRTH_SEX:
        draft.state("sex", _BIRTH_SEX[birth_sex], reference, "birth sex")
    gender = person.get("gender")
    if gender in ("male", "female"):
        draft.state("sex", _SEX[gender], reference, "gender")
    elif gender is not None:
        message = f"the gender {shown(text(gender))} leaves the sex unknown"
        raise Unread("gender", message)


def _birth(draft: Draft, person: Any, reference: str) -> None:
    born = when(person.get("birthDate"))
    if born is not None:
        exact = "" if born.day else "only the month or year is given; the age is a range"
        draft.state("birth_date", born, reference, exact or "date of birth")


def _death(draft: Draft, person: Any, reference: str) -> None:
    died = when(person.get("deceasedDateTime"))
    if died is None and person.get("deceasedBoolean") is not True:
        return
    given = {**timed(person, "deceased"), "date": died.day if died else None}
    draft.state("treatment.died", built(Event, **given), reference, "death")
