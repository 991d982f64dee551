"""Which ties between facts can bear on a table."""

from __future__ import annotations

from collections.abc import Iterable

from all_risk.logic import Clause, Flag

__all__ = ["related"]


def related(clauses: Iterable[Clause], names: Iterable[str], known: frozenset[str]) -> list[Clause]:
    """The clauses that can bear on some facts.

    Args:
        clauses: What implies what.
        names: The facts in question.
        known: Facts that may be known besides; all others stay unknown.

    Returns:
        The clauses tied to those facts, without those a fact never known can always satisfy.
    """
    asked = frozenset(names)
    kept = list(dict.fromkeys(clauses))
    while True:
        signs: dict[str, set[bool]] = {}
        for clause in kept:
            for atom, truth in clause.literals:
                if isinstance(atom, Flag):
                    signs.setdefault(atom.name, set()).add(truth)
        free = {n for n, s in signs.items() if len(s) == 1 and n not in asked and n not in known}
        fewer = [clause for clause in kept if not clause.facts & free]
        if len(fewer) == len(kept):
            break
        kept = fewer
    reached = set(asked)
    while True:
        found = [clause for clause in kept if clause.facts & reached]
        wider = reached.union(*(clause.facts for clause in found))
        if wider == reached:
            return found
        reached = wider
