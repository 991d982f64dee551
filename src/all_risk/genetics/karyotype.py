"""Reading a karyotype: the laboratory's line to clones and findings, with every doubt shown.

Three outcomes: read as it stands, read after listed edits, or refused with the place and a
sentence on how to write it. What is not understood is kept as written and never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from attrs import frozen

from all_risk.genetics.clones import Clone, resolve
from all_risk.genetics.findings import Complexity, ReadFinding, complexity, findings, strongest
from all_risk.genetics.fish import assay_findings
from all_risk.genetics.iscn.model import Assay, Edit, Item, Side
from all_risk.genetics.iscn.normalise import normalise
from all_risk.genetics.iscn.read import NotRead, Reading, read
from all_risk.genetics.iscn.refusal import refused
from all_risk.genetics.iscn.write import write
from all_risk.genetics.lesions import LESIONS
from all_risk.genetics.picture import ideogram_svg

__all__ = ["ENOUGH_METAPHASES", "FORMAT", "Karyotype", "read_karyotype"]

FORMAT: Final = "all-risk/karyotype/1"
ENOUGH_METAPHASES: Final = 20
"""UKALLXII counted fewer normal metaphases as a failed test (ASH 2005 abstract 331)."""

_LONGEST: Final = 5_000  # many times a long karyotype; bounds the time hostile input takes
_MOST_CLONES: Final = 60
# Hypodiploid and hyperdiploid clones may not divide: Mol Cytogenet 2019,
# 10.1186/s13039-019-0454-0, shows a normal karyotype over 80 % hypodiploid cells.
_SEEN_BY_BANDS: Final = tuple(
    lesion.name for lesion in LESIONS if not lesion.cryptic and lesion.kind != "ploidy"
)
_OTHER_ASSAY = re.compile(r"\s*\.?(nuc\s?ish|ish|arr|ogm|rsa)\b", re.IGNORECASE)
_CODE: Final = "unreadable_karyotype"
_EXAMPLE: Final = "such as 46,XX,t(9;22)(q34;q11.2)[20]"
_NOT_ONE: Final = (
    f"not a karyotype; write it with the count and the sex chromosomes first, {_EXAMPLE}"
)


@frozen(slots=True, kw_only=True)
class Karyotype:
    """A karyotype that was read.

    Attributes:
        text: The original text.
        canonical: The same in canonical ISCN; where pieces are kept raw, only normalised.
        edits: Every change made to read it.
        warnings: What a reader should know: doubts, sums that do not add up, what to ask for.
        clones: Recipient clones, then donor clones.
        assays: Results of other methods behind it; positive FISH is among the findings.
        metaphases: Recipient metaphases in all; None where any clone leaves them out.
        normal: Whether only normal recipient cells were seen, and enough of them. A
            karyotype without a number of metaphases is taken at the laboratory's word.
        unlikely: Lesions that a normal result of 20 metaphases or more makes unlikely.
            To rules they stay unknown: bands rule nothing out.
        findings: One for each lesion shown, never `not_detected`.
    """

    text: str
    canonical: str
    edits: tuple[Edit, ...]
    warnings: tuple[str, ...]
    clones: tuple[Clone, ...]
    assays: tuple[Assay, ...]
    metaphases: int | None
    normal: bool
    unlikely: tuple[str, ...]
    findings: tuple[ReadFinding, ...]

    def of_side(self, side: Side) -> tuple[Clone, ...]:
        """The clones of the `recipient`, or of the `donor` after a transplant."""
        return tuple(clone for clone in self.clones if clone.side == side)

    def _repr_svg_(self) -> str:
        """The picture notebooks show."""
        return ideogram_svg(self)

    def complexity(self) -> tuple[Complexity, ...]:
        """The number of abnormalities of each recipient clone, by each method."""
        return tuple(chain.from_iterable(map(complexity, self.of_side("recipient"))))


def read_karyotype(text: str) -> Karyotype:
    """Read a karyotype in ISCN, or nearly in it.

    Args:
        text: The line of the laboratory, ISCN 2016 to 2024 or older.

    Returns:
        What it says.

    Raises:
        UnreadableNotation: If nothing in it can be understood; the message says where and
            how to write it.

    Examples:
        >>> result = read_karyotype("46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]")
        >>> [(finding.lesion, finding.status) for finding in result.findings]
        [('BCR::ABL1', 'detected')]
        >>> result = read_karyotype("46 XY [20]")
        >>> result.normal, "BCR::ABL1" in result.unlikely, len(result.edits)
        (True, True, 2)
        >>> read_karyotype("complex alt.")
        Traceback (most recent call last):
        ...
        all_risk.errors.UnreadableNotation: at character 1, 'complex alt': not a karyotype; \
