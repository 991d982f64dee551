"""Cohorts: the same rules over a table, on any engine.

    from all_risk import cohort

    answers = cohort.evaluate(frame)
    groups = cohort.classify(frame, "nci-rome")

A column is a fact of the same name ([columns][all_risk.cohort.columns] lists them), a row is
a patient, and an empty cell is unknown. The answers are those of
[evaluate][all_risk.evaluate] and [classify][all_risk.classify], row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of
from all_risk.errors import InvalidTable

if TYPE_CHECKING:
    from all_risk.cohort.bioconductor import read_bioconductor
    from all_risk.cohort.checking import Report, check
    from all_risk.cohort.crosstab import Agreement, agreement
    from all_risk.cohort.describe import summary
    from all_risk.cohort.dictionary import columns
    from all_risk.cohort.evaluation import AbsentFacts, classify, evaluate
    from all_risk.cohort.lists import WordTable
    from all_risk.cohort.mapping import Column, Mapping
    from all_risk.cohort.missingness import MissingMap, missing_map
    from all_risk.cohort.reading import Reading, Reject
    from all_risk.cohort.sql import to_sql
    from all_risk.cohort.survival import Curves, kaplan_meier, referral_delay
    from all_risk.cohort.target import read_cbioportal, read_target

__all__ = [
    "AbsentFacts",
    "Agreement",
    "Column",
    "Curves",
    "InvalidTable",
    "Mapping",
    "MissingMap",
    "Reading",
    "Reject",
    "Report",
    "WordTable",
    "agreement",
    "check",
    "classify",
    "columns",
    "evaluate",
    "kaplan_meier",
    "missing_map",
    "read_bioconductor",
    "read_cbioportal",
    "read_target",
    "referral_delay",
    "summary",
    "to_sql",
]

_load, _ = names_of(
    __name__,
    {
        "bioconductor": ("read_bioconductor",),
        "checking": ("Report", "check"),
        "crosstab": ("Agreement", "agreement"),
        "describe": ("summary",),
        "dictionary": ("columns",),
        "evaluation": ("AbsentFacts", "classify", "evaluate"),
        "lists": ("WordTable",),
        "mapping": ("Column", "Mapping"),
        "missingness": ("MissingMap", "missing_map"),
        "reading": ("Reading", "Reject"),
        "sql": ("to_sql",),
        "survival": ("Curves", "kaplan_meier", "referral_delay"),
        "target": ("read_cbioportal", "read_target"),
    },
)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from all_risk.cohort.extras import needed

        with needed("cohort"):
            return _load(name)


def __dir__() -> list[str]:
    return __all__
