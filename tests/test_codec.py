"""JSON in and out: round trips, strictness, and every problem at its path."""

from __future__ import annotations

import copy
import json
import pickle
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from all_risk import errors
from all_risk.codec import LARGEST_DOCUMENT, MOST_PROBLEMS, from_dict, from_json, to_dict, to_json
from all_risk.errors import AllRiskError, InvalidDocument, Problem
from all_risk.genetics import lesion
from all_risk.patient import (
    Consultation,
    Diagnosis,
    Event,
    Finding,
    ModalNumber,
    Mrd,
    Patient,
    Relapse,
    SteroidPretreatment,
    Treatment,
)
from all_risk.quantities import Age, Interval, below, exactly
from strategies import patients

FORMAT = "all-risk/patient/1"
FULL: dict[str, Any] = {
    "format": FORMAT,
    "id": "example-1",
    "sex": "female",
    "birth_date": "2016-05-02",
    "diagnosis": {
        "date": "2025-03-01", "age": "8 years", "lineage": "B", "wbc": "82 x10^9/L",
        "cns": "CNS1", "testicular": False, "down_syndrome": False, "extramedullary": [],
        "steroid_pretreatment": {"duration": "20 h", "before_diagnosis": "3 days"},
        "prior_cml": False, "immunophenotype": ["CD10+"],
    },
    "genetics": [
        {"lesion": "BCR::ABL1", "status": "not_detected", "method": "fish", "date": "2025-03-03"},
        {"karyotype": "46,XX,t(12;21)(p13;q22)[4]/46,XX[16]"},
        {"fish": "nuc ish(ETV6,RUNX1)x3(ETV6 con RUNX1x1)[180/200]"},
        {"modal_number": 46},
        {"dna_index": 1.0},
    ],
    "mrd": [
        {"timepoint": "end_of_induction", "day": 29, "date": None, "specimen": "marrow",
         "method": "flow", "level": "<0.01%", "sensitivity": "0.01%"},
    ],
    "treatment": {
        "started": "2025-03-01",
        "responses": [{"day": 29, "marrow_blasts": "2%", "status": "CR"}],
        "relapses": [{"date": "2027-01-10", "sites": ["marrow"]}],
        "ended": None, "transplants": [], "transplant_consultation": False,
    },
}  # fmt: skip


def document(**fields: Any) -> dict[str, Any]:
    return {"format": FORMAT, **fields}


def problems(source: object) -> list[Problem]:
    """What is wrong with a document: text is read as JSON, anything else as a dictionary."""
    with pytest.raises(InvalidDocument) as caught:
        from_json(source) if isinstance(source, (str, bytes)) else from_dict(source)
    return list(caught.value.errors)


def only(source: object) -> tuple[str, str]:
    (problem,) = problems(source)
    return problem.path, problem.code


# Round trips.


@given(patients())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_patient_survives_writing_and_reading(patient: Patient) -> None:
    assert from_json(to_json(patient)) == patient
    assert from_dict(to_dict(patient)) == patient
    assert from_json(to_json(patient, indent=2).encode()) == patient


def test_the_example_of_the_contract() -> None:
    patient = from_json(json.dumps(FULL))
    assert patient == from_dict(FULL)
    assert patient.diagnosis.wbc == exactly(82)
    assert patient.diagnosis.age == Age(Interval(Decimal(96), Decimal(108), high_open=True), "mo")
    assert patient.diagnosis.extramedullary == ()
    assert patient.diagnosis.steroid_pretreatment == SteroidPretreatment(
        duration=exactly(20), before_diagnosis=exactly(72)
    )
    assert patient.genetics[3] == ModalNumber(modal_number=exactly(46))
    assert patient.mrd[0].level == below(Decimal("1E-4"))
    assert patient.mrd[0].day == exactly(29)
    assert patient.treatment.transplants == ()
    assert patient.treatment.therapies is None
    assert patient.treatment.relapses is not None
    assert patient.treatment.relapses[0].sites == ("marrow",)
    assert from_dict(to_dict(patient)) == patient


