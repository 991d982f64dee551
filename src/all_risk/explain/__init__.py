"""Answers in words.

`outline` says what is told and in which order, as messages; a catalogue has the words of a
language for an audience; `render` puts the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from all_risk.explain.render import Catalogue, Line, render

__all__ = [
    "assessment_html",
    "checklist_html",
    "classification_html",
    "comparison_html",
    "explain_assessment",
    "explain_checklist",
    "explain_classification",
    "explain_comparison",
    "explain_timeline",
]


def explain_assessment(answer: Assessment, *, audience: str, language: str) -> str:
    """A guideline's answer in words.

    Args:
        answer: The answer.
        audience: For whom.
        language: In which language.

    Returns:
        The text, wrapped for reading.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    return render(_outline(answer, audience), catalogue(audience, language))


def explain_classification(answer: Classification, *, audience: str, language: str) -> str:
    """A scheme's answer in words.

    Args:
        answer: The answer.
        audience: For whom.
        language: In which language.

    Returns:
        The text, wrapped for reading.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    return render(outline_classification(answer), _for_clinicians(audience, language))


def explain_checklist(answer: CheckedList, *, audience: str, language: str) -> str:
    """A checklist's factors in words.

    Args:
        answer: The answer.
        audience: For whom.
        language: In which language.

    Returns:
        The text, wrapped for reading.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    return render(outline_checklist(answer), _for_clinicians(audience, language))


def explain_comparison(answer: Comparison, *, audience: str, language: str) -> str:
    """A comparison in words, a table for each question.

    Args:
        answer: The comparison.
        audience: For whom.
        language: In which language.

    Returns:
        The text.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    return render(outline_comparison(answer), _for_clinicians(audience, language))


def comparison_html(
    answer: Comparison, *, audience: str = "clinician", language: str = "en"
) -> str:
    """A comparison as a fragment of HTML.

    Args:
        answer: The comparison.
        audience: For whom.
        language: In which language.

    Returns:
        A `section` element.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    words = _for_clinicians(audience, language)
    return render_html(outline_comparison(answer), words, language=language)


def assessment_html(
    answer: Assessment, *, audience: str = "clinician", language: str = "en"
) -> str:
    """A guideline's answer as a fragment of HTML.

    Args:
        answer: The answer.
        audience: For whom.
        language: In which language.

    Returns:
        A `section` element.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    words = catalogue(audience, language)
    folded = FOLDED if audience == "clinician" else frozenset[str]()
    return render_html(_outline(answer, audience), words, language=language, folded=folded)


def classification_html(
    answer: Classification, *, audience: str = "clinician", language: str = "en"
) -> str:
    """A scheme's answer as a fragment of HTML.

    Args:
        answer: The answer.
        audience: For whom.
        language: In which language.

    Returns:
        A `section` element.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    words = _for_clinicians(audience, language)
    return render_html(outline_classification(answer), words, language=language)


def checklist_html(
    answer: CheckedList, *, audience: str = "clinician", language: str = "en"
) -> str:
    """A checked list as a fragment of HTML.

    Args:
        answer: The checked list.
        audience: For whom.
        language: In which language.

    Returns:
        A `section` element.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    words = _for_clinicians(audience, language)
    return render_html(outline_checklist(answer), words, language=language)


def explain_timeline(course: Timeline, *, audience: str, language: str) -> str:
    """A course in time, in words.

    Args:
        course: The course.
        audience: For whom.
        language: In which language.

    Returns:
        The text.

    Raises:
        AllRiskError: If there are no words for this audience in this language.
    """
    return render(outline_timeline(course), _for_clinicians(audience, language))


def _outline(answer: Assessment, audience: str) -> Iterator[Line]:
    return outline_for_patient(answer) if audience == "patient" else outline_assessment(answer)


def _for_clinicians(audience: str, language: str) -> Catalogue:
    words = catalogue(audience, language)
    if audience == "clinician":
        return words
    raise AllRiskError(
        Problem(
            "$",
            "no_words",
            f"there is no text of this kind for {shown(audience)}: risk groups, disagreements and "
            "delays need a clinician beside them; write audience='clinician', or "
            f"evaluate(patient).explain(audience={shown(audience)})",
        )
    )
