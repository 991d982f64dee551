"""Genetic lesions: their names, and what implies what."""

from __future__ import annotations

from all_risk.genetics.lesions import LESIONS, Lesion
from all_risk.genetics.names import NamedLesion, lesion, read_name

__all__ = ["LESIONS", "Lesion", "NamedLesion", "lesion", "read_name"]
