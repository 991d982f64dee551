"""Whether the tests notice a change of the library: each of many, one at a time.

cd tests && python -m mutation.run [MODULE ...] [--processes N] [--again] [--sample N]

A module is a path below src/all_risk; all of `MODULES` by default. The tests are collected once. A
process runs them under coverage, to see which of them reach which line. Then each mutant gets a
process, forked from the one that collected: it puts the changed code in place, forgets what is
cached, and runs the tests that reach the changed lines until one fails, those first that noticed
much before, then the fast ones. A mutant that all of them pass, or as many as fit in its time,
survives.

The results are kept in tests/mutation/results.json, also of a run that is broken off. A module
whose source is the same as then is not run again, but for its survivors; `--again` runs all of it.
With `--sample` so many mutants of each module are tried, nothing is kept, and the exit is 1 if one
survives that is not argued.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import pkgutil
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import frozen

from mutation.mutants import Functions, Mutant, Source, functions_of, install
from mutation.results import MODULES, SRC, TESTS, Module, Survivor, digest, read, write

_TESTS: Final = Path(__file__).resolve().parents[1]
_EXAMPLES: Final = 30  # of each property
_SLOWEST: Final = 2.0  # seconds of a test that is still tried
_SECONDS: Final = 4.0  # of tests for one mutant
_PATIENCE: Final = 2.0  # and ten times what the test takes
_MEMORY: Final = 4 << 30
_NOT_IMPORTED: Final = ("all_risk.__main__", "all_risk.cohort", "all_risk.testing")
_SURVIVED, _KILLED, _UNTRIED = 0, 1, 2


@frozen
class Reach:
    """Which tests reach which lines of a file, and what each costs."""

    tests: Mapping[str, Mapping[int, frozenset[int]]]
    seconds: Sequence[float]


class Driver:
    """A pytest plugin that runs its tests against mutants in place of once."""

    def __init__(self, modules: Sequence[str], options: argparse.Namespace) -> None:
        self._options = options
        self._texts = {name: (SRC / name).read_text(encoding="utf-8") for name in modules}
        self._kills: Counter[int] = Counter()
        self.unargued = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        from hypothesis import HealthCheck, Phase, settings

        for item in items:
            test = getattr(item, "function", None)
            own = getattr(test, "_hypothesis_internal_use_settings", None)
            if own is not None and test is not None:
                test._hypothesis_internal_use_settings = settings(
                    own,
                    max_examples=min(own.max_examples, _EXAMPLES),
                    derandomize=True,
                    database=None,
                    deadline=None,
                    phases=(Phase.explicit, Phase.generate),
                    suppress_health_check=list(HealthCheck),
                )

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("errors while collecting")
        self._items = session.items
        self._caches = _warm()
        self._functions = {name: functions_of(str(SRC / name)) for name in self._texts}
        gc.collect()
        gc.freeze()  # so that no process copies it all when it collects
        self._reach = _forked_result(lambda: _reached(session.items, self._caches))
        print(f"{len(session.items)} tests take {sum(self._reach.seconds):.0f} s", flush=True)
        kept = read()
        for name, text in self._texts.items():
            before = kept.get(name)
            fresh = before is not None and before.source == digest(text)
            if fresh and not self._options.again and not self._options.sample:
                only = {(each.where, each.change) for each in before.survivors} if before else set()
            else:
                only = None
            self._module(name, text, before, only)
        return True

    def _module(self, name: str, text: str, before: Module | None, only: Any) -> None:
        start = time.monotonic()
        path = str(SRC / name)
        source = Source(text)
        functions = self._functions[name]
        reach = self._reach.tests.get(path, {})
        mutants = list(source.mutants)
        if only is not None:
            mutants = [m for m in mutants if (m.where, source.words(m)) in only]
        if self._options.sample:
            mutants = random.Random(0).sample(mutants, min(self._options.sample, len(mutants)))
        counts: Counter[str] = Counter()
        survived: list[Mutant] = []
        for mutant, outcome in self._outcomes(path, source, functions, mutants, reach):
            counts[outcome] += 1
            if outcome == "survived":
                survived.append(mutant)
        argued = {(e.where, e.change): e.why for e in before.survivors} if before else {}
        survivors = tuple(
            Survivor(m.where, words, argued.get((m.where, words), ""))
            for m in survived
            for words in [source.words(m)]
        )
        open_ = [each for each in survivors if not each.why]
        self.unargued += len(open_)
        print(
            f"{name}: {len(mutants)} mutants, {counts['killed']} noticed, {counts['timed out']} "
            f"out of time, {len(survivors)} survive, {len(open_)} of them not argued, "
            f"{time.monotonic() - start:.0f} s",
            flush=True,
        )
        for each in open_:
            print(f"  {each.where}: {each.change}", flush=True)
        if self._options.sample:
            return
        late = counts["timed out"]
        total = len(source.mutants)
        if only is not None and before is not None:
            late += before.timed_out
        kept = read()
        kept[name] = Module(
            source=digest(text),
            mutants=total,
            killed=total - late - len(survivors),
            timed_out=late,
            survivors=survivors,
        )
        write(kept)

    def _outcomes(
        self,
        path: str,
        source: Source,
        functions: Functions,
        mutants: Sequence[Mutant],
        reach: Mapping[int, frozenset[int]],
    ) -> Iterator[tuple[Mutant, str]]:
        """What became of each mutant, as it becomes known."""
        running: dict[int, tuple[Mutant, int]] = {}
        waiting = list(reversed(mutants))
        while waiting or running:
            while waiting and len(running) < self._options.processes:
                mutant = waiting.pop()
                tests = self._chosen(mutant, reach)
                receiver, sender = os.pipe()
                process = os.fork()
                if not process:
                    os.close(receiver)
                    _try(
                        partial(_change, functions, path, source, mutant),
                        [(i, self._items[i], self._reach.seconds[i]) for i in tests],
                        self._caches,
                        sender,
                    )
                os.close(sender)
                running[process] = mutant, receiver
            process, status = os.wait()
            mutant, receiver = running.pop(process)
            with os.fdopen(receiver, "rb") as pipe:
                killer = pipe.read()
            if killer:
                self._kills[int(killer)] += 1
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGALRM):
                yield mutant, "timed out"
            elif os.WIFEXITED(status) and os.WEXITSTATUS(status) == _SURVIVED:
                yield mutant, "survived"
            elif os.WIFEXITED(status) and os.WEXITSTATUS(status) == _UNTRIED:
                print("not put in place:", source.words(mutant), flush=True)
                yield mutant, "survived"
            else:
                yield mutant, "killed"

    def _chosen(self, mutant: Mutant, reach: Mapping[int, frozenset[int]]) -> list[int]:
        seconds = self._reach.seconds
        tests = {test for line in mutant.lines for test in reach.get(line, ())}
        ordered = sorted(tests, key=lambda i: (seconds[i] > 0.2, -self._kills[i], seconds[i]))
        spent, chosen = 0.0, []
        for test in ordered:
            if seconds[test] <= _SLOWEST and spent + seconds[test] <= _SECONDS:
                spent += seconds[test]
                chosen.append(test)
        return chosen


def _warm() -> list[Any]:
    """Import all there is, so that no process has to; the caches found."""
    import all_risk

    for module in pkgutil.walk_packages(all_risk.__path__, "all_risk."):
        if not module.name.startswith(_NOT_IMPORTED):
            importlib.import_module(module.name)
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]


def _forget(caches: Iterable[Any]) -> None:
    for cache in caches:
        if (cache.__module__ or "").startswith("all_risk"):
            cache.cache_clear()


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, log=False, nextitem=following)
    return not any(report.failed for report in reports)


def _change(functions: Functions, path: str, source: Source, mutant: Mutant) -> bool:
    return install(functions, path, source.before(mutant), source.after(mutant))


def _try(
    change: Callable[[], bool],
    tests: Sequence[tuple[int, pytest.Item, float]],
    caches: Sequence[Any],
    sender: int,
) -> None:
    """In a process of its own: whether one of the tests notices. Does not return."""
    code = _KILLED
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        if not change():
            os._exit(_UNTRIED)
        _forget(caches)
        following = [*(item for _, item, _ in tests[1:]), None]
        for (i, item, seconds), after in zip(tests, following, strict=True):
            signal.setitimer(signal.ITIMER_PROF, _PATIENCE + 10 * seconds)
            signal.setitimer(signal.ITIMER_REAL, 10 * (_PATIENCE + 10 * seconds))
            if not _passes(item, after):
                os.write(sender, str(i).encode())
                break
        else:
            code = _SURVIVED
    finally:
        os._exit(code)


def _reached(items: Sequence[pytest.Item], caches: Sequence[Any]) -> Reach:
    """Run every test under coverage, each with cold caches."""
    from coverage import Coverage

    coverage = Coverage(data_file=None, include=[f"{SRC}/*"], config_file=False)
    seconds = []
    failed = []
    coverage.start()
    for i, item in enumerate(items):
        _forget(caches)
        coverage.switch_context(str(i))
        start = time.process_time()
        following = items[i + 1] if i + 1 < len(items) else None
        if not _passes(item, following):
            failed.append(item.nodeid)
        seconds.append(time.process_time() - start)
    coverage.stop()
    if failed:
        raise AssertionError(f"fail without any change: {failed}")
    data = coverage.get_data()
    tests = {
        path: {
            line: frozenset(int(each) for each in contexts if each)
            for line, contexts in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    return Reach(tests, seconds)


def _forked_result(work: Any) -> Any:
    """What a function returns that runs in a process of its own."""
    import pickle

    receiver, sender = os.pipe()
    process = os.fork()
    if not process:
        os.close(receiver)
        code = 1
        try:
            with os.fdopen(sender, "wb") as pipe:
                pickle.dump(work(), pipe)
            code = 0
        except BaseException as error:
            print(error, file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        content = pipe.read()
    os.waitpid(process, 0)
    return pickle.loads(content)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a path below src/all_risk")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="also what has not changed")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each module")
    options = parser.parse_args()
    wanted = options.modules or MODULES
    codes: list[int] = [
        _forked_result(partial(_group, tests, modules, options))
        for tests, group in TESTS.items()
        if (modules := [name for name in group if name in wanted])
    ]
    return max(codes)


def _group(tests: Sequence[str], modules: Sequence[str], options: argparse.Namespace) -> int:
    """Try mutants of some modules on some tests."""
    driver = Driver(modules, options)
    paths = [str(_TESTS / name) for name in tests]
    flags = ["-q", "-s", "-p", "no:cacheprovider", "-c", str(_TESTS.parent / "pyproject.toml")]
    code = pytest.main([*flags, *paths], plugins=[driver])
    return int(code) or int(driver.unargued > 0)


if __name__ == "__main__":
    sys.exit(main())
