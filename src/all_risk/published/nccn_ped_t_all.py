"""The NCCN paediatric risk groups of T-lineage ALL, as a third party reports them.

Rows NC-PED-12 and NC-PED-40 to NC-PED-46. Steroid pretreatment bars the standard group, and what
it is each protocol says: with no steroid in the month before the diagnosis there is none by any of
them.
"""

from __future__ import annotations

from all_risk.facts import age, cns, mrd, steroid_within_month, testicular, unprinted
from all_risk.guideline import Population, Row, Scheme
from all_risk.logic import all_of
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import NCCN_CAUTION, NCCN_PEDIATRIC_2026, T_LINEAGE
from all_risk.quantities import percent, years

__all__ = ["NCCN_PED_T_ALL", "SCHEMES"]

_CITATION = NCCN_PEDIATRIC_2026.at("page PEDALL-6")

STEROID_PRETREATMENT = steroid_within_month & unprinted(
    "which steroid before the diagnosis counts as pretreatment: each protocol says"
)
STANDARD = all_of(
    mrd("end_of_induction") < percent("0.01"),
    cns.one_of("CNS1"),
    ~testicular,
    ~STEROID_PRETREATMENT,
)
VERY_HIGH = mrd("end_of_consolidation") > percent("0.1")

NCCN_PED_T_ALL = Scheme(
    id="nccn-ped-t-all",
    title="NCCN paediatric risk groups of T-ALL",
    citation=_CITATION,
    population=Population(
        who=T_LINEAGE & (age >= years(1)) & CHILDREN,
        words=f"T-lineage ALL from the first birthday {CHILDREN_BOUND}. The guideline is for "
        "patients up to 18 years, and up to 30 where they are treated as children; infants have a "
        "branch of their own in it",
    ),
    groups=("standard", "high", "very_high"),
    year=2025,
    adverse=frozenset({"high", "very_high"}),
    rows=(
        Row(
            id="standard",
            group="standard",
            when=STANDARD & ~VERY_HIGH,
            citation=_CITATION,
            reading="MRD is repeated after consolidation only if it was not negative after "
            "induction; a result that is not on record is open here all the same",
            trace="NC-PED-40 NC-PED-43 NC-PED-46",
        ),
        Row(
            id="high",
            group="high",
            when=~STANDARD & ~VERY_HIGH,
            citation=_CITATION,
            trace="NC-PED-42",
        ),
        Row(
            id="very-high",
            group="very_high",
            when=VERY_HIGH,
            citation=_CITATION,
            reading="whatever day 29 showed",
            trace="NC-PED-41 NC-PED-46",
        ),
    ),
    listed=False,
    caution=NCCN_CAUTION,
    left_out=("for which group transplant is considered (NC-PED-44): the digest does not say",),
)

SCHEMES = (NCCN_PED_T_ALL,)
