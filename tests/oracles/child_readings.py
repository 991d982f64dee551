"""What the children's tables share: whom they are for, and words about MRD.

Decided: a result that found nothing, by an assay of no stated sensitivity, does not bound the
level. Where both are asked, a level known to be high goes before "not detected".
"""

from __future__ import annotations

from decimal import Decimal

from oracles import Known, Oracle

__all__ = [
    "BOTH",
    "LINEAGES",
    "MRD",
    "ORACLES",
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


def single_ploidy(known: Known, *classes: str) -> bool:
    """A stem line has one modal number, so no more than one ploidy class."""
    return len([name for name in classes if known[name]]) <= 1
