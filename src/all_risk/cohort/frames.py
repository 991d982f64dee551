"""Carry out a plan on a table of any engine, through narwhals."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw

from all_risk.cohort.conditions import Crossed, Filled, Known, Step
from all_risk.cohort.plan import Output, Plan, Truths, Words
from all_risk.cohort.schema import Kind
from all_risk.cohort.sql import Writer
from all_risk.cohort.steps import PREFIX
from all_risk.logic import FALSE, TRUE, AllOf, AnyOf, Expr, Not

__all__ = ["carry_out", "kinds_of", "with_conditions"]


_ROWS_AT_ONCE = 1 << 21


def kinds_of(table: Any) -> dict[str, Kind]:
    """What the columns of a narwhals frame hold."""
    return {name: _kind(dtype) for name, dtype in table.collect_schema().items()}


def _kind(dtype: Any) -> Kind:
    if dtype == nw.Boolean:
        return "boolean"
    if dtype == nw.Float32:
        return "single"
    if dtype.is_numeric():
        return "number"
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    return "unstated" if dtype == nw.Unknown else "other"


def carry_out(plan: Plan, frame: Any) -> Any:
    """Add the columns of a plan to a table.

    Args:
        plan: The plan.
        frame: A narwhals frame. A lazy one stays lazy.

    Returns:
        The narwhals frame with the columns added.
    """
    if frame.implementation.is_pyspark():
        return _on_spark(plan, frame)
    table = _Table(frame.collect_schema())
    if isinstance(frame, nw.LazyFrame):
        return _computed(plan, table, frame).drop(*table.made, *_names(plan))
    narrow = frame.select(*plan.columns) if plan.columns else frame.select(frame.columns[:1])
    if narrow.implementation.is_polars():
        # Some rows at a time: what is computed on the way needs not all be held at once.
        pieces = (narrow[i : i + _ROWS_AT_ONCE] for i in range(0, len(narrow), _ROWS_AT_ONCE))
        names = [output.name for output in plan.outputs]
        made = [_computed(plan, table, p.lazy()).select(*names).collect() for p in pieces]
        answers = nw.concat(made) if made else _computed(plan, table, narrow)
    else:
        answers = _computed(plan, table, narrow)
    return frame.with_columns(*(answers[output.name] for output in plan.outputs))


def with_conditions(frame: Any, conditions: Mapping[str, Expr]) -> Any:
    """A narwhals frame with conditions added as columns of true and false.

    Args:
        frame: The frame.
        conditions: The conditions, by the name of the column.

    Returns:
        The frame.
    """
    table = _Table(frame.collect_schema())
    made = {name: table.expression(condition) for name, condition in conditions.items()}
    cleaned = frame.with_columns(**table.clean) if table.clean else frame
    return cleaned.with_columns(**made)


def _on_spark(plan: Plan, frame: Any) -> Any:
    """Each step as one piece of SQL: thousands of calls into Java would take seconds."""
    writer = Writer("spark")
    steps, answers = writer.steps(plan), writer.answers(plan)
    native = frame.to_native().selectExpr("*", *writer.clean())
    for step in steps:
        native = native.selectExpr("*", *step)
    kept = map(writer.quoted, frame.collect_schema().names())
    return nw.from_native(native.selectExpr(*kept, *answers))


def _names(plan: Plan) -> Iterable[str]:
    return (name for step in plan.steps for name in step)


def _computed(plan: Plan, table: _Table, frame: Any) -> Any:
    steps = [{name: table.expression(c) for name, c in step.items()} for step in plan.steps]
    outputs = {output.name: table.output(output) for output in plan.outputs}
    if table.clean:
        frame = frame.with_columns(**table.clean)
    for step in steps:
        frame = frame.with_columns(**step)
    return frame.with_columns(**outputs)


def _joined(parts: list[Any], join: Callable[[Any, Any], Any]) -> Any:
    """Expressions put together in a flat tree: engines walk it with a stack of their own."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(_joined(parts[:middle], join), _joined(parts[middle:], join))