@pytest.mark.parametrize(
    "patient",
    [
        Patient(),
        Patient(diagnosis=Diagnosis(age={"low": 5, "below": 17, "unit": "mo"})),
        Patient(diagnosis=Diagnosis(age={"low": 0, "below": 1, "unit": "mo"})),
        Patient(diagnosis=Diagnosis(age={"low": 0, "below": 12, "unit": "mo"})),
        Patient(diagnosis=Diagnosis(age={"value": 0.5, "unit": "d"})),
        Patient(diagnosis=Diagnosis(age="1.23456789012 years")),
        Patient(diagnosis=Diagnosis(wbc="1e-7 x10^9/L")),
        Patient(diagnosis=Diagnosis(wbc="50 x10^9/L", steroid_pretreatment=SteroidPretreatment())),
        Patient(treatment=Treatment(died=Event(), transplant_consultation=Consultation())),
        Patient(treatment=Treatment(relapses=[], transplants=[], therapies=[])),
        Patient(treatment=Treatment(relapses=[Relapse()])),
        Patient(mrd=[Mrd(level="positive"), Mrd(level="positive <0.01%"), Mrd(level="negative")]),
        Patient(mrd=[Mrd(level="0%"), Mrd(level=">5%"), Mrd(level="1e-9%"), Mrd(day={"low": 29})]),
        Patient(id='", "\\\n\u2028 é 🧬'),
    ],
)
def test_odd_patients_survive(patient: Patient) -> None:
    assert from_json(to_json(patient)) == patient
    assert from_json(json.dumps(to_dict(patient))) == patient  # in ASCII


def test_numbers_are_read_exactly() -> None:
    read = from_json(
        f'{{"format": "{FORMAT}", "genetics": [{{"dna_index": 1.16}}, {{"modal_number": 4.6e1}}],'
        ' "mrd": [{"level": {"value": 1e-4, "unit": "1"}}]}'
    )
    assert read == from_dict(
        document(
            genetics=[{"dna_index": 1.16}, {"modal_number": 46.0}],
            mrd=[{"level": {"value": 1e-4, "unit": "1"}}],
        )
    )
    assert read.mrd[0].level == exactly(Decimal("0.0001"))


def test_what_is_written() -> None:
    assert to_dict(Patient()) == {"format": FORMAT}
    assert to_json(lesion("TEL-AML1")) == '"ETV6::RUNX1"'
    assert to_json(Patient(id="é")) == f'{{"format": "{FORMAT}", "id": "é"}}'
    for stranger in (5, None, "text", object()):
        with pytest.raises(TypeError, match="no document"):
            to_dict(stranger)
        with pytest.raises(TypeError, match="no document"):
            to_json(stranger)


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("TEL-AML1", "detected", ("ETV6::RUNX1", "detected")),
        ("Ph-negative", None, ("BCR::ABL1", "not_detected")),
        ("Ph-negative", "not_detected", ("BCR::ABL1", "not_detected")),
        ("Ph+", None, ("BCR::ABL1", "detected")),
        ("RUNX1 amplification", "detected", ("iAMP21", "presumptive")),
        ("BCR::ABL1", None, ("BCR::ABL1", None)),
    ],
)
def test_a_finding_by_any_name(
    name: str, status: str | None, expected: tuple[str, str | None]
) -> None:
    (found,) = from_dict(document(genetics=[{"lesion": name, "status": status}])).genetics
    assert isinstance(found, Finding)
    assert (found.lesion, found.status) == expected


# Null is absent.


def fields_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every member of every object in a document."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(value, dict):
            yield (*path, step)
        if isinstance(inner, (dict, list)):
            yield from fields_of(inner, (*path, step))


