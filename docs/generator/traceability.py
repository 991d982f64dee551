"""From each criterion to the source rows it was written from, its tests, and what they notice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from all_risk.guideline import Checklist, Guideline, Scheme, Source
from all_risk.published import all_checklists, guidelines
from generator.words import table

__all__ = ["page"]

_ROOT: Final = Path(__file__).resolve().parents[2]
_TESTS: Final = _ROOT / "tests"

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
  one at a time. A change counts if some patient would be answered otherwise; where none does,
  there is a dash. Made by `cd tests && python -m vectors.mutants`{gap}.

{changed:,} changes were made, in populations too; {alike:,} of them alter no patient's answer, and
{noticed:,} of the other {counted:,} are noticed. `tests/vectors/mutation.json` lists the rest.

What the tests notice when the library's own functions are changed has
[a page of its own](mutation.md).
"""


def page() -> str:
    """The page."""
    tests = _named_rows()
    asked = (*guidelines(), *all_checklists())
    found = {each.id: _mutation(each) for each in asked if not isinstance(each, Checklist)}
    tried = [counts for counts in found.values() if counts is not None]
    stale = len(found) - len(tried)
    gap = f", which was not done for {stale} of {len(found)} guidelines and schemes: **empty**"
    every = [each for counts in tried for each in counts.values()]
    changed, noticed, alike = (sum(each[i] for each in every) for i in range(3))
    parts = [
        _INTRO.format(
            gap=gap if stale else "",
            changed=changed,
            noticed=noticed,
            alike=alike,
            counted=changed - alike,
        )
    ]
    for each in asked:
        parts.append(f"## [{each.title}](guidelines/{each.id}.md)\n")
        heads = ("criterion", "rows", "tests", "changes noticed")
        parts.append(table(heads, _rows(each, tests, found.get(each.id))))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _mutation(asked: Guideline | Scheme) -> Mapping[str, list[int]] | None:
    """How many changes of each criterion are noticed; None where its rules were not tried."""
    from vectors.make import digest, rules_of

    kept = json.loads((_TESTS / "vectors" / "mutation.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = kept.get(asked.id, {})
    return found["where"] if found.get("rules") == digest(rules_of(asked)) else None


def _rows(
    each: Source, tests: Mapping[str, set[str]], counts: Mapping[str, list[int]] | None
) -> Iterator[tuple[str, ...]]:
    for where, trace in _criteria(each):
        files = sorted({name for row in _split(trace) for name in tests.get(row, ())})
        share = "" if counts is None else _share(*_counted(where, counts))
        id_ = where.rpartition("/")[2]
        yield f"`{id_}`", trace, ", ".join(f"`{name}`" for name in files), share


def _counted(where: str, counts: Mapping[str, list[int]]) -> Iterator[int]:
    """The counts of a criterion, or of all grounds of a trigger together."""
    each = [
        found for name, found in counts.items() if name == where or name.startswith(where + "/")
    ]
    return (sum(found[i] for found in each) for i in range(3))


def _share(changed: int, noticed: int, alike: int) -> str:
    return f"{noticed} of {changed - alike}" if changed > alike else "–"


def _criteria(each: Source) -> Iterator[tuple[str, str]]:
    """Where each criterion stands, by the words of the changes, and the rows it is from."""
    if isinstance(each, Scheme):
        yield from ((row.id, row.trace) for row in each.rows)
    elif isinstance(each, Guideline):
        for trigger in each.triggers:
            own = [basis for basis in trigger.bases if basis.source == each.id]
            yield from ((f"{trigger.id}/{basis.id}", basis.trace) for basis in own)
            if trigger.trace:
                yield trigger.id, trigger.trace
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
