"""Coverage-guided fuzzing of every reader of foreign text. Needs `atheris`; tables `.[cohort]` too.

    python tests/fuzz/run.py                       two minutes, shared by all targets
    python tests/fuzz/run.py --seconds 1800        half an hour
    python tests/fuzz/run.py --keep 40 fhir        one target; keep up to 40 inputs that reach more

It ends with a table of executions and findings, and with 1 if there was a finding. The input that
shows a finding is printed as a line for `corpus/TARGET.jsonl`, where the tests run it from then on.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

HERE = Path(__file__).parent
_RUN = re.compile(r"stat::number_of_executed_units: +([0-9]+)")
# Branches are followed where text is read; what answers afterwards runs at its own speed.
_READERS = [
    f"all_risk.{name}"
    for name in (
        "codec",
        "cohort",
        "derivation",
        "errors",
        "export",
        "genetics",
        "interop",
        "patient",
        "quantities",
    )
]
_COVERED = re.compile(r"\bcov: ([0-9]+)")


def main() -> int:
    """Run the targets one after the other, each in a process of its own."""
    sys.path.insert(0, str(HERE.parent))
    from fuzz.targets import CORPUS, TARGETS, kept, line

    parser = argparse.ArgumentParser(description="Fuzz every reader of foreign text.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=120, help="shared by the targets")
    parser.add_argument("--keep", type=int, default=0, help="inputs to add to each corpus at most")
    asked = parser.parse_args()
    names = asked.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    findings = 0
    print(f"{'target':12} {'seconds':>7} {'executions':>10} {'edges':>6} findings", flush=True)
    for name in names:
        seconds = max(1, asked.seconds // len(names))
        with tempfile.TemporaryDirectory() as scratch:
            at = Path(scratch)
            start, found = at / "start", at / "found"
            start.mkdir()
            found.mkdir()
            for i, data in enumerate([*map(str.encode, _plain(TARGETS[name])), *kept(name)]):
                (start / f"{i:04}").write_bytes(data)
            limits = [
                f"-max_total_time={seconds}", f"-max_len={TARGETS[name].longest}", "-timeout=60",
                "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={at}/finding-",
            ]  # fmt: skip
            done = _child(name, *limits, str(found), str(start))
            shown = sorted(at.glob("finding-*"))
            executed = ",".join(_RUN.findall(done.stderr)) or "?"
            edges = (_COVERED.findall(done.stderr) or ["?"])[-1]
            print(f"{name:12} {seconds:7} {executed:>10} {edges:>6} {len(shown)}", flush=True)
            if done.returncode or shown:
                findings += 1
                print(done.stdout[-4000:], done.stderr[-1000:], file=sys.stderr)
                for each in shown:
                    print(f"  {each.name.split('-')[1]}: {line(each.read_bytes())}", flush=True)
            if asked.keep:
                tried = [each.read_bytes() for each in sorted(start.iterdir())]
                new = sorted((each.read_bytes() for each in found.iterdir()), key=len)
                fresh = islice(_reaching_more(TARGETS[name].read, tried, new), asked.keep)
                lines = [*map(line, kept(name)), *map(line, fresh)]
                (CORPUS / f"{name}.jsonl").write_text("".join(f"{x}\n" for x in lines), "ascii")
    return 1 if findings else 0


def _plain(target: Any) -> list[str]:
    return [seed for seed in dict.fromkeys(target.seeds()) if len(seed) <= target.longest]


def _reaching_more(
    read: Callable[[bytes], None], tried: Iterable[bytes], new: Iterable[bytes]
) -> Iterator[bytes]:
    """Those of the new inputs that reach lines of the library that none before them did."""
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if "all_risk" not in frame.f_code.co_filename:
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    def reached(data: bytes) -> int:
        sys.settrace(trace)
        try:
            read(data)
        finally:
            sys.settrace(None)
        return len(seen)

    known = max(map(reached, tried), default=0)
    for data in new:
        if (now := reached(data)) > known:
            known = now
            yield data


def _child(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, __file__, "--child", name, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")


def child(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, which ends when libFuzzer says so."""
    import atheris

    sys.path.insert(0, str(HERE.parent))
    with atheris.instrument_imports(include=_READERS):
        from fuzz.mutation import mutated_json, mutated_text
        from fuzz.targets import TARGETS, run
    target = TARGETS[name]
    target.read(next(iter(target.seeds())).encode())  # tables are built and rules compiled once

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.25:
            return bytes(atheris.Mutate(data, longest))
        if target.json and random.random() < 0.9:
            try:
                document = mutated_json(json.loads(data), target.pieces, random)
                changed = json.dumps(document).encode()
            except (ValueError, RecursionError):
                return bytes(atheris.Mutate(data, longest))
        else:
            text = mutated_text(data.decode("utf-8", "replace"), target.pieces, random)
            changed = text.encode("utf-8", "surrogatepass")
        return changed[:longest] if not target.json or len(changed) <= longest else data

    atheris.Setup([sys.argv[0], *arguments], lambda data: run(target, data), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
