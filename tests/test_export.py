"""The rules as JSON: complete, described, and the same rules when read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from all_risk.cli import main
from all_risk.errors import AllRiskError, InvalidDocument
from all_risk.evaluation import classify, evaluate
from all_risk.export import (
    RULES_FORMAT,
    read_fact,
    read_rule,
    read_rules,
    rules,
    shipped,
    write_fact,
    write_rule,
)
from all_risk.facts import CATALOGUE
from all_risk.genetics.lesions import LESIONS
from all_risk.logic import (
    AllOf,
    AnyOf,
    Compare,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Quantity,
    atoms,
)
from all_risk.patient import Patient
from all_risk.published import all_guidelines, all_schemes
from all_risk.schema import schema
from strategies import patients

DOCUMENT: dict[str, Any] = json.loads(json.dumps(rules()))
SHIPPED, AGAIN = shipped(), read_rules(DOCUMENT)
SCHEMA = Draft202012Validator(schema("rules"))


def every_rule(value: object) -> Iterator[Expr]:
    """Every rule in a value, found by its structure and not by the exporter."""
    if isinstance(value, Expr):
        yield value
    elif attrs.has(type(value)):
        for attribute in attrs.fields(cast("Any", type(value))):
            yield from every_rule(getattr(value, attribute.name))
    elif isinstance(value, dict):
        yield from every_rule(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from every_rule(each)


def every_tree(document: object) -> Iterator[dict[str, Any]]:
    """Every outermost expression tree in the JSON."""
    if isinstance(document, dict):
        if document.keys() & {"fact", "all", "any", "not"}:
            yield document
        else:
            for inner in document.values():
                yield from every_tree(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from every_tree(inner)


def test_it_is_what_its_schema_describes() -> None:
    SCHEMA.validate(DOCUMENT)
    assert DOCUMENT["format"] == RULES_FORMAT
    assert DOCUMENT == rules()


def test_everything_that_is_shipped_is_in_it() -> None:
    assert [each["id"] for each in DOCUMENT["guidelines"]] == [g.id for g in all_guidelines()]
    assert [each["id"] for each in DOCUMENT["schemes"]] == [s.id for s in all_schemes()]
    lists = {each.id for guideline in all_guidelines() for each in guideline.lists}
    assert {each["id"] for each in DOCUMENT["lists"]} == lists
    named = {fact["name"] for fact in DOCUMENT["facts"]}
    assert named >= {atom.fact.name for rule in every_rule(SHIPPED) for atom in atoms(rule)}


def test_reading_gives_equal_rules() -> None:
    ours, theirs = list(every_rule(SHIPPED)), list(every_rule(AGAIN))
    assert len(ours) > 100
    assert theirs == ours
    for mine, other in zip(ours, theirs, strict=True):
        # Equality leaves out what is only for reading; that comes back as well.
        for one, two in zip(atoms(mine), atoms(other), strict=True):
            assert str(one) == str(two)
            assert one.fact.meaning == two.fact.meaning
            if isinstance(one.fact, Quantity) and isinstance(two.fact, Quantity):
                assert (one.fact.whole, one.fact.domain) == (two.fact.whole, two.fact.domain)


def test_reading_gives_equal_guidelines_lists_and_schemes() -> None:
    for name in ("guidelines", "lists", "schemes", "checklists"):
        for ours, theirs in zip(getattr(SHIPPED, name), getattr(AGAIN, name), strict=True):
            assert attrs.astuple(theirs) == attrs.astuple(ours)
    assert AGAIN.facts == SHIPPED.facts
    assert AGAIN.implications == SHIPPED.implications
    assert [c.because for c in AGAIN.implications] == [c.because for c in SHIPPED.implications]
    assert rules(AGAIN) == DOCUMENT


@given(patients(), st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_rules_that_were_read_decide_the_same(patient: Patient, data: st.DataObject) -> None:
    pairs = list(zip(SHIPPED.schemes, AGAIN.schemes, strict=True))
    for ours, theirs in data.draw(st.lists(st.sampled_from(pairs), max_size=4)):
        one, two = classify(patient, ours), classify(patient, theirs)
        assert (one.possible, one.group, one.applicable, one.uncovered, one.missing) == (
            two.possible, two.group, two.applicable, two.uncovered, two.missing
        )  # fmt: skip
    both = list(zip(SHIPPED.guidelines, AGAIN.guidelines, strict=True))
    for mine, other in data.draw(st.lists(st.sampled_from(both), max_size=1)):
        assert [t.status for t in evaluate(patient, mine).triggers] == [
            t.status for t in evaluate(patient, other).triggers
        ]


def test_every_tree_has_the_unit_of_its_fact_and_a_printed_threshold() -> None:
    units = {fact["name"]: fact.get("unit") for fact in DOCUMENT["facts"]}

    def compared(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "operator" in tree:
            yield tree
        for part in (*tree.get("all", ()), *tree.get("any", ())):
            yield from compared(part)
        if "not" in tree:
            yield from compared(tree["not"])

    found = [c for tree in every_tree(DOCUMENT) for c in compared(tree)]
    assert len(found) > 100
    for comparison in found:
        assert comparison["unit"] == units[comparison["fact"]]
        assert comparison["printed"]


FACTS: tuple[Fact, ...] = (*CATALOGUE, *(Flag(each.name, each.display) for each in LESIONS))


def test_every_fact_comes_back() -> None:
    for fact in FACTS:
        again = read_fact(json.loads(json.dumps(write_fact(fact))))
        assert type(again) is type(fact)
        for attribute in attrs.fields(type(fact)):
            assert getattr(again, attribute.name) == getattr(fact, attribute.name)


def test_every_kind_of_rule_is_written_and_nothing_else() -> None:
    kinds = {type(part) for rule in every_rule(SHIPPED) for part in _parts(rule)}
    assert kinds == {Flag, Compare, OneOf, Not, AllOf, AnyOf}
    with pytest.raises(TypeError, match="not a rule"):
        write_rule(Expr())


def _parts(rule: Expr) -> Iterator[Expr]:
    yield rule
    for part in getattr(rule, "rules", ()):
        yield from _parts(part)
    if isinstance(rule, Not):
        yield from _parts(rule.rule)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "all-risk/rules/2"}, "format_unknown"),
        ({"format": None}, "format_unknown"),
        ({"facts": []}, "unknown_fact"),
        ({"schemes": []}, "unknown_id"),
        ({"lists": []}, "unknown_id"),
        ({"schemes": 5}, "wrong_type"),
        ({"implications": [{}]}, "wrong_type"),
        ({"facts": [{"name": "x"}]}, "wrong_type"),
    ],
)
def test_what_is_no_document_of_rules_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read_rules({**DOCUMENT, **change})
    assert code in {problem.code for problem in caught.value.errors}


def test_a_rule_over_an_unknown_fact_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="not among the facts"):
        read_rule({"fact": "shoe_size"}, {})


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guidelines", "--export"]) == 0
    assert json.loads(capsys.readouterr().out) == DOCUMENT


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("facts", "name", False),
        ("facts", "meaning", 5),
        ("facts", "values", "B"),
        ("facts", "whole", 1),
        ("facts", "least", "NaN"),
        ("facts", "least", "1e999999999"),
        ("rule", "operator", "=="),
        ("rule", "value", 30),
        ("rule", "value", "-1"),
        ("rule", "printed", None),
        ("rule", "one_of", ["B", "b"]),
    ],
)
def test_what_is_of_another_kind_is_refused(part: str, key: str, value: object) -> None:
    facts: dict[str, Fact] = {fact.name: fact for fact in SHIPPED.facts}
    trees = (
        [write_fact(fact) for fact in SHIPPED.facts]
        if part == "facts"
        else [
            write_rule(rule) for rule in every_rule(SHIPPED) if isinstance(rule, (Compare, OneOf))
        ]
    )
    tree = next(
        each for each in trees if key in each and each.get("fact") in (None, "lineage", "wbc")
    )
    with pytest.raises(AllRiskError):
        read_fact({**tree, key: value}) if part == "facts" else read_rule(
            {**tree, key: value}, facts
        )


@pytest.mark.parametrize("document", [None, [], "rules", 5])
def test_what_is_no_object_is_refused(document: Any) -> None:
    with pytest.raises(InvalidDocument, match="rules are an object"):
        read_rules(document)
