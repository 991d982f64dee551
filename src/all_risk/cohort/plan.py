"""What to compute for a guideline or scheme, step by step, for any engine.

A plan is made once from the diagrams of the decisions. The work it takes grows with the size
of the diagrams and with the rows, and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from attrs import field, frozen

from all_risk.cohort.conditions import both, either, not_
from all_risk.cohort.reasons import because, missing
from all_risk.cohort.rules import asked_facts, decisions
from all_risk.cohort.sources import Source, may_be
from all_risk.cohort.steps import Flow, StepWriter
from all_risk.cohort.ties import related
from all_risk.facts import died_before_day_28, is_unprinted
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import MET, NOT_MET, OUTSIDE, UNCOVERED, Guideline, Scheme, Trigger
from all_risk.implications import implications
from all_risk.logic import TRUE, Clause, Decision, Expr, atoms
from all_risk.logic.building import build

__all__ = ["Listed", "Output", "Plan", "Truths", "Words", "plan"]


@frozen
class Words:
    """A column of words: that of the first condition that holds.

    Attributes:
        name: The name of the column.
        cases: Conditions with their words.
        otherwise: The word where none holds; None for nothing.
        unless: Where the column holds nothing.
    """

    name: str
    cases: tuple[tuple[Expr, str], ...]
    otherwise: str | None
    unless: Expr


@frozen
class Listed:
    """A column of words put together, `|` between them.

    Attributes:
        name: The name of the column.
        parts: Conditions with the word each adds.
        unless: Where the column holds nothing.
    """

    name: str
    parts: tuple[tuple[Expr, str], ...]
    unless: Expr


@frozen
class Truths:
    """A column of truths.

    Attributes:
        name: The name of the column.
        condition: Where it is true.
    """

    name: str
    condition: Expr


Output: TypeAlias = Words | Listed | Truths


@frozen
class Plan:
    """What to compute.

    Attributes:
        steps: Conditions by name, step by step; each step needs only those before it.
        outputs: The columns to give back.
        sources: Where each fact used stands.
        asked: Every fact the rules ask for.
    """

    steps: tuple[Mapping[str, Expr], ...]
    outputs: tuple[Output, ...]
    sources: Mapping[str, Source]
    asked: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table it reads."""
        return tuple(dict.fromkeys(c for s in self.sources.values() for c in s.columns))


@lru_cache(maxsize=64)  # bounded: names come from tables
def _ties(extra: frozenset[str]) -> tuple[Clause, ...]:
    return implications([*(lesion.name for lesion in LESIONS), *sorted(extra)])


def _bearing(
    decision: Decision, ties: tuple[Clause, ...], known: Iterable[str]
) -> Iterable[Clause]:
    names = (atom.fact.name for _, rule in decision.cases for atom in atoms(rule))
    return related(ties, names, frozenset(known))


def plan(
    rules: Guideline | Scheme,
    sources: Mapping[str, Source],
    prefix: str = "",
    *,
    reasons: bool = False,
) -> Plan:
    """The plan for a guideline or scheme over a table.

    Args:
        rules: The guideline or scheme.
        sources: Where each fact that the table has stands.
        prefix: What the names of the columns given back begin with.
        reasons: Whether to give back the deciding and the missing facts as well.

    Returns:
        The plan.
    """
    asked = asked_facts(rules)
    names = tuple(fact.name for fact in asked)
    ties = _ties(frozenset((*names, *sources)))
    # Reasons are asked of every fact, also of those that are unknown in every row.
    known = {*sources, *(f.name for f in asked if reasons and not is_unprinted(f))}
    writer = StepWriter(sources)
    flows = {
        name: writer.add(build(decision, _bearing(decision, ties, known), known, thorough=True))
        for name, decision in decisions(rules).items()
    }
    conflict = writer.contradiction(ties)
    if isinstance(rules, Scheme):
        outputs = _scheme_outputs(rules, flows[rules.id].possible, conflict, prefix)
        told = [(flow, TRUE) for flow in flows.values()]
    else:
        outputs = _guideline_outputs(rules, flows, conflict, writer, prefix)
        void = {each.id: _void(each, flows[each.id], writer) for each in rules.triggers}
        told = [(flow, not_(void[name])) for name, flow in flows.items()]
    if reasons:
        given = list(decisions(rules).values())
        changing, settling = missing(writer, given, told)
        outputs += (
            Listed(f"{prefix}because", because(writer, given, flows.values()), conflict),
            Listed(f"{prefix}missing", changing, conflict),
            Listed(f"{prefix}settled_by", settling, conflict),
        )
    return Plan(tuple(writer.steps), outputs, writer.used, names)


def _scheme_outputs(
    scheme: Scheme, ends: Mapping[str, Expr], conflict: Expr, prefix: str
) -> tuple[Output, ...]:
    groups = [(ends[group], group) for group in scheme.groups]
    uncovered, outside = ends[UNCOVERED], ends[OUTSIDE]
    alone = tuple(
        (
            both(
                here,
                not_(uncovered),
                *(not_(other) for other, name in groups if name != group),
            ),
            group,
        )
        for here, group in groups
    )
    inside = either(uncovered, *(here for here, _ in groups))
    return (
        Words(f"{prefix}group", alone, None, conflict),
        Listed(f"{prefix}possible", tuple(groups), conflict),
        Words(
            f"{prefix}applicable",
            ((not_(inside), "no"), (not_(outside), "yes")),
            "unknown",
            conflict,
        ),
        Truths(f"{prefix}uncovered", both(uncovered, not_(conflict))),
        Truths(f"{prefix}conflict", conflict),
    )


def _guideline_outputs(
    guideline: Guideline,
    flows: Mapping[str, Flow],
    conflict: Expr,
    writer: StepWriter,
    prefix: str,
) -> tuple[Output, ...]:
    outputs: list[Output] = []
    met, not_met, settled = [], [], []
    for trigger in guideline.triggers:
        possible = flows[trigger.id].possible
        m, n, o = possible[MET], possible[NOT_MET], possible[OUTSIDE]
        void = _void(trigger, flows[trigger.id], writer)
        only_met, only_not = both(m, not_(n), not_(o)), both(n, not_(m), not_(o))
        cases = ((only_met, MET), (only_not, NOT_MET), (void, "not_applicable"))
        outputs.append(Words(f"{prefix}{trigger.id}", cases, "unknown", conflict))
        if trigger.layer == "consultation":
            met.append(only_met)
            not_met.append(only_not)
            settled.append(either(only_not, void))
    refer = Words(
        f"{prefix}refer",
        ((either(*met), "yes"), (both(*settled, either(*not_met)), "no_trigger_met")),
        "unknown",
        conflict,
    )
    return (refer, *outputs, Truths(f"{prefix}conflict", conflict))


def _void(trigger: Trigger, flow: Flow, writer: StepWriter) -> Expr:
    """That a trigger does not apply."""
    m, n, o = (flow.possible[label] for label in (MET, NOT_MET, OUTSIDE))
    outside = both(not_(m), not_(n))
    died = writer.sources.get(died_before_day_28.name)
    if not trigger.due_on_day_28 or died is None:
        return outside
    writer.used[died_before_day_28.name] = died
    dead = not_(may_be((True, False), frozenset({1}), died))
    several = either(both(m, n), both(m, o), both(n, o))
    return either(outside, both(dead, several))
