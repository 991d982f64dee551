"""What the first readers left: DCOG ALL-10, MRD reports, ETP-ALL, and a line of NCCN on MRD."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.child_readings import BOTH, LINEAGES, MRD, decimals, is_child, one

__all__ = ["ORACLES"]

DAY_33, DAY_79 = MRD("end_of_induction") + "_pcr", MRD("week_12") + "_pcr"
BLASTS = "marrow_blasts_end_of_induction"
INDUCTION = MRD("end_of_induction")


def dcog_all10(known: Known) -> frozenset[str]:
    # P05.60 as corrected: day 79 from 0.05 % on decides, induction failure (more than 5 % blasts)
    # is a line of its own that is counted as high; the unfavourable factors are not printed. The
    # table is about B-lineage ALL.
    if known["lineage"] != "B" or not is_child(known, from_months=12):
        return one(OUTSIDE)
    if known[DAY_79] >= Decimal("0.0005") or known[BLASTS] > Decimal("0.05"):
        return one("high")
    if known[f"{DAY_33}_detected"] or known[f"{DAY_79}_detected"]:
        return one("medium", "high")
    return one("standard", "high")


def report(known: Known, mrd: str) -> frozenset[str]:
    # F-66, 8c: a negative result counts with its sensitivity, whatever that is; one that found
    # disease is quantifiable or not. A sensitivity of 100 % is none.
    if known[f"{mrd}_detected"]:
        quantifiable = known[f"{mrd}_quantifiable"]
        return one("quantifiable") if quantifiable else one("positive_not_quantifiable")
    return one("negative") if known[f"{mrd}_sensitivity"] < 1 else one(UNCOVERED)


def report_oracle(point: str) -> Oracle:
    mrd = MRD(f"end_of_{point}")
    return Oracle(
        id=f"euromrd-reading-{point}",
        rows="F-66, 8c",
        inputs={
            f"{mrd}_detected": BOTH,
            f"{mrd}_quantifiable": BOTH,
            f"{mrd}_sensitivity": decimals("0.00001", "0.0001", "0.01", "1"),
        },
        answer=lambda known: report(known, mrd),
        impossible=lambda known: known[f"{mrd}_quantifiable"] and not known[f"{mrd}_detected"],
    )


def icc_t(known: Known) -> frozenset[str]:
    # 7f: ETP-ALL with and without a BCL11B rearrangement; the eight other names were not read.
    if known["lineage"] != "T":
        return one(OUTSIDE)
    if not known["etp_phenotype"]:
        return one(UNCOVERED)
    return one("etp_bcl11b_r") if known["BCL11B-r"] else one("etp_nos")


def nccn_mrd(known: Known) -> frozenset[str]:
    # NC-ADL-53: on the pages of T-ALL and of Ph-negative B-ALL, not on that of Ph-positive. The
    # lower age of "AYA" was not read; 15 years is the library's.
    if known["age"] < 180:
        return one(OUTSIDE)
    asked = known["lineage"] == "T" or not known["BCR::ABL1"]
    return one("met") if asked and known[f"{INDUCTION}_detected"] else one("not_met")


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="dcog-all10",
        rows="P05.60 as corrected",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "371.9", "372"),
            f"{DAY_33}_detected": BOTH,
            DAY_79: decimals("0.0004", "0.0005", "0.0006"),
            f"{DAY_79}_detected": BOTH,
            BLASTS: decimals("0.049", "0.05", "0.051"),
        },
        answer=dcog_all10,
    ),
    report_oracle("induction"),
    report_oracle("consolidation"),
    Oracle(
        id="icc-2022-t",
        rows="7f",
        inputs={"lineage": LINEAGES, "etp_phenotype": BOTH, "BCL11B-r": BOTH},
        answer=icc_t,
        impossible=lambda known: known["etp_phenotype"] and known["lineage"] != "T",
    ),
    Oracle(
        id="nccn-adult-workup-2026 mrd_positive",
        rows="NC-ADL-53",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("179.9", "180", "480"),
            "BCR::ABL1": BOTH,
            f"{INDUCTION}_detected": BOTH,
        },
        answer=nccn_mrd,
    ),
)
