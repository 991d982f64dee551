"""The documents that have a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any, Final

from all_risk import patient as model
from all_risk.errors import AllRiskError, Problem, nearest, shown
from all_risk.schema.answers import ASSESSMENT, CLASSIFICATION
from all_risk.schema.classes import document_of
from all_risk.schema.rules import RULES, RULES_PARTS, vectors_of
from all_risk.schema.spelling import QUANTITIES

__all__ = ["BEYOND_SHAPE", "SCHEMAS", "schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

BEYOND_SHAPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ambiguous": "a range given in two ways",
        "contradiction": "a lesion whose name and status contradict each other",
        "empty": "a range that holds no value",
        "implausible": "a value that cannot be: WBC above 2,000 x10^9/L, a share above 100 %, an "
        "age above 120 years, more than 15 significant digits",
        "impossible_order": "dates that cannot have followed each other",
        "lesion_ambiguous": "a name that stands for several lesions",
        "lesion_unknown": "a name that no lesion bears",
        "not_utf8": "half a character (a surrogate) in a text",
    }
)
"""What is refused although its shape is right, by the code of the problem.

Nothing else is: a document that the schema of a patient accepts is read, or refused with
these codes alone; one that it does not accept is refused. Where a document is text, JSON
itself can be wrong as well (`not_json`, `duplicate_key`, `too_large`, `too_deep`).
"""


def _patient() -> dict[str, Any]:
    body = document_of(model.Patient)
    format_ = {
        "description": "which document this is, and of which version",
        "type": "string",
        "pattern": r"^all-risk/patient/1(\.[0-9]+)*$",
    }
    body["properties"] = {"format": format_, **body["properties"]}
    return {**body, "required": ["format"], "$defs": dict(QUANTITIES)}


def _vectors() -> dict[str, Any]:
    patient = _patient()
    defs = patient.pop("$defs")
    return {**vectors_of({"$ref": "#/$defs/patient"}), "$defs": {**defs, "patient": patient}}


_BODIES: Final[Mapping[str, Callable[[], dict[str, Any]]]] = MappingProxyType(
    {
        "patient": _patient,
        "assessment": lambda: ASSESSMENT,
        "classification": lambda: CLASSIFICATION,
        "rules": lambda: {**RULES, "$defs": RULES_PARTS},
        "vectors": _vectors,
    }
)
SCHEMAS: Final = tuple(_BODIES)
"""The documents that have a schema."""


def schema(document: str) -> dict[str, Any]:
    """The JSON Schema of a document.

    Args:
        document: `patient`, `assessment`, `classification`, `rules` or `vectors`.

    Returns:
        The schema.

    Raises:
        AllRiskError: If there is no such document.

    Examples:
        >>> schema("patient")["properties"]["sex"]["enum"]
        ['female', 'male', None]
    """
    if document not in _BODIES:
        hint = nearest(document, SCHEMAS) or f"; there are {', '.join(SCHEMAS)}"
        raise AllRiskError(
            Problem("$", "unknown_schema", f"{shown(document)} is not a document{hint}")
        )
    body = deepcopy(_BODIES[document]())
    return {"$schema": _DIALECT, "title": f"all-risk/{document}/1", **body}
