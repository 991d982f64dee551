"""Laws of the karyotype reader, on strings written by the grammar and on damaged ones."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from all_risk.errors import AllRiskError
from all_risk.genetics.document import to_dict
from all_risk.genetics.iscn.normalise import normalise
from all_risk.genetics.karyotype import Karyotype, read_karyotype
from all_risk.genetics.picture import copy_number_line, ideogram_svg
from karyotype_strategies import (
    constitutional,
    first_clones,
    independent_clones,
    item_lists,
    karyotypes,
    mutated,
)

PLOIDY = {
    "NEAR_HAPLOIDY",
    "LOW_HYPODIPLOIDY",
    "HIGH_HYPODIPLOIDY",
    "LOW_HYPERDIPLOIDY",
    "HIGH_HYPERDIPLOIDY",
    "NEAR_TRIPLOIDY",
    "NEAR_TETRAPLOIDY",
    "MASKED_HYPODIPLOIDY",
}


def shown(result: Karyotype) -> set[tuple[str, str]]:
    return {(finding.lesion, finding.status) for finding in result.findings}


@given(karyotypes())
def test_the_grammar_is_read_without_edits(text: str) -> None:
    result = read_karyotype(text)
    assert not result.edits
    assert all(clone.understood for clone in result.clones)


@given(first_clones(), item_lists, st.sampled_from(["[3]", "[cp4]", ""]))
def test_idem_and_sl_say_the_same(first: str, items: list[str], cells: str) -> None:
    assume("XX?" not in first)
    forms = [
        read_karyotype(f"{first}/{','.join(['48', word, *items])}{cells}")
        for word in ("idem", "sl", "sdl")
    ]
    assert len({frozenset(shown(form)) for form in forms}) == 1
    assert len({form.clones[1].copies for form in forms}) == 1
    assert len({tuple(item.text for item in form.clones[1].items) for form in forms}) == 1


@given(independent_clones(), st.randoms(use_true_random=False))
def test_the_order_of_clones_is_free(clones: list[str], random: object) -> None:
    # bands left out refer back to an earlier clone, so the strategies always write them
    assert shown(read_karyotype("/".join(clones))) == shown(
        read_karyotype("/".join(reversed(clones)))
    )


@given(st.one_of(karyotypes(), mutated(karyotypes())))
def test_normalising_is_idempotent(text: str) -> None:
    try:
        once = normalise(text).text
    except AllRiskError:
        return
    again = normalise(once)
    assert again.text == once
    assert not again.edits


@given(st.one_of(karyotypes(), mutated(karyotypes())))
def test_the_canonical_form_is_a_fixed_point(text: str) -> None:
    try:
        first = read_karyotype(text)
    except AllRiskError:
        return
    second = read_karyotype(first.canonical)
    assert second.canonical == first.canonical
    assert shown(second) == shown(first)
    assert second.normal == first.normal
    assert [clone.copies for clone in second.clones] == [clone.copies for clone in first.clones]


@given(karyotypes().filter(lambda text: "//" not in text), st.sampled_from(["[5]", "[20]", ""]))
def test_a_normal_clone_changes_no_finding(text: str, cells: str) -> None:
    assert shown(read_karyotype(f"{text}/46,XX{cells}")) == shown(read_karyotype(text))


@given(first_clones(), constitutional)
def test_a_constitutional_item_changes_no_ploidy_class(text: str, item: str) -> None:
    before, _, rest = text.partition(",")
    added = {"+": 1, "r": -1}.get(item[0], 0)
    low, _, high = before.partition("<")[0].partition("~")
    mark = before[before.index("<") :] if "<" in before else ""
    low = str(int(low) + added)
    high = f"~{int(high) + added}" if high else ""
    sex, _, items = rest.partition(",")
    sex, bracket, cells = sex.partition("[")
    head = f"{low}{high}{mark},{sex},{item}"
    changed = f"{head},{items}" if items else f"{head}{bracket}{cells}"
    ploidy = {pair for pair in shown(read_karyotype(text)) if pair[0] in PLOIDY}
    assert {pair for pair in shown(read_karyotype(changed)) if pair[0] in PLOIDY} == ploidy


@given(st.one_of(mutated(karyotypes()), st.text(max_size=60)))
def test_nothing_but_the_library_s_own_error_comes_out(text: str) -> None:
    try:
        result = read_karyotype(text)
    except AllRiskError:
        return
    to_dict(result)
    ideogram_svg(result)
    for clone in result.clones:
        copy_number_line(clone)
        assert text[clone.span.start : clone.span.end] or not clone.text
    for finding in result.findings:
        assert finding.status in {"detected", "presumptive"}
        assert text[finding.span.start : finding.span.end]


@given(mutated(karyotypes()))
def test_what_is_not_understood_is_kept_and_blocks_normal(text: str) -> None:
    try:
        result = read_karyotype(text)
    except AllRiskError:
        return
    recipient = result.of_side("recipient")
    if any(not clone.understood for clone in recipient):
        assert not result.normal
        assert any("kept as written" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    "piece",
    [
        "46,XX,",
        "+8,",
        "t(9;22)(q34;q11.2),",
        "(",
        "((",
        ")",
        "[",
        "/",
        "//",
        "46,idem,",
        "46,XX/46,idem/",
        "t(",
        "t(9;",
        "t(1;2)(",
        "?",
        "q?",
        "del(5)(q?",
        "p11~",
        "~",
        " or ",
        " ",
        "\u2212",
        "1",
        "X",
        ".ish ",
        ".ish t(1;2)(a)",
        "[cp",
        "x",
        "-19,+der(19)",
        "46-",
        "der(1)t(1;2)(p36;q31)",
        "c",
        ";",
        ",;",
    ],
)
def test_hostile_input_is_answered_in_under_a_second(piece: str) -> None:
    for start in ("", "46,XX,", "46,XX,t(1;2)(p11;q12"):
        for size in (4_900, 100_000):
            text = (start + piece * (size // len(piece)))[:size]
            begun = time.process_time()
            with suppress(AllRiskError):
                read_karyotype(text)
            assert time.process_time() - begun < 1.0


def test_many_subclones_of_a_long_clone_stay_fast() -> None:
    first = "46,XX," + ",".join(["t(9;22)(q34;q11.2)", "+8"] * 150)
    text = first + "/48,idem,+21" * 50
    begun = time.process_time()
    read_karyotype(text)
    assert time.process_time() - begun < 1.0
