"""The record of what the tests notice fits the library, and the driver changes what it says."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from mutation.results import MODULES, SRC, TESTS, read

ROOT = Path(__file__).parents[1]


def test_every_module_of_the_core_is_mutated() -> None:
    whole = [*(SRC / "logic").rglob("*.py"), *(SRC / "genetics").rglob("*.py")]
    single = ("evaluation", "facts", "guideline", "implications", "quantities")
    with_functions = {
        str(path.relative_to(SRC))
        for path in (*whole, *(SRC / f"{name}.py" for name in single))
        if "def " in path.read_text(encoding="utf-8")
    }
    assert set(MODULES) == with_functions
    assert len(MODULES) == len(with_functions)


def test_what_is_mutated_is_covered() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    report = settings["tool"]["coverage"]["report"]
    assert report["fail_under"] == 100
    for name in MODULES:
        assert any(fnmatch(f"src/all_risk/{name}", each) for each in report["include"]), name


def test_the_tests_that_are_tried_are_there() -> None:
    for tests in TESTS:
        for name in tests:
            assert (ROOT / "tests" / name).exists(), name


def test_the_figures_add_up() -> None:
    kept = read()
    assert set(kept) <= set(MODULES)
    for name, module in kept.items():
        assert module.mutants == module.killed + module.timed_out + len(module.survivors), name
        assert min(module.killed, module.timed_out) >= 0


def test_a_function_is_changed_in_place() -> None:
    pytest.importorskip("libcst")
    pytest.importorskip("mutmut")
    from all_risk.genetics.iscn import refusal
    from mutation.mutants import Source, functions_of, install

    path = str(refusal.__file__)
    source = Source(Path(path).read_text(encoding="utf-8"))
    mutant = source.mutants[0]
    functions = functions_of(path)
    (function,) = (f for each in functions.values() for f in each if f.__name__ == mutant.where)
    code = function.__code__
    try:
        assert install(functions, path, source.before(mutant), source.after(mutant))
        assert function.__code__ != code
        assert "  =>  " in source.words(mutant)
    finally:
        function.__code__ = code
