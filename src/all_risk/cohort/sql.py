"""The same plan as SQL, for a warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from all_risk.cohort.conditions import Crossed, Filled, Known, Step
from all_risk.cohort.plan import Output, Plan, Truths, Words, plan
from all_risk.cohort.rules import asked_facts, find_rules
from all_risk.cohort.schema import find_sources, is_fact_column
from all_risk.cohort.steps import PREFIX
from all_risk.errors import InvalidTable, Problem, nearest, shown
from all_risk.facts import is_unprinted
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Expr, Not

__all__ = ["Dialect", "Writer", "to_sql"]

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
    return _query(made, table, tuple(keep), Writer(dialect))


def _query(made: Plan, table: str, keep: tuple[str, ...], writer: Writer) -> str:
    as_ = "AS MATERIALIZED" if writer.dialect == "sqlite" else "AS"

    def part(name: str, columns: Iterable[str], source: str) -> str:
        listed = ",\n  ".join(columns)
        named = writer.quoted(PREFIX + name)
        return f"{named} {as_} (\n  SELECT\n  {listed}\n  FROM {writer.quoted(source)}\n)"

    steps, answers = writer.steps(made), writer.answers(made)
    kept = map(writer.quoted, dict.fromkeys((*keep, *made.columns)))
    # A table without facts still has rows.
    parts = [part("rows", [*kept, *writer.clean()] or ["1 AS one"], table)]
    last = "rows"
    for number, step in enumerate(steps):
        parts.append(part(str(number), ["*", *step], PREFIX + last))
        last = str(number)
    given = ",\n  ".join([*map(writer.quoted, keep), *answers])
    named = writer.quoted(PREFIX + last)
    return f"WITH {', '.join(parts)}\nSELECT\n  {given}\nFROM {named}\n"


class Writer:
    """Writes the expressions of a plan."""

    def __init__(self, dialect: Dialect | Literal["spark"]) -> None:
        self.dialect = dialect
        self._numbers: dict[str, None] = {}

    def steps(self, made: Plan) -> list[list[str]]:
        """The columns of each step, with their names."""
        return [
            [f"{self.condition(c)} AS {self.quoted(name)}" for name, c in step.items()]
            for step in made.steps
        ]

    def answers(self, made: Plan) -> list[str]:
        """The columns to give back, with their names."""
        return [f"{self.output(each)} AS {self.quoted(each.name)}" for each in made.outputs]

    def clean(self) -> list[str]:
        """The columns of numbers used so far, finite or missing, with their names."""
        # In some engines a NaN lies above every threshold.
        return [
            f"CASE WHEN {self.quoted(name)} BETWEEN -1.7e308 AND 1.7e308 "
            f"THEN {self.quoted(name)} END AS {self.quoted(f'{PREFIX}of_{name}')}"
            for name in self._numbers
        ]

    def quoted(self, name: str) -> str:
        """A name of a column or table."""
        mark = "`" if self.dialect == "spark" else '"'
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"

    def literal(self, value: float | str | bool) -> str:
        """A constant."""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, str):
            text = value.replace("\\", "\\\\") if self.dialect == "spark" else value
            escaped = "\\'" if self.dialect == "spark" else "''"
            return "'" + text.replace("'", escaped) + "'"
        return f"{value!r}D" if self.dialect == "spark" else repr(value)

    def number(self, name: str) -> str:
        """A column of numbers, finite or missing."""
        self._numbers[name] = None
        return self.quoted(f"{PREFIX}of_{name}")

    def condition(self, condition: Expr) -> str:
        """A condition, true or false in every row."""
        if condition in (TRUE, FALSE):
            return "TRUE" if condition == TRUE else "FALSE"
        if isinstance(condition, Step):
            return self.quoted(condition.name)
        if isinstance(condition, Not):
            return f"(NOT {self.condition(condition.rule)})"
        if isinstance(condition, (AllOf, AnyOf)):
            word = " AND " if isinstance(condition, AllOf) else " OR "
            return f"({word.join(self.condition(part) for part in condition.rules)})"
        if isinstance(condition, Filled):
            return f"({self.quoted(condition.column)} IS NOT NULL)"
        if isinstance(condition, Crossed):
            low, high = self.number(condition.low), self.number(condition.high)
            return f"({low} IS NOT NULL AND {high} IS NOT NULL AND {low} > {high})"
        if not isinstance(condition, Known):
            raise TypeError(f"not a condition: {type(condition).__name__}")
        value = condition.value
        if isinstance(value, bool):
            column = self.quoted(condition.column)
            return f"({column} IS NOT NULL AND {'' if value else 'NOT '}{column})"
        exact = isinstance(value, float)
        column = self.number(condition.column) if exact else self.quoted(condition.column)
        relation = "=" if condition.relation == "==" else condition.relation
        return f"({column} IS NOT NULL AND {column} {relation} {self.literal(value)})"

    def output(self, output: Output) -> str:
        """A column given back."""
        if isinstance(output, Truths):
            return self.condition(output.condition)
        if isinstance(output, Words):
            cases = list(self._cases(output))
            otherwise = "NULL" if output.otherwise is None else self.literal(output.otherwise)
        else:
            pieces = [
                f"CASE WHEN {self.condition(c)} THEN {self.literal('|' + word)} ELSE '' END"
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
                yield f"WHEN {self.condition(condition)} THEN {self.literal(word)}"
