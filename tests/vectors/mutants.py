"""Rules with one thing changed in them, to see whether the vectors notice.

cd tests && python -m vectors.mutants [ID ...]   prints how many are noticed, and each that is not,
                                                 and keeps that in vectors/mutation.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from all_risk.codec import from_dict
from all_risk.derivation import derive
from all_risk.evaluation import compiled, evaluate
from all_risk.facts import Facts, is_unprinted
from all_risk.guideline import OUTSIDE, UNCOVERED, Basis, Guideline, Scheme, Trigger
from all_risk.implications import implications
from all_risk.logic import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Compare,
    CompiledDecision,
    Decision,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    any_of,
    atoms,
)
from all_risk.published import all_guidelines, all_schemes
from all_risk.quantities import Operator
from vectors.make import derived_items, digest, rules_of, vectors
from vectors.worlds import step_of

__all__ = ["Mutant", "equivalent", "mutants", "noticed"]

_NEXT: Mapping[Operator, Operator] = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


@frozen(kw_only=True)
class Mutant:
    """A guideline or scheme with one thing changed.

    Attributes:
        words: What was changed.
        where: The row, ground or population it was changed in.
        rules: The guideline or scheme.
    """

    words: str
    where: str
    rules: Guideline | Scheme


def mutants(asked: Guideline | Scheme) -> Iterator[Mutant]:
    """A guideline or scheme with one thing changed, in every way."""
    if isinstance(asked, Scheme):
        yield from _of_scheme(asked)
    else:
        yield from _of_guideline(asked)


def _of_scheme(scheme: Scheme) -> Iterator[Mutant]:
    for i, row in enumerate(scheme.rows):
        before, after = scheme.rows[:i], scheme.rows[i + 1 :]
        for words, when in _changed(row.when):
            rows = (*before, evolve(row, when=when), *after)
            yield Mutant(words=words, where=row.id, rules=evolve(scheme, rows=rows))
        place = scheme.groups.index(row.group)
        for group in (
            scheme.groups[max(0, place - 1) : place] + scheme.groups[place + 1 : place + 2]
        ):
            rows = (*before, evolve(row, group=group), *after)
            yield Mutant(words=f"group {group}", where=row.id, rules=evolve(scheme, rows=rows))
        dropped = evolve(scheme, rows=(*before, evolve(row, when=FALSE), *after))
        yield Mutant(words="dropped", where=row.id, rules=dropped)
    for words, who in _changed(scheme.population.who):
        population = evolve(scheme.population, who=who)
        rules = evolve(scheme, population=population)
        yield Mutant(words=words, where="population", rules=rules)


def _of_guideline(guideline: Guideline) -> Iterator[Mutant]:
    derived = derived_items(guideline)
    for i, trigger in enumerate(guideline.triggers):
        for j, basis in enumerate(trigger.bases):
            changes = [] if basis.id in derived else list(_changed_basis(basis))
            for words, other in (*changes, ("dropped", evolve(basis, rule=FALSE))):
                bases = (*trigger.bases[:j], other, *trigger.bases[j + 1 :])
                changed: Trigger = evolve(trigger, bases=bases)
                triggers = (*guideline.triggers[:i], changed, *guideline.triggers[i + 1 :])
                rules = evolve(guideline, triggers=triggers)
                yield Mutant(words=words, where=f"{trigger.id}/{basis.id}", rules=rules)
    for words, who in _changed(guideline.population.who):
        population = evolve(guideline.population, who=who)
        rules = evolve(guideline, population=population)
        yield Mutant(words=words, where="population", rules=rules)


def _changed_basis(basis: Basis) -> Iterator[tuple[str, Basis]]:
    for words, rule in _changed(basis.rule):
        yield words, evolve(basis, rule=rule)
    for words, who in _changed(basis.population):
        yield f"population: {words}", evolve(basis, population=who)


def _changed(rule: Expr) -> Iterator[tuple[str, Expr]]:
    """A rule with one atom changed, or one condition left out."""
    if isinstance(rule, Flag):
        if not is_unprinted(rule):
            yield f"not {rule}", Not(rule)
    elif isinstance(rule, Compare):
        yield from _moved(rule)
    elif isinstance(rule, OneOf):
        for word in sorted(rule.fact.values):
            yield f"{rule} and {word} changed", OneOf(rule.fact, rule.values ^ {word})
    elif isinstance(rule, Not):
        yield from ((words, Not(other)) for words, other in _changed(rule.rule))
    elif isinstance(rule, (AllOf, AnyOf)):
        for i, part in enumerate(rule.rules):
            before, after = rule.rules[:i], rule.rules[i + 1 :]
            for words, other in _changed(part):
                yield words, type(rule)((*before, other, *after))
            yield f"without {_told(part)}", type(rule)((*before, *after))


def _told(rule: Expr) -> str:
    names = list(dict.fromkeys(str(atom) for atom in atoms(rule)))
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _moved(atom: Compare) -> Iterator[tuple[str, Expr]]:
    other = _NEXT[atom.operator]
    yield f"{atom} with {other}", Compare(atom.fact, other, atom.amount)
    step = step_of(atom)
    for value in (atom.amount.value - step, atom.amount.value + step):
        if value > 0 and atom.fact.domain.holds(value):
            amount = evolve(atom.amount, value=value)
            yield f"{atom} at {value}", Compare(atom.fact, atom.operator, amount)


# Whether it is noticed.


def labels_of(expected: Mapping[str, Any]) -> frozenset[str]:
    """The labels that the answer in a vector of a scheme stands for."""
    labels = set(expected["possible"])
    labels |= set() if expected["applicable"] else {OUTSIDE}
    return frozenset(labels | ({UNCOVERED} if expected["uncovered"] else set()))


def noticed(mutant: Mutant, made: list[tuple[Mapping[str, Any], Facts]]) -> str | None:
    """What a vector is about that a mutant answers otherwise; None where there is none.

    Args:
        mutant: The mutant.
        made: The vectors, each with its facts.
    """

    def far(pair: tuple[Mapping[str, Any], Facts]) -> bool:
        return not any(about.startswith(mutant.where) for about in pair[0]["about"])

    for vector, facts in sorted(made, key=far):
        if not _agrees(mutant.rules, vector["expect"], facts):
            return str(vector["about"][0])
    return None


def _agrees(rules: Guideline | Scheme, expected: Mapping[str, Any], facts: Facts) -> bool:
    if isinstance(rules, Scheme):
        return compiled(rules).possible(facts.values) == labels_of(expected)
    answer = evaluate(facts, rules)
    return [(t.status, [basis.id for basis in t.bases]) for t in answer.triggers] == [
        (t["status"], t["grounds"]) for t in expected["triggers"]
    ]


def with_facts(asked: Guideline | Scheme) -> list[tuple[Mapping[str, Any], Facts]]:
    """The vectors of a guideline or scheme that hold at any time, with their facts."""
    made = vectors(asked)["vectors"]
    return [(each, derive(from_dict(each["patient"]))) for each in made if "as_of" not in each]


def equivalent(one: Guideline | Scheme, other: Guideline | Scheme) -> bool:
    """Whether two guidelines or schemes answer every patient alike.

    What no source prints is known of no patient, so rules that differ in it alone are alike
    where the same may hold.
    """
    return _never(
        _may_hold(left) & ~_may_hold(right)
        for pair in _pairs(one, other)
        if pair[0] != pair[1]
        for left, right in (pair, pair[::-1])
    )


def _never(rules: Iterable[Expr]) -> bool:
    """Whether none of some rules can hold."""
    rule = any_of(*rules)
    names = {atom.fact.name for atom in atoms(rule)}
    decision = Decision((("holds", rule),), "none")
    return "holds" not in CompiledDecision.of(decision, implications(names)).possible({})


def _may_hold(rule: Expr) -> Expr:
    """The rule that another holds for some way in which what is not printed may be."""
    for fact in dict.fromkeys(atom.fact for atom in atoms(rule) if is_unprinted(atom.fact)):
        rule = any_of(*(_given(rule, fact, truth) for truth in (TRUE, FALSE)))
    return rule


def _given(rule: Expr, fact: Fact, truth: Expr) -> Expr:
    """A rule with a truth in place of a fact, in its shortest form."""
    if rule == fact:
        return truth
    if isinstance(rule, Not):
        found = _given(rule.rule, fact, truth)
        return {TRUE: FALSE, FALSE: TRUE}.get(found, Not(found))
    if isinstance(rule, (AllOf, AnyOf)):
        neutral, deciding = (TRUE, FALSE) if isinstance(rule, AllOf) else (FALSE, TRUE)
        parts = [_given(part, fact, truth) for part in rule.rules]
        kept = tuple(part for part in parts if part != neutral)
        return deciding if deciding in parts else type(rule)(kept)
    return rule


def _pairs(one: Guideline | Scheme, other: Guideline | Scheme) -> Iterator[tuple[Expr, Expr]]:
    """Rules of which the answer tells whether they may hold.

    Of a trigger it tells that it may and may not be met, of a ground only that it must be.
    """
    if isinstance(one, Scheme) and isinstance(other, Scheme):
        mine, theirs = _cases(one.decision()), _cases(other.decision())
        yield from ((rule, theirs[label]) for label, rule in mine.items())
    elif isinstance(one, Guideline) and isinstance(other, Guideline):
        for left, right in zip(one.triggers, other.triggers, strict=True):
            ours = [one.population.who & ground.when for ground in left.bases]
            changed = [other.population.who & ground.when for ground in right.bases]
            yield from ((~a, ~b) for a, b in zip(ours, changed, strict=True))
            yield any_of(*ours), any_of(*changed)
            yield ~any_of(*ours), ~any_of(*changed)


def _cases(decision: Decision) -> dict[str, Expr]:
    """The rule of each label, in each of its cases with none of those before it."""
    rules: dict[str, Expr] = {}
    earlier: list[Expr] = []
    for label, rule in decision.cases:
        first = rule & ~any_of(*earlier) if earlier else rule
        rules[label] = rules[label] | first if label in rules else first
        earlier.append(rule)
    return {**rules, decision.otherwise: ~any_of(*earlier)}


RESULTS = Path(__file__).with_name("mutation.json")
"""What was last found, for the page on traceability."""


def counted(asked: Guideline | Scheme) -> tuple[dict[str, list[int]], list[str]]:
    """How many changes in each row or ground are noticed, and those that are not.

    Returns:
        By row or ground: how many changes there are, how many the vectors notice, and how
        many place every patient alike; and the rest in words.
    """
    made = with_facts(asked)
    found: dict[str, list[int]] = {}
    unseen = []
    for mutant in mutants(asked):
        counts = found.setdefault(mutant.where, [0, 0, 0])
        counts[0] += 1
        if noticed(mutant, made):
            counts[1] += 1
        elif equivalent(asked, mutant.rules):
            counts[2] += 1
        else:
            unseen.append(f"{mutant.where}: {mutant.words}")
    return found, unseen


def main(arguments: list[str]) -> int:
    """Print what is noticed, and keep it."""
    kept = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "{}"
    known: dict[str, Any] = json.loads(kept)
    every: tuple[Guideline | Scheme, ...] = (*all_guidelines(), *all_schemes())
    for asked in every:
        if arguments and asked.id not in arguments:
            continue
        rules, unseen = counted(asked)
        total, killed, alike = (sum(each) for each in zip(*rules.values(), strict=True))
        print(f"{asked.id}: {total} changes, {killed} noticed, {alike} alike", flush=True)
        print(*(f"  {each}" for each in unseen), sep="\n", end="\n" if unseen else "")
        known[asked.id] = {"rules": digest(rules_of(asked)), "where": rules, "unseen": unseen}
        text = json.dumps(dict(sorted(known.items())), indent=1) + "\n"
        RESULTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
