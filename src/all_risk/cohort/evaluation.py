"""Ask a guideline or scheme about every row of a table."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any, Literal, TypeAlias, TypeVar, cast

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.schema import InvalidTable, find_sources
from all_risk.cohort.frames import carry_out, kinds_of
from all_risk.cohort.through_arrow import from_arrow, to_arrow
from all_risk.cohort.plan import Plan, plan
from all_risk.cohort.sources import Source
from all_risk.errors import Problem
from all_risk.facts import is_unprinted
from all_risk.cohort.rules import asked_facts
from all_risk.guideline import Guideline, Scheme
from all_risk.published import find_guideline, find_scheme

__all__ = ["AbsentFacts", "absent_facts", "classify", "evaluate"]

_Frame = TypeVar("_Frame")
OnAbsent: TypeAlias = Literal["warn", "ignore", "raise"]


class AbsentFacts(UserWarning):
    """A table has no column for some facts that are asked; they are unknown in every row.

    Attributes:
        facts: Their names.
    """

    def __init__(self, facts: tuple[str, ...], asker: str) -> None:
        self.facts = facts
        super().__init__(
            f"{asker} asks for {len(facts)} facts that no column of the table holds; they are "
            f"unknown in every row: {', '.join(facts)}"
        )


def evaluate(
    frame: _Frame,
    guideline: str | Guideline = "nmdp-patient-2017",
    *,
    prefix: str = "",
    on_absent: OnAbsent = "warn",
) -> _Frame:
    """Which of a guideline's triggers each patient meets.

    Args:
        frame: A table with a row for each patient and a column for each fact
            ([columns][all_risk.cohort.columns]): a polars, pandas or pyarrow frame, a polars
            lazy frame, a DuckDB relation, a PySpark frame, or another that narwhals knows.
        guideline: The guideline, or its id.
        prefix: What the names of the columns added begin with.
        on_absent: What to do about facts that no column holds: `warn`, `ignore` or `raise`.

    Returns:
        The same kind of table with columns added: `refer` (`yes`, `no_trigger_met`,
        `unknown`); one for each trigger (`met`, `not_met`, `unknown`, `not_applicable`); and
        `conflict`, true where the row contradicts itself, so that the others hold nothing.
        A lazy table stays lazy.

    Raises:
        UnknownGuideline: If there is no guideline of that id.
        InvalidTable: If a column cannot hold its fact, or a column to be added exists.
    """
    asked = find_guideline(guideline) if isinstance(guideline, str) else guideline
    return _ask(frame, asked, prefix, on_absent)


def classify(
    frame: _Frame,
    scheme: str | Scheme,
    *,
    prefix: str = "",
    on_absent: OnAbsent = "warn",
) -> _Frame:
    """Which groups of a risk scheme each patient may belong to.

    Args:
        frame: A table, as for [evaluate][all_risk.cohort.evaluate].
        scheme: The scheme, or its id.
        prefix: What the names of the columns added begin with.
        on_absent: What to do about facts that no column holds: `warn`, `ignore` or `raise`.

    Returns:
        The same kind of table with columns added: `group` (where it is decided), `possible`
        (every group still possible, from the lowest risk, with `|` between them),
        `applicable` (`yes`, `no`, `unknown`), `uncovered` (whether the patient may fall in no
        printed row) and `conflict`, true where the row contradicts itself, so that the others
        hold nothing.

    Raises:
        UnknownGuideline: If there is no scheme of that id.
        InvalidTable: If a column cannot hold its fact, or a column to be added exists.
    """
    asked = find_scheme(scheme) if isinstance(scheme, str) else scheme
    return _ask(frame, asked, prefix, on_absent)


def absent_facts(rules: Guideline | Scheme, sources: dict[str, Source]) -> tuple[str, ...]:
    """The facts a guideline or scheme asks for that a table does not hold."""
    asked = (fact for fact in asked_facts(rules) if not is_unprinted(fact))
    return tuple(fact.name for fact in asked if fact.name not in sources)


def _ask(frame: _Frame, rules: Guideline | Scheme, prefix: str, on_absent: OnAbsent) -> _Frame:
    table = cast("Any", nw.from_native(cast("Any", frame)))
    worked_on = to_arrow(table)
    sources = find_sources(kinds_of(worked_on))
    absent = absent_facts(rules, sources)
    if absent and on_absent != "ignore":
        warning = AbsentFacts(absent, rules.id)
        if on_absent == "raise":
            raise InvalidTable(Problem("$", "absent_facts", str(warning)))
        warnings.warn(warning, stacklevel=3)
    made = _planned(rules, tuple(sources.items()), prefix)
    _refuse_clash(made, table.collect_schema().names())
    if worked_on is table:
        return cast("_Frame", carry_out(made, table).to_native())
    answers = carry_out(made, worked_on).select(*(output.name for output in made.outputs))
    return cast("_Frame", from_arrow(answers, table).to_native())


@lru_cache(maxsize=64)
def _kept(rules: Guideline | Scheme, sources: _Sources, prefix: str) -> Plan:
    return plan(rules, dict(sources.pairs), prefix)


@frozen(eq=False)
class _Sources:
    """Sources as a key, by what they say."""

    pairs: tuple[tuple[str, Source], ...]

    def __hash__(self) -> int:
        return hash(repr(self.pairs))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sources) and self.pairs == other.pairs


def _planned(
    rules: Guideline | Scheme, sources: tuple[tuple[str, Source], ...], prefix: str
) -> Plan:
    return _kept(rules, _Sources(sources), prefix)


def _refuse_clash(made: Plan, existing: list[str]) -> None:
    taken = [output.name for output in made.outputs if output.name in existing]
    if taken:
        message = f"the table has columns named {', '.join(taken)}; give a prefix for the answers"
        raise InvalidTable(Problem("$", "column_exists", message))
