"""Pieces of FHIR resources, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from all_risk.interop.fhir import codes
from all_risk.interop.fhir.codes import LOCAL, UCUM
from all_risk.json_text import json_number
from all_risk.quantities import INFINITY, Age, Interval

__all__ = ["age", "coding", "component", "concept", "measured", "reference", "timing"]

_PRINTED: Final = {"10*9/L": "10^9/L", "a": "years", "mo": "months", "d": "days", "h": "hours"}


def coding(system: str, code: str, display: str = "") -> dict[str, str]:
    """A Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(*codings: dict[str, str], text: str = "") -> dict[str, Any]:
    """A CodeableConcept."""
    written: dict[str, Any] = {"coding": list(codings)} if codings else {}
    return written | ({"text": text} if text else {})


def local(code: str, text: str = "") -> dict[str, Any]:
    """A CodeableConcept of this library's own system."""
    return concept(coding(LOCAL, code), text=text)


def reference(target: str) -> dict[str, str]:
    """A Reference."""
    return {"reference": target}


def component(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A component of an Observation, by a code of this library's own system."""
    return {"code": local(name, name.replace("_", " ")), **value}


def _quantity(value: Decimal, unit: str, comparator: str = "") -> dict[str, Any]:
    written: dict[str, Any] = {"value": json_number(value)}
    if comparator:
        written["comparator"] = comparator
    if unit != "1":
        written["unit"] = _PRINTED.get(unit, unit)
    return {**written, "system": UCUM, "code": unit}


def measured(interval: Interval, unit: str, *, as_range: bool = False) -> dict[str, Any]:
    """An interval as the `value[x]` that holds it without loss.

    A point or a one-sided interval is a Quantity, with its comparator; anything else a Range,
    with an extension where a bound is excluded. Who does not know the extension reads a
    slightly wider range.
    """
    low, high = interval.low, interval.high
    if interval.exact and not as_range:
        return {"valueQuantity": _quantity(low, unit)}
    if high == INFINITY:
        return {"valueQuantity": _quantity(low, unit, ">" if interval.low_open else ">=")}
    if low == 0 and not interval.low_open and not interval.exact:
        return {"valueQuantity": _quantity(high, unit, "<" if interval.high_open else "<=")}
    flags = [
        {"url": url, "valueBoolean": True}
        for excluded, url in (
            (interval.low_open, codes.LOW_EXCLUDED),
            (interval.high_open, codes.HIGH_EXCLUDED),
        )
        if excluded
    ]
    written = {"low": _quantity(low, unit), "high": _quantity(high, unit)}
    return {"valueRange": written | ({"extension": flags} if flags else {})}


def percent(interval: Interval) -> dict[str, Any]:
    """A fraction, in percent."""
    return measured(interval * Decimal(100), "%")


def age(found: Age) -> dict[str, Any]:
    """An age. A single number of years or months means completed ones, as people give it."""
    low, high = found.value.low, found.value.high
    if found.unit == "mo" and low == low.to_integral_value() and found.value.high_open:
        completed = not found.value.low_open
        if completed and high - low == 12 and low % 12 == 0:
            return {"valueQuantity": _quantity(low / 12, "a")}
        if completed and high - low == 1:
            return {"valueQuantity": _quantity(low, "mo")}
    return measured(found.value, found.unit, as_range=found.unit == "mo")


def timing(
    day: Interval | None, elapsed: Interval | None, when: date | None, name: str
) -> dict[str, Any]:
    """When an event happened: its date, and the days since treatment started."""
    written: dict[str, Any] = {} if when is None else {name: when.isoformat()}
    days = [
        {"url": url, **measured(interval, "1")}
        for url, interval in ((codes.PROTOCOL_DAY, day), (codes.ELAPSED_DAYS, elapsed))
        if interval is not None
    ]
    return written | ({"extension": days} if days else {})


def bundle(resources: Iterable[Mapping[str, Any]], base_url: str) -> dict[str, Any]:
    """A collection of resources, each with its address."""
    entries = [
        {"fullUrl": f"{base_url}/{each['resourceType']}/{each['id']}", "resource": dict(each)}
        for each in resources
    ]
    return {"resourceType": "Bundle", "type": "collection"} | (
        {"entry": entries} if entries else {}
    )
