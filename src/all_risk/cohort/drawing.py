"""How every plot looks: colours anybody can tell apart, labels where the eye already is."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import Any

from all_risk.cohort.extras import needed

__all__ = ["COLOURS", "GREY", "INK", "figure", "spread", "wrapped"]

# Okabe and Ito's palette without yellow, which is too light for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
GREY, INK = "#8A8A8A", "#222222"


def figure(width: float, height: float) -> tuple[Any, Any]:
    """A figure with one plain pair of axes; nothing global is touched.

    Args:
        width: In inches.
        height: In inches.

    Returns:
        The figure and its axes.
    """
    with needed("plot"):
        from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained", dpi=120)
    axes = made.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=9)
    return made, axes


def wrapped(text: str, width: int = 24) -> str:
    """A label broken into lines."""
    return fill(text, width, break_long_words=False)


def spread(heights: Iterable[float], apart: float) -> list[float]:
    """Heights for labels, moved so that none covers another.

    Args:
        heights: Where the labels would stand.
        apart: How far apart they must be.

    Returns:
        Where they stand, in the order given.

    Examples:
        >>> spread([0.5, 0.52], 0.1)
        [0.46, 0.56]
    """
    given = list(heights)
    order = sorted(range(len(given)), key=given.__getitem__)
    clusters: list[list[int]] = []
    for each in order:
        clusters.append([each])
        while len(clusters) > 1 and _bottom(clusters[-1], given, apart) < (
            _top(clusters[-2], given, apart) + apart - 1e-9
        ):
            last = clusters.pop()
            clusters[-1] += last
    placed = [0.0] * len(given)
    for cluster in clusters:
        start = _bottom(cluster, given, apart)
        for step, each in enumerate(cluster):
            placed[each] = round(start + step * apart, 6)
    return placed


def _middle(cluster: list[int], heights: list[float]) -> float:
    return sum(heights[each] for each in cluster) / len(cluster)


def _bottom(cluster: list[int], heights: list[float], apart: float) -> float:
    return _middle(cluster, heights) - apart * (len(cluster) - 1) / 2


def _top(cluster: list[int], heights: list[float], apart: float) -> float:
    return _middle(cluster, heights) + apart * (len(cluster) - 1) / 2
