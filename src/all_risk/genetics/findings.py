"""From clones to findings: rearrangements, losses, ploidy and complexity put together.

Evidence is collected clone by clone. A lesion gets one finding, with its strongest status:
`detected` where the classical form stands in a clone, `presumptive` where the band is only
near, the laboratory doubts it, or a single cell shows it. Bands never say `not_detected`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from attrs import frozen

from all_risk.genetics import ploidy
from all_risk.genetics.clones import Clone, whole_gain
from all_risk.genetics.imbalance import part_changes_of
from all_risk.genetics.iscn.model import Item, Span, Unit
from all_risk.genetics.rearrangements import T_CELL_RECEPTORS, matches

__all__ = ["Complexity", "ReadFinding", "Status", "complexity", "findings", "strongest"]

Status: TypeAlias = Literal["detected", "presumptive", "inconclusive", "not_detected"]
Method: TypeAlias = Literal["iscn-2024", "items"]

_COMPLEX_FROM = 5
_HYPERDIPLOID_FROM = 51
_HYPODIPLOID_HIGHEST = 39
_UNBALANCED = frozenset({"der", "ider"})
_LOSSES = frozenset({"MONOSOMY_7", "NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY", "HIGH_HYPODIPLOIDY"})
# Moorman, Blood 2007;109:3189 counts five or more changes only outside these groups;
# HARMONY's code adds KMT2A-r, high hyperdiploidy and low hypodiploidy.
_PLOIDY = frozenset(
    {
        "HIGH_HYPERDIPLOIDY",
        "LOW_HYPODIPLOIDY",
        "MASKED_HYPODIPLOIDY",
        "NEAR_HAPLOIDY",
        "NEAR_TRIPLOIDY",
    }
)
_ESTABLISHED = _PLOIDY | frozenset(
    {
        "BCR::ABL1",
        "ETV6::RUNX1",
        "IGH::MYC",
        "IGK::MYC",
        "IGL::MYC",
        "KMT2A-r",
        "TCF3::HLF",
        "TCF3::PBX1",
    }
)


@frozen(slots=True, kw_only=True)
class ReadFinding:
    """One lesion and how well it is shown.

    Attributes:
        lesion: Its canonical name.
        status: `detected` or `presumptive`; from FISH also `inconclusive` and `not_detected`.
        clone: The clone that shows it, by its index; None for an assay.
        span: What decided, in the original text.
        reason: Why, in words.
    """

    lesion: str
    status: Status
    clone: int | None
    span: Span
    reason: str


@frozen(slots=True)
class Complexity:
    """A number of abnormalities and how they were counted.

    Attributes:
        count: The number in one clone.
        method: `iscn-2024`, by its Tables 7 and 8: an unbalanced translocation or a
            tetrasomy counts two; `items`, as trials did: every item counts one.
        clone: The clone counted.
    """

    count: int
    method: Method
    clone: int


class _Evidence(NamedTuple):
    lesion: str
    certain: bool
    clone: Clone
    span: Span
    reason: str


def findings(clones: Sequence[Clone]) -> tuple[ReadFinding, ...]:
    """Everything the recipient's clones show.

    Args:
        clones: All clones of one karyotype; donor clones are left out.

    Returns:
        One finding for each lesion.
    """
    own = [clone for clone in clones if clone.side == "recipient"]
    described = _described(own)
    evidence: list[_Evidence] = []
    hypodiploid = frozenset(
        clone.index
        for clone in own
        if clone.acquired_count is not None and clone.acquired_count.high <= _HYPODIPLOID_HIGHEST
    )
    for clone in own:
        evidence += _of_clone(clone, described, bool(hypodiploid - {clone.index}))
    evidence += _complex(own, evidence)
    return strongest(_settled(evidence))


def strongest(all_findings: Sequence[ReadFinding]) -> tuple[ReadFinding, ...]:
    """Keep one finding for each lesion, the strongest, in the order of the text."""
    rank = {"detected": 0, "not_detected": 1, "presumptive": 2, "inconclusive": 3}
    best: dict[str, ReadFinding] = {}
    for finding in all_findings:
        known = best.get(finding.lesion)
        if known is None or rank[finding.status] < rank[known.status]:
            best[finding.lesion] = finding
    return tuple(best.values())


def complexity(clone: Clone) -> tuple[Complexity, Complexity]:
    """How many acquired abnormalities a clone has, by two methods.

    Args:
        clone: The clone.

    Returns:
        The count by ISCN 2024, and the count of items.
    """
    by_iscn = plain = 1 if clone.times > 1 else 0
    for item in clone.acquired:
        times = 1 if item.kind == "dmin" else item.amount.low
        unbalanced = bool(item.units) and (
            item.units[0].symbol in _UNBALANCED
            or (item.sign == "+" and item.units[0].symbol == "t")
        )
        by_iscn += (2 if unbalanced else 1) * times
        plain += 1 if item.kind == "structure" else times
    return (
        Complexity(by_iscn, "iscn-2024", clone.index),
        Complexity(plain, "items", clone.index),
    )


def _described(clones: Sequence[Clone]) -> Mapping[tuple[str, tuple[str, ...]], Unit]:
    """Where the same chromosomes were first described with bands."""
    first: dict[tuple[str, tuple[str, ...]], Unit] = {}
    for clone in clones:
        for item in clone.items:
            for unit in item.units:
                if unit.bands and len(unit.places) > 1:
                    first.setdefault((unit.symbol, unit.places), unit)
    return first


def _of_clone(
    clone: Clone,
    described: Mapping[tuple[str, tuple[str, ...]], Unit],
    hypodiploid_beside: bool,
) -> Iterator[_Evidence]:
    count = clone.acquired_count
    hyperdiploid = count is not None and count.low >= _HYPERDIPLOID_FROM
    lymphoma = any(unit.places == ("14", "18") for item in clone.acquired for unit in item.units)
    for item in clone.acquired:
        for choice in (item, *item.alternatives):
            if choice.kind != "structure":
                continue
            for match in matches(choice, described):
                lesion, certain, reason = match
                if hyperdiploid and lesion in T_CELL_RECEPTORS:
                    continue
                if hyperdiploid and lesion == "TCF3::PBX1" and certain:
                    certain, reason = False, "inside a hyperdiploid clone"
                if lymphoma and lesion.startswith("KMT2A") and certain:
                    certain, reason = False, "beside t(14;18), as in lymphoma"
                if item.alternatives and certain:
                    certain, reason = False, "one of two readings the laboratory gives"
                yield _Evidence(lesion, certain, clone, item.span, reason)
            yield from _other_structures(clone, choice, doubted=bool(item.alternatives))
        if item.kind == "whole" and item.name == "7" and item.sign == "-":
            yield from _monosomy_7(clone, item)
    masked = ploidy.doubling(clone, hypodiploid_beside)
    if masked is not None:
        yield _Evidence(masked.lesion, masked.certain, clone, clone.span, masked.reason)
    for sign in ploidy.ploidy(clone, masked is not None):
        yield _Evidence(sign.lesion, sign.certain, clone, clone.span, sign.reason)
    for sign in ploidy.trisomies(clone):
        certain = sign.certain and masked is None
        reason = sign.reason if certain == sign.certain else "the clone may be a doubled one"
        yield _Evidence(sign.lesion, certain, clone, clone.span, reason)
    yield from _suspicious_company_of_21(clone)


def _monosomy_7(clone: Clone, item: Item) -> Iterator[_Evidence]:
    if clone.ploidy != 2 or clone.copies_of("7").low > 1 or whole_gain(clone, "7") >= 0:
        return
    hidden = any(other.kind in {"marker", "raw"} and other.sign != "-" for other in clone.items)
    if clone.composite or item.uncertain or item.alternatives:
        certain, reason = False, "in a composite clone, or doubted by the laboratory"
    elif hidden or clone.copies_of("7").high > 1:
        certain, reason = False, "the lost 7 may be in a marker or a derivative"
    else:
        certain, reason = True, "a whole chromosome 7 is lost"
    yield _Evidence("MONOSOMY_7", certain, clone, item.span, reason)


def _other_structures(clone: Clone, item: Item, *, doubted: bool) -> Iterator[_Evidence]:
    """Table 3.2: losses of arms, isochromosomes, and what raises suspicion of iAMP21."""
    if item.sign == "-":
        return
    unit = item.units[0]
    symbol, places = unit.symbol, [place.lstrip("?") for place in unit.places]
    doubted = doubted or item.uncertain or "?" in "".join(unit.places)

    def found(lesion: str, reason: str, certain: bool = True) -> _Evidence:
        return _Evidence(lesion, certain and not doubted, clone, item.span, reason)

    def band(chromosome: str) -> str:
        place = places.index(chromosome)
        return unit.bands[place].lstrip("?") if unit.bands else ""

    for change in part_changes_of(item, clone):
        if (change.chromosome, change.arm, change.change) == ("9", "p", "loss"):
            # what add(9)(p22) replaces may leave CDKN2A in place
            yield found("DEL_9P", f"{symbol} with loss in 9p", symbol != "add")
    if symbol in {"dic", "psu dic"} and sorted(places) == ["20", "9"]:
        usual = band("9").startswith(("p11", "p12", "p13")) and band("20").startswith("q11")
        words = "at its usual breakpoints" if usual else "at other breakpoints"
        yield found("DIC_9_20", f"dic(9;20) {words}", usual)
    if places == ["6"] and symbol == "del" and item.sign == "" and band("6").startswith("q"):
        yield found("DEL_6Q", "a deletion in 6q")
    if places == ["17"]:
        if (symbol == "i" and band("17").startswith("q")) or (
            symbol in {"idic", "psu dic"} and band("17").startswith("p11")
        ):
            yield found("I_17Q", "an isochromosome of 17q")
        elif symbol == "del" and item.sign == "" and band("17").startswith("p"):
            yield found("TP53 deletion", "a deletion in 17p, where TP53 lies", False)
    if places == ["19"] and symbol == "add" and band("19").startswith("p13"):
        yield found("TCF3-r", "added material at 19p13, where TCF3 lies", False)
    if places == ["X"] and symbol == "del" and band("X").startswith("p22.33"):
        yield found("P2RY8::CRLF2", "a deletion in Xp22.33, where CRLF2 lies", False)
    if "21" in places and _suspicious_21(item, unit):
        yield found("iAMP21", "an abnormal 21; count RUNX1 signals by FISH", False)


def _suspicious_21(item: Item, unit: Unit) -> bool:
    """Forms under which iAMP21 has been seen; none of them proves it."""
    symbol, units = unit.symbol, item.units
    if any(part.symbol == "amp" and set(part.places) & {"AML1", "RUNX1"} for part in units):
        return True
    if symbol in {"hsr", "r"}:
        return True
    if symbol in {"dup", "trp", "qdp", "add"}:
        return "q" in "".join(unit.bands)
    if symbol == "rob":
        return set(unit.places) == {"15", "21"}
    if symbol != "der" or unit.places != ("21",):
        return False
    # der(21)t(12;21) is ETV6::RUNX1; a break in 21p leaves the long arm as it was
    fused = any(part.symbol == "t" and {"12", "21"} <= set(part.places) for part in units)
    breaks = [
        part.bands[part.places.index("21")]
        for part in units[1:]
        if part.bands and "21" in part.places
    ]
    return not fused and not (breaks and all(band.startswith("p") for band in breaks))


def _suspicious_company_of_21(clone: Clone) -> Iterator[_Evidence]:
    """A lost 21 beside a gained marker; a constitutional rob(15;21) in an abnormal clone."""
    marked = any(item.kind == "marker" and item.sign != "-" for item in clone.acquired)
    for item in clone.items:
        born = item.constitutional is True
        if marked and not born and (item.kind, item.name, item.sign) == ("whole", "21", "-"):
            reason = "a 21 is lost and a marker gained; count RUNX1 signals by FISH"
        elif born and not clone.normal and item.units and _suspicious_21(item, item.units[0]):
            reason = "iAMP21 arises from such a chromosome; count RUNX1 signals by FISH"
        else:
            continue
        yield _Evidence("iAMP21", False, clone, item.span, reason)


def _complex(clones: Sequence[Clone], evidence: Sequence[_Evidence]) -> Iterator[_Evidence]:
    established = {piece.lesion for piece in evidence if piece.certain} & _ESTABLISHED
    possible = {piece.lesion for piece in evidence} & _ESTABLISHED
    # a ploidy that is only suspected is still no complex karyotype: its gains are one event
    if established or possible & _PLOIDY:
        return
    for clone in clones:
        by_iscn, plain = complexity(clone)
        most, least = max(by_iscn.count, plain.count), min(by_iscn.count, plain.count)
        if most < _COMPLEX_FROM:
            continue
        reason = f"{plain.count} items, {by_iscn.count} abnormalities by ISCN 2024"
        if possible:
            reason += f"; unless {', '.join(sorted(possible))} is confirmed"
        certain = least >= _COMPLEX_FROM and not possible
        yield _Evidence("COMPLEX_KARYOTYPE", certain, clone, clone.span, reason)


def _settled(evidence: Sequence[_Evidence]) -> list[ReadFinding]:
    """Weaken what too few cells show: two of a gain or structure, three of a loss are a clone."""
    cells: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for piece in evidence:
        if piece.certain and (piece.lesion, piece.clone.index) not in seen:
            seen.add((piece.lesion, piece.clone.index))
            stated = piece.clone.cells
            cells[piece.lesion] = cells.get(piece.lesion, 0) + (3 if stated is None else stated)

    def finding(piece: _Evidence) -> ReadFinding:
        clonal = not piece.certain or cells[piece.lesion] >= (3 if piece.lesion in _LOSSES else 2)
        return ReadFinding(
            lesion=piece.lesion,
            status="detected" if piece.certain and clonal else "presumptive",
            clone=piece.clone.index,
            span=piece.span,
            reason=piece.reason if clonal else "in too few cells to be a clone",
        )

    return list(map(finding, evidence))
