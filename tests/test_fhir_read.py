"""FHIR bundles to patients: what is read, what is refused, and why."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import all_risk
from all_risk.derivation import derive
from all_risk.errors import AllRiskError
from all_risk.interop.fhir import Meaning, Policy, compare_recorded, read_bundle
from all_risk.patient import (
    Diagnosis,
    Finding,
    KaryotypeText,
    ModalNumber,
    Patient,
    Relapse,
    Response,
    Treatment,
)
from all_risk.quantities import Interval, below, exactly, more_than
from fhir_builders import (
    DIAGNOSED,
    ICD,
    LAB,
    LOINC,
    RXNORM,
    SNOMED,
    bundle,
    code_of,
    codes,
    concept,
    concepts,
    condition,
    count,
    dose,
    local,
    observation,
    person,
    procedure,
    quantity,
    region,
    report,
    variant,
    wbc,
)

DATA = Path(__file__).parent / "data"
BRIAN: dict[str, Any] = json.loads(
    (DATA / "mcode_pediatric_all_bundle.json").read_text(encoding="utf-8")
)
# mCODE's own example.


def test_the_mcode_example_gives_the_patient() -> None:
    assert read_bundle(BRIAN).patient == Patient(
        id="cancer-patient-brian-l",
        sex="male",
        birth_date=date(2021, 1, 1),
        diagnosis=Diagnosis(
            date=date(2024, 1, 1),
            lineage="B",
            wbc="88.5 x10^9/L",
            immunophenotype=("positive for CD10, CD79a, TdT, CD19, and CD20",),
        ),
        genetics=[
            Finding(
                lesion="ETV6::RUNX1",
                status="detected",
                method="karyotype",
                date=date(2024, 1, 8),
            )
        ],
        treatment=Treatment(started=date(2024, 1, 9)),
    )


def test_the_mcode_example_gives_the_triggers() -> None:
    answer = all_risk.evaluate(read_bundle(BRIAN).patient)
    assert {trigger.id: trigger.status for trigger in answer.triggers} == {
        "no_remission_28d": "unknown",  # "improved" on day 31 is no remission
        "high_risk_of_relapse": "met",  # by its white cell count
        "relapse": "unknown",  # nothing says that there was none
        "infant": "not_met",
    }
    assert answer["no_remission_28d"].due == date(2024, 2, 6)


def test_the_mcode_example_accounts_for_every_resource() -> None:
    reading = read_bundle(BRIAN)
    told = {each.reference for each in reading.used}
    told |= {each.reference for each in reading.not_understood}
    told |= {each.reference for each in reading.recorded_risks}
    assert told == {
        f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in BRIAN["entry"]
    }
    assert {each.code for each in reading.lost} == {
        "order",
        "words_only",
        "no_remission_status",
    }


def test_the_mcode_examples_contradictions_are_told() -> None:
    reading = read_bundle(BRIAN)
    assert [conflict.message for conflict in reading.conflicts] == [
        "it is coded as a marrow report and is part of a lumbar puncture; it is not used",
        "the risk group is dated 2021-02-08, before the leukaemia was diagnosed",
    ]
    (comparison,) = compare_recorded(reading)
    assert (comparison.recorded.group, comparison.classification.group) == ("standard", "high")
    assert comparison.agrees is False
    assert "wbc >= 50 x10^9/L (88.5 x10^9/L, Observation/white-blood-cell-brian-l)" in (
        comparison.explanation
    )
    assert "before the leukaemia was diagnosed" in comparison.explanation


def test_a_bundle_reads_the_same_as_text_and_in_any_order() -> None:
    text = json.dumps(BRIAN)
    assert read_bundle(text) == read_bundle(text.encode()) == read_bundle(BRIAN)
    turned = {**BRIAN, "entry": list(reversed(BRIAN["entry"]))}
    assert read_bundle(turned).patient == read_bundle(BRIAN).patient


def test_a_recorded_risk_that_agrees_or_is_left_open() -> None:
    ncit = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
    high = observation(concept(ncit, "C167435"), valueCodeableConcept=concept(ncit, "C122458"))
    born = person(birthDate="2020-01-01")
    agreed = read_bundle(bundle(DIAGNOSED, wbc(60), high, patient=born))
    assert [each.agrees for each in compare_recorded(agreed)] == [True]
    open_ = read_bundle(bundle(DIAGNOSED, high, patient=born))
    (comparison,) = compare_recorded(open_)
    assert comparison.agrees is None
    assert "still possible: standard, high" in comparison.explanation


# One patient.


def test_two_patients_are_refused() -> None:
    with pytest.raises(AllRiskError, match="more than one patient: Patient/p, Patient/q"):
        read_bundle(bundle(person(id="q")))
    of_another = {**wbc(), "subject": {"reference": "Patient/q"}}
    with pytest.raises(AllRiskError, match="about more than one patient"):
        read_bundle(bundle(DIAGNOSED, of_another, patient={}))


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ({"reference": "Patient/q"}, "other_patient"),
        ({"reference": "https://elsewhere.example/Patient/p"}, "other_patient"),
        ({"display": "P"}, "no_subject"),
        (None, "no_subject"),
        ({"reference": "Patient/p/_history/3"}, "used"),
    ],
)
def test_a_resource_of_another_patient_is_not_used(subject: Any, code: str) -> None:
    assert code_of({**wbc(), "subject": subject}) == code


def test_a_subject_may_be_given_by_full_url() -> None:
    url = "urn:uuid:1"
    count = {**wbc(), "subject": {"reference": url}}
    found = bundle({**DIAGNOSED, "subject": {"reference": url}}, count)
    found["entry"][0]["fullUrl"] = url
    assert read_bundle(found).patient.diagnosis.wbc == exactly(60)


def test_a_search_result_within_the_bundle_is_opened() -> None:
    inner = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": wbc()}]}
    assert read_bundle(bundle(DIAGNOSED, inner)).patient.diagnosis.wbc == exactly(60)


def test_the_same_resource_twice_counts_once_and_two_versions_not_at_all() -> None:
    assert read_bundle(bundle(DIAGNOSED, wbc(), wbc())).patient.diagnosis.wbc == exactly(60)
    reading = read_bundle(bundle(DIAGNOSED, wbc(60), wbc(6)))
    assert reading.patient.diagnosis.wbc is None
    assert reading.conflicts[0].references == ("Observation/wbc",)


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "preliminary", None, 5])
def test_an_observation_that_is_not_final_is_not_used(status: Any) -> None:
    assert code_of(wbc(status=status)) == "status"


def test_a_modifier_extension_stops_the_reading() -> None:
    changed = wbc(modifierExtension=[{"url": "http://x.example/not", "valueBoolean": True}])
    assert code_of(changed) == "modifier"


# Dates and age.


@pytest.mark.parametrize(
    ("born", "diagnosed", "low", "high"),
    [
        ("2021", "2024-01-01", "24", "36"),
        ("2021-03", "2024-03-31", "36", "37"),
        ("2021-03-01", "2024-03", "36", "37"),
        ("2023", "2023", "0", "12"),
    ],
)
def test_a_date_without_a_day_gives_a_range_of_ages(
    born: str, diagnosed: str, low: str, high: str
) -> None:
    reading = read_bundle(
        bundle(condition(onsetDateTime=diagnosed), patient=person(birthDate=born))
    )
    age = reading.patient.diagnosis.age
    assert age is not None
    assert age.unit == "mo"
    assert (age.value.low, age.value.high) == (Decimal(low), Decimal(high))
    assert age.value.high_open is (high != "36")


def test_a_year_of_birth_leaves_the_infant_rule_open_where_it_straddles() -> None:
    def infant(born: str) -> str:
        found = bundle(condition(onsetDateTime="2024-02-01"), patient=person(birthDate=born))
        return all_risk.evaluate(read_bundle(found).patient)["infant"].status

    assert infant("2021") == "not_met"
    assert infant("2023") == "unknown"
    assert infant("2024") == "met"


@given(st.dates(date(2000, 1, 1), date(2020, 12, 31)), st.integers(0, 7000))
@settings(deadline=None)
def test_a_partial_date_of_birth_never_excludes_the_age(born: date, days: int) -> None:
    diagnosed = date.fromordinal(born.toordinal() + days)
    exact = all_risk.Patient(birth_date=born, diagnosis=Diagnosis(date=diagnosed))
    truth = derive(exact).values
    for written in (born.isoformat()[:4], born.isoformat()[:7]):
        leukaemia = condition(onsetDateTime=diagnosed.isoformat())
        found = read_bundle(bundle(leukaemia, patient=person(birthDate=written)))
        values = derive(found.patient).values
        for name in ("age", "age_in_days"):
            known, true = values[name], truth[name]
            assert isinstance(known, Interval)
            assert isinstance(true, Interval)
            assert true.within(known)


def test_the_day_is_the_one_written_whatever_the_time_zone() -> None:
    late = condition(onsetDateTime="2024-01-01T23:30:00-05:00")
    assert read_bundle(bundle(late)).patient.diagnosis.date == date(2024, 1, 1)


def test_a_recorded_date_only_bounds_the_age() -> None:
    recorded = bundle(condition(recordedDate="2024-06-01"), patient=person(birthDate="2023-09-01"))
    answer = all_risk.evaluate(read_bundle(recorded).patient)
    assert answer["infant"].status == "met"
    later = bundle(condition(recordedDate="2025-06-01"), patient=person(birthDate="2023-09-01"))
    reading = read_bundle(later)
    assert reading.patient.diagnosis.date is None
    assert all_risk.evaluate(reading.patient)["infant"].status == "unknown"
    policy = Policy(recorded_date_is_diagnosis=True)
    assert read_bundle(later, policy=policy).patient.diagnosis.date == date(2025, 6, 1)


def test_two_onsets_span_the_age_and_leave_the_day_unknown() -> None:
    reading = read_bundle(
        bundle(
            condition(onsetDateTime="2023-06-01"),
            condition(id_="c2", onsetDateTime="2024-06-01"),
            patient=person(birthDate="2023-01-01"),
        )
    )
    assert reading.patient.diagnosis.date is None
    assert all_risk.evaluate(reading.patient)["infant"].status == "unknown"
    (conflict,) = reading.conflicts
    assert conflict.references == ("Condition/c", "Condition/c2")
    assert "date the leukaemia differently" in conflict.message
    assert "diagnosis.date" not in reading.sources


@pytest.mark.parametrize(
    ("onset", "text"),
    [
        ({"onsetAge": quantity(8, "mo")}, "8 months"),
        ({"onsetAge": quantity(6, "a")}, "6 years"),
        ({"onsetAge": quantity(1, "a", comparator="<")}, "<1 year"),
        ({"onsetRange": {"low": quantity(2, "a"), "high": quantity(3, "a")}}, "2 to 3 years"),
    ],
)
def test_an_onset_may_be_an_age(onset: dict[str, Any], text: str) -> None:
    assert str(read_bundle(bundle(condition(**onset))).patient.diagnosis.age) == text


def test_a_history_that_cannot_be_names_the_resource() -> None:
    early = observation(
        concept(LAB, "MRD"),
        valueQuantity=quantity(0.01, "%"),
        effectiveDateTime="2019-01-01",
    )
    policy = Policy(codes={(LAB, "MRD"): "mrd"})
    with pytest.raises(AllRiskError, match=r"dated before the patient was born \(Observation/o\)"):
        read_bundle(bundle(DIAGNOSED, early, patient=person(birthDate="2020-01-01")), policy=policy)


# The diagnosis.


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (condition(ICD, "C91.00"), "used"),
        (condition(SNOMED, "91857003"), "used"),
        (condition(ICD, "C83.50"), "lymphoma"),
        (condition(ICD, "C91.10"), "unknown_code"),
        (condition(ICD, "C50.9"), "not_needed"),
        (
            {**condition(), "code": concept(SNOMED, "91857003", "Acute myeloid leukemia")},
            "code_and_name",
        ),
        (
            condition(
                verificationStatus=concept(
                    "http://terminology.hl7.org/CodeSystem/condition-ver-status", "refuted"
                )
            ),
            "not_confirmed",
        ),
        (
            {**condition(), "code": {"text": "T-cell acute lymphoblastic leukemia"}},
            "unknown_code",
        ),
    ],
)
def test_which_conditions_are_all(resource: dict[str, Any], code: str) -> None:
    assert codes(read_bundle(bundle(resource))).get("Condition/c", "used") == code


def with_status(code: str, clinical: str) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    return condition(ICD, code, clinicalStatus=concept(system, clinical))


@pytest.mark.parametrize("day", [None, "2024-01-01"])
def test_c91_00_says_nothing_of_remission(day: str | None) -> None:
    dated = {"onsetDateTime": day, "recordedDate": "2024-03-01"} if day else {}
    reading = read_bundle(bundle(condition(ICD, "C91.00", **dated), dose("2024-01-02")))
    assert reading.patient.treatment.responses == ()
    answer = all_risk.evaluate(reading.patient, as_of=date(2024, 4, 1))
    assert answer["no_remission_28d"].status == "unknown"


@pytest.mark.parametrize("resource", [condition(ICD, "C91.01"), with_status("C91.00", "remission")])
def test_a_code_for_remission_is_a_remission_on_no_known_day(resource: dict[str, Any]) -> None:
    dated = {**resource, "onsetDateTime": "2024-01-01", "recordedDate": "2024-01-05"}
    patient = read_bundle(bundle(DIAGNOSED, {**dated, "id": "r"}, dose("2024-01-02"))).patient
    assert patient.treatment.responses == (Response(status="CR"),)
    assert patient.diagnosis.date == date(2024, 1, 1)
    assert all_risk.evaluate(patient)["no_remission_28d"].status == "unknown"


@pytest.mark.parametrize(
    "resource",
    [
        condition(ICD, "C91.02"),
        with_status("C91.00", "relapse"),
        with_status("C91.00", "recurrence"),
    ],
)
def test_a_code_for_relapse_is_a_relapse(resource: dict[str, Any]) -> None:
    again = {**resource, "id": "again"}
    patient = read_bundle(bundle(resource, again)).patient
    assert patient.treatment.relapses == (Relapse(),)
    assert all_risk.evaluate(patient)["relapse"].status == "met"


def test_silence_about_relapse_stays_unknown() -> None:
    assert read_bundle(bundle(DIAGNOSED)).patient.treatment.relapses is None


def morphology(code: str) -> dict[str, Any]:
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"
    icd_o = "http://terminology.hl7.org/CodeSystem/icd-o-3"
    extension = {"url": url, "valueCodeableConcept": concept(icd_o, code)}
    return condition(SNOMED, "91857003", extension=[extension])


@pytest.mark.parametrize(
    ("code", "lesion"),
    [("9812/3", "BCR::ABL1"), ("9813/3", "KMT2A-r"), ("9814/3", "ETV6::RUNX1")],
)
def test_a_morphology_code_carries_its_lesion(code: str, lesion: str) -> None:
    patient = read_bundle(bundle(morphology(code))).patient
    assert patient.diagnosis.lineage == "B"
    assert patient.genetics == (
        Finding(lesion=lesion, status="detected", source=f"ICD-O-3 {code}"),
    )


def test_a_morphology_of_ploidy_only_bounds_the_chromosomes() -> None:
    (hypo,) = read_bundle(bundle(morphology("9816/3"))).patient.genetics
    assert hypo == ModalNumber(modal_number={"low": 20, "high": 45})
    (hyper,) = read_bundle(bundle(morphology("9815/3"))).patient.genetics
    assert hyper == ModalNumber(modal_number={"low": 47})


@pytest.mark.parametrize(
    ("code", "why"), [("9806/3", "mixed_phenotype"), ("9837/3", "unknown_code")]
)
def test_other_morphologies_are_said_not_guessed(code: str, why: str) -> None:
    reading = read_bundle(bundle(morphology(code)))
    assert codes(reading)["Condition/c"] == why
    assert reading.patient.diagnosis.lineage is None


def coded(*codes_: tuple[str, str]) -> dict[str, Any]:
    return {**condition(), "code": {"coding": [{"system": s, "code": c} for s, c in codes_]}}


def test_codes_of_one_condition_say_more_together() -> None:
    patient = read_bundle(bundle(coded((ICD, "C91.01"), (SNOMED, "277571004")))).patient
    assert patient.diagnosis.lineage == "B"
    assert patient.treatment.responses == (Response(status="CR"),)
    patient = read_bundle(bundle(coded((SNOMED, "91857003"), (SNOMED, "277571004")))).patient
    assert patient.diagnosis.lineage == "B"


@pytest.mark.parametrize(
    "resource",
    [
        coded((ICD, "C91.01"), (ICD, "C91.02")),
        coded((ICD, "C83.50"), (SNOMED, "277571004")),
    ],
)
def test_codes_of_one_condition_that_disagree(resource: dict[str, Any]) -> None:
    assert codes(read_bundle(bundle(resource)))["Condition/c"] == "codes_disagree"


def test_down_syndrome_by_its_name() -> None:
    named = {**condition(SNOMED, "0"), "code": {"text": "Down syndrome"}}
    assert read_bundle(bundle(named)).patient.diagnosis.down_syndrome is True
    other = {**condition(SNOMED, "0"), "code": {"text": "no Down syndrome"}}
    assert read_bundle(bundle(other)).patient.diagnosis.down_syndrome is None


# The white cell count.


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (quantity(88.5, "10*3/uL"), exactly(Decimal("88.5"))),
        (quantity(88.5, "10*9/L"), exactly(Decimal("88.5"))),
        (quantity(88500, "/uL"), exactly(Decimal("88.5"))),
        (quantity(1450, "10*6/L"), exactly(Decimal("1.45"))),
        (quantity(400, "10*9/L", comparator=">"), more_than(400)),
        (quantity(82, unit="K/uL"), exactly(82)),
        (quantity(82, unit="x10^3 cells/mcL"), exactly(82)),
        (quantity(82, unit="x10^9 cells/L"), exactly(82)),
    ],
)
def test_units_of_the_count(value: dict[str, Any], expected: Interval) -> None:
    assert count(wbc(valueQuantity=value)) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (quantity(400), "unit_missing"),
        (quantity(400, "K/uL"), "unit_unknown"),  # kelvin, in UCUM
        (quantity(82, "g/L"), "unit_unknown"),
        (quantity(82, unit="g/L"), "unit_unknown"),
        (quantity(82, unit="G/L"), "unit_unknown"),
        (quantity(82, "10*3/uL", unit="/uL"), "unit_conflict"),
        (quantity(82000, "10*3/uL"), "implausible"),
        (quantity(-1, "10*3/uL"), "negative"),
        (quantity(82, "10*3/uL", comparator="~"), "comparator"),
        ({"system": "http://unitsofmeasure.org", "code": "10*3/uL"}, "no_value"),
        ({"value": "82", "system": "http://unitsofmeasure.org", "code": "/uL"}, "not_a_number"),
    ],
)
def test_no_count_is_guessed(value: dict[str, Any], code: str) -> None:
    assert code_of(wbc(valueQuantity=value)) == code


def test_an_absent_count_says_so() -> None:
    absent = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
    missing = observation("26464-8", dataAbsentReason=concept(absent, "not-performed"))
    assert code_of(missing) == "data_absent"
    assert code_of(observation("26464-8")) == "no_value"
    assert code_of(wbc(valueInteger=5)) == "several_values"


def test_the_first_count_around_the_diagnosis_and_before_treatment_is_taken() -> None:
    counts = [
        wbc(5, "2023-06-01", id_="long-before"),
        wbc(90, "2024-01-02", id_="first"),
        wbc(70, "2024-01-03", id_="second"),
        wbc(2, "2024-01-06", id_="treated"),
        wbc(50, None, id_="undated"),
    ]
    reading = read_bundle(bundle(DIAGNOSED, *counts, dose("2024-01-04")))
    assert reading.patient.diagnosis.wbc == exactly(90)
    found = codes(reading)
    assert {name: found.get(f"Observation/{name}") for name in
            ("long-before", "first", "second", "treated", "undated")} == {
        "long-before": "not_at_diagnosis",
        "first": None,
        "second": "later_count",
        "treated": "not_at_diagnosis",
        "undated": "no_date",
    }  # fmt: skip


def test_a_count_without_a_day_of_diagnosis_is_not_placed() -> None:
    reading = read_bundle(bundle(condition(), wbc()))
    assert codes(reading)["Observation/wbc"] == "no_diagnosis_date"


def test_counts_of_one_day_by_their_time_else_spanned() -> None:
    early, late = "2024-01-02T08:00:00Z", "2024-01-02T20:00:00Z"
    assert count(wbc(90, late, id_="a"), wbc(70, early, id_="b")) == exactly(70)
    reading = read_bundle(bundle(DIAGNOSED, wbc(90, id_="a"), wbc(70, id_="b")))
    assert reading.patient.diagnosis.wbc == Interval(Decimal(70), Decimal(90))
    assert "exclude each other" in reading.conflicts[0].message


def test_the_window_is_the_callers() -> None:
    late = wbc(90, "2024-01-20")
    assert count(late) is None
    assert count(late, policy=Policy(days_after_diagnosis=30)) == exactly(90)


def test_white_cells_of_another_fluid_are_not_the_count() -> None:
    unknown = {**concept(LOINC, "0-0"), "text": "WBC"}
    assert code_of({**wbc(), "code": unknown}) == "unknown_code"
    assert code_of({**wbc(), "code": {"text": "WBC"}}) == "used"
    for kind, code in (("Cerebrospinal fluid", "specimen"), ("Bone marrow", "specimen"),
                       ("Whole blood", "used")):  # fmt: skip
        sample = {"resourceType": "Specimen", "id": "s", "type": {"text": kind}}
        assert code_of(wbc(contained=[sample], specimen={"reference": "#s"})) == code


def test_a_count_in_the_wrong_unit_is_flagged_and_never_mended() -> None:
    # Good 2018, patient UPN95: 4 in a column of cells per microlitre.
    reading = read_bundle(bundle(DIAGNOSED, wbc(valueQuantity=quantity(4, "/uL"))))
    assert reading.patient.diagnosis.wbc == exactly(Decimal("0.004"))
    assert "check its unit" in reading.conflicts[0].message


def test_eosinophils_are_no_leukocytes() -> None:
    cells = {"text": "Eosinophils"}
    assert code_of(observation(cells, valueQuantity=quantity(120000, "/mm3"))) == "unknown_code"


# Treatment.


def started(*resources: dict[str, Any], **fields: Any) -> date | None:
    return read_bundle(bundle(DIAGNOSED, *resources), **fields).patient.treatment.started


def test_the_first_dose_starts_treatment() -> None:
    assert started(dose("2024-01-10"), dose("2024-01-09", "e")) == date(2024, 1, 9)


@pytest.mark.parametrize(
    "doses",
    [
        [dose("2023-12-30"), dose("2024-01-09", "e")],
        [dose("2024-04-01")],
        [dose("2024-01")],
        [dose("2024-01-09", status="not-done")],
        [dose("2024-01-09", status="entered-in-error")],
    ],
    ids=["before diagnosis", "long after", "no day", "not given", "in error"],
)
def test_a_doubtful_first_dose_starts_nothing(doses: list[dict[str, Any]]) -> None:
    assert started(*doses) is None


def test_an_earlier_drug_that_may_count_leaves_the_start_open() -> None:
    tablet = concept(RXNORM, "0", "dexamethasone 4 MG Oral Tablet")
    earlier = dose("2024-01-03", "e", medicationCodeableConcept=tablet)
    assert started(dose("2024-01-09"), earlier) is None
    assert code_of(dose("2024-01-09"), earlier) == "start_unknown"
    counts = Policy(codes={(RXNORM, "0"): "chemotherapy"})
    assert started(dose("2024-01-09"), earlier, policy=counts) == date(2024, 1, 3)
    drops = Policy(codes={(RXNORM, "0"): "not_needed"})
    assert started(dose("2024-01-09"), earlier, policy=drops) == date(2024, 1, 9)
    doubtful = dose("2024-01-03", "e", status="unknown")
    assert started(dose("2024-01-09"), doubtful) is None
    named = dose("2024-01-03", "e", medicationCodeableConcept={"text": "Dexamethasone"})
    assert started(dose("2024-01-09"), named) == date(2024, 1, 3)


def test_an_order_is_not_a_dose() -> None:
    order = {**dose("2024-01-09"), "resourceType": "MedicationRequest", "status": "active"}
    assert started(order) is None
    assert code_of(order) == "order"


def test_the_first_dose_may_only_bound_the_start() -> None:
    policy = Policy(first_dose_starts_treatment=False)
    treatment = read_bundle(bundle(DIAGNOSED, dose("2024-01-09")), policy=policy).patient.treatment
    assert (treatment.started, treatment.induction_started) == (None, date(2024, 1, 9))


def test_a_drug_may_stand_in_a_medication() -> None:
    medication = {
        "resourceType": "Medication",
        "id": "m",
        "code": concept(RXNORM, "11202"),
    }
    given_ = dose("2024-01-09", medicationReference={"reference": "Medication/m"})
    del given_["medicationCodeableConcept"]
    assert started(medication, given_) == date(2024, 1, 9)
    assert code_of(given_) == "unknown_code"


def test_a_named_drug_is_a_therapy() -> None:
    given_ = dose("2024-06-01", medicationCodeableConcept={"text": "Blinatumomab"})
    therapies = read_bundle(bundle(DIAGNOSED, given_)).patient.treatment.therapies
    assert therapies is not None
    assert [(each.kind, each.date) for each in therapies] == [("blinatumomab", date(2024, 6, 1))]


def test_transplants() -> None:
    def transplants(resource: dict[str, Any]) -> Any:
        return read_bundle(bundle(resource)).patient.treatment.transplants

    (found,) = transplants(procedure("58390007", performedDateTime="2025-01-01"))
    assert (found.date, found.donor) == (date(2025, 1, 1), "allogeneic")
    donor = {"url": "http://x.example", "valueCodeableConcept": concept(SNOMED, "53088000")}
    (found,) = transplants(procedure("77465005", extension=[donor]))
    assert found.donor == "autologous"
    both = concepts(SNOMED, "234336002", "58390007")
    (found,) = transplants({**procedure("0"), "code": both})
    assert found.donor == "allogeneic"
    assert transplants(procedure("234336002", status="not-done")) == ()
    assert transplants(procedure("234336002", status="in-progress")) is None
    wrong = {**procedure("234336002"), "code": concept(SNOMED, "234336002", "Biopsy")}
    assert code_of(wrong) == "code_and_name"


# Response.

POLICY = Policy(
    codes={
        (LAB, "MRD-BM"): Meaning("mrd", specimen="marrow", method="flow"),
        (LAB, "BLASTS"): "marrow_blasts",
        (LAB, "CNS"): "cns",
        (LAB, "PH"): Meaning("finding", lesion="BCR::ABL1", method="fish"),
        (LAB, "NOISE"): "not_needed",
    }
)


def read_local(resource: dict[str, Any], *others: dict[str, Any]) -> Patient:
    return read_bundle(bundle(DIAGNOSED, resource, *others), policy=POLICY).patient


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ({"valueQuantity": quantity(0.01, "%", comparator="<")}, below(Decimal("1E-4"))),
        ({"valueQuantity": quantity(0.0005, "1")}, exactly(Decimal("5E-4"))),
        ({"valueString": "<0.01%"}, below(Decimal("1E-4"))),
        ({"valueCodeableConcept": {"text": "Not detected"}}, "negative"),
    ],
)
def test_mrd_by_a_local_code(value: dict[str, Any], level: Any) -> None:
    (found,) = read_local(local("MRD-BM", effectiveDateTime="2024-02-06", **value)).mrd
    assert (found.level, found.specimen, found.method) == (level, "marrow", "flow")
    assert found.date == date(2024, 2, 6)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"valueQuantity": quantity(0.01)}, "unit_missing"),
        ({"valueQuantity": quantity(0.01, unit="10^-4")}, "unit_unknown"),
        ({"valueQuantity": quantity(5, "1")}, "implausible"),
        ({"valueString": "0.01"}, "unit_missing"),
        ({"valueString": "see report"}, "unreadable"),
        ({"valueBoolean": True}, "wrong_value"),
    ],
)
def test_no_mrd_is_guessed(value: dict[str, Any], code: str) -> None:
    assert code_of(local("MRD-BM", **value), policy=POLICY) == code


def test_mrd_by_words_specimen_and_method() -> None:
    named = observation(
        {"text": "Minimal residual disease, B-ALL, end of induction"},
        valueQuantity=quantity(0.02, "%"),
        specimen={"reference": "Specimen/s"},
        method={"text": "Flow cytometry"},
    )
    specimen = {
        "resourceType": "Specimen",
        "id": "s",
        "type": concept("http://terminology.hl7.org/CodeSystem/v2-0487", "MAR"),
    }
    (found,) = read_bundle(bundle(DIAGNOSED, named, specimen)).patient.mrd
    assert found == all_risk.Mrd(
        level="0.02%", specimen="marrow", method="flow", timepoint="end_of_induction"
    )
    assert code_of(named, policy=Policy(text=False)) == "unknown_code"


def test_the_loinc_code_of_flow_cytometry_alone_is_not_taken_for_mrd() -> None:
    assert code_of(observation("67128-9", valueQuantity=quantity(0.01, "%"))) == "unknown_code"
    policy = Policy(codes={(LOINC, "67128-9"): "mrd"})
    reading = read_bundle(
        bundle(DIAGNOSED, observation("67128-9", valueQuantity=quantity(0.01, "%"))), policy=policy
    )
    assert len(reading.patient.mrd) == 1


def test_cerebrospinal_fluid_is_no_marrow() -> None:
    sample = {"resourceType": "Specimen", "id": "s", "type": {"text": "Cerebrospinal fluid"}}
    found = local(
        "MRD-BM",
        valueQuantity=quantity(1, "%"),
        contained=[sample],
        specimen={"reference": "#s"},
    )
    assert code_of(found, policy=POLICY) == "specimen"


def test_marrow_blasts_before_treatment_show_no_response() -> None:
    early = local("BLASTS", valueQuantity=quantity(95, "%"), effectiveDateTime="2024-01-02")
    late = {**early, "id": "late", "effectiveDateTime": "2024-02-06"}
    reading = read_bundle(bundle(DIAGNOSED, early, late, dose("2024-01-03")), policy=POLICY)
    assert codes(reading)["Observation/o"] == "before_treatment"
    assert reading.patient.treatment.responses == (
        Response(marrow_blasts="95%", date=date(2024, 2, 6)),
    )
    assert all_risk.evaluate(reading.patient)["no_remission_28d"].status == "met"


@pytest.mark.parametrize("word", ["CNS 2a", "CNS2A", "cns-2a"])
def test_cns_status_by_a_local_code(word: str) -> None:
    assert read_local(local("CNS", valueString=word)).diagnosis.cns == "CNS2a"


def test_a_sentence_is_no_cns_status() -> None:
    sentence = local("CNS", valueString="negative for presence of cancer in the brain or spine")
    assert code_of(sentence, policy=POLICY) == "unknown_value"
    assert code_of(local("CNS", valueString="CNS1a"), policy=POLICY) == "unknown_value"


def test_cns_statuses_that_differ_are_unknown() -> None:
    first, second = local("CNS", valueString="CNS1"), local("CNS", id_="q", valueString="CNS3")
    reading = read_bundle(bundle(DIAGNOSED, first, second), policy=POLICY)
    assert reading.patient.diagnosis.cns is None
    assert reading.conflicts[0].references == ("Observation/o", "Observation/q")


@pytest.mark.parametrize(
    ("code", "status"), [("103338009", "CR"), ("103337004", "PR"), ("268910001", None)]
)
def test_only_full_and_partial_remission_are_a_response(code: str, status: str | None) -> None:
    seen = observation("97509-4", valueCodeableConcept=concept(SNOMED, code))
    responses = read_bundle(bundle(DIAGNOSED, seen)).patient.treatment.responses
    assert [each.status for each in responses] == ([status] if status else [])


# Genetics.


def genetics(*resources: dict[str, Any], policy: Policy | None = None) -> Any:
    return read_bundle(bundle(DIAGNOSED, *resources), policy=policy).patient.genetics


TRANSLOCATION = "SO:1000044"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("LA9633-4", "detected"),
        ("LA9634-2", "not_detected"),
        ("LA11884-6", "inconclusive"),
        ("LA18198-4", "inconclusive"),
    ],
)
def test_a_fusion_is_present_absent_or_not_clear(value: str, status: Any) -> None:
    fusion = variant("HGNC:76", "HGNC:1014", value=value, change=TRANSLOCATION)
    assert genetics(fusion) == (Finding(lesion="BCR::ABL1", status=status),)


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (variant("HGNC:1 BCR", "HGNC:2 ABL1"), "unclear_variant"),
        (variant("HGNC:99999", "HGNC:76", change=TRANSLOCATION), "unknown_gene"),
        (variant("HGNC:3495 BCR", "HGNC:76", change=TRANSLOCATION), "code_and_name"),
        (variant("HGNC:11998", value="LA0-0"), "unknown_value"),
        (variant(change=TRANSLOCATION), "unclear_variant"),
    ],
)
def test_no_lesion_is_guessed(resource: dict[str, Any], code: str) -> None:
    assert code_of(resource) == code


def part(code: str, value: str) -> dict[str, Any]:
    return {"code": concept(LOINC, code), "valueCodeableConcept": concept("urn:x", value)}


def test_variants_of_one_gene() -> None:
    spelt = [part("48005-3", "p.Arg175His")]
    assert genetics(variant("HGNC:11998", parts=spelt)) == (
        Finding(lesion="TP53 mutation", status="presumptive"),
    )
    assert genetics(variant("HGNC:11998", value="LA9634-2")) == (
        Finding(lesion="TP53 mutation", status="not_detected"),
    )
    assert code_of(variant("HGNC:11998", value="LA9634-2", parts=spelt)) == "unclear_variant"
    assert genetics(variant("HGNC:7132", change=TRANSLOCATION)) == (
        Finding(lesion="KMT2A-r", status="detected"),
    )
    lost = [part("82155-3", "1")]
    assert genetics(variant("HGNC:13176", change="SO:0000159", parts=lost)) == (
        Finding(lesion="IKZF1 deletion", status="detected"),
    )
    assert code_of(variant("HGNC:13176", change="SO:0000159")) == "unclear_variant"


def test_a_germline_variant_is_none_of_the_leukaemia() -> None:
    germline = {
        "code": concept(LOINC, "48002-0"),
        "valueCodeableConcept": concept(LOINC, "LA6683-2"),
    }
    assert code_of(variant("HGNC:11998", parts=[germline])) == "not_somatic"


def test_iscn_in_a_variant_and_in_an_observation() -> None:
    printed = "46,XX,t(9;22)(q34;q11.2)[20]"
    system = "https://iscn.karger.com"
    inside = {"code": concept(LOINC, "81291-7"), "valueCodeableConcept": concept(system, printed)}
    assert genetics(variant(parts=[inside])) == (KaryotypeText(karyotype=printed),)
    assert genetics(observation("29770-5", valueString=printed)) == (
        KaryotypeText(karyotype=printed),
    )


def test_a_lesion_by_a_local_code() -> None:
    negative = local("PH", valueCodeableConcept={"text": "Negative"})
    assert genetics(negative, policy=POLICY) == (
        Finding(lesion="BCR::ABL1", status="not_detected", method="fish"),
    )
    assert code_of(local("PH", valueString="see below"), policy=POLICY) == "unknown_value"
    assert code_of(local("NOISE"), policy=POLICY) == "not_needed"


def test_a_region_studied_without_a_variant_is_negative() -> None:
    whole = report("Observation/region")
    assert genetics(region("HGNC:11998"), whole) == (
        Finding(lesion="TP53 mutation", status="not_detected", method="ngs"),
    )
    fish = region("HGNC:1014", "HGNC:76", method="LA26404-6")
    assert genetics(fish, whole) == (
        Finding(lesion="BCR::ABL1", status="not_detected", method="fish"),
    )
    assert genetics(region("HGNC:7132", method="LA26404-6"), whole) == (
        Finding(lesion="KMT2A-r", status="not_detected", method="fish"),
    )


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([], "incomplete_report"),
        ([report("Observation/region", status="preliminary")], "incomplete_report"),
        ([report("Observation/region", "Observation/elsewhere")], "incomplete_report"),
        ([report("Observation/region", "Observation/v"), variant("HGNC:9 XYZ", value="LA0-0")],
         "incomplete_report"),
        ([report("Observation/region", "Observation/v"),
          variant("HGNC:11998", parts=[part("48005-3", "p.Arg175His")])], "variant_reported"),
    ],
    ids=["no report", "preliminary", "result missing", "result not understood", "variant"],
)  # fmt: skip
def test_a_region_is_not_negative_where_a_variant_may_be_missing(
    others: list[dict[str, Any]], code: str
) -> None:
    assert code_of(region("HGNC:11998"), *others) == code
    found = genetics(region("HGNC:11998"), *others)
    assert all(each.status != "not_detected" for each in found)


def test_silence_about_a_lesion_stays_unknown() -> None:
    assert "BCR::ABL1" not in derive(read_bundle(BRIAN).patient).values


# Policy.


def test_a_policy_is_checked_when_it_is_made() -> None:
    with pytest.raises(AllRiskError, match="did you mean 'mrd'"):
        Policy(codes={(LAB, "X"): "mdr"})
    with pytest.raises(AllRiskError, match="names its lesion"):
        Policy(codes={(LAB, "X"): "finding"})
    with pytest.raises(AllRiskError, match="not the name of a lesion"):
        Meaning("finding", lesion="Sonic screwdriver")
    wrong: Any = "flwo"
    with pytest.raises(AllRiskError, match="did you mean 'flow'"):
        Meaning("mrd", method=wrong)


def test_a_code_of_the_wrong_kind_is_said() -> None:
    policy = Policy(codes={(LAB, "X"): "transplant"})
    assert code_of(local("X"), policy=policy) == "wrong_meaning"


def test_codes_that_disagree_decide_nothing() -> None:
    both = concepts(LOINC, "26464-8", "29770-5")
    assert code_of(observation(both, valueQuantity=quantity(5, "/uL"))) == "codes_disagree"
