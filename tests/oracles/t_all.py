"""T lineage: two COG trials, AIEOP-BFM ALL 2000, NCCN as reported, and the gene classifiers."""

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

DAY_29, CONSOLIDATION = MRD("end_of_induction"), MRD("end_of_consolidation")
DAY_33_PCR, DAY_78_PCR = MRD("end_of_induction") + "_pcr", MRD("week_12") + "_pcr"

FOUR_GENES = {
    "NOTCH1 mutation": BOTH,
    "FBXW7 mutation": BOTH,
    "NRAS mutation": BOTH,
    "KRAS mutation": BOTH,
    "PTEN alteration": BOTH,
}

NGS_GOOD = ("NOTCH1 mutation", "FBXW7 mutation", "PHF6 mutation", "EP300 mutation")
NGS_BAD = (
    "NRAS alteration",
    "KRAS alteration",
    "PTEN alteration",
    "PIK3CA alteration",
    "PIK3R1 alteration",
    "TP53 alteration",
    "DNMT3A alteration",
    "IDH1 alteration",
    "IDH2 alteration",
    "IKZF1 alteration",
)


def is_t_child(known: Known) -> bool:
    return known["lineage"] == "T" and is_child(known)


def aall1231(known: Known) -> frozenset[str]:
    # P09.1; P09.4 as corrected from PDQ; M1 < 5 % and M3 > 25 % by F-07.
    if not is_t_child(known):
        return one(OUTSIDE)
    marrow = known["marrow_blasts_end_of_induction"]
    if marrow > Decimal("0.25") or known[CONSOLIDATION] >= Decimal("0.001"):
        return one("very_high")
    standard = (
        known["cns"] == "CNS1"
        and not known["steroid_within_month"]
        and marrow < Decimal("0.05")
        and known[DAY_29] <= Decimal("0.0001")
        and not known["testicular"]
    )
    return one("standard") if standard else one("intermediate")


def aall0434(known: Known) -> frozenset[str]:
    # P09.2; the high row is cut off. PDQ: the trial enrolled ages 1 to 31 years.
    if known["lineage"] != "T" or not is_child(known, from_months=12, below_months=32 * 12):
        return one(OUTSIDE)
    remission = known["marrow_blasts_end_of_induction"] < Decimal("0.05")
    if (
        known["age"] < 120
        and known["wbc"] <= 50
        and known["marrow_blasts_day_15"] < Decimal("0.05")
        and remission
        and known[DAY_29] < Decimal("0.001")
        and known["cns"] == "CNS1"
        and not known["testicular"]
    ):
        return one("low")
    return one("intermediate") if remission and known[DAY_29] < Decimal("0.01") else one(UNCOVERED)


def aieop_bfm(known: Known) -> frozenset[str]:
    # P09.6 as corrected; the sensitivity and the ages are those of ALL 2000 (P05.40).
    if known["lineage"] != "T" or not is_child(known, from_months=12, below_months=19 * 12):
        return one(OUTSIDE)
    if known[DAY_78_PCR] >= Decimal("0.001"):
        return one("high")
    if known[f"{DAY_33_PCR}_detected"] or known[f"{DAY_78_PCR}_detected"]:
        return one("intermediate")
    sensitive = all(
        negative(known, mrd, sensitivity="0.0001") and known[f"{mrd}_markers"] >= 2
        for mrd in (DAY_33_PCR, DAY_78_PCR)
    )
    return one("standard") if sensitive else one(UNCOVERED)


def nccn_besides_steroid(known: Known) -> bool:
    # NC-PED-40 without its last condition.
    return bool(
        known[DAY_29] < Decimal("0.0001") and known["cns"] == "CNS1" and not known["testicular"]
    )


def nccn_ped_t(known: Known) -> frozenset[str]:
    # NC-PED-40 to NC-PED-42. By NC-PED-46 a child who is standard has no second result. Decided:
    # one that is on record all the same counts, and one that is not stays open. By NC-PED-12
    # infants are a branch of their own; added later, as both readings had them in.
    if known["lineage"] != "T" or not is_child(known, from_months=12):
        return one(OUTSIDE)
    if known[CONSOLIDATION] > Decimal("0.001"):
        return one("very_high")
    if not nccn_besides_steroid(known):
        return one("high")
    # NC-PED-43: what counts as steroid pretreatment is left to each protocol.
    return one("standard", "high") if known["steroid_within_month"] else one("standard")


def low_by_four_genes(known: Known) -> bool:
    # P09.7, adult 6a.
    notch = known["NOTCH1 mutation"] or known["FBXW7 mutation"]
    adverse = known["NRAS mutation"] or known["KRAS mutation"] or known["PTEN alteration"]
    return notch and not adverse


