"""What a clone has too much or too little of: whole chromosomes, and arms in part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from all_risk.genetics.clones import Clone
from all_risk.genetics.iscn.model import CHROMOSOMES, Item, Range

__all__ = ["PartChange", "WholeChange", "part_changes", "part_changes_of", "whole_changes"]

Change: TypeAlias = Literal["gain", "loss"]
_ISO = frozenset({"i", "idic", "psu dic"})
_OTHER_ARM = {"p": "q", "q": "p"}


class WholeChange(NamedTuple):
    """A chromosome whose number is not the one of a normal cell.

    Attributes:
        chromosome: Its name.
        normal: Copies in a normal cell of this sex.
        copies: Copies in the clone; a range where some are only part of it, or doubted.
    """

    chromosome: str
    normal: int
    copies: Range


class PartChange(NamedTuple):
    """A part of an arm that is gained or lost.

    Attributes:
        chromosome: Its name.
        arm: `p` or `q`.
        change: `gain` or `loss`.
        item: The abnormality that does it.
    """

    chromosome: str
    arm: str
    change: Change
    item: Item


def whole_changes(clone: Clone) -> tuple[WholeChange, ...]:
    """The chromosomes whose number differs from a normal cell's.

    Args:
        clone: The clone.

    Returns:
        The changes in the order of a karyogram.

    Examples:
        >>> from all_risk.genetics.karyotype import read_karyotype
        >>> clone = read_karyotype("47,XY,-7,+8,+21[9]").clones[0]
        >>> [(row.chromosome, str(row.copies)) for row in whole_changes(clone)]
        [('7', '1'), ('8', '3'), ('21', '3')]
    """
    male = "Y" in clone.sex or any(
        item.name == "Y" or any("Y" in unit.places for unit in item.units) for item in clone.items
    )
    sex_known = bool(clone.sex) and "U" not in clone.sex
    changes: list[WholeChange] = []
    for name, copies in zip(CHROMOSOMES, clone.copies, strict=True):
        if name in {"X", "Y"}:
            if not sex_known:
                continue
            normal = int(male) if name == "Y" else 2 - male
        else:
            normal = 2
        if copies != (normal, normal):
            changes.append(WholeChange(name, normal, copies))
    return tuple(changes)


def part_changes(clone: Clone) -> Iterator[PartChange]:
    """The arms gained or lost in part by acquired structural changes.

    Args:
        clone: The clone.

    Yields:
        One change for each arm of each item.
    """
    for item in clone.acquired:
        if item.kind == "structure" and not item.alternatives:
            yield from part_changes_of(item, clone)


def part_changes_of(item: Item, clone: Clone) -> Iterator[PartChange]:
    """The arms gained or lost in part by one structure that stands in for a normal chromosome.

    Args:
        item: The structure; one that is added (`+del(9)(p13)`) loses nothing.
        clone: Its clone, where the other half of a balanced exchange may be.

    Yields:
        One change for each arm.
    """
    if item.sign:
        return
    unit = item.units[0]
    symbol = unit.symbol
    places = [place.lstrip("?") for place in unit.places]
    arms = [band.lstrip("?")[:1] for band in unit.bands] or [""] * len(places)

    def change(chromosome: str, arm: str, kind: Change) -> Iterator[PartChange]:
        if chromosome in CHROMOSOMES and arm in _OTHER_ARM:
            yield PartChange(chromosome, arm, kind, item)

    if symbol in _ISO and len(places) == 1:
        kept = arms[0] if symbol == "i" else _OTHER_ARM.get(arms[0], "")
        yield from change(places[0], kept, "gain")
        yield from change(places[0], _OTHER_ARM.get(kept, ""), "loss")
    elif symbol in {"dup", "trp", "qdp"}:
        yield from change(places[0], arms[0], "gain")
    elif symbol in {"del", "add"}:
        yield from change(places[0], arms[0], "loss")
    elif symbol in {"dic", "psu dic"}:
        for place, arm in zip(places, arms, strict=True):
            yield from change(place, arm, "loss")
    elif symbol in {"der", "rob"} and len(places) > 1:
        for place, arm, band in zip(places, arms, unit.bands or arms, strict=True):
            # der(9;17)(q10;q10) keeps the arms it names
            lost = _OTHER_ARM.get(arm, "") if band.endswith("10") else arm
            yield from change(place, lost, "loss")
    elif symbol == "der" and len(item.units) > 1:
        yield from _unbalanced(item, places[0], clone)


def _unbalanced(item: Item, kept: str, clone: Clone) -> Iterator[PartChange]:
    """`der(1)t(1;19)(…)`: the end of one arm is lost, the end of another gained."""
    for unit in item.units[1:]:
        if unit.symbol == "del" and unit.places == (kept,) and unit.bands:
            arm = unit.bands[0].lstrip("?")[:1]
            if kept in CHROMOSOMES and arm in _OTHER_ARM:
                yield PartChange(kept, arm, "loss", item)
        names = [place.lstrip("?") for place in unit.places]
        twin = any(
            other is not item and any(part.places == unit.places for part in other.units)
            for other in clone.items
        )
        if unit.symbol != "t" or len(names) != 2 or kept not in names or not unit.bands or twin:
            continue
        for name, band in zip(names, unit.bands, strict=True):
            arm = band.lstrip("?")[:1]
            if name in CHROMOSOMES and arm in _OTHER_ARM:
                yield PartChange(name, arm, "loss" if name == kept else "gain", item)
