"""JSON Schema of the rules and of the test vectors, from the classes they are written from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from attrs import fields

from all_risk.guideline import (
    Basis,
    Checklist,
    Citation,
    Factor,
    Guideline,
    Population,
    RiskList,
    Row,
    Scheme,
    Trigger,
)
from all_risk.logic import Expr
from all_risk.quantities import Operator
from all_risk.schema.classes import words_of

__all__ = ["RULES", "RULES_PARTS", "vectors_of"]

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_NUMBER: Final = {
    "description": "a decimal number as text, so that no reader rounds it",
    "type": "string",
    "pattern": r"^[0-9]+(\.[0-9]+)?$",
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _record(words: str, /, **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": words,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], words: str = "") -> dict[str, Any]:
    return {**({"description": words} if words else {}), "type": "array", "items": items}


# Facts and rules.

_FACT: Final = {
    "description": "something that a rule may ask about a patient",
    "oneOf": [
        _record(
            "true, false or unknown",
            name=_TEXT,
            kind={"const": "flag"},
            unprinted={
                "description": "whether it stands for what its source does not print, so that "
                "it is never known",
                "type": "boolean",
            },
            meaning=_TEXT,
        ),
        _record(
            "one of several values, or several still possible",
            name=_TEXT,
            kind={"const": "category"},
            values=_TEXTS,
            meaning=_TEXT,
        ),
        _record(
            "a number in one unit, as an interval",
            name=_TEXT,
            kind={"const": "quantity"},
            unit={"description": "in UCUM", **_TEXT},
            whole={"description": "whether only whole numbers occur", "type": "boolean"},
            least=_NUMBER,
            most={"anyOf": [_NUMBER, {"type": "null"}]},
            meaning=_TEXT,
        ),
    ],
}
_RULE: Final = {
    "description": "a rule: true, false or unknown for a patient",
    "oneOf": [
        _record("the flag is true", fact=_TEXT),
        _record("the category has one of these values", fact=_TEXT, one_of=_TEXTS),
        _record(
            "the quantity stands in this relation to the threshold",
            fact=_TEXT,
            operator={"enum": list(get_args(Operator))},
            value=_NUMBER,
            unit={"description": "that of the fact", **_TEXT},
            printed={"description": "the threshold as its source prints it", **_TEXT},
        ),
        _record("the rule does not hold", **{"not": _ref("rule")}),
        _record("all of these hold; with none, it always does", all=_list(_ref("rule"))),
        _record("any of these holds; with none, it never does", any=_list(_ref("rule"))),
    ],
}

# Guidelines, lists and schemes, from their classes.

_NAMES: Final[Mapping[Any, str]] = {
    Expr: "rule",
    Citation: "citation",
    Population: "population",
    Row: "row",
    Factor: "factor",
    Basis: "basis",
    Trigger: "trigger",
    RiskList: "list",
    Scheme: "scheme",
    Checklist: "checklist",
    Guideline: "guideline",
}
_BY_ID: Final[Mapping[tuple[type, str], dict[str, Any]]] = {
    (RiskList, "scheme"): {"type": ["string", "null"]},
    (Guideline, "lists"): _TEXTS,
}


def _written(cls: type) -> dict[str, Any]:
    hints, words = get_type_hints(cls), words_of(cls)
    properties = {
        a.name: {
            "description": words.get(a.name, ""),
            **(_BY_ID.get((cls, a.name)) or _type(hints[a.name])),
        }
        for a in fields(cls)
    }
    summary = (cls.__doc__ or "").partition("\n")[0]
    return _record(summary, **properties)


def _type(hint: Any) -> dict[str, Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _NAMES:
        return _ref(_NAMES[hint])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (tuple, frozenset):
        return _list(_type(inner[0]))
    if type(None) in inner:
        [kept] = [_type(part) for part in inner if part is not type(None)]
        return {"anyOf": [kept, {"type": "null"}]}
    if origin is not None and origin is not Union:  # a mapping by name
        return {"type": "object", "additionalProperties": _type(inner[1])}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


RULES_PARTS: Final[Mapping[str, dict[str, Any]]] = {
    "fact": _FACT,
    "rule": _RULE,
    **{name: _written(cls) for cls, name in _NAMES.items() if cls is not Expr},
}
RULES: Final = _record(
    "Every rule of a version of the library",
    format={"const": "all-risk/rules/1"},
    library_version=_TEXT,
    guidelines=_list(_ref("guideline"), "referral guidelines"),
    lists=_list(_ref("list"), "the risk lists that they ask"),
    schemes=_list(_ref("scheme"), "risk schemes"),
    checklists=_list(_ref("checklist"), "checklists of factors"),
    facts=_list(_ref("fact"), "every fact that is asked for"),
    implications=_list(
        _record(
            "at least one of these always holds; each asks one fact, or denies that",
            any=_list(_ref("rule")),
            because=_TEXT,
        ),
        "what implies what among the facts",
    ),
)

# Test vectors.

_CLASSIFIED: Final = _record(
    "the answer of a scheme",
    applicable={"type": ["boolean", "null"]},
    possible={"description": "the groups still possible, lowest risk first", **_TEXTS},
    group={"type": ["string", "null"]},
    uncovered={"type": "boolean"},
    missing={"description": "facts that can each change what is possible, sorted", **_TEXTS},
)
_ASSESSED: Final = _record(
    "the answer of a referral guideline",
    refer={"enum": ["yes", "no_trigger_met", "unknown"]},
    triggers=_list(
        _record(
            "what became of a trigger",
            id=_TEXT,
            status={"enum": ["met", "not_met", "unknown", "not_due", "not_applicable"]},
            grounds={"description": "the grounds on which it is met", **_TEXTS},
            missing={"description": "facts that can each settle it, sorted", **_TEXTS},
        )
    ),
)


def vectors_of(patient: dict[str, Any]) -> dict[str, Any]:
    """The schema of test vectors.

    Args:
        patient: The schema of a patient document, or a reference to it.
    """
    vector = {
        "type": "object",
        "properties": {
            "about": {
                "description": "the criteria and conditions it was made for; the first is in no "
                "other vector of the file",
                "minItems": 1,
                **_TEXTS,
            },
            "patient": patient,
            "as_of": {
                "description": "the date up to which results count; absent for all of them",
                "type": "string",
                "format": "date",
            },
            "expect": {"oneOf": [_CLASSIFIED, _ASSESSED]},
        },
        "required": ["about", "patient", "expect"],
        "additionalProperties": False,
    }
    return _record(
        "Patients with the answers that one guideline or scheme gives for them",
        format={"const": "all-risk/vectors/1"},
        kind={"enum": ["risk", "referral"]},
        asks={"description": "the id of the guideline or scheme", **_TEXT},
        made_from={"description": "changes with the rules and the generator", **_TEXT},
        vectors=_list(vector),
    )
