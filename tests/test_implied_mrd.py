"""What a negative MRD result says of the level, and what it does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from all_risk.facts import (
    mrd,
    mrd_detected,
    mrd_quantifiable,
    mrd_sensitivity,
    relapse_extramedullary,
    relapse_marrow,
    relapses,
)
from all_risk.implications import closed
from all_risk.logic import Contradiction, Value
from all_risk.quantities import below, exactly

LEVEL = mrd("week_12", method="pcr").name
FOUND = mrd_detected("week_12", method="pcr").name
SENSITIVITY = mrd_sensitivity("week_12", method="pcr").name
TENTH, HUNDREDTH = Decimal("0.001"), Decimal("0.0001")


def test_a_sensitive_negative_result_bounds_the_level() -> None:
    known: dict[str, Value] = {FOUND: False, SENSITIVITY: exactly(HUNDREDTH)}
    assert closed(known)[LEVEL] == below(HUNDREDTH)


@pytest.mark.parametrize("sensitivity", [exactly(TENTH), None])
def test_an_insensitive_one_does_not(sensitivity: Value | None) -> None:
    known: dict[str, Value] = {FOUND: False}
    if sensitivity is not None:
        known[SENSITIVITY] = sensitivity
    assert LEVEL not in closed(known)


def test_a_level_above_the_sensitivity_was_found() -> None:
    assert closed({LEVEL: exactly(TENTH), SENSITIVITY: exactly(HUNDREDTH)})[FOUND] is True


def test_negative_and_high_together_are_a_contradiction() -> None:
    with pytest.raises(Contradiction):
        closed({LEVEL: exactly(TENTH), FOUND: False, SENSITIVITY: exactly(HUNDREDTH)})


def test_what_is_quantified_was_found() -> None:
    quantified = mrd_quantifiable("week_12", method="pcr").name
    assert closed({quantified: True})[FOUND] is True
    assert closed({FOUND: False})[quantified] is False


def test_a_relapse_is_somewhere() -> None:
    known: dict[str, Value] = {relapses.name: exactly(1), relapse_marrow.name: False}
    assert closed(known)[relapse_extramedullary.name] is True
