"""What an explanation says and in which order, apart from the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from attrs import field, frozen

from all_risk.assessment import (
    Assessment,
    Because,
    CheckedList,
    Classification,
    TriggerResult,
)
from all_risk.explain.render import Line
from all_risk.facts import CATALOGUE, value_text
from all_risk.guideline import Citation, Weight
from all_risk.logic import TRUE, Compare, Missing, evaluate
from all_risk.messages import Message, say
from all_risk.published.sources import EBMT_SEARCH, NMDP_CONSULTATION, NMDP_SEARCH

__all__ = [
    "kind_of_result",
    "outline_assessment",
    "outline_checklist",
    "outline_classification",
]

_APPOINTMENT = ("history", "options", "risks_and_benefits", "timing", "donor_search")
_WHY_EARLY = (
    ("typing_at_diagnosis", NMDP_CONSULTATION),
    ("narrow_window", NMDP_CONSULTATION),
    ("sibling_share", NMDP_SEARCH),
    ("delayed_typing", EBMT_SEARCH),
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

_RESPONSE = "days_to_remission"
_GENETIC = ("modal_number", "dna_index")
_CATALOGUED = frozenset(fact.name for fact in CATALOGUE)


@frozen
class _Sources:
    """The sources cited so far, numbered in the order they are first named."""

    cited: dict[Citation, int] = field(factory=dict)

    def number(self, citation: Citation) -> int:
        return self.cited.setdefault(citation, len(self.cited) + 1)

    def line(self, citation: Citation, level: int = 1) -> Line:
        number = self.number(citation)
        return Line(say(f"source_{citation.provenance}", number=number), level)

    def listed(self) -> Iterator[Line]:
        yield Line(say("sources"), 0)
        for citation, number in self.cited.items():
            yield Line(say("source", number=number, citation=citation, url=citation.url))


def outline_assessment(answer: Assessment) -> Iterator[Line]:
    """The lines of a guideline's answer.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    guideline, sources = answer.guideline, _Sources()
    asked = [trigger for trigger in answer.triggers if trigger.layer == "consultation"]
    met = sum(trigger.status == "met" for trigger in asked)
    number = sources.number(guideline.citation)
    yield Line(say(f"refer_{answer.refer}", met=met, triggers=len(asked)), 0)
    yield Line(say("guideline", title=guideline.title, id=guideline.id, number=number))
    if guideline.population.who != TRUE:
        yield Line(say("population", words=guideline.population.words))
    if guideline.caution:
        yield Line(say("caution", id=guideline.id, text=guideline.caution))
    yield Line(say("intended_use"))
    if answer.facts.as_of is not None:
        yield Line(say("as_of", date=answer.facts.as_of.isoformat()))
    for number, trigger in enumerate(answer.triggers, 1):
        yield from _trigger(number, trigger, sources)
    yield from _classifications(answer.classifications)
    yield from _factors(answer, sources)
    yield from _record(answer)
    yield from _next(answer)
    yield from _section("appointment", _APPOINTMENT)
    yield Line(say("why_early"), 0)
    for item, citation in _WHY_EARLY:
        yield Line(say(f"why_early.{item}", number=sources.number(citation)))
    yield Line(say("why_early.evidence_limit"))
    yield from _section("questions", _QUESTIONS)
    yield from _section("copies", _COPIES)
    yield Line(say("parameters"), 0)
    for name, value in answer.parameters.items():
        yield Line(say("parameter", parameter=name, text=value))
    yield from sources.listed()


