"""English words for clinicians; they stand in `locale/en/LC_MESSAGES/clinician.po`."""

from __future__ import annotations

from typing import Final

from all_risk.explain.catalogues import catalogue

__all__ = ["CLINICIAN"]

CLINICIAN: Final = catalogue("clinician", "en")
