"""When a first relapse counts as early or late: two vocabularies that do not agree."""

from __future__ import annotations

from decimal import Decimal

from oracles import OUTSIDE, UNCOVERED, Known, Oracle

__all__ = ["ORACLES", "bfm_timing", "cog_timing", "site_without_relapse", "sites"]

CHILD = Decimal(372)  # children: younger than 31 years where no upper age is printed


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


def bfm_timing(k: Known) -> frozenset[str]:
    """F-50, 8.1 BFM row as corrected.

    Very early comes first: early and late divide what is left after 18 months from diagnosis.
    Early is within 6 months of the end of front-line therapy, late is more than 6; six to the day
    is unsettled. Exactly 18 months: "within 18 months" in one source, "< 18" and "> 18" in others.
    """
    months, off = k["months_to_relapse"], k["months_off_therapy_at_relapse"]
    if off < 6:
        later = only("early")
    elif off > 6:
        later = only("late")
    else:
        later = only("early", "late")
    if months < 18:
        return only("very_early")
    return later | only("very_early") if months == 18 else later


def cog_timing(k: Known) -> frozenset[str]:
    """F-51, F-52, NC-PED-60: 36 months with marrow, 18 without, from diagnosis.

    Late is ">=" in the table and at NCCN, ">" in PDQ (F-54, F-55). Decided: the scheme cites the
    table, so the day itself is late.
    """
    if k["relapse_marrow"]:
        bound = 36
    elif k["relapse_extramedullary"]:
        bound = 18
    else:
        return only(UNCOVERED)
    return only("early") if k["months_to_relapse"] < bound else only("late")


def sites(k: Known) -> str:
    """The site of the relapse: marrow, combined, extramedullary, or none named."""
    if k["relapse_marrow"]:
        return "combined" if k["relapse_extramedullary"] else "marrow"
    return "extramedullary" if k["relapse_extramedullary"] else "none"


def site_without_relapse(k: Known) -> bool:
    return bool(k["relapses"] == 0 and (k["relapse_marrow"] or k["relapse_extramedullary"]))


def timing_bfm(k: Known) -> frozenset[str]:
    if k["relapses"] == 0 or k["age"] >= CHILD:
        return only(OUTSIDE)
    return bfm_timing(k)


def off_therapy_before_diagnosis(k: Known) -> bool:
    return bool(k["months_off_therapy_at_relapse"] > k["months_to_relapse"])


def timing_cog(k: Known) -> frozenset[str]:
    # The vocabulary is that of the B-ALL trials and of NCCN's page for B-ALL; T-ALL has no split.
    if k["relapses"] == 0 or k["age"] >= CHILD or k["lineage"] != "B":
        return only(OUTSIDE)
    return cog_timing(k)


ORACLES: tuple[Oracle, ...] = (
    Oracle(
        id="relapse-timing-bfm",
        rows="F-50, 8.1 BFM row as corrected by verification.md A.7",
        inputs={
            "age": (Decimal(6), Decimal(60), Decimal("371.9"), CHILD),
            "lineage": ("B", "T"),
            "relapses": (Decimal(0), Decimal(1), Decimal(2)),
            "months_to_relapse": (Decimal("17.9"), Decimal(18), Decimal("18.1"), Decimal(48)),
            "months_off_therapy_at_relapse": (
                Decimal(0),
                Decimal("5.9"),
                Decimal(6),
                Decimal("6.1"),
            ),
        },
        answer=timing_bfm,
        impossible=off_therapy_before_diagnosis,
    ),
    Oracle(
        id="relapse-timing-cog",
        rows="F-51, F-52, F-54, 8.1 COG row, NC-PED-60",
        inputs={
            "age": (Decimal(6), Decimal(60), Decimal("371.9"), CHILD),
            "lineage": ("B", "T", "mixed"),
            "relapses": (Decimal(0), Decimal(1), Decimal(2)),
            "relapse_marrow": (False, True),
            "relapse_extramedullary": (False, True),
            "months_to_relapse": (
                Decimal("17.9"),
                Decimal(18),
                Decimal("18.1"),
                Decimal("35.9"),
                Decimal(36),
                Decimal("36.1"),
            ),
        },
        answer=timing_cog,
        impossible=site_without_relapse,
    ),
)
