"""JSON that is published with the documentation: schemas, rules, test vectors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from all_risk.export import rules
from all_risk.published import guidelines
from all_risk.schema import SCHEMAS, schema

_ROOT: Final = Path(__file__).resolve().parents[2]

__all__ = ["schemas", "vectors"]


def schemas() -> dict[str, str]:
    """The schema of each document, by the name of its file."""
    return {f"{name}.json": _json(schema(name)) for name in SCHEMAS}


def vectors() -> dict[str, str]:
    """The vectors of each guideline and scheme, and the rules that they test."""
    sys.path.append(str(_ROOT / "tests"))
    from vectors import make

    files = {f"{each.id}.json": make.text(make.vectors(each)) for each in guidelines()}
    return {"rules.json": _json(rules()), **files}


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
