"""Small FHIR resources for tests."""

from __future__ import annotations

from typing import Any

from all_risk.interop.fhir import Policy, read_bundle
from all_risk.quantities import Interval

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LAB = "http://lab.example"
SUBJECT = {"reference": "Patient/p"}


def concept(system: str, code: str, display: str = "") -> dict[str, Any]:
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def concepts(system: str, *codes: str) -> dict[str, Any]:
    """A concept coded in several ways."""
    return {"coding": [{"system": system, "code": code} for code in codes]}


def person(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p", **fields}


def quantity(value: float, code: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"value": value} | ({"system": UCUM, "code": code} if code else {}) | fields


def observation(code: Any, id_: str = "o", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": "final",
        "code": concept(LOINC, code) if isinstance(code, str) else code,
        "subject": SUBJECT,
        **fields,
    }


def condition(
    system: str = SNOMED, code: str = "277571004", id_: str = "c", **fields: Any
) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": id_,
        "code": concept(system, code),
        "subject": SUBJECT,
        **fields,
    }


def wbc(value: float = 60, day: str | None = "2024-01-02", **fields: Any) -> dict[str, Any]:
    dated = {"effectiveDateTime": day} if day else {}
    given = {"valueQuantity": quantity(value, "10*3/uL"), **dated, **fields}
    return observation("26464-8", given.pop("id_", "wbc"), **given)


def dose(day: str, id_: str = "d", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationAdministration",
        "id": id_,
        "status": "completed",
        "medicationCodeableConcept": concept(RXNORM, "11202"),
        "subject": SUBJECT,
        "effectiveDateTime": day,
        **fields,
    }


def procedure(code: str, id_: str = "x", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "id": id_,
        "status": "completed",
        "code": concept(SNOMED, code),
        "subject": SUBJECT,
        **fields,
    }


def variant(*genes: str, value: str = "LA9633-4", **fields: Any) -> dict[str, Any]:
    change = fields.pop("change", None)
    parts = [
        {
            "code": concept(LOINC, "48018-6"),
            "valueCodeableConcept": concept("http://www.genenames.org", *gene.split()),
        }
        for gene in genes
    ]
    if change:
        sequence = "http://www.sequenceontology.org/"
        parts.append(
            {
                "code": concept(LOINC, "48019-4"),
                "valueCodeableConcept": concept(sequence, change),
            }
        )
    parts += fields.pop("parts", [])
    given = {"valueCodeableConcept": concept(LOINC, value), **fields}
    return observation("69548-6", given.pop("id_", "v"), component=parts, **given)


def bundle(*resources: dict[str, Any], patient: dict[str, Any] | None = None) -> dict[str, Any]:
    whole = (person() if patient is None else patient, *resources)
    entry = [{"resource": each} for each in whole if each]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


def local(code: str, **fields: Any) -> dict[str, Any]:
    return observation(concept(LAB, code), **fields)


def region(*genes: str, method: str = "LA26398-0", **fields: Any) -> dict[str, Any]:
    found = variant(*genes, id_="region", method=concept(LOINC, method))
    del found["valueCodeableConcept"]
    return {**found, "code": concept(LOINC, "53041-0"), **fields}


def report(*results: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "status": "final",
        "code": concept(LOINC, "51969-4"),
        "subject": {"reference": "Patient/p"},
        "result": [{"reference": each} for each in results],
        **fields,
    }


# What a bundle of one patient is read as.

DIAGNOSED = condition(onsetDateTime="2024-01-01")


def codes(reading: Any) -> dict[str, str]:
    return {each.reference: each.code for each in reading.not_understood}


def code_of(resource: dict[str, Any], *others: dict[str, Any], policy: Policy | None = None) -> str:
    """Why one resource was not used."""
    reading = read_bundle(bundle(DIAGNOSED, *others, resource), policy=policy)
    return codes(reading).get(f"{resource['resourceType']}/{resource['id']}", "used")


def count(*counts: dict[str, Any], **fields: Any) -> Interval | None:
    return read_bundle(bundle(DIAGNOSED, *counts), **fields).patient.diagnosis.wbc
