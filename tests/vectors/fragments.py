"""From facts back to patient documents: for every fact, what to write so that it comes out.

The table is the inverse of the derivation. A fact that has no fragment here cannot be put
into a test vector, and a test fails until it has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

from attrs import frozen

from all_risk.facts import CATALOGUE, REMISSION, is_unprinted
from all_risk.logic import Fact, Flag, Value
from all_risk.quantities import Interval, age_between, exactly, plain

__all__ = [
    "DIAGNOSED",
    "Sample",
    "Unwritable",
    "birth_for",
    "document",
    "has_fragment",
    "number",
    "sample_of",
]

DIAGNOSED: Final = date(2025, 3, 10)

Document: TypeAlias = dict[str, Any]
Points: TypeAlias = Mapping[str, Value]
Fragment: TypeAlias = Callable[[str, Points], Document]


class Unwritable(Exception):
    """Values that no patient document can state together."""


def document(points: Points) -> Document:
    """A patient document that says these values of these facts, and no more.

    Args:
        points: One exact value for each fact.

    Raises:
        Unwritable: If no document says so.
    """
    whole: Document = {"format": "all-risk/patient/1"}
    for name in points:
        merge(whole, _fragment_of(name)(name, points))
    return whole


def merge(into: Document, more: Document) -> None:
    """Add a fragment: objects are joined, lists are lengthened by what they lack."""
    for key, value in more.items():
        if key not in into:
            into[key] = value
        elif isinstance(value, dict) and isinstance(into[key], dict):
            merge(into[key], value)
        elif isinstance(value, list):
            into[key] = into[key] + [each for each in value if each not in into[key]]
        elif into[key] != value:
            raise Unwritable(key)


def has_fragment(fact: Fact) -> bool:
    """Whether a fact can be written into a document."""
    return fact.name in _FRAGMENTS or fact.name not in _CATALOGUED


def number(value: Value) -> Decimal:
    """The one number of an exact quantity."""
    assert isinstance(value, Interval)
    assert value.exact
    return value.low


def _at_diagnosis(write: Callable[[Value], object]) -> Fragment:
    return lambda name, points: {"diagnosis": {name: write(points[name])}}


def _word(value: Value) -> str:
    assert isinstance(value, frozenset)
    (word,) = value
    return word


def birth_for(months: Value | None, days: Value | None) -> date:
    """A date of birth that gives these exact ages at the diagnosis."""
    about = number(days) if days is not None else number(months or exactly(0)) * 1461 / 48
    for near in sorted(range(-8, 9), key=abs):
        birth = DIAGNOSED - timedelta(days=int(about) + near)
        if birth > DIAGNOSED:
            continue
        in_months, in_days = age_between(birth, DIAGNOSED)
        if months in (None, in_months) and days in (None, in_days):
            return birth
    raise Unwritable("age")


def _date_after(start: date, months: Decimal) -> date:
    """The day so many calendar months after another."""
    return _nearest(start, months, lambda day: (start, day), forward=True)


def _date_before(end: date, months: Decimal) -> date:
    """The day so many calendar months before another."""
    return _nearest(end, months, lambda day: (day, end), forward=False)


def _nearest(
    known: date, months: Decimal, span: Callable[[date], tuple[date, date]], *, forward: bool
) -> date:
    about = int(months * 1461 / 48) * (1 if forward else -1)
    days = [known + timedelta(days=about + near) for near in range(-8, 9)]
    within = [day for day in days if span(day)[0] <= span(day)[1]]
    return min(within, key=lambda day: abs(age_between(*span(day))[0].low - months))


def _age(_: str, points: Points) -> Document:
    birth = birth_for(points.get("age"), points.get("age_in_days"))
    return {"birth_date": birth.isoformat(), "diagnosis": {"date": DIAGNOSED.isoformat()}}


def _steroid(_: str, points: Points) -> Document:
    given = points.get("steroid_within_month")
    found: object = given
    if (fortnight := points.get("steroid_hours_within_two_weeks")) is not None:
        hours = number(fortnight)
        duration = {"duration": f"{plain(hours)} h"}
        found = duration if hours == 0 else {**duration, "before_diagnosis": "0 h"}
        if hours == 0 and given is True:
            found = {"duration": "24 h", "before_diagnosis": "20 days"}
    return {"diagnosis": {"steroid_pretreatment": found}}


def _modal_number(name: str, points: Points) -> Document:
    chromosomes = int(number(points[name]))
    results: list[Document] = [{"modal_number": chromosomes}]
    if 50 <= chromosomes <= 78:  # else it may count a doubled clone
        results.append({"lesion": "MASKED_HYPODIPLOIDY", "status": "not_detected"})
    return {"genetics": results}


def _dna_index(name: str, points: Points) -> Document:
    return {"genetics": [{"dna_index": float(number(points[name]))}]}


def _lesion(name: str, points: Points) -> Document:
    status = "detected" if points[name] is True else "not_detected"
    return {"genetics": [{"lesion": name, "status": status}]}


def _etp(name: str, points: Points) -> Document:
    return {"diagnosis": {"immunophenotype": ["ETP" if points[name] is True else "not ETP"]}}


# Response.


def _responses(*tests: Document) -> Document:
    return {"treatment": {"responses": list(tests)}}


def _percent(value: Value) -> str:
    return f"{plain(number(value) * 100)}%"


def _count(value: Value) -> str:
    return f"{plain(number(value))} x10^9/L"


def _days_to_remission(name: str, points: Points) -> Document:
    day = int(number(points[name]))
    before: list[Document] = [{"elapsed_days": day - 1, "status": "NR"}] if day else []
    return _responses(*before, {"elapsed_days": day, "status": "CR"})


def _marrow_at_the_end(name: str, points: Points) -> Document:
    """On a day that agrees with when remission was reached, where that is stated."""
    reached = [number(points[f.name]) for f in REMISSION.values() if f.name in points]
    day = 32
    if reached:
        cleared = number(points[name]) < Decimal("0.05")
        day = max(int(reached[0]), day) if cleared else int(reached[0]) - 1
    test = {"timepoint": "end_of_induction", "elapsed_days": day}
    return _responses({**test, "marrow_blasts": _percent(points[name])})


def _at_the_end(field: str) -> Fragment:
    return lambda name, points: _responses(
        {"timepoint": "end_of_induction", field: _count(points[name])}
    )


def _outside_at_the_end(name: str, points: Points) -> Document:
    state = "persisting" if points[name] is True else "resolved"
    return _responses({"timepoint": "end_of_induction", "extramedullary": state})


def _in_remission(name: str, points: Points) -> Document:
    if points[name] is True:
        return _responses({"elapsed_days": 4000, "status": "CR"})
    if _relapses_in(points):
        return {}
    stated = any(fact.name in points for fact in REMISSION.values())
    return _responses({"elapsed_days": 4000 if stated else 28, "status": "NR"})


# Relapse, transplant, death.


def _relapses_in(points: Points) -> int:
    if "relapses" in points:
        return int(number(points["relapses"]))
    if True in (points.get(name) for name in _SECOND):
        return 1
    sites = [points[name] for name in _SITES if name in points]
    return int(sites not in ([], [False, False]) or not _TIMES.isdisjoint(points))


def _relapse(_: str, points: Points) -> Document:
    """All that is said of relapses, together."""
    times = _relapses_in(points)
    if not times:
        return {"treatment": {"relapses": []}}
    treatment: Document = {"started": DIAGNOSED.isoformat()}
    off = points.get("months_off_therapy_at_relapse", exactly(0))
    if (months := points.get("months_to_relapse")) is not None:
        first = _date_after(DIAGNOSED, number(months))
    else:
        first = _date_after(DIAGNOSED, number(off) + 24)
    if "months_off_therapy_at_relapse" in points:
        ended = _date_before(first, number(off)) if number(off) else first + timedelta(days=30)
        treatment["ended"] = ended.isoformat()
    marrow, outside = (points.get(name) for name in _SITES)
    sites = ["marrow"] * (marrow is True or (marrow is None and outside is False))
    sites += ["cns"] * (outside is True or (outside is None and marrow is False))
    if not sites and not (marrow is None and outside is None):
        raise Unwritable("a relapse without a site")
    relapses: list[Document] = [
        {"date": (first + timedelta(days=365 * time)).isoformat()} for time in range(times)
    ]
    if sites:
        relapses[0]["sites"] = sites
    document: Document = {"treatment": {**treatment, "relapses": relapses}}
    if months is not None:
        document["diagnosis"] = {"date": DIAGNOSED.isoformat()}
    return document


_SECOND = ("second_remission_reached", "consulted_before_second_remission")


def _second_remission(_: str, points: Points) -> Document:
    """A test after the first relapse, where there is one that is not told by a second relapse."""
    whole = _relapse("", points)
    relapses = whole["treatment"]["relapses"]
    if len(relapses) == 1:
        tested = date.fromisoformat(relapses[0]["date"]) + timedelta(days=60)
        status = "CR" if points["second_remission_reached"] is True else "NR"
        merge(whole, _responses({"date": tested.isoformat(), "status": status}))
    return whole


def _transplants(name: str, points: Points) -> Document:
    done = [{"donor": "allogeneic"}] * int(number(points[name]))
    return {"treatment": {"transplants": done}}


def _consultation(_: str, points: Points) -> Document:
    """A visit long before any relapse, or long after; or none."""
    seen, before = (
        points.get(name)
        for name in ("transplant_consultation", "consulted_before_second_remission")
    )
    if before is None:
        return {"treatment": {"transplant_consultation": seen}}
    if before is False and seen is not True:
        return {"treatment": {"transplant_consultation": False}}
    if seen is False:
        raise Unwritable("a visit that was not made")
    day = DIAGNOSED if before is True else DIAGNOSED + timedelta(days=9000)
    whole: Document = {"treatment": {"transplant_consultation": {"date": day.isoformat()}}}
    merge(whole, _relapse("", points))
    return whole


def _died(name: str, points: Points) -> Document:
    return {"treatment": {"died": {}}} if points[name] is True else {}


def _died_before_day_28(name: str, points: Points) -> Document:
    return {"treatment": {"died": {"elapsed_days": 20}}} if points[name] is True else {}


# MRD.


@frozen
class Sample:
    """What an MRD fact is about.

    Attributes:
        timepoint: When the sample was taken.
        specimen: Of what.
        method: How it was measured, where a scheme names the method.
        family: What is said of the result: its level, whether any was found, and so on.
    """

    timepoint: str
    specimen: str
    method: str | None
    family: str

    @property
    def place(self) -> tuple[str, str]:
        """When and of what."""
        return self.timepoint, self.specimen


_MRD_NAME = re.compile(
    r"mrd_(\w+?)_(marrow|blood)(?:_(flow|pcr|ngs))?"
    r"(?:_(detected|quantifiable|sensitivity|markers))?"
)


def sample_of(name: str) -> Sample | None:
    """What an MRD fact is about; None for any other fact."""
    match = _MRD_NAME.fullmatch(name)
    return None if match is None else Sample(match[1], match[2], match[3], match[4] or "level")


def _mrd(name: str, points: Points) -> Document:
    """One result where all that is said can be said of one, else one for each method."""
    place = cast("Sample", sample_of(name)).place
    by_method: dict[str | None, dict[str, Value]] = {}
    for other in points:
        sample = sample_of(other)
        if sample is not None and sample.place == place:
            by_method.setdefault(sample.method, {})[sample.family] = points[other]
    families = {family for said in by_method.values() for family in said}
    stated = {f: {said[f] for said in by_method.values() if f in said} for f in families}
    if all(len(values) == 1 for values in stated.values()):
        method = next((method for method in by_method if method is not None), "flow")
        return {"mrd": [_result(*place, method, {f: next(iter(v)) for f, v in stated.items()})]}
    if None in by_method:
        raise Unwritable(name)
    return {"mrd": [_result(*place, str(m), said) for m, said in by_method.items()]}


def _result(timepoint: str, specimen: str, method: str, said: Mapping[str, Value]) -> Document:
    found, numbered = said.get("detected"), said.get("quantifiable")
    result: Document = {"timepoint": timepoint, "specimen": specimen, "method": method}
    if found is False:
        if "level" in said or numbered is True:
            raise Unwritable("a negative result with a level")
        result["level"] = "negative"
    elif "level" in said:
        result["level"] = _percent(said["level"])
    else:
        result["level"] = "<=100%" if found is numbered is None else "positive"
    if numbered is not None and found is not False:
        result["quantifiable"] = numbered
    if "sensitivity" in said:
        result["sensitivity"] = _percent(said["sensitivity"])
    if "markers" in said:
        result["markers"] = int(number(said["markers"]))
    return result


_FLAGS = ("testicular", "down_syndrome", "prior_cml")
_SITES = ("relapse_marrow", "relapse_extramedullary")
_TIMES = frozenset({"months_to_relapse", "months_off_therapy_at_relapse"})
_FRAGMENTS: Final[Mapping[str, Fragment]] = {
    "age": _age,
    "age_in_days": _age,
    "wbc": _at_diagnosis(_count),
    "lineage": _at_diagnosis(_word),
    "cns": _at_diagnosis(_word),
    **{name: _at_diagnosis(bool) for name in _FLAGS},
    "steroid_within_month": _steroid,
    "steroid_hours_within_two_weeks": _steroid,
    "etp_phenotype": _etp,
    "modal_number": _modal_number,
    "dna_index": _dna_index,
    "blood_blasts_day_8": lambda name, points: _responses(
        {"elapsed_days": 7, "blood_blasts": _count(points[name])}
    ),
    "marrow_blasts_day_15": lambda name, points: _responses(
        {"elapsed_days": 14, "marrow_blasts": _percent(points[name])}
    ),
    **{fact.name: _days_to_remission for fact in REMISSION.values()},
    "marrow_blasts_end_of_induction": _marrow_at_the_end,
    "neutrophils_end_of_induction": _at_the_end("neutrophils"),
    "platelets_end_of_induction": _at_the_end("platelets"),
    "extramedullary_end_of_induction": _outside_at_the_end,
    "in_remission": _in_remission,
    **dict.fromkeys(("relapses", *_TIMES, *_SITES), _relapse),
    "transplants": _transplants,
    "second_remission_reached": _second_remission,
    "transplant_consultation": _consultation,
    "consulted_before_second_remission": _consultation,
    "died": _died,
    "died_before_day_28": _died_before_day_28,
    **{fact.name: _mrd for fact in CATALOGUE if sample_of(fact.name)},
}
_CATALOGUED: Final = frozenset(fact.name for fact in CATALOGUE)


def _fragment_of(name: str) -> Fragment:
    if name in _FRAGMENTS:
        return _FRAGMENTS[name]
    if name in _CATALOGUED or is_unprinted(Flag(name)):
        raise Unwritable(name)
    return _lesion
