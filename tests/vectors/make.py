"""Test vectors: patient documents with the answers they must get.

For every criterion of a guideline or scheme, and every condition in it, a patient is made
for whom the criterion hangs on that condition. The condition is then asked at, just below
and just above its threshold, and every input that the answer rests on is left out once.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from attrs import frozen

from all_risk.codec import from_dict, to_dict
from all_risk.derivation import derive
from all_risk.errors import InvalidDocument
from all_risk.evaluation import classify, compiled, evaluate
from all_risk.export import write_clause, write_rule
from all_risk.facts import is_unprinted
from all_risk.guideline import MET, Guideline, Scheme
from all_risk.implications import implications
from all_risk.logic import (
    Atom,
    Clause,
    Compare,
    CompiledDecision,
    Expr,
    Value,
    all_of,
    atoms,
    narrow,
)
from all_risk.logic import evaluate as evaluate_rule
from all_risk.logic.rules import judge
from all_risk.quantities import Interval
from vectors.fragments import Unwritable, document, sample_of
from vectors.worlds import (
    Literals,
    World,
    first_worlds,
    found_in,
    hinges,
    points,
    settled,
    sides,
)

__all__ = ["VECTORS_FORMAT", "answer", "derived_items", "disagreements", "head", "text", "vectors"]

VECTORS_FORMAT: Final = "all-risk/vectors/1"
Json: TypeAlias = dict[str, Any]


@frozen(kw_only=True)
class Criterion:
    """Something that a vector is about: a row, a ground of a trigger, or a population.

    Attributes:
        id: Its identifier.
        rule: The rule that it holds.
        label: What comes out where it holds; None where that is not tied to it.
        decision: What it decides.
        whole: Whether its conditions are those of another criterion, and only it as a
            whole is asked.
        is_ground: Whether it is one of several grounds of a trigger.
        beside: What else would bring the label about.
    """

    id: str
    rule: Expr
    label: str | None
    decision: CompiledDecision
    whole: bool = False
    is_ground: bool = False
    beside: tuple[Expr, ...] = ()


def vectors(asked: Guideline | Scheme) -> Json:
    """The test vectors of a guideline or scheme."""
    listed: dict[str, Json] = {}
    for about, patient, as_of in _patients(asked):
        given: Json = {"patient": patient} | ({} if as_of is None else {"as_of": as_of})
        vector = listed.setdefault(json.dumps(given, sort_keys=True), {"about": [], **given})
        vector["about"].append(about)
    return {
        **head(asked),
        "vectors": [{**each, "expect": answer(asked, each)} for each in listed.values()],
    }


_GENERATOR = ("fragments.py", "make.py", "worlds.py")


def head(asked: Guideline | Scheme) -> Json:
    """What stands above the vectors.

    `made_from` changes with whatever the choice of patients rests on: the rules, what implies
    what, and this generator. A file that bears another one is stale.
    """
    said = [
        to_dict(asked),
        rules_of(asked),
        [Path(__file__).with_name(name).read_text("utf-8") for name in _GENERATOR],
    ]
    return {
        "format": VECTORS_FORMAT,
        "kind": "risk" if isinstance(asked, Scheme) else "referral",
        "asks": asked.id,
        "made_from": digest(said),
    }


def rules_of(asked: Guideline | Scheme) -> list[Any]:
    """What decides: the rules, and what implies what among their facts."""
    names = {a.fact.name for each in _criteria(asked) for a in atoms(each.rule)}
    return [
        [[c.id, c.label, write_rule(c.rule)] for c in _criteria(asked)],
        [write_clause(clause) for clause in _tied(names)],
    ]


def _tied(names: set[str]) -> list[Clause]:
    """The clauses that tie facts to each other or, one by one, to further facts."""
    clauses, reached, found = implications(sorted(names)), set(names), list[Clause]()
    while (tied := [clause for clause in clauses if clause.facts & reached]) != found:
        reached.update(*(clause.facts for clause in tied))
        found = tied
    return found


def digest(said: object) -> str:
    """A short text that changes with what is said."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def text(made: Json) -> str:
    """Vectors as JSON text, one to a line, so that a change can be read."""
    above = {key: value for key, value in made.items() if key != "vectors"}
    lines = (_compact(each) for each in made["vectors"])
    return _compact(above)[:-1] + ',"vectors":[\n' + ",\n".join(lines) + "\n]}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(asked: Guideline | Scheme, vector: Mapping[str, Any]) -> Json:
    """What a guideline or scheme answers for the patient of a vector."""
    patient = from_dict(vector["patient"])
    as_of = date.fromisoformat(vector["as_of"]) if "as_of" in vector else None
    if isinstance(asked, Scheme):
        found = classify(patient, asked, as_of=as_of)
        return {
            "applicable": found.applicable,
            "possible": list(found.possible),
            "group": found.group,
            "uncovered": found.uncovered,
            "missing": sorted(found.missing),
        }
    assessed = evaluate(patient, asked, as_of=as_of)
    return {
        "refer": assessed.refer,
        "triggers": [
            {
                "id": trigger.id,
                "status": trigger.status,
                "grounds": [basis.id for basis in trigger.bases],
                "missing": sorted(trigger.missing),
            }
            for trigger in assessed.triggers
        ],
    }


