"""Rules as one straight-line Python function that judges every part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from attrs import define, field, frozen

from all_risk.logic.generated import function
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
    Value,
    domain_of,
)

__all__ = ["Judged", "Sheet"]


@frozen(eq=False)
class Sheet:
    """Rules to be judged together, by Kleene's logic.

    A part of them has two rails: that it is known to be true, and that it is known to be false.

    Attributes:
        rules: The numbers of the rules, in order.
        numbers: The number of each rule and part.
        atoms: By number, the parts that are atoms.
        below: For each rail, those it follows from. The rails of part `n` are `2 * n`, that it
            is true, and `2 * n + 1`, that it is false.
    """

    rules: Sequence[int]
    numbers: Mapping[Expr, int]
    atoms: Mapping[int, Atom]
    below: Sequence[tuple[int, ...]]
    _judge: Callable[[Callable[..., Any]], list[bool]]

    @classmethod
    def of(cls, rules: Iterable[Expr]) -> Self:
        """The sheet of some rules.

        Args:
            rules: The rules; they and their parts can then be asked about.

        Returns:
            The sheet.
        """
        writer = _Writer()
        numbers = [writer.number(rule) for rule in rules]
        return cls(numbers, writer.numbers, writer.atoms, writer.below, writer.function())

    def judged(self, values: Mapping[str, Value]) -> Judged:
        """The rules as they come out for somebody.

        Args:
            values: What is known; a fact that is absent is unknown.

        Returns:
            The truth of every part.
        """
        return Judged(self, self._judge(values.get))


@frozen(eq=False)
class Judged:
    """Rules as they came out for somebody."""

    _sheet: Sheet
    _rails: list[bool]

    @property
    def truths(self) -> list[bool | None]:
        """Whether each of the rules holds, in order; None where it is not decided."""
        rails = self._rails
        return [
            True if rails[2 * number] else False if rails[2 * number + 1] else None
            for number in self._sheet.rules
        ]

    def held(self, rule: Expr) -> bool | None:
        """Whether a rule of the sheet, or a part of one, holds; None where it is not decided."""
        rail = 2 * self._sheet.numbers[rule]
        return True if self._rails[rail] else False if self._rails[rail + 1] else None

    def support(self, rule: Expr) -> tuple[Atom, ...]:
        """The atoms that decide a rule, each once; none where it is undecided."""
        rail = 2 * self._sheet.numbers[rule]
        found: dict[int, None] = {}
        for either in (rail, rail + 1):
            if self._rails[either]:
                self._decide(either, found)
        return tuple(self._sheet.atoms[number] for number in found)

    def _decide(self, rail: int, found: dict[int, None]) -> None:
        if rail >> 1 in self._sheet.atoms:
            found[rail >> 1] = None
        for below in self._sheet.below[rail]:
            if self._rails[below]:
                self._decide(below, found)

    def hanging(self, rule: Expr) -> Iterator[Atom]:
        """The open atoms that an undecided rule hangs on, as often as it asks them."""
        yield from self._hang(self._sheet.numbers[rule])

    def _hang(self, number: int) -> Iterator[Atom]:
        if self._rails[2 * number] or self._rails[2 * number + 1]:
            return
        if number in self._sheet.atoms:
            yield self._sheet.atoms[number]
        for below in self._sheet.below[2 * number]:
            yield from self._hang(below >> 1)


@define
class _Writer:
    """Writes two variables for each part: known to be true, known to be false."""

    numbers: dict[Expr, int] = field(factory=dict)
    atoms: dict[int, Atom] = field(factory=dict)
    below: list[tuple[int, ...]] = field(factory=list)
    _rails: list[str] = field(factory=list)
    _lines: list[str] = field(factory=list)
    _constants: dict[str, Any] = field(factory=dict)
    _names: dict[object, str] = field(factory=dict)
    _facts: dict[str, str] = field(factory=dict)
    _compared: dict[tuple[str, bool, Decimal], tuple[str, str]] = field(factory=dict)

    def function(self) -> Callable[[Callable[..., Any]], list[bool]]:
        returned = f"return [{', '.join(self._rails)}]"
        lines = ["def judge(get):", *(f" {line}" for line in (*self._lines, returned))]
        return function("judge", lines, self._constants)

    def number(self, rule: Expr) -> int:
        """The number of a rule, after all its parts have theirs."""
        if rule in self.numbers:
            return self.numbers[rule]
        below: tuple[tuple[int, ...], tuple[int, ...]]
        if isinstance(rule, Not):
            inner = 2 * self.number(rule.rule)
            below = (inner + 1,), (inner,)
            rails = self._rails[inner + 1], self._rails[inner]
        elif isinstance(rule, (AllOf, AnyOf)):
            parts = [2 * self.number(part) for part in rule.rules]
            below = tuple(parts), tuple(part + 1 for part in parts)
            rails = self._joined(rule, below)
        elif isinstance(rule, (Flag, Compare, OneOf)):
            below = (), ()
            rails = self._atom(rule)
        else:
            raise TypeError(f"not a rule: {type(rule).__name__}")
        number = self.numbers[rule] = len(self.numbers)
        if isinstance(rule, (Flag, Compare, OneOf)):
            self.atoms[number] = rule
        self.below.extend(below)
        self._rails.extend(rails)
        return number

    def _joined(
        self, rule: AllOf | AnyOf, below: tuple[tuple[int, ...], tuple[int, ...]]
    ) -> tuple[str, str]:
        trues, falses = ([self._rails[rail] for rail in side] for side in below)
        if isinstance(rule, AllOf):
            return self._kept(" and ".join(trues) or "True", " or ".join(falses) or "False")
        return self._kept(" or ".join(trues) or "False", " and ".join(falses) or "True")

    def _atom(self, atom: Atom) -> tuple[str, str]:
        v = self._fetched(atom.fact)
        if isinstance(atom, Flag):
            return self._kept(f"{v} is True", f"{v} is False")
        if isinstance(atom, OneOf):
            allowed = self._constant(atom.values)
            return self._kept(f"{v} <= {allowed}", f"{allowed}.isdisjoint({v})")
        at_least, amount = atom.operator in (">=", "<"), atom.amount.value
        key = (v, at_least, amount)
        if key not in self._compared:
            k = self._constant(amount)
            self._compared[key] = (
                self._kept(
                    f"{v}.low >= {k}", f"{v}.high < {k} or ({v}.high_open and {v}.high == {k})"
                )
                if at_least
                else self._kept(
                    f"{v}.low > {k} or ({v}.low_open and {v}.low == {k})", f"{v}.high <= {k}"
                )
            )
        reached, missed = self._compared[key]
        return (reached, missed) if atom.operator in (">=", ">") else (missed, reached)

    def _fetched(self, fact: Fact) -> str:
        if fact.name not in self._facts:
            self._facts[fact.name] = f"v{len(self._facts)}"
            domain = domain_of(fact)
            unknown = "" if domain is None else f", {self._constant(domain)}"
            self._lines.append(f"{self._facts[fact.name]} = get({fact.name!r}{unknown})")
        return self._facts[fact.name]

    def _constant(self, value: Value | Decimal) -> str:
        name = self._names.setdefault(value, f"K{len(self._names)}")
        self._constants[name] = value
        return name

    def _kept(self, true: str, false: str) -> tuple[str, str]:
        """The names of two new variables."""
        number = len(self._lines)
        self._lines += [f"t{number} = {true}", f"f{number} = {false}"]
        return f"t{number}", f"f{number}"
