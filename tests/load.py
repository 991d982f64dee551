"""Many threads and processes at once, the same answers: `python tests/load.py --seconds 60`.

Each worker reads documents, asks everything that is shipped about them and puts the answers into
words. The digest of what it wrote must be that of a fresh process that does one thing at a time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import Final

__all__ = [
    "documents",
    "expected",
    "import_at_once",
    "import_modules_at_once",
    "in_processes",
    "in_threads",
]

CASES: Final = Path(__file__).parents[1] / "examples/cases"


def documents(most: int | None = None) -> tuple[str, ...]:
    """The published cases, or the first of them, as text."""
    return tuple(file.read_text(encoding="utf-8") for file in sorted(CASES.glob("*.json"))[:most])


def digest(text: str) -> str:
    """What is answered about a document, put through a hash."""
    import all_risk

    patient = all_risk.from_json(text)
    answer = all_risk.evaluate(patient)
    said = [
        all_risk.to_json(patient),
        all_risk.to_json(answer),
        all_risk.to_json(all_risk.compare(patient)),
        all_risk.to_json(all_risk.timeline(patient)),
        *(
            answer.explain(audience=a, language=n)
            for a in ("clinician", "patient")
            for n in ("en", "es")
        ),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def expected(most: int | None = None) -> tuple[str, ...]:
    """The digests from a fresh process, one document after the other."""
    code = f"import json, load; print(json.dumps([*map(load.digest, load.documents({most}))]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(json.loads(done.stdout))


def _work(texts: tuple[str, ...], seconds: float, first: int) -> list[tuple[int, str]]:
    """Digests of documents in turn, from the `first` on, until the time is up; all once."""
    until, found = time.monotonic() + seconds, list[tuple[int, str]]()
    while len(found) < len(texts) or time.monotonic() < until:
        i = (first + len(found)) % len(texts)
        found.append((i, digest(texts[i])))
    return found


def in_threads(
    texts: tuple[str, ...], threads: int, seconds: float, *, same: bool = False
) -> list[tuple[int, str]]:
    """Digests made by threads that are switched as often as can be.

    Args:
        texts: The documents.
        threads: How many.
        seconds: How long.
        same: Whether all take the documents in the same order.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(threads) as pool:
            starts = [0 if same else i for i in range(threads)]
            made = list(pool.map(partial(_work, texts, seconds), starts))
    finally:
        sys.setswitchinterval(before)
    return [pair for each in made for pair in each]


def in_processes(texts: tuple[str, ...], processes: int, seconds: float) -> list[tuple[int, str]]:
    """Digests made by processes that were started afresh, each with a hash seed of its own."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        made = list(pool.map(partial(_work, texts, seconds), range(processes)))
    return [pair for each in made for pair in each]


_IMPORT: Final = """
import sys, threading
sys.setswitchinterval(1e-6)
import all_risk
names = [n for n in all_risk.__all__]
ready, found, failed = threading.Barrier(12), {}, []
def use(i):
    ready.wait()
    try:
        for name in names[i:] + names[:i]:
            found.setdefault(name, set()).add(id(getattr(all_risk, name)))
        answer = all_risk.evaluate(all_risk.Patient())
        found.setdefault("said", set()).add(hash(answer.explain() + all_risk.to_json(answer)))
    except BaseException as error:
        failed.append(repr(error))
threads = [threading.Thread(target=use, args=(i,)) for i in range(12)]
[t.start() for t in threads]; [t.join() for t in threads]
assert not failed, failed
assert all(len(each) == 1 for each in found.values()), found
print("same")
"""


_IMPORT_MODULES: Final = """
import collections.abc, importlib, json, sys, threading
sys.setswitchinterval(1e-6)
names = json.loads(sys.argv[1])
ready, failed = threading.Barrier(len(names)), []
def load(name):
    ready.wait()
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed.append((name, repr(error)))
threads = [threading.Thread(target=load, args=(name,), daemon=True) for name in names]
[t.start() for t in threads]; [t.join() for t in threads]
assert not failed, failed
assert all(name in sys.modules for name in names)
print("same")
"""
LONGEST: Final = 120.0
"""Seconds after which threads that import are taken to wait for each other."""


def import_at_once() -> None:
    """Let 12 threads of a new process use every public name at once, each in an order of its own.

    Raises:
        AssertionError: If one of them failed or waits without end, or two were given different
            objects or answers.
    """
    _at_once(_IMPORT)


def modules() -> tuple[str, ...]:
    """Every public module of the core."""
    import all_risk

    found = (each.name for each in walk_packages(all_risk.__path__, "all_risk."))
    return tuple(n for n in found if "._" not in n and not n.startswith("all_risk.cohort"))


def import_modules_at_once(seed: int, threads: int = 12) -> None:
    """Let threads of a new process each import another module of the package at once.

    Args:
        seed: Of which package the modules are, which, and in which order the threads are made.
        threads: How many.

    Raises:
        AssertionError: If one of them failed or waits without end.
    """
    random, known = Random(seed), modules()
    packages = ["all_risk", *dict.fromkeys(name.rpartition(".")[0] for name in known)]
    package = random.choice(packages)
    near = [name for name in known if f"{name}.".startswith(f"{package}.")]
    names = random.sample(near, min(threads, len(near)))
    _at_once(_IMPORT_MODULES, json.dumps(names))


def _at_once(code: str, *arguments: str) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"threads wait for each other: {arguments}") from error
    assert done.stdout == "same\n", (done.stderr, arguments)


def main() -> int:
    """Run for a minute or as long as asked; 1 if one answer differed."""
    parser = argparse.ArgumentParser(description="Identical answers under load.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--imports", type=int, default=20, help="processes that import modules")
    asked = parser.parse_args()
    texts, right, wrong = documents(), expected(), 0
    for name, made in (
        ("threads, same order", in_threads(texts, asked.threads, asked.seconds / 3, same=True)),
        ("threads, own order", in_threads(texts, asked.threads, asked.seconds / 3)),
        ("processes", in_processes(texts, asked.processes, asked.seconds / 3)),
    ):
        differing = sum(said != right[i] for i, said in made)
        wrong += differing
        print(f"{name:20} {len(made):7,} patients, {differing} different answers")
    until, imports = time.monotonic() + asked.seconds / 3, 0
    while time.monotonic() < until or not imports:
        import_at_once()
        imports += 1
    print(f"{'names at once':20} {imports:7,} processes of 12 threads, no failure")
    for seed in range(asked.imports):
        import_modules_at_once(seed)
    print(f"{'modules at once':20} {asked.imports:7,} processes of 12 threads, no failure")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