def disagreements(asked: Guideline | Scheme, made: Json) -> Iterator[str]:
    """What the vectors are about that a guideline or scheme answers otherwise."""
    for vector in made["vectors"]:
        if answer(asked, vector) != vector["expect"]:
            yield vector["about"][0]


# Criteria.


def _criteria(asked: Guideline | Scheme) -> Iterator[Criterion]:
    if isinstance(asked, Scheme):
        decision, who = compiled(asked), asked.population.who
        for row in asked.rows:
            yield Criterion(
                id=row.id,
                rule=all_of(who, row.when),
                label=row.group,
                decision=decision,
                beside=tuple(r.when for r in asked.rows if r.group == row.group and r != row),
            )
        yield Criterion(id="population", rule=who, label=None, decision=decision)
        return
    derived = derived_items(asked)
    for trigger in asked.triggers:
        decision = compiled((asked, trigger))
        for basis in trigger.bases:
            rule = all_of(asked.population.who, basis.when)
            yield Criterion(
                id=f"{trigger.id}/{basis.id}",
                rule=rule,
                label=MET,
                decision=decision,
                whole=basis.id in derived,
                is_ground=True,
                beside=tuple(b.when for b in trigger.bases if b != basis),
            )
    if asked.triggers:
        decision = compiled((asked, asked.triggers[0]))
        yield Criterion(id="population", rule=asked.population.who, label=None, decision=decision)


def derived_items(guideline: Guideline) -> frozenset[str]:
    """The ids of the grounds that are groups of a scheme, which has vectors of its own."""
    lists = [each for each in guideline.lists if each.scheme is not None]
    return frozenset(basis.id for each in lists for basis in each.items)


# Patients.


@frozen(kw_only=True)
class Case:
    """A patient for whom a criterion hangs on one of its conditions.

    Attributes:
        holding: The exact values with which the criterion holds.
        sides: The patient documents on each side of the condition, by name.
        turns: Whether the answer turns with the condition.
        beyond: The side on which nothing turns, if there is one.
    """

    holding: Mapping[str, Value]
    sides: Mapping[str, Json]
    turns: bool
    beyond: str


def _patients(asked: Guideline | Scheme) -> Iterator[tuple[str, Json, str | None]]:
    yield "nothing known", document({}), None
    asked_before: set[Atom] = set()
    for criterion in _criteria(asked):
        cases: Counter[Atom] = Counter()
        for atom, case in _cases(criterion):
            if not cases:
                for name in (None, *case.holding):
                    rest = {fact: v for fact, v in case.holding.items() if fact != name}
                    about = f"without {name}" if name else "holds"
                    yield f"{criterion.id}: {about}", document(rest), None
            if not criterion.whole:
                for side, patient in case.sides.items():
                    # In another criterion a threshold is asked on its two sides alone.
                    if atom not in asked_before or side != case.beyond:
                        place = f" (place {cases[atom] + 1})" if cases[atom] else ""
                        yield f"{criterion.id}: {atom}{place}: {side}", patient, None
                asked_before.add(atom)
            cases[atom] += 1
            if criterion.whole:
                break
    if isinstance(asked, Guideline):
        yield from _on_the_clock(asked)


def _beyond(atom: Atom) -> str:
    """The side of a threshold on which nothing turns."""
    if not isinstance(atom, Compare):
        return ""
    return "just above" if atom.operator in (">=", "<") else "just below"


def _cases(criterion: Criterion) -> Iterator[tuple[Atom, Case]]:
    """A case for each place of each condition of a criterion."""
    for atom in dict.fromkeys(atoms(criterion.rule)):
        if not is_unprinted(atom.fact):
            for literals, sign in hinges(criterion.rule, atom):
                case = _case(criterion, atom, literals, sign)
                if case is not None:
                    yield atom, case


