"""Conditions on the columns of a table that are true or false in every row, never missing.

A condition says that something is *known*: `Known("wbc", ">=", 50.0)` is true where the
column holds a number of 50 or more, and false where it holds less or nothing. That a value
*may* be something is the denial of what is known against it. So missing values need no
third truth value, and every engine computes the same. Conditions are put together with the
connectives of the rules.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Expr

__all__ = ["Crossed", "Filled", "Known", "Relation", "Step", "both", "either", "not_"]

Relation: TypeAlias = Literal[">=", ">", "<=", "<", "=="]


@frozen
class Known(Expr):
    """A column holds a value that stands in a relation to another.

    Attributes:
        column: The name of the column.
        relation: The relation.
        value: A number, a text or a truth.
    """

    column: str
    relation: Relation
    value: float | str | bool


@frozen
class Filled(Expr):
    """A column holds a value; for numbers, a finite one."""

    column: str


@frozen
class Crossed(Expr):
    """The lower bound in one column lies above the upper bound in another."""

    low: str
    high: str


@frozen
class Step(Expr):
    """The outcome of an earlier step, by its name."""

    name: str


def both(*conditions: Expr) -> Expr:
    """All of some conditions, in the shortest form."""
    kept = dict.fromkeys(
        part for each in conditions for part in (each.rules if isinstance(each, AllOf) else (each,))
    )
    if FALSE in kept or any(not_(each) in kept for each in kept):
        return FALSE
    return next(iter(kept)) if len(kept) == 1 else AllOf(tuple(kept))


def either(*conditions: Expr) -> Expr:
    """Any of some conditions, in the shortest form."""
    kept = dict.fromkeys(
        part for each in conditions for part in (each.rules if isinstance(each, AnyOf) else (each,))
    )
    if TRUE in kept or any(not_(each) in kept for each in kept):
        return TRUE
    return next(iter(kept)) if len(kept) == 1 else AnyOf(tuple(kept))


def not_(condition: Expr) -> Expr:
    """The denial of a condition, in the shortest form."""
    if condition == TRUE:
        return FALSE
    return TRUE if condition == FALSE else ~condition
