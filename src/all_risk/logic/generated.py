"""Python code that is written from rules, as attrs writes methods from fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["function"]


def function(
    name: str, lines: Iterable[str], constants: Mapping[str, object]
) -> Callable[[Callable[..., Any]], Any]:
    """A function from its source.

    Args:
        name: Its name in the source.
        lines: The source. It is written by this library alone: names of facts stand in it
            quoted, and every other value as one of the constants.
        constants: What the source refers to, by name.

    Returns:
        The function.
    """
    namespace: dict[str, Any] = dict(constants)
    exec(compile("\n".join(lines), f"<{name}>", "exec"), namespace)
    made: Callable[[Callable[..., Any]], Any] = namespace[name]
    return made
