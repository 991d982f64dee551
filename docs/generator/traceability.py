"""From each criterion to the source rows it was written from, its tests, and what they notice."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from all_risk.guideline import Checklist, Guideline, Scheme, Source
from all_risk.published import all_checklists, guidelines
from generator.words import table

__all__ = ["page"]

_ROOT: Final = Path(__file__).resolve().parents[2]
_TESTS: Final = _ROOT / "tests"
sys.path.append(str(_TESTS))

_INTRO: Final = """\
# Traceability

<!-- Written by docs/generate.py from the registry. Do not edit by hand. -->

Every criterion that is shipped: the row of the collection of sources it was written from, where
the rule itself is tested, and how many changes of the rule the
[published test vectors](vectors.md) notice.

- **Rows** are the identifiers of the collection of sources; the page of the guideline or scheme
  has the citation.
- **Tests** are the files that name one of these rows. `oracles/` are tables that a second reader
  derived from the sources, without the rules in view but for those in `oracles/further.py`; they
  are compared with the rules cell by cell, with and without blanks. [Two readings](readings.md)
  lists what differed.
- **Changes noticed**: each threshold, operator, group, fact and condition of the rule is changed,
  one at a time. A change counts if some patient would be answered otherwise. What is not noticed
  is listed in `tests/vectors/mutation.json`, most of it because the rule also hangs on something
  that its source does not print. Made by `cd tests && python -m vectors.mutants`; **empty where
  that has not been run**, which in this version is about half of the guidelines and schemes.

What the tests notice when the library's own functions are changed has
[a page of its own](mutation.md).
"""


def page() -> str:
    """The page."""
    from vectors.make import digest, rules_of

    tests = _named_rows()
    mutation: dict[str, Any] = {}
    path = _TESTS / "vectors" / "mutation.json"
    if path.exists():
        mutation = json.loads(path.read_text(encoding="utf-8"))
    parts = [_INTRO]
    for each in (*guidelines(), *all_checklists()):
        found = mutation.get(each.id, {})
        rules = None if isinstance(each, Checklist) else digest(rules_of(each))
        fresh = found and found["rules"] == rules
        parts.append(f"## [{each.title}](guidelines/{each.id}.md)\n")
        heads = ("criterion", "rows", "tests", "changes noticed")
        parts.append(table(heads, _rows(each, tests, found["where"] if fresh else {})))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _rows(
    each: Source, tests: Mapping[str, set[str]], counts: Mapping[str, list[int]]
) -> Iterator[tuple[str, ...]]:
    for id_, trace in _criteria(each):
        files = sorted({name for row in _split(trace) for name in tests.get(row, ())})
        changed, noticed, alike = counts.get(id_, (0, 0, 0))
        share = f"{noticed} of {changed - alike}" if changed - alike else ""
        yield f"`{id_}`", trace, ", ".join(f"`{name}`" for name in files), share


def _criteria(each: Source) -> Iterator[tuple[str, str]]:
    if isinstance(each, Scheme):
        yield from ((row.id, row.trace) for row in each.rows)
    elif isinstance(each, Guideline):
        for trigger in each.triggers:
            own = [basis for basis in trigger.bases if basis.source == each.id]
            yield from ((basis.id, basis.trace) for basis in own)
    else:
        yield from ((factor.id, factor.trace) for factor in each.factors)


_ROW: Final = re.compile(
    r"[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+|[A-Z]\d+\w*|\d+\.\d+\w?|\d+[a-z]\b"
)
_RANGE: Final = re.compile(r"([A-Z][A-Za-z0-9-]*[-.])(\d+)(?: to |-|\.\.)(?:\1)?(\d+)")


def _split(text: str) -> set[str]:
    """The identifiers of rows in a text, those of a range each by itself."""
    found = set(_ROW.findall(text))
    for prefix, first, last in _RANGE.findall(text):
        found |= {f"{prefix}{number}" for number in range(int(first), int(last) + 1)}
    return found


def _named_rows() -> dict[str, set[str]]:
    """The test files that name each row."""
    found: dict[str, set[str]] = {}
    for path in sorted([*_TESTS.glob("*.py"), *(_TESTS / "oracles").glob("*.py")]):
        name = str(path.relative_to(_TESTS))
        for row in _split(path.read_text(encoding="utf-8")):
            found.setdefault(row, set()).add(name)
    return found
