"""Words for an MRD result in adults: ELN 2024 in two variants, ASH 2021."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from oracles import OUTSIDE, UNCOVERED, Known, Oracle

__all__ = ["ORACLES"]

ADULT = Decimal(216)
CUT = Decimal("0.0001")
BLASTS = "marrow_blasts_end_of_induction"
BOTH = (False, True)


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


def eln_1(k: Known, mrd: str) -> frozenset[str]:
    """F-64, MRD-v1-CMR, MRD-v1-F, MRD-v1-O."""
    if k["age"] < ADULT:
        return only(OUTSIDE)
    if not k[f"{mrd}_detected"]:
        return only("complete") if k[f"{mrd}_sensitivity"] <= CUT else only("other")
    if not k[f"{mrd}_quantifiable"]:
        return only("other")
    if k[mrd] > CUT:  # "above 0.01 %"
        return only("failure")
    # "< 0.01 %, quantifiable" is other; exactly 0.01 % is in no row.
    return only("other") if k[mrd] < CUT else only(UNCOVERED)


def eln_2(k: Known, mrd: str) -> frozenset[str]:
    """F-65, MRD-v2: undetectable, or any quantifiable MRD; no third row."""
    if k["age"] < ADULT:
        return only(OUTSIDE)
    if not k[f"{mrd}_detected"]:
        # That variant 1's note on sensitivity holds here too is not printed.
        return only("complete") if k[f"{mrd}_sensitivity"] <= CUT else only("complete", UNCOVERED)
    return only("persistence") if k[f"{mrd}_quantifiable"] else only(UNCOVERED)


def ash(k: Known, mrd: str) -> frozenset[str]:
    """2d, F-60 to F-63: only in remission; failure from 0.01 % on; all else is intermediate.

    Decided: remission is that of the same test, marrow blasts below 5 %, which is known at the end
    of induction and is no fact at the end of consolidation.
    """
    if k["age"] < ADULT or k.get(BLASTS, Decimal(0)) >= Decimal("0.05"):
        return only(OUTSIDE)
    if not k[f"{mrd}_detected"]:
        return only("complete") if k[f"{mrd}_sensitivity"] <= CUT else only("intermediate")
    # F-63 prints "positive not quantifiable", 2d adds "< 0.01 %". Decided: the level decides.
    return only("failure") if k[mrd] >= CUT else only("intermediate")


def contradictory(k: Known, mrd: str) -> bool:
    """What is quantified was found. Decided: nothing else about the level is taken for granted."""
    return bool(k[f"{mrd}_quantifiable"] and not k[f"{mrd}_detected"])


def oracle(
    name: str,
    rows: str,
    timepoint: str,
    read: Callable[[Known, str], frozenset[str]],
    remission: Mapping[str, tuple[Any, ...]],
) -> Oracle:
    mrd = f"mrd_{timepoint}_marrow"
    inputs: dict[str, tuple[Any, ...]] = {
        "age": (Decimal("215.9"), ADULT),
        **remission,
        mrd: (Decimal("0.00009"), CUT, Decimal("0.00011")),
        f"{mrd}_detected": BOTH,
        f"{mrd}_quantifiable": BOTH,
        f"{mrd}_sensitivity": (Decimal("0.00009"), CUT, Decimal("0.00011")),
    }
    return Oracle(
        id=name,
        rows=rows,
        inputs=inputs,
        answer=lambda k: read(k, mrd),
        impossible=lambda k: contradictory(k, mrd),
    )


AT_SAME_TEST = {BLASTS: (Decimal("0.049"), Decimal("0.05"))}

ORACLES: tuple[Oracle, ...] = tuple(
    oracle(
        f"{name}-{suffix}",
        rows,
        timepoint,
        read,
        AT_SAME_TEST if name.startswith("ash") and suffix == "induction" else {},
    )
    for name, rows, read in (
        ("eln-2024-mrd-1", "F-64, MRD-v1-CMR, MRD-v1-F, MRD-v1-O", eln_1),
        ("eln-2024-mrd-2", "F-65, MRD-v2", eln_2),
        ("ash-2021-mrd", "F-60 to F-63, 2d", ash),
    )
    for suffix, timepoint in (
        ("induction", "end_of_induction"),
        ("consolidation", "end_of_consolidation"),
    )
)
