"""The notebook-style examples run, and their pages show what they print."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

for _library in ("polars", "pandas", "pyarrow", "narwhals", "matplotlib", "lifelines"):
    pytest.importorskip(_library)

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

examples = pytest.importorskip("cohort_examples")


@pytest.mark.parametrize("name", examples.NAMES)
def test_a_page_shows_what_its_example_prints(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change to a rule: `python docs/cohort_examples.py`."""
    monkeypatch.chdir(ROOT)
    shown = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert examples.page(name, figures=False) == shown
