"""From clones as written to clones as they are: inheritance, ploidy, copies, balance.

`idem`, `sl` and `sdl` are written out, a clone in brackets is doubled, an item taken back
(`-der(9)`) leaves the clone that had it, and every chromosome is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from all_risk.genetics.iscn.model import CHROMOSOMES, Item, Range, Side, Span, WrittenClone

__all__ = ["Clone", "resolve", "whole_gain"]

_INDEX = {chromosome: place for place, chromosome in enumerate(CHROMOSOMES)}
_JOINING = frozenset({"der", "dic", "psu dic", "idic", "ider", "rob", "tas", "trc"})
_DIPLOID = 2
_LOWEST_DIPLOID, _HIGHEST_DIPLOID = 35, 57


@frozen(slots=True, kw_only=True)
class Clone:
    """One clone with everything it inherits.

    Attributes:
        index: Its place in the string, from 0.
        text: Its text, normalised.
        span: Where it stands in the original text.
        side: `recipient`, or `donor`.
        count: Chromosomes counted; None for a fragment quoted alone.
        acquired_count: The count without what is constitutional.
        ploidy: The reference the gains and losses are counted against: 2 for 2n.
        ploidy_stated: Whether the laboratory wrote that reference.
        sex: The sex chromosomes written; empty where absent.
        items: Its abnormalities, inherited ones first, those taken back left out.
        parent: The clone it descends from (`idem`, `sl`, `sdl`).
        times: 2 where it is the doubled form of another clone.
        stem_count: The count of the clone it doubles.
        cells: Metaphases; None where not stated.
        composite: Whether its abnormalities were put together from several cells (`cp`).
        incomplete: Whether it ends in `inc`.
        copies: Copies of each chromosome, in the order of `CHROMOSOMES`; a range where a
            derivative carries only part, or the laboratory is in doubt.
        expected_count: What reference and items add up to; None where they cannot be added.
    """

    index: int
    text: str
    span: Span
    side: Side
    count: Range | None
    acquired_count: Range | None
    ploidy: int
    ploidy_stated: bool
    sex: str
    items: tuple[Item, ...]
    parent: int | None
    times: int
    stem_count: Range | None
    cells: int | None
    composite: bool
    incomplete: bool
    copies: tuple[Range, ...]
    expected_count: Range | None

    @property
    def acquired(self) -> tuple[Item, ...]:
        """The items that are not constitutional."""
        return tuple(item for item in self.items if item.constitutional is not True)

    @property
    def understood(self) -> bool:
        """Whether nothing in it was kept raw."""
        return all(item.kind != "raw" for item in self.items)

    @property
    def normal(self) -> bool:
        """Whether nothing acquired was seen and everything was understood."""
        return (
            not self.acquired
            and not self.incomplete
            and self.times == 1
            and self.acquired_count == (46, 46)
            and (self.expected_count is None or self.expected_count == self.count)
        )

    @property
    def whole_gains(self) -> tuple[str, ...]:
        """Chromosomes of which whole copies were surely gained, all in the same cells.

        Schemes ask for them by number (5, 17, 18, 20); a composite clone shows none.
        """
        if self.composite:
            return ()
        named = {item.name for item in self.items if item.kind == "whole" and item.sign == "+"}
        return tuple(name for name in CHROMOSOMES if name in named and whole_gain(self, name) > 0)

    def copies_of(self, chromosome: str) -> Range:
        """How many copies of one chromosome the clone has.

        Args:
            chromosome: `1` to `22`, `X` or `Y`.

        Returns:
            The range of copies.
        """
        return self.copies[_INDEX[chromosome]]


def resolve(written: Sequence[WrittenClone]) -> tuple[tuple[Clone, ...], tuple[str, ...]]:
    """Write out the clones of one karyotype.

    Args:
        written: The clones in the order of the text, recipient before donor.

    Returns:
        The clones, and warnings about references that lead nowhere.

    Examples:
        >>> from all_risk.genetics.iscn.read import read
        >>> clones, _ = resolve(read("47,XX,+8[9]/48,idem,+21[4]").clones)
        >>> [item.text for item in clones[1].items], str(clones[1].copies_of("8"))
        (['+8', '+21'], '3')
    """
    lines: list[_Line] = []
    warnings: list[str] = []
    for index, clone in enumerate(written):
        parent = _parent(clone.backref, index, written) if clone.backref else None
        if clone.backref and parent is None:
            warnings.append(f"{clone.backref} in clone {index + 1} refers to no clone")
        lines.append(_resolve(index, clone, None if parent is None else lines[parent]))
    clones = [line.clone for line in lines]
    return tuple(clones), tuple(warnings)


def whole_gain(clone: Clone, chromosome: str) -> int:
    """Acquired whole copies gained of a chromosome, less those lost, doubts left out."""
    total = 0
    for item in clone.items:
        if item.kind == "whole" and item.name == chromosome and item.constitutional is False:
            if item.sign == "-":
                total -= item.amount.high
            elif not (item.uncertain or item.alternatives):
                total += item.amount.low
    return total


def _parent(backref: str, index: int, written: Sequence[WrittenClone]) -> int | None:
    """Which clone a reference means: `idem` and `sl` the first, `sdl2` the second sideline."""
    side = written[index].side
    first = next(place for place, clone in enumerate(written) if clone.side == side)
    if index == first:
        return None
    if not backref.startswith("sdl"):
        return first
    sidelines = [place for place in range(first + 1, index) if written[place].backref]
    if backref == "sdl":
        return sidelines[-1] if sidelines else first
    wanted = int(backref[3:])
    return sidelines[wanted - 1] if 0 < wanted <= len(sidelines) else None


class _Sex(NamedTuple):
    """The sex chromosomes of a clone: letters, whether doubted, whether constitutional."""

    letters: str
    uncertain: bool
    born: bool | None


class _Line(NamedTuple):
    """A clone with what its descendants need: all its items, and where counting starts."""

    clone: Clone
    ledger: tuple[Item, ...]
    sex: _Sex
    base: _Balance | None


def _resolve(index: int, written: WrittenClone, parent: _Line | None) -> _Line:
    own = written.items
    sex = _Sex(written.sex, written.sex_uncertain, written.sex_constitutional)
    inherited: tuple[Item, ...] = ()
    ledger, base = own, None
    stem_count: Range | None = None
    ploidy = written.ploidy
    stated = ploidy is not None
    if written.stem is not None:
        parent = _resolve(index, written.stem, None)
    if parent is not None:
        before = parent.clone
        inherited, sex = before.items, parent.sex
        if written.times > 1:
            base, stem_count = _doubled(before, written.times), before.count
            ploidy = ploidy or _DIPLOID
        else:
            ledger, base, stem_count = parent.ledger + own, parent.base, before.stem_count
            ploidy, stated = ploidy or before.ploidy, stated or before.ploidy_stated
    if ploidy is None:
        ploidy = _reference(written.count, ledger, sex)
    balance = _balance(ledger, ploidy, sex, composite=written.composite, base=base)
    count, born = written.count, balance.born
    adds_up = not (count is None or written.composite or written.incomplete or balance.open)
    clone = Clone(
        index=index,
        text=written.text,
        span=written.span,
        side=written.side,
        count=count,
        acquired_count=count and Range(count.low - born.high, count.high - born.low),
        ploidy=ploidy,
        ploidy_stated=stated,
        sex=sex.letters,
        items=_taken_back(inherited, own) if inherited else own,
        parent=None if parent is None or written.stem is not None else parent.clone.index,
        times=written.times,
        stem_count=stem_count,
        cells=written.cells,
        composite=written.composite,
        incomplete=written.incomplete,
        copies=tuple(balance.copies),
        expected_count=balance.total if adds_up else None,
    )
    return _Line(clone, ledger, sex, base)


def _taken_back(inherited: tuple[Item, ...], own: tuple[Item, ...]) -> tuple[Item, ...]:
    """Own `-der(9)` or `-mar1` removes the inherited item; a whole chromosome stays to be added."""
    items = list(inherited)
    for item in own:
        place = _match(items, item) if item.sign == "-" and item.kind != "whole" else None
        if place is None:
            items.append(item)
            continue
        left = Range(
            items[place].amount.low - item.amount.high, items[place].amount.high - item.amount.low
        )
        if left.low > 0:
            items[place] = evolve(items[place], amount=left)
        else:
            del items[place]
    return tuple(items)


def _match(items: Sequence[Item], removed: Item) -> int | None:
    """The last inherited item that a negative one takes back."""
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        if item.kind != removed.kind or item.sign == "-" or item.name != removed.name:
            continue
        if item.kind in {"marker", "dmin"}:
            return place
        ours, theirs = item.units[0], removed.units[0]
        if (ours.symbol, ours.places) == (theirs.symbol, theirs.places) and (
            not theirs.bands or ours.bands == theirs.bands
        ):
            return place
    return None


@frozen(slots=True)
class _Balance:
    """Copies, their total, what of it is constitutional, and whether something is unknown."""

    copies: list[Range]
    total: Range
    born: Range
    open: bool


def _doubled(clone: Clone, times: int) -> _Balance:
    copies = [Range(copy.low * times, copy.high * times) for copy in clone.copies]
    total = clone.expected_count or clone.count or Range(46, 46)
    return _Balance(
        copies,
        Range(total.low * times, total.high * times),
        Range(0, 0),
        clone.expected_count is None,
    )


def _reference(count: Range | None, items: tuple[Item, ...], sex: _Sex) -> int:
    """2n, unless the count and the sex chromosomes show that items are counted against another."""
    if count is None or (count.low >= _LOWEST_DIPLOID and count.high <= _HIGHEST_DIPLOID):
        return 2
    if count.high < _LOWEST_DIPLOID:
        candidates = [2, 1] if len(sex.letters) == 1 else [2]
    else:
        candidates = [2, 3, 4][: max(1, len(sex.letters) - 1)]
    if len(candidates) == 1:
        return candidates[0]

    def distance(ploidy: int) -> int:
        total = _balance(items, ploidy, sex, composite=False, base=None).total
        return max(0, count.low - total.high, total.low - count.high)

    return min(candidates, key=distance)


def _balance(
    items: tuple[Item, ...], ploidy: int, sex: _Sex, *, composite: bool, base: _Balance | None
) -> _Balance:
    """Add up the chromosomes.

    The sex field says which normal sex chromosomes remain. One that is missing there is
    explained by `-X` or by an abnormal X among the items, and is not counted twice.
    """
    letters = sex.letters
    if base is None:
        copies = [Range(ploidy, ploidy)] * 22
        if letters and "U" not in letters:
            copies += [Range(letters.count(name), letters.count(name)) for name in "XY"]
        else:
            copies += [Range(0, ploidy)] * 2
        high = 22 * ploidy + (len(letters) or ploidy)
        low = high - sex.uncertain
        missing = max(0, ploidy - len(letters)) if letters and sex.born is not True else 0
        born_low = born_high = 0
        if sex.born is not False and letters:
            extra = len(letters) - ploidy
            born_low, born_high = (extra, extra) if sex.born else (min(0, extra), max(0, extra))
    else:
        copies, (low, high) = list(base.copies), base.total
        missing = born_low = born_high = 0
    unknown = base.open if base is not None else False

    for item in items:
        kind, amount = item.kind, item.amount
        change_low = change_high = 0
        if kind == "whole":
            place = _INDEX[item.name]
            if item.sign == "+":
                change_low, change_high = amount
            else:
                explained = min(missing, amount.high) if place > 21 else 0
                missing -= explained
                change_low, change_high = explained - amount.high, explained - amount.low
            copy = copies[place]
            in_some_cells = (composite or item.cells is not None) and not item.constitutional
            if item.uncertain or in_some_cells or item.alternatives:
                change_low, change_high = min(change_low, 0), max(change_high, 0)
            copies[place] = Range(max(0, copy.low + change_low), max(0, copy.high + change_high))
        elif kind == "structure":
            change_low, missing = _structure(item, copies, missing)
            change_high = change_low
        elif kind == "marker":
            change_low, change_high = amount if item.sign != "-" else (-amount.high, -amount.low)
        elif kind == "raw":
            unknown = True
        low, high = low + change_low, high + change_high
        if item.constitutional is not False:
            if item.constitutional:
                born_low, born_high = born_low + change_low, born_high + change_high
            else:
                born_low, born_high = born_low + min(0, change_low), born_high + max(0, change_high)
    return _Balance(copies, Range(low, high), Range(born_low, born_high), unknown)


def _structure(item: Item, copies: list[Range], missing: int) -> tuple[int, int]:
    """Count one structure into `copies`; how many chromosomes it adds, and what stays missing."""
    unit, times = item.units[0], item.amount.low
    names = [place.lstrip("?") for place in unit.places]
    places = [_INDEX[name] for name in names if name in _INDEX]
    joins = unit.symbol in _JOINING and len(unit.places) > 1
    if item.sign == "+":
        for place in set(places):
            copies[place] = Range(copies[place].low, copies[place].high + times)
        return times, missing
    if item.sign == "-":
        for place in places[:1]:
            low, high = copies[place]
            high = max(0, high - times)
            copies[place] = Range(min(low, high), high)
        return -times, missing
    change = 0
    for place in places:
        low, high = copies[place]
        if place > 21 and missing:
            # the abnormal X or Y is the one the sex field leaves out
            missing -= 1
            change += 1
            low, high = low + 1, high + 1
        copies[place] = Range(max(0, low - times), high) if joins else Range(low, high)
    if joins:
        change -= (len(unit.places) - 1) * times
    return change, missing
