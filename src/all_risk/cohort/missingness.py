"""Which test, if it were done, would settle most patients."""

from __future__ import annotations

from collections import Counter
from typing import Any

from attrs import evolve, frozen

from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.drawing import COLOURS, INK, figure, wrapped
from all_risk.cohort.evaluation import classify, evaluate
from all_risk.cohort.lists import WordTable, lists_of, percent_of
from all_risk.cohort.mapping import Mapping
from all_risk.cohort.rules import find_rules
from all_risk.errors import InvalidTable, Problem, nearest, shown
from all_risk.guideline import Guideline, Scheme, Trigger

__all__ = ["MissingFact", "MissingMap", "missing_map"]


@frozen
class MissingFact:
    """What a missing fact would bring.

    Attributes:
        fact: Its name.
        settles: How many patients it would settle, whatever its value.
        may_change: How many further patients it could bring nearer an answer.
    """

    fact: str
    settles: int
    may_change: int


@frozen
class MissingMap:
    """Missing facts, the most telling first.

    Attributes:
        title: The scheme or trigger.
        patients: How many patients there are.
        open: How many have no answer yet that one result could change.
        facts: The missing facts.
    """

    title: str
    patients: int
    open: int
    facts: tuple[MissingFact, ...]

    def table(self) -> WordTable:
        """The map in words."""
        rows = tuple(
            (f.fact, f"{f.settles:,}", percent_of(f.settles, self.open), f"{f.may_change:,}")
            for f in self.facts
        )
        note = f"{self.open:,} of {self.patients:,} patients have no answer yet."
        header = ("if it were known", "would be settled", "of the open", "could come nearer")
        return WordTable(header, rows, note)

    def plot(self, most: int = 12) -> Any:
        """The map as bars.

        Args:
            most: How many facts to show.

        Returns:
            A matplotlib figure.
        """
        chosen = self.facts[:most][::-1]
        made, axes = figure(8.4, 1.5 + 0.42 * max(1, len(chosen)))
        heights = range(len(chosen))
        settles = [f.settles for f in chosen]
        more = [f.may_change for f in chosen]
        axes.barh(heights, settles, color=COLOURS[0], height=0.66)
        axes.barh(heights, more, left=settles, color=COLOURS[5], alpha=0.45, height=0.66)
        widest = max((a + b for a, b in zip(settles, more, strict=True)), default=1) or 1
        for y, fact in enumerate(chosen):
            if fact.settles > 0.06 * widest:
                axes.text(
                    fact.settles,
                    y,
                    f"{fact.settles:,} ",
                    ha="right",
                    va="center",
                    color="white",
                    fontsize=9,
                    fontweight="bold",
                )
            total = fact.settles + fact.may_change
            axes.text(total, y, f" {total:,}", ha="left", va="center", color=INK, fontsize=9)
        axes.set_yticks(heights, [wrapped(_label(f.fact), 44) for f in chosen])
        axes.set_xlim(0, widest * 1.12)
        axes.set_xlabel("patients without an answer", fontsize=10, color=INK)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        made.suptitle(
            f"{self.title}\n{self.open:,} of {self.patients:,} patients have no answer yet",
            x=0.01,
            ha="left",
            fontsize=11,
            fontweight="bold",
            color=INK,
        )
        if any(settles):
            axes.set_title(
                "this result alone would settle",
                loc="left",
                color=COLOURS[0],
                fontsize=9.5,
                fontweight="bold",
            )
        axes.set_title(
            "it could bring nearer an answer",
            loc="right",
            color="#2F7FA8",
            fontsize=9.5,
            fontweight="bold",
        )
        return made

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def __str__(self) -> str:
        return str(self.table())


def missing_map(
    frame: Any,
    rules: str | Guideline | Scheme,
    *,
    trigger: str | None = None,
    mapping: Mapping | None = None,
) -> MissingMap:
    """Which missing facts would bring most answers.

    Args:
        frame: A table whose columns are facts, of any engine.
        rules: A scheme or a guideline, or its id.
        trigger: The trigger of a guideline; by default the one that is open in most patients.
        mapping: Which column holds which fact, and how.

    Returns:
        The missing facts, the most telling first.

    Raises:
        InvalidTable: If the guideline has no such trigger.
    """
    asked = find_rules(rules) if isinstance(rules, str) else rules
    # Columns of the same names may stand in the table already.
    prefix = "map of what is missing "
    if isinstance(asked, Scheme):
        made = classify(
            frame, asked, mapping=mapping, prefix=prefix, reasons=True, on_absent="ignore"
        )
        return _map(made, prefix, asked.title)
    chosen = _trigger(frame, asked, trigger, mapping)
    alone = evolve(asked, triggers=(chosen,))
    made = evaluate(frame, alone, mapping=mapping, prefix=prefix, reasons=True, on_absent="ignore")
    return _map(made, prefix, f"{asked.title}: {chosen.title}")


def _trigger(
    frame: Any, guideline: Guideline, name: str | None, mapping: Mapping | None
) -> Trigger:
    triggers = {each.id: each for each in guideline.triggers}
    if name is None:
        prefix = "open "
        made = evaluate(frame, guideline, mapping=mapping, prefix=prefix, on_absent="ignore")
        lists = lists_of(made, [prefix + id_ for id_ in triggers])
        name = max(triggers, key=lambda id_: lists[prefix + id_].count("unknown"))
    if name not in triggers:
        hint = nearest(name, triggers) or f"; there are {', '.join(triggers)}"
        message = f"{shown(name)} is not a trigger of {guideline.id}{hint}"
        raise InvalidTable(Problem("$", "unknown_trigger", message))
    return triggers[name]


def _map(made: Any, prefix: str, title: str) -> MissingMap:
    settles: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    lists = lists_of(made, [f"{prefix}missing", f"{prefix}settled_by"])
    open_ = 0
    for missing, settled in zip(*lists.values(), strict=True):
        if missing:
            open_ += 1
            by = set(filter(None, settled.split("|")))
            settles.update(by)
            changes.update(set(missing.split("|")) - by)
    names = sorted({*settles, *changes}, key=lambda n: (-settles[n], -changes[n], n))
    facts = tuple(MissingFact(name, settles[name], changes[name]) for name in names)
    return MissingMap(title, len(lists[f"{prefix}missing"]), open_, facts)


def _label(name: str) -> str:
    fact = fact_named(name)
    meaning = fact.meaning.partition(";")[0]
    return meaning if len(meaning) <= 80 and meaning else name
