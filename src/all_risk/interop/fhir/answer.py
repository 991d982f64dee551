"""The answer as FHIR resources: mCODE risk assessments, guidance, issues, provenance.

Everything written is marked `preliminary` unless the caller says that somebody has reviewed
it: the library informs a clinician, who can review the basis of every statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from attrs import field, frozen

from all_risk._version import __version__
from all_risk.assessment import Assessment, Because, Classification, TriggerResult
from all_risk.errors import AllRiskError, Problem
from all_risk.explain.english import CLINICIAN
from all_risk.facts import value_text
from all_risk.guideline import Citation
from all_risk.interop.fhir import build, codes
from all_risk.interop.fhir.build import coding, concept, local
from all_risk.interop.fhir.codes import CATEGORY, DATA_ABSENT, LOCAL, NCIT
from all_risk.interop.reading import Reading

__all__ = ["write_risk_assessment"]

_PROFILE: Final = f"{codes.MCODE}mcode-ALL-risk-assessment"
_GROUPS: Final = {
    "standard": ("C122457", "Standard Risk Acute Leukemia"),
    "high": ("C122458", "High Risk Acute Leukemia"),
}
_DEVICE: Final = {
    "resourceType": "Device",
    "id": "all-risk",
    "deviceName": [{"name": "all_risk", "type": "model-name"}],
    "version": [{"value": __version__}],
}
_DEVICE_REFERENCE: Final = {"reference": "#all-risk"}

Review = Literal["preliminary", "final"]


@frozen(kw_only=True)
class _Context:
    """What every resource written refers to."""

    subject: str
    condition: str | None
    sources: Mapping[str, tuple[str, ...]] = field(factory=dict)
    effective: date | None
    status: Review

    def at(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """The resources behind paths of the patient document."""
        places = (path.partition(":")[0] for path in paths)
        return tuple(dict.fromkeys(ref for place in places for ref in self.sources.get(place, ())))


def write_risk_assessment(  # noqa: PLR0913 - by keyword, each a thing FHIR asks for
    answer: Assessment | Classification,
    reading: Reading | None = None,
    *,
    subject: str | None = None,
    condition: str | None = None,
    effective: date | None = None,
    recorded: datetime | None = None,
    status: Review = "preliminary",
    base_url: str = "https://example.org/fhir",
) -> dict[str, Any]:
    """An answer as a bundle of FHIR R4 resources.

    For each risk scheme that may apply, an Observation after mCODE's ALLRiskAssessment: the
    group as its value, or why there is none, and the prognostic factors as its members. For a
    guideline also a GuidanceResponse with the whole answer and what is missing, a
    DetectedIssue for each trigger that is met, and one for each contradiction.

    Args:
        answer: The answer of a guideline or of a scheme.
        reading: The reading the patient came from; its resources are then referred to.
        subject: The reference of the patient, where no reading gives it.
        condition: The reference of the leukaemia, where no reading gives it.
        effective: The day the answer is about; the answer's own `as_of` where it has one.
        recorded: The moment of writing, with its time zone. A Provenance needs it, and none is
            written without it: no clock is read.
        status: `final` once a clinician has reviewed the answer.
        base_url: The address under which the resources are said to stand.

    Returns:
        A Bundle of type `collection`.

    Raises:
        AllRiskError: If `recorded` has no time zone.

    Examples:
        >>> from all_risk import Diagnosis, Patient, classify
        >>> child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B", wbc="82 x10^9/L"))
        >>> bundle = write_risk_assessment(classify(child, "nci-rome"), subject="Patient/p1")
        >>> bundle["entry"][0]["resource"]["valueCodeableConcept"]["coding"][0]["code"]
        'C122458'
    """
    if recorded is not None and recorded.utcoffset() is None:
        message = "the moment of writing needs a time zone: datetime.now(tz=timezone.utc)"
        raise AllRiskError(Problem("$.recorded", "no_time_zone", message))
    context = _Context(
        subject=subject or (reading.subject if reading else "") or "Patient/patient",
        condition=condition or (reading.condition if reading else None),
        sources=reading.sources if reading else {},
        effective=effective or answer.facts.as_of,
        status=status,
    )
    if isinstance(answer, Classification):
        resources, citation = [_risk(answer, context)], answer.citation
    else:
        resources = [
            *(
                _risk(each, context)
                for each in answer.classifications
                if each.applicable is not False
            ),
            _guidance(answer, context),
            *(_issue(found, context) for found in _issues(answer, reading, context)),
        ]
        citation = answer.citation
    if recorded is not None:
        resources.append(_provenance(resources, citation, recorded))
    return build.bundle(resources, base_url)


def _because(because: Because) -> str:
    """One reason, as the guideline asks it and as it was found."""
    return f"{because.atom}: {value_text(because.fact, because.value)}"


def _on(context: _Context, name: str) -> dict[str, str]:
    return {} if context.effective is None else {name: context.effective.isoformat()}


# Risk groups.


def _risk(answer: Classification, context: _Context) -> dict[str, Any]:
    scheme = answer.scheme
    two_groups = set(scheme.groups) == set(_GROUPS)
    factors = list(_factors(answer, context))
    contained = [factor for _, factor in factors if factor]
    written: dict[str, Any] = {
        "resourceType": "Observation",
        "id": f"risk-{scheme.id}",
        "meta": {"profile": [_PROFILE]} if two_groups else None,
        "contained": contained or None,
        "status": context.status,
        "category": [concept(coding(CATEGORY, "exam"))],
        "code": concept(coding(NCIT, "C167435", "Leukemia Finding")),
        "subject": build.reference(context.subject),
        "focus": [build.reference(context.condition)] if context.condition else None,
        **_on(context, "effectiveDateTime"),
        **_value(answer, coded=two_groups),
        "method": concept(coding(LOCAL, scheme.id), text=f"{scheme.title}: {answer.citation}"),
        "note": [{"text": f"{answer.explain()}\nWritten by all_risk {__version__}."}],
        "hasMember": [build.reference(target) for target, _ in factors] or None,
    }
    return {key: value for key, value in written.items() if value is not None}


def _value(answer: Classification, *, coded: bool) -> dict[str, Any]:
    if answer.group is None:
        reason = "not-applicable" if answer.applicable is False else "unknown"
        left = ", ".join(answer.possible) or "none of the printed groups"
        return {"dataAbsentReason": concept(coding(DATA_ABSENT, reason), text=f"possible: {left}")}
    if coded:
        return {"valueCodeableConcept": concept(coding(NCIT, *_GROUPS[answer.group]))}
    own = coding(LOCAL, f"{answer.scheme.id}/{answer.group}")
    return {"valueCodeableConcept": concept(own, text=answer.group.replace("_", " "))}


def _factors(
    answer: Classification, context: _Context
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The prognostic factors: the observations they were read from, else contained ones."""
    seen: set[str] = set()
    for because in answer.because:
        if because.fact.name in seen:
            continue
        seen.add(because.fact.name)
        found = [ref for ref in context.at(because.evidence) if ref.startswith("Observation/")]
        if found:
            yield from ((ref, None) for ref in found)
            continue
        id_ = f"factor-{len(seen)}"
        factor = {
            "resourceType": "Observation",
            "id": id_,
            "status": context.status,
            "code": local(because.fact.name, because.fact.meaning),
            "subject": build.reference(context.subject),
            "valueString": value_text(because.fact, because.value),
        }
        yield f"#{id_}", factor


