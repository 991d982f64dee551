"""Facts under which a criterion hangs on one of its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import TypeAlias, cast

from attrs import evolve, frozen

from all_risk.facts import is_unprinted
from all_risk.implications import closed
from all_risk.logic import (
    AllOf,
    AnyOf,
    Atom,
    Category,
    Compare,
    CompiledDecision,
    Contradiction,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Quantity,
    Value,
    atoms,
    narrow,
)
from all_risk.logic.clauses import meet
from all_risk.logic.rules import judge
from all_risk.quantities import INFINITY, Interval, age_between, exactly
from vectors.fragments import DIAGNOSED, Sample, Unwritable, birth_for, sample_of

__all__ = [
    "Literals",
    "World",
    "first_worlds",
    "found_in",
    "hinges",
    "points",
    "settled",
    "sides",
    "step_of",
]

Literals: TypeAlias = tuple[tuple[Expr, bool], ...]


@frozen(kw_only=True)
class World:
    """Some facts that were chosen, and what is known with them.

    Attributes:
        chosen: The names of the facts that were chosen, in order.
        values: Those facts narrowed as far as they must be, and what follows from them.
    """

    chosen: tuple[str, ...] = ()
    values: Mapping[str, Value]

    def having(self, name: str, value: Value) -> World | None:
        """The world with one more fact, or None if it cannot have it."""
        try:
            values = closed({**self.values, name: value})
        except Contradiction:
            return None
        return evolve(self, chosen=tuple(dict.fromkeys((*self.chosen, name))), values=values)

    def where(self, rule: Expr, truth: bool) -> Iterator[World]:
        """The ways in which a rule can be given a truth."""
        if isinstance(rule, Not):
            yield from self.where(rule.rule, not truth)
        elif isinstance(rule, (Flag, Compare, OneOf)):
            yield from self._where_atom(rule, truth)
        elif isinstance(rule, AllOf) is truth:
            yield from self.where_all(tuple((part, truth) for part in _parts(rule)))
        else:
            for part in _parts(rule):
                yield from self.where(part, truth)

    def where_all(self, literals: Literals) -> Iterator[World]:
        """The ways in which several rules can be given their truths.

        What no source prints can have none, and is left open.
        """
        if not literals:
            yield self
            return
        (rule, truth), *rest = literals
        for world in (self,) if _is_open(rule) else self.where(rule, truth):
            yield from world.where_all(tuple(rest))

    def _where_atom(self, atom: Atom, truth: bool) -> Iterator[World]:
        name = atom.fact.name
        held = judge(atom, self.values.get(name))
        if held is truth:
            yield self if name in self.chosen else evolve(self, chosen=(*self.chosen, name))
        elif held is None and not is_unprinted(atom.fact):
            narrowed = narrow(atom, truth, self.values.get(name))
            world = None if narrowed is None else self.having(name, narrowed)
            if world is not None:
                yield world


def _is_open(rule: Expr) -> bool:
    """Whether a rule rests on nothing that a source prints."""
    asked = tuple(atoms(rule))
    return bool(asked) and all(is_unprinted(atom.fact) for atom in asked)


def _parts(rule: Expr) -> tuple[Expr, ...]:
    assert isinstance(rule, (AllOf, AnyOf))
    return rule.rules


def hinges(rule: Expr, atom: Atom) -> Iterator[tuple[Literals, bool]]:
    """For each place of an atom in a rule: what makes the rule hang on it, and its sign."""
    if rule == atom:
        yield (), True
    elif isinstance(rule, Not):
        for literals, sign in hinges(rule.rule, atom):
            yield literals, not sign
    elif isinstance(rule, (AllOf, AnyOf)):
        for i, part in enumerate(rule.rules):
            others = (*rule.rules[:i], *rule.rules[i + 1 :])
            for literals, sign in hinges(part, atom):
                yield (*literals, *((other, isinstance(rule, AllOf)) for other in others)), sign


_STEPS: Mapping[str, Decimal] = {"10*9/L": Decimal("0.1"), "h": Decimal(1), "%": Decimal("0.1")}


def _step(fact: Quantity, near: Decimal) -> Decimal:
    if fact.whole or fact.unit == "mo":
        return Decimal(1)
    if fact.unit in _STEPS:
        return _STEPS[fact.unit]
    return near / 100 if near else Decimal("0.01")


def step_of(atom: Compare) -> Decimal:
    """The step by which values just below and just above a threshold lie from it."""
    return _step(atom.fact, atom.amount.value)


def sides(atom: Atom) -> tuple[tuple[str, Value], ...]:
    """The values of an atom's fact at which it must be asked, each with a name."""
    fact = atom.fact
    if isinstance(atom, Flag):
        return (("true", True), ("false", False))
    if isinstance(atom, OneOf):
        return tuple((word, frozenset({word})) for word in sorted(atom.fact.values))
    assert isinstance(atom, Compare)
    at = atom.amount.value
    named = {"just below": at, "at": at, "just above": at}
    if fact.name == "age_in_days" or (atom.fact.unit == "mo" and at == int(at)):
        unit = 1 if fact.name == "age_in_days" else 0
        ages = _ages_around(at, in_days=bool(unit))
        return tuple(zip(named, (exactly(pair[unit]) for pair in ages), strict=True))
    step = _step(atom.fact, at)
    found = zip(named, (at - step, at, at + step), strict=True)
    domain = atom.fact.domain
    return tuple((name, exactly(value)) for name, value in found if domain.holds(value))


