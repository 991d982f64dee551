"""The risk groups of T-lineage ALL in the COG trials AALL0434 and AALL1231.

One table of a journal holds both, cut off at the high-risk group of AALL0434; who had the
intensified arm of AALL1231 was read in NCI PDQ. Rows P09.1, P09.2 and P09.4 as corrected. The
table's page bears no date; by its number it is of about 2023.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    cns,
    marrow_blasts_day_15,
    marrow_blasts_end_of_induction,
    mrd,
    steroid_within_month,
    testicular,
    wbc,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import all_of
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import T_LINEAGE
from all_risk.quantities import per_nl, percent, years

__all__ = ["AALL0434", "AALL1231", "SCHEMES"]

_TABLE = Citation(
    source="Risk groups of the COG trials for T-ALL, table in a journal of the American Society "
    "of Hematology",
    edition="about 2023",
    locator="view-large 11901857",
    url="https://ashpublications.org/view-large/11901857",
)
_INTENSIFIED = Citation(
    source="Teachey et al., J Clin Oncol 2022;40:2106: COG AALL1231",
    edition="2022",
    url="https://clinicaltrials.gov/study/NCT02112916",
    provenance="secondary",
    read_in="NCI PDQ, Childhood Acute Lymphoblastic Leukemia Treatment, 21 April 2025",
)

_POPULATION = Population(
    who=T_LINEAGE & (age >= years(1)) & CHILDREN,
    words=f"T-lineage ALL from the first birthday {CHILDREN_BOUND}",
)

CNS1 = cns.one_of("CNS1")
M1 = marrow_blasts_end_of_induction < percent(5)
M3 = marrow_blasts_end_of_induction > percent(25)
D29 = mrd("end_of_induction")
EOC = mrd("end_of_consolidation")

STANDARD = all_of(CNS1, ~steroid_within_month, M1, D29 <= percent("0.01"), ~testicular)
INTENSIFIED = M3 | (EOC >= percent("0.1"))

AALL1231 = Scheme(
    id="aall1231",
    title="COG AALL1231 risk groups of T-ALL",
    citation=_TABLE,
    population=_POPULATION,
    groups=("standard", "intermediate", "very_high"),
    year=2023,
    adverse=frozenset({"very_high"}),
    rows=(
        Row(
            id="aall1231-standard",
            group="standard",
            when=STANDARD & ~INTENSIFIED,
            citation=_TABLE,
            reading="the sign is <=, as printed. The lumbar puncture came before any steroid: "
            "none was given in the month before the diagnosis",
            trace="P09.1",
        ),
        Row(
            id="aall1231-intermediate",
            group="intermediate",
            when=~STANDARD & ~INTENSIFIED,
            citation=_TABLE,
            trace="P09.1",
        ),
        Row(
            id="aall1231-very-high",
            group="very_high",
            when=INTENSIFIED,
            citation=_INTENSIFIED,
            reading="an M3 marrow has more than 25 % blasts. MRD of 0.1 % or more after "
            "consolidation is read to count whatever the standard line says",
            trace="P09.4 D2",
        ),
    ),
)

LOW = all_of(
    (age >= years(1)) & (age < years(10)) & (wbc <= per_nl(50)),
    marrow_blasts_day_15 < percent(5),
    M1 & (D29 < percent("0.1")),
    CNS1,
    ~testicular,
)

AALL0434 = Scheme(
    id="aall0434",
    title="COG AALL0434 risk groups of T-ALL, low and intermediate",
    citation=_TABLE,
    population=_POPULATION,
    groups=("low", "intermediate"),
    year=2023,
    rows=(
        Row(
            id="aall0434-low",
            group="low",
            when=LOW,
            citation=_TABLE,
            reading="the count is <=, as printed, where NCI standard risk has <; a rapid early "
            "responder has an M1 marrow on day 15",
            trace="P09.2 D14",
        ),
        Row(
            id="aall0434-intermediate",
            group="intermediate",
            when=~LOW & M1 & (D29 < percent(1)),
            citation=_TABLE,
            reading="rapid and slow early responders and any CNS status, who are not at low risk",
            trace="P09.2",
        ),
    ),
    left_out=("the high-risk group: its row is cut off in what could be read",),
)

SCHEMES = (AALL1231, AALL0434)
