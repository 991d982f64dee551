"""Indications for transplant in ALL, the EBMT tables of 2022 and 2025.

Read in Tables 2 and 3 of Snowden et al. 2022 and Tables 1 and 2 of Greco et al. 2025. Rows G-10
to G-20. The groups are the printed situations of the disease; each carries its grades, in the
letters of the tables, by donor: a matched sibling (MSD), a matched unrelated donor (MUD), a
mismatched alternative donor (MMAD), and autologous. The rows for adults are the same in both
years.

Standard, low and high risk are those of the study groups, in footnotes that were not read; what
hangs on them stays open. The tables print no level and no day of MRD.
"""

from __future__ import annotations

from all_risk.facts import age, detected, in_remission, mrd_detected, relapses, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr
from all_risk.published.adult_terms import (
    ADULTS_BOUND,
    FIRST_REMISSION,
    LATER_REMISSION,
    SECOND_REMISSION,
)
from all_risk.published.sources import ADULTS
from all_risk.published.terms import INDUCTION_FAILURE
from all_risk.quantities import count, years

__all__ = ["EBMT_ADULT", "EBMT_CHILD_2022", "EBMT_CHILD_2025", "SCHEMES"]

_EBMT_2022 = Citation(
    source="Snowden et al., Bone Marrow Transplant 2022;57:1217-1239: EBMT indications",
    edition="2022",
    url="https://doi.org/10.1038/s41409-022-01691-w",
)
_EBMT_2025 = Citation(
    source="Greco et al., Bone Marrow Transplant 2025: EBMT indications",
    edition="2025",
    url="https://doi.org/10.1038/s41409-025-02701-3",
)

_AFTER_INDUCTION = mrd_detected("end_of_induction")
_AFTER_CONSOLIDATION = mrd_detected("end_of_consolidation")
MRD_POSITIVE = (_AFTER_INDUCTION & _AFTER_CONSOLIDATION) | (
    (_AFTER_INDUCTION | _AFTER_CONSOLIDATION)
    & unprinted("at which time point MRD counts, after induction or after consolidation")
)
_MRD_READING = (
    "MRD found after induction and after consolidation, at any level; found at one of them only "
    "is open"
)
HIGH_RISK = unprinted("who is at high risk: the criteria of the study group")
_RISK_READING = "the risk by the criteria of the study group, which are not printed"

PH_POSITIVE = detected("BCR::ABL1")
RELAPSED_OR_REFRACTORY = ~in_remission & ((relapses >= count(1)) | INDUCTION_FAILURE)


def _grades(msd: str, mud: str, mmad: str, auto: str, car_t: str = "") -> str:
    cells = f"MSD {msd}, MUD {mud}, MMAD {mmad}, autologous {auto}"
    return f"{cells}, CAR-T {car_t}" if car_t else cells


def _row(group: str, when: Expr, citation: Citation, trace: str, *reading: str) -> Row:
    return Row(
        id=group.replace("_", "-"),
        group=group,
        when=when,
        citation=citation,
        reading="; ".join(reading),
        trace=trace,
    )


_TABLE_ADULT = _EBMT_2022.at("Table 2, adults, ALL")
_PH_NEGATIVE_CR1 = FIRST_REMISSION & ~PH_POSITIVE

