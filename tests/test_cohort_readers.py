"""Known tables: headers and vocabularies as they are published, rows made up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "narwhals"):
    pytest.importorskip(_library)

import polars as pl

from all_risk import classify, cohort, evaluate
from all_risk.cohort.reading import Reading
from all_risk.guideline import Scheme
from all_risk.published import guidelines
from all_risk.quantities import Interval
from all_risk.testing import synthetic_cohort, synthetic_target

TARGET = {
    "TARGET USI": "MADE-UP-1",
    "Gender": "Male",
    "Age at Diagnosis in Days": "3653",
    "First Event": "None",
    "Vital Status": "Alive",
    "Overall Survival Time in Days ": "2000",
    "WBC at Diagnosis": "61.2",
    "CNS Status at Diagnosis": "CNS 2b",
    "Testicular Involvement": "No",
    "MRD Day 8": "0.4",
    "MRD Day 8 Sensitivity\n": "0.01",
    "MRD Day 29": "0",
    "MRD Day 29 Sensitivity\n": "0.01",
    "Bone Marrow Site of Relapse": "No",
    "CNS Site of Relapse": "No",
    "Testes Site of Relapse": "No",
    "Other Site of Relapse": "No",
    "BCR ABL1 Status ": "Negative",
    "MLL Status": "Unknown",
    "BMA Blasts Day 29": "1",
    "Karyotype": "46,XY,t(12;21)(p13;q22)[4]/46,XY[16]",
    "Down Syndrome": "No",
    "DNA Index": "1",
    "Cell of Origin": "B Cell ALL",
    "Comment ": "",
}


def of(reading: Reading, name: str) -> Any:
    (facts,) = reading.facts
    return facts.values.get(name)


def read(**changed: str) -> Reading:
    return cohort.read_target([{**TARGET, **changed}])


def test_a_target_row_becomes_a_patient() -> None:
    reading = read()
    (patient,) = reading.patients
    assert patient.diagnosis.cns == "CNS2b"
    assert patient.treatment.relapses == ()
    assert of(reading, "BCR::ABL1") is False
    assert of(reading, "KMT2A-r") is None
    assert str(of(reading, "mrd_end_of_induction_marrow")) == "<0.0001"
    assert str(of(reading, "mrd_induction_day_8_blood")) == "0.004"
    assert of(reading, "mrd_induction_day_8_marrow") is None
    assert not reading.rejects


@pytest.mark.parametrize(
    ("event", "relapses"),
    [("None", 0), ("Relapse", 1), ("Censored", 0), ("Death", 0), ("", None)],
)
def test_an_event_named_none_is_no_event_and_an_empty_cell_is_unknown(
    event: str, relapses: int | None
) -> None:
    value = of(read(**{"First Event": event}), "relapses")
    if relapses is None:
        assert value is None
    elif relapses:
        assert isinstance(value, Interval)
        assert value.low >= 1
    else:
        assert value == Interval(high=Decimal(0))


def test_a_site_of_relapse_is_a_relapse_whatever_the_first_event() -> None:
    value = of(read(**{"First Event": "Death", "CNS Site of Relapse": "Yes"}), "relapses")
    assert value.low >= 1


@pytest.mark.parametrize("header", ["BCR/ABL1 Status", "bcr abl1 status", "BCR ABL1\nStatus"])
def test_headers_are_matched_by_letters_and_digits(header: str) -> None:
    row = {name: value for name, value in TARGET.items() if name != "BCR ABL1 Status "}
    assert of(cohort.read_target([{**row, header: "Positive"}]), "BCR::ABL1") is True


def test_a_long_trace_of_binary_arithmetic_is_read_as_the_number_meant() -> None:
    level = of(read(**{"MRD Day 29": "0.022339027999999997"}), "mrd_end_of_induction_marrow")
    assert str(level) == "0.00022339028"


def test_what_cannot_be_read_is_refused_with_row_column_and_reason() -> None:
    reading = read(**{"WBC at Diagnosis": "high", "CNS Status at Diagnosis": "CNS 4"})
    assert [(r.row, r.column, r.value) for r in reading.rejects] == [
        (1, "WBC at Diagnosis", "high"),
        (1, "CNS Status at Diagnosis", "CNS 4"),
    ]
    assert of(reading, "wbc") is None


def test_every_cell_is_accounted_for() -> None:
    table = synthetic_target(300, seed=7, unreadable=0.05)
    reading = cohort.read_target(table)
    assert len(reading.patients) == 300
    assert reading.rejects
    for account in reading.accounts:
        assert account.read + account.missing + account.rejected == 300
    assert {a.column for a in reading.accounts} | set(reading.unused) == set(table.columns)
    refused = sum(account.rejected for account in reading.accounts)
    assert refused == len(reading.rejects)


def test_a_patient_with_several_samples_is_kept_once() -> None:
    row = {"Patient ID": "MADE-UP-1", "Diagnosis Age (days)": "2000.0", "WBC": "12.0"}
    reading = cohort.read_cbioportal([row, row, {**row, "WBC": "13.0"}])
    assert len(reading.patients) == 1
    (reject,) = reading.rejects
    assert (reject.row, reject.column) == (3, "Patient ID")
    assert "says otherwise" in reject.reason


def test_cbioportal_words_are_read() -> None:
    reading = cohort.read_cbioportal(
        [
            {
                "Patient ID": "MADE-UP-1",
                "Molecular Subtype": "Hyperdiploidy without trisomy of both chromsomes 4 and 10",
                "MRD Percentage at end of Consolidation": "0.02",
                "Overall Survival Status": "1:DECEASED",
                "Overall Survival Days": "20.0",
                "MLL Status": "NA",
            }
        ]
    )
    assert of(reading, "TRISOMY_4_10") is False
    assert str(of(reading, "mrd_end_of_consolidation_marrow")) == "0.0002"
    assert of(reading, "died_before_day_28") is True


def test_the_bioconductor_table_is_read() -> None:
    """Package ALL (Chiaretti, Ritz), Artistic-2.0: the first patient of the phenotype table."""
    reading = cohort.read_bioconductor(
        [
            {
                "cod": "1005",
                "diagnosis": "5/21/1997",
                "sex": "M",
                "age": "53",
                "BT": "B2",
                "remission": "CR",
                "CR": "CR",
                "date.cr": "8/6/1997",
                "t(4;11)": "FALSE",
                "t(9;22)": "TRUE",
                "mol.biol": "BCR/ABL",
                "relapse": "FALSE",
                "transplant": "TRUE",
                "citog": "t(9;22)",
            }
        ]
    )
    assert of(reading, "BCR::ABL1") is True
    assert of(reading, "lineage") == frozenset({"B"})
    assert reading.unused == ("citog",)


def test_negative_molecular_biology_excludes_no_lesion() -> None:
    reading = cohort.read_bioconductor([{"cod": "1", "mol.biol": "NEG"}])
    assert of(reading, "BCR::ABL1") is None


@pytest.mark.parametrize("rules", [pytest.param(r, id=r.id) for r in guidelines()])
@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_a_reading_is_answered_as_its_patients_are(rules: Any, backend: str) -> None:
    reading = cohort.read_target(synthetic_target(25, seed=11))
    frame = reading.frame(backend)
    if isinstance(rules, Scheme):
        answered = pl.DataFrame(cohort.classify(frame, rules, on_absent="ignore"))
        expected = ["|".join(classify(patient, rules).possible) for patient in reading.patients]
        assert answered["possible"].to_list() == expected
    else:
        answered = pl.DataFrame(cohort.evaluate(frame, rules, on_absent="ignore"))
        expected = [evaluate(patient, rules).refer for patient in reading.patients]
        assert answered["refer"].to_list() == expected


def test_columns_can_be_kept_beside_the_facts() -> None:
    frame = read().frame(keep=["First Event"])
    assert frame["First Event"].to_list() == ["None"]


@pytest.mark.parametrize("bounds", [False, True])
def test_a_synthetic_cohort_never_contradicts_itself(bounds: bool) -> None:
    frame = synthetic_cohort(20_000, seed=5, bounds=bounds)
    assert not cohort.evaluate(frame, on_absent="ignore")["conflict"].any()


def test_the_same_seed_makes_the_same_cohort() -> None:
    assert synthetic_cohort(50, seed=2).equals(synthetic_cohort(50, seed=2))
    assert not synthetic_cohort(50, seed=2).equals(synthetic_cohort(50, seed=3))
    assert synthetic_target(50, seed=2).equals(synthetic_target(50, seed=2))


def test_a_cohort_without_gaps_has_none() -> None:
    assert sum(synthetic_cohort(500, gaps=0).null_count().row(0)) == 0


def test_days_that_are_not_whole_are_refused_alone() -> None:
    reading = read(**{"Vital Status": "Dead", "Overall Survival Time in Days ": "0.5"})
    (reject,) = reading.rejects
    assert (reject.column, reject.reason) == (
        "Overall Survival Time in Days ",
        "not a whole number of days",
    )
    assert of(reading, "died") is True


def test_the_cells_of_a_refused_row_are_accounted_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """However far its cells were read."""
    from all_risk.cohort import target
    from all_risk.errors import InvalidPatient, Problem

    made = target._mrd

    def refusing(row: Any) -> Any:
        if row.number == 2:
            raise InvalidPatient(Problem("$", "impossible_order", "no such history"))
        return made(row)

    monkeypatch.setattr(target, "_mrd", refusing)
    reading = cohort.read_target([{**TARGET, "TARGET USI": f"MADE-UP-{i}"} for i in range(3)])
    assert [(r.row, r.column, r.reason) for r in reading.rejects] == [(2, "", "no such history")]
    assert reading.rows == (1, 3)
    for account in reading.accounts:
        assert account.read + account.missing + account.rejected == 3
        assert account.rejected == 1
