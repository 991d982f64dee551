"""What a patient or a parent is told, and in which order, apart from the words.

The text is for two readers: a patient, or the parent of one; the age at diagnosis says
which, where it is known. It names no risk group and no figure of survival: these need a
clinician beside them. What is missing is told as a result that is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from all_risk.assessment import Assessment, Because, TriggerResult
from all_risk.explain.outline import kind_of_result
from all_risk.explain.render import Line
from all_risk.facts import (
    Facts,
    age,
    cns,
    died,
    down_syndrome,
    relapses,
    transplant_consultation,
    transplants,
)
from all_risk.logic import Atom, Compare, Fact, OneOf, Value
from all_risk.messages import Message, say
from all_risk.quantities import Interval, years

__all__ = ["outline_for_patient"]

_CHILD: Final = years(12)
_GROWN_UP: Final = years(18)
_VISIT = ("history", "options", "risks_and_benefits", "timing", "donor_search", "why_early")
_QUESTIONS = (
    "chance_with",
    "chance_without",
    "risk_of_waiting",
    "health_and_age",
    "side_effects",
    "quality_of_life",
)
_TERMS = ("marrow", "genes", "remission", "relapse", "mrd", "transplant")
_KINDS = ("history", "course", "genetics", "mrd", "response")
# Facts of the time since the first days.
_COURSE = frozenset(
    {
        "in_remission",
        "months_off_therapy_at_relapse",
        "months_to_relapse",
        "relapse_extramedullary",
        "relapse_marrow",
        "relapses",
        "transplant_consultation",
        "transplants",
    }
)
# Told only where nothing else counts: every list has an age in it.
_BACKGROUND = frozenset({"age", "age_in_days", "lineage"})
_SPEAKS_WHEN_LOW = _BACKGROUND | {
    "dna_index",
    "modal_number",
    "months_off_therapy_at_relapse",
    "months_to_relapse",
}


def outline_for_patient(answer: Assessment) -> Iterator[Line]:
    """The lines of a guideline's answer for a patient or a parent.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    facts = answer.facts
    who = _reader(facts)
    yield Line(say("title"), 0)
    if facts.values.get(died.name):
        yield Line(say("died"))
        return
    yield Line(say("about", who=who))
    yield Line(say("purpose"))
    yield Line(say("with_team"))
    if facts.as_of is not None:
        yield Line(say("as_of", date=facts.as_of.isoformat()))
    yield from _in_short(answer, who)
    yield Line(say("points"), 0)
    favourable = _favourable(answer)
    for number, result in enumerate(answer.triggers, 1):
        yield from _point(number, result, who, _grounds(result, favourable))
    yield from _factors(answer, who)
    yield from _not_yet(answer)
    yield from _conflicts(answer)
    yield Line(say("visit"), 0)
    if facts.values.get(transplant_consultation.name):
        yield Line(say("visit.seen"))
    yield from (Line(say(f"visit.{item}")) for item in _VISIT)
    yield Line(say("questions"), 0)
    yield from map(Line, _questions(answer, who))
    yield Line(say("copies"), 0)
    yield Line(say("copies.ask", who=who))
    yield Line(say("terms"), 0)
    yield from (Line(say(f"terms.{item}")) for item in _TERMS)
    yield Line(say("sources"), 0)
    yield Line(say("made_by", year=answer.guideline.year))
    yield Line(say("source", citation=answer.citation, url=answer.citation.url))


def _reader(facts: Facts) -> str:
    months = facts.values.get(age.name)
    if isinstance(months, Interval):
        if months.compare("<", _CHILD.value):
            return "child"
        if months.compare(">=", _GROWN_UP.value):
            return "self"
    return "either"


