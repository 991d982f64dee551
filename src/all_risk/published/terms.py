"""Terms that several publications share, each written once.

A scheme that prints a definition of its own keeps that; here stands what a source means that
uses the term and defines it no further.
"""

from __future__ import annotations

from typing import Final

from all_risk.facts import (
    age,
    blood_blasts_day_8,
    days_to_remission,
    detected,
    lineage,
    mrd_detected,
    mrd_markers,
    mrd_sensitivity,
    unprinted,
)
from all_risk.guideline import Citation
from all_risk.logic import Expr, all_of, any_of
from all_risk.patient import Method, Timepoint
from all_risk.quantities import Amount, count, days, per_nl, years

__all__ = [
    "AGED_1_TO_18",
    "B_LINEAGE",
    "B_OR_T_LINEAGE",
    "CDKN2A_B_DELETION",
    "GOOD_PREDNISONE_RESPONSE",
    "IKZF1_PLUS",
    "INDUCTION_FAILURE",
    "INFANTS_APART",
    "NCCN_CAUTION",
    "NCCN_PEDIATRIC_2026",
    "NO_REMISSION_BY_DAY_33",
    "POOR_PREDNISONE_RESPONSE",
    "negative",
]

B_LINEAGE: Final = lineage.one_of("B")
B_OR_T_LINEAGE: Final = lineage.one_of("B", "T")
AGED_1_TO_18: Final = (age >= years(1)) & (age < years(19))
INFANTS_APART: Final = "Infants have schemes of their own"

# Schrappe et al., N Engl J Med 2012;366:1371: blasts that persist after 4 to 6 weeks of
# induction. Groups differ within that range, so it stays open there.
INDUCTION_FAILURE: Final = (days_to_remission > days(42)) | (
    (days_to_remission > days(28))
    & unprinted("the day between 4 and 6 weeks from which no remission is an induction failure")
)
# Protocol day 33 is 32 days after treatment starts.
NO_REMISSION_BY_DAY_33: Final = days_to_remission > days(32)

POOR_PREDNISONE_RESPONSE: Final = blood_blasts_day_8 >= per_nl(1)
GOOD_PREDNISONE_RESPONSE: Final = blood_blasts_day_8 < per_nl(1)

CDKN2A_B_DELETION: Final = detected("CDKN2A deletion") | detected("CDKN2B deletion")
# Stanulla et al., J Clin Oncol 2018;36:1240. No homozygous deletion is asked for.
IKZF1_PLUS: Final = all_of(
    detected("IKZF1 deletion"),
    any_of(CDKN2A_B_DELETION, detected("PAX5 deletion"), detected("PAR1 deletion")),
    ~detected("ERG deletion"),
)

NCCN_PEDIATRIC_2026: Final = Citation(
    source="NCCN Guidelines, Pediatric Acute Lymphoblastic Leukemia",
    edition="version 1.2026, 11 August 2025",
    url="https://www.nccn.org",
    provenance="secondary",
    read_in="the public digest nccn-guidelines-downloader, 28 August 2026",
)
NCCN_CAUTION: Final = (
    "Reported by a third party, not read at NCCN: a digest that no human has reviewed. Check the "
    "edition in force at nccn.org. Showing this as NCCN output needs NCCN's permission."
)


def negative(
    timepoint: Timepoint,
    method: Method | None = None,
    *,
    sensitivity: Amount | None = None,
    markers: int = 0,
) -> Expr:
    """The rule that no residual disease was found in the marrow.

    Args:
        timepoint: When it was looked for.
        method: The method the scheme names.
        sensitivity: The least level the assay must be able to find, where the source asks
            for one.
        markers: How many IG/TR markers must have been followed, where the source asks.

    Returns:
        The rule.

    Examples:
        >>> from all_risk.logic import evaluate
        >>> evaluate(negative("week_12"), {"mrd_week_12_marrow_detected": False})
        True
    """
    asked = [~mrd_detected(timepoint, method=method)]
    if sensitivity is not None:
        asked.append(mrd_sensitivity(timepoint, method=method) <= sensitivity)
    if markers:
        asked.append(mrd_markers(timepoint, method=method) >= count(markers))
    return all_of(*asked)
