"""The very high-risk list of the NCI PDQ summary on childhood ALL: the broad one.

PDQ has a second, narrower list (infants with KMT2A-r, fewer than 44 chromosomes, initial
induction failure) for another purpose; the two are not merged. Row id G-60 as corrected.
"""

from __future__ import annotations

from all_risk.facts import age, days_to_remission, detected, modal_number, mrd, unprinted
from all_risk.guideline import Basis, Population, RiskList
from all_risk.logic import Expr
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.quantities import count, days, percent, years

__all__ = ["VERY_HIGH_RISK"]

_CITATION = PDQ_CHILDHOOD.at("Very high-risk ALL")

_WEEK_4 = mrd("end_of_induction")
_WEEK_12 = mrd("week_12")
# PDQ prints no number for a slow early response (a high blast count after a steroid
# prophase, high MRD at week 4 or at a later time such as week 12). It is never decided true
# here. It is excluded where MRD was below 0.01 % at both times: a choice of this library, as
# neither the blasts after a prophase nor MRD at other later times are asked. Answers say so.
SLOW_EARLY_RESPONSE = unprinted("how much MRD or how many blasts make a slow early response") & ~(
    (_WEEK_4 < percent("0.01")) & (_WEEK_12 < percent("0.01"))
)


def _item(id_: str, rule: Expr, words: str) -> Basis:
    return Basis(
        id=f"pdq-very-high-{id_}",
        source="pdq-very-high-risk",
        rule=rule,
        population=CHILDREN,
        words=words,
        citation=_CITATION,
    )


VERY_HIGH_RISK = RiskList(
    id="pdq-very-high-risk",
    title="Very high-risk ALL, NCI PDQ",
    citation=_CITATION,
    population=Population(who=CHILDREN, words=f"childhood ALL, {CHILDREN_BOUND}"),
    items=(
        _item("infant", age < years(1), "infant younger than 1 year"),
        _item("bcr-abl1", detected("BCR::ABL1"), "BCR::ABL1"),
        _item("tcf3-hlf", detected("TCF3::HLF"), "TCF3::HLF"),
        _item("kmt2a-r", detected("KMT2A-r"), "KMT2A rearrangement"),
        _item("hypodiploidy", modal_number < count(44), "fewer than 44 chromosomes"),
        _item(
            "slow-early-response",
            SLOW_EARLY_RESPONSE,
            "slow early response to treatment (ruled out here by low MRD at weeks 4 and 12 alone; "
            "blasts after a steroid prophase and other time points are not asked)",
        ),
        _item(
            "induction-failure",
            days_to_remission > days(28),
            "disease still present after the first 4 weeks of treatment",
        ),
    ),
)
