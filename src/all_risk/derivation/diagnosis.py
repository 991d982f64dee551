"""Facts of the diagnosis: age, count, lineage, sites, steroids before it."""

from __future__ import annotations

from decimal import Decimal

from all_risk import facts as catalogue
from all_risk.derivation.draft import ANYTHING, Draft
from all_risk.facts import Conflict
from all_risk.messages import say
from all_risk.patient import Patient, SteroidPretreatment
from all_risk.quantities import Interval, age_between, more_than

__all__ = ["diagnosis_facts", "steroid_facts"]


def diagnosis_facts(patient: Patient, draft: Draft) -> None:
    """What was found at diagnosis, but for genetics and steroids."""
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
    _etp(patient, draft)
    _testicular(patient, draft)


_ETP = {"etp": True, "etp-all": True, "etp+": True, "not etp": False, "non-etp": False}


def _etp(patient: Patient, draft: Draft) -> None:
    """The reported phenotype; markers alone do not decide it, as laboratories' cut-offs differ."""
    stated = {
        _ETP[word]: f"diagnosis.immunophenotype[{i}]"
        for i, marker in enumerate(patient.diagnosis.immunophenotype)
        if (word := marker.strip().casefold()) in _ETP
    }
    name = catalogue.etp_phenotype.name
    if len(stated) == 2:
        message = say("values_exclude", fact=name)
        paths = tuple(stated.values())
        draft.conflicts.append(Conflict(facts=(name,), message=message, paths=paths))
    for truth, path in stated.items():
        if len(stated) == 1:
            draft.put(name, truth, path)


def _testicular(patient: Patient, draft: Draft) -> None:
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


def steroid_facts(patient: Patient, draft: Draft) -> None:
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
