"""Every engine answers as the library does for one patient, for every rule that is shipped."""

from __future__ import annotations

from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "duckdb", "narwhals"):
    pytest.importorskip(_library)

from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk.published import guidelines
from cohort_engines import ENGINES, Rules, by_object, tables

RULES = [pytest.param(rules, id=rules.id) for rules in guidelines()]


@pytest.mark.parametrize("rules", RULES)
@given(data=st.data())
@settings(max_examples=6, deadline=None)
def test_engines_agree_with_the_evaluator(rules: Rules, data: st.DataObject) -> None:
    frame, known = data.draw(tables(rules))
    expected: list[dict[str, Any]] = [by_object(rules, each) for each in known]
    for name, engine in ENGINES.items():
        answered = engine(frame, rules).select(*expected[0]).to_dicts()
        assert answered == expected, name
