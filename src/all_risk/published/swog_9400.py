"""Karyotype classes of adult ALL, SWOG-9400.

Read in the abstract of Pullarkat et al. 2008, as corrected: t(9;22) is a class of its own, and
other unfavourable means monosomy 7, trisomy 8 or 11q23.
"""

from __future__ import annotations

from all_risk.facts import detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.adult_terms import ADULTS_BOUND
from all_risk.published.sources import ADULTS

__all__ = ["SCHEMES", "SWOG_9400"]

_CITATION = Citation(
    source="Pullarkat et al., Blood 2008;111:2563: SWOG-9400", edition="2008",
    locator="abstract",
)  # fmt: skip

T_9_22 = detected("BCR::ABL1")
OTHER_UNFAVOURABLE = any_of(detected("MONOSOMY_7"), detected("TRISOMY_8"), detected("KMT2A-r"))

SWOG_9400 = Scheme(
    id="swog-9400",
    title="Unfavourable karyotypes of adult ALL, SWOG-9400",
    citation=_CITATION,
    population=Population(who=ADULTS, words=ADULTS_BOUND),
    groups=("other_unfavourable", "t_9_22"),
    year=2008,
    adverse=frozenset({"other_unfavourable", "t_9_22"}),
    rows=(
        Row(
            id="other-unfavourable",
            group="other_unfavourable",
            when=OTHER_UNFAVOURABLE & ~T_9_22,
            citation=_CITATION,
            reading="monosomy 7, trisomy 8 or 11q23 without t(9;22); 11q23 is read as a KMT2A "
            "rearrangement",
            trace="SWOG-9400",
        ),
        Row(id="t-9-22", group="t_9_22", when=T_9_22, citation=_CITATION, trace="SWOG-9400"),
    ),
    left_out=("the classes of all other karyotypes: not read",),
)

SCHEMES = (SWOG_9400,)
