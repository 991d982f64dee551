"""Measured quantities as intervals, with exact decimal units.

A laboratory rarely gives a point: "MRD < 0.01 %" is everything from 0 up to but not
including 1e-4, "WBC > 400" is everything above 400, "6 years old" is everything from
the sixth birthday up to the seventh. One class, [Interval][all_risk.quantities.Interval],
holds them all, and a comparison with a threshold is true, false or unknown.

Canonical units (UCUM): white cell counts in `10*9/L`, MRD and percentages as fractions
(`1`), ages in months (`mo`) or days (`d`), durations in hours (`h`). Conversion is
exact: 0.01 % is 1E-4 and 50,000/µL is 50 x10^9/L, to the last digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from types import MappingProxyType
from typing import Literal, cast

from attrs import evolve, field, frozen

from all_risk.errors import InvalidQuantity, Problem, nearest, shown

__all__ = [
    "ISO_AGE",
    "UNITS",
    "Age",
    "Amount",
    "Interval",
    "Operator",
    "age_between",
    "at_least",
    "at_most",
    "below",
    "count",
    "days",
    "exactly",
    "hours",
    "kind_of",
    "months",
    "more_than",
    "number",
    "parse_age",
    "parse_duration",
    "parse_fraction",
    "parse_number",
    "parse_wbc",
    "per_nl",
    "percent",
    "plain",
    "ratio",
    "years",
]

Operator = Literal[">=", ">", "<=", "<"]

ZERO = Decimal(0)
INFINITY = Decimal("Infinity")


@frozen
class Interval:
    """A quantity known to lie between two bounds, either of which may be excluded.

    Attributes:
        low: The lower bound.
        high: The upper bound; infinite where nothing bounds it.
        low_open: Whether `low` itself is excluded.
        high_open: Whether `high` itself is excluded.

    Raises:
        ValueError: If no number lies between the bounds.

    Examples:
        >>> below(Decimal("1E-4")).compare(">=", Decimal("1E-4"))
        False
        >>> str(more_than(Decimal(400)))
        '>400'
        >>> print(Interval(Decimal(6), Decimal(7)).compare(">=", Decimal(7)))
        None
    """

    low: Decimal = ZERO
    high: Decimal = INFINITY
    low_open: bool = False
    high_open: bool = False

    def __attrs_post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError("an interval must hold at least one number")

    @property
    def exact(self) -> bool:
        """Whether the interval is a single number."""
        return self.low == self.high

    def compare(self, operator: Operator, value: Decimal) -> bool | None:
        """Compare with a threshold.

        Args:
            operator: One of `>=`, `>`, `<=`, `<`.
            value: The threshold, in the unit of the interval.

        Returns:
            True or False where every number of the interval agrees, else None.
        """
        if operator in (">=", "<"):
            upper = self.low >= value
            lower = self.high < value or (self.high_open and self.high == value)
        else:
            upper = self.low > value or (self.low_open and self.low == value)
            lower = self.high <= value
        if upper or lower:
            return upper if operator in (">=", ">") else lower
        return None

    def intersect(self, other: Interval) -> Interval | None:
        """What two intervals share, or None where they exclude each other."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        if low > high or (low == high and (low_open or not high_closed)):
            return None
        return Interval(low, high, low_open, not high_closed)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not high_closed)

    def holds(self, value: Decimal) -> bool:
        """Whether `value` is one of the numbers of the interval."""
        return self.intersect(exactly(value)) is not None

    def within(self, other: Interval) -> bool:
        """Whether every number of this interval also lies in `other`."""
        return self.intersect(other) == self

    def whole(self) -> Interval | None:
        """The whole numbers of the interval, with both ends included, or None."""
        low = self.low.to_integral_value(ROUND_CEILING)
        if self.low_open and low == self.low:
            low += 1
        if self.high == INFINITY:
            return Interval(low)
        high = self.high.to_integral_value(ROUND_FLOOR)
        if self.high_open and high == self.high:
            high -= 1
        return Interval(low, high) if low <= high else None

    def __mul__(self, factor: Decimal) -> Interval:
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def __str__(self) -> str:
        if self.exact:
            return plain(self.low)
        if self.high == INFINITY:
            return f"{'>' if self.low_open else '>='}{plain(self.low)}"
        if self.low == 0 and not self.low_open:
            return f"{'<' if self.high_open else '<='}{plain(self.high)}"
        low = f"more than {plain(self.low)}" if self.low_open else plain(self.low)
        return f"{low} to {'less than ' if self.high_open else ''}{plain(self.high)}"


