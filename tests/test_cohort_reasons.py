"""The deciding and the missing facts of a table are those of one patient."""

from __future__ import annotations

import pytest

for _library in ("polars", "pandas", "pyarrow", "duckdb", "narwhals"):
    pytest.importorskip(_library)

from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk import classify, cohort, evaluate
from all_risk.evaluation import compiled
from all_risk.facts import Facts
from all_risk.guideline import Scheme
from all_risk.implications import closed
from all_risk.published import guidelines
from cohort_engines import Known, Rules, tables

RULES = [pytest.param(rules, id=rules.id) for rules in guidelines()]


def names(text: str) -> set[str]:
    return set(filter(None, text.split("|")))


def decided_by(rules: Rules, known: Known) -> set[str] | None:
    """The facts that decide by Kleene's logic; None where only all cases together decide."""
    values = closed(known)
    if isinstance(rules, Scheme):
        decisions = [compiled(rules)]
    else:
        decisions = [compiled((rules, trigger)) for trigger in rules.triggers]
    found: set[str] = set()
    for decision in decisions:
        labels = decision.possible(values)
        if len(labels) > 1:
            continue
        label = next(iter(labels))
        judged = decision.judged(values)
        for name, rule in decision.decision.cases:
            if judged.held(rule) is None:
                return None
            if name == label:
                break
        found |= {atom.fact.name for atom in decision.reasons(values, label)[0]}
    return found


@pytest.mark.parametrize("rules", RULES)
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_reasons_are_those_of_one_patient(rules: Rules, data: st.DataObject) -> None:
    frame, known = data.draw(tables(rules, rows=12))
    ask = cohort.classify if isinstance(rules, Scheme) else cohort.evaluate
    answered = ask(frame, rules, prefix="answer_", reasons=True, on_absent="ignore")  # type: ignore[arg-type]  # a union of two
    for row, facts in zip(answered.to_dicts(), known, strict=True):
        if row["answer_conflict"]:
            assert row["answer_because"] is None
            continue
        one = Facts(values=facts)
        if isinstance(rules, Scheme):
            answer = classify(one, rules)
            asked = answer.if_known
            missing = set(answer.missing)
        else:
            assessed = evaluate(one, rules)
            asked = tuple(m for trigger in assessed.triggers for m in trigger.if_known)
            missing = set(assessed.missing)
        settling = {m.fact.name for m in asked if all(len(o.labels) == 1 for o in m.outcomes)}
        assert names(row["answer_missing"]) == missing
        assert names(row["answer_settled_by"]) == settling
        because = decided_by(rules, facts)
        if because is not None:
            assert names(row["answer_because"]) == because
