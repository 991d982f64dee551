"""Karyotype classes of adult ALL, SWOG-9400.

Read in the abstract of Pullarkat et al. 2008. Its four classes are normal, t(9;22), other
unfavourable (monosomy 7, trisomy 8 or 11q23) and miscellaneous. No fact tells a normal
karyotype from a miscellaneous one, and both fared alike; they are left out.
"""

from __future__ import annotations

from all_risk.facts import age, detected
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.quantities import years

__all__ = ["SCHEMES", "SWOG_9400"]

_CITATION = Citation(
    source="Pullarkat et al., Blood 2008;111:2563: SWOG-9400",
    edition="2008",
    locator="abstract",
    url="https://ashpublications.org/blood/article/111/5/2563",
)

T_9_22 = detected("BCR::ABL1")
OTHER_UNFAVOURABLE = any_of(detected("MONOSOMY_7"), detected("TRISOMY_8"), detected("KMT2A-r"))

SWOG_9400 = Scheme(
    id="swog-9400",
    title="Unfavourable karyotypes of adult ALL, SWOG-9400",
    citation=_CITATION,
    population=Population(
        who=(age >= years(15)) & (age < years(66)),
        words="ALL from 15 to 65 years; the whole year of being 65 is taken in, which is this "
        "library's",
    ),
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
    outcomes={
        "other_unfavourable": "hazard ratio of death 2.14 (1.04 to 4.04) against a normal "
        "karyotype; 19 of 140 patients",
        "t_9_22": "hazard ratio of death 3.45 (1.88 to 6.31) against a normal karyotype; 36 of "
        "140 patients",
    },
    left_out=(
        "the classes normal and miscellaneous, of similar survival: no fact tells them apart",
    ),
)

SCHEMES = (SWOG_9400,)
