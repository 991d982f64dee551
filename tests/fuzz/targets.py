"""What is fuzzed: every reader of foreign text, with the property that must hold.

A reader returns, or raises an error of the library; what it returns can be written, read again
and asked about; and it is done in time. Anything else is a finding. Seeds are the documents and
strings that the other tests and the examples use. A new reader is one more function and one more
row of `TARGETS`; nothing else need know of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from all_risk.codec import from_json, to_dict, to_json
from all_risk.errors import AllRiskError
from all_risk.evaluation import evaluate
from all_risk.export import Rules, read_rules, rules, shipped
from all_risk.genetics import document
from all_risk.genetics.fish import read_fish
from all_risk.genetics.iscn.normalise import normalise
from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.names import lesion, read_name
from all_risk.genetics.picture import copy_number_line, ideogram_svg
from all_risk.interop.cds_hooks import cards
from all_risk.interop.fhir import read_bundle, write_bundle
from all_risk.interop.phenopackets import read_phenopacket, write_phenopacket
from all_risk.interop.reading import Reading
from all_risk.logic import atoms
from all_risk.quantities import (
    parse_age,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_wbc,
)

__all__ = ["CORPUS", "SLOWEST", "TARGETS", "Target", "kept", "line", "run", "unline"]

LONGEST: Final = 5_000
"""The longest karyotype that is read, in characters."""
ROOT: Final = Path(__file__).parents[2]
CORPUS: Final = Path(__file__).parent / "corpus"
SLOWEST: Final = 2.0
"""Seconds of processor time that one input may take, under instrumentation."""


@frozen
class Target:
    """A reader of foreign text.

    Attributes:
        read: What must hold for any bytes; raises `AssertionError` where it does not.
        seeds: Texts to start from.
        pieces: What random bytes would seldom make.
        json: Whether the text is JSON, which is then changed as a tree as well.
        longest: The longest input that is tried, in bytes.
    """

    read: Callable[[bytes], None]
    seeds: Callable[[], Iterable[str]]
    pieces: tuple[str, ...] = ()
    json: bool = False
    longest: int = 6_000


def run(target: Target, data: bytes) -> None:
    """Try one input.

    Raises:
        AssertionError: If it takes too long, or a property does not hold.
    """
    begun = time.process_time()
    target.read(data)
    passed = time.process_time() - begun
    if passed > SLOWEST:
        raise AssertionError(f"{passed:.1f} s for {data[:200]!r}")


def line(data: bytes) -> str:
    """An input as one line of a corpus file."""
    return json.dumps(data.decode("utf-8", "surrogateescape"))


def unline(text: str) -> bytes:
    """The input that a line of a corpus file holds."""
    return str(json.loads(text)).encode("utf-8", "surrogateescape")


def kept(name: str) -> list[bytes]:
    """The inputs kept for a target: what fuzzing found to be worth trying again."""
    file = CORPUS / f"{name}.jsonl"
    return [unline(each) for each in file.read_text("ascii").splitlines()] if file.exists() else []


# What must hold.


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


def _parsed(data: bytes) -> Any:
    """What a program that uses `json` would pass on; None where that fails."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _patient(data: bytes) -> None:
    try:
        patient = from_json(data)
    except AllRiskError:
        return
    written = to_json(patient)
    assert from_json(written) == patient, written
    evaluate(patient)


def _karyotype(data: bytes) -> None:
    text = _text(data)
    try:
        once = normalise(text).text
    except AllRiskError:
        once = None
    if once is not None:
        assert normalise(once).text == once, f"normalising {text!r} twice changes it"
    try:
        result = read_karyotype(text)
    except AllRiskError:
        return
    document.to_dict(result)
    _has_evidence(result.findings, text)
    ideogram_svg(result)
    for clone in result.clones:
        copy_number_line(clone)
    if len(result.canonical) > LONGEST:  # what was added to make it whole may lengthen it
        return
    again = read_karyotype(result.canonical)
    assert again.canonical == result.canonical, (text, result.canonical, again.canonical)


def _fish(data: bytes) -> None:
    text = _text(data)
    try:
        result = read_fish(text)
    except AllRiskError:
        return
    document.to_dict(result)
    _has_evidence(result.findings, text)


def _has_evidence(findings: Iterable[Any], text: str) -> None:
    for finding in findings:
        start, end = finding.span
        assert 0 <= start < end <= len(text), f"no evidence for {finding} in {text!r}"


def _lesion(data: bytes) -> None:
    text = _text(data)
    try:
        named = read_name(text)
    except AllRiskError:
        named = None
    try:
        found = lesion(text)
    except AllRiskError:
        return
    assert named is not None
    assert named.lesion == found
    assert lesion(found.name) == found, found


