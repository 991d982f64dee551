"""A karyotype back to its canonical text: what is printed reads as the same karyotype."""

from __future__ import annotations

from collections.abc import Iterable

from all_risk.genetics.iscn.model import Item, Unit, WrittenClone
from all_risk.genetics.iscn.read import Reading

__all__ = ["write", "write_item"]


def write(reading: Reading) -> str:
    """Print the pieces of a karyotype in canonical form.

    Args:
        reading: The pieces.

    Returns:
        The text: one spelling for each meaning, `~` for ranges, `x` for multiples.

    Examples:
        >>> from all_risk.genetics.iscn.read import read
        >>> write(read("45~48,XX,+1~2mar,del(5)(q13q33)x1[cp12]/46,XX[8]"))
        '45~48,XX,+1~2mar,del(5)(q13q33)[cp12]/46,XX[8]'
    """
    prefix = f"{reading.prefix} " if reading.prefix else ""
    sides = [
        "/".join(_clone(clone) for clone in reading.clones if clone.side == side)
        for side in ("recipient", "donor")
    ]
    text = "//".join(sides) if sides[1] else sides[0]
    return prefix + text + "".join(f".{assay.text}" for assay in reading.assays)


def write_item(item: Item) -> str:
    """Print one abnormality in canonical form.

    Args:
        item: The item.

    Returns:
        Its text.
    """
    if item.kind == "raw":
        return item.text
    doubt = "?" if item.uncertain else ""
    born = {True: "c", None: "?c", False: ""}[item.constitutional]
    cells = "" if item.cells is None else f"[{item.cells}]"
    choices = "".join(f" or {write_item(choice)}" for choice in item.alternatives)
    many = item.amount != (1, 1)
    if item.kind in {"marker", "dmin"}:
        core = f"{item.amount if many else ''}{item.name}{born}"
    else:
        core = item.name or "".join(map(_unit, item.units))
        core += born + (f"x{item.amount.low}" if many else "")
    return f"{item.sign}{doubt}{core}{choices}{cells}"


def _unit(unit: Unit) -> str:
    bands = f"({';'.join(unit.bands)})" if unit.bands else ""
    return f"{unit.symbol}({';'.join(unit.places)}){bands}"


def _clone(clone: WrittenClone) -> str:
    parts: list[str] = []
    if clone.count is not None:
        mark = {None: "", 1: "<n>"}.get(clone.ploidy, f"<{clone.ploidy}n>")
        stem = f"({_clone(clone.stem)})x{clone.times}" if clone.stem is not None else ""
        parts.append(f"{clone.count}{mark}{stem}")
    if clone.sex:
        parts.append(
            clone.sex
            + ("?" if clone.sex_uncertain else "")
            + ("" if clone.sex_constitutional is False else "c")
        )
    if clone.backref:
        parts.append(clone.backref + (f"x{clone.times}" if clone.times > 1 else ""))
    parts += _items(clone.items)
    if clone.incomplete:
        parts.append("inc")
    cells = "" if clone.cells is None else str(clone.cells)
    mark = "cp" if clone.composite else ""
    return ",".join(parts) + (f"[{mark}{cells}]" if cells or mark else "")


def _items(items: Iterable[Item]) -> list[str]:
    return [write_item(item) for item in items]
