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
from all_risk.guideline import Checklist, Guideline, Scheme

__all__ = [
    "all_checklists",
    "all_guidelines",
    "all_schemes",
    "find_any",
    "find_checklist",
    "find_guideline",
    "find_scheme",
    "guidelines",
    "module_of",
]

_GUIDELINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nmdp-patient-2017": "nmdp_patient_2017",
        # Referral of adults
        "nmdp-astct-2021": "nmdp_astct_2021",
        "nmdp-asbmt-older": "nmdp_asbmt_older",
        "nccn-adult-workup-2026": "nccn_adult_2026",
    }
)
_SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Children, B lineage
        "nci-rome": "nci_rome",
        "cog-aall1731-1732": "cog_aall1731_1732",
        # Adults
        "nccn-adult-2026": "nccn_adult_2026",
        "nccn-adult-t-2026": "nccn_adult_2026",
        "graall-2005": "graall_2005",
        "beldjord-2014": "beldjord_2014",
        "nilg-09-00": "nilg_09_00",
        "ukallxii-cytogenetics": "ukallxii_cytogenetics",
        "ukall14-design": "ukall14",
        "ukall14-genetics-2022": "ukall14",
        "swog-9400": "swog_9400",
        "e2993-genomic": "e2993_genomic",
        # Indication
        "pethema-hr-11": "pethema_hr_11",
        "ebmt-2022-adult": "ebmt_indications",
        "ebmt-2022-child": "ebmt_indications",
        "ebmt-2025-child": "ebmt_indications",
        "astct-2020-adult": "astct_2020",
        "astct-2020-child": "astct_2020",
        "ash-education-transplant": "ash_education_transplant",
        # Subtype
        "who-haem5-b": "subtypes",
        "icc-2022-b": "subtypes",
        "icc-2022-t": "subtypes",
    }
)


_CHECKLISTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "eln-2024-factors": "eln_2024",
    }
)


@cache
def all_checklists() -> tuple[Checklist, ...]:
    """Every checklist of risk factors that is shipped."""
    return tuple(map(find_checklist, _CHECKLISTS))


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
        ['nmdp-patient-2017', 'nmdp-astct-2021']
    """
    return (*all_guidelines(), *all_schemes())


def find_checklist(id_: str) -> Checklist:
    """A checklist of risk factors by its id.

    Args:
        id_: The id.

    Returns:
        The checklist.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ not in _CHECKLISTS:
        raise _unknown(id_, "checklist", _CHECKLISTS, "")
    shipped: tuple[Checklist, ...] = _module(_CHECKLISTS[id_]).CHECKLISTS
    return next(checklist for checklist in shipped if checklist.id == id_)


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
