"""A comparison as headings, tables and remarks, apart from the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from all_risk.assessment import (
    Assessment,
    Because,
    CheckedList,
    Classification,
    TriggerResult,
)
from all_risk.comparison import Comparison, Disagreement, Point
from all_risk.explain.render import Cell, Line, Table
from all_risk.facts import value_text
from all_risk.guideline import Question
from all_risk.logic import Compare, atoms
from all_risk.messages import Message, say

__all__ = ["outline_comparison"]

_MOST_REASONS = 4
_MOST_MISSING = 6
_AN_ERA = 10  # years


def outline_comparison(answer: Comparison) -> Iterator[Line | Table]:
    """The parts of a comparison.

    Args:
        answer: The comparison.

    Yields:
        Headings, lines and tables.
    """
    yield Line(say("comparison"), 0)
    yield Line(say("intended_use"))
    if answer.facts.as_of is not None:
        yield Line(say("as_of", date=answer.facts.as_of.isoformat()))
    if answer.assessments:
        yield Line(say("question", question="referral"), 0)
        header = tuple(Cell((say(f"column_{name}"),)) for name in ("trigger", "status", "reason"))
        rows = tuple(row for each in answer.assessments for row in _triggers(each))
        yield Table(header, rows)
    for question in get_args(Question):
        yield from _answers(question, answer.of(question))
    for checked in answer.checklists:
        yield from _checked(checked)
    if answer.disagreements:
        yield Line(say("disagreements"), 0)
        for disagreement in answer.disagreements:
            yield from _disagreement(disagreement)
    yield from _rest(answer)


def _answers(question: Question, answers: tuple[Classification, ...]) -> Iterator[Line | Table]:
    """The answers to one question: what is decided, what is narrowed, what is still open."""
    if not answers:
        return
    yield Line(say("question", question=question), 0)
    decided = [each for each in answers if each.group is not None]
    narrowed = [each for each in answers if each.group is None and not _wide_open(each)]
    if decided or narrowed:
        header = tuple(Cell((say(f"column_{name}"),)) for name in ("scheme", "group", "reason"))
        yield Table(header, tuple(map(_placed, (*decided, *narrowed))))
    still = [each.scheme.id for each in answers if _wide_open(each)]
    if still:
        yield Line(say("wide_open", ids=", ".join(still)))
    yield from (_caution(each) for each in answers if each.scheme.caution)


def _wide_open(answer: Classification) -> bool:
    """Whether nothing known has excluded any of a scheme's groups."""
    return answer.group is None and answer.possible == answer.scheme.groups


def _triggers(answer: Assessment) -> Iterator[tuple[Cell, ...]]:
    guideline = answer.guideline
    for number, result in enumerate(answer.triggers):
        name = [say("cell_scheme", id=guideline.id, year=guideline.year)] if number == 0 else []
        trigger = say("cell_trigger", trigger=result.id, title=result.trigger.title)
        if result.status == "met" and len(result.trigger.bases) > 1:
            grounds = [
                say("cell_basis", words=basis.words, source=basis.source)
                for basis in result.bases[:_MOST_REASONS]
            ]
            why = grounds or list(_reasons(result.because))
        elif result.status in ("met", "not_met"):
            why = list(_reasons(result.because))
        else:
            why = list(_needs(result.missing))
        yield (
            Cell((*name, trigger)),
            Cell((_status(result),)),
            Cell(tuple(why)),
        )


def _status(result: TriggerResult) -> Message:
    if result.layer == "consultation":
        return say("cell_status", status=result.status)
    return say("cell_status_layer", status=result.status, layer=result.layer)


def _placed(answer: Classification) -> tuple[Cell, ...]:
    scheme = answer.scheme
    groups = [
        say("cell_or_group" if number else "cell_group", group=group)
        for number, group in enumerate(answer.possible)
    ]
    if answer.uncovered:
        groups.append(say("cell_or_uncovered" if groups else "cell_uncovered"))
    if answer.applicable is None:
        groups.append(say("cell_if_applicable"))
    why = [*_reasons(_beyond_population(answer)), *_needs(answer.missing)]
    if answer.group is not None and answer.group in scheme.outcomes:
        named = scheme.question in ("indication", "subtype")
        kind = f"cell_outcome_{scheme.question}" if named else "cell_outcome"
        why.append(say(kind, text=scheme.outcomes[answer.group]))
    return (
        Cell((say("cell_scheme", id=scheme.id, year=scheme.year),)),
        Cell(tuple(groups)),
        Cell(tuple(why)),
    )


