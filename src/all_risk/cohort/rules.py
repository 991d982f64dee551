"""The decisions of a guideline or scheme, and the facts they ask for."""

from __future__ import annotations

from all_risk.evaluation import compiled
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import Decision, Fact, atoms
from all_risk.published import find_guideline, find_scheme, guidelines

__all__ = ["asked_facts", "decisions", "find_rules"]


def find_rules(id_: str) -> Guideline | Scheme:
    """A guideline or scheme by its id.

    Args:
        id_: The id.

    Returns:
        The guideline or scheme.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ in {each.id for each in guidelines() if isinstance(each, Guideline)}:
        return find_guideline(id_)
    return find_scheme(id_)


def decisions(rules: Guideline | Scheme) -> dict[str, Decision]:
    """The decisions of a scheme or guideline, by name."""
    if isinstance(rules, Scheme):
        return {rules.id: compiled(rules).decision}
    return {each.id: compiled((rules, each)).decision for each in rules.triggers}


def asked_facts(rules: Guideline | Scheme) -> tuple[Fact, ...]:
    """The facts a scheme or guideline asks for, in reading order."""
    return tuple(
        dict.fromkeys(
            atom.fact
            for decision in decisions(rules).values()
            for _, rule in decision.cases
            for atom in atoms(rule)
        )
    )
