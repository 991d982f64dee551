"""Genetic lesions: their names, what each assay can see, and what the laboratory prints.

Names load when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of

if TYPE_CHECKING:
    from all_risk.genetics.assays import can_exclude
    from all_risk.genetics.fish import FishResult, read_fish
    from all_risk.genetics.karyotype import Karyotype, read_karyotype
    from all_risk.genetics.lesions import LESIONS, Lesion
    from all_risk.genetics.names import NamedLesion, lesion, read_name
    from all_risk.genetics.picture import copy_number_line, ideogram_svg

__all__ = [
    "LESIONS",
    "FishResult",
    "Karyotype",
    "Lesion",
    "NamedLesion",
    "can_exclude",
    "copy_number_line",
    "ideogram_svg",
    "lesion",
    "read_fish",
    "read_karyotype",
    "read_name",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "assays": ("can_exclude",),
            "fish": ("FishResult", "read_fish"),
            "karyotype": ("Karyotype", "read_karyotype"),
            "lesions": ("LESIONS", "Lesion"),
            "names": ("NamedLesion", "lesion", "read_name"),
            "picture": ("copy_number_line", "ideogram_svg"),
        },
    )
