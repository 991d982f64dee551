"""Infants: Interfant-06, the international scheme of 2019, and JPLSG MLL-10."""

from __future__ import annotations

from oracles import OUTSIDE, Known, Oracle
from oracles.child_readings import BOTH, MRD, decimals, one

__all__ = ["ORACLES"]

CONSOLIDATION = MRD("end_of_consolidation")


def is_infant(known: Known) -> bool:
    return bool(known["age_in_days"] <= 365)  # Y-03


def interfant_06(known: Known) -> frozenset[str]:
    # P06.1, Y-10, D4 (younger, not older, than six months); Y-04 keeps BCR::ABL1 out.
    if not is_infant(known) or known["BCR::ABL1"]:
        return one(OUTSIDE)
    if not known["KMT2A-r"]:
        return one("low")
    if known["age"] >= 6:
        return one("medium")
    if known["blood_blasts_day_8"] >= 1 or known["wbc"] > 300:
        return one("high")
    # "> 300" in one report of the trial, "300 or more" in the others.
    return one("medium", "high") if known["wbc"] == 300 else one("medium")


def international_2019(known: Known) -> frozenset[str]:
    # P06.3, NC-PED-50, NC-PED-51.
    if not is_infant(known):
        return one(OUTSIDE)
    if not known["KMT2A-r"]:
        return one("standard")
    if (
        known["age"] < 3
        or (known["age"] < 6 and known["wbc"] >= 300)
        or known[f"{CONSOLIDATION}_detected"]
    ):
        return one("high")
    return one("intermediate")


def mll_10(known: Known) -> frozenset[str]:
    # P06.5 as corrected: "< 6 months and/or CNS3".
    if not is_infant(known):
        return one(OUTSIDE)
    if not known["KMT2A-r"]:
        return one("low")
    return one("high") if known["age"] < 6 or known["cns"] == "CNS3" else one("intermediate")


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="interfant-06",
        rows="P06.1, Y-03, Y-04, Y-10, D4, D-15 as corrected, P05.43",
        inputs={
            "lineage": ("B",),
            "age": decimals("0", "5.9", "6", "6.1", "11.9"),
            "age_in_days": decimals("90", "364", "365", "366"),
            "BCR::ABL1": BOTH,
            "KMT2A-r": BOTH,
            "wbc": decimals("50", "299.9", "300", "300.1"),
            "blood_blasts_day_8": decimals("0.99", "1", "1.01"),
        },
        answer=interfant_06,
    ),
    Oracle(
        id="infant-international-2019",
        rows="P06.3, NC-PED-50 to NC-PED-53, NC-O5",
        inputs={
            "lineage": ("B",),
            "age": decimals("0", "2.9", "3", "3.1", "5.9", "6", "6.1", "11.9"),
            "age_in_days": decimals("60", "364", "365", "366"),
            "BCR::ABL1": (False,),
            "KMT2A-r": BOTH,
            "wbc": decimals("299.9", "300", "300.1"),
            f"{CONSOLIDATION}_detected": BOTH,
        },
        answer=international_2019,
    ),
    Oracle(
        id="jplsg-mll-10",
        rows="P06.5 as corrected, Y-15, O15",
        inputs={
            "lineage": ("B",),
            "age": decimals("0", "5.9", "6", "6.1", "11.9"),
            "age_in_days": decimals("90", "364", "365", "366"),
            "BCR::ABL1": (False,),
            "KMT2A-r": BOTH,
            "cns": ("CNS1", "CNS2", "CNS3"),
        },
        answer=mll_10,
    ),
)
