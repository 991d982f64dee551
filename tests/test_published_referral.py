"""Referral lists for adults, row by row. Ids are the rows of the project's clinical reference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import pytest

from all_risk import evaluate
from all_risk.assessment import Assessment
from all_risk.facts import CATALOGUE, Facts
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import Checklist, Guideline, Scheme, Source
from all_risk.logic import Value
from all_risk.published import all_checklists, guidelines
from all_risk.quantities import Interval, exactly, more_than

MET, NOT, OPEN, OUT = "met", "not_met", "unknown", "not_applicable"
NEVER = more_than(1000)
Known: TypeAlias = dict[str, Value]

NMDP, OLDER, NCCN = "nmdp-astct-2021", "nmdp-asbmt-older", "nccn-adult-workup-2026"
MARROW = "mrd_end_of_induction_marrow_detected"
BLOOD = "mrd_end_of_induction_blood_detected"


def aged(years: str | int) -> Known:
    return {"age": exactly(Decimal(years) * 12)}


def number(name: str, value: str | int) -> Known:
    return {name: exactly(Decimal(value))}


def asked(guideline: str, known: Known) -> Assessment:
    return evaluate(Facts(values=known), guideline)


AT_40 = aged(40)


@pytest.mark.parametrize(
    ("trigger", "known", "status"),
    [
        pytest.param("all_patients_early", AT_40, MET, id="N-12 40 years and nothing else known"),
        pytest.param("all_patients_early", aged("39.99"), OUT, id="N-10 just under 40"),
        pytest.param("all_patients_early", {}, OPEN, id="N-10 age missing"),
        pytest.param("all_patients_early", AT_40 | {"in_remission": True}, MET, id="N-13 CR1"),
        pytest.param(
            "induction_failure", AT_40 | number("days_to_remission", 28), NOT, id="N-14 day 28"
        ),
        pytest.param(
            "induction_failure", AT_40 | number("days_to_remission", 29), OPEN, id="N-14 day 29"
        ),
        pytest.param(
            "induction_failure", AT_40 | number("days_to_remission", 42), OPEN, id="N-14 day 42"
        ),
        pytest.param(
            "induction_failure", AT_40 | number("days_to_remission", 43), MET, id="N-14 day 43"
        ),
        pytest.param(
            "induction_failure", AT_40 | {"days_to_remission": NEVER}, MET, id="N-14 never"
        ),
        pytest.param("induction_failure", AT_40, OPEN, id="N-14 response missing"),
        pytest.param(
            "mrd_after_initial_therapy", AT_40 | {MARROW: True}, MET, id="N-16 any level, marrow"
        ),
        pytest.param(
            "mrd_after_initial_therapy", AT_40 | {BLOOD: True}, MET, id="N-16 any level, blood"
        ),
        pytest.param(
            "mrd_after_initial_therapy",
            AT_40 | {MARROW: False, BLOOD: False},
            NOT,
            id="N-16 negative in both",
        ),
        pytest.param(
            "mrd_after_initial_therapy", AT_40 | {MARROW: False}, OPEN, id="N-16 blood missing"
        ),
        pytest.param("mrd_after_initial_therapy", AT_40, OPEN, id="N-16 missing"),
        pytest.param("first_relapse", AT_40 | number("relapses", 0), NOT, id="N-19a none"),
        pytest.param("first_relapse", AT_40 | number("relapses", 1), MET, id="N-19a one"),
        pytest.param("first_relapse", AT_40, OPEN, id="N-19a missing"),
        pytest.param(
            "second_remission",
            AT_40 | {"second_remission_reached": True, "consulted_before_second_remission": False},
            MET,
            id="N-19b CR2, not evaluated before",
        ),
        pytest.param(
            "second_remission",
            AT_40 | {"second_remission_reached": True, "consulted_before_second_remission": True},
            NOT,
            id="N-19b evaluated before",
        ),
        pytest.param(
            "second_remission",
            AT_40 | number("relapses", 2) | {"in_remission": True},
            OPEN,
            id="N-19b consultation missing",
        ),
        pytest.param(
            "second_remission",
            AT_40 | {"second_remission_reached": False},
            NOT,
            id="N-19b no second remission",
        ),
        pytest.param("hla_typing", AT_40, MET, id="N-11"),
    ],
)
def test_nmdp_astct_2021(trigger: str, known: Known, status: str) -> None:
    assert asked(NMDP, known)[trigger].status == status


def test_typing_never_refers() -> None:
    """N-11: typing at diagnosis is a layer of its own."""
    answer = asked(NMDP, AT_40)
    assert answer["hla_typing"].layer == "typing"
    assert answer.refer == "yes"
    assert asked(NMDP, {}).refer == "unknown"
    assert "of 5 referral triggers" in answer.explain()


def older(years: str | int, **rest: Value) -> Known:
    return aged(years) | rest


CR1: Known = {"in_remission": True, "relapses": exactly(0)}


@pytest.mark.parametrize(
    ("trigger", "known", "status"),
    [
        pytest.param("first_remission_up_to_35", older(34, **CR1), MET, id="N-13 34 years"),
        pytest.param("first_remission_up_to_35", older(35, **CR1), MET, id="N-13 35th birthday"),
        pytest.param("first_remission_up_to_35", older("35.5", **CR1), OPEN, id="N-13 35 and half"),
        pytest.param("first_remission_up_to_35", older(36, **CR1), NOT, id="N-13 36 years"),
        pytest.param("first_remission_up_to_35", older(30), OPEN, id="N-13 remission missing"),
        pytest.param(
            "first_remission_up_to_35",
            older(30, relapses=exactly(1)),
            MET,
            id="N-13 a relapse does not unmake the first remission",
        ),
        pytest.param("first_remission_up_to_35", older("17.9", **CR1), OUT, id="N-10 under 18"),
        pytest.param(
            "over_35_poor_cytogenetics", older(36, **{"BCR::ABL1": True}), MET, id="N-17 t(9;22)"
        ),
        pytest.param(
            "over_35_poor_cytogenetics", older(36, **{"KMT2A-r": True}), MET, id="N-17 11q23"
        ),
        pytest.param(
            "over_35_poor_cytogenetics",
            older(36, **{"KMT2A-r": False, "BCR::ABL1": False}),
            NOT,
            id="N-17 neither",
        ),
        pytest.param(
            "over_35_poor_cytogenetics", older(35, **{"BCR::ABL1": True}), NOT, id="N-17 not over"
        ),
        pytest.param("over_35_poor_cytogenetics", older(36), OPEN, id="N-17 missing"),
        pytest.param("over_35_high_wbc", older(36, wbc=exactly(30)), NOT, id="N-18 30"),
        pytest.param("over_35_high_wbc", older(36, wbc=exactly(31)), OPEN, id="N-18 31"),
        pytest.param("over_35_high_wbc", older(36, wbc=exactly(50)), OPEN, id="N-18 50"),
        pytest.param("over_35_high_wbc", older(36, wbc=exactly(51)), MET, id="N-18 51"),
        pytest.param("over_35_high_wbc", older(36), OPEN, id="N-18 missing"),
        pytest.param(
            "over_35_cns_or_testicular", older(36, cns=frozenset({"CNS3"})), MET, id="N-19 CNS"
        ),
        pytest.param(
            "over_35_cns_or_testicular", older(36, testicular=True), MET, id="N-19 testis"
        ),
        pytest.param(
            "over_35_cns_or_testicular",
            older(36, cns=frozenset({"CNS1"}), testicular=False),
            NOT,
            id="N-19 neither",
        ),
        pytest.param(
            "over_35_no_remission_4_weeks",
            older(36, days_to_remission=exactly(28)),
            NOT,
            id="N-15 day 28",
        ),
        pytest.param(
            "over_35_no_remission_4_weeks",
            older(36, days_to_remission=exactly(29)),
            MET,
            id="N-15 day 29",
        ),
        pytest.param(
            "over_35_induction_failure",
            older(36, days_to_remission=exactly(29)),
            OPEN,
            id="N-14 apart from N-15",
        ),
        pytest.param(
            "second_remission_or_later",
            older(36, relapses=exactly(1), in_remission=True),
            MET,
            id="N-19b without the guard",
        ),
    ],
)
def test_nmdp_asbmt_older(trigger: str, known: Known, status: str) -> None:
    assert asked(OLDER, known)[trigger].status == status


B_PH_NEGATIVE: Known = {"lineage": frozenset({"B"}), "BCR::ABL1": False}


@pytest.mark.parametrize(
    ("trigger", "known", "status"),
    [
        pytest.param("evaluation_at_workup", aged(15), MET, id="NC-ADL-60 15 years"),
        pytest.param("evaluation_at_workup", aged("14.9"), OUT, id="NC-ADL-60 under 15"),
        pytest.param("donor_search", aged(50), MET, id="NC-ADL-60 donor search"),
        pytest.param(
            "mrd_positive", aged(50) | B_PH_NEGATIVE | {MARROW: True}, MET, id="NC-ADL-53 Ph-"
        ),
        pytest.param(
            "mrd_positive", aged(50) | B_PH_NEGATIVE | {MARROW: False}, NOT, id="NC-ADL-53 MRD-"
        ),
        pytest.param(
            "mrd_positive",
            aged(50) | {"lineage": frozenset({"T"}), MARROW: True},
            MET,
            id="NC-ADL-53 T",
        ),
        pytest.param(
            "mrd_positive",
            aged(50) | B_PH_NEGATIVE | {"BCR::ABL1": True, MARROW: True},
            NOT,
            id="NC-ADL-53 NC-D05 not printed for Ph+",
        ),
        pytest.param("mrd_positive", aged(50) | B_PH_NEGATIVE, OPEN, id="NC-ADL-53 missing"),
    ],
)
def test_nccn_workup(trigger: str, known: Known, status: str) -> None:
    answer = asked(NCCN, known)
    assert answer[trigger].status == status
    assert not answer.guideline.listed
    assert "nccn.org" in answer.guideline.caution
    assert answer.citation.provenance == "secondary"


def test_an_age_across_the_bound_stays_open() -> None:
    """N-10: 39 or 40 years."""
    answer = asked(NMDP, {"age": Interval(Decimal(470), Decimal(490))})
    assert answer["all_patients_early"].status == OPEN


def _ids(source: Source) -> Iterator[str]:
    """The ids of what is asked: triggers and their grounds, rows, factors."""
    if isinstance(source, Scheme):
        yield from (row.id for row in source.rows)
    elif isinstance(source, Guideline):
        for trigger in source.triggers:
            yield from (trigger.id, *(basis.id for basis in trigger.bases))
    else:
        assert isinstance(source, Checklist)
        yield from (factor.id for factor in source.factors)


@pytest.mark.parametrize("source", [*guidelines(), *all_checklists()], ids=lambda each: each.id)
def test_nothing_that_is_asked_is_named_like_a_fact(source: Source) -> None:
    """In a table both are columns, and in an answer both are names."""
    facts = {fact.name for fact in CATALOGUE} | {lesion.name for lesion in LESIONS}
    assert not facts & set(_ids(source))
