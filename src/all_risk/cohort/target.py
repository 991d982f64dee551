"""TARGET: the clinical supplement of the GDC, and its copy in cBioPortal.

Headers differ between releases by blanks, line breaks and punctuation, and are matched by
their letters and digits. Ages are in days, white cell counts in 10^3/uL, MRD and blasts in
percent; day 8 MRD is of blood, later MRD of marrow. A first event of `None` means that no
event happened; `.`, `NA`, `Unknown`, `Not done` and an empty cell mean that nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, get_args

from all_risk.cohort.reading import Reading, Row, read_rows
from all_risk.patient import (
    Cns,
    Diagnosis,
    DnaIndex,
    Event,
    Finding,
    GeneticResult,
    KaryotypeText,
    Lineage,
    Mrd,
    Patient,
    Relapse,
    Response,
    Sex,
    Site,
    Specimen,
    Status,
    Timepoint,
    Treatment,
)
from all_risk.quantities import (
    Interval,
    exactly,
    parse_age,
    parse_fraction,
    parse_number,
    parse_wbc,
)

__all__ = ["read_cbioportal", "read_target"]

_MISSING = (".", "na", "n/a", "nan", "unknown", "not done", "not available", "not reported")

_STATES: tuple[Cns, ...] = get_args(Cns)
_CNS: dict[str, Cns] = {f"CNS {state[3:]}": state for state in _STATES}
_LINEAGES: dict[str, Lineage] = {"B Cell ALL": "B", "B-Precursor": "B", "T Cell ALL": "T"}
_SEXES: dict[str, Sex] = {"Male": "male", "Female": "female"}
_YES_NO = {"Yes": True, "No": False}
_STATUS: dict[str, Status] = {"Positive": "detected", "Negative": "not_detected"}
_FUSIONS = {
    "ETV6::RUNX1": ("ETV6 RUNX1 Fusion Status", "ETV6 RUNX1 Status"),
    "TRISOMY_4_10": ("TRISOMY 4 10 Status", "Trisomy 4_10", "Trisomies 4 and 10"),
    "KMT2A-r": ("MLL Status",),
    "TCF3::PBX1": ("TCF3 PBX1 Status",),
    "BCR::ABL1": ("BCR ABL1 Status",),
}
# None where the words name a group but no lesion.
_SUBTYPES: dict[str, tuple[str, Status] | None] = {
    "BCR-ABL1": ("BCR::ABL1", "detected"),
    "ETV6-RUNX1": ("ETV6::RUNX1", "detected"),
    "TCF3-PBX1": ("TCF3::PBX1", "detected"),
    "TCF3-HLF": ("TCF3::HLF", "detected"),
    "MLL-Rearranged": ("KMT2A-r", "detected"),
    "iAMP21": ("iAMP21", "detected"),
    "Trisomy of both chromosomes 4 and 10": ("TRISOMY_4_10", "detected"),
    "Hyperdiploidy without trisomy of both chromsomes 4 and 10": ("TRISOMY_4_10", "not_detected"),
    "Hyperdiploidy without trisomy of both chromosomes 4 and 10": ("TRISOMY_4_10", "not_detected"),
    "Hyperdiploid; status of 4 and 10 unknown": None,
    "None of the above": None,
    "None of above": None,
}
_MRD: tuple[tuple[str, Timepoint, Specimen, int | None], ...] = (
    ("Day 8", "induction_day_8", "blood", 8),
    ("Day 29", "end_of_induction", "marrow", 29),
    ("Day 43", "other", "marrow", 43),
    ("End Consolidation", "end_of_consolidation", "marrow", None),
)
_SITES: tuple[tuple[Site, str], ...] = (
    ("marrow", "Bone Marrow Site of Relapse"),
    ("cns", "CNS Site of Relapse"),
    ("testis", "Testes Site of Relapse"),
    ("other", "Other Site of Relapse"),
)
_EVENTS = {
    name: name
    for name in (
        "None",
        "Relapse",
        "Death",
        "Censored",
        "Second Malignant Neoplasm",
        "SMN",
        "Progression",
        "Induction failure",
        "Death without Remissio",
        "Death without Remission",
    )
}


def read_target(table: Any) -> Reading:
    """Read a clinical supplement of TARGET ALL.

    Args:
        table: A frame of any engine with the supplement's own headers, all columns as text
            or as the engine read them; or rows as mappings.

    Returns:
        Patients with their facts, and an account of every cell of the columns used.

    Examples:
        >>> row = {"TARGET USI": "made-up-1", "Age at Diagnosis in Days": "2300",
        ...        "WBC at Diagnosis": "61.2", "Cell of Origin": "B Cell ALL"}
        >>> read_target([row]).patients[0].diagnosis.lineage
        'B'
    """
    return read_rows(table, _patient, missing=_MISSING, key="TARGET USI")


def read_cbioportal(table: Any) -> Reading:
    """Read the study `all_phase2_target_2018_pub` as cBioPortal hands it out.

    It has a row for each sample; a patient is kept once.

    Args:
        table: As for [read_target][all_risk.cohort.read_target].

    Returns:
        Patients with their facts, and an account of every cell of the columns used.
    """
    return read_rows(table, _patient, missing=_MISSING, key="Patient ID")


def _patient(row: Row) -> Patient:
    return Patient(
        id=row.text("TARGET USI", "Patient ID"),
        sex=row.word(_SEXES, "Gender", "Sex"),
        diagnosis=Diagnosis(
            age=row.read(
                lambda text: parse_age(f"{_number(text)} days"),
                "Age at Diagnosis in Days",
                "Diagnosis Age (days)",
            ),
            lineage=row.word(_LINEAGES, "Cell of Origin", "Cell of tumor origin"),
            wbc=row.read(
                lambda text: parse_wbc(f"{_number(text)} x10^3/uL"), "WBC at Diagnosis", "WBC"
            ),
            cns=row.word(_CNS, "CNS Status at Diagnosis", "CNS Status"),
            testicular=row.word({**_YES_NO, "Not applicable": None}, "Testicular Involvement"),
            down_syndrome=row.word(_YES_NO, "Down Syndrome"),
        ),
        genetics=tuple(_genetics(row)),
        mrd=tuple(_mrd(row)),
        treatment=_treatment(row),
    )


# More digits than these are traces of binary arithmetic (0.022339027999999997).
_LEGIBLE = Context(prec=15)


def _number(text: str) -> Decimal:
    return parse_number(_LEGIBLE.create_decimal(text)).low


def _genetics(row: Row) -> Iterator[GeneticResult]:
    for lesion, headers in _FUSIONS.items():
        status = row.word(_STATUS, *headers)
        if status is not None:
            yield Finding(lesion=lesion, status=status)
    subtype = row.word(_SUBTYPES, "Molecular Subtype", "ALL Molecular Subtype")
    if subtype is not None:
        yield Finding(lesion=subtype[0], status=subtype[1])
    index = row.read(lambda text: DnaIndex(dna_index=_number(text)), "DNA Index")
    if index is not None:
        yield index
    karyotype = row.read(_karyotype, "Karyotype")
    if karyotype is not None:
        yield karyotype


@lru_cache(maxsize=10_000)
def _karyotype(text: str) -> KaryotypeText:
    """A karyotype that can be read; each distinct one is tried once."""
    from all_risk.genetics import read_karyotype

    read_karyotype(text)
    return KaryotypeText(karyotype=text)


def _mrd(row: Row) -> Iterator[Mrd]:
    for name, timepoint, specimen, day in _MRD:
        headers = (
            f"MRD {name}",
            f"MRD Percentage {name}",
            f"MRD Percentage at {name[:3]} of {name[4:]}",
        )
        level = row.read(_percent, *headers)
        sensitivity = row.read(_percent, *(f"{header} Sensitivity" for header in headers))
        if level is not None:
            yield Mrd(
                timepoint=timepoint,
                specimen=specimen,
                day=day,
                level="negative" if level.high == 0 else level,
                sensitivity=sensitivity,
            )


def _percent(text: str) -> Interval:
    return parse_fraction(f"{_number(text):f}%")


def _treatment(row: Row) -> Treatment:
    event = row.word(_EVENTS, "First Event")
    survival = row.read(_days, "Overall Survival Time in Days", "Overall Survival Days")
    status = row.word(
        {"Alive": False, "Dead": True, "0:LIVING": False, "1:DECEASED": True},
        "Vital Status",
        "Overall Survival Status",
    )
    sites: dict[Site, bool | None] = {site: row.word(_YES_NO, h) for site, h in _SITES}
    # Survival is counted from the diagnosis, and treatment starts on that day or later.
    died = Event(elapsed_days=Interval(high=survival.high)) if survival is not None else Event()
    return Treatment(
        responses=tuple(_responses(row, event)),
        relapses=_relapses(event, sites),
        died=died if status else None,
    )


def _days(text: str) -> Interval:
    number = _number(text)
    if number != int(number):
        raise ValueError("not a whole number of days")
    return exactly(number)


def _responses(row: Row, event: str | None) -> Iterator[Response]:
    for day in (8, 15, 29, 43):
        blasts = row.read(_percent, f"BMA Blasts Day {day}", f"Bone Marrow Blasts Day {day}")
        if blasts is not None:
            yield Response(day=day, marrow_blasts=blasts)
    if event == "Induction failure":
        yield Response(timepoint="end_of_induction", status="NR")


def _relapses(event: str | None, sites: dict[Site, bool | None]) -> tuple[Relapse, ...] | None:
    """Relapses, by the first event or by a site; none only if nothing leaves it open."""
    where: tuple[Site, ...] = tuple(site for site, stated in sites.items() if stated)
    if where or event == "Relapse":
        return (Relapse(sites=where),)
    if event in ("None", "Censored") or (event and not any(s is None for s in sites.values())):
        return ()
    return None