def outline_classification(answer: Classification) -> Iterator[Line]:
    """The lines of a scheme's answer.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    sources = _Sources()
    yield Line(_placed(answer), 0)
    yield sources.line(answer.citation)
    yield Line(say("population", words=answer.scheme.population.words))
    yield from _outcome(answer)
    if answer.scheme.caution:
        yield Line(say("caution", id=answer.scheme.id, text=answer.scheme.caution))
    yield from _reasons(answer.because)
    yield from _settlers(answer.if_known)
    for what in answer.unprinted:
        yield Line(say("unprinted", what=what))
    for conflict in answer.facts.conflicts:
        yield Line(conflict.message)
    for note in answer.facts.notes:
        yield Line(note)
    yield from sources.listed()


def outline_checklist(answer: CheckedList) -> Iterator[Line]:
    """The lines of a checklist's answer.

    Args:
        answer: The answer.

    Yields:
        The lines.
    """
    checklist, sources = answer.checklist, _Sources()
    yield Line(say("checklist", title=checklist.title, id=checklist.id), 0)
    yield sources.line(answer.citation)
    yield Line(say("population", words=checklist.population.words))
    if all(each.state == "not_applicable" for each in answer.factors):
        yield Line(say("checklist_not_applicable"))
        yield from sources.listed()
        return
    for weight in get_args(Weight):
        weighed = [each for each in answer.factors if each.factor.weight == weight]
        if not weighed:
            continue
        yield Line(say(f"weight_{weight}"), 0)
        for each in weighed:
            words, state = each.factor.words, each.state
            yield Line(say("checked", words=words, state=state))
            if state == "present":
                yield from _reasons(each.because, level=2)
            elif state == "unknown" and each.missing:
                yield Line(say("class_missing", facts=", ".join(each.missing)), 2)
            for what in each.unprinted:
                yield Line(say("unprinted", what=what), 2)
    yield from sources.listed()


def _outcome(answer: Classification, level: int = 1) -> Iterator[Line]:
    """What the group means: figures of a cohort, printed grades, or the name of an entity."""
    if answer.group is not None and answer.group in answer.scheme.outcomes:
        question = answer.scheme.question
        kind = f"outcome_{question}" if question in ("indication", "subtype") else "outcome"
        yield Line(say(kind, text=answer.scheme.outcomes[answer.group]), level)


def _section(name: str, items: Iterable[str]) -> Iterator[Line]:
    yield Line(say(name), 0)
    for item in items:
        yield Line(say(f"{name}.{item}"))


def _trigger(number: int, result: TriggerResult, sources: _Sources) -> Iterator[Line]:
    yield Line(say("trigger", number=number, trigger=result.id, status=result.status), 0)
    if result.reason is not None:
        yield Line(result.reason)
    if len(result.trigger.bases) > 1 and result.bases:
        for basis in result.bases:
            certain = evaluate(basis.when, result.facts.values)
            kind = "basis" if certain else "basis_if"
            yield Line(say(kind, words=basis.words, source=basis.source))
            yield from _reasons(result.basis_because(basis), level=2)
            yield sources.line(basis.citation, level=2)
    else:
        yield from _reasons(result.because)
    if result.whatever:
        yield Line(say("whatever", facts=", ".join(fact.name for fact in result.whatever)))
    if result.due is not None and result.status in ("unknown", "not_due"):
        yield Line(say(f"due_{result.status}", date=result.due.isoformat()))
    if_known = result.if_known
    yield from _settlers(if_known)
    settling = {missing.fact for missing in if_known}
    together = [fact.name for fact in result.hangs_on if fact not in settling]
    if together:
        yield Line(say("together", facts=", ".join(together)))
    for what in result.unprinted:
        yield Line(say("unprinted", what=what))
    for remark in result.remarks:
        yield Line(remark)
    yield sources.line(result.citation)


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
            if isinstance(each.atom, Compare) and each.holds is not None
        )
        told = {"fact": name, "value": value, "compared": compared}
        kind = "compared" if compared else "known"
        if where:
            yield Line(say(f"{kind}_read", **told, where=where), level)
        elif asked[0].follows_from:
            facts = ", ".join(asked[0].follows_from)
            yield Line(say(f"{kind}_follows", **told, facts=facts), level)
        else:
            yield Line(say(f"{kind}_given", **told), level)


def _settlers(if_known: Iterable[Missing]) -> Iterator[Line]:
    listed = tuple(if_known)
    if listed:
        yield Line(say("settled_by"))
    for missing in listed:
        by_labels: dict[frozenset[str], list[str]] = {}
        for outcome in missing.outcomes:
            text = value_text(missing.fact, outcome.value)
            by_labels.setdefault(outcome.labels, []).append(text)
        open_still = frozenset({"met", "not_met"})
        leads = [
            f"{' or '.join(values)}: {_labels(labels)}"
            for labels, values in by_labels.items()
            if labels != open_still
        ]
        kind = "settler_partly" if open_still in by_labels else "settler"
        yield Line(say(kind, fact=missing.fact.name, leads="; ".join(leads)), 2)


def _labels(labels: frozenset[str]) -> str:
    return " or ".join(label.strip("()").replace("_", " ") for label in sorted(labels))


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
        yield from _outcome(answer, 2)
        missing = answer.missing
        if missing:
            yield Line(say("class_missing", facts=", ".join(missing)), 2)


def _factors(answer: Assessment, sources: _Sources) -> Iterator[Line]:
    found = answer.risk_factors
    if not found:
        return
    yield Line(say("factors"), 0)
    by_facts: dict[tuple[str, str], list[int]] = {}
    for each in found:
        # The population of a list is no factor, unless the factor is the age itself.
        names = dict.fromkeys(b.fact.name for b in each.because)
        told = [name for name in names if name not in ("age", "lineage")] or ["age"]
        numbers = by_facts.setdefault((each.factor.direction, ", ".join(told)), [])
        if (number := sources.number(each.factor.citation)) not in numbers:
            numbers.append(number)
    for (direction, facts), numbers in by_facts.items():
        listed = ", ".join(map(str, numbers))
        yield Line(say(f"factor_{direction}", facts=facts, numbers=listed))


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
    to_obtain: dict[str, list[str]] = {}
    for step in steps:
        if step.id == "obtain":
            name = step.as_dict()["fact"]
            to_obtain.setdefault(kind_of_result(name), []).append(name)
        else:
            yield Line(step)
    for kind, names in to_obtain.items():
        yield Line(say(f"obtain_{kind}", facts=", ".join(names)))


def kind_of_result(name: str) -> str:
    """Where the result for a fact comes from: `history`, `genetics`, `mrd` or `response`."""
    if name.startswith(_RESPONSE):
        return "response"
    if name in _GENETIC or name not in _CATALOGUED:
        return "genetics"
    return "mrd" if name.startswith("mrd_") else "history"
