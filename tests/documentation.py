"""A pytest plugin that runs the code blocks of the README, the docs and the docstrings."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from importlib.util import find_spec
from pathlib import Path

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parents[1]

# What is asked of tables needs the packages of the dependency group `cohort-test`.
_ENGINES = ("narwhals", "polars", "pandas", "pyarrow", "duckdb", "matplotlib", "lifelines", "rich")
_LACKING = any(find_spec(name) is None for name in _ENGINES)

pages = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    path=str(ROOT),
    patterns=["README.md", "docs/*.md", "examples/*.md"],
    excludes=["docs/cohort*.md"] if _LACKING else [],
)
docstrings = Sybil(
    parsers=[DocTestParser(ELLIPSIS | NORMALIZE_WHITESPACE)],
    path=str(ROOT / "src"),
    pattern="**/*.py",
    excludes=["**/cohort/*.py", "**/testing.py"] if _LACKING else [],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (pages + docstrings).pytest()