def _in_short(answer: Assessment, who: str) -> Iterator[Line]:
    yield Line(say("short"), 0)
    if all(result.status == "not_applicable" for result in answer.triggers):
        yield Line(say("refer_outside", who=who))
        return
    undecidable = answer.refer == "unknown" and not _missing(answer)
    yield Line(say("refer_open" if undecidable else f"refer_{answer.refer}"))
    if answer.refer == "yes":
        yield Line(say("visit_is_a_talk"))


def _point(
    number: int, result: TriggerResult, who: str, grounds: tuple[str, ...]
) -> Iterator[Line]:
    title = result.trigger.title
    yield Line(say("point", number=number, trigger=result.id, title=title))
    if result.status == "not_due" and result.due is not None:
        yield Line(say("point_not_due", date=result.due.isoformat()), 2)
    else:
        yield Line(say(f"point_{result.status}", who=who), 2)
        if result.status == "unknown" and result.due is not None:
            yield Line(say("day_28", date=result.due.isoformat()), 2)
    if result.unprinted and not result.hangs_on:
        yield Line(say("no_number"), 2)
    if grounds:
        yield Line(say("because", findings=", ".join(grounds)), 2)
    for lesion in result.if_confirmed:
        yield Line(say("not_certain", finding=lesion), 2)
    said = {remark.id for remark in result.remarks}
    if "rests_on_age_or_wbc" in said:
        yield Line(say("rests_on_age_or_wbc", who=who), 2)
    if "definition_would_differ" in said:
        yield Line(say("other_definition"), 2)


def _favourable(answer: Assessment) -> frozenset[str]:
    """The facts that a source counts for the patient, even where they stand in a high group."""
    return frozenset(
        name
        for each in answer.risk_factors
        if each.factor.direction == "favourable"
        for name in _counted(each.because)
    )


def _grounds(result: TriggerResult, favourable: frozenset[str]) -> tuple[str, ...]:
    """The facts on which a trigger is met, where it can be met on several grounds."""
    if len(result.trigger.bases) == 1:
        return ()
    because = (each for basis in result.bases for each in result.basis_because(basis))
    return tuple(name for name in _counted(because) if name not in favourable)


def _counted(because: Iterable[Because]) -> tuple[str, ...]:
    """The facts that speak for an answer, each once; not what was merely low or absent."""
    names = dict.fromkeys(each.fact.name for each in because if each.holds and _speaks(each.atom))
    return tuple(name for name in names if name not in _BACKGROUND) or tuple(names)


def _speaks(atom: Atom) -> bool:
    if isinstance(atom, OneOf):
        return atom.fact == cns and "CNS1" not in atom.values
    if isinstance(atom, Compare) and atom.operator in ("<", "<="):
        return atom.fact.name in _SPEAKS_WHEN_LOW
    return not atom.fact.name.startswith("steroid_")


def _factors(answer: Assessment, who: str) -> Iterator[Line]:
    """What is known to count, beyond the grounds that were told already."""
    favourable = _favourable(answer)
    told = {name for result in answer.triggers for name in _grounds(result, favourable)}
    by_direction: dict[str, dict[str, None]] = {}
    for each in answer.risk_factors:
        names = by_direction.setdefault(each.factor.direction, {})
        passed = told if each.factor.direction == "favourable" else told | favourable
        names.update((name, None) for name in _counted(each.because) if name not in passed)
    others = [name for name in _others(answer) if name not in told]
    if _at_least_one(answer.facts.values, relapses):
        # Sources count what is favourable when ALL is found, not once it has come back.
        others += by_direction.pop("favourable", {})
    counted = {direction: names for direction, names in by_direction.items() if names}
    if counted or others:
        yield Line(say("factors"), 0)
    if counted:
        yield Line(say("factors_mean", who=who))
    for direction, found in counted.items():
        yield Line(say(f"factor_{direction}", findings=", ".join(found)))
    if others:
        yield Line(say("factor_other", findings=", ".join(others)))


