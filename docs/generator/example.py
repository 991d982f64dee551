"""The example on the first page."""

from __future__ import annotations

from pathlib import Path

from all_risk import evaluate, from_json

__all__ = ["answer"]

_ROOT = Path(__file__).resolve().parents[2]


def answer() -> str:
    """The answer for a published case, with marks for the part that is shown first."""
    document = (_ROOT / "examples" / "cases" / "case-051.json").read_text(encoding="utf-8")
    told = evaluate(from_json(document)).explain()
    head, heading, rest = told.partition("\n\nRisk groups\n")
    lines = ["--8<-- [start:triggers]", head, "--8<-- [end:triggers]"]
    lines += ["--8<-- [start:rest]", heading.strip("\n") + "\n" + rest, "--8<-- [end:rest]"]
    return "\n".join(lines) + "\n"
