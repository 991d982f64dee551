"""What has been published, one module per publication, and how to find it by its id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from all_risk.errors import Problem, UnknownGuideline, nearest, shown
from all_risk.guideline import Guideline, Scheme

__all__ = ["all_guidelines", "all_schemes", "find_guideline", "find_scheme", "guidelines"]


@cache
def all_guidelines() -> tuple[Guideline, ...]:
    """Every referral guideline that is shipped."""
    from all_risk.published.nmdp_patient_2017 import NMDP_PATIENT

    return (NMDP_PATIENT,)


@cache
def all_schemes() -> tuple[Scheme, ...]:
    """Every risk scheme that is shipped."""
    from all_risk.published.cog_aall1731_1732 import COG_AALL1731_1732
    from all_risk.published.nci_rome import NCI_ROME

    return (NCI_ROME, COG_AALL1731_1732)


def guidelines() -> tuple[Guideline | Scheme, ...]:
    """What there is to ask: referral guidelines and risk schemes, with their citations.

    Returns:
        All of them.

    Examples:
        >>> [each.id for each in guidelines()]
        ['nmdp-patient-2017', 'nci-rome', 'cog-aall1731-1732']
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
    found = {guideline.id: guideline for guideline in all_guidelines()}
    schemes = {scheme.id for scheme in all_schemes()}
    if id_ not in found:
        raise _unknown(id_, "guideline", found, "classify" if id_ in schemes else "")
    return found[id_]


def find_scheme(id_: str) -> Scheme:
    """A risk scheme by its id.

    Args:
        id_: The id.

    Returns:
        The scheme.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    found = {scheme.id: scheme for scheme in all_schemes()}
    guidelines = {guideline.id for guideline in all_guidelines()}
    if id_ not in found:
        raise _unknown(id_, "scheme", found, "evaluate" if id_ in guidelines else "")
    return found[id_]


def _unknown(id_: str, kind: str, ids: Iterable[str], use: str) -> UnknownGuideline:
    hint = (
        f"; it is asked with {use!r}"
        if use
        else nearest(id_, ids) or f"; there are {', '.join(sorted(ids))}"
    )
    return UnknownGuideline(
        Problem("$", "unknown_guideline", f"{shown(id_)} is not the id of a {kind}{hint}")
    )