def exactly(value: Decimal | int) -> Interval:
    """A quantity known exactly."""
    return Interval(Decimal(value), Decimal(value))


def at_least(value: Decimal | int) -> Interval:
    """`value` or more."""
    return Interval(Decimal(value))


def more_than(value: Decimal | int) -> Interval:
    """More than `value`."""
    return Interval(Decimal(value), low_open=True)


def at_most(value: Decimal | int) -> Interval:
    """From zero up to and including `value`."""
    return Interval(high=Decimal(value))


def below(value: Decimal | int) -> Interval:
    """From zero up to but not including `value`."""
    return Interval(high=Decimal(value), high_open=True)


def plain(value: Decimal) -> str:
    """A decimal number as people write it, without an exponent or trailing zeros.

    Examples:
        >>> plain(Decimal("1E-4"))
        '0.0001'
        >>> plain(Decimal("120.0"))
        '120'
    """
    return format(value.normalize() if value else ZERO, "f")


# Thresholds: what a guideline compares a fact with.


@frozen
class Amount:
    """A threshold with its unit, as a guideline prints it.

    Attributes:
        value: The number, in the canonical unit.
        unit: The canonical unit (UCUM).
        text: The threshold as printed, for explanations and tables.
    """

    value: Decimal
    unit: str
    text: str = field(eq=False)

    def __str__(self) -> str:
        return self.text


def _decimal(value: str | int | Decimal) -> Decimal:
    return Decimal(value)


def years(value: str | int) -> Amount:
    """An age in years, kept in months so that a birthday is exact.

    Examples:
        >>> years(10).value, years(10).unit
        (Decimal('120'), 'mo')
    """
    plural = "year" if str(value) == "1" else "years"
    return Amount(_decimal(value) * 12, "mo", f"{value} {plural}")


def months(value: int) -> Amount:
    """A number of calendar months.

    Examples:
        >>> months(12) == years(1)
        True
    """
    return Amount(_decimal(value), "mo", f"{value} months")


def days(value: int) -> Amount:
    """A number of days."""
    return Amount(_decimal(value), "d", f"{value} days")


def hours(value: int) -> Amount:
    """A number of hours."""
    return Amount(_decimal(value), "h", f"{value} hours")


def per_nl(value: str | int) -> Amount:
    """A cell count per nanolitre, which is the same as x10^9/L."""
    return Amount(_decimal(value), "10*9/L", f"{value} x10^9/L")


def percent(value: str | int) -> Amount:
    """A percentage, kept as a fraction.

    Examples:
        >>> percent("0.01").value
        Decimal('0.0001')
    """
    return Amount(_decimal(value).scaleb(-2), "1", f"{value} %")


def ratio(value: str) -> Amount:
    """A ratio without a unit, such as the DNA index."""
    return Amount(_decimal(value), "1", value)


def count(value: int) -> Amount:
    """A count of things, such as chromosomes or relapses."""
    return Amount(_decimal(value), "{count}", str(value))


# Reading. A unit table maps a spelling to the power of ten of its canonical unit.

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(
    r"(<=|>=|≤|≥|<|>)?\s*([0-9][0-9.,]*(?:[eE][+-]?[0-9]{1,3})?)\s*(.*)", re.DOTALL
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST = 100
# No laboratory prints more, and so many survive any JSON reader's floating point.
_DIGITS = 15
_LEGIBLE = Context(prec=_DIGITS)

_WBC_UNITS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(
        [
            "10^9/l",
            "10*9/l",
            "10e9/l",
            "109/l",
            "g/l",
            "giga/l",
            "/nl",
            "cells/nl",
            "k/ul",
            "k/mm3",
            "k/mm^3",
            "k/cumm",
            "10^3/ul",
            "10*3/ul",
            "10e3/ul",
            "103/ul",
            "10^3/mm3",
            "10^3/mm^3",
            "10*3/mm3",
            "thousand/ul",
            "thousand/mm3",
            "thou/ul",
            "10^6/ml",
            "10*6/ml",
        ],
        0,
    )
    | dict.fromkeys(
        ["/ul", "/mm3", "/mm^3", "/cumm", "/cmm", "cells/ul", "cells/mm3", "cells/mm^3", "10^6/l"],
        -3,
    )
    | {"/ml": -6, "cells/ml": -6, "/l": -9, "cells/l": -9}
)
_FRACTION_UNITS: Mapping[str, int] = MappingProxyType({"%": -2, "percent": -2, "1": 0})
_MONTHS = dict.fromkeys(["a", "y", "yr", "yrs", "year", "years"], 12) | dict.fromkeys(
    ["mo", "mos", "month", "months"], 1
)
_DAYS = dict.fromkeys(["d", "day", "days"], 1) | dict.fromkeys(
    ["w", "wk", "wks", "week", "weeks"], 7
)
_HOURS = dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], 1) | {
    u: 24 * n for u, n in _DAYS.items()
}

