"""What has been published, one module per publication, and how to find it by its id.

A module names what it ships in `GUIDELINES`, `SCHEMES` or `CHECKLISTS`; the tables below say
which module holds which id, so that one answer loads one publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Final, cast

from all_risk.errors import Problem, UnknownGuideline, nearest, shown
from all_risk.guideline import Checklist, Guideline, Scheme, Source

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
        "cog-aall08b1": "cog_aall08b1",
        "cog-schultz-2007": "schultz_2007",
        "aieop-bfm-all-2000-mrd": "aieop_bfm_2000",
        "aieop-bfm-all-2000-high-risk": "aieop_bfm_2000",
        "aieop-bfm-all-2009": "mrd_by_trial",
        "bfm-pdq": "bfm_pdq",
        "ukall2003-mrd": "ukall2003",
        "ukall2003-clinical": "ukall2003",
        "ukall2011": "mrd_by_trial",
        "dcog-all10": "mrd_by_trial",
        "ukall-heh-profile": "ukall_heh_profile",
        "ukall-cna-2014": "moorman_2014",
        "moorman-2014": "moorman_2014",
        "ikzf1plus-aieop-bfm": "ikzf1plus_aieop_bfm",
        "ikzf1plus-gimema": "ikzf1plus_gimema",
        "st-jude-total-xv-provisional": "st_jude",
        "st-jude-total-xv-final": "st_jude",
        "st-jude-total-xvi-final": "st_jude",
        "st-jude-total-xvi-mrd": "mrd_by_trial",
        "dfci-05-001": "dfci_05_001",
        "all06": "all06",
        "nccn-ped-ph-pos": "nccn_pediatric_ph_positive",
        # Infants
        "interfant-06": "interfant_06",
        "infant-international-2019": "infant_international_2019",
        "jplsg-mll-10": "jplsg_mll_10",
        # First relapse
        "relapse-timing-bfm": "relapse_timing",
        "relapse-timing-cog": "relapse_timing",
        "cog-first-relapse": "first_relapse",
        "bfm-first-relapse": "first_relapse",
        "ukall-r3": "first_relapse",
        "allr3-transplant": "allr3_transplant",
        "intreall-sr-hr-2010": "intreall",
        "intreall-very-high-genetics": "intreall",
        # T lineage
        "aall1231": "cog_t_all",
        "aall0434": "cog_t_all",
        "aieop-bfm-t-all-2000": "aieop_bfm_t_all_2000",
        "nccn-ped-t-all": "nccn_ped_t_all",
        "t-all-4gene": "t_all_4gene",
        "fralle-three-factor": "t_all_4gene",
        "t-all-ngs-2024": "t_all_ngs_2024",
        # Response and MRD
        "eln-2024-response": "eln_2024_response",
        "eln-2024-mrd-1-induction": "eln_2024_response",
        "eln-2024-mrd-1-consolidation": "eln_2024_response",
        "eln-2024-mrd-2-induction": "eln_2024_response",
        "eln-2024-mrd-2-consolidation": "eln_2024_response",
        "ash-2021-mrd-induction": "ash_2021_mrd",
        "ash-2021-mrd-consolidation": "ash_2021_mrd",
        "euromrd-reading-induction": "ash_2021_mrd",
        "euromrd-reading-consolidation": "ash_2021_mrd",
        "ponte-di-legno-remission": "ponte_di_legno",
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
_EVERY: Final[Mapping[str, str]] = MappingProxyType({**_GUIDELINES, **_SCHEMES, **_CHECKLISTS})


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
    return cast("Checklist", _shipped(id_))


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
    return cast("Guideline", _shipped(id_))


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
    return cast("Scheme", _shipped(id_))


def find_any(id_: str) -> Source:
    """A guideline, scheme or checklist by its id.

    Args:
        id_: The id.

    Returns:
        The guideline, scheme or checklist.

    Raises:
        UnknownGuideline: If there is none of that id.
    """
    if id_ not in _EVERY:
        raise _unknown(id_, "guideline or scheme", _EVERY, "")
    return _shipped(id_)


def module_of(id_: str) -> str:
    """The name of the module that holds a guideline, scheme or checklist."""
    return _EVERY[id_]


def _shipped(id_: str) -> Source:
    module = import_module(f"{__name__}.{_EVERY[id_]}")
    shipped: Iterable[Source] = (
        *getattr(module, "GUIDELINES", ()),
        *getattr(module, "SCHEMES", ()),
        *getattr(module, "CHECKLISTS", ()),
    )
    return next(each for each in shipped if each.id == id_)


def _unknown(id_: str, kind: str, ids: Iterable[str], use: str) -> UnknownGuideline:
    hint = (
        f"; it is asked with {use!r}"
        if use
        else nearest(id_, ids) or f"; there are {', '.join(sorted(ids))}"
    )
    return UnknownGuideline(
        Problem("$", "unknown_guideline", f"{shown(id_)} is not the id of a {kind}{hint}")
    )
