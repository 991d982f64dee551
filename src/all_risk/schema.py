"""JSON Schema (2020-12) of the documents, made from the classes themselves.

A schema checks shape: keys, types, vocabularies and the spelling of quantities. What only
makes sense together (dates in an impossible order, an implausible value, a name that is no
lesion) is checked when the document is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from inspect import cleandoc
from types import MappingProxyType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, fields, has

from all_risk import patient as model
from all_risk.errors import AllRiskError, Problem, nearest, shown
from all_risk.guideline import Direction, Layer, Provenance

__all__ = ["SCHEMAS", "schema"]

SCHEMAS: Final = ("patient", "assessment", "classification")
"""The documents that have a schema."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NULL: Final = {"type": "null"}
_BOUND: Final = {"type": ["number", "null"], "minimum": 0}


def _quantity(words: str, *units: str, text: bool = True) -> dict[str, Any]:
    keys: dict[str, Any] = dict.fromkeys(("value", "low", "above", "high", "below"), _BOUND)
    measured: dict[str, Any] = {
        "type": "object",
        "properties": {**keys, "unit": {"type": "string"}},
        "additionalProperties": False,
    }
    if units:
        measured["required"] = ["unit"]
        measured["properties"]["unit"] = {"type": "string", "examples": list(units)}
    else:
        measured["properties"]["unit"] = {"enum": ["1", None]}
    plain = {"type": "string", "maxLength": 100} if text else {"type": "number", "minimum": 0}
    return {"description": words, "anyOf": [plain, measured, _NULL]}


_QUANTITIES: Final[Mapping[str, dict[str, Any]]] = MappingProxyType(
    {
        "wbc": _quantity("a cell count, '82 x10^9/L' or '82,000 /uL'", "10*9/L", "/uL"),
        "age": _quantity("an age, '8 years', '240 days' or 'P6Y3M'", "a", "mo", "d"),
        "duration": _quantity("a length of time, '20 h' or '3 days'", "h", "d"),
        "blasts": _quantity("a share of cells, '2%'", "%", "1"),
        "sensitivity": _quantity("the lowest level the assay finds, '0.01%'", "%", "1"),
        "mrd_level": _quantity("a level, '0.03%', '<0.01%', 'negative' or 'positive'", "%", "1"),
        "day": _quantity("a day of the protocol; treatment starts on day 1", text=False),
        "count": _quantity("a whole number", text=False),
        "chromosomes": _quantity("a number of chromosomes", text=False),
        "ratio": _quantity("a ratio", text=False),
    }
)


def schema(document: str) -> dict[str, Any]:
    """The JSON Schema of a document.

    Args:
        document: `patient`, `assessment` or `classification`.

    Returns:
        The schema.

    Raises:
        AllRiskError: If there is no such document.

    Examples:
        >>> schema("patient")["properties"]["sex"]["enum"]
        ['female', 'male', None]
    """
    if document == "patient":
        body = _object(model.Patient)
        body["properties"] = {
            "format": {"type": "string", "pattern": r"^all-risk/patient/1(\.[0-9]+)*$"},
            **body["properties"],
        }
        body["required"] = ["format"]
    elif document == "assessment":
        body = _ASSESSMENT
    elif document == "classification":
        body = _CLASSIFICATION
    else:
        hint = nearest(document, SCHEMAS) or f"; there are {', '.join(SCHEMAS)}"
        raise AllRiskError(
            Problem("$", "unknown_schema", f"{shown(document)} is not a document{hint}")
        )
    return {"$schema": _DIALECT, "title": f"all-risk/{document}/1", **deepcopy(body)}


# The patient document, from the attrs classes.