def _case(criterion: Criterion, atom: Atom, literals: Literals, sign: bool) -> Case | None:
    """The first case in which the answer turns with an atom, or the first of all."""
    first: Case | None = None
    # An alternative that cannot be excluded, as what is asked implies it, is left open.
    needed = tuple((rule, truth) for rule, truth in literals if truth)
    alone = (*literals, *((rule, False) for rule in criterion.beside))
    for chosen in dict.fromkeys((literals, needed, alone)):
        for world in first_worlds(chosen):
            case = _case_in(world, criterion, atom, sign)
            if case is not None and case.turns:
                return case
            first = first or case
    return first


def _case_in(world: World, criterion: Criterion, atom: Atom, sign: bool) -> Case | None:
    name, decision = atom.fact.name, criterion.decision
    facts = {fact.name: fact for fact in (*decision.facts.values(), atom.fact)}
    values = dict(sides(atom))
    asked, on, fixed = _asked_by(world, atom, sign, values)
    holding = None if on is None else world.having(name, on)
    if holding is not None and criterion.label is not None:
        holding = settled(holding, decision, criterion.label)
    if holding is None:
        return None
    try:
        exact = points(holding, fixed, facts)
    except Unwritable:
        return None
    if _written(exact) is None:
        return None
    others = {fact: v for fact, v in exact.items() if {fact, asked} != _AGES}
    written = {side: _written({**others, asked: value}) for side, value in values.items()}
    patients = {side: patient for side, patient in written.items() if patient is not None}
    held: set[object] = set()
    turned: set[object] = set()
    for patient in patients.values():
        known = derive(from_dict(patient)).values
        outcomes = held if judge(atom, known.get(name)) is sign else turned
        outcomes.add(_outcome(criterion, known))
    turns = bool(turned) and not held & turned
    beyond = _beyond(atom) if asked == name else ""
    return Case(holding=exact, sides=patients, turns=turns, beyond=beyond)


_AGES = {"age", "age_in_days"}
"""What a document says of either it says of both."""


def _asked_by(
    world: World, atom: Atom, sign: bool, values: Mapping[str, Value]
) -> tuple[str, Value | None, dict[str, Value]]:
    """The fact that asks an atom on its sides, the value with which it holds, and its point.

    The level of a negative result is asked by the sensitivity below which it lies.
    """
    name = atom.fact.name
    sample = sample_of(name)
    if sample is not None and sample.family == "level" and found_in(sample, world) is False:
        return f"{name}_sensitivity", narrow(atom, sign, world.values.get(name)), {}
    on = next((v for v in reversed(list(values.values())) if judge(atom, v) is sign), None)
    return name, on, {} if on is None else {name: on}


def _outcome(criterion: Criterion, values: Mapping[str, Value]) -> object:
    """What the answer would show: the labels, and of a ground also whether it is met."""
    met = evaluate_rule(criterion.rule, values) if criterion.is_ground else None
    return criterion.decision.possible(values), met


def _written(exact: Mapping[str, Value]) -> Json | None:
    """The document that states exact values, if one does and nothing in it disagrees."""
    try:
        patient = document(exact)
        facts = derive(from_dict(patient))
    except (Unwritable, InvalidDocument):  # no such history
        return None
    stated = all(_is_stated(name, value, facts.values) for name, value in exact.items())
    return patient if stated and not facts.conflicts else None


def _is_stated(name: str, value: Value, values: Mapping[str, Value]) -> bool:
    """Whether a document says a value; a month's part to the nearest day."""
    found = values.get(name)
    if found == value or not name.startswith("months_"):
        return found == value
    both = [cast("Interval", found).low, cast("Interval", value).low] if found else []
    return len({int(months) for months in both}) == 1 and all(m != int(m) for m in both)


def _on_the_clock(asked: Guideline) -> Iterator[tuple[str, Json, str | None]]:
    """Before day 28, on it, and where the patient died before it."""
    started = date(2025, 3, 12)
    for trigger in asked.triggers:
        if trigger.due_on_day_28:
            treatment: Json = {"started": started.isoformat()}
            patient: Json = {**document({}), "treatment": treatment}
            for elapsed in (27, 28):
                day = (started + timedelta(days=elapsed)).isoformat()
                yield f"{trigger.id}: elapsed day {elapsed}", patient, day
            died: Json = {**treatment, "died": {"elapsed_days": 20}}
            yield f"{trigger.id}: died early", {**document({}), "treatment": died}, None
