"""JSON that is published with the documentation: schemas, rules, test vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from all_risk.export import rules
from all_risk.published import all_guidelines, all_schemes
from all_risk.schema import SCHEMAS, schema
from vectors import make

_ROOT: Final = Path(__file__).resolve().parents[2]

__all__ = ["schemas", "vectors"]


def schemas() -> dict[str, str]:
    """The schema of each document, by the name of its file."""
    return {f"{name}.json": _json(schema(name)) for name in SCHEMAS}


def vectors(*, anew: bool) -> dict[str, str]:
    """The vectors of each guideline and scheme, and the rules that they test.

    Args:
        anew: Make all of them, and not only those whose rules have changed. Whether their
            answers still hold is a test.
    """
    files = {"rules.json": _json(rules())}
    for each in (*all_guidelines(), *all_schemes()):
        path = _ROOT / "docs" / "vectors" / f"{each.id}.json"
        there = path.read_text(encoding="utf-8") if path.exists() and not anew else ""
        fresh = there.startswith(make.text({**make.head(each), "vectors": []}).partition("\n")[0])
        files[path.name] = there if fresh else make.text(make.vectors(each))
    return files


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
