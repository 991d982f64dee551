"""The corners of reading FHIR: every reason that a reading can give is reached."""

from __future__ import annotations

from typing import Any

import pytest

from all_risk.interop.fhir import Policy, compare_recorded, read_bundle
from all_risk.patient import Diagnosis, Patient
from all_risk.quantities import Interval, exactly
from fhir_builders import (
    DIAGNOSED,
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

OWN = "urn:all-risk:code"


def own(code: str, **fields: Any) -> dict[str, Any]:
    return observation(concept(OWN, code), **fields)


def component(code: str, **value: Any) -> dict[str, Any]:
    return {"code": concept(OWN, code), **value}


def span(low: Any = None, high: Any = None, **fields: Any) -> dict[str, Any]:
    bounds = {key: each for key, each in (("low", low), ("high", high)) if each is not None}
    return {"valueQuantity": None, "valueRange": {**bounds, **fields}}


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        # Values.
        (own("testicular", valueString="yes"), "wrong_value"),
        (own("cns", valueQuantity=quantity(1, "1")), "unknown_value"),
        (own("extramedullary", valueBoolean=True), "contradiction"),
        (own("extramedullary", valueBoolean=True,
             component=[component("site", valueString="toe")]), "unknown_value"),
        (own("steroid_pretreatment", valueBoolean=False,
             component=[component("duration", valueQuantity=quantity(1, "h"))]), "contradiction"),
        (observation("101119-6", valueQuantity=quantity(1, "1")), "wrong_value"),
        (own("treatment_started", valueDateTime="2024-01"), "no_date"),
        (own("treatment_started", valueDateTime="yesterday"), "bad_date"),
        (own("treatment_started", valueDateTime="2023-02-30"), "bad_date"),
        (own("modal_number", valueQuantity=quantity(46, "kg")), "unit_unknown"),
        (own("modal_number", valueQuantity=quantity(4.5)), "not_whole"),
        (own("dna_index", valueString="1.16"), "wrong_value"),
        (observation("29770-5", valueBoolean=True), "wrong_value"),
        (wbc(effectiveDateTime=None, effectivePeriod={"start": "2024-01-02", "end": "2024-01-01"}),
         "bad_date"),
        # Genetics.
        (variant(parts=[{"code": concept(LOINC, "81291-7"), "valueCodeableConcept": {}}]),
         "no_value"),
        ({**region("HGNC:76"), "method": {}}, "no_method"),
        (region(), "no_gene"),
        # Drugs and procedures.
        (dose("2024-01-09", effectiveDateTime=None), "no_date"),
        ({**dose("2024-01-09"), "resourceType": "MedicationStatement"}, "not_needed"),
        (procedure("0"), "unknown_code"),
        ({**procedure("0"), "code": concepts(SNOMED, "234336002", "277762005")}, "codes_disagree"),
        ({**procedure("0"), "code": concepts(SNOMED, "49401003", "277762005")}, "codes_disagree"),
        (procedure("58390007", usedCode=[concept(SNOMED, "53088000")]), "codes_disagree"),
        # Resources.
        (wbc(implicitRules="http://x.example"), "modifier"),
        ({"resourceType": "Encounter", "id": "e"}, "not_needed"),
        ({"resourceType": "OperationOutcome", "id": "e"}, "server_message"),
    ],
)  # fmt: skip
def test_why_a_resource_is_not_used(resource: dict[str, Any], code: str) -> None:
    assert code_of(resource) == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (span(quantity(10, "10*9/L"), quantity(20, "10*9/L")), Interval(exactly(10).low,
                                                                        exactly(20).low)),
        (span(quantity(10, "10*9/L")), Interval(exactly(10).low)),
        (span(high=quantity(20, "10*9/L")), Interval(high=exactly(20).low)),
        (span(quantity(10, "10*9/L"), quantity(20, "/uL")), "unit_conflict"),
        (span(), "unit_conflict"),
        (span(quantity(20, "10*9/L"), quantity(10, "10*9/L")), "empty"),
        (span(quantity(10, "10*9/L", comparator="<")), "comparator"),
        ({"valueQuantity": None, "valueString": "82 x10^9/L"}, exactly(82)),
        ({"valueQuantity": None, "valueString": "82 G/L"}, "unit_unknown"),
    ],
)  # fmt: skip
def test_ranges_and_words_as_a_count(value: dict[str, Any], expected: Any) -> None:
    resource = {key: each for key, each in wbc(**value).items() if each is not None}
    if isinstance(expected, str):
        assert code_of(resource) == expected
    else:
        assert count(resource) == expected


