"""The same rules for engines that others wrote: JSONLogic for datalogic-py, ELM for CQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, cast

from attrs import frozen

from all_risk.logic import AllOf, AnyOf, Compare, Decision, Expr, Flag, Not, OneOf, Value, atoms
from all_risk.quantities import Interval

__all__ = ["Names"]

_OPERATORS = {">=": "GreaterOrEqual", ">": "Greater", "<=": "LessOrEqual", "<": "Less"}
_SYSTEM = "{urn:hl7-org:elm-types:r1}"
_SIMPLE = "https://github.com/cqframework/cql-execution/simple"


@frozen
class Names:
    """Plain names for facts, as both engines read a point in a name as a path."""

    by_fact: Mapping[str, str]

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> Names:
        rules = [rule for decision in decisions for _, rule in decision.cases]
        facts = dict.fromkeys(atom.fact.name for rule in rules for atom in atoms(rule))
        return cls({name: f"f{i}" for i, name in enumerate(facts)})

    def record(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """Facts known to the point as plain JSON; anything else is null."""
        return {plain: _point(values.get(name)) for name, plain in self.by_fact.items()}

    def json_logic(self, rule: Expr) -> Any:
        """A rule as JSONLogic."""
        if isinstance(rule, Not):
            return {"!": [self.json_logic(rule.rule)]}
        if isinstance(rule, (AllOf, AnyOf)):
            joined = "and" if isinstance(rule, AllOf) else "or"
            parts = [self.json_logic(part) for part in rule.rules]
            return {joined: parts} if parts else isinstance(rule, AllOf)
        atom = cast("Flag | Compare | OneOf", rule)
        value = {"var": self.by_fact[atom.fact.name]}
        if isinstance(atom, Flag):
            return {"===": [value, True]}
        if isinstance(atom, OneOf):
            return {"in": [value, sorted(atom.values)]}
        return {atom.operator: [value, float(atom.amount.value)]}

    def elm(self, rules: Mapping[str, Expr]) -> dict[str, Any]:
        """Rules as a library of ELM, what CQL is compiled to."""
        retrieve = {"dataType": f"{{{_SIMPLE}}}Patient", "type": "Retrieve"}
        patient = {
            "name": "Patient",
            "context": "Patient",
            "expression": {"type": "SingletonFrom", "operand": retrieve},
        }
        named = [
            {"name": name, "context": "Patient", "expression": self._elm(rule)}
            for name, rule in rules.items()
        ]
        usings = [
            {"localIdentifier": "System", "uri": "urn:hl7-org:elm-types:r1"},
            {"localIdentifier": "Simple", "uri": _SIMPLE, "version": "1.0.0"},
        ]
        return {
            "library": {
                "identifier": {"id": "Rules", "version": "1"},
                "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
                "usings": {"def": usings},
                "statements": {"def": [patient, *named]},
            }
        }

    def _elm(self, rule: Expr) -> dict[str, Any]:
        if isinstance(rule, Not):
            return {"type": "Not", "operand": self._elm(rule.rule)}
        if isinstance(rule, (AllOf, AnyOf)):
            joined = "And" if isinstance(rule, AllOf) else "Or"
            parts = [self._elm(part) for part in rule.rules]
            if not parts:
                return _literal("Boolean", str(isinstance(rule, AllOf)).lower())
            return reduce(lambda one, other: {"type": joined, "operand": [one, other]}, parts)
        atom = cast("Flag | Compare | OneOf", rule)
        source = {"name": "Patient", "type": "ExpressionRef"}
        value = {"path": self.by_fact[atom.fact.name], "type": "Property", "source": source}
        if isinstance(atom, Flag):
            return value
        if isinstance(atom, Compare):
            bound = _literal("Decimal", str(atom.amount.value))
            return {"type": _OPERATORS[atom.operator], "operand": [value, bound]}
        equal = [
            {"type": "Equal", "operand": [value, _literal("String", word)]}
            for word in sorted(atom.values)
        ]
        return reduce(lambda one, other: {"type": "Or", "operand": [one, other]}, equal)


def _literal(kind: str, value: str) -> dict[str, Any]:
    return {"valueType": f"{_SYSTEM}{kind}", "value": value, "type": "Literal"}


def _point(value: Value | None) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Interval):
        return float(value.low) if value.exact else None
    return next(iter(value)) if len(value) == 1 else None
