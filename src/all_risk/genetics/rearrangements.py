"""Which translocation is which fusion: breakpoints as a table, and how well a string fits it.

Chromosome pair first, then arm and band by prefix: `q11` fits `q11.2` and `q11.21`.
A fit at the classical bands is certain; a tolerated band, a coarser one (`p13` where only
`p13.3` decides), a doubted one (`q?21`) or none at all is not. Sources are those of the
rows; bands are the ones printed in WHO 2017 and ISCN 2024 unless said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from all_risk.genetics.iscn.model import Item, Unit

__all__ = ["REARRANGEMENTS", "T_CELL_RECEPTORS", "Match", "Rearrangement", "matches"]


class _Locus(NamedTuple):
    """A gene by its bands: where it is called, where it may be, where it is not."""

    chromosome: str
    classical: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class Rearrangement(NamedTuple):
    """One row: two loci and the lesions their joining makes.

    Attributes:
        lesions: Canonical names, the most specific first.
        first: One locus.
        second: The other.
        source: Where the bands were read.
        carrier: The derivative that bears the fusion; alone it proves it, and the other
            one alone shows nothing. Empty where neither is known to suffice.
        without_bands: Whether the chromosome pair alone makes the lesion likely.
    """

    lesions: tuple[str, ...]
    first: _Locus
    second: _Locus
    source: str
    carrier: str = ""
    without_bands: bool = False


class Match(NamedTuple):
    """A lesion read from an item.

    Attributes:
        lesion: Its canonical name.
        certain: Whether every breakpoint is classical and written without doubt.
        reason: What decided, in words.
    """

    lesion: str
    certain: bool
    reason: str


def _at(chromosome: str, classical: str, tolerated: str = "", excluded: str = "") -> _Locus:
    return _Locus(
        chromosome, tuple(classical.split()), tuple(tolerated.split()), tuple(excluded.split())
    )


_WHO = "WHO 2017 list (mll.com)"
_KMT2A = _at("11", "q23")
REARRANGEMENTS: tuple[Rearrangement, ...] = (
    Rearrangement(
        ("BCR::ABL1",), _at("9", "q34"), _at("22", "q11"), f"{_WHO}; ISCN 2024 6.3", "22", True
    ),
    Rearrangement(
        ("ETV6::RUNX1",),
        _at("12", "p13", "p12"),
        _at("21", "q22"),
        f"{_WHO}; Atlas t(12;21)",
        "21",
        True,
    ),
    Rearrangement(
        ("KMT2A::AFF1", "KMT2A-r"),
        _at("4", "q21"),
        _KMT2A,
        "UKALLXII; Blood 2018;131:2507",
        "11",
        True,
    ),
    Rearrangement(("KMT2A::MLLT1", "KMT2A-r"), _KMT2A, _at("19", "p13.3"), "PMID 32992102", "11"),
    Rearrangement(
        ("KMT2A::ELL", "KMT2A-r"), _KMT2A, _at("19", "p13.1"), "oatext IMM.1000176", "11"
    ),
    Rearrangement(("KMT2A::MLLT3", "KMT2A-r"), _at("9", "p21 p22"), _KMT2A, "PMID 32992102", "11"),
    Rearrangement(
        ("KMT2A::MLLT10", "KMT2A-r"), _at("10", "p12", "p11 p13"), _KMT2A, "PMID 32992102", "11"
    ),
    Rearrangement(("KMT2A::AFDN", "KMT2A-r"), _at("6", "q27"), _KMT2A, "PMID 32992102", "11"),
    Rearrangement(("KMT2A::MAML1", "KMT2A-r"), _at("5", "q35"), _KMT2A, "PMID 32992102", "11"),
    Rearrangement(
        ("TCF3::PBX1",),
        _at("1", "q23", "q21 q22"),
        _at("19", "p13", "", "p13.1 p13.2"),
        f"{_WHO}; J Med Case Rep 2017;11:94",
        "19",
        True,
    ),
    Rearrangement(
        ("TCF3::HLF",),
        _at("17", "q22", "q21 q11"),
        _at("19", "p13", "", "p13.1 p13.2"),
        "Leukemia 2006 (2404496); Hindawi 2013/563291",
        "19",
        True,
    ),
    Rearrangement(("TCF4::HLF",), _at("17", "q22"), _at("18", "q21"), "ICC 2022 list"),
    Rearrangement(("IGH::IL3",), _at("5", "q31"), _at("14", "q32"), _WHO),
    Rearrangement(("TLX3-r",), _at("5", "q35"), _at("14", "q32"), "WHO-HAEM T-ALL lists"),
    Rearrangement(
        ("IGH::MYC",), _at("8", "q24"), _at("14", "q32"), "10.1016/j.hemonc.2017.03.002", "14"
    ),
    Rearrangement(
        ("IGK::MYC",), _at("2", "p12", "p11"), _at("8", "q24"), "10.1016/j.hemonc.2017.03.002", "8"
    ),
    Rearrangement(
        ("IGL::MYC",), _at("8", "q24"), _at("22", "q11"), "10.1016/j.hemonc.2017.03.002", "8"
    ),
    Rearrangement(("TRA::MYC",), _at("8", "q24"), _at("14", "q11"), "PMID 20432760"),
    Rearrangement(("IGH::CEBPD",), _at("8", "q11"), _at("14", "q32"), "10.1309/AJCPYWC6AQC7BAVJ"),
    Rearrangement(
        ("IGH::EPOR", "IGH-r"), _at("14", "q32"), _at("19", "p13.1 p13.2"), "Mod Pathol, UTSW"
    ),
    Rearrangement(("IGH-r",), _at("14", "q32"), _at("19", "q13"), "PMID 14603446"),
    Rearrangement(("IGH::CRLF2",), _at("X", "p22"), _at("14", "q32"), "Mayo BALFP probes"),
    Rearrangement(("IGH::CRLF2",), _at("Y", "p11"), _at("14", "q32"), "Mayo BALFP probes"),
    Rearrangement(("LMO2-r",), _at("11", "p13"), _at("14", "q11"), "Blood Res 2021;56(3)"),
    Rearrangement(("LMO1-r",), _at("11", "p15"), _at("14", "q11"), "PMID 7497440"),
    Rearrangement(
        ("TLX1-r",), _at("10", "q24"), _at("14", "q11"), "NHS genomic test directory M89.63"
    ),
    Rearrangement(
        ("TLX1-r",),
        _at("7", "q34", "q32 q33 q35 q36"),
        _at("10", "q24"),
        "NHS genomic test directory M89.63; PER-255",
    ),
    Rearrangement(("TAL1-r",), _at("1", "p32", "p33 p34"), _at("14", "q11"), "medluna 3258538"),
    Rearrangement(
        ("PICALM::MLLT10",), _at("10", "p12 p13"), _at("11", "q14 q21"), "ISCN 2024 example"
    ),
)
"""Every translocation that has a name, with the bands it is called at."""

_T_CELL_RECEPTORS = (
    (_at("14", "q11"), "TRA/TRD-r"),
    (_at("7", "q34 q35"), "TRB-r"),
    (_at("7", "p14"), "TRG-r"),
)
# immunoglobulin loci and BCL2: with these a receptor break belongs to B cells
_B_CELL_PARTNERS = (
    _at("2", "p11 p12"),
    _at("14", "q32"),
    _at("18", "q21"),
    _at("22", "q11"),
)


def _by_pair() -> Mapping[tuple[str, str], tuple[Rearrangement, ...]]:
    table: dict[tuple[str, str], list[Rearrangement]] = {}
    for row in REARRANGEMENTS:
        pair = (row.first.chromosome, row.second.chromosome)
        table.setdefault(pair, []).append(row)
    return MappingProxyType({pair: tuple(rows) for pair, rows in table.items()})


_PAIRS = _by_pair()
T_CELL_RECEPTORS = frozenset(lesion for _, lesion in _T_CELL_RECEPTORS)
"""What a receptor break is called; a hyperdiploid clone is of B lineage and has none."""
_BREAK = re.compile(r"(~| or )?(\?)?(cen|[pq](?:ter|cen|[\d?.]*)|[\d?.]+)")
_NO, _MAYBE, _YES = 0, 1, 2


def matches(item: Item, described: Mapping[tuple[str, tuple[str, ...]], Unit]) -> Iterator[Match]:
    """The fusions one item shows.

    Args:
        item: An acquired structure.
        described: Units with bands by symbol and chromosomes, for bands left out later.

    Yields:
        Each lesion with its certainty.

    Examples:
        >>> from all_risk.genetics.iscn.read import read
        >>> item = read("t(9;22;15)(q34.1;q11.2;q22)").clones[0].items[0]
        >>> [match.lesion for match in matches(item, {})]
        ['BCR::ABL1']
    """
    if item.sign == "-" or not item.units:
        return
    head = item.units[0]
    derivatives = (
        frozenset(place.lstrip("?") for place in head.places)
        if head.symbol in {"der", "ider"}
        else frozenset[str]()
    )
    for unit in item.units:
        if unit.symbol in {"t", "ins"} and len(unit.places) > 1:
            full = unit if unit.bands else described.get((unit.symbol, unit.places), unit)
            found = list(_unit_matches(item, full, derivatives))
            yield from _of_one_exchange(found) if len(unit.places) > 2 else found
        elif unit.symbol == "inv" and unit.places == ("11",) and "q23" in "".join(unit.bands):
            yield _unlisted("inv(11) with a break in 11q23")


def _of_one_exchange(found: list[Match]) -> Iterator[Match]:
    """An exchange among three chromosomes joins only some of its breaks to a fusion.

    BCR::ABL1 is established in its variant translocations, and a break in KMT2A is one
    whatever the partner; of the other fusions that would fit, none is certain.
    """
    fusions = {match.lesion for match in found if "::" in match.lesion}
    for match in found:
        settled = len(fusions) < 2 or match.lesion in {"BCR::ABL1", "KMT2A-r"}
        if settled or not match.certain:
            yield match
        else:
            yield Match(match.lesion, False, "one of several fusions this exchange could make")


def _unit_matches(item: Item, unit: Unit, derivatives: frozenset[str]) -> Iterator[Match]:
    names = [place.lstrip("?") for place in unit.places]
    kmt2a = named = False
    for one, other in combinations(range(len(names)), 2):
        for row in _rows(names[one], names[other]):
            ours, theirs = (one, other) if names[one] == row.first.chromosome else (other, one)
            doubted = item.uncertain or "?" in unit.places[one][:1] + unit.places[other][:1]
            if row.carrier and derivatives and row.carrier not in derivatives:
                continue
            if not unit.bands:
                if row.without_bands:
                    for lesion in row.lesions:
                        yield Match(lesion, False, "no bands are given")
                continue
            grade = _grade_both(row, unit.bands[ours], unit.bands[theirs])
            if grade == _NO:
                continue
            named = True
            kmt2a = kmt2a or "KMT2A-r" in row.lesions
            alone = bool(derivatives) and not row.carrier
            certain = grade == _YES and not doubted and not alone and unit.symbol == "t"
            for lesion in row.lesions:
                # 11;19 with a coarse 19p13 leaves the partner open, not the break in KMT2A
                settled = certain or (
                    lesion == "KMT2A-r"
                    and row.second.chromosome == "19"
                    and not doubted
                    and _grade(_KMT2A, unit.bands[ours]) == _YES
                )
                yield Match(lesion, settled, _reason(settled, doubted, alone, unit))
    if not unit.bands or (derivatives and "11" not in derivatives):
        return
    # 11q23 that only receives a piece of 1q is no KMT2A rearrangement (Burkitt)
    receives = "1" in names and ((unit.symbol == "ins" and names[0] == "11") or bool(derivatives))
    if not kmt2a and "11" in names and not receives:
        bands = unit.bands[names.index("11")]
        if any(band.startswith("q23") for band, _, _ in _breaks(bands)):
            yield _unlisted("the partner of 11q23 is not a listed one")
    if not named and unit.symbol == "t" and not derivatives:
        yield from _receptors(names, unit.bands)


def _receptors(names: list[str], bands: tuple[str, ...]) -> Iterator[Match]:
    """A break at a T-cell receptor with a partner that names no lesion: never certain."""
    hits = [
        (locus, lesion)
        for place, name in enumerate(names)
        for locus, lesion in _T_CELL_RECEPTORS
        if locus.chromosome == name and _grade(locus, bands[place]) == _YES
    ]
    b_cell = any(
        locus.chromosome == name and _grade(locus, bands[place]) == _YES
        for place, name in enumerate(names)
        for locus in _B_CELL_PARTNERS
    )
    if not b_cell:
        for _, lesion in hits:
            yield Match(lesion, False, "a receptor locus; it counts in T lineage only")


def _rows(one: str, other: str) -> tuple[Rearrangement, ...]:
    return _PAIRS.get((one, other), ()) or _PAIRS.get((other, one), ())


def _unlisted(why: str) -> Match:
    return Match("KMT2A-r", False, f"{why}; confirm by break-apart FISH")


def _reason(certain: bool, doubted: bool, alone: bool, unit: Unit) -> str:
    if certain:
        return "at the classical breakpoints"
    if doubted:
        return "the laboratory marks it as doubtful"
    if alone:
        return "only one derivative is present"
    if unit.symbol != "t":
        return "an insertion, not the classical translocation"
    return "the breakpoints are near the classical ones, or not exact enough"


def _grade_both(row: Rearrangement, first: str, second: str) -> int:
    ours, theirs = _grade(row.first, first), _grade(row.second, second)
    if "?" in {first, second}:
        # an unknown band is borne only where the other one is classical
        return _MAYBE if _YES in {ours, theirs} else _NO
    return min(ours, theirs)


def _grade(locus: _Locus, bands: str) -> int:
    """How well one field of bands fits a locus."""
    if bands == "?":
        return _MAYBE
    grades = [_grade_one(locus, band, doubted) for band, doubted, _ in _breaks(bands)]
    if any(linked for _, _, linked in _breaks(bands)):
        # `p21~22`, `p11 or p13`: certain only if every end is
        return min(grades) or min(max(grades), _MAYBE)
    return max(grades)


def _grade_one(locus: _Locus, band: str, doubted: bool) -> int:
    if any(band.startswith(excluded) for excluded in locus.excluded):
        return _NO
    if any(band.startswith(classical) for classical in locus.classical):
        return _MAYBE if doubted else _YES
    near = any(band.startswith(tolerated) for tolerated in locus.tolerated)
    coarse = len(band) > 1 and any(classical.startswith(band) for classical in locus.classical)
    return _MAYBE if near or coarse else _NO


def _breaks(bands: str) -> tuple[tuple[str, bool, bool], ...]:
    """Bands of one field: each without its `?`, whether doubted, whether one of a range."""
    found: list[tuple[str, bool, bool]] = []
    arm = ""
    for link, doubt, band in _BREAK.findall(bands):
        plain = band.replace("?", "")
        if plain[:1] in {"p", "q"}:
            arm = plain[0]
        elif plain[:1].isdigit():
            plain = arm + plain
        found.append((plain, bool(doubt) or "?" in band, bool(link)))
    return tuple(found)
