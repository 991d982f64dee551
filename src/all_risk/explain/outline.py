"""What an explanation says and in which order, apart from the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from all_risk.assessment import Assessment, Because, Classification, TriggerResult
from all_risk.explain.render import Line
from all_risk.facts import value_text
from all_risk.guideline import Citation
from all_risk.logic import Compare, Missing
from all_risk.messages import Message, say

__all__ = ["outline_assessment", "outline_classification"]

_APPOINTMENT = ("history", "options", "risks_and_benefits", "timing", "donor_search")
_WHY_EARLY = (
    "typing_at_diagnosis",
    "narrow_window",
    "sibling_share",
    "delayed_typing",
    "evidence_limit",
)
_QUESTIONS = (
    "chance_with",
    "chance_without",
    "risk_of_waiting",
    "health_and_age",
    "test_results",
    "side_effects",
    "quality_of_life",
)
_COPIES = ("wbc", "genetics", "remission", "mrd")


def outline_assessment(answer: Assessment) -> Iterator[Line]:
    """The lines of a guideline's answer.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    guideline = answer.guideline
    met = sum(trigger.status == "met" for trigger in answer.triggers)
    yield Line(say(f"refer_{answer.refer}", met=met, triggers=len(answer.triggers)), 0)
    yield Line(
        say("guideline", title=guideline.title, id=guideline.id, citation=guideline.citation)
    )
    yield Line(say("intended_use"))
    if answer.facts.as_of is not None:
        yield Line(say("as_of", date=answer.facts.as_of.isoformat()))
    for number, trigger in enumerate(answer.triggers, 1):
        yield from _trigger(number, trigger)
    yield from _classifications(answer.classifications)
    yield from _factors(answer)
    yield from _record(answer)
    yield from _next(answer)
    yield from _section("appointment", _APPOINTMENT)
    yield from _section("why_early", _WHY_EARLY)
    yield from _section("questions", _QUESTIONS)
    yield from _section("copies", _COPIES)
    yield Line(say("parameters"), 0)
    for name, value in answer.parameters.items():
        yield Line(say("parameter", name=name, value=value))


