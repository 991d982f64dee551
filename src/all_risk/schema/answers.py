"""JSON Schema of the answers: their shape, with the words of the classes they are written from.

Their writers are in the codec; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from all_risk.assessment import Assessment, Because, Classification, RiskFactor, TriggerResult
from all_risk.facts import Conflict
from all_risk.guideline import (
    Basis,
    Citation,
    Direction,
    Factor,
    Guideline,
    Layer,
    Provenance,
    Trigger,
)
from all_risk.schema.classes import words_of

__all__ = ["ASSESSMENT", "CLASSIFICATION"]


# Keys whose classes have no words for them, as they are worked out when written.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "format": "which document this is, and of which version",
        "scheme": "the id of the scheme",
        "kind": "`referral` for a guideline, `risk` for a scheme",
        "comparison": "what was asked of the fact, as the guideline prints it",
        "fact": "the name of the fact",
        "value": "the value, with its unit",
        "possible": "the labels that would then be possible",
        "provenance": "`primary` if it was read in the source itself, else `secondary`",
        "as_of": "the date up to which results were used; null for all of them",
        "library_version": "the version that wrote the answer",
        "direction": "`adverse`, `favourable`, or `shown` where the source lets it vary",
        "outcomes": "each value it can take, with the labels then possible",
        "message": "what contradicts what",
    }
)


def _record(*classes: type, **properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these keys, in the words of the classes it is written from."""
    words = {**_WORDS, **{k: v for cls in classes for k, v in words_of(cls).items()}}
    described = {
        key: {"description": words[key], **found} if key in words else found
        for key, found in properties.items()
    }
    return {
        "type": "object",
        "properties": described,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_NULL: Final = {"type": "null"}
_TEXT: Final = {"type": "string"}
_TEXTS: Final = _list(_TEXT)
_TRUTH: Final = {"type": ["boolean", "null"]}
_DAY: Final = {"type": ["string", "null"], "format": "date"}
_CITATION: Final = _record(
    Citation,
    source=_TEXT,
    edition=_TEXT,
    locator=_TEXT,
    url=_TEXT,
    provenance={"enum": list(get_args(Provenance))},
    read_in={"type": ["string", "null"]},
)
_MESSAGE: Final = {
    "type": "object",
    "properties": {"id": {"description": "which statement it is; stable", **_TEXT}},
    "required": ["id"],
    "additionalProperties": {"description": "an argument of the statement", **_TEXT},
}
_BECAUSE: Final = _record(
    Because,
    fact=_TEXT,
    value=_TEXT,
    comparison=_TEXT,
    holds=_TRUTH,
    evidence=_TEXTS,
    follows_from=_TEXTS,
)
_IF_KNOWN: Final = _record(fact=_TEXT, outcomes=_list(_record(value=_TEXT, possible=_TEXTS)))
CLASSIFICATION: Final = _record(
    Classification,
    format={"const": "all-risk/classification/1"},
    scheme=_TEXT,
    applicable=_TRUTH,
    possible=_TEXTS,
    group={"type": ["string", "null"]},
    uncovered={"type": "boolean"},
    because=_list(_BECAUSE),
    missing=_TEXTS,
    if_known=_list(_IF_KNOWN),
    citation=_CITATION,
)
_TRIGGER: Final = _record(
    Trigger,
    TriggerResult,
    id=_TEXT,
    title=_TEXT,
    layer={"enum": list(get_args(Layer))},
    status={"enum": ["met", "not_met", "unknown", "not_due", "not_applicable"]},
    due=_DAY,
    reason={"anyOf": [_MESSAGE, _NULL]},
    bases=_list(_record(Basis, id=_TEXT, source=_TEXT, citation=_CITATION)),
    because=_list(_BECAUSE),
    whatever=_TEXTS,
    missing=_TEXTS,
    if_known=_list(_IF_KNOWN),
    remarks=_list(_MESSAGE),
    citation=_CITATION,
    provenance={"enum": list(get_args(Provenance))},
)
ASSESSMENT: Final = _record(
    Assessment,
    format={"const": "all-risk/assessment/1"},
    guideline=_record(
        Guideline,
        id=_TEXT,
        kind=_TEXT,
        title=_TEXT,
        version=_TEXT,
        population=_TEXT,
        triggers=_TEXTS,
        citation=_CITATION,
        provenance=_TEXT,
    ),
    parameters={"type": "object", "additionalProperties": _TEXT},
    as_of=_DAY,
    refer={"enum": ["yes", "no_trigger_met", "unknown"]},
    triggers=_list(_TRIGGER),
    risk_factors=_list(
        _record(
            Factor,
            RiskFactor,
            id=_TEXT,
            direction={"enum": list(get_args(Direction))},
            because=_list(_BECAUSE),
            citation=_CITATION,
        )
    ),
    classifications=_list(CLASSIFICATION),
    next_steps=_list(_MESSAGE),
    conflicts=_list(_record(Conflict, facts=_TEXTS, message=_MESSAGE, paths=_TEXTS)),
    notes=_list(_MESSAGE),
    library_version=_TEXT,
)
