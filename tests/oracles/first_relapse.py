"""Risk at first relapse: the table of three study groups, IntReALL, and ALLR3's transplants."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.relapse_timing import bfm_timing, cog_timing, site_without_relapse, sites

__all__ = ["ORACLES"]

CHILD = Decimal(372)  # children: younger than 31 years where no upper age is printed
MONTHS_BFM = (Decimal("17.9"), Decimal(18), Decimal("18.1"), Decimal(48))
MONTHS_COG = (
    Decimal("17.9"),
    Decimal(18),
    Decimal("18.1"),
    Decimal("35.9"),
    Decimal(36),
    Decimal("36.1"),
)
OFF = (Decimal(0), Decimal("5.9"), Decimal(6), Decimal("6.1"))
RELAPSES = (Decimal(0), Decimal(1), Decimal(2))
BOTH = (False, True)


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


def at_first_relapse(k: Known) -> bool:
    return bool(k["relapses"] == 1)


def impossible(k: Known) -> bool:
    return site_without_relapse(k) or bool(
        k["months_off_therapy_at_relapse"] > k["months_to_relapse"]
    )


# --- COG: F-55 and the COG rows of 8.2 ---


def cog(k: Known) -> frozenset[str]:
    if not at_first_relapse(k) or k["age"] >= CHILD:
        return only(OUTSIDE)
    if k["lineage"] == "T":  # T-ALL, any site, any timing
        return only("high")
    late = "low" if k["mrd_end_of_reinduction_marrow"] < Decimal("0.001") else "intermediate"
    words = {"early": "high", "late": late, UNCOVERED: UNCOVERED}
    return frozenset(words[timing] for timing in cog_timing(k))


# --- BFM: F-56 and the BFM rows of 8.2, "(isolated)" read as the contrast to "combined" ---


def bfm_row(lineage: str, site: str, timing: str) -> str:
    match lineage, site, timing:
        case _, "extramedullary", "late":
            return "s1"
        case _, "extramedullary", _:
            return "s2"
        case "B", "marrow", "late":
            return "s2"
        case "B", "marrow", _:
            return "s3_s4"
        case "B", "combined", "very_early":
            return "s3_s4"
        case "B", "combined", _:
            return "s2"
        case "T", "marrow", _:
            return "s3_s4"
        case _:  # a combined relapse of T-ALL is in no row; nor is a relapse without a site
            return UNCOVERED


def bfm(k: Known) -> frozenset[str]:
    if not at_first_relapse(k) or k["age"] >= CHILD:
        return only(OUTSIDE)
    return frozenset(bfm_row(k["lineage"], sites(k), timing) for timing in bfm_timing(k))


# --- UKALLR3: F-57 and the UKALLR3 rows of 8.2 ---


def ukall_row(lineage: str, site: str, timing: str) -> str:
    match lineage, site, timing:
        case _, "extramedullary", "late":
            return "standard"
        case _, "extramedullary", "early":
            return "intermediate"
        case _, "extramedullary", _:
            return "high"
        case "T", "marrow" | "combined", _:
            return "high"
        case "B", "marrow", "late":
            return "intermediate"
        case "B", "marrow", _:
            return "high"
        case "B", "combined", "very_early":
            return "high"
        case "B", "combined", _:
            return "intermediate"
        case _:
            return UNCOVERED


def ukall_groups(k: Known) -> frozenset[str]:
    return frozenset(ukall_row(k["lineage"], sites(k), timing) for timing in bfm_timing(k))


def ukall_r3(k: Known) -> frozenset[str]:
    if not at_first_relapse(k) or k["age"] >= CHILD:
        return only(OUTSIDE)
    return ukall_groups(k)


def allr3(k: Known) -> frozenset[str]:
    """P08.30: age 1 to 18 years; High, and Intermediate with MRD from 0.01 %, are transplanted."""
    if not at_first_relapse(k) or not Decimal(12) <= k["age"] < Decimal(228):
        return only(OUTSIDE)
    positive = k["mrd_end_of_reinduction_marrow"] >= Decimal("0.0001")
    words = {
        "standard": "chemotherapy",
        "intermediate": "transplant" if positive else "chemotherapy",
        "high": "transplant",
        UNCOVERED: UNCOVERED,
    }
    return frozenset(words[group] for group in ukall_groups(k))


# --- IntReALL 2010: 8.2 as corrected ---


def intreall_row(lineage: str, site: str, timing: str) -> frozenset[str]:
    match lineage, site, timing:
        case _, "extramedullary" | "combined", "very_early":
            return only("high")
        case _, "extramedullary", _:
            return only("standard")
        case "B", "marrow", "late":
            return only("standard")
        case "B", "marrow", _:
            return only("high")
        case "B", "combined", _:
            return only("standard")
        case "T", "marrow" | "combined", _:
            # The registry's line on "any BM relapse" is garbled; that it means T-ALL is inferred.
            return only("high", UNCOVERED)
        case _:
            return only(UNCOVERED)


def intreall(k: Known) -> frozenset[str]:
    outside = k["age"] >= Decimal(216) or k["BCR::ABL1"] or k["transplants"] > 0
    if outside or not at_first_relapse(k):
        return only(OUTSIDE)
    rows = (intreall_row(k["lineage"], sites(k), timing) for timing in bfm_timing(k))
    return frozenset().union(*rows)


def intreall_genetics(k: Known) -> frozenset[str]:
    if k["relapses"] == 0 or k["age"] >= CHILD:
        return only(OUTSIDE)
    lesions = ("KMT2A::AFF1", "TCF3::HLF", "TCF3::PBX1", "MASKED_HYPODIPLOIDY", "TP53 alteration")
    if k["modal_number"] < 40 or any(k[lesion] for lesion in lesions):
        return only("very_high")
    return only("not_listed")


def doubled_but_not_hypodiploid(k: Known) -> bool:
    # A doubled clone counts as the hypodiploid clone it came from.
    return bool(k["MASKED_HYPODIPLOIDY"] and k["modal_number"] >= 40)


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="cog-first-relapse",
        rows="F-55, 8.2 COG rows, F-51, F-52, F-54",
        inputs={
            "age": (Decimal(6), Decimal(60), Decimal("371.9"), CHILD),
            "lineage": ("B", "T"),
            "relapses": RELAPSES,
            "relapse_marrow": BOTH,
            "relapse_extramedullary": BOTH,
            "months_to_relapse": MONTHS_COG,
            "mrd_end_of_reinduction_marrow": (
                Decimal("0.0009"),
                Decimal("0.001"),
                Decimal("0.0011"),
            ),
        },
        answer=cog,
        impossible=site_without_relapse,
    ),
    Oracle(
        id="bfm-first-relapse",
        rows="F-56, 8.2 BFM rows as corrected, F-50",
        inputs={
            "age": (Decimal(6), Decimal(60), Decimal("371.9"), CHILD),
            "lineage": ("B", "T"),
            "relapses": RELAPSES,
            "relapse_marrow": BOTH,
            "relapse_extramedullary": BOTH,
            "months_to_relapse": MONTHS_BFM,
            "months_off_therapy_at_relapse": OFF,
        },
        answer=bfm,
        impossible=impossible,
    ),
    Oracle(
        id="ukall-r3",
        rows="F-57, 8.2 UKALLR3 rows, F-50",
        inputs={
            "age": (Decimal(60), Decimal("371.9"), CHILD),
            "lineage": ("B", "T"),
            "relapses": RELAPSES,
            "relapse_marrow": BOTH,
            "relapse_extramedullary": BOTH,
            "months_to_relapse": MONTHS_BFM,
            "months_off_therapy_at_relapse": OFF,
        },
        answer=ukall_r3,
        impossible=impossible,
    ),
    Oracle(
        id="allr3-transplant",
        rows="P08.30, F-57, 8.2 UKALLR3 rows, F-50",
        inputs={
            "age": (Decimal("11.9"), Decimal(12), Decimal("227.9"), Decimal(228)),
            "lineage": ("B", "T"),
            "relapses": RELAPSES,
            "relapse_marrow": BOTH,
            "relapse_extramedullary": BOTH,
            "months_to_relapse": MONTHS_BFM,
            "months_off_therapy_at_relapse": OFF,
            "mrd_end_of_reinduction_marrow": (
                Decimal("0.00009"),
                Decimal("0.0001"),
                Decimal("0.00011"),
            ),
        },
        answer=allr3,
        impossible=impossible,
    ),
    Oracle(
        id="intreall-sr-hr-2010",
        rows="8.2 IntReALL SR 2010 and HR 2010 as corrected, F-50",
        inputs={
            "age": (Decimal(60), Decimal("215.9"), Decimal(216)),
            "lineage": ("B", "T"),
            "BCR::ABL1": BOTH,
            "transplants": (Decimal(0), Decimal(1)),
            "relapses": RELAPSES,
            "relapse_marrow": BOTH,
            "relapse_extramedullary": BOTH,
            "months_to_relapse": MONTHS_BFM,
            "months_off_therapy_at_relapse": OFF,
        },
        answer=intreall,
        impossible=impossible,
    ),
    Oracle(
        id="intreall-very-high-genetics",
        rows="8.2 IntReALL VHR genetics, confirmed as V for NCT05748171",
        inputs={
            "age": (Decimal(60), Decimal("215.9"), CHILD),
            "lineage": ("B",),
            "relapses": (Decimal(0), Decimal(1)),
            "BCR::ABL1": (False,),
            "KMT2A::AFF1": BOTH,
            "TCF3::HLF": BOTH,
            "TCF3::PBX1": BOTH,
            "MASKED_HYPODIPLOIDY": BOTH,
            "TP53 alteration": BOTH,
            "modal_number": (Decimal(39), Decimal(40), Decimal(46)),
        },
        answer=intreall_genetics,
        impossible=doubled_but_not_hypodiploid,
    ),
)