# The guideline's answer.


def _guidance(answer: Assessment, context: _Context) -> dict[str, Any]:
    guideline = answer.guideline
    needed = [
        {"type": "Observation", "codeFilter": [{"path": "code", "code": [coding(LOCAL, name)]}]}
        for name in answer.missing
    ]
    written: dict[str, Any] = {
        "resourceType": "GuidanceResponse",
        "id": f"guidance-{guideline.id}",
        "contained": [_DEVICE],
        "moduleUri": f"urn:all-risk:guideline:{guideline.id}|{guideline.version}",
        "status": "data-requested" if answer.refer == "unknown" else "success",
        "subject": build.reference(context.subject),
        **_on(context, "occurrenceDateTime"),
        "performer": _DEVICE_REFERENCE,
        "reasonReference": [build.reference(context.condition)] if context.condition else None,
        "note": [{"text": f"{answer.explain()}\nWritten by all_risk {__version__}."}],
        "dataRequirement": needed or None,
    }
    return {key: value for key, value in written.items() if value is not None}


@frozen(kw_only=True)
class _Issue:
    """What one DetectedIssue says."""

    id: str
    code: Mapping[str, Any]
    detail: str
    behind: tuple[str, ...]
    url: str = ""


def _issues(answer: Assessment, reading: Reading | None, context: _Context) -> Iterator[_Issue]:
    for trigger in answer.triggers:
        if trigger.status == "met":
            yield _met(trigger, context)
    told = [(context.at(c.paths), CLINICIAN.text(c.message)) for c in answer.conflicts]
    told += [(each.references, each.message) for each in (reading.conflicts if reading else ())]
    code = local("conflict", "results that contradict each other")
    for i, (behind, words) in enumerate(told, 1):
        yield _Issue(id=f"conflict-{i}", code=code, detail=words, behind=behind)


def _met(trigger: TriggerResult, context: _Context) -> _Issue:
    paths = tuple(path for because in trigger.because for path in because.evidence)
    reasons = "; ".join(_because(because) for because in trigger.because)
    title = trigger.trigger.title
    return _Issue(
        id=f"trigger-{trigger.id.replace('_', '-')}",
        code=local(trigger.id, title),
        detail=f"{title}. {reasons}. Layer: {trigger.layer}. {trigger.citation}.",
        behind=context.at(paths),
        url=trigger.citation.url,
    )


def _issue(found: _Issue, context: _Context) -> dict[str, Any]:
    implicated = [build.reference(ref) for ref in found.behind]
    written: dict[str, Any] = {
        "resourceType": "DetectedIssue",
        "id": found.id,
        "contained": [_DEVICE],
        "status": context.status,
        "code": dict(found.code),
        "patient": build.reference(context.subject),
        **_on(context, "identifiedDateTime"),
        "author": _DEVICE_REFERENCE,
        "implicated": implicated or None,
        "evidence": [{"detail": implicated}] if implicated else None,
        "detail": found.detail,
        "reference": found.url or None,
    }
    return {key: value for key, value in written.items() if value is not None}


def _provenance(
    resources: list[dict[str, Any]], citation: Citation, recorded: datetime
) -> dict[str, Any]:
    targets = [f"{each['resourceType']}/{each['id']}" for each in resources]
    return {
        "resourceType": "Provenance",
        "id": "provenance",
        "contained": [_DEVICE],
        "target": [build.reference(target) for target in targets],
        "recorded": recorded.isoformat(timespec="seconds"),
        "agent": [{"who": _DEVICE_REFERENCE}],
        "entity": [{"role": "source", "what": {"display": str(citation)}}],
    }
