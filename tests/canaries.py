"""Values that must not be repeated, and where they are looked for in an error."""

from __future__ import annotations

import ast
import pickle
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from all_risk.errors import AllRiskError

__all__ = ["OTHER", "OWN", "codes_in", "repeats_little", "shown"]

OWN = "Owenvale" * 300
"""What is wrong: it may be repeated, shortened."""
OTHER = "Otherwell"
"""What stands elsewhere in the same document or table: it may not be repeated."""


def repeats_little(code: str, attempt: Callable[[], object]) -> AllRiskError:
    """The error of a code that an attempt raises, which repeats only what is wrong, shortened."""
    with pytest.raises(AllRiskError) as caught:
        attempt()
    error = caught.value
    assert code in {problem.code for problem in error.errors}
    said = "".join(f"{problem.path} {problem.message}\n" for problem in error.errors)
    assert OTHER not in shown(error)
    assert OWN[:60] not in shown(error)
    assert len(said) < 300 * len(error.errors)
    with pytest.raises(type(error)) as again:
        raise pickle.loads(pickle.dumps(error))
    assert again.value.errors == error.errors
    return error


def shown(error: BaseException) -> str:
    """All that a log would show of an error, all that travels with it and all it leads to."""
    logged = "".join(traceback.format_exception(error)) + repr(error) + repr(pickle.dumps(error))
    return logged + "".join(map(_held, _led_to(error)))


def _led_to(error: BaseException) -> Iterator[BaseException]:
    """An error and all that can be reached from it: causes, contexts, members of a group."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            inner = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            waiting += [e for e in (each.__cause__, each.__context__, *inner) if e is not None]


def _held(error: BaseException) -> str:
    """What an error holds: all that Python's own ones keep of a text, too."""
    kept = [getattr(error, name, "") for name in ("doc", "object", "obj", "name", "__notes__")]
    return repr([str(error), error.args, vars(error), kept])


def codes_in(files: Iterable[Path]) -> set[str]:
    """Every code that stands in the source as the argument of what makes a problem."""
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                at = {"Problem": 1, "_problem": 0, "_refused": 0, "refused": 0}.get(name)
                given = node.args[at : at + 1] if at is not None else []
                found |= {
                    a.value
                    for a in given
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found