# A genetic result is nothing without its result, and a quantity has a value and a unit.
NEEDED = ("format", "lesion", "karyotype", "fish", "modal_number", "dna_index")


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=".".join(map(str, p))) for p in fields_of(FULL) if p[-1] not in NEEDED],
)
def test_null_equals_absent(path: tuple[Any, ...]) -> None:
    null, absent = copy.deepcopy(FULL), copy.deepcopy(FULL)
    for each in (null, absent):
        owner: Any = each
        for step in path[:-1]:
            owner = owner[step]
        if each is null:
            owner[path[-1]] = None
        else:
            del owner[path[-1]]
    assert from_dict(null) == from_dict(absent)
    assert from_json(json.dumps(null)) == from_dict(absent)


def test_absent_and_empty_differ_where_the_contract_says() -> None:
    assert from_dict(document(treatment={"relapses": None})).treatment.relapses is None
    assert from_dict(document(treatment={"relapses": []})).treatment.relapses == ()
    one = from_dict(document(treatment={"relapses": [{"sites": None}]})).treatment.relapses
    assert one == (Relapse(),)


# The text itself.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("   ", "not_json"),
        ("{", "not_json"),
        ("{'format': 'x'}", "not_json"),
        (f'{{"format": "{FORMAT}",}}', "not_json"),
        (f'{{"format": "{FORMAT}"}} x', "not_json"),
        (f'{{"format": "{FORMAT}", "id": "a\nb"}}', "not_json"),
        (f'\ufeff{{"format": "{FORMAT}"}}', "not_json"),
        (f'\ufeff{{"format": "{FORMAT}"}}'.encode(), "not_json"),
        (f'{{"format": "{FORMAT}"}}'.encode("utf-16"), "not_utf8"),
        (f'{{"format": "{FORMAT}", "id": "é"}}'.encode("latin-1"), "not_utf8"),
        (b'{"format": "all-risk/patient/1", "id": "\xed\xa0\x80"}', "not_utf8"),
        (b"\xff", "not_utf8"),
        ("null", "wrong_type"),
        ("[]", "wrong_type"),
        ('"text"', "wrong_type"),
        ("5", "wrong_type"),
        ("NaN", "wrong_type"),
        (f"[{{}}]{' ' * LARGEST_DOCUMENT}", "too_large"),
        (b" " * (LARGEST_DOCUMENT + 1), "too_large"),
    ],
)
def test_what_is_no_document(text: str | bytes, code: str) -> None:
    assert only(text) == ("$", code)


def test_the_largest_document_is_read() -> None:
    text = json.dumps(document(id="x"))
    assert from_json(text + " " * (LARGEST_DOCUMENT - len(text))).id == "x"


@pytest.mark.parametrize(
    ("opened", "closed"), [("[", "]"), ('{"a":', "}"), ('{"mrd":[', "]}"), ('{"diagnosis":', "}")]
)
@pytest.mark.parametrize("depth", [500, 990, 2_000, 50_000])
@pytest.mark.parametrize("key", ["id", "sex", "diagnosis", "genetics", "unknown"])
def test_deep_nesting_is_refused(opened: str, closed: str, depth: int, key: str) -> None:
    nested = f"{opened * depth}1{closed * depth}"
    found = problems(f'{{"format": "{FORMAT}", "{key}": {nested}}}')
    assert {p.code for p in found} <= {"too_deep", "wrong_type", "unknown_value", "unknown_key",
                                      "no_result"}  # fmt: skip
    assert all(len(p.message) < 300 for p in found)


def test_a_hundred_thousand_levels_are_too_deep() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000):
        assert only(text) == ("$", "too_deep")


def test_deep_or_endless_objects_are_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    endless: dict[str, Any] = {}
    endless["diagnosis"] = endless
    for value in (deep, endless):
        for key in ("sex", "birth_date", "mrd", "genetics", "diagnosis"):
            assert problems(document(**{key: value}))
        assert problems(document(diagnosis={"wbc": value, "testicular": value}))


