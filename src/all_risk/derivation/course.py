"""Facts of the later course: relapses and transplants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from all_risk import facts as catalogue
from all_risk.derivation.clock import date_of
from all_risk.derivation.draft import Draft
from all_risk.patient import Patient, Relapse
from all_risk.quantities import Interval, age_between, exactly

__all__ = ["relapse_facts", "transplant_facts"]


def relapse_facts(patient: Patient, draft: Draft) -> None:
    """How many relapses are recorded; when and where the first was."""
    found = patient.treatment.relapses
    if found is None:
        return
    paths = tuple(f"treatment.relapses[{i}]" for i in range(len(found)))
    draft.put(catalogue.relapses.name, exactly(len(found)), *(paths or ("treatment.relapses",)))
    first = _first_of(found, patient.treatment.started)
    if first is None:
        return
    index, when = first
    relapse, path = found[index], paths[index]
    if relapse.sites:
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
