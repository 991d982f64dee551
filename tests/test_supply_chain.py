"""What is built and what it is built from: hashes, contents, the same bytes again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")

# The lock.


def test_every_file_that_is_locked_has_a_hash_and_comes_from_the_index_itself() -> None:
    files = 0
    for package in LOCK["package"]:
        if package["name"] == "all-risk":
            assert package["source"] == {"editable": "."}
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        for each in (*package.get("wheels", ()), *filter(None, [package.get("sdist")])):
            assert SHA256.fullmatch(each["hash"]), each
            assert each["url"].startswith("https://files.pythonhosted.org/packages/"), each
            files += 1
    assert files > 500
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_everything_that_is_asked_for_is_locked() -> None:
    locked = {package["name"] for package in LOCK["package"]}
    asked = {
        each
        for group in PROJECT["dependency-groups"].values()
        for each in (*group, *PROJECT["project"]["dependencies"])
        if isinstance(each, str)
    }
    names = {re.split(r"[\[<>=~! ]", each)[0].lower().replace(".", "-") for each in asked}
    assert names <= locked
    ours = next(package for package in LOCK["package"] if package["name"] == "all-risk")
    assert set(ours["dev-dependencies"]) == set(PROJECT["dependency-groups"])
    assert ours["version"] == PROJECT["project"]["version"]


def test_the_core_needs_attrs_and_cattrs_and_what_they_need() -> None:
    needs = {p["name"]: [d["name"] for d in p.get("dependencies", ())] for p in LOCK["package"]}
    found, waiting = set[str](), ["all-risk"]
    while waiting:
        for name in needs[waiting.pop()]:
            if name not in found:
                found.add(name)
                waiting.append(name)
    assert found == {"attrs", "cattrs", "typing-extensions"}


# The packages.


def build(kind: str, into: Path, seed: str) -> Path:
    """A package, built by a process of its own in another time zone, with another hash seed."""
    into.mkdir()
    code = f"import hatchling.build as b, sys; print(b.build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(into)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": "1740787200",
            "PYTHONHASHSEED": seed,
            "TZ": f"UTC{seed}",
        },
    )
    return into / done.stdout.split()[-1]


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    one, two = build(kind, tmp_path / "one", "1"), build(kind, tmp_path / "two", "2")
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def test_the_wheel_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(build("wheel", tmp_path / "out", "0")) as wheel:
        names = set(wheel.namelist())
    package = ROOT / "src/all_risk"
    wanted = {
        f"all_risk/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.suffix in (".py", ".mo", ".ebnf", ".typed")
    }
    about = {name for name in names if name.startswith("all_risk-")}
    assert names - about == wanted
    assert {name.partition("/")[2] for name in about} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE",
    }  # fmt: skip


def test_the_source_archive_holds_nothing_hidden_or_made(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path / "out", "0")) as archive:
        members = archive.getmembers()
    tops = {member.name.split("/")[1] for member in members}
    asked = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    assert tops - {"PKG-INFO", "pyproject.toml", ".gitignore"} == asked
    assert all(member.isfile() and not member.issym() for member in members)
    assert not [
        m.name for m in members if re.search(r"__pycache__|\.pyc$|\.hypothesis|\.env", m.name)
    ]
