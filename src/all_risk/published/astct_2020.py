"""Indication categories for transplant in ALL, as a payer's policy tabulates them.

Read in a policy of Blue Cross Blue Shield of North Dakota, whose table has the layout of the
list of the American Society for Transplantation and Cellular Therapy of 2020; that the table is
that list could not be confirmed. Rows G-03 and G-04. The letters are those of the table.
"""

from __future__ import annotations

from all_risk.facts import age, in_remission, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr
from all_risk.published.adult_terms import FIRST_REMISSION, LATER_REMISSION, SECOND_REMISSION
from all_risk.quantities import years

__all__ = ["ASTCT_ADULT", "ASTCT_CHILD", "SCHEMES"]

_CITATION = Citation(
    source="Indication table laid out like that of ASTCT 2020",
    edition="undated",
    locator="ALL",
    url="https://www.bcbsnd.com/providers/policies-precertification/medical-policy/h/"
    "hematopoietic-cell-transplantation-for-acute-lymphoblastic-leukemia",
    provenance="secondary",
    read_in="BCBS North Dakota, medical policy on transplantation for ALL",
)
HIGH_RISK = unprinted("who is at high risk in first remission")

_SITUATIONS: tuple[tuple[str, Expr, str], ...] = (
    ("cr1_standard_risk", FIRST_REMISSION & ~HIGH_RISK, "standard risk is not defined"),
    ("cr1_high_risk", FIRST_REMISSION & HIGH_RISK, "high risk is not defined"),
    ("cr2", SECOND_REMISSION, ""),
    ("cr3_or_later", LATER_REMISSION, ""),
    ("not_in_remission", ~in_remission, ""),
)


def _scheme(id_: str, title: str, population: Population, trace: str, *grades: str) -> Scheme:
    return Scheme(
        id=id_,
        title=title,
        citation=_CITATION,
        population=population,
        groups=tuple(group for group, _, _ in _SITUATIONS),
        year=2020,
        question="indication",
        rows=tuple(
            Row(
                id=group.replace("_", "-"),
                group=group,
                when=when,
                citation=_CITATION,
                reading=reading,
                trace=trace,
            )
            for group, when, reading in _SITUATIONS
        ),
        outcomes={group: text for (group, _, _), text in zip(_SITUATIONS, grades, strict=True)},
        listed=False,
        caution="The table of a payer; that it is the list of ASTCT was not confirmed.",
        left_out=("the criteria of standard and high risk: not in the table",),
    )


ASTCT_ADULT = _scheme(
    "astct-2020-adult",
    "Indication categories for transplant in adults, as a payer prints them",
    Population(who=age >= years(18), words="adults, 18 years and older as printed"),
    "G-04",
    "allogeneic S, autologous C",
    "allogeneic S, autologous N",
    "allogeneic S, autologous C",
    "allogeneic C, autologous N",
    "allogeneic C, autologous N",
)
ASTCT_CHILD = _scheme(
    "astct-2020-child",
    "Indication categories for transplant in children, as a payer prints them",
    Population(who=age < years(18), words="children, younger than 18 years as printed"),
    "G-03",
    "allogeneic N, autologous N",
    "allogeneic S, autologous N",
    "allogeneic S, autologous N",
    "allogeneic C, autologous N",
    "allogeneic C, autologous N",
)

SCHEMES = (ASTCT_ADULT, ASTCT_CHILD)
