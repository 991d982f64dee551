"""What has been published, one module per publication, and how to find it by its id.

A module names what it ships in `GUIDELINES` or `SCHEMES`; the tables below say which module
holds which id, so that one answer loads one publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from all_risk.errors import Problem, UnknownGuideline, nearest, shown
from all_risk.guideline import Guideline, Scheme

__all__ = [
    "all_guidelines",
    "all_schemes",
    "find_any",
    "find_guideline",
    "find_scheme",
    "guidelines",
    "module_of",
]

_GUIDELINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nmdp-patient-2017": "nmdp_patient_2017",
    }
)
_SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Children, B lineage
        "nci-rome": "nci_rome",
        "cog-aall1731-1732": "cog_aall1731_1732",
    }
)


@cache
def all_guidelines() -> tuple[Guideline, ...]:
    """Every referral guideline that is shipped."""
    return tuple(map(find_guideline, _GUIDELINES))


@cache
def all_schemes() -> tuple[Scheme, ...]:
    """Every risk scheme that is shipped."""
    return tuple(map(find_scheme, _SCHEMES))


def guidelines() -> tuple[Guideline | Scheme, ...]:
    """What there is to ask: referral guidelines and risk schemes, with their citations.

    Returns:
        All of them.

    Examples:
        >>> [each.id for each in guidelines()][:2]
        ['nmdp-patient-2017', 'nci-rome']
    """
    return (*all_guidelines(), *all_schemes())


def find_guideline(id_: str) -> Guideline:
    """A referral guideline by its id.

    Args:
        id_: The id.

    Returns:
        The guideline.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ not in _GUIDELINES:
        raise _unknown(id_, "guideline", _GUIDELINES, "classify" if id_ in _SCHEMES else "")
    shipped: tuple[Guideline, ...] = _module(_GUIDELINES[id_]).GUIDELINES
    return next(guideline for guideline in shipped if guideline.id == id_)


def find_scheme(id_: str) -> Scheme:
    """A risk scheme by its id.

    Args:
        id_: The id.

    Returns:
        The scheme.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ not in _SCHEMES:
        raise _unknown(id_, "scheme", _SCHEMES, "evaluate" if id_ in _GUIDELINES else "")
    shipped: tuple[Scheme, ...] = _module(_SCHEMES[id_]).SCHEMES
    return next(scheme for scheme in shipped if scheme.id == id_)


def find_any(id_: str) -> Guideline | Scheme:
    """A guideline or scheme by its id.

    Args:
        id_: The id.

    Returns:
        The guideline or scheme.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ in _GUIDELINES:
        return find_guideline(id_)
    if id_ in _SCHEMES:
        return find_scheme(id_)
    raise _unknown(id_, "guideline or scheme", (*_GUIDELINES, *_SCHEMES), "")


def module_of(id_: str) -> str:
    """The name of the module that holds a guideline or scheme."""
    return {**_GUIDELINES, **_SCHEMES}[id_]


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")


def _unknown(id_: str, kind: str, ids: Iterable[str], use: str) -> UnknownGuideline:
    hint = (
        f"; it is asked with {use!r}"
        if use
        else nearest(id_, ids) or f"; there are {', '.join(sorted(ids))}"
    )
    return UnknownGuideline(
        Problem("$", "unknown_guideline", f"{shown(id_)} is not the id of a {kind}{hint}")
    )
