"""The British trials: UKALL2003, UKALL2011, and the two genetic profiles built on them."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle
from oracles.child_readings import (
    BOTH,
    LINEAGES,
    MRD,
    decimals,
    is_child,
    one,
    single_ploidy,
)

__all__ = ["ORACLES"]

DAY_29, WEEK_11, WEEK_14 = MRD("end_of_induction"), MRD("week_11"), MRD("week_14")

PLOIDIES = ("HIGH_HYPERDIPLOIDY", "NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY")

CNA_LESIONS = (
    "IKZF1 deletion",
    "CDKN2A deletion",
    "CDKN2B deletion",
    "PAR1 deletion",
    "BTG1 deletion",
    "EBF1 deletion",
    "PAX5 deletion",
    "ETV6 deletion",
    "RB1 deletion",
)


def in_ukall_2003(known: Known) -> bool:
    # Decided: the report enrols from 1 to 25 years, and 25 is out.
    return known["lineage"] in {"B", "T"} and is_child(known, from_months=12, below_months=25 * 12)


def ukall2003_mrd(known: Known) -> frozenset[str]:
    # P05.30 and P05.31 as corrected (verification A1 and section 7).
    # Decided: the trial's ages, and clinical standard or intermediate risk only, by the two lesions
    # that rule it out (P05.30).
    if not in_ukall_2003(known) or known["BCR::ABL1"] or known["KMT2A-r"]:
        return one(OUTSIDE)
    level = known[DAY_29]
    positive_29, positive_11 = known[f"{DAY_29}_detected"], known[f"{WEEK_11}_detected"]
    if level > Decimal("0.0001"):
        return one("high")
    if positive_29 and level == Decimal("0.0001"):
        return one(UNCOVERED)
    if positive_29:
        return one("indeterminate") if positive_11 else one("low")
    # Negative on day 29: low whatever follows (abstract), or only if still negative in week 11
    # (registry: "negative at both").
    return one("low", UNCOVERED) if positive_11 else one("low")


def ukall2003_clinical(known: Known) -> frozenset[str]:
    # Registry record of NCT00222612 (verification, section 7).
    if not in_ukall_2003(known):
        return one(OUTSIDE)
    if known["BCR::ABL1"] or known["KMT2A-r"]:
        return one("high")
    # A slow early response is not defined, and the count of "hypodiploidy" is misprinted:
    # neither can be excluded.
    if known["age"] >= 120 or known["wbc"] >= 50:
        return one("intermediate", "high")
    return one("standard", "high")


def ukall2011(known: Known) -> frozenset[str]:
    # P05.32, D3 (the day-29 sign of the intermediate line read as >=).
    # Decided: the table is about B-lineage ALL, and infants have schemes of their own.
    if known["lineage"] != "B" or not is_child(known, from_months=12):
        return one(OUTSIDE)
    low = known[DAY_29] < Decimal("0.00005")
    high = known[WEEK_14] >= Decimal("0.005")
    # "Unfavourable factors" are not printed: whoever could be low may be intermediate.
    if low and high:
        return one("low", "intermediate", "high")
    if low:
        return one("low", "intermediate")
    return one("high") if high else one("intermediate")


def heh_profile(known: Known) -> frozenset[str]:
    # Section 5.1b; the rule as PDQ prints it.
    if known["lineage"] != "B" or not is_child(known) or not known["HIGH_HYPERDIPLOIDY"]:
        return one(OUTSIDE)
    if known["TRISOMY_17"] and known["TRISOMY_18"]:
        return one("good")
    either = known["TRISOMY_17"] or known["TRISOMY_18"]
    if either and not known["TRISOMY_5"] and not known["TRISOMY_20"]:
        return one("good")
    return one("poor")


def good_profile(known: Known) -> bool:
    # Section 5.2: no deletion; one of ETV6, PAX5 or BTG1; or ETV6 and one of BTG1, PAX5 and
    # CDKN2A/B. CDKN2A and CDKN2B are one locus.
    deleted = {
        "CDKN2A/B" if name.startswith("CDKN2") else name.removesuffix(" deletion")
        for name in CNA_LESIONS
        if known[name]
    }
    return deleted in (
        set(),
        {"ETV6"},
        {"PAX5"},
        {"BTG1"},
        {"ETV6", "BTG1"},
        {"ETV6", "PAX5"},
        {"ETV6", "CDKN2A/B"},
    )


def cna_2014(known: Known) -> frozenset[str]:
    # 5.2, PX-03: seven good profiles of 256, the rest poor.
    if not is_child(known):
        return one(OUTSIDE)
    return one("good") if good_profile(known) else one("poor")


def moorman_2014(known: Known) -> frozenset[str]:
    # 5.2 two-tier rule as corrected: cytogenetics first, the profile below it; 5.1.
    good = known["ETV6::RUNX1"] or known["HIGH_HYPERDIPLOIDY"]
    high = known["KMT2A-r"] or known["BCR::ABL1"] or known["iAMP21"]
    maybe_high = known["NEAR_HAPLOIDY"] or known["LOW_HYPODIPLOIDY"] or known["TCF3::HLF"]
    if good and (high or maybe_high):
        return one("good", "poor")  # no precedence among the cytogenetic groups is printed
    if good:
        return one("good")
    if high or not good_profile(known):
        return one("poor")
    return one("good", "poor") if maybe_high else one("good")


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="ukall2003-mrd",
        rows="P05.30, P05.31, verification A1",
        inputs={
            "lineage": ("B", "T"),
            "age": decimals("11.9", "12", "60", "299.9", "300"),
            "BCR::ABL1": BOTH,
            "KMT2A-r": BOTH,
            DAY_29: decimals("0.00001", "0.00009", "0.0001", "0.00011", "0.001"),
            f"{DAY_29}_detected": BOTH,
            f"{WEEK_11}_detected": BOTH,
        },
        answer=ukall2003_mrd,
    ),
    Oracle(
        id="ukall2003-clinical",
        rows="verification section 7, UKALL2003 clinical groups; P05.30",
        inputs={
            "lineage": ("B", "T"),
            "age": decimals("11.9", "12", "12.1", "119.9", "120", "120.1", "299.9", "300"),
            "wbc": decimals("49.9", "50", "50.1"),
            "BCR::ABL1": BOTH,
            "KMT2A-r": BOTH,
        },
        answer=ukall2003_clinical,
    ),
    Oracle(
        id="ukall2011",
        rows="P05.32, D3",
        inputs={
            "lineage": ("B", "T"),
            "age": decimals("11.9", "12", "60", "371.9", "372"),
            DAY_29: decimals("0.00001", "0.000049", "0.00005", "0.000051", "0.01"),
            WEEK_14: decimals("0.00001", "0.0049", "0.005", "0.0051"),
        },
        answer=ukall2011,
    ),
    Oracle(
        id="ukall-heh-profile",
        rows="pediatric 5.1b, verification section 7, PDQ childhood ALL (trisomies)",
        inputs={
            "lineage": LINEAGES,
            "age": decimals("12", "60", "371.9", "372"),
            "HIGH_HYPERDIPLOIDY": BOTH,
            "TRISOMY_5": BOTH,
            "TRISOMY_17": BOTH,
            "TRISOMY_18": BOTH,
            "TRISOMY_20": BOTH,
        },
        answer=heh_profile,
    ),
    Oracle(
        id="ukall-cna-2014",
        rows="pediatric 5.2, O13, PX-03, PX-04, NC-O2, NC-O3",
        inputs={
            "lineage": ("B",),
            "age": decimals("12", "60", "371.9", "372"),
            **dict.fromkeys(CNA_LESIONS, BOTH),
        },
        answer=cna_2014,
    ),
    Oracle(
        id="moorman-2014",
        rows="pediatric 5.1, 5.2 two-tier rule as corrected",
        inputs={
            "lineage": ("B",),
            "age": decimals("60"),
            "ETV6::RUNX1": BOTH,
            "KMT2A-r": BOTH,
            "BCR::ABL1": BOTH,
            "iAMP21": BOTH,
            "TCF3::HLF": BOTH,
            **dict.fromkeys(PLOIDIES, BOTH),
            **dict.fromkeys(CNA_LESIONS, BOTH),
        },
        answer=moorman_2014,
        impossible=lambda known: not single_ploidy(known, *PLOIDIES),
    ),
)
