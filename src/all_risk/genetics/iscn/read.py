"""From a normalised karyotype string to its pieces: one function for each rule of `iscn.ebnf`.

The scanner moves one way and never back, so its time grows with the length of the text.
Strict reading stops at the first thing the grammar does not know; tolerant reading keeps
it as a raw item and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from attrs import define, field, frozen

from all_risk.genetics.iscn.model import (
    CHROMOSOMES,
    ONE,
    Assay,
    Item,
    Range,
    Side,
    Span,
    Unit,
    WrittenClone,
)

__all__ = ["NotRead", "Reading", "read"]

_SYMBOLS = (
    "psu dic|ider|idic|add|amp|cth|cx|del|der|dic|dup|fis|fra|hsr|ins|inv|qdp|rob|tas|trc|trp|i|r|t"
)
_PLACES = frozenset(
    {"?", *CHROMOSOMES, *("?" + chromosome for chromosome in CHROMOSOMES)},
)
_CHROMOSOME = r"(?:1\d|2[0-2]|[1-9]|[XY])"
_END = r"(?=[,/\[)]|\ or\ |$)"
_BORN = r"(\??c)?+"
_TIMES = r"(?:x([1-9]\d?))?+"
# Atomic groups (`?+`, `*+`, `++`): no text can make these patterns go back and try again.
_BAND = r"\??+(?:cen|[pq](?:ter|cen|(?:\d|\?(?!\??[pq]))*+(?:\.(?:\d|\?(?!\??[pq]))++)?+))"
_BANDS = re.compile(rf"(?:\?|(?:{_BAND})(?:(?:~|\ or\ )?+(?:{_BAND})|(?:~|\ or\ )[\d?.]++)*+)")

_HEAD = re.compile(r"(\d{1,3})(?:~(\d{1,3}))?+(?:<(\d?)n>)?+(?=[,/\[(]|$)")
_SEX = re.compile(rf"([XYU]{{1,8}})(?:(\?)?+(c)?+){_END}")
_BACKREF = re.compile(rf"(idem|s(?:d)?l\d{{0,2}}){_TIMES}{_END}")
_STEM_END = re.compile(r"\)x([2-9])")
_WHOLE = re.compile(rf"([+-])(\??)({_CHROMOSOME}){_BORN}{_TIMES}{_END}")
_SIGN = re.compile(r"([+-]?)(\??)")
_UNIT = re.compile(rf"({_SYMBOLS})\(([^()\[\]]*+)\)(?:\(([^()\[\]]*+)\))?+")
_ARM_IN_PLACE = re.compile(rf"{_CHROMOSOME}[pq].*")
_BORN_BETWEEN = re.compile(r"\??c(?=[a-wyz])")  # "cx2" is a mark and a number
_AFTER = re.compile(rf"{_BORN}{_TIMES}(?=[,/\[)]|\ or\ |$)")
_MARKER = re.compile(
    rf"([+-]?)(\??)(?:(\d{{1,3}})(?:~(\d{{1,3}}))?+)?+((?:mar|r)\d{{0,3}}){_BORN}{_TIMES}{_END}"
)
_DMIN = re.compile(rf"([+-]?)(?:(\d{{1,3}})(?:~(\d{{1,3}}))?+)?+(dmin|ace){_END}")
_ITEM_CELLS = re.compile(r"\[(\d{1,4})\](?=[,\[])")
_CELLS = re.compile(r"\[(cp)?+(\d{1,4})?+\]")
_ASSAY = re.compile(r"\.(nuc ish|ish|arr|ogm|rsa)\b")
_ITEMS_AFTER_ASSAY = re.compile(r",[+-](?:\d{1,2}|[XY])[,/\[]|[/;]\s?\d\d[,~-]")


class NotRead(Exception):
    """The scanner met something the grammar does not know, at `position`."""

    def __init__(self, position: int, expected: str) -> None:
        super().__init__(expected)
        self.position = position
        self.expected = expected


@frozen(slots=True)
class Reading:
    """The pieces of one karyotype string.

    Attributes:
        prefix: `mos`, `chi`, or empty.
        clones: Recipient clones, then donor clones.
        assays: What stands behind the karyotype, unread.
        doubts: What was kept raw: where, and what was expected there.
    """

    prefix: str
    clones: tuple[WrittenClone, ...]
    assays: tuple[Assay, ...]
    doubts: tuple[tuple[Span, str], ...]


def read(text: str, *, origin: Sequence[int] | None = None, tolerant: bool = False) -> Reading:
    """Read a normalised string.

    Args:
        text: The normalised text.
        origin: For each of its characters, its place in the original text.
        tolerant: Keep what is not understood as raw items instead of stopping there.

    Returns:
        The pieces.

    Raises:
        NotRead: Reading strictly, at the first thing not understood.

    Examples:
        >>> reading = read("46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]")
        >>> [clone.cells for clone in reading.clones]
        [12, 8]
        >>> reading.clones[0].items[0].units[0].places
        ('9', '22')
    """
    found = _ASSAY.search(text)
    if found and not tolerant and _ITEMS_AFTER_ASSAY.search(text, found.end()):
        raise NotRead(found.start(), "assays behind the last clone")
    end = found.start() if found else len(text)
    scanner = _Scanner(text=text[:end], origin=origin, tolerant=tolerant)
    prefix = ""
    if text.startswith(("mos ", "chi ")):
        prefix, scanner.at = text[:3], 4
    clones = scanner.sides()
    return Reading(
        prefix, clones, _assays(text, found, scanner) if found else (), tuple(scanner.doubts)
    )


def _assays(text: str, first: re.Match[str], scanner: _Scanner) -> tuple[Assay, ...]:
    """Split what follows the clones at each `.ish`, `.nuc ish`, `.arr` and so on."""
    marks = [first, *_ASSAY.finditer(text, first.end())]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return tuple(
        Assay(
            method=mark[1],
            text=text[mark.start() + 1 : end].strip(),
            span=scanner.span(mark.start() + 1, end),
        )
        for mark, end in zip(marks, ends, strict=True)
    )


@frozen(slots=True)
class _Head:
    """What stands before the items of a clone."""

    count: Range | None = None
    ploidy: int | None = None
    sex: str = ""
    doubted: bool = False
    born: bool = False
    backref: str = ""
    times: int = 1
    stem: WrittenClone | None = None


@define(slots=True)
class _Scanner:
    """The text, the place reached, and what was kept raw on the way."""

    text: str
    origin: Sequence[int] | None
    tolerant: bool
    at: int = 0
    doubts: list[tuple[Span, str]] = field(factory=list[tuple[Span, str]])

    def span(self, start: int, end: int) -> Span:
        if self.origin is None:
            return Span(start, end)
        if start >= end:
            place = self.origin[start] if start < len(self.origin) else 0
            return Span(place, place)
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def starts(self, words: str) -> bool:
        return self.text.startswith(words, self.at)

    def fail(self, expected: str) -> NoReturn:
        raise NotRead(self.at, expected)

    def sides(self) -> tuple[WrittenClone, ...]:
        if self.starts("//"):
            self.at += 2
            return self.side("donor")
        clones = self.side("recipient")
        if self.starts("//"):
            self.at += 2
            if self.at < len(self.text):
                clones += self.side("donor")
        if self.at < len(self.text):
            self.fail("a clone, or the end")
        return clones

    def side(self, side: Side) -> tuple[WrittenClone, ...]:
        clones = [self.clone(side)]
        while self.starts("/") and not self.starts("//"):
            self.at += 1
            clones.append(self.clone(side))
        return tuple(clones)

    def clone(self, side: Side) -> WrittenClone:
        start, text = self.at, self.text
        items: list[Item] = []
        head = self.head(side)
        if head is None:
            items.append(self.item())
        elif self.starts("("):
            # brackets after the count that hold no clone
            items.append(self.raw(self.at, "the doubled clone, such as 50(25,X,+X,+21)x2"))
        incomplete = False
        while self.starts(","):
            if text.startswith("inc", self.at + 1) and text[self.at + 4 : self.at + 5] in "[/":
                self.at += 4
                incomplete = True
                break
            self.at += 1
            items.append(self.item())
        cells, composite = self.cells()
        while self.at < len(text) and not self.starts("/"):
            if not self.tolerant:
                self.fail("',' before an item, '[cells]', or '/' before the next clone")
            items.append(self.item_without_comma())
            if cells is None and not composite:
                cells, composite = self.cells()
        head = head or _Head()
        if head.count is not None and not (head.sex or head.backref or head.stem or items):
            expected = "the sex chromosomes after the count, such as 46,XX"
            if not self.tolerant:
                self.fail(expected)
            self.doubts.append((self.span(start, self.at), expected))
        return WrittenClone(
            text=text[start : self.at],
            span=self.span(start, self.at),
            side=side,
            count=head.count,
            ploidy=head.ploidy,
            sex=head.sex,
            sex_uncertain=head.doubted,
            # `X?c` doubts whether it is constitutional, as `+21?c` does
            sex_constitutional=None if head.doubted and head.born else head.born,
            backref=head.backref,
            times=head.times,
            stem=head.stem,
            items=tuple(items),
            incomplete=incomplete,
            cells=cells,
            composite=composite,
        )

    def head(self, side: Side) -> _Head | None:
        text = self.text
        found = _HEAD.match(text, self.at)
        if found is None:
            return None
        self.at = found.end()
        count = _range(found[1], found[2])
        ploidy = None if found[3] is None else int(found[3] or 1)
        if self.starts(","):
            if sex := _SEX.match(text, self.at + 1):
                self.at = sex.end()
                return _Head(count, ploidy, sex[1], bool(sex[2]), bool(sex[3]))
            if back := _BACKREF.match(text, self.at + 1):
                self.at = back.end()
                return _Head(count, ploidy, backref=back[1], times=int(back[2] or 1))
        elif self.starts("("):
            start = self.at
            try:
                stem, times = self.stem(side)
            except NotRead:
                if not self.tolerant:
                    raise
                self.at = start
            else:
                return _Head(count, ploidy, times=times, stem=stem)
        return _Head(count, ploidy)

    def stem(self, side: Side) -> tuple[WrittenClone, int]:
        """`(25,X,+X,+21)x2`: a clone in brackets, of which every chromosome is doubled."""
        start, text = self.at, self.text
        self.at += 1
        head = _HEAD.match(text, self.at)
        sex = _SEX.match(text, head.end() + 1) if head else None
        if head is None or sex is None:
            self.fail("the doubled clone, such as 50(25,X,+X,+21)x2")
        self.at = sex.end()
        items: list[Item] = []
        while self.starts(","):
            self.at += 1
            items.append(self.item())
        times = _STEM_END.match(text, self.at)
        if times is None:
            self.fail("')x2' after the doubled clone")
        inner = WrittenClone(
            text=text[start + 1 : self.at],
            span=self.span(start + 1, self.at),
            side=side,
            count=_range(head[1], head[2]),
            ploidy=None if head[3] is None else int(head[3] or 1),
            sex=sex[1],
            items=tuple(items),
        )
        self.at = times.end()
        return inner, int(times[1])

    def cells(self) -> tuple[int | None, bool]:
        found = _CELLS.match(self.text, self.at)
        if found is None or not (found[1] or found[2]):
            return None, False
        self.at = found.end()
        return None if found[2] is None else int(found[2]), found[1] is not None

    def item(self) -> Item:
        start = self.at
        alternatives: list[Item] = []
        try:
            item = self.one()
            while self.starts(" or "):
                self.at += 4
                alternatives.append(self.one())
        except NotRead as stop:
            if not self.tolerant:
                raise
            self.at = start
            return self.raw(start, stop.expected)
        cells: int | None = None
        if found := _ITEM_CELLS.match(self.text, self.at):
            cells, self.at = int(found[1]), found.end()
        if not alternatives and cells is None:
            return item
        return Item(
            item.kind,
            item.text,
            item.span,
            item.sign,
            item.units,
            item.name,
            item.amount,
            item.uncertain,
            item.constitutional,
            tuple(alternatives),
            cells,
        )

    def item_without_comma(self) -> Item:
        """An item where a comma, cells or a stroke should be; at least one letter is taken."""
        start = self.at
        if self.text[start] in ",[]":
            self.at += 1
            return self.raw(start, "an item, '[cells]' or '/'", stop="/")
        item = self.item()
        return item if self.at > start else self.raw(start, "an item", stop="/")

    def one(self) -> Item:
        return self.whole() or self.marker() or self.dmin() or self.structure()

    def whole(self) -> Item | None:
        found = _WHOLE.match(self.text, self.at)
        if found is None:
            return None
        start, self.at = self.at, found.end()
        sign, doubt, name, born, times = found.groups()
        return Item(
            "whole",
            found[0],
            self.span(start, self.at),
            sign,
            (),
            name,
            ONE if times is None else Range(int(times), int(times)),
            doubt == "?",
            _born(born),
        )

    def marker(self) -> Item | None:
        found = _MARKER.match(self.text, self.at)
        if found is None:
            return None
        start, self.at = self.at, found.end()
        sign, doubt, low, high, name, born, times = found.groups()
        amount = _range(low or "1", high)
        if times is not None:
            amount = Range(amount.low * int(times), amount.high * int(times))
        return Item(
            "marker",
            found[0],
            self.span(start, self.at),
            sign,
            (),
            name,
            amount,
            doubt == "?",
            _born(born),
        )

    def dmin(self) -> Item | None:
        found = _DMIN.match(self.text, self.at)
        if found is None:
            return None
        start, self.at = self.at, found.end()
        amount = _range(found[2] or "1", found[3])
        return Item("dmin", found[0], self.span(start, self.at), found[1], (), found[4], amount)

    def structure(self) -> Item:
        start, text = self.at, self.text
        found = _SIGN.match(text, start)
        sign, doubt = (found[1], found[2]) if found else ("", "")
        self.at += len(sign) + len(doubt)
        units = [self.unit()]
        constitutional: bool | None = False
        while True:
            if between := _BORN_BETWEEN.match(text, self.at):
                # der(9)t(9;22)…t(11;12)c: only that unit is constitutional, the item is not
                self.at = between.end()
            if _UNIT.match(text, self.at) is None:
                break
            units.append(self.unit())
        after = _AFTER.match(text, self.at)
        if after is None:
            self.fail("a comma before the next item")
        self.at = after.end()
        if after[1] and len(units) <= 1 + (units[0].symbol in {"der", "ider"}):
            constitutional = _born(after[1])
        times = int(after[2] or 1)
        return Item(
            "structure",
            text[start : self.at],
            self.span(start, self.at),
            sign,
            tuple(units),
            "",
            Range(times, times) if times != 1 else ONE,
            doubt == "?",
            constitutional,
        )

    def unit(self) -> Unit:
        found = _UNIT.match(self.text, self.at)
        if found is None:
            self.fail("an abnormality such as +8, del(9)(p21) or t(9;22)(q34;q11.2)")
        symbol, places_text, bands_text = found.groups()
        places = tuple(places_text.split(";"))
        if symbol == "amp":
            self.at = found.end()
            return Unit(symbol, places)
        for place in places:
            if place not in _PLACES:
                if _ARM_IN_PLACE.fullmatch(place):
                    self.fail(f"the bands in brackets of their own, such as {symbol}(5)(q13)")
                self.fail(f"chromosomes 1 to 22, X or Y in {symbol}(…)")
        bands = () if bands_text is None else tuple(bands_text.split(";"))
        if bands:
            if len(bands) != len(places):
                self.fail(f"one band for each of the {len(places)} chromosomes of {symbol}(…)")
            for part in bands:
                if _BANDS.fullmatch(part) is None:
                    self.fail("bands such as p13 or q11.2")
        self.at = found.end()
        return Unit(symbol, places, bands)

    def raw(self, start: int, expected: str, *, stop: str = ",/[") -> Item:
        """Keep everything to the next separator outside brackets, as written."""
        text, depth, at = self.text, 0, start
        while at < len(text):
            letter = text[at]
            if letter == "(":
                depth += 1
            elif letter == ")":
                depth = max(0, depth - 1)
            elif depth == 0 and letter in stop:
                break
            at += 1
        self.at = at
        span = self.span(start, at)
        self.doubts.append((span, expected))
        return Item("raw", text[start:at], span)


def _range(low: str, high: str | None) -> Range:
    bounds = int(low), int(high or low)
    return Range(min(bounds), max(bounds))


def _born(mark: str | None) -> bool | None:
    """`c` is constitutional, `?c` may be."""
    return False if not mark else (True if mark == "c" else None)
