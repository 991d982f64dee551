"""From a decision to one straight-line Python function.

Each node of a rule becomes two variables: known to be true, known to be false.
"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from attrs import frozen

from all_risk.logic.rules import (
    AllOf,
    AnyOf,
    Compare,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Value,
    domain_of,
)
from all_risk.quantities import Operator

__all__ = ["Decision", "generate"]


@frozen
class Decision:
    """The label of the first rule that holds, or a label of its own where none does.

    Attributes:
        cases: Pairs of a label and its rule, in order.
        otherwise: The label where no rule holds.
    """

    cases: tuple[tuple[str, Expr], ...]
    otherwise: str


def generate(decision: Decision) -> tuple[str, dict[str, object]]:
    """The source of a function that judges every case of a decision at once.

    Args:
        decision: The decision.

    Returns:
        The source, and the constants it refers to.
    """
    lines: list[str] = []
    constants: dict[str, object] = {}
    names: dict[object, str] = {}

    def constant(value: object) -> str:
        return names.setdefault(("constant", value), f"K{len(names)}")

    def fetch(fact: Fact) -> str:
        key = ("fact", fact.name)
        if key not in names:
            names[key] = f"v{len(names)}"
            default = domain_of(fact)
            unknown = "" if default is None else f", {keep(default)}"
            lines.append(f"{names[key]} = get({fact.name!r}{unknown})")
        return names[key]

    def keep(value: Value | Decimal | frozenset[str]) -> str:
        name = constant(value)
        constants[name] = value
        return name

    def rails(rule: Expr) -> tuple[str, str]:
        """The names of the variables that say the rule is known true, known false."""
        if isinstance(rule, Not):
            true, false = rails(rule.rule)
            return false, true
        if isinstance(rule, Compare) and rule.operator in ("<", "<="):
            opposite: Operator = ">=" if rule.operator == "<" else ">"
            false, true = rails(Compare(rule.fact, opposite, rule.amount))
            return true, false
        if rule not in names:
            true, false = texts(rule)
            names[rule] = number = str(len(names))
            lines.extend((f"t{number} = {true}", f"f{number} = {false}"))
        return f"t{names[rule]}", f"f{names[rule]}"

    def texts(rule: Expr) -> tuple[str, str]:
        if isinstance(rule, Flag):
            v = fetch(rule)
            return f"{v} is True", f"{v} is False"
        if isinstance(rule, OneOf):
            v, allowed = fetch(rule.fact), keep(rule.values)
            return f"{v} <= {allowed}", f"{allowed}.isdisjoint({v})"
        if isinstance(rule, Compare):
            v, k = fetch(rule.fact), keep(rule.amount.value)
            if rule.operator == ">=":
                return (
                    f"{v}.low >= {k}",
                    f"{v}.high < {k} or ({v}.high_open and {v}.high == {k})",
                )
            return f"{v}.low > {k} or ({v}.low_open and {v}.low == {k})", f"{v}.high <= {k}"
        parts = [rails(part) for part in cast("AllOf | AnyOf", rule).rules]
        every, some = ("True", "False") if isinstance(rule, AllOf) else ("False", "True")
        if isinstance(rule, AllOf):
            return (
                " and ".join(t for t, _ in parts) or every,
                " or ".join(f for _, f in parts) or some,
            )
        return " or ".join(t for t, _ in parts) or every, " and ".join(f for _, f in parts) or some

    answers = []
    for _, rule in decision.cases:
        true, false = rails(rule)
        answers.append(f"True if {true} else False if {false} else None")
    body = "\n    ".join([*lines, f"return ({', '.join(answers)},)"])
    return f"def kleene(get):\n    {body}\n", constants
