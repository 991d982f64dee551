"""What implies what among facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias, cast

from attrs import field, frozen

from all_risk.logic.rules import (
    AllOf,
    AnyOf,
    Atom,
    Compare,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Quantity,
    Value,
    any_of,
    domain_of,
    judge,
)
from all_risk.quantities import Interval

__all__ = [
    "Clause",
    "Clauses",
    "Contradiction",
    "close",
    "implies",
    "index",
    "meet",
    "narrow",
]


@frozen
class Clause:
    """Something that always holds: at least one of these atoms has the truth given.

    Attributes:
        literals: Pairs of an atom and its truth.
        because: Why, in words.
    """

    literals: tuple[tuple[Atom, bool], ...]
    because: str = field(default="", eq=False)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The names of the facts it ties together."""
        return frozenset(atom.fact.name for atom, _ in self.literals)

    @cached_property
    def rule(self) -> Expr:
        """The rule that always holds."""
        return any_of(*(atom if truth else ~atom for atom, truth in self.literals))


def implies(premise: Expr, conclusion: Expr, because: str = "") -> Clause:
    """The clause that a conclusion holds wherever a premise does.

    Args:
        premise: An atom, or all of several atoms (each may be negated).
        conclusion: An atom, or any of several atoms (each may be negated).
        because: Why, in words.

    Returns:
        The clause.

    Examples:
        >>> clause = implies(Flag("KMT2A::AFF1"), Flag("KMT2A-r"))
        >>> close({"KMT2A-r": False}, index([clause]))["KMT2A::AFF1"]
        False
    """
    premises = premise.rules if isinstance(premise, AllOf) else (premise,)
    conclusions = conclusion.rules if isinstance(conclusion, AnyOf) else (conclusion,)
    literals = [_literal(p, truth=False) for p in premises]
    return Clause((*literals, *(_literal(c, truth=True) for c in conclusions)), because)


def _literal(rule: Expr, *, truth: bool) -> tuple[Atom, bool]:
    if isinstance(rule, Not):
        return _literal(rule.rule, truth=not truth)
    if not isinstance(rule, (Flag, Compare, OneOf)):
        raise TypeError("a clause is made of atoms")
    return rule, truth


class Contradiction(Exception):
    """Facts that cannot hold together.

    Attributes:
        clause: The clause they break.
    """

    def __init__(self, clause: Clause) -> None:
        super().__init__(clause)
        self.clause = clause


def _where(atom: Compare, truth: bool) -> Interval:
    """The values for which a comparison has the truth given."""
    value = atom.amount.value
    if (atom.operator in (">=", ">")) is truth:
        return Interval(low=value, low_open=(atom.operator in (">", "<=")))
    return Interval(high=value, high_open=(atom.operator in (">=", "<")))


def meet(fact: Fact, one: Value | None, other: Value | None) -> Value | None:
    """What two statements of one fact leave possible; None where nothing is.

    Both must be known, in the sense that a quantity or category unknown is its domain.
    """
    if isinstance(fact, Flag):
        return one if one is other else None
    if isinstance(fact, Quantity):
        shared = cast("Interval", one).intersect(cast("Interval", other))
        return shared.whole() if shared is not None and fact.whole else shared
    return cast("frozenset[str]", one) & cast("frozenset[str]", other) or None


def narrow(atom: Atom, truth: bool, value: Value | None) -> Value | None:
    """What is left of a fact's value once an atom is known to be true or false.

    Args:
        atom: The atom.
        truth: Its truth.
        value: What was known of its fact.

    Returns:
        The narrowed value, or None where nothing is left.
    """
    if isinstance(atom, Flag):
        return truth if value is None else meet(atom, value, truth)
    known = domain_of(atom.fact) if value is None else value
    if isinstance(atom, Compare):
        return meet(atom.fact, known, _where(atom, truth))
    allowed = atom.values if truth else atom.fact.values - atom.values
    return meet(atom.fact, known, allowed)


_Literal: TypeAlias = tuple[str, Atom, bool, bool | None]
"""The name of a fact, what is asked of it, the truth that counts, and the truth if unknown."""
_Literals: TypeAlias = tuple[_Literal, ...]
Clauses: TypeAlias = Mapping[tuple[str, bool | None], tuple[tuple[Clause, _Literals], ...]]
"""Clauses by what may leave them fewer ways to hold."""


def index(clauses: Iterable[Clause]) -> Clauses:
    """Clauses by what may leave them fewer ways to hold.

    That is the name of a fact and, for a flag, the truth that a clause does not count on. With
    each clause stand the literals that are then to be looked at, those of the fact first.
    """
    found: dict[tuple[str, bool | None], dict[Clause, _Literals]] = {}
    for clause in clauses:
        literals = tuple(
            (atom.fact.name, atom, truth, judge(atom, None)) for atom, truth in clause.literals
        )
        for literal in literals:
            name, atom, truth, _ = literal
            others = tuple(each for each in literals if each is not literal)
            if isinstance(atom, Flag):
                found.setdefault((name, not truth), {})[clause] = others
            else:
                found.setdefault((name, None), {})[clause] = (literal, *others)
    return {key: tuple(touched.items()) for key, touched in found.items()}


def close(
    values: Mapping[str, Value],
    clauses: Clauses,
    changed: Iterable[str] | None = None,
    trace: dict[str, frozenset[str]] | None = None,
) -> dict[str, Value]:
    """Add to the facts what follows from them.

    Args:
        values: What is known.
        clauses: What implies what.
        changed: The facts to start from; all of `values` by default.
        trace: Filled with the names of the facts that each narrowed fact follows from.

    Returns:
        A new mapping, at least as narrow.

    Raises:
        Contradiction: If the facts break a clause.
    """
    known = dict(values)
    queue = list(known if changed is None else changed)
    while queue:
        changed_name = queue.pop()
        value = known[changed_name]
        key = changed_name, value if isinstance(value, bool) else None
        for clause, literals in clauses.get(key, ()):
            left: _Literal | None = None
            for literal in literals:
                name, atom, truth, held = literal
                found = known.get(name)
                if found is not None:
                    held = found if isinstance(found, bool) else judge(atom, found)
                if held is truth or (held is None and left is not None):
                    break
                if held is None:
                    left = literal
            else:
                if left is None:
                    raise Contradiction(clause)
                name, atom, truth, _ = left
                narrowed = narrow(atom, truth, known.get(name))
                if narrowed is None:
                    raise Contradiction(clause)
                known[name] = narrowed
                queue.append(name)
                if trace is not None:
                    trace[name] = clause.facts - {name}
    return known
