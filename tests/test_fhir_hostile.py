"""Hostile input: a reading or an error of the library, never anything else."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import all_risk
from all_risk.errors import AllRiskError
from all_risk.interop.fhir import read_bundle, write_bundle
from all_risk.interop.fhir.bundle import LARGEST_BUNDLE
from all_risk.interop.phenopackets import read_phenopacket
from all_risk.interop.reading import Reading
from strategies import patients

DATA = Path(__file__).parent / "data"
BRIAN = json.loads((DATA / "mcode_pediatric_all_bundle.json").read_text(encoding="utf-8"))
PACKETS = [
    json.loads(line)["phenopacket"]
    for line in (DATA / "phenopackets_all.jsonl").read_text(encoding="utf-8").splitlines()
]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        ["final", "2024", "2024-13-01", "9999-12", "0000-01-01", "Patient/p", "#a", "10*3/uL", "a"]
    ),
    st.sampled_from([10**400, -1, 1e308, "9" * 5000, "\ud800"]),
)
keys = st.sampled_from(
    [
        "resourceType", "id", "entry", "resource", "fullUrl", "subject", "reference", "code",
        "coding", "system", "status", "component", "valueQuantity", "valueString",
        "valueCodeableConcept", "valueRange", "value", "unit", "comparator", "low", "high",
        "birthDate", "onsetDateTime", "onsetAge", "effectiveDateTime", "extension", "url",
        "valueBoolean", "contained", "text", "specimen", "method", "type", "diseases", "term",
        "onset", "age", "iso8601duration", "measurements", "assay",
    ]
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=25,
)


def survives(read: Callable[[Any], Reading], document: Any) -> None:
    try:
        reading = read(document)
    except AllRiskError:
        return
    assert isinstance(reading, Reading)
    assert all(each.code and each.why for each in reading.not_understood)
    all_risk.evaluate(reading.patient)


@given(anything)
def test_anything_at_all(document: Any) -> None:
    survives(read_bundle, document)
    survives(read_phenopacket, document)


@given(anything, st.sampled_from(["Observation", "Condition", "Procedure", "Patient"]))
def test_anything_in_a_resource(content: Any, kind: str) -> None:
    inside = content if isinstance(content, dict) else {"code": content}
    subject = {"reference": "Patient/p"}
    resource = {"status": "final", "subject": subject, **inside, "resourceType": kind}
    person = {"resourceType": "Patient", "id": "p"}
    entry = [{"resource": resource}, *([] if kind == "Patient" else [{"resource": person}])]
    survives(read_bundle, {"resourceType": "Bundle", "entry": entry})


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [path] if path else []
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


def with_other(document: Any, path: tuple[Any, ...], other: Any) -> Any:
    copy = json.loads(json.dumps(document))
    target = copy
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = other
    return copy


@settings(max_examples=120)
@given(st.data())
def test_a_real_bundle_with_one_element_replaced(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(places(BRIAN)))
    survives(read_bundle, with_other(BRIAN, path, data.draw(anything)))


@settings(max_examples=120)
@given(st.data(), patients())
def test_a_written_bundle_with_one_element_replaced(
    data: st.DataObject, patient: all_risk.Patient
) -> None:
    bundle = write_bundle(patient)
    path = data.draw(st.sampled_from(places(bundle)))
    survives(read_bundle, with_other(bundle, path, data.draw(anything)))


@settings(max_examples=100)
@given(st.data())
def test_a_real_phenopacket_with_one_element_replaced(data: st.DataObject) -> None:
    packet = data.draw(st.sampled_from(PACKETS))
    path = data.draw(st.sampled_from(places(packet)))
    survives(read_phenopacket, with_other(packet, path, data.draw(anything)))


def deep(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = {"extension": [value]}
    return value


@pytest.mark.parametrize("read", [read_bundle, read_phenopacket])
def test_deep_nesting(read: Callable[[Any], Reading]) -> None:
    text = '{"a":' * 100_000 + "1" + "}" * 100_000
    survives(read, text)
    twice = {"resource": {"resourceType": "Patient", "id": "p", "extension": [deep(50_000)]}}
    other = {"resource": {"resourceType": "Patient", "id": "p", "extension": [deep(50_000)]}}
    survives(read, {"resourceType": "Bundle", "subject": deep(9999), "entry": [twice, other]})


def test_bundles_within_bundles() -> None:
    bundle: Any = {"resourceType": "Bundle", "entry": []}
    for _ in range(5000):
        bundle = {"resourceType": "Bundle", "entry": [{"resource": bundle}]}
    survives(read_bundle, bundle)


def test_a_text_of_50_mb_is_refused_at_once() -> None:
    text = '{"resourceType": "Bundle", "note": "' + "x" * 50_000_000 + '"}'
    assert len(text) > LARGEST_BUNDLE
    started = time.perf_counter()
    with pytest.raises(AllRiskError) as caught:
        read_bundle(text)
    assert caught.value.errors[0].code == "too_large"
    assert time.perf_counter() - started < 1


def test_a_dictionary_of_50_mb_is_read_in_linear_time() -> None:
    def bundle(times: int) -> dict[str, Any]:
        counts = [
            {
                "resourceType": "Observation",
                "id": f"wbc-{i}",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": "26464-8"}]},
                "subject": {"reference": "Patient/p"},
                "effectiveDateTime": "2024-01-01",
                "valueQuantity": {"value": 5, "system": "http://unitsofmeasure.org", "code": "/uL"},
                "note": [{"text": "x" * 1000}],
            }
            for i in range(times)
        ]
        person = {"resourceType": "Patient", "id": "p"}
        entry = [{"resource": each} for each in (person, *counts)]
        return {"resourceType": "Bundle", "entry": entry}

    assert len(json.dumps(bundle(40_000))) > 50_000_000
    small, large = bundle(4_000), bundle(40_000)
    durations = []
    for each in (small, large):
        started = time.perf_counter()
        reading = read_bundle(each)
        durations.append(time.perf_counter() - started)
        assert reading.patient.diagnosis.wbc is None
        assert {n.code for n in reading.not_understood} == {"no_leukaemia", "no_diagnosis_date"}
    assert durations[1] < 40 * durations[0] + 1


def test_too_many_resources_are_refused() -> None:
    with pytest.raises(AllRiskError, match="at most 50,000 resources"):
        read_bundle({"resourceType": "Bundle", "entry": [{}] * 50_001})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[", "not_json"),
        ("[]", "wrong_type"),
        (b"\xff", "not_utf8"),
        ('{"resourceType": "Bundle", "n": ' + "9" * 10_000 + "}", "not_json"),
        ('{"resourceType": "Patient"}', "wrong_resource"),
        ('{"resourceType": 5}', "wrong_resource"),
        ('{"resourceType": "Bundle", "entry": {}}', "wrong_type"),
        ('{"resourceType": "Bundle", "type": "history"}', "history"),
    ],
)
def test_what_is_no_bundle_is_refused(text: str | bytes, code: str) -> None:
    with pytest.raises(AllRiskError) as caught:
        read_bundle(text)
    assert [problem.code for problem in caught.value.errors] == [code]


def test_a_value_is_not_echoed_at_length() -> None:
    secret = "S" * 5000
    bundle = json.loads(json.dumps(BRIAN).replace("10*3/uL", secret))
    said = "".join(each.why for each in read_bundle(bundle).not_understood)
    assert "SSS" in said
    assert "S" * 100 not in said