def _ages_around(at: Decimal, *, in_days: bool) -> list[tuple[Decimal, Decimal]]:
    """A day less than an age, that age, and a day more, in months and in days."""
    birth = birth_for(None, exactly(at)) if in_days else birth_for(exactly(at), None)
    day = birth.resolution
    around = (age_between(birth + shift * day, DIAGNOSED) for shift in (1, 0, -1))
    return [(months.low, elapsed.low) for months, elapsed in around]


def settled(world: World, decision: CompiledDecision, label: str) -> World | None:
    """A world with as few further facts as decide that it comes out with a label."""
    while (possible := decision.possible(world.values)) != {label}:
        if label not in possible:
            return None
        asked = [f for f in decision.open_facts(world.values) if not is_unprinted(f)]
        narrower = (
            found
            for fact in asked
            for rule in dict.fromkeys(_atoms_of(decision, fact))
            for truth in (False, True)
            for found in world.where(rule, truth)
            if found.values.get(fact.name) != world.values.get(fact.name)
            and label in decision.possible(found.values)
        )
        step = next(narrower, None)
        if step is None:
            return world
        world = step
    return world


def _atoms_of(decision: CompiledDecision, fact: Fact) -> Iterator[Atom]:
    for _, rule in decision.decision.cases:
        yield from (atom for atom in atoms(rule) if atom.fact == fact)


def points(world: World, fixed: Mapping[str, Value], facts: Mapping[str, Fact]) -> dict[str, Value]:
    """One exact value for each chosen fact, as far as one can be written.

    Args:
        world: The world.
        fixed: Values that are chosen already.
        facts: The facts by name.

    Raises:
        Unwritable: If facts that are stated together cannot all have one.
    """
    found: dict[str, Value] = dict(fixed)
    for name in world.chosen:
        if name not in found:
            sample = sample_of(name)
            if name in ("age", "age_in_days"):
                found[name] = _age_point(name, world, found)
            elif sample is None:
                found[name] = _point(facts[name], world.values[name])
            elif sample.family == "level" and found_in(sample, world) is False:
                sensitivity = name + "_sensitivity"
                found[sensitivity] = exactly(_negative_by(sensitivity, name, world))
            else:
                found[name] = _mrd_point(name, world, found, facts)
    return {name: found[name] for name in (*world.chosen, *found) if name in found}


