"""The codes that are read and written, each with where it was checked.

Checked means: seen in the text of the mCODE guide (STU4, 4.0.0), of the HL7 Genomics
Reporting guide, or of FHIR R4 itself, or in several independent public files. A code known
only by hearsay is not here; a caller who knows it adds it to a
[Policy][all_risk.interop.fhir.policy.Policy]. What no checked code says is written with a code
of this library's own system, [LOCAL][all_risk.interop.fhir.codes.LOCAL].

LOINC is a registered trademark of Regenstrief Institute; SNOMED CT of SNOMED International.
Codes are listed here with short names of our own; look the terms up at their publishers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from all_risk.patient import Method, Specimen

__all__ = [
    "CONDITIONS",
    "DRUGS",
    "GENES",
    "LOCAL",
    "METHODS",
    "OBSERVATIONS",
    "PROCEDURES",
    "SPECIMENS",
]

LOCAL: Final = "urn:all-risk:code"
"""The code system of this library: its codes are the names of the patient document."""

NO_IDENTIFIER: Final = "no_identifier"
"""A tag: the id of the Patient resource is only a name within the bundle."""

LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
ICD_10_CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
ICD_O_3: Final = "http://terminology.hl7.org/CodeSystem/icd-o-3"
NCIT: Final = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM: Final = "http://unitsofmeasure.org"
HGNC: Final = "http://www.genenames.org"
SEQUENCE_ONTOLOGY: Final = "http://www.sequenceontology.org/"
ISCN: Final = "https://iscn.karger.com"
V2_SPECIMEN: Final = "http://terminology.hl7.org/CodeSystem/v2-0487"
CLINICAL_STATUS: Final = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION: Final = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
DATA_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

MCODE: Final = "http://hl7.org/fhir/us/mcode/StructureDefinition/"
MORPHOLOGY: Final = f"{MCODE}mcode-histology-morphology-behavior"
BIRTH_SEX: Final = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"

EXTENSION: Final = "urn:all-risk:extension:"
PROTOCOL_DAY: Final = f"{EXTENSION}protocol-day"
ELAPSED_DAYS: Final = f"{EXTENSION}elapsed-days"
LOW_EXCLUDED: Final = f"{EXTENSION}low-excluded"
HIGH_EXCLUDED: Final = f"{EXTENSION}high-excluded"

Table = Mapping[tuple[str, str], str]


def _table(rows: dict[tuple[str, str], str]) -> Table:
    return MappingProxyType(rows)


OBSERVATIONS: Final = _table(
    {
        # mCODE's paediatric example; the second in many public files.
        (LOINC, "26464-8"): "wbc",
        (LOINC, "6690-2"): "wbc",
        (LOINC, "101119-6"): "immunophenotype",
        # Genomics Reporting: a variant, and the region that was studied.
        (LOINC, "69548-6"): "variant",
        (LOINC, "53041-0"): "region_studied",
        (LOINC, "29770-5"): "karyotype",
        (LOINC, "97509-4"): "disease_status",
        # mCODE's ALLRiskAssessment.
        (NCIT, "C167435"): "risk",
        # Reports in words: they are recognised, and not read.
        (LOINC, "48807-2"): "report",
        (LOINC, "33721-2"): "report",
        # Known from mCODE's example, and not asked about: haemoglobin, haematocrit, body
        # surface, Lansky score.
        (LOINC, "718-7"): "not_needed",
        (LOINC, "20570-8"): "not_needed",
        (LOINC, "8277-6"): "not_needed",
        (NCIT, "C38144"): "not_needed",
    }
)
"""What an Observation is about."""

CONDITIONS: Final = _table(
    {
        (SNOMED, "277571004"): "b_all",
        (SNOMED, "91857003"): "all",
        # Newly diagnosed patients are coded C91.00 too: it says nothing of remission.
        (ICD_10_CM, "C91.00"): "all",
        (ICD_10_CM, "C91.01"): "all_in_remission",
        (ICD_10_CM, "C91.02"): "all_in_relapse",
    }
)
"""What a Condition is."""

REMISSION_STATUS: Final = _table(
    {(SNOMED, "103338009"): "CR", (SNOMED, "103337004"): "PR"}  # in mCODE's largest value set
)
"""The only values of mCODE's disease status that speak of remission."""

