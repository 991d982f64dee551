"""Every printed row of PDQ Tables 6 to 10, their edges, and each input missing.

The expected answers come from `oracle_pdq`, a second person's reading of the same tables over
fully known facts, written without sight of the implementation. A blank is filled in every way
its value could matter; the answer must be exactly the set of what the oracle then says.

Rows of the collection of sources: SR-Fav, SR-Avg, SR-High, HR-Fav, HR-class, PX-20 (very high).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk import classify, evaluate
from all_risk.assessment import Classification
from all_risk.facts import (
    Facts,
    age,
    cns,
    days_to_remission,
    detected,
    dna_index,
    lineage,
    modal_number,
    mrd,
    steroid_hours_within_two_weeks,
    steroid_within_month,
    testicular,
    wbc,
)
from all_risk.logic import Value
from all_risk.quantities import INFINITY, exactly, more_than
from oracle_pdq import (
    NEVER,
    TABLE_ROWS,
    UNPRINTED,
    Case,
    cog_aall1731_1732,
    cog_cytogenetics,
    eln2024_key_items,
    nci_rome,
    pdq_very_high_items,
)

COG = "cog-aall1731-1732"
FLAGS = {
    "testicular": testicular.name,
    "steroid_any_within_month": steroid_within_month.name,
    "etv6_runx1": detected("ETV6::RUNX1").name,
    "double_trisomy_4_10": detected("TRISOMY_4_10").name,
    "bcr_abl1": detected("BCR::ABL1").name,
    "kmt2a_r": detected("KMT2A-r").name,
    "tcf3_hlf": detected("TCF3::HLF").name,
    "iamp21": detected("iAMP21").name,
}
NUMBERS = {
    "age_months": (age.name,),
    "wbc": (wbc.name,),
    "steroid_hours_within_two_weeks": (steroid_hours_within_two_weeks.name,),
    "modal_number": (modal_number.name,),
    "dna_index": (dna_index.name,),
    "mrd_day8_blood": (mrd("induction_day_8", "blood", "flow").name,),
    "mrd_eoi_marrow": (
        mrd("end_of_induction").name,
        mrd("end_of_induction", method="flow").name,
    ),
    "mrd_eoc_marrow": (
        mrd("end_of_consolidation").name,
        mrd("end_of_consolidation", method="flow").name,
    ),
    "mrd_week12_marrow": (mrd("week_12").name,),
    "days_to_remission": (days_to_remission.name,),
}


def _d(*texts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts))


MRD = _d("0", "0.00009", "0.0001", "0.0005", "0.001", "0.0099", "0.01", "0.2")
# One value for each part of a fact that some printed number divides, the edges included.
VALUES: dict[str, tuple[object, ...]] = {
    "lineage": ("B", "T", "mixed"),
    "age_months": _d("6", "12", "119.9", "120", "215.9", "216", "371.9", "372"),
    "wbc": _d("49.9", "50"),
    "cns": (1, 2, 3),
    "steroid_hours_within_two_weeks": _d("0", "24", "24.1"),
    "modal_number": (43, 44, 46, 47),
    "dna_index": _d("0.80", "0.81", "0.99", "1.0"),
    "mrd_day8_blood": _d("0.0099", "0.01"),
    "mrd_eoi_marrow": MRD,
    "mrd_eoc_marrow": MRD,
    "mrd_week12_marrow": MRD,
    "days_to_remission": (*_d("28", "29"), NEVER),
    **dict.fromkeys(FLAGS, (True, False)),
}


def consistent(case: Case) -> bool:
    """Whether what implies what is kept (see `all_risk.implications`)."""
    hypodiploid = case.modal_number < 44
    return (
        not (case.double_trisomy_4_10 and case.modal_number < 47)
        and not (not hypodiploid and case.dna_index < Decimal("0.81"))
        and not (case.steroid_hours_within_two_weeks > 0 and not case.steroid_any_within_month)
    )


def made_consistent(case: Case) -> Case:
    """The case with those facts mended that its table row leaves free."""
    if case.double_trisomy_4_10:
        case = case._replace(modal_number=max(case.modal_number, 52), dna_index=Decimal("1.1"))
    if case.steroid_hours_within_two_weeks > 0:
        case = case._replace(steroid_any_within_month=True)
    if case.modal_number >= 44 and case.dna_index < Decimal("0.81"):
        case = case._replace(modal_number=36)
    return case


def facts(case: Case, *blank: str) -> Facts:
    values: dict[str, Value] = {}
    for field, names in NUMBERS.items():
        if field not in blank:
            number = Decimal(getattr(case, field))
            # Remission that was never reached is later than any test.
            values |= dict.fromkeys(
                names, more_than(1000) if number == INFINITY else exactly(number)
            )
    for field, name in FLAGS.items():
        if field not in blank:
            values[name] = bool(getattr(case, field))
    if "lineage" not in blank:
        values[lineage.name] = frozenset({case.lineage})
    if "cns" not in blank:
        values[cns.name] = frozenset({f"CNS{case.cns}"})
    return Facts(values=values)


def completions(case: Case, blank: Sequence[str]) -> Iterator[Case]:
    for values in product(*(VALUES[field] for field in blank)):
        replaced: dict[str, Any] = dict(zip(blank, values, strict=True))
        filled = case._replace(**replaced)
        if consistent(filled):
            yield filled


def cog_groups(answer: Classification) -> set[str | None]:
    """The answer in the oracle's words: groups, None for unprinted, 'outside'."""
    found: set[str | None] = set(answer.possible)
    if answer.uncovered:
        found.add(None)
    if answer.applicable is not True:
        found.add("outside")
    return found


