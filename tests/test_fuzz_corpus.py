"""Every seed and every input that fuzzing found worth keeping, tried again without a fuzzer."""

from __future__ import annotations

import json
from random import Random

import pytest

from all_risk.codec import from_dict
from all_risk.comparison import compare
from all_risk.errors import InvalidDocument, InvalidQuantity, UnreadableNotation
from all_risk.evaluation import classify, evaluate
from all_risk.genetics.karyotype import read_karyotype
from all_risk.interop.fhir import read_bundle
from all_risk.quantities import parse_age
from fuzz.mutation import mutated_json, mutated_text
from fuzz.targets import CORPUS, TARGETS, kept, line, run, unline


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_of_a_reader_holds(name: str) -> None:
    target = TARGETS[name]
    seeds = [seed.encode() for seed in target.seeds()]
    assert seeds
    target.read(seeds[0])  # rules are compiled once
    for data in (*seeds, *kept(name)):
        run(target, data)


def test_every_corpus_belongs_to_a_target() -> None:
    extra = {"table"}  # where its engine is installed
    assert {file.stem for file in CORPUS.glob("*.jsonl")} <= set(TARGETS) | extra


@pytest.mark.parametrize(
    "data", [b"", b"46,XX", b"\xff\x00\n", "é１\u2028".encode(), b'{"a": "\\ud800"}']
)
def test_an_input_survives_the_corpus_file(data: bytes) -> None:
    assert "\n" not in line(data)
    assert unline(line(data)) == data


def test_changes_change_something() -> None:
    random = Random(1)
    document = {"a": [1, {"b": "text"}], "c": None}
    changed = {
        repr(mutated_json({"a": [1, {"b": "text"}], "c": None}, ("x",), random)) for _ in range(50)
    }
    assert len(changed - {repr(document)}) > 30
    assert len({mutated_text("46,XX[20]", ("+8",), random) for _ in range(50)}) > 25


def test_a_changed_document_never_holds_itself() -> None:
    random = Random(2)
    document = [{"a": 1}, {"b": 2}]
    for _ in range(3_000):
        document = mutated_json(document, ("x",), random)
        if len(json.dumps(document)) > 5_000:
            document = [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("years", ["8" + "0" * 29, "0000001" + "0" * 28])
def test_a_finding_of_fuzzing_quantities(years: str) -> None:
    """An age so large that a year more is the same number."""
    for text in (f"{years}y", f"{years} months"):
        with pytest.raises(InvalidQuantity) as caught:
            parse_age(text)
        assert caught.value.errors[0].code == "implausible"
    with pytest.raises(InvalidDocument) as refused:
        from_dict({"format": "all-risk/patient/1", "diagnosis": {"age": f"{years}y"}})
    assert [(p.path, p.code) for p in refused.value.errors] == [("$.diagnosis.age", "implausible")]


def test_a_finding_of_fuzzing_karyotypes() -> None:
    """A FISH result behind signs that are taken away, so that its canonical form was refused."""
    with pytest.raises(UnreadableNotation, match="a FISH result; read it with read_fish"):
        read_karyotype(",,.ish \0\0Z/46,X")


@pytest.mark.parametrize("name", ["HLF-BCR::ABL11", "BCR::ABL1-HLF"])
def test_a_finding_of_fuzzing_phenopackets(name: str) -> None:
    """A fusion with a gene called like two, whose rearrangement is the name of no lesion."""
    patient = from_dict(
        {
            "format": "all-risk/patient/1",
            "diagnosis": {"age": "8 years", "lineage": "B", "wbc": "10 x10^9/L"},
            "genetics": [{"lesion": name, "status": "detected"}],
        }
    )
    assert evaluate(patient).refer is not None
    assert classify(patient, "nci-rome").group == "standard"
    compare(patient).explain()


def test_a_finding_of_fuzzing_fhir() -> None:
    """A contained resource whose type is an object, not a text."""
    inner = {"resourceType": {"not": "a text"}}
    condition = {
        "resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
        "contained": [inner], "code": {"coding": [{"code": "x"}]},
    }  # fmt: skip
    person = {"resourceType": "Patient", "id": "p"}
    entry = [{"resource": person}, {"resource": condition}]
    reading = read_bundle({"resourceType": "Bundle", "type": "collection", "entry": entry})
    assert "contained" not in {each.code for each in reading.not_understood}
