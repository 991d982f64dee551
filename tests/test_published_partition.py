"""Infants, relapse, T lineage, response: no patient in two groups, every patient in one; proved.

The search for what is possible is exact, so what it does not find does not exist. Where a
published table leaves patients in no row, the gap is named here.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from all_risk.evaluation import compiled
from all_risk.guideline import OUTSIDE, UNCOVERED, Scheme
from all_risk.implications import implications
from all_risk.logic import CompiledDecision, Decision, any_of, atoms
from all_risk.published import find_scheme

GAPS = {
    "cog-first-relapse": "marrow relapse of mixed lineage",
    "bfm-first-relapse": "marrow relapse of mixed lineage, combined relapse of T lineage",
    "ukall-r3": "marrow relapse of mixed lineage",
    "allr3-transplant": "as the UK groups",
    "intreall-sr-hr-2010": "marrow relapse of T or mixed lineage",
    "aall0434": "the high-risk row is cut off",
    "aieop-bfm-t-all-2000": "negative without two sensitive markers",
    "fralle-three-factor": "one or two of the three factors",
    "eln-2024-mrd-1-induction": "exactly 0.01 %",
    "eln-2024-mrd-1-consolidation": "exactly 0.01 %",
    "eln-2024-mrd-2-induction": "positive, not quantifiable",
    "eln-2024-mrd-2-consolidation": "positive, not quantifiable",
    "euromrd-reading-induction": "negative without a sensitivity",
    "euromrd-reading-consolidation": "negative without a sensitivity",
}
COMPLETE = (
    *("interfant-06", "infant-international-2019", "jplsg-mll-10"),
    *("relapse-timing-bfm", "relapse-timing-cog", "intreall-very-high-genetics"),
    *("aall1231", "nccn-ped-t-all", "t-all-4gene", "t-all-ngs-2024"),
    *("eln-2024-response", "ash-2021-mrd-induction", "ash-2021-mrd-consolidation"),
    "ponte-di-legno-remission",
)
SCHEMES = [pytest.param(find_scheme(id_), id=id_) for id_ in (*COMPLETE, *GAPS)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_groups_at_once(scheme: Scheme) -> None:
    both = any_of(*(scheme.group(a) & scheme.group(b) for a, b in combinations(scheme.groups, 2)))
    decision = Decision(((OUTSIDE, ~scheme.population.who), ("two", both)), "one at most")
    names = {atom.fact.name for _, rule in decision.cases for atom in atoms(rule)}
    assert "two" not in CompiledDecision.of(decision, implications(names)).possible({})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_patient_has_a_group_but_for_the_published_gaps(scheme: Scheme) -> None:
    assert (UNCOVERED in compiled(scheme).possible({})) is (scheme.id in GAPS)