def outline_classification(answer: Classification) -> Iterator[Line]:
    """The lines of a scheme's answer.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    yield Line(_placed(answer), 0)
    yield Line(say("source", citation=answer.citation))
    yield Line(say("population", words=answer.scheme.population.words))
    if answer.group is not None and answer.group in answer.scheme.outcomes:
        yield Line(say("outcome", text=answer.scheme.outcomes[answer.group]))
    yield from _reasons(answer.because)
    yield from _settlers(answer.if_known)
    for conflict in answer.facts.conflicts:
        yield Line(conflict.message)
    for note in answer.facts.notes:
        yield Line(note)


def _section(name: str, items: Iterable[str]) -> Iterator[Line]:
    yield Line(say(name), 0)
    for item in items:
        yield Line(say(f"{name}.{item}"))


def _trigger(number: int, result: TriggerResult) -> Iterator[Line]:
    yield Line(say("trigger", number=number, trigger=result.id, status=result.status), 0)
    if result.reason is not None:
        yield Line(result.reason)
    if result.bases and result.trigger.bases != result.bases[:1]:
        for basis in result.bases:
            yield Line(say("basis", words=basis.words, source=basis.source))
            yield from _reasons(result.basis_because(basis), level=2)
            yield from _source(basis.citation, level=2)
    else:
        yield from _reasons(result.because)
    if result.whatever:
        names = ", ".join(fact.name for fact in result.whatever)
        yield Line(say("whatever", facts=names))
    if result.due is not None and result.status in ("unknown", "not_due"):
        yield Line(say(f"due_{result.status}", date=result.due.isoformat()))
    if_known = result.if_known
    yield from _settlers(if_known)
    settling = {missing.fact for missing in if_known}
    together = [fact.name for fact in result.hangs_on if fact not in settling]
    if together:
        yield Line(say("together", facts=", ".join(together)))
    for remark in result.remarks:
        yield Line(remark)
    yield from _source(result.citation)


def _source(citation: Citation, level: int = 1) -> Iterator[Line]:
    yield Line(say(f"source_{citation.provenance}", citation=citation), level)


def _reasons(because: Iterable[Because], level: int = 1) -> Iterator[Line]:
    """Each fact once, with its value and what was asked of it."""
    by_fact: dict[str, list[Because]] = {}
    for each in because:
        by_fact.setdefault(each.fact.name, []).append(each)
    for name, asked in by_fact.items():
        value = value_text(asked[0].fact, asked[0].value)
        where = ", ".join(asked[0].evidence)
        compared = "; ".join(
            f"{each.atom.operator} {each.atom.amount}: {'yes' if each.holds else 'no'}"
            for each in asked
            if isinstance(each.atom, Compare)
        )
        kind = "compared" if compared else "known"
        from_ = "" if where else "_derived"
        yield Line(
            say(f"{kind}{from_}", fact=name, value=value, compared=compared, where=where), level
        )


def _settlers(if_known: Iterable[Missing]) -> Iterator[Line]:
    listed = tuple(if_known)
    if listed:
        yield Line(say("settled_by"))
    for missing in listed:
        by_labels: dict[tuple[str, ...], list[str]] = {}
        for outcome in missing.outcomes:
            labels = tuple(sorted(outcome.labels))
            by_labels.setdefault(labels, []).append(value_text(missing.fact, outcome.value))
        leads = "; ".join(
            f"{' or '.join(values)}: {_labels(labels)}" for labels, values in by_labels.items()
        )
        yield Line(say("settler", fact=missing.fact.name, leads=leads), 2)


def _labels(labels: tuple[str, ...]) -> str:
    if set(labels) == {"met", "not_met"}:
        return "still open"
    return " or ".join(label.strip("()").replace("_", " ") for label in labels)


def _placed(answer: Classification) -> Message:
    groups = ", ".join(group.replace("_", " ") for group in answer.possible)
    title, id_ = answer.scheme.title, answer.scheme.id
    if answer.applicable is False:
        return say("class_not_applicable", title=title, id=id_)
    if answer.group is not None and answer.applicable:
        return say("class_one", title=title, id=id_, groups=groups)
    if not answer.possible:
        return say("class_uncovered", title=title, id=id_)
    kind = "class_open_uncovered" if answer.uncovered else "class_open"
    return say(kind, title=title, id=id_, groups=groups)


def _classifications(answers: Iterable[Classification]) -> Iterator[Line]:
    listed = tuple(answers)
    if not listed:
        return
    yield Line(say("schemes"), 0)
    for answer in listed:
        yield Line(_placed(answer))
        if answer.applicable is None:
            yield Line(say("class_if_applicable"), 2)
        if answer.group is not None and answer.group in answer.scheme.outcomes:
            yield Line(say("outcome", text=answer.scheme.outcomes[answer.group]), 2)
        missing = answer.missing
        if missing:
            yield Line(say("class_missing", facts=", ".join(missing)), 2)


def _factors(answer: Assessment) -> Iterator[Line]:
    found = answer.risk_factors
    if not found:
        return
    yield Line(say("factors"), 0)
    seen: dict[tuple[str, str], list[str]] = {}
    for each in found:
        facts = ", ".join(dict.fromkeys(b.fact.name for b in each.because if b.fact.name != "age"))
        names = facts or "age"
        sources = seen.setdefault((each.factor.direction, names), [])
        source = each.factor.citation.locator or each.factor.citation.source
        if source not in sources:
            sources.append(source)
    for (direction, names), sources in seen.items():
        yield Line(say(f"factor_{direction}", facts=names, sources="; ".join(sources)))


def _record(answer: Assessment) -> Iterator[Line]:
    if answer.conflicts:
        yield Line(say("conflicts"), 0)
        for conflict in answer.conflicts:
            yield Line(conflict.message)
            yield Line(say("where", paths=", ".join(conflict.paths)), 2)
    if answer.notes:
        yield Line(say("notes"), 0)
        for note in answer.notes:
            yield Line(note)


def _next(answer: Assessment) -> Iterator[Line]:
    steps = answer.next_steps
    if steps:
        yield Line(say("next_steps"), 0)
        for step in steps:
            yield Line(step)
