"""The data dictionary: every key of every document, from the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from all_risk.schema import BEYOND_SHAPE, schema
from generator.words import table

__all__ = ["page"]

_INTRO: Final = """\
# Data dictionary

<!-- Written by docs/generate.py from the classes. Do not edit by hand. -->

Every key of the documents, from the classes that read and write them. The same is in the JSON
Schemas (2020-12), which are printed by `all-risk schema` and published here:
[patient](schemas/patient.json), [assessment](schemas/assessment.json),
[classification](schemas/classification.json), [rules](schemas/rules.json),
[vectors](schemas/vectors.json). How a patient document is written, with examples, is told in
[Patient document](document.md); how an answer is read, in [How to read an answer](answer.md).

In a patient document every key but `format` may be absent or null, unless marked **required**;
both mean unknown. In an answer every key is there.
"""
_BEYOND: Final = """\
## What the schema of a patient cannot say

A document that its schema accepts is read, or refused with one of these codes alone. A
document that its schema does not accept is refused. Tests hold both directions against
documents made and mutated at random.
"""
_KINDS: Final = {
    "wbc": "cell count",
    "mrd_level": "MRD level",
}


def page() -> str:
    """The page."""
    patient = schema("patient")
    parts = [_INTRO, "## Patient { #patient }\n", *_object(patient, "patient")]
    parts += ["## Quantities { #quantities }\n", *_quantities(patient["$defs"])]
    parts += [_BEYOND, table(("code", "what"), [(f"`{c}`", w) for c, w in BEYOND_SHAPE.items()])]
    for name in ("assessment", "classification"):
        parts += [f"## {name.title()} {{ #{name} }}\n", *_object(schema(name), name)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _quantities(found: Mapping[str, Any]) -> Iterator[str]:
    rows = [
        (_kind(name), each["description"], ", ".join(_units(each)) or "none")
        for name, each in found.items()
    ]
    yield table(("kind", "written as", "units (UCUM) of the object form"), rows)


def _units(quantity: Mapping[str, Any]) -> list[str]:
    measured = quantity["anyOf"][1]["properties"]["unit"]
    return [f"`{unit}`" for unit in measured.get("examples", ())]


def _object(found: Mapping[str, Any], path: str) -> Iterator[str]:
    """The table of an object, and those of the objects in it."""
    inner: list[tuple[str, Mapping[str, Any]]] = []
    rows = []
    for key, each in found["properties"].items():
        if each == {"type": "null", "description": each.get("description")}:
            continue  # the keys of the other kinds of genetic results
        required = (
            "**required**: " if path == "patient" and key in found.get("required", ()) else ""
        )
        rows.append((f"`{key}`", required + _told(each), each.get("description", "")))
        inner += [(f"{path}.{key}", part) for part in _objects(each)]
    yield table(("key", "holds", "meaning"), rows)
    for place, part in inner:
        kind = next(iter(part.get("required", ())), "") if path == "patient" else ""
        of = f" of a `{kind}`" if kind else ""
        anchor = "-".join(filter(None, (place.replace(".", "-"), kind)))
        yield f"### `{place}`{of} {{ #{anchor} }}\n"
        yield from _object(part, place)


def _objects(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects in a value, those of a list or of a choice included."""
    if "properties" in found:
        if found.get("additionalProperties") is False:
            yield found
    else:
        for part in (found.get("items"), *found.get("anyOf", ())):
            if part:
                yield from _objects(part)


def _told(found: Mapping[str, Any]) -> str:
    """What may stand there, in words."""
    if "$ref" in found:
        return _kind(found["$ref"].rpartition("/")[2])
    if "allOf" in found:
        return _told(found["allOf"][0])
    if "enum" in found:
        return ", ".join(f"`{word}`" for word in found["enum"] if word is not None)
    if "const" in found:
        return f"`{found['const']}`"
    if "anyOf" in found:
        options = (_told(part) for part in found["anyOf"] if part != {"type": "null"})
        return " or ".join(dict.fromkeys(options))
    kinds = found["type"] if isinstance(found["type"], list) else [found["type"]]
    [kind] = [each for each in kinds if each != "null"]
    if kind == "array":
        return f"a list: {_told(found['items'])}"
    if found.get("format") == "date":
        return "a date"
    return {"string": "text", "boolean": "true or false", "object": "an object"}.get(kind, kind)


def _kind(name: str) -> str:
    return f"[{_KINDS.get(name, name.replace('_', ' '))}](#quantities)"
