"""Ask a guideline or scheme about every row of a table."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, TypeAlias, TypeVar, cast

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.frames import carry_out
from all_risk.cohort.mapping import Mapping
from all_risk.cohort.plan import Plan, plan
from all_risk.cohort.prepared import Prepared, prepare
from all_risk.cohort.rules import asked_facts
from all_risk.cohort.sources import Source
from all_risk.cohort.through_arrow import from_arrow
from all_risk.errors import InvalidTable, Problem
from all_risk.facts import is_unprinted
from all_risk.guideline import Guideline, Scheme
from all_risk.published import find_guideline, find_scheme

__all__ = [
    "AbsentFacts",
    "absent_facts",
    "answered",
    "classify",
    "evaluate",
    "planned",
    "refuse_clash",
]

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
    mapping: Mapping | None = None,
    prefix: str = "",
    reasons: bool = False,
    on_absent: OnAbsent = "warn",
) -> _Frame:
    """Which of a guideline's triggers each patient meets.

    Args:
        frame: A table with a row for each patient and a column for each fact
            ([columns][all_risk.cohort.columns]): a polars, pandas or pyarrow frame, a polars
            lazy frame, a DuckDB relation, a PySpark frame, or another that narwhals knows.
        guideline: The guideline, or its id.
        mapping: Which column holds which fact, and how; without one, columns are named
            after facts.
        prefix: What the names of the columns added begin with.
        reasons: Whether to add `because`, the facts that decided; `missing`, those that
            could change what is possible; and `settled_by`, those of them any value of which
            would settle it. There is `|` between the names.
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
    return _ask(frame, asked, mapping=mapping, prefix=prefix, reasons=reasons, on_absent=on_absent)


def classify(
    frame: _Frame,
    scheme: str | Scheme,
    *,
    mapping: Mapping | None = None,
    prefix: str = "",
    reasons: bool = False,
    on_absent: OnAbsent = "warn",
) -> _Frame:
    """Which groups of a risk scheme each patient may belong to.

    Args:
        frame: A table, as for [evaluate][all_risk.cohort.evaluate].
        scheme: The scheme, or its id.
        mapping: Which column holds which fact, and how; without one, columns are named
            after facts.
        prefix: What the names of the columns added begin with.
        reasons: Whether to add `because`, the facts that decided; `missing`, those that
            could change what is possible; and `settled_by`, those of them any value of which
            would settle it. There is `|` between the names.
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
    return _ask(frame, asked, mapping=mapping, prefix=prefix, reasons=reasons, on_absent=on_absent)


def absent_facts(rules: Guideline | Scheme, sources: Iterable[str]) -> tuple[str, ...]:
    """The facts a guideline or scheme asks for that a table does not hold."""
    held = frozenset(sources)
    asked = (fact for fact in asked_facts(rules) if not is_unprinted(fact))
    return tuple(fact.name for fact in asked if fact.name not in held)


def _ask(
    frame: _Frame,
    rules: Guideline | Scheme,
    *,
    mapping: Mapping | None,
    prefix: str,
    reasons: bool,
    on_absent: OnAbsent,
) -> _Frame:
    ready = prepare(frame, mapping)
    absent = absent_facts(rules, ready.sources)
    if absent and on_absent != "ignore":
        warning = AbsentFacts(absent, rules.id)
        if on_absent == "raise":
            raise InvalidTable(Problem("$", "absent_facts", str(warning)))
        warnings.warn(warning, stacklevel=3)
    made = planned(rules, ready.sources, prefix, reasons=reasons)
    refuse_clash(made, ready.given.collect_schema().names())
    return cast("_Frame", answered(ready, made).to_native())


def answered(ready: Prepared, made: Plan) -> Any:
    """The table as it was given with the answers of a plan added, as a narwhals frame."""
    if isinstance(ready.table, nw.LazyFrame):
        return carry_out(made, ready.table)
    answers = carry_out(made, ready.table).select(*(output.name for output in made.outputs))
    if ready.given.implementation.is_pandas():
        return from_arrow(answers, ready.given)
    return ready.given.with_columns(*(answers[name] for name in answers.columns))


@lru_cache(maxsize=64)
def _kept(rules: Guideline | Scheme, sources: _Sources, prefix: str, reasons: bool) -> Plan:
    return plan(rules, dict(sources.pairs), prefix, reasons=reasons)


@frozen(eq=False)
class _Sources:
    """Sources as a key, by what they say."""

    pairs: tuple[tuple[str, Source], ...]

    def __hash__(self) -> int:
        return hash(repr(self.pairs))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sources) and self.pairs == other.pairs


def planned(
    rules: Guideline | Scheme,
    sources: dict[str, Source],
    prefix: str = "",
    *,
    reasons: bool = False,
) -> Plan:
    """The plan for a guideline or scheme over a table, made once for the same columns."""
    return _kept(rules, _Sources(tuple(sources.items())), prefix, reasons)


def refuse_clash(made: Plan, existing: Iterable[str]) -> None:
    """Raise where a column to be added exists already."""
    known = frozenset(existing)
    taken = [output.name for output in made.outputs if output.name in known]
    if taken:
        message = f"the table has columns named {', '.join(taken)}; give a prefix for the answers"
        raise InvalidTable(Problem("$", "column_exists", message))
