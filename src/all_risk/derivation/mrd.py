"""Facts of MRD, by time point, specimen and method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, get_args

from attrs import frozen

from all_risk import facts as catalogue
from all_risk.derivation.clock import Clock
from all_risk.derivation.draft import ANYTHING, Draft, combine
from all_risk.messages import say
from all_risk.patient import Method, Mrd, Patient, Specimen, Timepoint
from all_risk.quantities import Interval, below

__all__ = ["level_of", "mrd_facts"]

_PROTOCOL_DAYS: Mapping[int, Timepoint] = {
    7: "induction_day_8",
    14: "induction_day_15",
    18: "induction_day_19",
    28: "end_of_induction",
    32: "end_of_induction",
    77: "week_12",
    78: "week_12",
}
# NCI PDQ: the end of BFM phase IB, at week 12, is similar to the end of COG consolidation. A
# result of that name stands in where there is none of week 12 itself.
_STANDS_IN: Mapping[Timepoint, tuple[Timepoint, ...]] = {
    "week_12": ("end_of_ib", "end_of_consolidation"),
}
_METHODS: tuple[Method, ...] = ("flow", "pcr", "ngs")
_ANY_SHARE = Interval(high=Decimal(1))

_Results: TypeAlias = list[tuple[Mrd, Interval, str]]


def mrd_facts(patient: Patient, clock: Clock, draft: Draft) -> None:
    """MRD at each time point, in marrow and blood, by any method and by each."""
    placed: dict[Timepoint, _Results] = defaultdict(list)
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
            if not here:
                continue
            every = _Measured.of(here)
            every.put((point, specimen, None), draft)
            for method in _METHODS:
                by_method = [each for each in here if each[0].method in (None, method)]
                # A scheme's own method goes first; without it, any other stands in, which says
                # nothing new: its conflicts are listed once.
                measured = every if by_method in ([], here) else _Measured.of(by_method)
                measured.put((point, specimen, method), draft, quiet=not by_method)


@frozen
class _Measured:
    """What several results say together: the level, whether any was found, by what assay."""

    level: Interval
    agree: bool
    detected: bool | None
    quantifiable: bool | None
    sensitivity: Interval | None
    markers: Interval | None
    paths: tuple[str, ...]

    @classmethod
    def of(cls, results: _Results) -> _Measured:
        level, agree = combine([level for _, level, _ in results])
        reaching = [result.sensitivity or _ANY_SHARE for result, _, _ in results]
        best = Interval(min(each.low for each in reaching), min(each.high for each in reaching))
        followed = [result.markers or ANYTHING for result, _, _ in results]
        most = Interval(max(each.low for each in followed), max(each.high for each in followed))
        said = _any_of if agree else _all_alike
        return cls(
            level,
            agree,
            said([_detected(result) for result, _, _ in results]),
            said([_quantified(result) for result, _, _ in results]),
            None if best == _ANY_SHARE else best,
            None if most == ANYTHING else most,
            tuple(path for _, _, path in results),
        )

    def put(
        self,
        asked: tuple[Timepoint, Specimen, Method | None],
        draft: Draft,
        *,
        quiet: bool = False,
    ) -> None:
        """Record it; results that exclude each other leave open what they do not agree on."""
        level, detected, quantifiable, sensitivity, markers = _names(*asked)
        draft.put(level, self.level, *self.paths)
        draft.put(detected, self.detected, *self.paths)
        draft.put(quantifiable, self.quantifiable, *self.paths)
        if self.agree:
            draft.put(sensitivity, self.sensitivity, *self.paths)
            draft.put(markers, self.markers, *self.paths)
        elif not quiet:
            draft.excluding(level, self.paths)


@lru_cache(maxsize=256)  # more than there are time points, specimens and methods together
def _names(timepoint: Timepoint, specimen: Specimen, method: Method | None) -> tuple[str, ...]:
    families = (
        catalogue.mrd,
        catalogue.mrd_detected,
        catalogue.mrd_quantifiable,
        catalogue.mrd_sensitivity,
        catalogue.mrd_markers,
    )
    return tuple(family(timepoint, specimen, method).name for family in families)


def _any_of(stated: list[bool | None]) -> bool | None:
    return True if True in stated else None if None in stated else False


def _all_alike(stated: list[bool | None]) -> bool | None:
    return stated[0] if len(set(stated)) == 1 else None


def _detected(result: Mrd) -> bool | None:
    """Whether a result found any residual disease, as far as it says."""
    if result.level == "negative":
        return False
    level = result.level
    if isinstance(level, Interval) and (level.low > 0 or level.low_open):
        return True
    return True if result.quantifiable else None


def _quantified(result: Mrd) -> bool | None:
    """Whether a result lies in the quantitative range of its assay, as far as it says."""
    if result.level == "negative":
        return False
    if result.quantifiable is not None:
        return result.quantifiable
    level = result.level
    if isinstance(level, Interval):
        if level.exact:
            return True
        # "positive <0.01 %" is how a result below the quantitative range is reported.
        if level.low == 0 and level.low_open and level.high < 1:
            return False
    return None


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
