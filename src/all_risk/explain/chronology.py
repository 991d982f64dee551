"""A course in time as headings, a table and remarks, apart from the words."""

from __future__ import annotations

from collections.abc import Iterator

from all_risk.chronology import Timeline
from all_risk.explain.render import Cell, Line, Table
from all_risk.messages import say

__all__ = ["outline_timeline"]


def outline_timeline(course: Timeline) -> Iterator[Line | Table]:
    """The parts of a course in time.

    Args:
        course: The course.

    Yields:
        Headings, lines and tables.
    """
    yield Line(say("timeline", title=course.guideline.title, id=course.guideline.id), 0)
    yield Line(say("intended_use"))
    dates = [moment.date.isoformat() for moment in course.moments]
    if not dates:
        yield Line(say("no_dates"))
        return
    yield Line(say("asked_on", number=len(dates), first=dates[0], last=dates[-1]))
    header = tuple(Cell((say(f"column_{name}"),)) for name in ("trigger", "steps", "dates"))
    rows = []
    for trigger in course.triggers:
        steps = tuple(
            say("cell_step", date=day.isoformat(), status=status) for day, status in trigger.steps
        )
        told = []
        if trigger.met is not None:
            told.append(say("cell_met", date=trigger.met.isoformat()))
        elif trigger.decided is not None:
            told.append(say("cell_decided", date=trigger.decided.isoformat()))
        else:
            told.append(say("cell_undecided"))
        if trigger.due is not None:
            told.append(say("cell_due", date=trigger.due.isoformat()))
        rows.append((Cell((say("cell_name", trigger=trigger.id),)), Cell(steps), Cell(tuple(told))))
    yield Table(header, tuple(rows))
    yield Line(say("delay"), 0)
    if course.first_met is None:
        yield Line(say("never_met"))
    else:
        yield Line(say("first_met", date=course.first_met.isoformat()))
    if course.consulted is None:
        yield Line(say("no_consultation"))
    else:
        yield Line(say("consulted", date=course.consulted.isoformat()))
    if course.delay is not None:
        days = course.delay.days
        yield Line(say("delay_days" if days >= 0 else "consulted_before", days=abs(days)))
    if course.undated:
        yield Line(say("undated", paths=", ".join(course.undated)))
