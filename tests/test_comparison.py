"""Sources side by side: what is shown, where they part, and what would settle most."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

import all_risk
from all_risk import Diagnosis, Finding, Mrd, Patient, classify, compare, evaluate
from all_risk.errors import UnknownGuideline
from all_risk.evaluation import facts_of
from all_risk.facts import mrd, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import TRUE, Expr
from all_risk.published import all_checklists, all_schemes, guidelines
from all_risk.quantities import per_nl, percent
from strategies import patients

MADE_UP = Citation(source="a made-up table", edition="2000")
CHILD = Patient(
    diagnosis=Diagnosis(age="6 years", lineage="B", wbc="30 x10^9/L"),
    genetics=[Finding(lesion="BCR::ABL1", status="detected")],
)


def toy(id_: str, high: Expr, year: int = 2000) -> Scheme:
    return Scheme(
        id=id_,
        title=id_,
        citation=MADE_UP,
        population=Population(who=TRUE, words="anyone"),
        groups=("low", "high"),
        year=year,
        adverse=frozenset({"high"}),
        rows=(
            Row(id="low", group="low", when=~high, citation=MADE_UP),
            Row(id="high", group="high", when=high, citation=MADE_UP),
        ),
    )


def test_an_operator_is_named_as_the_reason() -> None:
    at_least, above = toy("at-least", wbc >= per_nl(30)), toy("above", wbc > per_nl(30))
    [found] = compare(CHILD, [at_least, above]).disagreements
    assert [scheme.id for scheme in found.high] == ["at-least"]
    assert [scheme.id for scheme in found.other] == ["above"]
    [point] = found.points
    assert (point.fact, point.kind) == (wbc, "threshold")
    assert point.asked == {"at-least": (">= 30 x10^9/L",)}
    assert point.answered == {"above": ("> 30 x10^9/L",)}


def test_a_line_on_the_same_side_is_no_reason() -> None:
    lower = toy("lower", wbc >= per_nl(20))
    two = toy("two", (wbc >= per_nl(10)) & (mrd("end_of_induction") >= percent("0.01")))
    patient = Patient(
        diagnosis=CHILD.diagnosis,
        mrd=[Mrd(timepoint="end_of_induction", level="<0.01%", specimen="marrow")],
    )
    [found] = compare(patient, [lower, two]).disagreements
    assert [(point.fact, point.kind) for point in found.points] == [(wbc, "in_combination")]


def test_a_lesion_that_is_not_asked_for_is_named() -> None:
    from all_risk.facts import detected

    lesion, count = toy("lesion", detected("BCR::ABL1")), toy("count", wbc > per_nl(50))
    [found] = compare(CHILD, [lesion, count]).disagreements
    assert [(point.fact.name, point.kind) for point in found.points] == [("BCR::ABL1", "not_asked")]
    assert found.points[0].answered == {"count": ()}
    text = compare(CHILD, [lesion, count]).explain()
    assert "counts in lesion; count does not ask for it" in " ".join(text.split())


def test_the_era_is_named_only_where_publications_lie_ten_years_apart() -> None:
    pair = [toy("old", wbc >= per_nl(30), 1996), toy("new", wbc > per_nl(30), 2006)]
    assert "of 1996, the newest of 2006" in " ".join(compare(CHILD, pair).explain().split())
    pair[1] = toy("new", wbc > per_nl(30), 2005)
    assert "1996, the newest" not in " ".join(compare(CHILD, pair).explain().split())


def test_open_answers_disagree_with_nothing() -> None:
    unknown = Patient(diagnosis=Diagnosis(age="6 years", lineage="B"))
    pair = [toy("a", wbc >= per_nl(30)), toy("b", wbc > per_nl(30))]
    assert compare(unknown, pair).disagreements == ()
    assert compare(unknown, pair).missing == {"wbc": ("a", "b")}


def test_by_default_every_listed_source_is_accounted_for_once() -> None:
    table = compare(CHILD)
    shown = [each.guideline.id for each in table.assessments]
    shown += [each.scheme.id for each in table.classifications]
    shown += [each.id for each in (*table.not_applicable, *table.unlisted)]
    assert sorted(shown) == sorted(each.id for each in (*guidelines(), *all_checklists()))
    assert all(not each.listed for each in table.unlisted)
    assert compare(CHILD, unlisted=True).unlisted == ()


def test_what_was_asked_for_is_shown_even_where_it_is_not_listed() -> None:
    for each in guidelines():
        if not each.listed:
            table = compare(CHILD, [each.id])
            assert not table.unlisted
            assert each.caution


@pytest.mark.parametrize("name", ["nci", "cog-aall08", "nmdp"])
def test_an_unknown_source_is_refused(name: str) -> None:
    with pytest.raises(UnknownGuideline):
        compare(CHILD, [name])


@given(patient=patients())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_side_by_side_is_what_each_says_alone(patient: Patient) -> None:
    table = compare(patient, unlisted=True)
    facts = facts_of(patient)
    for each in table.classifications:
        alone = classify(facts, each.scheme)
        assert (each.possible, each.group, each.uncovered, each.applicable) == (
            alone.possible,
            alone.group,
            alone.uncovered,
            alone.applicable,
        )
    for answer in table.assessments:
        assert [t.status for t in answer.triggers] == [
            t.status for t in evaluate(facts, answer.guideline).triggers
        ]
    assert {each.scheme.id for each in table.classifications} == {
        scheme.id for scheme in all_schemes() if classify(facts, scheme).applicable is not False
    }
    json.dumps(all_risk.to_dict(table))


class Balanced(HTMLParser):
    """Whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the name is HTMLParser's
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_balanced_and_escapes_what_it_shows() -> None:
    scheme = toy("<script>", wbc >= per_nl(30))
    page = compare(CHILD, [scheme, "nci-rome"])._repr_html_()
    reader = Balanced()
    reader.feed(page)
    assert reader.open == []
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_text_fits_a_terminal() -> None:
    lines = compare(CHILD, unlisted=True).explain().splitlines()
    assert max(map(len, lines)) <= 100
