"""Terms that several publications about adults and about transplant share, written once."""

from __future__ import annotations

from all_risk.facts import detected, in_remission, relapses
from all_risk.logic import any_of
from all_risk.quantities import count

__all__ = [
    "ADULTS_BOUND",
    "COMPLEX",
    "FIRST_REMISSION",
    "HOTR",
    "LATER_REMISSION",
    "NOTCH1_FBXW7_MUTATED",
    "RAS_PTEN_ALTERED",
    "SECOND_REMISSION",
]

ADULTS_BOUND = "adults; that they are asked from 18 years is this library's"

FIRST_REMISSION = in_remission & (relapses < count(1))
SECOND_REMISSION = in_remission & (relapses >= count(1)) & (relapses < count(2))
LATER_REMISSION = in_remission & (relapses >= count(2))

# Low hypodiploidy, or its doubled form, which bands show as near triploidy.
HOTR = detected("LOW_HYPODIPLOIDY") | detected("NEAR_TRIPLOIDY")
# Five or more abnormalities, in every source here that prints a number.
COMPLEX = detected("COMPLEX_KARYOTYPE")

NOTCH1_FBXW7_MUTATED = detected("NOTCH1 mutation") | detected("FBXW7 mutation")
RAS_PTEN_ALTERED = any_of(
    detected("NRAS mutation"), detected("KRAS mutation"), detected("PTEN alteration")
)
