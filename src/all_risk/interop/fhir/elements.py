"""The elements of a resource: dates, codes, quantities. Whatever stands there may be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from attrs import frozen

from all_risk.errors import AllRiskError, shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.codes import LOCAL, UCUM
from all_risk.interop.plain import Json, Unread, obj, objects, text
from all_risk.quantities import Interval

__all__ = [
    "Coding",
    "Concept",
    "When",
    "amount",
    "concept",
    "effective",
    "extension",
    "value_of",
    "when",
]

_T = TypeVar("_T")


def extension(resource: Json, url: str) -> Json:
    """The extension of that address, or an empty object."""
    for each in objects(resource.get("extension")):
        if each.get("url") == url:
            return each
    return {}


# Codes.


@frozen
class Coding:
    """One code of a concept."""

    system: str
    code: str
    display: str

    @property
    def key(self) -> tuple[str, str]:
        """System and code."""
        return self.system, self.code


@frozen
class Concept:
    """A concept with its codes and words."""

    codings: tuple[Coding, ...]
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Its text and the names of its codes, short ones only."""
        named = (self.text, *(coding.display for coding in self.codings))
        return tuple(" ".join(word.split()) for word in named if 0 < len(word) <= 1000)

    @property
    def name(self) -> str:
        """What to call it in a message."""
        codes_ = ", ".join(f"{c.system}|{c.code}"[:80] for c in self.codings[:3] if c.code)
        return codes_ or (shown(self.text) if self.text else "no code")

    def __bool__(self) -> bool:
        return bool(self.codings or self.text)

    def find(self, table: Mapping[tuple[str, str], _T]) -> _T | None:
        """What a table says of its codes.

        Raises:
            Unread: If it says different things of two of them.
        """
        found = [table[coding.key] for coding in self.codings if coding.key in table]
        if any(each != found[0] for each in found):
            raise Unread("codes_disagree", f"its codes mean different things: {self.name}")
        return found[0] if found else None

    def local(self) -> str | None:
        """The code of this library's own system, if it has one."""
        return next((c.code for c in self.codings if c.system == LOCAL), None)


def concept(value: object) -> Concept:
    """A CodeableConcept."""
    given = obj(value)
    return Concept(
        tuple(
            Coding(text(c.get("system")), text(c.get("code")), text(c.get("display")))
            for c in objects(given.get("coding"))
        ),
        text(given.get("text")),
    )


# Dates.

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(T\S{1,40})?)?)?")


@frozen
class When:
    """The days between which something happened.

    Attributes:
        first: The earliest day.
        last: The latest day.
        stamp: The date as written, with its time if it has one.
    """

    first: date
    last: date
    stamp: str = ""

    @property
    def day(self) -> date | None:
        """The day, where it is known."""
        return self.first if self.first == self.last else None


def when(value: object) -> When | None:
    """A date or dateTime; None where there is none.

    The day is the one that is written, in the time zone that is written.

    Raises:
        Unread: If it is not a date.
    """
    if value is None:
        return None
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Unread("bad_date", "a date is written as 2024, 2024-01 or 2024-01-31")
    year, month, day, _ = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if day:
            return When(first, first, match.group())
        last = _last_day(first.year, int(month or 12))
    except (ValueError, OverflowError):
        raise Unread("bad_date", f"{shown(value)} is not a day of the calendar") from None
    return When(first, last, match.group())


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def effective(resource: Json, name: str = "effective") -> When | None:
    """When something was observed or done; a period spans its days."""
    for kind in ("DateTime", "Instant"):
        if (found := when(resource.get(f"{name}{kind}"))) is not None:
            return found
    period = obj(resource.get(f"{name}Period"))
    start, end = when(period.get("start")), when(period.get("end"))
    if start is None:
        return None
    if end is not None and end.last < start.first:
        raise Unread("bad_date", "the period ends before it starts")
    return When(start.first, end.last if end else date.max, start.stamp)


# Quantities.


def value_of(element: Json) -> tuple[str, Any]:
    """The kind and content of the `value[x]` of an observation, component or extension.

    Raises:
        Unread: If there is none, or more than one.
    """
    given = [key for key in element if isinstance(key, str) and re.fullmatch(r"value[A-Z]\w*", key)]
    if len(given) > 1:
        raise Unread("several_values", "it has more than one value")
    if given:
        return given[0].removeprefix("value"), element[given[0]]
    reason = concept(element.get("dataAbsentReason"))
    if reason:
        raise Unread("data_absent", f"the value is absent: {reason.name}")
    raise Unread("no_value", "it has no value")


def words_of(kind: str, value: object) -> Iterator[str]:
    """The words of a value that is text or a concept, the most exact first."""
    if kind == "String":
        yield from filter(None, [text(value).strip()])
    elif kind == "CodeableConcept":
        yield from concept(value).words


