"""Statements as data: what is said, apart from the words that say it.

Everything an answer tells is a [Message][all_risk.messages.Message]: an identifier and its
arguments. Words in a language are made from it later, in `all_risk.explain`.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["Message", "say"]


@frozen
class Message:
    """One statement.

    Attributes:
        id: Which statement it is; stable, for programs and translators.
        args: Its arguments, as pairs of a name and a text.
    """

    id: str
    args: tuple[tuple[str, str], ...] = field(default=())

    def as_dict(self) -> Mapping[str, str]:
        """The arguments by name."""
        return dict(self.args)


def say(id_: str, /, **args: object) -> Message:
    """Make a message.

    Args:
        id_: Which statement it is.
        **args: Its arguments; each is kept as text.

    Returns:
        The message.

    Examples:
        >>> say("undated", path="genetics[0]").args
        (('path', 'genetics[0]'),)
    """
    return Message(id_, tuple((name, str(value)) for name, value in args.items()))
