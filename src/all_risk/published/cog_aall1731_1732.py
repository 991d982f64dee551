"""The Children's Oncology Group classification of B-ALL, trials AALL1731 and AALL1732.

Read in the NCI PDQ summary on childhood ALL, Tables 6 to 10 and the definitions above
them. Each row below is a printed row; `D29` is the end of induction, `EOC` the end of
consolidation. Patients of NCI standard risk with CNS3 or testicular disease, or with more
than 24 hours of steroid in the two weeks before diagnosis, are elevated: Table 10 has rows
for them, and Tables 6 to 8 are not for them.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    cns,
    detected,
    dna_index,
    lineage,
    modal_number,
    mrd,
    steroid_hours_within_two_weeks,
    steroid_within_month,
    testicular,
)
from all_risk.guideline import Basis, Factor, Population, RiskList, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.nci_rome import NCI_HIGH, NCI_STANDARD
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.quantities import count, hours, percent, ratio, years

__all__ = ["COG_AALL1731_1732", "HIGH_RISK", "SCHEMES", "UNFAVORABLE_CYTOGENETICS"]

ETV6_RUNX1 = detected("ETV6::RUNX1")
DOUBLE_TRISOMY = detected("TRISOMY_4_10")
FAVORABLE = ETV6_RUNX1 | DOUBLE_TRISOMY

HYPODIPLOIDY = (modal_number < count(44)) | (dna_index < ratio("0.81"))
KMT2A_R = detected("KMT2A-r")
TCF3_HLF = detected("TCF3::HLF")
IAMP21 = detected("iAMP21")
BCR_ABL1 = detected("BCR::ABL1")
UNFAVORABLE = any_of(HYPODIPLOIDY, KMT2A_R, TCF3_HLF, IAMP21, BCR_ABL1)

NEUTRAL = ~FAVORABLE & ~UNFAVORABLE

CNS1, CNS2, CNS3 = cns.one_of("CNS1"), cns.one_of("CNS2"), cns.one_of("CNS3")
CNS1_2 = cns.one_of("CNS1", "CNS2")
STEROID_OVER_24_H = steroid_hours_within_two_weeks > hours(24)

# The tables print no method; AALL1731 measured MRD by flow cytometry (ASH 2025 abstract).
D8 = mrd("induction_day_8", "blood", "flow")
D29 = mrd("end_of_induction", "marrow", "flow")
EOC = mrd("end_of_consolidation", "marrow", "flow")
# Only patients with D29 of 0.01 % or more have their MRD assessed at the end of
# consolidation (Table 10, note c).
D29_NEGATIVE = D29 < percent("0.01")
D29_POSITIVE = D29 >= percent("0.01")

ELEVATED = CNS3 | testicular | STEROID_OVER_24_H
SR = NCI_STANDARD & ~ELEVATED
SR_ELEVATED = NCI_STANDARD & ELEVATED
HR = NCI_HIGH
HR_UNDER_10 = NCI_HIGH & (age < years(10))
NO_EXTRAMEDULLARY = CNS1 & ~testicular

_TABLE_6 = PDQ_CHILDHOOD.at("Table 6")
_TABLE_7 = PDQ_CHILDHOOD.at("Table 7")
_TABLE_8 = PDQ_CHILDHOOD.at("Table 8")
_TABLE_9 = PDQ_CHILDHOOD.at("Table 9")
_TABLE_10 = PDQ_CHILDHOOD.at("Table 10")
_VERY_HIGH = PDQ_CHILDHOOD.at("sentence below Table 10")
_GENETICS = PDQ_CHILDHOOD.at("definitions of favorable and unfavorable cytogenetics, COG")

_NOT_BOTH = "no row holds favorable and unfavorable features together"


def _row(id_: str, group: str, when: Expr, reading: str = "") -> Row:
    citation, trace = _PRINTED[id_.split("-")[1]]
    return Row(id=id_, group=group, when=when, citation=citation, reading=reading, trace=trace)


# The tables, and their rows in the collection of sources.
_PRINTED = {
    "6": (_TABLE_6, "SR-Fav"),
    "7": (_TABLE_7, "SR-Avg"),
    "8": (_TABLE_8, "SR-High"),
    "9": (_TABLE_9, "HR-Fav"),
    "10": (_TABLE_10, "HR-class"),
    "high": (_VERY_HIGH, "PX-20"),
}

ROWS = (
    _row(
        "table-6-row-1",
        "sr_favorable",
        SR
        & CNS1_2
        & ~steroid_within_month
        & (FAVORABLE & ~UNFAVORABLE)
        & (D8 < percent(1))
        & D29_NEGATIVE,
        _NOT_BOTH,
    ),
    _row(
        "table-7-row-1",
        "sr_average",
        SR & CNS1_2 & (FAVORABLE & ~UNFAVORABLE) & (D8 >= percent(1)) & D29_NEGATIVE,
        _NOT_BOTH,
    ),
    _row(
        "table-7-row-2",
        "sr_average",
        SR
        & CNS1_2
        & (DOUBLE_TRISOMY & ~ETV6_RUNX1 & ~UNFAVORABLE)
        & (D29 >= percent("0.01"))
        & (D29 < percent("0.1")),
        _NOT_BOTH,
    ),
    _row("table-7-row-3", "sr_average", SR & CNS1 & NEUTRAL & D29_NEGATIVE),
    _row(
        "table-8-row-1",
        "sr_high",
        SR & CNS1_2 & (ETV6_RUNX1 & ~DOUBLE_TRISOMY & ~UNFAVORABLE) & D29_POSITIVE,
    ),
    _row(
        "table-8-row-2",
        "sr_high",
        SR & CNS1_2 & (DOUBLE_TRISOMY & ~ETV6_RUNX1 & ~UNFAVORABLE) & (D29 >= percent("0.1")),
    ),
    _row("table-8-row-3", "sr_high", SR & CNS1 & NEUTRAL & D29_POSITIVE),
    _row("table-8-row-4", "sr_high", SR & CNS2 & NEUTRAL),
    _row("table-8-row-5", "sr_high", SR & CNS1_2 & (UNFAVORABLE & ~FAVORABLE)),
    _row(
        "table-9-row-1",
        "hr_favorable",
        HR_UNDER_10
        & NO_EXTRAMEDULLARY
        & ~STEROID_OVER_24_H
        & (FAVORABLE & ~UNFAVORABLE)
        & D29_NEGATIVE,
        _NOT_BOTH,
    ),
    _row(
        "table-10-row-1",
        "high",
        SR_ELEVATED & (CNS3 | testicular) & (D29_NEGATIVE | (EOC < percent(1))),
        "without D29 MRD of 0.01 % or more there is no EOC to ask for",
    ),
    _row(
        "table-10-row-2",
        "high",
        SR_ELEVATED
        & ~(CNS3 | testicular)
        & STEROID_OVER_24_H
        & (D29_NEGATIVE | (EOC < percent(1))),
        "without D29 MRD of 0.01 % or more there is no EOC to ask for",
    ),
    _row("table-10-row-3", "high", HR & (age >= years(10)) & D29_NEGATIVE),
    _row("table-10-row-4", "high", HR_UNDER_10 & (CNS2 | CNS3 | testicular) & D29_NEGATIVE),
    _row(
        "table-10-row-5", "high", HR_UNDER_10 & NO_EXTRAMEDULLARY & STEROID_OVER_24_H & D29_NEGATIVE
    ),
    _row(
        "table-10-row-6",
        "high",
        HR_UNDER_10 & NO_EXTRAMEDULLARY & ~STEROID_OVER_24_H & ~FAVORABLE & D29_NEGATIVE,
        _NOT_BOTH,
    ),
    _row("table-10-row-7", "high", HR & D29_POSITIVE & (EOC < percent("0.01"))),
    _row(
        "very-high-row-1",
        "very_high",
        HR & D29_POSITIVE & (EOC >= percent("0.01")),
        "D29 is not in the sentence; without D29 MRD of 0.01 % or more there is no EOC to ask for",
    ),
)

_POPULATION = (
    f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. Patients with BCR::ABL1 are "
    "treated on a separate trial. Down syndrome is not asked: NCI PDQ heads Tables 6 and 7 for "
    "patients with and without it, and says that those with it are grouped in a similar way"
)

COG_AALL1731_1732 = Scheme(
    id="cog-aall1731-1732",
    title="COG risk groups of B-ALL, AALL1731 and AALL1732",
    citation=PDQ_CHILDHOOD.at("Tables 6 to 10"),
    population=Population(
        who=lineage.one_of("B") & (age >= years(1)) & CHILDREN & ~BCR_ABL1, words=_POPULATION
    ),
    groups=("sr_favorable", "sr_average", "sr_high", "hr_favorable", "high", "very_high"),
    year=2025,
    adverse=frozenset({"sr_high", "high", "very_high"}),
    rows=ROWS,
    factors=tuple(
        Factor(id=id_, when=when, direction="favourable", citation=_GENETICS)
        for id_, when in (("etv6-runx1", ETV6_RUNX1), ("double-trisomy", DOUBLE_TRISOMY))
    ),
    outcomes={
        "sr_favorable": "5-year disease-free survival above 95 %",
        "sr_average": "5-year disease-free survival 90 to 95 %",
        "sr_high": "5-year disease-free survival below 90 %",
        "hr_favorable": "event-free survival above 90 % on past trials for high-risk patients",
    },
)

HIGH_RISK = RiskList(
    id="cog-aall1731-1732",
    title="COG high-risk groups",
    citation=COG_AALL1731_1732.citation,
    population=COG_AALL1731_1732.population,
    items=tuple(
        Basis(
            id=f"cog-{group.replace('_', '-')}",
            source="cog-aall1731-1732",
            rule=COG_AALL1731_1732.group(group),
            population=COG_AALL1731_1732.population.who,
            words=words,
            citation=citation,
            rank=rank,
        )
        for rank, group, words, citation in (
            (2, "very_high", "COG very high risk", _VERY_HIGH),
            (3, "high", "COG high risk", _TABLE_10),
            (4, "sr_high", "COG standard-risk high", _TABLE_8),
        )
    ),
    scheme=COG_AALL1731_1732,
)

_B_CHILDREN = Population(
    who=lineage.one_of("B") & (age >= years(1)) & CHILDREN,
    words=f"B-lineage ALL from the first birthday {CHILDREN_BOUND}",
)

UNFAVORABLE_CYTOGENETICS = RiskList(
    id="cog-unfavorable-cytogenetics",
    title="Unfavorable cytogenetic features, COG",
    citation=_GENETICS,
    population=_B_CHILDREN,
    items=tuple(
        Basis(
            id=f"cog-unfavorable-{id_}",
            source="cog-unfavorable-cytogenetics",
            rule=rule,
            population=_B_CHILDREN.who,
            words=words,
            citation=_GENETICS,
            rank=5,
        )
        for id_, rule, words in (
            ("hypodiploidy", HYPODIPLOIDY, "fewer than 44 chromosomes or DNA index below 0.81"),
            ("kmt2a-r", KMT2A_R, "KMT2A rearrangement"),
            ("tcf3-hlf", TCF3_HLF, "TCF3::HLF"),
            ("iamp21", IAMP21, "iAMP21"),
            ("bcr-abl1", BCR_ABL1, "BCR::ABL1"),
        )
    ),
)

SCHEMES = (COG_AALL1731_1732,)
