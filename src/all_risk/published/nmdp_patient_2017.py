"""When to see a transplant doctor: the patient page of Be The Match, reviewed March 2017.

Four triggers. The page names no cut-off and no age: what counts as a high risk of relapse
and who is an infant are parameters with visible defaults, and none of the numbers they
bring is the page's own. Rows T-01 to T-04.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from all_risk.errors import AllRiskError, Problem, nearest, shown
from all_risk.facts import REMISSION, age, age_in_days, relapses
from all_risk.guideline import Basis, Guideline, Population, RiskList, Trigger
from all_risk.logic import TRUE, Expr
from all_risk.published import (
    cog_aall1731_1732,
    eln_2024,
    nci_rome,
    pdq_very_high_risk,
)
from all_risk.published.sources import NMDP_PATIENT_2017
from all_risk.quantities import count, days, years

__all__ = [
    "DEFAULT_LISTS",
    "GUIDELINES",
    "INFANT",
    "NMDP_PATIENT",
    "InfantConvention",
    "RemissionDefinition",
    "nmdp_patient_2017",
]

RemissionDefinition: TypeAlias = Literal["morphology", "ponte-di-legno", "eln-2024"]
InfantConvention: TypeAlias = Literal["365-days", "first-birthday"]

INFANT: dict[InfantConvention, tuple[Expr, str]] = {
    "365-days": (age_in_days <= days(365), "365 days or less at diagnosis (Interfant-06)"),
    "first-birthday": (age < years(1), "before the first birthday (NCI PDQ)"),
}

DEFAULT_LISTS: tuple[RiskList, ...] = (
    pdq_very_high_risk.VERY_HIGH_RISK,
    cog_aall1731_1732.HIGH_RISK,
    cog_aall1731_1732.UNFAVORABLE_CYTOGENETICS,
    eln_2024.KEY_ELEMENTS,
    nci_rome.HIGH_RISK,
)

_ROWS = {"no_remission_28d": "T-01", "relapse": "T-03", "infant": "T-04"}
# An item that is ruled out leaves no trace in an answer, so that this is said in every one.
_SLOW_EARLY_RESPONSE = {
    "slow_early_response": "ruled out by MRD below 0.01 % at weeks 4 and 12 alone; NCI PDQ names a "
    "high blast count after a steroid prophase and other time points as well, which are not asked"
}
_TRIGGERS = NMDP_PATIENT_2017.at("the section on when to see a transplant doctor")


def nmdp_patient_2017(
    *,
    remission: RemissionDefinition = "morphology",
    infant: InfantConvention = "365-days",
    high_risk: Iterable[RiskList] = DEFAULT_LISTS,
) -> Guideline:
    """The guideline, with the choices its source leaves open.

    Args:
        remission: What counts as remission. By morphology, marrow blasts below 5 %.
        infant: Who counts as an infant at diagnosis.
        high_risk: The lists that say what a high risk of relapse is; any item of any list
            whose population the patient belongs to is enough.

    Returns:
        The guideline.

    Raises:
        AllRiskError: If a choice does not exist.

    Examples:
        >>> nmdp_patient_2017(infant="first-birthday").parameters["infant"]
        'first-birthday: before the first birthday (NCI PDQ)'
    """
    lists = tuple(high_risk)
    for name, chosen, known in (("remission", remission, REMISSION), ("infant", infant, INFANT)):
        if chosen not in known:
            hint = nearest(str(chosen), known) or f"; there are {', '.join(known)}"
            message = f"{shown(chosen)} is not a choice of {name}{hint}"
            raise AllRiskError(Problem("$", "unknown_choice", message))
    days_to_remission = REMISSION[remission]
    infant_rule, infant_words = INFANT[infant]
    return Guideline(
        id="nmdp-patient-2017",
        title="When to see a transplant doctor",
        version="2017-03",
        year=2017,
        citation=_TRIGGERS,
        population=Population(who=TRUE, words="patients with acute lymphoblastic leukaemia"),
        triggers=(
            _trigger(
                "no_remission_28d",
                "No remission by day 28 of treatment",
                days_to_remission > days(28),
                due_on_day_28=True,
                alternatives={
                    name: other > days(28) for name, other in REMISSION.items() if name != remission
                },
            ),
            Trigger(
                id="high_risk_of_relapse",
                title="High risk of relapse",
                bases=tuple(item for each in lists for item in each.items),
                citation=_TRIGGERS,
                trace="T-02",
            ),
            _trigger("relapse", "Relapse, one or more", relapses >= count(1)),
            _trigger(
                "infant",
                "Infant at diagnosis",
                infant_rule,
                alternatives={name: rule for name, (rule, _) in INFANT.items() if name != infant},
            ),
        ),
        lists=lists,
        parameters={
            "remission": remission,
            "infant": f"{infant}: {infant_words}",
            "high_risk": ", ".join(each.id for each in lists),
            **(_SLOW_EARLY_RESPONSE if pdq_very_high_risk.VERY_HIGH_RISK in lists else {}),
        },
    )


def _trigger(
    id_: str,
    title: str,
    when: Expr,
    *,
    due_on_day_28: bool = False,
    alternatives: dict[str, Expr] | None = None,
) -> Trigger:
    return Trigger(
        id=id_,
        title=title,
        bases=(
            Basis(
                id=id_,
                source="nmdp-patient-2017",
                rule=when,
                words=title,
                citation=_TRIGGERS,
                trace=_ROWS[id_],
            ),
        ),
        citation=_TRIGGERS,
        due_on_day_28=due_on_day_28,
        alternatives=alternatives or {},
    )


NMDP_PATIENT = nmdp_patient_2017()

GUIDELINES = (NMDP_PATIENT,)
