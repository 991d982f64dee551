"""IKZF1-plus as AIEOP-BFM and as GIMEMA define it, and the NCCN groups of Ph-positive children."""

from __future__ import annotations

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.child_readings import BOTH, LINEAGES, MRD, decimals, is_child, one

__all__ = ["ORACLES"]

INDUCTION, CONSOLIDATION = MRD("end_of_induction"), MRD("end_of_consolidation")

DELETIONS = {
    "IKZF1 deletion": BOTH,
    "CDKN2A deletion": BOTH,
    "CDKN2B deletion": BOTH,
    "PAX5 deletion": BOTH,
    "PAR1 deletion": BOTH,
    "ERG deletion": BOTH,
}


def aieop_bfm(known: Known) -> frozenset[str]:
    # P05.50, GX-01.
    if known["lineage"] != "B" or not is_child(known, below_months=19 * 12):
        return one(OUTSIDE)
    partner = (
        known["CDKN2A deletion"]
        or known["CDKN2B deletion"]
        or known["PAX5 deletion"]
        or known["PAR1 deletion"]
    )
    plus = known["IKZF1 deletion"] and partner and not known["ERG deletion"]
    return one("ikzf1plus") if plus else one("not_ikzf1plus")


def gimema(known: Known) -> frozenset[str]:
    # PH-5, NC-D10: adults with BCR::ABL1; PAR1 is not counted and ERG does not matter.
    if not known["BCR::ABL1"] or known["age"] < 18 * 12:
        return one(OUTSIDE)
    partner = known["CDKN2A deletion"] or known["CDKN2B deletion"] or known["PAX5 deletion"]
    return one("ikzf1plus") if known["IKZF1 deletion"] and partner else one("not_ikzf1plus")


def nccn_ped_ph_pos(known: Known) -> frozenset[str]:
    # NC-PED-30, NC-PED-32, NC-PED-01 (through 30 years in a paediatric setting). By NC-PED-12
    # infants are a branch of their own; added later, as both readings had them in.
    child = is_child(known, from_months=12)
    if known["lineage"] != "B" or not child or not known["BCR::ABL1"]:
        return one(OUTSIDE)
    # Decided: "MRD positive at end of consolidation" is a line of its own, whatever "low" means.
    if known[f"{CONSOLIDATION}_detected"]:
        return one("high")
    # Decided: what is found after induction alone may be low or not, as no number is printed.
    groups = {"standard", UNCOVERED} if known[f"{INDUCTION}_detected"] else {"standard"}
    # Decided: less than CR is judged after consolidation (NC-D04, NC-PED-32), on no printed day.
    return frozenset(groups | {"high"} if known["days_to_remission"] > 28 else groups)


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="ikzf1plus-aieop-bfm",
        rows="P05.50, GX-01, O12, NC-O1",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("12", "60", "227.9", "228", "228.1"),
            **DELETIONS,
        },
        answer=aieop_bfm,
    ),
    Oracle(
        id="ikzf1plus-gimema",
        rows="PH-5, NC-D10",
        inputs={
            "lineage": ("B",),
            "age": decimals("215.9", "216", "216.1", "480"),
            "BCR::ABL1": BOTH,
            **DELETIONS,
        },
        answer=gimema,
    ),
    Oracle(
        id="nccn-ped-ph-pos",
        rows="NC-PED-30, NC-PED-32, NC-PED-01, NC-PED-12, NC-D04",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "60", "371.9", "372"),
            "BCR::ABL1": BOTH,
            "days_to_remission": decimals("28", "29", "1000"),
            f"{INDUCTION}_detected": BOTH,
            f"{CONSOLIDATION}_detected": BOTH,
        },
        answer=nccn_ped_ph_pos,
    ),
)
