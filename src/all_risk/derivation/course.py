"""Facts of the later course: relapses and transplants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from all_risk import facts as catalogue
from all_risk.derivation.clock import Clock, date_of
from all_risk.derivation.draft import Draft
from all_risk.derivation.response import shows_remission
from all_risk.patient import Consultation, Event, Patient, Relapse
from all_risk.quantities import Interval, age_between, exactly

__all__ = ["relapse_facts", "second_remission_facts", "transplant_facts"]


def relapse_facts(patient: Patient, draft: Draft) -> None:
    """How many relapses are recorded; when and where the first was."""
    found = patient.treatment.relapses
    if found is None:
        return
    paths = tuple(f"treatment.relapses[{i}]" for i in range(len(found)))
    draft.put(catalogue.relapses.name, exactly(len(found)), *(paths or ("treatment.relapses",)))
    started = patient.treatment.started
    first = _first_of(found, started)
    if first is None:
        return
    index, when = first
    relapse, path = found[index], paths[index]
    alike = {frozenset(each.sites) for each in found if when and date_of(each, started) == when}
    if relapse.sites and len(alike) < 2:  # of two on one day it cannot be told which was first
        outside = any(site != "marrow" for site in relapse.sites)
        draft.put(catalogue.relapse_marrow.name, "marrow" in relapse.sites, path)
        draft.put(catalogue.relapse_extramedullary.name, outside, path)
    if when is None:
        return
    diagnosed, ended = patient.diagnosis.date, patient.treatment.ended
    if diagnosed is not None:
        months = age_between(diagnosed, when)[0]
        draft.put(catalogue.months_to_relapse.name, months, "diagnosis.date", path)
    if ended is not None:
        months = age_between(ended, max(ended, when))[0]
        name = catalogue.months_off_therapy_at_relapse.name
        draft.put(name, months, "treatment.ended", path)


def _first_of(
    relapses: tuple[Relapse, ...], started: date | None
) -> tuple[int, date | None] | None:
    """Which relapse came first, and when; None where that cannot be told."""
    dates = [date_of(relapse, started) for relapse in relapses]
    if len(dates) == 1:
        return 0, dates[0]
    known = [when for when in dates if when is not None]
    if not known or len(known) < len(dates):
        return None
    return dates.index(min(known)), min(known)


def transplant_facts(patient: Patient, draft: Draft) -> None:
    """Transplants done, and whether a transplant doctor has been seen."""
    treatment = patient.treatment
    if treatment.transplants is not None:
        donors = [transplant.donor for transplant in treatment.transplants]
        certain = Decimal(donors.count("allogeneic"))
        most = certain + donors.count(None)
        draft.put(catalogue.transplants.name, Interval(certain, most), "treatment.transplants")
    seen = treatment.transplant_consultation
    if seen is not None:
        name, path = catalogue.transplant_consultation.name, "treatment.transplant_consultation"
        draft.put(name, seen is not False, path)


def second_remission_facts(patient: Patient, clock: Clock, draft: Draft, *, on_a_day: bool) -> None:
    """Whether a remission followed a relapse, and whether a doctor was seen before it.

    Args:
        patient: What is known.
        clock: Counts elapsed days.
        draft: Where the facts go.
        on_a_day: Whether the patient is asked about as known on a day. A remission without a
            date may then lie after that day, and a visit not yet made may still precede it.
    """
    second = _second_remission(patient, clock)
    name = catalogue.second_remission_reached.name
    if second.reached is not None:
        draft.put(name, second.reached, *second.paths)
    seen = patient.treatment.transplant_consultation
    before: bool | None = None
    if seen is False:
        dated = second.latest is not None
        before = None if on_a_day and second.reached and not dated else False
    elif isinstance(seen, Consultation) and seen.date is not None:
        if second.earliest is not None and seen.date <= second.earliest:
            before = seen.date < second.earliest or not second.exact
        elif second.latest is not None and seen.date >= second.latest:
            before = False
    if before is not None:
        name = catalogue.consulted_before_second_remission.name
        draft.put(name, before, "treatment.transplant_consultation", *second.paths)


@frozen
class _Second:
    """The first remission after the first relapse: reached or not, and between which dates."""

    reached: bool | None
    paths: tuple[str, ...] = ()
    earliest: date | None = None
    latest: date | None = None

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest


def _second_remission(patient: Patient, clock: Clock) -> _Second:
    found, started = patient.treatment.relapses, patient.treatment.started
    if found is None:
        return _Second(None)
    if not found:
        return _Second(reached=False, paths=("treatment.relapses",))
    relapses = tuple(f"treatment.relapses[{i}]" for i in range(len(found)))
    first = _first_of(found, started)
    if first is None:  # A second relapse follows a remission, whichever came first.
        return _Second(reached=True, paths=relapses)
    index, relapsed = first
    later = [date_of(each, started) for i, each in enumerate(found) if i != index]
    ends = [each for each in later if each is not None]
    shown: list[tuple[date | None, str]] = []
    doubtful = not_shown = False
    for i, response in enumerate(patient.treatment.responses):
        path = f"treatment.responses[{i}]"
        state = shows_remission(response, path, Draft())
        after = _after(response, found[index], clock, started)
        tested = response.status is not None or response.marrow_blasts is not None
        if after and state:
            shown.append((date_of(response, started), path))
        elif after and state is False:
            not_shown = True
        elif after is not False and state is not False and tested:
            doubtful = True
    if not shown and not ends and len(found) == 1:
        reached = False if not_shown and not doubtful else None
        return _Second(reached, relapses, earliest=relapsed)
    paths = (*relapses, *(path for _, path in shown))
    if relapsed is None:
        return _Second(reached=True, paths=paths)
    dates = [when for when, _ in shown if when is not None]
    latest = min([*dates, *ends], default=None)
    surely = latest in dates and len(dates) == len(shown) and not doubtful
    return _Second(
        reached=True, paths=paths, earliest=latest if surely else relapsed, latest=latest
    )


def _after(event: Event, other: Event, clock: Clock, started: date | None) -> bool | None:
    """Whether an event came after another; None where that cannot be told."""
    own, others = date_of(event, started), date_of(other, started)
    if own is not None and others is not None:
        return None if own == others else own > others
    when, then = clock.quiet.elapsed(event, ""), clock.quiet.elapsed(other, "")
    if when.low > then.high:
        return True
    return False if when.high < then.low else None
