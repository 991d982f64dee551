"""One primary subtype per patient: WHO-HAEM5 and the ICC of 2022.

Which lesion defines which entity stands in the vocabulary of lesions
([LESIONS][all_risk.genetics.lesions.LESIONS]); this module adds the order in which they are
asked, as neither classification prints one: fusions that found the disease go before ploidy,
ploidy before single mutations and expression. The order is this library's, after the public
extractor of the HARMONY alliance, which takes the first lesion present in a list like this.
Sections 7a, 7b and 7f of the reference, and D-08: of the provisional entities of the ICC the
abstract counts four in B-ALL, the mapping file five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

from all_risk.facts import detected, etp_phenotype, lineage
from all_risk.genetics.lesions import LESIONS, Lesion
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import TRUE, Expr, Value, any_of, evaluate

__all__ = ["ICC_2022_B", "ICC_2022_T", "SCHEMES", "WHO_HAEM5_B", "secondary_lesions"]

Classification: TypeAlias = Literal["who_haem5", "icc"]

_WHO = Citation(
    source="Alaggio et al., Leukemia 2022;36:1720: WHO classification, 5th edition",
    edition="2022",
    locator="B-lymphoblastic leukaemias/lymphomas",
    url="https://www.cancer.gov/types/leukemia/hp/child-all-treatment-pdq",
    provenance="secondary",
    read_in="NCI PDQ, childhood ALL, 21 April 2025, and the mapping file of IntegrateALL",
)
_ICC = Citation(
    source="Arber et al., Blood 2022;140:1200: International Consensus Classification",
    edition="2022",
    locator="B-ALL and T-ALL",
    url="https://doi.org/10.1007/s00428-022-03448-8",
    provenance="secondary",
    read_in="Duffield et al., Virchows Arch 2023;482:11, and the mapping file of IntegrateALL",
)

# The order of asking. Each step is one entity of the ICC, the finer classification, named by
# its widest lesions; narrower lesions of the same entity count with them.
ORDER: Final[tuple[tuple[str, ...], ...]] = (
    ("BCR::ABL1",),
    ("KMT2A-r",),
    ("ETV6::RUNX1",),
    ("TCF3::PBX1",),
    ("HLF-r",),
    ("IGH::IL3",),
    ("MYC-r",),
    ("DUX4-r",),
    ("MEF2D-r",),
    ("ZNF384-r",),
    ("NUTM1-r",),
    ("CDX2/UBTF",),
    ("iAMP21",),
    ("NEAR_HAPLOIDY",),
    ("LOW_HYPODIPLOIDY", "MASKED_HYPODIPLOIDY"),
    ("HIGH_HYPERDIPLOIDY",),
    ("PAX5 P80R",),
    ("IKZF1 N159Y",),
    ("Ph-like", "ABL-class"),
    ("PAX5alt",),
    ("ETV6::RUNX1-like",),
    ("ZEB2 H1038R",),
    ("ZNF384-r-like",),
    ("KMT2A-r-like",),
)
# A fusion of one entity that is, by name, a rearrangement of another.
_BELONGS_ELSEWHERE: Final[Mapping[str, str]] = {"MEF2D-r": "MEF2D::CSF1R"}

# Each entity, by its name in the classification, and the group that stands for it here.
WHO_GROUPS: Final[Mapping[str, str]] = {
    "BCR::ABL1 fusion": "bcr_abl1",
    "KMT2A rearrangement": "kmt2a_r",
    "ETV6::RUNX1 fusion": "etv6_runx1",
    "TCF3::PBX1 fusion": "tcf3_pbx1",
    "TCF3::HLF fusion": "tcf3_hlf",
    "IGH::IL3 fusion": "igh_il3",
    "iAMP21": "iamp21",
    "hypodiploidy": "hypodiploidy",
    "high hyperdiploidy": "high_hyperdiploidy",
    "BCR::ABL1-like features": "bcr_abl1_like",
    "ETV6::RUNX1-like features": "etv6_runx1_like",
    "other defined genetic abnormalities": "other_defined",
}
ICC_GROUPS: Final[Mapping[str, str]] = {
    "t(9;22)(q34.1;q11.2)/BCR::ABL1": "bcr_abl1",
    "t(v;11q23.3)/KMT2A-r": "kmt2a_r",
    "t(12;21)(p13.2;q22.1)/ETV6::RUNX1": "etv6_runx1",
    "t(1;19)(q23.3;p13.3)/TCF3::PBX1": "tcf3_pbx1",
    "HLF rearrangement": "hlf_r",
    "t(5;14)(q31.1;q32.3)/IL3::IGH": "igh_il3",
    "MYC rearrangement": "myc_r",
    "DUX4 rearrangement": "dux4_r",
    "MEF2D rearrangement": "mef2d_r",
    "ZNF384(362) rearrangement": "znf384_r",
    "NUTM1 rearrangement": "nutm1_r",
    "UBTF::ATXN7L3/PAN3,CDX2 (CDX2/UBTF)": "cdx2_ubtf",
    "iAMP21": "iamp21",
    "near haploid": "near_haploid",
    "low hypodiploid": "low_hypodiploid",
    "hyperdiploid": "hyperdiploid",
    "mutated PAX5 P80R": "pax5_p80r",
    "mutated IKZF1 N159Y": "ikzf1_n159y",
    "BCR::ABL1-like": "bcr_abl1_like",
    "BCR::ABL1-like: ABL-class": "bcr_abl1_like",
    "PAX5 alteration": "pax5_alteration",
    "ETV6::RUNX1-like": "etv6_runx1_like",
    "mutated ZEB2 p.H1038R/IGH::CEBPE": "zeb2_cebpe",
    "ZNF384-r-like": "znf384_r_like",
    "KMT2A-r-like": "kmt2a_r_like",
}
_PROVISIONAL = (
    "pax5_alteration", "etv6_runx1_like", "zeb2_cebpe", "znf384_r_like", "kmt2a_r_like"
)  # fmt: skip
_FOUR_OR_FIVE: Final = (
    "provisional; the abstract counts four such entities of B-ALL, the mapping file has five, and "
    "all five are here"
)


@frozen
class _Step:
    """One step of the hierarchy: the lesions asked for, and the group they give."""

    id: str
    group: str
    lesions: tuple[str, ...]
    rule: Expr


def _steps(classification: Classification, groups: Mapping[str, str]) -> Iterator[_Step]:
    by_name = {lesion.name: lesion for lesion in LESIONS}
    for widest in ORDER:
        icc = {by_name[name].icc for name in widest} - {None}
        of_step = [each for each in LESIONS if each.name in widest or each.icc in icc]
        named = [each for each in of_step if getattr(each, classification) is not None]
        if named:
            yield _Step(
                id=re.sub(r"\W+|_", "-", widest[0].lower()),
                group=groups[getattr(named[0], classification)],
                lesions=tuple(lesion.name for lesion in named),
                rule=_present(named, classification),
            )


def _present(lesions: list[Lesion], classification: Classification) -> Expr:
    names = [lesion.name for lesion in lesions]
    apart = {_BELONGS_ELSEWHERE[name]: name for name in names if name in _BELONGS_ELSEWHERE}
    entities = {each.name: getattr(each, classification) for each in LESIONS}
    apart = {fusion: wide for fusion, wide in apart.items() if entities[fusion] is not None}
    rules: list[Expr] = [detected(wide) & ~detected(fusion) for fusion, wide in apart.items()]
    for name in names:
        # A fusion implies its genes' rearrangements and the entity it is a case of, and need
        # not be asked beside them.
        wider: set[str] = set()
        if "::" in name:
            wider = {"ABL-class", "PAX5alt", *(f"{gene}-r" for gene in name.split("::"))}
        if name not in apart.values() and not (wider & set(names)) - set(apart.values()):
            rules.append(detected(name))
    return any_of(*rules)


def _rows(steps: tuple[_Step, ...], citation: Citation) -> Iterator[Row]:
    for step in steps:
        provisional = citation == _ICC and step.group in _PROVISIONAL
        yield Row(
            id=step.id,
            group=step.group,
            when=step.rule,
            citation=citation,
            reading=_FOUR_OR_FIVE if provisional else "",
            trace="7a 7b D-08" if provisional else "7a 7b",
        )
    yield Row(
        id="nos",
        group="nos",
        when=TRUE,
        citation=citation,
        reading="none of the lesions above",
        trace="B25",
    )


_STEPS: Final[Mapping[str, tuple[_Step, ...]]] = {
    "who-haem5-b": tuple(_steps("who_haem5", WHO_GROUPS)),
    "icc-2022-b": tuple(_steps("icc", ICC_GROUPS)),
}
_ORDERED = (
    "Neither classification prints an order for a patient with several such lesions; the order is "
    "this library's."
)


def _entities(groups: Mapping[str, str], prefix: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for entity, group in groups.items():
        names.setdefault(group, f"{prefix} {entity}")
    return names


WHO_HAEM5_B = Scheme(
    id="who-haem5-b",
    title="Subtype of B-ALL, WHO-HAEM5",
    citation=_WHO,
    population=Population(who=lineage.one_of("B"), words="B-lineage ALL of any age"),
    groups=(*dict.fromkeys(step.group for step in _STEPS["who-haem5-b"]), "nos"),
    year=2022,
    question="subtype",
    first_match=True,
    rows=tuple(_rows(_STEPS["who-haem5-b"], _WHO)),
    outcomes={
        **_entities(WHO_GROUPS, "B-lymphoblastic leukaemia/lymphoma with"),
        "nos": "B-lymphoblastic leukaemia/lymphoma, not otherwise specified",
    },
    caution=_ORDERED,
)

ICC_2022_B = Scheme(
    id="icc-2022-b",
    title="Subtype of B-ALL, ICC 2022",
    citation=_ICC,
    population=Population(who=lineage.one_of("B"), words="B-lineage ALL of any age"),
    groups=(*dict.fromkeys(step.group for step in _STEPS["icc-2022-b"]), "nos"),
    year=2022,
    question="subtype",
    first_match=True,
    rows=tuple(_rows(_STEPS["icc-2022-b"], _ICC)),
    outcomes={
        group: f"{name} (provisional)" if group in _PROVISIONAL else name
        for group, name in (_entities(ICC_GROUPS, "B-ALL,") | {"nos": "B-ALL, NOS"}).items()
    },
    caution=_ORDERED,
    left_out=(
        (
            "the division of BCR::ABL1 by lineages involved, and of BCR::ABL1-like by pathway: no "
            "result on record tells them apart in every case"
        ),
    ),
)

_BCL11B = detected("BCL11B-r")

ICC_2022_T = Scheme(
    id="icc-2022-t",
    title="Subtype of early T-cell precursor ALL, ICC 2022",
    citation=_ICC,
    population=Population(who=lineage.one_of("T"), words="T-lineage ALL of any age"),
    groups=("etp_bcl11b_r", "etp_nos"),
    year=2022,
    question="subtype",
    rows=(
        Row(
            id="etp-bcl11b-r",
            group="etp_bcl11b_r",
            when=etp_phenotype & _BCL11B,
            citation=_ICC,
            trace="7f",
        ),
        Row(
            id="etp-nos",
            group="etp_nos",
            when=etp_phenotype & ~_BCL11B,
            citation=_ICC,
            trace="7f",
        ),
    ),
    outcomes={
        "etp_bcl11b_r": "ETP-ALL with BCL11B rearrangement",
        "etp_nos": "ETP-ALL, NOS",
    },
    left_out=(
        (
            "T-ALL without the ETP phenotype: eight provisional entities, whose names were not "
            "read, and NOS, which is what is left beside them"
        ),
    ),
)

SCHEMES = (WHO_HAEM5_B, ICC_2022_B, ICC_2022_T)


def secondary_lesions(
    values: Mapping[str, Value], scheme: Literal["who-haem5-b", "icc-2022-b"] = "icc-2022-b"
) -> tuple[str, ...]:
    """Lesions found that would define a subtype, beside those of the primary one.

    Args:
        values: What is known, as in [Facts][all_risk.facts.Facts].
        scheme: By which classification.

    Returns:
        Their names, in the order of the hierarchy; of a lesion and a special case of it, the
        special case. Where an earlier lesion is still open, all that are found are listed.

    Examples:
        >>> known = {"HIGH_HYPERDIPLOIDY": True, "BCR::ABL1": True, "PAX5 P80R": False}
        >>> secondary_lesions(known)
        ('HIGH_HYPERDIPLOIDY',)
        >>> secondary_lesions({"HIGH_HYPERDIPLOIDY": True})
        ('HIGH_HYPERDIPLOIDY',)
    """
    found: list[str] = []
    primary_open = True
    for step in _STEPS[scheme]:
        held = evaluate(step.rule, values)
        if held and primary_open and not found and _all_before_absent(step, scheme, values):
            primary_open = False
            continue
        found += _narrowest([name for name in step.lesions if values.get(name) is True])
    return tuple(found)


def _all_before_absent(step: _Step, scheme: str, values: Mapping[str, Value]) -> bool:
    steps = _STEPS[scheme]
    return all(evaluate(each.rule, values) is False for each in steps[: steps.index(step)])


def _narrowest(names: list[str]) -> list[str]:
    """The names without those that only generalise another of them."""
    fusions = [name for name in names if "::" in name]
    general = {f"{gene}-r" for name in fusions for gene in name.split("::")}
    if fusions:
        general |= {"ABL-class", "PAX5alt"}
    return [name for name in names if name not in general]
