"""St Jude Total XV and XVI, and DFCI 05-001."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.child_readings import BOTH, MRD, decimals, is_child, one

__all__ = ["ORACLES"]

DAY_15, DAY_19 = MRD("induction_day_15"), MRD("induction_day_19")
DAY_42, WEEK_15 = MRD("end_of_induction"), MRD("week_15")
DFCI_MRD = MRD("end_of_induction") + "_pcr"


def provisional(known: Known) -> str:
    # P05.61, O17. "Unless" is the reading of the caption, which lists those features among the
    # remaining, standard, patients. BCR::ABL1 is the whole of the high group.
    if known["BCR::ABL1"]:
        return "high"
    young = 12 <= known["age"] < 120 and known["wbc"] < 50
    favourable = young or known["ETV6::RUNX1"] or known["dna_index"] >= Decimal("1.16")
    kept_out = (
        known["TCF3::PBX1"]
        or known["modal_number"] < 44
        or known["cns"] == "CNS3"
        or known["testicular"]
    )
    return "low" if known["lineage"] == "B" and favourable and not kept_out else "standard"


def in_trial(known: Known) -> bool:
    # No row prints ages. Decided: 1 to 18 completed years, as in the study and as the library says.
    return is_child(known, from_months=12, below_months=19 * 12)


def total_xv_provisional(known: Known) -> frozenset[str]:
    return one(provisional(known)) if in_trial(known) else one(OUTSIDE)


def persistent(known: Known) -> bool:
    # "Persistent at week 15": the number is cut off. The week-15 marrow is looked at only if day
    # 42 was >= 0.01 % (verification, P05.62), and what is not detected does not persist.
    return bool(known[DAY_42] >= Decimal("0.0001") and known[f"{WEEK_15}_detected"])


def final(known: Known, early: str) -> frozenset[str]:
    # P05.61, second half. "Persistent MRD in consolidation" names no week. Decided: a negative
    # week 15 alone does not settle it.
    if not in_trial(known):
        return one(OUTSIDE)
    group = provisional(known)
    if group == "high" or known[DAY_42] >= Decimal("0.01"):
        return one("high")
    if known[early] >= Decimal("0.01") or known[DAY_42] >= Decimal("0.0001"):
        group = "standard"
    return one(group, "high") if known[DAY_42] >= Decimal("0.0001") else one(group)


def total_xv_final(known: Known) -> frozenset[str]:
    return final(known, DAY_19)


def total_xvi_final(known: Known) -> frozenset[str]:
    return final(known, DAY_15)


def total_xvi_mrd(known: Known) -> frozenset[str]:
    # P05.62. "Favourable" is the provisional low group of P05.61 (verification pairs the two). The
    # table is about B-lineage ALL. Decided: nobody else is asked.
    if known["lineage"] != "B" or not in_trial(known):
        return one(OUTSIDE)
    group = provisional(known)
    day_15, day_42 = known[DAY_15], known[DAY_42]
    if day_42 >= Decimal("0.01"):
        return one("high")
    if group == "low" and day_15 < Decimal("0.01"):
        printed = "low" if day_42 < Decimal("0.0001") else UNCOVERED
    else:
        printed = "standard"
    if group == "high" or persistent(known):  # the table has no line for BCR::ABL1
        return one(printed, "high")
    return one(printed)


def dfci_05_001(known: Known) -> frozenset[str]:
    # P05.63 and PDQ (B lineage). Decided: the abstract prints 1 to 18 years and Ph-negative.
    if known["lineage"] != "B" or not in_trial(known) or known["BCR::ABL1"]:
        return one(OUTSIDE)
    if known[DFCI_MRD] >= Decimal("0.001") or known["KMT2A-r"] or known["modal_number"] < 40:
        return one("very_high")
    # The count behind "hypodiploidy" is not printed; others print < 40, < 44 and < 45.
    if known["modal_number"] < 46:
        return one("not_very_high", "very_high")
    return one("not_very_high")


PRESENTING = {
    "lineage": ("B", "T"),
    "wbc": decimals("49.9", "50"),
    "ETV6::RUNX1": BOTH,
    "TCF3::PBX1": BOTH,
    "modal_number": decimals("43", "44"),
    "testicular": BOTH,
    "BCR::ABL1": BOTH,
}

RESPONSE = {
    **PRESENTING,
    "age": decimals("60", "120", "228"),
    "dna_index": decimals("1.159", "1.16"),
    "cns": ("CNS1", "CNS2", "CNS3"),
    DAY_42: decimals("0.00009", "0.0001", "0.0099", "0.01"),
    f"{WEEK_15}_detected": BOTH,
}

ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="st-jude-total-xv-provisional",
        rows="P05.61, O17",
        inputs={
            **PRESENTING,
            "age": decimals("11.9", "12", "12.1", "119.9", "120", "120.1", "227.9", "228"),
            "wbc": decimals("49.9", "50", "50.1"),
            "dna_index": decimals("1", "1.159", "1.16", "1.161"),
            "modal_number": decimals("43", "44", "45"),
            "cns": ("CNS1", "CNS2", "CNS3"),
        },
        answer=total_xv_provisional,
    ),
    Oracle(
        id="st-jude-total-xv-final",
        rows="P05.61",
        inputs={**RESPONSE, DAY_19: decimals("0.0099", "0.01", "0.011")},
        answer=total_xv_final,
    ),
    Oracle(
        id="st-jude-total-xvi-final",
        rows="P05.61",
        inputs={**RESPONSE, DAY_15: decimals("0.0099", "0.01", "0.011")},
        answer=total_xvi_final,
    ),
    Oracle(
        id="st-jude-total-xvi-mrd",
        rows="P05.62, P05.61",
        inputs={**RESPONSE, DAY_15: decimals("0.0099", "0.01", "0.011")},
        answer=total_xvi_mrd,
    ),
    Oracle(
        id="dfci-05-001",
        rows="P05.63, PDQ childhood ALL (DFCI 05-001)",
        inputs={
            "lineage": ("B", "T", "mixed"),
            "age": decimals("11.9", "12", "60", "227.9", "228"),
            "BCR::ABL1": BOTH,
            "in_remission": (True,),
            "KMT2A-r": BOTH,
            "modal_number": decimals("39", "44", "46"),
            DFCI_MRD: decimals("0.00099", "0.001", "0.0011"),
        },
        answer=dfci_05_001,
    ),
)
