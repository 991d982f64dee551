"""A picture of gains and losses: one line of text for a clone, one SVG for a karyotype.

The SVG is a karyogram: every copy of a chromosome is a bar of two arms, to scale. Extra
copies are filled, lost ones left as broken outlines, arms changed in part are striped; shape
and colour say the same thing, so that colour is not needed to read it. Breakpoints are
written below, not drawn: bands are not coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

from all_risk.genetics.clones import Clone
from all_risk.genetics.imbalance import PartChange, WholeChange, part_changes, whole_changes
from all_risk.genetics.iscn.model import CHROMOSOMES

if TYPE_CHECKING:
    from all_risk.genetics.karyotype import Karyotype

__all__ = ["copy_number_line", "ideogram_svg"]

# Short and long arm in millions of bases, GRCh38, rounded; for drawing only.
_ARMS: Final = {
    "1": (123, 126), "2": (94, 148), "3": (91, 107), "4": (50, 140), "5": (49, 133),
    "6": (60, 111), "7": (60, 99), "8": (45, 100), "9": (43, 95), "10": (40, 94),
    "11": (53, 82), "12": (36, 98), "13": (18, 97), "14": (17, 90), "15": (19, 83),
    "16": (37, 53), "17": (25, 58), "18": (19, 62), "19": (26, 32), "20": (28, 36),
    "21": (12, 35), "22": (15, 36), "X": (61, 95), "Y": (10, 47),
}  # fmt: skip
# Okabe and Ito's palette, told apart by every kind of colour vision.
_GAIN, _LOSS, _PLAIN, _INK = "#0072B2", "#D55E00", "#C8CDD2", "#20262B"
_SCALE, _BAR, _STEP, _COLUMN, _MARGIN = 0.42, 6, 8, 58, 16
_ROWS: Final = (CHROMOSOMES[:12], CHROMOSOMES[12:])
_WIDTH = 2 * _MARGIN + 12 * _COLUMN
_MOST_BARS, _MOST_CLONES = 6, 12
_LINE, _LEGEND = 15, 34
_BOLD: Final = ' font-weight="bold"'
_CENTRED: Final = ' text-anchor="middle"'


class _Bar(NamedTuple):
    """One drawn copy: its look, and how its two arms are striped."""

    look: str
    short: str = ""
    long: str = ""


def copy_number_line(clone: Clone) -> str:
    """The gains and losses of a clone in one line.

    Args:
        clone: The clone.

    Returns:
        Chromosomes with their copies, and arms changed in part.

    Examples:
        >>> from all_risk.genetics.karyotype import read_karyotype
        >>> print(copy_number_line(read_karyotype("47,XX,-7,+8,+21,del(9)(p13)[9]").clones[0]))
        47 chromosomes | gained 8 (3 copies), 21 (3 copies) | lost 7 (1 copy) | in part lost 9p
    """
    changes = whole_changes(clone)
    gained = [row for row in changes if row.copies.high > row.normal]
    lost = [row for row in changes if row.copies.high <= row.normal]
    parts = list(part_changes(clone))
    pieces = [
        f"{clone.count} chromosomes" if clone.count is not None else "chromosomes not counted"
    ]
    if gained:
        pieces.append("gained " + ", ".join(map(_copies, gained)))
    if lost:
        pieces.append("lost " + ", ".join(map(_copies, lost)))
    for change, words in (("gain", "in part gained"), ("loss", "in part lost")):
        arms = dict.fromkeys(row.chromosome + row.arm for row in parts if row.change == change)
        if arms:
            pieces.append(f"{words} {', '.join(arms)}")
    return " | ".join(pieces if len(pieces) > 1 else [*pieces, "no gain or loss"])


def ideogram_svg(karyotype: Karyotype) -> str:
    """Draw the gains and losses of every abnormal recipient clone.

    Args:
        karyotype: The karyotype.

    Returns:
        A stand-alone SVG with a title and a description for those who do not see it.

    Examples:
        >>> from all_risk.genetics.karyotype import read_karyotype
        >>> ideogram_svg(read_karyotype("47,XX,+8[20]"))[:4]
        '<svg'
    """
    clones = [clone for clone in karyotype.of_side("recipient") if not clone.normal]
    shown = clones[:_MOST_CLONES] or list(karyotype.clones[:1])
    parts: list[str] = []
    y = float(_MARGIN)
    for clone in shown:
        drawn, height = _clone(clone, y)
        parts += drawn
        y += height
    parts += _legend(y)
    height = y + _LEGEND
    described = " ".join(f"Clone {clone.index + 1}: {copy_number_line(clone)}." for clone in shown)
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" '
                f'width="{_WIDTH}" height="{height:g}" role="img" '
                'font-family="Helvetica, Arial, sans-serif">'
            ),
            "<title>Gains and losses of chromosomes</title>",
            f"<desc>{escape(described)}</desc>",
            _patterns(),
            f'<rect width="{_WIDTH}" height="{height:g}" fill="#FFFFFF"/>',
            *parts,
            "</svg>",
        ]
    )


def _copies(row: WholeChange) -> str:
    return f"{row.chromosome} ({row.copies} {'copy' if row.copies == (1, 1) else 'copies'})"


def _clone(clone: Clone, top: float) -> tuple[list[str], float]:
    """One clone: its heading, two rows of chromosomes, its structural changes in words."""
    y = top + 12
    parts = [_text(_MARGIN, y, _heading(clone), size=13, style=_BOLD)]
    y += 12
    wholes = {row.chromosome: row for row in whole_changes(clone)}
    arms = list(part_changes(clone))
    for row in _ROWS:
        short = max(_ARMS[name][0] for name in row) * _SCALE
        long = max(_ARMS[name][1] for name in row) * _SCALE
        for place, name in enumerate(row):
            x = _MARGIN + (place + 0.5) * _COLUMN
            bars = _bars(name, wholes.get(name), arms, clone)
            parts += _chromosome(name, bars, x, y + short)
            changed = name in wholes or any(part.chromosome == name for part in arms)
            parts.append(
                _text(
                    x,
                    y + short + long + 14,
                    name,
                    style=_CENTRED + _BOLD * changed,
                )
            )
        y += short + long + 26
    structures = [item.text for item in clone.acquired if item.kind != "whole"]
    y += 4 * bool(structures)
    for line in wrap("Also: " + ", ".join(structures), 112) if structures else ():
        parts.append(_text(_MARGIN, y, line, size=11))
        y += _LINE
    return parts, y + 8 - top


def _heading(clone: Clone) -> str:
    pieces = [f"Clone {clone.index + 1}"]
    if clone.count is not None:
        pieces.append(f"{clone.count} chromosomes")
    if clone.cells is not None:
        pieces.append(f"{clone.cells} cell{'' if clone.cells == 1 else 's'}")
    if clone.composite:
        pieces.append("composite")
    return " · ".join(pieces)


def _bars(
    name: str, whole: WholeChange | None, parts: Sequence[PartChange], clone: Clone
) -> list[_Bar]:
    """The copies to draw, those with a changed arm last among the ones kept."""
    low, high = clone.copies_of(name)
    normal = whole.normal if whole is not None else low
    own = [part for part in parts if part.chromosome == name]
    striped = [
        _Bar(
            "kept",
            next((part.change for part in own if part.item is item and part.arm == "p"), ""),
            next((part.change for part in own if part.item is item and part.arm == "q"), ""),
        )
        for item in {id(part.item): part.item for part in own}.values()
    ]
    inside = min(high, normal)
    striped = striped[:inside]
    doubtful = max(0, inside - low - len(striped))
    bars = [_Bar("kept")] * (inside - len(striped) - doubtful) + striped
    bars += [_Bar("perhaps lost")] * doubtful
    bars += [_Bar("gained")] * (low - normal)
    bars += [_Bar("perhaps gained")] * (high - max(low, normal))
    return bars + [_Bar("lost")] * (normal - high)


def _chromosome(name: str, bars: Sequence[_Bar], x: float, waist: float) -> Iterator[str]:
    drawn = bars[:_MOST_BARS]
    left = x - (len(drawn) * _STEP - (_STEP - _BAR)) / 2
    short, long = (length * _SCALE for length in _ARMS[name])
    for place, bar in enumerate(drawn):
        at = left + place * _STEP
        yield _arm(at, waist - short, short - 0.8, bar, bar.short)
        yield _arm(at, waist + 0.8, long - 0.8, bar, bar.long)
    if len(bars) > _MOST_BARS:
        yield _text(x, waist + long + 26, f"{len(bars)} copies", size=8, style=_CENTRED)


def _arm(x: float, y: float, height: float, bar: _Bar, stripe: str) -> str:
    fill, stroke, dash = {
        "kept": (_PLAIN, _PLAIN, ""),
        "gained": (_GAIN, _GAIN, ""),
        "perhaps gained": ("#FFFFFF", _GAIN, ""),
        "perhaps lost": ("#FFFFFF", _LOSS, ""),
        "lost": ("#FFFFFF", _LOSS, ' stroke-dasharray="2 2"'),
    }[bar.look]
    if stripe:
        fill, stroke = f"url(#{stripe})", _GAIN if stripe == "gain" else _LOSS
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_BAR}" height="{height:.1f}" rx="2.5" '
        f'fill="{fill}" stroke="{stroke}"{dash}/>'
    )


def _patterns() -> str:
    stripes = "".join(
        f'<pattern id="{name}" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})"><rect width="4" height="4" fill="#FFFFFF"/>'
        f'<rect width="2" height="4" fill="{colour}"/></pattern>'
        for name, colour, angle in (("gain", _GAIN, 45), ("loss", _LOSS, -45))
    )
    return f"<defs>{stripes}</defs>"


def _legend(y: float) -> Iterator[str]:
    entries = (
        (_Bar("gained"), "gained"),
        (_Bar("perhaps gained"), "gained, perhaps or in part"),
        (_Bar("lost"), "lost"),
        (_Bar("perhaps lost"), "perhaps lost"),
        (_Bar("kept", "gain", "gain"), "arm gained in part"),
        (_Bar("kept", "loss", "loss"), "arm lost in part"),
    )
    x = float(_MARGIN)
    for bar, words in entries:
        yield _arm(x, y + 2, 14, bar, bar.short)
        yield _text(x + 12, y + 13, words, size=11)
        x += 30 + 5.6 * len(words)


def _text(x: float, y: float, words: str, *, size: int = 12, style: str = "") -> str:
    place = f'x="{x:g}" y="{y:.1f}" font-size="{size}" fill="{_INK}"{style}'
    return f"<text {place}>{escape(words)}</text>"