def test_keys_that_stand_twice_are_all_named() -> None:
    text = (
        f'{{"format": "{FORMAT}", "id": "a", "id": "b", "sex": "man",'
        ' "diagnosis": {"wbc": {"value": 1, "value": 2, "unit": "/uL"}, "cns": null, "cns": null},'
        ' "mrd": [{}, {"day": 1, "day": 1, "day": 1}]}'
    )
    assert [(p.path, p.code) for p in problems(text)] == [
        ("$.id", "duplicate_key"),
        ("$.diagnosis.cns", "duplicate_key"),
        ("$.diagnosis.wbc.value", "duplicate_key"),
        ("$.mrd[1].day", "duplicate_key"),
        ("$.sex", "unknown_value"),
    ]


# Formats.


@pytest.mark.parametrize("version", [FORMAT, "all-risk/patient/1.0", "all-risk/patient/1.12.3"])
def test_its_own_major_version_is_read(version: str) -> None:
    assert from_dict({"format": version}) == Patient()


@pytest.mark.parametrize(
    "version",
    ["all-risk/patient/2", "all-risk/patient/10", "all-risk/patient/0", "all-risk/assessment/1",
     "all-risk/patient/1x", "all-risk/patient/1.", "all-risk/patient/1\n", "All-risk/patient/1",
     " all-risk/patient/1", ""],
)  # fmt: skip
def test_another_format_is_refused_by_name(version: str) -> None:
    (problem,) = problems({"format": version, "sex": "man"})
    assert (problem.path, problem.code) == ("$.format", "format_unknown")
    assert repr(version) in problem.message
    assert FORMAT in problem.message


@pytest.mark.parametrize("stated", [{}, {"format": None}, {"format": 1}, {"format": [FORMAT]}])
def test_a_document_without_format_is_refused_with_the_rest(stated: dict[str, Any]) -> None:
    found = problems({**stated, "sex": "man"})
    assert [(p.path, p.code) for p in found] == [
        ("$.format", "format_missing"),
        ("$.sex", "unknown_value"),
    ]
    assert FORMAT in found[0].message
    assert only(stated) == ("$.format", "format_missing")


# Strictness: what stands in one place.


def at(path: str, value: object) -> dict[str, Any]:
    """A document with one value at a dotted path."""
    built: Any = value
    for step in reversed(path.split(".")):
        built = [built] if step == "0" else {step: built}
    return document(**built)


BOOLEANS = ("diagnosis.testicular", "diagnosis.down_syndrome", "diagnosis.prior_cml",
            "mrd.0.quantifiable")  # fmt: skip
WORDS = ("sex", "diagnosis.lineage", "diagnosis.cns", "diagnosis.extramedullary.0",
         "mrd.0.timepoint", "mrd.0.specimen", "mrd.0.method", "treatment.responses.0.status",
         "treatment.responses.0.extramedullary", "treatment.relapses.0.sites.0",
         "treatment.transplants.0.donor", "treatment.therapies.0.kind")  # fmt: skip
DATES = ("birth_date", "diagnosis.date", "mrd.0.date", "treatment.started", "treatment.ended",
         "treatment.induction_started", "treatment.responses.0.date",
         "treatment.relapses.0.date", "treatment.died.date",
         "treatment.transplant_consultation.date")  # fmt: skip
QUANTITIES = ("diagnosis.age", "diagnosis.wbc", "mrd.0.level", "mrd.0.sensitivity",
              "treatment.responses.0.marrow_blasts", "treatment.responses.0.blood_blasts",
              "diagnosis.steroid_pretreatment.duration",
              "diagnosis.steroid_pretreatment.before_diagnosis")  # fmt: skip
COUNTS = ("mrd.0.day", "mrd.0.elapsed_days", "mrd.0.markers", "genetics.0.modal_number",
          "genetics.0.dna_index", "treatment.relapses.0.day")  # fmt: skip
