"""The command line: answers on standard output, problems on standard error."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from all_risk import evaluate, from_json, guidelines, to_dict
from all_risk._version import __version__
from all_risk.cli import main
from all_risk.codec import LARGEST_DOCUMENT
from all_risk.published import all_checklists, all_schemes
from all_risk.schema import SCHEMAS, schema

SOURCE = Path(__file__).parents[1] / "src"
PATIENT = json.dumps(
    {
        "format": "all-risk/patient/1",
        "diagnosis": {"date": "2025-03-01", "age": "8 years", "lineage": "B", "wbc": "82 x10^9/L"},
        "genetics": [{"lesion": "BCR::ABL1", "status": "detected"}],
        "treatment": {"started": "2025-03-01"},
    }
)
WRONG = '{"format": "all-risk/patient/1", "sex": "F", "diagnosis": {"wbc": "82"}, "é": 1}'


@pytest.fixture
def patient(tmp_path: Path) -> str:
    file = tmp_path / "patient.json"
    file.write_text(PATIENT, encoding="utf-8")
    return str(file)


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    file = tmp_path / "wrong.json"
    file.write_text(WRONG, encoding="utf-8")
    return str(file)


def usage(*arguments: str) -> None:
    """Words that the command line does not know end it with status 2."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def run(*arguments: str, text: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    """Run a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "all_risk", *arguments],
        input=text,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **environment},
    )
    return done.returncode, done.stdout, done.stderr


# Answers.