def _quantities(data: bytes) -> None:
    text = _text(data)
    for value in (text, _parsed(data)):
        for parse in (parse_age, parse_wbc, parse_fraction, parse_duration, parse_number):
            try:
                quantity = parse(value)
            except AllRiskError:
                continue
            str(quantity)


def _survives(read: Callable[[Any], Reading], data: bytes) -> None:
    for document_ in (data, _parsed(data)):
        try:
            reading = read(document_)
        except AllRiskError:
            continue
        assert all(each.code and each.why for each in reading.not_understood)
        evaluate(reading.patient)
        to_dict(reading.patient)


def _fhir(data: bytes) -> None:
    _survives(read_bundle, data)


def _phenopacket(data: bytes) -> None:
    _survives(read_phenopacket, data)


def _cds_hooks(data: bytes) -> None:
    try:
        answered = cards(_parsed(data), docs="https://docs.example.org")
    except AllRiskError:
        return
    assert all(len(card["summary"]) < 140 for card in answered["cards"])
    json.dumps(answered)


def _rules(data: bytes) -> None:
    try:
        found = read_rules(_parsed(data))
    except AllRiskError:
        return
    written = rules(found)
    assert rules(read_rules(written)) == written


# Where to start from.


def _json(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def _patients() -> Iterator[str]:
    """The published cases, and some of the documents made for each rule."""
    for case in sorted((ROOT / "examples/cases").glob("*.json")):
        yield json.dumps(json.loads(case.read_text(encoding="utf-8")))
    for file in sorted((ROOT / "docs/vectors").glob("*.json")):
        for vector in islice(
            json.loads(file.read_text(encoding="utf-8")).get("vectors", ()), 0, None, 9
        ):
            yield json.dumps(vector["patient"])


def _karyotypes() -> Iterator[str]:
    for patient in map(json.loads, _patients()):
        yield from (
            each["karyotype"] for each in patient.get("genetics", ()) if "karyotype" in each
        )
    yield from (
        "46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]",
        "46,XY,t(12;21)(p13;q22)[4]/46,idem,del(6)(q15q21)[6]/46,XY[10]",
        "39,XY,-2,-3,-7,-13,-15,-16,-17[11]/78,idemx2[4]/46,XY[5]",
        "45,XY,dic(9;20)(p13;q11.2)[17]/46,XY[3]",
        "54,XY,+X,+4,+6,+10,+14,+17,+18,+21[cp12].nuc ish(ABL1,BCR)x2[200]",
    )


def _fishes() -> Iterator[str]:
    for patient in map(json.loads, _patients()):
        yield from (each["fish"] for each in patient.get("genetics", ()) if "fish" in each)
    yield from (
        "nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]",
        "nuc ish(KMT2Ax2)(5'KMT2A sep 3'KMT2Ax1)[88/100]",
        "nuc ish(RUNX1 amp)[50/100]",
        "BCR/ABL1: 1R1G2F in 45% of 200 nuclei, cut-off 1%",
    )


def _names() -> Iterator[str]:
    for patient in map(json.loads, _patients()):
        yield from (each["lesion"] for each in patient.get("genetics", ()) if "lesion" in each)
    yield from (
        "TEL-AML1",
        "Ph-negative",
        "MLL rearranged",
        "IKZF1 del",
        "t(4;11)(q21;q23)",
        "iAMP21",
    )


def _amounts() -> Iterator[str]:
    yield from ("8 years", "P1Y2M", "240 days", "82 x10^9/L", "82,000 /uL", ">400 K/uL", "<0.01%")
    yield from ("positive <0.01%", "20 h", "1.5e-4", "≤ 5 %", "6-7 years", "5·10⁻⁴")
    yield from (
        '{"value": 82, "unit": "10*9/L"}',
        '{"low": 6, "high": 6.5, "unit": "a"}',
        "46",
        "1.16",
    )
    yield from ('{"above": 0, "below": 0.01, "unit": "%"}',)


def _bundles() -> Iterator[str]:
    yield json.dumps(_json("examples/fhir/hospital.json"))
    brian = _json("tests/data/mcode_pediatric_all_bundle.json")["entry"]
    core = [e for e in brian if e["resource"]["resourceType"] in ("Patient", "Condition")][:3]
    for entry in brian:
        yield json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [*core, entry]})
    for text in islice(_patients(), 0, None, 3):
        yield json.dumps(write_bundle(from_json(text)))


def _packets() -> Iterator[str]:
    stored = (ROOT / "tests/data/phenopackets_all.jsonl").read_text(encoding="utf-8")
    for each in stored.splitlines():
        yield json.dumps(json.loads(each)["phenopacket"])
    for text in islice(_patients(), 0, None, 3):
        yield json.dumps(write_phenopacket(from_json(text), created="2025-03-01T12:00:00Z"))


