"""Days since treatment started."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from attrs import evolve, frozen

from all_risk.derivation.draft import Draft, combine
from all_risk.facts import Conflict
from all_risk.messages import say
from all_risk.patient import Event, Patient
from all_risk.quantities import Interval, at_least, exactly

__all__ = ["END_OF_INDUCTION", "Clock", "date_of", "earliest_day"]

# Groups judge the end of induction on protocol days 29 to 42 (Ponte di Legno survey,
# Buchmann 2022): 28 to 41 days after treatment starts.
END_OF_INDUCTION = Interval(Decimal(28), Decimal(41))


@frozen
class Clock:
    """Counts elapsed days since treatment started."""

    started: date | None
    induction_started: date | None
    draft: Draft

    @classmethod
    def of(cls, patient: Patient, draft: Draft) -> Clock:
        """The clock of a patient; what it has to say goes into the draft."""
        return cls(patient.treatment.started, patient.treatment.induction_started, draft)

    @cached_property
    def quiet(self) -> Clock:
        """The same clock, for a second look: what it has to say was said at the first."""
        return evolve(self, draft=Draft())

    def elapsed(self, event: Event, path: str) -> Interval:
        """Days since the first anti-leukaemic dose, as far as they are known."""
        stated: list[Interval] = []
        if event.elapsed_days is not None:
            stated.append(event.elapsed_days)
        if event.day is not None:
            low, high = event.day.low - 1, event.day.high - 1
            stated.append(Interval(low, high))
        if event.date is not None and self.started is not None:
            stated.append(exactly(max(0, (event.date - self.started).days)))
        elif event.date is not None and self.induction_started is not None:
            # Treatment started on that day or before it.
            stated.append(at_least(max(0, (event.date - self.induction_started).days)))
        if not stated and getattr(event, "timepoint", None) == "end_of_induction":
            self.draft.notes.append(say("end_of_induction_window", path=path))
            return END_OF_INDUCTION
        value, agree = combine(stated)
        if not agree:
            message = say("days_disagree", path=path)
            self.draft.conflicts.append(Conflict(facts=(), message=message, paths=(path,)))
        return value


def date_of(event: Event, started: date | None) -> date | None:
    """The date of an event, counted from the start of treatment where it has none."""
    if event.date is not None or started is None:
        return event.date
    for number, first in ((event.elapsed_days, 0), (event.day, 1)):
        if number is not None and number.exact:
            return started + timedelta(days=int(number.low) - first)
    return None


def earliest_day(event: Event) -> Decimal:
    """The fewest days since treatment started after which an event can have happened."""
    lows = [Decimal(0)]
    if event.elapsed_days is not None:
        lows.append(event.elapsed_days.low)
    if event.day is not None:
        lows.append(event.day.low - 1)
    return max(lows)