def _object(cls: type) -> dict[str, Any]:
    hints, words = get_type_hints(cls), _attribute_words(cls)
    properties = {
        attribute.name: {
            "description": words.get(attribute.name, ""),
            **_field(attribute, hints[attribute.name]),
        }
        for attribute in fields(cls)
    }
    required = [a.name for a in fields(cls) if a.default is NOTHING]
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _attribute_words(cls: type) -> Mapping[str, str]:
    """What the docstring of a class, or of a class it extends, says of each attribute."""
    words: dict[str, str] = {}
    for part in reversed(cls.__mro__):
        section = cleandoc(part.__doc__ or "").partition("Attributes:\n")[2].partition("\n\n")[0]
        for name, text in re.findall(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", section, re.MULTILINE):
            words[name] = " ".join(text.split())
    return words


def _field(attribute: Attribute[Any], hint: Any) -> dict[str, Any]:
    if "quantity" in attribute.metadata:
        found = _QUANTITIES[attribute.metadata["quantity"]]
        return {"anyOf": found["anyOf"]}
    return _type(hint) if attribute.default is NOTHING else _nullable(_type(hint))


def _nullable(found: dict[str, Any]) -> dict[str, Any]:
    if "enum" in found:
        return {"enum": [*found["enum"], *([] if None in found["enum"] else [None])]}
    if "null" in found.get("type", ()):
        return found
    if isinstance(found.get("type"), str) and found.keys() <= {"type", "format"}:
        return {**found, "type": [found["type"], "null"]}
    options = found.get("anyOf", [found])
    return {"anyOf": [*options, *([] if _NULL in options else [_NULL])]}


def _type(hint: Any) -> dict[str, Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": _type(inner[0])}
    if origin in (Union, UnionType):
        options = [_type(part) for part in inner if part is not type(None)]
        found = options[0] if len(options) == 1 else {"anyOf": options}
        return _nullable(found) if type(None) in inner else found
    if hint is model.Event:  # an event may be given by its date alone
        return {"anyOf": [_type(date), _object(hint)]}
    if has(hint):
        return _object(hint)
    simple: dict[Any, dict[str, Any]] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        date: {"type": "string", "format": "date"},
    }
    return simple[hint]


# The answers. Their writers are in the codec; a test holds the two together.


def _record(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT: Final = {"type": "string"}
_TEXTS: Final = _list(_TEXT)
_TRUTH: Final = {"type": ["boolean", "null"]}
_DAY: Final = {"type": ["string", "null"], "format": "date"}
_CITATION: Final = _record(
    source=_TEXT,
    edition=_TEXT,
    locator=_TEXT,
    url=_TEXT,
    provenance={"enum": list(get_args(Provenance))},
    read_in={"type": ["string", "null"]},
)
_MESSAGE: Final = {
    "type": "object",
    "properties": {"id": _TEXT},
    "required": ["id"],
    "additionalProperties": _TEXT,
}
_BECAUSE: Final = _record(
    fact=_TEXT, value=_TEXT, comparison=_TEXT, holds=_TRUTH, evidence=_TEXTS, follows_from=_TEXTS
)
_IF_KNOWN: Final = _record(fact=_TEXT, outcomes=_list(_record(value=_TEXT, possible=_TEXTS)))
_CLASSIFICATION: Final = _record(
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
    id=_TEXT,
    title=_TEXT,
    layer={"enum": list(get_args(Layer))},
    status={"enum": ["met", "not_met", "unknown", "not_due", "not_applicable"]},
    due=_DAY,
    reason={"anyOf": [_MESSAGE, _NULL]},
    bases=_list(_record(id=_TEXT, source=_TEXT, citation=_CITATION)),
    because=_list(_BECAUSE),
    whatever=_TEXTS,
    missing=_TEXTS,
    if_known=_list(_IF_KNOWN),
    remarks=_list(_MESSAGE),
    citation=_CITATION,
    provenance={"enum": list(get_args(Provenance))},
)
_ASSESSMENT: Final = _record(
    format={"const": "all-risk/assessment/1"},
    guideline=_record(
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
            id=_TEXT,
            direction={"enum": list(get_args(Direction))},
            because=_list(_BECAUSE),
            citation=_CITATION,
        )
    ),
    classifications=_list(_CLASSIFICATION),
    next_steps=_list(_MESSAGE),
    conflicts=_list(_record(facts=_TEXTS, message=_MESSAGE, paths=_TEXTS)),
    notes=_list(_MESSAGE),
    library_version=_TEXT,
)
