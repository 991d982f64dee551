"""Karyotype and FISH strings in a patient document: findings with the piece that decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from all_risk import Diagnosis, Finding, FishText, KaryotypeText, Patient, classify, evaluate
from all_risk.cli import main
from all_risk.codec import to_dict
from all_risk.derivation import derive
from all_risk.facts import Facts, modal_number
from all_risk.genetics import can_exclude, lesion, read_fish, read_karyotype
from all_risk.patient import GeneticResult
from all_risk.quantities import Interval


def genetics(*results: GeneticResult) -> Facts:
    return derive(Patient(genetics=results))


def banded(text: str) -> KaryotypeText:
    return KaryotypeText(karyotype=text)


def probed(text: str) -> FishText:
    return FishText(fish=text)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        pytest.param(
            [banded("46,XX,t(9;22)(q34;q11.2)[20]")], {"BCR::ABL1": True}, id="classical bands"
        ),
        pytest.param(
            [banded("46,XY,t(4;11)(q21;q23)[15]")],
            {"KMT2A::AFF1": True, "KMT2A-r": True},
            id="a fusion is a rearrangement of its gene",
        ),
        pytest.param([banded("46,XX[20]")], {"BCR::ABL1": None, "ETV6::RUNX1": None}, id="normal"),
        pytest.param(
            [probed("nuc ish(ABL1,BCR)x2[200]")], {"BCR::ABL1": False}, id="a normal probe set"
        ),
        pytest.param(
            [probed("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]")],
            {"BCR::ABL1": True},
            id="fusion signals",
        ),
        pytest.param(
            [banded("46,XX[20]"), probed("nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]")],
            {"BCR::ABL1": True},
            id="a normal karyotype does not contradict FISH",
        ),
        pytest.param(
            [banded("46,XY,t(2;11)(p21;q23)[9]"), probed("nuc ish(KMT2Ax2)[200]")],
            {"KMT2A-r": False},
            id="FISH settles an unlisted 11q23 partner",
        ),
        pytest.param(
            [banded("36,XX,-1,-3,-5,-7,-9,-13,-15,-16,-17,-20[12]/46,XX[8]")],
            {"LOW_HYPODIPLOIDY": True},
            id="hypodiploid",
        ),
        pytest.param(
            [banded("54,XY,+X,+4,+6,+10,+14,+17,+18,+21[12]/46,XY[8]")],
            {"TRISOMY_4_10": True, "TRISOMY_4_10_17": True, "MASKED_HYPODIPLOIDY": False},
            id="trisomies in one clone are no doubled hypodiploidy",
        ),
        pytest.param(
            [banded("54,XY,+X,+4,+6,+10,+14,+17,+18,+21[cp12]")],
            {"TRISOMY_4_10": None},
            id="gains in a composite clone are presumptive",
        ),
    ],
)
def test_strings_become_facts(
    results: list[GeneticResult], expected: dict[str, bool | None]
) -> None:
    facts = genetics(*results)
    assert {name: facts.values.get(name) for name in expected} == expected
    assert facts.conflicts == ()


@pytest.mark.parametrize(
    ("text", "hypodiploid"),
    [
        ("36,XX,-1,-3,-5,-7,-9,-13,-15,-16,-17,-20[12]/46,XX[8]", True),
        ("27,X,-Y,+14,+18,+21[5]/54,idemx2[10]/46,XY[5]", True),
        ("46,XX,t(9;22)(q34;q11.2)[17]/47,idem,+der(22)t(9;22)[3]", False),
        ("46,XX[20]", None),
        ("38,XX,-3,-7,-9,-13,-15,-16,-17,-20[1]/46,XX[19]", None),
        ("56,XY,+X,+Y,+4,+6,+10,+14,+17,+18,+21,+21[10]", False),
        ("45,XX,-7[10]/47,XX,+8[5]", False),
        ("52,XX,+X,+4,+6,+10,+17,+21[8]/49,XX,+4,+10,+21[6]", False),
        ("43,XX,-7,-9,-13[9]", True),
    ],
)
def test_the_number_of_chromosomes_is_that_of_the_leukaemic_clone(
    text: str, hypodiploid: bool | None
) -> None:
    facts = genetics(banded(text))
    assert facts.conflicts == ()
    value = facts.values.get(modal_number.name)
    decided = value.compare("<", Decimal(44)) if isinstance(value, Interval) else None
    assert decided is hypodiploid


def test_bands_and_fish_that_contradict_are_a_conflict() -> None:
    facts = genetics(banded("46,XX,t(9;22)(q34;q11.2)[20]"), probed("nuc ish(ABL1,BCR)x2[200]"))
    assert "BCR::ABL1" not in facts.values
    (conflict,) = facts.conflicts
    assert conflict.paths == (
        "genetics[0]: t(9;22)(q34;q11.2)",
        "genetics[1]: (ABL1,BCR)x2[200]",
    )


def test_the_answer_quotes_the_piece_that_decided() -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="4 years", lineage="B"),
        genetics=[banded("46,XY,t(17;19)(q22;p13.3)[14]/46,XY[6]")],
    )
    answer = evaluate(patient)
    assert answer["high_risk_of_relapse"].status == "met"
    assert "(from genetics[0]: t(17;19)(q22;p13.3))" in " ".join(answer.explain().split())


def test_a_string_that_cannot_be_read_counts_for_nothing_and_says_why() -> None:
    answer = evaluate(Patient(genetics=[banded("complex alt.")]))
    assert [note.id for note in answer.notes] == ["not_read"]
    assert "could not be read" in answer.explain()


def test_edits_and_warnings_are_told() -> None:
    answer = evaluate(Patient(genetics=[banded("46, XX, t (9;22) (q34;q11) [20]")]))
    assert {"read_with_edits"} <= {note.id for note in answer.notes}
    assert "was read after edits" in answer.explain()


def test_favourable_trisomies_from_the_string_reach_the_risk_group() -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="4 years", lineage="B", wbc="10 x10^9/L", cns="CNS1"),
        genetics=[
            banded("54,XY,+X,+4,+6,+10,+14,+17,+18,+21[12]/46,XY[8]"),
            *(
                Finding(lesion=name, status="not_detected", method="fish")
                for name in ("KMT2A-r", "BCR::ABL1", "TCF3::HLF", "iAMP21", "ETV6::RUNX1")
            ),
        ],
    )
    answer = classify(patient, "cog-aall1731-1732")
    assert "dna_index" not in answer.missing
    assert "modal_number" not in answer.missing


@pytest.mark.parametrize(
    ("method", "name", "sees"),
    [
        (None, "IKZF1 deletion", True),
        ("karyotype", "BCR::ABL1", True),
        ("karyotype", "ETV6::RUNX1", False),
        ("karyotype", "IKZF1 deletion", False),
        ("karyotype", "LOW_HYPODIPLOIDY", False),
        ("array", "BCR::ABL1", False),
        ("array", "MASKED_HYPODIPLOIDY", True),
        ("pcr", "BCR::ABL1", True),
        ("pcr", "KMT2A-r", False),
        ("fish", "KMT2A-r", True),
        ("fish", "TP53 mutation", False),
        ("rna_seq", "Ph-like", True),
        ("panel", "TP53 mutation", True),
        ("flow", "BCR::ABL1", False),
        ("wgs", "IKZF1 deletion", True),
        ("ogm", "TP53 mutation", False),
    ],
)
def test_what_a_negative_result_excludes(method: Any, name: str, sees: bool) -> None:
    assert can_exclude(method, lesion(name)) is sees
    facts = genetics(Finding(lesion=name, status="not_detected", method=method))
    assert facts.values.get(name) is (False if sees else None)
    assert bool(facts.notes) is not sees


def test_readings_as_documents() -> None:
    karyotype = to_dict(read_karyotype("46,XX,t(9;22)(q34;q11.2)[20]"))
    assert karyotype["format"] == "all-risk/karyotype/1"
    assert karyotype["findings"][0]["lesion"] == "BCR::ABL1"
    fish = to_dict(read_fish("nuc ish(ABL1,BCR)x2[200]"))
    assert fish["findings"][0]["status"] == "not_detected"
    for key in ("format", "text", "edits", "warnings", "normal", "unlikely", "clones", "findings"):
        assert key in karyotype
        assert key in fish


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["karyotype", "47,XX,+8[20]"], "gained 8 (3 copies)"),
        (["karyotype", "46,XX,t(9;22)(q34;q11.2)[20]"], "BCR::ABL1: detected (t(9;22)"),
        (["karyotype", "46,XX[20]"], "excludes nothing"),
        (["karyotype", "46XX[20]"], "edit:"),
        (["karyotype", "47,XX,+8[20]", "--format", "json"], '"all-risk/karyotype/1"'),
        (["karyotype", "47,XX,+8[20]", "--format", "svg"], "<svg"),
        (["fish", "nuc ish(ABL1,BCR)x2[200]"], "BCR::ABL1: not detected"),
        (["fish", "nuc ish(ABL1,BCR)x2[200]", "--format", "json"], '"all-risk/fish/1"'),
    ],
)
def test_on_the_command_line(
    arguments: list[str], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert printed in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["karyotype", "complex alt."], ["fish", "arr[GRCh38] 9p21.3(1_2)x1"]]
)
def test_what_cannot_be_read_is_refused_on_the_command_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("all-risk: $: ")


@pytest.mark.parametrize(
    ("results", "lesion_", "value"),
    [
        pytest.param(
            ["56,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21,+21[10]", "nuc ish(RUNX1x5)[100/200]"],
            "iAMP21",
            None,
            id="extra chromosomes 21 explain many RUNX1 signals",
        ),
        pytest.param(
            ["47,XX,+21c[20]", "nuc ish(ETV6x2,RUNX1x5)[100/200]"],
            "iAMP21",
            None,
            id="born with +21",
        ),
        pytest.param(["46,XX[20]", "nuc ish(RUNX1x6)[100/200]"], "iAMP21", True, id="not so"),
        pytest.param(
            ["nuc ish(ABL1,BCR)x2[5]"], "BCR::ABL1", None, id="five nuclei exclude nothing"
        ),
        pytest.param(["nuc ish(ABL1,BCR)x2[20/200]"], "BCR::ABL1", None, id="a tenth is normal"),
        pytest.param(
            ["nuc ish(ASS1,ABL1,BCR)x2(ASS1 con ABL1)x2[200]"], "ABL1-r", None, id="neighbours"
        ),
        pytest.param(
            ["nuc ish(ASS1,ABL1,BCR)x3(ASS1 con ABL1 con BCR)x2[100/200]"],
            "BCR::ABL1",
            True,
            id="three probes",
        ),
        pytest.param(["46,XX,t(8;9;22)(q24;q34;q11.2)[20]"], "BCR::ABL1", True, id="variant Ph"),
        pytest.param(["46,XX,t(8;9;22)(q24;q34;q11.2)[20]"], "IGL::MYC", None, id="not every pair"),
        pytest.param(["46,XX,t(4;9;11)(q21;p22;q23)[20]"], "KMT2A-r", True, id="KMT2A whatever"),
        pytest.param(["46,XX,t(4;9;11)(q21;p22;q23)[20]"], "KMT2A::AFF1", None, id="partner open"),
        pytest.param(
            ["46,XX,t(4;11)(q21;q23)[10]", "nuc ish(KMT2Ax2)[200]"],
            "KMT2A-r",
            None,
            id="a special case does not undo a conflict",
        ),
        pytest.param(
            ["43,XX,-7,-13,-20[2]/46,XX[18]"], "MONOSOMY_7", None, id="a loss in two cells"
        ),
        pytest.param(
            ["BCR/ABL1: 1R1G2F 1.5% (cut-off 2%)"], "BCR::ABL1", None, id="cut-off in words"
        ),
        pytest.param(
            ["60,XX,+X,+X,+4,+4,+6,+6,+8,+8,+10,+10,+14,+14,+21,+21[10]"],
            "TRISOMY_4_10",
            None,
            id="tetrasomies only",
        ),
        pytest.param(
            ["65<3n>,XXX,+1,-3,-4,-7,-15,-17[10]"], "HIGH_HYPERDIPLOIDY", None, id="3n, +1"
        ),
        pytest.param(
            ["nuc ish(D4Z1,D10Z1,D17Z1)x4[150/200]"], "TRISOMY_4_10", None, id="tetraploid"
        ),
    ],
)
def test_what_a_second_reader_found(results: list[str], lesion_: str, value: bool | None) -> None:
    strings = [banded(t) if t[:2].isdigit() else probed(t) for t in results]
    assert genetics(*strings).values.get(lesion_) is value


def test_a_chromosome_a_patient_was_born_with_is_no_gain_of_the_clone() -> None:
    found = {each.lesion for each in read_karyotype("51,XX,+4c,+10,+14,+17,+21[10]").findings}
    assert "TRISOMY_4_10" not in found


def test_a_constitutional_change_on_both_homologues_stays_constitutional() -> None:
    reading = read_karyotype("46,XX,inv(9)(p12q13)cx2[20]")
    assert reading.normal
    assert reading.canonical == "46,XX,inv(9)(p12q13)cx2[20]"


def test_down_syndrome_explains_extra_signals_of_runx1_as_well() -> None:
    facts = derive(
        Patient(
            diagnosis=Diagnosis(down_syndrome=True),
            genetics=[probed("nuc ish(RUNX1x5)[100/200]")],
        )
    )
    assert "iAMP21" not in facts.values
    assert "extra_21" in {note.id for note in facts.notes}
