"""Reading FISH: `nuc ish` and `ish` in ISCN, signal codes, and short sentences.

A probe set says what it was made to see and nothing else. Only a set that is normal
throughout rules its own lesions out; everything else is shown or left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from attrs import evolve, frozen

from all_risk.errors import UnreadableNotation
from all_risk.genetics.findings import ReadFinding, Status, strongest
from all_risk.genetics.fish_words import said
from all_risk.genetics.iscn.draft import Draft
from all_risk.genetics.iscn.model import Assay, Edit, Span
from all_risk.genetics.iscn.normalise import letters
from all_risk.genetics.iscn.read import NotRead
from all_risk.genetics.iscn.refusal import refused
from all_risk.genetics.probes import (
    BREAK_APART,
    GENES,
    fusion_name,
    is_known_fusion,
    probe_name,
    seen_by,
)
from all_risk.genetics.signals import Located, ProbeSet, Relation, read_ish, read_nuc_ish

__all__ = ["FORMAT", "FishResult", "assay_findings", "read_fish"]

FORMAT: Final = "all-risk/fish/1"

_LONGEST: Final = 5_000  # many times a long report; bounds the time hostile input takes
_IAMP21_SIGNALS: Final = 5  # Harrison, Leukemia 2014
_IAMP21_ON_ONE: Final = 4  # three or more extra on one chromosome 21
_METHOD = re.compile(r"(?:(?<=^)|(?<=[.\s\]]))(nuc\s?ish|ish)\b\s?", re.IGNORECASE)
_OTHER = re.compile(r"\s*\.?(arr|ogm|rsa)\b", re.IGNORECASE)
_CUT_OFF = re.compile(
    r"\(?\s?cut-?\s?off\s?[:=<>]?\s?(\d{1,3}(?:\.\d{1,3})?)\s?%\s?\)?", re.IGNORECASE
)
# Fewer nuclei exclude nothing; the floor is this library's, as for metaphases.
_ENOUGH_NUCLEI: Final = 20
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s?%")
_RUN_TOGETHER = re.compile(r"(?<![A-Za-z0-9@'])([A-Za-z0-9@']+)X(\d{1,2})(?=[),\]~\s]|$)")
_CODE: Final = "unreadable_fish"
_EXAMPLE: Final = "such as nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]"
_TRISOMIES: Final = (
    ("TRISOMY_4_10", ("CEP4", "CEP10")),
    ("TRISOMY_4_10_17", ("CEP4", "CEP10", "CEP17")),
    *((f"TRISOMY_{n}", (f"CEP{n}",)) for n in (5, 8, 17, 18, 20)),
)


@frozen(slots=True, kw_only=True)
class FishResult:
    """A FISH result that was read.

    Attributes:
        text: The original text.
        edits: Every change made to read it.
        warnings: What a reader should know.
        sets: The populations of nuclei counted, of `nuc ish`.
        cut_off: The laboratory's cut-off, a fraction of nuclei, where given.
        normal: Whether every probe set is normal.
        unlikely: Always empty: what a normal probe set sees is `not_detected`.
        findings: One for each lesion shown or ruled out.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()
    sets: tuple[ProbeSet, ...] = ()
    cut_off: float | None = None
    normal: bool = False
    unlikely: tuple[str, ...] = ()
    findings: tuple[ReadFinding, ...] = ()


