"""The command: files in, files out, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

for _library in ("polars", "pandas", "pyarrow", "narwhals", "rich"):
    pytest.importorskip(_library)

import polars as pl

from all_risk import cohort
from all_risk.cli import main
from all_risk.cohort.mapping import NO_SENSITIVITY
from all_risk.testing import synthetic_cohort, synthetic_target

ROOT = Path(__file__).parents[1]


def run(*words: object) -> int:
    return main(["cohort", *map(str, words), "--quiet"])


def rejects(path: Path) -> list[dict[str, Any]]:
    return pl.read_csv(path, infer_schema_length=0).to_dicts()


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
@pytest.mark.parametrize("source", ["csv", "parquet"])
def test_a_file_is_answered_as_the_table_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, suffix: str
) -> None:
    frame = synthetic_cohort(700, seed=3)
    given, out = tmp_path / f"in.{source}", tmp_path / f"out.{suffix}"
    frame.write_csv(given) if source == "csv" else frame.write_parquet(given)
    assert run(given, "-o", out, "--scheme", "nci-rome") == 0
    expected = cohort.classify(frame, "nci-rome")["possible"].to_list()
    read: dict[str, Any] = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "jsonl": pl.read_ndjson,
    }
    assert [each or "" for each in read[suffix](out)["possible"].to_list()] == expected
    refused = tmp_path / "out-rejects.csv"
    if source == "parquet":
        assert not refused.exists()
    else:  # levels of 0 read from text are negative results
        assert {(r["column"][:4], r["value"], r["reason"]) for r in rejects(refused)} == {
            ("mrd_", "0.0", NO_SENSITIVITY)
        }
    shown = capsys.readouterr().out
    assert "700 patients answered" in shown
    assert "standard" in shown


def test_pieces_make_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("all_risk.cohort.files.ROWS_AT_ONCE", 100)
    frame = synthetic_cohort(550, seed=4)
    frame.write_parquet(tmp_path / "in.parquet", row_group_size=130)
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.parquet") == 0
    expected = cohort.evaluate(frame, on_absent="ignore")
    assert pl.read_parquet(tmp_path / "out.parquet").equals(expected)


def test_no_row_is_lost(tmp_path: Path) -> None:
    lines = ["1,82,60,B", "2,many,60,B", "3,82", "4,10,60,X", "5,-1,60,B", "6,10,60,B,9", "7,,,"]
    (tmp_path / "in.csv").write_text("\n".join(["id,wbc,age,lineage", *lines]))
    assert run(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--scheme", "nci-rome") == 0
    kept = pl.read_csv(tmp_path / "out.csv")
    assert kept["id"].to_list() == [1, 2, 4, 5, 7]
    refused = rejects(tmp_path / "out-rejects.csv")
    assert sorted((r["row"], r["column"], r["value"]) for r in refused) == [
        ("2", "wbc", "many"),
        ("3", None, "3,82"),
        ("4", "lineage", "X"),
        ("5", "wbc", "-1"),
        ("6", None, "6,10,60,B,9"),
    ]
    assert all(r["reason"] for r in refused)


def test_a_row_that_contradicts_itself_is_reported(tmp_path: Path) -> None:
    text = "id,modal_number,HIGH_HYPODIPLOIDY\na,41,false\nb,46,false\n"
    (tmp_path / "in.csv").write_text(text)
    assert run(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 0
    (refused,) = rejects(tmp_path / "out-rejects.csv")
    assert (refused["row"], refused["column"]) == ("1", None)
    assert "cannot all be" in refused["reason"]


def test_patient_documents_are_answered_line_by_line(tmp_path: Path) -> None:
    cases = sorted((ROOT / "examples" / "cases").glob("*.json"))
    lines = [json.dumps(json.loads(case.read_text())) for case in cases]
    lines[3:3] = ['{"format": "all-risk/patient/1", "wbc": 3}', "", "not json"]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out.csv") == 0
    answered = pl.read_csv(tmp_path / "out.csv")
    assert answered.height == len(cases)
    assert [r["row"] for r in rejects(tmp_path / "out-rejects.csv")] == ["4", "6"]
    from all_risk import evaluate, from_json

    assert answered["refer"].to_list() == [evaluate(from_json(c.read_text())).refer for c in cases]


def test_a_known_table_is_read(tmp_path: Path) -> None:
    synthetic_target(60, seed=5, unreadable=0.1).write_csv(tmp_path / "in.csv")
    out = tmp_path / "out.jsonl"
    assert run(tmp_path / "in.csv", "-o", out, "--table", "target", "--reasons") == 0
    answered = pl.read_ndjson(out)
    assert answered.height == 60
    assert {"row", "id", "contradictions", "because", "missing"} <= set(answered.columns)
    assert rejects(tmp_path / "out-rejects.csv")


def test_a_mapping_says_which_column_holds_which_fact(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("WCC\tyears\tcell\n50,000\t5\tpre-B\n4,000\t5\tpre-B\n")
    (tmp_path / "mapping.toml").write_text(
        '[wbc]\nname = "WCC"\nunit = "/uL"\n[age]\nname = "years"\nunit = "a"\n'
        '[lineage]\nname = "cell"\nvalues = {"pre-B" = "B"}\n'
    )
    out = tmp_path / "out.csv"
    words = ("--mapping", tmp_path / "mapping.toml", "--scheme", "nci-rome")
    assert run(tmp_path / "in.tsv", "-o", out, *words) == 0
    assert pl.read_csv(out)["group"].to_list() == ["high", "standard"]


def test_several_questions_have_columns_of_their_own(tmp_path: Path) -> None:
    synthetic_cohort(20).write_parquet(tmp_path / "in.parquet")
    words = ("--guideline", "nmdp-patient-2017", "--scheme", "nci-rome")
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.parquet", *words) == 0
    columns = pl.read_parquet(tmp_path / "out.parquet").columns
    assert {"nmdp-patient-2017__refer", "nci-rome__group"} <= set(columns)


@pytest.mark.parametrize(
    ("name", "text", "out", "code"),
    [
        ("in.csv", None, "out.csv", "cannot_read"),
        ("in.csv", "a\n1\n", "out.xlsx", "unknown_format"),
        ("in.xlsx", "a", "out.csv", "unknown_format"),
        ("in.csv", "", "out.csv", "bad_header"),
        ("in.csv", "wbc,wbc\n1,2\n", "out.csv", "bad_header"),
        ("in.csv", "wbc__low\n1\n", "out.csv", "bounds_in_text"),
        ("in.csv", "refer\n1\n", "out.csv", "column_exists"),
        ("in.csv", "a\n1\n", "in.csv", "same_file"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_file(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str | None,
    out: str,
    code: str,
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    assert run(tmp_path / name, "-o", tmp_path / out) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ([] if text is None else [name])


def test_a_scheme_that_does_not_exist_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text("a\n1\n")
    assert run(tmp_path / "in.csv", "-o", tmp_path / "o.csv", "--scheme", "nci-roma") == 2
    assert "nci-rome" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        b"wbc,\xed\xa0\x80\n82,1\n",
        b"wbc,age\n82,\xff\n",
        b"\xff\xfew\x00b\x00c\x00",
        b"wbc\x00\n1\n",
        b'"' + b"w" * 200_000 + b"\n",
    ],
)
@pytest.mark.parametrize("table", ["facts", "target"])
def test_text_that_is_no_table_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, table: str
) -> None:
    (tmp_path / "in.csv").write_bytes(text)
    code = run(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--table", table)
    assert "Traceback" not in capsys.readouterr().err
    assert code in (0, 1, 2)
    assert code == 0 or not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[wbc]\nname = 'wbc", "bad_mapping"),
        ("a = " + "[" * 5_000, "bad_mapping"),
        ("a = " + "1" * 5_000, "bad_mapping"),
        ("wbc = 7", "write a table"),
        ("[wbc]\nname = 7", "'name' is text"),
        ("[wbc]\nname = 'wbc'\nunti = '/uL'", "did you mean 'unit'"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], toml: str, told: str
) -> None:
    (tmp_path / "in.csv").write_text("wbc\n82\n")
    (tmp_path / "mapping.toml").write_text(toml)
    asked = (tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert run(*asked, "--mapping", tmp_path / "mapping.toml") != 0
    assert told in capsys.readouterr().err
