"""When to consult a transplant centre: the NMDP and ASTCT list for adults of 40 and older, 2021.

Published on 1 January 2021 and read in Guideline Central, record 349833, updated on
19 January 2024. Rows N-10 to N-14, N-16, N-19a and N-19b. The lists for children and for
patients of 15 to 39 could not be read and are not here.
"""

from __future__ import annotations

from all_risk.facts import (
    age,
    consulted_before_second_remission,
    mrd_detected,
    relapses,
    second_remission_reached,
)
from all_risk.guideline import Basis, Citation, Guideline, Layer, Population, Trigger
from all_risk.logic import TRUE, Expr
from all_risk.published.terms import INDUCTION_FAILURE
from all_risk.quantities import count, years

__all__ = ["GUIDELINES", "NMDP_ASTCT_2021"]

_CITATION = Citation(
    source="NMDP and ASTCT, Recommended timing for transplant consultation",
    edition="1 January 2021",
    locator="adult ALL, 40 years and older",
    url="https://guidelinecentral.com/guideline/349833",
    provenance="secondary",
    read_in="Guideline Central, record 349833, updated 19 January 2024",
)
_ID = "nmdp-astct-2021"

# No level, assay or day is printed: residual disease found at all is enough.
MRD_AFTER_INITIAL_THERAPY = mrd_detected("end_of_induction") | mrd_detected(
    "end_of_induction", "blood"
)


def _trigger(
    id_: str, title: str, when: Expr, trace: str, layer: Layer = "consultation"
) -> Trigger:
    basis = Basis(id=id_, source=_ID, rule=when, words=title, citation=_CITATION, trace=trace)
    return Trigger(id=id_, title=title, bases=(basis,), citation=_CITATION, layer=layer)


NMDP_ASTCT_2021 = Guideline(
    id=_ID,
    title="Timing of transplant consultation, adults of 40 and older",
    version="2021-01, as updated 2024-01",
    year=2021,
    citation=_CITATION,
    population=Population(
        who=age >= years(40), words="adults with ALL of 40 years and older, as printed"
    ),
    triggers=(
        _trigger(
            "all_patients_early",
            "Every patient, early after diagnosis; first remission included",
            TRUE,
            "N-12 N-13",
        ),
        _trigger("induction_failure", "Primary induction failure", INDUCTION_FAILURE, "N-14"),
        _trigger(
            "mrd_after_initial_therapy",
            "MRD after initial therapy, at any level",
            MRD_AFTER_INITIAL_THERAPY,
            "N-16",
        ),
        _trigger("first_relapse", "First relapse", relapses >= count(1), "N-19a"),
        _trigger(
            "second_remission",
            "Second or later remission, if not evaluated before",
            second_remission_reached & ~consulted_before_second_remission,
            "N-19b",
        ),
        _trigger(
            "hla_typing", "High-resolution HLA typing at diagnosis", TRUE, "N-11", layer="typing"
        ),
    ),
    parameters={
        "induction_failure": "not defined in the list: no remission within 42 days is a failure, "
        "remission within 28 days is none, and between them groups differ",
        "mrd_after_initial_therapy": "the list prints no level, assay or day: any residual disease "
        "found at the end of induction, in marrow or blood",
        "second_remission": "a visit to a transplant doctor before the second remission is an "
        "earlier evaluation; a later visit does not unmake the reason",
    },
    left_out=(
        (
            "the lists for children under 15 and for patients of 15 to 39 years (N-20 to N-23): "
            "they could not be read"
        ),
    ),
)

GUIDELINES = (NMDP_ASTCT_2021,)