write it with the count and the sex chromosomes first, such as 46,XX,t(9;22)(q34;q11.2)[20]
    """
    _check(text)
    normalised, edits = text, tuple[Edit, ...]()
    try:
        reading = read(text)
    except NotRead:
        draft = normalise(text)
        _check(draft.text)
        normalised, edits = draft.text, tuple(draft.edits)
        try:
            reading = read(draft.text, origin=draft.origin, tolerant=True)
        except NotRead as stop:
            start = draft.span(stop.position, stop.position).start
            raise refused(_CODE, text, start, f"expected {stop.expected}") from None
        if not _anything_understood(reading):
            start, end = reading.doubts[0][0]  # what is not understood is in doubt
            raise refused(_CODE, text, start, _NOT_ONE, end=end) from None
    if len(reading.clones) > _MOST_CLONES:
        advice = f"{len(reading.clones)} clones are too many to read; give one karyotype"
        raise refused(_CODE, text, 0, advice)
    return _understood(text, normalised, reading, edits)


def _check(text: str) -> None:
    if not text.strip():
        raise refused(_CODE, text, 0, f"no karyotype was given; write one {_EXAMPLE}")
    if len(text) > _LONGEST:
        advice = f"longer than {_LONGEST:,} characters; give one karyotype"
        raise refused(_CODE, text, _LONGEST, advice)
    other = _OTHER_ASSAY.match(text)
    if other is None:
        return
    if other[1].lower().endswith("ish"):
        advice = "a FISH result; read it with read_fish, or as a fish entry"
    else:
        advice = f"{other[1]} results are not read; enter the lesions the report names"
    raise refused(_CODE, text, other.start(1), advice, end=other.end(1))


def _anything_understood(reading: Reading) -> bool:
    return any(
        (clone.count is not None and (clone.sex or clone.backref or clone.stem))
        or any(item.kind != "raw" for item in clone.items)
        for clone in reading.clones
    )


def _understood(text: str, normalised: str, reading: Reading, edits: tuple[Edit, ...]) -> Karyotype:
    clones, unresolved = resolve(reading.clones)
    own = [clone for clone in clones if clone.side == "recipient"]
    stated = [clone.cells for clone in own]
    metaphases = None if None in stated else sum(cells or 0 for cells in stated)
    all_normal = bool(own) and all(clone.normal for clone in own)
    normal = all_normal and (metaphases is None or metaphases >= ENOUGH_METAPHASES)
    found = findings(clones)
    notes: tuple[str, ...] = ()
    if reading.assays:
        more, notes = assay_findings(reading.assays)
        found = strongest((*found, *more))
    return Karyotype(
        text=text,
        # raw pieces have no canonical spelling
        canonical=normalised if reading.doubts else write(reading),
        edits=edits,
        warnings=(
            *_edit_warnings(text, reading, edits),
            *unresolved,
            *_mixed_references(reading),
            *_clone_warnings(clones),
            *_metaphase_warnings(own, metaphases, all_normal=all_normal),
            *notes,
        ),
        clones=clones,
        assays=reading.assays,
        metaphases=metaphases,
        normal=normal,
        unlikely=_unlikely(found) if normal and metaphases is not None else (),
        findings=found,
    )


def _unlikely(found: tuple[ReadFinding, ...]) -> tuple[str, ...]:
    """What bands would have shown, unless FISH behind the karyotype shows it after all."""
    shown = {finding.lesion for finding in found}
    return tuple(lesion for lesion in _SEEN_BY_BANDS if lesion not in shown)


def _edit_warnings(text: str, reading: Reading, edits: tuple[Edit, ...]) -> list[str]:
    warnings = [
        f"at character {edit.span.start + 1}: {edit.was!r} is read as {edit.now!r}: {edit.why}"
        for edit in edits
        if edit.kind == "meaning"
    ]
    warnings += [
        f"at character {span.start + 1}: {text[span.start : span.end]!r} is not understood and "
        f"kept as written; expected {expected}"
        for span, expected in reading.doubts
    ]
    return warnings


def _mixed_references(reading: Reading) -> list[str]:
    words = {clone.backref[:2] for clone in reading.clones if clone.backref}
    if "id" in words and len(words) > 1:
        return ["idem and sl are mixed; ISCN 2024 6.3.4 asks for one of them"]
    return []


def _clone_warnings(clones: tuple[Clone, ...]) -> list[str]:
    warnings: list[str] = []
    described: set[tuple[str, ...]] = set()
    for clone in clones:
        name = f"clone {clone.index + 1}"
        expected, count = clone.expected_count, clone.count
        if (
            expected is not None
            and count is not None
            and (expected.low > count.high or expected.high < count.low)
        ):
            warnings.append(f"{name}: its items add up to {expected}, the count is {count}")
        if clone.composite and clone.cells is None:
            warnings.append(f"{name}: write the number of cells of a composite clone, [cp5]")
        for item in clone.items:
            if item.units:
                warnings += _unit_warnings(name, item, described)
        if clone.parent is None:
            warnings += _old_derivatives(name, clone)
    return warnings


def _old_derivatives(name: str, clone: Clone) -> Iterator[str]:
    """Before 1991 a derivative was written as a loss and a gain: `-19,+der(19)t(1;19)`."""
    for lost, gained in pairwise(clone.items):
        if (
            (lost.kind, lost.sign, gained.sign) == ("whole", "-", "+")
            and gained.units
            and gained.units[0].symbol == "der"
            and gained.units[0].places == (lost.name,)
        ):
            yield (
                f"{name}: {lost.text},{gained.text} is the form used before 1991; "
                f"today it is {gained.text[1:]}"
            )


def _unit_warnings(name: str, item: Item, described: set[tuple[str, ...]]) -> list[str]:
    head = item.units[0]
    if head.symbol == "der" and len(item.units) == 1 and not head.bands and item.sign != "-":
        place = head.places[0]
        if ("der", *head.places) in described:
            return []
        return [
            (
                f"{name}: {item.text} needs a description, such as "
                f"der({place})t(1;{place})(q21;p13); what it is made of is unknown"
            )
        ]
    warnings: list[str] = []
    for unit in item.units:
        key = (unit.symbol, *unit.places)
        if unit.bands or (unit.symbol in {"der", "ider", "amp"} and len(item.units) > 1):
            described.add(key)
        elif key not in described and item.sign != "-":
            described.add(key)
            warnings.append(
                f"{name}: {unit.symbol}({';'.join(unit.places)}) is given without bands"
            )
    return warnings


def _metaphase_warnings(own: list[Clone], metaphases: int | None, *, all_normal: bool) -> list[str]:
    if not own:
        return ["only donor cells were seen; nothing is said about the leukaemia"]
    if not all_normal:
        return []
    if metaphases is None:
        return [
            (
                "the number of metaphases is not stated: taken as normal at the laboratory's word, "
                "but it makes nothing unlikely"
            )
        ]
    if metaphases < ENOUGH_METAPHASES:
        return [
            (
                f"{metaphases} normal metaphases are too few to call the karyotype normal; "
                f"{ENOUGH_METAPHASES} are needed"
            )
        ]
    return []
