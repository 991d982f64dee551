"""Children's Oncology Group, B lineage: Schultz 2007 and AALL08B1."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, Known, Oracle
from oracles.child_readings import BOTH, LINEAGES, decimals, is_child, one

__all__ = ["ORACLES"]

DAY_8 = "mrd_induction_day_8_blood_flow"
DAY_29 = "mrd_end_of_induction_marrow_flow"


def outside_nci(known: Known) -> bool:
    # P01.1, P01.2, P01.4, P01.5: the NCI groups are for B lineage from the first birthday.
    return known["lineage"] != "B" or not is_child(known, from_months=12)


def nci(known: Known) -> str:
    # P01.1 SR: < 10.00 y and WBC < 50. P01.2 HR: >= 10.00 y and/or WBC >= 50.
    return "HR" if known["age"] >= 120 or known["wbc"] >= 50 else "SR"


def schultz_2007(known: Known) -> frozenset[str]:
    # P02.1
    if outside_nci(known):
        return one(OUTSIDE)
    if known["modal_number"] < 44 or known["BCR::ABL1"]:
        return one("very_high")
    favourable = known["ETV6::RUNX1"] or known["TRISOMY_4_10_17"]
    standard_risk = "lower" if favourable else "standard"
    otherwise = standard_risk if nci(known) == "SR" else "high"
    # Induction failure has no number in P02.1: F-22 prints 4 to 6 weeks.
    if known["days_to_remission"] <= 28:
        return one(otherwise)
    if known["days_to_remission"] <= 42:
        return one(otherwise, "very_high")
    return one("very_high")


def aall08b1(known: Known) -> frozenset[str]:
    # Section 2.2, rows 1 to 10. The two lists behind "fav" and "unfav" are the ones PDQ prints
    # for AALL1731/1732; neither copy of this table prints a list.
    if outside_nci(known):
        return one(OUTSIDE)
    favourable = known["ETV6::RUNX1"] or known["TRISOMY_4_10"]
    unfavourable = (
        known["modal_number"] < 44
        or known["dna_index"] < Decimal("0.81")
        or known["KMT2A-r"]
        or known["iAMP21"]
        or known["TCF3::HLF"]
        or known["BCR::ABL1"]
    )
    day_8, day_29 = known[DAY_8], known[DAY_29]
    cleared = day_29 < Decimal("0.0001")
    if unfavourable:
        return one("very_high")  # row 10
    if nci(known) == "HR":
        if not cleared:
            return one("very_high")  # row 8
        return one("high") if known["age"] < 156 else one("very_high")  # rows 6 and 9
    if favourable:
        if not cleared:
            return one("high")  # row 4
        return one("low") if day_8 < Decimal("0.0001") else one("average")  # rows 1 and 2
    if not cleared:
        return one("very_high")  # row 7
    return one("average") if day_8 < Decimal("0.01") else one("high")  # rows 3 and 5


def impossible_chromosomes(known: Known) -> bool:
    # Two trisomies stand for 47 chromosomes or more, a DNA index below 0.81 for fewer than 44.
    trisomies = known.get("TRISOMY_4_10", False) or known.get("TRISOMY_4_10_17", False)
    if trisomies and known["modal_number"] < 47:
        return True
    return bool(known.get("dna_index", 1) < Decimal("0.81") and known["modal_number"] >= 44)


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="cog-schultz-2007",
        rows="P02.1, P01.1, P01.2, P01.4, P01.5, F-22",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "12.1", "119.9", "120", "120.1", "371.9", "372"),
            "wbc": decimals("49.9", "50", "50.1"),
            "ETV6::RUNX1": BOTH,
            "TRISOMY_4_10_17": BOTH,
            "modal_number": decimals("43", "44", "45", "54"),
            "BCR::ABL1": BOTH,
            "days_to_remission": decimals("27", "28", "29", "42", "43"),
        },
        answer=schultz_2007,
        impossible=impossible_chromosomes,
    ),
    Oracle(
        id="cog-aall08b1",
        rows="pediatric 2.2 rows 1-10, O4; the lists of PDQ for AALL1731/1732",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("11.9", "12", "119.9", "120", "155.9", "156", "371.9", "372"),
            "wbc": decimals("49.9", "50"),
            "ETV6::RUNX1": BOTH,
            "TRISOMY_4_10": BOTH,
            "modal_number": decimals("43", "44", "54"),
            "dna_index": decimals("0.80", "0.81"),
            "KMT2A-r": BOTH,
            "iAMP21": BOTH,
            "TCF3::HLF": BOTH,
            "BCR::ABL1": BOTH,
            DAY_8: decimals("0.00009", "0.0001", "0.0099", "0.01"),
            DAY_29: decimals("0.00009", "0.0001"),
        },
        answer=aall08b1,
        impossible=impossible_chromosomes,
    ),
)
