"""What every source says about one patient, side by side, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen

from all_risk.assessment import Assessment, CheckedList, Classification
from all_risk.evaluation import assess, check, facts_of, place
from all_risk.facts import Conflict, Facts
from all_risk.guideline import Checklist, Guideline, Question, Scheme, Source
from all_risk.logic import Atom, Compare, Expr, Fact, Sheet, Value, atoms, judge
from all_risk.messages import Message
from all_risk.patient import Patient
from all_risk.published import all_checklists, find_any, guidelines

__all__ = ["Comparison", "Disagreement", "Point", "compare"]

PointKind: TypeAlias = Literal["threshold", "not_asked", "in_combination"]


@frozen(kw_only=True)
class Point:
    """One fact over which sources come to different groups.

    Attributes:
        fact: The fact.
        value: What is known of it.
        kind: `threshold` where the sources draw their lines or operators differently,
            `not_asked` where some of them do not ask for it, `in_combination` where they
            ask the same of it and weigh it with other results.
        asked: What each source that has a high risk asks of it, by scheme id.
        answered: What each of the others asks, by scheme id; empty where it asks nothing.
    """

    fact: Fact
    value: Value | None
    kind: PointKind
    asked: Mapping[str, tuple[str, ...]]
    answered: Mapping[str, tuple[str, ...]]


@frozen(kw_only=True)
class Disagreement:
    """Sources that answer the same question about the patient in opposite ways.

    Attributes:
        question: The question.
        high: The schemes that count the patient as a high or poor risk.
        other: The schemes that do not.
        points: The facts over which they part.
    """

    question: Question
    high: tuple[Scheme, ...]
    other: tuple[Scheme, ...]
    points: tuple[Point, ...]

    @property
    def years(self) -> tuple[int, int]:
        """The years of the oldest and of the newest of these publications."""
        years = [scheme.year for scheme in (*self.high, *self.other)]
        return min(years), max(years)


@frozen(kw_only=True)
class Comparison:
    """What every source asked says about a patient.

    Attributes:
        facts: What is known.
        assessments: The answers of referral guidelines that apply, or may.
        classifications: The answers of schemes that apply, or may, in the order of
            their questions.
        checklists: What checklists of factors find, of those that apply, or may.
        not_applicable: What is not about this patient.
        unlisted: Those left out because they are never in a default list.
    """

    facts: Facts
    assessments: tuple[Assessment, ...]
    classifications: tuple[Classification, ...]
    checklists: tuple[CheckedList, ...]
    not_applicable: tuple[Source, ...]
    unlisted: tuple[Source, ...] = field(default=())

    def of(self, question: Question) -> tuple[Classification, ...]:
        """The answers to one question."""
        return tuple(c for c in self.classifications if c.scheme.question == question)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Results that contradict each other."""
        return self.facts.conflicts

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was assumed, ignored or could not be used."""
        return self.facts.notes

    @property
    def missing(self) -> Mapping[str, tuple[str, ...]]:
        """Each missing fact with the schemes it can change by itself, the most telling first."""
        asked: dict[str, list[str]] = {}
        for answer in self.classifications:
            for name in answer.missing:
                asked.setdefault(name, []).append(answer.scheme.id)
        ranked = sorted(asked.items(), key=lambda item: -len(item[1]))
        return {name: tuple(ids) for name, ids in ranked}

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where sources that are decided come to opposite answers."""
        questions: tuple[Question, ...] = get_args(Question)
        return tuple(
            found
            for question in questions
            if (found := _disagreement(question, self.of(question))) is not None
        )

    def explain(self, *, audience: str = "clinician", language: str = "en") -> str:
        """The comparison in words.

        Args:
            audience: For whom: `clinician`.
            language: In which language: `en` or `es`.

        Returns:
            The text, a table for each question.
        """
        from all_risk.explain import as_text

        return as_text(self, audience=audience, language=language)

    def _repr_html_(self) -> str:
        from all_risk.explain import as_html

        return as_html(self)


def compare(
    patient: Patient | Facts,
    sources: Iterable[str | Source] | None = None,
    *,
    as_of: date | None = None,
    unlisted: bool = False,
) -> Comparison:
    """What every guideline, scheme and checklist says about a patient, side by side.

    Args:
        patient: What is known about the patient, or the facts themselves.
        sources: Which ones, or their ids; every listed one by default.
        as_of: Use results up to this date. With None everything recorded is used.
        unlisted: Whether to show also those that are never in a default list, such as
            lists known only from third parties.

    Returns:
        The answers of those that apply, or may apply.

    Raises:
        UnknownGuideline: If nothing has such an id.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B", wbc="82 K/uL"))
        >>> table = compare(child, ["nci-rome", "cog-aall1731-1732"])
        >>> {each.scheme.id: each.group for each in table.classifications}
        {'nci-rome': 'high', 'cog-aall1731-1732': None}
    """
    known = facts_of(patient, as_of)
    left_out: tuple[Source, ...] = ()
    asked: list[Source]
    if sources is None:
        every: tuple[Source, ...] = (*guidelines(), *all_checklists())
        asked = [each for each in every if unlisted or each.listed]
        left_out = tuple(each for each in every if not (unlisted or each.listed))
    else:
        asked = [find_any(each) if isinstance(each, str) else each for each in sources]
    assessments = [assess(each, known) for each in asked if isinstance(each, Guideline)]
    classifications = [place(each, known) for each in asked if isinstance(each, Scheme)]
    checklists = [check(known, each) for each in asked if isinstance(each, Checklist)]
    questions: tuple[Question, ...] = get_args(Question)
    return Comparison(
        facts=known,
        assessments=tuple(each for each in assessments if _concerns(each)),
        classifications=tuple(
            sorted(
                (each for each in classifications if each.applicable is not False),
                key=lambda each: questions.index(each.scheme.question),
            )
        ),
        checklists=tuple(each for each in checklists if _asks(each)),
        not_applicable=(
            *(each.guideline for each in assessments if not _concerns(each)),
            *(each.scheme for each in classifications if each.applicable is False),
            *(each.checklist for each in checklists if not _asks(each)),
        ),
        unlisted=left_out,
    )


