"""How a table's own columns become facts: names, units, words.

    mapping = Mapping({
        "wbc": Column("WBC at Diagnosis", unit="10^3/uL"),
        "age": Column("Age at Diagnosis in Days", unit="d"),
        "mrd_end_of_induction_marrow": Column("MRD Day 29", unit="%", sensitivity="Sensitivity"),
        "BCR::ABL1": Column("BCR ABL1 Status", values={"Positive": True, "Negative": False}),
    })

Nothing is converted that the rules can be asked in the column's own unit, and nothing is
guessed: a word that is not listed is unknown, and [check][all_risk.cohort.check] counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from decimal import Decimal, InvalidOperation
from functools import partial
from types import MappingProxyType
from typing import Any, cast

from attrs import field, frozen

from all_risk.cohort.dictionary import BOUNDS, fact_named
from all_risk.cohort.reading import Reject
from all_risk.cohort.schema import Kind
from all_risk.cohort.sources import Bounds, Choice, Counted, Number, Source, Truth
from all_risk.cohort.steps import PREFIX
from all_risk.errors import AllRiskError, InvalidTable, Problem, nearest, shown
from all_risk.facts import age, age_in_days
from all_risk.logic import Category, Fact, Flag, Quantity
from all_risk.quantities import (
    Age,
    Interval,
    below,
    exactly,
    parse_age,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_wbc,
)

__all__ = ["Column", "Mapping", "TextColumn", "default_mapping", "mapping_of", "read_texts"]

MISSING = ("", ".", "NA", "N/A", "NaN", "nan", "null", "None", "Unknown", "unknown", "Not done")
"""What is written where a value is missing, unless a column says otherwise."""

NO_SENSITIVITY = "negative without a sensitivity, so it may be any level; map the sensitivity too"
_METHODS = ("flow", "pcr", "ngs")


@frozen
class Column:
    """A column of the user's table.

    Attributes:
        name: Its name.
        unit: The unit of its numbers, for a quantity that has one: `10^3/uL`, `/uL`, `%`,
            `d`, `a` (completed years), `mo`, `h`.
        sensitivity: For MRD, the column of the assay's sensitivity, in the same unit. A level
            of 0 is a negative result and lies below it.
        values: For a flag, what is written and whether it means true; for a category, what is
            written and the value meant.
        missing: What is written where the value is missing.
    """

    name: str
    unit: str | None = None
    sensitivity: str | None = None
    values: AnyMapping[str, bool | str] | None = None
    missing: tuple[str, ...] = field(default=MISSING, converter=tuple)


@frozen
class TextColumn:
    """Quantities written as text, such as `<0.01%`, that are read into bounds.

    Attributes:
        fact: The name of the fact.
        column: The column.
        sensitivity: The column of the sensitivity, if there is one.
        made: The names of the four columns of bounds.
        read: Reads a text and a sensitivity; raises an error of the library.
        missing: What is written where a value is missing.
    """

    fact: str
    column: str
    sensitivity: str | None
    made: tuple[str, str, str, str]
    read: Callable[[str, object], Interval]
    missing: frozenset[str]


def _fixed(columns: AnyMapping[str, Column]) -> AnyMapping[str, Column]:
    return MappingProxyType(dict(columns))


@frozen
class Mapping:
    """Which column holds which fact.

    Attributes:
        columns: The column of each fact, by the fact's name. An age serves both facts about
            age, and an MRD column whose method is not stated counts for every method.
    """

    columns: AnyMapping[str, Column] = field(converter=_fixed)

    def sources(self, kinds: AnyMapping[str, Kind]) -> tuple[dict[str, Source], list[TextColumn]]:
        """Where each fact stands in a table.

        Args:
            kinds: What the columns of the table hold.

        Returns:
            The sources by fact, and the columns of text that must be read first.

        Raises:
            InvalidTable: If a fact or a column does not exist, a unit is missing or wrong, or
                a column cannot hold its fact.
        """
        found: dict[str, Source] = {}
        texts: list[TextColumn] = []
        problems: list[Problem] = []
        for name, column in self.columns.items():
            try:
                for fact in _served(fact_named(name), self.columns):
                    source, text = _source(fact, column, kinds)
                    found[fact.name] = source
                    texts += [] if text is None else [text]
            except AllRiskError as error:
                problems += [Problem(_path(name), p.code, p.message) for p in error.errors]
        if problems:
            raise InvalidTable(problems)
        return found, texts

    def column_of(self) -> dict[str, Column]:
        """The column that serves each fact, by the fact's name.

        Raises:
            UnknownName: If there is no such fact.
        """
        return {
            fact.name: column
            for name, column in self.columns.items()
            for fact in _served(fact_named(name), self.columns)
        }


def mapping_of(tables: AnyMapping[str, object]) -> Mapping:
    """A mapping written as plain data: for each fact a table with the fields of a `Column`.

    Args:
        tables: The tables, as JSON or TOML holds them.

    Returns:
        The mapping.

    Raises:
        InvalidTable: If a field is missing, is none of a column, or holds something else.

    Examples:
        >>> mapping_of({"wbc": {"name": "WBC", "unit": "10^3/uL"}}).columns["wbc"].name
        'WBC'
    """
    problems = [p for fact, stated in tables.items() for p in _amiss(_path(fact), stated)]
    if problems:
        raise InvalidTable(problems)
    return Mapping({fact: Column(**cast("Any", stated)) for fact, stated in tables.items()})


def _path(fact: str) -> str:
    """Where a problem lies: the name of a fact, shortened."""
    return shown(fact).strip("'")


def _amiss(fact: str, stated: object) -> Iterator[Problem]:
    """What is wrong with the fields of one column."""
    if not isinstance(stated, AnyMapping):
        yield Problem(fact, "wrong_type", "write a table with the name of the column")
        return
    if "name" not in stated:
        yield Problem(fact, "no_column", "say the name of the column")
    for key, value in stated.items():
        if key not in _HOLDS:
            message = f"{shown(key)} is not said of a column{nearest(str(key), _HOLDS)}"
            yield Problem(fact, "unknown_key", message)
        elif not _HOLDS[key][0](value):
            yield Problem(fact, "wrong_type", f"{key!r} is {_HOLDS[key][1]}")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_words(value: object) -> bool:
    return isinstance(value, AnyMapping) and all(
        isinstance(word, str) and isinstance(meant, (bool, str)) for word, meant in value.items()
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(_is_text, value))


_HOLDS: AnyMapping[str, tuple[Callable[[object], bool], str]] = {
    "name": (_is_text, "text"),
    "unit": (_is_text, "text"),
    "sensitivity": (_is_text, "text"),
    "values": (_are_words, "a table of words, each with the value meant"),
    "missing": (_are_texts, "a list of texts"),
}


def default_mapping(headers: Iterable[str]) -> Mapping:
    """The mapping of columns that are named after facts and hold text.

    Numbers are in the facts' own units, flags are `true` or `false`.
    """
    named = [header for header in headers if _is_fact(header)]
    return Mapping({name: Column(name, unit=_own_unit(fact_named(name))) for name in named})


def _is_fact(name: str) -> bool:
    try:
        fact_named(name)
    except AllRiskError:
        return False
    return True


def _own_unit(fact: Fact) -> str | None:
    return fact.unit if isinstance(fact, Quantity) else None


def _served(fact: Fact, mapped: AnyMapping[str, Column]) -> Iterator[Fact]:
    """The facts a column serves: also those it stands for where they have no own column."""
    yield fact
    if fact == age and age_in_days.name not in mapped:
        yield age_in_days
    if isinstance(fact, Quantity) and fact.name.startswith("mrd_"):
        for method in _METHODS:
            by_method = f"{fact.name}_{method}"
            if by_method not in mapped and _is_fact(by_method):
                yield fact_named(by_method)


def _source(
    fact: Fact, column: Column, kinds: AnyMapping[str, Kind]
) -> tuple[Source, TextColumn | None]:
    for name in (column.name, column.sensitivity):
        if name is not None and name not in kinds:
            raise _problem(
                "no_column", f"the table has no column {shown(name)}{nearest(name, kinds)}"
            )
    kind = kinds[column.name]
    if isinstance(fact, Flag):
        return _flag(column, kind), None
    if isinstance(fact, Category):
        return _category(fact, column, kind), None
    readable = ("number", "single", "unstated", *(("text",) if kind == "text" else ()))
    for name in (column.name, column.sensitivity):
        if name is not None and kinds[name] not in readable:
            raise _problem("wrong_type", f"column {shown(name)} does not hold numbers")
    return _text(fact, column) if kind == "text" else (_number(fact, column, kind), None)


def _problem(code: str, message: str) -> InvalidTable:
    return InvalidTable(Problem("$", code, message))


def _flag(column: Column, kind: Kind) -> Source:
    if column.values is None:
        if kind == "text":
            return Truth(column.name, ("true", "True", "TRUE"), ("false", "False", "FALSE"))
        if kind not in ("boolean", "unstated"):
            raise _problem("wrong_type", "say in 'values' what is written and what it means")
        return Truth(column.name)
    wrong = [v for v in column.values.values() if not isinstance(v, bool)]
    if wrong:
        raise _problem("wrong_value", f"a flag means true or false, not {shown(wrong[0])}")
    if kind == "boolean":
        raise _problem("wrong_type", "a column of true and false needs no 'values'")
    written: dict[bool, list[str | float]] = {True: [], False: []}
    for text, meant in column.values.items():
        written[bool(meant)].append(text if kind in ("text", "unstated") else _written(text))
    return Truth(column.name, tuple(written[True]), tuple(written[False]))


def _written(text: str) -> float:
    """What stands for a flag in a column of numbers."""
    try:
        return float(text)
    except ValueError:
        raise _problem("wrong_value", f"the column holds numbers, not {shown(text)}") from None


def _category(fact: Category, column: Column, kind: Kind) -> Source:
    if kind not in ("text", "unstated"):
        raise _problem("wrong_type", f"column {shown(column.name)} does not hold text")
    values = column.values or {value: value for value in sorted(fact.values)}
    for meant in values.values():
        if meant not in fact.values:
            options = ", ".join(sorted(fact.values))
            raise _problem("wrong_value", f"{shown(meant)} is not a value; there are {options}")
    return Choice(column.name, {text: str(meant) for text, meant in values.items()})


def _number(fact: Quantity, column: Column, kind: Kind) -> Source:
    unit = column.unit
    if fact in (age, age_in_days):
        return _age(fact, column)
    if column.unit is None and fact.unit not in ("1", "{count}"):
        raise _problem("unit_missing", f"say in what unit column {shown(column.name)} is")
    if _is_share(fact) and unit is None:
        raise _problem("unit_missing", f"say whether column {shown(column.name)} is in '%' or '1'")
    one = _parsed(fact, Decimal(1), unit).low
    return Number(
        column.name,
        factor=1 / one,
        single=kind == "single",
        sensitivity=column.sensitivity,
        negative_at_zero=fact.name.startswith("mrd_") and _is_share(fact),
    )


def _is_share(fact: Quantity) -> bool:
    return fact.unit == "1" and fact.domain.high == 1


def _age(fact: Quantity, column: Column) -> Source:
    if column.unit is None:
        raise _problem("unit_missing", f"say in what unit column {shown(column.name)} is")
    stated = parse_age({"value": 1, "unit": column.unit})
    if stated.unit == "d":
        step = int(stated.value.low)
        if fact == age_in_days:
            return Number(column.name, factor=Decimal(1) / step)
        return Counted(column.name, partial(_days_in_months, step), 120 * 366 // step)
    step = int(stated.value.low)
    if fact == age:
        if step == 1 and column.unit == fact.unit:
            return Number(column.name)
        return Counted(column.name, partial(_completed, step), 1440 // step)
    return Counted(column.name, partial(_completed_in_days, step), 1440 // step)


def _days_in_months(step: int, number: int) -> Interval:
    return Age(exactly(step * number), "d").in_months()


def _completed(step: int, number: int) -> Interval:
    low = Decimal(step * number)
    return Interval(low, low + step, high_open=True)


def _completed_in_days(step: int, number: int) -> Interval:
    return Age(_completed(step, number), "mo").in_days()


def _text(fact: Quantity, column: Column) -> tuple[Source, TextColumn]:
    made = tuple(f"{PREFIX}read_{fact.name}{end}" for end in BOUNDS)
    low, high, low_open, high_open = made
    if column.unit is not None:
        _parsed(fact, Decimal(1), column.unit)
    text = TextColumn(
        fact.name,
        column.name,
        column.sensitivity,
        (low, high, low_open, high_open),
        partial(_read_text, fact, column.unit),
        frozenset(column.missing),
    )
    return Bounds(low, high, low_open, high_open), text


def _read_text(fact: Quantity, unit: str | None, text: str, sensitivity: object) -> Interval:
    """What a text says of a quantity; the column's unit stands in where it names none."""
    written = text.strip()
    if _is_share(fact):
        if written.casefold() in ("negative", "neg"):
            return _negative(fact, unit, sensitivity)
        if written.casefold() in ("positive", "pos"):
            return Interval(high=Decimal(1), low_open=True)
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite():
        found = _parsed(fact, number, unit)
    elif unit is not None and not any(c.isalpha() or c in "%/" for c in written):
        found = _parsed(fact, f"{written} {unit}", None)
    else:
        found = _parsed(fact, written, None)
    if _is_share(fact) and found.high == 0:
        return _negative(fact, unit, sensitivity)
    return found


