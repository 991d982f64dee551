"""JSON Schemas: valid, accepting what is written and refusing what is no document."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from all_risk.codec import from_dict, to_dict
from all_risk.errors import AllRiskError, InvalidDocument
from all_risk.evaluation import classify, evaluate
from all_risk.patient import Patient
from all_risk.published import all_guidelines, all_schemes
from all_risk.schema import BEYOND_SHAPE, SCHEMAS, schema
from strategies import patients
from test_codec import (
    BOOLEANS,
    COUNTS,
    DATES,
    FORMAT,
    FULL,
    LISTS,
    OBJECTS,
    QUANTITIES,
    WORDS,
    at,
    changed_documents,
    fields_of,
)

PATIENT = Draft202012Validator(schema("patient"), format_checker=FormatChecker())
ASSESSMENT = Draft202012Validator(schema("assessment"), format_checker=FormatChecker())
CLASSIFICATION = Draft202012Validator(schema("classification"), format_checker=FormatChecker())


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(found)) == found


def test_another_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(AllRiskError, match="did you mean 'patient'"):
        schema("patients")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_the_callers_own(name: str) -> None:
    spoilt = schema(name)
    for inner in spoilt["properties"].values():
        for key in ("enum", "anyOf", "required"):
            inner.get(key, []).append("spoilt")
        inner.get("items", {}).clear()
        inner.clear()
    assert "spoilt" not in json.dumps(schema(name))
    assert all(schema(name)["properties"].values())


@pytest.mark.parametrize("name", ["patient", "assessment", "classification"])
def test_every_key_is_described(name: str) -> None:
    def described(part: Any) -> None:
        if isinstance(part, dict):
            for key, inner in part.get("properties", {}).items():
                assert key in QUANTITY_KEYS or inner["description"], key
            for inner in part.values():
                described(inner)
        elif isinstance(part, list):
            for inner in part:
                described(inner)

    found = schema(name)
    described({key: found.get(key, {}) for key in ("properties", "$defs")})


QUANTITY_KEYS = {"value", "low", "above", "high", "below", "unit"}


def test_the_example_of_the_contract_is_accepted() -> None:
    PATIENT.validate(FULL)


@given(patients())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_patient_that_is_written_is_accepted(patient: Patient) -> None:
    PATIENT.validate(to_dict(patient))


GUIDELINES = [guideline.id for guideline in all_guidelines()]
RISK_SCHEMES = [scheme.id for scheme in all_schemes()]


@given(patients(), st.sampled_from(GUIDELINES), st.none() | st.dates())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_assessment_is_accepted(patient: Patient, guideline: str, as_of: Any) -> None:
    ASSESSMENT.validate(to_dict(evaluate(patient, guideline, as_of=as_of)))


@given(patients(), st.sampled_from(RISK_SCHEMES))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_classification_is_accepted(patient: Patient, scheme: str) -> None:
    CLASSIFICATION.validate(to_dict(classify(patient, scheme)))


def test_an_answer_that_is_no_answer_is_refused() -> None:
    answer = to_dict(evaluate(Patient()))
    assert ASSESSMENT.is_valid(answer)
    for key in answer:
        assert not ASSESSMENT.is_valid({k: v for k, v in answer.items() if k != key})
    assert not ASSESSMENT.is_valid({**answer, "refer": "no"})
    assert not ASSESSMENT.is_valid({**answer, "more": 1})
    group = to_dict(classify(Patient(), RISK_SCHEMES[0]))
    assert CLASSIFICATION.is_valid(group)
    for key in group:
        assert not CLASSIFICATION.is_valid({k: v for k, v in group.items() if k != key})
    assert not CLASSIFICATION.is_valid({**group, "applicable": "yes"})


# What the reader refuses for its shape, the schema refuses too.

WRONG: dict[tuple[str, ...], tuple[Any, ...]] = {
    BOOLEANS: ("False", 0, 1, [], {}),
    WORDS: ("", "x", 0, [], {}, True),
    DATES: (5, "2025-02-30", "01/03/2025", "", [], True),
    QUANTITIES: (5, 5.9, True, [], {"value": 5}, {"value": "5", "unit": "%"},
                 {"value": 5, "unit": 1}, {"value": 5, "unit": "%", "x": 1},
                 {"value": -5, "unit": "%"}, "9" * 101),
    COUNTS: ("29", True, [], -1, {"value": "29"}, {"value": 29, "unit": "d"}, {"x": 29}),
    ("id", "genetics.0.karyotype", "genetics.0.fish", "genetics.0.lesion",
     "diagnosis.immunophenotype.0"): (5, True, [], {}),
    OBJECTS: (0, 5.9, "x", [], {"x": 1}),
    LISTS: (0, "x", {}, True),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, value, id=f"{path}-{i}")
        for paths, values in WRONG.items()
        for path in paths
        for i, value in enumerate(values)
    ],
)
def test_a_wrong_value_is_refused_by_schema_and_reader(path: str, value: object) -> None:
    document = at(path, value)
    assert not PATIENT.is_valid(document)
    with pytest.raises(InvalidDocument):
        from_dict(document)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"format": None},
        {"format": "all-risk/patient/2"},
        {"format": "all-risk/assessment/1"},
        {"format": FORMAT, "Sex": "male"},
        {"format": FORMAT, "genetics": [{}]},
        {"format": FORMAT, "genetics": [{"status": "detected"}]},
        {"format": FORMAT, "genetics": [{"karyotype": "46,XX[20]", "fish": "x"}]},
        {"format": FORMAT, "genetics": [None]},
        {"format": FORMAT, "mrd": [None]},
        [],
        "text",
        None,
    ],
)
def test_what_is_no_document_is_refused_by_schema_and_reader(document: Any) -> None:
    assert not PATIENT.is_valid(document)
    with pytest.raises(InvalidDocument):
        from_dict(document)


@pytest.mark.parametrize("path", [p for p in fields_of(FULL) if isinstance(FULL[p[0]], dict)])
def test_null_is_accepted_wherever_the_reader_takes_it(path: tuple[Any, ...]) -> None:
    document = json.loads(json.dumps(FULL))
    owner = document
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = None
    from_dict(document)
    PATIENT.validate(document)


@pytest.mark.parametrize(
    "document",
    [
        {"treatment": {"died": "2030-01-01"}},
        {"treatment": {"died": {"date": "2030-01-01"}}},
        {"treatment": {"transplant_consultation": True}},
        {"treatment": {"transplant_consultation": {"date": "2025-03-01"}}},
        {"diagnosis": {"steroid_pretreatment": False}},
        {"diagnosis": {"steroid_pretreatment": {}}},
        {"mrd": [{"day": {"low": 28, "high": 33}, "markers": 2, "quantifiable": False}]},
        {"mrd": [{"level": {"value": 3e-4, "unit": "1"}}]},
        {"diagnosis": {"age": {"low": 6, "high": 6.5, "unit": "a"}}},
    ],
)
def test_other_spellings_are_accepted_by_schema_and_reader(document: dict[str, Any]) -> None:
    PATIENT.validate({"format": FORMAT, **document})
    assert from_dict({"format": FORMAT, **document}) != Patient()


# Both directions at once: what the schema accepts is read, but for what only makes sense
# together; what it does not accept is refused.


def agree(document: Any) -> bool:
    """Whether schema and reader say the same of a document, the known exceptions aside."""
    try:
        from_dict(document)
    except InvalidDocument as refused:
        beyond = {problem.code for problem in refused.errors} <= BEYOND_SHAPE.keys()
        return beyond or not PATIENT.is_valid(document)
    return PATIENT.is_valid(document)


@given(changed_documents())
@settings(max_examples=300, deadline=None)
def test_schema_and_reader_agree_on_any_change_to_the_example(document: dict[str, Any]) -> None:
    assert agree(document)


@given(patients(), st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_schema_and_reader_agree_on_mutated_patients(patient: Patient, data: st.DataObject) -> None:
    document = to_dict(patient)
    assert agree(document)
    for _ in range(3):
        assert agree(data.draw(mutated(document)))


NULLED = [None, True, 0, -1, 2.5, "", "x", "82", "8 yr", [], {}, [None], {"x": 1}, {"value": 1}]


@st.composite
def mutated(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """A document with one wrong type, unknown key, wrong word or missing unit somewhere."""
    changed: dict[str, Any] = json.loads(json.dumps(document))
    path = draw(st.sampled_from(list(fields_of(changed))))
    owner: Any = changed
    for step in path[:-1]:
        owner = owner[step]
    here = owner[path[-1]]
    ways: list[Any] = [draw(st.sampled_from(NULLED))]
    if isinstance(here, str):
        ways += [here.rstrip("%LhaHsry/0^19x* "), here.upper(), f" {here} ", here + "x", here[:1]]
    elif isinstance(here, dict):
        ways += [{**here, "x": None}, {**here, "unit": None}, {**here, "low": 3}]
        ways += [{k: v for k, v in here.items() if k != key} for key in here]
    elif isinstance(here, list):
        ways += [[*here, None], [*here, "marrow"], here * 2]
    elif isinstance(here, (int, float)):
        ways += [-here, here + 0.5, str(here), {"low": here}, {"below": here}]
    owner[path[-1]] = draw(st.sampled_from(ways))
    return changed


SPELLED = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "<", ">= ", "≤", " ", "~", "positive ", "positive <"]),
    st.sampled_from(["82", "1,5", "82,000", "8.2e1", "0.01", ".5", "1e-3", "82.", "1,000,00", ""]),
    st.sampled_from(["", " ", "x", " x ", "·", "e"]),
    st.sampled_from(
        ["10^9/L", "10⁹/L", "109/L", "/µL", "/mcL", "K/uL", "10**9/l", "%", "percent", "1", "years",
         "YEAR", "mo", "weeks", "h", "days", "foo", "", "10 ^ 9 / L", "P6Y", "negative"]
    ),
)  # fmt: skip
PLACES = ("diagnosis.wbc", "diagnosis.age", "mrd.0.level", "mrd.0.sensitivity",
          "treatment.responses.0.marrow_blasts",
          "diagnosis.steroid_pretreatment.duration")  # fmt: skip


@given(st.sampled_from(PLACES), SPELLED)
@settings(max_examples=400, deadline=None)
def test_schema_and_reader_agree_on_how_quantities_are_spelled(path: str, text: str) -> None:
    assert agree(at(path, text))


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "text",
    ["P6Y3M", "P", "P12D", " P6Y ", "Negative", "NOT  DETECTED", "pos", "positive <0.01%", "0%",
     "82 X10^9/L", "82 giga/L", "8 Years", "8years", "0.01 1", "0.011", "5 1", "3e-4 1",
     "82 x 10 ^ 9 / L", "82e3 cells/mm3", "<0.01 percent", ">400 x10^9/L", "82 ul", "9" * 101],
)  # fmt: skip
def test_schema_and_reader_agree_on_this_spelling(path: str, text: str) -> None:
    assert agree(at(path, text))


NUMBERS = st.sampled_from([None, 0, 1, 5, 19, 20, 2.5, -1, 29.0, "1"])


@given(
    st.sampled_from(
        [*PLACES, "mrd.0.day", "mrd.0.markers", "mrd.0.elapsed_days", "genetics.3.modal_number",
         "genetics.4.dna_index"]
    ),
    st.dictionaries(st.sampled_from(sorted(QUANTITY_KEYS - {"unit"})), NUMBERS, max_size=3),
    st.sampled_from([{}, {"unit": None}, {"unit": "%"}, {"unit": "1"}, {"unit": " D "},
                     {"unit": "10*9/L"}, {"unit": "a"}, {"unit": 1}, {"unit": ""}]),
)  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_schema_and_reader_agree_on_measured_objects(
    path: str, bounds: dict[str, Any], unit: dict[str, Any]
) -> None:
    assert agree(at(path, {**bounds, **unit}))


@given(
    st.dictionaries(
        st.sampled_from(["lesion", "karyotype", "fish", "modal_number", "dna_index", "status",
                         "method", "date", "source", "x"]),
        st.sampled_from([None, "BCR::ABL1", "detected", "fish", 46, "2025-03-01", "Ph-negative"]),
        max_size=4,
    )
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_schema_and_reader_agree_on_genetic_results(result: dict[str, Any]) -> None:
    assert agree({"format": FORMAT, "genetics": [result]})


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("ambiguous", {"mrd": [{"level": "2%", "day": {"low": 5, "high": 4}}]}),
        ("contradiction", {"genetics": [{"lesion": "Ph-negative", "status": "detected"}]}),
        ("empty", {"diagnosis": {"wbc": "<0 /uL"}}),
        ("implausible", {"diagnosis": {"wbc": "5000 x10^9/L"}}),
        ("impossible_order", {"birth_date": "2020-01-01", "diagnosis": {"date": "2019-01-01"}}),
        ("lesion_ambiguous", {"genetics": [{"lesion": "hypodiploidy"}]}),
        ("lesion_unknown", {"genetics": [{"lesion": "nonsense"}]}),
        ("not_utf8", {"id": "\ud800"}),
    ],
)
def test_what_lies_beyond_shape_is_refused_by_the_reader_alone(
    code: str, document: dict[str, Any]
) -> None:
    whole = {"format": FORMAT, **document}
    assert PATIENT.is_valid(whole)
    with pytest.raises(InvalidDocument) as caught:
        from_dict(whole)
    assert {problem.code for problem in caught.value.errors} <= BEYOND_SHAPE.keys()
    assert code in BEYOND_SHAPE


TEXTS = ("82 x10^9/L", "82,000 /µL", "82", "82 foo", "1,5 %", "82 X 10⁹ / l", "82 /mcl", "8 yrs",
         ">400 K/uL", "0.01%", "Not  Detected", "positive <0.01 %", "5 1", "51", "P6Y3M", "P",
         "20 h", " 3 days ", "2025-03-01", "all-risk/patient/1.2", "0.0001")  # fmt: skip
SCRIPT = """
const { patterns, texts } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const found = patterns.map((p) => texts.map((t) => new RegExp(p, "u").test(t)));
process.stdout.write(JSON.stringify(found));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="it asks Node.js")
def test_patterns_mean_the_same_in_ecmascript() -> None:
    patterns = sorted({p for name in SCHEMAS for p in patterns_in(schema(name))})
    assert len(patterns) > 10
    asked = json.dumps({"patterns": patterns, "texts": TEXTS})
    done = subprocess.run(
        [str(shutil.which("node")), "-e", SCRIPT],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [re.search(pattern, text) is not None for text in TEXTS] for pattern in patterns
    ]


def patterns_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from patterns_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from patterns_in(inner)
