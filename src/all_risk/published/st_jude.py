"""The risk groups of St. Jude Total Therapy XV and XVI, provisional and final.

Read in the legend of a figure that explains them for a study of both trials. MRD was measured
by flow cytometry on day 19 in Total XV and on day 15 in Total XVI, and at the end of
induction.
"""

from __future__ import annotations

from typing import Literal

from all_risk.facts import cns, detected, dna_index, modal_number, mrd, testicular, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.nci_rome import NCI_STANDARD
from all_risk.published.terms import AGED_1_TO_18, B_LINEAGE, B_OR_T_LINEAGE
from all_risk.quantities import count, percent, ratio

__all__ = [
    "PROVISIONAL_HIGH",
    "PROVISIONAL_LOW",
    "SCHEMES",
    "TOTAL_XVI_FINAL",
    "TOTAL_XV_FINAL",
    "TOTAL_XV_PROVISIONAL",
]

_CITATION = Citation(
    source="Blood, figure BLD-2024-026856-C-gr1: the St. Jude risk stratification, on the study of "
    "ETV6::RUNX1 and high-hyperdiploid ALL in Total XV and XVI (doi 10.1182/blood.2024024936)",
    edition="2024",
    locator="figure legend",
    url="https://ashpublications.org/view-large/figure/12548836",
)

PROVISIONAL_HIGH = detected("BCR::ABL1")
# The legend counts these among the remaining patients, at standard risk.
_NEVER_LOW = any_of(
    detected("TCF3::PBX1"), modal_number < count(44), cns.one_of("CNS3"), testicular
)
PROVISIONAL_LOW = (
    B_LINEAGE
    & any_of(NCI_STANDARD, detected("ETV6::RUNX1"), dna_index >= ratio("1.16"))
    & ~_NEVER_LOW
    & ~PROVISIONAL_HIGH
)
PROVISIONAL_STANDARD = ~PROVISIONAL_LOW & ~PROVISIONAL_HIGH

_POPULATION = Population(
    who=B_OR_T_LINEAGE & AGED_1_TO_18,
    words="ALL of either lineage in children from the first birthday to below 19 years, as in that "
    "study",
)
_GROUPS = ("low", "standard", "high")
_BCR_ABL1_FIRST = "BCR::ABL1 goes before every feature of low risk"

TOTAL_XV_PROVISIONAL = Scheme(
    id="st-jude-total-xv-provisional",
    title="St. Jude provisional risk groups, Total XV and XVI",
    citation=_CITATION,
    population=_POPULATION,
    groups=_GROUPS,
    year=2024,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="provisional-low",
            group="low",
            when=PROVISIONAL_LOW,
            citation=_CITATION,
            reading="TCF3::PBX1, fewer than 44 chromosomes, CNS3 and testicular leukaemia are "
            f"listed under standard risk, so they exclude low risk; {_BCR_ABL1_FIRST}",
            trace="P05.61",
        ),
        Row(
            id="provisional-standard",
            group="standard",
            when=PROVISIONAL_STANDARD,
            citation=_CITATION,
            reading="all remaining patients, those with T-lineage ALL among them",
            trace="P05.61",
        ),
        Row(
            id="provisional-high",
            group="high",
            when=PROVISIONAL_HIGH,
            citation=_CITATION,
            reading=_BCR_ABL1_FIRST,
            trace="P05.61",
        ),
    ),
)

# The legend names no method.
_EOI = mrd("end_of_induction")
# Only MRD that was there at the end of induction can persist after it.
PERSISTENT = unprinted(
    "how much MRD during consolidation is persistent, and when, in Total XV and XVI"
) & (_EOI >= percent("0.01"))
FINAL_HIGH = any_of(PROVISIONAL_HIGH, _EOI >= percent(1), PERSISTENT)


def _final(trial: str, early: Literal["induction_day_15", "induction_day_19"]) -> Scheme:
    """The final groups of a trial, which differ only in the day of the early marrow."""
    day = early.removeprefix("induction_day_")
    raised = (mrd(early) >= percent(1)) | (_EOI >= percent("0.01"))
    return Scheme(
        id=f"st-jude-total-{trial.lower()}-final",
        title=f"St. Jude final risk groups, Total {trial}",
        citation=_CITATION,
        population=_POPULATION,
        groups=_GROUPS,
        year=2024,
        adverse=frozenset({"high"}),
        rows=(
            Row(
                id="final-low",
                group="low",
                when=PROVISIONAL_LOW & ~raised & ~FINAL_HIGH,
                citation=_CITATION,
                trace="P05.61",
            ),
            Row(
                id="final-standard-raised",
                group="standard",
                when=PROVISIONAL_LOW & raised & ~FINAL_HIGH,
                citation=_CITATION,
                reading=f"provisional low risk with 1 % or more on day {day}, or 0.01 % to below "
                "1 % at the end of induction",
                trace="P05.61",
            ),
            Row(
                id="final-standard",
                group="standard",
                when=PROVISIONAL_STANDARD & ~FINAL_HIGH,
                citation=_CITATION,
                trace="P05.61",
            ),
            Row(
                id="final-high",
                group="high",
                when=FINAL_HIGH,
                citation=_CITATION,
                reading="persistent MRD during consolidation is not defined: MRD of 0.01 % or more "
                "at the end of induction leaves high risk open",
                trace="P05.61",
            ),
        ),
        left_out=("how much MRD during consolidation is persistent, and when it is looked for",),
    )


TOTAL_XV_FINAL = _final("XV", "induction_day_19")
TOTAL_XVI_FINAL = _final("XVI", "induction_day_15")

SCHEMES = (TOTAL_XV_PROVISIONAL, TOTAL_XV_FINAL, TOTAL_XVI_FINAL)