def read_fish(text: str) -> FishResult:
    """Read a FISH result.

    Args:
        text: The line of the laboratory. A karyotype in front of it is left out.

    Returns:
        What it says.

    Raises:
        UnreadableNotation: If no probe and no signal can be made out, or the result is of
            another method; the message says where and how to write it.

    Examples:
        >>> result = read_fish("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]")
        >>> [(finding.lesion, finding.status) for finding in result.findings]
        [('BCR::ABL1', 'detected')]
        >>> result = read_fish("nuc ish(KMT2Ax2)[200]")
        >>> [(finding.lesion, finding.status) for finding in result.findings]
        [('KMT2A-r', 'not_detected')]
    """
    if not text.strip():
        raise refused(_CODE, text, 0, f"no FISH result was given; write one {_EXAMPLE}")
    if len(text) > _LONGEST:
        raise refused(
            _CODE, text, _LONGEST, f"longer than {_LONGEST:,} characters; give one result"
        )
    if other := _OTHER.match(text):
        advice = f"{other[1]} results are not read; enter the lesions the report names"
        raise refused(_CODE, text, other.start(1), advice)
    draft = _normalised(text)
    marks = list(_METHOD.finditer(draft.text))
    if not marks and draft.text.startswith("("):
        marks = [re.compile(r"(nuc ish)?").match(draft.text) or marks[0]]
    if not marks:
        return _of_words(text)
    try:
        return _of_iscn(text, draft, marks)
    except NotRead as stop:
        place = draft.span(stop.position, min(stop.position + 1, len(draft.text))).start
        raise refused(
            _CODE, text, place, f"expected {stop.expected}; write it {_EXAMPLE}"
        ) from None


def assay_findings(assays: Sequence[Assay]) -> tuple[tuple[ReadFinding, ...], tuple[str, ...]]:
    """What the assays behind a karyotype show; a normal one is told as a warning only.

    Args:
        assays: The assays of one karyotype.

    Returns:
        Findings, with spans in the text of the karyotype, and warnings.
    """
    found: list[ReadFinding] = []
    notes: list[str] = []
    for assay in assays:
        if assay.method not in {"ish", "nuc ish"}:
            notes.append(f"the {assay.method} result is not read; enter the lesions it names")
            continue
        try:
            result = read_fish(assay.text)
        except UnreadableNotation as problem:
            notes.append(f"the {assay.method} result is not read: {problem.errors[0].message}")
            continue
        if any(finding.status == "not_detected" for finding in result.findings):
            notes.append(f"what the {assay.method} result rules out is told by read_fish")
        # blanks may have been left out in between: the whole assay is the evidence
        found += [
            evolve(finding, span=assay.span, clone=None)
            for finding in result.findings
            if finding.status in {"detected", "presumptive"}
        ]
    return tuple(found), tuple(notes)


_SPELLINGS: Final = (
    # runs of blanks first: they would cost the patterns below the square of their length
    (r"\s{2,}", " ", "blanks are left out"),
    (r"\A[\s.;,]+|(?<![\s.;,])[\s.;,]+\Z", "", "punctuation around it is left out"),
    (r"(?<=[)\]])\s?[X*]\s?(?=\d)", "x", "times is a lower-case x"),
    (
        r"(?<=[(,;\[/])\s|\s(?=[),;\[\]/]|x\d)|(?<=[\d)\]])\s(?=\()",
        "",
        "blanks are left out",
    ),
    (r"(?<=\d)-(?=\d{1,3}[)\],])", "~", "a range is written with ~"),
)


def _normalised(text: str) -> Draft:
    draft = Draft.of(text)
    letters(draft)
    for pattern, becomes, why in _SPELLINGS:
        draft.sub(re.compile(pattern), becomes, why=why, kind="spelling", together=True)
    draft.sub(_RUN_TOGETHER, _lower_times, why="times is a lower-case x", kind="spelling")
    return draft


def _lower_times(found: re.Match[str]) -> str:
    """`BCRX2` is BCR twice; `PAX5` and `TLX3` are genes."""
    name = found[0].lstrip("53'")
    return found[0] if probe_name(name) in GENES else f"{found[1]}x{found[2]}"


