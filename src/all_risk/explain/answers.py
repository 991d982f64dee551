"""Any answer in words, as text or as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from all_risk.assessment import Assessment, CheckedList, Classification
from all_risk.chronology import Timeline
from all_risk.comparison import Comparison
from all_risk.errors import AllRiskError, Problem, shown
from all_risk.explain.catalogues import catalogue
from all_risk.explain.chronology import outline_timeline
from all_risk.explain.comparison import outline_comparison
from all_risk.explain.html import FOLDED, render_html
from all_risk.explain.outline import (
    outline_assessment,
    outline_checklist,
    outline_classification,
)
from all_risk.explain.patient import outline_for_patient
from all_risk.explain.render import Line, Table, render

__all__ = ["Answer", "as_html", "as_text"]

Answer: TypeAlias = Assessment | CheckedList | Classification | Comparison | Timeline
"""What can be put into words."""


def as_text(answer: Answer, *, audience: str = "clinician", language: str = "en") -> str:
    """An answer in words.

    Args:
        answer: The answer.
        audience: For whom; for patients there are words for a guideline's answer.
        language: In which language.

    Returns:
        The text, wrapped for reading.

    Raises:
        AllRiskError: If there are no words of this kind for this audience in this language.
    """
    words = catalogue(audience, language)
    return render(_outline(answer, audience), words)


def as_html(answer: Answer, *, audience: str = "clinician", language: str = "en") -> str:
    """An answer as a fragment of HTML.

    Args:
        answer: The answer.
        audience: For whom; for patients there are words for a guideline's answer.
        language: In which language.

    Returns:
        A `section` element.

    Raises:
        AllRiskError: If there are no words of this kind for this audience in this language.
    """
    words = catalogue(audience, language)
    folded = FOLDED if audience == "clinician" else frozenset[str]()
    return render_html(_outline(answer, audience), words, language=language, folded=folded)


def _outline(answer: Answer, audience: str) -> Iterator[Line | Table]:
    """What is told of an answer, and in which order."""
    if isinstance(answer, Assessment) and audience == "patient":
        return outline_for_patient(answer)
    if isinstance(answer, Assessment):
        return outline_assessment(answer)
    if audience != "clinician":
        raise AllRiskError(
            Problem(
                "$",
                "no_words",
                f"there is no text of this kind for {shown(audience)}: risk groups, disagreements "
                "and delays need a clinician beside them; write audience='clinician', or "
                f"evaluate(patient).explain(audience={shown(audience)})",
            )
        )
    if isinstance(answer, Classification):
        return outline_classification(answer)
    if isinstance(answer, CheckedList):
        return outline_checklist(answer)
    return (
        outline_comparison(answer) if isinstance(answer, Comparison) else outline_timeline(answer)
    )
