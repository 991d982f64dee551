"""Facts, what implies what, and guidelines, to the letter: names, words, bounds, refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from attrs import evolve

from all_risk.errors import InvalidPatient
from all_risk.evaluation import check, classify, compiled, evaluate, facts_of, what_would_settle
from all_risk.facts import (
    Facts,
    age,
    age_in_days,
    detected,
    dna_index,
    is_unprinted,
    lineage,
    mrd,
    mrd_detected,
    mrd_markers,
    mrd_quantifiable,
    mrd_sensitivity,
    relapses,
    steroid_hours_within_two_weeks,
    testicular,
    unprinted,
    value_text,
    wbc,
)
from all_risk.guideline import (
    MET,
    NOT_MET,
    OUTSIDE,
    PRESENT,
    UNCOVERED,
    Basis,
    Checklist,
    Citation,
    Factor,
    Guideline,
    Population,
    RiskList,
    Row,
    Scheme,
    Trigger,
)
from all_risk.implications import closed, implications
from all_risk.logic import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Category,
    Clause,
    CompiledDecision,
    Contradiction,
    Decision,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Quantity,
    Sheet,
    Value,
    all_of,
    any_of,
    atoms,
    close,
    implies,
    index,
)
from all_risk.logic import (
    evaluate as evaluate_rule,
)
from all_risk.logic.building import build
from all_risk.logic.cells import Cells, cells_of
from all_risk.logic.clauses import meet
from all_risk.logic.rules import domain_of, judge
from all_risk.patient import Diagnosis, Mrd, Patient
from all_risk.quantities import (
    Interval,
    at_least,
    at_most,
    below,
    count,
    exactly,
    more_than,
    per_nl,
    percent,
    ratio,
    years,
)

D = Decimal
A, B, C = Flag("a", "the first"), Flag("b"), Flag("c")
X = Quantity("x", "{count}", whole=True, domain=Interval(D(0), D(6)))
K = Category("k", frozenset({"p", "q", "r"}))
END = "mrd_end_of_induction_marrow"


# Facts.


def test_a_lesion_is_asked_for_by_its_canonical_name() -> None:
    words = "'TEL::AML1' is not a canonical name; write 'ETV6::RUNX1'"
    with pytest.raises(ValueError, match=rf"^{words}$"):
        detected("TEL::AML1")
    assert detected("BCR::ABL1") == Flag("BCR::ABL1")
    assert detected("TRISOMY_4_10").meaning == "trisomies of chromosomes 4 and 10"


@pytest.mark.parametrize(
    ("fact", "name", "meaning"),
    [
        (mrd, "", "MRD in {}"),
        (mrd_detected, "_detected", "MRD detected in {}"),
        (mrd_quantifiable, "_quantifiable", "MRD quantifiable in {}"),
        (mrd_sensitivity, "_sensitivity", "sensitivity of the MRD assay in {}"),
        (mrd_markers, "_markers", "IG/TR markers followed in {}"),
    ],
)
def test_the_facts_of_an_mrd_result(fact: Callable[..., Fact], name: str, meaning: str) -> None:
    plain, by_method = fact("end_of_induction"), fact("induction_day_15", "blood", "pcr")
    assert (plain.name, plain.meaning) == (
        f"{END}{name}",
        meaning.format("marrow at end of induction"),
    )
    assert (by_method.name, by_method.meaning) == (
        f"mrd_induction_day_15_blood_pcr{name}",
        meaning.format("blood at induction day 15, by pcr where available"),
    )


def test_the_kinds_of_the_facts_of_an_mrd_result() -> None:
    share = Interval(high=D(1))
    kinds = [
        (each.unit, each.whole, each.domain)
        for each in (mrd("other"), mrd_sensitivity("other"), mrd_markers("other"))
    ]
    assert kinds == [
        ("1", False, share),
        ("1", False, share),
        ("{count}", True, Interval()),
    ]


def test_what_no_source_prints_is_marked() -> None:
    fact = unprinted("how many")
    assert (fact.name, fact.meaning) == ("unprinted: how many", "how many")
    assert is_unprinted(fact)
    assert is_unprinted(fact.name)
    assert not is_unprinted(wbc)
    assert not is_unprinted("how many unprinted: ")


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [
        (wbc, None, "unknown"),
        (testicular, True, "yes"),
        (testicular, False, "no"),
        (lineage, frozenset("BT"), "B or T"),
        (age, exactly(120), "10 years"),
        (age_in_days, exactly(3), "3 days"),
        (relapses, at_least(1), ">=1"),
        (steroid_hours_within_two_weeks, exactly(3), "3 hours"),
        (mrd("end_of_induction"), below(D("1E-4")), "<0.01 %"),
        (dna_index, exactly(D("1.16")), "1.16"),
        (wbc, exactly(82), "82 x10^9/L"),
    ],
)
def test_a_value_in_words(fact: Fact, value: Value | None, text: str) -> None:
    assert value_text(fact, value) == text


def test_only_a_quantity_has_an_interval() -> None:
    with pytest.raises(TypeError, match=r"^testicular is not a quantity$"):
        value_text(testicular, exactly(1))


# What implies what.


def written(clause: Clause) -> str:
    """A clause as premises and conclusions."""
    given = [str(atom) for atom, truth in clause.literals if not truth]
    then = [str(atom) for atom, truth in clause.literals if truth]
    return f"{' & '.join(given)} => {' | '.join(then)}"


ALWAYS = """\
NEAR_HAPLOIDY => modal_number >= 20
NEAR_HAPLOIDY => modal_number <= 31
modal_number >= 24 & modal_number <= 28 => NEAR_HAPLOIDY
LOW_HYPODIPLOIDY => modal_number >= 30
LOW_HYPODIPLOIDY => modal_number <= 39
modal_number >= 33 & modal_number <= 39 => LOW_HYPODIPLOIDY
HIGH_HYPODIPLOIDY => modal_number >= 40
HIGH_HYPODIPLOIDY => modal_number <= 45
modal_number >= 40 & modal_number <= 43 => HIGH_HYPODIPLOIDY
LOW_HYPERDIPLOIDY => modal_number >= 47
LOW_HYPERDIPLOIDY => modal_number <= 50
modal_number >= 47 & modal_number <= 50 => LOW_HYPERDIPLOIDY
HIGH_HYPERDIPLOIDY => modal_number >= 51
HIGH_HYPERDIPLOIDY => modal_number <= 67
modal_number >= 51 & modal_number <= 58 => HIGH_HYPERDIPLOIDY
NEAR_HAPLOIDY & LOW_HYPODIPLOIDY =>
NEAR_TRIPLOIDY => modal_number < 44 | modal_number >= 58
modal_number < 40 => NEAR_HAPLOIDY | LOW_HYPODIPLOIDY
MASKED_HYPODIPLOIDY => modal_number < 44
TRISOMY_4_10 => modal_number >= 47
dna_index < 0.81 => modal_number < 44
steroid_hours_within_two_weeks > 0 hours => steroid_within_month
etp_phenotype => lineage is T
relapse_marrow => relapses >= 1
relapse_extramedullary => relapses >= 1
relapses >= 1 => relapse_marrow | relapse_extramedullary
second_remission_reached => relapses >= 1
relapses >= 2 => second_remission_reached
in_remission & relapses >= 1 => second_remission_reached
TRISOMY_4_10_17 => TRISOMY_4_10
TRISOMY_4_10_17 => TRISOMY_17
IKZF1 focal deletion => IKZF1 deletion
CDKN2A_HOMOZYGOUS_DELETION => CDKN2A deletion
PAX5 P80R => PAX5 mutation
IKZF1 N159Y => IKZF1 mutation
ABL2-r => ABL-class
CSF1R-r => ABL-class
PDGFRA-r => ABL-class
PDGFRB-r => ABL-class
Ph-like & BCR::ABL1 =>
""".splitlines()


def test_what_always_holds() -> None:
    assert [written(clause).rstrip() for clause in implications(())] == ALWAYS
    assert all(clause.because for clause in implications(()))


@pytest.mark.parametrize(
    ("names", "clauses"),
    [
        (["wbc"], []),
        (["KMT2A::AFF1"], []),
        (["KMT2A::AFF1", "KMT2A-r"], ["KMT2A::AFF1 => KMT2A-r"]),
        (
            [f"{END}_detected", END],
            [f"{END}_sensitivity <= 0.01 % => {END}_detected | {END} < 0.01 %"],
        ),
        ([f"{END}_detected", f"{END}_sensitivity"], []),
        ([END, f"{END}_sensitivity", f"{END}_quantifiable"], []),
        (
            [f"{END}_quantifiable", f"{END}_detected"],
            [f"{END}_quantifiable => {END}_detected"],
        ),
    ],
)
def test_what_ties_the_facts_asked_for(names: list[str], clauses: list[str]) -> None:
    found = implications(names)[len(ALWAYS) :]
    assert [written(clause) for clause in found] == clauses
    assert all(clause.because for clause in found)


@pytest.mark.parametrize(
    ("lesion", "general"),
    [
        ("KMT2A::MAML1", {"KMT2A-r", "MAML1-r"}),
        ("XYZ::ABL1", {"XYZ-r", "ABL1-r"}),
        ("HLF-BCR::FOO1", {"FOO1-r"}),
        ("BCR::ABL1", set()),
        ("TP53 mutation", {"TP53 alteration"}),
        ("FOO deletion", {"FOO alteration"}),
        ("PAR1 deletion", set()),
        ("FOO focal deletion", set()),
        ("FOO P80R mutation", set()),
        ("unprinted: FOO mutation", set()),
        ("EBF1::PDGFRB", {"EBF1-r", "PDGFRB-r", "ABL-class"}),
        ("BCR::ABL1-like", set()),
    ],
)
def test_what_a_lesion_is_a_case_of(lesion: str, general: set[str]) -> None:
    trace: dict[str, frozenset[str]] = {}
    found = closed({lesion: True}, trace)
    assert {name for name, value in found.items() if value is True} == {lesion, *general}
    assert set(trace) >= general


def test_facts_that_are_new_are_enough_to_close_from() -> None:
    known = closed({"KMT2A::MAML1": True, "relapses": exactly(2)})
    known["etp_phenotype"] = True
    later = closed(known, changed=["etp_phenotype"])
    assert later == known | {"lineage": frozenset("T")}
    assert closed(known, changed=[]) == known
    rare: dict[str, Value] = {"FOO::BAR": True, "testicular": True}
    assert closed(rare, changed=["testicular"]) == rare
    assert closed(rare, changed=["FOO::BAR"]) == rare | {"FOO-r": True, "BAR-r": True}


def test_a_lesion_of_no_vocabulary_beside_those_of_it() -> None:
    found = closed({"KMT2A-r": False, "FOO::KMT2A": False})
    assert found["KMT2A::AFF1"] is False
    with pytest.raises(Contradiction):
        closed({"KMT2A-r": False, "FOO::KMT2A": True})


def test_an_mrd_result_that_found_nothing_is_below_what_it_would_have_found() -> None:
    nothing: dict[str, Value] = {f"{END}_detected": False}
    assert closed(nothing | {f"{END}_sensitivity": exactly(D("1E-4"))})[END] == below(D("1E-4"))
    assert END not in closed(nothing | {f"{END}_sensitivity": exactly(D("2E-4"))})


# Rules.


def test_rules_are_put_together_without_needless_layers() -> None:
    assert all_of(A) == any_of(A) == A
    assert all_of() == TRUE
    assert any_of() == FALSE
    assert all_of(A, all_of(B, C)) == AllOf((A, B, C)) == A & B & C
    assert any_of(A, any_of(B, C)) == AnyOf((A, B, C)) == A | B | C
    assert all_of(A, any_of(B, C)) == AllOf((A, AnyOf((B, C))))
    assert any_of(A, all_of(B, C)) == AnyOf((A, AllOf((B, C))))


def test_only_rules_are_evaluated() -> None:
    with pytest.raises(TypeError, match=r"^not a rule: str$"):
        evaluate_rule(cast("Expr", "a"), {})
    with pytest.raises(TypeError, match=r"^not a rule: str$"):
        Sheet.of([cast("Expr", "a")])


def test_atoms_come_in_reading_order() -> None:
    asked = X >= count(2)
    of = K.one_of("p")
    assert list(atoms((A & ~asked) | Not(AllOf((of, B))))) == [A, asked, of, B]


def test_rules_in_words() -> None:
    assert str(X > count(2)) == "x > 2"
    assert str(X < count(2)) == "x < 2"
    assert str(X <= count(2)) == "x <= 2"
    assert str(K.one_of("q", "p")) == "k is p or q"
    assert str(A) == "a"


def test_what_a_fact_can_be() -> None:
    assert domain_of(X) == Interval(D(0), D(6))
    assert domain_of(K) == frozenset("pqr")
    assert domain_of(A) is None


@pytest.mark.parametrize(
    ("known", "allowed", "held"),
    [
        (None, "pqr", True),
        (None, "p", None),
        ("p", "pq", True),
        ("pq", "p", None),
        ("r", "pq", False),
    ],
)
def test_a_category_is_judged(known: str | None, allowed: str, held: bool | None) -> None:
    value = None if known is None else frozenset(known)
    assert judge(OneOf(K, frozenset(allowed)), value) is held


def test_a_quantity_that_is_unknown_is_judged_by_what_can_occur() -> None:
    assert judge(X >= count(0), None) is True
    assert judge(X > count(6), None) is False
    assert judge(X > count(5), None) is None
    assert judge(X > count(5), exactly(6)) is True


@pytest.mark.parametrize(
    ("rule", "known", "held", "deciding", "open_"),
    [
        (A & B, {"a": False}, False, [A], []),
        (A & B, {"a": True}, None, [], [B]),
        (A & B, {"a": True, "b": True}, True, [A, B], []),
        (A | B, {"a": True}, True, [A], []),
        (A | B, {"a": False}, None, [], [B]),
        (~A & B, {"b": True}, None, [], [A]),
        (A | B, {"a": False, "b": False}, False, [A, B], []),
        (~(A & B), {"a": False}, True, [A], []),
        (Not(A), {}, None, [], [A]),
        ((A | B) & C, {"a": False}, None, [], [B, C]),
        (TRUE, {}, True, [], []),
        (FALSE, {}, False, [], []),
    ],
)
def test_what_decides_a_rule_and_what_it_hangs_on(
    rule: Expr, known: dict[str, Value], held: bool | None, deciding: list[Flag], open_: list[Flag]
) -> None:
    judged = Sheet.of([rule]).judged(known)
    assert judged.held(rule) is held
    assert list(judged.hanging(rule)) == open_
    assert judged.support(rule) == tuple(deciding)


def test_a_contradiction_names_the_clause() -> None:
    clause = implies(A & B, X >= count(7), "made up")
    with pytest.raises(Contradiction) as caught:
        close({"a": True, "b": True}, index([clause]))
    assert caught.value.clause is clause
    assert caught.value.args == (clause,)
    assert clause.facts == {"a", "b", "x"}
    assert clause.because == "made up"
    assert implies(A, B).because == ""
    flags = implies(A, ~B)
    with pytest.raises(Contradiction) as other:
        close({"a": True, "b": True}, index([flags]))
    assert other.value.clause is flags


def test_a_value_that_no_whole_number_meets_contradicts() -> None:
    clause = implies(A, ~(X > count(2)))
    with pytest.raises(Contradiction) as caught:
        close({"a": True, "x": Interval(D(3), D(4))}, index([clause]))
    assert caught.value.clause is clause
    tight = implies(A, X <= count(2))
    with pytest.raises(Contradiction):
        close({"a": True, "x": Interval(D(2), D(4), low_open=True)}, index([tight]))


def test_what_two_statements_of_one_fact_leave() -> None:
    assert meet(A, True, True) is True
    assert meet(A, True, False) is None
    assert meet(X, Interval(D(1), D(4)), more_than(2)) == Interval(D(3), D(4))
    assert meet(X, at_most(1), at_least(2)) is None
    real = Quantity("y", "1")
    assert meet(real, at_most(3), more_than(2)) == Interval(D(2), D(3), low_open=True)
    assert meet(K, frozenset("pq"), frozenset("qr")) == frozenset("q")
    assert meet(K, frozenset("p"), frozenset("r")) is None


def test_a_value_that_is_narrowed_to_nothing_contradicts() -> None:
    clause = implies(A, X > count(3))
    with pytest.raises(Contradiction) as caught:
        close({"a": True, "x": Interval(D("2.2"), D("3.5"))}, index([clause]))
    assert caught.value.clause is clause


# Decisions.

X_LOW = X < count(3)
TWO, FOUR = X >= count(2), X >= count(4)
YES, NO = frozenset({"yes"}), frozenset({"no"})
MIXED = Decision((("yes", A & FOUR), ("no", C | ~TWO)), "open")


def test_the_parts_of_a_fact() -> None:
    assert cells_of(A, [A]) == (True, False)
    assert cells_of(K, [K.one_of("p")]) == (frozenset("p"), frozenset("q"), frozenset("r"))
    low, high = Interval(D(0), D(1)), Interval(D(2), D(6))
    assert cells_of(X, [TWO, TWO, A]) == (low, high)
    assert cells_of(X, [X > count(1)]) == (low, high)
    assert cells_of(X, [X > count(6), X >= count(0), X < count(0)]) == (Interval(D(0), D(6)),)
    assert cells_of(X, [X > count(0)]) == (exactly(0), Interval(D(1), D(6)))
    assert cells_of(X, [Quantity("other", "1") > ratio("3")]) == (Interval(D(0), D(6)),)
    real = Quantity("y", "1", domain=Interval(D(1), D(4)))
    assert cells_of(real, [real >= ratio("0.5"), real >= ratio("2"), real > ratio("2")]) == (
        Interval(D(1), D(2), high_open=True),
        exactly(2),
        Interval(D(2), D(4), low_open=True),
    )


def test_which_parts_are_left() -> None:
    real = Quantity("y", "1", domain=Interval(D(0), D(4)))
    cells = Cells(real, cells_of(real, [real >= ratio("1"), real > ratio("2")]))
    left = {
        None: [0, 1, 2],
        exactly(1): [1],
        exactly(2): [1],
        below(1): [0],
        at_most(1): [0, 1],
        more_than(1): [1, 2],
        more_than(2): [2],
        Interval(D(1), D(2), high_open=True): [1],
        Interval(D(2), D(3), low_open=True): [2],
    }
    assert {value: list(cells.left(value)) for value in left} == left
    assert list(Cells(A, (True, False)).left(True)) == [0]
    assert list(Cells(A, (True, False)).left(False)) == [1]
    words = Cells(K, cells_of(K, []))
    assert list(words.left(frozenset("pr"))) == [0, 2]
    assert list(words.left(None)) == [0, 1, 2]


def test_what_decides_a_label() -> None:
    asked = CompiledDecision.of(MIXED, [implies(A, B)])
    assert asked.witness("yes") == {"a": True, "x": Interval(D(4), D(6))}
    assert asked.witness("no") == {"x": Interval(D(0), D(1))}
    assert asked.witness("yes", {"a": True}) == {"x": Interval(D(4), D(6))}
    assert asked.witness("yes", without=["a"]) is None
    assert asked.witness("yes", {"a": False}) is None
    assert asked.witness("never") is None
    opened = asked.witness("open")
    assert opened is not None
    assert asked.possible(opened) == {"open"}
    assert asked.witness("open", opened) == {}


def test_what_a_decision_still_hangs_on() -> None:
    asked = CompiledDecision.of(MIXED)
    assert [fact.name for fact in asked.open_facts({})] == ["x", "a", "c"]
    assert [fact.name for fact in asked.open_facts({"a": False})] == ["c", "x"]
    assert asked.open_facts({"a": True, "x": exactly(5)}) == ()
    assert asked.open_facts({"a": False, "x": exactly(1)}) == ()
    assert asked.open_facts({"a": False, "x": exactly(3)}) == (C,)


@pytest.mark.parametrize(
    "known", [{}, {"a": True}, {"x": Interval(D(1), D(4))}, {"c": False}, {"a": True, "c": True}]
)
def test_cases_cover_every_way_to_fill_the_blanks(known: dict[str, Value]) -> None:
    asked = CompiledDecision.of(MIXED, [implies(A, ~C), implies(TWO, C | A)])
    cases = list(asked.cases(known))
    found = frozenset[str]().union(*(asked.possible(case) for case in cases))
    assert found == asked.possible(known)
    assert all(len(set(case) | set(known)) == len(case) for case in cases)
    for case in cases:
        assert all(
            value == case[name] or (isinstance(value, Interval) and case[name] != value)
            for name, value in known.items()
        )


def test_a_case_that_cannot_be_is_left_out() -> None:
    never = [implies(A & FOUR, B), implies(A & FOUR, ~B)]
    asked = CompiledDecision.of(Decision((("yes", FOUR), ("no", C | (FOUR & C))), "open"), never)
    cases = list(asked.cases({"a": True}))
    assert [case["x"] for case in cases if "x" in case] == [Interval(D(0), D(3))]
    other = [implies(A & ~FOUR, B), implies(A & ~FOUR, ~B)]
    turned = CompiledDecision.of(Decision((("yes", FOUR), ("no", C | (FOUR & C))), "open"), other)
    assert [case["x"] for case in turned.cases({"a": True}) if "x" in case] == [
        Interval(D(4), D(6))
    ]
    assert asked.witness("yes", {"a": True}) is None
    assert asked.possible({"a": True}) == {"no", "open"}


def test_a_value_between_two_whole_numbers_is_taken_for_the_one_it_holds() -> None:
    asked = CompiledDecision.of(Decision((("yes", TWO), ("no", A | (TWO & A))), "open"))
    between = Interval(D("1.5"), D("2.5"))
    assert asked.possible({"x": between}) == {"yes"}
    assert list(asked.cases({"x": between})) == [{"x": exactly(2)}]


def test_why_a_decision_came_out() -> None:
    either = Decision((("one", (A & TWO) | (~A & TWO)), ("two", C)), "open")
    asked = CompiledDecision.of(either)
    assert asked.possible({"x": exactly(3)}) == {"one"}
    assert asked.reasons({"x": exactly(3)}, "one") == ((TWO,), (A,))
    assert asked.reasons({"x": exactly(3), "a": True}, "one") == ((A, TWO), ())
    assert asked.reasons({"x": exactly(1), "c": True}, "two") == ((TWO, C), ())
    assert asked.reasons({"x": exactly(1), "c": False}, "open") == ((TWO, C), ())
    assert asked.reasons({"x": exactly(1), "c": False}, "one") == ((), ())
    three = Decision((("one", (A & TWO) | (~A & B & TWO) | (~A & ~B & TWO)),), "open")
    assert CompiledDecision.of(three).reasons({"x": exactly(3)}, "one") == ((TWO,), (A, B))
    turned = Decision((("one", (~A & TWO) | (A & B & TWO) | (A & ~B & TWO)),), "open")
    assert CompiledDecision.of(turned).reasons({"x": exactly(3)}, "one") == ((TWO,), (A, B))
    twice = CompiledDecision.of(Decision((("one", A), ("one", TWO)), "open"))
    assert twice.reasons({"x": exactly(3), "a": False}, "one") == ((A, TWO), ())
    parted = CompiledDecision.of(Decision((("one", A & TWO), ("two", ~A & TWO)), "open"))
    assert parted.reasons({"x": exactly(3)}, "two") == ((TWO,), (A,))
    in_order = CompiledDecision.of(Decision((("two", C), ("one", TWO), ("last", FOUR)), "open"))
    assert in_order.reasons({"x": exactly(3), "c": False}, "one") == ((C, TWO), ())


def test_what_would_change_a_decision() -> None:
    asked = CompiledDecision.of(MIXED, [implies(A, B)])
    found = [
        (one.fact.name, [(str(each.value), sorted(each.labels)) for each in one.outcomes])
        for one in asked.missing({})
    ]
    assert found == [
        ("x", [("<=1", ["no"]), ("2 to 3", ["no", "open"]), ("4 to 6", ["no", "open", "yes"])]),
        ("a", [("True", ["no", "open", "yes"]), ("False", ["no", "open"])]),
        ("c", [("True", ["no", "yes"]), ("False", ["no", "open", "yes"])]),
    ]
    assert asked.missing({"x": exactly(1)}) == ()
    (part,) = (one for one in asked.missing({"x": Interval(D(1), D(3))}) if one.fact == X)
    assert [str(each.value) for each in part.outcomes] == ["1", "2 to 3"]
    deciding = CompiledDecision.of(Decision((("yes", (B | C) & A),), "no"))
    assert [one.fact for one in deciding.missing({})] == [A]
    assert [one.fact for one in deciding.missing({"a": True, "b": False})] == [C]
    joined = CompiledDecision.of(Decision((("yes", TWO | (FOUR & A)),), "no"))
    (whole,) = joined.missing({})
    assert [(str(each.value), each.labels) for each in whole.outcomes] == [
        ("<=1", frozenset({"no"})),
        ("2 to 6", frozenset({"yes"})),
    ]
    by_kind = CompiledDecision.of(Decision((("yes", K.one_of("p", "q")),), "no"))
    (one,) = by_kind.missing({})
    assert [(each.value, each.labels) for each in one.outcomes] == [
        (frozenset("pq"), frozenset({"yes"})),
        (frozenset("r"), frozenset({"no"})),
    ]
    assert by_kind.missing({"k": frozenset("pq")}) == ()


def test_what_is_known_of_a_fact_that_is_not_asked_is_not_lost() -> None:
    asked = CompiledDecision.of(Decision((("yes", A),), "no"), [implies(A, B | C)])
    assert asked.possible({"b": False}) == {"yes", "no"}
    assert asked.possible({"b": False, "c": False, "a": False}) == {"no"}
    assert asked.possible(close({"b": False, "c": False}, index([implies(A, B | C)]))) == {"no"}
    exclusive = CompiledDecision.of(
        Decision((("both", A & B),), "no"), [implies(A, C | X_LOW), implies(B, ~C | X_LOW)]
    )
    assert exclusive.possible({"x": exactly(5)}) == {"no"}
    assert exclusive.possible({"x": exactly(1)}) == {"both", "no"}
    assert exclusive.possible({}) == {"both", "no"}


def test_the_most_telling_fact_comes_first() -> None:
    either = Decision((("one", B & A), ("two", ~B & A)), "three")
    assert [one.fact for one in CompiledDecision.of(either).missing({})] == [A, B]
    p, q, r = (K.one_of(word) for word in "pqr")
    by_kind = Decision((("one", (B & p) | (B & r)), ("two", (~B & p) | (B & q))), "three")
    assert [one.fact for one in CompiledDecision.of(by_kind).missing({})] == [K, B]


def test_the_shortest_way_to_a_label_is_taken() -> None:
    asked = CompiledDecision.of(Decision((("yes", (A & B) | FOUR),), "no"))
    assert asked.witness("yes") == {"x": Interval(D(4), D(6))}


def test_what_is_tied_by_several_clauses_is_tied() -> None:
    chain = [implies(A, B), implies(C, X_LOW), implies(B, C)]
    asked = CompiledDecision.of(Decision((("yes", A),), "no"), chain)
    assert asked.possible({"x": exactly(5)}) == {"no"}


def test_facts_tied_through_one_that_is_never_known() -> None:
    apart = [implies(A, C), implies(B, ~C)]
    asked = CompiledDecision.of(Decision((("both", A & B),), "no"), apart)
    assert asked.possible({}) == {"no"}
    assert asked.possible({"a": True}) == {"no"}


def test_a_fact_that_is_asked_but_never_known_is_told_by_another() -> None:
    diagram = build(Decision((("yes", A),), "no"), [implies(A, B)], ["b"])
    assert diagram.possible({"b": False}) == {"no"}
    assert diagram.possible({"b": True}) == {"yes", "no"}
    assert set(diagram.facts) == {"b"}


def test_the_smallest_of_several_diagrams_is_kept() -> None:
    flags = [Flag(f"f{i}") for i in range(8)]
    pairs = any_of(*(flags[i] & flags[i + 4] for i in range(4)), flags[0] & flags[1])
    decision = Decision((("yes", pairs),), "no")
    names = [flag.name for flag in flags]
    plain, best = build(decision, (), names), build(decision, (), names, thorough=True)
    assert best.size <= plain.size
    for known in ({}, {"f0": True}, {"f0": True, "f4": True}, dict.fromkeys(names, False)):
        assert plain.possible(known) == best.possible(known)


def test_a_decision_may_ask_many_facts_one_after_the_other() -> None:
    flags = [Flag(f"f{i}") for i in range(130)]
    asked = CompiledDecision.of(Decision((("yes", all_of(*flags)),), "no"))
    every: dict[str, Value] = {flag.name: True for flag in flags}
    assert asked.function(every.get) == YES
    assert asked.possible(every | {"f77": False}) == {"no"}


def test_the_function_of_a_decision_needs_no_diagram_where_the_way_is_clear() -> None:
    real = Quantity("y", "1", domain=Interval(D(0), D(4)))
    above = CompiledDecision.of(Decision((("yes", real > ratio("2")),), "no"))
    at_least_two = CompiledDecision.of(Decision((("yes", real >= ratio("2")),), "no"))
    table: list[tuple[Interval, frozenset[str] | None, frozenset[str] | None]] = [
        (exactly(2), NO, YES),
        (exactly(3), YES, YES),
        (Interval(D(2), D(3)), None, YES),
        (Interval(D(2), D(3), low_open=True), YES, YES),
        (Interval(D(1), D(2)), NO, None),
        (Interval(D(1), D(2), high_open=True), NO, NO),
        (Interval(D(1), D(3)), None, None),
    ]
    for value, over, from_two in table:
        assert above.function({"y": value}.get) == over
        assert at_least_two.function({"y": value}.get) == from_two
        assert above.possible({"y": value}) == (over or YES | NO)
        assert at_least_two.possible({"y": value}) == (from_two or YES | NO)
    words = CompiledDecision.of(Decision((("yes", K.one_of("p", "q")),), "no"))
    assert words.function({"k": frozenset("pq")}.get) == YES
    assert words.function({"k": frozenset("qr")}.get) is None
    assert words.function({}.get) is None


def test_where_the_values_of_open_facts_lead() -> None:
    diagram = CompiledDecision.of(MIXED).diagram
    possible, leads = diagram.leads({"a": True})
    assert possible == {"yes", "no", "open"}
    assert set(leads) == {"c", "x"}
    assert leads["x"] == {0: {"no"}, 1: {"no", "open"}, 2: {"yes"}}
    assert leads["c"] == {0: {"yes", "no"}, 1: {"yes", "no", "open"}}
    assert diagram.leads({"a": True, "x": exactly(5)}) == (YES, {})


def test_a_diagram_tells_its_branches() -> None:
    diagram = CompiledDecision.of(MIXED).diagram
    assert set(diagram.facts) == {"a", "c", "x"}
    assert diagram.labels == ("yes", "no", "open")
    first = diagram.nodes[0]
    ways = {number: cells for cells, number in first.branches}
    assert set(first.children) == set(ways)
    assert sorted(cell for cells in ways.values() for cell in cells) == list(
        range(len(first.children))
    )
    for cells, number in first.branches:
        assert {first.children[cell] for cell in cells} == {number}
    assert diagram.size == sum(len(node.branches) for node in diagram.nodes)
    assert {node.labels for node in diagram.nodes if node.fact is None} == {
        frozenset({"yes"}),
        frozenset({"no"}),
        frozenset({"open"}),
    }


def test_facts_that_are_seldom_known_are_asked_all_the_same() -> None:
    asked = CompiledDecision.of(Decision((("yes", A | B),), "no"), seldom=["b"])
    assert [one.fact for one in asked.missing({"a": False})] == [B]
    assert asked.missing({"a": True}) == ()
    assert asked.possible({"a": True}) == {"yes"}
    assert asked.possible({"a": False}) == {"yes", "no"}
    assert asked.possible({"a": False, "b": True}) == {"yes"}
    assert asked.possible({"a": False, "b": False}) == {"no"}


def test_grounds_are_judged_with_the_rules() -> None:
    asked = CompiledDecision.of(Decision((("yes", A),), "no"), grounds=[B & C])
    judged = asked.judged({"b": True})
    assert (judged.held(A), judged.held(B & C), judged.held(B)) == (None, None, True)
    assert list(judged.hanging(B & C)) == [C]


# Guidelines.

HERE = Citation(source="Toy", edition="2030", locator="Table 1")
ROWS = (
    Row(id="1", group="low", when=wbc <= per_nl(50), citation=HERE),
    Row(id="2", group="high", when=testicular, citation=HERE),
    Row(id="3", group="low", when=lineage.one_of("T"), citation=HERE),
)


def scheme(*, first_match: bool) -> Scheme:
    return Scheme(
        id="toy",
        title="Toy",
        citation=HERE,
        population=Population(who=age >= years(1), words="from one year"),
        groups=("low", "high"),
        rows=ROWS,
        year=2030,
        first_match=first_match,
    )


def test_a_citation_in_words() -> None:
    assert str(HERE) == "Toy (2030), Table 1"
    assert str(HERE.at("")) == "Toy (2030)"
    assert HERE.at("page 2") == Citation(source="Toy", edition="2030", locator="page 2")
    relayed = Citation(source="Toy", edition="2030", provenance="secondary", read_in="PDQ")
    assert str(relayed) == "Toy (2030) (as reported in PDQ)"


def test_the_rule_of_a_group() -> None:
    one, two, three = (row.when for row in ROWS)
    assert scheme(first_match=False).group("low") == one | three
    assert scheme(first_match=False).group("high") == two
    assert scheme(first_match=True).group("low") == any_of(one, all_of(three, ~one, ~two))
    assert scheme(first_match=True).group("high") == all_of(two, ~one)
    with pytest.raises(ValueError, match=r"^toy has no group 'medium'$"):
        scheme(first_match=True).group("medium")


def test_a_table_as_a_decision() -> None:
    one, two, three = (row.when for row in ROWS)
    outside = (OUTSIDE, ~(age >= years(1)))
    in_order = scheme(first_match=True).decision()
    assert in_order.cases == (outside, ("low", one), ("high", two), ("low", three))
    by_group = scheme(first_match=False).decision()
    assert by_group.cases == (outside, ("low", one | three), ("high", two))
    assert in_order.otherwise == by_group.otherwise == UNCOVERED


def test_a_trigger_and_a_factor_as_decisions() -> None:
    basis = Basis(id="b", source="toy", rule=A, population=B, words="", citation=HERE)
    trigger = Trigger(id="t", title="T", bases=(basis, basis), citation=HERE)
    assert basis.when == B & A
    assert trigger.decision().cases == ((MET, AnyOf((B & A, B & A))),)
    assert trigger.decision().otherwise == NOT_MET
    factor = Factor(id="f", when=A, direction="adverse", citation=HERE, among=C)
    checklist = Checklist(
        id="c",
        title="C",
        citation=HERE,
        population=Population(who=B, words=""),
        factors=(factor,),
        year=2030,
    )
    assert checklist.decision(factor).cases == ((OUTSIDE, ~(B & C)), (PRESENT, A))
    assert checklist.decision(factor).otherwise == "absent"


# Evaluation.


def test_facts_that_cannot_hold_together_are_refused() -> None:
    wrong = Facts(values={"relapses": exactly(0), "relapse_marrow": True})
    with pytest.raises(InvalidPatient) as caught:
        facts_of(wrong)
    (problem,) = caught.value.errors
    assert (problem.path, problem.code, problem.message) == (
        "$",
        "contradiction",
        "these facts cannot hold together: relapse_marrow, relapses",
    )


def test_facts_that_are_given_are_closed_and_otherwise_kept() -> None:
    given = Facts(values={"etp_phenotype": True}, as_of=date(2030, 1, 2))
    found = facts_of(given)
    assert found.values == {"etp_phenotype": True, "lineage": frozenset("T")}
    assert found.as_of == date(2030, 1, 2)


def test_what_would_settle_a_group() -> None:
    known = Facts(values={"age": exactly(24), "testicular": False, "lineage": frozenset("B")})
    asked = scheme(first_match=False)
    (missing,) = what_would_settle(known, asked)
    assert missing.fact == wbc
    assert [(str(each.value), set(each.labels)) for each in missing.outcomes] == [
        ("<=50", {"low"}),
        (">50", {UNCOVERED}),
    ]
    assert classify(known, asked).applicable is True


def toy_guideline() -> Guideline:
    def trigger(id_: str, rule: Expr, *, by_day_28: bool = False) -> Trigger:
        basis = Basis(id=id_, source="toy", rule=rule, words="", citation=HERE)
        return Trigger(id=id_, title=id_, bases=(basis,), citation=HERE, due_on_day_28=by_day_28)

    listed = RiskList(
        id="list",
        title="List",
        citation=HERE,
        population=Population(who=TRUE, words=""),
        items=(),
        scheme=scheme(first_match=False),
    )
    return Guideline(
        id="toy",
        title="Toy",
        version="1",
        citation=HERE,
        population=Population(who=age >= years(1), words="from one year"),
        triggers=(trigger("now", testicular), trigger("later", testicular, by_day_28=True)),
        year=2030,
        lists=(listed, evolve(listed, id="without", scheme=None)),
    )


DAY = date(2030, 1, 29)


@pytest.mark.parametrize(
    ("facts", "now", "later", "reason"),
    [
        (Facts(values={"age": exactly(24), "testicular": True}), "met", "met", None),
        (Facts(values={"age": exactly(24), "testicular": False}), "not_met", "not_met", None),
        (Facts(values={"age": exactly(24)}, day_28=DAY), "unknown", "unknown", None),
        (Facts(values={"testicular": True}, day_28=DAY, as_of=DAY), "unknown", "unknown", None),
        (
            Facts(values={"age": exactly(24)}, day_28=DAY, as_of=date(2030, 1, 28)),
            "unknown",
            "not_due",
            None,
        ),
        (Facts(values={"age": exactly(24)}, as_of=DAY), "unknown", "unknown", None),
        (
            Facts(values={"died_before_day_28": True}, day_28=DAY, as_of=date(2030, 1, 28)),
            "unknown",
            "not_applicable",
            "died_before_day_28",
        ),
        (
            Facts(values={"died_before_day_28": False}, day_28=DAY, as_of=date(2030, 1, 28)),
            "unknown",
            "not_due",
            None,
        ),
        (
            Facts(values={"age": exactly(6)}),
            "not_applicable",
            "not_applicable",
            "outside_population",
        ),
    ],
)
def test_the_answer_of_a_guideline(facts: Facts, now: str, later: str, reason: str | None) -> None:
    asked = toy_guideline()
    answer = evaluate(facts, asked)
    assert (answer["now"].status, answer["later"].status) == (now, later)
    said = answer["later"].reason
    assert (said and said.id) == reason
    assert answer["now"].due is None
    assert answer["later"].due == facts.day_28
    assert answer.guideline is asked
    assert [each.scheme for each in answer.classifications] == [asked.lists[0].scheme]
    for each in answer.triggers:
        assert each.facts is answer.facts
        assert each._compiled is compiled((asked, each.trigger))
    if reason == "outside_population":
        assert said is not None
        assert said.as_dict()["guideline"] == "toy"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"a": True, "b": True, "c": True}, "present"),
        ({"a": False, "b": True, "c": True}, "absent"),
        ({"a": True, "b": False}, "not_applicable"),
        ({"a": True, "c": False}, "not_applicable"),
        ({"b": True, "c": True}, "unknown"),
    ],
)
def test_a_factor_of_a_checklist(values: dict[str, Value], state: str) -> None:
    factor = Factor(id="f", when=A, direction="adverse", citation=HERE, among=C)
    asked = Checklist(
        id="c",
        title="C",
        citation=HERE,
        population=Population(who=B, words=""),
        factors=(factor,),
        year=2030,
    )
    answer = check(Facts(values=values), asked)
    (found,) = answer.factors
    assert (found.state, found.factor) == (state, factor)
    assert found.facts is answer.facts
    assert answer.checklist is asked
    assert found._compiled is compiled((asked, factor))


@pytest.mark.parametrize(
    ("values", "applicable", "possible", "group", "uncovered"),
    [
        ({"age": exactly(6)}, False, (), None, False),
        ({}, None, ("low", "high"), None, True),
        ({"age": exactly(24)}, True, ("low", "high"), None, True),
        ({"age": exactly(24), "wbc": exactly(5)}, True, ("low",), "low", False),
        (
            {"age": exactly(24), "wbc": exactly(99), "testicular": True},
            True,
            ("high",),
            None,
            False,
        ),
        (
            {
                "age": exactly(24),
                "wbc": exactly(99),
                "testicular": False,
                "lineage": frozenset("B"),
            },
            True,
            (),
            None,
            True,
        ),
    ],
)
def test_the_place_of_a_patient(
    values: dict[str, Value],
    applicable: bool | None,
    possible: tuple[str, ...],
    group: str | None,
    uncovered: bool,
) -> None:
    asked = scheme(first_match=True)
    answer = classify(Facts(values=values), asked)
    found = (answer.applicable, answer.possible, answer.uncovered)
    assert found == (applicable, possible, uncovered)
    assert answer.group == (group if len(possible) != 1 else possible[0])
    assert answer.scheme is asked
    assert answer._compiled is compiled(asked)


def test_results_of_a_toy_up_to_a_day() -> None:
    child = Patient(diagnosis=Diagnosis(age="6 years", wbc="99 x10^9/L"))
    assert evaluate(child, toy_guideline(), as_of=DAY).facts.as_of == DAY
    assert classify(child, scheme(first_match=False), as_of=DAY).facts.as_of == DAY
    told = Mrd(timepoint="end_of_induction", specimen="marrow", level="1%", date=DAY)
    asked = evolve(
        scheme(first_match=False),
        rows=(Row(id="1", group="low", when=mrd("end_of_induction") < percent(2), citation=HERE),),
    )
    later = evolve(child, mrd=(told,))
    assert what_would_settle(later, asked) == ()
    assert what_would_settle(later, asked, as_of=date(2030, 1, 1)) != ()


def test_a_trigger_is_asked_with_what_always_holds() -> None:
    never = detected("NEAR_HAPLOIDY") & detected("LOW_HYPODIPLOIDY")
    basis = Basis(
        id="b", source="toy", rule=never, population=C | K.one_of("p"), words="", citation=HERE
    )
    trigger = Trigger(
        id="t", title="T", bases=(basis,), citation=HERE, alternatives={"other": A & B}
    )
    asked = evolve(toy_guideline(), triggers=(trigger,))
    known = Facts(values={"age": exactly(24)})
    assert evaluate(known, asked)["t"].status == "not_met"
    judged = compiled((asked, trigger)).judged({"a": True, "b": True})
    assert judged.held(A & B) is True
    assert judged.held(basis.when) is None
    assert judged.held(basis.population) is judged.held(never) is None
    assert evaluate(known, asked).risk_factors == ()


def test_results_up_to_a_day() -> None:
    child = Patient(diagnosis=Diagnosis(age="6 years", lineage="B", wbc="5 x10^9/L"))
    day = date(2030, 1, 2)
    for answer in (
        evaluate(child, as_of=day),
        classify(child, "nci-rome", as_of=day),
        check(child, as_of=day),
    ):
        assert answer.facts.as_of == day
    assert check(child).checklist.id == "eln-2024-factors"
    assert evaluate(child).guideline.id == "nmdp-patient-2017"
    assert what_would_settle(child, "nci-rome", as_of=day) == ()


def test_a_decision_is_compiled_once() -> None:
    asked = scheme(first_match=False)
    assert compiled(asked) is compiled(asked)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"age_in_days": exactly(365)}, "met"),
        ({"age_in_days": exactly(366)}, "not_met"),
        ({}, "unknown"),
    ],
)
def test_the_status_of_a_trigger(values: dict[str, Value], status: str) -> None:
    assert evaluate(Facts(values=values))["infant"].status == status
