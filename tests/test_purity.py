"""The same patient gives the same bytes: again, in another process, under another hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from all_risk import classify, compare, evaluate, from_json, to_json
from all_risk.published import all_guidelines, all_schemes

TEXTS = (
    (Path(__file__).parents[1] / "docs" / "patient.json").read_text(encoding="utf-8"),
    '{"format": "all-risk/patient/1"}',
    (
        '{"format": "all-risk/patient/1", "diagnosis": {"age": "40 years", "lineage": "B"},'
        ' "genetics": [{"lesion": "KMT2A::AFF1", "status": "detected", "method": "fish"},'
        ' {"lesion": "KMT2A-r", "status": "not_detected", "method": "fish"}],'
        ' "mrd": [{"timepoint": "end_of_induction", "specimen": "marrow", "level": "0.2%"},'
        ' {"timepoint": "end_of_induction", "specimen": "marrow", "level": "<0.01%"}]}'
    ),
)


def everything(text: str) -> bytes:
    """All that is said about a patient, as bytes."""
    patient = from_json(text)
    table = compare(patient, unlisted=True)
    said = [to_json(patient), to_json(table), table.explain(), table.explain(language="es")]
    for guideline in all_guidelines():
        answer = evaluate(patient, guideline)
        said += [to_json(answer), answer.explain(), answer.explain(audience="patient")]
    said += [to_json(classify(patient, scheme)) for scheme in all_schemes()]
    return "\n".join(said).encode()


def digest() -> str:
    return hashlib.sha256(b"\n".join(everything(text) for text in TEXTS)).hexdigest()


def test_asked_again_the_answer_is_the_same() -> None:
    assert digest() == digest()


def test_asking_changes_nothing_that_was_given() -> None:
    patient = from_json(TEXTS[0])
    before, copy = to_json(patient), from_json(TEXTS[0])
    to_json(compare(patient))
    assert to_json(patient) == before
    assert patient == copy


@pytest.mark.parametrize("seed", ["0", "1", "271828"])
def test_in_another_process_the_bytes_are_the_same(seed: str) -> None:
    here = str(Path(__file__).parent)
    program = f"import sys; sys.path.insert(0, {here!r}); import test_purity as asked"
    run = subprocess.run(
        [sys.executable, "-c", f"{program}; print(asked.digest())"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == digest()
