"""Indication tables, row by row. Ids are the rows of the project's clinical reference."""

from __future__ import annotations

import pytest

from all_risk import classify
from all_risk.facts import Facts
from all_risk.published import all_schemes
from all_risk.quantities import exactly, more_than
from placing import OUTSIDE, UNCOVERED, Known, groups, placed, without

EOI = "mrd_end_of_induction_marrow_detected"
EOC = "mrd_end_of_consolidation_marrow_detected"
ADULT: Known = {"age": "480"}
CR1: Known = {**ADULT, "in_remission": True, "relapses": 0}
NEGATIVE: Known = {EOI: False, EOC: False}
POSITIVE: Known = {EOI: True, EOC: True}
PH_NEGATIVE: Known = {**CR1, "BCR::ABL1": False}
PH_POSITIVE: Known = {**CR1, "BCR::ABL1": True}

STANDARD_NEGATIVE = "ph_negative_cr1_standard_risk_mrd_negative"
STANDARD_POSITIVE = "ph_negative_cr1_standard_risk_mrd_positive"
HIGH = "ph_negative_cr1_high_risk"
PH_MRD_NEGATIVE, PH_MRD_POSITIVE = "ph_positive_cr1_mrd_negative", "ph_positive_cr1_mrd_positive"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(
            {**PH_NEGATIVE, **NEGATIVE},
            {STANDARD_NEGATIVE, HIGH},
            id="G-10 G-12 Ph- MRD-: the study group's risk is open",
        ),
        pytest.param({**PH_NEGATIVE, **POSITIVE}, {STANDARD_POSITIVE, HIGH}, id="G-11 G-12 MRD+"),
        pytest.param(
            {**PH_NEGATIVE, EOI: True, EOC: False},
            {STANDARD_NEGATIVE, STANDARD_POSITIVE, HIGH},
            id="G-10 G-11 discordant MRD is open",
        ),
        pytest.param({**PH_POSITIVE, **NEGATIVE}, {PH_MRD_NEGATIVE}, id="G-13"),
        pytest.param({**PH_POSITIVE, **POSITIVE}, {PH_MRD_POSITIVE}, id="G-14"),
        pytest.param(PH_POSITIVE, {PH_MRD_NEGATIVE, PH_MRD_POSITIVE}, id="G-13 G-14 MRD missing"),
        pytest.param({**ADULT, "in_remission": True, "relapses": 1}, {"cr2"}, id="G-15"),
        pytest.param(
            {**ADULT, "in_remission": True, "relapses": 2}, {UNCOVERED}, id="G-15 CR3 not printed"
        ),
        pytest.param(
            {**ADULT, "in_remission": False, "relapses": 1}, {"relapsed_or_refractory"}, id="G-16"
        ),
        pytest.param(
            {**ADULT, "in_remission": False, "relapses": 0, "days_to_remission": more_than(60)},
            {"relapsed_or_refractory"},
            id="G-16 refractory",
        ),
        pytest.param(
            {**ADULT, "in_remission": False, "relapses": 0, "days_to_remission": more_than(28)},
            {"relapsed_or_refractory", UNCOVERED},
            id="G-16 refractory from 4 to 6 weeks is open",
        ),
        pytest.param({"age": "215"}, {OUTSIDE}, id="G-10 under 18"),
    ],
)
def test_ebmt_adult(known: Known, expected: set[str]) -> None:
    assert placed("ebmt-2022-adult", known) == expected


@pytest.mark.parametrize("scheme", ["ebmt-2022-child", "ebmt-2025-child"])
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(
            {"age": "100", "in_remission": True, "relapses": 0},
            {"cr1_low_risk", "cr1_high_risk"},
            id="G-17 G-18 the study group's risk is open",
        ),
        pytest.param({"age": "100", "in_remission": True, "relapses": 1}, {"cr2"}, id="G-19"),
        pytest.param(
            {"age": "100", "in_remission": True, "relapses": 2}, {"cr3_or_later"}, id="G-20"
        ),
        pytest.param(
            {"age": "100", "in_remission": False}, {UNCOVERED}, id="G-20 not in remission"
        ),
        pytest.param({"age": "216", "in_remission": True}, {OUTSIDE}, id="G-17 18 years"),
    ],
)
def test_ebmt_child(scheme: str, known: Known, expected: set[str]) -> None:
    assert placed(scheme, known) == expected


