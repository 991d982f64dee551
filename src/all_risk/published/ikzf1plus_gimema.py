"""IKZF1-plus as the GIMEMA group defines it in adults with BCR::ABL1.

Unlike the children's definition it asks neither for PAR1 nor for ERG. Read in the abstract and
on a page of the paper.
"""

from __future__ import annotations

from all_risk.facts import detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.sources import ADULTS
from all_risk.published.terms import CDKN2A_B_DELETION

__all__ = ["IKZF1PLUS_GIMEMA", "SCHEMES"]

_CITATION = Citation(
    source="Chiaretti et al., Haematologica 2021;106:1828-1838: GIMEMA LAL1509",
    edition="2021",
    locator="Disease-free survival and overall survival",
    url="https://doi.org/10.3324/haematol.2020.260935",
)

PLUS = detected("IKZF1 deletion") & any_of(CDKN2A_B_DELETION, detected("PAX5 deletion"))

IKZF1PLUS_GIMEMA = Scheme(
    id="ikzf1plus-gimema",
    title="IKZF1-plus in BCR::ABL1-positive ALL, GIMEMA",
    citation=_CITATION,
    population=Population(
        who=detected("BCR::ABL1") & ADULTS,
        words="BCR::ABL1-positive ALL in adults from 18 years; the trial enrolled up to 60",
    ),
    groups=("not_ikzf1plus", "ikzf1plus"),
    year=2021,
    adverse=frozenset({"ikzf1plus"}),
    rows=(
        Row(id="ikzf1plus", group="ikzf1plus", when=PLUS, citation=_CITATION, trace="PH-5"),
        Row(
            id="not-ikzf1plus",
            group="not_ikzf1plus",
            when=~PLUS,
            citation=_CITATION,
            trace="PH-5",
        ),
    ),
    outcomes={
        "ikzf1plus": "60-month disease-free survival 0 %, overall survival 20 % (39 of 60 patients "
        "were tested)",
        "not_ikzf1plus": "60-month disease-free survival 60 %, overall survival 69.5 % (39 of 60 "
        "patients were tested)",
    },
    left_out=(
        (
            "two other series, in which IKZF1 made no difference: FBMTG ALL/MRD2008 (PH-6; 38 "
            "patients, 3-year disease-free survival 47 % with IKZF1-plus, 54 % with a deletion of "
            "IKZF1 alone, 75 % with neither, P .63) and UKALL14 (PH-8; no effect of the deletion "
            "on survival)"
        ),
    ),
)

SCHEMES = (IKZF1PLUS_GIMEMA,)
