"""Kaplan-Meier curves by group, and how long referral took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from attrs import frozen

from all_risk.cohort.drawing import COLOURS, GREY, INK, figure, spread
from all_risk.cohort.extras import needed
from all_risk.cohort.lists import WordTable, lists_of
from all_risk.errors import InvalidTable, Problem, shown

__all__ = ["Curve", "Curves", "kaplan_meier", "referral_delay"]


@frozen
class Curve:
    """One group's curve.

    Attributes:
        name: The group.
        patients: How many patients it has.
        events: How many of them had the event.
        times: The times at which the estimate changes, from 0.
        estimate: The share without the event from each time on.
        low: The lower bound of its 95 % confidence interval.
        high: The upper bound.
        durations: How long each patient was observed.
    """

    name: str
    patients: int
    events: int
    times: tuple[float, ...]
    estimate: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    durations: tuple[float, ...]

    def at(self, time: float) -> tuple[float, float, float]:
        """The estimate at a time, with its confidence interval."""
        last = max(i for i, t in enumerate(self.times) if t <= time)
        return self.estimate[last], self.low[last], self.high[last]

    def at_risk(self, time: float) -> int:
        """How many patients are still observed and without the event just before a time."""
        return sum(duration >= time for duration in self.durations)


@frozen
class Curves:
    """Curves of several groups.

    Attributes:
        title: What is shown.
        curves: One for each group.
        left_out: How many patients have no time, no event or no group.
        p: The p value of the log-rank test between the groups; None for one group.
        unit: The unit of time.
        event: What the event is called, where the share with it is shown; where the share
            without it is, empty.
    """

    title: str
    curves: tuple[Curve, ...]
    left_out: int
    p: float | None
    unit: str = "days"
    event: str = ""

    def table(self, times: Sequence[float] = ()) -> WordTable:
        """The curves in words.

        Args:
            times: At which times to give the estimates.

        Returns:
            The table.
        """
        what = self.event or "without the event"
        header = ("group", "patients", "events", *(f"{t:g} {self.unit}" for t in times))
        rows = []
        for curve in self.curves:
            shares = []
            for time in times:
                share, low, high = curve.at(time)
                if self.event:
                    share, low, high = 1 - share, 1 - high, 1 - low
                shares.append(f"{100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f})")
            rows.append((curve.name, f"{curve.patients:,}", f"{curve.events:,}", *shares))
        p = "" if self.p is None else f" Log-rank {_p(self.p)}."
        note = f"Share {what} (95 % confidence interval), Kaplan-Meier.{p} "
        return WordTable(header, tuple(rows), f"{note}{self.left_out:,} patients left out.")

    def plot(self) -> Any:
        """The curves, each named at its end, with the numbers at risk below.

        Returns:
            A matplotlib figure.
        """
        count = len(self.curves)
        made, axes = figure(8.2, 4.4 + 0.24 * count)
        longest = max((c.times[-1] for c in self.curves), default=1.0) or 1.0
        ends = []
        for curve, colour in zip(self.curves, _cycle(count), strict=True):
            middle, low, high = (
                [1 - s if self.event else s for s in each]
                for each in (curve.estimate, curve.low, curve.high)
            )
            axes.step(curve.times, middle, where="post", color=colour, linewidth=2)
            axes.fill_between(
                curve.times, low, high, step="post", color=colour, alpha=0.13, linewidth=0
            )
            ends.append(middle[-1])
        heights = spread(ends, 0.055)
        for curve, colour, end, height in zip(
            self.curves, _cycle(count), ends, heights, strict=True
        ):
            last = curve.times[-1]
            axes.plot([last, longest * 1.02], [end, height], color=colour, linewidth=0.8, ls=":")
            axes.text(
                longest * 1.03,
                height,
                curve.name,
                color=colour,
                va="center",
                fontsize=10,
                fontweight="bold",
            )
        axes.set_ylim(0, 1.02)
        axes.set_xlim(0, longest * 1.02)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
        axes.grid(axis="y", color="#E4E4E4", linewidth=0.8)
        axes.set_axisbelow(True)
        what = self.event or "without the event"
        axes.set_ylabel(f"patients {what}", color=INK)
        p = "" if self.p is None else f"   (log-rank {_p(self.p)})"
        axes.set_title(f"{self.title}{p}", loc="left", fontsize=11, fontweight="bold", color=INK)
        self._numbers_at_risk(axes, longest)
        return made

    def _numbers_at_risk(self, axes: Any, longest: float) -> None:
        ticks = [t for t in axes.get_xticks() if 0 <= t <= longest]
        axes.set_xticks(ticks)
        head = f"{self.unit}\n\nat risk"
        axes.annotate(
            head,
            (0, 0),
            (-8, -6),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=9,
            color=GREY,
        )
        for row, (curve, colour) in enumerate(
            zip(self.curves, _cycle(len(self.curves)), strict=True)
        ):
            below = -32 - 13 * row - 12
            for tick in ticks:
                axes.annotate(
                    f"{curve.at_risk(tick):,}",
                    (tick, 0),
                    (0, below),
                    xycoords=("data", "axes fraction"),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color=colour,
                )
            axes.annotate(
                curve.name,
                (1.01, 0),
                (4, below),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="left",
                va="center",
                fontsize=9,
                color=colour,
            )

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def __str__(self) -> str:
        return str(self.table())


def _cycle(count: int) -> list[str]:
    return [COLOURS[i % len(COLOURS)] for i in range(count)]


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"


def kaplan_meier(
    frame: Any,
    *,
    time: str,
    event: str,
    by: str | None = None,
    title: str = "",
    unit: str = "days",
) -> Curves:
    """Kaplan-Meier curves by group.

    Args:
        frame: A table, of any engine.
        time: The column of the time from the start until the event or the last look.
        event: The column that says whether the event happened, as true or false.
        by: The column of the group, such as `group`; one curve for all without it.
        title: What is shown.
        unit: The unit of the time.

    Returns:
        The curves. Patients without a time, an event or a group are left out and counted.

    Raises:
        InvalidTable: If a column does not exist, or the event is not true or false.
    """
    lists = lists_of(frame, [time, event, *([by] if by else [])])
    observed = lists[event]
    wrong = [each for each in observed if each is not None and each not in (True, False)]
    if wrong:
        message = f"the event must be true or false, not {shown(wrong[0])}"
        raise InvalidTable(Problem(event, "wrong_type", message))
    groups = lists[by] if by else ["all"] * len(observed)
    return _curves(lists[time], observed, groups, title=title, unit=unit)


def referral_delay(
    frame: Any,
    *,
    due: str,
    referred: str,
    last_seen: str | None = None,
    by: str | None = None,
    title: str = "Time to referral",
) -> Curves:
    """How long it took from the day a trigger was known to the referral.

    Args:
        frame: A table, of any engine.
        due: The column of the day from which on the patient should have been referred.
        referred: The column of the day of referral; empty where there was none.
        last_seen: The column of the last day on which a referral would have been known.
        by: The column of the group.
        title: What is shown.

    Returns:
        The share referred by days. A patient without a referral counts until last seen, and
        is left out where that day is not known. A referral before the day it was due counts
        as 0 days.

    Raises:
        InvalidTable: If a column does not exist or does not hold dates.
    """
    names = [due, referred, *(n for n in (last_seen, by) if n is not None)]
    lists = lists_of(frame, names)
    ends = lists[last_seen] if last_seen else [None] * len(lists[due])
    times: list[float | None] = []
    events: list[bool | None] = []
    for start, stop, seen in zip(lists[due], lists[referred], ends, strict=True):
        until = stop if stop is not None else seen
        known = start is not None and until is not None
        times.append(max(0.0, float((_day(until) - _day(start)).days)) if known else None)
        events.append(stop is not None if known else None)
    groups = lists[by] if by else ["all"] * len(times)
    return _curves(times, events, groups, title=title, unit="days", event="referred")


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        message = f"{str(value)[:20]!r} is not a date; write it as 2025-03-01"
        raise InvalidTable(Problem("$", "not_a_date", message)) from None


def _curves(
    times: list[Any],
    events: list[Any],
    groups: list[Any],
    *,
    title: str,
    unit: str,
    event: str = "",
) -> Curves:
    with needed("plot"):
        from lifelines import KaplanMeierFitter
        from lifelines.statistics import multivariate_logrank_test

    kept = [
        (float(t), bool(e), str(g))
        for t, e, g in zip(times, events, groups, strict=True)
        if t is not None and e is not None and g is not None and t >= 0
    ]
    curves = []
    for name in sorted({g for _, _, g in kept}):
        durations = [t for t, _, g in kept if g == name]
        happened = [e for _, e, g in kept if g == name]
        fitted = KaplanMeierFitter().fit(durations, happened)
        bounds = fitted.confidence_interval_survival_function_
        curves.append(
            Curve(
                name=name,
                patients=len(durations),
                events=sum(happened),
                times=tuple(float(t) for t in fitted.survival_function_.index),
                estimate=tuple(float(s) for s in fitted.survival_function_.iloc[:, 0]),
                low=tuple(float(s) for s in bounds.iloc[:, 0]),
                high=tuple(float(s) for s in bounds.iloc[:, 1]),
                durations=tuple(durations),
            )
        )
    p = None
    if len(curves) > 1:
        columns = list(zip(*kept, strict=True))
        p = float(multivariate_logrank_test(columns[0], columns[2], columns[1]).p_value)
    return Curves(title, tuple(curves), len(times) - len(kept), p, unit, event)