@pytest.mark.parametrize(
    ("scheme", "group", "cells"),
    [
        pytest.param("adult", STANDARD_NEGATIVE, "GNR/II GNR/II GNR/III CO/III", id="G-10"),
        pytest.param("adult", STANDARD_POSITIVE, "S/II CO/II CO/II GNR/II", id="G-11"),
        pytest.param("adult", HIGH, "S/II S/II CO/II GNR/III", id="G-12"),
        pytest.param("adult", PH_MRD_NEGATIVE, "S/II S/II CO/II CO/III", id="G-13"),
        pytest.param("adult", PH_MRD_POSITIVE, "S/II S/II S/II GNR/II", id="G-14"),
        pytest.param("adult", "cr2", "S/II S/II S/II GNR/II", id="G-15"),
        pytest.param("adult", "relapsed_or_refractory", "CO/II CO/II CO/II GNR/III", id="G-16"),
        pytest.param("child", "cr1_low_risk", "GNR/II GNR/II GNR/III GNR/II", id="G-17"),
        pytest.param("child", "cr1_high_risk", "S/II S/II CO/II GNR/II", id="G-18"),
        pytest.param("child", "cr2", "S/II S/II CO/II GNR/II", id="G-19"),
        pytest.param("child", "cr3_or_later", "S/II S/II CO/II GNR/II", id="G-20"),
    ],
)
def test_ebmt_grades(scheme: str, group: str, cells: str) -> None:
    shipped = {each.id: each for each in all_schemes()}
    msd, mud, mmad, auto = cells.split()
    text = shipped[f"ebmt-2022-{scheme}"].outcomes[group]
    assert text.startswith(f"MSD {msd}, MUD {mud}, MMAD {mmad}, autologous {auto}")


@pytest.mark.parametrize(
    ("group", "grade"),
    [
        pytest.param("cr1_low_risk", "GNR", id="G-17"),
        pytest.param("cr1_high_risk", "CO/II", id="G-18"),
        pytest.param("cr2", "CO/II", id="G-19"),
        pytest.param("cr3_or_later", "S/II", id="G-20"),
    ],
)
def test_ebmt_car_t_is_of_2025(group: str, grade: str) -> None:
    shipped = {each.id: each for each in all_schemes()}
    assert f"CAR-T {grade}" in shipped["ebmt-2025-child"].outcomes[group]
    assert "CAR-T" not in shipped["ebmt-2022-child"].outcomes[group]


@pytest.mark.parametrize(
    ("scheme", "known", "expected", "grades"),
    [
        pytest.param(
            "adult", {"in_remission": True, "relapses": 0},
            "cr1_standard_risk cr1_high_risk", "", id="G-04 risk in CR1 is open",
        ),
        pytest.param(
            "adult", {"in_remission": True, "relapses": 1}, "cr2",
            "allogeneic S, autologous C", id="G-04 CR2",
        ),
        pytest.param(
            "adult", {"in_remission": True, "relapses": 2}, "cr3_or_later",
            "allogeneic C, autologous N", id="G-04 CR3",
        ),
        pytest.param(
            "adult", {"in_remission": False}, "not_in_remission",
            "allogeneic C, autologous N", id="G-04 not in remission",
        ),
        pytest.param(
            "child", {"in_remission": True, "relapses": 1}, "cr2",
            "allogeneic S, autologous N", id="G-03 CR2",
        ),
        pytest.param(
            "child", {"in_remission": True, "relapses": 3}, "cr3_or_later",
            "allogeneic C, autologous N", id="G-03 CR3 and later",
        ),
    ],
)  # fmt: skip
def test_astct(scheme: str, known: Known, expected: str, grades: str) -> None:
    aged: Known = {"age": "480" if scheme == "adult" else "100", **known}
    assert placed(f"astct-2020-{scheme}", aged) == groups(expected)
    if grades:
        shipped = {each.id: each for each in all_schemes()}
        assert shipped[f"astct-2020-{scheme}"].outcomes[expected] == grades


@pytest.mark.parametrize(
    ("scheme", "standard", "high"),
    [
        pytest.param("adult", "S, autologous C", "S, autologous N", id="G-04 CR1"),
        pytest.param("child", "N, autologous N", "S, autologous N", id="G-03 CR1"),
    ],
)
def test_astct_grades_in_first_remission(scheme: str, standard: str, high: str) -> None:
    shipped = {each.id: each for each in all_schemes()}
    outcomes = shipped[f"astct-2020-{scheme}"].outcomes
    assert outcomes["cr1_standard_risk"] == f"allogeneic {standard}"
    assert outcomes["cr1_high_risk"] == f"allogeneic {high}"


