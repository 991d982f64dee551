"""Hostile text: refused or read, in time and memory that grow no faster than the text.

Times are compared with each other on one machine: twice the text may take at most `SLOWER` times
as long, where a quadratic reader would take four times. `test_fhir_hostile.py` has the bundles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

import all_risk
from all_risk.chronology import LONGEST_COURSE
from all_risk.codec import LARGEST_DOCUMENT, MOST_PROBLEMS
from all_risk.errors import AllRiskError
from all_risk.export import read_rules, rules
from all_risk.genetics.fish import read_fish
from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.names import lesion, read_name
from all_risk.patient import Mrd, Patient
from all_risk.quantities import (
    parse_age,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_wbc,
)

SLOWER = 3.2
"""Between 2 (linear) and 4 (quadratic), on a machine that does other things as well."""
Read = Callable[[str], object]


def outcome(read: Callable[[Any], object], value: Any) -> object:
    """What a reader returns, or the library's own error."""
    try:
        return read(value)
    except AllRiskError as error:
        return error


def seconds(read: Callable[[Any], object], value: Any) -> float:
    """Processor time, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        outcome(read, value)
        best = min(best, time.process_time() - begun)
    return best


def grows_like_the_text(read: Callable[[Any], object], make: Callable[[int], Any], n: int) -> None:
    """Twice as much takes less than what lies between linear and quadratic; tried three times."""
    outcome(read, make(n // 8))  # tables are built once
    ratios = []
    for _ in range(3):
        small, large = seconds(read, make(n)), seconds(read, make(2 * n))
        ratios.append(large / max(small, 1e-4))
        if ratios[-1] < SLOWER:
            return
    raise AssertionError(f"time(2n)/time(n) was {ratios}")


def document(**parts: Any) -> str:
    return json.dumps({"format": "all-risk/patient/1", **parts})


# Documents.


def _mrd(n: int) -> str:
    return document(mrd=[{"day": 1 + i % 300, "level": "<0.01%"} for i in range(n)])


def _responses(n: int) -> str:
    tests = [{"day": 1 + i, "marrow_blasts": f"{i % 30}%"} for i in range(n)]
    return document(treatment={"started": "2020-01-01", "responses": tests})


def _findings(n: int) -> str:
    states = ("detected", "not_detected")
    return document(genetics=[{"lesion": "BCR::ABL1", "status": states[i % 2]} for i in range(n)])


DOCUMENTS: dict[str, tuple[Callable[[int], str], int]] = {
    "results": (_mrd, 2000),
    "responses": (_responses, 2000),
    "findings": (_findings, 2000),
    "karyotypes": (
        lambda n: document(genetics=[{"karyotype": f"46,XX[{i}]"} for i in range(n)]),
        800,
    ),
    "unknown keys": (lambda n: document(**{f"mrdx{i}": 1 for i in range(n)}), 10_000),
    "keys that stand twice": (
        lambda n: (
            '{"format": "all-risk/patient/1"' + "".join(f', "k{i}": 1' for i in range(n)) * 2 + "}"
        ),
        8_000,
    ),
    "one long text": (lambda n: document(id="x" * n), 400_000),
    "escapes": (lambda n: '{"id": "' + "\\ud83d\\ude00" * n + '"}', 40_000),
    "blanks": (lambda n: '{"format": "all-risk/patient/1"' + " " * n + "}", 400_000),
    "digits": (lambda n: '{"format": "all-risk/patient/1", "id": ' + "9" * n + "}", 400_000),
    "an exponent": (lambda n: '{"format": "all-risk/patient/1", "id": 1e' + "9" * n + "}", 400_000),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_twice_as_long_takes_about_twice_as_long(name: str) -> None:
    make, n = DOCUMENTS[name]

    def read(text: str) -> object:
        return all_risk.evaluate(all_risk.from_json(text))

    assert len(make(2 * n)) <= LARGEST_DOCUMENT
    grows_like_the_text(read, make, n)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 500_000, "too_deep"),
        ('{"a":' * 150_000, "too_deep"),
        ('{"format": "all-risk/patient/1", "id": ' + "[" * 900 + "]" * 900 + "}", "wrong_type"),
        (" " * (LARGEST_DOCUMENT + 1), "too_large"),
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        ("\ufeff{}", "not_json"),
        ('{"format": "all-risk/patient/1", "id": "\\ud800"}', "not_utf8"),
        ('{"format": "all-risk/patient/1\u200b"}', "format_unknown"),
    ],
)
def test_what_is_too_deep_too_large_or_no_text_is_refused(text: str | bytes, code: str) -> None:
    with pytest.raises(AllRiskError) as caught:
        all_risk.from_json(text)
    assert code in {problem.code for problem in caught.value.errors}


def test_a_tree_too_deep_for_python_is_refused_when_it_comes_as_a_dictionary() -> None:
    value: Any = 1
    for _ in range(100_000):
        value = [value]
    for read in (all_risk.from_dict, read_rules):
        error = outcome(read, {"format": "all-risk/patient/1", "id": value, "mrd": value})
        assert isinstance(error, AllRiskError)


def test_problems_are_listed_up_to_a_number() -> None:
    for text in (
        document(**{f"k{i}": 1 for i in range(20_000)}),
        '{"format": "all-risk/patient/1"' + "".join(f', "k{i}": 1' for i in range(9_000)) * 2 + "}",
        document(genetics=[{f"k{i}": 1 for i in range(20_000)}]),
        document(mrd=[{"level": "?"}] * 20_000),
    ):
        error = outcome(all_risk.from_json, text)
        assert isinstance(error, AllRiskError)
        assert MOST_PROBLEMS <= len(error.errors) <= 2 * MOST_PROBLEMS + 2
        assert len(str(error)) < 500 * MOST_PROBLEMS


def test_a_course_too_long_to_be_asked_day_by_day_is_refused() -> None:
    def course(days: int) -> Patient:
        first = date(2000, 1, 1)
        return Patient(mrd=tuple(Mrd(date=first + timedelta(days=i)) for i in range(days)))

    assert len(all_risk.timeline(course(30)).moments) == 30
    with pytest.raises(AllRiskError) as caught:
        all_risk.timeline(course(1 + int(LONGEST_COURSE**0.5)))
    assert [problem.code for problem in caught.value.errors] == ["too_long"]


_MEMORY = """
import json, sys, tracemalloc
import all_risk
from all_risk.errors import AllRiskError
all_risk.evaluate(all_risk.Patient())
tracemalloc.start()
for text in json.load(sys.stdin):
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        all_risk.evaluate(all_risk.from_json(text))
    except AllRiskError:
        pass
    print((tracemalloc.get_traced_memory()[1] - before) / len(text))
