"""Tables of facts made by Hypothesis, and every engine that answers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl
from hypothesis import strategies as st

from all_risk import classify, cohort, evaluate
from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.rules import asked_facts, decisions
from all_risk.cohort.ties import related
from all_risk.errors import InvalidPatient
from all_risk.facts import Facts, is_unprinted
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import Guideline, Scheme
from all_risk.implications import implications
from all_risk.logic import Category, Compare, Fact, Flag, Quantity, Value, atoms
from all_risk.quantities import Interval

Rules = Guideline | Scheme
_Frame = TypeVar("_Frame")
Known = dict[str, Value]
Answer = dict[str, Any]

PREFIX = "answer_"
"""Triggers and facts can have the same name."""

TIES = implications(lesion.name for lesion in LESIONS)


def facts_of(rules: Rules) -> list[Fact]:
    """The facts that can bear on some rules: those asked, and those tied to them."""
    asked = [fact for fact in asked_facts(rules) if not is_unprinted(fact)]
    every = frozenset(name for clause in TIES for name in clause.facts)
    tied = related(TIES, [fact.name for fact in asked], every)
    names = dict.fromkeys([*(f.name for f in asked), *(n for c in tied for n in sorted(c.facts))])
    return [fact_named(name) for name in names]


def numbers(rules: Rules, fact: Quantity) -> list[Decimal]:
    """The values that rules compare a fact with, one step to either side, and its ends."""
    compared = [a for d in decisions(rules).values() for _, rule in d.cases for a in atoms(rule)]
    compared += [atom for clause in TIES for atom, _ in clause.literals]
    printed = {a.amount.value for a in compared if isinstance(a, Compare) and a.fact == fact}
    step = Decimal(1) if fact.whole else Decimal("0.00001")
    near = {v + d for v in printed for d in (-step, Decimal(0), step)} | {fact.domain.low}
    return sorted(v for v in near if fact.domain.holds(v))


def value_of(rules: Rules, fact: Fact, *, exact: bool) -> st.SearchStrategy[Value]:
    if isinstance(fact, Flag):
        return st.booleans()
    if isinstance(fact, Category):
        return st.sampled_from(sorted(fact.values)).map(lambda value: frozenset({value}))
    edges = st.sampled_from(numbers(rules, fact))
    if exact:
        return edges.map(lambda value: Interval(value, value))
    whole = fact.whole

    def between(drawn: tuple[Decimal, Decimal, bool, bool]) -> Interval:
        low, high = sorted(drawn[:2])
        opened = low < high and not whole
        return Interval(low, high, drawn[2] and opened, drawn[3] and opened)

    upward = edges.map(Interval)
    return upward | st.tuples(edges, edges, st.booleans(), st.booleans()).map(between)


@st.composite
def tables(draw: st.DrawFn, rules: Rules, rows: int = 25) -> tuple[pl.DataFrame, list[Known]]:
    """A table with some of the facts as columns, and the same rows as facts."""
    facts = draw(st.lists(st.sampled_from(facts_of(rules)), unique=True, max_size=14))
    names = {fact.name: draw(st.booleans()) for fact in facts}
    row = st.fixed_dictionaries(
        {fact.name: st.none() | value_of(rules, fact, exact=names[fact.name]) for fact in facts}
    )
    drawn = draw(st.lists(row, min_size=1, max_size=rows))
    known = [{n: v for n, v in each.items() if v is not None} for each in drawn]
    columns: dict[str, pl.Series] = {"id": pl.Series(range(len(drawn)), dtype=pl.Int64)}
    for fact in facts:
        columns |= as_columns(fact, [each[fact.name] for each in drawn], exact=names[fact.name])
    return pl.DataFrame(columns), known


def as_columns(fact: Fact, values: list[Any], *, exact: bool) -> dict[str, pl.Series]:
    name = fact.name
    if isinstance(fact, Flag):
        return {name: pl.Series(values, dtype=pl.Boolean)}
    if isinstance(fact, Category):
        return {name: pl.Series([v and next(iter(v)) for v in values], dtype=pl.String)}
    if exact:
        return {name: pl.Series([v and float(v.low) for v in values], dtype=pl.Float64)}
    none = Interval()
    bounds = [none if v is None else v for v in values]
    high = [None if b.high.is_infinite() else float(b.high) for b in bounds]
    made = {
        "low": pl.Series([float(b.low) for b in bounds], dtype=pl.Float64),
        "high": pl.Series(high, dtype=pl.Float64),
        "low_open": pl.Series([b.low_open for b in bounds], dtype=pl.Boolean),
        "high_open": pl.Series([b.high_open for b in bounds], dtype=pl.Boolean),
    }
    return {f"{name}__{end}": series for end, series in made.items()}


def by_object(rules: Rules, known: Known) -> Answer:
    """The answer of the library for one patient, as the columns a table is given."""
    return {PREFIX + name: value for name, value in _answer(rules, known).items()}


def _answer(rules: Rules, known: Known) -> Answer:
    facts = Facts(values=known)
    try:
        if isinstance(rules, Scheme):
            found = classify(facts, rules)
            word = {True: "yes", False: "no", None: "unknown"}[found.applicable]
            return {
                "group": found.group,
                "possible": "|".join(found.possible),
                "applicable": word,
                "uncovered": found.uncovered,
                "conflict": False,
            }
        answer = evaluate(facts, rules)
    except InvalidPatient:
        if isinstance(rules, Scheme):
            words = dict.fromkeys(("group", "possible", "applicable"))
            return {**words, "uncovered": False, "conflict": True}
        words = dict.fromkeys(("refer", *(trigger.id for trigger in rules.triggers)))
        return {**words, "conflict": True}
    statuses = {trigger.id: trigger.status for trigger in answer.triggers}
    return {"refer": answer.refer, **statuses, "conflict": False}


def ask(frame: _Frame, rules: Rules) -> _Frame:
    if isinstance(rules, Scheme):
        return cohort.classify(frame, rules, prefix=PREFIX, on_absent="ignore")
    return cohort.evaluate(frame, rules, prefix=PREFIX, on_absent="ignore")


def _polars(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return ask(frame, rules)


def _lazy(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    answered = ask(frame.lazy(), rules)
    assert isinstance(answered, pl.LazyFrame)
    return answered.collect()


def _pandas_numpy(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return pl.from_pandas(ask(frame.to_pandas(), rules))


def _pandas_nullable(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return pl.from_pandas(ask(frame.to_pandas().convert_dtypes(), rules))


def _pandas_arrow(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return pl.from_pandas(ask(frame.to_pandas(use_pyarrow_extension_array=True), rules))


def _pyarrow(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(ask(frame.to_arrow(), rules)))


def _duckdb(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    import duckdb

    with duckdb.connect() as connection:
        connection.register("patients", frame.to_arrow())
        answered = ask(connection.table("patients"), rules)
        return pl.DataFrame(answered.order("id").pl())


def _facts_in(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name != "id"]


def _duckdb_sql(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    import duckdb

    query = cohort.to_sql(rules, "duckdb", columns=_facts_in(frame), keep=["id"], prefix=PREFIX)
    with duckdb.connect() as connection:
        connection.register("patients", frame.to_arrow())
        return pl.DataFrame(connection.sql(query).order("id").pl())


def _sqlite_sql(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    query = cohort.to_sql(rules, "sqlite", columns=_facts_in(frame), keep=["id"], prefix=PREFIX)
    connection = sqlite3.connect(":memory:")
    try:
        named = ", ".join('"' + name + '"' for name in frame.columns)
        connection.execute(f"CREATE TABLE patients ({named})")
        marks = ", ".join("?" * len(frame.columns))
        connection.executemany("INSERT INTO patients VALUES (" + marks + ")", frame.rows())  # noqa: S608 - marks only
        cursor = connection.execute(query)
        header = [each[0] for each in cursor.description]
        rows = [dict(zip(header, row, strict=True)) for row in cursor]
    finally:
        connection.close()
    for row in rows:
        for name in {f"{PREFIX}uncovered", f"{PREFIX}conflict"} & row.keys():
            row[name] = bool(row[name])
    return pl.DataFrame(sorted(rows, key=lambda row: row["id"]), infer_schema_length=None)


ENGINES: Mapping[str, Callable[[pl.DataFrame, Rules], pl.DataFrame]] = {
    "polars": _polars,
    "polars-lazy": _lazy,
    "pandas-numpy": _pandas_numpy,
    "pandas-nullable": _pandas_nullable,
    "pandas-arrow": _pandas_arrow,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
    "duckdb-sql": _duckdb_sql,
    "sqlite-sql": _sqlite_sql,
}