EOI_FLOW = "mrd_end_of_induction_marrow_flow_detected"
EOI_NGS = "mrd_end_of_induction_marrow_ngs_detected"
NONE_OF_G_30: Known = {
    **ADULT,
    "etp_phenotype": False,
    "COMPLEX_KARYOTYPE": False,
    "modal_number": 46,
    "IKZF1 alteration": False,
    "Ph-like": False,
    "KMT2A-r": False,
    "MEF2D-r": False,
    "MYC-r": False,
    "TP53 alteration": False,
    "iAMP21": False,
    "days_to_remission": 28,
    EOI_FLOW: False,
    EOI_NGS: False,
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"etp_phenotype": True}, "indicated", id="G-30 ETP"),
        pytest.param({"COMPLEX_KARYOTYPE": True}, "indicated", id="G-30 complex"),
        pytest.param({"modal_number": 39}, "indicated", id="G-30 39 chromosomes"),
        pytest.param({"modal_number": 32}, "indicated", id="G-30 32 chromosomes"),
        pytest.param({"modal_number": 31}, "indicated", id="G-30 31 chromosomes"),
        pytest.param({"modal_number": 24}, "indicated", id="G-30 24 chromosomes"),
        pytest.param({"modal_number": 40}, "no_added_benefit uncovered", id="G-30 40 chromosomes"),
        pytest.param({"modal_number": 23}, "indicated", id="G-30 near haploidy of 23 chromosomes"),
        *(
            pytest.param({name: True}, "indicated", id=f"G-30 {name}")
            for name in (
                "IKZF1 alteration",
                "Ph-like",
                "KMT2A-r",
                "MEF2D-r",
                "MYC-r",
                "TP53 alteration",
                "iAMP21",
            )
        ),
        pytest.param({"days_to_remission": 29}, "indicated", id="G-30 remission on day 29"),
        pytest.param({EOI_FLOW: True}, "indicated", id="G-30 MRD by flow"),
        pytest.param({EOI_NGS: True}, "indicated", id="G-30 MRD by NGS"),
        pytest.param({}, "no_added_benefit uncovered", id="G-31 how deep is not printed"),
    ],
)
def test_ash_education(changed: Known, expected: str) -> None:
    assert placed("ash-education-transplant", {**NONE_OF_G_30, **changed}) == groups(expected)


@pytest.mark.parametrize("name", ["NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY"])
def test_ash_education_of_a_class_named_without_a_count(name: str) -> None:
    """G-30: the table prints the names beside the counts."""
    known = {**without(NONE_OF_G_30, "modal_number"), name: True}
    assert placed("ash-education-transplant", known) == {"indicated"}


@pytest.mark.parametrize("name", sorted(set(NONE_OF_G_30) - {"age"}))
def test_ash_education_with_one_result_missing(name: str) -> None:
    """G-30 and G-31: any one missing feature may be an indication."""
    left = placed("ash-education-transplant", without(NONE_OF_G_30, name))
    assert left == {"indicated", "no_added_benefit", UNCOVERED}


HR11: Known = {
    "age": "480",
    "lineage": "B",
    "BCR::ABL1": False,
    "in_remission": True,
    "mrd_end_of_induction_marrow_flow": "0.00099",
    "mrd_end_of_early_consolidation_marrow_flow": "0.000099",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, "chemotherapy outside", id="3f oracle: 9.9e-4 and 9.9e-5"),
        pytest.param(
            {"mrd_end_of_induction_marrow_flow": "0.001"}, "transplant outside", id="3f EOI 1e-3"
        ),
        pytest.param(
            {"mrd_end_of_early_consolidation_marrow_flow": "0.0001"},
            "transplant outside",
            id="3f consolidation 1e-4",
        ),
        pytest.param({"in_remission": False}, "uncovered outside", id="3f not in remission"),
        pytest.param({"BCR::ABL1": True}, "outside", id="3f Ph+"),
        pytest.param({"age": "179"}, "outside", id="3f under 15"),
        pytest.param({"age": "731"}, "chemotherapy outside", id="3f 60 years"),
        pytest.param({"age": "732"}, "outside", id="3f 61 years"),
    ],
)
def test_pethema(changed: Known, expected: str) -> None:
    """That the trial's definition of high risk was not read leaves it open whether it applies."""
    assert placed("pethema-hr-11", {**HR11, **changed}) == groups(expected)


@pytest.mark.parametrize(
    "name", ["mrd_end_of_induction_marrow_flow", "mrd_end_of_early_consolidation_marrow_flow"]
)
def test_pethema_with_mrd_missing(name: str) -> None:
    left = placed("pethema-hr-11", without(HR11, name))
    assert left == {"chemotherapy", "transplant", OUTSIDE}


def test_an_indication_is_never_a_referral_nor_a_cohort() -> None:
    """Layer 3 stays apart, in type and in words."""
    shipped = [each for each in all_schemes() if each.question == "indication"]
    assert len(shipped) >= 7
    assert all(not each.adverse for each in shipped)
    second = Facts(values={"age": exactly(480), "in_remission": True, "relapses": exactly(1)})
    text = " ".join(classify(second, "ebmt-2022-adult").explain().split())
    assert "about transplant itself" in text
    assert "published cohort" not in text
