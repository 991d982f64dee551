"""High risk in the UKALL14 trial: by its design, and by the genetics that proved to matter.

Both read in Moorman et al. 2022, its introduction and abstract; the ages of eligibility in
Marks et al., Lancet Haematol 2022;9:e262, registry entry NCT01085617. Sections 3b and 3c of the
reference.
"""

from __future__ import annotations

from all_risk.facts import age, detected, lineage, mrd_detected, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.adult_terms import COMPLEX, HOTR
from all_risk.quantities import years

__all__ = ["SCHEMES", "UKALL14_DESIGN", "UKALL14_GENETICS"]

_CITATION = Citation(
    source="Moorman et al., Leukemia 2022;36:625-636: UKALL14",
    edition="2022",
    url="https://doi.org/10.1038/s41375-021-01448-2",
)
_INTRODUCTION, _ABSTRACT = _CITATION.at("introduction"), _CITATION.at("abstract")

BCR_ABL1, KMT2A_AFF1 = detected("BCR::ABL1"), detected("KMT2A::AFF1")
B = lineage.one_of("B")
_TO_65 = age < years(66)
_AGES = "25 to 65 years"
_BOUND = (
    "the ages are those of eligibility (Marks et al., Lancet Haematol 2022;9:e262; NCT01085617), "
    "and the whole year of being 65 is taken in, which is this library's"
)

OVER_40 = (age >= years(41)) | (
    (age > years(40)) & unprinted("whether 'over 40' begins at 41 completed years")
)
# That MRD at the end of induction counts was read; from which level was not.
MRD_POSITIVE = mrd_detected("end_of_induction") & unprinted("from which level MRD is positive")
HIGH_RISK_GENETICS = any_of(BCR_ABL1, KMT2A_AFF1, HOTR, COMPLEX)
DESIGN_HIGH = any_of(
    OVER_40,
    HIGH_RISK_GENETICS,
    MRD_POSITIVE,
    unprinted("whether, and from where, the white cell count makes high risk"),
)

UKALL14_DESIGN = Scheme(
    id="ukall14-design",
    title="High risk by the design of UKALL14, in part",
    citation=_INTRODUCTION,
    population=Population(
        who=B & _TO_65 & (((age >= years(25)) & ~BCR_ABL1) | ((age >= years(19)) & BCR_ABL1)),
        words=f"B-lineage ALL, {_AGES} without BCR::ABL1, 19 to 65 with it; {_BOUND}",
    ),
    groups=("not_high", "high"),
    year=2022,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="not-high",
            group="not_high",
            when=~DESIGN_HIGH,
            citation=_INTRODUCTION,
            reading="never decided: the part of the white cell count was not read",
            trace="UK14-A UK14-G UK14-M",
        ),
        Row(
            id="high",
            group="high",
            when=DESIGN_HIGH,
            citation=_INTRODUCTION,
            reading="over 40; BCR::ABL1, KMT2A::AFF1, low hypodiploidy or near triploidy, complex "
            "karyotype; MRD at the end of induction, without a number",
            trace="UK14-A UK14-G UK14-M",
        ),
    ),
    left_out=("the white cell count and the level of MRD (UK14-W, UK14-M): not read",),
)

JAK_STAT = detected("CRLF2-r") | detected("JAK2-r")
GENETICS_HIGH = any_of(KMT2A_AFF1, HOTR, COMPLEX, JAK_STAT)

UKALL14_GENETICS = Scheme(
    id="ukall14-genetics-2022",
    title="Genetic groups found in UKALL14",
    citation=_ABSTRACT,
    population=Population(
        who=B & _TO_65 & (age >= years(25)) & ~BCR_ABL1,
        words=f"B-lineage ALL without BCR::ABL1, {_AGES}; {_BOUND}. With BCR::ABL1, treated with "
        "imatinib, patients fared like the others and are kept apart",
    ),
    groups=("standard", "high"),
    year=2022,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="standard",
            group="standard",
            when=~GENETICS_HIGH,
            citation=_ABSTRACT,
            reading="none of the four; the grouping is this library's",
            trace="3c",
        ),
        Row(
            id="high",
            group="high",
            when=GENETICS_HIGH,
            citation=_ABSTRACT,
            reading="KMT2A::AFF1, low hypodiploidy or near triploidy, complex karyotype, JAK-STAT "
            "lesions (CRLF2 or JAK2): the grouping is this library's",
            trace="3c",
        ),
    ),
    outcomes={
        "high": "relapse in 50 % with KMT2A::AFF1, 60 % with a complex karyotype, 53 % with low "
        "hypodiploidy or near triploidy, 56 % with JAK-STAT lesions; 652 patients in all",
    },
    caution="The abstract gives the relapse of each lesion; that they make two groups is this "
    "library's reading.",
)

SCHEMES = (UKALL14_DESIGN, UKALL14_GENETICS)
