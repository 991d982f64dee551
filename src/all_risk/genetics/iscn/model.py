"""What a karyotype string says, piece by piece, before anybody asks what it means."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from attrs import frozen

__all__ = [
    "CHROMOSOMES",
    "ONE",
    "Alteration",
    "Assay",
    "Edit",
    "Item",
    "Kind",
    "Range",
    "Side",
    "Span",
    "Unit",
    "WrittenClone",
]

CHROMOSOMES: tuple[str, ...] = (*(str(number) for number in range(1, 23)), "X", "Y")
"""The chromosomes in the order of a karyogram."""

Kind: TypeAlias = Literal["whole", "structure", "marker", "dmin", "raw"]
Side: TypeAlias = Literal["recipient", "donor"]
Alteration: TypeAlias = Literal["spelling", "meaning"]


class Span(NamedTuple):
    """A piece of the original text: `text[start:end]`."""

    start: int
    end: int


class Range(NamedTuple):
    """A count known to lie between two numbers, both included.

    Examples:
        >>> str(Range(46, 46)), str(Range(45, 48))
        ('46', '45~48')
    """

    low: int
    high: int

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}~{self.high}"


ONE = Range(1, 1)


@frozen(slots=True, kw_only=True)
class Edit:
    """One change made to the text before it could be read.

    Attributes:
        span: Where in the original text.
        was: What stood there.
        now: What it was read as.
        why: The reason, in words.
        kind: `spelling` for what cannot change the meaning, `meaning` for what could.
    """

    span: Span
    was: str
    now: str
    why: str
    kind: Alteration


@frozen(slots=True)
class Unit:
    """One symbol with its chromosomes and bands: `t(9;22)(q34;q11.2)`.

    Attributes:
        symbol: `t`, `del`, `der` and so on.
        places: The chromosomes, as written (`?20` where doubted); for `amp` a gene.
        bands: One text for each place, empty where bands are left out.
    """

    symbol: str
    places: tuple[str, ...]
    bands: tuple[str, ...] = ()


@frozen(slots=True)
class Item:
    """One abnormality of a clone, as written.

    Attributes:
        kind: `whole` chromosome, `structure`, `marker`, `dmin`, or `raw` where not understood.
        text: The normalised text.
        span: Where it stands in the original text.
        sign: `+`, `-`, or empty.
        units: The symbols of a structure, in order.
        name: The chromosome of a whole one; `mar`, `mar1`, `r` of a marker.
        amount: How many (`x2`, `1~4mar`).
        uncertain: Whether the laboratory put a `?` before it.
        constitutional: True for `c`, None for `?c`, else False.
        alternatives: What it may be instead (`or`).
        cells: Cells with this item, where stated within a composite clone.
    """

    kind: Kind
    text: str
    span: Span
    sign: str = ""
    units: tuple[Unit, ...] = ()
    name: str = ""
    amount: Range = ONE
    uncertain: bool = False
    constitutional: bool | None = False
    alternatives: tuple[Item, ...] = ()
    cells: int | None = None


@frozen(slots=True, kw_only=True)
class WrittenClone:
    """One clone, as written.

    Attributes:
        text: The normalised text.
        span: Where it stands in the original text.
        side: `recipient`, or `donor` to the right of `//`.
        count: Chromosomes counted; None for a fragment quoted alone.
        ploidy: The `<3n>` mark as a number, 1 for `<n>`; None without a mark.
        sex: The sex chromosomes written, such as `XY`; empty where absent.
        sex_uncertain: Whether a `?` follows them.
        sex_constitutional: Whether a `c` follows them; None for `?c`.
        backref: `idem`, `sl`, `sdl1`, or empty.
        times: 2 for `idemx2` and for a stem in brackets followed by `x2`.
        stem: The clone in brackets that is doubled.
        items: The abnormalities written here.
        incomplete: Whether it ends in `inc`.
        cells: Metaphases; None where not stated.
        composite: Whether the cells are `cp`.
    """

    text: str
    span: Span
    side: Side
    count: Range | None = None
    ploidy: int | None = None
    sex: str = ""
    sex_uncertain: bool = False
    sex_constitutional: bool | None = False
    backref: str = ""
    times: int = 1
    stem: WrittenClone | None = None
    items: tuple[Item, ...] = ()
    incomplete: bool = False
    cells: int | None = None
    composite: bool = False


@frozen(slots=True, kw_only=True)
class Assay:
    """A result of another method written behind the karyotype, such as `.ish …`."""

    method: str
    text: str
    span: Span
