"""T-lineage ALL: COG, AIEOP-BFM, NCCN as reported, and the gene classifiers.

Expectations are written from the reference rows named in each id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from placing import Known, groups, placed, without

EOI, EOC = "mrd_end_of_induction_marrow", "mrd_end_of_consolidation_marrow"
CHILD: Known = {"lineage": "T", "age": 60}
STANDARD: Known = {
    **CHILD,
    "cns": "CNS1",
    "testicular": False,
    "steroid_within_month": False,
    "marrow_blasts_end_of_induction": "0.02",
    EOI: "0.00005",
    EOC: "0.00005",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "standard", id="P09.1 standard"),
        pytest.param({EOI: "0.0001"}, "standard", id="D1 standard: exactly 0.01 %"),
        pytest.param({EOI: "0.00011"}, "intermediate", id="D1 above 0.01 %"),
        pytest.param({"cns": "CNS2"}, "intermediate", id="P09.1 CNS2"),
        pytest.param({"cns": "CNS3"}, "intermediate", id="P09.1 CNS3"),
        pytest.param({"testicular": True}, "intermediate", id="P09.1 testicular"),
        pytest.param({"steroid_within_month": True}, "intermediate", id="P09.1 steroid before"),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.0499"}, "standard", id="P09.1 M1 below 5 %"
        ),
        pytest.param({"marrow_blasts_end_of_induction": "0.05"}, "intermediate", id="P09.1 M2"),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.25"}, "intermediate", id="P09.4 exactly 25 %"
        ),
        pytest.param({"marrow_blasts_end_of_induction": "0.251"}, "very_high", id="P09.4 M3"),
        pytest.param(
            {EOI: "0.01", EOC: "0.00099"}, "intermediate", id="P09.4 after consolidation low"
        ),
        pytest.param({EOI: "0.01", EOC: "0.001"}, "very_high", id="D2 exactly 0.1 %"),
        pytest.param({EOI: "0.01", EOC: "0.0011"}, "very_high", id="P09.4 above 0.1 %"),
        pytest.param({EOC: "0.01"}, "very_high", id="P09.4 whatever the standard line says"),
        pytest.param({"lineage": "B"}, "outside", id="P09.1 B lineage"),
        pytest.param({"age": "11.9"}, "outside", id="P09.1 infant"),
        pytest.param({"age": 372}, "outside", id="P09.1 31 years"),
    ],
)
def test_aall1231(change: Known, expected: str) -> None:
    assert placed("aall1231", {**STANDARD, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("change", "missing", "expected"),
    [
        *(
            pytest.param({}, name, "standard intermediate", id=f"P09.1 {name}")
            for name in ("cns", "testicular", "steroid_within_month", EOI)
        ),
        pytest.param(
            {},
            "marrow_blasts_end_of_induction",
            "standard intermediate very_high",
            id="P09.1 P09.4 marrow blasts",
        ),
        pytest.param({}, EOC, "standard very_high", id="P09.4 after consolidation, standard"),
        pytest.param(
            {"cns": "CNS2"}, EOC, "intermediate very_high", id="P09.4 after consolidation, CNS2"
        ),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.3"}, EOC, "very_high", id="P09.4 M3 decides"
        ),
        pytest.param({EOC: "0.002"}, EOI, "very_high", id="P09.4 MRD decides"),
        pytest.param({}, "lineage", "standard outside", id="P09.1 lineage"),
    ],
)
def test_aall1231_with_an_input_missing(change: Known, missing: str, expected: str) -> None:
    assert placed("aall1231", without({**STANDARD, **change}, missing)) == groups(expected)


LOW: Known = {
    **CHILD,
    "wbc": 20,
    "cns": "CNS1",
    "testicular": False,
    "marrow_blasts_day_15": "0.02",
    "marrow_blasts_end_of_induction": "0.01",
    EOI: "0.0005",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "low", id="P09.2 low"),
        pytest.param({"wbc": 50}, "low", id="D14 exactly 50"),
        pytest.param({"wbc": "50.1"}, "intermediate", id="D14 above 50"),
        pytest.param({"age": "119.9"}, "low", id="P09.2 under 10 years"),
        pytest.param({"age": 120}, "intermediate", id="P09.2 10 years"),
        pytest.param({"cns": "CNS2"}, "intermediate", id="P09.2 any CNS status: CNS2"),
        pytest.param({"cns": "CNS3"}, "intermediate", id="P09.2 any CNS status: CNS3"),
        pytest.param({"testicular": True}, "intermediate", id="P09.2 testicular"),
        pytest.param({"marrow_blasts_day_15": "0.0499"}, "low", id="P09.2 M1 on day 15"),
        pytest.param({"marrow_blasts_day_15": "0.05"}, "intermediate", id="P09.2 slow responder"),
        pytest.param({EOI: "0.00099"}, "low", id="P09.2 below 0.1 %"),
        pytest.param({EOI: "0.001"}, "intermediate", id="P09.2 exactly 0.1 %"),
        pytest.param({EOI: "0.0099"}, "intermediate", id="P09.2 below 1 %"),
        pytest.param({EOI: "0.01"}, "uncovered", id="P09.2 exactly 1 %: the high row is cut off"),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.05"}, "uncovered", id="P09.2 M2 is in no row"
        ),
        pytest.param({"lineage": "B"}, "outside", id="P09.2 B lineage"),
    ],
)
def test_aall0434(change: Known, expected: str) -> None:
    assert placed("aall0434", {**LOW, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        *(
            pytest.param(name, "low intermediate", id=f"P09.2 {name}")
            for name in ("wbc", "cns", "testicular", "marrow_blasts_day_15")
        ),
        pytest.param("marrow_blasts_end_of_induction", "low uncovered", id="P09.2 day 29"),
        pytest.param(EOI, "low intermediate uncovered", id="P09.2 MRD"),
        pytest.param("age", "low intermediate outside", id="P09.2 age"),
    ],
)
def test_aall0434_with_an_input_missing(missing: str, expected: str) -> None:
    assert placed("aall0434", without(LOW, missing)) == groups(expected)


def pcr(timepoint: str, level: str, *, found: bool, markers: int = 2, at: str = "0.0001") -> Known:
    base = f"mrd_{timepoint}_marrow_pcr"
    return {
        base: level,
        f"{base}_detected": found,
        f"{base}_sensitivity": at,
        f"{base}_markers": markers,
    }


DAY_33, DAY_78 = "end_of_induction", "week_12"
NEGATIVE: Known = {**pcr(DAY_33, "0", found=False), **pcr(DAY_78, "0", found=False)}


@pytest.mark.parametrize(
    ("mrd", "expected"),
    [
        pytest.param({}, "standard", id="P09.6 standard: negative twice, two markers"),
        pytest.param(pcr(DAY_33, "0", found=False, markers=3), "standard", id="P09.6 three"),
        pytest.param(pcr(DAY_33, "0", found=False, markers=1), "uncovered", id="P09.6 one marker"),
        pytest.param(
            pcr(DAY_78, "0", found=False, at="0.0001001"), "uncovered", id="P09.6 not sensitive"
        ),
        pytest.param(
            pcr(DAY_78, "0", found=False, at="0.00005"), "standard", id="P09.6 more sensitive"
        ),
        pytest.param(
            pcr(DAY_33, "0.1", found=True), "intermediate", id="P09.6 positive on day 33 only"
        ),
        pytest.param(
            pcr(DAY_78, "0.000999", found=True), "intermediate", id="P09.6 day 78 below 0.1 %"
        ),
        pytest.param(pcr(DAY_78, "0.001", found=True), "high", id="P09.6 day 78 exactly 0.1 %"),
        pytest.param(pcr(DAY_78, "0.0011", found=True), "high", id="P09.6 day 78 above 0.1 %"),
    ],
)
def test_aieop_bfm_t_all_2000(mrd: Known, expected: str) -> None:
    known = {**CHILD, **NEGATIVE, **mrd}
    assert placed("aieop-bfm-t-all-2000", known) == groups(expected)
    assert placed("aieop-bfm-t-all-2000", {**known, "age": 228}) == {"outside"}
    assert placed("aieop-bfm-t-all-2000", {**known, "age": "227.9"}) == groups(expected)
    assert placed("aieop-bfm-t-all-2000", {**known, "lineage": "B"}) == {"outside"}


@pytest.mark.parametrize(
    ("mrd", "missing", "expected"),
    [
        pytest.param({}, [f"mrd_{DAY_33}_marrow_pcr_markers"], "standard uncovered", id="markers"),
        pytest.param(
            {},
            list(pcr(DAY_33, "0", found=False)),
            "standard intermediate uncovered",
            id="all of day 33",
        ),
        pytest.param(
            {},
            list(pcr(DAY_78, "0", found=False)),
            "standard intermediate high uncovered",
            id="all of day 78",
        ),
        pytest.param(
            pcr(DAY_78, "0.01", found=True),
            list(pcr(DAY_33, "0", found=False)),
            "high",
            id="day 33 indifferent",
        ),
    ],
)
def test_aieop_bfm_t_all_2000_with_inputs_missing(
    mrd: Known, missing: list[str], expected: str
) -> None:
    known = without({**CHILD, **NEGATIVE, **mrd}, *missing)
    assert placed("aieop-bfm-t-all-2000", known) == groups(expected)


NCCN: Known = without(STANDARD, "marrow_blasts_end_of_induction")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "standard", id="NC-PED-40 standard"),
        pytest.param({EOI: "0.0001"}, "high", id="NC-O4 day 29 exactly 0.01 %"),
        pytest.param({EOI: "0.00009"}, "standard", id="NC-PED-40 below 0.01 %"),
        pytest.param({"cns": "CNS2"}, "high", id="NC-O4 CNS2"),
        pytest.param({"testicular": True}, "high", id="NC-PED-40 testicular"),
        pytest.param(
            {"steroid_within_month": True}, "standard high", id="NC-PED-43 steroid: protocols say"
        ),
        pytest.param({EOI: "0.01", EOC: "0.001"}, "high", id="NC-O4 EOC exactly 0.1 %"),
        pytest.param({EOI: "0.01", EOC: "0.0011"}, "very_high", id="NC-PED-41 EOC above 0.1 %"),
        pytest.param({EOC: "0.0011"}, "very_high", id="NC-PED-46 whatever day 29 showed"),
        pytest.param({"lineage": "B"}, "outside", id="NC-PED-12 B lineage"),
        pytest.param({"age": "11.9"}, "outside", id="NC-PED-12 infant"),
        pytest.param({"age": "12"}, "standard", id="NC-PED-12 first birthday"),
    ],
)
def test_nccn_ped_t_all(change: Known, expected: str) -> None:
    assert placed("nccn-ped-t-all", {**NCCN, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("change", "missing", "expected"),
    [
        pytest.param({"cns": "CNS2"}, [EOC], "high very_high", id="NC-PED-46 standard excluded"),
        pytest.param({}, [EOC], "standard very_high", id="NC-PED-46 an EOC not on record is open"),
        pytest.param({EOC: "0.01"}, [EOI, "cns"], "very_high", id="NC-PED-46 EOC decides"),
        *(
            pytest.param({}, [name, EOC], "standard high very_high", id=f"NC-PED-46 {name}")
            for name in (EOI, "cns", "testicular", "steroid_within_month")
        ),
        *(
            pytest.param({}, [name], "standard high", id=f"NC-PED-40 {name}")
            for name in (EOI, "cns", "testicular", "steroid_within_month")
        ),
    ],
)
def test_nccn_ped_t_all_with_inputs_missing(
    change: Known, missing: list[str], expected: str
) -> None:
    known = without({**NCCN, **change}, *missing)
    assert placed("nccn-ped-t-all", known) == groups(expected)


GENES: tuple[str, ...] = (
    "NOTCH1 mutation",
    "FBXW7 mutation",
    "NRAS mutation",
    "KRAS mutation",
    "PTEN alteration",
)


def completions(state: Mapping[str, bool | None]) -> Iterator[dict[str, bool]]:
    blank = [name for name, held in state.items() if held is None]
    known = {name: held for name, held in state.items() if held is not None}
    for values in product((True, False), repeat=len(blank)):
        yield {**known, **dict(zip(blank, values, strict=True))}


def four_genes(genes: Mapping[str, bool]) -> str:
    notch1, fbxw7, nras, kras, pten = (genes[name] for name in GENES)
    return "low" if (notch1 or fbxw7) and not (nras or kras or pten) else "high"


@pytest.mark.parametrize("scheme", ["t-all-4gene"])
def test_four_genes_in_every_state_of_knowledge(scheme: str) -> None:
    """P09.7 and 6a, three-valued over 3^5 states: the set over all completions."""
    for values in product((True, False, None), repeat=len(GENES)):
        state = dict(zip(GENES, values, strict=True))
        known: Known = {"lineage": "T", **{n: v for n, v in state.items() if v is not None}}
        assert placed(scheme, known) == {four_genes(full) for full in completions(state)}


def test_one_of_eight_cells_is_low() -> None:
    """O10: notch pathway, RAS and PTEN, of which one combination in eight is low."""
    cells = [
        placed(
            "t-all-4gene",
            {
                "lineage": "T",
                "NOTCH1 mutation": notch,
                "FBXW7 mutation": False,
                "NRAS mutation": ras,
                "KRAS mutation": False,
                "PTEN alteration": pten,
            },
        )
        for notch, ras, pten in product((True, False), repeat=3)
    ]
    assert cells.count({"low"}) == 1
    assert cells.count({"high"}) == 7


@pytest.mark.parametrize(
    ("found", "excluded", "four", "panel"),
    [
        pytest.param("NOTCH1 mutation", "all", "low", "low", id="NOTCH1 alone"),
        pytest.param("NOTCH1 mutation|PTEN deletion", "all", "high", "high", id="with PTEN"),
        pytest.param("", "all", "high", "high", id="all of the wild type"),
        pytest.param(
            "", "NOTCH1 mutation|FBXW7 mutation", "high", "low high", id="RAS and PTEN untested"
        ),
        pytest.param(
            "NOTCH1 mutation",
            "NRAS mutation|KRAS mutation",
            "low high",
            "low high",
            id="PTEN untested",
        ),
        pytest.param("KRAS mutation", "", "high", "high", id="NOTCH1 untested, KRAS mutated"),
        pytest.param("PHF6 mutation", "all", "high", "low", id="PHF6 alone"),
        pytest.param("NOTCH1 mutation|TP53 mutation", "all", "low", "high", id="NOTCH1 and TP53"),
    ],
)
def test_adult_taxonomy_section_10(found: str, excluded: str, four: str, panel: str) -> None:
    every = (*GENES, *(f"{gene} mutation" for gene in ("PHF6", "EP300")), *PANEL_ALTERED)
    absent = every if excluded == "all" else excluded.split("|") if excluded else ()
    present = found.split("|") if found else []
    known: dict[str, bool | str] = {"lineage": "T"}
    for name in absent:
        known[name] = False
    for name in present:
        gene = name.partition(" ")[0]
        known.pop(f"{gene} alteration", None)
        known[name] = True
    assert placed("t-all-4gene", known) == groups(four)
    assert placed("t-all-ngs-2024", known) == groups(panel)


PANEL_MUTATED = tuple(f"{gene} mutation" for gene in ("NOTCH1", "FBXW7", "PHF6", "EP300"))
PANEL_ALTERED = tuple(
    f"{gene} alteration"
    for gene in (
        *("NRAS", "KRAS", "PTEN", "PIK3CA", "PIK3R1"),
        *("TP53", "DNMT3A", "IDH1", "IDH2", "IKZF1"),
    )
)
PANEL = (*PANEL_MUTATED, *PANEL_ALTERED)
ALL_ABSENT: Known = {"lineage": "T", **dict.fromkeys(PANEL, False)}


@pytest.mark.parametrize("gene", PANEL_MUTATED)
def test_each_gene_that_counts_for(gene: str) -> None:
    """6b: one of them is enough, and each that is not tested keeps the answer open."""
    assert placed("t-all-ngs-2024", {**ALL_ABSENT, gene: True}) == {"low"}
    assert placed("t-all-ngs-2024", without(ALL_ABSENT, gene)) == {"low", "high"}


@pytest.mark.parametrize("gene", PANEL_ALTERED)
def test_each_gene_that_counts_against(gene: str) -> None:
    """6b: one of them decides; each that is not tested keeps a low answer open."""
    low: Known = {**ALL_ABSENT, "NOTCH1 mutation": True}
    assert placed("t-all-ngs-2024", {**low, gene: True}) == {"high"}
    assert placed("t-all-ngs-2024", {"lineage": "T", gene: True}) == {"high"}
    assert placed("t-all-ngs-2024", without(low, gene)) == {"low", "high"}
    mutation = gene.replace("alteration", "mutation")
    assert placed("t-all-ngs-2024", {"lineage": "T", mutation: True}) == {"high"}


def test_panel_has_low_cells_as_the_rule_counts_them() -> None:
    """6b: with none altered, 15 of the 16 states of the favourable genes are low."""
    counted = 0
    for values in product((True, False), repeat=len(PANEL_MUTATED)):
        known = {**ALL_ABSENT, **dict(zip(PANEL_MUTATED, values, strict=True))}
        counted += placed("t-all-ngs-2024", known) == {"low"}
    assert counted == 15


@pytest.mark.parametrize("scheme", ["t-all-4gene", "t-all-ngs-2024"])
def test_classifiers_are_about_t_lineage_of_any_age(scheme: str) -> None:
    assert placed(scheme, {**ALL_ABSENT, "lineage": "B"}) == {"outside"}
    for age in (24, 600):
        assert "outside" not in placed(scheme, {**ALL_ABSENT, "age": age})


FRALLE: Known = {
    **CHILD,
    "NOTCH1 mutation": True,
    "FBXW7 mutation": False,
    "NRAS mutation": False,
    "KRAS mutation": False,
    "PTEN alteration": False,
    "wbc": 100,
    EOI: "0.00005",
}
BAD: Known = {"NOTCH1 mutation": False, "wbc": 300, EOI: "0.01"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "favourable", id="P09.8 favourable"),
        pytest.param({"wbc": "199.9"}, "favourable", id="P09.8 count below 200"),
        pytest.param({"wbc": 200}, "uncovered", id="P09.8 count at 200: one factor"),
        pytest.param({EOI: "0.000099"}, "favourable", id="P09.8 MRD below 0.01 %"),
        pytest.param({EOI: "0.0001"}, "uncovered", id="P09.8 MRD at 0.01 %: one factor"),
        pytest.param({"NRAS mutation": True}, "uncovered", id="P09.8 genes: one factor"),
        pytest.param(BAD, "adverse", id="P09.8 adverse"),
        pytest.param({**BAD, "wbc": 200}, "adverse", id="P09.8 adverse at 200"),
        pytest.param({**BAD, "wbc": "199.9"}, "uncovered", id="P09.8 two factors, count"),
        pytest.param({**BAD, EOI: "0.0001"}, "adverse", id="P09.8 adverse at 0.01 %"),
        pytest.param({**BAD, EOI: "0.000099"}, "uncovered", id="P09.8 two factors, MRD"),
        pytest.param({**BAD, "NOTCH1 mutation": True}, "uncovered", id="P09.8 two factors, genes"),
        pytest.param({"age": 180}, "outside", id="P09.8 15 years"),
        pytest.param({"age": "179.9"}, "favourable", id="P09.8 14 years"),
    ],
)
def test_fralle_three_factor(change: Known, expected: str) -> None:
    assert placed("fralle-three-factor", {**FRALLE, **change}) == groups(expected)


@pytest.mark.parametrize("missing", ["wbc", EOI, "PTEN alteration", "NRAS mutation"])
def test_fralle_three_factor_with_an_input_missing(missing: str) -> None:
    """P09.8: one factor left open, the other two favourable, leads to no printed row."""
    known = without(FRALLE, missing)
    assert placed("fralle-three-factor", known) == {"favourable", "uncovered"}


@pytest.mark.parametrize("missing", ["wbc", EOI, "NOTCH1 mutation"])
def test_fralle_adverse_with_an_input_missing(missing: str) -> None:
    known = without({**FRALLE, **BAD}, missing)
    assert placed("fralle-three-factor", known) == {"adverse", "uncovered"}
