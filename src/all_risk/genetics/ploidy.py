"""What the number of chromosomes says: classes, trisomies, and the doubled hypodiploid clone.

Classes are those of the modal number of one clone; schemes that draw the line elsewhere ask
for the count itself. Between 50 and 78 the count never decides alone: a clone of 25 to 39
chromosomes that has doubled looks hyperdiploid and is the opposite in risk.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from all_risk.genetics.clones import Clone, whole_gain
from all_risk.genetics.iscn.model import CHROMOSOMES, Range

__all__ = ["PLOIDY_CLASSES", "PloidyClass", "Sign", "doubling", "ploidy", "trisomies"]


class PloidyClass(NamedTuple):
    """A class of modal numbers, both ends included."""

    lesion: str
    low: int
    high: int
    source: str


PLOIDY_CLASSES: tuple[PloidyClass, ...] = (
    PloidyClass("NEAR_HAPLOIDY", 23, 30, "Harrison 2004 (from 23); Blood 2017;129:420 (to 30)"),
    PloidyClass("LOW_HYPODIPLOIDY", 31, 39, "Blood 2017;129:420"),
    PloidyClass("HIGH_HYPODIPLOIDY", 40, 45, "between low hypodiploidy and 46"),
    PloidyClass("LOW_HYPERDIPLOIDY", 47, 50, "between 46 and high hyperdiploidy"),
    PloidyClass("HIGH_HYPERDIPLOIDY", 51, 67, "Paulsson 2009"),
    PloidyClass("NEAR_TRIPLOIDY", 68, 80, "between high hyperdiploidy and near tetraploidy"),
    PloidyClass("NEAR_TETRAPLOIDY", 81, 103, "ISCN 2024 Table 6"),
)
_HYPODIPLOID_HIGHEST = 39
_PATTERN = Range(50, 60)
_DOUBLED_LOW_HYPODIPLOID = Range(60, 78)
_DISOMY = 2
_TRIPLOID = 3
# UKALLXII/HARMONY: gains of these tell a doubled low hypodiploid clone at 60 to 67
_TELLING = ("11", "18", "19")
_TRISOMIES = (
    ("TRISOMY_4_10", ("4", "10")),
    ("TRISOMY_4_10_17", ("4", "10", "17")),
    *((f"TRISOMY_{name}", (name,)) for name in ("5", "8", "17", "18", "20")),
)


class Sign(NamedTuple):
    """A lesion a count shows, whether it is certain, and why."""

    lesion: str
    certain: bool
    reason: str


def doubling(clone: Clone, hypodiploid_beside: bool) -> Sign | None:
    """Whether a clone is, or looks like, a doubled hypodiploid one.

    Args:
        clone: The clone.
        hypodiploid_beside: Whether another clone of the patient has 39 chromosomes or fewer.

    Returns:
        The masked hypodiploidy, certain where the string itself proves it, or nothing.
    """
    count = clone.acquired_count
    lesion = "MASKED_HYPODIPLOIDY"
    if clone.stem_count is not None and clone.stem_count.high <= _HYPODIPLOID_HIGHEST:
        return Sign(lesion, True, f"a clone of {clone.stem_count} chromosomes written as doubled")
    if count is None or count.high < _PATTERN.low or count.low > _DOUBLED_LOW_HYPODIPLOID.high:
        return None
    if clone.stem_count is None and hypodiploid_beside:
        return Sign(lesion, False, "beside a clone of 39 chromosomes or fewer")
    why = ""
    if count.low <= _PATTERN.high:
        why = _near_haploid_pattern(clone)
    if not why and count.high >= _DOUBLED_LOW_HYPODIPLOID.low:
        why = _low_hypodiploid_pattern(clone, count)
    return Sign(lesion, False, f"{why}; ask for an SNP array") if why else None


def _near_haploid_pattern(clone: Clone) -> str:
    """Doubling leaves two or four copies; true hyperdiploidy is made of trisomies."""
    # Gains against two copies; where the reference is 3n, every chromosome not lost is one.
    names = _gained(clone) if clone.ploidy == _DISOMY else CHROMOSOMES[:22]
    gains = [clone.ploidy - _DISOMY + whole_gain(clone, name) for name in names]
    even = sum(gain > 0 and gain % 2 == 0 for gain in gains)
    odd = sum(gain > 0 and gain % 2 == 1 for gain in gains)
    if even > 1 and odd <= 1:
        return f"{even} tetrasomies and {odd} trisomies"
    if odd <= 1 and _duplicated_structure(clone):
        return "a structural change in duplicate, with hardly a trisomy"
    return ""


def _low_hypodiploid_pattern(clone: Clone, count: Range) -> str:
    if count.low > 67:
        return "a count of 68 to 78"
    if whole_gain(clone, "1") > 0:
        return "60 or more chromosomes with a gain of chromosome 1"
    if clone.ploidy == _TRIPLOID:
        named = [name for name in _TELLING if whole_gain(clone, name) > 0]
        return f"near triploid with a gain of {', '.join(named)}" if named else ""
    named = [name for name in _TELLING if whole_gain(clone, name) > 1]
    if named:
        return f"60 or more chromosomes with two more copies of {', '.join(named)}"
    return "a structural change in duplicate" if _duplicated_structure(clone) else ""


def _gained(clone: Clone) -> frozenset[str]:
    return frozenset(item.name for item in clone.items if item.kind == "whole" and item.sign == "+")


def _duplicated_structure(clone: Clone) -> bool:
    return any(
        item.kind == "structure" and item.sign == "" and item.amount.low > 1
        for item in clone.acquired
    )


def ploidy(clone: Clone, masked: bool) -> Iterator[Sign]:
    """The ploidy class of a clone.

    Args:
        clone: The clone.
        masked: Whether it is, or may be, a doubled hypodiploid one: then it is never called
            hyperdiploid.

    Yields:
        The class; several uncertain ones where the count is a range over them.
    """
    stem = clone.stem_count
    if stem is not None and clone.parent is None:
        yield from _classes(stem, "the clone that was doubled has")
    if clone.acquired_count is None or (stem is not None and masked):
        return
    for sign in _classes(clone.acquired_count, "a clone of"):
        if sign.lesion != "HIGH_HYPERDIPLOIDY" or not (
            masked or (not sign.certain and clone.ploidy == _TRIPLOID)
        ):
            yield sign


def _classes(count: Range, words: str) -> Iterator[Sign]:
    touched = [row for row in PLOIDY_CLASSES if row.low <= count.high and row.high >= count.low]
    if not touched or count.low < touched[0].low or count.high > touched[-1].high:
        return
    if any(after.low - before.high > 1 for before, after in pairwise(touched)):
        return
    for row in touched:
        # Schemes that name near triploidy print it to 78: the doubled form of low hypodiploidy.
        beyond = row.lesion == "NEAR_TRIPLOIDY" and count.high > _DOUBLED_LOW_HYPODIPLOID.high
        yield Sign(row.lesion, len(touched) == 1 and not beyond, f"{words} {count} chromosomes")


def trisomies(clone: Clone) -> Iterator[Sign]:
    """Gains of whole chromosomes 4, 10 and 17 in one clone, counted against two copies.

    A composite clone does not show that the gains share a cell, and an extra deleted
    chromosome is not a whole one: both leave the trisomy uncertain.
    """
    if clone.ploidy > _DISOMY or clone.times > 1:
        return
    reference = clone.ploidy
    for lesion, chromosomes in _TRISOMIES:
        whole = [reference + whole_gain(clone, name) > _DISOMY for name in chromosomes]
        if all(whole) and not clone.composite:
            yield Sign(lesion, True, "whole gains in one clone")
        elif all(
            sure or clone.copies_of(name).high - _born_with(clone, name) > _DISOMY
            for sure, name in zip(whole, chromosomes, strict=True)
        ):
            yield Sign(
                lesion,
                False,
                "gains in a composite clone"
                if clone.composite
                else "a gain that is doubted or not of a whole chromosome",
            )


def _born_with(clone: Clone, chromosome: str) -> int:
    """How many extra whole copies of a chromosome are constitutional."""
    return sum(
        item.constitutional is True
        and (item.kind, item.name, item.sign) == ("whole", chromosome, "+")
        for item in clone.items
    )