def _of_iscn(text: str, draft: Draft, marks: Sequence[re.Match[str]]) -> FishResult:
    warnings: list[str] = []
    edits = list(draft.edits)
    found: list[ReadFinding] = []
    sets: list[ProbeSet] = []
    cut_off = _cut_off(text)
    if marks[0].start() > 0:
        warnings.append("the karyotype in front is read by read_karyotype")
    ends = [*(mark.start() for mark in marks[1:]), len(draft.text)]
    for mark, end in zip(marks, ends, strict=True):
        body = _CUT_OFF.sub(lambda cut: " " * len(cut[0]), draft.text[:end])
        if mark[1] is None:
            span = Span(0, 0)
            edits.append(
                Edit(
                    span=span, was="", now="nuc ish", why="taken as interphase FISH", kind="meaning"
                )
            )
            warnings.append("no assay is named: taken as nuc ish")
        if (mark[1] or "nuc ish").lower().startswith("n"):
            read = [
                evolve(one, span=draft.span(*one.span)) for one in read_nuc_ish(body, mark.end())
            ]
            sets += read
            found += _of_sets(read, cut_off)
        else:
            found += _of_located(read_ish(body, mark.end()), draft)
    normal = bool(sets) and all(one.normal for one in sets)
    if not found:
        warnings.append("no lesion of the vocabulary is shown by these signals")
    return FishResult(
        text=text,
        edits=tuple(edits),
        warnings=tuple(warnings),
        sets=tuple(sets),
        cut_off=cut_off,
        normal=normal,
        findings=strongest(_without_contradiction(found)),
    )


def _cut_off(text: str) -> float | None:
    found = _CUT_OFF.search(text)
    return None if found is None else float(found[1]) / 100


def _without_contradiction(found: Sequence[ReadFinding]) -> list[ReadFinding]:
    """A lesion shown in any population is not ruled out by another one."""
    shown = {finding.lesion for finding in found if finding.status != "not_detected"}
    return [
        finding
        for finding in found
        if finding.status != "not_detected" or finding.lesion not in shown
    ]


def _of_sets(sets: Sequence[ProbeSet], cut_off: float | None) -> Iterator[ReadFinding]:
    abnormal_probes = frozenset(probe for one in sets if not one.normal for probe in one.probes)
    for index, one in enumerate(sets):
        if one.normal:
            if one.abnormal not in (None, one.total):
                continue  # the other nuclei, of which nothing is said, were not like this
            if one.total is not None and one.total < _ENOUGH_NUCLEI:
                continue
            untouched = one.probes - abnormal_probes
            if untouched == one.probes:
                for lesion in seen_by(one.probes):
                    yield _finding(lesion, "not_detected", index, one.span, "a normal probe set")
            continue
        for lesion, certain, reason in _shown(one):
            yield _weighed(
                one, _finding(lesion, _status(certain), index, one.span, reason), cut_off
            )
    yield from _trisomies(sets, cut_off)


def _finding(lesion: str, status: Status, index: int | None, span: Span, why: str) -> ReadFinding:
    return ReadFinding(lesion=lesion, status=status, clone=index, span=span, reason=why)


def _status(certain: bool) -> Status:
    return "detected" if certain else "presumptive"


def _weighed(one: ProbeSet, finding: ReadFinding, cut_off: float | None) -> ReadFinding:
    """Weaken what too few nuclei show."""
    if one.abnormal is None or not one.total:
        return finding
    if one.abnormal == 0 or (cut_off is not None and one.abnormal / one.total < cut_off):
        why = f"{one.abnormal} of {one.total} nuclei are under the laboratory's cut-off"
        return evolve(finding, status="inconclusive", reason=why)
    if one.abnormal == 1:
        return evolve(finding, status="presumptive", reason="in a single nucleus")
    return finding


