"""The documentation says what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import all_risk

ROOT = Path(__file__).parents[1]


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"run `python docs/generate.py`: {done.stdout}{done.stderr}"


def test_every_module_is_in_the_reference() -> None:
    reference = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^::: (all_risk[\w.]*)", reference, re.MULTILINE))
    modules = {
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "src/all_risk").rglob("*.py")
    }
    internal = {f"all_risk.{name}" for name in ("__main__", "_lazily", "_version", "cli")}  # cli.md
    assert not {m for m in modules - named - internal if not _inside(m, named)}


def _inside(module: str, named: set[str]) -> bool:
    return any(module.startswith(f"{package}.") and package != "all_risk" for package in named)


def test_every_public_name_has_words_of_its_own() -> None:
    for name in all_risk.__all__:
        assert name == "__version__" or getattr(all_risk, name).__doc__
