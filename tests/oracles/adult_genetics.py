"""Adult schemes in which the lesions found at diagnosis decide."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from oracles import OUTSIDE, UNCOVERED, Known, Oracle

__all__ = ["ORACLES"]

ADULT = Decimal(216)
BOTH = (False, True)
AGES_UKALL14 = ("227.9", "228", "299.9", "300", "480", "480.1", "491.9", "492", "791.9", "792")
PLOIDY = ("NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY", "HIGH_HYPERDIPLOIDY")


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


def any_of(k: Known, *lesions: str) -> bool:
    return any(k[lesion] for lesion in lesions)


def two_ploidies(k: Known) -> bool:
    """One modal number, one class.

    Decided: near triploidy and high hyperdiploidy overlap, from 58 to 67 chromosomes.
    """
    found = {name for name in PLOIDY if k.get(name)}
    return len(found) > 1 and found != {"NEAR_TRIPLOIDY", "HIGH_HYPERDIPLOIDY"}


# --- GRAALL-2003/2005: the marked rows GR-1 to GR-10, of which some are not printed ---


def graall_2005(k: Known) -> frozenset[str]:
    """Any one factor is high; GR-3, GR-6 and GR-8 to 10 lack a bound: not_high is never proven."""
    if not Decimal(180) <= k["age"] < Decimal(672) or k["BCR::ABL1"]:
        return only(OUTSIDE)
    high = (
        k["wbc"] >= 30  # GR-1
        or k["cns"] == "CNS3"  # GR-2, whose B part is verified
        or any_of(k, "KMT2A-r", "TCF3::PBX1")  # GR-4, GR-5
        or any_of(k, "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY")  # GR-7
    )
    return only("high") if high else only("not_high", "high")


# --- UKALLXII/E2993: 3a ---


def ukallxii(k: Known) -> frozenset[str]:
    if k["age"] < ADULT:
        return only(OUTSIDE)
    adverse = any_of(
        k,
        "BCR::ABL1",
        "KMT2A::AFF1",
        "IGH::MYC",
        "COMPLEX_KARYOTYPE",
        "LOW_HYPODIPLOIDY",
        "NEAR_TRIPLOIDY",
    )
    better = any_of(k, "HIGH_HYPERDIPLOIDY", "DEL_9P")
    # The abstract prints no order, and the rest is standard by our reading.
    hit = {word for word, holds in (("adverse", adverse), ("better", better)) if holds}
    return frozenset(hit) or only("standard")


# --- UKALL14: 3c, the genetics found in 2022; 3b, the design ---


def ukall14_genetics(k: Known) -> frozenset[str]:
    if k["lineage"] != "B" or k["age"] < ADULT or k["BCR::ABL1"]:
        return only(OUTSIDE)
    high = any_of(
        k,
        "KMT2A::AFF1",
        "LOW_HYPODIPLOIDY",
        "NEAR_TRIPLOIDY",
        "COMPLEX_KARYOTYPE",
        "CRLF2-r",
        "JAK2-r",
    )
    return only("high") if high else only("standard")


def ukall14_design(k: Known) -> frozenset[str]:
    """UK14-A, UK14-G, UK14-M; the white count of UK14-W is unseen, so not_high is never proven."""
    youngest = Decimal(228) if k["BCR::ABL1"] else Decimal(300)
    if k["lineage"] != "B" or not youngest <= k["age"] < Decimal(792):
        return only(OUTSIDE)
    high = (
        k["age"] >= 492  # "> 40": in completed years from 41 on, open in the year before
        or any_of(k, "BCR::ABL1", "KMT2A::AFF1", "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY")
        or k["COMPLEX_KARYOTYPE"]
    )
    # UK14-M. Decided: from which level MRD is positive was not seen, so it only leaves high open.
    return only("high") if high else only("not_high", "high")


# --- SWOG-9400 as corrected: t(9;22) is a class, "other unfavourable" another ---


def swog(k: Known) -> frozenset[str]:
    # Decided: 15 to 65 years, the ages of the trial, the whole year of being 65 taken in.
    if not Decimal(180) <= k["age"] < Decimal(792):
        return only(OUTSIDE)
    if k["BCR::ABL1"]:
        return only("t_9_22")
    unfavourable = any_of(k, "MONOSOMY_7", "TRISOMY_8", "KMT2A-r")
    return only("other_unfavourable") if unfavourable else only(UNCOVERED)


# --- E2993, Paietta 2021: 3j ---

# Decided: the groups take in what is "like" ETV6::RUNX1 and ZNF384-r, as the abstract prints.
E2993 = {
    "standard": (
        "DUX4-r",
        "ETV6::RUNX1",
        "ETV6::RUNX1-like",
        "TCF3::PBX1",
        "PAX5 P80R",
        "HIGH_HYPERDIPLOIDY",
    ),
    "intermediate": ("PAX5alt", "ZNF384-r", "ZNF384-r-like", "MEF2D-r"),
    "high": ("Ph-like", "KMT2A::AFF1", "LOW_HYPODIPLOIDY", "NEAR_HAPLOIDY", "BCL2-r", "MYC-r"),
}
E2993_LESIONS = tuple(lesion for lesions in E2993.values() for lesion in lesions)


def e2993(k: Known) -> frozenset[str]:
    if k["lineage"] != "B" or not Decimal(168) <= k["age"] < Decimal(792) or k["BCR::ABL1"]:
        return only(OUTSIDE)
    hit = frozenset(tier for tier, lesions in E2993.items() if any_of(k, *lesions))
    return hit or only(UNCOVERED)


def e2993_impossible(k: Known) -> bool:
    return two_ploidies(k) or bool(k["Ph-like"] and k["BCR::ABL1"])


def e2993_oracle(varied: Mapping[str, tuple[Any, ...]]) -> Oracle:
    inputs: dict[str, tuple[Any, ...]] = dict.fromkeys(E2993_LESIONS, (False,))
    inputs |= {"age": (Decimal(480),), "lineage": ("B",), "BCR::ABL1": (False,)}
    inputs |= {"MASKED_HYPODIPLOIDY": (False,)}
    return Oracle(
        id="e2993-genomic",
        rows="3j Paietta 2021",
        inputs=inputs | dict(varied),
        answer=e2993,
        impossible=e2993_impossible,
    )


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="graall-2005",
        rows="GR-1, GR-2, GR-4, GR-5, GR-7, B lineage",
        inputs={
            "age": (Decimal("179.9"), Decimal(180), Decimal("671.9"), Decimal(672)),
            "lineage": ("B",),
            "BCR::ABL1": BOTH,
            "wbc": (Decimal("29.9"), Decimal(30), Decimal("30.1")),
            "cns": ("CNS1", "CNS2", "CNS3"),
            "KMT2A-r": BOTH,
            "TCF3::PBX1": BOTH,
            "LOW_HYPODIPLOIDY": BOTH,
            "NEAR_TRIPLOIDY": BOTH,
            "MASKED_HYPODIPLOIDY": (False,),
        },
        answer=graall_2005,
        impossible=two_ploidies,
    ),
    Oracle(
        id="ukallxii-cytogenetics",
        rows="3a Moorman 2007",
        inputs={
            "age": (Decimal("215.9"), ADULT),
            "lineage": ("B", "T"),
            "BCR::ABL1": BOTH,
            "KMT2A::AFF1": BOTH,
            "IGH::MYC": BOTH,
            "COMPLEX_KARYOTYPE": BOTH,
            "LOW_HYPODIPLOIDY": BOTH,
            "NEAR_TRIPLOIDY": BOTH,
            "HIGH_HYPERDIPLOIDY": BOTH,
            "DEL_9P": BOTH,
            "MASKED_HYPODIPLOIDY": (False,),
        },
        answer=ukallxii,
        impossible=two_ploidies,
    ),
    Oracle(
        id="ukall14-genetics-2022",
        rows="3c Moorman 2022; the grouping is a reading",
        inputs={
            "age": (Decimal(192), Decimal(300), Decimal(780)),
            "lineage": ("B", "T", "mixed"),
            "BCR::ABL1": BOTH,
            "KMT2A::AFF1": BOTH,
            "LOW_HYPODIPLOIDY": BOTH,
            "NEAR_TRIPLOIDY": BOTH,
            "MASKED_HYPODIPLOIDY": (False,),
            "COMPLEX_KARYOTYPE": BOTH,
            "CRLF2-r": BOTH,
            "JAK2-r": BOTH,
        },
        answer=ukall14_genetics,
        impossible=two_ploidies,
    ),
    Oracle(
        id="ukall14-design",
        rows="UK14-A, UK14-G, UK14-M, 3b eligibility",
        inputs={
            "age": tuple(map(Decimal, AGES_UKALL14)),
            "lineage": ("B", "T", "mixed"),
            "BCR::ABL1": BOTH,
            "KMT2A::AFF1": BOTH,
            "LOW_HYPODIPLOIDY": BOTH,
            "NEAR_TRIPLOIDY": BOTH,
            "MASKED_HYPODIPLOIDY": (False,),
            "COMPLEX_KARYOTYPE": BOTH,
            "mrd_end_of_induction_marrow_detected": BOTH,
        },
        answer=ukall14_design,
        impossible=two_ploidies,
    ),
    Oracle(
        id="swog-9400",
        rows="SWOG-9400 as corrected, Blood 2008;111:2563",
        inputs={
            "age": (Decimal("179.9"), Decimal(180), Decimal("791.9"), Decimal(792)),
            "BCR::ABL1": BOTH,
            "MONOSOMY_7": BOTH,
            "TRISOMY_8": BOTH,
            "KMT2A-r": BOTH,
        },
        answer=swog,
    ),
    e2993_oracle(dict.fromkeys(E2993_LESIONS, BOTH)),
    e2993_oracle(
        {
            "age": (Decimal("167.9"), Decimal(168), Decimal("791.9"), Decimal(792)),
            "lineage": ("B", "T", "mixed"),
            "BCR::ABL1": BOTH,
            "DUX4-r": BOTH,
            "PAX5alt": BOTH,
            "Ph-like": BOTH,
        }
    ),
)