TEXTS = ("id", "genetics.0.karyotype", "genetics.0.fish", "genetics.0.lesion",
         "diagnosis.immunophenotype.0")  # fmt: skip
OBJECTS = ("diagnosis", "treatment", "mrd.0", "genetics.0", "treatment.responses.0",
           "treatment.died", "treatment.transplant_consultation",
           "diagnosis.steroid_pretreatment")  # fmt: skip
LISTS = ("genetics", "mrd", "treatment.responses", "treatment.relapses", "treatment.transplants",
         "treatment.therapies", "treatment.relapses.0.sites", "diagnosis.extramedullary",
         "diagnosis.immunophenotype")  # fmt: skip
NUMBERS = (0, 1, 5.9, -1, 10**5000, Decimal("1.5"), float("nan"), float("inf"))
OTHERS: tuple[Any, ...] = ("False", "", "x", [], ["x"], {}, {"x": 1}, {1: 2}, b"x", object())

WRONG = {
    BOOLEANS: (*NUMBERS, *OTHERS, "true"),
    WORDS: (*NUMBERS, *OTHERS, True, False),
    DATES: (*NUMBERS, *OTHERS, True, "2025-02-30", "2025-3-1", "0000-01-01", "2025-13-01",
            "20250301", "2025-W01-1", "2025-03-01T00:00:00", "01/03/2025", "٢٠٢٥-03-01",
            "2025-03-01\n", " 2025-03-01"),
    QUANTITIES: (*NUMBERS, *OTHERS, True, False, "82", "NaN %", {"value": 5}, {"unit": "%"}),
    COUNTS: (-1, 10**5000, float("nan"), float("inf"), *OTHERS, True, False, "29", {"value": "29"},
             {"low": 30, "high": 29}),
    TEXTS: (*NUMBERS, [], {}, True, False, b"x", "\ud800", "a\udfffb"),
    OBJECTS: (0, 5.9, "x", [], [{}]),
    LISTS: (0, 5.9, "x", {}, {"0": {}}, True, False),
}  # fmt: skip


def in_brackets(path: str) -> str:
    return "$." + path.replace(".0", "[0]")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, value, id=f"{path}-{i}")
        for paths, values in WRONG.items()
        for path in paths
        for i, value in enumerate(values)
    ],
)
def test_a_wrong_value_is_refused_at_its_path(path: str, value: object) -> None:
    found = problems(at(path, value))
    assert all(p.path.startswith(in_brackets(path)) for p in found)
    assert all(p.message and p.code for p in found)
    InvalidDocument(found).__reduce__()


@pytest.mark.parametrize("path", [*COUNTS[:4]])
@pytest.mark.parametrize("value", [5.9, "5", {"low": 29.5}, {"above": 28, "below": 31}])
def test_a_count_is_whole(path: str, value: object) -> None:
    assert only(at(path, value))[0] == in_brackets(path)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("NaN", "not_finite"),
        ("Infinity", "not_finite"),
        ("-Infinity", "not_finite"),
        ("1e99999999999999999999999", "not_finite"),
        ("1e9999999", "implausible"),
        ("1e-9999999", "implausible"),
        ("1e308", "implausible"),
        ("9" * 31, "implausible"),
        ("9" * 30, "implausible"),
        ("9" * 100_000, "implausible"),
        ("0." + "3" * 100_000, "implausible"),
        ("-5", "negative"),
    ],
)
def test_strange_numbers_in_text(number: str, code: str) -> None:
    text = (
        f'{{"format": "{FORMAT}", "genetics": [{{"dna_index": {number}}}],'
        f' "diagnosis": {{"wbc": {{"value": {number}, "unit": "/uL"}}}}, "sex": {number},'
        f' "mrd": [{{"level": {number}, "quantifiable": {number}, "date": {number}}}]}}'
    )
    found = {p.path: p for p in problems(text)}
    assert found["$.genetics[0].dna_index"].code == code
    assert found["$.diagnosis.wbc"].code == code
    assert found["$.sex"].code == "unknown_value"
    assert found["$.mrd[0].quantifiable"].code == "wrong_type"
    assert found["$.mrd[0].date"].code == "not_a_date"
    assert "$.mrd[0].level" in found
    assert all("Decimal" not in p.message for p in found.values())


