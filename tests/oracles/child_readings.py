"""What the children's tables share: whom they are for, and words about MRD."""

from __future__ import annotations

from decimal import Decimal

from oracles import Known, Oracle

__all__ = [
    "BOTH",
    "LINEAGES",
    "MRD",
    "ORACLES",
    "contradictory_mrd",
    "decimals",
    "is_child",
    "negative",
    "one",
    "single_ploidy",
]

ORACLES: tuple[Oracle, ...] = ()

BOTH = (False, True)
LINEAGES = ("B", "T", "mixed")

MRD = "mrd_{0}_marrow".format


def decimals(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in numbers)


def one(*groups: str) -> frozenset[str]:
    """The groups the source allows: one, or several where it leaves the answer open."""
    return frozenset(groups)


def is_child(known: Known, *, from_months: int = 0, below_months: int = 31 * 12) -> bool:
    """Through 30 completed years, where the source prints no upper age."""
    return bool(from_months <= known["age"] < below_months)


def negative(known: Known, mrd: str, *, sensitivity: str) -> bool:
    """Not detected, by a test that would have seen `sensitivity` (a smaller number is better)."""
    return not known[f"{mrd}_detected"] and bool(
        known[f"{mrd}_sensitivity"] <= Decimal(sensitivity)
    )


def contradictory_mrd(known: Known, *mrds: str) -> bool:
    """A level and a "detected" of one sample that deny each other.

    What was not detected lies at or below the sensitivity, and at zero where none is asked;
    what was detected is more than nothing.
    """
    for mrd in mrds:
        level, detected = known[mrd], known[f"{mrd}_detected"]
        if detected and level == 0:
            return True
        if not detected and level > known.get(f"{mrd}_sensitivity", 0):
            return True
    return False


def single_ploidy(known: Known, *classes: str) -> bool:
    """A stem line has one modal number, so no more than one ploidy class."""
    return len([name for name in classes if known[name]]) <= 1
