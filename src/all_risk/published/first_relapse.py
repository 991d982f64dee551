"""Risk groups at the first relapse: COG, BFM and the United Kingdom, side by side.

One published table holds all three; it says what is early in no number, and those are each
group's own (`relapse_timing`). Rows F-55 to F-58 and section 8.2 as corrected. The page bears
no date; by its number it is of about 2020.
"""

from __future__ import annotations

from all_risk.facts import lineage, mrd
from all_risk.guideline import Citation, Row, Scheme
from all_risk.logic import Expr
from all_risk.published.relapse_timing import (
    COG_EXTRAMEDULLARY_EARLY,
    COG_EXTRAMEDULLARY_LATE,
    COG_MARROW_EARLY,
    COG_MARROW_LATE,
    COMBINED,
    EARLY,
    FIRST_RELAPSE_IN_CHILDHOOD,
    ISOLATED_EXTRAMEDULLARY,
    ISOLATED_MARROW,
    LATE,
    VERY_EARLY,
)
from all_risk.quantities import percent

__all__ = [
    "BFM_FIRST_RELAPSE",
    "COG_FIRST_RELAPSE",
    "SCHEMES",
    "UKALL_R3",
]

_TABLE = Citation(
    source="Risk stratification schemes for first relapse, table in a journal of the American "
    "Society of Hematology",
    edition="about 2020",
    locator="view-large 9850257",
    url="https://ashpublications.org/view-large/9850257",
)

B, T = lineage.one_of("B"), lineage.one_of("T")
# Isolated extramedullary relapse is printed without a lineage, marrow relapse with one. COG
# alone sends every relapse of T-lineage ALL to one group.
NOT_T = lineage.one_of("B", "mixed")
MRD_LOW = mrd("end_of_reinduction") < percent("0.1")
MRD_HIGH = mrd("end_of_reinduction") >= percent("0.1")
_BY_MRD = "F-55 P08.31"
_BLOCK_1 = "MRD at the end of block 1 is MRD at the end of reinduction"


def _row(id_: str, group: str, when: Expr, trace: str, reading: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_TABLE, reading=reading, trace=trace)


COG_FIRST_RELAPSE = Scheme(
    id="cog-first-relapse",
    title="COG risk groups at first relapse",
    citation=_TABLE,
    population=FIRST_RELAPSE_IN_CHILDHOOD,
    groups=("low", "intermediate", "high"),
    year=2020,
    question="relapse",
    adverse=frozenset({"high"}),
    rows=(
        _row("cog-low-marrow", "low", B & COG_MARROW_LATE & MRD_LOW, _BY_MRD, _BLOCK_1),
        _row("cog-low-iem", "low", NOT_T & COG_EXTRAMEDULLARY_LATE & MRD_LOW, _BY_MRD, _BLOCK_1),
        _row(
            "cog-intermediate-marrow",
            "intermediate",
            B & COG_MARROW_LATE & MRD_HIGH,
            _BY_MRD,
            _BLOCK_1,
        ),
        _row(
            "cog-intermediate-iem",
            "intermediate",
            NOT_T & COG_EXTRAMEDULLARY_LATE & MRD_HIGH,
            _BY_MRD,
            _BLOCK_1,
        ),
        _row("cog-high-marrow", "high", B & COG_MARROW_EARLY, "F-55"),
        _row("cog-high-iem", "high", NOT_T & COG_EXTRAMEDULLARY_EARLY, "F-55"),
        _row("cog-high-t", "high", T, "F-55"),
    ),
)

BFM_FIRST_RELAPSE = Scheme(
    id="bfm-first-relapse",
    title="BFM risk groups at first relapse",
    citation=_TABLE,
    population=FIRST_RELAPSE_IN_CHILDHOOD,
    groups=("s1", "s2", "s3_s4"),
    year=2020,
    question="relapse",
    adverse=frozenset({"s3_s4"}),
    rows=(
        _row("bfm-s1", "s1", ISOLATED_EXTRAMEDULLARY & LATE, "F-56"),
        _row("bfm-s2-iem", "s2", ISOLATED_EXTRAMEDULLARY & (VERY_EARLY | EARLY), "F-56"),
        _row("bfm-s2-marrow", "s2", B & ISOLATED_MARROW & LATE, "F-56"),
        _row(
            "bfm-s2-combined",
            "s2",
            B & COMBINED & (EARLY | LATE),
            "F-56 F-58",
            "later BFM trials count early combined relapse as high risk (NCI PDQ)",
        ),
        _row(
            "bfm-s3-s4-marrow",
            "s3_s4",
            B & ISOLATED_MARROW & (VERY_EARLY | EARLY),
            "F-56",
            "the line says marrow; combined relapses have lines of their own, so it is read as "
            "isolated",
        ),
        _row("bfm-s3-s4-combined", "s3_s4", B & COMBINED & VERY_EARLY, "F-56"),
        _row(
            "bfm-s3-s4-t",
            "s3_s4",
            T & ISOLATED_MARROW,
            "F-56",
            "the line says marrow, and no line names combined relapse of T-lineage ALL, which "
            "is left in no row",
        ),
    ),
    outcomes={
        "s2": "event-free survival in late isolated marrow relapse and early or late combined "
        "relapse of B-lineage ALL (NCI PDQ). ALL-REZ BFM P95/96, chemotherapy alone: at 10 years "
        "73 % with MRD below 0.1 % after reinduction, 10 % with 0.1 % or more. ALL-REZ BFM 2002: "
        "64 % with high MRD and a transplant; with low MRD and chemotherapy alone, at 5 years 76 % "
        "in late relapse, 37 % in early combined relapse",
    },
    left_out=("how S3 and S4 are told apart", "combined relapse of T-lineage ALL"),
)

UKALL_R3 = Scheme(
    id="ukall-r3",
    title="UKALL R3 risk groups at first relapse",
    citation=_TABLE,
    population=FIRST_RELAPSE_IN_CHILDHOOD,
    groups=("standard", "intermediate", "high"),
    year=2020,
    question="relapse",
    adverse=frozenset({"high"}),
    rows=(
        _row("uk-standard", "standard", ISOLATED_EXTRAMEDULLARY & LATE, "F-57"),
        _row("uk-intermediate-iem", "intermediate", ISOLATED_EXTRAMEDULLARY & EARLY, "F-57"),
        _row("uk-intermediate-marrow", "intermediate", B & ISOLATED_MARROW & LATE, "F-57"),
        _row("uk-intermediate-combined", "intermediate", B & COMBINED & (EARLY | LATE), "F-57"),
        _row("uk-high-iem", "high", ISOLATED_EXTRAMEDULLARY & VERY_EARLY, "F-57"),
        _row("uk-high-early-marrow", "high", B & ISOLATED_MARROW & EARLY, "F-57"),
        _row(
            "uk-high-very-early",
            "high",
            B & (ISOLATED_MARROW | COMBINED) & VERY_EARLY,
            "F-57",
        ),
        _row("uk-high-t", "high", T & (ISOLATED_MARROW | COMBINED), "F-57"),
    ),
)

SCHEMES = (COG_FIRST_RELAPSE, BFM_FIRST_RELAPSE, UKALL_R3)
