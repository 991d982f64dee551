"""Prognostic factors in adults, European LeukemiaNet 2024.

ELN names factors and how far groups agree on them; it prints no score. `FACTORS` is the list
with its weights. As a ground for referral (`KEY_ELEMENTS`) the key elements decide, and those
that groups consider variably are shown. Rows ELN-W1 to ELN-M2 of Table 3.
"""

from __future__ import annotations

from attrs import evolve

from all_risk.facts import (
    blood_blasts_day_8,
    cns,
    detected,
    etp_phenotype,
    lineage,
    marrow_blasts_day_15,
    marrow_blasts_end_of_induction,
    mrd,
    unprinted,
    wbc,
)
from all_risk.guideline import Basis, Checklist, Factor, Population, RiskList, Weight
from all_risk.logic import TRUE, Expr, all_of, any_of
from all_risk.published.adult_terms import (
    ADULTS_BOUND,
    NOTCH1_FBXW7_MUTATED,
    RAS_PTEN_ALTERED,
)
from all_risk.published.sources import ADULTS, ELN_2024
from all_risk.quantities import per_nl, percent

__all__ = ["CHECKLISTS", "FACTORS", "KEY_ELEMENTS"]

_CITATION = ELN_2024.at("Table 3")

_AFTER_INDUCTION = mrd("end_of_induction")
_AFTER_CONSOLIDATION = mrd("end_of_consolidation")
# Printed as 0.1 % or 0.01 %, depending on the study group: from the higher figure on it is
# met, below the lower it is not, and between them the printed table does not decide.
MRD_AFTER_INDUCTION = (_AFTER_INDUCTION >= percent("0.1")) | (
    (_AFTER_INDUCTION >= percent("0.01"))
    & unprinted("which MRD threshold after induction applies, 0.1 % or 0.01 %")
)
# The table adds "or any positive"; what lies below 0.01 % is not counted here.
MRD_AFTER_CONSOLIDATION = _AFTER_CONSOLIDATION >= percent("0.01")

_B, _T = lineage.one_of("B"), lineage.one_of("T")


def _factor(id_: str, weight: Weight, when: Expr, words: str, *, among: Expr = TRUE) -> Factor:
    return Factor(
        id=id_,
        when=when,
        direction="adverse" if weight == "key" else "shown",
        citation=_CITATION,
        words=words,
        among=among,
        weight=weight,
        trace=_TRACES[id_],
    )


_TRACES = {
    "bcr-abl1": "ELN-G1 ELN-C1",
    "kmt2a-r": "ELN-G1 ELN-C1",
    "mrd-after-induction": "ELN-M1",
    "mrd-after-consolidation": "ELN-M2",
    "wbc-b": "ELN-W1",
    "wbc-t": "ELN-W2",
    "ph-like": "ELN-G2",
    "tp53-mutation": "ELN-G2",
    "crlf2-mutation": "ELN-G2",
    "complex-karyotype": "ELN-C1",
    "hypodiploidy": "ELN-C1",
    "jak-mutation": "ELN-G2",
    "notch1-fbxw7-unmutated": "ELN-G2",
    "ras-pten": "ELN-G2",
    "cns-disease": "ELN-X1",
    "etp": "ELN-I2",
    "early-clearance": "ELN-R2",
    "prednisone-response": "ELN-R1",
}

