"""Two schemes over the same patients: where they agree."""

from __future__ import annotations

from collections import Counter
from typing import Any

import narwhals.stable.v2 as nw
from attrs import frozen

from all_risk.cohort.drawing import INK, figure, wrapped
from all_risk.cohort.evaluation import classify
from all_risk.cohort.lists import WordTable, lists_of, percent_of
from all_risk.cohort.mapping import Mapping
from all_risk.guideline import Scheme
from all_risk.published import find_scheme

__all__ = ["Agreement", "agreement"]

_OPEN, _OUTSIDE, _UNCOVERED, _CONFLICT = (
    "still open",
    "not its population",
    "in no printed row",
    "contradicts itself",
)


@frozen
class Agreement:
    """A cross table of two schemes.

    Attributes:
        one: The title of the scheme whose groups are the rows.
        other: The title of the scheme whose groups are the columns.
        rows: The answers of the one scheme, groups from the lowest risk first.
        columns: The answers of the other.
        counts: How many patients have each pair of answers.
    """

    one: str
    other: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def table(self) -> WordTable:
        """The cross table in words."""
        body = [
            (row, *(f"{n:,}" for n in counts), f"{sum(counts):,}")
            for row, counts in zip(self.rows, self.counts, strict=True)
        ]
        sums = [sum(column) for column in zip(*self.counts, strict=True)]
        body.append(("all", *(f"{n:,}" for n in sums), f"{sum(sums):,}"))
        header = (f"{self.one} (rows), {self.other} (columns)", *self.columns, "all")
        return WordTable(header, tuple(body))

    def plot(self) -> Any:
        """The cross table as a heat map: each cell with its count and its share of the row.

        Returns:
            A matplotlib figure.
        """
        made, axes = figure(2.6 + 1.25 * len(self.columns), 1.6 + 0.62 * len(self.rows))
        totals = [sum(counts) for counts in self.counts]
        shares = [
            [n / total if total else 0.0 for n in counts]
            for counts, total in zip(self.counts, totals, strict=True)
        ]
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
        for i, counts in enumerate(self.counts):
            for j, n in enumerate(counts):
                if n:
                    dark = shares[i][j] > 0.55
                    text = f"{n:,}\n{percent_of(n, totals[i])}"
                    colour = "white" if dark else INK
                    axes.text(j, i, text, ha="center", va="center", fontsize=9, color=colour)
        axes.set_xticks(range(len(self.columns)), [wrapped(c, 12) for c in self.columns])
        labels = [f"{row}\n{total:,}" for row, total in zip(self.rows, totals, strict=True)]
        axes.set_yticks(range(len(self.rows)), labels)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_xlabel(self.other, fontsize=11, fontweight="bold", labelpad=8)
        axes.set_ylabel(wrapped(self.one, 30), fontsize=11, fontweight="bold", labelpad=8)
        made.supxlabel("patients, and their share of the row", fontsize=9, color=INK)
        return made

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def __str__(self) -> str:
        return str(self.table())


def agreement(
    frame: Any, one: str | Scheme, other: str | Scheme, *, mapping: Mapping | None = None
) -> Agreement:
    """How two schemes place the same patients.

    Args:
        frame: A table whose columns are facts, of any engine.
        one: A scheme, or its id; its groups are the rows.
        other: The other.
        mapping: Which column holds which fact, and how.

    Returns:
        The cross table. Patients whom a scheme does not decide are shown as such.
    """
    schemes = [find_scheme(each) if isinstance(each, str) else each for each in (one, other)]
    answers = [_answers(frame, scheme, mapping) for scheme in schemes]
    pairs = Counter(zip(*answers, strict=True))
    rows, columns = (
        tuple(word for word in (*scheme.groups, *_REST) if word in set(given))
        for scheme, given in zip(schemes, answers, strict=True)
    )
    counts = tuple(tuple(pairs[row, column] for column in columns) for row in rows)
    return Agreement(schemes[0].title, schemes[1].title, rows, columns, counts)


_REST = (_OPEN, _UNCOVERED, _OUTSIDE, _CONFLICT)


def _answers(frame: Any, scheme: Scheme, mapping: Mapping | None) -> list[str]:
    table: Any = nw.from_native(frame)
    taken = set(table.collect_schema().names())
    prefix = "" if not taken & {"group", "possible"} else f"{scheme.id} agreement "
    made = classify(frame, scheme, mapping=mapping, prefix=prefix, on_absent="ignore")
    names = [prefix + name for name in ("group", "possible", "applicable", "conflict")]
    lists = lists_of(made, names)
    return [_answer(*row) for row in zip(*lists.values(), strict=True)]


def _answer(group: str | None, possible: str | None, applicable: str, conflict: bool) -> str:
    if conflict:
        return _CONFLICT
    if group is not None:
        return group
    if applicable == "no":
        return _OUTSIDE
    return _OPEN if possible else _UNCOVERED
