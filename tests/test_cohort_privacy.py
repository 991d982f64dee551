"""An error about a table repeats little of what is wrong in it, and nothing of the other cells."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "narwhals", "rich"):
    pytest.importorskip(_library)

import pandas as pd
import polars as pl

import all_risk
from all_risk import cohort
from all_risk.cohort import Column, Mapping
from all_risk.cohort.command import run
from all_risk.cohort.mapping import mapping_of
from canaries import OTHER, OWN, codes_in, repeats_little

PACKAGE = Path(all_risk.__file__).parent / "cohort"
FRAME = pl.DataFrame({"id": [OTHER], "wbc": [82.0], "note": [OWN], "nested": [[OTHER]]})


def _classify(columns: dict[str, Column], frame: Any = FRAME) -> Callable[[], object]:
    return lambda: cohort.classify(frame, "nci-rome", mapping=Mapping(columns))


def _facts(**columns: list[Any]) -> Callable[[], object]:
    frame = pl.DataFrame({"id": [OTHER], **columns})
    return lambda: cohort.classify(frame, "nci-rome", on_absent="ignore")


ERRORS: dict[str, Callable[[], object]] = {
    "absent_facts": lambda: cohort.classify(FRAME, "nci-rome", on_absent="raise"),
    "ambiguous": _facts(wbc=[82.0], wbc__low=[1.0]),
    "column_exists": lambda: cohort.classify(
        FRAME.with_columns(group=pl.lit(OTHER)), "nci-rome", on_absent="ignore"
    ),
    "lazy_text": _classify({"wbc": Column("note", unit="/uL")}, FRAME.lazy()),
    "mixed_types": lambda: cohort.classify(
        pd.DataFrame({"wbc": [82, OTHER], "id": [OTHER, OTHER]}), "nci-rome"
    ),
    "no_column": _classify({"wbc": Column(OWN, unit="/uL")}),
    "no_column, of a list": lambda: cohort.kaplan_meier(FRAME, time=OWN, event="wbc"),
    "no_column, unsaid": lambda: mapping_of({OWN: {"unit": OTHER}}),
    "not_a_date": lambda: cohort.referral_delay(
        pl.DataFrame({"id": [OTHER], "due": [OWN], "seen": ["2025-01-01"], "end": [None]}),
        due="due",
        referred="seen",
        last_seen="end",
    ),
    "not_a_fact": lambda: cohort.to_sql("nci-rome", "duckdb", columns=["note"]),
    "not_canonical": _classify({"TEL-AML1": Column("note")}),
    "lesion_unknown": _classify({OWN: Column("note")}),
    "unit_missing": _classify({"wbc": Column("wbc")}),
    "unit_missing, a share": _classify({"mrd_end_of_induction_marrow": Column("wbc")}),
    "unit_missing, an age": _classify({"age": Column("wbc")}),
    "unit_unknown": _classify({"wbc": Column("wbc", unit=OWN)}),
    "unit_unknown, of a count": _classify({"modal_number": Column("wbc", unit=OWN)}),
    "unknown_dialect": lambda: cohort.to_sql("nci-rome", OWN),  # type: ignore[arg-type]  # wrong on purpose
    "unknown_engine": lambda: cohort.read_target([{"TARGET USI": OTHER}]).frame(OWN),
    "unknown_guideline": lambda: cohort.evaluate(FRAME, OWN),
    "unknown_key": lambda: mapping_of({"wbc": {"name": OTHER, OWN: OTHER}}),
    "unknown_trigger": lambda: cohort.missing_map(FRAME, "nmdp-patient-2017", trigger=OWN),
    "wrong_type": _facts(wbc=[OTHER]),
    "wrong_type, a list": _classify({"wbc": Column("nested", unit="/uL")}),
    "wrong_type, an event": lambda: cohort.kaplan_meier(
        pl.DataFrame({"id": [OTHER], "time": [1.0], "event": [OWN]}), time="time", event="event"
    ),
    "wrong_type, a mapping": lambda: mapping_of({"wbc": {"name": [OTHER]}}),
    "wrong_type, no mapping": lambda: mapping_of({"wbc": OTHER}),
    "wrong_value": _classify({"cns": Column("note", values={OTHER: OWN})}),
    "wrong_value, a flag": _classify({"iAMP21": Column("note", values={OTHER: OWN})}),
    "wrong_value, a number": _classify({"iAMP21": Column("wbc", values={OWN: True})}),
}
_UNREACHED = {
    "no_sensitivity",  # told as the reason of a value that was refused, as is the next
    "not_a_number",
    "not_installed",  # in test_cohort_extras.py
}

_ROW = f"{OTHER},82,{OTHER}\n"
FILES: dict[str, dict[str, Any]] = {
    "bad_header": {"text": f"{OWN},{OWN}\n{OTHER},{OTHER}\n"},
    "bad_mapping": {"text": f"id,wbc\n{OTHER},82\n", "toml": f'[wbc]\nname = "{OTHER}'},
    "bounds_in_text": {"text": f"id,wbc__low\n{OTHER},82\n"},
    "cannot_read": {"text": None},
    "mapping_unused": {"text": f"id\n{OTHER}\n", "toml": "", "table": "target"},
    "same_file": {"text": f"id\n{OTHER}\n", "out": "in.csv"},
    "unknown_format": {"text": f"id\n{OTHER}\n", "out": "out.xls"},
    "unreadable_table": {"text": f"id,{OWN}\udcff\n{OTHER},82\n"},
    "unreadable_table, a row": {"text": f"id,wbc\n{OTHER},82\n{OTHER}\udcff,82\n"},
    "unreadable_table, columns": {"text": f"id,wbc\n{OTHER},82\n", "name": "in.parquet"},
    "nested_column": {"frame": FRAME, "name": "in.parquet"},
}


def _command(at: Path, given: dict[str, Any]) -> Callable[[], object]:
    source, mapping = at / given.get("name", "in.csv"), at / "mapping.toml"
    if "frame" in given:
        given["frame"].write_parquet(source)
    elif given["text"] is not None:
        source.write_bytes(given["text"].encode("utf-8", "surrogateescape"))
    if "toml" in given:
        mapping.write_text(given["toml"])
    asked = Namespace(
        file=str(source), output=str(at / given.get("out", "out.csv")), guideline=[],
        scheme=["nci-rome"], table=given.get("table"), rejects=None, reasons=False, quiet=True,
        mapping=str(mapping) if "toml" in given else None,
    )  # fmt: skip
    return lambda: run(asked)


def test_every_error_is_tried() -> None:
    tried = {code.partition(",")[0] for code in (*ERRORS, *FILES)}
    assert codes_in(PACKAGE.glob("*.py")) - _UNREACHED <= tried


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_repeats_little_and_only_what_is_wrong(code: str) -> None:
    repeats_little(code.partition(",")[0], ERRORS[code])


@pytest.mark.parametrize("code", FILES)
def test_an_error_about_a_file_repeats_little(code: str, tmp_path: Path) -> None:
    repeats_little(code.partition(",")[0], _command(tmp_path, FILES[code]))


def test_the_reason_of_a_refused_value_repeats_little() -> None:
    """The value itself is told beside its reason; the reason adds nothing of other cells."""
    frame = pl.DataFrame(
        {
            "id": [OTHER] * 4,
            "WBC": [OWN, "-1", "82 owens", f"82 {OWN}"],
            "MRD": [OWN, "neg", "12", "1e40"],
            "limit": [OTHER, OWN, None, "0.01"],
            "Ph": [OWN, "maybe", "NA", OTHER],
            "cns": [OWN, "CNS9", None, "CNS1"],
            "n": [OWN, "46.5", "1e99", "-1"],
        }
    )
    mapping = Mapping(
        {
            "wbc": Column("WBC", unit="/uL"),
            "mrd_end_of_induction_marrow": Column("MRD", unit="%", sensitivity="limit"),
            "BCR::ABL1": Column("Ph", values={"Positive": True, "Negative": False}),
            "cns": Column("cns"),
            "modal_number": Column("n"),
        }
    )
    report = cohort.check(frame, "nci-rome", mapping=mapping)
    first = [each.first for each in report.columns if each.first is not None]
    reading = cohort.read_target([{"TARGET USI": OTHER, "WBC": OWN, "DNA Index": OWN}])
    assert len(first) > 5
    for reject in (*first, *reading.rejects):
        assert OTHER not in reject.reason
        assert OWN[:60] not in reject.reason
        assert len(reject.reason) < 300
