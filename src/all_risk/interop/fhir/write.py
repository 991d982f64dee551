"""From a patient to a FHIR bundle that reads back as the same patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from all_risk import patient as model
from all_risk.genetics.names import lesion
from all_risk.interop.fhir import build, codes
from all_risk.interop.fhir.build import coding, component, concept, local, measured, percent
from all_risk.interop.fhir.codes import CATEGORY, DATA_ABSENT, LOCAL, LOINC, SNOMED
from all_risk.interop.fhir.observations import RESPONSE_COUNTS
from all_risk.patient import Event, Patient
from all_risk.quantities import Interval

__all__ = ["write_bundle"]

_PATIENT: Final = "Patient/patient"
_ANY_POSITIVE: Final = Interval(high=Decimal(1), low_open=True)


def write_bundle(patient: Patient, *, base_url: str = "https://example.org/fhir") -> dict[str, Any]:
    """A patient as a FHIR R4 bundle.

    Checked codes are used where there are any, and codes of this library's own system beside
    or instead of them. [read_bundle][all_risk.interop.fhir.read.read_bundle] reads it back
    without loss, but for empty texts, which FHIR forbids, and for two ways of saying the same:
    a consultation, or steroids, known only to have taken place become `True`.

    Args:
        patient: The patient.
        base_url: The address under which the resources are said to stand.

    Returns:
        A Bundle of type `collection`.

    Examples:
        >>> from all_risk.interop.fhir import read_bundle
        >>> from all_risk.patient import Diagnosis
        >>> patient = Patient(diagnosis=Diagnosis(age="8 months", wbc=">400 x10^9/L"))
        >>> read_bundle(write_bundle(patient)).patient == patient
        True
    """
    return build.bundle(_resources(patient), base_url)


def _resources(patient: Patient) -> Iterator[dict[str, Any]]:
    yield _person(patient)
    yield _condition(patient)
    yield from _diagnosis(patient.diagnosis)
    for i, result in enumerate(patient.genetics, 1):
        yield from _genetic(result, f"genetic-{i}")
    for i, level in enumerate(patient.mrd, 1):
        yield _mrd(level, f"mrd-{i}")
    yield from _treatment(patient.treatment)


def _observation(id_: str, code: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": "final",
        "category": [concept(coding(CATEGORY, "laboratory"))],
        "code": dict(code),
        "subject": build.reference(_PATIENT),
        **rest,
    }


def _own(name: str, *others: dict[str, str], **rest: Any) -> dict[str, Any]:
    """An observation by a code of this library's own system, and its checked codes."""
    code = concept(coding(LOCAL, name), *others, text=name.replace("_", " "))
    id_ = rest.pop("id", name.replace("_", "-"))
    return _observation(id_, code, **rest)


def _timed(event: Event, name: str = "effectiveDateTime") -> dict[str, Any]:
    return build.timing(event.day, event.elapsed_days, event.date, name)


def _person(patient: Patient) -> dict[str, Any]:
    person: dict[str, Any] = {"resourceType": "Patient", "id": "patient"}
    if patient.id:
        person["identifier"] = [{"system": LOCAL, "value": patient.id}]
    else:
        person["meta"] = {"tag": [coding(LOCAL, codes.NO_IDENTIFIER)]}
    if patient.sex is not None:
        person["gender"] = patient.sex
    if patient.birth_date is not None:
        person["birthDate"] = patient.birth_date.isoformat()
    died = patient.treatment.died
    if died is not None:
        person |= _timed(died, "deceasedDateTime")
        if died.date is None:
            person["deceasedBoolean"] = True
    return person


_LINEAGES: Final[Mapping[str | None, tuple[str, str, str]]] = {
    "B": ("b_all", "277571004", "B-cell acute lymphoblastic leukaemia"),
    "T": ("t_all", "91857003", "T-cell acute lymphoblastic leukaemia"),
    "mixed": ("mixed_all", "91857003", "Acute lymphoblastic leukaemia of mixed lineage"),
    None: ("all", "91857003", "Acute lymphoblastic leukaemia"),
}


def _condition(patient: Patient) -> dict[str, Any]:
    own, snomed, words = _LINEAGES[patient.diagnosis.lineage]
    condition = {
        "resourceType": "Condition",
        "id": "leukaemia",
        "verificationStatus": concept(coding(codes.VERIFICATION, "confirmed")),
        "code": concept(coding(LOCAL, own), coding(SNOMED, snomed), text=words),
        "subject": build.reference(_PATIENT),
    }
    day = patient.diagnosis.date
    return condition | ({} if day is None else {"onsetDateTime": day.isoformat()})


