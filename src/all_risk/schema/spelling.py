"""How quantities are spelled: patterns made from the units and words that are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from all_risk.patient import NEGATIVE_WORDS, POSITIVE_WORDS
from all_risk.quantities import ISO_AGE, UNITS

__all__ = ["QUANTITIES"]

_NULL: Final = {"type": "null"}
_AMOUNT: Final = {"type": "number", "minimum": 0}
_BOUNDS: Final = ("value", "low", "above", "high", "below")

# Patterns are anchored, have no flags, and mean the same in Python and in ECMAScript.
_RELATION: Final = r"(?:<=|>=|≤|≥|<|>)?"
_GROUPED: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_PLAIN: Final = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER: Final = rf"{_RELATION}\s*(?:{_GROUPED}|{_PLAIN})"
_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _character(character: str) -> str:
    """One character of a unit in every spelling that is read."""
    if character == "u":
        return "[uUµμ]"
    if character.isalpha():
        return f"[{character}{character.upper()}]"
    if character.isdigit():
        return f"[{character}{_SUPERSCRIPTS[int(character)]}]"
    return r"(?:\^|\*\s*\*)" if character == "^" else re.escape(character)


def _spelled(unit: str) -> str:
    written = r"\s*".join(map(_character, unit))
    micro = _character("u") + r"\s*" + _character("l")
    written = written.replace(micro, rf"(?:{micro}|[mM]\s*[cC]\s*[lL])")
    return r"[xX×*·]?\s*" + written if unit.startswith("1") else written


def _any_of(units: Iterable[str]) -> str:
    return "|".join(sorted(map(_spelled, units)))


def _quantity(units: Iterable[str], number: str = _NUMBER) -> str:
    """A number with its unit; between two digits there must be a blank."""
    listed = sorted(units)
    figures = [unit for unit in listed if unit[0].isdigit()]
    plain = [unit for unit in listed if not unit[0].isdigit()]
    ways = [rf"\s*(?:{_any_of(plain)})"]
    if figures:
        ways += [rf"\s+(?:{_any_of(figures)})", rf"\s*[xX×*·]\s*(?:{_any_of(figures)})"]
    return rf"{number}(?:{'|'.join(ways)})"


def _word(words: Iterable[str]) -> str:
    """Words in any case, with any blanks between them."""
    spelled = (
        r"\s+".join("".join(f"[{c}{c.upper()}]" for c in part) for part in word.split())
        for word in sorted(words)
    )
    return f"(?:{'|'.join(spelled)})"


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": 100, "pattern": rf"^\s*(?:{pattern})\s*$"}


def _measured(amount: Mapping[str, Any], unit: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """An object with a value or with bounds; a null is the same as an absent key."""
    either = {"anyOf": [dict(amount), _NULL]}
    excluded = _NULL if whole else either
    return {
        "type": "object",
        "properties": {
            "value": either,
            "low": either,
            "above": excluded,
            "high": either,
            "below": excluded,
            "unit": dict(unit),
        },
        "additionalProperties": False,
        "anyOf": [_given("value", *(key for key in _BOUNDS if key != "value")), *_ranges()],
    }


def _given(key: str, *absent: str) -> dict[str, Any]:
    return {
        "required": [key],
        "properties": {key: {"type": "number"}, **dict.fromkeys(absent, _NULL)},
    }


def _ranges() -> list[dict[str, Any]]:
    """One bound on one side at most, and at least one bound."""
    return [
        _given("low", "value", "above", "below"),
        _given("low", "value", "above", "high"),
        _given("above", "value", "low", "below"),
        _given("above", "value", "low", "high"),
        _given("high", "value", "low", "above", "below"),
        _given("below", "value", "low", "above", "high"),
    ]


def _with_unit(words: str, kind: str, *examples: str, also: str = "") -> dict[str, Any]:
    unit = {
        "type": "string",
        "pattern": rf"^\s*(?:{_any_of(UNITS[kind])})\s*$",
        "examples": list(examples),
    }
    measured = _measured(_AMOUNT, unit, whole=False)
    measured["required"] = ["unit"]
    pattern = _quantity(UNITS[kind])
    text = _text(f"{pattern}|{also}" if also else pattern)
    return {"description": words, "anyOf": [text, measured, _NULL]}


def _without_unit(words: str, *, whole: bool, least: int = 0) -> dict[str, Any]:
    amount: dict[str, Any] = {"type": "number", "minimum": least}
    if whole:
        amount["multipleOf"] = 1
    measured = _measured(amount, {"enum": ["1", None]}, whole=whole)
    if least > 1:  # without its lower bound a range would begin below the least
        measured["anyOf"] = measured["anyOf"][:2]
    return {"description": words, "anyOf": [amount, measured, _NULL]}


_LEVEL: Final = _quantity(UNITS["fraction"])
_LEVEL_WORDS: Final = (
    f"{_word(NEGATIVE_WORDS)}|{_word(POSITIVE_WORDS)}|{_word(w for w in POSITIVE_WORDS)}"
    rf"\s+(?:{_LEVEL})"
)

QUANTITIES: Final[Mapping[str, dict[str, Any]]] = MappingProxyType(
    {
        "wbc": _with_unit("a cell count, '82 x10^9/L' or '82,000 /uL'", "count", "10*9/L", "/uL"),
        "age": _with_unit(
            "an age, '8 years', '240 days' or 'P6Y3M'",
            "age", "a", "mo", "d",
            also=rf"(?=P.){ISO_AGE}",
        ),
        "duration": _with_unit("a length of time, '20 h' or '3 days'", "duration", "h", "d"),
        "blasts": _with_unit("a share of cells, '2%'", "fraction", "%", "1"),
        "sensitivity": _with_unit("the least level the assay finds, '0.01%'", "fraction", "%", "1"),
        "mrd_level": _with_unit(
            "a level, '0.03%', '<0.01%', 'negative' or 'positive'",
            "fraction", "%", "1",
            also=_LEVEL_WORDS,
        ),
        "day": _without_unit(
            "a day of the protocol; treatment starts on day 1", whole=True, least=1
        ),
        "count": _without_unit("a whole number", whole=True),
        "chromosomes": _without_unit("a number of chromosomes", whole=True, least=20),
        "ratio": _without_unit("a ratio", whole=False),
    }
)  # fmt: skip
"""The schema of each kind of quantity, by the name its field gives it."""
