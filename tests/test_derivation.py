"""From a patient to facts: nothing guessed, contradictions kept and reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from all_risk import (
    Diagnosis,
    DnaIndex,
    Finding,
    ModalNumber,
    Mrd,
    Patient,
    Relapse,
    Treatment,
)
from all_risk.derivation import derive
from all_risk.facts import (
    CATALOGUE,
    Facts,
    age,
    age_in_days,
    dna_index,
    modal_number,
    mrd,
    steroid_hours_within_two_weeks,
    steroid_within_month,
    testicular,
)
from all_risk.patient import GeneticResult, SteroidPretreatment
from all_risk.quantities import Interval, below, exactly


def genetics(*results: GeneticResult) -> Facts:
    return derive(Patient(genetics=results))


def found(lesion: str, status: Any, method: Any = None) -> Finding:
    return Finding(lesion=lesion, status=status, method=method)


@pytest.mark.parametrize(
    ("results", "value", "conflict"),
    [
        pytest.param([], None, False, id="never tested"),
        pytest.param([("detected", None)], True, False, id="at its word"),
        pytest.param([("not_detected", "fish")], False, False, id="excluded"),
        pytest.param([("presumptive", "karyotype")], None, False, id="presumptive"),
        pytest.param([("inconclusive", "fish")], None, False, id="inconclusive"),
        pytest.param(
            [("presumptive", "karyotype"), ("not_detected", "fish")], False, False, id="settled"
        ),
        pytest.param(
            [("presumptive", "karyotype"), ("detected", "fish")], True, False, id="confirmed"
        ),
        pytest.param(
            [("detected", "karyotype"), ("not_detected", "fish")], None, True, id="contradicted"
        ),
        pytest.param([(None, "fish")], None, False, id="no status"),
    ],
)
def test_several_findings_of_one_lesion(
    results: list[tuple[Any, Any]], value: bool | None, conflict: bool
) -> None:
    facts = genetics(*(found("KMT2A-r", status, method) for status, method in results))
    assert facts.values.get("KMT2A-r") is value
    assert bool(facts.conflicts) is conflict


@pytest.mark.parametrize(
    ("levels", "detected", "quantifiable"),
    [
        (("0.02%", "0.03%"), True, True),
        (("0.02%", "negative"), None, None),
        (("negative", "negative"), False, False),
    ],
)
def test_results_that_differ_in_level_may_agree_that_disease_was_found(
    levels: tuple[Any, Any], detected: bool | None, quantifiable: bool | None
) -> None:
    methods: tuple[Any, Any] = ("flow", "ngs")
    results = [
        Mrd(timepoint="end_of_induction", specimen="marrow", level=level, method=method,
            sensitivity="0.01%")
        for level, method in zip(levels, methods, strict=True)
    ]  # fmt: skip
    values = derive(Patient(mrd=results)).values
    assert values.get("mrd_end_of_induction_marrow_detected") is detected
    assert values.get("mrd_end_of_induction_marrow_quantifiable") is quantifiable


def test_a_banded_karyotype_cannot_exclude_what_it_cannot_see() -> None:
    facts = genetics(found("ETV6::RUNX1", "not_detected", "karyotype"))
    assert "ETV6::RUNX1" not in facts.values
    assert [note.id for note in facts.notes] == ["cannot_exclude"]


@pytest.mark.parametrize(
    ("given", "implied"),
    [
        ({"KMT2A::AFF1": True}, {"KMT2A-r": True}),
        ({"KMT2A::MAML1": True}, {"KMT2A-r": True}),
        ({"KMT2A::USP2": True}, {"KMT2A-r": True}),
        ({"KMT2A-r": False}, {"KMT2A::AFF1": False, "KMT2A::MLLT1": False}),
        ({"KMT2A-r": True}, {"KMT2A::AFF1": None}),
        ({"TCF3::HLF": True}, {"TCF3-r": True, "HLF-r": True}),
        ({"P2RY8::CRLF2": True}, {"CRLF2-r": True, "PAR1 deletion": None}),
        ({"PAR1 deletion": False}, {"P2RY8::CRLF2": None}),
        ({"PDGFRB-r": True}, {"ABL-class": True}),
        ({"ABL1-r": True}, {"ABL-class": None}),
        ({"ABL-class": False}, {"ABL1-r": None, "ABL2-r": False, "CSF1R-r": False}),
        ({"STIL::TAL1": True}, {"TAL1-r": True}),
        ({"IGH::BCL2": True}, {"IGH-r": True, "BCL2-r": True}),
        ({"BCR::ABL1": True}, {"ABL1-r": None, "Ph-like": False}),
        ({"Ph-like": True}, {"BCR::ABL1": False}),
        ({"TRISOMY_4_10_17": True}, {"TRISOMY_4_10": True}),
        ({"IKZF1 deletion": True}, {"IKZF1 alteration": True}),
        ({"IKZF1 alteration": False}, {"IKZF1 deletion": False, "IKZF1 mutation": False}),
        ({"CDKN2A_HOMOZYGOUS_DELETION": True}, {"CDKN2A deletion": True}),
        ({"TP53 mutation": True}, {"TP53 alteration": True}),
    ],
)
def test_what_implies_what_among_lesions(
    given: dict[str, bool], implied: dict[str, bool | None]
) -> None:
    facts = genetics(
        *(found(name, "detected" if held else "not_detected") for name, held in given.items())
    )
    assert {name: facts.values.get(name) for name in implied} == implied


@pytest.mark.parametrize(
    ("number", "classes"),
    [
        (24, {"NEAR_HAPLOIDY": True, "LOW_HYPODIPLOIDY": False}),
        (31, {"NEAR_HAPLOIDY": None, "LOW_HYPODIPLOIDY": None}),
        (36, {"NEAR_HAPLOIDY": False, "LOW_HYPODIPLOIDY": True}),
        (43, {"LOW_HYPODIPLOIDY": False, "HIGH_HYPODIPLOIDY": True}),
        (45, {"HIGH_HYPODIPLOIDY": None}),
        (46, {"HIGH_HYPODIPLOIDY": False, "LOW_HYPERDIPLOIDY": False, "TRISOMY_4_10": False}),
        (49, {"LOW_HYPERDIPLOIDY": True, "MASKED_HYPODIPLOIDY": False, "TRISOMY_4_10": None}),
        (54, {"HIGH_HYPERDIPLOIDY": None, "MASKED_HYPODIPLOIDY": None, "TRISOMY_4_10": None}),
    ],
)
def test_modal_number_against_the_ploidy_classes(
    number: int, classes: dict[str, bool | None]
) -> None:
    facts = genetics(ModalNumber(modal_number=number))
    assert {name: facts.values.get(name) for name in classes} == classes


@pytest.mark.parametrize("name", ["NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY", "MASKED_HYPODIPLOIDY"])
def test_hypodiploid_classes_have_fewer_than_44_chromosomes(name: str) -> None:
    value = genetics(found(name, "detected")).values[modal_number.name]
    assert isinstance(value, Interval)
    assert value.compare("<", Decimal(44)) is True


def hypodiploid(facts: Facts) -> bool | None:
    value = facts.values.get(modal_number.name)
    return value.compare("<", Decimal(44)) if isinstance(value, Interval) else None


def test_dna_index_against_the_modal_number() -> None:
    assert hypodiploid(genetics(DnaIndex(dna_index=0.7))) is True
    assert hypodiploid(genetics(DnaIndex(dna_index=1.0))) is None
    assert hypodiploid(genetics(DnaIndex(dna_index=1.2))) is None
    diploid = genetics(ModalNumber(modal_number=46)).values[dna_index.name]
    assert isinstance(diploid, Interval)
    assert diploid.compare("<", Decimal("0.81")) is False
    both = genetics(DnaIndex(dna_index=0.7), ModalNumber(modal_number=46))
    assert {modal_number.name, dna_index.name}.isdisjoint(both.values)
    assert both.conflicts[0].facts == ("dna_index", "modal_number")
    assert hypodiploid(genetics(DnaIndex(dna_index=1.0), ModalNumber(modal_number=43))) is True


@pytest.mark.parametrize("number", [50, 56, 66, 78])
def test_a_count_from_50_to_78_alone_does_not_exclude_a_doubled_hypodiploid_clone(
    number: int,
) -> None:
    counted = ModalNumber(modal_number=number)
    alone = genetics(counted)
    assert hypodiploid(alone) is None
    assert [note.id for note in alone.notes] == ["doubling_not_excluded"]
    assert hypodiploid(genetics(counted, found("MASKED_HYPODIPLOIDY", "detected"))) is True
    assert hypodiploid(genetics(counted, found("MASKED_HYPODIPLOIDY", "not_detected"))) is False
    assert hypodiploid(genetics(counted, found("TRISOMY_4_10", "detected"))) is False
    assert hypodiploid(genetics(counted, found("LOW_HYPODIPLOIDY", "detected"))) is True


def test_a_hypodiploid_class_beside_a_doubled_clone_and_beside_a_diploid_count() -> None:
    both = genetics(found("LOW_HYPODIPLOIDY", "detected"), found("NEAR_TRIPLOIDY", "detected"))
    assert both.conflicts == ()
    assert both.values["LOW_HYPODIPLOIDY"] is True
    contradicted = genetics(found("LOW_HYPODIPLOIDY", "detected"), ModalNumber(modal_number=46))
    assert contradicted.conflicts[0].facts == ("LOW_HYPODIPLOIDY", "modal_number")


def test_a_lesion_and_what_it_is_a_case_of_contradict() -> None:
    facts = genetics(found("KMT2A::AFF1", "detected"), found("KMT2A-r", "not_detected"))
    assert {"KMT2A::AFF1", "KMT2A-r"}.isdisjoint(facts.values)
    (conflict,) = facts.conflicts
    assert conflict.paths == ("genetics[0]", "genetics[1]")


def test_only_special_cases_of_a_contradicted_lesion_are_left_open_with_it() -> None:
    facts = genetics(
        found("BCR::ABL1", "detected", "pcr"),
        found("BCR::ABL1", "not_detected", "fish"),
        found("Ph-like", "detected", "rna_seq"),
    )
    assert facts.values["Ph-like"] is True
    (conflict,) = facts.conflicts
    assert conflict.facts == ("BCR::ABL1",)


def test_a_contradiction_leaves_other_facts_alone() -> None:
    facts = genetics(
        found("KMT2A::AFF1", "detected"),
        found("KMT2A-r", "not_detected"),
        found("iAMP21", "detected"),
    )
    assert facts.values["iAMP21"] is True


def level(
    text: str, method: Any = "flow", point: Any = "end_of_induction", specimen: Any = "marrow"
) -> Mrd:
    return Mrd(timepoint=point, specimen=specimen, method=method, level=text)


def test_several_results_at_one_time_point() -> None:
    any_method, flow = mrd("end_of_induction"), mrd("end_of_induction", method="flow")
    agree = derive(Patient(mrd=[level("<0.1%"), level("0.05%", "pcr")]))
    assert agree.values[any_method.name] == exactly(Decimal("0.0005"))
    assert agree.values[flow.name] == below(Decimal("0.001"))
    differ = derive(Patient(mrd=[level("<0.01%"), level("0.05%", "pcr")]))
    assert differ.values[any_method.name] == Interval(Decimal(0), Decimal("0.0005"))
    assert differ.values[flow.name] == below(Decimal("0.0001"))
    assert any(conflict.facts == (any_method.name,) for conflict in differ.conflicts)


def test_marrow_and_blood_are_different_facts_and_an_unstated_specimen_is_either() -> None:
    blood = derive(Patient(mrd=[level("3%", specimen="blood")]))
    assert mrd("end_of_induction").name not in blood.values
    unstated = derive(Patient(mrd=[level("3%", specimen=None)]))
    assert mrd("end_of_induction").name in unstated.values
    assert "specimen_not_stated" in {note.id for note in unstated.notes}


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Mrd(level="negative", sensitivity="0.01%"), below(Decimal("0.0001"))),
        (Mrd(level="negative"), Interval(high=Decimal(1))),
        (Mrd(level="0%", sensitivity="0.001%"), below(Decimal("0.00001"))),
        (Mrd(level="positive"), Interval(Decimal(0), Decimal(1), low_open=True)),
        (
            Mrd(level="positive <0.01%"),
            Interval(Decimal(0), Decimal("0.0001"), low_open=True, high_open=True),
        ),
    ],
)
def test_mrd_levels_in_words(result: Mrd, expected: Interval) -> None:
    from attrs import evolve

    facts = derive(Patient(mrd=[evolve(result, timepoint="week_12", specimen="marrow")]))
    assert facts.values[mrd("week_12").name] == expected


def test_a_level_below_its_own_sensitivity_is_kept_with_a_warning() -> None:
    result = Mrd(timepoint="week_12", specimen="marrow", level="0.001%", sensitivity="0.01%")
    facts = derive(Patient(mrd=[result]))
    assert facts.values[mrd("week_12").name] == exactly(Decimal("0.00001"))
    assert "below_sensitivity" in {note.id for note in facts.notes}


def test_a_time_point_can_follow_from_the_protocol_day() -> None:
    facts = derive(Patient(mrd=[Mrd(day=8, specimen="blood", level="0.5%")]))
    assert facts.values[mrd("induction_day_8", "blood").name] == exactly(Decimal("0.005"))
    unused = derive(Patient(mrd=[Mrd(day=50, specimen="blood", level="0.5%")]))
    assert {note.id for note in unused.notes} == {"timepoint_not_used"}


HOURS = steroid_hours_within_two_weeks.name
MONTH = steroid_within_month.name


@pytest.mark.parametrize(
    ("given", "month", "hours"),
    [
        (False, False, exactly(0)),
        (True, True, None),
        (SteroidPretreatment(duration="20 h", before_diagnosis="3 days"), True, exactly(20)),
        (SteroidPretreatment(duration="20 h", before_diagnosis="20 days"), True, exactly(0)),
        (SteroidPretreatment(duration="20 h", before_diagnosis="30 days"), None, exactly(0)),
        (SteroidPretreatment(duration="20 h", before_diagnosis="40 days"), False, exactly(0)),
        (SteroidPretreatment(duration="20 days", before_diagnosis="4 days"), True, exactly(240)),
        (SteroidPretreatment(duration="20 h"), None, Interval(Decimal(0), Decimal(20))),
        (
            SteroidPretreatment(duration=">24 h", before_diagnosis="3 days"),
            True,
            Interval(Decimal(24), Decimal(264), low_open=True),
        ),
    ],
)
def test_steroid_windows(
    given: bool | SteroidPretreatment, month: bool | None, hours: Interval | None
) -> None:
    facts = derive(Patient(diagnosis=Diagnosis(steroid_pretreatment=given)))
    assert facts.values.get(MONTH) is month
    assert facts.values.get(HOURS) == hours


@pytest.mark.parametrize(
    ("sex", "stated", "sites", "value", "conflict"),
    [
        ("female", None, None, False, False),
        ("male", None, None, None, False),
        ("male", None, [], False, False),
        ("male", None, ["testis"], True, False),
        ("male", True, [], None, True),
        ("female", True, None, None, True),
    ],
)
def test_testicular_disease(
    sex: Any, stated: bool | None, sites: Any, value: bool | None, conflict: bool
) -> None:
    patient = Patient(sex=sex, diagnosis=Diagnosis(testicular=stated, extramedullary=sites))
    facts = derive(patient)
    assert facts.values.get(testicular.name) is value
    assert bool(facts.conflicts) is conflict


def test_age_from_dates_and_as_stated() -> None:
    born = date(2016, 5, 2)
    agreeing = derive(
        Patient(birth_date=born, diagnosis=Diagnosis(date=date(2025, 3, 1), age="8 years"))
    )
    assert agreeing.values[age_in_days.name] == exactly(3225)
    assert agreeing.conflicts == ()
    differing = derive(
        Patient(birth_date=born, diagnosis=Diagnosis(date=date(2025, 3, 1), age="7 years"))
    )
    value = differing.values[age.name]
    assert isinstance(value, Interval)
    assert value.holds(Decimal(90))
    assert value.holds(Decimal(105))
    (conflict,) = differing.conflicts
    assert conflict.facts == ("age", "age_in_days")


def test_every_fact_has_a_meaning_and_a_name_of_its_own() -> None:
    names = [fact.name for fact in CATALOGUE]
    assert len(set(names)) == len(names)
    assert all(fact.meaning for fact in CATALOGUE)


def test_facts_cannot_be_changed() -> None:
    facts = derive(Patient(diagnosis=Diagnosis(lineage="B")))
    values: Any = facts.values
    with pytest.raises(TypeError):
        values["lineage"] = frozenset({"T"})


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_relapses_on_one_day_the_site_of_the_first_is_not_guessed(turned: bool) -> None:
    marrow, cns = (
        Relapse(date=date(2024, 5, 1), sites=("marrow",)),
        Relapse(date=date(2024, 5, 1), sites=("cns",)),
    )
    relapses = (cns, marrow) if turned else (marrow, cns)
    values = derive(Patient(treatment=Treatment(relapses=relapses))).values
    assert values["relapses"] == exactly(2)
    assert not {"relapse_marrow", "relapse_extramedullary"} & values.keys()
