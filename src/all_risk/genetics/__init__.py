"""Genetic lesions: their names, what each assay can see, and what the laboratory prints.

Names load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

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

_HOME: Final = {
    "assays": ("can_exclude",),
    "fish": ("FishResult", "read_fish"),
    "karyotype": ("Karyotype", "read_karyotype"),
    "lesions": ("LESIONS", "Lesion"),
    "names": ("NamedLesion", "lesion", "read_name"),
    "picture": ("copy_number_line", "ideogram_svg"),
}
_MODULE_OF: Final = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
