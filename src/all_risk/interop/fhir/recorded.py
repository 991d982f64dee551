"""A risk group that somebody recorded, set beside what a published scheme says."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from all_risk.assessment import Classification
from all_risk.evaluation import classify
from all_risk.facts import value_text
from all_risk.guideline import Scheme
from all_risk.interop.reading import Reading, RecordedRisk

__all__ = ["Comparison", "compare_recorded"]


@frozen(kw_only=True)
class Comparison:
    """One recorded risk group beside a scheme.

    Attributes:
        recorded: What was recorded.
        classification: What the scheme says of the same patient.
        agrees: Whether they agree; None where either leaves it open.
        explanation: Both, and what decided ours, in words.
    """

    recorded: RecordedRisk
    classification: Classification
    agrees: bool | None
    explanation: str


def compare_recorded(
    reading: Reading, scheme: str | Scheme = "nci-rome", *, as_of: date | None = None
) -> tuple[Comparison, ...]:
    """Every risk group a bundle records, beside a scheme of the same two groups.

    The recorded group decides nothing. It may follow another scheme, or take in the response
    to treatment, which NCI/Rome does not.

    Args:
        reading: What was read.
        scheme: The scheme, or its id; its groups are compared by name.
        as_of: Use results up to this date. With None everything recorded is used.

    Returns:
        One comparison for each recorded group.

    Raises:
        UnknownGuideline: If there is no scheme of that id.
    """
    ours = classify(reading.patient, scheme, as_of=as_of)
    return tuple(
        Comparison(
            recorded=recorded,
            classification=ours,
            agrees=_agrees(recorded, ours),
            explanation=" ".join(_told(recorded, ours, reading)),
        )
        for recorded in reading.recorded_risks
    )


def _agrees(recorded: RecordedRisk, ours: Classification) -> bool | None:
    if recorded.group not in ours.scheme.groups or ours.applicable is not True:
        return None
    if ours.group is not None:
        return recorded.group == ours.group
    return None if recorded.group in ours.possible or ours.uncovered else False


def _told(recorded: RecordedRisk, ours: Classification, reading: Reading) -> list[str]:
    when = f", dated {recorded.date}," if recorded.date else ""
    said = [f"{recorded.reference}{when} records: {recorded.text}."]
    title = f"{ours.scheme.title} [{ours.scheme.id}]"
    if ours.applicable is False:
        said.append(f"{title} is not about this patient.")
    elif ours.group is None:
        said.append(f"By {title} these are still possible: {', '.join(ours.possible)}.")
    else:
        reasons = [
            f"{b.atom} ({value_text(b.fact, b.value)}{_from(b.evidence, reading)})"
            for b in ours.because
            if b.holds
        ]
        said.append(f"By {title} the group is {ours.group}, because {', '.join(reasons)}.")
    agrees = _agrees(recorded, ours)
    if agrees is False:
        said.append(
            "The two contradict each other. The recorded group may follow another scheme or "
            "take in the response to treatment; it decides nothing here."
        )
    said += [
        f"Note: {conflict.message}."
        for conflict in reading.conflicts
        if recorded.reference in conflict.references
    ]
    return said


def _from(evidence: tuple[str, ...], reading: Reading) -> str:
    found = [ref for path in evidence for ref in reading.sources.get(path.partition(":")[0], ())]
    return f", {', '.join(dict.fromkeys(found))}" if found else ""