def _negative(fact: Quantity, unit: str | None, sensitivity: object) -> Interval:
    """Where the level of a negative result lies: below the sensitivity of the assay."""
    if sensitivity is not None and str(sensitivity).strip() not in MISSING:
        limit = _read_text(fact, unit, str(sensitivity), None).high
        if limit:
            return below(limit)
    raise _problem("no_sensitivity", NO_SENSITIVITY)


def _parsed(fact: Quantity, value: object, unit: str | None) -> Interval:
    """A value with its unit, in the unit of the fact."""
    stated = value if unit is None else {"value": value, "unit": unit}
    if fact in (age, age_in_days):
        number = f"{value} {unit}" if unit is not None else value
        found = parse_age(number)
        return found.in_months() if fact == age else found.in_days()
    if fact.unit == "10*9/L":
        return parse_wbc(stated)
    if _is_share(fact):
        return parse_fraction(stated)
    if fact.unit == "h":
        return parse_duration(stated)
    if unit in (None, fact.unit):
        if not isinstance(value, Decimal):
            raise _problem("not_a_number", f"{shown(value)} is not a number")
        return parse_number(value, fact.name)
    raise _problem("unit_unknown", f"{fact.name} is in {fact.unit}, not {shown(unit)}")


def read_texts(
    texts: Iterable[TextColumn], cells: AnyMapping[str, list[Any]]
) -> tuple[dict[str, list[Any]], dict[str, list[Reject]]]:
    """Read columns of text into columns of bounds, each distinct text once.

    Args:
        texts: What to read.
        cells: The columns.

    Returns:
        The columns of bounds, and what could not be read, by fact.
    """
    made: dict[str, list[Any]] = {}
    refused: dict[str, list[Reject]] = {}
    for text in texts:
        written = cells[text.column]
        beside = cells[text.sensitivity] if text.sensitivity else [None] * len(written)
        known: dict[tuple[object, object], Interval | str | None] = {}
        spans: list[Interval | None] = []
        wrong = refused.setdefault(text.fact, [])
        for row, pair in enumerate(zip(written, beside, strict=True), 1):
            if pair not in known:
                known[pair] = _attempt(text, *pair)
            found = known[pair]
            if isinstance(found, str):
                wrong.append(Reject(row, text.column, str(pair[0]), found))
            spans.append(found if isinstance(found, Interval) else None)
        made[text.made[0]] = [None if s is None else float(s.low) for s in spans]
        made[text.made[1]] = [None if s is None else float(s.high) for s in spans]
        made[text.made[2]] = [None if s is None else s.low_open for s in spans]
        made[text.made[3]] = [None if s is None else s.high_open for s in spans]
    return made, refused


def _attempt(text: TextColumn, written: object, sensitivity: object) -> Interval | str | None:
    if written is None or str(written).strip() in text.missing:
        return None
    try:
        return text.read(str(written), sensitivity)
    except (AllRiskError, ArithmeticError) as error:
        return str(error)
