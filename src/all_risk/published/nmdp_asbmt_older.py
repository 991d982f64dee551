"""The older NMDP and ASBMT list of adults to evaluate for transplant.

Read in the copy of a payer network (Interlink TransplantCARE, version 7.0), which labels it
2017; its wording is probably some years older. Rows N-10 to N-19b, older column. It splits
adults at 35 years: up to 35 every first remission, above it only with a high-risk item.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    cns,
    days_to_remission,
    detected,
    in_remission,
    relapses,
    second_remission_reached,
    testicular,
    unprinted,
    wbc,
)
from all_risk.guideline import Basis, Citation, Guideline, Population, Trigger
from all_risk.logic import Expr
from all_risk.published.adult_terms import ADULTS_BOUND
from all_risk.published.sources import ADULTS
from all_risk.published.terms import INDUCTION_FAILURE
from all_risk.quantities import count, days, per_nl, years

__all__ = ["GUIDELINES", "NMDP_ASBMT_OLDER"]

_CITATION = Citation(
    source="NMDP and ASBMT, HCT evaluation: adult ALL",
    edition="labelled 2017",
    url="https://transplantcare3.interlinkhealth.com/2867/timing-of-referral",
    provenance="secondary",
    read_in="Interlink TransplantCARE, Timing of Referral, version 7.0",
)
_ID = "nmdp-asbmt-older"

UP_TO_35 = (age <= years(35)) | (
    (age < years(36)) & unprinted("whether 'up to 35' takes in the whole year of being 35")
)
# A first remission is had, even if a relapse has ended it.
FIRST_REMISSION_REACHED = in_remission | (relapses >= count(1))
# Printed as a range, above 30,000 to 50,000 per microlitre.
HIGH_WBC = (wbc > per_nl(50)) | (
    (wbc > per_nl(30)) & unprinted("which white cell count from 30 to 50 x10^9/L is meant")
)


def _trigger(id_: str, title: str, when: Expr, trace: str, *, by_day_28: bool = False) -> Trigger:
    basis = Basis(id=id_, source=_ID, rule=when, words=title, citation=_CITATION, trace=trace)
    return Trigger(id=id_, title=title, bases=(basis,), citation=_CITATION, due_on_day_28=by_day_28)


def _over_35(item: str, title: str, when: Expr, trace: str, *, by_day_28: bool = False) -> Trigger:
    rule = ~UP_TO_35 & when
    return _trigger(f"over_35_{item}", f"Over 35: {title}", rule, trace, by_day_28=by_day_28)


NMDP_ASBMT_OLDER = Guideline(
    id=_ID,
    title="Whom to evaluate for transplant, older adult list",
    version="labelled 2017",
    year=2017,
    citation=_CITATION,
    population=Population(who=ADULTS, words=ADULTS_BOUND),
    triggers=(
        _trigger(
            "first_remission_up_to_35",
            "First remission, up to 35 years",
            UP_TO_35 & FIRST_REMISSION_REACHED,
            "N-10 N-13",
        ),
        _over_35(
            "poor_cytogenetics",
            "poor-risk cytogenetics, such as t(9;22) or 11q23",
            detected("BCR::ABL1") | detected("KMT2A-r"),
            "N-17",
        ),
        _over_35("high_wbc", "white cell count above 30 to 50 x10^9/L", HIGH_WBC, "N-18"),
        _over_35(
            "cns_or_testicular",
            "CNS or testicular leukaemia",
            cns.one_of("CNS3") | testicular,
            "N-19",
        ),
        _over_35(
            "no_remission_4_weeks",
            "no remission within 4 weeks of initial treatment",
            days_to_remission > days(28),
            "N-15",
            by_day_28=True,
        ),
        _over_35("induction_failure", "induction failure", INDUCTION_FAILURE, "N-14"),
        _trigger(
            "second_remission_or_later",
            "Second or later remission",
            second_remission_reached,
            "N-19b",
        ),
    ),
    parameters={
        "poor_cytogenetics": "the two printed examples alone are asked",
        "cns_or_testicular": "CNS leukaemia is read as CNS3",
        "induction_failure": "not defined in the list: no remission within 42 days is a failure, "
        "remission within 28 days is none, and between them groups differ",
    },
    listed=False,
    caution="Superseded by the list of 2021. The year on the copy is doubtful: the wording is that "
    "of lists from about 2008 to 2011.",
    left_out=("poor-risk cytogenetics beyond the two printed examples (N-17)",),
)

GUIDELINES = (NMDP_ASBMT_OLDER,)
