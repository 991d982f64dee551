"""Adults, indication, subtype: no patient in two groups, every patient in one; proved.

The search for what is possible is exact, so what it does not find does not exist. Where a
published table leaves patients in no row, the gap is named here.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from all_risk.evaluation import compiled
from all_risk.guideline import UNCOVERED, Scheme
from all_risk.implications import implications
from all_risk.logic import CompiledDecision, Decision, all_of, atoms
from all_risk.published import find_scheme

COMPLETE = (
    "nccn-adult-t-2026",
    "graall-2005",
    "beldjord-2014",
    "nilg-09-00",
    "ukallxii-cytogenetics",
    "ukall14-design",
    "ukall14-genetics-2022",
    "astct-2020-adult",
    "astct-2020-child",
    "who-haem5-b",
    "icc-2022-b",
)
GAPS = {
    "nccn-adult-2026": "no line of the list (NC-ADL-97)",
    "swog-9400": "a normal or miscellaneous karyotype",
    "e2993-genomic": "none of the lesions",
    "pethema-hr-11": "not in remission",
    "ebmt-2022-adult": "a third remission; not in remission before any relapse or failure",
    "ebmt-2022-child": "not in remission",
    "ebmt-2025-child": "not in remission",
    "ash-education-transplant": "neither an indication nor a prompt deep response",
    "icc-2022-t": "T-ALL without the ETP phenotype",
}
SCHEMES = [pytest.param(find_scheme(id_), id=id_) for id_ in (*COMPLETE, *GAPS)]
# The rows of these are asked in order, so that no two of them can hold at once.
IN_ORDER = {"nccn-adult-2026", "e2993-genomic", "who-haem5-b", "icc-2022-b"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_groups_at_once(scheme: Scheme) -> None:
    assert scheme.first_match is (scheme.id in IN_ORDER)
    for one, other in combinations(scheme.groups, 2) if not scheme.first_match else ():
        both = all_of(scheme.population.who, scheme.group(one), scheme.group(other))
        names = {atom.fact.name for atom in atoms(both)}
        decision = CompiledDecision.of(Decision((("both", both),), "apart"), implications(names))
        assert decision.possible({}) == {"apart"}, (one, other)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_patient_has_a_group_but_for_the_published_gaps(scheme: Scheme) -> None:
    assert (UNCOVERED in compiled(scheme).possible({})) is (scheme.id in GAPS)
