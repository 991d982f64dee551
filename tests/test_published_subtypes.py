"""Subtypes of ALL by WHO-HAEM5 and the ICC of 2022, row by row (adult_taxonomy 7a, 7b, 7f)."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pytest

from all_risk import compare
from all_risk.evaluation import compiled
from all_risk.facts import Facts
from all_risk.genetics.lesions import LESIONS
from all_risk.implications import closed
from all_risk.logic import Contradiction
from all_risk.published import find_scheme
from all_risk.published.subtypes import ICC_GROUPS, WHO_GROUPS, secondary_lesions
from all_risk.quantities import exactly
from placing import OUTSIDE, UNCOVERED, Known, placed

WHO: Final = "who-haem5-b"
ICC: Final = "icc-2022-b"
B: Known = {"lineage": "B"}

# Row, lesion, group in WHO-HAEM5, group in the ICC; in the order of 7b.
HIERARCHY = (
    ("B01", "BCR::ABL1", "bcr_abl1", "bcr_abl1"),
    ("B03", "KMT2A-r", "kmt2a_r", "kmt2a_r"),
    ("B04", "ETV6::RUNX1", "etv6_runx1", "etv6_runx1"),
    ("B10", "TCF3::PBX1", "tcf3_pbx1", "tcf3_pbx1"),
    ("B11", "TCF3::HLF", "tcf3_hlf", "hlf_r"),
    ("B12", "IGH::IL3", "igh_il3", "igh_il3"),
    ("B13", "MYC-r", "other_defined", "myc_r"),
    ("B14", "DUX4-r", "other_defined", "dux4_r"),
    ("B15", "MEF2D::BCL9", "other_defined", "mef2d_r"),
    ("B16", "ZNF384-r", "other_defined", "znf384_r"),
    ("B17", "NUTM1-r", "other_defined", "nutm1_r"),
    ("B18", "CDX2/UBTF", "other_defined", "cdx2_ubtf"),
    ("B09", "iAMP21", "iamp21", "iamp21"),
    ("B08", "NEAR_HAPLOIDY", "hypodiploidy", "near_haploid"),
    ("B07", "LOW_HYPODIPLOIDY", "hypodiploidy", "low_hypodiploid"),
    ("B06", "HIGH_HYPERDIPLOIDY", "high_hyperdiploidy", "hyperdiploid"),
    ("B20", "PAX5 P80R", "other_defined", "pax5_p80r"),
    ("B19", "IKZF1 N159Y", "other_defined", "ikzf1_n159y"),
    ("B02", "Ph-like", "bcr_abl1_like", "bcr_abl1_like"),
    ("B21", "PAX5alt", "other_defined", "pax5_alteration"),
    ("B05", "ETV6::RUNX1-like", "etv6_runx1_like", "etv6_runx1_like"),
    ("B22", "ZEB2 H1038R", "other_defined", "zeb2_cebpe"),
    ("B23", "ZNF384-r-like", "other_defined", "znf384_r_like"),
    ("B24", "KMT2A-r-like", "other_defined", "kmt2a_r_like"),
)
NAMES = tuple(lesion for _, lesion, _, _ in HIERARCHY)


def asked(scheme: str) -> list[str]:
    return [name for name in compiled(find_scheme(scheme)).facts if name != "lineage"]


def all_else_absent(scheme: str, *present: str) -> Known:
    """The lesions present; every other that is asked for and does not follow is absent."""
    implied = closed(dict.fromkeys(present, True))
    known = {name: False for name in asked(scheme) if implied.get(name) is None}
    return {**B, **dict.fromkeys(present, True), **known}


@pytest.mark.parametrize(
    ("lesion", "who", "icc"),
    [pytest.param(name, who, icc, id=f"{row} {name}") for row, name, who, icc in HIERARCHY],
)
def test_each_lesion_alone(lesion: str, who: str, icc: str) -> None:
    assert placed(WHO, all_else_absent(WHO, lesion)) == {who}
    assert placed(ICC, all_else_absent(ICC, lesion)) == {icc}


@pytest.mark.parametrize(
    ("first", "second"),
    [pytest.param(a, b, id=f"7b {a[1]} before {b[1]}") for a, b in combinations(HIERARCHY, 2)],
)
def test_the_earlier_lesion_gives_the_primary_subtype(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    try:
        closed({first[1]: True, second[1]: True})
    except Contradiction:  # two ploidy classes, or Ph-like with BCR::ABL1
        assert {first[1], second[1]} <= {*NAMES[13:16], "BCR::ABL1", "Ph-like"}
        return
    both = first[1], second[1]
    known = {**all_else_absent(WHO, *both), **all_else_absent(ICC, *both)}
    assert placed(WHO, known) == {first[2]}
    assert placed(ICC, known) == {first[3]}
    values = {name: value for name, value in known.items() if isinstance(value, bool)}
    assert secondary_lesions(closed(values), ICC) == (second[1],)
    assert secondary_lesions(closed(values), WHO) == (second[1],)


@pytest.mark.parametrize("scheme", [WHO, ICC])
def test_none_of_them_is_nos_and_untested_stays_open(scheme: str) -> None:
    """B25; a lesion not looked for is not absent."""
    none = all_else_absent(scheme)
    assert placed(scheme, none) == {"nos"}
    assert placed(scheme, B) == set(find_scheme(scheme).groups)
    assert placed(scheme, {**none, "lineage": "T"}) == {OUTSIDE}
    for name in ("iAMP21", "Ph-like"):
        untested = {fact: value for fact, value in none.items() if fact != name}
        group = {n: who for _, n, who, _ in HIERARCHY}[name]
        assert placed(scheme, untested) == {"nos", group}


def test_a_later_lesion_waits_for_the_earlier_ones() -> None:
    """7b: hyperdiploidy is primary only once the lesions before it are excluded."""
    left = placed(ICC, {**B, "HIGH_HYPERDIPLOIDY": True})
    assert {"bcr_abl1", "iamp21", "hyperdiploid"} <= left
    assert not left & {"nos", "low_hypodiploid", "pax5_p80r"}


@pytest.mark.parametrize(
    ("lesion", "group"),
    [
        pytest.param("KMT2A::AFF1", "kmt2a_r", id="B03 a partner"),
        pytest.param("IGH::MYC", "myc_r", id="B13 a partner"),
        pytest.param("TCF4::HLF", "hlf_r", id="B11 HLF with TCF4"),
        pytest.param("SMARCA2::ZNF362", "znf384_r", id="B16 ZNF362"),
        pytest.param("ETV6::ABL1", "bcr_abl1_like", id="B02 ABL class"),
        pytest.param("MEF2D::CSF1R", "bcr_abl1_like", id="B15 MEF2D::CSF1R is Ph-like"),
        pytest.param("PAX5::ETV6", "pax5_alteration", id="B21 a PAX5 fusion"),
        pytest.param("IGH::CEBPE", "zeb2_cebpe", id="B22 CEBPE"),
    ],
)
def test_special_cases_by_the_icc(lesion: str, group: str) -> None:
    assert placed(ICC, all_else_absent(ICC, lesion)) == {group}


def test_mef2d_with_its_partner_unknown() -> None:
    """B15: MEF2D::CSF1R goes to Ph-like, so that the partner decides."""
    none = all_else_absent(ICC, "MEF2D-r")
    open_partner = {n: v for n, v in none.items() if n not in ("MEF2D::CSF1R", "ABL-class")}
    assert placed(ICC, open_partner) == {"mef2d_r", "bcr_abl1_like"}


def test_masked_hypodiploidy() -> None:
    """B07 and B08: a doubled clone is hypodiploid, whichever of the two it came from."""
    known: Known = {**B, "MASKED_HYPODIPLOIDY": True, "modal_number": 36}
    earlier = dict.fromkeys(NAMES[:13], False)
    mef2d = {"MEF2D-r": False, "HLF-r": False, "ZNF362-r": False}
    assert placed(WHO, {**known, **earlier, **mef2d}) == {"hypodiploidy"}
    assert placed(ICC, {**known, **earlier, **mef2d}) == {"low_hypodiploid"}


def test_one_stem_line_has_one_ploidy_class() -> None:
    """7c: sources part near haploidy and low hypodiploidy at 29 to 32; a report names one."""
    assert closed({"NEAR_HAPLOIDY": True})["LOW_HYPODIPLOIDY"] is False
    known = {**all_else_absent(ICC, "LOW_HYPODIPLOIDY")}
    assert placed(ICC, known) == {"low_hypodiploid"}


@pytest.mark.parametrize(
    ("etp", "bcl11b", "expected"),
    [
        pytest.param(True, True, {"etp_bcl11b_r"}, id="7f ETP with BCL11B-r"),
        pytest.param(True, False, {"etp_nos"}, id="7f ETP NOS"),
        pytest.param(True, None, {"etp_bcl11b_r", "etp_nos"}, id="7f BCL11B missing"),
        pytest.param(False, True, {UNCOVERED}, id="7f without ETP, names not read"),
        pytest.param(None, False, {"etp_nos", UNCOVERED}, id="7f ETP missing"),
    ],
)
def test_icc_t(etp: bool | None, bcl11b: bool | None, expected: set[str]) -> None:
    known = {"etp_phenotype": etp, "BCL11B-r": bcl11b}
    given = {name: value for name, value in known.items() if value is not None}
    assert placed("icc-2022-t", {"lineage": "T", **given}) == expected


def test_every_entity_of_the_vocabulary_has_a_group() -> None:
    """The crosswalk is the vocabulary's: no entity is lost, and none is invented."""
    who = {lesion.who_haem5 for lesion in LESIONS} - {None}
    icc = {lesion.icc for lesion in LESIONS} - {None, "ETP-ALL with BCL11B rearrangement"}
    assert who == set(WHO_GROUPS)
    assert icc == set(ICC_GROUPS)
    assert {*WHO_GROUPS.values(), "nos"} == set(find_scheme(WHO).groups)
    assert {*ICC_GROUPS.values(), "nos"} == set(find_scheme(ICC).groups)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, (), id="nothing known"),
        pytest.param({"BCR::ABL1": True}, (), id="the primary is not secondary"),
        pytest.param(
            {"BCR::ABL1": True, "HIGH_HYPERDIPLOIDY": True, "PAX5::ETV6": True},
            ("HIGH_HYPERDIPLOIDY", "PAX5::ETV6"),
            id="the narrower lesion",
        ),
        pytest.param(
            {"iAMP21": True, "BCR::ABL1": False},
            ("iAMP21",),
            id="while earlier ones are open nothing is primary yet",
        ),
    ],
)
def test_secondary_lesions(values: dict[str, bool], expected: tuple[str, ...]) -> None:
    assert secondary_lesions(closed(values)) == expected


def test_a_comparison_names_entities_and_grades_for_what_they_are() -> None:
    """A name of an entity or a printed grade is no figure of a cohort."""
    known = all_else_absent(ICC, "BCR::ABL1")
    facts = {name: value for name, value in known.items() if isinstance(value, bool)}
    given = Facts(
        values={
            **closed(facts),
            "lineage": frozenset({"B"}),
            "age": exactly(480),
            "in_remission": True,
            "relapses": exactly(1),
        }
    )
    text = " ".join(compare(given, [ICC, "ebmt-2022-adult"]).explain().split())
    assert "cohort:" not in text
    assert "printed: MSD S/II" in text
