"""Karyotypes and FISH results, to the letter: all that is said of each text of a collection.

`python tests/test_readings_to_the_letter.py` writes `data/readings.jsonl` anew. Read what differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from all_risk import genetics
from all_risk.errors import UnreadableNotation
from all_risk.genetics.assays import can_exclude
from all_risk.genetics.document import to_dict
from all_risk.genetics.fish import read_fish
from all_risk.genetics.iscn import normalise
from all_risk.genetics.iscn.read import read
from all_risk.genetics.iscn.write import write
from all_risk.genetics.karyotype import Karyotype, read_karyotype
from all_risk.genetics.names import lesion

READINGS = Path(__file__).parent / "data" / "readings.jsonl"
LINES = [json.loads(line) for line in READINGS.read_text(encoding="utf-8").splitlines()]


def said(kind: str, text: str) -> dict[str, Any]:
    """All that is said of a text; of the copies of chromosomes, those that are not two."""
    try:
        reading = read_karyotype(text) if kind == "karyotype" else read_fish(text)
    except UnreadableNotation as refused:
        (problem,) = refused.errors
        return {"code": problem.code, "message": problem.message}
    found: dict[str, Any] = to_dict(reading)
    if isinstance(reading, Karyotype):
        found["canonical"] = reading.canonical
        found["complexity"] = [[each.count, each.method] for each in reading.complexity()]
        found["assays"] = [[each.method, each.text, list(each.span)] for each in reading.assays]
        for clone, read in zip(found["clones"], reading.clones, strict=True):
            clone |= {
                "acquired": read.acquired_count,
                "expected": read.expected_count,
                "stem": read.stem_count,
                "times": read.times,
                "ploidy_stated": read.ploidy_stated,
                "understood": read.understood,
                "normal": read.normal,
            }
            clone["copies"] = {n: c for n, c in clone["copies"].items() if c != [2, 2]}
    brief: dict[str, Any] = json.loads(json.dumps(_brief({**found, "text": ""})))
    return brief


def _brief(found: Any) -> Any:
    """Without what is empty, false or nothing."""
    if isinstance(found, dict):
        return {
            key: _brief(each) for key, each in found.items() if each not in (None, False, "", [])
        }
    return [_brief(each) for each in found] if isinstance(found, list) else found


@pytest.mark.parametrize("line", LINES, ids=[line["text"] for line in LINES])
def test_all_that_is_said(line: dict[str, Any]) -> None:
    assert said(line["kind"], line["text"]) == line["said"]


def test_corrections_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normalise, "_MOST_ROUNDS", 1)
    with pytest.raises(UnreadableNotation) as caught:
        normalise.normalise("46,XX,5q-[20]")
    (problem,) = caught.value.errors
    assert problem.message == (
        "at character 7, '5q-[20]': corrections without end; write the karyotype in ISCN"
    )


def test_a_gene_is_seen_by_what_counts_it() -> None:
    assert can_exclude("fish", lesion("TRISOMY_17"))
    assert not can_exclude("fish", lesion("TP53 mutation"))
    assert not can_exclude("array", lesion("BCR::ABL1"))
    assert can_exclude(None, lesion("BCR::ABL1"))
    assert not can_exclude("karyotype", lesion("TRISOMY_17"))
    assert not can_exclude("karyotype", lesion("ETV6::RUNX1"))


def test_what_was_not_understood_is_written_as_it_was() -> None:
    text = "46,XX,foo(3),+8[3]"
    assert write(read(text, tolerant=True)) == text


def test_an_unknown_name_of_the_package_is_an_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'all_risk\.genetics' has no .* 'foo'$"):
        genetics.foo  # noqa: B018
    assert dir(genetics) == sorted(genetics.__all__)


def _texts() -> Iterator[tuple[str, str]]:
    import test_fish
    import test_karyotype_corpus
    import test_published_notation

    yield from ((line["kind"], line["text"]) for line in LINES)
    yield from (("karyotype", str(row[0])) for row in test_karyotype_corpus.ROWS)
    yield from (("karyotype", row.text) for row in test_published_notation.KARYOTYPES)
    yield from (("fish", str(row[0])) for row in (*test_fish.ROWS, *test_published_notation.FISH))


def main() -> None:
    lines = [
        json.dumps(
            {"kind": kind, "text": text, "said": said(kind, text)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for kind, text in dict.fromkeys(_texts())
    ]
    READINGS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