_COUNT_UNITS: Final = {
    "10*3/uL": "10^3/uL", "10*9/L": "10^9/L", "/uL": "/uL", "10*6/L": "10^6/L",
    "/mm3": "/mm3", "10*3/mm3": "10^3/mm3", "/nL": "/nL",
}  # fmt: skip
# As printed, blanks and case apart. "g/L" and "G/L" are not here: grams or giga, who knows.
_COUNT_TEXTS: Final = {
    **{code.lower(): unit for code, unit in _COUNT_UNITS.items()},
    "k/ul": "10^3/uL", "k/mm3": "10^3/uL", "10^3/ul": "10^3/uL", "x10^3/ul": "10^3/uL",
    "x10^3cells/ul": "10^3/uL", "10e3/ul": "10^3/uL", "thou/ul": "10^3/uL",
    "10^9/l": "10^9/L", "x10^9/l": "10^9/L", "x10^9cells/l": "10^9/L", "10e9/l": "10^9/L",
    "cells/ul": "/uL", "cells/mm3": "/uL", "10^6/l": "10^6/L", "x10^6/l": "10^6/L",
}  # fmt: skip
_UNITS: Final[Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]] = {
    "count": (_COUNT_UNITS, _COUNT_TEXTS),
    "fraction": ({"%": "%", "1": "1"}, {"%": "%", "percent": "%"}),
    "age": (
        {"a": "a", "mo": "mo", "wk": "wk", "d": "d"},
        {"years": "a", "year": "a", "months": "mo", "month": "mo", "weeks": "wk", "days": "d"},
    ),
    "time": ({"h": "h", "d": "d", "wk": "wk"}, {"hours": "h", "days": "d", "weeks": "wk"}),
}
_SAME: Final = {"10^3/uL": "10^9/L", "10^3/mm3": "10^9/L", "/nL": "10^9/L", "/mm3": "/uL",
                "10^6/L": "/uL"}  # fmt: skip
_COMPARATORS: Final = {"<": "below", "<=": "high", ">=": "low", ">": "above"}


def _unit(quantity: Json, kind: str) -> str:
    coded, printed = _UNITS[kind]
    system, code = text(quantity.get("system")), text(quantity.get("code"))
    said = text(quantity.get("unit"))
    folded = "".join(said.split()).replace("µ", "u").replace("μ", "u").lower()
    by_text = printed.get(folded.replace("mcl", "ul"))
    if code and system in ("", UCUM):
        by_code = coded.get(code)
        if by_code is None:
            known = ", ".join(coded)
            raise Unread("unit_unknown", f"the unit {shown(code)} is not one of {known} (UCUM)")
        if by_text and _SAME.get(by_text, by_text) != _SAME.get(by_code, by_code):
            message = f"the unit is coded {shown(code)} and printed {shown(said)}"
            raise Unread("unit_conflict", message)
        return by_code
    if by_text:
        return by_text
    if said or code:
        message = f"the unit {shown(said or code)} is not known here; give a UCUM code"
        raise Unread("unit_unknown", f"{message}: {', '.join(coded)}")
    raise Unread("unit_missing", f"the number has no unit; give a UCUM code: {', '.join(coded)}")


def amount(
    value_kind: str, value: object, kind: str, parse: Callable[[Any], _T], *, words: bool = True
) -> _T:
    """A measured value in the unit this library keeps.

    Args:
        value_kind: What kind of value it is, `Quantity`, `Range` or text.
        value: The value.
        kind: What is measured: `count`, `fraction`, `age`, `time`, or `number` without a unit.
        parse: The reader of the library for it.
        words: Whether text may stand for it.

    Returns:
        What `parse` made of it.

    Raises:
        Unread: If it has no unit, an unknown one, or no plausible value.
    """
    if value_kind in ("Quantity", "Age", "SimpleQuantity", "Duration"):
        given = _bounds(obj(value), kind)
    elif value_kind == "Range":
        given = _range(obj(value), kind)
    elif value_kind == "Integer" and kind == "number":
        given = {"value": value}
    elif words and (said := next(words_of(value_kind, value), None)) is not None:
        if kind == "count" and "g/l" in "".join(said.split()).lower():
            raise Unread("unit_unknown", "G/L may be giga or grams per litre; write 10*9/L")
        return _parsed(parse, said)
    else:
        raise Unread("wrong_value", f"a quantity is expected, not value{value_kind}"[:200])
    return _parsed(parse, given)


def _parsed(parse: Callable[[Any], _T], value: object) -> _T:
    try:
        return parse(value)
    except AllRiskError as error:
        problem = error.errors[0]
        raise Unread(problem.code, problem.message) from None


def _bounds(quantity: Json, kind: str) -> dict[str, Any]:
    if quantity.get("value") is None:
        raise Unread("no_value", "the quantity has no number")
    comparator = quantity.get("comparator")
    key = "value" if comparator is None else _COMPARATORS.get(text(comparator))
    if key is None:
        raise Unread("comparator", f"the comparator {shown(text(comparator))} is not known")
    given: dict[str, Any] = {key: quantity["value"]}
    if kind != "number":
        given["unit"] = _unit(quantity, kind)
    elif (code := quantity.get("code") or quantity.get("unit")) not in (None, "1"):
        raise Unread("unit_unknown", f"a plain number is expected, not {shown(code)}")
    return given


def _range(value: Json, kind: str) -> dict[str, Any]:
    sides: dict[str, Any] = {}
    units = set()
    for name, open_name, url in (
        ("low", "above", codes.LOW_EXCLUDED),
        ("high", "below", codes.HIGH_EXCLUDED),
    ):
        if name not in value:
            continue
        bound = _bounds(obj(value[name]), kind)
        units.add(bound.pop("unit", None))
        if "value" not in bound:
            raise Unread("comparator", "a bound of a range has no comparator")
        excluded = extension(value, url).get("valueBoolean") is True
        sides[open_name if excluded else name] = bound["value"]
    if len(units) != 1:
        raise Unread("unit_conflict", "the bounds of the range do not have one unit")
    unit = units.pop()
    return sides if unit is None else {**sides, "unit": unit}


def number_range(element: Json, parse: Callable[[Any], Interval | None]) -> Interval | None:
    """A plain number or a range of them, in an extension or component."""
    kind, value = value_of(element)
    return amount(kind, value, "number", parse, words=False)
