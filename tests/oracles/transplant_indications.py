"""Disease situations in which societies grade a transplant: EBMT, ASTCT, an ASH table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from oracles import OUTSIDE, UNCOVERED, Known, Oracle

__all__ = ["ORACLES"]

ADULT, CHILD = Decimal(216), Decimal(372)
BOTH = (False, True)
SITUATION: dict[str, tuple[Any, ...]] = {
    "relapses": (Decimal(0), Decimal(1), Decimal(2), Decimal(3)),
    "in_remission": BOTH,
}


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


# --- EBMT 2022 (adults: also 2025), G-10 to G-20; what is high risk is left to study groups ---


def ebmt_adult(k: Known) -> frozenset[str]:
    if k["age"] < ADULT:
        return only(OUTSIDE)
    if not k["in_remission"]:
        # Refractory is not defined: without a relapse it may be no row yet.
        return (
            only("relapsed_or_refractory")
            if k["relapses"] >= 1
            else only("relapsed_or_refractory", UNCOVERED)
        )
    if k["relapses"] == 1:
        return only("cr2")
    if k["relapses"] >= 2:
        return only(UNCOVERED)
    # When MRD is to be looked at is not printed: two results that differ leave both rows open.
    results = {
        k["mrd_end_of_induction_marrow_detected"],
        k["mrd_end_of_consolidation_marrow_detected"],
    }
    if k["BCR::ABL1"]:
        return frozenset(
            "ph_positive_cr1_mrd_positive" if positive else "ph_positive_cr1_mrd_negative"
            for positive in results
        )
    return frozenset(
        "ph_negative_cr1_standard_risk_mrd_positive"
        if positive
        else "ph_negative_cr1_standard_risk_mrd_negative"
        for positive in results
    ) | only("ph_negative_cr1_high_risk")


def ebmt_child(k: Known) -> frozenset[str]:
    if k["age"] >= CHILD:
        return only(OUTSIDE)
    if not k["in_remission"]:
        return only(UNCOVERED)
    if k["relapses"] == 0:
        return only("cr1_low_risk", "cr1_high_risk")
    return only("cr2") if k["relapses"] == 1 else only("cr3_or_later")


# --- ASTCT 2020, G-03 and G-04, as a payer reproduces the table ---


def astct(k: Known) -> frozenset[str]:
    if not k["in_remission"]:
        return only("not_in_remission")
    if k["relapses"] == 0:
        return only("cr1_standard_risk", "cr1_high_risk")
    return only("cr2") if k["relapses"] == 1 else only("cr3_or_later")


def astct_adult(k: Known) -> frozenset[str]:
    return astct(k) if k["age"] >= ADULT else only(OUTSIDE)


def astct_child(k: Known) -> frozenset[str]:
    return astct(k) if k["age"] < ADULT else only(OUTSIDE)


# --- The ASH education table on adults, G-30 to G-32 ---

ASH_FLAGS = (
    "etp_phenotype",
    "COMPLEX_KARYOTYPE",
    "IKZF1 alteration",
    "Ph-like",
    "KMT2A-r",
    "MEF2D-r",
    "MYC-r",
    "TP53 alteration",
    "iAMP21",
)
FLOW = "mrd_end_of_induction_marrow_flow_detected"
NGS = "mrd_end_of_induction_marrow_ngs_detected"


def ash(k: Known) -> frozenset[str]:
    if k["age"] < ADULT:
        return only(OUTSIDE)
    indicated = (
        any(k[flag] for flag in ASH_FLAGS)
        or k["modal_number"] <= 39  # near haploidy of fewer than 24 is near haploidy, too
        or k["days_to_remission"] > 28
        or k[FLOW]
        or k[NGS]
    )
    # How deep and how prompt a response must be is not printed.
    return only("indicated") if indicated else only("no_added_benefit", UNCOVERED)


def ash_impossible(k: Known) -> bool:
    return bool((k["Ph-like"] and k["BCR::ABL1"]) or (k["etp_phenotype"] and k["lineage"] == "B"))


def ash_oracle(varied: dict[str, tuple[Any, ...]]) -> Oracle:
    inputs: dict[str, tuple[Any, ...]] = dict.fromkeys((*ASH_FLAGS, FLOW, NGS), (False,))
    inputs |= {
        "age": (ADULT,),
        "lineage": ("B", "T"),
        "BCR::ABL1": BOTH,
        "MASKED_HYPODIPLOIDY": (False,),
        "modal_number": (Decimal(46),),
        "days_to_remission": (Decimal(28),),
        "relapses": (Decimal(0),),
        "in_remission": (True,),
    }
    return Oracle(
        id="ash-education-transplant",
        rows="G-30, G-31, G-32",
        inputs=inputs | varied,
        answer=ash,
        impossible=ash_impossible,
    )


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="ebmt-2022-adult",
        rows="G-10 to G-16",
        inputs={
            "age": (Decimal("215.9"), ADULT),
            **SITUATION,
            "BCR::ABL1": BOTH,
            "mrd_end_of_induction_marrow_detected": BOTH,
            "mrd_end_of_consolidation_marrow_detected": BOTH,
        },
        answer=ebmt_adult,
    ),
    *(
        Oracle(
            id=name,
            rows="G-17 to G-20",
            inputs={"age": (Decimal(6), Decimal(60), Decimal("215.9"), CHILD), **SITUATION},
            answer=ebmt_child,
        )
        for name in ("ebmt-2022-child", "ebmt-2025-child")
    ),
    Oracle(
        id="astct-2020-adult",
        rows="G-04",
        inputs={"age": (Decimal("215.9"), ADULT), **SITUATION},
        answer=astct_adult,
    ),
    Oracle(
        id="astct-2020-child",
        rows="G-03",
        inputs={"age": (Decimal("215.9"), ADULT), **SITUATION},
        answer=astct_child,
    ),
    ash_oracle(dict.fromkeys(ASH_FLAGS, BOTH)),
    ash_oracle(
        {
            "age": (Decimal("215.9"), ADULT),
            "modal_number": tuple(map(Decimal, (23, 24, 31, 32, 39, 40, 46))),
            "days_to_remission": (Decimal(27), Decimal(28), Decimal(29)),
            FLOW: BOTH,
            NGS: BOTH,
            "iAMP21": BOTH,
        }
    ),
)
