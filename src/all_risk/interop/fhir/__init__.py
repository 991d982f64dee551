"""FHIR R4 and R4B, mCODE STU4, Genomics Reporting: in and out, as plain dictionaries.

[read_bundle][all_risk.interop.fhir.read.read_bundle] makes a patient of a bundle and accounts
for every resource in it; [write_bundle][all_risk.interop.fhir.write.write_bundle] is the way
back. [write_risk_assessment][all_risk.interop.fhir.answer.write_risk_assessment] writes the
answer as mCODE, and [compare_recorded][all_risk.interop.fhir.recorded.compare_recorded] sets a
recorded risk group beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of
from all_risk.interop.reading import (
    Contradiction,
    NotUnderstood,
    Reading,
    RecordedRisk,
    Used,
)

if TYPE_CHECKING:
    from all_risk.interop.fhir.answer import write_risk_assessment
    from all_risk.interop.fhir.policy import Meaning, Policy
    from all_risk.interop.fhir.read import read_bundle
    from all_risk.interop.fhir.recorded import Comparison, compare_recorded
    from all_risk.interop.fhir.write import write_bundle

__all__ = [
    "Comparison",
    "Contradiction",
    "Meaning",
    "NotUnderstood",
    "Policy",
    "Reading",
    "RecordedRisk",
    "Used",
    "compare_recorded",
    "read_bundle",
    "write_bundle",
    "write_risk_assessment",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "answer": ("write_risk_assessment",),
            "policy": ("Meaning", "Policy"),
            "read": ("read_bundle",),
            "recorded": ("Comparison", "compare_recorded"),
            "write": ("write_bundle",),
        },
    )