def high_risk(case: Case, *, slow: bool, threshold: Decimal) -> bool:
    """High risk of relapse by any default list. Each list is asked about its own population."""
    child_b = nci_rome(case) is not None
    return (
        nci_rome(case) == "high"
        or cog_aall1731_1732(case) in {"sr_high", "high", "very_high"}
        or (child_b and "unfavorable" in cog_cytogenetics(case))
        or bool(pdq_very_high_items(case, slow))
        or bool(eln2024_key_items(case, threshold))
    )


def high_risk_answers(cases: Iterator[Case]) -> set[bool]:
    """High risk over all that is open, what no source prints included."""
    found: set[bool] = set()
    limit = Decimal("0.0001")
    for case in cases:
        excluded = case.mrd_eoi_marrow < limit and case.mrd_week12_marrow < limit
        found |= {
            high_risk(case, slow=slow, threshold=threshold)
            for slow in ((False,) if excluded else (False, True))
            for threshold in (limit, Decimal("0.001"))
        }
        if len(found) == 2:
            break
    return found


def contradictory(case: Case) -> bool:
    """Double trisomy, which is a hyperdiploidy, together with a hypodiploid count or index."""
    hypodiploid = case.modal_number < 44 or case.dna_index < Decimal("0.81")
    return case.double_trisomy_4_10 and hypodiploid


STATUS = {frozenset({True}): "met", frozenset({False}): "not_met"}
ROWS = [pytest.param(made_consistent(c), g, id=i) for i, c, g in TABLE_ROWS]


@pytest.mark.parametrize(("case", "group"), ROWS)
def test_printed_row(case: Case, group: str) -> None:
    answer = classify(facts(case), COG)
    placed = (False, (), None) if group == "outside" else (True, (group,), group)
    assert (answer.applicable, answer.possible, answer.group) == placed
    assert not answer.uncovered
    assert answer.missing == ()
    assert answer.because


@pytest.mark.parametrize(
    "case",
    [pytest.param(made_consistent(c), id=i) for i, c in UNPRINTED if not contradictory(c)],
)
def test_in_no_printed_row(case: Case) -> None:
    answer = classify(facts(case), COG)
    assert (answer.applicable, answer.possible, answer.group) == (True, (), None)
    assert answer.uncovered


@pytest.mark.parametrize(("case", "group"), ROWS)
def test_printed_row_with_each_input_missing(case: Case, group: str) -> None:
    for field in Case._fields:
        expected = {cog_aall1731_1732(filled) for filled in completions(case, [field])}
        answer = classify(facts(case, field), COG)
        assert cog_groups(answer) == expected, field
        assert group in expected


@pytest.mark.parametrize(
    "cell", list(product(VALUES["age_months"], VALUES["wbc"], VALUES["lineage"]))
)
def test_nci_table(cell: tuple[Decimal, Decimal, str]) -> None:
    months, count, line = cell
    case = TABLE_ROWS[0][1]._replace(age_months=months, wbc=count, lineage=line)
    expected = nci_rome(case)
    answer = classify(facts(case), "nci-rome")
    assert answer.group == expected
    assert answer.applicable is (expected is not None)
    for field in ("age_months", "wbc", "lineage"):
        groups = {nci_rome(filled) for filled in completions(case, [field])}
        partly = classify(facts(case, field), "nci-rome")
        assert set(partly.possible) == groups - {None}
        assert partly.applicable is (
            None if None in groups and len(groups) > 1 else None not in groups
        )


cases = st.builds(
    Case, **{field: st.sampled_from(values) for field, values in VALUES.items()}
).filter(consistent)


def blanks(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(Case._fields), max_size=most, unique=True)


@given(cases, blanks(4))
@settings(max_examples=250, deadline=None)
def test_cog_is_exact_whatever_is_missing(case: Case, blank: list[str]) -> None:
    expected = {cog_aall1731_1732(filled) for filled in completions(case, blank)}
    assert cog_groups(classify(facts(case, *blank), COG)) == expected


@given(cases, blanks(3))
@settings(max_examples=250, deadline=None)
def test_high_risk_of_relapse_is_exact_whatever_is_missing(case: Case, blank: list[str]) -> None:
    # MRD by flow and by any method are two facts; here one result, or none, is both.
    blank = [field for field in blank if field not in ("mrd_eoi_marrow", "mrd_eoc_marrow")]
    answers = high_risk_answers(completions(case, blank))
    result = evaluate(facts(case, *blank))["high_risk_of_relapse"]
    assert result.status == STATUS.get(frozenset(answers), "unknown")


def test_every_printed_row_is_tested() -> None:
    tested = " ".join(name for name, _, _ in TABLE_ROWS)
    printed = {"6": 1, "7": 3, "8": 5, "9": 1, "10": 7}
    for table, rows in printed.items():
        for row in range(1, rows + 1):
            assert f"Table {table} row {row}" in tested
