"""Response after induction and MRD response in adults, European LeukemiaNet 2024.

Rows RSP-CR to RSP-F, MRD-v1 and MRD-v2; F-01 to F-05, F-64 and F-65. Where the counts meet the
limits of remission exactly, CR is not reached: it asks for more. CRi asks for less, and the
leukaemia-free state for no counts, so there, and where both counts fall short, either is
possible.
"""

from __future__ import annotations

from all_risk.facts import (
    extramedullary_end_of_induction,
    marrow_blasts_end_of_induction,
    mrd,
    mrd_detected,
    mrd_quantifiable,
    mrd_sensitivity,
    neutrophils_end_of_induction,
    platelets_end_of_induction,
    unprinted,
)
from all_risk.guideline import Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.patient import Timepoint
from all_risk.published.sources import ADULTS, ELN_2024
from all_risk.quantities import per_nl, percent

__all__ = ["ELN_2024_RESPONSE", "SCHEMES"]

_CITATION = ELN_2024.at("table of response criteria")
_ADULTS = Population(
    who=ADULTS, words="adults; that they are asked from 18 years is this library's"
)

BLASTS = marrow_blasts_end_of_induction
MRD = mrd("end_of_induction")

NEUTROPHILS = neutrophils_end_of_induction > per_nl(1)
PLATELETS = platelets_end_of_induction > per_nl(100)
RECOVERED = NEUTROPHILS & PLATELETS
# CRi asks that a count be below its limit; the leukaemia-free state asks for no count.
_ONE_SHORT = (NEUTROPHILS & (platelets_end_of_induction < per_nl(100))) | (
    PLATELETS & (neutrophils_end_of_induction < per_nl(1))
)
_FREE_STATE = unprinted(
    "whether remission with both counts short, or one at its limit, is CRi or a leukaemia-free "
    "state"
)

CLEARED = (BLASTS < percent(5)) & ~extramedullary_end_of_induction & (MRD < percent(1))
# That the blasts fell by half is no fact of this library, and only early trials ask for PR.
_HALVED = unprinted(
    "whether the blasts fell by half, and whether PR is asked for, as phase 1 and 2 trials do"
)
PARTIAL = (BLASTS >= percent(5)) & (BLASTS <= percent(25)) & RECOVERED & _HALVED
_PARTIAL_BY_MRD = PARTIAL & ~extramedullary_end_of_induction & (MRD < percent(1))

CR = CLEARED & RECOVERED
CRI = CLEARED & ~RECOVERED & (_ONE_SHORT | ~_FREE_STATE)
MLFS = CLEARED & ~RECOVERED & ~_ONE_SHORT & _FREE_STATE
PR = PARTIAL & ~_PARTIAL_BY_MRD


def _row(id_: str, group: str, when: Expr, trace: str, reading: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_CITATION, reading=reading, trace=trace)


ELN_2024_RESPONSE = Scheme(
    id="eln-2024-response",
    title="Response at the end of induction, ELN 2024",
    citation=_CITATION,
    population=_ADULTS,
    groups=("cr", "cri", "mlfs", "pr", "failure"),
    year=2024,
    question="response",
    adverse=frozenset({"failure"}),
    rows=(
        _row("cr", "cr", CR, "RSP-CR F-01"),
        _row(
            "cr-by-mrd",
            "cr",
            _PARTIAL_BY_MRD,
            "RSP-PR F-04",
            "a partial remission with MRD below 1 % counts as CR, without extramedullary disease",
        ),
        _row(
            "cri",
            "cri",
            CRI,
            "RSP-CRi F-02",
            "one count short; both short, or one at its limit, is open",
        ),
        _row(
            "mlfs",
            "mlfs",
            MLFS,
            "RSP-MLFS F-03",
            "neither count recovered, or one at its limit: CRi is possible too",
        ),
        _row("pr", "pr", PR, "RSP-PR F-04"),
        _row(
            "failure",
            "failure",
            ~any_of(CR, _PARTIAL_BY_MRD, CRI, MLFS, PR),
            "RSP-F F-05",
            "none of the others, which MRD of 1 % or more rules out",
        ),
    ),
    left_out=(
        "that MRD counts only where it is available: MRD that is not on record stays open",
        "transfusion independence, and PET and lymphoma criteria for disease outside the marrow",
    ),
)


def _levels(timepoint: Timepoint) -> tuple[Expr, Expr, Expr, Expr]:
    """No disease found with a sensitive assay; found; found in numbers; found above 0.01 %."""
    found, in_numbers = mrd_detected(timepoint), mrd_quantifiable(timepoint)
    return (
        ~found & (mrd_sensitivity(timepoint) <= percent("0.01")),
        found,
        found & in_numbers,
        found & in_numbers & (mrd(timepoint) > percent("0.01")),
    )


_SUFFICIENT = "sensitive enough is 0.01 % or better; the table's footnote says adequate"
_AT: tuple[tuple[str, Timepoint], ...] = (
    ("induction", "end_of_induction"),
    ("consolidation", "end_of_consolidation"),
)


def _variant_1(point: str, timepoint: Timepoint) -> Scheme:
    complete, found, in_numbers, above = _levels(timepoint)
    other = any_of(
        ~found & (mrd_sensitivity(timepoint) > percent("0.01")),
        found & ~mrd_quantifiable(timepoint),
        in_numbers & (mrd(timepoint) < percent("0.01")),
    )
    return Scheme(
        id=f"eln-2024-mrd-1-{point}",
        title=f"MRD response after {point}, ELN 2024, first variant",
        citation=_CITATION,
        population=_ADULTS,
        groups=("complete", "other", "failure"),
        year=2024,
        question="response",
        adverse=frozenset({"failure"}),
        rows=(
            _row("complete", "complete", complete, "MRD-v1-CMR F-64", _SUFFICIENT),
            _row(
                "other",
                "other",
                other,
                "MRD-v1-O F-64",
                "positive at exactly 0.01 % is in no row; positive and not quantifiable is here "
                "whatever its upper bound",
            ),
            _row("failure", "failure", above, "MRD-v1-F F-64", "above 0.01 %, as printed"),
        ),
    )


def _variant_2(point: str, timepoint: Timepoint) -> Scheme:
    complete, found, in_numbers, _ = _levels(timepoint)
    insensitive = ~found & unprinted(
        "whether a negative result of an assay that would not find 0.01 % is a complete response"
    )
    return Scheme(
        id=f"eln-2024-mrd-2-{point}",
        title=f"MRD response after {point}, ELN 2024, second variant",
        citation=_CITATION,
        population=_ADULTS,
        groups=("complete", "persistence"),
        year=2024,
        question="response",
        adverse=frozenset({"persistence"}),
        rows=(
            _row("complete", "complete", complete | insensitive, "MRD-v2 F-65", _SUFFICIENT),
            _row(
                "persistence",
                "persistence",
                in_numbers,
                "MRD-v2 F-65",
                "positive and not quantifiable is in no row",
            ),
        ),
    )


SCHEMES = (
    ELN_2024_RESPONSE,
    *(_variant_1(*at) for at in _AT),
    *(_variant_2(*at) for at in _AT),
)
