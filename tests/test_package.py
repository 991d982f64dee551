"""The package as it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import all_risk

ROOT = Path(__file__).parents[1]


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all_risk.__version__ == project["version"] == version("all-risk")


def test_importing_loads_nothing_that_is_not_needed_yet() -> None:
    loaded = run("import all_risk, sys; print(*sorted(sys.modules))").split()
    assert "cattrs" not in loaded
    assert "attrs" not in loaded
    assert [name for name in loaded if name.startswith("all_risk.")] == [
        "all_risk._lazily",
        "all_risk._version",
    ]


def test_importing_costs_at_most_twice_what_attrs_does() -> None:
    code = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    ours = min(float(run(code.format("all_risk"))) for _ in range(5))
    theirs = min(float(run(code.format("attrs"))) for _ in range(5))
    assert ours <= 2 * theirs


def test_every_public_name_is_there_and_loads() -> None:
    for name in all_risk.__all__:
        assert getattr(all_risk, name) is not None
    assert set(dir(all_risk)) == set(all_risk.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'evaluation_'"):
        assert all_risk.evaluation_  # type: ignore[attr-defined]  # there is none


@pytest.mark.parametrize("name", ["evaluate", "classify", "guidelines"])
def test_no_module_hides_a_function_of_the_public_face(name: str) -> None:
    # A submodule of the same name would take the place of the function once imported.
    assert not (ROOT / f"src/all_risk/{name}.py").exists()
    assert not (ROOT / f"src/all_risk/{name}").exists()
    assert callable(getattr(all_risk, name))


def test_the_core_reads_no_clock_files_environment_or_network() -> None:
    code = """
import sys, all_risk
from all_risk import Patient, evaluate, from_json, to_json
evaluate(Patient()).explain(); to_json(evaluate(Patient()))  # load what is loaded on use
blocked = []
sys.addaudithook(lambda event, args: blocked.append(event)
    if event.split(".")[0] in ("open", "os", "socket", "subprocess", "shutil") else None)
answer = evaluate(from_json('{"format": "all-risk/patient/1", "diagnosis": {"age": "3 years"}}'))
answer.explain(); to_json(answer)
print(blocked)
"""
    assert run(code).strip() == "[]"


def test_guidelines_are_listed_with_their_sources() -> None:
    for each in all_risk.guidelines():
        # An address that was not looked up is left out; the journal's volume and page then stand.
        address = each.citation.url.startswith("https://")
        assert address or re.search(r"\d{4};\d+:\d+", each.citation.source)
        assert each.citation.provenance == "primary" or each.citation.read_in