DRUGS: Final = _table(
    {
        (RXNORM, "11202"): "chemotherapy",  # vincristine
        (RXNORM, "8640"): "chemotherapy",  # prednisone, a first dose like any other
        (RXNORM, "3002"): "chemotherapy",  # cyclophosphamide
        (RXNORM, "5650"): "chemotherapy",  # idarubicin
    }
)
"""Anti-leukaemic drugs."""

PROCEDURES: Final = _table(
    {
        (SNOMED, "234336002"): "transplant",
        (SNOMED, "77465005"): "transplant",
        (SNOMED, "58390007"): "allogeneic",
        (SNOMED, "277762005"): "lumbar_puncture",
        (SNOMED, "49401003"): "marrow_sample",
        (SNOMED, "234326005"): "marrow_sample",
    }
)
"""What a Procedure was."""

DONORS: Final = _table({(SNOMED, "50223000"): "allogeneic", (SNOMED, "53088000"): "autologous"})

RISK_GROUPS: Final = _table({(NCIT, "C122457"): "standard", (NCIT, "C122458"): "high"})
"""The values of mCODE's ALLRiskAssessment."""

PRESENCE: Final = _table(
    {
        (LOINC, "LA9633-4"): "detected",
        (LOINC, "LA9634-2"): "not_detected",
        (LOINC, "LA18198-4"): "inconclusive",  # no call
        (LOINC, "LA11884-6"): "inconclusive",  # indeterminate
    }
)
"""LOINC answer list LL1971-2: whether a variant is there."""

METHODS: Final[Mapping[tuple[str, str], Method]] = MappingProxyType(
    {
        (LOINC, "LA26406-1"): "karyotype",
        (LOINC, "LA26404-6"): "fish",
        (LOINC, "LA26418-6"): "pcr",
        (LOINC, "LA26419-4"): "pcr",
        (LOINC, "LA26400-4"): "array",
        (LOINC, "LA26398-0"): "ngs",
    }
)
"""LOINC answers that name a method."""

SPECIMENS: Final[Mapping[tuple[str, str], Specimen]] = MappingProxyType(
    {(V2_SPECIMEN, "MAR"): "marrow", (V2_SPECIMEN, "BLD"): "blood"}
)

GENE_STUDIED: Final = "48018-6"
CHANGE_TYPE: Final = "48019-4"
SOURCE_CLASS: Final = "48002-0"
SOMATIC: Final = "LA6684-0"
COPY_NUMBER: Final = "82155-3"
VARIANT_ISCN: Final = "81291-7"
HGVS: Final = frozenset({"81290-9", "48004-6", "48005-3"})
JOINING: Final = frozenset({"SO:1000044", "SO:0001565"})  # translocation, gene fusion
LOSS: Final = "SO:0000159"

GENES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "HGNC:76": "ABL1",
        "HGNC:7135": "AFF1",
        "HGNC:1014": "BCR",
        "HGNC:14281": "CRLF2",
        "HGNC:3495": "ETV6",
        "HGNC:4977": "HLF",
        "HGNC:13176": "IKZF1",
        "HGNC:7132": "KMT2A",
        "HGNC:8632": "PBX1",
        "HGNC:10471": "RUNX1",
        "HGNC:11633": "TCF3",
        "HGNC:11998": "TP53",
    }
)
"""Genes by their HGNC id, for feeds that give the id without the symbol."""

MORPHOLOGIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "9811/3": "",
        "9812/3": "BCR::ABL1",
        "9813/3": "KMT2A-r",
        "9814/3": "ETV6::RUNX1",
        "9815/3": "hyperdiploidy",
        "9816/3": "hypodiploidy",
    }
)
"""ICD-O-3 morphology of B-cell ALL, with the lesion that the code itself asserts."""

MIXED_PHENOTYPE: Final = frozenset({"9806/3", "9807/3", "9808/3", "9809/3"})
