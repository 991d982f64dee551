"""Relapse-risk factors and transplant-referral triggers in acute lymphoblastic leukaemia.

    import all_risk

    patient = all_risk.from_json(text)
    answer = all_risk.evaluate(patient)
    print(answer.explain())

It informs a clinician who can review the basis of every statement; it does not order
treatment. Names load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from all_risk._lazily import names_of
from all_risk._version import __version__

if TYPE_CHECKING:
    from all_risk import cohort, errors, genetics
    from all_risk.assessment import Assessment, CheckedList, Classification
    from all_risk.chronology import Timeline, timeline
    from all_risk.codec import from_dict, from_json, to_dict, to_json
    from all_risk.comparison import Comparison, compare
    from all_risk.evaluation import check, classify, evaluate, what_would_settle
    from all_risk.patient import (
        Diagnosis,
        DnaIndex,
        Finding,
        FishText,
        KaryotypeText,
        ModalNumber,
        Mrd,
        Patient,
        Relapse,
        Response,
        Treatment,
    )
    from all_risk.published import guidelines

__all__ = [
    "Assessment",
    "CheckedList",
    "Classification",
    "Comparison",
    "Diagnosis",
    "DnaIndex",
    "Finding",
    "FishText",
    "KaryotypeText",
    "ModalNumber",
    "Mrd",
    "Patient",
    "Relapse",
    "Response",
    "Timeline",
    "Treatment",
    "__version__",
    "check",
    "classify",
    "cohort",
    "compare",
    "errors",
    "evaluate",
    "from_dict",
    "from_json",
    "genetics",
    "guidelines",
    "timeline",
    "to_dict",
    "to_json",
    "what_would_settle",
]

_load, _ = names_of(
    __name__,
    {
        "assessment": ("Assessment", "CheckedList", "Classification"),
        "chronology": ("Timeline", "timeline"),
        "codec": ("from_dict", "from_json", "to_dict", "to_json"),
        "comparison": ("Comparison", "compare"),
        "evaluation": ("check", "classify", "evaluate", "what_would_settle"),
        "patient": (
            "Diagnosis",
            "DnaIndex",
            "Finding",
            "FishText",
            "KaryotypeText",
            "ModalNumber",
            "Mrd",
            "Patient",
            "Relapse",
            "Response",
            "Treatment",
        ),
        "published": ("guidelines",),
    },
)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in ("cohort", "errors", "genetics"):
            return import_module(f"{__name__}.{name}")
        return _load(name)


def __dir__() -> list[str]:
    return __all__
