"""Tables of the user's own: names, types, units, words, and what is said about them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "duckdb", "narwhals"):
    pytest.importorskip(_library)

import pandas as pd
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from all_risk import Diagnosis, Patient, classify, cohort
from all_risk.cohort import Column, InvalidTable, Mapping
from all_risk.cohort.checking import find_rejects
from all_risk.cohort.evaluation import planned
from all_risk.cohort.mapping import mapping_of
from all_risk.cohort.prepared import prepare
from all_risk.cohort.schema import is_fact_column
from all_risk.guideline import Guideline, Scheme
from all_risk.logic import atoms
from all_risk.published import find_scheme, guidelines
from all_risk.quantities import age_between


def groups(frame: Any, scheme: str = "nci-rome", **options: Any) -> list[Any]:
    answered = cohort.classify(frame, scheme, on_absent="ignore", **options)
    return pl.DataFrame(answered)["possible"].to_list()


CHILD: dict[str, list[Any]] = {"lineage": ["B"], "age": [60.0]}


@pytest.mark.parametrize(("wbc", "expected"), [(49.9, "standard"), (50.0, "high")])
def test_a_threshold_is_kept_in_single_precision(wbc: float, expected: str) -> None:
    frame = pl.DataFrame({**CHILD, "wbc": [wbc]})
    assert groups(frame.cast({"wbc": pl.Float32})) == [expected]


@pytest.mark.parametrize("level", ["0.01", "0.1", "0.07"])
def test_a_level_at_its_threshold_reaches_it_whatever_the_unit_and_precision(level: str) -> None:
    mapping = Mapping({"mrd_end_of_induction_marrow": Column("MRD", unit="%")})
    single = pl.DataFrame({"MRD": [float(level)]}).cast({"MRD": pl.Float32})
    double = pl.DataFrame({"MRD": [float(level)]})
    fraction = pl.DataFrame({"mrd_end_of_induction_marrow": [float(Decimal(level) / 100)]})
    text = pl.DataFrame({"MRD": [f"{level} %"]})
    threshold = float(Decimal(level) / 100)
    for frame, how in ((single, mapping), (double, mapping), (text, mapping), (fraction, None)):
        from all_risk.cohort.frames import with_conditions
        from all_risk.cohort.prepared import prepare

        ready = prepare(frame, how)
        source = ready.sources["mrd_end_of_induction_marrow"]
        limit = Decimal(str(threshold))
        tested = with_conditions(
            ready.table,
            {
                "below": source.below(limit, beyond=True),  # type: ignore[union-attr] # a quantity
                "at": source.above(limit, beyond=False),  # type: ignore[union-attr]  # a quantity
            },
        )
        assert (tested["below"].to_list(), tested["at"].to_list()) == ([False], [True])


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_unknown(nothing: float | None) -> None:
    frame = pl.DataFrame({**CHILD, "wbc": pl.Series([nothing], dtype=pl.Float64)})
    assert groups(frame) == ["standard|high"]
    assert groups(frame.to_pandas()) == ["standard|high"]
    assert groups(frame.to_arrow()) == ["standard|high"]


def test_a_column_without_any_value_is_unknown_in_every_engine() -> None:
    frame = pl.DataFrame({**CHILD, "wbc": [None], "BCR::ABL1": [None], "cns": [None]})
    assert groups(frame) == ["standard|high"]
    assert groups(frame.to_pandas()) == ["standard|high"]
    assert groups(frame.lazy().collect().to_arrow()) == ["standard|high"]


def test_a_row_that_contradicts_itself_is_answered_by_nothing() -> None:
    frame = pl.DataFrame(
        {
            "lineage": ["B", "B", "X", "B"],
            "age": [60.0, 60.0, 60.0, -1.0],
            "wbc": [10.0, 10.0, 10.0, 10.0],
            "KMT2A::AFF1": [True, None, None, None],
            "KMT2A-r": [False, None, None, None],
        }
    )
    answered = cohort.classify(frame, "nci-rome")
    assert answered["conflict"].to_list() == [True, False, True, True]
    assert answered["possible"].to_list() == [None, "standard", None, None]


def test_bounds_that_cross_contradict_each_other() -> None:
    frame = pl.DataFrame(
        {
            **{name: values * 3 for name, values in CHILD.items()},
            "wbc__low": [10.0, 10.0, 10.0],
            "wbc__high": [9.0, 10.0, 10.0],
            "wbc__high_open": [False, True, False],
        }
    )
    answered = cohort.classify(frame, "nci-rome")
    assert answered["conflict"].to_list() == [True, True, False]


def test_absent_facts_are_said_to_be_absent() -> None:
    frame = pl.DataFrame(CHILD)
    with pytest.warns(cohort.AbsentFacts, match="wbc") as caught:
        assert cohort.classify(frame, "nci-rome")["possible"].to_list() == ["standard|high"]
    assert caught[0].message.facts == ("wbc",)  # type: ignore[union-attr] # our own warning
    with pytest.raises(InvalidTable, match="wbc"):
        cohort.classify(frame, "nci-rome", on_absent="raise")


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"wbc": ["82"]}, "wbc: the column holds text"),
        ({"BCR::ABL1": [1]}, "BCR::ABL1: the column holds numbers"),
        ({"cns": [1]}, "cns: the column holds numbers"),
        ({"wbc": [1.0], "wbc__low": [1.0]}, "both as a number and as bounds"),
        ({"group": ["x"]}, "columns named group"),
    ],
)
def test_a_column_that_cannot_hold_its_fact_is_refused(
    columns: dict[str, list[Any]], wrong: str
) -> None:
    with pytest.raises(InvalidTable, match=wrong):
        cohort.classify(pl.DataFrame(columns), "nci-rome", on_absent="ignore")


def test_pandas_objects_of_several_types_are_refused_by_name() -> None:
    with pytest.raises(InvalidTable, match="wbc: the column holds values of several types"):
        cohort.classify(pd.DataFrame({"wbc": [1.0, "x"]}), "nci-rome", on_absent="ignore")


def test_pandas_keeps_its_index_and_its_other_columns() -> None:
    frame = pd.DataFrame(
        {**CHILD, "wbc": [82.0], "mine": [{"any": "thing"}]}, index=pd.Index(["row"])
    )
    answered = cohort.classify(frame, "nci-rome")
    assert answered.loc["row", "group"] == "high"
    assert answered.loc["row", "mine"] == {"any": "thing"}


def test_units_are_those_of_the_column() -> None:
    frame = pl.DataFrame(
        {"count": [50_000.0, 49_999.0], "years": [5, 5], "cell": ["pre-B", "pre-B"]}
    )
    mapping = Mapping(
        {
            "wbc": Column("count", unit="/uL"),
            "age": Column("years", unit="a"),
            "lineage": Column("cell", values={"pre-B": "B"}),
        }
    )
    assert groups(frame, mapping=mapping) == ["high", "standard"]
    assert groups(frame.lazy().collect(), mapping=mapping) == ["high", "standard"]
    lazy = cohort.classify(frame.lazy(), "nci-rome", mapping=mapping)
    assert lazy.collect()["group"].to_list() == ["high", "standard"]


@given(st.integers(0, 12_000))
@settings(max_examples=60, deadline=None)
def test_an_age_in_days_means_what_it_means_in_a_document(days: int) -> None:
    """3,652 days may or may not be ten years: both paths must leave the same open."""
    frame = pl.DataFrame({"d": [days], "lineage": ["B"], "wbc": [10.0]})
    mapping = Mapping(
        {
            "age": Column("d", unit="d"),
            "lineage": Column("lineage"),
            "wbc": Column("wbc", unit="10^9/L"),
        }
    )
    patient = Patient(diagnosis=Diagnosis(age=f"{days} days", lineage="B", wbc="10 x10^9/L"))
    expected = "|".join(classify(patient, "nci-rome").possible)
    assert groups(frame, mapping=mapping) == [expected]


@given(st.integers(0, 119))
@settings(max_examples=60, deadline=None)
def test_completed_years_mean_what_they_mean_in_a_document(years: int) -> None:
    frame = pl.DataFrame({"a": [years], "lineage": ["B"], "wbc": [10.0]})
    mapping = Mapping(
        {
            "age": Column("a", unit="years"),
            "lineage": Column("lineage"),
            "wbc": Column("wbc", unit="10^9/L"),
        }
    )
    patient = Patient(diagnosis=Diagnosis(age=f"{years} years", lineage="B", wbc="10 x10^9/L"))
    expected = "|".join(classify(patient, "nci-rome").possible)
    assert groups(frame, mapping=mapping) == [expected]


@pytest.mark.parametrize(
    ("level", "sensitivity", "expected"),
    [
        ("0", "0.01", "sr_average"),
        ("0", "0.1", "sr_average|sr_high"),
        ("0", "", "sr_average|sr_high"),
        ("negative", "0.01", "sr_average"),
        ("<0.01%", "", "sr_average"),
        ("<0.1", "", "sr_average|sr_high"),
        ("0.01", "", "sr_high"),
        ("positive", "", "sr_average|sr_high"),
        ("", "", "sr_average|sr_high"),
    ],
)
@pytest.mark.parametrize("numbers", [False, True])
def test_a_negative_level_lies_below_its_sensitivity(
    level: str, sensitivity: str, expected: str, numbers: bool
) -> None:
    given_as: dict[str, Any] = {"MRD": [level], "limit": [sensitivity]}
    if numbers:
        try:
            given_as = {
                name: pl.Series([float(v[0]) if v[0] else None], dtype=pl.Float64)
                for name, v in given_as.items()
            }
        except ValueError:
            pytest.skip("not a number")
    frame = pl.DataFrame(
        {
            "lineage": ["B"],
            "age": [60.0],
            "wbc": [10.0],
            "cns": ["CNS1"],
            "steroid_within_month": [False],
            "steroid_hours_within_two_weeks": [0.0],
            "testicular": [False],
            "modal_number": [46],
            "dna_index": [1.0],
            **{name: [False] for name in ("ETV6::RUNX1", "TRISOMY_4_10", "KMT2A-r")},
            **{name: [False] for name in ("TCF3::HLF", "iAMP21", "BCR::ABL1")},
            **given_as,
        }
    )
    others = {
        name: Column(name, unit={"wbc": "10^9/L", "age": "mo"}.get(name, _unit(name)))
        for name in frame.columns
        if name not in ("MRD", "limit")
    }
    mrd = Column("MRD", unit="%", sensitivity="limit")
    mapping = Mapping({**others, "mrd_end_of_induction_marrow": mrd})
    assert groups(frame, "cog-aall1731-1732", mapping=mapping) == [expected]


def _unit(name: str) -> str | None:
    return "h" if name.endswith("weeks") else None


def test_check_counts_what_cannot_be_used_and_shows_the_first() -> None:
    frame = pl.DataFrame(
        {
            "WBC": ["82", "82 K/uL", ">400", "many", "NA", None],
            "Ph": ["Positive", "Negative", "maybe", "perhaps", "Unknown", None],
            "extra": [1, 2, 3, 4, 5, 6],
        }
    )
    mapping = Mapping(
        {
            "wbc": Column("WBC", unit="x10^9/L"),
            "BCR::ABL1": Column("Ph", values={"Positive": True, "Negative": False}),
        }
    )
    report = cohort.check(frame, "nci-rome", mapping=mapping)
    counts, marker = report.columns
    assert (counts.fact, counts.filled, counts.missing, counts.unusable) == ("wbc", 3, 2, 1)
    assert counts.first is not None
    assert (counts.first.row, counts.first.value) == (4, "many")
    assert marker.unusable == 2
    assert marker.first is not None
    assert (marker.first.row, marker.first.value) == (3, "maybe")
    assert report.absent == ("lineage", "age")
    assert report.unused == ("extra",)
    assert "first in row 4: 'many'" in str(report)


def test_text_cannot_be_read_from_a_lazy_table() -> None:
    mapping = Mapping({"wbc": Column("WBC", unit="/uL")})
    with pytest.raises(InvalidTable, match="collect it first"):
        cohort.classify(pl.LazyFrame({"WBC": ["82"]}), "nci-rome", mapping=mapping)


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"wbc": Column("wcc", unit="/uL")}, "no column 'wcc'; did you mean 'wbc'"),
        ({"wbc": Column("wbc")}, "say in what unit"),
        ({"wbc": Column("wbc", unit="furlong")}, "is not a unit"),
        ({"nope": Column("wbc")}, "not the name of a lesion"),
        ({"TEL-AML1": Column("wbc")}, "its column is called 'ETV6::RUNX1'"),
        ({"cns": Column("text", values={"a": "CNS9"})}, "'CNS9' is not a value"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(columns: dict[str, Column], wrong: str) -> None:
    frame = pl.DataFrame({"wbc": [1.0], "text": ["a"]})
    with pytest.raises(InvalidTable, match=wrong):
        cohort.classify(frame, "nci-rome", mapping=Mapping(columns))


def test_a_birthday_is_a_whole_number_of_months() -> None:
    from datetime import date

    months, _ = age_between(date(2010, 5, 2), date(2020, 5, 2))
    frame = pl.DataFrame({"lineage": ["B"], "wbc": [1.0], "age": [float(months.low)]})
    assert groups(frame) == ["high"]


@pytest.mark.parametrize("rules", guidelines(), ids=lambda each: each.id)
def test_no_answer_has_the_name_of_a_fact(rules: Guideline | Scheme) -> None:
    """So that a table of facts needs no prefix for the answers."""
    made = planned(rules, {}, reasons=True)
    assert not [output.name for output in made.outputs if is_fact_column(output.name)]


def test_the_dictionary_names_every_fact_that_is_asked() -> None:
    lines = {line.name: line for line in cohort.columns()}
    assert lines["wbc"].unit == "10*9/L"
    assert lines["BCR::ABL1"].kind == "flag"
    assert "nci-rome" in lines["wbc"].asked_by
    assert not [name for name in lines if name.startswith("unprinted")]


# What a table can hold that no engine, unit or mapping can make sense of.


def test_a_column_without_any_value_says_nothing() -> None:
    frame = pl.DataFrame({"age": [None, None], "wbc": [82.0, None], "iAMP21": [None, None]})
    report = cohort.check(frame, "nci-rome")
    assert {c.fact: (c.filled, c.missing) for c in report.columns} == {
        "age": (0, 2),
        "wbc": (1, 1),
        "iAMP21": (0, 2),
    }
    assert groups(frame) == ["high", "standard|high"]


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"wbc": Column("nested", unit="/uL")}, "'nested' does not hold numbers"),
        (
            {"mrd_end_of_induction_marrow": Column("text", unit="%", sensitivity="nested")},
            "'nested' does not hold numbers",
        ),
        (
            {"mrd_end_of_induction_marrow": Column("wbc", unit="%", sensitivity="text")},
            "'text' does not hold numbers",
        ),
        ({"BCR::ABL1": Column("wbc", values={"yes": True})}, "holds numbers, not 'yes'"),
        ({"wbc": Column("text", unit="%")}, "'%' is not a unit"),
    ],
)
def test_a_mapped_column_that_cannot_hold_its_fact_is_refused(
    columns: dict[str, Column], wrong: str
) -> None:
    frame = pl.DataFrame({"wbc": [1.0], "text": ["1"], "nested": [[1.0]]})
    for ask in (cohort.check, cohort.classify):
        with pytest.raises(InvalidTable, match=wrong):
            ask(frame, "nci-rome", mapping=Mapping(columns))


def test_a_column_of_two_facts_is_counted_for_each() -> None:
    frame = pl.DataFrame({"n": ["46", "many", "negative"], "limit": ["", "", "0.01"]})
    mapping = Mapping(
        {
            "modal_number": Column("n"),
            "mrd_end_of_induction_marrow": Column("n", unit="%", sensitivity="limit"),
        }
    )
    report = cohort.check(frame, "nci-rome", mapping=mapping)
    counts = {c.fact: (c.column, c.filled, c.missing, c.unusable) for c in report.columns}
    assert counts["modal_number"] == ("n", 1, 0, 2)
    assert counts["mrd_end_of_induction_marrow"] == ("n", 2, 0, 1)
    assert counts["mrd_end_of_induction_marrow_flow"] == ("n", 2, 0, 1)
    first = report.columns[0].first
    assert first is not None
    assert (first.row, first.reason) == (2, "'many' is not a number")


def test_what_no_source_prints_cannot_be_a_column() -> None:
    (name,) = {n for n in _asked("nccn-adult-2026") if n.startswith("unprinted: whether a stand")}
    frame = pl.DataFrame({name: [True], "wbc": [1.0]})
    assert cohort.check(frame, "nccn-adult-2026").unused == (name,)
    with pytest.raises(InvalidTable):
        cohort.classify(frame, "nccn-adult-2026", mapping=Mapping({name: Column(name)}))


def _asked(id_: str) -> set[str]:
    rules = find_scheme(id_)
    return {atom.fact.name for row in rules.rows for atom in atoms(row.when)}


# Every mapped column is looked at.


def test_a_column_that_is_not_asked_is_looked_at_all_the_same() -> None:
    """NCI/Rome asks for neither MRD, nor a lesion, nor CNS status."""
    frame = pl.DataFrame(
        {
            "wbc": [10.0] * 4,
            "MRD": ["neg", "banana", "0.5", "-1"],
            "Ph": ["Positive", "perhaps", None, "Positive"],
            "cns": ["CNS1", "CNS9", "CNS2", None],
        }
    )
    mapping = Mapping(
        {
            "wbc": Column("wbc", unit="10^9/L"),
            "mrd_end_of_induction_marrow": Column("MRD", unit="%"),
            "BCR::ABL1": Column("Ph", values={"Positive": True, "Negative": False}),
            "cns": Column("cns"),
        }
    )
    report = cohort.check(frame, "nci-rome", mapping=mapping)
    unusable = {c.fact: c.unusable for c in report.columns if c.fact[-4:] not in ("flow", "_pcr")}
    assert unusable == {
        "wbc": 0,
        "mrd_end_of_induction_marrow": 3,
        "mrd_end_of_induction_marrow_ngs": 3,
        "BCR::ABL1": 1,
        "cns": 1,
    }
    refused = {(r.row, r.column): r.reason for r in find_rejects(prepare(frame, mapping), mapping)}
    assert set(refused) == {(1, "MRD"), (2, "MRD"), (4, "MRD"), (2, "Ph"), (2, "cns")}
    assert "negative without a sensitivity" in refused[1, "MRD"]
    assert refused[4, "MRD"] == "MRD cannot be negative"


def test_a_level_of_zero_without_a_sensitivity_is_told() -> None:
    frame = pl.DataFrame({"mrd_end_of_induction_marrow": [0.0, 0.001, None]})
    (column,) = cohort.check(frame, "nci-rome").columns
    assert (column.filled, column.missing, column.unusable) == (2, 1, 0)
    named = {"mrd_end_of_induction_marrow": Column("mrd_end_of_induction_marrow", unit="1")}
    report = cohort.check(frame, "nci-rome", mapping=Mapping(named))
    for column in report.columns:
        assert (column.filled, column.missing, column.unusable) == (1, 1, 1)
    frame = frame.with_columns(limit=pl.Series([0.0001, None, None]))
    limited = Column("mrd_end_of_induction_marrow", unit="1", sensitivity="limit")
    mapping = Mapping({"mrd_end_of_induction_marrow": limited})
    for column in cohort.check(frame, "nci-rome", mapping=mapping).columns:
        assert (column.filled, column.missing, column.unusable) == (2, 1, 0)


# A mapping as plain data.


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"wbc": "WBC"}, "wrong_type"),
        ({"wbc": {}}, "no_column"),
        ({"wbc": {"name": 7}}, "wrong_type"),
        ({"wbc": {"name": "WBC", "unti": "/uL"}}, "unknown_key"),
        ({"wbc": {"name": "WBC", "unit": ["/uL"]}}, "wrong_type"),
        ({"iAMP21": {"name": "a", "values": ["yes"]}}, "wrong_type"),
        ({"iAMP21": {"name": "a", "values": {"yes": 1}}}, "wrong_type"),
        ({"iAMP21": {"name": "a", "missing": "NA"}}, "wrong_type"),
    ],
)
def test_a_mapping_that_is_not_one_is_refused(stated: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidTable) as caught:
        mapping_of(stated)
    assert [problem.code for problem in caught.value.errors] == [code]
