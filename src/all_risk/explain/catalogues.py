"""Where the words are: gettext catalogues, one for each audience and language.

`locale/LANGUAGE/LC_MESSAGES/AUDIENCE.po` is what a translator edits; the `.mo` beside it is
compiled from it, and read here. An entry without a context is a message; an entry with one
is a term, and the context is the kind of argument it stands for. `published.po` has the
English texts of the shipped guidelines in another language.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from all_risk.errors import AllRiskError, Problem, shown
from all_risk.explain.render import Catalogue

__all__ = ["AUDIENCES", "LANGUAGES", "catalogue"]

AUDIENCES: Final = ("clinician", "patient")
LANGUAGES: Final = ("en", "es")

_CONTEXT_END = "\x04"


class _Entries(GNUTranslations):
    """A compiled catalogue whose entries can be listed, which `gettext` has no name for."""

    _catalog: dict[str, str]

    def listed(self) -> dict[str, str]:
        return {key: text for key, text in self._catalog.items() if key}


@cache
def catalogue(audience: str = "clinician", language: str = "en") -> Catalogue:
    """The words of a language for an audience.

    Args:
        audience: For whom: `clinician` or `patient`.
        language: In which language: `en` or `es`.

    Returns:
        The words.

    Raises:
        AllRiskError: If there are none.

    Examples:
        >>> catalogue("patient", "es").words["fact"]["mrd_week_12"]
        'en la semana 12'
    """
    if audience not in AUDIENCES or language not in LANGUAGES:
        raise AllRiskError(
            Problem(
                "$",
                "no_words",
                f"there is no text for {shown(audience)} in {shown(language)} in this version; "
                f"write audience={_choice(AUDIENCES)}, language={_choice(LANGUAGES)}",
            )
        )
    messages: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {"group": {}}
    for key, text in _entries(audience, language).items():
        context, found, id_ = key.rpartition(_CONTEXT_END)
        if found:
            words.setdefault(context, {})[id_] = text
        else:
            messages[id_] = text
    return Catalogue(
        messages=MappingProxyType(messages),
        words=MappingProxyType({kind: MappingProxyType(terms) for kind, terms in words.items()}),
        published=MappingProxyType({} if language == "en" else _entries("published", language)),
    )


def _entries(domain: str, language: str) -> dict[str, str]:
    home = files("all_risk.explain") / "locale" / language / "LC_MESSAGES"
    with (home / f"{domain}.mo").open("rb") as compiled:
        return _Entries(compiled).listed()


def _choice(known: tuple[str, ...]) -> str:
    return " or ".join(map(repr, known))
