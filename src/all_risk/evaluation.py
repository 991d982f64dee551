"""Ask a guideline or a scheme about a patient. Pure functions: no clock, no files."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from attrs import evolve

from all_risk.assessment import (
    Assessment,
    CheckedFactor,
    CheckedList,
    Classification,
    FactorState,
    Status,
    TriggerResult,
)
from all_risk.derivation import derive
from all_risk.errors import InvalidPatient, Problem
from all_risk.facts import Facts, died_before_day_28, is_unprinted
from all_risk.guideline import (
    ABSENT,
    MET,
    NOT_MET,
    OUTSIDE,
    PRESENT,
    UNCOVERED,
    Checklist,
    Factor,
    Guideline,
    Scheme,
    Trigger,
)
from all_risk.implications import closed, implications
from all_risk.logic import (
    CompiledDecision,
    Contradiction,
    Decision,
    Expr,
    Missing,
    Sheet,
    atoms,
)
from all_risk.messages import Message, say
from all_risk.patient import Patient
from all_risk.published import find_checklist, find_guideline, find_scheme

__all__ = [
    "assess",
    "check",
    "classify",
    "compiled",
    "evaluate",
    "facts_of",
    "place",
    "what_would_settle",
]


def evaluate(
    patient: Patient | Facts,
    guideline: str | Guideline = "nmdp-patient-2017",
    *,
    as_of: date | None = None,
) -> Assessment:
    """Which of a guideline's referral triggers a patient meets, and why.

    Args:
        patient: What is known about the patient, or the facts themselves.
        guideline: The guideline, or its id.
        as_of: Use results up to this date, and say what is not due yet. With None
            everything recorded is used, and no clock is read.

    Returns:
        The answer.

    Raises:
        UnknownGuideline: If there is no guideline of that id.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> answer = evaluate(Patient(diagnosis=Diagnosis(age="8 months")))
        >>> answer.refer, answer["infant"].status
        ('yes', 'met')
    """
    asked = find_guideline(guideline) if isinstance(guideline, str) else guideline
    return assess(asked, facts_of(patient, as_of))


def classify(
    patient: Patient | Facts, scheme: str | Scheme, *, as_of: date | None = None
) -> Classification:
    """Which groups of a risk scheme a patient may belong to.

    Args:
        patient: What is known about the patient, or the facts themselves.
        scheme: The scheme, or its id.
        as_of: Use results up to this date. With None everything recorded is used.

    Returns:
        The groups still possible, and the group if there is only one.

    Raises:
        UnknownGuideline: If there is no scheme of that id.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B"))
        >>> classify(child, "nci-rome").possible
        ('standard', 'high')
    """
    asked = find_scheme(scheme) if isinstance(scheme, str) else scheme
    return place(asked, facts_of(patient, as_of))


def check(
    patient: Patient | Facts,
    checklist: str | Checklist = "eln-2024-factors",
    *,
    as_of: date | None = None,
) -> CheckedList:
    """Which factors of a published checklist a patient has.

    Args:
        patient: What is known about the patient, or the facts themselves.
        checklist: The checklist, or its id.
        as_of: Use results up to this date. With None everything recorded is used.

    Returns:
        Each factor with its weight, and whether it is present.

    Raises:
        UnknownGuideline: If there is no checklist of that id.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> adult = Patient(diagnosis=Diagnosis(age="50 years", lineage="B", wbc="30 x10^9/L"))
        >>> found = check(adult)
        >>> found["wbc-b"].state, found["wbc-b"].factor.weight, found["kmt2a-r"].state
        ('absent', 'variable', 'unknown')
    """
    asked = find_checklist(checklist) if isinstance(checklist, str) else checklist
    facts = facts_of(patient, as_of)
    return CheckedList(
        checklist=asked,
        facts=facts,
        factors=tuple(_factor(asked, factor, facts) for factor in asked.factors),
    )


def what_would_settle(
    patient: Patient | Facts, scheme: str | Scheme, *, as_of: date | None = None
) -> tuple[Missing, ...]:
    """The missing facts that can change what a scheme says, the most telling first.

    A fact is listed only if one of its values, with all others left open, changes the set of
    groups still possible. Facts that matter only together are not listed.

    Args:
        patient: What is known about the patient, or the facts themselves.
        scheme: The scheme, or its id.
        as_of: Use results up to this date. With None everything recorded is used.

    Returns:
        Each fact with its outcomes: every value, and the groups it would leave.

    Raises:
        UnknownGuideline: If there is no scheme of that id.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B"))
        >>> [
        ...     (str(outcome.value), sorted(outcome.labels))
        ...     for outcome in what_would_settle(child, "nci-rome")[0].outcomes
        ... ]
        [('<50', ['standard']), ('>=50', ['high'])]
    """
    return classify(patient, scheme, as_of=as_of).if_known


def facts_of(known: Patient | Facts, as_of: date | None = None) -> Facts:
    """The facts about a patient, with all that follows from them.

    Args:
        known: The patient, or facts.
        as_of: For a patient, use results up to this date.

    Returns:
        The facts.

    Raises:
        InvalidPatient: If facts that were given cannot hold together.
    """
    if isinstance(known, Patient):
        return derive(known, as_of)
    try:
        return evolve(known, values=closed(known.values))
    except Contradiction as contradiction:
        names = ", ".join(sorted(contradiction.clause.facts))
        raise InvalidPatient(
            Problem("$", "contradiction", f"these facts cannot hold together: {names}")
        ) from None


@lru_cache(maxsize=256)  # bounded: a caller may make guidelines of its own
def compiled(
    rules: Scheme | tuple[Guideline, Trigger] | tuple[Checklist, Factor],
) -> CompiledDecision:
    """The compiled decision of a scheme, of a trigger in its guideline, or of a factor; made once.

    A factor is asked within its checklist.
    """
    grounds: list[Expr] = []
    match rules:
        case Scheme():
            decision = rules.decision()
        case (Checklist() as checklist, Factor() as factor):
            decision = checklist.decision(factor)
        case _:
            guideline, trigger = rules
            inner = trigger.decision()
            outside = (OUTSIDE, ~guideline.population.who)
            decision = Decision((outside, *inner.cases), inner.otherwise)
            for basis in trigger.bases:
                grounds += (basis.when, basis.rule, basis.population)
            grounds += trigger.alternatives.values()
    names = sorted({atom.fact.name for _, rule in decision.cases for atom in atoms(rule)})
    return CompiledDecision.of(
        decision, implications(names), grounds=grounds, seldom=filter(is_unprinted, names)
    )


@lru_cache(maxsize=64)
def _factors(guideline: Guideline) -> Sheet:
    """What the risk lists of a guideline count for or against a patient."""
    return Sheet.of(
        rule
        for each in guideline.lists
        for population, listed in each.asked
        for rule in (population.who, *(one.when for one in listed))
    )


def assess(guideline: Guideline, facts: Facts) -> Assessment:
    """The answer of a guideline for facts that are closed under what implies what."""
    return Assessment(
        guideline=guideline,
        facts=facts,
        triggers=tuple(_trigger(guideline, trigger, facts) for trigger in guideline.triggers),
        classifications=tuple(place(each.scheme, facts) for each in guideline.lists if each.scheme),
        factors=_factors(guideline),
    )


def place(scheme: Scheme, facts: Facts) -> Classification:
    """The answer of a scheme for facts that are closed under what implies what."""
    decision = compiled(scheme)
    labels = decision.possible(facts.values)
    inside = labels - {OUTSIDE}
    possible = tuple(group for group in scheme.groups if group in inside)
    uncovered = UNCOVERED in inside
    applicable = None if inside and OUTSIDE in labels else bool(inside)
    return Classification(
        scheme=scheme,
        facts=facts,
        applicable=applicable,
        possible=possible,
        group=possible[0] if len(possible) == 1 and not uncovered else None,
        uncovered=uncovered,
        compiled=decision,
    )


def _factor(checklist: Checklist, factor: Factor, facts: Facts) -> CheckedFactor:
    decision = compiled((checklist, factor))
    states: dict[str, FactorState] = {
        PRESENT: "present",
        ABSENT: "absent",
        OUTSIDE: "not_applicable",
    }
    labels = decision.possible(facts.values)
    state = states[next(iter(labels))] if len(labels) == 1 else "unknown"
    return CheckedFactor(factor=factor, facts=facts, state=state, compiled=decision)


def _trigger(guideline: Guideline, trigger: Trigger, facts: Facts) -> TriggerResult:
    decision = compiled((guideline, trigger))
    status, reason = _status(guideline, trigger, facts, decision.possible(facts.values))
    return TriggerResult(
        trigger=trigger,
        facts=facts,
        status=status,
        due=facts.day_28 if trigger.due_on_day_28 else None,
        reason=reason,
        compiled=decision,
    )


def _status(
    guideline: Guideline, trigger: Trigger, facts: Facts, labels: frozenset[str]
) -> tuple[Status, Message | None]:
    if labels == {MET}:
        return "met", None
    if labels == {NOT_MET}:
        return "not_met", None
    if labels == {OUTSIDE}:
        return "not_applicable", say("outside_population", guideline=guideline.id)
    if trigger.due_on_day_28:
        if facts.values.get(died_before_day_28.name) is True:
            return "not_applicable", say("died_before_day_28")
        if facts.as_of is not None and facts.day_28 is not None and facts.as_of < facts.day_28:
            return "not_due", None
    return "unknown", None
