"""Quantities: every spelling, exact conversion, refusals, and the laws of intervals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk.errors import InvalidQuantity
from all_risk.patient import Mrd
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
    kind_of,
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
from strategies import amounts, intervals

D = Decimal
TEN_YEARS = years(10).value
ONE_YEAR = years(1).value


def span(low: str, high: str) -> Interval:
    """From `low` up to but not including `high`."""
    return Interval(D(low), D(high), high_open=True)


def refusal(read: Any, value: object) -> tuple[str, str]:
    with pytest.raises(InvalidQuantity) as caught:
        read(value)
    (problem,) = caught.value.errors
    return problem.code, problem.message


# White cell counts.


@pytest.mark.parametrize(
    "text",
    [
        "82 x10^9/L", "82x10^9/L", "82 X10^9/L", "82 ×10^9/L", "82 × 10⁹/L", "82 x 10^9 / L",
        "82 *10^9/L", "82 ·10^9/L", "82 10^9/L", "82 10*9/L", "82 x10**9/L", "82 x10E9/L",
        "82e9/L", "82 G/L", "82 giga/L", "82/nL", "82 cells/nL", "82 K/uL", "82K/µL", "82 K/μL",
        "82 k/ul", "82 K/mcL", "82 K/mm3", "82 K/mm³", "82 K/cu mm", "82 x10^3/uL",
        "82 x10³/µL", "82 x10^3/mcL", "82 10*3/uL", "82 x10^3/mm3", "82 thousand/uL",
        "82 x10^6/mL", "82,000 /uL", "82,000/uL", "82,000/µL", "82000 /mm3", "82000 cells/uL",
        "82,000 /mcL", "82,000 /cmm", "82,000.0 /uL", "82,000,000 /mL", "8.2e4/uL", "8.2E+4 /uL",
        "82,000,000,000 /L", "  82 x10^9/L\n", "82.000 x10^9/L", "82000 x10^6/L",
    ],
)  # fmt: skip
def test_a_white_cell_count_in_any_unit(text: str) -> None:
    assert parse_wbc(text) == exactly(82)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (">400 x10^9/L", more_than(400)),
        ("> 400,000 /uL", more_than(400)),
        (">=400 G/L", at_least(400)),
        ("≥ 400 G/L", at_least(400)),
        ("<0.1 K/uL", below(D("0.1"))),
        ("≤0.1 K/uL", at_most(D("0.1"))),
        ("<=100 /uL", at_most(D("0.1"))),
        ("0 /uL", exactly(0)),
        ("1,250 G/L", exactly(1250)),
        ({"value": 82, "unit": "10*9/L"}, exactly(82)),
        ({"value": 82_000, "unit": "/uL"}, exactly(82)),
        ({"value": D("82.5"), "unit": "10*3/uL"}, exactly(D("82.5"))),
        ({"low": 50, "high": 60, "unit": "10*9/L"}, Interval(D(50), D(60))),
        ({"above": 50, "below": 60, "unit": "10*9/L"}, Interval(D(50), D(60), True, True)),
        ({"low": 50, "unit": "10*9/L"}, at_least(50)),
        ({"above": 400, "unit": "10*9/L"}, more_than(400)),
        ({"high": 5, "unit": "10*9/L"}, at_most(5)),
        ({"below": 5, "value": None, "unit": "10*9/L"}, below(5)),
    ],
)
def test_a_censored_or_structured_count(value: object, expected: Interval) -> None:
    assert parse_wbc(value) == expected


def test_conversion_is_exact() -> None:
    assert parse_fraction("0.01 %").low == D("1E-4")
    assert parse_fraction("0.07%").low == D("0.0007")
    assert parse_wbc("50,000/µL").low == D(50)
    assert parse_wbc("49,999/µL").compare(">=", per_nl(50).value) is False
    assert parse_wbc("50,000/µL").compare(">=", per_nl(50).value) is True
    assert parse_fraction({"value": 1e-4, "unit": "1"}) == parse_fraction("0.01%")
    assert parse_fraction({"value": 0.1, "unit": "%"}).low == D("0.001")
    assert parse_wbc({"value": 0.3, "unit": "10*9/L"}).low == D("0.3")


@given(amounts(0, 100_000, 3))
def test_conversion_matches_fractions(value: Decimal) -> None:
    assert Fraction(parse_fraction(f"{value / 1000}%").low) == Fraction(value) / 100_000
    assert Fraction(parse_wbc(f"{value} /uL").low) == Fraction(value) / 1000


# MRD.


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.03%", exactly(D("3E-4"))),
        ("0.03 %", exactly(D("3E-4"))),
        ("0.03 percent", exactly(D("3E-4"))),
        ("3e-2%", exactly(D("3E-4"))),
        ("3e-4 1", exactly(D("3E-4"))),
        ("<0.01%", below(D("1E-4"))),
        ("< 0.01 %", below(D("1E-4"))),
        ("≤0.01%", at_most(D("1E-4"))),
        ("<=0.01%", at_most(D("1E-4"))),
        (">5%", Interval(D("0.05"), D(1), low_open=True)),
        ("≥5%", Interval(D("0.05"), D(1))),
        (">=100%", exactly(1)),
        ("100%", exactly(1)),
        ({"value": 3e-4, "unit": "1"}, exactly(D("3E-4"))),
        ({"value": 3e-2, "unit": "%"}, exactly(D("3E-4"))),
        ({"low": 0.01, "below": 0.1, "unit": "%"}, span("1E-4", "1E-3")),
        ({"low": 5, "unit": "%"}, Interval(D("0.05"), D(1))),
    ],
)
def test_a_fraction(value: object, expected: Interval) -> None:
    assert parse_fraction(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("negative", "negative"),
        ("Negative", "negative"),
        (" not  detected ", "negative"),
        ("undetectable", "negative"),
        ("0%", "negative"),
        ("0.00 %", "negative"),
        ("<0.01%", below(D("1E-4"))),
        ("positive", Interval(high=D(1), low_open=True)),
        ("Positive <0.01%", Interval(high=D("1E-4"), low_open=True, high_open=True)),
        ("positive ≤0.01%", Interval(high=D("1E-4"), low_open=True)),
        ("positive 0.03%", exactly(D("3E-4"))),
        ("positive >= 0.1%", Interval(D("1E-3"), D(1))),
    ],
)
def test_an_mrd_level(text: str, expected: object) -> None:
    assert Mrd(level=text).level == expected


@pytest.mark.parametrize("text", ["positive 0%", "positive <0%", "positive <=0%", "positive >100%"])
def test_an_impossible_positive_level_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuantity):
        Mrd(level=text)


# Ages.


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("240 days", "d", exactly(240)),
        ("240days", "d", exactly(240)),
        ("1 day", "d", exactly(1)),
        ("240 d", "d", exactly(240)),
        ("8 weeks", "d", exactly(56)),
        ("<=365 days", "d", at_most(365)),
        ("P240D", "d", exactly(240)),
        ("P8W", "d", exactly(56)),
        ("P1W3D", "d", exactly(10)),
        ("P0D", "d", exactly(0)),
        ("8 months", "mo", span("8", "9")),
        ("1 month", "mo", span("1", "2")),
        ("8mo", "mo", span("8", "9")),
        ("12 months", "mo", span("12", "13")),
        ("6 years", "mo", span("72", "84")),
        ("6years", "mo", span("72", "84")),
        ("6 YEARS", "mo", span("72", "84")),
        ("1 year", "mo", span("12", "24")),
        ("6 y", "mo", span("72", "84")),
        ("6 a", "mo", span("72", "84")),
        ("6 yrs", "mo", span("72", "84")),
        ("6.0 years", "mo", span("72", "84")),
        ("6.5 years", "mo", span("78", "79.2")),
        ("0 years", "mo", span("0", "12")),
        ("<1 year", "mo", below(12)),
        ("≥18 years", "mo", at_least(216)),
        ("P6Y3M", "mo", span("75", "76")),
        ("P6Y", "mo", span("72", "84")),
        ("P8M", "mo", span("8", "9")),
        (" P6Y ", "mo", span("72", "84")),
        ("P1M16D", "mo", span("1.5", "2")),
        ({"value": 6, "unit": "a"}, "mo", span("72", "84")),
        ({"value": 6.0, "unit": "a"}, "mo", span("72", "84")),
        ({"value": 8, "unit": "mo"}, "mo", span("8", "9")),
        ({"value": 240, "unit": "d"}, "d", exactly(240)),
        ({"low": 6, "high": 6.5, "unit": "a"}, "mo", Interval(D(72), D(78))),
        ({"low": 10, "unit": "a"}, "mo", at_least(120)),
        ({"below": 1, "unit": "a"}, "mo", below(12)),
        ("120 years", "mo", span("1440", "1452")),
    ],
)
def test_an_age(value: object, unit: str, expected: Interval) -> None:
    found = parse_age(value)
    assert (found.value, found.unit) == (expected, unit)


def test_twelve_months_are_one_year_exactly() -> None:
    assert parse_age("12 months").in_months().compare(">=", ONE_YEAR) is True
    assert parse_age("11 months").in_months().compare("<", ONE_YEAR) is True
    assert parse_age("1 year").in_months().low == parse_age("12 months").in_months().low
    assert parse_age("120 months").in_months().compare(">=", TEN_YEARS) is True
    assert parse_age("9 years").in_months().compare(">=", TEN_YEARS) is False


@pytest.mark.parametrize(
    ("number_of_days", "of_years", "expected"),
    [
        (3649, 10, False),
        (3652, 10, None),
        (3653, 10, None),
        (3660, 10, True),
        (364, 1, False),
        (365, 1, None),
        (366, 1, True),
        (0, 1, False),
    ],
)
def test_days_against_years(number_of_days: int, of_years: int, expected: bool | None) -> None:
    months = parse_age(f"{number_of_days} days").in_months()
    assert months.compare(">=", years(of_years).value) is expected


def test_fewer_days_than_a_year_are_before_the_birthday() -> None:
    assert parse_age("<365 days").in_months().compare("<", ONE_YEAR) is True
    assert parse_age(">=366 days").in_months().compare(">=", ONE_YEAR) is True


@pytest.mark.parametrize(
    ("born", "on", "elapsed", "within_365_days", "before_birthday"),
    [
        (date(2023, 6, 1), date(2024, 5, 31), 365, True, True),  # B-10
        (date(2023, 1, 5), date(2024, 1, 5), 365, True, False),  # B-11
        (date(2024, 1, 5), date(2025, 1, 5), 366, False, False),  # B-12
        (date(2023, 3, 10), date(2024, 3, 9), 365, True, True),  # B-13
        (date(2024, 2, 29), date(2025, 2, 28), 365, True, True),
        (date(2024, 2, 29), date(2025, 3, 1), 366, False, False),
    ],
)
def test_infants_by_both_conventions(
    born: date, on: date, elapsed: int, within_365_days: bool, before_birthday: bool
) -> None:
    months, in_days = age_between(born, on)
    assert in_days == exactly(elapsed)
    assert in_days.compare("<=", days(365).value) is within_365_days
    assert months.compare("<", ONE_YEAR) is before_birthday


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        (date(2020, 1, 31), date(2020, 2, 29), 0),  # no 31 February: complete in March
        (date(2020, 1, 31), date(2020, 3, 1), 1),
        (date(2020, 1, 31), date(2020, 3, 31), 2),
        (date(2020, 2, 29), date(2024, 2, 28), 47),
        (date(2020, 2, 29), date(2024, 2, 29), 48),
        (date(2020, 12, 15), date(2021, 1, 14), 0),
        (date(2020, 12, 15), date(2021, 1, 15), 1),
        (date(2015, 3, 1), date(2025, 2, 28), 119),
        (date(2015, 3, 1), date(2025, 3, 1), 120),
        (date(2025, 3, 1), date(2025, 3, 1), 0),
    ],
)
def test_completed_months(born: date, on: date, months: int) -> None:
    found = age_between(born, on)[0]
    assert found.exact
    assert int(found.low) == months


BIRTHS = st.dates(date(1896, 1, 1), date(2030, 12, 31))
AGES_IN_DAYS = st.integers(0, 800) | st.integers(0, 40_000)


@given(BIRTHS, AGES_IN_DAYS)
def test_an_age_in_one_unit_holds_the_true_age_in_the_other(born: date, elapsed: int) -> None:
    months, in_days = age_between(born, born + timedelta(days=elapsed))
    assert Age(in_days, "d").in_months().holds(months.low)
    assert Age(months, "mo").in_days().holds(in_days.low)
    completed = D(int(months.low))
    assert Age(span(str(completed), str(completed + 1)), "mo").in_days().holds(in_days.low)
    turned = completed // 12 * 12
    assert Age(span(str(turned), str(turned + 12)), "mo").in_days().holds(in_days.low)


@given(BIRTHS, AGES_IN_DAYS)
def test_a_day_later_is_older(born: date, elapsed: int) -> None:
    earlier = age_between(born, born + timedelta(days=elapsed))
    later = age_between(born, born + timedelta(days=elapsed + 1))
    assert earlier[0].low < later[0].low
    assert earlier[1].low + 1 == later[1].low


@pytest.mark.parametrize("age", ["1 day", "240 days", "1 month", "8 months", "1 year", "6 years"])
def test_an_age_prints_as_it_was_written(age: str) -> None:
    assert str(parse_age(age)) == age


def test_other_ages_print_in_words() -> None:
    assert str(Age(exactly(0), "mo")) == "0 months"
    assert str(Age(exactly(75), "mo")) == "6 years 3 months"
    assert str(Age(exactly(72), "mo")) == "6 years"
    assert str(parse_age("<1 year")) == "<1 year"
    assert str(parse_age({"low": 6, "high": 7, "unit": "a"})) == "6 to 7 years"


# Durations, counts, ratios.


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20 h", exactly(20)),
        ("20h", exactly(20)),
        ("1 hour", exactly(1)),
        ("20 hours", exactly(20)),
        ("20 hrs", exactly(20)),
        ("1 day", exactly(24)),
        ("3 days", exactly(72)),
        ("2 weeks", exactly(336)),
        ("1.5 d", exactly(36)),
        ("<24 h", below(24)),
        (">24 hours", more_than(24)),
        ({"value": 3, "unit": "d"}, exactly(72)),
        ({"low": 1, "high": 2, "unit": "wk"}, Interval(D(168), D(336))),
    ],
)
def test_a_duration(value: object, expected: Interval) -> None:
    assert parse_duration(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (46, exactly(46)),
        (1.16, exactly(D("1.16"))),
        (D("1.0"), exactly(1)),
        ({"low": 45, "high": 47}, Interval(D(45), D(47))),
        ({"value": 46, "unit": "1"}, exactly(46)),
        ({"low": 45, "unit": None}, at_least(45)),
    ],
)
def test_a_count_or_ratio_needs_no_unit(value: object, expected: Interval) -> None:
    assert parse_number(value) == expected


# Refusals.

READERS = [
    (parse_wbc, "82 x10^9/L"),
    (parse_fraction, "0.03%"),
    (parse_age, "8 years"),
    (parse_duration, "20 h"),
]


@pytest.mark.parametrize(("read", "right"), READERS)
@pytest.mark.parametrize(
    "bare", ["8", "8.5", ">8", "8,000", " 8 ", 8, 8.5, 0, D("8"), {"value": 8}, {"low": 1}]
)
def test_a_quantity_without_unit_is_refused(read: Any, right: str, bare: object) -> None:
    code, message = refusal(read, bare)
    assert code == "unit_missing"
    assert right in message
    assert read(right)  # the spelling that it names is right


@pytest.mark.parametrize(("read", "right"), READERS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "-8 {u}",
        "~8 {u}",
        "=> 8 {u}",
        "٨ {u}",
        "8 {u} 9",
        "8 furlongs",
        "8" * 101,
        "8{u}!",
    ],
)
def test_other_text_is_refused(read: Any, right: str, text: str) -> None:
    code, message = refusal(read, text.replace("{u}", right.lstrip("0123456789. ")))
    assert code in ("unreadable", "unit_unknown", "too_long")
    assert "write it as" in message or "did you mean" in message or right in message


@pytest.mark.parametrize(("read", "right"), READERS)
@pytest.mark.parametrize("value", [True, False, None, [], ["8"], object()])
def test_other_types_are_refused(read: Any, right: str, value: object) -> None:
    code, message = refusal(read, value)
    assert code == "wrong_type"
    assert right in message


@pytest.mark.parametrize(
    "digits",
    ["0,01", "8,2", "82,0", "82,00", "0,010", "0,500", "00,500", "1,2345", "82,000,0", "1.000,5",
     "1,000,5", "82.000.000", ",5", "1,,000", "1.", "1,000e3", "1234,567"],
)  # fmt: skip
@pytest.mark.parametrize(("read", "unit"), [(parse_wbc, "/uL"), (parse_fraction, "%")])
def test_a_decimal_comma_is_refused(read: Any, unit: str, digits: str) -> None:
    code, message = refusal(read, f"{digits} {unit}")
    assert code in ("unreadable_number", "unreadable")
    assert "point" in message or "write it as" in message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000 /uL", "1"),
        ("10,000 /uL", "10"),
        ("100,000 /uL", "100"),
        ("1,000,000 /uL", "1000"),
        ("82,000.5 /uL", "82.0005"),
    ],
)
def test_commas_group_thousands_in_threes(text: str, value: str) -> None:
    assert parse_wbc(text) == exactly(D(value))


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (parse_wbc, "82000 x10^9/L", "'/uL'"),
        (parse_wbc, "2000.1 K/uL", "'/uL'"),
        (parse_wbc, {"low": 10, "high": 2001, "unit": "10*9/L"}, "'/uL'"),
        (parse_wbc, ">2001 G/L", "'/uL'"),
        (parse_fraction, {"value": 5, "unit": "1"}, "'%'"),
        (parse_fraction, {"value": 1.01, "unit": "1"}, "'%'"),
        (parse_fraction, "101%", "100 %"),
        (parse_fraction, ">100%", "100 %"),
        (parse_fraction, {"above": 100, "unit": "%"}, "100 %"),
        (parse_fraction, {"low": 0, "high": 101, "unit": "%"}, "100 %"),
        (parse_age, "121 years", "days"),
        (parse_age, "1453 months", "days"),
        (parse_age, "P240Y", "days"),
        (parse_age, {"low": 1, "high": 150, "unit": "a"}, "days"),
        (parse_age, "44000 days", "hours"),
    ],
)
def test_an_implausible_value_names_what_may_be_meant(read: Any, value: object, meant: str) -> None:
    code, message = refusal(read, value)
    assert code == "implausible"
    assert meant in message


def test_the_last_plausible_values_are_read() -> None:
    assert parse_wbc("2,000 x10^9/L") == exactly(2000)
    assert parse_wbc(">2000 x10^9/L") == more_than(2000)
    assert parse_fraction({"value": 1, "unit": "1"}) == exactly(1)
    assert parse_age("120 years").value.low == 1440


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"unit": "%"}, "no_value"),
        ({"value": None, "unit": "%"}, "no_value"),
        ({"value": 1, "low": 1, "unit": "%"}, "ambiguous"),
        ({"low": 1, "above": 1, "unit": "%"}, "no_value"),
        ({"high": 1, "below": 1, "unit": "%"}, "no_value"),
        ({"low": 2, "high": 1, "unit": "%"}, "empty"),
        ({"low": 1, "below": 1, "unit": "%"}, "empty"),
        ({"value": "3", "unit": "%"}, "not_a_number"),
        ({"value": True, "unit": "%"}, "not_a_number"),
        ({"value": [3], "unit": "%"}, "not_a_number"),
        ({"value": -3, "unit": "%"}, "negative"),
        ({"value": float("nan"), "unit": "%"}, "not_finite"),
        ({"value": float("inf"), "unit": "%"}, "not_finite"),
        ({"value": D("sNaN"), "unit": "%"}, "not_finite"),
        ({"value": 3, "unit": 5}, "wrong_type"),
        ({"value": 3, "unit": ""}, "unit_missing"),
        ({"value": 3, "unit": "percnt"}, "unit_unknown"),
        ({"value": 3, "units": "%"}, "unknown_key"),
        ({"value": 3, "unit": "%", 1: 2}, "unknown_key"),
        ("<0%", "empty"),
    ],
)
def test_a_structured_quantity_is_checked(value: object, code: str) -> None:
    assert refusal(parse_fraction, value)[0] == code


@pytest.mark.parametrize(
    ("parse", "value", "told"),
    [
        (parse_wbc, {"value": -5, "unit": "10*9/L"}, "a cell count cannot be negative"),
        (parse_wbc, {"low": -5, "unit": "10*9/L"}, "'low' of a cell count cannot be negative"),
        (parse_fraction, {"value": -1, "unit": "%"}, "MRD cannot be negative"),
        (parse_fraction, {"value": "1", "unit": "%"}, "MRD must be a number, not text"),
        (parse_duration, {"value": -1, "unit": "h"}, "a duration cannot be negative"),
        (parse_age, {"high": -1, "unit": "a"}, "'high' of an age cannot be negative"),
        (parse_number, {"low": -1, "high": 2}, "'low' of a number cannot be negative"),
    ],
)
def test_a_message_names_what_is_measured(parse: Any, value: object, told: str) -> None:
    with pytest.raises(InvalidQuantity) as caught:
        parse(value)
    assert caught.value.errors[0].message == told


def test_hints_name_the_nearest_word() -> None:
    assert "'unit'" in refusal(parse_fraction, {"value": 3, "units": "%"})[1]
    assert "'percent'" in refusal(parse_fraction, "3 percnt")[1]
    assert "'years'" in refusal(parse_age, "8 yeers")[1]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(10**5000, id="huge"), D("1E+9999999"), D("1E-9999999"), 1e300, 5e-324,
        D("1." + "1" * 30), D("1." + "0" * 40 + "1"), 1234567890123456, D("1234567890.123456"),
    ],
)  # fmt: skip
def test_a_number_no_laboratory_prints_is_refused(value: Any) -> None:
    assert refusal(number, value)[0] == "implausible"
    assert refusal(parse_wbc, {"value": value, "unit": "/uL"})[0] == "implausible"


@pytest.mark.parametrize(
    "value", [0, 0.1, 1e-4, 5, D("1." + "0" * 50), D("0E+99"), 123456789012345]
)
def test_a_number_is_kept_exactly(value: Any) -> None:
    assert number(value) == D(str(value))


@pytest.mark.parametrize("value", ["5", True, None, [], {}, float("nan"), -1])
def test_what_is_no_number_is_refused(value: object) -> None:
    code, message = refusal(lambda v: number(v, "a day"), value)
    assert code in ("not_a_number", "not_finite", "negative")
    assert message.startswith("a day")


def test_a_value_that_its_unit_makes_illegible_is_refused() -> None:
    assert parse_duration("12345 weeks") == exactly(12345 * 168)
    assert refusal(parse_duration, "123456789.012345 weeks")[0] == "implausible"


@pytest.mark.parametrize(
    ("value", "kind"),
    [(None, "null"), (True, "true or false"), (1, "a number"), (D(1), "a number"), ("", "text"),
     ({}, "an object"), ([], "a list"), ((), "a list"), (date(2025, 1, 1), "date")],
)  # fmt: skip
def test_values_are_named_as_json_names_them(value: object, kind: str) -> None:
    assert kind_of(value) == kind


# Intervals.

OPERATORS: tuple[Operator, ...] = (">=", ">", "<=", "<")
EXACT = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
}
SMALL = intervals(0, 4)
GRID = [D(5 * n).scaleb(-2) for n in range(131)]  # finer than bounds and thresholds, and beyond


def holds(interval: Interval, value: Decimal) -> bool:
    """Whether an interval holds a number, written without `compare`."""
    above = value > interval.low if interval.low_open else value >= interval.low
    return above and (value < interval.high if interval.high_open else value <= interval.high)


@given(SMALL, st.sampled_from(OPERATORS), amounts(0, 5, 1))
def test_compare_agrees_with_every_sample_point(
    interval: Interval, operator: Operator, threshold: Decimal
) -> None:
    found = {EXACT[operator](p, threshold) for p in GRID if holds(interval, p)}
    assert interval.compare(operator, threshold) is (found.pop() if len(found) == 1 else None)


@given(SMALL, amounts(0, 6, 1))
def test_holds(interval: Interval, value: Decimal) -> None:
    assert interval.holds(value) is holds(interval, value)


@given(SMALL, SMALL)
def test_intersection_holds_what_both_hold(one: Interval, other: Interval) -> None:
    both = one.intersect(other)
    for point in GRID:
        shared = holds(one, point) and holds(other, point)
        assert shared is (both is not None and holds(both, point))
    assert both == other.intersect(one)
    assert one.intersect(one) == one


@given(SMALL, SMALL)
def test_hull_is_the_least_that_holds_both(one: Interval, other: Interval) -> None:
    hull = one.hull(other)
    assert one.within(hull)
    assert other.within(hull)
    assert hull == other.hull(one)
    ends = [i for i in (one, other) if (i.low, i.low_open) == (hull.low, hull.low_open)]
    assert ends
    assert any((i.high, i.high_open) == (hull.high, hull.high_open) for i in (one, other))


@given(SMALL, SMALL)
def test_within_is_the_order_of_sets(one: Interval, other: Interval) -> None:
    beyond = [D(100)] if one.high == INFINITY else []
    subset = all(holds(other, p) for p in [*GRID, *beyond] if holds(one, p))
    assert one.within(other) is subset
    if one.within(other) and other.within(one):
        assert one == other


@given(SMALL, SMALL, st.sampled_from(OPERATORS), amounts(0, 5, 1))
def test_a_narrower_interval_never_flips_a_comparison(
    one: Interval, other: Interval, operator: Operator, threshold: Decimal
) -> None:
    wide, narrow = one.compare(operator, threshold), one.intersect(other)
    if wide is not None and narrow is not None:
        assert narrow.compare(operator, threshold) is wide


@given(intervals(0, 4, 1))
def test_whole_keeps_the_whole_numbers(interval: Interval) -> None:
    whole = interval.whole()
    for n in map(D, range(8)):
        assert holds(interval, n) is (whole is not None and holds(whole, n))
    if whole is not None:
        assert not whole.low_open
        assert not whole.high_open


@given(SMALL, amounts(1, 9))
def test_scaling_keeps_what_it_holds(interval: Interval, factor: Decimal) -> None:
    assert all(holds(interval * factor, p * factor) is holds(interval, p) for p in GRID)


@pytest.mark.parametrize(
    "ends", [(2, 1, False, False), (1, 1, True, False), (1, 1, False, True), (1, 1, True, True)]
)
def test_an_interval_holds_at_least_one_number(ends: tuple[int, int, bool, bool]) -> None:
    with pytest.raises(ValueError, match="at least one number"):
        Interval(D(ends[0]), D(ends[1]), ends[2], ends[3])


@given(intervals(0, 1999, 3))
@settings(max_examples=50)
def test_a_printed_interval_means_the_same_when_read(interval: Interval) -> None:
    text = str(interval)
    if " to " not in text:
        assert parse_wbc(f"{text} x10^9/L") == interval


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E-4", "0.0001"), ("120.0", "120"), ("1E+3", "1000"), ("0E-9", "0"), ("0.10", "0.1")],
)
def test_numbers_print_plainly(value: str, text: str) -> None:
    assert plain(D(value)) == text


@pytest.mark.parametrize(
    ("amount", "value", "unit", "text"),
    [
        (years(10), "120", "mo", "10 years"),
        (years(1), "12", "mo", "1 year"),
        (years("0.5"), "6.0", "mo", "0.5 years"),
        (days(365), "365", "d", "365 days"),
        (hours(24), "24", "h", "24 hours"),
        (per_nl(50), "50", "10*9/L", "50 x10^9/L"),
        (percent("0.01"), "1E-4", "1", "0.01 %"),
        (ratio("1.16"), "1.16", "1", "1.16"),
        (count(44), "44", "{count}", "44"),
    ],
)
def test_thresholds(amount: Amount, value: str, unit: str, text: str) -> None:
    assert (amount.value, amount.unit, str(amount)) == (D(value), unit, text)
