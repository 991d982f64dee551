"""Twelve published cases, as far as their documents carry the facts.

What each case should give was read in the paper (`tests/data/published_cases.json`, with its
source) before the library was asked.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from all_risk import evaluate, from_json
from all_risk.assessment import Assessment

ROOT = Path(__file__).parents[1]
EXPECTED = json.loads((ROOT / "tests/data/published_cases.json").read_text(encoding="utf-8"))
# No default list names Ph-like disease; adults' lists do not name TCF3::HLF, and the age of
# that patient is not known.
OPEN = {("case-007", "high_risk_of_relapse"), ("case-059", "high_risk_of_relapse")}
# What the paper leaves open and a cited list decides.
DECIDED_BY = {
    ("case-001", "high_risk_of_relapse"): "pdq-very-high-kmt2a-r",
    ("case-002", "high_risk_of_relapse"): "pdq-very-high-infant",
}


def answer(case: str) -> Assessment:
    document = (ROOT / f"examples/cases/{case}.json").read_text(encoding="utf-8")
    return evaluate(from_json(document))


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case} {about['source']}") for case, about in EXPECTED.items()]
)
def test_published_case(case: str) -> None:
    about, found = EXPECTED[case], answer(case)
    status = {trigger.id: trigger.status for trigger in found.triggers}
    for trigger in about["met"]:
        if (case, trigger) in OPEN:
            assert status[trigger] == "unknown"
            assert found[trigger].hangs_on
        else:
            assert status[trigger] == "met", trigger
    for trigger in about["not_met"]:
        assert status[trigger] == "not_met", trigger
    for trigger in about["undetermined"]:
        if (case, trigger) in DECIDED_BY:
            assert found[trigger].bases[0].id == DECIDED_BY[case, trigger]
        else:
            assert status[trigger] not in ("met", "not_met"), trigger


def test_case_051_what_the_karyotype_missed_is_found_by_fish_and_quoted() -> None:
    text = " ".join(answer("case-051").explain().split())
    assert "fewer than 44 chromosomes" in text
    assert "29 to 42 days; > 28 days: yes" in text


def test_case_005_a_contradicted_hypodiploidy_is_shown_and_decides_nothing() -> None:
    found = answer("case-005")
    assert "LOW_HYPODIPLOIDY" in {name for c in found.conflicts for name in c.facts}
    assert found["high_risk_of_relapse"].status == "unknown"


def test_every_example_is_cited() -> None:
    readme = (ROOT / "examples/README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "examples/cases").glob("*.json")):
        assert path.stem in EXPECTED
        assert path.name in readme
