"""FISH strings: ISCN old and new, signal codes and sentences, with what they show."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from all_risk.errors import AllRiskError, UnreadableNotation
from all_risk.genetics.document import to_dict
from all_risk.genetics.fish import read_fish


class Row(NamedTuple):
    text: str
    detected: str = ""
    presumptive: str = ""
    excluded: str = ""


ROWS = [
    # dual fusion: the multiple outside (2024), inside (2016, 2020), with old names and loci
    Row("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]", "BCR::ABL1"),
    Row("nuc ish (ABL1,BCR)×3(ABL1 con BCR)×2[200]", "BCR::ABL1"),
    Row("nuc ish(ABL1,BCR)x3,(ABL1 con BCRx2)[97/200]", "BCR::ABL1"),
    Row("nuc ish(ABL1x3),(BCRx3),(ABL1 con BCRx2)[97/200]", "BCR::ABL1"),
    Row("nuc ish 9q34(ABL1x3),22q11.2(BCRx3)(ABL1 con BCRx2)[97/200]", "BCR::ABL1"),
    Row("nuc ish(ABL,BCR)x3(ABL con BCR)x2[87/200]", "BCR::ABL1"),
    Row("nuc ish(TEL,AML1)x3(TEL con AML1)x1[164/200]", "ETV6::RUNX1"),
    Row("nuc ish(ETV6x1,RUNX1x3)(ETV6 con RUNX1x1)[164/200]", "ETV6::RUNX1"),
    Row("nuc ish(TCF3,PBX1)x3(TCF3 con PBX1)x2[80/100]", "TCF3::PBX1"),
    Row("nuc ish(IGH,MYC)x3(IGH con MYC)x2[80/100]", "IGH::MYC"),
    Row("nuc ish(KMT2A,AFF1)x3(KMT2A con AFF1)x2[80/100]", "KMT2A::AFF1 KMT2A-r"),
    Row("nuc ish(ABL1x2,BCRx2)[200]", "", "", "BCR::ABL1"),
    Row("nuc ish(ABL1,BCR)x2[200]", "", "", "BCR::ABL1"),
    Row("nuc ish(ETV6,RUNX1)x2[200]", "", "", "ETV6::RUNX1 iAMP21"),
    Row("nuc ish(ABL1,BCR)x2(ABL1 con BCR)x0[200]", "", "", "BCR::ABL1"),
    Row("nuc ish(ABL1x3),(BCRx2)[60/200]"),
    Row("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[1/200]", "", "BCR::ABL1"),
    # two populations: the normal cells beside do not rule the lesion out
    Row("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[97/200]/(ABL1,BCR)x2[103/200]", "BCR::ABL1"),
    Row("nuc ish(ETV6x2,RUNX1x3)[97/200]/(ETV6,RUNX1)x2[103/200]"),
    # break-apart
    Row("nuc ish(KMT2Ax2)(5'KMT2A sep 3'KMT2Ax1)[88/100]", "KMT2A-r"),
    Row("nuc ish(5'KMT2A,3'KMT2A)x2(5'KMT2A sep 3'KMT2A)x1[88/100]", "KMT2A-r"),
    Row("nuc ish(5'KMT2A,3'KMT2A)x2(5'KMT2A con 3'KMT2A)x1[88/100]", "KMT2A-r"),
    Row("nuc ish(5'KMT2A,3'KMT2A)x2(5'KMT2A con 3'KMT2A)x2[100]", "", "", "KMT2A-r"),
    Row("nuc ish(MLLx2)(5'MLL sep 3'MLLx1)[88/100]", "KMT2A-r"),
    Row("nuc ish(5'KMT2Ax2,3'KMT2Ax1)[88/100]", "", "KMT2A-r"),
    Row("nuc ish(MLLx2)[100]", "", "", "KMT2A-r"),
    Row("nuc ish(CRLF2x2)(5'CRLF2 sep 3'CRLF2x1)[45/200]", "CRLF2-r"),
    Row("nuc ish(IGHx2)(5'IGH sep 3'IGHx1)[45/200]", "IGH-r"),
    Row("nuc ish(E2Ax2)(5'E2A sep 3'E2Ax1)[45/200]", "TCF3-r"),
    Row("nuc ish(MLLx2)(MLL sep)x1[45/200]", "KMT2A-r"),
    Row("nuc ish(TLX3x2)(5'TLX3 sep 3'TLX3x1)[45/200]", "TLX3-r"),
    Row("nuc ish(PDGFRBx2)[200]", "", "", "PDGFRB-r"),
    # numbers
    Row("nuc ish(RUNX1x5~10)[150/200]", "iAMP21"),
    Row("nuc ish(ETV6x2,RUNX1x6)[150/200]", "iAMP21"),
    Row("nuc ish(RUNX1x4~6)[150/200]", "", "iAMP21"),
    Row("nuc ish(RUNX1x4)[150/200]"),
    Row("nuc ish(RUNX1 amp)[150/200]", "", "iAMP21"),
    Row("nuc ish(RUNX1x5)(ETV6 con RUNX1x2)[150/200]", "ETV6::RUNX1", "iAMP21"),
    Row("nuc ish(CEP4x3,CEP10x3,RUNX1x5)[150/200]", "TRISOMY_4_10", "iAMP21"),
    Row("nuc ish(RUNX1x3c)[200]", "", "", "iAMP21"),
    Row("nuc ish(D4Z1,D10Z1,D17Z1)x3[150/200]", "TRISOMY_4_10 TRISOMY_4_10_17 TRISOMY_17"),
    Row("nuc ish(CEP4x3),(CEP10x3)[150/200]", "TRISOMY_4_10"),
    Row("nuc ish(CEP4x3)[150/200],(CEP10x3)[160/200]", "TRISOMY_4_10"),
    Row("nuc ish(CEP4x3)[50/200],(CEP10x3)[60/200]", "", "TRISOMY_4_10"),
    Row("nuc ish(D4Z1,D10Z1,D17Z1)x2[200]", "", "", "TRISOMY_4_10 TRISOMY_4_10_17 TRISOMY_17"),
    Row("nuc ish(CEP4x3,CEP10x2)[150/200]"),
    Row("nuc ish(D7Z1x1)[150/200]", "MONOSOMY_7"),
    Row("nuc ish(CDKN2Ax0,CEP9x2)[150/200]", "CDKN2A,deletion CDKN2A_HOMOZYGOUS_DELETION"),
    Row("nuc ish(CDKN2Ax1,CEP9x2)[150/200]", "CDKN2A,deletion"),
    Row("nuc ish(TP53x1,CEP17x2)[150/200]", "TP53,deletion"),
    # several sets in one line
    Row(
        "nuc ish(ABL1,BCR)x2[200],(KMT2Ax2)[200],(ETV6x2,RUNX1x3)(ETV6 con RUNX1)x1[90/200]",
        "ETV6::RUNX1",
        "",
        "BCR::ABL1 KMT2A-r",
    ),
    Row(
        "nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200] (cut-off 1%), (KMT2Ax2)[200]",
        "BCR::ABL1",
        "",
        "KMT2A-r",
    ),
    # metaphase FISH
    Row("ish t(9;22)(ABL1-,BCR+;ABL1+,BCR+)[12]", "BCR::ABL1"),
    Row("46,XX[20].ish t(12;21)(p13;q22)(ETV6-,RUNX1+;RUNX1+,ETV6+)[12]", "ETV6::RUNX1"),
    Row("ish t(14;18)(BCL2+,IGH-;BCL2-,IGH+)"),
    Row("ish 11q23(KMT2Ax2)[10]"),
    Row("ish t(4;11)(q21;q23)(3'KMT2A+;5'KMT2A+)[10]", "KMT2A-r"),
    Row("ish dup(21)(q22q22)(RUNX1++++)[10]", "iAMP21"),
    Row("ish der(21)(RUNX1x6)[10]", "iAMP21"),
    Row("ish der(22)(BCR con ABL1)[20]", "BCR::ABL1"),
    Row("ish der(22)(BCR con ABL1)x0[20]"),
    Row("ish der(22)(BCR con ABL1x0)[20]"),
    Row("ish(ABL1 con BCR)x0[20]"),
    Row("ish dup(21)(q22q22)(RUNX1++)[10]"),
    Row("46,XX[20].ish t(1;2)(wcp1+;wcp2+)"),
    # no chromosome is named: the signals of a whole cell, on whatever chromosomes
    Row("ish(ABL1,BCR)x2[20]"),
    Row("ish(ABL1x2,BCRx2)[20]"),
    Row("ish(RUNX1x6)[20]"),
    Row("ish(ABL1 con BCR)x2[20]", "BCR::ABL1"),
    # signal codes
    Row("1R1G2F (BCR/ABL1 dual fusion)", "BCR::ABL1"),
    Row("ETV6/RUNX1: 1R2G1F in 80%", "ETV6::RUNX1"),
    Row("BCR/ABL1 dual-fusion probe: 2R2G in 100%", "", "", "BCR::ABL1"),
    Row("KMT2A break-apart: 1R1G1F in 60%", "KMT2A-r"),
    Row("KMT2A break-apart: 1R1F in 60%", "", "KMT2A-r"),
    Row("MLL break apart: 2F in 200 nuclei", "", "", "KMT2A-r"),
    # sentences
    Row("5 or more RUNX1 signals per cell", "iAMP21"),
    Row("RUNX1: 6 signals in most nuclei", "iAMP21"),
    Row("3 RUNX1 signals"),
    Row("ETV6/RUNX1: no fusion; RUNX1 amplification", "", "iAMP21"),
    Row("no RUNX1 amplification"),
    Row("BCR/ABL1 fusion detected in 85% of nuclei", "BCR::ABL1"),
    Row("BCR/ABL1 fusion not detected"),
    Row("KMT2A rearrangement positive", "KMT2A-r"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_findings(row: Row) -> None:
    result = read_fish(row.text)
    for status, names in (
        ("detected", row.detected),
        ("presumptive", row.presumptive),
        ("not_detected", row.excluded),
    ):
        expected = {name.replace(",", " ") for name in names.split()}
        assert {found.lesion for found in result.findings if found.status == status} == expected
    document = to_dict(result)
    assert json.loads(json.dumps(document)) == document
    assert document["format"] == "all-risk/fish/1"


def test_a_share_under_the_cut_off_decides_nothing() -> None:
    result = read_fish("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[2/200] (cut-off 1.5%)")
    assert result.cut_off == pytest.approx(0.015)
    assert [(found.lesion, found.status) for found in result.findings] == [
        ("BCR::ABL1", "inconclusive")
    ]
    above = read_fish("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[20/200] cut-off: 1.5 %")
    assert above.findings[0].status == "detected"


def test_an_upper_case_times_is_told_from_a_gene() -> None:
    result = read_fish("nuc ish(ABL1,BCR)X3,(ABL1 con BCRX2)")
    assert len(result.edits) == 2
    assert result.findings[0].lesion == "BCR::ABL1"
    assert read_fish("nuc ish(PAX5x2)[200]").sets[0].probes == {"PAX5"}
    assert read_fish("nuc ish(TLX3X2)[200]").sets[0].signals[0].probe == "TLX3"


def test_the_span_quotes_the_set() -> None:
    text = "nuc ish (KMT2A×2)[200], (ABL1,BCR)×3 (ABL1 con BCR)×2 [87/200]"
    found = next(found for found in read_fish(text).findings if found.status == "detected")
    assert text[found.span.start : found.span.end] == "(ABL1,BCR)×3 (ABL1 con BCR)×2 [87/200]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no FISH result"),
        ("arr[GRCh38] 9p21.3x0", "not read"),
        ("ogm[GRCh38] 21q22", "not read"),
        ("rsa 21q22x3", "not read"),
        ("all normal", "no probe"),
        ("46,XX,t(9;22)(q34;q11.2)[20]", "read_karyotype"),
        ("nuc ish(ABL1,BCR", "at the end"),
        ("nuc ish()x2", "at character 9"),
        ("nuc ish ABL1x2", "at character"),
        ("x" * 20_000, "longer than"),
    ],
)
def test_refusals_name_the_place(text: str, words: str) -> None:
    with pytest.raises(UnreadableNotation, match=words):
        read_fish(text)


PIECES = st.sampled_from(
    """nuc|ish|(|)|[|]|,|;|/|x2|x3|X2|~5| con | sep |5'|3'|KMT2A|ABL1|BCR|RUNX1|CEP4|D10Z1| amp
    |+|-|++++|t(9;22)|(q34;q11.2)|11q23|[87/200]|[200]|1R1G1F|2F|break|no |fusion|c|wcp1
    |cut-off 1%|.|46,XX[20]|5 or more | signals""".replace("\n", "").split("|")
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)))
def test_nothing_but_the_library_s_own_error_comes_out(text: str) -> None:
    for candidate in (text, "nuc ish" + text, "ish " + text):
        try:
            result = read_fish(candidate)
        except AllRiskError:
            continue
        to_dict(result)
        for found in result.findings:
            assert candidate[found.span.start : found.span.end]


@pytest.mark.parametrize(
    "piece",
    ["(", "(ABL1,", "(ABL1 con BCR", "(ABL1)x2[1/2]", "RUNX1 ", "1R1G", "5", " ", "x2", "A-"],
)
def test_hostile_input_is_answered_in_under_a_second(piece: str) -> None:
    for start in ("", "nuc ish", "nuc ish(", "ish ", "ish ("):
        for size in (4_900, 100_000):
            text = (start + piece * (size // len(piece)))[:size]
            begun = time.process_time()
            with suppress(AllRiskError):
                read_fish(text)
            assert time.process_time() - begun < 1.0
