"""Phenopackets in and out: what they hold, and what they cannot."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import all_risk
from all_risk import Diagnosis, Finding, Patient, Treatment
from all_risk.derivation import derive
from all_risk.errors import AllRiskError
from all_risk.interop.phenopackets import not_carried, read_phenopacket, write_phenopacket
from all_risk.patient import KaryotypeText, ModalNumber, Mrd, Transplant
from all_risk.quantities import Interval, exactly
from strategies import patients

CREATED = "2025-03-01T12:00:00Z"
STORE = [
    json.loads(line)["phenopacket"]
    for line in (Path(__file__).parent / "data/phenopackets_all.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def packet(**fields: Any) -> dict[str, Any]:
    return {"id": "p", "subject": {"id": "p"}, **fields}


def term(id_: str, label: str = "") -> dict[str, str]:
    return {"id": id_, "label": label}


ALL = {"term": term("NCIT:C3167")}


@pytest.mark.parametrize(
    ("number", "age", "lineage", "sex", "died"),
    [
        (0, "3 years", "B", "female", True),  # PMID 26981933, family B, B7
        (1, "5 years", "B", "male", False),  # PMID 26981933, family F, F12
        (2, "13 years", "T", "female", False),  # PMID 28096536
        (3, "13 years", "T", None, False),  # PMID 29889099, family F
    ],
)
def test_the_phenopackets_of_the_store_hold_age_and_lineage(
    number: int, age: str, lineage: str, sex: str | None, died: bool
) -> None:
    reading = read_phenopacket(STORE[number])
    patient = reading.patient
    assert str(patient.diagnosis.age) == age
    assert (patient.diagnosis.lineage, patient.sex) == (lineage, sex)
    assert (patient.treatment.died is not None) is died
    # Their IKZF1 variants are germline and explain an immunodeficiency.
    assert patient.genetics == ()
    assert [each.code for each in reading.lost] == ["other_disease"]
    assert reading.conflicts == ()
    answer = all_risk.evaluate(patient)
    assert {trigger.status for trigger in answer.triggers} <= {"unknown", "not_met"}
    assert answer["infant"].status == "not_met"


def test_an_excluded_leukaemia_is_none() -> None:
    excluded = {"type": term("HP:0004812"), "excluded": True}
    reading = read_phenopacket(packet(phenotypicFeatures=[excluded]))
    assert reading.patient.diagnosis.lineage is None
    assert [each.code for each in reading.not_understood] == ["excluded", "no_leukaemia"]
    odd = {"type": term("HP:0004812"), "excluded": "yes"}
    assert read_phenopacket(packet(phenotypicFeatures=[odd])).patient.diagnosis.lineage is None


def test_two_lineages_contradict() -> None:
    both = [{"type": term("HP:0004812")}, {"type": term("HP:0006727")}]
    reading = read_phenopacket(packet(phenotypicFeatures=both))
    assert reading.patient.diagnosis.lineage is None
    assert "contradict" in reading.conflicts[0].message


@pytest.mark.parametrize(
    ("onset", "age"),
    [
        ({"age": {"iso8601duration": "P4Y9M"}}, "57 months"),
        ({"age": {"iso8601duration": "P240D"}}, "240 days"),
        ({"ageRange": {"start": {"iso8601duration": "P2Y"}, "end": {"iso8601duration": "P4Y"}}},
         "2 to less than 5 years"),
        ({"ontologyClass": term("HP:0003593", "Infantile onset")}, "None"),
        ({"age": {"iso8601duration": "three years"}}, "None"),
        ({"age": "P3Y"}, "None"),
    ],
)  # fmt: skip
def test_onsets(onset: dict[str, Any], age: str) -> None:
    reading = read_phenopacket(packet(diseases=[{**ALL, "onset": onset}]))
    assert str(reading.patient.diagnosis.age) == age
    assert bool(reading.lost) is (age == "None")


def test_the_last_encounter_bounds_the_age() -> None:
    seen = {"id": "p", "timeAtLastEncounter": {"age": {"iso8601duration": "P9M"}}}
    found = read_phenopacket(packet(subject=seen, diseases=[ALL])).patient
    assert str(found.diagnosis.age) == "<=10 months"
    assert all_risk.evaluate(found)["infant"].status == "met"
    assert read_phenopacket(packet(subject=seen)).patient.diagnosis.age is None


def count(value: Any, unit: str, when: dict[str, Any] | None = None) -> dict[str, Any]:
    timed = {"timeObserved": when} if when else {}
    quantity = {"unit": term(unit), "value": value}
    return {"assay": term("LOINC:26464-8"), "value": {"quantity": quantity}, **timed}


AT_DIAGNOSIS = {"ontologyClass": term("all-risk:at_diagnosis")}


@pytest.mark.parametrize(
    ("measurement", "wbc", "code"),
    [
        (count(82000, "UO:0000316", AT_DIAGNOSIS), exactly(82), None),
        (count(82, "UCUM:10*9/L", {"timestamp": "2024-01-03T00:00:00Z"}), exactly(82), None),
        (count(82, "UCUM:10*9/L", {"timestamp": "2024-03-03T00:00:00Z"}), None,
         "not_at_diagnosis"),
        (count(82, "UCUM:10*9/L"), None, "not_at_diagnosis"),
        (count(82, "UCUM:g/L", AT_DIAGNOSIS), None, "unit_unknown"),
        (count(82, "", AT_DIAGNOSIS), None, "unit_missing"),
        (count("82", "UO:0000316", AT_DIAGNOSIS), None, "not_a_number"),
        ({"assay": term("X:1", "Minimal residual disease")}, None, "unknown_code"),
    ],
)  # fmt: skip
def test_counts(measurement: dict[str, Any], wbc: Interval | None, code: str | None) -> None:
    onset = {"timestamp": "2024-01-01T00:00:00Z"}
    reading = read_phenopacket(
        packet(diseases=[{**ALL, "onset": onset}], measurements=[measurement])
    )
    assert reading.patient.diagnosis.wbc == wbc
    assert [each.code for each in reading.lost] == ([code] if code else [])


def interpreted(label: str, status: str, disease: str = "NCIT:C3167") -> dict[str, Any]:
    variation = {"variationDescriptor": {"id": "v", "label": label}}
    found = {"interpretationStatus": status, "variantInterpretation": variation}
    diagnosis = {"disease": term(disease), "genomicInterpretations": [found]}
    return {"id": "i", "diagnosis": diagnosis}


@pytest.mark.parametrize(
    ("interpretation", "status"),
    [
        (interpreted("BCR::ABL1", "CAUSATIVE"), "detected"),
        (interpreted("TEL-AML1", "CONTRIBUTORY"), "detected"),
        (interpreted("BCR::ABL1", "CANDIDATE"), "presumptive"),
        (interpreted("BCR::ABL1", "REJECTED"), None),
        (interpreted("a small change", "CAUSATIVE"), None),
        (interpreted("BCR::ABL1", "CAUSATIVE", "OMIM:616873"), None),
    ],
)
def test_variants(interpretation: dict[str, Any], status: str | None) -> None:
    reading = read_phenopacket(packet(diseases=[ALL], interpretations=[interpretation]))
    statuses = [each.status for each in reading.patient.genetics if isinstance(each, Finding)]
    assert statuses == ([status] if status else [])
    assert bool(reading.lost) is (status is None)


def test_a_recorded_risk_decides_nothing() -> None:
    staged = {**ALL, "diseaseStage": [term("NCIT:C122458", "High Risk Acute Leukemia")]}
    reading = read_phenopacket(packet(diseases=[staged]))
    assert [each.group for each in reading.recorded_risks] == ["high"]
    assert all_risk.evaluate(reading.patient)["high_risk_of_relapse"].status == "unknown"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "wrong_type"),
        ("{", "not_json"),
        (b"\xff", "not_utf8"),
        ({"id": "x"}, "wrong_document"),
        ({"proband": {}, "relatives": []}, "several_patients"),
        ({"members": []}, "several_patients"),
        (packet(metaData={"phenopacketSchemaVersion": "1.0.0"}), "version"),
        ("x" * 5_000_001, "too_large"),
    ],
)
def test_what_is_no_phenopacket_is_refused(document: Any, code: str) -> None:
    with pytest.raises(AllRiskError) as caught:
        read_phenopacket(document)
    assert [each.code for each in caught.value.errors] == [code]


# Out.

FULL = Patient(
    id="p1",
    sex="male",
    birth_date=date(2016, 5, 2),
    diagnosis=Diagnosis(date=date(2025, 3, 1), lineage="B", wbc="82.5 x10^9/L"),
    genetics=[
        Finding(lesion="BCR::ABL1", status="not_detected", method="fish", date=date(2025, 3, 3)),
        Finding(lesion="iAMP21", status="detected"),
        KaryotypeText(karyotype="46,XY[20]"),
        ModalNumber(modal_number=46),
    ],
    mrd=[
        Mrd(timepoint="end_of_induction", specimen="marrow", method="flow", level="0.03%",
            date=date(2025, 4, 1)),
        Mrd(level="negative", specimen="blood"),
    ],
    treatment=Treatment(transplants=[Transplant(date=date(2026, 1, 1))]),
)  # fmt: skip


def test_what_it_carries_comes_back() -> None:
    reading = read_phenopacket(json.dumps(write_phenopacket(FULL, created=CREATED)))
    assert not_carried(FULL) == ()
    assert not reading.lost
    assert {*reading.patient.genetics} == {*FULL.genetics}
    same = {"genetics": ()}
    assert all_risk.to_dict(reading.patient) | same == all_risk.to_dict(FULL) | same


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_nothing_comes_back_narrower_or_other_than_it_was(patient: Patient) -> None:
    reading = read_phenopacket(write_phenopacket(patient, created=CREATED))
    assert not reading.lost
    if not_carried(patient) or patient.diagnosis.lineage == "mixed":
        return
    before, after = derive(patient).values, derive(reading.patient).values
    for name, value in after.items():
        held = before.get(name)
        if isinstance(value, Interval):
            assert isinstance(held, Interval)
            assert held.within(value)
        else:
            assert held == value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_each_part_is_carried_or_said_to_be_lost(patient: Patient) -> None:
    packet_ = write_phenopacket(patient, created=CREATED)
    lost = not_carried(patient)
    assert len(lost) == len(set(lost))
    measurements = len(packet_.get("measurements", ()))
    variants = sum(
        len(each["diagnosis"]["genomicInterpretations"])
        for each in packet_.get("interpretations", ())
    )
    whole = [path for path in lost if path.endswith("]")]
    counted = patient.diagnosis.wbc is not None and "diagnosis.wbc" not in lost
    given_ = len(patient.genetics) + len(patient.mrd)
    assert measurements + variants + len(whole) == given_ + counted


def test_what_it_cannot_hold_is_listed() -> None:
    patient = Patient(
        diagnosis=Diagnosis(
            date=date(2025, 3, 1), age="8 years", wbc=">400 x10^9/L", cns="CNS1", lineage="mixed"
        ),
        mrd=[Mrd(level="<0.01%"), Mrd(level="negative", sensitivity="0.01%")],
        treatment=Treatment(started=date(2025, 3, 1), relapses=[], transplants=[]),
    )
    assert set(not_carried(patient)) == {
        "diagnosis.age",
        "diagnosis.wbc",
        "diagnosis.cns",
        "diagnosis.lineage",
        "mrd[0]",
        "mrd[1].sensitivity",
        "treatment.started",
        "treatment.relapses",
        "treatment.transplants",
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_what_is_written_fits_the_protobuf_schema(patient: Patient) -> None:
    schema = pytest.importorskip("phenopackets", reason="needs the package phenopackets")
    json_format = pytest.importorskip("google.protobuf.json_format")
    written = write_phenopacket(patient, created=CREATED)
    message = json_format.ParseDict(written, schema.Phenopacket())
    back = read_phenopacket(json_format.MessageToDict(message))
    # Protobuf leaves zeros out, and what is left out is unknown to us.
    if not back.lost:
        assert back.patient == read_phenopacket(written).patient
    assert {each.code for each in back.lost} <= {"no_value"}


def test_a_value_that_protobuf_left_out_is_unknown_and_not_zero() -> None:
    left_out = {"assay": term("all-risk:mrd"), "value": {"quantity": {"unit": term("UCUM:%")}}}
    reading = read_phenopacket(packet(diseases=[ALL], measurements=[left_out]))
    assert reading.patient.mrd == ()
    assert [each.code for each in reading.lost] == ["no_value"]


def test_the_store_fits_the_protobuf_schema_too() -> None:
    schema = pytest.importorskip("phenopackets", reason="needs the package phenopackets")
    json_format = pytest.importorskip("google.protobuf.json_format")
    for document in STORE:
        json_format.ParseDict(document, schema.Phenopacket())
    with pytest.raises(json_format.ParseError):
        json_format.ParseDict({"subjects": {}}, schema.Phenopacket())


def test_a_level_keeps_its_digits() -> None:
    patient = Patient(mrd=[Mrd(level="0.0123%")])
    (found,) = read_phenopacket(write_phenopacket(patient, created=CREATED)).patient.mrd
    assert found.level == exactly(Decimal("0.000123"))
