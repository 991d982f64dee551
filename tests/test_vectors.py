"""Test vectors: every fact can be written, the vectors hold, and changed rules break them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from all_risk.codec import from_dict
from all_risk.derivation import derive
from all_risk.facts import CATALOGUE
from all_risk.genetics.lesions import LESIONS
from all_risk.logic import Category, Fact, Flag, Quantity, Value
from all_risk.quantities import Interval, exactly
from vectors.fragments import document, has_fragment, sample_of

FACTS: tuple[Fact, ...] = (*CATALOGUE, *(Flag(lesion.name) for lesion in LESIONS))
EARLIEST = {"days_to_remission_ponte_di_legno": 28}  # it asks at the end of induction or later


def some_values(fact: Fact) -> list[Value]:
    if isinstance(fact, Flag):
        return [True, False]
    if isinstance(fact, Category):
        return [frozenset({word}) for word in sorted(fact.values)]
    assert isinstance(fact, Quantity)
    if fact.name in ("modal_number",):
        return [exactly(n) for n in (20, 44, 46, 55, 90)]
    if fact.unit == "1":
        return [exactly(Decimal(n)) for n in ("0.0001", "0.01", "0.25", "1")]
    return [exactly(n) for n in (0, 1, 12, 30, 50)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_fact_can_be_written_and_comes_out(fact: Fact) -> None:
    assert has_fragment(fact), "give it a fragment in tests/vectors/fragments.py"
    for value in some_values(fact):
        found = derive(from_dict(document({fact.name: value})))
        if isinstance(value, Interval) and value.low < EARLIEST.get(fact.name, 0):
            assert found.values.get(fact.name) != value
        else:
            assert found.values.get(fact.name) == value
            assert not found.conflicts