@pytest.mark.parametrize(
    ("found", "path", "nearest"),
    [
        (document(diagnose={}), "$.diagnose", "diagnosis"),
        (document(Sex="male"), "$.Sex", "sex"),
        (document(diagnosis={"WBC": "82/uL"}), "$.diagnosis.WBC", "wbc"),
        (document(mrd=[{"levle": "0.1%"}]), "$.mrd[0].levle", "level"),
        (document(genetics=[{"lesionn": "iAMP21"}]), "$.genetics[0].lesionn", "lesion"),
        (document(genetics=[{"lesion": "iAMP21", "stat": "detected"}]), "$.genetics[0].stat",
         "status"),
        (document(treatment={"relapse": []}), "$.treatment.relapse", "relapses"),
        (document(diagnosis={"wbc": {"val": 5, "unit": "/uL"}}), "$.diagnosis.wbc", "value"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_named_with_the_nearest(
    found: dict[str, Any], path: str, nearest: str
) -> None:
    said = [p for p in problems(found) if p.code == "unknown_key"]
    assert [p.path for p in said] == [path]
    assert f"did you mean '{nearest}'" in said[0].message


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (1, "$.diagnosis[1]"),
        (None, "$.diagnosis[None]"),
        (b"wbc", "$.diagnosis[b'wbc']"),
        (("wbc",), "$.diagnosis[('wbc',)]"),
        ("diagnosis", "$.diagnosis.diagnosis"),
        ("", "$.diagnosis['']"),
        ("a.b", "$.diagnosis['a.b']"),
        ("\ud800", "$.diagnosis['\\ud800']"),
        ("a\n$.b: fine", "$.diagnosis['a\\n$.b: fine']"),
        ("\x1b[31m", "$.diagnosis['\\x1b[31m']"),
        ("x" * 900_000, f"$.diagnosis['{'x' * 36}...]"),
    ],
)
def test_a_strange_key_is_quoted_and_shortened(key: Any, path: str) -> None:
    assert only(document(diagnosis={key: 1})) == (path, "unknown_key")


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ({}, "no_result"),
        ({"lesion": None}, "no_result"),
        ({"status": "detected"}, "no_result"),
        ({"karyotype": "46,XX[20]", "fish": "x"}, "several_results"),
        ({"lesion": "iAMP21", "modal_number": 46}, "several_results"),
    ],
)
def test_a_genetic_result_is_one_result(result: dict[str, Any], code: str) -> None:
    assert only(document(genetics=[result])) == ("$.genetics[0]", code)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("BCR-ABLL1", "BCR::ABL1"),
        ("iAMP22", "iAMP21"),
        ("HIGH_HYPERDIPLOIDI", "HIGH_HYPERDIPLOIDY"),
        ("", "names look like"),
        ("x" * 900_000, "too long"),
        ("BCR::ABL1\x00", ""),
    ],
)
def test_an_unknown_lesion_is_named_with_the_nearest(name: str, hint: str) -> None:
    (problem,) = problems(document(genetics=[{"lesion": name, "status": "detected"}]))
    assert problem.path == "$.genetics[0].lesion"
    assert hint in problem.message


def test_a_name_that_contradicts_its_status() -> None:
    found = document(genetics=[{"lesion": "Ph-negative", "status": "detected"}])
    assert only(found) == ("$.genetics[0].status", "contradiction")


# All problems at once.


