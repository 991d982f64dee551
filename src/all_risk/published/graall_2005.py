"""Conventional high-risk factors of B-ALL in the GRAALL-2003 and 2005 trials, in part.

Read in Table 1 of Dhédin et al., where these rows carry a mark; what the mark means was not
read, so that a row is a high-risk factor by our reading. Rows GR-1 to GR-10 as corrected: for
B lineage only, and with the one number that is printed. What else the trials counted is named
without a number or definition, so that this scheme can find a patient at high risk, and never
rule it out.
"""

from __future__ import annotations

from all_risk.facts import age, cns, detected, lineage, unprinted, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.adult_terms import COMPLEX, HOTR
from all_risk.quantities import per_nl, years

__all__ = ["GRAALL_2005", "SCHEMES"]

_CITATION = Citation(
    source="Dhédin et al., Blood 2015;125:2486: GRAALL-2003 and 2005",
    edition="2015",
    locator="Table 1",
    url="https://ashpublications.net/view-large/7460575",
)
_MARK = "marked in the table; that the mark means a high-risk factor is our reading"

# Each factor with its row of the reference and what was read into it.
FACTORS: tuple[tuple[str, Expr, str, str], ...] = (
    ("high-wbc", wbc >= per_nl(30), "GR-1", _MARK),
    ("cns-disease", cns.one_of("CNS3"), "GR-2", f"{_MARK}; CNS disease is read as CNS3"),
    ("kmt2a-r", detected("KMT2A-r"), "GR-4", _MARK),
    ("tcf3-pbx1", detected("TCF3::PBX1"), "GR-5", f"{_MARK}; t(1;19) is read as TCF3::PBX1"),
    ("hotr", HOTR, "GR-7", _MARK),
    (
        "complex",
        COMPLEX & unprinted("how many abnormalities make a karyotype complex"),
        "GR-6",
        f"{_MARK}; the number is not in the table",
    ),
    (
        "response",
        unprinted(
            "the immunophenotype, and how much resistance to the steroid prephase, early blast "
            "clearance or delay of remission, that counts"
        ),
        "GR-3 GR-8 GR-9 GR-10",
        f"{_MARK}; no definition is in the table",
    ),
)
HIGH = any_of(*(rule for _, rule, _, _ in FACTORS))

GRAALL_2005 = Scheme(
    id="graall-2005",
    title="Conventional high-risk factors of B-ALL, GRAALL-2003 and 2005, in part",
    citation=_CITATION,
    population=Population(
        who=lineage.one_of("B") & (age >= years(15)) & (age < years(56)) & ~detected("BCR::ABL1"),
        words="B-lineage ALL without BCR::ABL1, 15 to 55 years as in the study; the whole year of "
        "being 55 is taken in, which is this library's",
    ),
    groups=("not_high", "high"),
    year=2015,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="none",
            group="not_high",
            when=~HIGH,
            citation=_CITATION,
            reading="none of the factors; never decided, as not all of them are defined",
            trace="GR-1 to GR-10",
        ),
        *(
            Row(id=id_, group="high", when=rule, citation=_CITATION, reading=reading, trace=trace)
            for id_, rule, trace, reading in FACTORS
        ),
    ),
    outcomes={
        "high": "3-year relapse-free survival of 64.7 % after a transplant in first remission; "
        "522 patients of B or T lineage with at least one factor, 282 of them transplanted",
    },
    listed=False,
    caution="In part: what the mark in the published table means was not read, and several factors "
    "have no definition in it.",
    left_out=(
        "T lineage (GR-2, GR-8 to GR-10): not read",
        (
            "numbers for steroid resistance, early blast clearance, late remission and a complex "
            "karyotype, and the EGIL class (GR-3, GR-6, GR-8 to GR-10): not in the table"
        ),
    ),
)

SCHEMES = (GRAALL_2005,)
