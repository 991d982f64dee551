"""Clones written out: inheritance, copies, counts that do not add up, complexity."""

from __future__ import annotations

import pytest

from all_risk.genetics.clones import Clone
from all_risk.genetics.karyotype import read_karyotype


def clone(text: str, index: int = -1) -> Clone:
    return read_karyotype(text).clones[index]


def texts(one: Clone) -> list[str]:
    return [item.text for item in one.items]


def test_idem_is_always_the_first_clone() -> None:
    text = "46,XX,t(12;21)(p13;q22)[4]/47,idem,+8[3]/48,idem,+8,+9[2]"
    assert texts(clone(text)) == ["t(12;21)(p13;q22)", "+8", "+9"]


def test_sdl_counts_the_sidelines() -> None:
    text = "46,XX,del(5)(q13)[4]/47,sl,+8[3]/48,sdl1,+9[2]/48,sdl1,+10[2]/49,sdl2,+21[2]"
    assert [one.parent for one in read_karyotype(text).clones] == [None, 0, 1, 1, 2]
    assert texts(clone(text)) == ["del(5)(q13)", "+8", "+9", "+21"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("46,XX,del(9)(p22)x2[10]/44,idem,-del(9),-17[6]", ["del(9)(p22)x2", "-17"]),
        ("47,XX,+mar1[3]/46,idem,-mar1[4]", []),
        ("47,XX,+8[3]/46,idem,-8[4]", ["+8", "-8"]),
        ("46,XX,add(3)(q21)[3]/45,sl,-add(3)(q21)[4]", []),
        ("46,XX,add(3)(q21)[3]/45,sl,-add(3)(p21)[4]", ["add(3)(q21)", "-add(3)(p21)"]),
    ],
)
def test_an_item_taken_back_leaves_the_clone(text: str, items: list[str]) -> None:
    result = read_karyotype(text)
    assert texts(result.clones[1]) == items
    assert not result.warnings


@pytest.mark.parametrize(
    ("text", "copies"),
    [
        ("47,XX,+8[9]", {"8": "3", "X": "2", "Y": "0"}),
        ("45,X,-Y[9]", {"X": "1", "Y": "0"}),
        ("46,X,add(X)(q24)[9]", {"X": "2"}),
        ("46,XXYc,-X[9]", {"X": "1", "Y": "1"}),
        ("48,XX,+8,+8[9]", {"8": "4"}),
        ("48,XX,+8x2[9]", {"8": "4"}),
        ("47,XX,+?8[9]", {"8": "2~3"}),
        ("47,XX,+del(8)(q22)[9]", {"8": "2~3"}),
        ("45~47,XX,+8,-20[cp9]", {"8": "2~3", "20": "1~2"}),
        ("45,XX,dic(9;20)(p13;q11)[9]", {"9": "1~2", "20": "1~2"}),
        ("26,X,+4[9]", {"4": "2", "5": "1"}),
        ("69<3n>,XXY,-7,+8[9]", {"7": "2", "8": "4", "9": "3"}),
        ("25,X,+21[3]/50,idemx2[9]", {"21": "4", "1": "2", "X": "2"}),
        ("50(25,X,+X,+21)x2[9]", {"21": "4", "X": "4", "3": "2"}),
    ],
)
def test_copies(text: str, copies: dict[str, str]) -> None:
    one = clone(text)
    assert {name: str(one.copies_of(name)) for name in copies} == copies


@pytest.mark.parametrize(
    "text",
    [
        "46,XX,t(9;22)(q34;q11.2)[9]",
        "45,XY,dic(9;20)(p13;q11.2)[9]",
        "46,Y,t(X;2)(q13;p13)[9]",
        "45,XX,rob(14;21)(q10;q10)[9]",
        "46,XX,rob(14;21)(q10;q10),+21[9]",
        "48~51,XX,+1~4mar,+8[9]",
        "92,XXYY[9]",
        "69,XXX[9]",
        "34,X,-X,-2,-3,-4,-5,-7,-8,-9,-12,-13,-15,-16[9]",
    ],
)
def test_counts_that_add_up_give_no_warning(text: str) -> None:
    assert not read_karyotype(text).warnings


@pytest.mark.parametrize(
    "text", ["47,XX[9]", "46,XX,+8[9]", "39,XX,-3,-4,-7,-9,-15,-16,-17,-18,-22"]
)
def test_counts_that_do_not_add_up_are_told(text: str) -> None:
    assert "add up to" in " ".join(read_karyotype(text).warnings)


def test_constitutional_changes_are_marked_and_not_counted() -> None:
    one = clone("48,XY,+8,+21c,inv(9)(p12q13)c[9]")
    assert [item.constitutional for item in one.items] == [False, True, True]
    assert one.acquired_count == (47, 47)
    assert texts(one) == ["+8", "+21c", "inv(9)(p12q13)c"]


def test_complexity_names_its_method() -> None:
    result = read_karyotype("46,XX,der(1)t(1;3)(p36;q21),+8,+8,-20,inv(9)(p12q13)c[9]")
    counted = {one.method: one.count for one in result.complexity()}
    assert counted == {"iscn-2024": 5, "items": 4}


def test_whole_gains_stand_in_the_same_cells() -> None:
    assert clone("55,XX,+5,+8,+10,+17,+18,+del(20)(q11),+?21,+22[9]").whole_gains == (
        "5",
        "8",
        "10",
        "17",
        "18",
        "22",
    )
    assert not clone("49,XX,+5,+17,+18[cp9]").whole_gains


def test_what_fish_shows_is_not_called_unlikely() -> None:
    bands = read_karyotype("46,XX[20]")
    assert {"BCR::ABL1", "KMT2A::AFF1", "TCF3::PBX1"} <= set(bands.unlikely)
    assert not {"ETV6::RUNX1", "HIGH_HYPERDIPLOIDY", "LOW_HYPODIPLOIDY"} & set(bands.unlikely)
    both = read_karyotype("46,XX[20].nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[90/200]")
    assert both.normal
    assert "BCR::ABL1" not in both.unlikely
    assert not read_karyotype("46,XX[19]").unlikely
    assert not read_karyotype("46,XX").unlikely


def test_recipient_and_donor_stay_apart() -> None:
    result = read_karyotype("46,XX,t(9;22)(q34;q11.2)[5]//46,XY[15]")
    assert [one.side for one in result.clones] == ["recipient", "donor"]
    assert result.metaphases == 5
    assert not result.normal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("46,XX,-19,+der(19)t(1;19)(q23;p13.3)[9]", "before 1991"),
        ("47,XX,+der(19)[9]", "needs a description"),
        ("46,XX,t(9;22)[9]", "without bands"),
        ("46,XX,+8[cp]", "number of cells"),
        ("46,XX,del(5)(q13)[4]/47,idem,+8[3]/48,sl,+9[2]", "idem and sl are mixed"),
        ("46,XX[12]", "too few"),
        ("46,XX", "not stated"),
        ("//46,XX[12]", "donor"),
        ("46,XX,quack[12]", "'quack' is not understood"),
        ("46,XX,t(8q-;14q+)[9]", "brackets of their own"),
    ],
)
def test_warnings(text: str, words: str) -> None:
    assert words in " ".join(read_karyotype(text).warnings)
