"""When a relapse is early: the vocabularies of the BFM and UK groups and of COG.

Read in Table 2 of Fuster, World J Hematol 2014;3:49, and in NCI PDQ. That isolated extramedullary
relapse has a limit of its own in COG trials is not in that table: it was read in a digest of the
NCCN paediatric guideline, and in NCI PDQ. Rows F-50 to F-54, NC-PED-60 and section 8.1 as
corrected. The words are the same and the classes are not: BFM counts from the diagnosis and from
the end of treatment, COG from the diagnosis alone.
"""

from __future__ import annotations

from all_risk.facts import (
    lineage,
    months_off_therapy_at_relapse,
    months_to_relapse,
    relapse_extramedullary,
    relapse_marrow,
    relapses,
    unprinted,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import NCCN_PEDIATRIC_2026
from all_risk.quantities import count, months

__all__ = [
    "COG_EXTRAMEDULLARY_EARLY",
    "COG_EXTRAMEDULLARY_LATE",
    "COG_MARROW_EARLY",
    "COG_MARROW_LATE",
    "COMBINED",
    "EARLY",
    "FIRST_RELAPSE",
    "FIRST_RELAPSE_IN_CHILDHOOD",
    "ISOLATED_EXTRAMEDULLARY",
    "ISOLATED_MARROW",
    "LATE",
    "RELAPSE_TIMING_BFM",
    "RELAPSE_TIMING_COG",
    "SCHEMES",
    "VERY_EARLY",
]

_TABLE = Citation(
    source="Fuster, World J Hematol 2014;3:49-70: relapsed ALL in children",
    edition="2014",
    locator="Table 2",
    url="https://doi.org/10.5315/wjh.v3.i3.49",
)

_EXTRAMEDULLARY = NCCN_PEDIATRIC_2026.at("page PEDALL-9")

ISOLATED_MARROW = relapse_marrow & ~relapse_extramedullary
COMBINED = relapse_marrow & relapse_extramedullary
ISOLATED_EXTRAMEDULLARY = ~relapse_marrow & relapse_extramedullary

# The table prints "within 18 months", PDQ fewer than 18: the day itself is either.
VERY_EARLY = (months_to_relapse < months(18)) | (
    (months_to_relapse <= months(18))
    & unprinted("whether a relapse 18 months to the day after the diagnosis is very early")
)
# Early is within 6 months of the end of treatment, late more than 6 months after it. Whether
# six months to the day are within is printed nowhere.
_WITHIN_6_MONTHS = (months_off_therapy_at_relapse < months(6)) | (
    (months_off_therapy_at_relapse <= months(6))
    & unprinted("whether a relapse 6 months to the day after the end of treatment is early")
)
EARLY = ~VERY_EARLY & _WITHIN_6_MONTHS
LATE = ~VERY_EARLY & ~_WITHIN_6_MONTHS

COG_MARROW_EARLY = relapse_marrow & (months_to_relapse < months(36))
COG_MARROW_LATE = relapse_marrow & (months_to_relapse >= months(36))
COG_EXTRAMEDULLARY_EARLY = ISOLATED_EXTRAMEDULLARY & (months_to_relapse < months(18))
COG_EXTRAMEDULLARY_LATE = ISOLATED_EXTRAMEDULLARY & (months_to_relapse >= months(18))


FIRST_RELAPSE = (relapses >= count(1)) & (relapses <= count(1))
FIRST_RELAPSE_IN_CHILDHOOD = Population(
    who=FIRST_RELAPSE & CHILDREN,
    words=f"childhood ALL, {CHILDREN_BOUND}, at the first relapse and no later one",
)
# When the first relapse came stays true after a second.
_RELAPSED = Population(
    who=(relapses >= count(1)) & CHILDREN,
    words=f"childhood ALL that has relapsed, {CHILDREN_BOUND}; the first relapse is timed",
)

RELAPSE_TIMING_BFM = Scheme(
    id="relapse-timing-bfm",
    title="Time of the first relapse, BFM and UK groups",
    citation=_TABLE,
    population=_RELAPSED,
    groups=("late", "early", "very_early"),
    year=2014,
    question="relapse",
    adverse=frozenset({"very_early", "early"}),
    rows=(
        Row(
            id="very-early",
            group="very_early",
            when=VERY_EARLY,
            citation=_TABLE,
            reading="before 18 months it is very early however long treatment has been over, which "
            "a treatment of about two years hardly allows",
            trace="F-50",
        ),
        Row(id="early", group="early", when=EARLY, citation=_TABLE, trace="F-50"),
        Row(id="late", group="late", when=LATE, citation=_TABLE, trace="F-50"),
    ),
    left_out=(
        (
            "the surrogate by calendar (early up to 30 months from the diagnosis) where the end of "
            "treatment is not known: without that date early and late stay open"
        ),
    ),
)

_PDQ_SIGN = "at exactly 36 months it is late, as the table prints it; NCI PDQ writes more than"
_18_MONTHS = (
    "the limit is not in the table of the other rows. At exactly 18 months it is late, as the "
    "digest prints it; NCI PDQ writes more than"
)

RELAPSE_TIMING_COG = Scheme(
    id="relapse-timing-cog",
    title="Time of the first relapse, COG",
    citation=_TABLE,
    population=Population(
        who=(relapses >= count(1)) & CHILDREN & lineage.one_of("B"),
        words=f"B-lineage ALL in childhood that has relapsed, {CHILDREN_BOUND}; the first relapse "
        "is timed. In T-lineage ALL "
        "COG does not go by the time",
    ),
    groups=("late", "early"),
    year=2014,
    question="relapse",
    adverse=frozenset({"early"}),
    rows=(
        Row(
            id="early-marrow",
            group="early",
            when=COG_MARROW_EARLY,
            citation=_TABLE,
            trace="F-51 NC-PED-60",
        ),
        Row(
            id="early-extramedullary",
            group="early",
            when=COG_EXTRAMEDULLARY_EARLY,
            citation=_EXTRAMEDULLARY,
            reading="the limit is not in the table of the other rows; NCI PDQ has the same one",
            trace="F-52 NC-PED-60",
        ),
        Row(
            id="late-marrow",
            group="late",
            when=COG_MARROW_LATE,
            citation=_TABLE,
            reading=_PDQ_SIGN,
            trace="F-51 F-54 NC-PED-60",
        ),
        Row(
            id="late-extramedullary",
            group="late",
            when=COG_EXTRAMEDULLARY_LATE,
            citation=_EXTRAMEDULLARY,
            reading=_18_MONTHS,
            trace="F-52 F-54 NC-PED-60",
        ),
    ),
)

SCHEMES = (RELAPSE_TIMING_BFM, RELAPSE_TIMING_COG)
