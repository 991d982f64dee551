"""The same plan as SQL, for a warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from all_risk.cohort.conditions import Crossed, Filled, Known, Step
from all_risk.cohort.plan import PREFIX, Output, Plan, Truths, Words, plan
from all_risk.cohort.rules import asked_facts, find_rules
from all_risk.cohort.schema import InvalidTable, find_sources, is_fact_column
from all_risk.errors import Problem, nearest, shown
from all_risk.facts import is_unprinted
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Expr, Not

__all__ = ["Dialect", "to_sql"]

Dialect: TypeAlias = Literal["sqlite", "duckdb"]
DIALECTS: tuple[Dialect, ...] = ("sqlite", "duckdb")


def to_sql(
    rules: str | Guideline | Scheme,
    dialect: Dialect = "duckdb",
    *,
    table: str = "patients",
    columns: Iterable[str] | None = None,
    keep: Iterable[str] = (),
    prefix: str = "",
) -> str:
    """A query that answers a guideline or scheme for every row of a table.

    It is made of common table expressions and needs nothing but comparisons and `CASE`. Its
    answers are those of [evaluate][all_risk.cohort.evaluate] and
    [classify][all_risk.cohort.classify].

    Args:
        rules: The guideline or scheme, or its id.
        dialect: `sqlite` or `duckdb`.
        table: The name of the table.
        columns: The columns of the table that are facts; numbers in the units of the facts,
            flags as booleans (in SQLite 0 and 1). By default every fact that is asked, each
            in one column.
        keep: Columns to give back besides the answers, such as a key.
        prefix: What the names of the answers begin with.

    Returns:
        The query.

    Raises:
        InvalidTable: If the dialect is not known, or a column is not a fact.
        UnknownGuideline: If there is no guideline or scheme of that id.

    Examples:
        >>> query = to_sql("nci-rome", "sqlite", keep=["id"])
        >>> query.splitlines()[0]
        'WITH "__all_risk_rows" AS MATERIALIZED ('
    """
    if dialect not in DIALECTS:
        hint = nearest(str(dialect), DIALECTS) or f"; there are {', '.join(DIALECTS)}"
        message = f"{shown(dialect)} is not a dialect that can be written{hint}"
        raise InvalidTable(Problem("$", "unknown_dialect", message))
    asked = find_rules(rules) if isinstance(rules, str) else rules
    named = (
        [fact.name for fact in asked_facts(asked) if not is_unprinted(fact)]
        if columns is None
        else list(columns)
    )
    unknown = [name for name in named if not is_fact_column(name)]
    if unknown:
        raise InvalidTable(Problem(unknown[0], "not_a_fact", "no fact has this name"))
    made = plan(asked, find_sources(dict.fromkeys(named, "unstated")), prefix)
    return _Query(made, table, tuple(keep), dialect).text()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


class _Query:
    """Writes a plan as one query."""

    def __init__(self, made: Plan, table: str, keep: tuple[str, ...], dialect: Dialect) -> None:
        self.plan = made
        self.table = table
        self.keep = keep
        self.as_ = "AS MATERIALIZED" if dialect == "sqlite" else "AS"
        self.numbers: set[str] = set()

    def text(self) -> str:
        """The query."""
        steps = [
            [f"{self.condition(c)} AS {_quoted(name)}" for name, c in step.items()]
            for step in self.plan.steps
        ]
        answers = [f"{self.output(o)} AS {_quoted(o.name)}" for o in self.plan.outputs]
        named = dict.fromkeys((*self.keep, *self.plan.columns))
        kept = [_quoted(name) for name in named]
        # In some engines a NaN lies above every threshold.
        clean = [
            f"CASE WHEN {_quoted(n)} BETWEEN -1.7e308 AND 1.7e308 "
            f"THEN {_quoted(n)} END AS {_quoted(f'{PREFIX}of_{n}')}"
            for n in named
            if n in self.numbers
        ]
        # A table without facts still has rows.
        first = [*kept, *clean] or ["1 AS " + _quoted(f"{PREFIX}row")]
        parts = [self._part("rows", first, _quoted(self.table))]
        previous = "rows"
        for number, step in enumerate(steps):
            parts.append(self._part(f"{number}_", ["*", *step], _quoted(PREFIX + previous)))
            previous = f"{number}_"
        given = ",\n  ".join([*map(_quoted, self.keep), *answers])
        last = _quoted(PREFIX + previous)
        return f"WITH {', '.join(parts)}\nSELECT\n  {given}\nFROM {last}\n"

    def _part(self, name: str, columns: Iterable[str], table: str) -> str:
        listed = ",\n  ".join(columns)
        return f"{_quoted(PREFIX + name)} {self.as_} (\n  SELECT\n  {listed}\n  FROM {table}\n)"

    def number(self, name: str) -> str:
        """A column of numbers, finite or missing."""
        self.numbers.add(name)
        return _quoted(f"{PREFIX}of_{name}")

    def condition(self, condition: Expr) -> str:
        """A condition, true or false in every row."""
        if condition in (TRUE, FALSE):
            return "TRUE" if condition == TRUE else "FALSE"
        if isinstance(condition, Step):
            return _quoted(condition.name)
        if isinstance(condition, Not):
            return f"(NOT {self.condition(condition.rule)})"
        if isinstance(condition, (AllOf, AnyOf)):
            word = " AND " if isinstance(condition, AllOf) else " OR "
            return f"({word.join(self.condition(part) for part in condition.rules)})"
        if isinstance(condition, Filled):
            return f"({_quoted(condition.column)} IS NOT NULL)"
        if isinstance(condition, Crossed):
            low, high = self.number(condition.low), self.number(condition.high)
            return f"({low} IS NOT NULL AND {high} IS NOT NULL AND {low} > {high})"
        if not isinstance(condition, Known):
            raise TypeError(f"not a condition: {type(condition).__name__}")
        value = condition.value
        if isinstance(value, bool):
            column = _quoted(condition.column)
            return f"({column} IS NOT NULL AND {'' if value else 'NOT '}{column})"
        exact = isinstance(value, float)
        column = self.number(condition.column) if exact else _quoted(condition.column)
        relation = "=" if condition.relation == "==" else condition.relation
        return f"({column} IS NOT NULL AND {column} {relation} {_literal(value)})"

    def output(self, output: Output) -> str:
        """A column given back."""
        if isinstance(output, Truths):
            return self.condition(output.condition)
        if isinstance(output, Words):
            cases = list(self._cases(output))
            otherwise = "NULL" if output.otherwise is None else _literal(output.otherwise)
        else:
            pieces = [
                f"CASE WHEN {self.condition(c)} THEN {_literal('|' + word)} ELSE '' END"
                for c, word in output.parts
                if c != FALSE
            ]
            cases = []
            if output.unless != FALSE:
                cases.append(f"WHEN {self.condition(output.unless)} THEN NULL")
            otherwise = f"SUBSTR({' || '.join(pieces)}, 2)" if pieces else "''"
        return f"CASE {' '.join(cases)} ELSE {otherwise} END" if cases else otherwise

    def _cases(self, output: Words) -> Iterator[str]:
        if output.unless != FALSE:
            yield f"WHEN {self.condition(output.unless)} THEN NULL"
        for condition, word in output.cases:
            if condition != FALSE:
                yield f"WHEN {self.condition(condition)} THEN {_literal(word)}"