def _others(answer: Assessment) -> tuple[str, ...]:
    """Lesions that were found and that no source asked here counts by themselves."""
    counted = {name for each in answer.risk_factors for name in _counted(each.because)}
    facts = answer.facts
    return tuple(
        name
        for name in facts.evidence
        if facts.values.get(name) is True
        and name not in counted
        and kind_of_result(name) == "genetics"
    )


def _not_yet(answer: Assessment) -> Iterator[Line]:
    kinds = _missing(answer)
    if not kinds:
        return
    yield Line(say("not_yet"), 0)
    yield Line(say("not_yet_means"))
    for kind in _KINDS:
        if kind in kinds:
            yield Line(say(f"not_yet_{kind}", facts=", ".join(kinds[kind])))


def _missing(answer: Assessment) -> Mapping[str, tuple[str, ...]]:
    """The facts that could still matter, by where their results come from."""
    hanging = (fact.name for result in answer.triggers for fact in result.hangs_on)
    kinds: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys((*answer.missing, *hanging)):
        kind = "course" if name in _COURSE else kind_of_result(name)
        kinds[kind] = (*kinds.get(kind, ()), name)
    return kinds


def _conflicts(answer: Assessment) -> Iterator[Line]:
    facts = _contradicted(answer)
    unnamed = any(not conflict.facts for conflict in answer.conflicts)
    unread = any(note.id == "not_read" for note in answer.notes)
    if not (facts or unnamed or unread):
        return
    yield Line(say("conflicts"), 0)
    if facts:
        yield Line(say("conflict", facts=", ".join(facts)))
    if unnamed:
        yield Line(say("conflict_dates"))
    if unread:
        yield Line(say("not_read"))


def _contradicted(answer: Assessment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in answer.conflicts for name in each.facts))


def _questions(answer: Assessment, who: str) -> Iterator[Message]:
    """What to ask: first what this record gives cause to, then what anybody may."""
    values = answer.facts.values
    status = {result.id: result.status for result in answer.triggers}
    missing = _missing(answer)
    relapsed = _at_least_one(values, relapses)
    if answer.refer != "yes":
        yield say("questions.visit_now")
    elif not values.get(transplant_consultation.name):
        yield say("questions.make_visit")
    if relapsed:
        yield say("questions.after_relapse")
    if _at_least_one(values, transplants):
        yield say("questions.after_transplant")
    if "not_due" in status.values():
        yield say("questions.next_test")
    elif status.get("no_remission_28d") == "met" and not relapsed:
        yield say("questions.not_in_remission")
    elif "response" in missing and not relapsed:
        yield say("questions.remission")
    if status.get("infant") == "met":
        yield say("questions.infant")
    if values.get(down_syndrome.name):
        yield say("questions.down_syndrome")
    if found := _findings(answer):
        yield say("questions.finding", findings=", ".join(found))
    else:
        yield say("questions.test_results")
    unsure = dict.fromkeys(name for each in answer.triggers for name in each.if_confirmed)
    if unsure:
        yield say("questions.not_certain", findings=", ".join(unsure))
    if contradicted := _contradicted(answer):
        yield say("questions.conflict", facts=", ".join(contradicted))
    if "genetics" in missing:
        yield say("questions.genetics")
    if any(name.startswith("mrd_") for name in values):
        yield say("questions.mrd_known")
    elif "mrd" in missing:
        yield say("questions.mrd_open")
    for item in _QUESTIONS:
        yield say(f"questions.{item}", who=who)


def _findings(answer: Assessment) -> tuple[str, ...]:
    """The genetic findings on record, those first that some source counts."""
    counted = (name for each in answer.risk_factors for name in _counted(each.because))
    genetic = (name for name in counted if kind_of_result(name) == "genetics")
    return tuple(dict.fromkeys((*genetic, *_others(answer))))


def _at_least_one(values: Mapping[str, Value], fact: Fact) -> bool:
    known = values.get(fact.name)
    return isinstance(known, Interval) and known.compare(">=", Decimal(1)) is True
