"""Facts while they are being gathered, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from attrs import define, evolve, field

from all_risk.facts import Conflict
from all_risk.implications import closed
from all_risk.logic import Contradiction, Value
from all_risk.messages import Message, say
from all_risk.quantities import Interval

__all__ = ["ANYTHING", "Draft", "combine", "merged", "settle"]

ANYTHING = Interval()


@define
class Draft:
    """Facts being gathered."""

    values: dict[str, Value] = field(factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(factory=dict)
    conflicts: list[Conflict] = field(factory=list)
    notes: list[Message] = field(factory=list)

    def put(self, name: str, value: Value | None, *paths: str) -> None:
        """Record a fact and where it was read; None records nothing."""
        if value is not None:
            self.values[name] = value
            self.evidence[name] = paths

    def quantity(self, name: str, stated: Iterable[tuple[Interval, str]]) -> None:
        """A quantity from several statements: what they share, or all they span."""
        found = list(stated)
        if not found:
            return
        value, agree = combine([interval for interval, _ in found])
        paths = tuple(path for _, path in found)
        if not agree:
            self.excluding(name, paths)
        self.put(name, value, *paths)

    def excluding(self, name: str, paths: tuple[str, ...]) -> None:
        """List that results of one fact exclude each other."""
        message = say("values_exclude", fact=name)
        self.conflicts.append(Conflict(facts=(name,), message=message, paths=paths))


def combine(stated: list[Interval]) -> tuple[Interval, bool]:
    """What statements share; or all they span, and that they do not agree."""
    shared: Interval | None = stated[0] if stated else ANYTHING
    for interval in stated[1:]:
        shared = shared and shared.intersect(interval)
    return (shared, True) if shared else (reduce(Interval.hull, stated), False)


def merged(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """One conflict for the same results, whatever number of facts they bear on."""
    by_results: dict[tuple[str, tuple[str, ...]], Conflict] = {}
    for conflict in conflicts:
        key = conflict.message.id, conflict.paths
        known = by_results.setdefault(key, conflict)
        facts = tuple(dict.fromkeys((*known.facts, *conflict.facts)))
        by_results[key] = evolve(known, facts=facts)
    return tuple(by_results.values())


def settle(draft: Draft) -> tuple[Mapping[str, Value], Mapping[str, tuple[str, ...]]]:
    """The facts with what follows from them, without those that contradict each other."""
    kept = dict(draft.values)
    while True:
        trace: dict[str, frozenset[str]] = {}
        try:
            values = closed(kept, trace)
            return values, {name: tuple(sorted(others)) for name, others in trace.items()}
        except Contradiction as contradiction:
            culprits = _culprits(kept) or [n for n in contradiction.clause.facts if n in kept]
            paths = tuple(sorted(p for name in culprits for p in draft.evidence.get(name, ())))
            message = say("cannot_both_hold", facts=", ".join(culprits))
            draft.conflicts.append(Conflict(facts=tuple(culprits), message=message, paths=paths))
            for name in culprits or list(kept):
                del kept[name]


def _culprits(values: Mapping[str, Value]) -> list[str]:
    """The facts any one of which, if it were not known, would end the contradiction."""
    found = []
    for name in values:
        try:
            closed({other: value for other, value in values.items() if other != name})
        except Contradiction:
            continue
        found.append(name)
    return sorted(found)
