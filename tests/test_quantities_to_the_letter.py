"""Quantities, to the letter: what is said of a wrong one, the last right one, exact conversions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from all_risk.errors import InvalidQuantity
from all_risk.quantities import (
    INFINITY,
    Age,
    Amount,
    Interval,
    Operator,
    age_between,
    at_least,
    at_most,
    below,
    count,
    days,
    exactly,
    hours,
    months,
    more_than,
    number,
    parse_age,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_wbc,
    per_nl,
    percent,
    plain,
    ratio,
    years,
)

D = Decimal
_BETWEEN = "has at most 15 significant digits, in a range that can be measured"
_TOO_MANY_CELLS = (
    "a count above 2,000 x10^9/L is not plausible; if it was counted per microlitre, write '/uL'"
)
_TOO_OLD = "an age above 120 years is not plausible; was it meant in {}?"
_NO_COMMA = (
    "'8,5' is not a number; write decimals with a point and group thousands by commas in threes "
    "(82,000)"
)
_NO_VALUE = (
    "an object quantity has a 'value', or a 'low' (or 'above') and a 'high' (or 'below'), and a "
    "'unit'; or write it as '{}'"
)


@pytest.mark.parametrize(
    ("read", "value", "code", "message"),
    [
        (number, True, "not_a_number", "a number must be a number, not true or false"),
        (number, "5", "not_a_number", "a number must be a number, not text"),
        (number, float("inf"), "not_finite", "a number must be finite, not Infinity"),
        (number, -1, "negative", "a number cannot be negative"),
        (number, D("1E-30"), "implausible", f"a number {_BETWEEN}"),
        (number, D("1E30"), "implausible", f"a number {_BETWEEN}"),
        (number, 1234567890123456, "implausible", f"a number {_BETWEEN}"),
        (
            parse_fraction,
            "fast",
            "unreadable",
            "'fast' is not a quantity; write it as '0.03%'",
        ),
        (
            parse_fraction,
            "8,5 %",
            "unreadable_number",
            _NO_COMMA,
        ),
        (parse_fraction, f"{'5' * 16} %", "implausible", f"MRD {_BETWEEN}"),
        (parse_fraction, "5", "unit_missing", "'5' has no unit; write it as '0.03%'"),
        (parse_fraction, 5, "unit_missing", "5 has no unit; write it as '0.03%'"),
        (parse_fraction, -5, "negative", "MRD cannot be negative"),
        (
            parse_fraction,
            {"value": 5},
            "unit_missing",
            "5 has no unit; write it as '0.03%'",
        ),
        (
            parse_fraction,
            {"value": 5, "unit": 5},
            "wrong_type",
            "a unit is text, not a number",
        ),
        (parse_fraction, [1], "wrong_type", "write it as '0.03%', not as a list"),
        (parse_fraction, True, "wrong_type", "write it as '0.03%', not as true or false"),
        (
            parse_fraction,
            {"value": 5, "unut": "%"},
            "unknown_key",
            "'unut' is not a key of a quantity; did you mean 'unit'?",
        ),
        (
            parse_fraction,
            {"value": "x", "unit": "%"},
            "not_a_number",
            "MRD must be a number, not text",
        ),
        (
            parse_fraction,
            {"above": "x", "unit": "%"},
            "not_a_number",
            "'above' of MRD must be a number, not text",
        ),
        (parse_wbc, "-", "unreadable", "'-' is not a quantity; write it as '82 x10^9/L'"),
        (parse_wbc, {"value": -1}, "negative", "a cell count cannot be negative"),
        (parse_duration, {"value": -1}, "negative", "a duration cannot be negative"),
        (parse_age, {"value": -1}, "negative", "an age cannot be negative"),
        (parse_number, {"value": -1}, "negative", "a number cannot be negative"),
        (
            parse_fraction,
            {"value": 1, "low": 1, "unit": "%"},
            "ambiguous",
            "give either 'value' or bounds, not both",
        ),
        (parse_fraction, {"unit": "%"}, "no_value", _NO_VALUE.format("0.03%")),
        (
            parse_fraction,
            {"low": 3, "high": 2, "unit": "%"},
            "empty",
            "'low' is above 'high': no value lies between them",
        ),
        (
            parse_fraction,
            "5 apples",
            "unit_unknown",
            "'apples' is not a unit that can stand here; write it as '0.03%'",
        ),
        (
            parse_fraction,
            "5 percnt",
            "unit_unknown",
            "'percnt' is not a unit that can stand here; did you mean 'percent'?",
        ),
        (parse_fraction, "<0 %", "empty", "nothing lies below 0"),
        (
            parse_fraction,
            f"1{' ' * 99}%",
            "too_long",
            "a quantity has at most 100 characters, as '0.03%'",
        ),
        (
            parse_fraction,
            "101%",
            "implausible",
            "MRD above 1 (100 %) is not possible; 100 % is the whole sample",
        ),
        (
            parse_fraction,
            ">1 1",
            "implausible",
            "MRD above 1 (100 %) is not possible; if it is a percentage, write '%'",
        ),
        (
            parse_fraction,
            exactly(2),
            "implausible",
            "MRD above 1 (100 %) is not possible; if it is a percentage, write '%'",
        ),
        (parse_wbc, "2001 /nl", "implausible", _TOO_MANY_CELLS),
        (parse_wbc, "<2001 /nl", "implausible", _TOO_MANY_CELLS),
        (parse_wbc, 82, "unit_missing", "82 has no unit; write it as '82 x10^9/L'"),
        (parse_wbc, "1e31 /l", "implausible", f"a cell count {_BETWEEN}"),
        (parse_wbc, "1e-29 /l", "implausible", f"a quantity {_BETWEEN}"),
        (parse_duration, "20", "unit_missing", "'20' has no unit; write it as '20 h'"),
        (parse_duration, "1e29 days", "implausible", f"a quantity {_BETWEEN}"),
        (parse_number, "x", "not_a_number", "a number must be a number, not text"),
        (parse_number, {"value": 3, "unit": "%"}, "unit_unknown", "a number has no unit"),
        (parse_number, {}, "no_value", _NO_VALUE.format('{"low": 45, "high": 47}')),
        (parse_age, "P", "unreadable", "'P' is not an ISO 8601 age; write it as 'P6Y3M'"),
        (parse_age, "P1X", "unreadable", "'P1X' is not an ISO 8601 age; write it as 'P6Y3M'"),
        (parse_age, "P1M32D", "unreadable", "'P1M32D' has more days than a month"),
        (parse_age, "P5W1M", "unreadable", "'P5W1M' is not an ISO 8601 age; write it as 'P6Y3M'"),
        (parse_age, 6, "unit_missing", "6 has no unit; write it as '8 years'"),
        (parse_age, "121 years", "implausible", _TOO_OLD.format("days")),
        (
            parse_age,
            {"low": 119, "high": D("121.05"), "unit": "a"},
            "implausible",
            _TOO_OLD.format("days"),
        ),
        (parse_age, "43921 days", "implausible", _TOO_OLD.format("hours")),
        (
            parse_age,
            {"low": 1, "high": D("43932.5"), "unit": "d"},
            "implausible",
            _TOO_OLD.format("hours"),
        ),
    ],
)
def test_what_is_said_of_a_wrong_quantity(
    read: Callable[[Any], object], value: object, code: str, message: str
) -> None:
    with pytest.raises(InvalidQuantity) as caught:
        read(value)
    (problem,) = caught.value.errors
    assert (problem.path, problem.code, problem.message) == ("$", code, message)


def test_a_message_names_what_was_being_read() -> None:
    reading: list[tuple[Callable[[], object], str]] = [
        (lambda: number("x", "a day"), "a day must be a number, not text"),
        (lambda: parse_number("x", "a day"), "a day must be a number, not text"),
        (lambda: parse_number({"unit": "%"}, "a day"), "a day has no unit"),
        (
            lambda: parse_fraction("200 %", "a share", "5 %"),
            "a share above 1 (100 %) is not possible; 100 % is the whole sample",
        ),
        (
            lambda: parse_fraction("5", "a share", "5 %"),
            "'5' has no unit; write it as '5 %'",
        ),
    ]
    for read, message in reading:
        with pytest.raises(InvalidQuantity) as caught:
            read()
        assert [problem.message for problem in caught.value.errors] == [message]


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (number, D("1E-29"), D("1E-29")),
        (number, D("9.99E29"), D("9.99E29")),
        (number, 123456789012345, D(123456789012345)),
        (parse_fraction, f"1{' ' * 98}%", exactly(D("0.01"))),
        (parse_fraction, "100%", exactly(1)),
        (parse_fraction, ">=100 %", exactly(1)),
        (parse_fraction, ">50 %", Interval(D("0.5"), D(1), low_open=True)),
        (parse_fraction, "<100 %", below(1)),
        (parse_fraction, at_least(D("0.5")), Interval(D("0.5"), D(1))),
        (parse_wbc, "2000 /nl", exactly(2000)),
        (parse_wbc, exactly(5), exactly(5)),
        (parse_wbc, ">5 /nl", more_than(5)),
        (parse_wbc, "5 × 10⁹/L", exactly(5)),
        (parse_wbc, "50000 /µL", exactly(50)),
        (parse_wbc, "50000 /μL", exactly(50)),
        (parse_number, {"unit": "1", "value": 2}, exactly(2)),
        (parse_age, "P1M31D", Age(Interval(D("1.96875"), D(2), high_open=True), "mo")),
        (parse_age, "P1Y1W2D", Age(Interval(D("12.28125"), D(13), high_open=True), "mo")),
        (parse_age, "P1W", Age(exactly(7), "d")),
        (parse_age, "P3D", Age(exactly(3), "d")),
        (parse_age, "P120Y", Age(Interval(D(1440), D(1452), high_open=True), "mo")),
        (
            parse_age,
            {"low": 119, "high": 121, "unit": "a"},
            Age(Interval(D(1428), D(1452)), "mo"),
        ),
        (parse_age, "43920 days", Age(exactly(43920), "d")),
        (
            parse_age,
            {"low": 1, "high": 43932, "unit": "d"},
            Age(Interval(D(1), D(43932)), "d"),
        ),
    ],
)
def test_the_last_that_are_read(
    read: Callable[[Any], object], value: object, found: object
) -> None:
    assert read(value) == found


@pytest.mark.parametrize(
    ("in_days", "low", "high", "high_open"),
    [
        (exactly(0), "0", "0.098631", False),
        (exactly(D("0.5")), "0", "0.115069", False),
        (exactly(362), "11.770491", "12", True),
        (exactly(363), "11.803278", "12", True),
        (exactly(366), "12", "12.131507", False),
        (exactly(3652), "119.639344", "120.164384", False),
        (Interval(D(365), D(730)), "11.868852", "24.098631", False),
    ],
)
def test_days_as_months(in_days: Interval, low: str, high: str, high_open: bool) -> None:
    expected = Interval(D(low), D(high), high_open=high_open)
    assert Age(in_days, "d").in_months() == expected
    assert Age(in_days, "d").in_days() == (in_days.whole() or in_days)
    beyond = Interval(in_days.low, INFINITY)
    assert Age(beyond, "d").in_months() == Interval(D(low))


@pytest.mark.parametrize(
    ("in_months", "expected"),
    [
        (exactly(0), exactly(0)),
        (exactly(12), Interval(D(365), D(366))),
        (exactly(13), Interval(D(393), D(399))),
        (at_least(12), at_least(365)),
        (more_than(12), at_least(366)),
        (at_least(13), at_least(393)),
        (Interval(D(12), D(24), high_open=True), Interval(D(365), D(731))),
        (Interval(D(12), D(24), low_open=True), Interval(D(366), D(732))),
        (Interval(D(13), D(14), high_open=True), Interval(D(393), D(429))),
        (below(12), at_most(365)),
        (at_most(D("0.01")), at_most(3)),
    ],
)
def test_months_as_days(in_months: Interval, expected: Interval) -> None:
    assert Age(in_months, "mo").in_days() == expected
    assert Age(in_months, "mo").in_months() == in_months


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (Age(exactly(0), "mo"), "0 months"),
        (Age(exactly(1), "mo"), "1 month"),
        (Age(exactly(13), "mo"), "1 year 1 month"),
        (Age(exactly(24), "mo"), "2 years"),
        (Age(exactly(1), "d"), "1 day"),
        (Age(more_than(1), "d"), ">1 day"),
        (Age(at_most(1), "d"), "<=1 day"),
        (Age(Interval(D(12), D(24), high_open=True), "mo"), "1 year"),
        (Age(Interval(D(1), D(13), high_open=True), "mo"), "1 to less than 13 months"),
        (Age(below(12), "mo"), "<1 year"),
        (Age(below(1), "mo"), "<1 month"),
        (Age(Interval(D(1), D(2), high_open=True), "mo"), "1 month"),
        (Age(Interval(D(13), D(14), high_open=True), "mo"), "13 months"),
        (Age(Interval(D(13), D(14)), "mo"), "13 to 14 months"),
        (Age(Interval(D(13), D(15), high_open=True), "mo"), "13 to less than 15 months"),
        (Age(Interval(D("1.5"), D("2.5"), high_open=True), "mo"), "1.5 to less than 2.5 months"),
        (Age(Interval(D(12), D(13), high_open=True), "mo"), "12 months"),
    ],
)
def test_how_an_age_is_written(age: Age, text: str) -> None:
    assert str(age) == text


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(D(1), D(2), low_open=True, high_open=True), "more than 1 to less than 2"),
        (Interval(D(1), D(2), low_open=True), "more than 1 to 2"),
        (Interval(D(1), D(2), high_open=True), "1 to less than 2"),
        (Interval(D(1), D(2)), "1 to 2"),
        (Interval(D(0), D(2), low_open=True), "more than 0 to 2"),
        (at_most(2), "<=2"),
        (below(2), "<2"),
        (at_least(0), ">=0"),
    ],
)
def test_how_an_interval_is_written(interval: Interval, text: str) -> None:
    assert str(interval) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0E-9", "0"), ("-0", "0"), ("1E+3", "1000"), ("0.10", "0.1")]
)
def test_how_a_number_is_written(value: str, text: str) -> None:
    assert plain(D(value)) == text


@pytest.mark.parametrize(
    ("make", "printed", "value", "unit", "text"),
    [
        (years, 1, "12", "mo", "1 year"),
        (years, "1", "12", "mo", "1 year"),
        (years, "1.5", "18", "mo", "1.5 years"),
        (months, 3, "3", "mo", "3 months"),
        (days, 3, "3", "d", "3 days"),
        (hours, 3, "3", "h", "3 hours"),
        (per_nl, "0.5", "0.5", "10*9/L", "0.5 x10^9/L"),
        (percent, 5, "0.05", "1", "5 %"),
        (ratio, "0.81", "0.81", "1", "0.81"),
        (count, 44, "44", "{count}", "44"),
    ],
)
def test_a_threshold(
    make: Callable[[Any], Amount], printed: str | int, value: str, unit: str, text: str
) -> None:
    amount = make(printed)
    assert (amount.value, amount.unit, str(amount)) == (D(value), unit, text)


@pytest.mark.parametrize(
    ("operator", "held"), [(">=", True), (">", False), ("<=", True), ("<", False)]
)
def test_a_number_is_compared_with_itself(operator: Operator, held: bool) -> None:
    assert exactly(5).compare(operator, D(5)) is held


@pytest.mark.parametrize(
    ("birth", "on", "in_months"),
    [
        (date(2023, 1, 31), date(2023, 3, 1), "1.0312"),
        (date(2023, 1, 15), date(2023, 3, 10), "1.7188"),
        (date(2024, 1, 15), date(2024, 3, 10), "1.75"),
        (date(2023, 12, 20), date(2024, 1, 10), "0.6562"),
        (date(2024, 2, 29), date(2025, 2, 28), "11.9375"),
        (date(2024, 2, 29), date(2025, 3, 1), "12.0312"),
    ],
)
def test_the_place_within_a_month(birth: date, on: date, in_months: str) -> None:
    assert age_between(birth, on) == (exactly(D(in_months)), exactly((on - birth).days))