def _shown(one: ProbeSet) -> Iterator[tuple[str, bool, str]]:
    for relation in one.relations:
        yield from _of_relation(relation)
    whole = {signal.probe: signal for signal in one.signals if not signal.constitutional}
    gains_elsewhere = any(
        signal.probe.startswith("CEP") and signal.count.low > 2 for signal in one.signals
    )
    fused = any(relation.link == "con" for relation in one.relations)
    for probe, signal in whole.items():
        if probe == "RUNX1":
            if signal.amplified:
                yield "iAMP21", False, "amplification without a number of signals"
            elif signal.count.low >= _IAMP21_SIGNALS:
                sure = not gains_elsewhere and not fused
                why = f"{signal.count} signals of RUNX1 in a nucleus"
                yield (
                    "iAMP21",
                    sure,
                    why if sure else f"{why}, where whole gains or fusions may explain them",
                )
            elif signal.count.high >= _IAMP21_SIGNALS:
                yield "iAMP21", False, f"{signal.count} signals of RUNX1 in a nucleus"
        elif probe == "CEP7" and signal.count == (1, 1):
            yield "MONOSOMY_7", True, "one centromere of chromosome 7"
        elif signal.count.high < 2 and f"{probe} deletion" in seen_by(frozenset({probe})):
            yield f"{probe} deletion", True, f"{signal.count} signals of {probe}"
            if probe == "CDKN2A" and signal.count.high == 0:
                yield "CDKN2A_HOMOZYGOUS_DELETION", True, "no signal of CDKN2A"
    yield from _ends(one)


def _of_relation(relation: Relation) -> Iterator[tuple[str, bool, str]]:
    if relation.count.high == 0:
        return
    genes = tuple(dict.fromkeys(relation.probes))
    sure = relation.count.low > 0
    if relation.link == "con" and len(genes) > 1:
        # Neighbours lie together in normal cells (ASS1 and ABL1), so only known fusions count.
        for one, other in combinations(genes, 2):
            if is_known_fusion(one, other):
                yield fusion_name(one, other), sure, f"{one} and {other} fused"
        if "KMT2A" in genes:
            yield "KMT2A-r", sure, f"{' and '.join(genes)} fused"
    elif relation.link == "sep" and len(genes) == 1:
        yield f"{genes[0]}-r", sure, f"the two ends of {genes[0]} are apart"


def _ends(one: ProbeSet) -> Iterator[tuple[str, bool, str]]:
    """The two ends of a gene counted apart.

    `(5'KMT2A,3'KMT2A)x2(5'KMT2A con 3'KMT2A)x1`: one pair is whole, the other is split.
    `5'KMT2Ax2,3'KMT2Ax1`: one end is lost, as in an unbalanced rearrangement.
    """
    ends = {(signal.probe, signal.end): signal.count for signal in one.signals if signal.end}
    whole = {
        relation.probes[0]: relation.count
        for relation in one.relations
        if relation.link == "con" and len(set(relation.probes)) == 1
    }
    for gene in sorted({probe for probe, _ in ends} & BREAK_APART):
        five, three = ends.get((gene, "5'")), ends.get((gene, "3'"))
        if five is None or three is None:
            continue
        if gene in whole and whole[gene].high < min(five.low, three.low):
            yield f"{gene}-r", True, f"the two ends of {gene} are apart"
        elif five != three:
            yield f"{gene}-r", False, f"the two ends of {gene} differ in number"


def _trisomies(sets: Sequence[ProbeSet], cut_off: float | None) -> Iterator[ReadFinding]:
    """Three centromeres each of 4, 10 (and 17): in one population, or in most nuclei of each."""
    where = {
        signal.probe: (index, signal.count)
        for index, one in reversed(list(enumerate(sets)))
        for signal in one.signals
        if signal.probe in {"CEP4", "CEP10", "CEP17"}
        and not signal.constitutional
        and signal.count.high > 2
    }
    for lesion, probes in _TRISOMIES:
        if not all(probe in where for probe in probes):
            continue
        places = sorted({where[probe][0] for probe in probes})
        counts = [where[probe][1] for probe in probes]
        # four of each may be a doubled set of chromosomes
        low = all(count.low > 2 for count in counts) and any(count.low < 4 for count in counts)
        first = sets[places[0]]
        if len(places) == 1:
            reason, together = "three or more signals each in one population", True
        else:
            shares = [_share(sets[place]) for place in places]
            # populations of more than half each must share nuclei
            together = sum(shares) > len(shares) - 1
            reason = "three or more signals each, in separate sets"
        finding = _finding(lesion, _status(low and together), places[0], first.span, reason)
        yield _weighed(first, finding, cut_off)


