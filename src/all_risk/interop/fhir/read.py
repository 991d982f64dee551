"""From a FHIR bundle to a patient, with an account of every resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from all_risk.errors import InvalidDocument, InvalidPatient, Problem
from all_risk.interop.fhir.bundle import contained_of, open_bundle
from all_risk.interop.fhir.conditions import read_condition
from all_risk.interop.fhir.draft import Draft
from all_risk.interop.fhir.genomics import settle_regions
from all_risk.interop.fhir.observations import read_observation
from all_risk.interop.fhir.person import read_person
from all_risk.interop.fhir.policy import Policy
from all_risk.interop.fhir.timeline import Timeline, settle_timeline
from all_risk.interop.fhir.treatments import read_medication, read_procedure
from all_risk.interop.plain import Json, Unread, text
from all_risk.interop.reading import Reading, Used
from all_risk.patient import Diagnosis, Patient, Treatment

__all__ = ["read_bundle"]

_DEFAULT: Final = Policy()


def read_bundle(
    bundle: Mapping[str, Any] | str | bytes, *, policy: Policy | None = None
) -> Reading:
    """What a FHIR bundle says about a patient with acute lymphoblastic leukaemia.

    FHIR R4 and R4B: mCODE, Genomics Reporting and US Core resources of one patient, in a
    bundle of any kind but a history. Nothing is guessed: a resource that cannot be used is
    listed with the reason, and what the bundle does not say stays unknown.

    Args:
        bundle: The bundle as a dictionary, or its JSON text.
        policy: How it is read where FHIR leaves that open, and what local codes mean.

    Returns:
        The patient, what was used, what was not understood, and what contradicts itself.

    Raises:
        InvalidDocument: If it is not a bundle, is too large, or is about several patients.
        InvalidPatient: If its dates tell a history that cannot have happened.

    Examples:
        >>> reading = read_bundle({
        ...     "resourceType": "Bundle",
        ...     "type": "collection",
        ...     "entry": [
        ...         {"resource": {"resourceType": "Patient", "id": "p1", "birthDate": "2024-05"}},
        ...     ],
        ... })
        >>> reading.patient.id, reading.patient.birth_date
        ('p1', None)
        >>> [each.code for each in reading.not_understood]
        ['no_leukaemia']
    """
    try:
        return _read(bundle, policy or _DEFAULT)
    except RecursionError:
        message = "the bundle is nested too deeply to be FHIR"
        raise InvalidDocument(Problem("$", "too_deep", message)) from None


_READERS: Final[Mapping[str, Callable[[Json, str, Draft], None]]] = {
    "Condition": read_condition,
    "MedicationAdministration": read_medication,
    "MedicationStatement": read_medication,
    "Observation": read_observation,
    "Procedure": read_procedure,
}
_ELSEWHERE: Final = {
    "DiagnosticReport": ("not_needed", "its results are read one by one"),
    "MedicationRequest": ("order", "an order is not a dose; only doses given count"),
    "OperationOutcome": ("server_message", "the server reports a problem with this search"),
}


def _read(bundle: object, policy: Policy) -> Reading:
    record = open_bundle(bundle)
    draft = Draft(record=record, policy=policy)
    draft.not_understood.extend(record.not_understood)
    draft.conflicts.extend(record.conflicts)
    read_person(draft)
    reports = []
    for reference, resource in record.resources:
        kind = text(resource.get("resourceType"))
        if kind in _ELSEWHERE:
            draft.leave(reference, *_ELSEWHERE[kind])
            reports += [resource] if kind == "DiagnosticReport" else []
        else:
            try:
                _READERS[kind](resource, reference, draft)
            except Unread as unread:
                draft.leave(reference, unread.code, unread.why)
        for inner in contained_of(resource):
            message = f"a contained {inner} is not read; send it as an entry of its own"
            draft.leave(reference, "contained", message)
    settle_regions(draft, reports, frozenset(each.reference for each in draft.not_understood))
    if draft.condition is None:
        draft.leave("Bundle", "no_leukaemia", "no Condition says that the patient has ALL")
    times = settle_timeline(draft)
    patient = _patient(draft, times)
    _dated_risks(draft, times)
    return Reading(
        patient=patient,
        subject=record.subject,
        condition=draft.condition,
        used=tuple(draft.used),
        not_understood=tuple(draft.not_understood),
        conflicts=tuple(draft.conflicts),
        recorded_risks=tuple(draft.risks),
    )


_DIAGNOSIS: Final = (
    "lineage", "wbc", "cns", "testicular", "down_syndrome", "extramedullary",
    "steroid_pretreatment", "prior_cml",
)  # fmt: skip
_TREATMENT: Final = ("induction_started", "ended", "transplant_consultation", "died")


def _patient(draft: Draft, times: Timeline) -> Patient:
    _without_early_responses(draft, times.started)
    _hints(draft)
    diagnosis: dict[str, Any] = {name: draft.settle(f"diagnosis.{name}") for name in _DIAGNOSIS}
    treatment: dict[str, Any] = {
        name: draft.settle(f"treatment.{name}")
        for name in _TREATMENT
        if name != "induction_started" or times.started_by is None
    }
    if times.started_by is not None:
        treatment["induction_started"] = times.started_by
    events: dict[str, Any] = {
        name: _events(draft, f"treatment.{name}")
        for name in ("relapses", "transplants", "therapies")
    }
    try:
        return Patient(
            id=draft.settle("id"),
            sex=draft.settle("sex"),
            birth_date=times.birth.day if times.birth else None,
            diagnosis=Diagnosis(
                date=times.diagnosis.day if times.diagnosis else None,
                age=times.age,
                immunophenotype=draft.entries("diagnosis.immunophenotype"),
                **diagnosis,
            ),
            genetics=draft.entries("genetics"),
            mrd=draft.entries("mrd"),
            treatment=Treatment(
                started=times.started,
                responses=draft.entries("treatment.responses"),
                **treatment,
                **events,
            ),
        )
    except InvalidPatient as error:
        raise InvalidPatient(_at_home(draft, problem) for problem in error.errors) from None


def _at_home(draft: Draft, problem: Problem) -> Problem:
    """The same problem, with the resources it comes from."""
    path = problem.path.removeprefix("$.")
    behind = [used.reference for used in draft.used if used.path == path]
    said = f"{path} {problem.message} ({', '.join(behind)})" if behind else problem.message
    return Problem(problem.path, problem.code, said)


def _without_early_responses(draft: Draft, started: date | None) -> None:
    path = "treatment.responses"
    kept = []
    for entry, reference, what in draft.lists.get(path, []):
        if started is not None and entry.date is not None and entry.date < started:
            message = "it was taken before treatment started and shows no response to it"
            draft.leave(reference, "before_treatment", message)
        else:
            kept.append((entry, reference, what))
    draft.lists[path] = kept


def _hints(draft: Draft) -> None:
    """Codes that only say that something happened count once, where nothing dates it."""
    for hints, path in (
        ("relapse_hints", "treatment.relapses"),
        ("remission_hints", "treatment.responses"),
    ):
        found = draft.lists.pop(hints, [])
        dated = draft.lists.get(path, [])
        if found and not (hints == "relapse_hints" and dated):
            draft.add(path, *found[0])
            dated, found = draft.lists[path], found[1:]
        for _, reference, what in found:
            draft.used.append(
                Used(reference=reference, path=f"{path}[{len(dated) - 1}]", what=what)
            )


def _events(draft: Draft, path: str) -> tuple[Any, ...] | None:
    none, entries = draft.settle(path), draft.entries(path)
    if none and entries:
        references = [reference for _, reference, _ in (*draft.stated[path], *draft.lists[path])]
        draft.contradict(references, f"one says there was none; {path} is left unknown")
        return None
    return () if none else entries or None


def _dated_risks(draft: Draft, times: Timeline) -> None:
    for risk in draft.risks:
        if risk.date and times.diagnosis and risk.date < times.diagnosis.first:
            message = f"the risk group is dated {risk.date}, before the leukaemia was diagnosed"
            draft.contradict([risk.reference], message)
