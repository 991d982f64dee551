"""Cohorts: the same rules over a table, on any engine.

    from all_risk import cohort

    answers = cohort.evaluate(frame)
    groups = cohort.classify(frame, "nci-rome")

A column is a fact of the same name ([columns][all_risk.cohort.columns] lists them), a row is
a patient, and an empty cell is unknown. The answers are those of
[evaluate][all_risk.evaluate] and [classify][all_risk.classify], row by row.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from all_risk.cohort.extras import needed

if TYPE_CHECKING:
    from all_risk.cohort.bioconductor import read_bioconductor
    from all_risk.cohort.checking import Report, check
    from all_risk.cohort.mapping import Column, Mapping
    from all_risk.cohort.reading import Reading, Reject
    from all_risk.cohort.schema import InvalidTable
    from all_risk.cohort.dictionary import columns
    from all_risk.cohort.evaluation import AbsentFacts, classify, evaluate
    from all_risk.cohort.sql import to_sql
    from all_risk.cohort.target import read_cbioportal, read_target

__all__ = [
    "AbsentFacts",
    "Column",
    "InvalidTable",
    "Mapping",
    "Reading",
    "Reject",
    "Report",
    "check",
    "classify",
    "columns",
    "evaluate",
    "read_bioconductor",
    "read_cbioportal",
    "read_target",
    "to_sql",
]

_HOME: Final = {
    "bioconductor": ("read_bioconductor",),
    "checking": ("Report", "check"),
    "dictionary": ("columns",),
    "evaluation": ("AbsentFacts", "classify", "evaluate"),
    "mapping": ("Column", "Mapping"),
    "reading": ("Reading", "Reject"),
    "schema": ("InvalidTable",),
    "sql": ("to_sql",),
    "target": ("read_cbioportal", "read_target"),
}
_MODULE_OF: Final = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with needed("cohort"):
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
