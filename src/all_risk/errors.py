"""Errors of the library.

Every error derives from [AllRiskError][all_risk.errors.AllRiskError] and carries
`errors`, a tuple of [Problem][all_risk.errors.Problem]: where in the input it lies
(`path`), a stable `code` for programs, and a `message` that says what was wrong and
what would be right. All problems of one input are reported together.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen

__all__ = [
    "AllRiskError",
    "AmbiguousName",
    "InvalidDocument",
    "InvalidPatient",
    "InvalidQuantity",
    "InvalidTable",
    "NegatedName",
    "NotInstalled",
    "Problem",
    "UnknownGuideline",
    "UnknownName",
    "UnreadableNotation",
    "nearest",
    "shown",
]


@frozen
class Problem:
    """One thing wrong with an input.

    Attributes:
        path: Where it lies, as a JSON path (`$.diagnosis.wbc`); `$` for the whole input.
        code: A stable identifier for programs, such as `unit_missing`.
        message: What was wrong and what would be right, for people.
    """

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path != "$" else self.message


class AllRiskError(ValueError):
    """The base of every error the library raises on purpose.

    Attributes:
        errors: All problems found, in the order of the input.
    """

    errors: tuple[Problem, ...]

    def __init__(self, errors: Iterable[Problem] | Problem) -> None:
        self.errors = (errors,) if isinstance(errors, Problem) else tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))

    def __reduce__(self) -> tuple[type[AllRiskError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.errors,)


class InvalidQuantity(AllRiskError):
    """A quantity that cannot be read: no unit, an unknown unit, or an implausible value."""


class InvalidDocument(AllRiskError):
    """A JSON document that does not hold what its format says."""


class InvalidPatient(AllRiskError):
    """A history that cannot have happened, such as a relapse before treatment began."""


class UnknownName(AllRiskError):
    """A name that is in no vocabulary; the message gives the nearest known ones."""


class NegatedName(AllRiskError):
    """A lesion named by its absence ("Ph-negative") where only the lesion can stand."""


class AmbiguousName(AllRiskError):
    """A name that stands for several lesions, or for none without a further result."""


class UnreadableNotation(AllRiskError):
    """A karyotype or FISH string that could not be read.

    The message names the place in the text and says how to write it.
    """


class UnknownGuideline(AllRiskError):
    """A guideline or scheme id that does not exist; the message gives the nearest."""


class InvalidTable(AllRiskError):
    """A table whose columns cannot hold the facts they are named after, or are mapped to."""


class NotInstalled(AllRiskError):
    """A part of the library needs a package that is not installed; the message names it."""


def shown(value: object) -> str:
    """The caller's own value, shortened for a message.

    Args:
        value: What the caller passed.

    Returns:
        Its representation, at most forty characters long.

    Examples:
        >>> shown("82")
        "'82'"
    """
    try:
        text = repr(value if not isinstance(value, str) else value[:200])
    except ValueError:  # an integer too long to be written in decimal
        return "a number of thousands of digits"
    return text if len(text) <= 40 else text[:37] + "..."


def nearest(word: str, known: Iterable[str], *, limit: int = 3) -> str:
    """A clause that proposes the known words most like `word`, or nothing.

    Args:
        word: What the caller wrote.
        known: The words that would have been accepted.
        limit: How many to propose.

    Returns:
        `"; did you mean 'mrd'?"`, or an empty string where nothing is near.

    Examples:
        >>> nearest("mdr", ["mrd", "sex"])
        "; did you mean 'mrd'?"
        >>> nearest("zzz", ["mrd", "sex"])
        ''
    """
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), list(folded), n=limit, cutoff=0.6)
    if not near:
        return ""
    return f"; did you mean {' or '.join(repr(folded[n]) for n in near)}?"