def test_every_problem_is_reported_at_once_with_its_path() -> None:
    found = problems(
        {
            "format": FORMAT,
            "sex": "F",
            "birth_date": "2016-02-30",
            "diagnosed": {},
            "diagnosis": {
                "wbc": "82",
                "age": "8 parsecs",
                "down_syndrome": "False",
                "steroid_pretreatment": {"duration": 20, "dose": "1 mg"},
                "immunophenotype": ["CD10+", 10],
            },
            "genetics": [
                {"lesion": "BCR::ABL1"},
                {"lesion": "Unheard-of", "status": "Detected", "method": "FISH"},
                {"modal_number": 46.5, "date": "yesterday"},
            ],
            "mrd": [{"level": "0,01%", "day": "29", "timepoint": "eoi"}, None],
            "treatment": {"relapses": {}, "died": "never", "responses": [{"status": "cr"}]},
        }
    )
    assert sorted(p.path for p in found) == sorted(
        [
            "$.sex", "$.birth_date", "$.diagnosed", "$.diagnosis.wbc", "$.diagnosis.age",
            "$.diagnosis.down_syndrome", "$.diagnosis.steroid_pretreatment.duration",
            "$.diagnosis.steroid_pretreatment.dose", "$.diagnosis.immunophenotype[1]",
            "$.genetics[1].status", "$.genetics[1].method", "$.genetics[2].modal_number",
            "$.genetics[2].date", "$.mrd[0].level", "$.mrd[0].day", "$.mrd[0].timepoint",
            "$.mrd[1]", "$.treatment.relapses", "$.treatment.died",
            "$.treatment.responses[0].status", "$.genetics[1].lesion",
        ]
    )  # fmt: skip


def test_impossible_histories_are_refused_with_reason_and_path() -> None:
    found = problems(
        document(
            birth_date="2016-05-02",
            diagnosis={"date": "2025-03-01"},
            genetics=[{"modal_number": 46}, {"lesion": "iAMP21", "date": "2015-01-01"}],
            mrd=[{"date": "2016-05-01"}],
            treatment={
                "started": "2025-03-03",
                "induction_started": "2025-03-02",
                "responses": [{"date": "2025-03-02"}, {"date": "2030-01-01"}],
                "relapses": [{}, {"date": "2025-02-01"}],
                "died": {"date": "2029-01-01"},
            },
            unheard="of",
        )
    )
    reasons = {(p.path, p.message) for p in found if p.code == "impossible_order"}
    assert reasons == {
        ("$.genetics[1]", "is dated before the patient was born"),
        ("$.mrd[0]", "is dated before the patient was born"),
        ("$.treatment.relapses[1]", "is dated before the diagnosis"),
        ("$.treatment.relapses[1]", "is dated before treatment began"),
        ("$.treatment.responses[0]", "is dated before treatment began"),
        ("$.treatment.induction_started", "is dated before treatment began"),
        ("$.treatment.responses[1]", "is dated after the patient died"),
    }
    assert [p.path for p in found if p.code == "unknown_key"] == ["$.unheard"]
    assert only(document(birth_date="2026-01-01", diagnosis={"date": "2025-01-01"})) == (
        "$.diagnosis.date",
        "impossible_order",
    )


def test_a_possible_history_on_one_day_is_read() -> None:
    day = "2025-03-01"
    assert from_dict(
        document(
            birth_date=day,
            diagnosis={"date": day},
            treatment={"started": day, "relapses": [{"date": day}], "ended": day, "died": day},
        )
    )


def test_a_list_of_problems_ends() -> None:
    wrong = [{"lesion": f"unheard-of {i} {'x' * 150}"} for i in range(5_000)]
    started = time.perf_counter()
    found = problems(document(genetics=wrong))
    assert time.perf_counter() - started < 5
    assert len(found) == MOST_PROBLEMS + 1
    assert (found[-1].path, found[-1].code) == (f"$.genetics[{MOST_PROBLEMS - 1}]",
                                                "too_many_problems")  # fmt: skip


# What an error may say.

CANARY = "CANARYQUETZAL"


