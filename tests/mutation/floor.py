"""Branch coverage of the modules that are mutated, under the tests that are tried on them.

cd tests && python -m mutation.floor     ends with 1 where it is below 100 %, and says where
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mutation.results import TESTS


def main() -> int:
    """Run the tests and report."""
    tests = Path(__file__).resolve().parents[1]
    settings = str(tests.parent / "pyproject.toml")
    report = ["--cov", f"--cov-config={settings}", "--cov-report=term-missing:skip-covered"]
    quick = ["-q", "-n", "auto", "-p", "no:cacheprovider", "-c", settings]
    files = sorted({str(tests / name) for group in TESTS for name in group})
    return pytest.main([*quick, *report, *files])


if __name__ == "__main__":
    sys.exit(main())