def _diagnosis(found: model.Diagnosis) -> Iterator[dict[str, Any]]:
    if found.age is not None:
        yield _own("age_at_diagnosis", **build.age(found.age))
    if found.wbc is not None:
        leukocytes = coding(LOINC, "26464-8")
        yield _own("wbc_at_diagnosis", leukocytes, **measured(found.wbc, "10*9/L"))
    if found.cns is not None:
        yield _own("cns", valueCodeableConcept=local(found.cns, found.cns))
    for name in ("testicular", "down_syndrome", "prior_cml"):
        if getattr(found, name) is not None:
            yield _own(name, valueBoolean=getattr(found, name))
    if found.extramedullary is not None:
        sites = _sites(found.extramedullary)
        yield _own("extramedullary", valueBoolean=bool(found.extramedullary), **sites)
    steroid = found.steroid_pretreatment
    if isinstance(steroid, model.SteroidPretreatment):
        details = [
            component(name, measured(getattr(steroid, name), "h"))
            for name in ("duration", "before_diagnosis")
            if getattr(steroid, name) is not None
        ]
        yield _own("steroid_pretreatment", valueBoolean=True, **_with(details))
    elif steroid is not None:
        yield _own("steroid_pretreatment", valueBoolean=steroid)
    for i, marker in enumerate(found.immunophenotype, 1):
        if marker:
            id_, loinc = f"immunophenotype-{i}", coding(LOINC, "101119-6")
            yield _own("immunophenotype", loinc, id=id_, valueString=marker)


def _with(components: list[dict[str, Any]]) -> dict[str, Any]:
    return {"component": components} if components else {}


def _sites(sites: tuple[str, ...]) -> dict[str, Any]:
    return _with([component("site", {"valueCodeableConcept": local(each)}) for each in sites])


# Genetics.

_GENE_LEVEL: Final = frozenset(
    {"fusion", "rearrangement", "mutation", "deletion", "alteration", "amplification"}
)
_PRESENCE: Final = {
    "detected": ("LA9633-4", "Present"),
    "not_detected": ("LA9634-2", "Absent"),
    "presumptive": ("LA11884-6", "Indeterminate"),
    "inconclusive": ("LA11884-6", "Indeterminate"),
}
_IDS: Final = {symbol: id_ for id_, symbol in codes.GENES.items()}
_METHODS: Final = {"karyotype": "LA26406-1", "fish": "LA26404-6", "array": "LA26400-4"}


def _dated(result: model.GeneticResult) -> dict[str, Any]:
    return {} if result.date is None else {"effectiveDateTime": result.date.isoformat()}


def _genetic(result: model.GeneticResult, id_: str) -> Iterator[dict[str, Any]]:
    dated = _dated(result)
    if isinstance(result, model.Finding):
        yield _finding(result, id_)
    elif isinstance(result, model.KaryotypeText):
        if result.karyotype:
            loinc = coding(LOINC, "29770-5")
            yield _own("karyotype", loinc, id=id_, valueString=result.karyotype, **dated)
    elif isinstance(result, model.FishText):
        if result.fish:
            yield _own("fish", id=id_, valueString=result.fish, **dated)
    elif isinstance(result, model.ModalNumber):
        yield _own("modal_number", id=id_, **measured(result.modal_number, "1"), **dated)
    else:
        yield _own("dna_index", id=id_, **measured(result.dna_index, "1"), **dated)


def _finding(finding: model.Finding, id_: str) -> dict[str, Any]:
    found = lesion(finding.lesion)
    name = concept(coding(LOCAL, found.name, found.display))
    parts = [component("lesion", {"valueCodeableConcept": name})]
    if finding.status is not None:
        parts.append(component("status", {"valueCodeableConcept": local(finding.status)}))
    for symbol in found.name.split("::") if found.kind == "fusion" else ():
        if symbol in _IDS:
            gene = concept(coding(codes.HGNC, _IDS[symbol], symbol))
            studied = concept(coding(LOINC, codes.GENE_STUDIED, "Gene studied [ID]"))
            parts.append({"code": studied, "valueCodeableConcept": gene})
    gene_level = found.kind in _GENE_LEVEL
    variant = [coding(LOINC, "69548-6", "Genetic variant assessment")] if gene_level else []
    written = _observation(
        id_,
        concept(*variant, coding(LOCAL, "finding"), text=found.display),
        component=parts,
        **_dated(finding),
    )
    if finding.status is None:
        written["dataAbsentReason"] = concept(coding(DATA_ABSENT, "unknown"))
    else:
        answer = coding(LOINC, *_PRESENCE[finding.status])
        written["valueCodeableConcept"] = concept(answer)
    if finding.method is not None:
        written["method"] = _method(finding.method)
    if finding.source:
        written["note"] = [{"text": finding.source}]
    return written


def _method(method: str) -> dict[str, Any]:
    loinc = [coding(LOINC, _METHODS[method])] if method in _METHODS else []
    return concept(coding(LOCAL, method), *loinc, text=method.replace("_", " "))


# Response to treatment.