@pytest.mark.parametrize("path", [*BOOLEANS, *WORDS, *DATES, *QUANTITIES, *COUNTS])
def test_an_error_says_no_more_than_forty_characters_of_its_own_value(path: str) -> None:
    found = at(path, "z" * 3 + CANARY * 20)
    found["id"] = CANARY + "-id"
    (problem,) = problems(found)
    assert problem.path == in_brackets(path)
    assert problem.message.count(CANARY) <= 3
    assert CANARY + "-id" not in problem.message
    assert len(problem.message) < 320


def test_an_error_says_nothing_of_other_places() -> None:
    rest = {
        "id": CANARY,
        "genetics": [{"lesion": "iAMP21", "source": CANARY}, {"karyotype": CANARY}],
        "diagnosis": {"immunophenotype": [CANARY], "testicular": "False", "wbc": [CANARY]},
        "mrd": [{"level": {"value": CANARY, "unit": "%"}, "day": [CANARY], "date": {"a": CANARY}}],
        "treatment": {"responses": CANARY, "died": {"date": 5}},
    }
    found = problems(document(**rest))
    assert len(found) >= 6
    assert CANARY not in str(InvalidDocument(found))
    text = json.dumps(document(id=CANARY, note=CANARY))
    for broken in (text[:-1], text + "}", text.replace('"id"', "id"), text[:60] + "\n" + text[60:]):
        with pytest.raises(InvalidDocument) as caught:
            from_json(broken)
        assert CANARY not in str(caught.value)
        assert caught.value.__cause__ is None


ERRORS = [
    getattr(errors, name) for name in errors.__all__ if name not in ("Problem", "nearest", "shown")
]


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_pickle(kind: type[AllRiskError]) -> None:
    both = (Problem("$.a", "one", "is wrong"), Problem("$", "two", "is not"))
    error = kind(both)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is kind
        assert again.errors == both
        assert str(again) == "$.a: is wrong\nis not"
    assert isinstance(kind(both[0]), AllRiskError)
    assert issubclass(kind, ValueError)


def test_real_errors_pickle() -> None:
    with pytest.raises(AllRiskError) as caught:
        from_dict(document(sex="F", mrd=[{"level": "1"}]))
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.errors == caught.value.errors
    assert len(again.errors) == 2


# Whatever stands in a document, it is read or refused.

KEYS = st.sampled_from(
    sorted({step for path in fields_of(FULL) for step in path if isinstance(step, str)})
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["82 x10^9/L", "0.01%", "8 years", "2025-03-01", "negative", "BCR::ABL1",
                     "detected", "marrow", ">100%", "positive 0%", "1e30 h", "P1D"]),
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner),
    max_leaves=12,
)


def read_or_refused(source: object) -> Patient | None:
    """The patient, or None where a document is refused and the reason is given."""
    try:
        return from_json(source) if isinstance(source, (str, bytes)) else from_dict(source)
    except InvalidDocument as refused:
        if not all(p.path.startswith("$") and p.code and p.message for p in refused.errors):
            raise
        return None if refused.errors else Patient(id="refused without a reason")


@st.composite
def changed_documents(draw: st.DrawFn) -> dict[str, Any]:
    """The example of the contract with something else in one place."""
    changed = copy.deepcopy(FULL)
    path = draw(st.sampled_from(list(fields_of(FULL))))
    owner: Any = changed
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = draw(TREES)
    return changed


@given(st.dictionaries(KEYS, TREES, max_size=4).map(lambda body: {**body, "format": FORMAT}))
@settings(max_examples=100, deadline=None)
def test_any_document_is_read_or_refused(found: dict[str, Any]) -> None:
    patient = read_or_refused(found)
    assert patient is None or from_json(to_json(patient)) == patient


@given(changed_documents())
@settings(max_examples=150, deadline=None)
def test_any_change_to_one_place_is_read_or_refused(found: dict[str, Any]) -> None:
    patient = read_or_refused(found)
    assert patient is None or from_json(to_json(patient)) == patient


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    assert read_or_refused(text) is None