def _same_sample(name: str, other: str) -> bool:
    one, two = sample_of(name), sample_of(other)
    return (
        one is not None and two is not None and ((one.place, one.family) == (two.place, two.family))
    )


def found_in(sample: Sample, world: World) -> bool | None:
    """Whether a world says that residual disease was found in a sample."""
    for name in world.chosen:
        other = sample_of(name)
        if other is not None and (other.place, other.family) == (sample.place, "detected"):
            return cast("bool", world.values[name])
    return None


def _negative_by(sensitivity: str, level: str, world: World) -> Decimal:
    """The sensitivity with which a negative result shows a level in the region asked."""
    region = cast("Interval", world.values[level])
    allowed = cast("Interval", world.values.get(sensitivity, Interval(high=Decimal(1))))
    for number in (region.high, allowed.low, allowed.high, region.high / 10):
        if region.low == 0 and 0 < number <= region.high and allowed.holds(number):
            return number
    raise Unwritable(level)


def _point(fact: Fact, value: Value) -> Value:
    if isinstance(fact, Flag):
        return value
    if isinstance(fact, Category):
        assert isinstance(value, frozenset)
        return frozenset({min(value)})
    assert isinstance(value, Interval)
    return exactly(_number(fact, value))


def _number(fact: Quantity, region: Interval) -> Decimal:
    step = _step(fact, region.low or min(region.high, Decimal(1)))
    ordinary = min(region.low + 5 * step, region.high)
    middle = region.low if region.high == INFINITY else (region.low + region.high) / 2
    for number in (ordinary, region.low, region.low + step, region.high - step, middle):
        counted = fact.whole or fact.unit == "mo"
        if number >= 0 and region.holds(number) and (not counted or number == int(number)):
            return number
    raise Unwritable(fact.name)


def _mrd_point(
    name: str, world: World, known: Mapping[str, Value], facts: Mapping[str, Fact]
) -> Value:
    """A value that results by other methods of the same sample can have too, if there is one."""
    fact, region = facts[name], world.values[name]
    for other in world.chosen:
        if other != name and _same_sample(name, other):
            region = meet(fact, region, known.get(other, world.values[other])) or region
    return _point(fact, region)


def _age_point(name: str, world: World, known: Mapping[str, Value]) -> Value:
    """An age in months or days that fits what is asked of the other."""
    days = world.values.get("age_in_days", Interval()), known.get("age_in_days")
    months = world.values.get("age", Interval()), known.get("age")
    regions = [region for pair in (months, days) for region in pair if region is not None]
    for elapsed in _days_to_try(regions):
        birth = DIAGNOSED - elapsed * DIAGNOSED.resolution
        found = age_between(birth, DIAGNOSED)
        if all(
            isinstance(region, Interval) and region.holds(value.low)
            for pair, value in zip((months, days), found, strict=True)
            for region in pair
            if region is not None
        ):
            return found[0 if name == "age" else 1]
    raise Unwritable(name)


def _days_to_try(regions: list[Value]) -> list[int]:
    """Days in the middle of years, and near every bound in months or in days."""
    bounds = {
        bound
        for region in regions
        if isinstance(region, Interval)
        for bound in (region.low, region.high)
        if bound != INFINITY
    }
    near = [int(bound * size) + k for bound in bounds for size in (1, Decimal(1461) / 48)
            for k in (0, 1, -1, 2, -2, 15)]  # fmt: skip
    usual = [int(Decimal("365.25") * year) + 100 for year in (6, 12, 0, 20, 30, 45, 60, 70, 85)]
    return [days for days in (*usual, *near) if 0 <= days <= 119 * 365]


def first_worlds(literals: Literals, limit: int = 12) -> Iterator[World]:
    """The first few worlds in which several rules have their truths."""
    return islice(World(values={}).where_all(literals), limit)
