"""When it was found and when treatment began, and what hangs on these two days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from attrs import frozen

from all_risk.interop.fhir.draft import Draft
from all_risk.interop.fhir.elements import (
    When,
)
from all_risk.quantities import Age, Interval, age_between

__all__ = ["Timeline", "settle_timeline"]


@frozen
class Timeline:
    """The days that the rest is set against.

    Attributes:
        diagnosis: The days between which the diagnosis was made, if that is known.
        started: The day treatment started, if that is known.
        started_by: A day by which treatment had started, if only that is known.
        birth: The days between which the patient was born, if that is known.
        age: The age at diagnosis, where a date alone does not give it.
    """

    diagnosis: When | None
    started: date | None
    started_by: date | None
    birth: When | None
    age: Age | None


def settle_timeline(draft: Draft) -> Timeline:
    """Settle the days, and choose the white cell count at diagnosis by them."""
    birth = draft.settle("birth_date")
    diagnosis = _diagnosis(draft)
    age = _age(draft, birth, diagnosis)
    started, started_by = _start(draft, diagnosis)
    _first_count(draft, diagnosis, started or started_by)
    return Timeline(diagnosis, started, started_by, birth, age)


def _diagnosis(draft: Draft) -> When | None:
    onsets, assumed = draft.onsets, "onset of the leukaemia"
    if not onsets and draft.recorded and draft.policy.recorded_date_is_diagnosis:
        onsets = [min(draft.recorded, key=lambda each: each[0].first)]
        assumed = "the day it was recorded, which the policy takes for the day of diagnosis"
    if not onsets:
        return None
    first = min(at.first for at, _ in onsets)
    onsets = onsets + [each for each in draft.recorded if each[0].last < first]
    references = [reference for _, reference in onsets]
    for at, reference in onsets:
        what = assumed if at.day else f"{assumed}, not to the day"
        draft.state("diagnosis.date", at, reference, what)
    days = {(at.first, at.last) for at, _ in onsets}
    if len(days) > 1:
        draft.stated.pop("diagnosis.date")
        message = "they date the leukaemia differently; the age spans them, the day is unknown"
        draft.contradict(references, message)
    else:
        draft.settle("diagnosis.date")
    return When(min(at.first for at, _ in onsets), max(at.last for at, _ in onsets))


def _age(draft: Draft, birth: When | None, diagnosis: When | None) -> Age | None:
    if birth is not None and diagnosis is not None and not (birth.day and diagnosis.day):
        interval = _completed(
            _months(birth.last, diagnosis.first), _months(birth.first, diagnosis.last)
        )
        what = "age, from dates that are not known to the day"
        draft.state("diagnosis.age", Age(interval, "mo"), draft.record.subject, what)
    elif birth is not None and diagnosis is None and draft.recorded:
        at, reference = min(draft.recorded, key=lambda each: each[0].last)
        most = Age(_completed(Decimal(0), _months(birth.first, at.last)), "mo")
        what = "age at most, since the leukaemia was on record by then"
        draft.state("diagnosis.age", most, reference, what)
    return draft.settle_age()


def _completed(low: Decimal, high: Decimal) -> Interval:
    """A range of ages in whole months; the place within a month is not exact anyway."""
    least, most = low.to_integral_value(ROUND_FLOOR), high.to_integral_value(ROUND_CEILING)
    return Interval(least, most, high_open=most > high)


def _months(birth: date, day: date) -> Decimal:
    return age_between(birth, day)[0].low if day >= birth else Decimal(0)


def _start(draft: Draft, diagnosis: When | None) -> tuple[date | None, date | None]:
    stated = draft.settle("treatment.started")
    if stated is not None or not draft.doses:
        return stated, None
    references = sorted({reference for _, reference in draft.doses})
    if diagnosis is None or any(at.day is None for at, _ in draft.doses):
        why = "doses date the start only if each has a day and the day of diagnosis is known"
    elif (first := min(at.first for at, _ in draft.doses)) < diagnosis.first:
        why = (
            "a dose is dated before the diagnosis, so that the first one of treatment is not known"
        )
    elif any(at.first < first for at, _ in draft.perhaps):
        why = "a drug that may be anti-leukaemic was given earlier; say in a policy what it is"
    elif first - diagnosis.last > timedelta(days=draft.policy.days_to_first_dose):
        days = (first - diagnosis.last).days
        why = f"the first recorded dose is {days} days after the diagnosis: earlier ones may lack"
    else:
        exact = draft.policy.first_dose_starts_treatment
        path = "treatment.started" if exact else "treatment.induction_started"
        what = "the earliest recorded dose; one that is not recorded would be earlier"
        for at, reference in draft.doses:
            if at.first == first:
                draft.state(path, first, reference, what)
            else:
                draft.leave(reference, "not_needed", "a later dose")
        draft.settle(path)
        return (first, None) if exact else (None, first)
    for reference in references:
        draft.leave(reference, "start_unknown", why)
    return None, None


_OFFSET: Final = re.compile(r"T.*(Z|[+-][0-9]{2}:[0-9]{2})")


def _first_count(draft: Draft, diagnosis: When | None, started: date | None) -> None:
    """The first white cell count around the diagnosis and before treatment."""
    if diagnosis is None:
        for *_, reference in draft.counts:
            message = "without a day of diagnosis a count cannot be set against it"
            draft.leave(reference, "no_diagnosis_date", message)
        return
    policy = draft.policy
    earliest = _shift(diagnosis.first, -policy.days_before_diagnosis)
    latest = _shift(diagnosis.last if started else diagnosis.first, policy.days_after_diagnosis)
    latest = min(latest, started) if started else latest
    near = []
    for at, count, reference in draft.counts:
        if at is None or at.day is None:
            draft.leave(reference, "no_date", "a count without a day cannot be placed")
        elif not earliest <= at.day <= latest:
            message = f"it was not taken between {earliest} and {latest}, around the diagnosis"
            draft.leave(reference, "not_at_diagnosis", f"{message} and before treatment")
        else:
            near.append((at, count, reference))
    first = min((at.first for at, *_ in near), default=None)
    chosen = _first_of_day([each for each in near if each[0].first == first])
    for at, count, reference in near:
        if (at, count, reference) in chosen:
            what = f"{count} x10^9/L, the first count around the diagnosis"
            draft.state("diagnosis.wbc", count, reference, what)
        else:
            draft.leave(reference, "later_count", "an earlier count is used")


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _first_of_day(
    counts: list[tuple[When, Interval, str]],
) -> list[tuple[When, Interval, str]]:
    """The earliest of one day, where times in one time zone tell; else all of them."""
    offsets = [_OFFSET.search(at.stamp) for at, *_ in counts]
    zones = {match.group(1) if match else None for match in offsets}
    if len(counts) < 2 or len(zones) != 1 or None in zones:
        return counts
    first = min(at.stamp for at, *_ in counts)
    return [each for each in counts if each[0].stamp == first]
