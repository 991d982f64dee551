"""Rules over facts, and Kleene's three-valued logic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from attrs import Attribute, field, frozen

from all_risk.quantities import Amount, Interval, Operator

__all__ = [
    "FALSE",
    "TRUE",
    "AllOf",
    "AnyOf",
    "Atom",
    "Category",
    "Compare",
    "Decision",
    "Expr",
    "Fact",
    "Flag",
    "Not",
    "OneOf",
    "Quantity",
    "Value",
    "all_of",
    "any_of",
    "atoms",
    "domain_of",
    "evaluate",
    "judge",
]

Value: TypeAlias = bool | Interval | frozenset[str]
"""What is known of a fact: a flag's truth, a quantity's interval, a category's values."""


class Expr:
    """A rule. Combine rules with `&`, `|` and `~`; `and`, `or` and `not` raise."""

    __slots__ = ()

    def __and__(self, other: Expr) -> Expr:
        return all_of(self, other)

    def __or__(self, other: Expr) -> Expr:
        return any_of(self, other)

    def __invert__(self) -> Expr:
        return self.rule if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        raise TypeError("a rule has no truth of its own; combine rules with & | ~")


@frozen(cache_hash=True)
class Flag(Expr):
    """A fact that is true, false or unknown; itself the rule that it is true.

    Attributes:
        name: The name of the fact.
        meaning: What it says, in words.
    """

    name: str
    meaning: str = field(default="", eq=False)

    @property
    def fact(self) -> Flag:
        """The fact a flag asks about is the flag itself."""
        return self

    def __str__(self) -> str:
        return self.name


@frozen(order=False)
class Quantity:
    """A fact that is a number in one unit; compare it with an amount to get a rule.

    Attributes:
        name: The name of the fact.
        unit: The canonical unit (UCUM).
        meaning: What it says, in words.
        whole: Whether only whole numbers can occur.
        domain: The values that can occur at all.
    """

    name: str
    unit: str
    meaning: str = field(default="", eq=False)
    whole: bool = field(default=False, eq=False)
    domain: Interval = field(default=Interval(), eq=False)

    def __ge__(self, amount: Amount) -> Compare:
        return Compare(self, ">=", amount)

    def __gt__(self, amount: Amount) -> Compare:
        return Compare(self, ">", amount)

    def __le__(self, amount: Amount) -> Compare:
        return Compare(self, "<=", amount)

    def __lt__(self, amount: Amount) -> Compare:
        return Compare(self, "<", amount)


@frozen
class Category:
    """A fact that has one of several values; ask with `one_of`.

    Attributes:
        name: The name of the fact.
        values: The values it can have.
        meaning: What it says, in words.
    """

    name: str
    values: frozenset[str]
    meaning: str = field(default="", eq=False)

    def one_of(self, *values: str) -> OneOf:
        """The rule that the fact has one of `values`."""
        return OneOf(self, frozenset(values))


Fact: TypeAlias = Flag | Quantity | Category


def _unit_of_fact(compare: Compare, _: Attribute[Amount], amount: Amount) -> None:
    if amount.unit != compare.fact.unit:
        raise ValueError(f"{compare.fact.name} is in {compare.fact.unit}, not {amount.unit}")


@frozen(cache_hash=True)
class Compare(Expr):
    """The rule that a quantity stands in a relation to an amount.

    Attributes:
        fact: The quantity.
        operator: The relation as printed in the source.
        amount: The threshold as printed in the source.
    """

    fact: Quantity
    operator: Operator
    amount: Amount = field(validator=_unit_of_fact)

    def __str__(self) -> str:
        return f"{self.fact.name} {self.operator} {self.amount}"


@frozen(cache_hash=True)
class OneOf(Expr):
    """The rule that a category has one of several values."""

    fact: Category
    values: frozenset[str]

    def __str__(self) -> str:
        return f"{self.fact.name} is {' or '.join(sorted(self.values))}"


@frozen(cache_hash=True)
class Not(Expr):
    """The rule that another does not hold."""

    rule: Expr


@frozen(cache_hash=True)
class AllOf(Expr):
    """The rule that all of several hold."""

    rules: tuple[Expr, ...]


@frozen(cache_hash=True)
class AnyOf(Expr):
    """The rule that at least one of several holds."""

    rules: tuple[Expr, ...]


Atom: TypeAlias = Flag | Compare | OneOf

TRUE: Expr = AllOf(())
FALSE: Expr = AnyOf(())


def all_of(*rules: Expr) -> Expr:
    """The rule that all of `rules` hold; with none, it always holds."""
    parts = tuple(p for r in rules for p in (r.rules if isinstance(r, AllOf) else (r,)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def any_of(*rules: Expr) -> Expr:
    """The rule that any of `rules` holds; with none, it never holds."""
    parts = tuple(p for r in rules for p in (r.rules if isinstance(r, AnyOf) else (r,)))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def atoms(rule: Expr) -> Iterator[Atom]:
    """The comparisons and flags a rule is made of, in reading order."""
    if isinstance(rule, (Flag, Compare, OneOf)):
        yield rule
    elif isinstance(rule, Not):
        yield from atoms(rule.rule)
    else:
        for part in cast("AllOf | AnyOf", rule).rules:
            yield from atoms(part)


def domain_of(fact: Fact) -> Value | None:
    """The values a quantity or category can have at all; None for a flag."""
    if isinstance(fact, Quantity):
        return fact.domain
    return fact.values if isinstance(fact, Category) else None


def judge(atom: Atom, value: Value | None) -> bool | None:
    """Whether an atom holds, given what is known of its fact."""
    if isinstance(atom, Flag):
        return cast("bool | None", value)
    if isinstance(atom, Compare):
        known = value if isinstance(value, Interval) else atom.fact.domain
        return known.compare(atom.operator, atom.amount.value)
    possible = value if isinstance(value, frozenset) else atom.fact.values
    if possible <= atom.values:
        return True
    return None if possible & atom.values else False


def evaluate(rule: Expr, values: Mapping[str, Value]) -> bool | None:
    """Whether a rule holds, by Kleene's three-valued logic.

    Args:
        rule: The rule.
        values: What is known, by fact name; a fact that is absent is unknown.

    Returns:
        True, False, or None where it is not decided.
    """
    if isinstance(rule, (Flag, Compare, OneOf)):
        return judge(rule, values.get(rule.fact.name))
    if isinstance(rule, (AllOf, AnyOf)):
        deciding = isinstance(rule, AnyOf)
        held: bool | None = not deciding
        for part in rule.rules:
            state = evaluate(part, values)
            if state is deciding:
                return deciding
            held = None if state is None else held
        return held
    if not isinstance(rule, Not):
        raise TypeError(f"not a rule: {type(rule).__name__}")
    held = evaluate(rule.rule, values)
    return None if held is None else not held


@frozen
class Decision:
    """The label of the first rule that holds, or a label of its own where none does.

    Attributes:
        cases: Pairs of a label and its rule, in order.
        otherwise: The label where no rule holds.
    """

    cases: tuple[tuple[str, Expr], ...]
    otherwise: str
