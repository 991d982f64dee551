"""Short ways to write down what is known and where a scheme places it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from all_risk import classify
from all_risk.facts import Facts
from all_risk.logic import Value
from all_risk.quantities import Interval, exactly

__all__ = ["OUTSIDE", "UNCOVERED", "Known", "groups", "placed", "without"]

Known: TypeAlias = Mapping[str, bool | str | int | Interval]
"""Facts by name: a number as text or whole, a category as text, an interval as itself."""

OUTSIDE, UNCOVERED = "outside", "uncovered"


def _value(given: bool | str | int | Interval) -> Value:
    if isinstance(given, (bool, Interval)):
        return given
    text = str(given)
    number = text.replace(".", "", 1).isdigit()
    return exactly(Decimal(text)) if number else frozenset(text.split("|"))


def placed(scheme: str, known: Known) -> set[str]:
    """The groups left, with `uncovered` and `outside` where those are possible too."""
    answer = classify(Facts(values={name: _value(v) for name, v in known.items()}), scheme)
    assert answer.group is None or answer.possible == (answer.group,)
    return {
        *answer.possible,
        *([UNCOVERED] if answer.uncovered else []),
        *([OUTSIDE] if answer.applicable is not True else []),
    }


def without(known: Known, *names: str) -> Known:
    """The facts but for some, each of which must be among them."""
    assert set(names) <= set(known)
    return {name: value for name, value in known.items() if name not in names}


def groups(text: str) -> set[str]:
    """A set of groups from their names in one text."""
    return set(text.split())
