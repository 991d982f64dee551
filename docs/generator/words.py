"""Rules in words, with every operator and unit as its source prints it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from all_risk.explain.english import CLINICIAN
from all_risk.explain.render import Catalogue
from all_risk.facts import is_unprinted
from all_risk.guideline import Citation
from all_risk.logic import AllOf, AnyOf, Compare, Expr, Fact, Flag, Not, OneOf
from all_risk.messages import say

__all__ = ["Writer", "bullets", "cited", "table", "within"]

_WORDS: Final = Catalogue(messages={"fact": "{fact}"}, words=CLINICIAN.words)


@frozen
class Writer:
    """Writes rules in words.

    Attributes:
        named: Combinations that a publication names, and that read better by their name.
    """

    named: tuple[tuple[str, Expr], ...] = ()

    def text(self, rule: Expr, *, known: str = "") -> str:
        """A rule in words.

        Args:
            rule: The rule.
            known: The name of a combination that is to be spelled out.

        Returns:
            The text. Alternatives inside a combination, and combinations inside an
            alternative, stand in parentheses.
        """
        if (name := self._name_of(rule)) and name != known:
            return f"*{name}*"
        if isinstance(rule, AllOf):
            return " **and** ".join(self.parts(rule, known=known)) or "always"
        if isinstance(rule, AnyOf):
            return " **or** ".join(self._inner(part) for part in rule.rules) or "never"
        if isinstance(rule, Not):
            bare = isinstance(rule.rule, Flag)
            return f"not {self._inner(rule.rule) if bare else self._bracketed(rule.rule)}"
        return _atom(rule)

    def parts(self, rule: Expr, *, known: str = "") -> list[str]:
        """The conditions that must hold together, each in words."""
        if isinstance(rule, AllOf) and (known or not self._name_of(rule)):
            return [self._inner(part) for part in self._grouped(rule, known)]
        return [self.text(rule)]

    @staticmethod
    def fact(fact: Fact) -> str:
        """A fact in words."""
        return _said(fact)

    def used(self, rules: Iterable[Expr]) -> tuple[tuple[str, Expr], ...]:
        """The named combinations that occur in the words of some rules, and in theirs."""
        wanted = " ".join(self.text(rule) for rule in rules)
        found: dict[str, Expr] = {}
        while more := {
            name: rule for name, rule in self.named if f"*{name}*" in wanted and name not in found
        }:
            found |= more
            wanted = " ".join(self.text(rule, known=name) for name, rule in more.items())
        return tuple((name, rule) for name, rule in self.named if name in found)

    def _name_of(self, rule: Expr) -> str:
        return next((name for name, named in self.named if named == rule), "")

    def _bracketed(self, rule: Expr) -> str:
        return self.text(rule) if self._name_of(rule) else f"({self.text(rule)})"

    def _inner(self, rule: Expr) -> str:
        return self._bracketed(rule) if isinstance(rule, (AllOf, AnyOf)) else self.text(rule)

    def _grouped(self, rule: AllOf, known: str) -> list[Expr]:
        """The parts of a combination, with a named one in the place of its own parts."""
        kept = list(rule.rules)
        for name, named in self.named:
            if name != known and isinstance(named, AllOf) and set(named.rules) <= set(kept):
                first = kept.index(named.rules[0])
                kept = [part for part in kept if part not in named.rules]
                kept.insert(first, named)
        return kept


def _said(fact: Fact) -> str:
    """A fact in words, as an explanation has it."""
    if is_unprinted(fact):
        return f"(not printed in the source: {fact.name.partition(': ')[2]})"
    return _WORDS.text(say("fact", fact=fact.name))


def _atom(rule: Expr) -> str:
    if isinstance(rule, Flag):
        return _said(rule)
    if isinstance(rule, Compare):
        return f"{_said(rule.fact)} {rule.operator} {rule.amount}"
    if isinstance(rule, OneOf):
        return f"{_said(rule.fact)} is {' or '.join(sorted(rule.values))}"
    raise TypeError(f"not a rule: {type(rule).__name__}")


def within(rule: Expr, population: Expr) -> Expr:
    """A rule without the conditions that its population already makes."""
    if not isinstance(rule, AllOf):
        return rule
    conditions = population.rules if isinstance(population, AllOf) else (population,)
    rest = tuple(part for part in rule.rules if part not in conditions)
    return rest[0] if len(rest) == 1 else AllOf(rest)


def cited(citation: Citation) -> str:
    """A citation with its link, and where it was read."""
    place = f", {citation.locator}" if citation.locator else ""
    read = f"as reported in {citation.read_in}" if citation.read_in else "read in the source itself"
    source = f"[{citation.source}]({citation.url})" if citation.url else citation.source
    return f"{source} ({citation.edition}){place}; {citation.provenance}, {read}"


def bullets(*points: tuple[str, str]) -> str:
    """A list of named statements."""
    return "\n".join(f"- **{name}:** {said}." for name, said in points) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    titles = list(heads)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in line)} |" for line in lines) + "\n"