_KEY = (
    _factor("bcr-abl1", "key", detected("BCR::ABL1"), "BCR::ABL1"),
    _factor("kmt2a-r", "key", detected("KMT2A-r"), "KMT2A rearrangement"),
    _factor(
        "mrd-after-induction",
        "key",
        MRD_AFTER_INDUCTION,
        "MRD after induction of 0.1 % or 0.01 %",
    ),
    _factor(
        "mrd-after-consolidation",
        "key",
        MRD_AFTER_CONSOLIDATION,
        "MRD after consolidation of 0.01 % or more",
    ),
)
# Shown beside a referral as well.
_SHOWN = (
    _factor("wbc-b", "variable", wbc > per_nl(30), "WBC above 30 x10^9/L, B lineage", among=_B),
    _factor("wbc-t", "variable", wbc > per_nl(100), "WBC above 100 x10^9/L, T lineage", among=_T),
    _factor("ph-like", "variable", detected("Ph-like"), "Ph-like"),
    _factor("tp53-mutation", "variable", detected("TP53 mutation"), "TP53 mutated"),
    _factor("crlf2-mutation", "variable", detected("CRLF2 mutation"), "CRLF2 mutated"),
    _factor("complex-karyotype", "variable", detected("COMPLEX_KARYOTYPE"), "complex karyotype"),
    _factor(
        "hypodiploidy",
        "variable",
        detected("LOW_HYPODIPLOIDY") | detected("NEAR_HAPLOIDY"),
        "hypodiploidy (asked as low hypodiploidy or near haploidy)",
    ),
    _factor(
        "jak-mutation",
        "variable",
        any_of(*(detected(f"JAK{n} mutation") for n in (1, 2, 3))),
        "JAK-STAT mutated (JAK1, JAK2 or JAK3)",
    ),
    _factor(
        "notch1-fbxw7-unmutated",
        "variable",
        ~NOTCH1_FBXW7_MUTATED,
        "NOTCH1 and FBXW7 unmutated, T lineage",
        among=_T,
    ),
    _factor("ras-pten", "variable", RAS_PTEN_ALTERED, "RAS or PTEN abnormal, T lineage", among=_T),
    _factor("cns-disease", "occasional", cns.one_of("CNS3"), "CNS disease (asked as CNS3)"),
)
_FURTHER = (
    _factor("etp", "variable", etp_phenotype, "early T-cell precursor phenotype", among=_T),
    _factor(
        "early-clearance",
        "variable",
        (marrow_blasts_day_15 >= percent(5)) | (marrow_blasts_end_of_induction >= percent(5)),
        "marrow blasts of 5 % or more on days 8 to 15 or at the end of induction",
    ),
    _factor(
        "prednisone-response",
        "historical",
        blood_blasts_day_8 >= per_nl(1),
        "poor prednisone response: blood blasts of 1 x10^9/L or more after the prephase",
    ),
)

_POPULATION = Population(who=ADULTS, words=ADULTS_BOUND)

FACTORS = Checklist(
    id="eln-2024-factors",
    title="Prognostic factors in adults, ELN 2024",
    citation=_CITATION,
    population=_POPULATION,
    factors=(*_KEY, *_SHOWN, *_FURTHER),
    year=2024,
    left_out=(
        "age and performance status (ELN-P1, ELN-P2): not part of risk models, by the table",
        (
            "pro-B, pro-T, pre-T and mature T phenotypes and CD20 (ELN-I1, ELN-I2), an adverse "
            "copy-number profile and JAK-STAT mutations outside JAK1 to JAK3 (ELN-G2): no fact"
        ),
        "more than one cycle to remission (ELN-R3): cycles are not recorded",
        (
            "the footnote that defines hypodiploidy and a complex karyotype (ELN-C1): not seen; "
            "hypodiploidy is asked as low hypodiploidy or near haploidy"
        ),
        "CNS disease other than CNS3 (ELN-X1): the table does not define it",
        (
            "marrow blasts of day 8 (ELN-R2), printed as days 8 to 15: day 15 and the end of "
            "induction are asked"
        ),
        (
            "any positive MRD below 0.01 % after consolidation, and MRD during consolidation and "
            "before or after a transplant (ELN-M2): the end of consolidation alone is asked"
        ),
    ),
)

KEY_ELEMENTS = RiskList(
    id="eln-2024",
    title="Key prognostic elements, ELN 2024",
    citation=_CITATION,
    population=_POPULATION,
    items=tuple(
        Basis(
            id=f"eln-{each.id}",
            source="eln-2024",
            rule=each.when,
            population=ADULTS,
            words=each.words,
            citation=_CITATION,
            rank=6,
            trace=each.trace,
        )
        for each in _KEY
    ),
    factors=tuple(
        evolve(each, id=f"eln-{each.id}", when=all_of(ADULTS, each.among, each.when))
        for each in _SHOWN
    ),
)

CHECKLISTS = (FACTORS,)
