"""Prognostic factors in adults, European LeukemiaNet 2024.

ELN names factors and how far groups agree on them; it prints no score. The key elements
decide here, those that groups consider variably are shown. Rows ELN-W1 to ELN-M2 of
Table 3.
"""

from __future__ import annotations

from all_risk.facts import cns, detected, lineage, mrd, unprinted, wbc
from all_risk.guideline import Basis, Factor, Population, RiskList
from all_risk.logic import Expr, any_of
from all_risk.published.sources import ADULTS, ELN_2024
from all_risk.quantities import per_nl, percent

__all__ = ["KEY_ELEMENTS"]

_CITATION = ELN_2024.at("Table 3")

_AFTER_INDUCTION = mrd("end_of_induction")
_AFTER_CONSOLIDATION = mrd("end_of_consolidation")
# Printed as 0.1 % or 0.01 %, depending on the study group: from the higher figure on it is
# met, below the lower it is not, and between them the printed table does not decide.
MRD_AFTER_INDUCTION = (_AFTER_INDUCTION >= percent("0.1")) | (
    (_AFTER_INDUCTION >= percent("0.01"))
    & unprinted("which MRD threshold after induction applies, 0.1 % or 0.01 %")
)


def _item(id_: str, rule: Expr, words: str) -> Basis:
    return Basis(
        id=f"eln-{id_}",
        source="eln-2024",
        rule=rule,
        population=ADULTS,
        words=words,
        citation=_CITATION,
        rank=6,
    )


def _variable(id_: str, when: Expr) -> Factor:
    return Factor(id=f"eln-{id_}", when=ADULTS & when, direction="shown", citation=_CITATION)


_B, _T = lineage.one_of("B"), lineage.one_of("T")

KEY_ELEMENTS = RiskList(
    id="eln-2024",
    title="Key prognostic elements, ELN 2024",
    citation=_CITATION,
    population=Population(
        who=ADULTS, words="adults; that they are asked from 18 years is this library's"
    ),
    items=(
        _item("bcr-abl1", detected("BCR::ABL1"), "BCR::ABL1"),
        _item("kmt2a-r", detected("KMT2A-r"), "KMT2A rearrangement"),
        _item("mrd-after-induction", MRD_AFTER_INDUCTION, "MRD after induction of 0.1 % or 0.01 %"),
        # The table adds "or any positive"; what lies below 0.01 % is not counted here.
        _item(
            "mrd-after-consolidation",
            _AFTER_CONSOLIDATION >= percent("0.01"),
            "MRD after consolidation of 0.01 % or more",
        ),
    ),
    factors=(
        _variable("wbc-b", _B & (wbc > per_nl(30))),
        _variable("wbc-t", _T & (wbc > per_nl(100))),
        _variable("ph-like", detected("Ph-like")),
        _variable("tp53-mutation", detected("TP53 mutation")),
        _variable("crlf2-mutation", detected("CRLF2 mutation")),
        _variable("complex-karyotype", detected("COMPLEX_KARYOTYPE")),
        _variable("hypodiploidy", detected("LOW_HYPODIPLOIDY") | detected("NEAR_HAPLOIDY")),
        _variable("jak-mutation", any_of(*(detected(f"JAK{n} mutation") for n in (1, 2, 3)))),
        _variable(
            "notch1-fbxw7-unmutated",
            _T & ~detected("NOTCH1 mutation") & ~detected("FBXW7 mutation"),
        ),
        _variable(
            "ras-pten",
            _T & any_of(*map(detected, ("NRAS mutation", "KRAS mutation", "PTEN alteration"))),
        ),
        _variable("cns", cns.one_of("CNS3")),
    ),
)
