"""Identical answers from many threads and processes at once. `load.py` does it for a minute."""

from __future__ import annotations

import pytest

from load import documents, expected, import_at_once, in_processes, in_threads

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
