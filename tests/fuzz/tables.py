"""Tables as foreign text: cells with a mapping, and files of every kind that the command reads.

An input is one JSON object: `cells` (lists by column name) with a `mapping`, or the `text` of a
file with its `ending`, the `kind` of its rows and the text of a mapping (`toml`).
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl

from all_risk.cohort.bioconductor import read_bioconductor
from all_risk.cohort.checking import check
from all_risk.cohort.command import TABLES, run
from all_risk.cohort.evaluation import classify
from all_risk.cohort.mapping import mapping_of
from all_risk.cohort.reading import Reading
from all_risk.cohort.target import read_cbioportal, read_target
from all_risk.errors import AllRiskError
from all_risk.testing import synthetic_cohort, synthetic_target

__all__ = ["PIECES", "read_table", "tables"]

ROOT: Final = Path(__file__).parents[2]
_ASKED: Final = "nci-rome"
_MOST: Final = 40
"""Columns, and rows of each, that are tried."""
_ENDINGS: Final = (".csv", ".tsv", ".jsonl")
_READERS: Final = (read_target, read_cbioportal, read_bioconductor)


def read_table(document: Any) -> None:
    """What must hold for any document."""
    if not isinstance(document, dict):
        return
    if isinstance(document.get("text"), str):
        _command(document)
    cells = document.get("cells")
    if isinstance(cells, dict):
        _frame(cells, document.get("mapping"))


def _frame(cells: Mapping[str, Any], stated: Any) -> None:
    kept = {
        name: values[:_MOST]
        for name, values in islice(cells.items(), _MOST)
        if isinstance(values, list)
    }
    try:
        frame = pl.DataFrame(kept, strict=False)
    except Exception:  # what the engine does not take is no table
        return
    _as_asked(frame, None)
    if isinstance(stated, dict):
        _as_asked(frame, stated)
    for read in _READERS:
        try:
            reading = read(frame)
        except AllRiskError:
            continue
        _is_accounted_for(reading, frame)


def _as_asked(frame: pl.DataFrame, stated: Mapping[str, Any] | None) -> None:
    try:
        mapping = None if stated is None else mapping_of(stated)
        report = check(frame, _ASKED, mapping=mapping)
        answered = classify(frame, _ASKED, mapping=mapping, on_absent="ignore", prefix="said ")
    except AllRiskError:
        return
    str(report)
    for each in report.columns:
        counts = (each.filled, each.missing, each.unusable)
        assert min(counts) >= 0, (each, report.rows)
        assert sum(counts) == report.rows == frame.height, (each, report.rows)
    assert answered.height == frame.height
    for row in answered.iter_rows(named=True):
        group, possible = row["said group"], row["said possible"]
        assert (possible is None) == row["said conflict"], row
        assert group is None or group == possible, row


def _is_accounted_for(reading: Reading, frame: pl.DataFrame) -> None:
    for each in reading.accounts:
        counts = (each.read, each.missing, each.rejected)
        assert min(counts) >= 0, each
        assert sum(counts) == frame.height, each
    for reject in reading.rejects:
        assert 1 <= reject.row <= frame.height, reject
        assert reject.reason, reject


def _command(document: Mapping[str, Any]) -> None:
    ending, kind, toml = (document.get(key) for key in ("ending", "kind", "toml"))
    with TemporaryDirectory() as scratch:
        at = Path(scratch)
        source = at / f"in{ending if ending in _ENDINGS else '.csv'}"
        source.write_text(document["text"], encoding="utf-8", errors="surrogatepass", newline="")
        mapping = at / "mapping.toml"
        if isinstance(toml, str):
            mapping.write_text(toml, encoding="utf-8", errors="surrogatepass")
        asked = Namespace(
            file=str(source),
            output=str(at / "out.jsonl"),
            guideline=[],
            scheme=[_ASKED],
            table=kind if kind in TABLES else None,
            mapping=str(mapping) if mapping.exists() else None,
            rejects=None,
            reasons=False,
            quiet=True,
        )
        try:
            summary = run(asked)
        except AllRiskError:
            assert not (at / "out.jsonl").exists()
            return
        rows = (at / "out.jsonl").read_text(encoding="utf-8").splitlines()
        assert summary.startswith(f"{len(rows):,} patients"), summary


def tables() -> Iterator[str]:
    """Documents to start from."""
    mapping = {
        "wbc": {"name": "WBC at Diagnosis", "unit": "10^3/uL"},
        "age": {"name": "Age in days", "unit": "d"},
        "mrd_end_of_induction_marrow": {
            "name": "MRD d29",
            "unit": "%",
            "sensitivity": "Sensitivity",
            "missing": ["", "n.d."],
        },
        "modal_number": {"name": "Chromosomes"},
        "BCR::ABL1": {"name": "Ph", "values": {"Positive": True, "Negative": False}},
        "lineage": {"name": "Cell", "values": {"pre-B": "B", "T": "T"}},
    }
    cells = {
        "WBC at Diagnosis": ["61.2", ">400", "82,000/uL", "high", ""],
        "Age in days": [2300, 3652, 800, 4000, None],
        "MRD d29": ["0", "<0.01", "0.5", "negative", "0.01"],
        "Sensitivity": [0.01, None, 0.01, 0.1, 0.01],
        "Chromosomes": ["46", "46-47", "many", "54", None],
        "Ph": ["Negative", "Positive", "Unknown", "Negative", "maybe"],
        "Cell": ["pre-B", "pre-B", "T", "B", None],
    }
    yield json.dumps({"cells": cells, "mapping": mapping})
    units = {"wbc": "/uL", "age": "a", "mrd_end_of_induction_marrow": "1", "dna_index": "1"}
    numbers = {"wbc": [82000, -1, 0], "age": [8, 9.5, 200], "dna_index": [1.16, 0, 9e40]}
    level = {"mrd_end_of_induction_marrow": [0.0, 2, 1e-5]}
    named = {name: {"name": name, "unit": unit} for name, unit in units.items()}
    yield json.dumps({"cells": {**numbers, **level}, "mapping": named})
    bounds = {"wbc__low": [50.0, 3], "wbc__high": [40.0, None], "wbc__high_open": [True, False]}
    yield json.dumps({"cells": {**bounds, "cns": ["CNS1", "CNS9"], "iAMP21": [True, None]}})
    words = {"Sex": ["F"], "BT": ["B2"], "mol.biol": ["BCR/ABL"], "date.cr": ["8/6/1997"]}
    yield json.dumps({"cells": {**words, "age": ["53"], "relapse": ["TRUE"], "t(4;11)": ["FALSE"]}})
    known = synthetic_target(4, seed=2, unreadable=0.3)
    yield json.dumps({"cells": known.to_dict(as_series=False)})
    yield json.dumps({"text": known.write_csv(), "kind": "target"})
    yield json.dumps({"text": synthetic_cohort(5, seed=1).write_csv(), "ending": ".csv"})
    text = "WBC\tPh\n82\tPositive\n>400\tmaybe\n1\t2\t3\n"
    toml = '[wbc]\nname = "WBC"\nunit = "10^3/uL"\n["BCR::ABL1"]\nname = "Ph"\n'
    more = "values = { Positive = true, Negative = false }\n"
    yield json.dumps({"text": text, "ending": ".tsv", "toml": toml + more})
    case = json.loads((ROOT / "examples/cases/case-051.json").read_text(encoding="utf-8"))
    lines = f"{json.dumps(case)}\n\n{{}}\nno document\n"
    yield json.dumps({"text": lines, "ending": ".jsonl", "kind": "patients"})


PIECES: Final = (
    "wbc", "age", "cns", "lineage", "BCR::ABL1", "modal_number", "dna_index", "wbc__low",
    "mrd_end_of_induction_marrow", "WBC at Diagnosis", "MRD d29", "TARGET USI", "Karyotype",
    "name", "unit", "values", "missing", "sensitivity", "10^3/uL", "/uL", "%", "d", "a", "mo", "h",
    ",", "\n", "\t", '"', "\r", "\ufeff", "negative", "positive", "<0.01", ">400", "1e400", "NaN",
    "inf", "-0", "1,000", ".csv", ".jsonl", "target", "bioconductor", "\u0000", "\ud800",
)  # fmt: skip
