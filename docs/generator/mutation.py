"""What the tests notice when a function of the library is changed, from the last runs kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.words import table
from mutation.results import MODULES, SRC, Module, digest, read

__all__ = ["page"]

_INTRO: Final = """\
# What the tests notice

<!-- Written by docs/generate.py from tests/mutation/results.json. Do not edit by hand. -->

A line that a test runs is not yet a line that a test looks at. So the functions of the modules
below are changed, one change at a time, by the operators of
[mutmut](https://mutmut.readthedocs.io): a comparison, a number, an argument, a branch. A change
that no test notices *survives*. It is then met by a test, or the code is made simpler, or the
reason why it makes no difference is written down; the reasons are listed here, and what has none
yet is listed as open.

The rules themselves are tables and are changed apart from this:
[traceability](traceability.md) counts that.

```bash
python -m pip install -e . --group mutation
cd tests
python -m mutation.floor                      # branch coverage
python -m mutation.run                        # modules that changed since, and survivors
python -m mutation.run quantities.py --again  # all of one module
python ../docs/generate.py                    # writes this page anew
```

- **Branch coverage** of these modules is kept at 100 %. `.ci/run` stops below it.
- **Not changed** are tables and other code outside of functions, type annotations, decorators,
  text with a blank in it (words for people, which have tests of their own), the case of other
  text, and calls that only guard: `len`, `isinstance`, the type of a `cast`, `strict` of `zip`.
- **How.** mutmut's own runner leaves out decorated functions and copies what it changes, so only
  its operators are used. The tests are collected once; each mutant gets a process of its own,
  forked from that one, which runs the tests that reach the changed lines until one fails.
  Properties are tried on up to 30 examples, always the same; a test of more than two seconds is
  left out, and a mutant gets four seconds of tests, as timed under coverage.
- **Out of time** counts as noticed: the mutant did not end.
- The results are of the source as it was then. Where it has changed since, the table says so.
"""


def page() -> str:
    """The page."""
    kept = read()
    heads = ("module", "mutants", "noticed", "out of time", "survive: argued", "not argued", "")
    parts = [_INTRO, table(heads, _rows(kept)), *_survivors(kept)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _rows(kept: Mapping[str, Module]) -> Iterator[tuple[str, ...]]:
    run = []
    for name in MODULES:
        found = kept.get(name)
        if found is None:
            yield f"`{name}`", "", "", "", "", "", "not run"
            continue
        run.append(found)
        text = (SRC / name).read_text(encoding="utf-8")
        fresh = found.source == digest(text)
        yield f"`{name}`", *_counts([found]), "" if fresh else "not run since the last change"
    yield "all that were run", *_counts(run), f"{len(run)} of {len(MODULES)} modules"


def _counts(modules: Iterable[Module]) -> tuple[str, ...]:
    each = list(modules)
    argued = sum(bool(survivor.why) for module in each for survivor in module.survivors)
    survivors = sum(len(module.survivors) for module in each)
    return (
        f"{sum(module.mutants for module in each):,}",
        f"{sum(module.killed for module in each):,}",
        f"{sum(module.timed_out for module in each):,}",
        f"{argued:,}",
        f"{survivors - argued:,}",
    )


def _survivors(kept: Mapping[str, Module]) -> Iterator[str]:
    yield "## What survives, and why it may\n"
    for name in MODULES:
        argued = [each for each in kept[name].survivors if each.why] if name in kept else []
        if argued:
            yield f"### `{name}`\n"
            lines = [f"- `{each.where}`: `` {each.change} ``  \n  {each.why}" for each in argued]
            yield "\n".join(dict.fromkeys(lines))
    yield "## What survives and is not yet argued\n"
    left = [
        f"- `{name}`: {count}"
        for name in MODULES
        if name in kept and (count := sum(not each.why for each in kept[name].survivors))
    ]
    yield "Each is listed in `tests/mutation/results.json`.\n"
    yield "\n".join(left) or "Nothing."
