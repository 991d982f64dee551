"""AIEOP-BFM ALL 2000 and 2009, the BFM groups as PDQ reports them, and ANZ (ALL06)."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.child_readings import (
    BOTH,
    LINEAGES,
    MRD,
    decimals,
    is_child,
    negative,
    one,
)

__all__ = ["ORACLES"]

DAY_33 = MRD("end_of_induction")
DAY_78 = MRD("week_12")
DAY_33_PCR = MRD("end_of_induction") + "_pcr"
DAY_78_PCR = MRD("week_12") + "_pcr"
DAY_15_FLOW = MRD("induction_day_15") + "_flow"


def outside_all_2000(known: Known, lineages: str) -> bool:
    # No row prints the ages of ALL 2000; 1 to 18 completed years is the agreed reading.
    return known["lineage"] not in tuple(lineages) or not is_child(
        known, from_months=12, below_months=19 * 12
    )


def poor_prednisone_response(known: Known) -> bool:
    # P05.43: >= 1,000 blasts/uL of blood on day 8.
    return bool(known["blood_blasts_day_8"] >= 1)


def all_2000_mrd(known: Known) -> frozenset[str]:
    # P05.40, and the line below P05.46: a negative result of fewer than two markers, or of
    # markers less sensitive than 1e-4, is intermediate and not standard.
    if outside_all_2000(known, "B"):
        return one(OUTSIDE)
    if known[DAY_78_PCR] >= Decimal("0.001"):
        return one("high")
    if all(
        negative(known, mrd, sensitivity="0.0001") and known[f"{mrd}_markers"] >= 2
        for mrd in (DAY_33_PCR, DAY_78_PCR)
    ):
        return one("standard")
    return one("intermediate")


def all_2000_high_risk(known: Known) -> frozenset[str]:
    # P05.42: the hierarchy in which 312 patients were counted once each (O7).
    if outside_all_2000(known, "BT"):
        return one(OUTSIDE)
    if known[DAY_78_PCR] >= Decimal("0.001"):
        return one("mrd_high")
    if known["days_to_remission"] > 32:  # protocol day 33 is 32 days after the first
        return one("no_cr_day_33")
    if known["KMT2A::AFF1"]:
        return one("kmt2a_aff1")
    if poor_prednisone_response(known):
        return one("ppr_only")
    return one("not_high")


def all_2009(known: Known) -> frozenset[str]:
    # P05.44. What an "HR factor" is, is not printed: every other answer stays open upwards.
    # The branch "if PCR is unavailable, day-15 flow < 0.1 %" needs a test that failed; here
    # PCR is always known, and a test not yet reported is not one that failed.
    if known["lineage"] not in {"B", "T"} or not is_child(known):
        return one(OUTSIDE)
    cut = Decimal("0.0005")
    if known[DAY_15_FLOW] >= Decimal("0.1") or known[DAY_78_PCR] >= cut:
        return one("high")
    if known["lineage"] == "B" and known[DAY_33_PCR] >= cut and known[f"{DAY_78_PCR}_detected"]:
        return one("high")  # day 78 is below 5e-4 here
    if known[f"{DAY_33_PCR}_detected"] or known[f"{DAY_78_PCR}_detected"]:
        return one("medium", "high")
    return one("standard", "high")


def bfm_pdq(known: Known) -> frozenset[str]:
    # PDQ, "Berlin-Frankfurt-Münster (BFM) risk groups"; P05.46 and F-71 as corrected.
    if known["lineage"] not in {"B", "T"} or not is_child(known):
        return one(OUTSIDE)
    high = Decimal("0.0005")  # "higher than 5 x 10^-4"
    high_1, high_2 = known[DAY_33] > high, known[DAY_78] > high
    negative_1, negative_2 = not known[f"{DAY_33}_detected"], not known[f"{DAY_78}_detected"]
    ikzf1_plus = (
        known["IKZF1 deletion"]
        and (
            known["CDKN2A deletion"]
            or known["CDKN2B deletion"]
            or known["PAX5 deletion"]
            or known["PAR1 deletion"]
        )
        and not known["ERG deletion"]
    )
    if (
        high_2
        or (known["lineage"] == "T" and poor_prednisone_response(known))
        or known["KMT2A::AFF1"]
        or known["TCF3::HLF"]
        or known["modal_number"] < 45
        or (ikzf1_plus and high_1)
    ):
        return one("high")
    if high_1 and negative_2:
        return one("intermediate")
    if negative_1 and negative_2:
        return one("standard")
    return one(UNCOVERED)  # low-positive at either point has no class


def all06(known: Known) -> frozenset[str]:
    # P05.65 and adult section 3h; the lines below medium are cut off in the copy.
    if known["lineage"] not in {"B", "T"} or not is_child(
        known, from_months=15 * 12, below_months=41 * 12
    ):
        return one(OUTSIDE)
    if (
        poor_prednisone_response(known)
        or known["KMT2A::AFF1"]
        or known["days_to_remission"] > 32
        or known[f"{DAY_78}_detected"]
    ):
        return one(UNCOVERED)
    if all(negative(known, mrd, sensitivity="0.0001") for mrd in (DAY_33, DAY_78)):
        return one("standard")
    return one("medium")  # "may be positive day 33 but must be negative day 79"


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="aieop-bfm-all-2000-mrd",
        rows="P05.40, P05.41, the line below P05.46",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "12.1", "227.9", "228"),
            f"{DAY_33_PCR}_detected": BOTH,
            f"{DAY_33_PCR}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
            f"{DAY_33_PCR}_markers": decimals("1", "2", "3"),
            DAY_78_PCR: decimals("0.00001", "0.00005", "0.00099", "0.001", "0.0011"),
            f"{DAY_78_PCR}_detected": BOTH,
            f"{DAY_78_PCR}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
            f"{DAY_78_PCR}_markers": decimals("1", "2", "3"),
        },
        answer=all_2000_mrd,
    ),
    Oracle(
        id="aieop-bfm-all-2000-high-risk",
        rows="P05.42, P05.43, O7",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "12.1", "227.9", "228"),
            "days_to_remission": decimals("28", "31", "32", "33"),
            "KMT2A::AFF1": BOTH,
            "blood_blasts_day_8": decimals("0.00001", "0.99", "1", "1.01"),
            DAY_78_PCR: decimals("0.00001", "0.00099", "0.001", "0.0011"),
        },
        answer=all_2000_high_risk,
    ),
    Oracle(
        id="aieop-bfm-all-2009",
        rows="P05.44",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("12", "371.9", "372"),
            DAY_15_FLOW: decimals("0.0009", "0.001", "0.0011", "0.09", "0.1", "0.11"),
            DAY_33_PCR: decimals("0.00001", "0.0004", "0.0005", "0.0006"),
            f"{DAY_33_PCR}_detected": BOTH,
            DAY_78_PCR: decimals("0.00001", "0.0004", "0.0005", "0.0006"),
            f"{DAY_78_PCR}_detected": BOTH,
        },
        answer=all_2009,
    ),
    Oracle(
        id="bfm-pdq",
        rows="PDQ childhood ALL, BFM risk groups; P05.43, P05.46, H-03, H-04, H-09, H-12, F-71",
        inputs={
            "lineage": ("B", "T"),
            "age": decimals("60", "372"),
            DAY_33: decimals("0.00001", "0.0005", "0.0006"),
            f"{DAY_33}_detected": BOTH,
            DAY_78: decimals("0.00001", "0.0005", "0.0006"),
            f"{DAY_78}_detected": BOTH,
            "blood_blasts_day_8": decimals("0.99", "1"),
            "KMT2A::AFF1": BOTH,
            "TCF3::HLF": BOTH,
            "modal_number": decimals("44", "45"),
            "IKZF1 deletion": BOTH,
            "CDKN2A deletion": BOTH,
            "CDKN2B deletion": BOTH,
            "PAX5 deletion": BOTH,
            "PAR1 deletion": BOTH,
            "ERG deletion": BOTH,
        },
        answer=bfm_pdq,
    ),
    Oracle(
        id="all06",
        rows="P05.65, adult 3h, P05.43",
        inputs={
            "lineage": ("B", "T"),
            "age": decimals("179.9", "180", "180.1", "491.9", "492"),
            "blood_blasts_day_8": decimals("0.99", "1", "1.01"),
            "KMT2A::AFF1": BOTH,
            "days_to_remission": decimals("31", "32", "33"),
            f"{DAY_33}_detected": BOTH,
            f"{DAY_33}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
            f"{DAY_78}_detected": BOTH,
            f"{DAY_78}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
        },
        answer=all06,
    ),
)
