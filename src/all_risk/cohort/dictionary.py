"""The data dictionary: which columns a table can have."""

from __future__ import annotations

from functools import cache, lru_cache

from attrs import frozen

from all_risk.cohort.rules import asked_facts
from all_risk.errors import Problem, UnknownName, shown
from all_risk.facts import CATALOGUE, is_unprinted
from all_risk.genetics.names import lesion
from all_risk.logic import Category, Fact, Flag, Quantity
from all_risk.published import guidelines

__all__ = ["BOUNDS", "ColumnMeaning", "columns", "fact_named"]

BOUNDS = ("__low", "__high", "__low_open", "__high_open")
"""What the names of the columns of an interval end with."""


@frozen
class ColumnMeaning:
    """One line of the data dictionary.

    Attributes:
        name: The name of the fact, and of its column.
        kind: `flag` (boolean), `category` (text) or `quantity` (number).
        unit: The unit of a quantity (UCUM).
        values: The values of a category.
        meaning: What it says.
        asked_by: The ids of the guidelines and schemes that ask for it.
    """

    name: str
    kind: str
    unit: str
    values: tuple[str, ...]
    meaning: str
    asked_by: tuple[str, ...]


@lru_cache(maxsize=10_000)  # bounded: names come from tables
def fact_named(name: str) -> Fact:
    """The fact of a name.

    Args:
        name: The name of a fact of the catalogue, or the canonical name of a lesion.

    Returns:
        The fact.

    Raises:
        UnknownName: If there is no such fact.

    Examples:
        >>> fact_named("wbc").unit
        '10*9/L'
    """
    known = {fact.name: fact for fact in _catalogue()}
    if name in known:
        return known[name]
    found = lesion(name)
    if found.name != name:
        message = f"{shown(name)} is another name of a lesion; its column is called {found.name!r}"
        raise UnknownName(Problem("$", "not_canonical", message))
    return Flag(name, found.display)


@cache
def _catalogue() -> tuple[Fact, ...]:
    asked = (fact for rules in guidelines() for fact in asked_facts(rules))
    known = {fact.name: fact for fact in (*CATALOGUE, *asked) if not is_unprinted(fact)}
    return tuple(known.values())


@cache
def columns() -> tuple[ColumnMeaning, ...]:
    """The data dictionary: every fact that a shipped guideline or scheme asks for.

    Any other lesion can be a column too, under its canonical name; it counts where something
    that is asked follows from it.

    Returns:
        A line for each fact, in the order of the catalogue, lesions last.

    Examples:
        >>> next(each for each in columns() if each.name == "cns").values
        ('CNS1', 'CNS2', 'CNS3')
    """
    asked_by: dict[str, list[str]] = {}
    for rules in guidelines():
        for fact in asked_facts(rules):
            asked_by.setdefault(fact.name, []).append(rules.id)
    return tuple(
        ColumnMeaning(
            name=fact.name,
            kind=type(fact).__name__.lower(),
            unit=fact.unit if isinstance(fact, Quantity) else "",
            values=tuple(sorted(fact.values)) if isinstance(fact, Category) else (),
            meaning=fact.meaning,
            asked_by=tuple(asked_by[fact.name]),
        )
        for fact in _catalogue()
        if fact.name in asked_by
    )
