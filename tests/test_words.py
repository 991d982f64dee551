"""The catalogues of words: complete, fresh, and enough for anything that can be told."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings

from all_risk import Patient, classify, compare, evaluate, from_json, timeline
from all_risk.cli import main
from all_risk.errors import AllRiskError
from all_risk.explain.catalogues import AUDIENCES, LANGUAGES, catalogue
from all_risk.facts import CATALOGUE
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import atoms
from all_risk.messages import Message, say
from all_risk.published import all_guidelines, all_schemes, guidelines
from strategies import patients

ROOT = Path(__file__).parents[1]
FOUR = tuple(product(AUDIENCES, LANGUAGES))
CASES = {
    path.stem: from_json(path.read_bytes()) for path in sorted((ROOT / "examples/cases").iterdir())
}

# -- The catalogues ------------------------------------------------------------------------


def test_translations_are_complete_and_the_compiled_files_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/translate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"run `python docs/translate.py`:\n{done.stdout}{done.stderr}"


def entries(audience: str, language: str) -> dict[tuple[str, str], str]:
    words = catalogue(audience, language)
    terms = {(kind, id_): text for kind, each in words.words.items() for id_, text in each.items()}
    return {("", id_): text for id_, text in words.messages.items()} | terms


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_translation_says_the_same_things(audience: str) -> None:
    english, spanish = entries(audience, "en"), entries(audience, "es")
    assert english.keys() == spanish.keys()
    for key, text in english.items():
        assert placeholders(text) == placeholders(spanish[key]), key


def test_a_sentence_and_its_translation_ask_as_often() -> None:
    english, spanish = entries("patient", "en"), entries("patient", "es")
    for key, text in english.items():
        assert ("?" in text) == ("?" in spanish[key]), key
        assert spanish[key].count("¿") == spanish[key].count("?"), key


def test_spanish_is_not_english_left_over() -> None:
    told = {*entries("clinician", "es").values(), *entries("patient", "es").values()}
    told |= set(catalogue("clinician", "es").published.values())
    english = re.compile(
        r"\b(the|of|and|with|is|are|not|which|for|by|patients?|years?|risk)\b", re.IGNORECASE
    )
    for text in told:
        names = r"«[^»]*»|\w+(?:-\w+)+|Children's Oncology Group|\{\w+\}"
        assert not english.search(re.sub(names, "", text)), text


# -- What is shipped -----------------------------------------------------------------------


@pytest.mark.parametrize("each", guidelines(), ids=lambda each: each.id)
def test_every_text_of_a_shipped_guideline_has_spanish_words(each: Guideline | Scheme) -> None:
    words = catalogue("clinician", "es")
    texts = [each.title, each.population.words, each.caution]
    if isinstance(each, Scheme):
        texts += each.outcomes.values()
        assert set(each.groups) <= words.words["group"].keys()
    else:
        texts += [basis.words for trigger in each.triggers for basis in trigger.bases]
        texts += [*each.parameters.values(), *(trigger.title for trigger in each.triggers)]
        assert each.parameters.keys() <= words.words["parameter"].keys()
    assert {text for text in texts if text} <= words.published.keys()


@pytest.mark.parametrize("guideline", all_guidelines(), ids=lambda each: each.id)
@pytest.mark.parametrize(("audience", "language"), FOUR)
def test_every_trigger_has_words(guideline: Guideline, audience: str, language: str) -> None:
    assert {t.id for t in guideline.triggers} <= catalogue(audience, language).words[
        "trigger"
    ].keys()


@pytest.mark.parametrize("each", guidelines(), ids=lambda each: each.id)
@pytest.mark.parametrize(("audience", "language"), FOUR)
def test_every_fact_that_is_asked_has_words(
    each: Guideline | Scheme, audience: str, language: str
) -> None:
    rules = (
        [row.when for row in each.rows]
        if isinstance(each, Scheme)
        else [basis.when for trigger in each.triggers for basis in trigger.bases]
    )
    words = catalogue(audience, language)
    for atom in (atom for rule in (*rules, each.population.who) for atom in atoms(rule)):
        if not atom.fact.name.startswith("unprinted"):
            assert_no_id(words.text(_listing(audience, atom.fact.name)))


def _listing(audience: str, name: str) -> Message:
    if audience == "clinician":
        return say("obtain_mrd", facts=name)
    return say("because", findings=name)


@pytest.mark.parametrize(("audience", "language"), FOUR)
def test_every_fact_and_lesion_has_words(audience: str, language: str) -> None:
    words = catalogue(audience, language)
    for name in [*(fact.name for fact in CATALOGUE), *(lesion.name for lesion in LESIONS)]:
        assert words.text(_listing(audience, name))
    own = words.words["lesion"].keys() | words.words["lesion_kind"].keys()
    assert {lesion.kind for lesion in LESIONS} <= words.words["lesion_kind"].keys()
    if audience == "patient":
        plain = {lesion.name for lesion in LESIONS if lesion.kind in ("ploidy", "karyotype")}
        assert plain <= own


def test_english_names_of_lesions_are_those_of_the_vocabulary() -> None:
    words = catalogue("clinician", "en")
    for lesion in LESIONS:
        said = words.text(say("found_and_excluded", lesion=lesion.name))
        assert said.startswith(f"{lesion.display}:")


def assert_no_id(text: str) -> None:
    """No brace and no identifier is left among the words."""
    plain = re.sub(r"https?://\S+|[\w.]+\[\d+\][\w.]*", "", text)
    assert not re.search(r"[{}]", plain), plain
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", plain), plain


# -- Anything at all -----------------------------------------------------------------------


@given(patients())
@settings(max_examples=60, deadline=None)
def test_any_patient_can_be_told_in_all_four(patient: Patient) -> None:
    answer = evaluate(patient)
    for audience, language in FOUR:
        text = answer.explain(audience=audience, language=language)
        assert not re.search(r"\{\w*\}", text)
        assert "unprinted:" not in text
        if audience == "patient":
            assert_no_id(text)
            assert all(len(line) <= 92 for line in text.splitlines() if "http" not in line)


@given(patients())
@settings(max_examples=15, deadline=None)
def test_any_patient_can_be_classified_and_compared_in_spanish(patient: Patient) -> None:
    texts = [compare(patient).explain(language="es"), timeline(patient).explain(language="es")]
    texts += [classify(patient, scheme).explain(language="es") for scheme in all_schemes()]
    assert not any(re.search(r"\{\w*\}", text) for text in texts)


# -- Where there are no words --------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        classify(CASES["case-045"], "nci-rome"),
        compare(CASES["case-045"]),
        timeline(CASES["case-045"]),
    ],
    ids=["classification", "comparison", "timeline"],
)
def test_what_needs_a_clinician_is_not_told_to_a_patient_alone(answer: object) -> None:
    with pytest.raises(AllRiskError, match="need a clinician beside them") as refused:
        answer.explain(audience="patient")  # type: ignore[attr-defined] # each of them explains
    assert refused.value.errors[0].code == "no_words"


def test_unknown_audiences_and_languages_are_refused() -> None:
    with pytest.raises(AllRiskError, match="language='en' or 'es'"):
        evaluate(Patient()).explain(language="fr")
    with pytest.raises(AllRiskError, match="audience='clinician' or 'patient'"):
        evaluate(Patient()).explain(audience="lawyer")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "--audience", "patient"], "to read with the care team"),
        (["evaluate", "--audience", "patient", "--language", "es"], "para leer con el equipo"),
        (["evaluate", "--language", "es"], "VER A UN MÉDICO DE TRASPLANTE"),
        (["classify", "--scheme", "nci-rome", "--language", "es"], "Grupos de riesgo NCI/Roma"),
        (["compare", "--language", "es"], "LADO A LADO"),
        (["compare", "--language", "es", "--format", "html"], "<h3>QUÉ DICE CADA FUENTE"),
        (["timeline", "--language", "es"], "LA EVOLUCIÓN"),
    ],
)
def test_the_command_line_speaks_both(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = arguments
    assert main([command, str(ROOT / "examples/cases/case-045.json"), *rest]) == 0
    assert said in capsys.readouterr().out
