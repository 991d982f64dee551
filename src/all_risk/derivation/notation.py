"""From the laboratory's strings to findings, each with the piece of text that decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TypeAlias

from attrs import frozen

from all_risk.errors import AllRiskError
from all_risk.genetics.fish import FishResult, read_fish
from all_risk.genetics.karyotype import Karyotype, read_karyotype
from all_risk.messages import Message, say
from all_risk.patient import Finding, FishText, KaryotypeText, Method
from all_risk.quantities import Interval

__all__ = ["Notation", "read_notation"]

# Side clones a few chromosomes apart fall in different classes without contradicting each
# other; the classes near 46 then say nothing of the patient. The reading itself keeps them.
_NEAR_DIPLOID = frozenset({"HIGH_HYPODIPLOIDY", "LOW_HYPERDIPLOIDY"})
_PLOIDY_CLASSES = _NEAR_DIPLOID | {
    "HIGH_HYPERDIPLOIDY",
    "LOW_HYPODIPLOIDY",
    "MASKED_HYPODIPLOIDY",
    "NEAR_HAPLOIDY",
    "NEAR_TETRAPLOIDY",
    "NEAR_TRIPLOIDY",
}

_Reading: TypeAlias = Karyotype | FishResult


@frozen(kw_only=True)
class Notation:
    """What one string says of the patient.

    Attributes:
        findings: Findings, each with its place in the document and the piece of the string.
        counts: The chromosomes of the leukaemic clones, with their place.
        extra_21: Whether extra whole chromosomes 21 may explain many signals of RUNX1.
        notes: What should be known about the reading.
    """

    findings: tuple[tuple[Finding, str], ...] = ()
    counts: tuple[tuple[Interval, str], ...] = ()
    extra_21: bool = False
    notes: tuple[Message, ...] = ()


def read_notation(result: KaryotypeText | FishText, path: str) -> Notation:
    """Read a karyotype or FISH string of a patient document.

    Args:
        result: The string with its date.
        path: Where it stands in the document.

    Returns:
        What it says. A string that cannot be read counts for nothing and is noted.

    Examples:
        >>> read = read_notation(KaryotypeText(karyotype="46,XX,t(9;22)(q34;q11.2)[20]"), "here")
        >>> [(finding.lesion, place) for finding, place in read.findings]
        [('BCR::ABL1', 'here: t(9;22)(q34;q11.2)')]
    """
    reading: _Reading
    try:
        if isinstance(result, KaryotypeText):
            reading = read_karyotype(result.karyotype)
        else:
            reading = read_fish(result.fish)
    except AllRiskError as error:
        why = "; ".join(problem.message for problem in error.errors)
        return Notation(notes=(say("not_read", path=path, why=why),))
    return Notation(
        findings=tuple(_findings(reading, result.date, path)),
        counts=tuple(_counts(reading, path)) if isinstance(reading, Karyotype) else (),
        extra_21=isinstance(reading, Karyotype) and _extra_21(reading),
        notes=tuple(_notes(reading, path)),
    )


def _notes(reading: _Reading, path: str) -> Iterator[Message]:
    if reading.edits:
        edits = ", ".join(f"{edit.was!r} as {edit.now!r}" for edit in reading.edits)
        yield say("read_with_edits", path=path, edits=edits)
    for warning in reading.warnings:
        yield say("notation_warning", path=path, warning=warning)
    if reading.unlikely:
        yield say("normal_karyotype", path=path)


def _findings(reading: _Reading, day: date | None, path: str) -> Iterator[tuple[Finding, str]]:
    method: Method = "karyotype" if isinstance(reading, Karyotype) else "fish"
    classes = {found.lesion for found in reading.findings} & _PLOIDY_CLASSES
    for found in reading.findings:
        if len(classes) > 1 and found.lesion in _NEAR_DIPLOID:
            continue
        piece = reading.text[slice(*found.span)]
        finding = Finding(lesion=found.lesion, status=found.status, method=method, date=day)
        yield finding, f"{path}: {piece}"


def _extra_21(reading: Karyotype) -> bool:
    return any(
        clone.copies_of("21").high >= 4
        or any(
            i.constitutional and (i.kind, i.name, i.sign) == ("whole", "21", "+")
            for i in clone.items
        )
        for clone in reading.of_side("recipient")
    )


def _counts(reading: Karyotype, path: str) -> Iterator[tuple[Interval, str]]:
    """The chromosomes of the leukaemic clones, of the hypodiploid one where there is one.

    Cells in which no abnormality was recognised, donor cells, and cells too few to be a clone
    (two, or three where chromosomes are lost) say nothing of the leukaemia.
    """
    clones = [
        (clone, Interval(Decimal(count.low), Decimal(count.high)))
        for clone in reading.of_side("recipient")
        if (count := clone.acquired_count) is not None
        and any(item.kind != "raw" for item in clone.acquired)
        and (clone.cells is None or clone.cells >= (3 if count.high < 46 else 2))
    ]
    hypodiploid = [each for each in clones if each[1].compare("<", Decimal(40))]
    chosen = hypodiploid or clones
    if chosen:
        pieces = "/".join(clone.text for clone, _ in chosen)
        yield reduce(Interval.hull, (count for _, count in chosen)), f"{path}: {pieces}"
