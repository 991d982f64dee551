"""The answer in words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from all_risk import Diagnosis, Finding, Mrd, Patient, Response, Treatment, classify, evaluate
from all_risk.explain.english import CLINICIAN
from all_risk.explain.outline import outline_assessment
from all_risk.facts import CATALOGUE
from all_risk.messages import say
from strategies import patients

SOURCES = Path(__file__).parents[1] / "src/all_risk"


def words(text: str) -> str:
    return " ".join(text.split())


CHILD = Patient(
    diagnosis=Diagnosis(age="6 years", lineage="B", wbc="82 x10^9/L", cns="CNS1"),
    genetics=[Finding(lesion="BCR::ABL1", status="not_detected", method="fish")],
    mrd=[Mrd(timepoint="end_of_induction", specimen="marrow", method="flow", level="<0.01%")],
    treatment=Treatment(started=date(2025, 3, 1), responses=[Response(day=29, marrow_blasts="2%")]),
)


@pytest.mark.parametrize(
    "said",
    [
        "1 of 4 referral triggers met",
        "white cell count at diagnosis: 82 x10^9/L; >= 50 x10^9/L: yes (from diagnosis.wbc)",
        "days from the start of treatment to remission: <=28 days; > 28 days: no",
        "This rests on age or white cell count alone",
        "number of relapses: 0: not met; >=1: met",
        "J Clin Oncol 1996;14:18-24",
        "Source [1], read in the source itself",
        "What the first transplant appointment covers",
        "Why typing and search early",
        "Questions worth asking",
        "Results worth asking a copy of",
        "remission: morphology",
        "it does not order treatment",
    ],
)
def test_a_clinician_is_told(said: str) -> None:
    assert said in words(evaluate(CHILD).explain())


def test_what_is_not_due_is_given_its_date() -> None:
    patient = Patient(treatment=Treatment(started=date(2025, 3, 1)))
    text = words(evaluate(patient, as_of=date(2025, 3, 10)).explain())
    assert "day 28 of treatment is 2025-03-29" in text
    assert "As known on 2025-03-10" in text


def test_a_conflict_and_a_note_are_told_with_their_place() -> None:
    patient = Patient(
        genetics=[
            Finding(lesion="KMT2A-r", status="detected", method="karyotype"),
            Finding(lesion="KMT2A-r", status="not_detected", method="fish"),
            Finding(lesion="ETV6::RUNX1", status="not_detected", method="karyotype"),
        ]
    )
    text = words(evaluate(patient).explain())
    assert "one result finds it and another excludes it" in text
    assert "at genetics[0], genetics[1]" in text
    assert "genetics[2]: a banded karyotype cannot exclude ETV6::RUNX1" in text
    assert "Settle the contradiction about KMT2A rearrangement" in text


def test_a_classification_in_words() -> None:
    text = words(classify(CHILD, "cog-aall1731-1732").explain())
    assert "still possible: HR favorable, high" in text
    assert "One of these results alone would change it" in text
    adult = classify(Patient(diagnosis=Diagnosis(age="40 years")), "nci-rome")
    assert "does not apply to this patient" in adult.explain()


@given(patients())
@settings(max_examples=60, deadline=None)
def test_every_answer_can_be_told(patient: Patient) -> None:
    answer = evaluate(patient)
    text = answer.explain()
    assert not re.search(r"\{\w+\}", text)
    assert "unprinted:" not in text
    assert all(len(line) <= 92 for line in text.splitlines() if "https://" not in line)


def test_every_message_has_words_and_every_word_is_used() -> None:
    said = set()
    for path in SOURCES.rglob("*.py"):
        if path.name != "english.py":
            said |= set(re.findall(r'"([a-z0-9_.{}]+)"', path.read_text(encoding="utf-8")))
    patterns = [re.compile(re.sub(r"\{[^}]*\}", ".+", each.replace(".", r"\."))) for each in said]
    sections = ("appointment.", "why_early.", "questions.", "copies.")
    for known in CLINICIAN.messages:
        assert known.startswith(sections) or any(p.fullmatch(known) for p in patterns), known


def test_every_fact_has_words() -> None:
    for fact in CATALOGUE:
        text = CLINICIAN.text(say("values_exclude", fact=fact.name))
        assert fact.name not in text.split()[1:] or fact.name in {"age", "lineage"}


def test_the_outline_is_free_of_language() -> None:
    for line in outline_assessment(evaluate(CHILD)):
        assert line.message.id in CLINICIAN.messages
