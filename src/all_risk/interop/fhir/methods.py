"""How something was tested, and on what: by codes, else by plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, cast, get_args

from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft
from all_risk.interop.fhir.elements import (
    concept,
)
from all_risk.interop.plain import Json, Unread
from all_risk.patient import Method, Specimen, Timepoint

__all__ = ["method_named", "method_of", "specimen_named", "specimen_of", "timepoint_named"]

_Patterns = Iterable[tuple[str, re.Pattern[str]]]
_METHODS: Final = (
    ("flow", re.compile(r"\bflow\b|\bmfc\b")),
    ("pcr", re.compile(r"\b(rt-?|q|rq-?)?pcr\b")),
    ("ngs", re.compile(r"\bngs\b|\bnext.generation\b")),
    ("fish", re.compile(r"\bfish\b")),
)
_SPECIMENS: Final = (("marrow", re.compile(r"\bmarrow\b")), ("blood", re.compile(r"\bblood\b")))
_TIMEPOINTS: Final = (
    ("end_of_induction", re.compile(r"\bend of induction\b")),
    ("end_of_consolidation", re.compile(r"\bend of consolidation\b")),
)


def _one(words: str, patterns: _Patterns) -> str | None:
    named = {name for name, pattern in patterns if pattern.search(words)}
    return named.pop() if len(named) == 1 else None


def method_named(words: str) -> Method | None:
    """The one method that some words name."""
    return cast("Method | None", _one(words, _METHODS))


def specimen_named(words: str) -> Specimen | None:
    """The one specimen that some words name."""
    return cast("Specimen | None", _one(words, _SPECIMENS))


def timepoint_named(words: str) -> Timepoint | None:
    """The one time point that some words name."""
    return cast("Timepoint | None", _one(words, _TIMEPOINTS))


def method_of(resource: Json, draft: Draft) -> Method | None:
    """How an observation was made, where its `method` says so."""
    method = concept(resource.get("method"))
    local = method.local()
    if local in get_args(Method):
        return cast("Method", local)
    found = method.find(codes.METHODS)
    if found is None and draft.policy.text:
        found = method_named(" ".join(method.words).casefold())
    return found


def specimen_of(resource: Json, draft: Draft) -> Specimen | None:
    """Where the sample is from.

    Raises:
        Unread: If it is neither marrow nor blood.
    """
    kind = concept(draft.record.follow(resource, resource.get("specimen")).get("type"))
    found = kind.find(codes.SPECIMENS)
    if found is None and draft.policy.text:
        found = specimen_named(" ".join(kind.words).casefold())
    if found is None and kind:
        raise Unread("specimen", f"the specimen is neither marrow nor blood: {kind.name}")
    return found
