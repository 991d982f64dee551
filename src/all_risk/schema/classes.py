"""JSON Schema from attrs classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from inspect import cleandoc, getattr_static
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, fields, has

from all_risk import patient as model

__all__ = ["document_of", "nullable", "words_of"]

_NULL: Final = {"type": "null"}
_DATE: Final = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def document_of(cls: type) -> dict[str, Any]:
    """The schema of what is read into a class: its fields, with their words and defaults."""
    hints, words = get_type_hints(cls), words_of(cls)
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


def words_of(cls: type) -> Mapping[str, str]:
    """What the docstrings of a class say of each of its attributes and properties."""
    words: dict[str, str] = {}
    for part in reversed(cls.__mro__):
        section = cleandoc(part.__doc__ or "").partition("Attributes:\n")[2].partition("\n\n")[0]
        for name, text in re.findall(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", section, re.MULTILINE):
            words[name] = " ".join(text.split())
        for name in vars(part):
            member = getattr_static(part, name)
            if isinstance(member, property) and member.__doc__:
                words[name] = " ".join(cleandoc(member.__doc__).partition("\n\n")[0].split())
    return words


def _field(attribute: Attribute[Any], hint: Any) -> dict[str, Any]:
    if "quantity" in attribute.metadata:
        found = {"$ref": f"#/$defs/{attribute.metadata['quantity']}"}
        return {"allOf": [found], "not": _NULL} if attribute.default is NOTHING else found
    return _type(hint) if attribute.default is NOTHING else nullable(_type(hint))


def nullable(found: dict[str, Any]) -> dict[str, Any]:
    """A schema that takes null as well."""
    if "enum" in found:
        return {"enum": [*found["enum"], *([] if None in found["enum"] else [None])]}
    if "null" in found.get("type", ()):
        return found
    if isinstance(found.get("type"), str) and found.keys() <= {"type", "format", "pattern"}:
        return {**found, "type": [found["type"], "null"]}
    options = found.get("anyOf", [found])
    return {"anyOf": [*options, *([] if _NULL in options else [_NULL])]}


def _type(hint: Any) -> dict[str, Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": _type(inner[0])}
    if hint == model.GeneticResult:
        return {"anyOf": [_result(shape) for shape in inner]}
    if origin in (Union, UnionType):
        options = [_type(part) for part in inner if part is not type(None)]
        found = options[0] if len(options) == 1 else {"anyOf": options}
        return nullable(found) if type(None) in inner else found
    if hint is model.Event:  # an event may be given by its date alone
        return {"anyOf": [dict(_DATE), document_of(hint)]}
    if has(hint):
        return document_of(hint)
    simple: dict[Any, Callable[[], dict[str, Any]]] = {
        str: lambda: {"type": "string"},
        bool: lambda: {"type": "boolean"},
        date: lambda: dict(_DATE),
    }
    return simple[hint]()


def _result(shape: type) -> dict[str, Any]:
    """One kind of genetic result; the keys of the other kinds may stand there as null."""
    found = document_of(shape)
    others = {a.name for each in get_args(model.GeneticResult) for a in fields(each)}
    for key in sorted(others - found["properties"].keys()):
        found["properties"][key] = {"type": "null", "description": "of another kind of result"}
    return found
