"""What FISH probes are called, and which lesions a normal set of them rules out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from all_risk.genetics.lesions import LESIONS
from all_risk.genetics.names import OLD_SYMBOLS

__all__ = [
    "BREAK_APART",
    "DUAL_FUSION",
    "GENES",
    "fusion_name",
    "is_known_fusion",
    "probe_name",
    "seen_by",
]

DUAL_FUSION: Final = frozenset(
    frozenset(pair.split("::"))
    for pair in (
        "BCR::ABL1",
        "ETV6::RUNX1",
        "TCF3::PBX1",
        "TCF3::HLF",
        "KMT2A::AFF1",
        "KMT2A::MLLT1",
        "KMT2A::MLLT3",
        "IGH::MYC",
        "IGH::CRLF2",
        "P2RY8::CRLF2",
    )
)
"""Pairs of genes for which dual-fusion probes are sold: apart in normal cells."""

BREAK_APART: Final[frozenset[str]] = frozenset(
    [
        "ABL1",
        "ABL2",
        "BCL11B",
        "CRLF2",
        "CSF1R",
        "DUX4",
        "EPOR",
        "FGFR1",
        "IGH",
        "JAK2",
        "KMT2A",
        "LMO1",
        "LMO2",
        "MEF2D",
        "MYC",
        "NTRK3",
        "NUTM1",
        "PDGFRA",
        "PDGFRB",
        "TAL1",
        "TCF3",
        "TLX1",
        "TLX3",
        "TRA/TRD",
        "TRB",
        "TRG",
        "TYK2",
        "ZNF384",
    ]
)
"""Genes with a probe on either side: together in normal cells."""

_FUSIONS: Final[Mapping[frozenset[str], str]] = MappingProxyType(
    {frozenset(row.name.split("::")): row.name for row in LESIONS if row.kind == "fusion"}
)
GENES: Final = (
    frozenset(gene for pair in _FUSIONS for gene in pair)
    | BREAK_APART
    | frozenset(["CDKN2A", "TP53", "IKZF1", "PAX5", "ETV6", "ERG", "PTEN", "EBF1", "RB1", "BTG1"])
)
"""Gene names known as probes, present symbols only."""

_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {**OLD_SYMBOLS, "TRAD": "TRA/TRD", "TRA": "TRA/TRD", "TRD": "TRA/TRD", "P16": "CDKN2A"}
)
_CENTROMERE = re.compile(r"(?:CEP|CEN|CENP?)?-?(?:D(\d{1,2}|[XY])Z\d{1,2}|(\d{1,2}|[XY])(?:CEN)?)")
_LEFT = ("IGH", "IGK", "IGL", "KMT2A", "TRA/TRD", "TRB", "TCF3", "ETV6", "PAX5")
# deletions told by fewer than two signals of a gene
_DELETED: Final = ("CDKN2A", "TP53", "IKZF1", "PTEN", "RB1", "EBF1", "PAX5", "BTG1", "ERG")


def probe_name(text: str) -> str:
    """The present name of a probe.

    Args:
        text: The name as written, without `5'` or `3'`.

    Returns:
        The HGNC symbol, or `CEP4` for the centromere of chromosome 4.

    Examples:
        >>> probe_name("MLL"), probe_name("D4Z1"), probe_name("cen10"), probe_name("LSI BCR")
        ('KMT2A', 'CEP4', 'CEP10', 'BCR')
    """
    name = re.sub(r"^(?:LSI|WCP)\s+", "", text.strip().upper())
    centromere = _CENTROMERE.fullmatch(name)
    if centromere is not None and not name.isdigit():
        return f"CEP{centromere[1] or centromere[2]}"
    return _ALIASES.get(name, name)


def is_known_fusion(one: str, other: str) -> bool:
    """Whether two genes make a fusion of the vocabulary.

    Examples:
        >>> is_known_fusion("ABL1", "BCR"), is_known_fusion("ASS1", "ABL1")
        (True, False)
    """
    return frozenset({one, other}) in _FUSIONS


def fusion_name(one: str, other: str) -> str:
    """The canonical name of the fusion of two genes.

    Examples:
        >>> fusion_name("ABL1", "BCR"), fusion_name("RUNX1T1", "KMT2A")
        ('BCR::ABL1', 'KMT2A::RUNX1T1')
    """
    known = _FUSIONS.get(frozenset({one, other}))
    if known is not None:
        return known
    return f"{other}::{one}" if other in _LEFT and one not in _LEFT else f"{one}::{other}"


def seen_by(probes: frozenset[str]) -> tuple[str, ...]:
    """The lesions that a normal result of these probes rules out.

    Args:
        probes: The names of one set.

    Returns:
        Canonical lesion names.

    Examples:
        >>> seen_by(frozenset({"ABL1", "BCR"})), seen_by(frozenset({"KMT2A"}))
        (('BCR::ABL1',), ('KMT2A-r',))
    """
    pairs = [pair for pair in DUAL_FUSION if pair <= probes]
    paired = frozenset(gene for pair in pairs for gene in pair)
    lesions = [_FUSIONS[pair] for pair in pairs]
    lesions += [f"{gene}-r" for gene in probes & BREAK_APART - paired]
    lesions += [f"{gene} deletion" for gene in probes & frozenset(_DELETED)]
    if "CDKN2A" in probes:
        lesions.append("CDKN2A_HOMOZYGOUS_DELETION")
    if "RUNX1" in probes:
        lesions.append("iAMP21")
    if probes & {"CEP4", "CEP10"}:
        lesions.append("TRISOMY_4_10")
    if probes & {"CEP4", "CEP10", "CEP17"}:
        lesions.append("TRISOMY_4_10_17")
    lesions += [f"TRISOMY_{n}" for n in (5, 8, 17, 18, 20) if f"CEP{n}" in probes]
    if "CEP7" in probes:
        lesions.append("MONOSOMY_7")
    return tuple(sorted(lesions))
