"""What is said where a package is missing."""

from __future__ import annotations

import sys

import pytest

from all_risk.cohort.extras import needed
from all_risk.errors import NotInstalled


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with (
        pytest.raises(NotInstalled, match=r"matplotlib; install .*all-risk\[plot\]"),
        needed("plot"),
    ):
        __import__("matplotlib.figure")


def test_an_error_of_the_library_itself_is_not_hidden() -> None:
    with pytest.raises(ModuleNotFoundError), needed("cohort"):
        __import__("all_risk.cohort.no_such_module")


def test_the_package_loads_without_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    from all_risk import cohort

    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    for name in [name for name in sys.modules if name.startswith("all_risk.cohort.")]:
        if name != "all_risk.cohort.extras":
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(NotInstalled, match="all-risk\\[cohort\\]"):
        _ = cohort.evaluate
