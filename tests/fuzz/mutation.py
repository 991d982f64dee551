"""Change a JSON document as a tree, or a text by its pieces: bytes seldom get past a parser."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any, Final

__all__ = ["mutated_json", "mutated_text"]

_SCALARS: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 46, 10**30, 0.5, 1e308, -0.0, "", " ", "a", [], {}, [[]], {"": {}},
)  # fmt: skip


def mutated_text(text: str, pieces: tuple[str, ...], random: Random) -> str:
    """A text with one piece put in, repeated, moved or taken out."""
    at, to = sorted(random.randint(0, len(text)) for _ in range(2))
    match random.randrange(4):
        case 0:
            return text[:at] + random.choice(pieces) + text[at:]
        case 1:
            return text[:at] + random.choice(pieces) + text[to:]
        case 2:
            return text[:to] + text[at:to] * random.choice((1, 1, 2, 50)) + text[to:]
        case _:
            return text[:at] + text[to:]


def mutated_json(document: Any, pieces: tuple[str, ...], random: Random) -> Any:
    """The document with one to three places changed. It is changed in place."""
    for _ in range(random.choice((1, 1, 2, 3))):
        places = list(_places(document))
        if not places:
            return _scalar(random)
        owner, key = random.choice(places)
        _change(owner, key, places, pieces, random)
    return document


def _scalar(random: Random) -> Any:
    """A value of its own: one that stood in two places could come to hold itself."""
    return deepcopy(random.choice(_SCALARS))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place below a value, as the owner and its key or index; deep trees included."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        owner = waiting.pop()
        keys: Any = ()
        if isinstance(owner, dict):
            keys = list(owner)
        elif isinstance(owner, list):
            keys = range(len(owner))
        for key in keys:
            found.append((owner, key))
            waiting.append(owner[key])
    return found


def _change(
    owner: Any, key: Any, places: list[tuple[Any, Any]], pieces: tuple[str, ...], random: Random
) -> None:
    value = owner[key]
    match random.randrange(8):
        case 0:
            owner[key] = _scalar(random)
        case 1:
            owner[key] = random.choice(pieces)
        case 2:  # what stands elsewhere in the document
            other, place = random.choice(places)
            owner[key] = json.loads(json.dumps(other[place]))
        case 3:
            del owner[key]
        case 4 if isinstance(owner, list):
            written = json.dumps(value)
            times = random.choice((1, 2, 9)) if len(written) < 200 else 1
            owner.extend(json.loads(written) for _ in range(times))
        case 4 | 5 if isinstance(owner, dict):
            names = [k for o, k in places if isinstance(o, dict)]
            owner[random.choice((*names, *pieces))] = owner.pop(key)
        case 6:
            owner[key] = [value] if random.random() < 0.5 else {"value": value}
        case _:
            if isinstance(value, str):
                owner[key] = mutated_text(value, pieces, random)
            elif isinstance(value, (int, float)):
                owner[key] = value * random.choice((-1, 2, 10, 0.1, 1e30)) + random.choice(
                    (0, 1, 0.5)
                )
            else:
                owner[key] = random.choice((str(value)[:50], _scalar(random)))