"""


def test_a_document_takes_memory_in_proportion_to_its_size() -> None:
    texts = [make(n // 4) for make, n in DOCUMENTS.values()]
    texts += ["[" * 100_000, '{"a":' * 50_000, document(mrd=[{}] * 10_000)]
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    assert max(map(float, done.stdout.split())) < 600  # bytes for each byte of text


_FLOOD = """
import json, sys, time
import all_risk
from all_risk.errors import AllRiskError
all_risk.evaluate(all_risk.Patient())
def took(text):
    begun = time.process_time()
    try:
        all_risk.from_json(text)
    except AllRiskError:
        pass
    return time.process_time() - begun
flood = {p: 1 for p in json.load(sys.stdin)}
text = json.dumps({"format": "all-risk/patient/1", **flood})
print(hash(next(iter(flood))), took(text))
"""


def test_keys_hash_differently_in_each_process() -> None:
    """Keys that collide cannot be prepared: the interpreter seeds the hashes of text."""
    keys = json.dumps([f"key{i}" for i in range(5000)])
    hashes = set()
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-R", "-c", _FLOOD],
            input=keys,
            capture_output=True,
            text=True,
            check=True,
        )
        hashes.add(done.stdout.split()[0])
    assert len(hashes) == 3


def test_numbers_that_collide_are_not_put_in_tables() -> None:
    """Whole numbers hash to themselves modulo 2**61 - 1, so these all collide."""
    prime = 2**61 - 1

    def results(step: int) -> Callable[[int], str]:
        return lambda n: document(genetics=[{"modal_number": 46 + step * i} for i in range(n)])

    fair, flood = (
        seconds(all_risk.from_json, results(1)(3000)),
        seconds(all_risk.from_json, results(prime)(3000)),
    )
    assert flood < 5 * fair + 0.1


# Notation, names and quantities.

PIECES = (
    "46,XX,", "+", "?", "(", ")", "/", ",", "t(9;22)(q34;q11)", "idem,", "1~", "[", "[1]", " or ",
    "（", "\u200b", "é", " ", "-", "add(7)(p22),", "46,XX/", "x2", "5'", "del(6)(q?)", "ABL1",
    "con ", "１", "ﷺ", "\u0301", "\u202e", "<", "cp", "%", "of 200 ", "no ", "deletion ",
)  # fmt: skip
NOTATIONS: dict[str, tuple[Read, str]] = {
    "karyotype": (read_karyotype, "46,XX,"),
    "FISH": (read_fish, "nuc ish(ABL1,BCR)x2"),
}


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", NOTATIONS)
def test_repeating_a_piece_does_not_take_much_longer(name: str, piece: str) -> None:
    read, start = NOTATIONS[name]
    for before in ("", start):
        grows_like_the_text(read, lambda n, before=before: (before + piece * n)[:n], 2400)  # type: ignore[misc]  # bound at once


@pytest.mark.parametrize("read", [read_karyotype, read_fish, lesion])
def test_notation_of_a_megabyte_is_refused_at_once(read: Read) -> None:
    text = "46,XX,+21" * 120_000
    assert isinstance(outcome(read, text), AllRiskError)
    assert seconds(read, text) < 0.05 + 3 * seconds(read, text[: len(text) // 8])


QUANTITIES: tuple[Read, ...] = (parse_age, parse_wbc, parse_fraction, parse_duration, parse_number)


@pytest.mark.parametrize("read", [*QUANTITIES, read_name])
def test_short_texts_of_one_piece_cost_about_what_an_ordinary_one_does(read: Read) -> None:
    fair = seconds(lambda _: [outcome(read, "82 x10^9/L") for _ in range(20)], None)
    for piece in (*PIECES, "1", "1,", "1,111", "e", ".", "P", "PT", "not ", "9;22", "::", "⁹", "١"):
        text = (piece * 200)[: 200 if read is read_name else 100]
        slow = seconds(lambda _, text=text: [outcome(read, text) for _ in range(20)], None)  # type: ignore[misc]  # bound at once
        assert slow < 100 * fair + 0.2, piece


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("ＢＣＲ：：ＡＢＬ１", "BCR::ABL1"),  # full width, as some keyboards write
        ("BCR\u2237ABL1", "BCR::ABL1"),  # the sign of proportion
        ("BCR\u2013ABL1", "BCR::ABL1"),  # an en dash
    ],
)
def test_compatible_signs_are_read_as_what_they_stand_for(name: str, right: str) -> None:
    assert lesion(name).name == right


@pytest.mark.parametrize(
    "name",
    [
        "ВCR::ABL1",  # a Cyrillic letter that looks like B
        "BCR::ABL\u0661",  # an Arabic digit
        "BCR::A\u200bBL1",  # a blank without width
        "BCR::ABL1\u202e",  # an order to write from right to left
        "BCR::ABL1\u0301",  # an accent on a digit
        "BCR::ABL1\x00",
    ],
)
def test_signs_that_only_look_alike_are_refused(name: str) -> None:
    with pytest.raises(AllRiskError):
        lesion(name)


@pytest.mark.parametrize("digit", ["٢", "२", "Ⅱ", "②"])
def test_no_digit_but_those_of_ascii_is_read_in_a_quantity(digit: str) -> None:
    assert unicodedata.numeric(digit) == 2
    for read in (parse_age, parse_wbc, parse_fraction):
        for unit in ("years", "x10^9/L", "%"):
            assert isinstance(outcome(read, f"{digit} {unit}"), AllRiskError)


# Rules.


def test_rules_twice_as_long_take_about_twice_as_long() -> None:
    whole = rules()
    facts = [fact for fact in whole["facts"] if fact["kind"] == "flag"][:1]
    tree = {"any": [{"fact": facts[0]["name"]}] * 20}
    empty: dict[str, Any] = {key: [] for key, part in whole.items() if isinstance(part, list)}

    def book(n: int) -> dict[str, Any]:
        clause = {**tree, "because": "x"}
        return {"format": whole["format"], **empty, "facts": facts, "implications": [clause] * n}

    grows_like_the_text(read_rules, book, 1500)


def test_a_rule_too_deep_for_python_is_refused() -> None:
    tree: Any = {"fact": "age"}
    for _ in range(50_000):
        tree = {"not": tree}
    whole = rules()
    clause = {"any": [tree], "because": "x"}
    assert isinstance(outcome(read_rules, {**whole, "implications": [clause]}), AllRiskError)
