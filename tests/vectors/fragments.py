"""From facts back to patient documents: for every fact, what to write so that it comes out.

The table is the inverse of the derivation. A fact that has no fragment here cannot be put
into a test vector, and a test fails until it has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from all_risk.facts import CATALOGUE, REMISSION, is_unprinted
from all_risk.logic import Fact, Flag, Value
from all_risk.quantities import Interval, age_between, exactly, plain

__all__ = ["Unwritable", "document", "birth_for", "has_fragment", "mrd_parts"]

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


def _days_to_remission(name: str, points: Points) -> Document:
    day = int(number(points[name]))
    before: list[Document] = [{"elapsed_days": day - 1, "status": "NR"}] if day else []
    return {"treatment": {"responses": [*before, {"elapsed_days": day, "status": "CR"}]}}


def _relapses(name: str, points: Points) -> Document:
    # Relapses are told apart by their dates; each is in the marrow.
    times = range(int(number(points[name])))
    return {
        "treatment": {
            "relapses": [{"date": f"{2027 + time}-01-10", "sites": ["marrow"]} for time in times]
        }
    }


def _died(name: str, points: Points) -> Document:
    return {"treatment": {"died": {}}} if points[name] is True else {}


def _died_before_day_28(name: str, points: Points) -> Document:
    return {"treatment": {"died": {"elapsed_days": 20}}} if points[name] is True else {}


def mrd_parts(name: str) -> tuple[str, str, str | None] | None:
    """Time point, specimen and method of an MRD fact."""
    match = re.fullmatch(r"mrd_(\w+?)_(marrow|blood)(?:_(flow|pcr|ngs))?", name)
    return None if match is None else (match[1], match[2], match[3])


def _mrd(name: str, points: Points) -> Document:
    """One result where all methods agree, else one for each."""
    parts = mrd_parts(name)
    assert parts is not None
    timepoint, specimen, method = parts
    together = [n for n in points if (p := mrd_parts(n)) and p[:2] == parts[:2]]
    agreeing = len({points[other] for other in together}) == 1
    if agreeing:
        methods = [m for n in together if (m := (mrd_parts(n) or parts)[2]) is not None]
        method = methods[0] if methods else "flow"
    elif method is None:
        raise Unwritable(name)
    result = {
        "timepoint": timepoint,
        "specimen": specimen,
        "method": method,
        "level": f"{plain(number(points[name]) * 100)}%",
    }
    return {"mrd": [result]}


_FLAGS = ("testicular", "down_syndrome", "prior_cml")
_FRAGMENTS: Final[Mapping[str, Fragment]] = {
    "age": _age,
    "age_in_days": _age,
    "wbc": _at_diagnosis(lambda value: f"{plain(number(value))} x10^9/L"),
    "lineage": _at_diagnosis(_word),
    "cns": _at_diagnosis(_word),
    **{name: _at_diagnosis(bool) for name in _FLAGS},
    "steroid_within_month": _steroid,
    "steroid_hours_within_two_weeks": _steroid,
    "modal_number": _modal_number,
    "dna_index": _dna_index,
    **{fact.name: _days_to_remission for fact in REMISSION.values()},
    "relapses": _relapses,
    "died": _died,
    "died_before_day_28": _died_before_day_28,
    **{fact.name: _mrd for fact in CATALOGUE if mrd_parts(fact.name)},
}
_CATALOGUED: Final = frozenset(fact.name for fact in CATALOGUE)


def _fragment_of(name: str) -> Fragment:
    if name in _FRAGMENTS:
        return _FRAGMENTS[name]
    if name in _CATALOGUED or is_unprinted(Flag(name)):
        raise Unwritable(name)
    return _lesion


def catalogued() -> Iterator[Fact]:
    """Every fact that a document can state, but for lesions."""
    return (fact for fact in CATALOGUE if not is_unprinted(fact))
