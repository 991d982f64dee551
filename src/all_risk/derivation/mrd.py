"""Facts of MRD, by time point, specimen and method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from all_risk import facts as catalogue
from all_risk.derivation.clock import Clock
from all_risk.derivation.draft import Draft
from all_risk.messages import say
from all_risk.patient import Method, Mrd, Patient, Specimen, Timepoint
from all_risk.quantities import Interval, below

__all__ = ["level_of", "mrd_facts"]

_PROTOCOL_DAYS: Mapping[int, Timepoint] = {
    7: "induction_day_8",
    14: "induction_day_15",
    28: "end_of_induction",
    32: "end_of_induction",
}
# NCI PDQ: the end of BFM phase IB, at week 12, is similar to the end of COG consolidation. A
# result of that name stands in where there is none of week 12 itself.
_STANDS_IN: Mapping[Timepoint, tuple[Timepoint, ...]] = {
    "week_12": ("end_of_ib", "end_of_consolidation"),
}
_METHODS: tuple[Method, ...] = ("flow", "pcr", "ngs")


def mrd_facts(patient: Patient, clock: Clock, draft: Draft) -> None:
    """MRD at each time point, in marrow and blood, by any method and by each."""
    placed: dict[Timepoint, list[tuple[Mrd, Interval, str]]] = defaultdict(list)
    for i, result in enumerate(patient.mrd):
        path = f"mrd[{i}]"
        level = level_of(result)
        if level is None:
            draft.notes.append(say("no_level", path=path))
            continue
        point = _point(result, clock, path)
        if point is None:
            draft.notes.append(say("timepoint_not_used", path=path))
            continue
        for field_name in ("specimen", "method"):
            if getattr(result, field_name) is None:
                draft.notes.append(say(f"{field_name}_not_stated", path=path))
        if _below_sensitivity(result):
            draft.notes.append(say("below_sensitivity", path=path))
        placed[point].append((result, level, path))
    if not placed:
        return
    for point in get_args(Timepoint):
        named = (point, *_STANDS_IN.get(point, ()))
        found = next((placed[name] for name in named if name in placed), [])
        for specimen in get_args(Specimen) if found else ():
            here = [each for each in found if each[0].specimen in (None, specimen)]
            levels = [(level, path) for _, level, path in here]
            any_method = catalogue.mrd(point, specimen).name
            draft.quantity(any_method, levels)
            for method in _METHODS if here else ():
                by_method = [
                    (level, path) for each, level, path in here if each.method in (None, method)
                ]
                name = catalogue.mrd(point, specimen, method).name
                if by_method:
                    draft.quantity(name, by_method)
                else:
                    draft.put(name, draft.values[any_method], *draft.evidence[any_method])


def level_of(result: Mrd) -> Interval | None:
    """The MRD level; a negative result lies below the sensitivity, if that is stated."""
    if result.level != "negative":
        return result.level
    if result.sensitivity is None or result.sensitivity.high == 0:
        return Interval(high=Decimal(1))
    return below(result.sensitivity.high)


def _below_sensitivity(result: Mrd) -> bool:
    level, sensitivity = result.level, result.sensitivity
    return (
        isinstance(level, Interval)
        and sensitivity is not None
        and level.low > 0
        and level.high < sensitivity.low
    )


def _point(result: Mrd, clock: Clock, path: str) -> Timepoint | None:
    if result.timepoint not in (None, "other"):
        return result.timepoint
    elapsed = clock.elapsed(result, path)
    point = _PROTOCOL_DAYS.get(int(elapsed.low)) if elapsed.exact else None
    if point is not None:
        clock.draft.notes.append(say("timepoint_from_day", path=path, timepoint=point))
    return point
