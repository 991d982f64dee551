"""Karyotypes, FISH results and names of lesions, to the letter: all that is said of each text.

`python tests/test_readings_to_the_letter.py` writes `data/readings.jsonl` anew. Read what differs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from all_risk import genetics
from all_risk.errors import AmbiguousName, NegatedName, UnknownName, UnreadableNotation
from all_risk.genetics.assays import can_exclude
from all_risk.genetics.document import to_dict
from all_risk.genetics.findings import ReadFinding, Status, strongest
from all_risk.genetics.fish import FishResult, read_fish
from all_risk.genetics.imbalance import part_changes, whole_changes
from all_risk.genetics.iscn import normalise
from all_risk.genetics.iscn.model import Span
from all_risk.genetics.iscn.read import read
from all_risk.genetics.iscn.write import write
from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.lesions import GeneKind, Kind, Lesion, _lesion, fusion, of_gene
from all_risk.genetics.names import lesion, read_name
from all_risk.genetics.probes import fusion_name
from all_risk.genetics.signals import read_nuc_ish

READINGS = Path(__file__).parent / "data" / "readings.jsonl"
LINES = [json.loads(line) for line in READINGS.read_text(encoding="utf-8").splitlines()]


def said(kind: str, text: str) -> dict[str, Any]:
    """All that is said of a text; of the copies of chromosomes, those that are not two."""
    if kind == "name":
        return name(text)
    try:
        reading = read_karyotype(text) if kind == "karyotype" else read_fish(text)
    except UnreadableNotation as refused:
        (problem,) = refused.errors
        return {"code": problem.code, "message": problem.message}
    found: dict[str, Any] = to_dict(reading)
    if isinstance(reading, FishResult):
        found["cut_off"] = reading.cut_off
    else:
        found["canonical"] = reading.canonical
        found["metaphases"] = reading.metaphases
        found["complexity"] = [
            [each.count, each.method, each.clone] for each in reading.complexity()
        ]
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
                "whole": [
                    [one.chromosome, one.normal, list(one.copies)] for one in whole_changes(read)
                ],
                "parts": [
                    [one.chromosome, one.arm, one.change, one.item.text]
                    for one in part_changes(read)
                ],
            }
            clone["copies"] = {n: c for n, c in clone["copies"].items() if c != [2, 2]}
    brief: dict[str, Any] = json.loads(json.dumps(_brief({**found, "text": None})))
    return brief


def name(text: str) -> dict[str, Any]:
    """What lesion a name stands for, or why it stands for none."""
    try:
        found = read_name(text)
    except (AmbiguousName, UnknownName) as refused:
        (problem,) = refused.errors
        return {"code": problem.code, "path": problem.path, "message": problem.message}
    return {"lesion": found.lesion.name, "status": found.status, "stated": found.stated}


def _brief(found: Any) -> Any:
    """Without what is false or nothing."""
    if isinstance(found, dict):
        kept = {key: _brief(each) for key, each in found.items() if each not in (None, [])}
        return {key: each for key, each in kept.items() if each is not False}
    return [_brief(each) for each in found] if isinstance(found, list) else found


@pytest.mark.parametrize("line", LINES, ids=[line["text"] for line in LINES])
def test_all_that_is_said(line: dict[str, Any]) -> None:
    assert said(line["kind"], line["text"]) == line["said"]


@pytest.mark.parametrize(
    ("read", "text", "code", "advice"),
    [
        (read_fish, "nuc ish(KMT2Ax2)[200]", "unreadable_fish", "give one result"),
        (read_karyotype, "46,XX[20]", "unreadable_karyotype", "give one karyotype"),
    ],
)
def test_the_longest_text_that_is_read(
    read: Callable[[str], object], text: str, code: str, advice: str
) -> None:
    read(text.ljust(5000))
    with pytest.raises(UnreadableNotation) as caught:
        read(text.ljust(5001))
    (problem,) = caught.value.errors
    assert problem.code == code
    assert problem.message == f"at character 5001, ' ': longer than 5,000 characters; {advice}"


def test_so_many_clones_are_read() -> None:
    assert len(read_karyotype("/".join(["46,XX[2]"] * 60)).clones) == 60
    with pytest.raises(UnreadableNotation) as caught:
        read_karyotype("/".join(["46,XX[2]"] * 61))
    (problem,) = caught.value.errors
    assert problem.code == "unreadable_karyotype"
    assert problem.message.startswith("at character 1, '46,XX[2]/")
    assert problem.message.endswith("': 61 clones are too many to read; give one karyotype")


def test_a_lesion_is_written_with_all_that_is_said_of_it() -> None:
    entity = ("WHO", "ICC")
    assert fusion("A::B", "C", "D", display="words", entity=entity, cryptic=True) == Lesion(
        name="A::B",
        display="words",
        kind="fusion",
        who_haem5="WHO",
        icc="ICC",
        aliases=("C", "D"),
        cryptic=True,
    )
    assert fusion("A::B") == Lesion(name="A::B", display="A::B fusion", kind="fusion")
    assert of_gene("A", "rearrangement", "C", display="words", entity=entity, cryptic=False) == (
        Lesion(
            name="A-r",
            display="words",
            kind="rearrangement",
            who_haem5="WHO",
            icc="ICC",
            aliases=("C",),
        )
    )
    for kind, name, words in (
        ("rearrangement", "A-r", "A rearrangement"),
        ("mutation", "A mutation", "A mutation"),
        ("deletion", "A deletion", "A deletion"),
        ("alteration", "A alteration", "A alteration"),
    ):
        expected = Lesion(name=name, display=words, kind=cast("Kind", kind), cryptic=True)
        assert of_gene("A", cast("GeneKind", kind)) == expected
    made = _lesion("A", "words", "ploidy", "C", entity=entity)
    assert made == Lesion(
        name="A", display="words", kind="ploidy", who_haem5="WHO", icc="ICC", aliases=("C",)
    )


def test_a_name_that_says_a_lesion_is_absent_is_no_name_of_it() -> None:
    with pytest.raises(NegatedName) as caught:
        lesion("no Ph")
    (problem,) = caught.value.errors
    assert (problem.path, problem.code) == ("$", "lesion_negated")
    assert problem.message == (
        "'no Ph' says that BCR::ABL1 is absent; write "
        '{"lesion": "BCR::ABL1", "status": "not_detected"}'
    )


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("ABL1", "BCR", "BCR::ABL1"),
        ("FOO1", "KMT2A", "KMT2A::FOO1"),
        ("KMT2A", "FOO1", "KMT2A::FOO1"),
        ("FOO1", "BAR1", "FOO1::BAR1"),
        ("KMT2A", "TCF3", "KMT2A::TCF3"),
        ("TCF3", "KMT2A", "TCF3::KMT2A"),
    ],
)
def test_the_genes_of_a_fusion_stand_in_their_usual_order(one: str, other: str, name: str) -> None:
    assert fusion_name(one, other) == name


def test_blanks_before_a_probe_are_passed_over() -> None:
    (one,) = read_nuc_ish("( ABL1,  BCR)x2[200]", 0)
    assert [signal.probe for signal in one.signals] == ["ABL1", "BCR"]
    assert one.total == 200


def test_corrections_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normalise, "_MOST_ROUNDS", 1)
    with pytest.raises(UnreadableNotation) as caught:
        normalise.normalise("46,XX,5q-[20]")
    (problem,) = caught.value.errors
    assert problem.code == "unreadable_karyotype"
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


@pytest.mark.parametrize(("taken", "left"), [("-mar", (2, 4)), ("-1~2mar", (1, 4))])
def test_markers_taken_back_leave_the_others(taken: str, left: tuple[int, int]) -> None:
    clone = read_karyotype(f"49,XX,+3~5mar[5]/48,sl,{taken}[3]").clones[1]
    assert [item.amount for item in clone.items] == [left]


def evidence(lesion: str, status: Status, reason: str) -> ReadFinding:
    return ReadFinding(lesion=lesion, status=status, clone=0, span=Span(0, 1), reason=reason)


STATUSES: tuple[Status, ...] = ("detected", "not_detected", "presumptive", "inconclusive")


@pytest.mark.parametrize("strong", STATUSES)
@pytest.mark.parametrize("weak", STATUSES)
def test_the_strongest_finding_of_a_lesion_is_kept(strong: Status, weak: Status) -> None:
    if STATUSES.index(strong) > STATUSES.index(weak):
        strong, weak = weak, strong
    one = evidence("iAMP21", strong, "one")
    other = evidence("iAMP21", weak, "other")
    beside = evidence("BCR::ABL1", weak, "beside")
    assert strongest([one, beside, other]) == (one, beside)
    expected = one if strong != weak else other
    assert strongest([other, beside, one]) == (expected, beside)


def test_what_was_not_understood_is_written_as_it_was() -> None:
    text = "46,XX,foo(3),+8[3]"
    assert write(read(text, tolerant=True)) == text


def test_an_unknown_name_of_the_package_is_an_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'all_risk\.genetics' has no .* 'foo'$"):
        genetics.foo  # type: ignore[attr-defined]  # noqa: B018  # there is none
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
