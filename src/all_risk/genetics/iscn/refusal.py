"""How a reader refuses: the place, what stands there, and how to write it."""

from __future__ import annotations

from all_risk.errors import Problem, UnreadableNotation

__all__ = ["refused"]

_SHOWN = 30


def refused(
    code: str, text: str, start: int, message: str, *, end: int | None = None
) -> UnreadableNotation:
    """The error for a text that cannot be read.

    Args:
        code: The stable code of the problem.
        text: The text.
        start: Where the trouble begins.
        message: What is wrong and how to write it.
        end: Where it ends; the rest of the text if not given.

    Returns:
        The error, to be raised.

    Examples:
        >>> print(refused("unreadable_fish", "nuc ish?", 7, "expected probes in brackets"))
        at character 8, '?': expected probes in brackets
    """
    piece = text[start:end][:_SHOWN]
    if piece:
        message = f"at character {start + 1}, {piece!r}: {message}"
    elif text.strip():
        message = f"at the end: {message}"
    return UnreadableNotation(Problem("$", code, message))
