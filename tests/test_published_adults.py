"""Risk schemes of adults, row by row. Ids are the rows of the project's clinical reference.

Expectations are written from the sources: each threshold at, just below and just above, and
with inputs missing the set over all completions.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from all_risk.codec import to_dict
from all_risk.evaluation import check
from all_risk.facts import Facts
from all_risk.logic import Value
from all_risk.published import all_schemes
from all_risk.quantities import Interval, exactly
from placing import OUTSIDE, UNCOVERED, Known, groups, placed, without

ADULT: Known = {"age": "480"}
B: Known = {**ADULT, "lineage": "B"}
T: Known = {**ADULT, "lineage": "T"}


def absent(*names: str) -> Known:
    return dict.fromkeys(names, False)


# NCCN adult and AYA, version 2.2026 (NC-ADL).
NCCN_STANDARD = ("ETV6::RUNX1", "TCF3::PBX1", "DUX4-r", "PAX5 P80R")
NCCN_POOR = (
    "TP53 mutation", "KMT2A-r", "IGH-r", "HLF-r", "ZNF384-r", "MEF2D-r", "MYC-r", "Ph-like",
    "PAX5alt", "iAMP21", "IKZF1 alteration", "COMPLEX_KARYOTYPE",
)  # fmt: skip
PH_LIKE_LESIONS = (
    "CRLF2-r", "EPOR-r", "JAK1-r", "JAK2-r", "JAK3-r", "TYK2-r", "SH2B3 mutation",
    "IL7R mutation", "JAK1 mutation", "JAK2 mutation", "JAK3 mutation", "ABL1-r", "ABL2-r",
    "PDGFRA-r", "PDGFRB-r", "FGFR1-r", "NTRK1-r", "NTRK2-r", "NTRK3-r", "FLT3-r", "LYN-r",
    "PTK2B-r",
)  # fmt: skip
PLUS = (
    "IKZF1 deletion", "CDKN2A deletion", "CDKN2B deletion", "PAX5 deletion", "PAR1 deletion",
    "ERG deletion",
)  # fmt: skip
NO_LINE: Known = {
    **B,
    "modal_number": 46,
    "prior_cml": False,
    **absent("BCR::ABL1", "NEAR_TRIPLOIDY", *NCCN_STANDARD, *NCCN_POOR, *PH_LIKE_LESIONS, *PLUS),
}
PLUS_PRESENT: Known = {
    "BCR::ABL1": True,
    "IKZF1 deletion": True,
    "IKZF1 alteration": True,
    "PAX5 deletion": True,
}
STANDARD_ROWS = dict(zip(NCCN_STANDARD, (11, 12, 13, 14), strict=True))
POOR_ROWS = dict(zip(NCCN_POOR, (21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33), strict=True))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        *(
            pytest.param({name: True}, "standard", id=f"NC-ADL-{row} {name}")
            for name, row in STANDARD_ROWS.items()
        ),
        *(
            pytest.param({name: True}, "poor", id=f"NC-ADL-{row} {name}")
            for name, row in POOR_ROWS.items()
        ),
        *(pytest.param({name: True}, "poor", id=f"NC-ADL-28 {name}") for name in PH_LIKE_LESIONS),
        *(
            pytest.param({"modal_number": count}, expected, id=f"NC-O8 {count} chromosomes")
            for count, expected in (
                (29, "poor"),
                (30, "poor"),
                (39, "poor"),
                (40, "poor"),
                (43, "poor"),
                (44, "uncovered"),
                (50, "uncovered"),
                (51, "standard"),
                (59, "standard"),
                (60, "standard poor"),
                (65, "standard poor"),
                (66, "poor"),
                (78, "poor"),
                (79, "uncovered"),
            )
        ),
        pytest.param({}, "uncovered", id="NC-ADL-97 no listed lesion is not standard"),
        pytest.param({"BCR::ABL1": True}, "standard", id="NC-ADL-15 Ph+ without both"),
        pytest.param({"BCR::ABL1": True, "prior_cml": True}, "poor", id="NC-ADL-30 after CML"),
        pytest.param(PLUS_PRESENT, "poor", id="NC-ADL-30 IKZF1 plus"),
        pytest.param(
            {**PLUS_PRESENT, "ERG deletion": True},
            "standard poor",
            id="NC-ADL-93 GX-01 with ERG deleted it is not plus: standard, and IKZF1",
        ),
        pytest.param(
            {"BCR::ABL1": True, "IKZF1 deletion": True, "IKZF1 alteration": True},
            "standard poor",
            id="NC-ADL-93 IKZF1 deletion, not plus",
        ),
        pytest.param({"DUX4-r": True, "IGH-r": True}, "standard poor", id="NC-ADL-91 IGH::DUX4"),
        pytest.param({"DUX4-r": True, "IKZF1 alteration": True}, "standard poor", id="NC-ADL-92"),
        pytest.param(
            {"modal_number": 54, "COMPLEX_KARYOTYPE": True}, "standard poor", id="NC-ADL-94"
        ),
        pytest.param({"IGH-r": True, "CRLF2-r": True}, "poor", id="NC-ADL-95 two poor lines"),
        pytest.param({"modal_number": 26}, "poor", id="NC-ADL-96 near-haploid"),
        pytest.param({"lineage": "T"}, "outside", id="NC-ADL-10 B only"),
        pytest.param({"age": "180"}, "uncovered", id="NC-ADL-02 15 years"),
        pytest.param({"age": "179"}, "outside", id="NC-ADL-02 under 15"),
    ],
)
def test_nccn_adult(changed: Known, expected: str) -> None:
    assert placed("nccn-adult-2026", {**NO_LINE, **changed}) == groups(expected)


@pytest.mark.parametrize("name", [*NCCN_STANDARD, *NCCN_POOR, *PH_LIKE_LESIONS])
def test_nccn_adult_with_one_lesion_missing(name: str) -> None:
    """NC-ADL-97: an untested line leaves its group possible beside none."""
    line = "standard" if name in NCCN_STANDARD else "poor"
    assert placed("nccn-adult-2026", without(NO_LINE, name)) == {line, UNCOVERED}


def test_nccn_adult_ph_positive_with_ikzf1_and_cml_unknown() -> None:
    """NC-ADL-98."""
    known = {**without(NO_LINE, "prior_cml", "IKZF1 alteration", *PLUS), "BCR::ABL1": True}
    assert placed("nccn-adult-2026", known) == {"standard", "poor"}
    assert placed("nccn-adult-2026", {**ADULT, "lineage": "B"}) == {"standard", "poor", UNCOVERED}


def test_nccn_ikzf1_plus_over_its_states() -> None:
    """NC-O1: 15 of the 64 states of six deletions are IKZF1 plus."""
    poor = 0
    known = {**without(NO_LINE, *PLUS), "BCR::ABL1": True}
    for states in product((True, False), repeat=6):
        state = dict(zip(PLUS, states, strict=True))
        changed = {"IKZF1 alteration": True} if state["IKZF1 deletion"] else {}
        left = placed("nccn-adult-2026", {**known, **state, **changed})
        if state["IKZF1 deletion"]:
            assert left in ({"poor"}, {"standard", "poor"})
        else:
            assert left == {"standard"}
        poor += left == {"poor"}
    # CDKN2A and CDKN2B, PAX5 or PAR1 beside IKZF1, without ERG: 2^4 - 1.
    assert poor == 15


T_GENES = ("NOTCH1 mutation", "FBXW7 mutation", "NRAS mutation", "KRAS mutation", "PTEN alteration")


@pytest.mark.parametrize("etp", [True, False, None])
@pytest.mark.parametrize("states", list(product((True, False, None), repeat=3)))
def test_nccn_adult_t(etp: bool | None, states: tuple[bool | None, ...]) -> None:
    """NC-ADL-40 to 42: each feature alone makes poor; a blank is filled in every way."""
    notch1, nras, pten = states

    def expected(e: bool, n: bool, r: bool, p: bool) -> str:
        return "poor" if e or r or p or not n else "standard"

    ways = product(*((True, False) if s is None else (s,) for s in (etp, notch1, nras, pten)))
    known = {
        "etp_phenotype": etp,
        "NOTCH1 mutation": notch1,
        "NRAS mutation": nras,
        "PTEN alteration": pten,
        **absent("FBXW7 mutation", "KRAS mutation"),
    }
    given: Known = {**T, **{name: value for name, value in known.items() if value is not None}}
    assert placed("nccn-adult-t-2026", given) == {expected(*way) for way in ways}


# GRAALL-2005, in part.
GRAALL: Known = {
    **B, "wbc": 10, "cns": "CNS1",
    **absent("BCR::ABL1", "KMT2A-r", "TCF3::PBX1", "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY",
             "COMPLEX_KARYOTYPE"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"wbc": 30}, "high", id="GR-1 30"),
        pytest.param({"wbc": "29.9"}, "not_high high", id="GR-1 29.9: the rest is not printed"),
        pytest.param({"cns": "CNS3"}, "high", id="GR-2"),
        pytest.param({}, "not_high high", id="GR-3 GR-8 GR-9 GR-10 have no definition"),
        pytest.param({"KMT2A-r": True}, "high", id="GR-4"),
        pytest.param({"TCF3::PBX1": True}, "high", id="GR-5"),
        pytest.param({"COMPLEX_KARYOTYPE": True}, "not_high high", id="GR-6 number not read"),
        pytest.param({"LOW_HYPODIPLOIDY": True}, "high", id="GR-7 low hypodiploidy"),
        pytest.param({"NEAR_TRIPLOIDY": True}, "high", id="GR-7 near triploidy"),
        pytest.param({"lineage": "T"}, "outside", id="GR-2 T lineage not read"),
        pytest.param({"BCR::ABL1": True}, "outside", id="GR-1 Ph+"),
        pytest.param({"age": "180", "wbc": 30}, "high", id="GR-1 15 years"),
        pytest.param({"age": "179"}, "outside", id="GR-1 under 15"),
        pytest.param({"age": "671", "wbc": 30}, "high", id="GR-1 55 years"),
        pytest.param({"age": "672"}, "outside", id="GR-1 56 years"),
    ],
)
def test_graall_2005(changed: Known, expected: str) -> None:
    assert placed("graall-2005", {**GRAALL, **changed}) == groups(expected)


# Beldjord 2014.
MRD1 = "mrd_end_of_induction_marrow_pcr"
BAD_B: Known = {**B, "BCR::ABL1": False, "KMT2A-r": True, "IKZF1 focal deletion": False}
GOOD_B: Known = {**BAD_B, "KMT2A-r": False}
GOOD_T: Known = {**T, "BCR::ABL1": False, **absent(*T_GENES), "NOTCH1 mutation": True}
BAD_T: Known = {**GOOD_T, "KRAS mutation": True}
LOW, HIGH = {MRD1: "0.000099"}, {MRD1: "0.0001"}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({**GOOD_B, **LOW}, "none", id="3d B none"),
        pytest.param({**GOOD_B, **HIGH}, "one", id="3d B MRD at 1e-4"),
        pytest.param({**BAD_B, **LOW}, "one", id="3d B KMT2A-r"),
        pytest.param({**GOOD_B, "IKZF1 focal deletion": True, **LOW}, "one", id="3d B focal IKZF1"),
        pytest.param({**BAD_B, **HIGH}, "two", id="3d B both"),
        pytest.param({**GOOD_T, **LOW}, "none", id="3d T none"),
        pytest.param({**BAD_T, **LOW}, "one", id="3d T RAS"),
        pytest.param({**GOOD_T, "NOTCH1 mutation": False, **LOW}, "one", id="3d T unmutated"),
        pytest.param({**BAD_T, **HIGH}, "two", id="3d T both"),
        pytest.param(GOOD_B, "none one", id="3d B MRD missing"),
        pytest.param(BAD_B, "one two", id="3d B unfavourable, MRD missing"),
        pytest.param(without({**GOOD_B, **LOW}, "KMT2A-r"), "none one", id="3d B KMT2A missing"),
        pytest.param(without({**BAD_T, **LOW}, "NOTCH1 mutation"), "one", id="3d T decidable"),
        pytest.param({**BAD_B, "BCR::ABL1": True}, "outside", id="3d Ph+"),
    ],
)
def test_beldjord(known: Known, expected: str) -> None:
    assert placed("beldjord-2014", known) == groups(expected)


# NILG-ALL 09/00.
NILG: Known = {
    **B,
    **absent("BCR::ABL1", "KMT2A::AFF1"),
    "mrd_week_16_marrow_pcr": "0.000099",
    "mrd_week_16_marrow_pcr_detected": False,
    "mrd_week_22_marrow_pcr": "0.000099",
    "mrd_week_22_marrow_pcr_detected": False,
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, "mrd_negative", id="3g negative"),
        pytest.param(
            {"mrd_week_16_marrow_pcr": "0.0001", "mrd_week_22_marrow_pcr": "0.0001"},
            "mrd_positive",
            id="3g 1e-4 at both weeks",
        ),
        pytest.param(
            {"mrd_week_16_marrow_pcr": "0.0001"},
            "mrd_negative mrd_positive",
            id="3g 1e-4 at week 16 alone is open",
        ),
        pytest.param(
            {"mrd_week_22_marrow_pcr_detected": True},
            "mrd_negative mrd_positive",
            id="3g found at week 22 is open",
        ),
        pytest.param({"BCR::ABL1": True}, "transplant", id="3g t(9;22) whatever the MRD"),
        pytest.param({"KMT2A::AFF1": True}, "transplant", id="3g t(4;11) whatever the MRD"),
    ],
)
def test_nilg(changed: Known, expected: str) -> None:
    assert placed("nilg-09-00", {**NILG, **changed}) == groups(expected)


@pytest.mark.parametrize("name", [name for name in NILG if name.startswith("mrd")])
def test_nilg_with_mrd_missing(name: str) -> None:
    assert placed("nilg-09-00", without(NILG, name)) == {"mrd_negative", "mrd_positive"}


# UKALLXII/E2993 cytogenetics.
UKALLXII: Known = {
    **ADULT,
    **absent("BCR::ABL1", "KMT2A::AFF1", "IGH::MYC", "COMPLEX_KARYOTYPE", "LOW_HYPODIPLOIDY",
             "NEAR_TRIPLOIDY", "HIGH_HYPERDIPLOIDY", "DEL_9P"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, "standard", id="3a none"),
        *(
            pytest.param({name: True}, "adverse", id=f"3a {name}")
            for name in (
                "BCR::ABL1",
                "KMT2A::AFF1",
                "IGH::MYC",
                "COMPLEX_KARYOTYPE",
                "LOW_HYPODIPLOIDY",
                "NEAR_TRIPLOIDY",
            )
        ),
        pytest.param({"HIGH_HYPERDIPLOIDY": True}, "better", id="3a high hyperdiploidy"),
        pytest.param({"DEL_9P": True}, "better", id="3a del(9p)"),
        pytest.param(
            {"DEL_9P": True, "BCR::ABL1": True}, "better adverse", id="3a no precedence printed"
        ),
        pytest.param({"age": "215"}, "outside", id="3a under 18"),
    ],
)
def test_ukallxii(changed: Known, expected: str) -> None:
    assert placed("ukallxii-cytogenetics", {**UKALLXII, **changed}) == groups(expected)


def test_ukallxii_with_one_result_missing() -> None:
    """3a: an untested finding stays possible; a failed karyotype is not a normal one."""
    assert placed("ukallxii-cytogenetics", without(UKALLXII, "IGH::MYC")) == {"standard", "adverse"}
    assert placed("ukallxii-cytogenetics", without(UKALLXII, "DEL_9P")) == {"standard", "better"}
    assert placed("ukallxii-cytogenetics", ADULT) == {"better", "standard", "adverse"}


# UKALL14.
DESIGN: Known = {
    **B, "age": "420", "mrd_end_of_induction_marrow_detected": False,
    **absent("BCR::ABL1", "KMT2A::AFF1", "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY",
             "COMPLEX_KARYOTYPE"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, "not_high high", id="UK14-W the white cell count was not read"),
        pytest.param({"age": "480"}, "not_high high", id="UK14-A 40th birthday"),
        pytest.param({"age": "486"}, "not_high high", id="UK14-A 40 and a half is open"),
        pytest.param({"age": "492"}, "high", id="UK14-A 41"),
        *(
            pytest.param({name: True}, "high", id=f"UK14-G {name}")
            for name in (
                "BCR::ABL1",
                "KMT2A::AFF1",
                "LOW_HYPODIPLOIDY",
                "NEAR_TRIPLOIDY",
                "COMPLEX_KARYOTYPE",
            )
        ),
        pytest.param(
            {"mrd_end_of_induction_marrow_detected": True},
            "not_high high",
            id="UK14-M level not read",
        ),
        pytest.param({"age": "240"}, "outside", id="3b 20 years, Ph-"),
        pytest.param({"age": "240", "BCR::ABL1": True}, "high", id="3b 20 years, Ph+"),
        pytest.param({"age": "227", "BCR::ABL1": True}, "outside", id="3b under 19, Ph+"),
        pytest.param({"age": "791"}, "high", id="3b 65 years"),
        pytest.param({"age": "792"}, "outside", id="3b 66 years"),
    ],
)
def test_ukall14_design(changed: Known, expected: str) -> None:
    assert placed("ukall14-design", {**DESIGN, **changed}) == groups(expected)


GENETICS: Known = {
    **B,
    **absent("BCR::ABL1", "KMT2A::AFF1", "LOW_HYPODIPLOIDY", "NEAR_TRIPLOIDY",
             "COMPLEX_KARYOTYPE", "CRLF2-r", "JAK2-r"),
}  # fmt: skip
UKALL14_HIGH = [name for name in GENETICS if GENETICS[name] is False and name != "BCR::ABL1"]


@pytest.mark.parametrize("name", UKALL14_HIGH)
def test_ukall14_genetics(name: str) -> None:
    """3c: each of the four alone is high, and stays possible when untested."""
    assert placed("ukall14-genetics-2022", {**GENETICS, name: True}) == {"high"}
    assert placed("ukall14-genetics-2022", GENETICS) == {"standard"}
    assert placed("ukall14-genetics-2022", without(GENETICS, name)) == {"standard", "high"}
    assert placed("ukall14-genetics-2022", {**GENETICS, "BCR::ABL1": True}) == {OUTSIDE}


# SWOG-9400.
SWOG: Known = {**ADULT, **absent("BCR::ABL1", "MONOSOMY_7", "TRISOMY_8", "KMT2A-r")}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"BCR::ABL1": True}, "t_9_22", id="SWOG-9400 t(9;22)"),
        pytest.param(
            {"BCR::ABL1": True, "MONOSOMY_7": True}, "t_9_22", id="SWOG-9400 its own class"
        ),
        pytest.param({"MONOSOMY_7": True}, "other_unfavourable", id="SWOG-9400 -7"),
        pytest.param({"TRISOMY_8": True}, "other_unfavourable", id="SWOG-9400 +8"),
        pytest.param({"KMT2A-r": True}, "other_unfavourable", id="SWOG-9400 11q23"),
        pytest.param({}, "uncovered", id="SWOG-9400 normal or miscellaneous"),
        pytest.param({"age": "180"}, "uncovered", id="SWOG-9400 15 years"),
        pytest.param({"age": "179"}, "outside", id="SWOG-9400 under 15"),
        pytest.param({"age": "792"}, "outside", id="SWOG-9400 66 years"),
    ],
)
def test_swog(changed: Known, expected: str) -> None:
    assert placed("swog-9400", {**SWOG, **changed}) == groups(expected)


def test_swog_with_one_result_missing() -> None:
    left = placed("swog-9400", {**without(SWOG, "BCR::ABL1"), "TRISOMY_8": True})
    assert left == {"t_9_22", "other_unfavourable"}


# E2993 genomic groups.
E2993_ROWS = {
    "standard": (
        "DUX4-r", "ETV6::RUNX1", "ETV6::RUNX1-like", "TCF3::PBX1", "PAX5 P80R",
        "HIGH_HYPERDIPLOIDY",
    ),
    "intermediate": ("PAX5alt", "ZNF384-r", "ZNF384-r-like", "MEF2D-r"),
    "high": (
        "Ph-like", "KMT2A::AFF1", "LOW_HYPODIPLOIDY", "NEAR_HAPLOIDY", "BCL2-r", "MYC-r",
    ),
}  # fmt: skip
E2993: Known = {**B, **absent("BCR::ABL1", *(n for names in E2993_ROWS.values() for n in names))}


@pytest.mark.parametrize(
    ("name", "group"),
    [
        pytest.param(name, group, id=f"3j {group}: {name}")
        for group, names in E2993_ROWS.items()
        for name in names
    ],
)
def test_e2993(name: str, group: str) -> None:
    assert placed("e2993-genomic", {**E2993, name: True}) == {group}
    assert placed("e2993-genomic", without(E2993, name)) == {group, UNCOVERED}


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param(("DUX4-r", "PAX5alt"), "standard intermediate", id="3j two groups"),
        pytest.param(("DUX4-r", "MYC-r"), "standard high", id="3j standard and high"),
        pytest.param(("PAX5alt", "MYC-r"), "intermediate high", id="3j intermediate and high"),
        pytest.param(("DUX4-r", "PAX5alt", "MYC-r"), "standard intermediate high", id="3j three"),
        pytest.param((), "uncovered", id="3j none"),
    ],
)
def test_e2993_prints_no_precedence(present: tuple[str, ...], expected: str) -> None:
    assert placed("e2993-genomic", {**E2993, **dict.fromkeys(present, True)}) == groups(expected)


@pytest.mark.parametrize(
    ("changed", "outside"),
    [
        pytest.param({"BCR::ABL1": True}, True, id="3j Ph+"),
        pytest.param({"age": "168"}, False, id="3j 14 years"),
        pytest.param({"age": "167"}, True, id="3j under 14"),
        pytest.param({"age": "791"}, False, id="3j 65 years"),
        pytest.param({"age": "792"}, True, id="3j 66 years"),
        pytest.param({"lineage": "T"}, True, id="3j T"),
    ],
)
def test_e2993_population(changed: Known, outside: bool) -> None:
    assert placed("e2993-genomic", {**E2993, **changed}) == ({OUTSIDE} if outside else {UNCOVERED})


# ELN 2024, Table 3.
@pytest.mark.parametrize(
    ("factor", "weight", "known", "state"),
    [
        pytest.param("bcr-abl1", "key", {"BCR::ABL1": True}, "present", id="ELN-G1 BCR::ABL1"),
        pytest.param("kmt2a-r", "key", {"KMT2A-r": False}, "absent", id="ELN-G1 KMT2A"),
        pytest.param("kmt2a-r", "key", {}, "unknown", id="ELN-G1 missing"),
        *(
            pytest.param(
                "mrd-after-induction",
                "key",
                {"mrd_end_of_induction_marrow": level},
                state,
                id=f"ELN-M1 {level}",
            )
            for level, state in (
                ("0.000099", "absent"),
                ("0.0001", "unknown"),
                ("0.00099", "unknown"),
                ("0.001", "present"),
            )
        ),
        pytest.param(
            "mrd-after-consolidation",
            "key",
            {"mrd_end_of_consolidation_marrow": "0.0001"},
            "present",
            id="ELN-M2 at 0.01 %",
        ),
        pytest.param(
            "mrd-after-consolidation",
            "key",
            {"mrd_end_of_consolidation_marrow": "0.000099"},
            "absent",
            id="ELN-M2 below",
        ),
        pytest.param("wbc-b", "variable", {"lineage": "B", "wbc": 30}, "absent", id="ELN-W1 30.0"),
        pytest.param("wbc-b", "variable", {"lineage": "B", "wbc": 31}, "present", id="ELN-W1 31"),
        pytest.param("wbc-b", "variable", {"lineage": "T", "wbc": 31}, "not_applicable", id="W1 T"),
        pytest.param("wbc-t", "variable", {"lineage": "T", "wbc": 100}, "absent", id="ELN-W2 100"),
        pytest.param("wbc-t", "variable", {"lineage": "T", "wbc": 101}, "present", id="ELN-W2 101"),
        pytest.param("etp", "variable", {"etp_phenotype": True}, "present", id="ELN-I2 ETP"),
        pytest.param(
            "hypodiploidy", "variable", {"LOW_HYPODIPLOIDY": True}, "present", id="ELN-C1 hypo"
        ),
        pytest.param(
            "complex-karyotype", "variable", {"COMPLEX_KARYOTYPE": True}, "present", id="ELN-C1"
        ),
        pytest.param("ph-like", "variable", {"Ph-like": True}, "present", id="ELN-G2 Ph-like"),
        pytest.param("tp53-mutation", "variable", {"TP53 mutation": True}, "present", id="G2 TP53"),
        pytest.param("crlf2-mutation", "variable", {"CRLF2 mutation": True}, "present", id="CRLF2"),
        pytest.param("jak-mutation", "variable", {"JAK2 mutation": True}, "present", id="G2 JAK"),
        pytest.param(
            "notch1-fbxw7-unmutated",
            "variable",
            {"lineage": "T", "NOTCH1 mutation": False, "FBXW7 mutation": False},
            "present",
            id="ELN-G2 unmutated",
        ),
        pytest.param(
            "notch1-fbxw7-unmutated",
            "variable",
            {"lineage": "T", "NOTCH1 mutation": True},
            "absent",
            id="ELN-G2 mutated",
        ),
        pytest.param(
            "ras-pten", "variable", {"lineage": "T", "PTEN alteration": True}, "present", id="PTEN"
        ),
        pytest.param("cns-disease", "occasional", {"cns": "CNS3"}, "present", id="ELN-X1"),
        pytest.param(
            "prednisone-response", "historical", {"blood_blasts_day_8": 1}, "present", id="ELN-R1 1"
        ),
        pytest.param(
            "prednisone-response",
            "historical",
            {"blood_blasts_day_8": "0.99"},
            "absent",
            id="ELN-R1 below",
        ),
        pytest.param(
            "early-clearance",
            "variable",
            {"marrow_blasts_day_15": "0.05"},
            "present",
            id="ELN-R2 5 %",
        ),
        pytest.param(
            "early-clearance",
            "variable",
            {"marrow_blasts_day_15": "0.049", "marrow_blasts_end_of_induction": "0.01"},
            "absent",
            id="ELN-R2 below",
        ),
        pytest.param("bcr-abl1", "key", {"age": "215"}, "not_applicable", id="ELN under 18"),
    ],
)
def test_eln_factors(factor: str, weight: str, known: Known, state: str) -> None:
    values = {
        name: value if isinstance(value, bool) else _given(value)
        for name, value in {**ADULT, **known}.items()
    }
    found = check(Facts(values=values))[factor]
    assert (found.state, found.factor.weight) == (state, weight)
    assert bool(found.because) is (state != "unknown")


HALF_PER_MILLE = exactly(Decimal("0.0005"))


def _given(value: str | int | Interval) -> Value:
    if isinstance(value, Interval):
        return value
    text = str(value)
    return exactly(Decimal(text)) if text[0].isdigit() else frozenset({text})


def test_a_checklist_tells_each_factor_by_weight() -> None:
    text = check(Facts(values={"age": exactly(480), "BCR::ABL1": True})).explain()
    assert text.index("Key factors") < text.index("Considered by some") < text.index("Historical")
    assert "BCR::ABL1: PRESENT" in text


def test_a_checklist_as_json() -> None:
    answer = check(
        Facts(values={"age": exactly(480), "mrd_end_of_induction_marrow": HALF_PER_MILLE})
    )
    document = to_dict(answer)
    assert document["format"] == "all-risk/checklist/1"
    found = {each["id"]: each for each in document["factors"]}
    assert found["bcr-abl1"]["state"] == "unknown"
    assert found["bcr-abl1"]["missing"] == ["BCR::ABL1"]
    assert found["mrd-after-induction"]["missing"] == []
    assert "0.1 % or 0.01 %" in found["mrd-after-induction"]["unprinted"][0]
    assert {each["weight"] for each in document["factors"]} == {
        "key", "variable", "occasional", "historical"
    }  # fmt: skip


def test_third_party_lists_are_never_in_a_default_comparison() -> None:
    """NC-MAP-05: listed only on request, with who reported them and the edition to check."""
    for scheme in all_schemes():
        if scheme.id.startswith("nccn-adult"):
            assert not scheme.listed
            assert "nccn.org" in scheme.caution
            assert {row.citation.provenance for row in scheme.rows} == {"secondary"}
