"""The Children's Oncology Group classification of B-ALL used from 2010 to 2018, AALL08B1.

Read in the NCI PDQ summary as it then stood, Table 1, and in a second printing of the same
table. Neither says which lesions are favourable and which characteristics unfavourable; the
lists here are those PDQ prints for the trials that came after, AALL1731 and AALL1732.
"""

from __future__ import annotations

from all_risk.facts import age, mrd
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr
from all_risk.published.cog_aall1731_1732 import FAVORABLE, UNFAVORABLE
from all_risk.published.nci_rome import NCI_HIGH, NCI_STANDARD
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import B_LINEAGE, INFANTS_APART
from all_risk.quantities import percent, years

__all__ = ["COG_AALL08B1", "SCHEMES"]

_CITATION = Citation(
    source="NCI PDQ, Childhood Acute Lymphoblastic Leukemia Treatment: risk groups of the COG "
    "classification protocol AALL08B1",
    edition="stored copy, about 2014",
    locator="Table 1",
    url="https://www.cancer.gov/types/leukemia/hp/child-all-treatment-pdq",
)

SR, HR = NCI_STANDARD, NCI_HIGH
# Day 8 is measured in blood, day 29 in marrow; the group measured by flow cytometry.
D8 = mrd("induction_day_8", "blood", "flow")
D29 = mrd("end_of_induction", "marrow", "flow")
D29_NEGATIVE = D29 < percent("0.01")
D29_POSITIVE = D29 >= percent("0.01")
FAVORABLE_GENETICS = FAVORABLE & ~UNFAVORABLE
NEUTRAL_GENETICS = ~FAVORABLE & ~UNFAVORABLE


def _row(number: int, group: str, when: Expr) -> Row:
    return Row(
        id=f"table-1-column-{number}",
        group=group,
        when=when,
        citation=_CITATION,
        trace=f"pediatric 2.2 row {number}",
    )


COG_AALL08B1 = Scheme(
    id="cog-aall08b1",
    title="COG risk groups of B-ALL, AALL08B1",
    citation=_CITATION,
    population=Population(
        who=B_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. {INFANTS_APART}. BCR::ABL1 "
        "is counted as unfavourable here, as it is in the list of the later trials",
    ),
    groups=("low", "average", "high", "very_high"),
    year=2010,
    adverse=frozenset({"high", "very_high"}),
    rows=(
        _row(1, "low", SR & FAVORABLE_GENETICS & (D8 < percent("0.01")) & D29_NEGATIVE),
        _row(2, "average", SR & FAVORABLE_GENETICS & (D8 >= percent("0.01")) & D29_NEGATIVE),
        _row(3, "average", SR & NEUTRAL_GENETICS & (D8 < percent(1)) & D29_NEGATIVE),
        _row(4, "high", SR & FAVORABLE_GENETICS & D29_POSITIVE),
        _row(5, "high", SR & NEUTRAL_GENETICS & (D8 >= percent(1)) & D29_NEGATIVE),
        _row(6, "high", HR & (age < years(13)) & ~UNFAVORABLE & D29_NEGATIVE),
        _row(7, "very_high", SR & NEUTRAL_GENETICS & D29_POSITIVE),
        _row(8, "very_high", HR & ~UNFAVORABLE & D29_POSITIVE),
        _row(9, "very_high", HR & (age >= years(13)) & ~UNFAVORABLE & D29_NEGATIVE),
        _row(10, "very_high", UNFAVORABLE),
    ),
    outcomes={
        "low": "5-year event-free survival expected above 95 %; 15 % of patients",
        "average": "5-year event-free survival expected 90 to 95 %; 36 % of patients",
        "high": "5-year event-free survival expected 88 to 90 %; 25 % of patients",
        "very_high": "5-year event-free survival expected below 80 %; 24 % of patients",
    },
    caution="The favourable and unfavourable genetics are those of the later trials, AALL1731 and "
    "AALL1732, as the printed table has no list of its own. CNS3, testicular disease and induction "
    "failure are not asked, so that the group here can be too low.",
    left_out=(
        (
            "the protocol's own lists of favourable and unfavourable features, which neither "
            "printing of the table has: those of AALL1731 and AALL1732 stand in; induction "
            "failure, CNS3 and testicular disease are in no list that was read"
        ),
    ),
)

SCHEMES = (COG_AALL08B1,)
