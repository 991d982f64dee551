"""Four trials of childhood B-ALL as one table sets them side by side.

Read in the table itself, stored apart from its article: "MRD stratification for patients with
B-lineage ALL in selected contemporary clinical trials". The four are AIEOP-BFM ALL 2009, DCOG
ALL-10, UKALL 2011 and St. Jude Total Therapy XVI; the fifth, COG AALL08B1, has a module of its
own. The table names factors that place a patient by themselves without listing them; a group
that hangs on them stays open.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    lineage,
    marrow_blasts_end_of_induction,
    mrd,
    mrd_detected,
    unprinted,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND, PDQ_CHILDHOOD
from all_risk.published.st_jude import PROVISIONAL_HIGH, PROVISIONAL_LOW
from all_risk.published.terms import (
    AGED_1_TO_18,
    B_LINEAGE,
    B_OR_T_LINEAGE,
    INFANTS_APART,
    negative,
)
from all_risk.quantities import percent, years

__all__ = [
    "AIEOP_BFM_2009",
    "DCOG_ALL_10",
    "SCHEMES",
    "ST_JUDE_TOTAL_XVI_MRD",
    "UKALL_2011",
]

_TABLE = Citation(
    source="MRD stratification for patients with B-lineage ALL in selected contemporary clinical "
    "trials, a table in a journal of the American Society of Hematology",
    edition="stored copy of the table, without its article",
    locator="Table 1",
    url="https://ashpublications.org/view-large/7546576",
)
_AIEOP_BFM = _TABLE.at("Table 1, AIEOP-BFM ALL 2009")
_DCOG = _TABLE.at("Table 1, DCOG ALL-10")
_DCOG_HIGH_LINE = Citation(
    source="Dutch ALL10 trial: risk groups by MRD",
    edition="2016",
    locator="high risk",
    provenance="secondary",
    read_in=str(PDQ_CHILDHOOD),
)
_UKALL = _TABLE.at("Table 1, UKALL 2011")
_ST_JUDE = _TABLE.at("Table 1, SJCRH Total Therapy XVI")

_B_CHILDREN = Population(
    who=B_LINEAGE & (age >= years(1)) & CHILDREN,
    words=f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. {INFANTS_APART}",
)

# AIEOP-BFM ALL 2009

_DAY_15 = mrd("induction_day_15", method="flow")
_DAY_33 = mrd("end_of_induction", method="pcr")
_DAY_78 = mrd("week_12", method="pcr")
_BFM_FACTOR = unprinted("which features are the high-risk factors of AIEOP-BFM ALL 2009")
BFM_2009_HIGH = any_of(
    _BFM_FACTOR,
    _DAY_15 >= percent(10),
    _DAY_78 >= percent("0.05"),
    lineage.one_of("B")
    & (_DAY_33 >= percent("0.05"))
    & mrd_detected("week_12", method="pcr")
    & (_DAY_78 < percent("0.05")),
)
NEGATIVE_BY_PCR_TWICE = negative("end_of_induction", "pcr") & negative("week_12", "pcr")

AIEOP_BFM_2009 = Scheme(
    id="aieop-bfm-all-2009",
    title="Risk groups of AIEOP-BFM ALL 2009",
    citation=_AIEOP_BFM,
    population=Population(
        who=B_OR_T_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"ALL from the first birthday {CHILDREN_BOUND}. {INFANTS_APART}. The table is about "
        "B-lineage ALL; one of its lines is marked as for B-lineage only, so the others are "
        "asked of T-lineage ALL as well",
    ),
    groups=("standard", "medium", "high"),
    year=2009,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="aieop-bfm-2009-sr",
            group="standard",
            when=NEGATIVE_BY_PCR_TWICE & ~BFM_2009_HIGH,
            citation=_AIEOP_BFM,
            reading="the second way in, day-15 flow MRD below 0.1 % where no PCR result can be "
            "had, is open to nobody whose PCR result is merely unknown",
            trace="P05.44",
        ),
        Row(
            id="aieop-bfm-2009-mr",
            group="medium",
            when=~NEGATIVE_BY_PCR_TWICE & ~BFM_2009_HIGH,
            citation=_AIEOP_BFM,
            trace="P05.44",
        ),
        Row(
            id="aieop-bfm-2009-hr",
            group="high",
            when=BFM_2009_HIGH,
            citation=_AIEOP_BFM,
            reading="the high-risk factors are not listed, so they are never excluded",
            trace="P05.44",
        ),
    ),
    left_out=(
        (
            "the high-risk factors, which the table names without listing them: standard and "
            "medium risk stay open beside high"
        ),
        "standard risk by day-15 flow MRD below 0.1 % where PCR is not available",
    ),
)

# DCOG ALL-10

_DCOG_FACTOR = unprinted("which features are the unfavourable factors of DCOG ALL-10")
ALL_10_HIGH = any_of(
    _DCOG_FACTOR, _DAY_78 >= percent("0.05"), marrow_blasts_end_of_induction > percent(5)
)

DCOG_ALL_10 = Scheme(
    id="dcog-all10",
    title="Risk groups of DCOG ALL-10",
    citation=_DCOG,
    population=_B_CHILDREN,
    groups=("standard", "medium", "high"),
    year=2016,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="dcog-all10-sr",
            group="standard",
            when=NEGATIVE_BY_PCR_TWICE & ~ALL_10_HIGH,
            citation=_DCOG,
            trace="P05.60",
        ),
        Row(
            id="dcog-all10-mr",
            group="medium",
            when=~NEGATIVE_BY_PCR_TWICE & ~ALL_10_HIGH,
            citation=_DCOG,
            trace="P05.60",
        ),
        Row(
            id="dcog-all10-hr",
            group="high",
            when=ALL_10_HIGH,
            citation=_DCOG_HIGH_LINE,
            reading="the table lists 0.05 % on day 33 and on day 79 as two items; that the second "
            "decides was read in the NCI PDQ summary. Induction failure, a line of its own with "
            "more than 5 % marrow blasts on day 29, is counted as high",
            trace="P05.60",
        ),
    ),
    left_out=(
        (
            "the unfavourable factors, which the table names without listing them: standard and "
            "medium risk stay open beside high"
        ),
    ),
)

# UKALL 2011

_DAY_29 = mrd("end_of_induction")
_WEEK_14 = mrd("week_14")
_UK_FACTOR = unprinted("which features are the unfavourable factors of UKALL 2011")
_UK_WHICH = unprinted(
    "whether day 29 below 0.005 % or week 14 of 0.5 % or more prevails in UKALL 2011"
)
LOW_RISK_LINE = _DAY_29 < percent("0.005")
HIGH_RISK_LINE = _WEEK_14 >= percent("0.5")
# Where both lines are met, the table does not say which decides.
LOW_RISK_PREVAILS = ~HIGH_RISK_LINE | ~_UK_WHICH

UKALL_2011 = Scheme(
    id="ukall2011",
    title="Risk groups of UKALL 2011",
    citation=_UKALL,
    population=_B_CHILDREN,
    groups=("low", "intermediate", "high"),
    year=2011,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="ukall2011-lr",
            group="low",
            when=LOW_RISK_LINE & ~_UK_FACTOR & LOW_RISK_PREVAILS,
            citation=_UKALL,
            reading="the unfavourable factors, which make intermediate risk, are not listed, so "
            "they are never excluded",
            trace="P05.32",
        ),
        Row(
            id="ukall2011-ir-factors",
            group="intermediate",
            when=LOW_RISK_LINE & _UK_FACTOR & LOW_RISK_PREVAILS,
            citation=_UKALL,
            trace="P05.32",
        ),
        Row(
            id="ukall2011-ir",
            group="intermediate",
            when=(_DAY_29 >= percent("0.005")) & (_WEEK_14 < percent("0.5")),
            citation=_UKALL,
            reading="day 29 is printed as below 0.005 %, as in the low-risk line; 0.005 % or more "
            "is the only reading under which the lines differ",
            trace="P05.32, D3",
        ),
        Row(
            id="ukall2011-hr",
            group="high",
            when=HIGH_RISK_LINE & (~LOW_RISK_LINE | _UK_WHICH),
            citation=_UKALL,
            reading="goes before unfavourable factors; where the low-risk line is met too, the "
            "table does not say which prevails",
            trace="P05.32",
        ),
    ),
    left_out=(
        (
            "the unfavourable factors, which the table names without listing them: low risk stays "
            "open beside intermediate"
        ),
    ),
)

# St. Jude Total Therapy XVI

_DAY_15_ANY = mrd("induction_day_15")
_DAY_42 = mrd("end_of_induction")
# The figure for week 15 was cut off in the copy that was read. Week 15 is looked at only if
# day 42 showed 0.01 % or more.
PERSISTENT_AT_WEEK_15 = (
    unprinted("how much MRD at week 15 is high risk in Total Therapy XVI")
    & (_DAY_42 >= percent("0.01"))
    & mrd_detected("week_15")
)
# The table has no line for BCR::ABL1, which is provisional high risk in the same trial.
_BCR_ABL1_HIGH = PROVISIONAL_HIGH & unprinted(
    "whether BCR::ABL1 is high risk in the MRD table of Total Therapy XVI"
)
TOTAL_XVI_HIGH = any_of(_DAY_42 >= percent(1), PERSISTENT_AT_WEEK_15, _BCR_ABL1_HIGH)

ST_JUDE_TOTAL_XVI_MRD = Scheme(
    id="st-jude-total-xvi-mrd",
    title="MRD groups of St. Jude Total Therapy XVI",
    citation=_ST_JUDE,
    population=Population(
        who=B_LINEAGE & AGED_1_TO_18,
        words="B-lineage ALL in children aged 1 to 18 years; that this ends on the nineteenth "
        "birthday is this library's reading",
    ),
    groups=("low", "standard", "high"),
    year=2007,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="total-xvi-lr",
            group="low",
            when=PROVISIONAL_LOW & (_DAY_15_ANY < percent(1)) & (_DAY_42 < percent("0.01")),
            citation=_ST_JUDE,
            reading="favourable factors are not listed: those of provisional low risk in the same "
            "trial stand in",
            trace="P05.62",
        ),
        Row(
            id="total-xvi-sr-favourable",
            group="standard",
            when=PROVISIONAL_LOW & (_DAY_15_ANY >= percent(1)) & ~TOTAL_XVI_HIGH,
            citation=_ST_JUDE,
            trace="P05.62",
        ),
        Row(
            id="total-xvi-sr-unfavourable",
            group="standard",
            when=~PROVISIONAL_LOW & ~TOTAL_XVI_HIGH,
            citation=_ST_JUDE,
            reading="without the favourable factors; BCR::ABL1, which the table does not name, "
            "leaves high risk open",
            trace="P05.62",
        ),
        Row(
            id="total-xvi-hr",
            group="high",
            when=TOTAL_XVI_HIGH,
            citation=_ST_JUDE,
            reading="the week-15 figure was cut off: some MRD at week 15 leaves the group open",
            trace="P05.62",
        ),
    ),
    left_out=(
        "how much MRD at week 15 is high risk: the figure was cut off in the copy that was read",
        (
            "favourable factors with day 15 below 1 % and day 42 from 0.01 % to below 1 % are in "
            "no line of the table"
        ),
    ),
)

SCHEMES = (AIEOP_BFM_2009, DCOG_ALL_10, UKALL_2011, ST_JUDE_TOTAL_XVI_MRD)
