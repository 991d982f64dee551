"""Identical answers from many threads and processes at once. `load.py` does it for a minute."""

from __future__ import annotations

import pytest

import load
from load import (
    documents,
    expected,
    import_at_once,
    import_modules_at_once,
    in_processes,
    in_threads,
    modules,
)

SOME = documents(4)


@pytest.fixture(scope="module")
def right() -> tuple[str, ...]:
    return expected(len(SOME))


def test_the_cases_differ(right: tuple[str, ...]) -> None:
    assert len(set(right)) == len(SOME) == 4


@pytest.mark.parametrize("same", [True, False])
def test_threads_answer_as_one_does(right: tuple[str, ...], same: bool) -> None:
    made = in_threads(SOME, 4, 0.5, same=same)
    assert len(made) >= 4 * len(SOME)
    assert [said for _, said in made] == [right[i] for i, _ in made]


def test_processes_answer_as_one_does(right: tuple[str, ...]) -> None:
    made = in_processes(SOME, 2, 0.5)
    assert {i for i, _ in made} == set(range(len(SOME)))
    assert [said for _, said in made] == [right[i] for i, _ in made]


def test_names_can_be_loaded_by_many_threads_at_once() -> None:
    for _ in range(2):
        import_at_once()


def test_modules_can_be_imported_by_many_threads_at_once() -> None:
    """Each process other modules, so that all together are imported first by some thread."""
    for seed in range(20):
        import_modules_at_once(seed)


def test_every_module_of_the_core_is_tried() -> None:
    assert {"all_risk.codec", "all_risk.interop.fhir.read", "all_risk.published.nci_rome"} <= set(
        modules()
    )
    assert not any("cohort" in name or "__main__" in name for name in modules())


def test_threads_that_wait_for_each_other_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "LONGEST", 1.0)
    monkeypatch.setattr(load, "_IMPORT", "import threading; threading.Event().wait()")
    with pytest.raises(AssertionError, match="wait for each other"):
        import_at_once()
