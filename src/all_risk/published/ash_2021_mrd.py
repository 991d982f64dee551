"""The terms of MRD response in adults, Gökbuget 2021, and the reading of one MRD result.

Read in Table 1 of the education text. Rows F-60 to F-63, F-66 and section 2d. The reading in
the manner of EuroMRD goes by what a report must hold: the level, that a result is not
quantifiable, the sensitivity of a negative one. EuroMRD's own criteria of the curves were not
read and are not asked: the laboratory's word counts.
"""

from __future__ import annotations

from all_risk.facts import (
    marrow_blasts_end_of_induction,
    mrd,
    mrd_detected,
    mrd_quantifiable,
    mrd_sensitivity,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import TRUE, Expr
from all_risk.patient import Timepoint
from all_risk.published.sources import ADULTS
from all_risk.quantities import percent

__all__ = ["SCHEMES"]

_CITATION = Citation(
    source="Gökbuget, Hematology ASH Educ Program 2021:718-725",
    edition="2021",
    locator="Table 1",
    url="https://doi.org/10.1182/hematology.2021000224",
)
_ADULTS = "adults; that they are asked from 18 years is this library's"
_AT: tuple[tuple[str, Timepoint, Expr, str], ...] = (
    (
        "induction",
        "end_of_induction",
        marrow_blasts_end_of_induction < percent(5),
        "in haematological remission: marrow blasts below 5 % at the end of induction",
    ),
    (
        "consolidation",
        "end_of_consolidation",
        TRUE,
        "in haematological remission, which is not asked at the end of consolidation",
    ),
)


def _row(id_: str, group: str, when: Expr, trace: str, reading: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_CITATION, reading=reading, trace=trace)


def _terms(point: str, timepoint: Timepoint, remission: Expr, words: str) -> Scheme:
    found, level = mrd_detected(timepoint), mrd(timepoint)
    sensitivity = mrd_sensitivity(timepoint)
    return Scheme(
        id=f"ash-2021-mrd-{point}",
        title=f"MRD response after {point}, 2021 terms",
        citation=_CITATION,
        population=Population(who=ADULTS & remission, words=f"{_ADULTS}; {words}"),
        groups=("complete", "intermediate", "failure"),
        year=2021,
        question="response",
        adverse=frozenset({"failure"}),
        rows=(
            _row("complete", "complete", ~found & (sensitivity <= percent("0.01")), "F-61 2d"),
            _row(
                "intermediate-insensitive",
                "intermediate",
                ~found & (sensitivity > percent("0.01")),
                "F-63 2d",
            ),
            _row(
                "intermediate-positive",
                "intermediate",
                found & (level < percent("0.01")),
                "F-63 2d",
                "quantifiable or not",
            ),
            _row("failure", "failure", found & (level >= percent("0.01")), "F-62 2d"),
        ),
    )


def _reading(point: str, timepoint: Timepoint) -> Scheme:
    found, in_numbers = mrd_detected(timepoint), mrd_quantifiable(timepoint)
    return Scheme(
        id=f"euromrd-reading-{point}",
        title=f"Reading of MRD after {point}, in the manner of EuroMRD",
        citation=_CITATION,
        population=Population(who=TRUE, words="patients with acute lymphoblastic leukaemia"),
        groups=("negative", "positive_not_quantifiable", "quantifiable"),
        year=2021,
        question="response",
        rows=(
            _row(
                "negative",
                "negative",
                ~found & (mrd_sensitivity(timepoint) < percent(100)),
                "F-66",
                "only with its sensitivity, whatever that is; a negative result without one is "
                "in no row",
            ),
            _row(
                "positive-not-quantifiable",
                "positive_not_quantifiable",
                found & ~in_numbers,
                "F-66",
            ),
            _row("quantifiable", "quantifiable", found & in_numbers, "F-66"),
        ),
        left_out=(
            (
                "the laboratory criteria of EuroMRD (van der Velden et al., Leukemia 2007;21:604): "
                "not read"
            ),
        ),
    )


SCHEMES = (
    *(_terms(*at) for at in _AT),
    *(_reading(point, timepoint) for point, timepoint, *_ in _AT),
)
