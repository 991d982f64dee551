"""FHIR R4 and R4B, mCODE STU4, Genomics Reporting: in and out, as plain dictionaries.

[read_bundle][all_risk.interop.fhir.read.read_bundle] makes a patient of a bundle and accounts
for every resource in it.
"""

from __future__ import annotations

from all_risk.interop.fhir.policy import Meaning, Policy
from all_risk.interop.fhir.read import read_bundle
from all_risk.interop.fhir.reading import (
    Contradiction,
    NotUnderstood,
    Reading,
    RecordedRisk,
    Used,
)

__all__ = [
    "Contradiction",
    "Meaning",
    "NotUnderstood",
    "Policy",
    "Reading",
    "RecordedRisk",
    "Used",
    "read_bundle",
]