UNITS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "count": frozenset(_WBC_UNITS),
        "fraction": frozenset(_FRACTION_UNITS),
        "age": frozenset({*_MONTHS, *_DAYS}),
        "duration": frozenset(_HOURS),
    }
)
"""The units that are read, by what is measured: in lower case, without blanks, `u` for micro."""


def _problem(code: str, message: str) -> InvalidQuantity:
    return InvalidQuantity(Problem("$", code, message))


def number(value: object, what: str = "a number") -> Decimal:
    """A finite number as an exact decimal.

    Args:
        value: An int, a Decimal, or a float taken at its shortest printed form.
        what: What is being read, for the message.

    Returns:
        The number.

    Raises:
        InvalidQuantity: If it is not a finite number, is negative, or is written with
            more digits than any laboratory prints.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise _problem("not_a_number", f"{what} must be a number, not {kind_of(value)}")
    found = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
    if not found.is_finite():
        raise _problem("not_finite", f"{what} must be finite, not {found}")
    if found < 0:
        raise _problem("negative", f"{what} cannot be negative")
    if (found and not -30 < found.adjusted() < 30) or _LEGIBLE.plus(found) != found:
        raise _problem(
            "implausible",
            f"{what} has at most {_DIGITS} significant digits, in a range that can be measured",
        )
    return found


def kind_of(value: object) -> str:
    """What JSON calls a value, for messages.

    Args:
        value: Any value.

    Returns:
        Its kind, with an article where there is one.

    Examples:
        >>> kind_of(5), kind_of({})
        ('a number', 'an object')
    """
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (type(None), "null"),
        (bool, "true or false"),
        ((int, float, Decimal), "a number"),
        (str, "text"),
        (Mapping, "an object"),
        ((list, tuple), "a list"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), type(value).__name__)


def _unit(text: str) -> str:
    folded = text.translate(_SUPERSCRIPTS).replace("×", "x").replace("µ", "u").replace("μ", "u")
    folded = "".join(folded.split()).lower().replace("**", "^").replace("mcl", "ul")
    return folded[1:] if folded.startswith(("x1", "*1", "·1")) else folded


def _split(text: str, what: str, example: str) -> tuple[str, Decimal, str]:
    """A text as comparator, number and unit; `example` shows the right spelling."""
    if len(text) > _LONGEST:
        raise _problem("too_long", f"a quantity has at most {_LONGEST} characters, as '{example}'")
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise _problem("unreadable", f"{shown(text)} is not a quantity; write it as '{example}'")
    comparator, digits, unit = match.groups()
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    elif not _PLAIN.fullmatch(digits):
        raise _problem(
            "unreadable_number",
            f"{shown(digits)} is not a number; write decimals with a point and group "
            "thousands by commas in threes (82,000)",
        )
    comparator = (comparator or "").replace("≤", "<=").replace("≥", ">=")
    return comparator, number(Decimal(digits), what), unit


def _bounded(comparator: str, value: Decimal) -> Interval:
    if comparator == "<" and value == 0:
        raise _problem("empty", "nothing lies below 0")
    make = {"<": below, "<=": at_most, ">": more_than, ">=": at_least, "": exactly}
    return make[comparator](value)


def _scaled(interval: Interval, factor: Decimal) -> Interval:
    """An interval in its canonical unit, in which it must be legible too."""
    for bound in (interval.low, interval.high):
        if bound != INFINITY:
            number(bound * factor, "a quantity")
    return interval * factor


def _stated(
    value: object, what: str, example: str, units: Mapping[str, int], *, scale: bool = True
) -> tuple[Interval, str, bool]:
    """An interval in the unit stated, that unit, and whether a single value was given.

    Where `scale` holds, the unit table gives powers of ten and the interval comes back in
    the canonical unit.
    """
    if isinstance(value, str):
        comparator, found, unit = _split(value, what, example)
        stated, single = _bounded(comparator, found), not comparator
    elif isinstance(value, Mapping):
        stated, single = _from_object(value, what, example)
        unit = value.get("unit") or ""
        if not isinstance(unit, str):
            raise _problem("wrong_type", f"a unit is text, not {kind_of(unit)}")
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        raise _without_unit(exactly(number(value, what)), example)
    else:
        raise _problem("wrong_type", f"write it as '{example}', not as {kind_of(value)}")
    if not unit:
        raise _without_unit(shown(value) if isinstance(value, str) else stated, example)
    folded = _unit(unit)
    if folded not in units:
        hint = nearest(folded, units) or f"; write it as '{example}'"
        raise _problem("unit_unknown", f"{shown(unit)} is not a unit that can stand here{hint}")
    return (_scaled(stated, Decimal(1).scaleb(units[folded])) if scale else stated), folded, single


def _without_unit(given: object, example: str) -> InvalidQuantity:
    return _problem("unit_missing", f"{given} has no unit; write it as '{example}'")


_BOUNDS = ("value", "low", "above", "high", "below")


def _from_object(value: Mapping[str, object], what: str, example: str) -> tuple[Interval, bool]:
    known = (*_BOUNDS, "unit")
    unknown = [key for key in value if key not in known]
    if unknown:
        hint = nearest(str(unknown[0]), known)
        raise _problem("unknown_key", f"{shown(unknown[0])} is not a key of a quantity{hint}")
    names = {key: what if key == "value" else f"'{key}' of {what}" for key in _BOUNDS}
    given = {k: number(value[k], name) for k, name in names.items() if value.get(k) is not None}
    if "value" in given and len(given) > 1:
        raise _problem("ambiguous", "give either 'value' or bounds, not both")
    if "value" in given:
        return exactly(given["value"]), True
    if not given or {"low", "above"} <= given.keys() or {"high", "below"} <= given.keys():
        raise _problem(
            "no_value",
            "an object quantity has a 'value', or a 'low' (or 'above') and a 'high' (or "
            f"'below'), and a 'unit'; or write it as '{example}'",
        )
    try:
        interval = Interval(
            given.get("low", given.get("above", ZERO)),
            given.get("high", given.get("below", INFINITY)),
            "above" in given,
            "below" in given,
        )
    except ValueError:
        raise _problem("empty", "'low' is above 'high': no value lies between them") from None
    return interval, False


def parse_wbc(value: object) -> Interval:
    """A white cell (or blast) count, in x10^9/L.

    Args:
        value: Text such as `"82 x10^9/L"`, `"82,000 /uL"`, `">400 K/uL"`, or an object
            with `value` (or `low` and `high`) and `unit`, or an interval in `10*9/L`.

    Returns:
        The count in `10*9/L`.

    Raises:
        InvalidQuantity: If the unit is missing or unknown, or the count is above
            2,000 x10^9/L.

    Examples:
        >>> parse_wbc("50,000/µL") == parse_wbc("50 x10^9/L")
        True
    """
    if isinstance(value, Interval):
        interval = value
    else:
        interval, *_ = _stated(value, "a cell count", "82 x10^9/L", _WBC_UNITS)
    if interval.low > 2000 or 2000 < interval.high < INFINITY:
        raise _problem(
            "implausible",
            "a count above 2,000 x10^9/L is not plausible; if it was counted per microlitre, "
            "write '/uL'",
        )
    return interval


def parse_fraction(value: object, what: str = "MRD", example: str = "0.03%") -> Interval:
    """A percentage or fraction between 0 and 1.

    Args:
        value: Text such as `"0.03%"` or `"<0.01%"`, or an object whose unit is `%` or
            `1` (a fraction), or an interval of fractions.
        what: What is being read, for the message.
        example: A right spelling, for the message.

    Returns:
        The fraction: 0.01 % is 1E-4.

    Raises:
        InvalidQuantity: If the unit is missing or unknown, or the value is above 1.

    Examples:
        >>> parse_fraction("0.01%").low == parse_fraction({"value": 1e-4, "unit": "1"}).low
        True
    """
    if isinstance(value, Interval):
        interval, unit = value, "1"
    else:
        interval, unit, _ = _stated(value, what, example, _FRACTION_UNITS)
    possible = interval.intersect(at_most(1))
    if possible is None or 1 < interval.high < INFINITY:
        meant = "if it is a percentage, write '%'" if unit == "1" else "100 % is the whole sample"
        raise _problem("implausible", f"{what} above 1 (100 %) is not possible; {meant}")
    return possible


def parse_duration(value: object) -> Interval:
    """A length of time, in hours.

    Args:
        value: Text such as `"20 h"` or `"3 days"`, or an object with a unit.

    Returns:
        The duration in hours.

    Raises:
        InvalidQuantity: If the unit is missing or unknown.

    Examples:
        >>> str(parse_duration("3 days"))
        '72'
    """
    interval, unit, _ = _stated(value, "a duration", "20 h", _HOURS, scale=False)
    return _scaled(interval, Decimal(_HOURS[unit]))


def parse_number(value: object, what: str = "a number") -> Interval:
    """A count or ratio, which needs no unit.

    Args:
        value: A number, or an object with `low` and `high`.
        what: What is being read, for the message.

    Returns:
        The number or interval.

    Raises:
        InvalidQuantity: If it is not a number.

    Examples:
        >>> str(parse_number({"low": 45, "high": 47}))
        '45 to 47'
    """
    if isinstance(value, Mapping):
        if value.get("unit") not in (None, "1"):
            raise _problem("unit_unknown", f"{what} has no unit")
        return _from_object(value, what, '{"low": 45, "high": 47}')[0]
    return exactly(number(value, what))


# Age.

ISO_AGE = r"P(?:([0-9]{1,3})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
_ISO_AGE = re.compile(ISO_AGE)
_AGE_EXAMPLE = "8 years"
_OLDEST_MONTHS = Decimal(120 * 12)
_OLDEST_DAYS = Decimal(120 * 366)
# No run of m months is shorter than 365/12 m by 3 days (February) or longer by 3.
_SLACK = Decimal(3)
_FINE = Decimal("0.000001")


@frozen
class Age:
    """An age, in calendar months or in days, whichever was stated.

    A year has 365 or 366 days, so the two units are tied by bounds, not by a factor:
    3,652 days may or may not be ten years.

    Attributes:
        value: The age.
        unit: `mo` for months (12 months are one year exactly) or `d` for days.
    """

    value: Interval
    unit: Literal["mo", "d"]

    def in_months(self) -> Interval:
        """The age in calendar months."""
        if self.unit == "mo":
            return self.value
        whole = self.value.whole() or self.value
        low, high = whole.low, whole.high
        least = max((low - _SLACK) * 12 / 366, low // 366 * 12).quantize(_FINE, ROUND_FLOOR)
        if high == INFINITY:
            return Interval(least)
        most = ((high + _SLACK) * 12 / 365).quantize(_FINE, ROUND_CEILING)
        birthday = high // 365 * 12 + 12  # not reached: so many years have 365 days at least
        return Interval(least, min(most, birthday), high_open=birthday <= most)

    def in_days(self) -> Interval:
        """The age in whole days."""
        if self.unit == "d":
            return self.value.whole() or self.value
        low, high = self.value.low, self.value.high
        slack_low = ZERO if low % 12 == 0 else _SLACK
        least = max(ZERO, low * 365 / 12 - slack_low)
        if high == INFINITY:
            most = INFINITY
        else:
            most = high * 366 / 12 + (ZERO if high % 12 == 0 else _SLACK)
        spread = Interval(least, most, self.value.low_open, self.value.high_open)
        return spread.whole() or spread

    def __str__(self) -> str:
        if self.unit == "d":
            return _counted(self.value, "day")
        low, high = self.value.low, self.value.high
        if self.value.exact:
            complete_years, months = divmod(int(low), 12)
            parts = [_counted(exactly(complete_years), "year"), _counted(exactly(months), "month")]
            return " ".join(part for part in parts if not part.startswith("0 ")) or "0 months"
        stated = self.value.high_open and not self.value.low_open
        if all(bound == INFINITY or bound % 12 == 0 for bound in (low, high)):
            in_years = evolve(self.value, low=low / 12, high=high / 12)
            completed = stated and low > 0 and high - low == 12
            return _counted(exactly(low / 12) if completed else in_years, "year")
        completed = stated and low > 0 and low % 1 == 0 and high - low == 1
        return _counted(exactly(low) if completed else self.value, "month")


def _counted(interval: Interval, unit: str) -> str:
    text = str(interval)
    return f"{text} {unit}" if text.strip("<>=") == "1" else f"{text} {unit}s"


def parse_age(value: object) -> Age:
    """An age at diagnosis.

    Args:
        value: Text such as `"240 days"`, `"8 months"`, `"6 years"` (from the sixth up to
            the seventh birthday), `"P6Y3M"`, `"<1 year"`, or an object with `value` (or
            `low` and `high`, both included) and `unit`.

    Returns:
        The age, in the unit that was stated.

    Raises:
        InvalidQuantity: If the unit is missing or unknown, or the age is above 120 years.

    Examples:
        >>> str(parse_age("6 years").value)
        '72 to less than 84'
        >>> parse_age({"low": 6, "high": 6.5, "unit": "a"}).value.high
        Decimal('78.0')
    """
    if isinstance(value, str) and value.strip().startswith("P"):
        return _plausible(_iso_age(value.strip()))
    interval, unit, single = _stated(
        value, "an age", _AGE_EXAMPLE, {**_MONTHS, **_DAYS}, scale=False
    )
    if unit in _DAYS:
        return _plausible(Age(_scaled(interval, Decimal(_DAYS[unit])), "d"))
    factor = Decimal(_MONTHS[unit])
    stated = _plausible(Age(_scaled(interval, factor), "mo"))  # so small that a step can be added
    if not single:
        return stated
    exponent = cast("int", interval.low.normalize().as_tuple().exponent)
    step = Decimal(1).scaleb(min(0, exponent))
    interval = Interval(interval.low, interval.low + step, high_open=True)
    return _plausible(Age(_scaled(interval, factor), "mo"))


def _iso_age(text: str) -> Age:
    match = _ISO_AGE.fullmatch(text)
    if match is None or text == "P":
        raise _problem("unreadable", f"{shown(text)} is not an ISO 8601 age; write it as 'P6Y3M'")
    year, month, week, day = match.groups()
    if year is None and month is None:
        return Age(exactly(7 * int(week or 0) + int(day or 0)), "d")
    low = Decimal(12 * int(year or 0) + int(month or 0))
    spent = 7 * int(week or 0) + int(day or 0)
    if spent:
        within = Decimal(spent) / 32
        if within >= 1:
            raise _problem("unreadable", f"{shown(text)} has more days than a month")
        return Age(Interval(low + within, low + 1, high_open=True), "mo")
    width = 12 if month is None else 1
    return Age(Interval(low, low + width, high_open=True), "mo")


def _plausible(age: Age) -> Age:
    oldest = _OLDEST_MONTHS if age.unit == "mo" else _OLDEST_DAYS
    if age.value.low > oldest or oldest + 12 < age.value.high < INFINITY:
        meant = "days" if age.unit == "mo" else "hours"
        raise _problem(
            "implausible", f"an age above 120 years is not plausible; was it meant in {meant}?"
        )
    return age


def age_between(birth: date, diagnosis: date) -> tuple[Interval, Interval]:
    """The age on a day, exactly, in calendar months and in days.

    A month is complete on the day of the month of birth; one born on the 29th of
    February completes a year on the 1st of March where there is no such day.

    Args:
        birth: Date of birth.
        diagnosis: The day in question, not before it.

    Returns:
        The age in months and the age in days.

    Examples:
        >>> months, days_ = age_between(date(2023, 1, 5), date(2024, 1, 5))
        >>> str(months), str(days_)
        ('12', '365')
    """
    elapsed = (diagnosis - birth).days
    complete = 12 * (diagnosis.year - birth.year) + diagnosis.month - birth.month
    beyond = diagnosis.day - birth.day
    if beyond < 0:
        complete -= 1
        month = diagnosis.month - 1 or 12
        last = _month_length(diagnosis.year, month)
        beyond = diagnosis.day + max(0, last - birth.day)
    # Only the place within a month is approximate; it never reaches the next month.
    months = Decimal(complete) + (Decimal(beyond) / 32).quantize(Decimal("0.0001"))
    return exactly(months), exactly(elapsed)


def _month_length(year: int, month: int) -> int:
    first = date(year, month, 1)
    following = date(year + (month == 12), month % 12 + 1, 1)
    return (following - first).days
