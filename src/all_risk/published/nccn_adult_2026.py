"""NCCN Acute Lymphoblastic Leukemia, version 2.2026 of 24 July 2026, adults and AYA.

Not read at NCCN: the lines come from a third party's digest of its pages (ALL-2 to ALL-6) and,
for most of the genetic list, from a page of BMJ Best Practice as well, which does not say what
edition it reports. From that page alone come what IKZF1-plus is, the two groups of T-ALL, and that
IGH::IL3 is an IGH rearrangement. Rows NC-ADL-10 to 42, 53, 60 and 90 to 98.

The genetic list has two columns and no word on which prevails when a patient has a line of
each; both groups then stay possible. Who has no line of the list falls in no printed row: the
list has no group for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from all_risk.facts import (
    age,
    detected,
    etp_phenotype,
    lineage,
    modal_number,
    mrd_detected,
    prior_cml,
    unprinted,
)
from all_risk.guideline import Basis, Citation, Guideline, Layer, Population, Row, Scheme, Trigger
from all_risk.logic import TRUE, Expr, all_of, any_of
from all_risk.published.adult_terms import (
    COMPLEX,
    NOTCH1_FBXW7_MUTATED,
    RAS_PTEN_ALTERED,
)
from all_risk.published.terms import IKZF1_PLUS, NCCN_CAUTION
from all_risk.quantities import count, years

__all__ = ["GUIDELINES", "NCCN_ADULT", "NCCN_ADULT_T", "NCCN_ADULT_WORKUP", "SCHEMES"]

NCCN_ADULT_CITATION = Citation(
    source="NCCN Guidelines, Acute Lymphoblastic Leukemia",
    edition="version 2.2026, 24 July 2026",
    url="https://www.nccn.org",
    provenance="secondary",
    read_in="the public digest nccn-guidelines-downloader, 27 August 2026",
)
_BMJ = "BMJ Best Practice, acute lymphoblastic leukaemia, criteria, which names no edition of NCCN"


def _also_in_bmj(page: Citation, what: str) -> Citation:
    return evolve(page, read_in=f"{page.read_in}; {what} in {_BMJ}")


_ALL_2 = NCCN_ADULT_CITATION.at("page ALL-2")
_ALL_3 = NCCN_ADULT_CITATION.at("page ALL-3")
_ALL_5 = NCCN_ADULT_CITATION.at("pages ALL-5 and ALL-6")
_ALL_6 = NCCN_ADULT_CITATION.at("page ALL-6")
_ALL_6_GROUPS = _also_in_bmj(_ALL_6, "the two groups")
_WITH_IKZF1_PLUS = _also_in_bmj(_ALL_2, "what IKZF1-plus is,")
_LINES_IN_PART_FROM_BMJ = {
    "bcr-abl1-alone": _WITH_IKZF1_PLUS,
    "bcr-abl1-with": _WITH_IKZF1_PLUS,
    "igh-r": _also_in_bmj(_ALL_2, "IGH::IL3"),
}

AYA_AND_ADULTS = age >= years(15)
_BOUND = (
    "adults and AYA; that they are asked from 15 years is this library's, after NCCN's "
    "paediatric guideline, which speaks of AYA patients of 15 to 21"
)

BCR_ABL1 = detected("BCR::ABL1")


def _between(low: int, high: int) -> Expr:
    return (modal_number >= count(low)) & (modal_number <= count(high))


def _rearranged(*genes: str) -> Expr:
    return any_of(*(detected(f"{gene}-r") for gene in genes))


def _mutated(*genes: str) -> Expr:
    return any_of(*(detected(f"{gene} mutation") for gene in genes))


# The printed lines: id, rule, row of the reference. The order is the printed one.
STANDARD: tuple[tuple[str, Expr, str, str], ...] = (
    ("hyperdiploidy", _between(51, 65), "NC-ADL-10", ""),
    ("etv6-runx1", detected("ETV6::RUNX1"), "NC-ADL-11", ""),
    ("tcf3-pbx1", detected("TCF3::PBX1"), "NC-ADL-12", ""),
    ("dux4-r", detected("DUX4-r"), "NC-ADL-13", ""),
    ("pax5-p80r", detected("PAX5 P80R"), "NC-ADL-14", ""),
    (
        "bcr-abl1-alone",
        BCR_ABL1 & ~IKZF1_PLUS & ~prior_cml,
        "NC-ADL-15 GX-01",
        "",
    ),
)
POOR: tuple[tuple[str, Expr, str, str], ...] = (
    (
        "hypodiploidy",
        any_of(modal_number < count(44), _between(60, 78), detected("NEAR_TRIPLOIDY")),
        "NC-ADL-20 NC-ADL-90 NC-ADL-96",
        (
            "fewer than 44 chromosomes; low hypodiploidy (30 to 39) and near triploidy (60 to "
            "78) are printed below it"
        ),
    ),
    ("tp53", _mutated("TP53"), "NC-ADL-21", ""),
    ("kmt2a-r", _rearranged("KMT2A"), "NC-ADL-22", ""),
    (
        "igh-r",
        _rearranged("IGH"),
        "NC-ADL-23 GX-02",
        "IGH::IL3 with them; exceptions, if there are any, were not read",
    ),
    ("hlf-r", _rearranged("HLF"), "NC-ADL-24", ""),
    ("znf384-r", _rearranged("ZNF384"), "NC-ADL-25", ""),
    ("mef2d-r", _rearranged("MEF2D"), "NC-ADL-26", ""),
    ("myc-r", _rearranged("MYC"), "NC-ADL-27", ""),
    (
        "ph-like",
        any_of(
            detected("Ph-like"),
            all_of(
                ~BCR_ABL1,
                any_of(
                    _rearranged("CRLF2", "EPOR", "JAK1", "JAK2", "JAK3", "TYK2"),
                    _mutated("SH2B3", "IL7R", "JAK1", "JAK2", "JAK3"),
                    _rearranged("ABL1", "ABL2", "PDGFRA", "PDGFRB", "FGFR1"),
                    _rearranged("NTRK1", "NTRK2", "NTRK3", "FLT3", "LYN", "PTK2B"),
                ),
            ),
        ),
        "NC-ADL-28",
        (
            "each lesion printed below the line is read as meeting it, without BCR::ABL1; FGFR as "
            "FGFR1"
        ),
    ),
    ("pax5alt", detected("PAX5alt"), "NC-ADL-29", ""),
    ("bcr-abl1-with", BCR_ABL1 & (IKZF1_PLUS | prior_cml), "NC-ADL-30 GX-01", ""),
    ("iamp21", detected("iAMP21"), "NC-ADL-31", ""),
    ("ikzf1", detected("IKZF1 alteration"), "NC-ADL-32", ""),
    (
        "complex-karyotype",
        COMPLEX,
        "NC-ADL-33 NC-ADL-94",
        "5 or more abnormalities; how they are counted was not read",
    ),
)

_STANDARD_PREVAILS = unprinted("whether a standard-risk line prevails over a poor-risk one")


def _rows() -> Iterator[Row]:
    yield Row(
        id="standard-prevails",
        group="standard",
        when=any_of(*(rule for _, rule, _, _ in STANDARD)) & _STANDARD_PREVAILS,
        citation=_WITH_IKZF1_PLUS,
        reading="a line of each column: which one prevails is not printed, and both groups stay "
        "possible",
        trace="NC-ADL-90 to NC-ADL-94",
    )
    for group, lines in (("poor", POOR), ("standard", STANDARD)):
        for id_, rule, trace, reading in lines:
            yield Row(
                id=f"{group}-{id_}",
                group=group,
                when=rule,
                citation=_LINES_IN_PART_FROM_BMJ.get(id_, _ALL_2),
                reading=reading,
                trace=trace,
            )


NCCN_ADULT = Scheme(
    id="nccn-adult-2026",
    title="NCCN cytogenetic and molecular risk groups of B-ALL, adults and AYA",
    citation=_ALL_2,
    population=Population(
        who=lineage.one_of("B") & AYA_AND_ADULTS, words=f"B-lineage ALL in {_BOUND}"
    ),
    groups=("standard", "poor"),
    year=2026,
    adverse=frozenset({"poor"}),
    first_match=True,
    rows=tuple(_rows()),
    listed=False,
    caution=NCCN_CAUTION,
    left_out=(
        (
            "exceptions to the IGH line, how CML is established and how a complex karyotype is "
            "counted (GX-02 to GX-04): not read"
        ),
    ),
)

HIGH_RISK_T = any_of(etp_phenotype, RAS_PTEN_ALTERED, ~NOTCH1_FBXW7_MUTATED)

NCCN_ADULT_T = Scheme(
    id="nccn-adult-t-2026",
    title="NCCN risk groups of T-ALL, adults and AYA",
    citation=_ALL_6_GROUPS,
    population=Population(
        who=lineage.one_of("T") & AYA_AND_ADULTS, words=f"T-lineage ALL in {_BOUND}"
    ),
    groups=("standard", "poor"),
    year=2026,
    adverse=frozenset({"poor"}),
    rows=(
        Row(
            id="standard-t",
            group="standard",
            when=~HIGH_RISK_T,
            citation=_ALL_6_GROUPS,
            reading="NOTCH1 or FBXW7 mutated, and none of the high-risk features",
            trace="NC-ADL-41 NC-ADL-42",
        ),
        Row(
            id="poor-t",
            group="poor",
            when=HIGH_RISK_T,
            citation=_ALL_6_GROUPS,
            reading="ETP phenotype, or RAS/PTEN altered and/or NOTCH1 and FBXW7 unmutated: any "
            "one of them",
            trace="NC-ADL-40 NC-ADL-41 NC-ADL-42",
        ),
    ),
    listed=False,
    caution=NCCN_CAUTION,
)

SCHEMES = (NCCN_ADULT, NCCN_ADULT_T)

_ID = "nccn-adult-workup-2026"


def _basis(id_: str, words: str, rule: Expr, citation: Citation, trace: str) -> Basis:
    return Basis(id=id_, source=_ID, rule=rule, words=words, citation=citation, trace=trace)


def _trigger(basis: Basis, layer: Layer = "consultation") -> Trigger:
    return Trigger(
        id=basis.id, title=basis.words, bases=(basis,), citation=basis.citation, layer=layer
    )


NCCN_ADULT_WORKUP = Guideline(
    id=_ID,
    title="NCCN workup of ALL, adults and AYA: early transplant evaluation",
    version="2.2026",
    year=2026,
    citation=_ALL_3,
    population=Population(who=AYA_AND_ADULTS, words=_BOUND),
    triggers=(
        _trigger(
            _basis(
                "evaluation_at_workup",
                "Early transplant evaluation, to be strongly considered for every patient",
                TRUE,
                _ALL_3,
                "NC-ADL-60",
            )
        ),
        _trigger(
            _basis(
                "mrd_positive",
                "MRD-positive, T-ALL or without BCR::ABL1: a centre with expertise",
                any_of(lineage.one_of("T"), ~BCR_ABL1) & mrd_detected("end_of_induction"),
                _ALL_5,
                "NC-ADL-53",
            )
        ),
        _trigger(
            _basis(
                "donor_search",
                "Donor search, to be strongly considered for every patient",
                TRUE,
                _ALL_3,
                "NC-ADL-60",
            ),
            layer="typing",
        ),
    ),
    parameters={
        "mrd_positive": "no level is on the pages read: any residual disease found in the marrow "
        "at the end of induction. The page asks for a centre with expertise and does not say that "
        "it must be a transplant centre",
    },
    listed=False,
    caution=NCCN_CAUTION,
)

GUIDELINES = (NCCN_ADULT_WORKUP,)
