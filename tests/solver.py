"""Rules as formulas of the z3 solver, to prove what holds for every patient.

The translation is written apart from the library's own evaluator and search, so that the two
check each other. Facts that clauses tie together are tied here by the same clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import z3
from attrs import define, field

from all_risk.implications import implications
from all_risk.logic import (
    AllOf,
    AnyOf,
    Category,
    Compare,
    Decision,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Value,
    atoms,
)
from all_risk.quantities import INFINITY, Interval

__all__ = ["Prover"]


@define
class Prover:
    """Facts as variables, with everything that is known to tie them together."""

    solver: Any = field(factory=z3.Solver)
    facts: dict[str, Fact] = field(factory=dict)
    variables: dict[str, Any] = field(factory=dict)
    asked: int = 0

    @classmethod
    def about(cls, *rules: Expr) -> Prover:
        """A prover for the facts that some rules ask, under what implies what among them."""
        prover = cls()
        names = {atom.fact.name for rule in rules for atom in atoms(rule)}
        for clause in implications(names):
            literals = [prover.formula(atom if truth else ~atom) for atom, truth in clause.literals]
            prover.solver.add(z3.Or(literals))
        return prover

    def formula(self, rule: Expr) -> Any:
        """A rule as a formula."""
        if isinstance(rule, Flag):
            return self._variable(rule)
        if isinstance(rule, Not):
            return z3.Not(self.formula(rule.rule))
        if isinstance(rule, AllOf):
            return z3.And([self.formula(part) for part in rule.rules])
        if isinstance(rule, AnyOf):
            return z3.Or([self.formula(part) for part in rule.rules])
        if isinstance(rule, OneOf):
            is_each = self._variable(rule.fact)
            return z3.Or([is_each[value] for value in sorted(rule.values)])
        compare = cast("Compare", rule)
        number, bound = self._variable(compare.fact), _number(compare.amount.value)
        return {
            ">=": number >= bound,
            ">": number > bound,
            "<=": number <= bound,
            "<": number < bound,
        }[compare.operator]

    def known(self, values: Mapping[str, Value]) -> list[Any]:
        """What is known of facts as formulas; facts that no rule mentions are left out."""
        found: list[Any] = []
        for name, value in values.items():
            if name in self.variables:
                found.extend(self._within(self.variables[name], value))
        return found

    def can(self, *formulas: Any) -> bool:
        """Whether some patient satisfies all of these."""
        self.asked += 1
        answer = self.solver.check(*formulas)
        assert answer in (z3.sat, z3.unsat), self.solver.reason_unknown()
        return bool(answer == z3.sat)

    def labels(self, decision: Decision) -> Mapping[str, Any]:
        """For each label of a decision the formula that it is the one."""
        found: dict[str, list[Any]] = {}
        before: list[Any] = []
        for label, rule in decision.cases:
            holds = self.formula(rule)
            found.setdefault(label, []).append(z3.And([*before, holds]))
            before.append(z3.Not(holds))
        found.setdefault(decision.otherwise, []).append(z3.And(before))
        return {label: z3.Or(ways) for label, ways in found.items()}

    def _variable(self, fact: Fact) -> Any:
        if fact.name not in self.variables:
            self.facts[fact.name] = fact
            self.variables[fact.name] = self._made(fact)
        return self.variables[fact.name]

    def _made(self, fact: Fact) -> Any:
        if isinstance(fact, Flag):
            return z3.Bool(fact.name)
        if isinstance(fact, Category):
            is_each = {value: z3.Bool(f"{fact.name} is {value}") for value in fact.values}
            self.solver.add(z3.PbEq([(is_one, 1) for is_one in is_each.values()], 1))
            return is_each
        number = z3.Int(fact.name) if fact.whole else z3.Real(fact.name)
        self.solver.add(*self._within(number, fact.domain))
        return number

    def _within(self, variable: Any, value: Value) -> Iterable[Any]:
        if isinstance(value, bool):
            return [variable if value else z3.Not(variable)]
        if isinstance(value, Interval):
            low, high = _number(value.low), value.high
            bounds = [variable > low if value.low_open else variable >= low]
            if high != INFINITY:
                number = _number(high)
                bounds.append(variable < number if value.high_open else variable <= number)
            return bounds
        return [z3.Or([variable[each] for each in sorted(value)])]


def _number(value: Any) -> Any:
    return z3.RealVal(str(value))