EBMT_ADULT = Scheme(
    id="ebmt-2022-adult",
    title="Indications for transplant in adults, EBMT 2022 (the same in 2025)",
    citation=_TABLE_ADULT,
    population=Population(who=ADULTS, words=ADULTS_BOUND),
    groups=(
        "ph_negative_cr1_standard_risk_mrd_negative",
        "ph_negative_cr1_standard_risk_mrd_positive",
        "ph_negative_cr1_high_risk",
        "ph_positive_cr1_mrd_negative",
        "ph_positive_cr1_mrd_positive",
        "cr2",
        "relapsed_or_refractory",
    ),
    year=2022,
    question="indication",
    rows=(
        _row(
            "ph_negative_cr1_standard_risk_mrd_negative",
            _PH_NEGATIVE_CR1 & ~HIGH_RISK & ~MRD_POSITIVE,
            _TABLE_ADULT,
            "G-10",
            _RISK_READING,
            _MRD_READING,
        ),
        _row(
            "ph_negative_cr1_standard_risk_mrd_positive",
            _PH_NEGATIVE_CR1 & ~HIGH_RISK & MRD_POSITIVE,
            _TABLE_ADULT,
            "G-11",
            _RISK_READING,
            _MRD_READING,
        ),
        _row(
            "ph_negative_cr1_high_risk",
            _PH_NEGATIVE_CR1 & HIGH_RISK,
            _TABLE_ADULT,
            "G-12",
            _RISK_READING,
        ),
        _row(
            "ph_positive_cr1_mrd_negative",
            FIRST_REMISSION & PH_POSITIVE & ~MRD_POSITIVE,
            _TABLE_ADULT,
            "G-13",
            _MRD_READING,
        ),
        _row(
            "ph_positive_cr1_mrd_positive",
            FIRST_REMISSION & PH_POSITIVE & MRD_POSITIVE,
            _TABLE_ADULT,
            "G-14",
            _MRD_READING,
        ),
        _row("cr2", SECOND_REMISSION, _TABLE_ADULT, "G-15"),
        _row(
            "relapsed_or_refractory",
            RELAPSED_OR_REFRACTORY,
            _TABLE_ADULT,
            "G-16",
            "not in remission, after a relapse or an induction failure",
        ),
    ),
    outcomes={
        "ph_negative_cr1_standard_risk_mrd_negative": _grades(
            "GNR/II", "GNR/II", "GNR/III", "CO/III"
        ),
        "ph_negative_cr1_standard_risk_mrd_positive": _grades(
            "S/II", "CO/II", "CO/II", "GNR/II", "CO/II"
        ),
        "ph_negative_cr1_high_risk": _grades("S/II", "S/II", "CO/II", "GNR/III"),
        "ph_positive_cr1_mrd_negative": _grades("S/II", "S/II", "CO/II", "CO/III"),
        "ph_positive_cr1_mrd_positive": _grades("S/II", "S/II", "S/II", "GNR/II"),
        "cr2": _grades("S/II", "S/II", "S/II", "GNR/II"),
        "relapsed_or_refractory": _grades("CO/II", "CO/II", "CO/II", "GNR/III"),
    },
    left_out=("the criteria of standard and high risk, in footnotes: not read",),
)


def _child(year: int, citation: Citation, **car_t: str) -> Scheme:
    situations = (
        ("cr1_low_risk", FIRST_REMISSION & ~HIGH_RISK, "G-17", _RISK_READING),
        ("cr1_high_risk", FIRST_REMISSION & HIGH_RISK, "G-18", _RISK_READING),
        ("cr2", SECOND_REMISSION, "G-19", ""),
        ("cr3_or_later", LATER_REMISSION, "G-20", "printed as beyond CR2"),
    )
    grades = {
        "cr1_low_risk": ("GNR/II", "GNR/II", "GNR/III", "GNR/II"),
        "cr1_high_risk": ("S/II", "S/II", "CO/II", "GNR/II"),
        "cr2": ("S/II", "S/II", "CO/II", "GNR/II"),
        "cr3_or_later": ("S/II", "S/II", "CO/II", "GNR/II"),
    }
    return Scheme(
        id=f"ebmt-{year}-child",
        title=f"Indications for transplant in children, EBMT {year}",
        citation=citation,
        population=Population(
            who=age < years(18),
            words="children and adolescents; that they are asked up to the 18th birthday is this "
            "library's",
        ),
        groups=tuple(group for group, *_ in situations),
        year=year,
        question="indication",
        rows=tuple(
            _row(group, when, citation, trace, reading)
            for group, when, trace, reading in situations
        ),
        outcomes={group: _grades(*cells, car_t.get(group, "")) for group, cells in grades.items()},
        left_out=("the criteria of low and high risk, in footnotes: not read",),
    )


EBMT_CHILD_2022 = _child(2022, _EBMT_2022.at("Table 3, children and adolescents, ALL"))
EBMT_CHILD_2025 = _child(
    2025,
    _EBMT_2025.at("Table 2, children and adolescents, ALL"),
    cr1_low_risk="GNR",
    cr1_high_risk="CO/II (refractory B-precursor)",
    cr2="CO/II (refractory, or relapse after transplant)",
    cr3_or_later="S/II (B-precursor)",
)

SCHEMES = (EBMT_ADULT, EBMT_CHILD_2022, EBMT_CHILD_2025)
