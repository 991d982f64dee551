"""Which test, if it were done, would settle most patients."""

from __future__ import annotations

from collections import Counter
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.dictionary import fact_named
from all_risk.cohort.drawing import COLOURS, INK, figure, wrapped
from all_risk.cohort.evaluation import classify, evaluate
from all_risk.cohort.lists import WordTable, lists_of, percent_of
from all_risk.cohort.mapping import Mapping
from all_risk.cohort.rules import find_rules
from all_risk.guideline import Guideline, Scheme

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
        title: The guideline or scheme.
        patients: How many patients there are.
        open: How many have no answer yet.
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
    frame: Any, rules: str | Guideline | Scheme, *, mapping: Mapping | None = None
) -> MissingMap:
    """Which missing facts would bring most answers.

    Args:
        frame: A table whose columns are facts, of any engine.
        rules: A guideline or scheme, or its id. A patient is open in a guideline while
            `refer` is unknown; a fact settles a patient there if it settles a trigger.
        mapping: Which column holds which fact, and how.

    Returns:
        The missing facts, the most telling first.
    """
    asked = find_rules(rules) if isinstance(rules, str) else rules
    ask: Any = classify if isinstance(asked, Scheme) else evaluate
    prefix = "" if not _taken(frame) else "map of what is missing "
    made = ask(frame, asked, mapping=mapping, prefix=prefix, reasons=True, on_absent="ignore")
    answer = f"{prefix}{'possible' if isinstance(asked, Scheme) else 'refer'}"
    columns = [answer, f"{prefix}missing", f"{prefix}settled_by"]
    lists = lists_of(made, columns)
    settles: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    open_ = 0
    for answered, missing, settled in zip(*lists.values(), strict=True):
        if answered is None or (isinstance(asked, Guideline) and answered != "unknown"):
            continue
        if not missing:
            continue
        open_ += 1
        by = set(filter(None, settled.split("|")))
        settles.update(by)
        changes.update(set(missing.split("|")) - by)
    names = sorted({*settles, *changes}, key=lambda n: (-settles[n], -changes[n], n))
    facts = tuple(MissingFact(name, settles[name], changes[name]) for name in names)
    return MissingMap(asked.title, len(lists[answer]), open_, facts)


def _taken(frame: Any) -> bool:
    table: Any = nw.from_native(frame)
    return bool({"refer", "group", "missing", "because"} & set(table.collect_schema().names()))


def _label(name: str) -> str:
    fact = fact_named(name)
    meaning = fact.meaning.partition(";")[0]
    return meaning if len(meaning) <= 80 and meaning else name