def _concerns(answer: Assessment) -> bool:
    return any(trigger.status != "not_applicable" for trigger in answer.triggers)


def _asks(answer: CheckedList) -> bool:
    return any(factor.state != "not_applicable" for factor in answer.factors)


def _disagreement(question: Question, answers: tuple[Classification, ...]) -> Disagreement | None:
    decided = [a for a in answers if a.applicable and a.group is not None and a.scheme.adverse]
    high = [a for a in decided if a.group in a.scheme.adverse]
    other = [a for a in decided if a.group not in a.scheme.adverse]
    if not high or not other:
        return None
    return Disagreement(
        question=question,
        high=tuple(a.scheme for a in high),
        other=tuple(a.scheme for a in other),
        points=tuple(_points(high, other)),
    )


def _points(high: list[Classification], other: list[Classification]) -> Iterator[Point]:
    """The facts that speak for a high risk, and how the other sources treat each."""
    values = high[0].facts.values
    asked: dict[Fact, dict[str, tuple[Atom, ...]]] = {}
    for answer in high:
        for fact, found in _speaking(answer).items():
            asked.setdefault(fact, {})[answer.scheme.id] = found
    points = [
        _point(fact, by_high, other, values.get(fact.name)) for fact, by_high in asked.items()
    ]
    kinds = get_args(PointKind)
    yield from sorted(points, key=lambda point: kinds.index(point.kind))


def _point(
    fact: Fact,
    by_high: Mapping[str, tuple[Atom, ...]],
    other: list[Classification],
    value: Value | None,
) -> Point:
    by_other = {answer.scheme.id: _asked(answer.scheme, fact) for answer in other}
    above = {_above(atom, value) for found in by_high.values() for atom in found}
    apart = {
        id_: tuple(atom for atom in found if _above(atom, value) not in above)
        for id_, found in by_other.items()
    }
    kind: PointKind
    if any(apart.values()):
        kind, answered = "threshold", {id_: found for id_, found in apart.items() if found}
    elif not all(by_other.values()):
        kind, answered = "not_asked", {id_: found for id_, found in by_other.items() if not found}
    else:
        kind, answered = "in_combination", by_other
    return Point(
        fact=fact,
        value=value,
        kind=kind,
        asked={id_: _printed(found) for id_, found in by_high.items()},
        answered={id_: _printed(found) for id_, found in answered.items()},
    )


def _above(atom: Atom, value: Value | None) -> bool | None:
    """On which side of a line a value lies; for a flag or a word, what was asked."""
    held = judge(atom, value)
    downward = isinstance(atom, Compare) and atom.operator in ("<", "<=")
    return not held if downward and held is not None else held


def _speaking(answer: Classification) -> Mapping[Fact, tuple[Atom, ...]]:
    """The atoms that led to a group, by fact; what was merely excluded speaks for nothing."""
    values = answer.facts.values
    found: dict[Fact, list[Atom]] = {}
    rule = answer.scheme.group(answer.group or "")
    for atom in _sheet(rule).judged(values).support(rule):
        low_mrd = (
            atom.fact.name.startswith("mrd_") and _above(atom, values[atom.fact.name]) is False
        )
        if not low_mrd and (isinstance(atom, Compare) or judge(atom, values[atom.fact.name])):
            found.setdefault(atom.fact, []).append(atom)
    return {fact: tuple(found_atoms) for fact, found_atoms in found.items()}


@lru_cache(maxsize=256)
def _sheet(rule: Expr) -> Sheet:
    return Sheet.of((rule,))


def _asked(scheme: Scheme, fact: Fact) -> tuple[Atom, ...]:
    """What the rows of a scheme ask of a fact."""
    every = (atom for row in scheme.rows for atom in atoms(row.when) if atom.fact == fact)
    return tuple(dict.fromkeys(every))


def _printed(found: Iterable[Atom]) -> tuple[str, ...]:
    texts = (
        f"{atom.operator} {atom.amount}" if isinstance(atom, Compare) else str(atom)
        for atom in found
    )
    return tuple(dict.fromkeys(texts))
