"""The phenotype table of the Bioconductor data package `ALL` (Chiaretti, Ritz).

It has no white cell counts, no MRD and no start of treatment. `mol.biol` says `NEG` without
saying which lesions were looked for, so it excludes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from all_risk.cohort.reading import Reading, Row, read_rows
from all_risk.patient import (
    Diagnosis,
    Event,
    Finding,
    Lineage,
    Patient,
    Relapse,
    Remission,
    Response,
    Sex,
    Status,
    Transplant,
    Treatment,
)
from all_risk.quantities import parse_age

__all__ = ["read_bioconductor"]

_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}
_TRUTH = {"TRUE": True, "FALSE": False}
_MOLECULAR = {
    "BCR/ABL": "BCR::ABL1",
    "ALL1/AF4": "KMT2A::AFF1",
    "E2A/PBX1": "TCF3::PBX1",
    "NUP-98": "NUP98-r",
    "p15/p16": "CDKN2A deletion",
    "NEG": None,
}
_KARYOTYPE = {"t(4;11)": "KMT2A::AFF1", "t(9;22)": "BCR::ABL1"}


def read_bioconductor(table: Any) -> Reading:
    """Read the phenotype table of the Bioconductor package `ALL`.

    Args:
        table: A frame of any engine with the package's own headers, or rows as mappings.

    Returns:
        Patients with their facts, and an account of every cell of the columns used.

    Examples:
        >>> read_bioconductor([{"cod": "1005", "BT": "B2", "age": "53"}]).facts[0].values["lineage"]
        frozenset({'B'})
    """
    return read_rows(table, _patient, missing=("na", "nan"))


def _patient(row: Row) -> Patient:
    return Patient(
        id=row.text("cod"),
        sex=row.word(_SEXES, "sex"),
        diagnosis=Diagnosis(
            date=row.read(_day, "diagnosis"),
            age=row.read(lambda text: parse_age(f"{int(float(text))} years"), "age"),
            lineage=row.read(_lineage, "BT"),
        ),
        genetics=tuple(_genetics(row)),
        treatment=_treatment(row),
    )


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError:
        raise ValueError("not a date written as month/day/year") from None


def _lineage(text: str) -> Lineage:
    lineages: dict[str, Lineage] = {"B": "B", "T": "T"}
    if text[:1] not in lineages or text[1:] not in ("", "1", "2", "3", "4"):
        raise ValueError("not B or T with a stage from 1 to 4")
    return lineages[text[0]]


def _genetics(row: Row) -> Iterator[Finding]:
    for header, lesion in _KARYOTYPE.items():
        seen = row.word(_TRUTH, header)
        if seen is not None:
            status: Status = "detected" if seen else "not_detected"
            yield Finding(lesion=lesion, status=status, method="karyotype")
    found = row.word(_MOLECULAR, "mol.biol")
    if found is not None:
        yield Finding(lesion=found, status="detected", method="pcr")


def _treatment(row: Row) -> Treatment:
    states: dict[str, Remission] = {"CR": "CR", "REF": "NR"}
    remission = row.word(states, "remission")
    reached = row.read(_day, "date.cr")
    outcome = row.word(
        {name: name for name in ("CR", "REF", "DEATH IN INDUCTION", "DEATH IN CR")}, "CR"
    )
    relapsed = row.word(_TRUTH, "relapse")
    transplanted = row.word(_TRUTH, "transplant")
    return Treatment(
        responses=() if remission is None else (Response(status=remission, date=reached),),
        relapses=None if relapsed is None else (Relapse(),) * relapsed,
        transplants=None if transplanted is None else (Transplant(),) * transplanted,
        died=Event() if outcome in ("DEATH IN INDUCTION", "DEATH IN CR") else None,
    )