def _share(one: ProbeSet) -> float:
    return one.abnormal / one.total if one.abnormal is not None and one.total else 0.0


def _of_located(located: Sequence[Located], draft: Draft) -> Iterator[ReadFinding]:
    for one in located:
        span = draft.span(*one.span)
        for relation in one.relations:
            for lesion, sure, reason in _of_relation(relation):
                yield _finding(lesion, "detected" if sure else "presumptive", None, span, reason)
        ends: dict[str, set[str]] = {}
        for on in one.chromosomes:
            genes = [probe for probe, _, count in on if count]
            for first, second in pairwise(genes):
                name = fusion_name(first, second)
                if first != second and _is_fusion(first, second):
                    why = f"{first} and {second} on one chromosome"
                    yield _finding(name, "detected", None, span, why)
            for probe, _, count in on:
                if probe == "RUNX1" and count >= _IAMP21_ON_ONE:
                    why = f"{count} signals of RUNX1 on one chromosome"
                    yield _finding("iAMP21", "detected", None, span, why)
            here = {(probe, end) for probe, end, count in on if end and count}
            for probe, end in here:
                other = "3'" if end == "5'" else "5'"
                if (probe, other) not in here:
                    ends.setdefault(probe, set()).add(end)
        for probe, seen in ends.items():
            if len(seen) > 1 and probe in BREAK_APART:
                why = f"the two ends of {probe} lie on different chromosomes"
                yield _finding(f"{probe}-r", "detected", None, span, why)


def _is_fusion(one: str, other: str) -> bool:
    return fusion_name(one, other) == fusion_name(other, one)


def _in_enough_nuclei(finding: ReadFinding, text: str, cut_off: float | None) -> ReadFinding:
    """Weaken what a phrase says of fewer nuclei than the cut-off, or of a part of them."""
    phrase = _CUT_OFF.sub("", text[slice(*finding.span)])
    shares = [float(share) / 100 for share in _SHARE.findall(phrase)]
    if not shares:
        return finding
    if finding.status == "not_detected":
        why = "nothing is said of the other nuclei"
        return finding if max(shares) == 1 else evolve(finding, status="inconclusive", reason=why)
    if cut_off is not None and max(shares) < cut_off:
        return evolve(finding, status="inconclusive", reason="under the laboratory's cut-off")
    return finding


def _of_words(text: str) -> FishResult:
    cut_off = _cut_off(text)
    told, any_gene = said(_CUT_OFF.sub(lambda cut: " " * len(cut[0]), text))
    if re.match(r"\s*\d\d[,~<-]", text):
        raise refused(
            _CODE, text, 0, "a karyotype; read it with read_karyotype, or as a karyotype entry"
        )
    if not any_gene:
        raise refused(_CODE, text, 0, f"no probe is named in it; write it in ISCN, {_EXAMPLE}")
    warnings = ["read from words; the ISCN string of the report says more"]
    if not told:
        warnings.append(
            "nothing it says is taken as a finding; enter a negative result with the status "
            "not_detected"
        )
    span = Span(0, len(text))
    why = "words are read instead of ISCN"
    return FishResult(
        text=text,
        edits=(Edit(span=span, was=text, now=text, why=why, kind="meaning"),),
        warnings=tuple(warnings),
        cut_off=cut_off,
        normal=bool(told) and all(one.status == "not_detected" for one in told),
        findings=strongest(
            _without_contradiction(
                [
                    _in_enough_nuclei(
                        _finding(one.lesion, one.status, None, one.span, one.reason), text, cut_off
                    )
                    for one in told
                ]
            )
        ),
    )
