"""The same question asked on every day on which something became known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from attrs import frozen

from all_risk.assessment import Assessment, Status
from all_risk.derivation.clock import date_of
from all_risk.errors import InvalidPatient, Problem
from all_risk.evaluation import evaluate
from all_risk.guideline import Guideline
from all_risk.patient import Consultation, Patient
from all_risk.published import find_guideline

__all__ = ["LONGEST_COURSE", "Moment", "Timeline", "TriggerHistory", "timeline"]

LONGEST_COURSE: Final = 1_000_000
"""The longest course that is asked day by day: its days times its results."""


@frozen(kw_only=True)
class Moment:
    """What was known, and what it meant, on one day.

    Attributes:
        date: The day.
        events: Where in the patient document the results of that day stand.
        answer: The guideline's answer from what was known by then.
    """

    date: date
    events: tuple[str, ...]
    answer: Assessment


@frozen(kw_only=True)
class TriggerHistory:
    """What became of one trigger in the course of time.

    Attributes:
        id: The trigger.
        decided: The first day on which it was met or not met.
        met: The first day on which it was met.
        due: The day that decides it, where it had not come by the last moment.
        steps: Its status on each day on which it changed.
    """

    id: str
    decided: date | None
    met: date | None
    due: date | None
    steps: tuple[tuple[date, Status], ...]


@frozen(kw_only=True)
class Timeline:
    """A guideline's answers along a patient's course.

    Attributes:
        guideline: The guideline.
        moments: The days on which something became known, in order.
        triggers: What became of each trigger, in the printed order.
        consulted: The day a transplant doctor was first seen, where that is recorded.
        undated: Where results without a date stand; they count on every day on which they
            can have been known.
    """

    guideline: Guideline
    moments: tuple[Moment, ...]
    triggers: tuple[TriggerHistory, ...]
    consulted: date | None
    undated: tuple[str, ...]

    @property
    def first_met(self) -> date | None:
        """The first day on which a consultation trigger was met."""
        layers = {trigger.id: trigger.layer for trigger in self.guideline.triggers}
        met = [t.met for t in self.triggers if t.met and layers[t.id] == "consultation"]
        return min(met, default=None)

    @property
    def delay(self) -> timedelta | None:
        """From the first consultation trigger met to the consultation; negative if before it."""
        if self.first_met is None or self.consulted is None:
            return None
        return self.consulted - self.first_met

    @property
    def due(self) -> tuple[TriggerHistory, ...]:
        """The triggers still to be decided on a known day, the next first."""
        return tuple(sorted((t for t in self.triggers if t.due), key=lambda t: t.due or date.max))

    def explain(self, *, audience: str = "clinician", language: str = "en") -> str:
        """The course in words.

        Args:
            audience: For whom: `clinician`.
            language: In which language: `en` or `es`.

        Returns:
            The text.
        """
        from all_risk.explain import as_text

        return as_text(self, audience=audience, language=language)


def timeline(patient: Patient, guideline: str | Guideline = "nmdp-patient-2017") -> Timeline:
    """Ask a guideline on each day on which something became known, using only what was known.

    Args:
        patient: What is known about the patient.
        guideline: The guideline, or its id.

    Returns:
        When each trigger could first be decided and was first met, what is due next, and the
        delay from the first trigger to a recorded consultation.

    Raises:
        UnknownGuideline: If there is no guideline of that id.
        InvalidPatient: If there are too many results on too many days.

    Examples:
        >>> from all_risk.patient import Diagnosis, Treatment
        >>> child = Patient(
        ...     diagnosis=Diagnosis(date=date(2025, 3, 1), age="8 months"),
        ...     treatment=Treatment(transplant_consultation=Consultation(date=date(2025, 3, 20))),
        ... )
        >>> course = timeline(child)
        >>> course.first_met, course.delay
        (datetime.date(2025, 3, 1), datetime.timedelta(days=19))
    """
    asked = find_guideline(guideline) if isinstance(guideline, str) else guideline
    events: dict[date, list[str]] = {}
    undated = []
    for path, when in _events(patient):
        if when is None:
            undated.append(path)
        else:
            events.setdefault(when, []).append(path)
    results = len(undated) + sum(map(len, events.values()))
    if len(events) * results > LONGEST_COURSE:
        message = (
            f"{results:,} results on {len(events):,} days are too many to be asked day by day; "
            f"days times results may be {LONGEST_COURSE:,}"
        )
        raise InvalidPatient(Problem("$", "too_long", message))
    moments = tuple(
        Moment(date=day, events=tuple(events[day]), answer=evaluate(patient, asked, as_of=day))
        for day in sorted(events)
    )
    seen = patient.treatment.transplant_consultation
    return Timeline(
        guideline=asked,
        moments=moments,
        triggers=tuple(_history(trigger.id, moments) for trigger in asked.triggers),
        consulted=seen.date if isinstance(seen, Consultation) else None,
        undated=tuple(undated),
    )


def _history(id_: str, moments: Iterable[Moment]) -> TriggerHistory:
    states = [(moment.date, moment.answer[id_]) for moment in moments]
    steps: list[tuple[date, Status]] = [(day, result.status) for day, result in states]
    kept = steps[:1] + [after for before, after in pairwise(steps) if after[1] != before[1]]
    last = states[-1][1] if states else None
    return TriggerHistory(
        id=id_,
        decided=next((day for day, status in steps if status in ("met", "not_met")), None),
        met=next((day for day, status in steps if status == "met"), None),
        due=last.due if last is not None and last.status == "not_due" else None,
        steps=tuple(kept),
    )


def _events(patient: Patient) -> Iterator[tuple[str, date | None]]:
    """Everything on record that has a day, or should have one."""
    treatment = patient.treatment
    started = treatment.started
    if patient.diagnosis.date is not None:
        yield "diagnosis", patient.diagnosis.date
    for i, result in enumerate(patient.genetics):
        yield f"genetics[{i}]", result.date
    for i, measured in enumerate(patient.mrd):
        yield f"mrd[{i}]", date_of(measured, started)
    if started is not None:
        yield "treatment.started", started
    for name, happened in (
        ("responses", treatment.responses),
        ("relapses", treatment.relapses),
        ("transplants", treatment.transplants),
        ("therapies", treatment.therapies),
    ):
        for i, event in enumerate(happened or ()):
            yield f"treatment.{name}[{i}]", date_of(event, started)
    if treatment.ended is not None:
        yield "treatment.ended", treatment.ended
    if isinstance(treatment.transplant_consultation, Consultation):
        yield "treatment.transplant_consultation", treatment.transplant_consultation.date
    if treatment.died is not None:
        yield "treatment.died", date_of(treatment.died, started)