class _Table:
    """Turns conditions on the columns of one table into narwhals expressions."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.clean: dict[str, Any] = {}

    @property
    def made(self) -> tuple[str, ...]:
        """The names of the columns made to compute with."""
        return tuple(self.clean)

    def column(self, name: str, kind: type | None = None) -> Any:
        """A column to compute with: numbers finite and in double precision, or missing.

        Args:
            name: Its name.
            kind: What it is compared with; None where only asked whether it holds anything.
        """
        dtype, column = self.schema[name], nw.col(name)
        if dtype.is_float():
            # In some engines a NaN lies above every threshold.
            number = column.cast(nw.Float64)
            return self._cleaned(name, nw.when(number.is_finite()).then(number))
        if dtype.is_numeric():
            return self._cleaned(name, column.cast(nw.Float64))
        if kind is None or dtype in (nw.Boolean, nw.String):
            return column
        # A column without any value has no type of its own.
        types: dict[type, Any] = {bool: nw.Boolean, float: nw.Float64, str: nw.String}
        return self._cleaned(f"{kind.__name__}_{name}", column.cast(types[kind]))

    def _cleaned(self, name: str, made: Any) -> Any:
        """A column computed from another, once."""
        clean = f"{PREFIX}of_{name}"
        self.clean.setdefault(clean, made)
        return nw.col(clean)

    def expression(self, condition: Expr) -> Any:
        """The expression of a condition; true or false in every row."""
        if isinstance(condition, Step):
            return nw.col(condition.name)
        if isinstance(condition, Not):
            return ~self.expression(condition.rule)
        if isinstance(condition, (AllOf, AnyOf)):
            if condition in (TRUE, FALSE):
                return nw.lit(condition == TRUE)
            parts = [self.expression(part) for part in condition.rules]
            return _joined(parts, operator.and_ if isinstance(condition, AllOf) else operator.or_)
        return self._leaf(condition)

    def _leaf(self, condition: Expr) -> Any:
        if isinstance(condition, Filled):
            return ~self.column(condition.column).is_null()
        if isinstance(condition, Crossed):
            above = self.column(condition.low, float) > self.column(condition.high, float)
            return above.fill_null(False)
        if not isinstance(condition, Known):
            raise TypeError(f"not a condition: {type(condition).__name__}")
        value = condition.value
        column = self.column(condition.column, type(value))
        if isinstance(value, bool):
            return (column if value else ~column).fill_null(False)
        held = {
            ">=": column.__ge__,
            ">": column.__gt__,
            "<=": column.__le__,
            "<": column.__lt__,
            "==": column.__eq__,
        }[condition.relation](value)
        return held.fill_null(False)

    def output(self, output: Output) -> Any:
        """The expression of a column given back."""
        if isinstance(output, Truths):
            return self.expression(output.condition)
        if isinstance(output, Words):
            return self._unless(output.unless, self._words(output))
        pieces = [
            nw.when(self.expression(condition)).then(nw.lit(f"|{word}")).otherwise(nw.lit(""))
            for condition, word in output.parts
            if condition != FALSE
        ]
        if not pieces:
            return self._unless(output.unless, nw.lit(""))
        return self._unless(output.unless, nw.concat_str(*pieces).str.slice(1))

    def _words(self, output: Words) -> Any:
        made = None if output.otherwise is None else nw.lit(output.otherwise)
        for condition, word in reversed(output.cases):
            if condition == TRUE:
                made = nw.lit(word)
            elif condition != FALSE:
                chosen = nw.when(self.expression(condition)).then(nw.lit(word))
                made = chosen if made is None else chosen.otherwise(made)
        return nw.lit(None, nw.String) if made is None else made

    def _unless(self, condition: Expr, words: Any) -> Any:
        if condition == FALSE:
            return words
        return nw.when(~self.expression(condition)).then(words)