def four_gene(known: Known) -> frozenset[str]:
    if known["lineage"] != "T":
        return one(OUTSIDE)
    return one("low") if low_by_four_genes(known) else one("high")


def ngs_2024(known: Known) -> frozenset[str]:
    # Adult 6b.
    if known["lineage"] != "T":
        return one(OUTSIDE)
    good = any(known[name] for name in NGS_GOOD)
    bad = any(known[name] for name in NGS_BAD)
    return one("low") if good and not bad else one("high")


def fralle(known: Known) -> frozenset[str]:
    # P09.8: only "all good" and "all bad" are printed. Decided: the study's ages, 1 to 14 years.
    if known["lineage"] != "T" or not is_child(known, from_months=12, below_months=15 * 12):
        return one(OUTSIDE)
    bad = (
        known["wbc"] >= 200,
        not low_by_four_genes(known),
        known[DAY_29] >= Decimal("0.0001"),
    )
    if all(bad):
        return one("adverse")
    return one(UNCOVERED) if any(bad) else one("favourable")


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="aall1231",
        rows="P09.1, P09.4 as corrected, F-07, F-24, D1, D2",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("12", "60", "371.9", "372"),
            "cns": ("CNS1", "CNS2", "CNS3"),
            "testicular": BOTH,
            "steroid_within_month": BOTH,
            "marrow_blasts_end_of_induction": decimals("0.049", "0.05", "0.051", "0.25", "0.251"),
            DAY_29: decimals("0.00009", "0.0001", "0.00011"),
            CONSOLIDATION: decimals("0.00099", "0.001", "0.0011"),
        },
        answer=aall1231,
    ),
    Oracle(
        id="aall0434",
        rows="P09.2 as corrected, F-07, D14, PDQ childhood ALL (AALL0434)",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "12.1", "119.9", "120", "120.1", "371.9", "384"),
            "wbc": decimals("49.9", "50", "50.1"),
            "cns": ("CNS1", "CNS2", "CNS3"),
            "testicular": BOTH,
            "marrow_blasts_day_15": decimals("0.049", "0.05", "0.051"),
            "marrow_blasts_end_of_induction": decimals("0.049", "0.05", "0.051"),
            DAY_29: decimals("0.00099", "0.001", "0.0011", "0.0099", "0.01", "0.011"),
        },
        answer=aall0434,
    ),
    Oracle(
        id="aieop-bfm-t-all-2000",
        rows="P09.6 as corrected, P05.40",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("12", "227.9", "228"),
            f"{DAY_33_PCR}_detected": BOTH,
            f"{DAY_33_PCR}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
            f"{DAY_33_PCR}_markers": decimals("1", "2", "3"),
            DAY_78_PCR: decimals("0.00001", "0.00005", "0.00099", "0.001", "0.0011"),
            f"{DAY_78_PCR}_detected": BOTH,
            f"{DAY_78_PCR}_sensitivity": decimals("0.00001", "0.0001", "0.00011"),
            f"{DAY_78_PCR}_markers": decimals("1", "2", "3"),
        },
        answer=aieop_bfm,
    ),
    Oracle(
        id="nccn-ped-t-all",
        rows="NC-PED-40 to NC-PED-46, NC-PED-01, NC-PED-12, NC-O4, P09.3",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "60", "371.9", "372"),
            "cns": ("CNS1", "CNS2", "CNS3"),
            "testicular": BOTH,
            "steroid_within_month": BOTH,
            DAY_29: decimals("0.00009", "0.0001", "0.00011"),
            CONSOLIDATION: decimals("0.00099", "0.001", "0.0011"),
        },
        answer=nccn_ped_t,
    ),
    Oracle(
        id="t-all-4gene",
        rows="P09.7, O10, adult 6a",
        inputs={"lineage": LINEAGES, "age": decimals("60", "480"), **FOUR_GENES},
        answer=four_gene,
    ),
    Oracle(
        id="t-all-ngs-2024",
        rows="adult 6b",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("60", "480"),
            **dict.fromkeys((*NGS_GOOD, *NGS_BAD), BOTH),
        },
        answer=ngs_2024,
    ),
    Oracle(
        id="fralle-three-factor",
        rows="P09.8, P09.7, adult 6a",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "60", "179.9", "180"),
            "wbc": decimals("199.9", "200", "200.1"),
            **FOUR_GENES,
            DAY_29: decimals("0.00009", "0.0001", "0.00011"),
        },
        answer=fralle,
    ),
)
