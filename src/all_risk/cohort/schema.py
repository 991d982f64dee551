"""Which columns of a table are facts: sources found by name and type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from all_risk.cohort.dictionary import BOUNDS, fact_named
from all_risk.cohort.sources import Bounds, Choice, Number, Source, Truth
from all_risk.errors import AllRiskError, InvalidTable, Problem
from all_risk.logic import Category, Fact, Flag

__all__ = ["Kind", "find_sources", "is_fact_column"]

Kind: TypeAlias = Literal["number", "single", "boolean", "text", "other", "unstated"]
"""What a column holds: numbers in double or single precision, truths, text, anything else;
`unstated` where it is not known or the column holds nothing."""


def find_sources(kinds: Mapping[str, Kind]) -> dict[str, Source]:
    """The facts that stand in a table under their own names.

    A quantity is one column of numbers, or a pair of bounds named after it: `wbc__low`,
    `wbc__high`, and where a bound itself is excluded `wbc__low_open`, `wbc__high_open`.

    Args:
        kinds: What the columns hold, by name.

    Returns:
        Where each fact stands, by its name. Columns that are not facts are left alone.

    Raises:
        InvalidTable: If a column named after a fact cannot hold it.
    """
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(map(_without_bound, kinds)):
        fact = _fact_or_none(name)
        if fact is None:
            continue
        try:
            found[name] = _source(fact, kinds)
        except InvalidTable as error:
            problems.extend(error.errors)
    if problems:
        raise InvalidTable(problems)
    return found


def is_fact_column(column: str) -> bool:
    """Whether a column is named after a fact."""
    return _fact_or_none(_without_bound(column)) is not None


def _without_bound(column: str) -> str:
    name, separator, bound = column.partition("__")
    return name if separator + bound in BOUNDS else column


@lru_cache(maxsize=10_000)  # bounded: names come from tables
def _fact_or_none(name: str) -> Fact | None:
    try:
        return fact_named(name)
    except AllRiskError:
        return None


def _source(fact: Fact, kinds: Mapping[str, Kind]) -> Source:
    name = fact.name
    if isinstance(fact, Flag):
        _check(name, kinds, "boolean", "true or false")
        return Truth(name)
    if isinstance(fact, Category):
        _check(name, kinds, "text", f"one of {', '.join(sorted(fact.values))}")
        return Choice(name, {value: value for value in sorted(fact.values)}, strict=True)
    bounds = [name + end for end in BOUNDS]
    if name in kinds and any(bound in kinds for bound in bounds):
        message = f"{name} is given both as a number and as bounds; keep one of them"
        raise InvalidTable(Problem(name, "ambiguous", message))
    given = [column for column in (name, *bounds[:2]) if column in kinds]
    for column in given:
        _check(column, kinds, "number", f"a number ({fact.unit})")
    for column in bounds[2:]:
        if column in kinds:
            _check(column, kinds, "boolean", "true or false")
    single = any(kinds[column] == "single" for column in given)
    if name in kinds:
        return Number(name, single=single)
    low, high, low_open, high_open = (bound if bound in kinds else None for bound in bounds)
    return Bounds(low, high, low_open, high_open, single=single)


def _check(column: str, kinds: Mapping[str, Kind], right: Kind, words: str) -> None:
    kind = kinds.get(column, "other")
    if kind in (right, "unstated") or (kind == "single" and right == "number"):
        return
    held = {"number": "numbers", "boolean": "true and false", "text": "text"}.get(kind, "others")
    message = (
        f"the column holds {held}, and the fact is {words}; convert the column, or say in a "
        "mapping how it is to be read"
    )
    raise InvalidTable(Problem(column, "wrong_type", message))
