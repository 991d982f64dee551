"""What a patient or a parent reads: nothing that frightens, and easy enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from all_risk import (
    Diagnosis,
    DnaIndex,
    Finding,
    KaryotypeText,
    ModalNumber,
    Mrd,
    Patient,
    Response,
    Treatment,
    evaluate,
    from_json,
)
from all_risk.assessment import Assessment
from all_risk.explain.catalogues import LANGUAGES, catalogue
from all_risk.explain.patient import outline_for_patient
from all_risk.facts import lineage, relapses, unprinted
from all_risk.guideline import Basis, Citation, Guideline, Population, Trigger
from all_risk.logic import TRUE, Expr
from all_risk.patient import Consultation, Event, FishText, Transplant
from all_risk.published import all_guidelines
from all_risk.quantities import count
from reading_level import english_grades, measured, spanish_ease

CASES = {
    path.stem: from_json(path.read_bytes())
    for path in sorted((Path(__file__).parents[1] / "examples/cases").iterdir())
}


NEVER = {
    "en": r"must|will (?:cure|work|come)|cured|high[- ]risk|no need|not needed|needless|danger\w*|"
    r"fatal|deadly|fear\w*|worr\w*|bad luck|fail\w*|surviv\w*|die|dying|poor|unfortunately|sadly|"
    r"terminal|hopeless|guarante\w*|promise\w*|percent",
    "es": r"deben?|debería\w*|tiene que|hay que|curará\w*|alto riesgo|riesgo alto|no hace falta|"
    r"no es necesari\w|innecesari\w|peligr\w*|mortal\w*|miedo|preocup\w*|fracas\w*|fallo|"
    r"supervivencia|morir|mala suerte|desgraciad\w*|lamentablemente|terminal|garanti\w*|promet\w*",
}


def every_text(language: str) -> Iterator[tuple[str, str]]:
    words = catalogue("patient", language)
    yield from words.messages.items()
    for kind, terms in words.words.items():
        yield from ((f"{kind} {name}", text) for name, text in terms.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_for_patients_promises_frightens_or_orders(language: str) -> None:
    for key, text in every_text(language):
        found = re.search(rf"\b(?:{NEVER[language]})\b|%", text, re.IGNORECASE)
        assert not found, f"{key}: {found}"


@pytest.mark.parametrize(
    ("language", "risk", "explained"),
    [("en", "risk", "groups of people"), ("es", "riesgo", "grupos de personas")],
)
def test_a_higher_risk_is_explained_where_it_is_named(
    language: str, risk: str, explained: str
) -> None:
    words = catalogue("patient", language)
    named = [t for t in words.words["trigger"].values() if risk in t]
    assert named
    assert all(explained in text for text in named)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "does not mean that a visit is of no use"),
        ("es", "no significa que la visita no sirva"),
    ],
)
def test_no_trigger_met_is_never_no_referral(language: str, said: str) -> None:
    answer = evaluate(Patient(treatment=Treatment(relapses=[])), own_guideline(RELAPSED))
    assert answer.refer == "no_trigger_met"
    assert said in flat(answer.explain(audience="patient", language=language))


RELAPSED = relapses >= count(1)


def own_guideline(rule: Expr, who: Expr = TRUE) -> Guideline:
    own = Citation(source="A ward", edition="2030")
    basis = Basis(id="b", source="own", rule=rule, words="x", citation=own)
    return Guideline(
        id="own",
        title="Own",
        version="1",
        year=2030,
        citation=own,
        population=Population(who=who, words="all"),
        triggers=(Trigger(id="our_own", title="Back again", bases=(basis,), citation=own),),
    )


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("age", "english", "spanish"),
    [
        ("11 years", "about your child and", "trata de su hijo o hija y"),
        ("12 years", "about you or your child and", "trata de usted o su hijo o hija y"),
        (None, "about you or your child and", "trata de usted o su hijo o hija y"),
        ("18 years", "about you and", "trata de usted y"),
    ],
)
def test_who_is_spoken_to(age: str | None, english: str, spanish: str) -> None:
    answer = evaluate(Patient(diagnosis=Diagnosis(age=age)))
    assert english in flat(answer.explain(audience="patient"))
    assert spanish in flat(answer.explain(audience="patient", language="es"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "to read with the care team"),
        ("en", "This text does not choose a treatment."),
        ("es", "para leer con el equipo médico"),
        ("es", "Este texto no elige un tratamiento."),
    ],
)
@pytest.mark.parametrize("case", ["case-001", "case-059"])
def test_every_patient_is_told(case: str, language: str, said: str) -> None:
    assert said in flat(evaluate(CASES[case]).explain(audience="patient", language=language))


@pytest.mark.parametrize("case", ["case-001", "case-003", "case-051"])
def test_a_visit_is_not_a_transplant(case: str) -> None:
    answer = evaluate(CASES[case])
    assert answer.refer == "yes"
    english = flat(answer.explain(audience="patient"))
    assert "Such a visit is a talk. It does not mean that a transplant is planned." in english
    spanish = flat(answer.explain(audience="patient", language="es"))
    assert "No significa que haya un trasplante previsto." in spanish


def test_a_death_is_told_alone() -> None:
    text = evaluate(CASES["case-002"]).explain(audience="patient")
    assert "We are very sorry" in text
    assert "?" not in text
    assert len(text.splitlines()) < 6


def test_a_date_is_written_out() -> None:
    patient = Patient(treatment=Treatment(started=date(2025, 3, 1)))
    answer = evaluate(patient, as_of=date(2025, 3, 10))
    english = flat(answer.explain(audience="patient"))
    assert "Day 28 of treatment is 29 March 2025." in english
    assert "known on 10 March 2025" in english
    spanish = flat(answer.explain(audience="patient", language="es"))
    assert "El día 28 de tratamiento es el 29 de marzo de 2025." in spanish
    clinician = flat(answer.explain(language="es"))
    assert "el día 28 de tratamiento es el 2025-03-29" in clinician


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        ("case-001", "ALL has come back"),
        ("case-045", "Down syndrome"),
        ("case-005", "Which result is right"),
        ("case-051", "no remission after 28 days: what does that change"),
        ("case-060", "found in a baby"),
        ("case-021", "What did the MRD test show"),
    ],
)
def test_questions_follow_the_record(case: str, asked: str) -> None:
    assert asked in questions(evaluate(CASES[case]))
    assert asked not in questions(evaluate(Patient()))


def questions(answer: Assessment) -> str:
    told = flat(answer.explain(audience="patient"))
    return told.partition("Questions you may want to ask")[2].partition("Copies of results")[0]


def test_no_gene_change_on_record_is_passed_over() -> None:
    told = flat(evaluate(CASES["case-007"]).explain(audience="patient"))
    for name in ("P2RY8::CRLF2", "MYO18B::ABL1", "Ph-like"):
        assert name in told
    assert "KMT2A" not in told


def test_what_was_favourable_is_no_comfort_after_a_relapse() -> None:
    relapsed = flat(evaluate(CASES["case-037"]).explain(audience="patient"))
    assert "ETV6::RUNX1" in relapsed
    assert "less often" not in relapsed
    new = Patient(genetics=[Finding(lesion="ETV6::RUNX1", status="detected")])
    assert "less often" in flat(evaluate(new).explain(audience="patient"))


def test_what_was_low_or_absent_is_no_finding() -> None:
    child = Diagnosis(age="6 years", lineage="B", wbc="82 x10^9/L", cns="CNS1")
    text = flat(
        evaluate(Patient(diagnosis=child, mrd=[flow("<0.01%")])).explain(audience="patient")
    )
    counts = text.partition("What counts here: ")[2].partition(".")[0]
    assert counts == "a high number of white blood cells at the start"


def test_what_is_favourable_is_not_told_as_a_ground() -> None:
    # COG, standard-risk high: ETV6::RUNX1 stands in the row, and MRD is what counts.
    absent = ("TRISOMY_4_10", "KMT2A-r", "TCF3::HLF", "iAMP21", "BCR::ABL1")
    child = Patient(
        diagnosis=Diagnosis(
            age="4 years",
            lineage="B",
            wbc="8 K/uL",
            cns="CNS1",
            testicular=False,
            steroid_pretreatment=False,
        ),
        genetics=[
            Finding(lesion="ETV6::RUNX1", status="detected", method="fish"),
            *(Finding(lesion=name, status="not_detected", method="fish") for name in absent),
            ModalNumber(modal_number=46),
            DnaIndex(dna_index=1),
        ],
        mrd=[flow("1%")],
    )
    text = flat(evaluate(child).explain(audience="patient"))
    counts = text.partition("What counts here: ")[2].partition(".")[0]
    assert counts == "traces of ALL in the MRD test after the first weeks of treatment"
    assert "less often in groups with these findings: two joined genes (ETV6::RUNX1)." in text


def test_triggers_of_ones_own_are_told_by_their_title() -> None:
    told = evaluate(Patient(treatment=Treatment(relapses=[])), own_guideline(RELAPSED))
    assert "1. Back again\n    Answer: no." in told.explain(audience="patient")
    assert "1. Back again\n    Respuesta: no" in told.explain(audience="patient", language="es")


def test_a_guideline_about_others_says_so() -> None:
    guideline = own_guideline(RELAPSED, who=lineage.one_of("T"))
    told = flat(evaluate(CASES["case-059"], guideline).explain(audience="patient"))
    assert "This guide was not written for you or your child." in told


def test_what_no_result_can_settle_is_not_told_as_missing() -> None:
    guideline = own_guideline(unprinted("how many relapses count"))
    told = flat(evaluate(Patient(), guideline).explain(audience="patient"))
    assert "So no test result can settle this." in told
    assert "Results that are not there yet" not in told
    assert "some results are not there yet" not in told


# -- How hard it is to read ----------------------------------------------------------------


def flow(level: str) -> Mrd:
    return Mrd(timepoint="end_of_induction", specimen="marrow", method="flow", level=level)


MADE_UP = {
    "nothing known": (Patient(), None),
    "not due": (Patient(treatment=Treatment(started=date(2025, 3, 1))), date(2025, 3, 10)),
    "day 28 is past": (Patient(treatment=Treatment(started=date(2025, 3, 1))), date(2025, 6, 1)),
    "only the white cells": (
        Patient(
            diagnosis=Diagnosis(age="6 years", lineage="B", wbc="82 K/uL"),
            treatment=Treatment(relapses=[], transplant_consultation=Consultation()),
        ),
        None,
    ),
    "not certain": (
        Patient(
            diagnosis=Diagnosis(age="6 years", lineage="B", wbc="8 K/uL"),
            genetics=[Finding(lesion="KMT2A-r", status="presumptive")],
        ),
        None,
    ),
    "contradictions and what cannot be read": (
        Patient(
            diagnosis=Diagnosis(age="30 years", lineage="B"),
            genetics=[
                Finding(lesion="KMT2A-r", status="detected", method="karyotype"),
                Finding(lesion="KMT2A-r", status="not_detected", method="fish"),
                KaryotypeText(karyotype="46,XX,t(9;22"),
                FishText(fish="?"),
            ],
            mrd=[flow("1%")],
            treatment=Treatment(
                started=date(2025, 1, 1),
                responses=[Response(day=29, elapsed_days=3, marrow_blasts="2%")],
                transplants=[Transplant(donor="allogeneic")],
            ),
        ),
        None,
    ),
    "adult, many findings": (
        Patient(
            diagnosis=Diagnosis(age="34 years", lineage="B", wbc="40 K/uL", cns="CNS3"),
            genetics=[
                Finding(lesion=name, status="detected", method="pcr")
                for name in ("BCR::ABL1", "Ph-like", "TP53 mutation", "COMPLEX_KARYOTYPE")
            ],
            mrd=[flow("1%")],
            treatment=Treatment(responses=[Response(day=29, marrow_blasts="30%")]),
        ),
        None,
    ),
    "favourable": (
        Patient(
            diagnosis=Diagnosis(age="4 years", lineage="B", wbc="8 K/uL", down_syndrome=True),
            genetics=[Finding(lesion="ETV6::RUNX1", status="detected")],
        ),
        None,
    ),
    "two definitions": (
        Patient(
            diagnosis=Diagnosis(age="4 years", lineage="B"),
            mrd=[flow("3%")],
            treatment=Treatment(
                started=date(2025, 1, 1),
                responses=[Response(day=29, timepoint="end_of_induction", marrow_blasts="2%")],
            ),
        ),
        None,
    ),
    "a death before day 28": (
        Patient(treatment=Treatment(died=Event(day=4))),
        None,
    ),
}  # fmt: skip


def answers() -> Iterator[tuple[str, Assessment]]:
    for guideline in all_guidelines():
        for name, patient in CASES.items():
            yield f"{guideline.id}, {name}", evaluate(patient, guideline)
        for name, (patient, as_of) in MADE_UP.items():
            yield f"{guideline.id}, {name}", evaluate(patient, guideline, as_of=as_of)


ANSWERS = dict(answers()) | {
    "no trigger met": evaluate(Patient(treatment=Treatment(relapses=[])), own_guideline(RELAPSED)),
    "outside": evaluate(CASES["case-059"], own_guideline(RELAPSED, who=lineage.one_of("T"))),
    "nothing printed": evaluate(Patient(), own_guideline(unprinted("how many"))),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_english_for_patients_is_of_grade_8_or_lower(name: str) -> None:
    flesch_kincaid, smog = english_grades(measured(ANSWERS[name].explain(audience="patient")))
    assert flesch_kincaid <= 8, flesch_kincaid
    assert smog <= 8, smog


@pytest.mark.parametrize("name", ANSWERS)
def test_spanish_for_patients_is_easy(name: str) -> None:
    text = measured(ANSWERS[name].explain(audience="patient", language="es"))
    szigriszt_pazos, fernandez_huerta = spanish_ease(text)
    assert szigriszt_pazos >= 60, szigriszt_pazos
    assert fernandez_huerta >= 65, fernandez_huerta


def test_the_measures_tell_hard_from_easy() -> None:
    hard = (
        "The administration of consolidation chemotherapy following ascertainment of persistent "
        "measurable residual disease necessitates multidisciplinary reconsideration."
    )
    assert min(english_grades(hard)) > 12
    dificil = (
        "La administración de quimioterapia de consolidación tras la determinación de enfermedad "
        "residual medible persistente exige una reconsideración multidisciplinaria."
    )
    assert max(spanish_ease(dificil)) < 40
    assert "Heading" not in measured("Heading\n  A line.\n  - Another.")


def test_what_was_measured_has_every_message_in_it() -> None:
    told = {line.message.id for each in ANSWERS.values() for line in outline_for_patient(each)}
    assert catalogue("patient", "en").messages.keys() == told
