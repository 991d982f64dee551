"""PySpark answers as the library does for one patient, and computes nothing by itself.

One real local session serves all rules: it takes seconds to start.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "duckdb", "narwhals", "pyspark"):
    pytest.importorskip(_library)
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

import polars as pl

from all_risk.cohort.rules import asked_facts
from all_risk.logic import Category, Fact, Flag, Quantity, Value
from all_risk.published import guidelines
from all_risk.quantities import Interval
from cohort_engines import PREFIX, Known, Rules, as_columns, ask, by_object, facts_of, numbers

sql = pytest.importorskip("pyspark.sql")
RULES = [pytest.param(rules, id=rules.id) for rules in guidelines()]
ROWS = 40


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def drawn(rules: Rules, fact: Fact, chance: random.Random) -> Value:
    if isinstance(fact, Flag):
        return chance.random() < 0.3
    if isinstance(fact, Category):
        return frozenset({chance.choice(sorted(fact.values))})
    value = chance.choice(numbers(rules, fact))
    return Interval(value, value)


def made_table(rules: Rules) -> tuple[pl.DataFrame, list[Known]]:
    """Facts that are asked and some tied to them; a random half of the values known."""
    chance = random.Random(rules.id)
    asked = {fact.name for fact in asked_facts(rules)}
    every = facts_of(rules)
    tied = [fact for fact in every if fact.name not in asked]
    facts = [fact for fact in every if fact.name in asked]
    facts += chance.sample(tied, min(3, len(tied)))
    known: list[Known] = [
        {f.name: drawn(rules, f, chance) for f in facts if chance.random() < 0.5}
        for _ in range(ROWS)
    ]
    columns: dict[str, pl.Series] = {"id": pl.Series(range(ROWS), dtype=pl.Int64)}
    for fact in facts:
        exact = not isinstance(fact, Quantity) or chance.random() < 0.7
        columns |= as_columns(fact, [row.get(fact.name) for row in known], exact=exact)
    return pl.DataFrame(columns), known


@pytest.mark.parametrize("rules", RULES)
def test_spark_agrees_with_the_evaluator(spark: Any, rules: Rules) -> None:
    frame, known = made_table(rules)
    kinds = {pl.Boolean: "boolean", pl.String: "string", pl.Float64: "double", pl.Int64: "bigint"}
    schema = ", ".join(f"`{n}` {kinds[type(d)]}" for n, d in frame.schema.items())
    answered = ask(spark.createDataFrame(frame.rows(), schema), rules)
    assert isinstance(answered, sql.DataFrame)
    assert not [name for name in answered.columns if name.startswith("__")]
    expected = [by_object(rules, each) for each in known]
    rows = answered.orderBy("id").select(*expected[0]).collect()
    assert [row.asDict() for row in rows] == expected


def test_nothing_is_computed_until_it_is_asked_for(spark: Any) -> None:
    tracker = spark.sparkContext.statusTracker()
    before = list(tracker.getJobIdsForGroup())
    frame = spark.createDataFrame(
        [(1, 60.0, float("nan"), "B")], "id int, age double, wbc double, lineage string"
    )
    answered = ask(frame, next(rules for rules in guidelines() if rules.id == "nci-rome"))
    assert list(tracker.getJobIdsForGroup()) == before
    assert answered.first()[f"{PREFIX}possible"] == "standard|high"
