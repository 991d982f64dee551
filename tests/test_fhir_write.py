"""What is written is valid FHIR, and says what the answer says."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import all_risk
from all_risk import Diagnosis, Finding, Patient, Treatment, __version__
from all_risk.errors import AllRiskError
from all_risk.interop.fhir import Reading, read_bundle, write_bundle, write_risk_assessment
from all_risk.patient import Relapse
from fhir_validators import node_errors, pydantic_errors
from strategies import patients
from test_fhir_round_trip import FULL

NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
BRIAN = json.loads(
    (Path(__file__).parent / "data/mcode_pediatric_all_bundle.json").read_text(encoding="utf-8")
)
NOON = datetime(2024, 2, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_bundle(BRIAN)


def of_type(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    resources = [entry["resource"] for entry in bundle["entry"]]
    return [each for each in resources if each["resourceType"] == kind]


def risk(bundle: dict[str, Any], scheme: str) -> dict[str, Any]:
    (found,) = [each for each in of_type(bundle, "Observation") if each["id"] == f"risk-{scheme}"]
    return found


def as_fhir_text(patient: Patient) -> Patient:
    """The patient with texts that FHIR allows: no control characters."""
    document = json.dumps(all_risk.to_dict(patient))
    return all_risk.from_json(re.sub(r"\\u[0-9a-f]{4}", "x", document))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_a_written_patient_is_valid_for_fhir_resources(patient: Patient) -> None:
    assert not pydantic_errors(write_bundle(as_fhir_text(patient)))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_a_written_answer_is_valid_for_fhir_resources(patient: Patient) -> None:
    answer = all_risk.evaluate(patient)
    assert not pydantic_errors(write_risk_assessment(answer, recorded=NOON))
    rebuilt = read_bundle(write_bundle(patient))
    assert not pydantic_errors(write_risk_assessment(answer, rebuilt, effective=date(2024, 1, 1)))


def test_what_is_written_is_valid_for_the_npm_validator(reading: Reading) -> None:
    answer = all_risk.evaluate(reading.patient)
    for bundle in (
        write_bundle(FULL),
        write_bundle(Patient()),
        write_bundle(reading.patient),
        write_risk_assessment(answer, reading, recorded=NOON),
        write_risk_assessment(all_risk.evaluate(FULL)),
    ):
        assert node_errors(bundle) == []


def test_the_validators_do_find_errors(reading: Reading) -> None:
    broken = write_bundle(reading.patient)
    del of_type(broken, "Observation")[0]["code"]
    assert "code" in pydantic_errors(broken)
    assert node_errors(broken)


def test_the_example_gives_a_valid_mcode_risk_assessment(reading: Reading) -> None:
    answer = all_risk.evaluate(reading.patient)
    written = write_risk_assessment(answer, reading, effective=date(2024, 1, 9))
    assert not pydantic_errors(written)
    found = risk(written, "nci-rome")
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-ALL-risk-assessment"
    assert found["meta"] == {"profile": [url]}
    assert found["code"]["coding"][0]["code"] == "C167435"
    assert found["valueCodeableConcept"]["coding"] == [
        {"system": NCIT, "code": "C122458", "display": "High Risk Acute Leukemia"}
    ]
    assert found["subject"] == {"reference": "Patient/cancer-patient-brian-l"}
    assert found["focus"] == [{"reference": "Condition/primary-cancer-condition-brian-l"}]
    assert found["effectiveDateTime"] == "2024-01-09"
    assert found["status"] == "preliminary"
    # The profile uses neither of these.
    assert not found.keys() & {"device", "referenceRange"}
    members = [each["reference"] for each in found["hasMember"]]
    assert "Observation/white-blood-cell-brian-l" in members
    inside = {f"#{each['id']}": each for each in found["contained"]}
    factors = {inside[m]["code"]["coding"][0]["code"]: inside[m]["valueString"]
               for m in members if m in inside}  # fmt: skip
    assert factors == {"lineage": "B", "age": "3 years"}
    assert f"all_risk {__version__}" in found["note"][0]["text"]
    assert "NCI PDQ" in found["method"]["text"]


def test_an_open_group_has_no_value_and_says_what_is_possible() -> None:
    child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B"))
    found = risk(write_risk_assessment(all_risk.classify(child, "nci-rome")), "nci-rome")
    assert "valueCodeableConcept" not in found
    assert found["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert found["dataAbsentReason"]["text"] == "possible: standard, high"
    adult = Patient(diagnosis=Diagnosis(age="60 years", lineage="B"))
    found = risk(write_risk_assessment(all_risk.classify(adult, "nci-rome")), "nci-rome")
    assert found["dataAbsentReason"]["coding"][0]["code"] == "not-applicable"


def test_groups_that_mcode_has_no_code_for_claim_no_profile() -> None:
    for group in all_risk.evaluate(FULL).classifications:
        found = risk(write_risk_assessment(group), group.scheme.id)
        if group.scheme.id != "nci-rome":
            assert "meta" not in found
            codings = found.get("valueCodeableConcept", {}).get("coding", [])
            assert all(coding["system"] != NCIT for coding in codings)


def test_guidance_issues_and_provenance(reading: Reading) -> None:
    answer = all_risk.evaluate(reading.patient)
    written = write_risk_assessment(answer, reading, recorded=NOON, status="final")
    (guidance,) = of_type(written, "GuidanceResponse")
    assert guidance["status"] == "success"
    assert guidance["moduleUri"] == "urn:all-risk:guideline:nmdp-patient-2017|2017-03"
    asked = [each["codeFilter"][0]["code"][0]["code"] for each in guidance["dataRequirement"]]
    assert asked == list(answer.missing)
    issues = {each["id"]: each for each in of_type(written, "DetectedIssue")}
    assert set(issues) == {"trigger-high-risk-of-relapse", "conflict-1", "conflict-2"}
    met = issues["trigger-high-risk-of-relapse"]
    assert "wbc >= 50 x10^9/L: 88.5 x10^9/L" in met["detail"]
    assert str(answer.citation) in met["detail"]
    assert {"reference": "Observation/white-blood-cell-brian-l"} in met["implicated"]
    assert met["status"] == "final"
    (provenance,) = of_type(written, "Provenance")
    assert provenance["recorded"] == "2024-02-10T12:00:00+00:00"
    assert provenance["contained"][0]["version"] == [{"value": __version__}]
    written_ids = {f"{e['resource']['resourceType']}/{e['resource']['id']}"
                   for e in written["entry"]}  # fmt: skip
    assert {each["reference"] for each in provenance["target"]} <= written_ids


def test_an_open_answer_asks_for_data() -> None:
    written = write_risk_assessment(all_risk.evaluate(Patient()))
    (guidance,) = of_type(written, "GuidanceResponse")
    assert guidance["status"] == "data-requested"
    assert not of_type(written, "DetectedIssue")
    assert not of_type(written, "Provenance")


def test_a_contradiction_in_the_record_is_an_issue() -> None:
    genetics = [
        Finding(lesion="BCR::ABL1", status="detected", method="fish"),
        Finding(lesion="BCR::ABL1", status="not_detected", method="pcr"),
    ]
    reading = read_bundle(write_bundle(Patient(genetics=genetics)))
    written = write_risk_assessment(all_risk.evaluate(reading.patient), reading)
    (issue,) = of_type(written, "DetectedIssue")
    assert [each["reference"] for each in issue["implicated"]] == [
        "Observation/genetic-1",
        "Observation/genetic-2",
    ]


def test_nothing_written_says_that_no_referral_is_needed() -> None:
    patient = Patient(treatment=Treatment(relapses=[Relapse()]))
    text = json.dumps(write_risk_assessment(all_risk.evaluate(patient))).casefold()
    assert "no referral" not in text
    assert "it does not order treatment" in " ".join(text.replace("\\n", " ").split())


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2024, 2, 10)
    with pytest.raises(AllRiskError, match="time zone"):
        write_risk_assessment(all_risk.evaluate(Patient()), recorded=naive)


def test_the_day_of_the_answer_is_written() -> None:
    answer = all_risk.evaluate(Patient(), as_of=date(2024, 3, 1))
    (guidance,) = of_type(write_risk_assessment(answer), "GuidanceResponse")
    assert guidance["occurrenceDateTime"] == "2024-03-01"
