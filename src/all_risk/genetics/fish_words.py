"""FISH as laboratories tell it outside ISCN: signal codes (`1R1G2F`) and short sentences.

Words are believed only as far as they go: an amplification without a number of signals is
no iAMP21, and "negative" in a sentence is no normal probe set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from all_risk.genetics.findings import Status
from all_risk.genetics.iscn.model import Span
from all_risk.genetics.probes import BREAK_APART, DUAL_FUSION, GENES, fusion_name, probe_name

__all__ = ["Said", "said"]

_PHRASE = re.compile(r"[^;\n]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9@-]*")
_CODE = re.compile(r"\b(?:\d{1,2}[RGFBAYO]){1,5}\b")
_PART = re.compile(r"(\d{1,2})([RGFBAYO])")
_COUNTS = (
    re.compile(r"(\d{1,3}) or more (?P<gene>[A-Za-z0-9]+) (?:signals|copies)", re.IGNORECASE),
    re.compile(r"(?:>=|≥|>)\s?(\d{1,3}) (?P<gene>[A-Za-z0-9]+) (?:signals|copies)", re.IGNORECASE),
    re.compile(r"\b(\d{1,3}) (?P<gene>[A-Za-z0-9]+) (?:signals|copies)", re.IGNORECASE),
    re.compile(
        r"\b(?P<gene>[A-Za-z0-9]{3,12})\s?(?:signals|copies)?\s?[:=x]\s?(?:>=|≥)?\s?(\d{1,3})",
        re.IGNORECASE,
    ),
)
_NO = re.compile(
    r"\b(?:no|not|non|without|negative|neg|absent|absence|normal|undetected|excluded)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:positive|pos|detected|present|fusion|rearrange\w*|break-?apart|split)\b", re.IGNORECASE
)
_AMPLIFIED = re.compile(r"\bampl?(?:ification|ified)?\b", re.IGNORECASE)
_IAMP21_SIGNALS = 5


class Said(NamedTuple):
    """What a phrase says of a lesion.

    Attributes:
        lesion: Its canonical name.
        status: `detected`, `presumptive`, or `not_detected` for a normal signal code.
        span: The phrase.
        reason: Why, in words.
    """

    lesion: str
    status: Status
    span: Span
    reason: str


def said(text: str) -> tuple[tuple[Said, ...], bool]:
    """Read signal codes and phrases.

    Args:
        text: The text.

    Returns:
        What is said of lesions, and whether a probe was recognised at all.

    Examples:
        >>> told, _ = said("1R1G2F in 80% (dual-fusion BCR/ABL1)")
        >>> told[0].lesion, told[0].status
        ('BCR::ABL1', 'detected')
    """
    told: list[Said] = []
    any_gene = False
    for phrase in _PHRASE.finditer(text):
        words = phrase[0]
        genes = _genes(words)
        any_gene = any_gene or bool(genes)
        if genes:
            told += _phrase(words, genes, Span(*phrase.span()))
    return tuple(told), any_gene


def _genes(words: str) -> tuple[str, ...]:
    """The genes a phrase names, dashed pairs taken apart."""
    found: dict[str, None] = {}
    for word in _WORD.finditer(words):
        parts = [word[0]] if probe_name(word[0]) in GENES else word[0].split("-")
        for part in parts:
            # a gene is written in capitals: "can" and "set" are words
            if part.upper() == part and probe_name(part) in GENES:
                found[probe_name(part)] = None
    return tuple(found)


def _phrase(words: str, genes: tuple[str, ...], span: Span) -> Iterator[Said]:
    codes = [
        {colour: int(number) for number, colour in _PART.findall(code)}
        for code in _CODE.findall(words)
    ]
    if codes:
        yield from _codes(words, codes, genes, span)
        return
    if "RUNX1" in genes:
        yield from _runx1(words, span)
    if _NO.search(words) or not _YES.search(words):
        return
    pair = frozenset(genes[:2])
    if len(genes) >= 2 and pair in DUAL_FUSION:
        yield Said(fusion_name(*genes[:2]), "detected", span, "the report says so")
    elif len(genes) == 1 and genes[0] in BREAK_APART:
        yield Said(f"{genes[0]}-r", "detected", span, "the report says so")


def _runx1(words: str, span: Span) -> Iterator[Said]:
    for pattern in _COUNTS:
        found = pattern.search(words)
        if found is not None and probe_name(found["gene"]) == "RUNX1":
            number = next(int(group) for group in found.groups() if group and group.isdigit())
            if number >= _IAMP21_SIGNALS:
                yield Said("iAMP21", "detected", span, f"{number} or more signals of RUNX1")
            return
    if _AMPLIFIED.search(words) and not _NO.search(words):
        yield Said("iAMP21", "presumptive", span, "amplification without a number of signals")


def _codes(
    words: str, codes: list[dict[str, int]], genes: tuple[str, ...], span: Span
) -> Iterator[Said]:
    first, *others = genes
    if others and "break" not in words.lower():
        lesion = fusion_name(first, others[0])
        if any(code.get("F", 0) > 0 for code in codes):
            yield Said(lesion, "detected", span, "a fused signal")
        elif all(code == {"R": 2, "G": 2} for code in codes):
            yield Said(lesion, "not_detected", span, "two signals of each gene, none fused")
        elif "RUNX1" in genes and any(max(code.values()) >= _IAMP21_SIGNALS for code in codes):
            yield Said("iAMP21", "presumptive", span, "many signals; the colour is not named")
        return
    lesion = f"{first}-r"
    split = [code for code in codes if code.get("F") and code.get("R") and code.get("G")]
    apart = [code for code in codes if (code.get("R", 0) > 0) != (code.get("G", 0) > 0)]
    if split:
        yield Said(lesion, "detected", span, "the two ends of the gene are apart")
    elif apart:
        yield Said(lesion, "presumptive", span, "one end of the gene is lost or apart")
    elif all(code == {"F": 2} for code in codes):
        yield Said(lesion, "not_detected", span, "two whole signals")