def _mrd(result: model.Mrd, id_: str) -> dict[str, Any]:
    parts = []
    if result.timepoint is not None:
        parts.append(_point(result.timepoint))
    if result.sensitivity is not None:
        parts.append(component("sensitivity", percent(result.sensitivity)))
    if result.markers is not None:
        parts.append(component("markers", measured(result.markers, "1")))
    if result.quantifiable is not None:
        parts.append(component("quantifiable", {"valueBoolean": result.quantifiable}))
    written = _own("mrd", id=id_, **_level(result), **_with(parts), **_timed(result))
    if result.method is not None:
        written["method"] = _method(result.method)
    if result.specimen is not None:
        code = {"marrow": "MAR", "blood": "BLD"}[result.specimen]
        kind = concept(coding(codes.V2_SPECIMEN, code))
        written["contained"] = [{"resourceType": "Specimen", "id": "specimen", "type": kind}]
        written["specimen"] = build.reference("#specimen")
    return written


def _level(result: model.Mrd) -> dict[str, Any]:
    if result.level is None:
        return {"dataAbsentReason": concept(coding(DATA_ABSENT, "unknown"))}
    if isinstance(result.level, str) or result.level == _ANY_POSITIVE:
        word = result.level if isinstance(result.level, str) else "positive"
        return {"valueCodeableConcept": {"text": word}}
    return percent(result.level)


def _point(timepoint: str) -> dict[str, Any]:
    return component("timepoint", {"valueCodeableConcept": local(timepoint)})


def _response(response: model.Response, id_: str) -> dict[str, Any]:
    parts = [] if response.timepoint is None else [_point(response.timepoint)]
    if response.marrow_blasts is not None:
        parts.append(component("marrow_blasts", percent(response.marrow_blasts)))
    parts += [
        component(name, measured(count, "10*9/L"))
        for name in RESPONSE_COUNTS
        if (count := getattr(response, name)) is not None
    ]
    for name in ("status", "extramedullary"):
        word = getattr(response, name)
        if word is not None:
            parts.append(component(name, {"valueCodeableConcept": local(word)}))
    return _own("response", id=id_, **_with(parts), **_timed(response))


def _treatment(treatment: model.Treatment) -> Iterator[dict[str, Any]]:
    for name, day in (
        ("treatment_started", treatment.started),
        ("induction_started", treatment.induction_started),
        ("treatment_ended", treatment.ended),
    ):
        if day is not None:
            yield _own(name, valueDateTime=day.isoformat())
    for i, response in enumerate(treatment.responses, 1):
        yield _response(response, f"response-{i}")
    if treatment.relapses is not None:
        for i, relapse in enumerate(treatment.relapses, 1):
            happened = _sites(relapse.sites) | _timed(relapse)
            yield _own("relapse", id=f"relapse-{i}", valueBoolean=True, **happened)
        if not treatment.relapses:
            yield _own("relapse", valueBoolean=False)
    yield from _transplants(treatment.transplants)
    yield from _therapies(treatment.therapies)
    seen = treatment.transplant_consultation
    if seen is not None:
        when = seen.date if isinstance(seen, model.Consultation) else None
        dated = {} if when is None else {"effectiveDateTime": when.isoformat()}
        yield _own("transplant_consultation", valueBoolean=bool(seen), **dated)


def _procedure(id_: str, code: Mapping[str, Any], status: str, **rest: Any) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "id": id_,
        "status": status,
        "code": dict(code),
        "subject": build.reference(_PATIENT),
        **rest,
    }


def _transplants(found: tuple[model.Transplant, ...] | None) -> Iterator[dict[str, Any]]:
    snomed, text = coding(SNOMED, "234336002"), "haematopoietic cell transplant"
    for i, each in enumerate(found or (), 1):
        code = concept(coding(LOCAL, each.donor or "transplant"), snomed, text=text)
        when = _timed(each, "performedDateTime")
        yield _procedure(f"transplant-{i}", code, "completed", **when)
    if found == ():
        code = concept(coding(LOCAL, "transplant"), snomed, text=text)
        yield _procedure("transplant", code, "not-done")


def _therapies(found: tuple[model.Therapy, ...] | None) -> Iterator[dict[str, Any]]:
    for i, each in enumerate(found or (), 1):
        id_, kind = f"therapy-{i}", each.kind or "therapy"
        code = local(kind, kind.replace("_", " "))
        if kind == "radiotherapy":
            yield _procedure(id_, code, "completed", **_timed(each, "performedDateTime"))
        else:
            yield _statement(id_, code, "completed", **_timed(each))
    if found == ():
        yield _statement("therapy", local("therapy", "any therapy"), "not-taken")


def _statement(id_: str, drug: Mapping[str, Any], status: str, **rest: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": id_,
        "status": status,
        "medicationCodeableConcept": dict(drug),
        "subject": build.reference(_PATIENT),
        **rest,
    }
