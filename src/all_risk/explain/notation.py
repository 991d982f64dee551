"""What a karyotype or FISH string shows, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from all_risk.genetics.fish import FishResult
from all_risk.genetics.karyotype import Karyotype
from all_risk.genetics.picture import copy_number_line

__all__ = ["tell_fish", "tell_karyotype"]


def tell_karyotype(reading: Karyotype) -> Iterator[str]:
    r"""A karyotype, clone by clone.

    Args:
        reading: What was read.

    Yields:
        Lines of text.

    Examples:
        >>> from all_risk.genetics.karyotype import read_karyotype
        >>> print(*tell_karyotype(read_karyotype("47,XX,+8[20]")), sep="\n")
        47,XX,+8[20]
          clone 1: 47,XX,+8[20]
            47 chromosomes | gained 8 (3 copies)
          findings:
            LOW_HYPERDIPLOIDY: detected (47,XX,+8[20])
            TRISOMY_8: detected (47,XX,+8[20])
    """
    yield reading.text
    for clone in reading.clones:
        side = ", donor cells" if clone.side == "donor" else ""
        normal = ", normal" if clone.normal else ""
        yield f"  clone {clone.index + 1}{side}{normal}: {clone.text}"
        yield f"    {copy_number_line(clone)}"
    if reading.normal:
        yield "  normal; that makes what bands can show unlikely and excludes nothing"
    yield from _findings(reading)


def tell_fish(reading: FishResult) -> Iterator[str]:
    """A FISH result, finding by finding.

    Args:
        reading: What was read.

    Yields:
        Lines of text.
    """
    yield reading.text
    if reading.normal:
        yield "  every probe set is normal"
    yield from _findings(reading)


def _findings(reading: Karyotype | FishResult) -> Iterator[str]:
    if reading.findings:
        yield "  findings:"
    for found in reading.findings:
        status = found.status.replace("_", " ")
        piece = reading.text[slice(*found.span)]
        yield f"    {found.lesion}: {status} ({piece})"
    for edit in reading.edits:
        yield f"  edit: {edit.was!r} read as {edit.now!r}: {edit.why}"
    for warning in reading.warnings:
        yield f"  note: {warning}"
