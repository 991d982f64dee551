"""A remission after a relapse, and whether a transplant doctor was seen before it (N-19b)."""

from __future__ import annotations

from datetime import date

import pytest

from all_risk import Diagnosis, Patient, Relapse, Response, Treatment, evaluate
from all_risk.derivation import derive
from all_risk.patient import Consultation

RELAPSED, REMISSION, AGAIN = date(2025, 3, 1), date(2025, 5, 1), date(2026, 1, 10)
FIRST = Relapse(date=RELAPSED, sites=["marrow"])
SECOND = Relapse(date=AGAIN, sites=["marrow"])
CR = Response(date=REMISSION, status="CR")
NR = Response(date=REMISSION, status="NR")


def facts(
    seen: bool | Consultation | None = None, as_of: date | None = None, **treatment: object
) -> tuple[object, object]:
    patient = Patient(treatment=Treatment(transplant_consultation=seen, **treatment))  # type: ignore[arg-type]  # named by each test
    values = derive(patient, as_of).values
    return values.get("second_remission_reached"), values.get("consulted_before_second_remission")


@pytest.mark.parametrize(
    ("relapses", "responses", "reached"),
    [
        pytest.param(None, [CR], None, id="relapses unknown"),
        pytest.param([], [CR], False, id="no relapse"),
        pytest.param([FIRST], [], None, id="no test after the relapse"),
        pytest.param([FIRST], [NR], False, id="no remission by the test after it"),
        pytest.param([FIRST], [CR], True, id="remission after it"),
        pytest.param([FIRST], [Response(date=date(2024, 1, 1), status="CR")], None, id="before it"),
        pytest.param([FIRST], [Response(status="CR")], None, id="without a date"),
        pytest.param([FIRST, SECOND], [], True, id="a second relapse follows a remission"),
        pytest.param([FIRST, SECOND], [NR], True, id="whatever a test between them showed"),
        pytest.param([Relapse(), Relapse()], [], True, id="two relapses without dates"),
    ],
)
def test_second_remission(
    relapses: list[Relapse] | None, responses: list[Response], reached: bool | None
) -> None:
    assert facts(relapses=relapses, responses=responses)[0] is reached


def seen_on(day: date) -> Consultation:
    return Consultation(date=day)


@pytest.mark.parametrize(
    ("seen", "relapses", "responses", "before"),
    [
        pytest.param(False, [FIRST], [CR], False, id="never seen"),
        pytest.param(True, [FIRST], [CR], None, id="seen, without a date"),
        pytest.param(Consultation(), [FIRST], [CR], None, id="a visit without a date"),
        pytest.param(None, [FIRST], [CR], None, id="unknown"),
        pytest.param(seen_on(date(2025, 2, 1)), [FIRST], [CR], True, id="before the relapse"),
        pytest.param(seen_on(date(2025, 4, 1)), [FIRST], [CR], True, id="before the remission"),
        pytest.param(seen_on(REMISSION), [FIRST], [CR], False, id="on its day is not before"),
        pytest.param(seen_on(date(2025, 6, 1)), [FIRST], [CR], False, id="after it"),
        pytest.param(seen_on(RELAPSED), [FIRST], [], True, id="before any remission to come"),
        pytest.param(seen_on(date(2025, 6, 1)), [FIRST, SECOND], [], None, id="between relapses"),
        pytest.param(seen_on(AGAIN), [FIRST, SECOND], [], False, id="at the second relapse"),
        pytest.param(
            seen_on(date(2025, 4, 1)),
            [FIRST],
            [CR, Response(status="CR")],
            None,
            id="an earlier remission cannot be excluded",
        ),
    ],
)
def test_consulted_before(
    seen: bool | Consultation | None,
    relapses: list[Relapse],
    responses: list[Response],
    before: bool | None,
) -> None:
    assert facts(seen, relapses=relapses, responses=responses)[1] is before


def test_a_remission_without_a_date_may_lie_after_the_day_asked_about() -> None:
    undated = [Relapse(sites=["marrow"]), Relapse(sites=["marrow"])]
    assert facts(False, relapses=undated) == (True, False)
    assert facts(False, as_of=REMISSION, relapses=undated) == (True, None)


@pytest.mark.parametrize("seen", [date(2025, 6, 1), date(2025, 4, 1)])
def test_a_later_visit_does_not_unmake_the_trigger(seen: date) -> None:
    patient = Patient(
        birth_date=date(1980, 1, 1),
        diagnosis=Diagnosis(date=date(2024, 1, 1)),
        treatment=Treatment(
            relapses=[FIRST], responses=[CR], transplant_consultation=Consultation(date=seen)
        ),
    )
    status = evaluate(patient, "nmdp-astct-2021")["second_remission"].status
    assert status == ("met" if seen > REMISSION else "not_met")
