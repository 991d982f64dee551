"""What a negative result of each method can exclude.

A method that does not measure a kind of abnormality says nothing of it, whatever it found: an
array compares copy numbers and cannot see a balanced fusion, RT-PCR sees the one transcript it
was made for, a banded karyotype sees neither small deletions nor cells that do not divide.
The table is this library's reading, and errs on the side of "not tested".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from all_risk.genetics.lesions import Kind, Lesion

__all__ = ["METHODS", "can_exclude"]

METHODS: Final[Mapping[str, frozenset[Kind]]] = MappingProxyType(
    {
        # Hypodiploid clones may not divide: a normal karyotype hid one that FISH saw in 80 %
        # of cells (Mol Cytogenet 2019, 10.1186/s13039-019-0454-0).
        "karyotype": frozenset({"fusion", "rearrangement", "karyotype"}),
        "fish": frozenset({"fusion", "rearrangement", "deletion", "amplification", "karyotype"}),
        "pcr": frozenset({"fusion", "mutation"}),
        "flow": frozenset(),
        "ngs": frozenset({"mutation"}),
        "panel": frozenset({"fusion", "mutation"}),
        "array": frozenset({"ploidy", "karyotype", "deletion", "amplification"}),
        "rna_seq": frozenset({"fusion", "rearrangement", "expression"}),
        "wgs": frozenset(
            {
                "fusion",
                "rearrangement",
                "ploidy",
                "karyotype",
                "mutation",
                "deletion",
                "alteration",
                "amplification",
            }
        ),
        "ogm": frozenset(
            {"fusion", "rearrangement", "ploidy", "karyotype", "deletion", "amplification"}
        ),
    }
)
"""The kinds of lesion that each method measures as a whole."""


def can_exclude(method: str | None, lesion: Lesion) -> bool:
    """Whether "not detected" by a method excludes a lesion.

    Args:
        method: The method; without one, a finding is taken at its word.
        lesion: The lesion.

    Returns:
        False where the method cannot see it, so that the result counts as not tested.

    Examples:
        >>> from all_risk.genetics import lesion
        >>> can_exclude("fish", lesion("ETV6::RUNX1"))
        True
        >>> can_exclude("karyotype", lesion("ETV6::RUNX1"))
        False
        >>> can_exclude("array", lesion("BCR::ABL1"))
        False
    """
    if method is None:
        return True
    if method == "fish" and lesion.name.startswith("TRISOMY"):
        return True  # centromere probes count the chromosomes themselves
    return lesion.kind in METHODS[method] and not (method == "karyotype" and lesion.cryptic)