def _checked(answer: CheckedList) -> Iterator[Line | Table]:
    """The factors found and those still open; what was excluded says nothing."""
    checklist = answer.checklist
    yield Line(say("checklist", title=checklist.title, id=checklist.id), 0)
    rows = tuple(
        (
            Cell((say("cell_words", words=each.factor.words),)),
            Cell((say("cell_state", state=each.state, weight=each.factor.weight),)),
            Cell((*_reasons(each.because), *_needs(each.missing))),
        )
        for each in answer.factors
        if each.state in ("present", "unknown")
    )
    header = tuple(Cell((say(f"column_{name}"),)) for name in ("factor", "state", "reason"))
    if rows:
        yield Table(header, rows)
    else:
        yield Line(say("no_factor"))


def _beyond_population(answer: Classification) -> tuple[Because, ...]:
    """What decided a group, without what only shows that the scheme is about the patient."""
    membership = set(atoms(answer.scheme.population.who))
    because = answer.because
    return tuple(each for each in because if each.atom not in membership) or because


def _reasons(because: tuple[Because, ...]) -> Iterator[Message]:
    """Each fact once with its value and what was asked of it, the first few."""
    by_fact: dict[str, list[Because]] = {}
    for each in because:
        by_fact.setdefault(each.fact.name, []).append(each)
    for name, asked in list(by_fact.items())[:_MOST_REASONS]:
        value = value_text(asked[0].fact, asked[0].value)
        lines = [
            f"{each.atom.operator} {each.atom.amount}"
            if each.holds
            else f"not {each.atom.operator} {each.atom.amount}"
            for each in asked
            if isinstance(each.atom, Compare) and each.holds is not None
        ]
        kind = "cell_compared" if lines else "cell_known"
        yield say(kind, fact=name, value=value, compared=", ".join(lines))
    if len(by_fact) > _MOST_REASONS:
        yield say("cell_more", number=len(by_fact) - _MOST_REASONS)


def _needs(missing: tuple[str, ...]) -> Iterator[Message]:
    if missing:
        yield say("cell_needs", facts=", ".join(missing[:_MOST_MISSING]))
    if len(missing) > _MOST_MISSING:
        yield say("cell_more", number=len(missing) - _MOST_MISSING)


def _caution(answer: Classification) -> Line:
    return Line(say("caution", id=answer.scheme.id, text=answer.scheme.caution))


def _disagreement(found: Disagreement) -> Iterator[Line]:
    high = ", ".join(scheme.id for scheme in found.high)
    other = ", ".join(scheme.id for scheme in found.other)
    yield Line(say("disagreement", question=found.question, high=high, other=other))
    for point in found.points:
        yield Line(_point(point), 2)
    first, last = found.years
    if last - first >= _AN_ERA:
        yield Line(say("disagreement_era", first=first, last=last), 2)


def _point(point: Point) -> Message:
    asked = "; ".join(f"{id_} {' and '.join(lines)}" for id_, lines in point.asked.items())
    answered = "; ".join(f"{id_} {' and '.join(lines)}" for id_, lines in point.answered.items())
    return say(
        f"point_{point.kind}",
        fact=point.fact.name,
        value=value_text(point.fact, point.value),
        asked=asked if point.kind == "threshold" else ", ".join(point.asked),
        answered=answered if point.kind == "threshold" else ", ".join(point.answered),
    )


def _rest(answer: Comparison) -> Iterator[Line]:
    ranked = list(answer.missing.items())[:_MOST_MISSING]
    if ranked:
        yield Line(say("most_telling"), 0)
    for name, schemes in ranked:
        yield Line(say("telling", fact=name, number=len(schemes)))
    if answer.conflicts:
        yield Line(say("conflicts"), 0)
        for conflict in answer.conflicts:
            yield Line(conflict.message)
            yield Line(say("where", paths=", ".join(conflict.paths)), 2)
    if answer.notes:
        yield Line(say("notes"), 0)
        yield from map(Line, answer.notes)
    for kind, sources in (
        ("not_about", answer.not_applicable),
        ("not_listed", answer.unlisted),
    ):
        if sources:
            yield Line(say(kind), 0)
            yield Line(say("ids", ids=", ".join(source.id for source in sources)))
