"""A patient written as FHIR and read back is the same patient."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from all_risk.interop.fhir import read_bundle, write_bundle
from all_risk.patient import (
    Consultation,
    Diagnosis,
    Event,
    Finding,
    FishText,
    KaryotypeText,
    Mrd,
    Patient,
    Relapse,
    Response,
    SteroidPretreatment,
    Therapy,
    Transplant,
    Treatment,
)
from all_risk.quantities import Age, Interval, exactly
from strategies import patients

FULL = Patient(
    id="example-1",
    sex="female",
    birth_date=date(2016, 5, 2),
    diagnosis=Diagnosis(
        date=date(2025, 3, 1),
        age="8 years",
        lineage="B",
        wbc=">400 x10^9/L",
        cns="CNS2a",
        testicular=False,
        down_syndrome=False,
        extramedullary=["marrow", "other"],
        steroid_pretreatment=SteroidPretreatment(duration="20 h", before_diagnosis="3 days"),
        prior_cml=False,
        immunophenotype=["CD10+", "CD19+"],
    ),
    genetics=[
        Finding(lesion="BCR::ABL1", status="not_detected", method="fish", source="report 7"),
        Finding(lesion="HIGH_HYPERDIPLOIDY", status="presumptive"),
        KaryotypeText(karyotype="46,XX[20]", date=date(2025, 3, 3)),
        FishText(fish="nuc ish(KMT2Ax2)[200]"),
    ],
    mrd=[
        Mrd(timepoint="end_of_induction", day=29, specimen="marrow", method="flow",
            level="positive <0.01%", sensitivity="0.01%", markers=2, quantifiable=False),
        Mrd(level="negative", date=date(2025, 6, 1)),
        Mrd(level="positive", specimen="blood"),
    ],
    treatment=Treatment(
        started=date(2025, 3, 1),
        induction_started=date(2025, 3, 8),
        responses=[Response(day=29, marrow_blasts="2%", status="CR", extramedullary="resolved")],
        relapses=[Relapse(date=date(2027, 1, 10), sites=["marrow", "cns"]), Relapse()],
        ended=date(2026, 12, 1),
        transplants=[Transplant(date=date(2027, 4, 1), donor="allogeneic")],
        therapies=[Therapy(kind="car_t"), Therapy(kind="radiotherapy"), Therapy()],
        transplant_consultation=Consultation(date=date(2027, 1, 20)),
        died=Event(date=date(2030, 1, 1)),
    ),
)  # fmt: skip


def carried(patient: Patient) -> Patient:
    """What FHIR can carry of a patient: the list in docs/fhir.md, as code."""
    diagnosis, treatment = patient.diagnosis, patient.treatment
    if treatment.transplant_consultation == Consultation():
        treatment = evolve(treatment, transplant_consultation=True)
    if diagnosis.steroid_pretreatment == SteroidPretreatment():
        diagnosis = evolve(diagnosis, steroid_pretreatment=True)
    markers = [marker for marker in diagnosis.immunophenotype if marker]
    return evolve(
        patient,
        id=patient.id or None,
        diagnosis=evolve(diagnosis, immunophenotype=markers),
        genetics=[_without_empty_text(result) for result in patient.genetics if _said(result)],
        treatment=treatment,
    )


def _said(result: Any) -> bool:
    return "" not in (getattr(result, "karyotype", None), getattr(result, "fish", None))


def _without_empty_text(result: Any) -> Any:
    empty = isinstance(result, Finding) and not result.source
    return evolve(result, source=None) if empty else result


def test_a_whole_patient_comes_back() -> None:
    reading = read_bundle(write_bundle(FULL))
    assert reading.patient == FULL
    assert not reading.lost
    assert not reading.conflicts


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(patients())
def test_what_fhir_can_carry_comes_back(patient: Patient) -> None:
    text = json.dumps(write_bundle(patient), allow_nan=False)
    reading = read_bundle(text)
    assert reading.patient == carried(patient)
    assert not reading.lost
    assert not reading.conflicts


@pytest.mark.parametrize(
    "age",
    [
        Age(exactly(72), "mo"),
        Age(exactly(240), "d"),
        Age(Interval(exactly(72).low, exactly(84).low, high_open=True), "mo"),
        Age(Interval(exactly(72).low, exactly(84).low), "mo"),
        Age(Interval(exactly(72).low, exactly(84).low, low_open=True), "mo"),
    ],
    ids=str,
)
def test_ages_keep_their_bounds(age: Age) -> None:
    patient = Patient(diagnosis=Diagnosis(age=age))
    assert read_bundle(write_bundle(patient)).patient == patient


def test_who_ignores_the_extension_reads_a_wider_range() -> None:
    level = Mrd(level={"above": 0.01, "below": 0.1, "unit": "%"})
    bundle = write_bundle(Patient(mrd=[level]))
    (mrd,) = [e["resource"] for e in bundle["entry"] if e["resource"]["id"] == "mrd-1"]
    flags = mrd["valueRange"].pop("extension")
    assert len(flags) == 2
    (wider,) = read_bundle(bundle).patient.mrd
    assert isinstance(level.level, Interval)
    assert isinstance(wider.level, Interval)
    assert level.level.within(wider.level)
    assert wider.level != level.level


@pytest.mark.parametrize("name", ["relapses", "transplants", "therapies"])
def test_none_of_them_and_nothing_known_stay_apart(name: str) -> None:
    for value in (None, ()):
        given_: dict[str, Any] = {name: value}
        patient = Patient(treatment=Treatment(**given_))
        assert read_bundle(write_bundle(patient)).patient == patient


def test_none_and_some_at_once_is_a_conflict_and_unknown() -> None:
    some = write_bundle(Patient(treatment=Treatment(relapses=[Relapse()])))
    none = write_bundle(Patient(treatment=Treatment(relapses=[])))
    extra = [e for e in none["entry"] if e["resource"]["id"] == "relapse"]
    reading = read_bundle({**some, "entry": [*some["entry"], *extra]})
    assert reading.patient.treatment.relapses is None
    assert "one says there was none" in reading.conflicts[0].message
