"""The course in time: what was known when, what was met, and how long the consultation took."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

import all_risk
from all_risk import Diagnosis, Finding, Patient, Relapse, Response, Treatment, evaluate, timeline
from all_risk.patient import Consultation
from all_risk.published import all_guidelines
from all_risk.quantities import at_least
from strategies import patients

START = date(2025, 3, 1)


def course_of(**treatment: object) -> Patient:
    return Patient(
        birth_date=date(2018, 1, 1),
        diagnosis=Diagnosis(date=START, lineage="B", wbc="12 x10^9/L"),
        treatment=Treatment(started=START, **treatment),  # type: ignore[arg-type]  # named by each test
    )


def test_each_trigger_has_its_day() -> None:
    patient = course_of(
        responses=[
            Response(date=START + timedelta(days=14), marrow_blasts="40%"),
            Response(date=START + timedelta(days=28), marrow_blasts="12%"),
        ],
        relapses=[Relapse(date=date(2026, 9, 1), sites=["marrow"])],
        transplant_consultation=Consultation(date=date(2025, 4, 12)),
    )
    course = timeline(patient)
    by_id = {trigger.id: trigger for trigger in course.triggers}
    assert by_id["no_remission_28d"].met == START + timedelta(days=28)
    assert by_id["no_remission_28d"].steps[0] == (START, "not_due")
    assert by_id["infant"].decided == START
    assert by_id["infant"].met is None
    assert by_id["relapse"].met == date(2026, 9, 1)
    assert course.first_met == START + timedelta(days=28)
    assert course.delay == timedelta(days=14)


def test_what_is_due_next_is_the_day_that_has_not_come() -> None:
    patient = course_of(responses=[Response(day=15, marrow_blasts="30%")])
    course = timeline(patient)
    [due] = course.due
    assert (due.id, due.due) == ("no_remission_28d", START + timedelta(days=28))


def test_a_consultation_before_any_trigger_is_a_negative_delay() -> None:
    patient = course_of(
        relapses=[Relapse(date=date(2026, 9, 1))],
        transplant_consultation=Consultation(date=date(2025, 4, 12)),
    )
    delay = timeline(patient).delay
    assert delay is not None
    assert delay.days < 0
    assert "days before" in timeline(patient).explain()


def test_without_dates_there_is_nothing_to_ask() -> None:
    patient = Patient(genetics=[Finding(lesion="BCR::ABL1", status="detected")])
    course = timeline(patient)
    assert course.moments == ()
    assert course.undated == ("genetics[0]",)
    assert "Nothing on record has a date" in course.explain()


def test_undated_results_count_on_every_day_and_are_named() -> None:
    patient = course_of(relapses=[Relapse(sites=["marrow"])])
    course = timeline(patient)
    assert course.undated == ("treatment.relapses[0]",)
    assert course.moments[0].answer["relapse"].status == "met"


def test_a_result_of_later_days_is_not_known_before() -> None:
    patient = course_of(
        responses=[
            Response(date=START + timedelta(days=7), marrow_blasts="20%"),
            Response(elapsed_days=at_least(Decimal(29)), extramedullary="persisting"),
        ],
    )
    first = timeline(patient).moments[0].answer
    assert first["no_remission_28d"].status != "met"
    left_out = [note.as_dict()["path"] for note in first.notes if note.id == "not_yet_possible"]
    assert left_out == ["treatment.responses[1]"]
    assert evaluate(patient)["no_remission_28d"].status == "met"


FINAL = {"infant", "no_remission_28d"}


@pytest.mark.parametrize("guideline", [each.id for each in all_guidelines()])
@given(patient=patients())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_later_day_never_unmakes_what_was_met(guideline: str, patient: Patient) -> None:
    """Met stays met, final answers stay, or the record contradicts itself and says so.

    A result without a date counts on every day; a later one can make its place uncertain.
    """
    before: dict[str, str] = {}
    course = timeline(patient, guideline)
    for moment in course.moments:
        for trigger in moment.answer.triggers:
            was, now = before.get(trigger.id), trigger.status
            if was == "met" and now != "met":
                assert now == "unknown"
                assert moment.answer.conflicts or course.undated
            if trigger.id in FINAL and was == "not_met" and now != "not_met":
                assert now in ("unknown", "not_due")
                assert moment.answer.conflicts or course.undated
            before[trigger.id] = now


@given(patient=patients())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_moment_is_what_as_of_says(patient: Patient) -> None:
    for moment in timeline(patient).moments:
        assert moment.answer == evaluate(patient, as_of=moment.date)
    all_risk.to_json(timeline(patient))
