"""Answers in words.

`outline` says what is told and in which order, as messages; a catalogue has the words of a
language for an audience; `render` puts the two together.
"""

from __future__ import annotations

from all_risk.assessment import Assessment, Classification
from all_risk.chronology import Timeline
from all_risk.comparison import Comparison
from all_risk.errors import AllRiskError, Problem, shown
from all_risk.explain.chronology import outline_timeline
from all_risk.explain.comparison import outline_comparison
from all_risk.explain.english import CLINICIAN
from all_risk.explain.html import FOLDED, render_html
from all_risk.explain.outline import outline_assessment, outline_classification
from all_risk.explain.render import Catalogue, render

__all__ = [
    "assessment_html",
    "classification_html",
    "comparison_html",
    "explain_assessment",
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
    return render(outline_assessment(answer), _catalogue(audience, language))


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
    return render(outline_classification(answer), _catalogue(audience, language))


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
    return render(outline_comparison(answer), _catalogue(audience, language))


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
    catalogue = _catalogue(audience, language)
    return render_html(outline_comparison(answer), catalogue, language=language)


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
    catalogue = _catalogue(audience, language)
    folded = FOLDED if audience == "clinician" else frozenset[str]()
    return render_html(outline_assessment(answer), catalogue, language=language, folded=folded)


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
    catalogue = _catalogue(audience, language)
    return render_html(outline_classification(answer), catalogue, language=language)


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
    return render(outline_timeline(course), _catalogue(audience, language))


def _catalogue(audience: str, language: str) -> Catalogue:
    if (audience, language) == ("clinician", "en"):
        return CLINICIAN
    raise AllRiskError(
        Problem(
            "$",
            "no_words",
            f"there is no text for {shown(audience)} in {shown(language)} in this version; "
            "write audience='clinician', language='en'",
        )
    )
