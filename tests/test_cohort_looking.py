"""Tables and pictures of cohorts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "narwhals", "matplotlib", "lifelines"):
    pytest.importorskip(_library)

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from all_risk import cohort
from all_risk.cohort.drawing import spread
from all_risk.testing import synthetic_cohort


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    made = synthetic_cohort(300, seed=9, bounds=True)
    assert isinstance(made, pl.DataFrame)
    return made


def test_a_summary_shows_what_is_missing_with_every_number() -> None:
    table = cohort.summary(
        pl.DataFrame(
            {
                "wbc": [10.0, 20.0, None, 40.0],
                "cns": ["CNS1", None, "CNS3", "CNS1"],
                "testicular": [True, False, None, None],
                "mrd_end_of_induction_marrow__low": [0.0, 0.0005, None, 0.002],
                "mrd_end_of_induction_marrow__high": [0.0001, 0.0005, None, 0.002],
                "group": ["a", "a", "b", None],
            }
        ),
        by="group",
    )
    lines = {row[0].strip(): row[1:] for row in table.rows}
    assert table.header == ("by group", "all", "a", "b", "not decided")
    assert lines["patients"] == ("4", "2", "1", "1")
    wbc = next(row for name, row in lines.items() if name.startswith("first white cell"))
    assert wbc == ("20 (15 to 30)", "15 (12.5 to 17.5)", "-", "40")
    assert lines["CNS3"] == ("1 of 3 (33 %)", "0 of 1 (0 %)", "1 of 1 (100 %)", "0 of 1 (0 %)")
    assert lines["known within limits"] == ("1", "1", "0", "0")
    assert "| by group | all |" in table.to_markdown()
    assert "<td>CNS3</td>" in table.to_html().replace("  ", "")


def test_two_schemes_are_crossed(frame: pl.DataFrame) -> None:
    found = cohort.agreement(frame, "nci-rome", "cog-aall1731-1732")
    assert sum(map(sum, found.counts)) == frame.height
    own = cohort.agreement(frame, "nci-rome", "nci-rome")
    off_diagonal = sum(
        n
        for row, counts in zip(own.rows, own.counts, strict=True)
        for column, n in zip(own.columns, counts, strict=True)
        if row != column
    )
    assert off_diagonal == 0
    labels = {text.get_text() for text in found.plot().axes[0].texts}
    assert all(any(label.startswith(f"{n:,}\n") for label in labels) for n in found.counts[0] if n)


def test_the_test_that_settles_most_patients_comes_first() -> None:
    table = pl.DataFrame(
        {
            "lineage": ["B", "B", "B", None],
            "age": [60.0, 60.0, 60.0, 60.0],
            "wbc": [None, None, 10.0, 10.0],
        }
    )
    found = cohort.missing_map(table, "nci-rome")
    assert (found.patients, found.open) == (4, 3)
    assert [(f.fact, f.settles, f.may_change) for f in found.facts] == [
        ("wbc", 2, 0),
        ("lineage", 1, 0),
    ]
    assert "wbc" in found.table().to_markdown()


@pytest.mark.parametrize("rules", ["nci-rome", "nmdp-patient-2017"])
def test_a_map_is_drawn(frame: pl.DataFrame, rules: str) -> None:
    found = cohort.missing_map(frame, rules)
    axes = found.plot().axes[0]
    assert len(axes.get_yticks()) == min(12, len(found.facts))


def test_kaplan_meier_by_hand() -> None:
    """Four patients: events at 1 and 3, one censored at 2, one at 4."""
    table = pl.DataFrame({"t": [1.0, 2.0, 3.0, 4.0], "e": [True, False, True, False]})
    (curve,) = cohort.kaplan_meier(table, time="t", event="e").curves
    assert [curve.at(t)[0] for t in (0, 1, 2, 3)] == pytest.approx([1, 0.75, 0.75, 0.375])
    assert (curve.patients, curve.events, curve.at_risk(2.5)) == (4, 2, 2)


def test_curves_name_their_groups_and_count_who_is_left_out() -> None:
    table = pl.DataFrame(
        {
            "t": [1.0, 2.0, 3.0, 4.0, None, 6.0],
            "e": [True, False, True, True, True, False],
            "group": ["high", "high", "standard", "standard", "high", None],
        }
    )
    found = cohort.kaplan_meier(table, time="t", event="e", by="group", title="made up")
    assert (found.left_out, len(found.curves)) == (2, 2)
    assert found.p is not None
    axes = found.plot().axes[0]
    assert {"high", "standard"} <= {text.get_text() for text in axes.texts}
    assert "left out" in str(found)


def test_delay_runs_from_the_day_it_was_due() -> None:
    start = date(2025, 1, 1)
    table = pl.DataFrame(
        {
            "due": [start, start, start, None],
            "referred": [date(2025, 1, 11), None, date(2024, 12, 24), start],
            "seen": [date(2025, 6, 1), date(2025, 1, 31), date(2025, 6, 1), start],
        }
    )
    found = cohort.referral_delay(table, due="due", referred="referred", last_seen="seen")
    (curve,) = found.curves
    assert sorted(curve.durations) == [0, 10, 30]
    assert (curve.events, found.left_out) == (2, 1)
    assert found.table([28]).rows[0][-1].startswith("67 %")


@pytest.mark.parametrize(("event", "wrong"), [(["yes"], "true or false"), ([None], None)])
def test_an_event_is_true_or_false(event: list[Any], wrong: str | None) -> None:
    table = pl.DataFrame({"t": [1.0], "e": event})
    if wrong is None:
        assert cohort.kaplan_meier(table, time="t", event="e").left_out == 1
    else:
        with pytest.raises(cohort.InvalidTable, match=wrong):
            cohort.kaplan_meier(table, time="t", event="e")


@given(st.lists(st.floats(0, 1), max_size=8))
def test_labels_never_cover_each_other(heights: list[float]) -> None:
    placed = sorted(spread(heights, 0.05))
    assert all(b - a >= 0.05 - 1e-5 for a, b in pairwise(placed))
