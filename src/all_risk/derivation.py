"""From a patient to facts: one function for each group of facts.

Nothing is guessed. A missing result leaves its fact unknown, results that exclude each
other leave it open and are listed as a conflict, and whatever is assumed or cannot be used
is noted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import TypeAlias, TypeVar, get_args

from attrs import define, evolve, field, frozen

from all_risk import facts as catalogue
from all_risk.facts import Conflict, Facts
from all_risk.genetics.assays import can_exclude
from all_risk.genetics.names import lesion
from all_risk.implications import closed
from all_risk.logic import Contradiction, Value
from all_risk.messages import Message, say
from all_risk.patient import (
    Consultation,
    DnaIndex,
    Event,
    Finding,
    FishText,
    KaryotypeText,
    Method,
    ModalNumber,
    Mrd,
    Patient,
    Response,
    Specimen,
    SteroidPretreatment,
    Timepoint,
)
from all_risk.quantities import INFINITY, Interval, age_between, at_least, below, exactly, more_than

__all__ = ["derive", "known_by"]

_T = TypeVar("_T", bound=Event)

FIVE_PERCENT = Decimal("0.05")
ONE_PERCENT = Decimal("0.01")
ANYTHING = Interval()

# Groups judge the end of induction on protocol days 29 to 42 (Ponte di Legno survey,
# Buchmann 2022): 28 to 41 days after treatment starts.
_END_OF_INDUCTION = Interval(Decimal(28), Decimal(41))
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


@define
class _Draft:
    """Facts being gathered."""

    values: dict[str, Value] = field(factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(factory=dict)
    conflicts: list[Conflict] = field(factory=list)
    notes: list[Message] = field(factory=list)

    def put(self, name: str, value: Value | None, *paths: str) -> None:
        if value is not None:
            self.values[name] = value
            self.evidence[name] = paths

    def quantity(self, name: str, stated: Iterable[tuple[Interval, str]]) -> None:
        """A quantity from several statements: what they share, or all they span."""
        found = list(stated)
        if not found:
            return
        value, agree = _combine([interval for interval, _ in found])
        paths = tuple(path for _, path in found)
        if not agree:
            self.conflicts.append(
                Conflict(facts=(name,), message=say("values_exclude", fact=name), paths=paths)
            )
        self.put(name, value, *paths)


def _combine(stated: list[Interval]) -> tuple[Interval, bool]:
    """What statements share; or all they span, and that they do not agree."""
    shared: Interval | None = ANYTHING
    for interval in stated:
        shared = shared and shared.intersect(interval)
    return (shared, True) if shared else (reduce(Interval.hull, stated), False)


def derive(patient: Patient, as_of: date | None = None) -> Facts:
    """The facts about a patient.

    Args:
        patient: What is known.
        as_of: Use results up to this date; those dated later are ignored and noted. With
            None everything recorded is used, and no clock is read.

    Returns:
        The facts, with all that follows from them.

    Examples:
        >>> from all_risk.patient import Diagnosis
        >>> derive(Patient(diagnosis=Diagnosis(lineage="B"))).values["lineage"]
        frozenset({'B'})
    """
    draft = _Draft()
    if as_of is not None:
        patient, notes = known_by(patient, as_of)
        draft.notes.extend(notes)
    _diagnosis(patient, draft)
    _steroids(patient, draft)
    unconfirmed = _genetics(patient, draft)
    timed = _Clock.of(patient, draft)
    _mrd(patient, timed, draft)
    _remission(patient, timed, draft)
    _relapses(patient, draft)
    values, follows_from = _closed(draft)
    started = patient.treatment.started
    return Facts(
        values=values,
        evidence=draft.evidence,
        follows_from=follows_from,
        unconfirmed=unconfirmed,
        conflicts=_merged(draft.conflicts),
        notes=tuple(draft.notes),
        day_28=None if started is None else started + timedelta(days=28),
        as_of=as_of,
    )


def _merged(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """One conflict for the same results, whatever number of facts they bear on."""
    by_results: dict[tuple[str, tuple[str, ...]], Conflict] = {}
    for conflict in conflicts:
        key = conflict.message.id, conflict.paths
        known = by_results.setdefault(key, conflict)
        facts = tuple(dict.fromkeys((*known.facts, *conflict.facts)))
        by_results[key] = evolve(known, facts=facts)
    return tuple(by_results.values())


def known_by(patient: Patient, day: date) -> tuple[Patient, tuple[Message, ...]]:
    """A patient as known on a day.

    Args:
        patient: What is known now.
        day: The day; results of that day are known.

    Returns:
        The patient without later results, and a note for each one left out and for each
        one without a date, which is kept.
    """
    treatment, notes = patient.treatment, []

    def kept(path: str, when: date | None) -> bool:
        if when is None:
            notes.append(say("undated_kept", path=path))
        elif when > day:
            notes.append(say("later_ignored", path=path, date=when.isoformat()))
            return False
        return True

    def past(path: str, events: tuple[_T, ...]) -> tuple[_T, ...]:
        return tuple(
            event
            for i, event in enumerate(events)
            if kept(f"{path}[{i}]", _dated(event, treatment.started))
        )

    def past_or_none(path: str, events: tuple[_T, ...] | None) -> tuple[_T, ...] | None:
        return None if events is None else past(path, events)

    def day_or_none(path: str, when: date | None) -> date | None:
        return when if when is None or kept(path, when) else None

    seen = treatment.transplant_consultation
    if isinstance(seen, Consultation) and not kept("treatment.transplant_consultation", seen.date):
        seen = False
    died = treatment.died
    if died is not None and not kept("treatment.died", _dated(died, treatment.started)):
        died = None
    past_treatment = evolve(
        treatment,
        responses=past("treatment.responses", treatment.responses),
        relapses=past_or_none("treatment.relapses", treatment.relapses),
        transplants=past_or_none("treatment.transplants", treatment.transplants),
        therapies=past_or_none("treatment.therapies", treatment.therapies),
        ended=day_or_none("treatment.ended", treatment.ended),
        transplant_consultation=seen,
        died=died,
    )
    diagnosis = patient.diagnosis
    if diagnosis.date is not None and not kept("diagnosis", diagnosis.date):
        diagnosis = type(diagnosis)()
    return (
        evolve(
            patient,
            diagnosis=diagnosis,
            genetics=tuple(
                result
                for i, result in enumerate(patient.genetics)
                if kept(f"genetics[{i}]", result.date)
            ),
            mrd=past("mrd", patient.mrd),
            treatment=past_treatment,
        ),
        tuple(notes),
    )


def _dated(event: Event, started: date | None) -> date | None:
    """The date of an event, counted from the start of treatment where it has none."""
    if event.date is not None or started is None:
        return event.date
    for number, first in ((event.elapsed_days, 0), (event.day, 1)):
        if number is not None and number.exact:
            return started + timedelta(days=int(number.low) - first)
    return None


# Diagnosis.


def _diagnosis(patient: Patient, draft: _Draft) -> None:
    found, at = patient.diagnosis, "diagnosis"
    months, in_days = [], []
    if patient.birth_date is not None and found.date is not None:
        exact_months, exact_days = age_between(patient.birth_date, found.date)
        months.append((exact_months, "birth_date"))
        in_days.append((exact_days, "birth_date"))
    if found.age is not None:
        months.append((found.age.in_months(), f"{at}.age"))
        in_days.append((found.age.in_days(), f"{at}.age"))
    draft.quantity(catalogue.age.name, months)
    draft.quantity(catalogue.age_in_days.name, in_days)
    draft.put(catalogue.wbc.name, found.wbc, f"{at}.wbc")
    if found.lineage is not None:
        draft.put(catalogue.lineage.name, frozenset({found.lineage}), f"{at}.lineage")
    if found.cns is not None:
        draft.put(catalogue.cns.name, frozenset({found.cns[:4]}), f"{at}.cns")
    draft.put(catalogue.down_syndrome.name, found.down_syndrome, f"{at}.down_syndrome")
    draft.put(catalogue.prior_cml.name, found.prior_cml, f"{at}.prior_cml")
    _testicular(patient, draft)


def _testicular(patient: Patient, draft: _Draft) -> None:
    found, name = patient.diagnosis, catalogue.testicular.name
    stated: list[tuple[bool, str]] = []
    if found.testicular is not None:
        stated.append((found.testicular, "diagnosis.testicular"))
    if found.extramedullary is not None:
        stated.append(("testis" in found.extramedullary, "diagnosis.extramedullary"))
    if patient.sex == "female":
        stated.append((False, "sex"))
    paths = tuple(path for _, path in stated)
    if len({truth for truth, _ in stated}) == 2:
        message = say("values_exclude", fact=name)
        draft.conflicts.append(Conflict(facts=(name,), message=message, paths=paths))
    elif stated:
        draft.put(name, stated[0][0], *paths)


_TWO_WEEKS = Decimal(14 * 24)
_SHORTEST_MONTH, _LONGEST_MONTH = Decimal(28 * 24), Decimal(31 * 24)


def _steroids(patient: Patient, draft: _Draft) -> None:
    """Steroid in the two windows schemes ask for: two weeks, and one month."""
    given = patient.diagnosis.steroid_pretreatment
    path = "diagnosis.steroid_pretreatment"
    month = catalogue.steroid_within_month.name
    fortnight = catalogue.steroid_hours_within_two_weeks.name
    if isinstance(given, SteroidPretreatment):
        duration = given.duration or more_than(0)
        gap = given.before_diagnosis or ANYTHING
        if duration.high == 0 or gap.compare(">", _LONGEST_MONTH):
            draft.put(month, False, path)
        elif (duration.low_open or duration.low > 0) and gap.compare("<=", _SHORTEST_MONTH):
            draft.put(month, True, path)
        least = min(duration.low, _TWO_WEEKS - min(gap.high, _TWO_WEEKS))
        most = max(Decimal(0), min(duration.high, _TWO_WEEKS - gap.low))
        low_open = duration.low_open and least == duration.low < most
        high_open = duration.high_open and most == duration.high > least
        draft.put(fortnight, Interval(least, most, low_open, high_open), path)
    elif given is not None:
        draft.put(month, given, path)


# Genetics.

_BANDING = "karyotype"
_HYPODIPLOID = ("NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY")
_DOUBLED = Interval(Decimal(50), Decimal(78))


def _genetics(patient: Patient, draft: _Draft) -> frozenset[str]:
    by_lesion: dict[str, list[tuple[Finding, str]]] = defaultdict(list)
    counts: list[tuple[Interval, str]] = []
    indices: list[tuple[Interval, str]] = []
    for i, result in enumerate(patient.genetics):
        path = f"genetics[{i}]"
        if isinstance(result, Finding):
            by_lesion[result.lesion].append((result, path))
        elif isinstance(result, ModalNumber):
            counts.append((result.modal_number, path))
        elif isinstance(result, DnaIndex):
            indices.append((result.dna_index, path))
        elif isinstance(result, (KaryotypeText, FishText)):
            from all_risk.notation import read_notation  # only where there is some to read

            read = read_notation(result, path)
            draft.notes.extend(read.notes)
            counts.extend(read.counts)
            for shown, place in read.findings:
                by_lesion[shown.lesion].append((shown, place))
    unconfirmed = frozenset(
        name for name, results in by_lesion.items() if _lesion(name, results, draft)
    )
    draft.quantity(catalogue.modal_number.name, _of_stem_line(counts, draft))
    draft.quantity(catalogue.dna_index.name, indices)
    return unconfirmed


def _lesion(name: str, results: list[tuple[Finding, str]], draft: _Draft) -> bool:
    """Settle the findings of one lesion; whether it is left only unconfirmed."""
    paths = tuple(path for _, path in results)
    seen = [r for r, _ in results if r.status == "detected"]
    absent, soft = [], []
    for result, path in results:
        if result.status is None:
            draft.notes.append(say("no_status", path=path))
        elif result.status in ("presumptive", "inconclusive"):
            soft.append(result)
        elif result.status == "not_detected":
            if can_exclude(result.method, lesion(name)):
                absent.append(result)
            else:
                method = result.method or ""
                draft.notes.append(say("cannot_exclude", path=path, method=method, lesion=name))
    if seen and absent:
        message = say("found_and_excluded", lesion=name)
        draft.conflicts.append(Conflict(facts=(name,), message=message, paths=paths))
        return False
    if seen:
        draft.put(name, True, *paths)
        return False
    # A test for the lesion itself settles what banding only suggests.
    if absent and (not soft or any(r.method != _BANDING for r in absent)):
        draft.put(name, False, *paths)
        return False
    return bool(soft)


def _of_stem_line(
    counts: list[tuple[Interval, str]], draft: _Draft
) -> Iterator[tuple[Interval, str]]:
    """Counts of the stem line. A doubled clone's own count says nothing of its stem line.

    A count from 50 to 78 alone never shows that a clone is not a doubled one.
    """
    masked = draft.values.get("MASKED_HYPODIPLOIDY")
    hypodiploid = any(draft.values.get(name) is True for name in _HYPODIPLOID)
    for interval, path in counts:
        may_be_doubled = interval.intersect(_DOUBLED) is not None
        if may_be_doubled and (masked or hypodiploid):
            draft.notes.append(say("doubled_clone", path=path))
        elif may_be_doubled and masked is None:
            draft.notes.append(say("doubling_not_excluded", path=path))
            yield Interval(high=interval.high), path
        else:
            yield interval, path


def _closed(draft: _Draft) -> tuple[Mapping[str, Value], Mapping[str, tuple[str, ...]]]:
    """The facts with what follows from them, without those that contradict each other."""
    kept = dict(draft.values)
    while True:
        trace: dict[str, frozenset[str]] = {}
        try:
            values = closed(kept, trace)
            return values, {name: tuple(sorted(others)) for name, others in trace.items()}
        except Contradiction as contradiction:
            culprits = _culprits(kept) or [n for n in contradiction.clause.facts if n in kept]
            paths = tuple(sorted(p for name in culprits for p in draft.evidence.get(name, ())))
            message = say("cannot_both_hold", facts=", ".join(culprits))
            draft.conflicts.append(Conflict(facts=tuple(culprits), message=message, paths=paths))
            for name in culprits or list(kept):
                del kept[name]


def _culprits(values: Mapping[str, Value]) -> list[str]:
    """The facts any one of which, if it were not known, would end the contradiction."""
    found = []
    for name in values:
        try:
            closed({other: value for other, value in values.items() if other != name})
        except Contradiction:
            continue
        found.append(name)
    return sorted(found)


# Time.


@frozen
class _Clock:
    """Counts elapsed days since treatment started."""

    started: date | None
    induction_started: date | None
    draft: _Draft

    @classmethod
    def of(cls, patient: Patient, draft: _Draft) -> _Clock:
        return cls(patient.treatment.started, patient.treatment.induction_started, draft)

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
            return _END_OF_INDUCTION
        value, agree = _combine(stated)
        if not agree:
            message = say("days_disagree", path=path)
            self.draft.conflicts.append(Conflict(facts=(), message=message, paths=(path,)))
        return value


# MRD.

_METHODS: tuple[Method, ...] = ("flow", "pcr", "ngs")


def _mrd(patient: Patient, clock: _Clock, draft: _Draft) -> None:
    placed: dict[Timepoint, list[tuple[Mrd, Interval, str]]] = defaultdict(list)
    for i, result in enumerate(patient.mrd):
        path = f"mrd[{i}]"
        level = _level(result)
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


def _level(result: Mrd) -> Interval | None:
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


def _point(result: Mrd, clock: _Clock, path: str) -> Timepoint | None:
    if result.timepoint not in (None, "other"):
        return result.timepoint
    elapsed = clock.elapsed(result, path)
    point = _PROTOCOL_DAYS.get(int(elapsed.low)) if elapsed.exact else None
    if point is not None:
        clock.draft.notes.append(say("timepoint_from_day", path=path, timepoint=point))
    return point


# Remission.

_Test: TypeAlias = tuple[Interval, bool]


def _remission(patient: Patient, clock: _Clock, draft: _Draft) -> None:
    """Days to remission, by each definition of remission."""
    treatment = patient.treatment
    tests: list[tuple[Response, Interval, bool | None, str]] = []
    for i, response in enumerate(treatment.responses):
        path = f"treatment.responses[{i}]"
        when = clock.elapsed(response, path)
        tests.append((response, when, _in_remission(response, path, draft), path))
    relapsed = _first_relapse(patient, clock)
    levels = [
        (_when_measured(result, clock, f"mrd[{i}]"), level, f"mrd[{i}]")
        for i, result in enumerate(patient.mrd)
        if result.specimen in (None, "marrow") and (level := _level(result)) is not None
    ]
    morphology = [(when, state) for _, when, state, _ in tests if state is not None]
    combined = list(_ponte_di_legno(tests, levels))
    both = [
        (when, False if state and _mrd_above(levels, when) else state)
        for _, when, state, _ in tests
        if state is not None
    ]
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


def _in_remission(response: Response, path: str, draft: _Draft) -> bool | None:
    """Whether a test shows remission; contradicting statements leave it open."""
    stated: list[bool] = []
    if response.status is not None:
        stated.append(response.status in ("CR", "CRi", "MLFS"))
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


def _first_relapse(patient: Patient, clock: _Clock) -> Interval | None:
    """When the first relapse happened; remission was reached before it."""
    relapses = patient.treatment.relapses
    if not relapses:
        return None
    # A relapse follows remission, which is judged on day 42 of a protocol at the latest.
    times = []
    for i, relapse in enumerate(relapses):
        when = clock.elapsed(relapse, f"treatment.relapses[{i}]")
        times.append(at_least(_END_OF_INDUCTION.high + 1) if when == ANYTHING else when)
    earliest = min(when.low for when in times)
    return Interval(earliest, min(when.high for when in times))


def _reached(tests: list[_Test], relapsed: Interval | None, draft: _Draft | None) -> Interval:
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
    low = Decimal(-1)
    for when, state in tests:
        if state:
            continue
        if not ends or when.high < first:
            low = max(low, when.low)
        elif when.exact and when in reached and draft is not None:
            draft.conflicts.append(
                Conflict(
                    facts=(catalogue.days_to_remission.name,),
                    message=say("responses_contradict", day=when),
                )
            )
            return ANYTHING
    return Interval(low + 1, latest)


def _when_measured(result: Mrd, clock: _Clock, path: str) -> Interval:
    quiet = evolve(clock, draft=_Draft())
    return quiet.elapsed(result, path)


def _ponte_di_legno(
    tests: list[tuple[Response, Interval, bool | None, str]],
    levels: list[tuple[Interval, Interval, str]],
) -> Iterator[_Test]:
    """Tests from the end of induction on: MRD below 1 % decides before morphology."""
    for when, level, _ in levels:
        low = level.compare("<", ONE_PERCENT)
        if low is not None and (not low or when.low >= _END_OF_INDUCTION.low):
            yield when, low
    for response, when, state, _ in tests:
        measured = any(_same_test(taken, when) for taken, _, _ in levels)
        by_mrd = measured and response.extramedullary != "persisting"
        early = state and when.low < _END_OF_INDUCTION.low
        if state is not None and not by_mrd and not early:
            yield when, state


def _mrd_above(levels: list[tuple[Interval, Interval, str]], when: Interval) -> bool:
    return any(
        _same_test(taken, when) and level.compare(">=", ONE_PERCENT) for taken, level, _ in levels
    )


def _same_test(taken: Interval, when: Interval) -> bool:
    """Whether MRD and marrow are of one day, or both of the end of induction."""
    return taken == when or (
        _END_OF_INDUCTION in (taken, when) and taken.intersect(when) is not None
    )


# Relapse.


def _relapses(patient: Patient, draft: _Draft) -> None:
    found = patient.treatment.relapses
    if found is not None:
        paths = tuple(f"treatment.relapses[{i}]" for i in range(len(found)))
        draft.put(catalogue.relapses.name, exactly(len(found)), *(paths or ("treatment.relapses",)))
