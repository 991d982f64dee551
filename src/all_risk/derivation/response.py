"""Facts of the response: days to remission by each definition, blasts and counts, death."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from all_risk import facts as catalogue
from all_risk.derivation.clock import END_OF_INDUCTION, Clock
from all_risk.derivation.draft import ANYTHING, Draft, combine
from all_risk.derivation.mrd import level_of
from all_risk.facts import Conflict
from all_risk.messages import say
from all_risk.patient import Patient, Response
from all_risk.quantities import INFINITY, Interval, at_least, below, exactly

__all__ = ["assessment_facts", "remission_facts", "remission_now", "shows_remission"]

FIVE_PERCENT = Decimal("0.05")
ONE_PERCENT = Decimal("0.01")

_Test: TypeAlias = tuple[Interval, bool]


def remission_facts(patient: Patient, clock: Clock, draft: Draft) -> None:
    """Days to remission, by each definition of remission."""
    treatment = patient.treatment
    tests: list[tuple[Response, Interval, bool | None, str]] = []
    for i, response in enumerate(treatment.responses):
        path = f"treatment.responses[{i}]"
        when = clock.elapsed(response, path)
        tests.append((response, when, shows_remission(response, path, draft), path))
    relapsed = _first_relapse(patient, clock)
    levels = _levels(patient, clock)
    morphology = [(when, state) for _, when, state, _ in tests if state is not None]
    combined = list(_ponte_di_legno(tests, levels))
    both = list(_eln_2024(morphology, levels))
    paths = tuple(path for *_, path in tests)
    for definition, judged in (
        ("morphology", morphology),
        ("ponte-di-legno", combined),
        ("eln-2024", both),
    ):
        reached = _reached(judged, relapsed, draft if definition == "morphology" else None)
        if reached != ANYTHING:
            draft.put(catalogue.REMISSION[definition].name, reached, *paths)
    died = treatment.died
    early = died is not None and clock.elapsed(died, "treatment.died").compare("<", Decimal(28))
    draft.put(catalogue.died_before_day_28.name, bool(early), "treatment.died")
    draft.put(catalogue.died.name, died is not None, "treatment.died")
    if died is not None:
        draft.notes.append(say("died", path="treatment.died"))


def shows_remission(response: Response, path: str, draft: Draft) -> bool | None:
    """Whether a test shows remission; contradicting statements leave it open."""
    stated: list[bool] = []
    if response.status is not None:
        stated.append(response.status in _REMISSIONS)
    if response.marrow_blasts is not None:
        cleared = response.marrow_blasts.compare("<", FIVE_PERCENT)
        if cleared is not None:
            stated.append(cleared)
    persisting = response.extramedullary == "persisting"
    if persisting and stated[:1] != [True]:
        return False
    if len(set(stated)) == 2 or (persisting and response.status is not None):
        draft.conflicts.append(
            Conflict(
                facts=(catalogue.days_to_remission.name,),
                message=say("response_contradicts", path=path),
                paths=(path,),
            )
        )
        return None
    if persisting:
        return False
    return stated[0] if stated else None


def _first_relapse(patient: Patient, clock: Clock) -> Interval | None:
    """When the first relapse happened; remission was reached before it."""
    relapses = patient.treatment.relapses
    if not relapses:
        return None
    # A relapse follows remission, which is judged on day 42 of a protocol at the latest.
    times = []
    for i, relapse in enumerate(relapses):
        when = clock.elapsed(relapse, f"treatment.relapses[{i}]")
        times.append(at_least(END_OF_INDUCTION.high + 1) if when == ANYTHING else when)
    earliest = min(when.low for when in times)
    return Interval(earliest, min(when.high for when in times))


def _reached(tests: list[_Test], relapsed: Interval | None, draft: Draft | None) -> Interval:
    """The days within which remission was first reached.

    A test without remission counts only if it certainly came before every test with it
    and before any relapse; remission lost again was still reached.
    """
    reached = [when for when, state in tests if state]
    ends = [*reached, *([relapsed] if relapsed is not None else [])]
    latest = min((when.high for when in reached), default=INFINITY)
    first = min((when.low for when in ends), default=INFINITY)
    if relapsed is not None and not reached and draft is not None:
        draft.notes.append(say("remission_not_recorded"))
    low, days = Decimal(-1), frozenset(reached)
    for when, state in tests:
        if state:
            continue
        if not ends or when.high < first:
            low = max(low, when.low)
        elif when.exact and when in days and draft is not None:
            draft.conflicts.append(
                Conflict(
                    facts=(catalogue.days_to_remission.name,),
                    message=say("responses_contradict", day=when),
                )
            )
            return ANYTHING
    return Interval(low + 1, latest)


def _levels(patient: Patient, clock: Clock) -> list[_Level]:
    """MRD in marrow by the day it was measured; results of one day that differ span both."""
    measured: dict[Interval, list[Interval]] = defaultdict(list)
    undated = []
    for i, result in enumerate(patient.mrd):
        level = level_of(result)
        if result.specimen not in (None, "marrow") or level is None:
            continue
        when = clock.quiet.elapsed(result, f"mrd[{i}]")
        if when == ANYTHING:
            undated.append(_Level(when, level))
        else:
            measured[when].append(level)
    return [*undated, *(_Level(when, combine(found)[0]) for when, found in measured.items())]


def _ponte_di_legno(
    tests: list[tuple[Response, Interval, bool | None, str]], levels: list[_Level]
) -> Iterator[_Test]:
    """Tests from the end of induction on: MRD below 1 % decides before morphology.

    Disease that persists outside the marrow is no remission, whatever the marrow shows.
    """
    outside = [when for response, when, _, _ in tests if response.extramedullary == "persisting"]
    for taken in levels:
        low = taken.level.compare("<", ONE_PERCENT)
        counts = taken.when.low >= END_OF_INDUCTION.low and not any(map(taken.is_of, outside))
        if low is not None and (not low or counts):
            yield taken.when, low
    for response, when, state, _ in tests:
        measured = any(taken.is_of(when) for taken in levels)
        by_mrd = measured and response.extramedullary != "persisting"
        early = state and when.low < END_OF_INDUCTION.low
        if state is not None and not by_mrd and not early:
            yield when, state


def _eln_2024(tests: list[_Test], levels: list[_Level]) -> Iterator[_Test]:
    """Morphology, which MRD of 1 % or more undoes, and which MRD that may be so leaves open."""
    for when, state in tests:
        high = {each.level.compare(">=", ONE_PERCENT) for each in levels if each.is_of(when)}
        if not state or None not in high:
            yield when, state and True not in high


@frozen
class _Level:
    """The level of MRD on a day."""

    when: Interval
    level: Interval

    def is_of(self, when: Interval) -> bool:
        """Whether MRD and marrow are of one day, or both of the end of induction."""
        return self.when == when or (
            END_OF_INDUCTION in (self.when, when) and self.when.intersect(when) is not None
        )


def assessment_facts(patient: Patient, clock: Clock, draft: Draft) -> None:
    """Blasts and counts at the assessments that schemes name."""
    placed: dict[str, list[tuple[Response, str]]] = defaultdict(list)
    for i, response in enumerate(patient.treatment.responses):
        path = f"treatment.responses[{i}]"
        when = clock.quiet.elapsed(response, path)
        for point, days in _ASSESSMENTS.items():
            stated = response.timepoint == point
            if stated or (response.timepoint is None and when != ANYTHING and when.within(days)):
                placed[point].append((response, path))
    # Of several tests at the end of induction the one that bears its name is meant.
    named = [each for each in placed["end_of_induction"] if each[0].timepoint is not None]
    placed["end_of_induction"] = named or placed["end_of_induction"]
    for point, field_name, fact in _MEASURED:
        draft.quantity(
            fact.name,
            [
                (value, path)
                for response, path in placed[point]
                if (value := _measured(response, field_name)) is not None
            ],
        )
    outside = {r.extramedullary: path for r, path in placed["end_of_induction"] if r.extramedullary}
    if len(outside) == 1:
        [(state, path)] = outside.items()
        name = catalogue.extramedullary_end_of_induction.name
        draft.put(name, state == "persisting", path)


def _measured(response: Response, field_name: str) -> Interval | None:
    """What a test found; each kind of remission means less than 5 % of blasts in the marrow."""
    value: Interval | None = getattr(response, field_name)
    if value is None and field_name == "marrow_blasts" and response.status in _REMISSIONS:
        return below(FIVE_PERCENT)
    return value


_REMISSIONS = ("CR", "CRi", "MLFS")
_ASSESSMENTS = {
    "induction_day_8": exactly(7),
    "induction_day_15": exactly(14),
    "end_of_induction": END_OF_INDUCTION,
}
_MEASURED = (
    ("induction_day_8", "blood_blasts", catalogue.blood_blasts_day_8),
    ("induction_day_15", "marrow_blasts", catalogue.marrow_blasts_day_15),
    ("end_of_induction", "marrow_blasts", catalogue.marrow_blasts_end_of_induction),
    ("end_of_induction", "neutrophils", catalogue.neutrophils_end_of_induction),
    ("end_of_induction", "platelets", catalogue.platelets_end_of_induction),
)


def remission_now(patient: Patient, clock: Clock, draft: Draft) -> None:
    """Whether the patient is in remission by the last assessment or relapse on record."""
    told: list[tuple[Interval, bool, str]] = []
    for i, response in enumerate(patient.treatment.responses):
        path = f"treatment.responses[{i}]"
        state = shows_remission(response, path, Draft())
        if state is None and response.status is None and response.marrow_blasts is None:
            continue
        if state is None:
            return
        told.append((clock.quiet.elapsed(response, path), state, path))
    for i, relapse in enumerate(patient.treatment.relapses or ()):
        path = f"treatment.relapses[{i}]"
        told.append((clock.quiet.elapsed(relapse, path), False, path))
    latest = max((when.low for when, _, _ in told), default=None)
    if latest is None:
        return
    last = [each for each in told if each[0].high >= latest]
    if len({state for _, state, _ in last}) == 1:
        paths = (path for _, _, path in last)
        draft.put(catalogue.in_remission.name, last[0][1], *paths)
