"""NCCN adult and AYA v2.2026, genetic risk of B-ALL and risk of T-ALL, as reported by others.

The lower age of "AYA" was not seen: nobody between 12 and 18 years is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from oracles import OUTSIDE, UNCOVERED, Known, Oracle

__all__ = ["ORACLES"]

BOTH = (False, True)
CHILD, ADULT = Decimal(144), Decimal(216)

STANDARD = (  # NC-ADL-11 to 14
    "ETV6::RUNX1",
    "TCF3::PBX1",
    "DUX4-r",
    "PAX5 P80R",
)
POOR = (  # NC-ADL-21 to 29, 31 to 33
    "TP53 mutation",
    "KMT2A-r",
    "IGH-r",
    "HLF-r",
    "ZNF384-r",
    "MEF2D-r",
    "MYC-r",
    "Ph-like",
    "PAX5alt",
    "iAMP21",
    "IKZF1 alteration",
    "COMPLEX_KARYOTYPE",
)
CO_DELETIONS = ("CDKN2A deletion", "CDKN2B deletion", "PAX5 deletion", "PAR1 deletion")
# What NC-ADL-28 prints under Ph-like; absent throughout, Ph-like itself is asked.
KINASE = (
    *(f"{gene}-r" for gene in ("CRLF2", "EPOR", "JAK1", "JAK2", "JAK3", "TYK2")),
    *(f"{gene}-r" for gene in ("ABL1", "ABL2", "PDGFRA", "PDGFRB", "FGFR1", "FGFR2", "FGFR3")),
    *(f"{gene}-r" for gene in ("NTRK1", "NTRK2", "NTRK3", "FLT3", "LYN", "PTK2B")),
    *(f"{gene} mutation" for gene in ("SH2B3", "IL7R", "JAK1", "JAK2", "JAK3")),
)


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


def ikzf1_plus(k: Known) -> bool:
    """GX-01."""
    return bool(
        k["IKZF1 deletion"] and any(k[lesion] for lesion in CO_DELETIONS) and not k["ERG deletion"]
    )


def b_all(k: Known) -> frozenset[str]:
    """Every line that holds: no precedence is printed (NC-ADL-90 to 98)."""
    if k["lineage"] != "B" or k["age"] < ADULT:
        return only(OUTSIDE)
    number = k["modal_number"]
    ph_poor = k["BCR::ABL1"] and (ikzf1_plus(k) or k["prior_cml"])  # NC-ADL-30
    ph_standard = k["BCR::ABL1"] and not ph_poor  # NC-ADL-15
    standard = (
        51 <= number <= 65  # NC-ADL-10
        or any(k[lesion] for lesion in STANDARD)
        or ph_standard
    )
    poor = (
        number < 44  # NC-ADL-20, with near triploidy as its sub-line
        or 60 <= number <= 78
        or k["NEAR_TRIPLOIDY"]  # the sub-line in words
        or any(k[lesion] for lesion in POOR)
        or ph_poor
    )
    hit = {word for word, holds in (("standard", standard), ("poor", poor)) if holds}
    return frozenset(hit) or only(UNCOVERED)


def impossible_b(k: Known) -> bool:
    return bool(
        (k["MASKED_HYPODIPLOIDY"] and k["modal_number"] >= 40)
        # Decided: near triploidy is 58 chromosomes or more, or a doubled hypodiploid clone.
        or (k["NEAR_TRIPLOIDY"] and 44 <= k["modal_number"] < 58)
        or (k["IKZF1 deletion"] and not k["IKZF1 alteration"])
        or (k["Ph-like"] and k["BCR::ABL1"])
    )


def b_oracle(rows: str, varied: Mapping[str, tuple[Any, ...]]) -> Oracle:
    absent = chain(
        STANDARD,
        POOR,
        CO_DELETIONS,
        KINASE,
        ("IKZF1 deletion", "ERG deletion", "BCR::ABL1", "prior_cml", "MASKED_HYPODIPLOIDY"),
        ("NEAR_TRIPLOIDY",),
    )
    inputs: dict[str, tuple[Any, ...]] = dict.fromkeys(absent, (False,))
    inputs |= {"age": (ADULT,), "lineage": ("B",), "modal_number": (Decimal(46),)}
    return Oracle(
        id="nccn-adult-2026",
        rows=rows,
        inputs=inputs | dict(varied),
        answer=b_all,
        impossible=impossible_b,
    )


def t_all(k: Known) -> frozenset[str]:
    """NC-ADL-40 to 42: any high-risk feature is poor, else mutated NOTCH1/FBXW7 is standard."""
    if k["lineage"] != "T" or k["age"] < ADULT:
        return only(OUTSIDE)
    wild_type = not (k["NOTCH1 mutation"] or k["FBXW7 mutation"])
    ras_pten = k["NRAS mutation"] or k["KRAS mutation"] or k["PTEN alteration"]
    return only("poor") if k["etp_phenotype"] or ras_pten or wild_type else only("standard")


ORACLES: tuple[Oracle, ...] = (
    b_oracle("NC-ADL-11 to 14, 21 to 29, 31 to 33", dict.fromkeys(STANDARD + POOR, BOTH)),
    b_oracle(
        "NC-ADL-10, 20, 33, 90, 94, 96, NC-O8",
        {
            "age": (CHILD, ADULT, Decimal(840)),
            "lineage": ("B", "T", "mixed"),
            "modal_number": tuple(
                map(Decimal, (25, 30, 39, 43, 44, 46, 50, 51, 52, 59, 60, 61, 65, 66, 77, 78, 79))
            ),
            "MASKED_HYPODIPLOIDY": BOTH,
            "NEAR_TRIPLOIDY": BOTH,
            "ETV6::RUNX1": BOTH,
            "COMPLEX_KARYOTYPE": BOTH,
        },
    ),
    b_oracle(
        "NC-ADL-15, 30, 32, 93, 98, GX-01",
        {
            "modal_number": (Decimal(43), Decimal(46), Decimal(54)),
            **dict.fromkeys(
                (
                    "BCR::ABL1",
                    "prior_cml",
                    "IKZF1 alteration",
                    "IKZF1 deletion",
                    *CO_DELETIONS,
                    "ERG deletion",
                    "TP53 mutation",
                    "Ph-like",
                ),
                BOTH,
            ),
        },
    ),
    Oracle(
        id="nccn-adult-t-2026",
        rows="NC-ADL-40 to 42",
        inputs={
            "age": (CHILD, ADULT, Decimal(840)),
            "lineage": ("B", "T", "mixed"),
            "etp_phenotype": BOTH,
            "NOTCH1 mutation": BOTH,
            "FBXW7 mutation": BOTH,
            "NRAS mutation": BOTH,
            "KRAS mutation": BOTH,
            "PTEN alteration": BOTH,
        },
        answer=t_all,
    ),
)