def test_evaluate_in_words(patient: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", patient]) == 0
    out, err = capsys.readouterr()
    assert out == evaluate(from_json(PATIENT)).explain() + "\n"
    assert err == ""


def test_evaluate_in_json(patient: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", patient, "--format", "json", "--as-of", "2025-03-10"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == to_dict(evaluate(from_json(PATIENT), as_of=date(2025, 3, 10)))
    assert answer["as_of"] == "2025-03-10"
    assert answer["refer"] == "yes"
    assert {t["id"]: t["status"] for t in answer["triggers"]}["no_remission_28d"] == "not_due"
    Draft202012Validator(schema("assessment")).validate(answer)


def test_evaluate_by_the_guideline_asked(patient: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", patient, "--guideline", "nmdp-patient-2017", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["guideline"]["id"] == "nmdp-patient-2017"
    assert answer["as_of"] is None


@pytest.mark.parametrize("scheme", [each.id for each in all_schemes()])
def test_classify(scheme: str, patient: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", patient, "--scheme", scheme]) == 0
    words = capsys.readouterr().out
    assert words.strip()
    assert main(["classify", patient, "--scheme", scheme, "--format", "json"]) == 0
    group = json.loads(capsys.readouterr().out)
    assert group["scheme"] == scheme
    Draft202012Validator(schema("classification")).validate(group)


def test_guidelines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guidelines"]) == 0
    words = capsys.readouterr().out
    assert main(["guidelines", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in listed] == [
        each.id for each in (*guidelines(), *all_checklists())
    ]
    assert all(each["citation"]["source"] for each in listed)
    for each in (*guidelines(), *all_checklists()):
        assert f"{each.id}\n" in words
        assert each.citation.provenance in words


def test_lesion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lesion", "TEL-AML1"]) == 0
    words = capsys.readouterr().out
    assert words.startswith("ETV6::RUNX1\n")
    assert "banded karyotype cannot exclude" in words
    assert main(["lesion", "TEL-AML1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == "ETV6::RUNX1"
    assert main(["lesion", "-7"]) == 0
    assert capsys.readouterr().out.startswith("MONOSOMY_7\n")


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == schema(name)


def test_a_patient_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], patient: str
) -> None:
    main(["evaluate", patient])
    expected = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PATIENT.encode())))
    assert main(["evaluate", "-"]) == 0
    assert capsys.readouterr().out == expected


def test_as_of_today(patient: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = date.today()
    assert main(["evaluate", patient, "--as-of", "today", "--format", "json"]) == 0
    stated = date.fromisoformat(json.loads(capsys.readouterr().out)["as_of"])
    assert before <= stated <= before + timedelta(days=1)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"all-risk {__version__}\n"


# Problems.


@pytest.mark.parametrize("command", [["evaluate"], ["classify", "--scheme", "nci-rome"]])
@pytest.mark.parametrize("form", ["text", "json"])
def test_every_problem_of_a_document_with_its_path(
    command: list[str], form: str, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, wrong, "--format", form]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 3
    for path, code in (
        ("$['é']", "unknown_key"),
        ("$.sex", "unknown_value"),
        ("$.diagnosis.wbc", "unit_missing"),
    ):
        assert sum(f"all-risk: {path}: " in line and f"[{code}]" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe{", "not_utf8"),
        (b"[" * 100_000, "too_deep"),
        (b" " * (LARGEST_DOCUMENT + 10), "too_large"),
        (b"[]", "wrong_type"),
    ],
)
def test_a_file_that_is_no_document(
    content: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    assert main(["evaluate", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("all-risk: $: ")
    assert err.endswith(f"[{code}]\n")


@pytest.mark.parametrize("kind", ["missing", "directory", "in a file"])
def test_a_file_that_cannot_be_read(
    kind: str, tmp_path: Path, patient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = {
        "missing": tmp_path / "no.json",
        "directory": tmp_path,
        "in a file": Path(patient) / "x",
    }
    assert main(["evaluate", str(file[kind])]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert str(file[kind]) in err
    assert err.endswith("[cannot_read]\n")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["lesion", "BCR-ABLL1"], "'BCR::ABL1'"),
        (["lesion", "Ph-negative"], "BCR::ABL1"),
        (["lesion", ""], "A::B"),
        (["evaluate", "{patient}", "--guideline", "nmdp-patient-2018"], "'nmdp-patient-2017'"),
        (["evaluate", "{patient}", "--guideline", "nci-rome"], "nci-rome"),
        (["classify", "{patient}", "--scheme", "nci-roma"], "'nci-rome'"),
        (["classify", "{patient}", "--scheme", "nmdp-patient-2017"], "nmdp-patient-2017"),
    ],
)
def test_an_unknown_name_says_what_to_write(
    arguments: list[str], hint: str, patient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.replace("{patient}", patient) for word in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert hint in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["assess"],
        ["evaluate"],
        ["evaluate", "{patient}", "more"],
        ["evaluate", "{patient}", "--as-of", "yesterday"],
        ["evaluate", "{patient}", "--as-of", "2025-02-30"],
        ["evaluate", "{patient}", "--as-of", "01/03/2025"],
        ["evaluate", "{patient}", "--format", "xml"],
        ["classify", "{patient}"],
        ["schema", "patients"],
        ["schema"],
        ["lesion"],
    ],
)
def test_unknown_words_are_refused(
    arguments: list[str], patient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    usage(*(word.replace("{patient}", patient) for word in arguments))
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage: all-risk" in err


# As a process of its own.


def test_a_process_answers(patient: str) -> None:
    status, out, err = run("evaluate", patient, "--format", "json")
    assert (status, err) == (0, b"")
    assert json.loads(out) == to_dict(evaluate(from_json(PATIENT)))
    assert run("evaluate", "-", "--format", "json", text=PATIENT.encode()) == (0, out, b"")


def test_a_process_refuses(wrong: str) -> None:
    status, out, err = run("evaluate", wrong)
    assert (status, out) == (2, b"")
    assert err.count(b"\n") == 3
    assert "$['é']".encode() in err
    status, out, err = run("evaluate", "-", text=b"\xff")
    assert (status, out) == (2, b"")
    assert b"not_utf8" in err
    assert run("evaluate")[0] == 2


def test_a_narrow_terminal_gets_every_character_escaped(wrong: str, patient: str) -> None:
    narrow: dict[str, Any] = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    status, out, err = run("evaluate", wrong, **narrow)
    assert (status, out) == (2, b"")
    assert b"$['\\xe9']" in err
    status, out, err = run("evaluate", patient, **narrow)
    assert (status, err) == (0, b"")
    assert out.isascii()


def test_json_for_a_narrow_terminal_is_still_json(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd = {"format": "all-risk/patient/1", "genetics": [{"karyotype": "é🧬\u2028"}]}
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(odd), encoding="utf-8")
    texts = []
    for encoding in ("ascii", "latin-1", "utf-8"):
        written = io.BytesIO()
        stream = io.TextIOWrapper(written, encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr("all_risk.cli.to_dict", lambda _: {"é🧬": "≥ ÿ"})
        assert main(["evaluate", str(file), "--format", "json"]) == 0
        texts.append(json.loads(written.getvalue().decode(encoding)))
        monkeypatch.undo()
    assert texts == [{"é🧬": "≥ ÿ"}] * 3


def test_a_closed_pipe_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "all_risk", "schema", "assessment"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