def test_a_period_of_one_day_is_a_day() -> None:
    at = {"start": "2024-01-02T08:00:00Z", "end": "2024-01-02T09:00:00Z"}
    assert count(wbc(7, None, effectivePeriod=at)) == exactly(7)
    assert count(wbc(7, None, effectivePeriod={"start": "2024-01-02"})) is None


def test_an_entry_that_is_no_resource_is_said() -> None:
    broken = bundle(DIAGNOSED)
    broken["entry"] += [{"resource": {}}, {"resource": 5}, "x", {"fullUrl": "urn:uuid:1"}]
    found = codes(read_bundle(broken))
    assert [name for name, code in found.items() if code == "wrong_type"] == [
        "$.entry[2].resource",
        "$.entry[3].resource",
        "$.entry[4].resource",
    ]


def test_a_contained_result_is_said() -> None:
    inside = {"resourceType": "Observation", "id": "i"}
    reading = read_bundle(bundle(DIAGNOSED, report("#i", contained=[inside])))
    assert ("DiagnosticReport/r", "contained") in {
        (each.reference, each.code) for each in reading.not_understood
    }


# The patient.


def test_a_bundle_without_a_patient_resource() -> None:
    reading = read_bundle(bundle(DIAGNOSED, wbc(), patient={}))
    assert reading.subject == "Patient/p"
    assert reading.patient.diagnosis.wbc == exactly(60)
    assert reading.patient.id is None
    assert codes(reading)["Patient/p"] == "no_patient"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"gender": "other"}, "gender"),
        ({"birthDate": "once"}, "bad_date"),
        ({"modifierExtension": [{"url": "x"}]}, "modifier"),
    ],
)
def test_a_patient_that_is_not_understood(fields: dict[str, Any], code: str) -> None:
    reading = read_bundle(bundle(DIAGNOSED, patient=person(**fields)))
    assert codes(reading)["Patient/p"] == code
    assert (reading.patient.sex, reading.patient.birth_date) == (None, None)


def test_birth_sex_and_gender_that_differ_leave_the_sex_unknown() -> None:
    url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
    both = person(gender="female", extension=[{"url": url, "valueCode": "M"}])
    reading = read_bundle(bundle(DIAGNOSED, patient=both))
    assert reading.patient.sex is None
    assert "contradict" in reading.conflicts[0].message


@pytest.mark.parametrize("fields", [{"deceasedBoolean": True}, {"deceasedDateTime": "2026"}])
def test_a_death_on_an_unknown_day(fields: dict[str, Any]) -> None:
    died = read_bundle(bundle(DIAGNOSED, patient=person(**fields))).patient.treatment.died
    assert died is not None
    assert died.date is None
    alive = person(deceasedBoolean=False)
    assert read_bundle(bundle(DIAGNOSED, patient=alive)).patient.treatment.died is None


# The diagnosis.


def test_ages_of_several_sources_are_joined_in_months() -> None:
    stated = own("age_at_diagnosis", valueQuantity=quantity(3, "a"))
    born = person(birthDate="2020-06")
    reading = read_bundle(bundle(condition(onsetDateTime="2024-01-01"), stated, patient=born))
    assert str(reading.patient.diagnosis.age) == "42 to 43 months"
    assert not reading.conflicts
    other = own("age_at_diagnosis", valueQuantity=quantity(10, "a"))
    reading = read_bundle(bundle(condition(onsetDateTime="2024-01-01"), other, patient=born))
    assert "exclude each other" in reading.conflicts[0].message