def _requests() -> Iterator[str]:
    request = _json("examples/cds_hooks_service/request.json")
    yield json.dumps(request)
    for key in request["prefetch"]:
        kept_ = {
            k: v for k, v in request["prefetch"].items() if k in (key, "patient", "conditions")
        }
        yield json.dumps({**request, "prefetch": kept_})


def _rule_books() -> Iterator[str]:
    """One scheme or checklist at a time, with the facts it asks for."""
    every = shipped()
    nothing = Rules(
        guidelines=(),
        lists=(),
        schemes=(),
        checklists=(),
        facts=(),
        implications=every.implications[:2],
    )
    for scheme in every.schemes[:12]:
        asked = [
            each
            for rule in (scheme.population.who, *(r.when for r in scheme.rows))
            for each in atoms(rule)
        ]
        tied = [atom for clause in nothing.implications for atom, _ in clause.literals]
        facts = tuple(dict.fromkeys(atom.fact for atom in (*asked, *tied)))
        yield json.dumps(rules(evolve(nothing, schemes=(scheme,), facts=facts)))
    guideline = min(
        every.guidelines,
        key=lambda each: len(json.dumps(rules(evolve(nothing, guidelines=(each,))))),
    )
    whole = evolve(
        nothing,
        guidelines=(guideline,),
        lists=guideline.lists,
        schemes=tuple(
            {each.scheme.id: each.scheme for each in guideline.lists if each.scheme}.values()
        ),
        facts=every.facts,
    )
    yield json.dumps(rules(whole))


_ISCN: Final = (
    "46,XX", "54,XY", "45~48", "<3n>", "[20]", "[cp9]", "idem", "sl", "sdl1", "x2", "/", "//",
    "t(9;22)(q34;q11.2)", "der(22)t(9;22)", "dic(9;20)(p13;q11)", "del(6)(q?)", "(q21~22)",
    "inv(9)(p12q13)c", "+mar", "+21c", "-7", "?", " or ", ",inc", ".ish ", ".nuc ish", "i(17q)",
    "50(25,X,+X,+21)x2", "−", "×", "１", "（", "\u200b",
)  # fmt: skip
_SIGNALS: Final = (
    "nuc ish", "ish ", "(ABL1,BCR)x3", "(ABL1 con BCR)x2", "[87/200]", "5'KMT2A sep 3'KMT2Ax1",
    "RUNX1 amp", "CEP4x3", "1R1G2F", "BCR/ABL1", "cut-off 1%", "normal", "deletion of ", "×", "’",
)  # fmt: skip
_VALUES: Final = (
    "82 x10^9/L", "<0.01%", "negative", "positive", "8 years", "P6Y", "2025-03-01", "9999-12-31",
    "0001-01-01", "2024-02-30", "46,XX[20]", "BCR::ABL1", "Ph-negative", "detected", "CR", "marrow",
    "end_of_induction", "all-risk/patient/1", "\ud800", "\u0000", "1e400", "NaN", "Patient/p", "#a",
)  # fmt: skip
_SPELT: Final = (
    "-r",
    "::",
    " deletion",
    " negative",
    "not ",
    "no ",
    "p210 ",
    "(9;22)",
    "like",
    "‐",
    "／",
)
_UNITS: Final = (
    "x10^9/L",
    "/uL",
    "%",
    "years",
    "<",
    ">=",
    "±",
    "10⁻⁴",
    ",000",
    "e-5",
    "P",
    "W",
    "µ",
    "１",
)

TARGETS: Final[dict[str, Target]] = {
    "patient": Target(_patient, _patients, _VALUES, json=True, longest=20_000),
    "karyotype": Target(_karyotype, _karyotypes, _ISCN),
    "fish": Target(_fish, _fishes, _SIGNALS),
    "lesion": Target(_lesion, _names, _SPELT, longest=300),
    "quantities": Target(_quantities, _amounts, _UNITS, longest=200),
    "fhir": Target(_fhir, _bundles, _VALUES, json=True, longest=40_000),
    "phenopacket": Target(_phenopacket, _packets, _VALUES, json=True, longest=40_000),
    "cds_hooks": Target(_cds_hooks, _requests, _VALUES, json=True, longest=40_000),
    "rules": Target(_rules, _rule_books, _VALUES, json=True, longest=200_000),
}
if find_spec("polars"):  # tables are an extra
    from fuzz.tables import PIECES, read_table, tables

    TARGETS["table"] = Target(
        lambda data: read_table(_parsed(data)), tables, PIECES, json=True, longest=20_000
    )
