"""The founding guideline: the 28-day rule, relapse, infants, and the answer as a whole.

Ids B-01 to B-21 are the boundary vectors of the project's clinical reference (the arithmetic
of dates around day 28 and the first birthday); treatment starts on 2025-03-01, day 1. The
triggers are its rows T-01, T-03 and T-04.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk import (
    Diagnosis,
    Finding,
    ModalNumber,
    Mrd,
    Patient,
    Relapse,
    Response,
    Treatment,
    classify,
    evaluate,
)
from all_risk.errors import UnknownGuideline
from all_risk.patient import Event
from all_risk.published.nmdp_patient_2017 import nmdp_patient_2017
from all_risk.quantities import Interval

START = date(2025, 3, 1)
M1, M2, M3 = "2%", "15%", "60%"


def march(day: int) -> date:
    return date(2025, 3, day)


def treated(*responses: Response, **rest: Any) -> Patient:
    return Patient(treatment=Treatment(started=START, responses=responses, **rest))


def marrow(when: date, blasts: str) -> Response:
    return Response(date=when, marrow_blasts=blasts)


@pytest.mark.parametrize(
    ("patient", "as_of", "status"),
    [
        pytest.param(treated(marrow(march(28), M1)), None, "not_met", id="B-01"),
        pytest.param(treated(marrow(march(29), M1)), None, "not_met", id="B-02"),
        pytest.param(treated(marrow(march(30), M1)), None, "unknown", id="B-03"),
        pytest.param(treated(marrow(date(2025, 4, 2), M1)), None, "unknown", id="B-04"),
        pytest.param(treated(marrow(march(29), M2)), None, "met", id="B-05"),
        pytest.param(treated(marrow(march(15), M2)), march(25), "not_due", id="B-06"),
        pytest.param(
            Patient(
                treatment=treated(marrow(march(29), M1)).treatment,
                mrd=[Mrd(date=march(29), specimen="marrow", level="6%")],
            ),
            None,
            "not_met",
            id="B-07 by morphology",
        ),
        pytest.param(
            treated(Response(date=march(29), marrow_blasts=M1, status="CRi")),
            None,
            "not_met",
            id="B-08",
        ),
        pytest.param(treated(marrow(date(2025, 4, 2), M3)), None, "met", id="B-09"),
        pytest.param(treated(marrow(march(29), "5%")), None, "met", id="B-21: 5 % is no remission"),
        pytest.param(treated(), None, "unknown", id="X-08: no marrow is no failure"),
        pytest.param(
            treated(marrow(march(15), M2)), None, "unknown", id="X-09: day 15 says nothing"
        ),
        pytest.param(treated(), march(28), "not_due", id="the day before"),
        pytest.param(treated(), march(29), "unknown", id="the day itself"),
        pytest.param(
            treated(marrow(march(29), M2), marrow(date(2025, 4, 12), M1)),
            None,
            "met",
            id="late remission still counts",
        ),
        pytest.param(
            treated(marrow(march(15), M1), marrow(march(29), M2)),
            None,
            "not_met",
            id="remission lost again was reached",
        ),
        pytest.param(
            treated(marrow(march(29), M2)), march(25), "not_due", id="a result not yet known"
        ),
        pytest.param(
            treated(died=Event(date=march(2))), None, "not_applicable", id="X-10: early death"
        ),
        pytest.param(
            treated(died=Event(date=march(29))), None, "unknown", id="death on day 28 itself"
        ),
        pytest.param(
            treated(marrow(march(29), M2), died=Event(date=date(2025, 4, 2))),
            None,
            "met",
            id="death after a failed induction",
        ),
        pytest.param(
            treated(Response(timepoint="end_of_induction", status="NR")), None, "met", id="F-30: NR"
        ),
        pytest.param(
            treated(Response(timepoint="end_of_induction", status="CR")),
            None,
            "unknown",
            id="F-30: CR somewhere from day 29 to 42",
        ),
        pytest.param(
            treated(Response(status="NR")), None, "unknown", id="no day, nothing said of day 28"
        ),
        pytest.param(
            treated(Response(day=29, marrow_blasts=M1, extramedullary="persisting")),
            None,
            "met",
            id="X-12: disease outside the marrow",
        ),
        pytest.param(
            treated(Response(day=29, status="PR", extramedullary="persisting")),
            None,
            "met",
            id="PR with disease outside the marrow is no contradiction",
        ),
        pytest.param(
            treated(Response(day=29, status="CR", marrow_blasts=M2)),
            None,
            "unknown",
            id="status and blasts contradict",
        ),
        pytest.param(
            treated(Response(day=29, date=date(2025, 4, 20), marrow_blasts=M1)),
            None,
            "unknown",
            id="day and date disagree",
        ),
        pytest.param(
            treated(Response(day=29, status="MLFS")), None, "not_met", id="MLFS is remission"
        ),
        pytest.param(
            treated(marrow(march(29), "<5%")), None, "not_met", id="a censored blast count"
        ),
        pytest.param(
            treated(marrow(march(29), "<10%")), None, "unknown", id="a censored count across 5 %"
        ),
        pytest.param(
            Patient(
                treatment=Treatment(
                    induction_started=march(8), responses=[marrow(date(2025, 4, 5), M2)]
                )
            ),
            None,
            "met",
            id="X-07: only the start of induction is known, no remission after 28 days of it",
        ),
        pytest.param(
            Patient(
                treatment=Treatment(induction_started=march(8), responses=[marrow(march(29), M1)])
            ),
            None,
            "unknown",
            id="X-07: remission 21 days into induction, after a prephase of unknown length",
        ),
        pytest.param(
            treated(marrow(march(29), M2), relapses=[Relapse(date=date(2026, 1, 1))]),
            None,
            "met",
            id="a later relapse does not undo it",
        ),
        pytest.param(
            treated(marrow(date(2026, 3, 1), M3), relapses=[Relapse(date=date(2026, 2, 1))]),
            None,
            "unknown",
            id="no remission after a relapse says nothing of induction",
        ),
        pytest.param(
            treated(marrow(march(15), M3), relapses=[Relapse(date=march(26))]),
            None,
            "unknown",
            id="F-40: a relapse before day 28 without remission is no proof of one",
        ),
        pytest.param(
            treated(marrow(march(29), M2), relapses=[Relapse()]),
            None,
            "met",
            id="an undated relapse is later than induction",
        ),
    ],
)
def test_no_remission_within_28_days(patient: Patient, as_of: date | None, status: str) -> None:
    result = evaluate(patient, as_of=as_of)["no_remission_28d"]
    assert result.status == status
    if patient.treatment.started:
        assert result.due == march(29)


@pytest.mark.parametrize(
    ("definition", "status"),
    [("morphology", "not_met"), ("ponte-di-legno", "met"), ("eln-2024", "met")],
)
def test_b07_the_definition_of_remission_decides_and_the_answer_says_so(
    definition: Any, status: str
) -> None:
    patient = Patient(
        treatment=treated(marrow(march(29), M1)).treatment,
        mrd=[Mrd(date=march(29), specimen="marrow", level="6%")],
    )
    answer = evaluate(patient, nmdp_patient_2017(remission=definition))
    result = answer["no_remission_28d"]
    assert result.status == status
    assert any(remark.id == "definition_would_differ" for remark in result.remarks)
    assert answer.parameters["remission"] == definition


def test_ponte_di_legno_does_not_judge_before_the_end_of_induction() -> None:
    answer = evaluate(treated(marrow(march(15), M1)), nmdp_patient_2017(remission="ponte-di-legno"))
    assert answer["no_remission_28d"].status == "unknown"
    low = Patient(
        treatment=treated(marrow(march(29), M2)).treatment,
        mrd=[Mrd(day=29, specimen="marrow", level="0.1%")],
    )
    by_mrd = evaluate(low, nmdp_patient_2017(remission="ponte-di-legno"))
    assert by_mrd["no_remission_28d"].status == "not_met"


@pytest.mark.parametrize("definition", ["ponte-di-legno", "eln-2024"])
@pytest.mark.parametrize(
    ("levels", "extramedullary", "status"),
    [
        pytest.param(["0.1%"], None, "not_met", id="low MRD"),
        pytest.param(["0.1%"], "persisting", "met", id="GX-10 disease outside the marrow"),
        pytest.param(["2%"], None, "met", id="MRD of 1 % or more"),
        pytest.param(["2%", "3%"], None, "met", id="two results of 1 % or more"),
        pytest.param(["2%", "0.5%"], None, "unknown", id="results to either side of 1 %"),
        pytest.param(["0.02%", "0.03%"], None, "not_met", id="two low results"),
    ],
)
def test_mrd_and_disease_outside_the_marrow_in_remission(
    definition: Any, levels: list[str], extramedullary: Any, status: str
) -> None:
    methods: tuple[Any, Any] = ("flow", "pcr")
    test = Response(day=29, marrow_blasts="2%", extramedullary=extramedullary)
    patient = Patient(
        treatment=Treatment(responses=[test]),
        mrd=[
            Mrd(day=29, specimen="marrow", level=level, method=method)
            for level, method in zip(levels, methods, strict=False)
        ],
    )
    answer = evaluate(patient, nmdp_patient_2017(remission=definition))
    assert answer["no_remission_28d"].status == status


@pytest.mark.parametrize(
    ("born", "diagnosed", "by_days", "by_birthday"),
    [
        pytest.param(date(2023, 6, 1), date(2024, 5, 31), "met", "met", id="B-10"),
        pytest.param(date(2023, 1, 5), date(2024, 1, 5), "met", "not_met", id="B-11"),
        pytest.param(date(2024, 1, 5), date(2025, 1, 5), "not_met", "not_met", id="B-12"),
        pytest.param(date(2023, 3, 10), date(2024, 3, 9), "met", "met", id="B-13"),
    ],
)
def test_infant_by_dates(born: date, diagnosed: date, by_days: str, by_birthday: str) -> None:
    patient = Patient(birth_date=born, diagnosis=Diagnosis(date=diagnosed))
    result = evaluate(patient)["infant"]
    assert result.status == by_days
    other = evaluate(patient, nmdp_patient_2017(infant="first-birthday"))
    assert other["infant"].status == by_birthday
    assert bool(result.remarks) is (by_days != by_birthday)


@pytest.mark.parametrize(
    ("age", "status"),
    [
        ("365 days", "met"),
        ("366 days", "not_met"),
        ("0 days", "met"),
        ("11 months", "met"),
        ("12 months", "unknown"),
        ("1 year", "unknown"),
        ("13 months", "not_met"),
        ("2 years", "not_met"),
        ("<1 year", "met"),
        ({"low": 0, "high": 365, "unit": "d"}, "met"),
        ({"low": 360, "high": 370, "unit": "d"}, "unknown"),
    ],
)
def test_infant_by_age(age: object, status: str) -> None:
    assert evaluate(Patient(diagnosis=Diagnosis(age=age)))["infant"].status == status


@pytest.mark.parametrize(
    ("relapses", "status"),
    [(None, "unknown"), ((), "not_met"), ((Relapse(),), "met"), ((Relapse(), Relapse()), "met")],
)
def test_relapse(relapses: tuple[Relapse, ...] | None, status: str) -> None:
    assert evaluate(Patient(treatment=Treatment(relapses=relapses)))["relapse"].status == status


def test_x30_a_relapse_without_a_recorded_remission_is_accepted_and_noted() -> None:
    answer = evaluate(treated(relapses=[Relapse(date=date(2026, 1, 1))]))
    assert answer["relapse"].status == "met"
    assert "remission_not_recorded" in {note.id for note in answer.notes}


def test_as_of_leaves_out_what_came_later_and_lists_it() -> None:
    patient = treated(
        marrow(march(29), M1), Response(status="CR"), relapses=[Relapse(date=date(2026, 1, 1))]
    )
    before = evaluate(patient, as_of=date(2025, 12, 31))
    assert before["relapse"].status == "not_met"
    notes = {
        (note.id, note.as_dict()["path"]) for note in before.notes if "path" in dict(note.args)
    }
    assert ("later_ignored", "treatment.relapses[0]") in notes
    assert ("undated_kept", "treatment.responses[1]") in notes
    assert evaluate(patient, as_of=date(2026, 1, 1))["relapse"].status == "met"


def child(**rest: Any) -> Patient:
    return Patient(diagnosis=Diagnosis(lineage="B", **rest))


def test_high_risk_by_age_or_count_alone_does_not_read_as_an_alarm() -> None:
    result = evaluate(child(age="6 years", wbc="82 x10^9/L"))["high_risk_of_relapse"]
    assert [basis.id for basis in result.bases] == ["nci-high"]
    assert result.rests_on_age_or_wbc
    named = evaluate(
        Patient(
            diagnosis=Diagnosis(lineage="B", age="6 years", wbc="82 x10^9/L"),
            genetics=[Finding(lesion="KMT2A-r", status="detected")],
        )
    )["high_risk_of_relapse"]
    assert named.bases[0].id == "pdq-very-high-kmt2a-r"
    assert not named.rests_on_age_or_wbc
    assert not evaluate(child(age="8 months"))["high_risk_of_relapse"].rests_on_age_or_wbc


@pytest.mark.parametrize(
    ("age", "lineage"), [("45 years", "B"), ("45 years", "T"), ("12 years", "B")]
)
def test_mrd_as_a_ground_is_never_called_age_or_count_alone(age: str, lineage: Any) -> None:
    patient = Patient(
        diagnosis=Diagnosis(age=age, lineage=lineage),
        genetics=[Finding(lesion="BCR::ABL1", status="not_detected")],
        mrd=[
            Mrd(timepoint="end_of_induction", specimen="marrow", level="5%"),
            Mrd(timepoint="end_of_consolidation", specimen="marrow", level="1%"),
        ],
    )
    result = evaluate(patient)["high_risk_of_relapse"]
    assert result.status == "met"
    assert not result.rests_on_age_or_wbc


def test_high_risk_by_age_with_negative_mrd_still_rests_on_age_alone() -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="12 years", lineage="B"),
        genetics=[Finding(lesion="BCR::ABL1", status="not_detected")],
        mrd=[Mrd(timepoint="end_of_induction", specimen="marrow", level="<0.01%")],
    )
    assert evaluate(patient)["high_risk_of_relapse"].rests_on_age_or_wbc


def test_b07_is_remarked_where_only_the_time_point_of_the_mrd_is_known() -> None:
    patient = Patient(
        treatment=treated(marrow(march(29), M1)).treatment,
        mrd=[Mrd(timepoint="end_of_induction", specimen="marrow", level="6%")],
    )
    remarks = evaluate(patient)["no_remission_28d"].remarks
    assert {r.as_dict()["definition"] for r in remarks} == {"ponte-di-legno", "eln-2024"}


def test_after_a_recorded_death_nothing_is_to_be_arranged() -> None:
    assert evaluate(child(age="8 months")).next_steps
    patient = Patient(
        diagnosis=Diagnosis(age="8 months"), treatment=treated(died=Event(day=2)).treatment
    )
    assert evaluate(patient).next_steps == ()


def test_ph_positive_of_unknown_age_is_high_risk_by_the_childrens_and_the_adults_list() -> None:
    patient = Patient(genetics=[Finding(lesion="Ph+", status="detected")])
    result = evaluate(patient)["high_risk_of_relapse"]
    assert result.status == "met"
    assert {basis.id for basis in result.bases} == {
        "pdq-very-high-bcr-abl1",
        "cog-unfavorable-bcr-abl1",
        "eln-bcr-abl1",
    }
    assert [fact.name for fact in result.whatever] == ["age"]
    assert [str(b.atom) for b in result.because] == ["BCR::ABL1"]


@pytest.mark.parametrize(
    ("age", "lesion", "status"),
    [
        pytest.param("17 years", "TCF3::HLF", "met", id="child"),
        pytest.param("30 years", "TCF3::HLF", "met", id="through 30 completed years"),
        pytest.param("31 years", "TCF3::HLF", "unknown", id="adults' lists do not name it"),
        pytest.param("18 years", "KMT2A-r", "met", id="both lists"),
        pytest.param("45 years", "KMT2A-r", "met", id="adult"),
        pytest.param("4 years", "Ph-like", "unknown", id="case-007: no default list names Ph-like"),
        pytest.param("45 years", "Ph-like", "unknown", id="ELN: shown, not decisive"),
    ],
)
def test_which_list_applies_at_which_age(age: str, lesion: str, status: str) -> None:
    patient = Patient(
        diagnosis=Diagnosis(age=age, lineage="B", wbc="10 x10^9/L"),
        genetics=[Finding(lesion=lesion, status="detected")],
    )
    assert evaluate(patient)["high_risk_of_relapse"].status == status


@pytest.mark.parametrize(
    ("level", "status"),
    [("0.1%", "met"), ("0.09%", "unknown"), ("0.01%", "unknown"), ("<0.01%", "not_met")],
)
def test_eln_mrd_after_induction_between_its_two_printed_figures(level: str, status: str) -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="45 years", lineage="B"),
        genetics=[
            Finding(lesion="BCR::ABL1", status="not_detected"),
            Finding(lesion="KMT2A-r", status="not_detected"),
        ],
        mrd=[
            Mrd(timepoint="end_of_induction", specimen="marrow", level=level),
            Mrd(timepoint="end_of_consolidation", specimen="marrow", level="<0.01%"),
        ],
    )
    result = evaluate(patient)["high_risk_of_relapse"]
    assert result.status == status
    assert result.missing == ()  # what is not printed cannot be obtained


def test_slow_early_response_is_never_decided_true_and_only_excluded_at_both_times() -> None:
    def at(*levels: tuple[Any, str]) -> str:
        patient = Patient(
            diagnosis=Diagnosis(
                age="4 years",
                lineage="T",
            ),
            genetics=[
                Finding(lesion=name, status="not_detected")
                for name in ("BCR::ABL1", "KMT2A-r", "TCF3::HLF")
            ]
            + [ModalNumber(modal_number=46)],
            mrd=[Mrd(timepoint=t, specimen="marrow", level=level) for t, level in levels],
            treatment=Treatment(responses=[Response(day=29, status="CR")]),
        )
        return evaluate(patient)["high_risk_of_relapse"].status

    assert at(("end_of_induction", "<0.01%"), ("week_12", "negative")) == "unknown"
    assert at(("end_of_induction", "<0.01%"), ("week_12", "<0.01%")) == "not_met"
    assert at(("end_of_induction", "<0.01%"), ("end_of_consolidation", "<0.01%")) == "not_met"
    assert at(("end_of_induction", "<0.01%")) == "unknown"
    assert at(("end_of_induction", "5%"), ("week_12", "5%")) == "unknown"


def test_a_presumptive_finding_is_unknown_and_the_answer_says_what_confirming_it_would_do() -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="4 years", lineage="B"),
        genetics=[Finding(lesion="iAMP21", status="presumptive")],
    )
    result = evaluate(patient)["high_risk_of_relapse"]
    assert result.status == "unknown"
    assert result.if_confirmed == ("iAMP21",)


def test_refer_is_no_trigger_met_only_if_none_is() -> None:
    adult = Patient(
        diagnosis=Diagnosis(age="45 years", lineage="B", wbc="10 x10^9/L"),
        genetics=[
            Finding(lesion="BCR::ABL1", status="not_detected"),
            Finding(lesion="KMT2A-r", status="not_detected"),
        ],
        mrd=[
            Mrd(timepoint="end_of_induction", specimen="marrow", level="<0.01%"),
            Mrd(timepoint="end_of_consolidation", specimen="marrow", level="<0.01%"),
        ],
        treatment=Treatment(
            started=START, responses=[marrow(march(28), M1)], relapses=[], transplants=[]
        ),
    )
    answer = evaluate(adult)
    assert {t.status for t in answer.triggers} == {"not_met"}
    assert answer.refer == "no_trigger_met"
    assert "does not mean that no referral is needed" in " ".join(answer.explain().split())
    assert evaluate(Patient()).refer == "unknown"


def test_an_empty_patient_is_told_what_to_obtain_first() -> None:
    steps = [s.as_dict()["fact"] for s in evaluate(Patient()).next_steps if s.id == "obtain"]
    assert {"age", "age_in_days", "days_to_remission", "relapses", "BCR::ABL1", "wbc"} <= set(steps)
    assert not any(step.startswith("unprinted") for step in steps)


def test_unknown_guidelines_and_schemes_are_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownGuideline, match="did you mean 'nmdp-patient-2017'"):
        evaluate(Patient(), "nmdp-patient-2018")
    with pytest.raises(UnknownGuideline, match="asked with 'classify'"):
        evaluate(Patient(), "nci-rome")
    with pytest.raises(UnknownGuideline, match="asked with 'evaluate'"):
        classify(Patient(), "nmdp-patient-2017")


findings = st.builds(
    Finding,
    lesion=st.sampled_from(["BCR::ABL1", "KMT2A-r", "KMT2A::AFF1", "ETV6::RUNX1", "iAMP21"]),
    status=st.sampled_from(["detected", "not_detected", "presumptive"]),
    method=st.sampled_from([None, "fish", "karyotype"]),
)
levels = st.builds(
    Mrd,
    timepoint=st.sampled_from(["end_of_induction", "week_12", "end_of_consolidation"]),
    specimen=st.just("marrow"),
    method=st.sampled_from(["flow", "pcr"]),
    level=st.sampled_from(["negative", "<0.01%", "0.05%", "3%"]),
)


@given(st.permutations(range(4)), st.lists(findings, max_size=4), st.lists(levels, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_order_of_results_does_not_matter(
    order: list[int], genetics: list[Finding], mrd: list[Mrd]
) -> None:
    def patient(ordered: bool) -> Patient:
        def arrange(items: list[Any]) -> list[Any]:
            return items if ordered else [items[i] for i in order if i < len(items)]

        return Patient(
            diagnosis=Diagnosis(age="6 years", lineage="B"),
            genetics=arrange(genetics),
            mrd=arrange(mrd),
        )

    one, other = evaluate(patient(ordered=True)), evaluate(patient(ordered=False))
    assert [t.status for t in one.triggers] == [t.status for t in other.triggers]
    assert [c.possible for c in one.classifications] == [c.possible for c in other.classifications]
    assert one.facts.values == other.facts.values


@given(st.integers(0, 60), st.sampled_from([M1, M2]), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_along_time_a_decided_28_day_rule_stays_decided(
    tested: int, blasts: str, asked: int
) -> None:
    response = Response(
        elapsed_days=Interval(Decimal(tested), Decimal(tested)), marrow_blasts=blasts
    )
    patient = treated(response)
    first = evaluate(patient, as_of=date.fromordinal(START.toordinal() + asked))
    later = evaluate(patient, as_of=date.fromordinal(START.toordinal() + asked + 20))
    before, after = first["no_remission_28d"].status, later["no_remission_28d"].status
    if before in ("met", "not_met"):
        assert after == before