def test_counts_that_overlap_are_intersected() -> None:
    both = (
        own("wbc_at_diagnosis", id_="a", valueQuantity=quantity(50, "10*9/L", comparator=">")),
        own("wbc_at_diagnosis", id_="b", valueQuantity=quantity(88, "10*9/L")),
    )
    assert count(*both) == exactly(88)


def test_an_onset_in_words_is_said() -> None:
    assert codes(read_bundle(bundle(condition(onsetString="last spring"))))["Condition/c"] == (
        "onset_in_words"
    )


def test_a_policy_may_say_that_a_code_is_not_all() -> None:
    policy = Policy(codes={(SNOMED, "277571004"): "not_all"})
    found = codes(read_bundle(bundle(condition()), policy=policy))
    assert found == {"Condition/c": "not_needed", "Bundle": "no_leukaemia"}


def test_a_policy_may_take_lymphoma_for_all() -> None:
    icd = "http://hl7.org/fhir/sid/icd-10-cm"
    policy = Policy(codes={(icd, "C83.50"): "all"})
    reading = read_bundle(bundle(condition(icd, "C83.50")), policy=policy)
    assert reading.condition == "Condition/c"


def test_morphology_may_be_the_code_itself() -> None:
    icd_o = "http://terminology.hl7.org/CodeSystem/icd-o-3"
    patient = read_bundle(bundle(condition(icd_o, "9811/3"))).patient
    assert patient == Patient(id="p", diagnosis=Diagnosis(lineage="B"))


def test_days_at_the_end_of_the_calendar() -> None:
    late = condition(onsetDateTime="9999-12-31")
    assert read_bundle(bundle(late, wbc(60, "9999-12-31"))).patient.diagnosis.wbc == exactly(60)
    early = condition(onsetDateTime="0001-01-01")
    assert read_bundle(bundle(early, wbc(60, "0001-01-01"))).patient.diagnosis.wbc == exactly(60)


# Genetics.


@pytest.mark.parametrize(
    ("method", "genes"),
    [("LA26404-6", ("HGNC:76", "HGNC:1014", "HGNC:7132")), ("LA26400-4", ("HGNC:76",))],
)
def test_a_region_whose_method_excludes_nothing_clear(method: str, genes: tuple[str, ...]) -> None:
    found = region(*genes, method=method)
    assert code_of(found, report("Observation/region")) == "unclear_region"


# Recorded risks.


def test_a_recorded_risk_of_a_patient_outside_the_scheme() -> None:
    ncit = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
    recorded = observation(concept(ncit, "C167435"), valueString="high risk")
    born = person(birthDate="1950-01-01")
    (comparison,) = compare_recorded(read_bundle(bundle(DIAGNOSED, recorded, patient=born)))
    assert comparison.recorded.group is None
    assert comparison.agrees is None
    assert "is not about this patient" in comparison.explanation


def test_a_drug_named_in_two_ways_is_not_guessed() -> None:
    two = {
        "text": "imatinib",
        "coding": [{"system": RXNORM, "code": "0", "display": "vincristine"}],
    }
    assert code_of(dose("2024-01-09", medicationCodeableConcept=two)) == "unknown_code"


def test_the_words_of_a_code_can_be_left_unread() -> None:
    named = observation({"text": "CNS status"}, valueString="CNS1")
    assert read_bundle(bundle(DIAGNOSED, named)).patient.diagnosis.cns == "CNS1"
    assert code_of(named, policy=Policy(text=False)) == "unknown_code"
    assert code_of(local("X", valueString="CNS1")) == "unknown_code"


def test_a_local_code_may_carry_a_therapy() -> None:
    policy = Policy(codes={(LAB, "CART"): "car_t"})
    given_ = procedure("0", performedDateTime="2025-01-01")
    found = {**given_, "code": concept(LAB, "CART")}
    therapies = read_bundle(bundle(DIAGNOSED, found), policy=policy).patient.treatment.therapies
    assert therapies is not None
    assert [each.kind for each in therapies] == ["car_t"]
