"""Write the pages that come from the registry, or check that they are up to date.

python docs/generate.py           writes docs/guidelines/, docs/coverage.md and docs/case-051.txt
python docs/generate.py --check   writes nothing, and exits 1 if any of them is stale
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent / "src"), str(DOCS)]

from generator import coverage, example, guideline_pages


def main(arguments: list[str]) -> int:
    """Write or check the generated pages."""
    folder = DOCS / "guidelines"
    pages = {
        folder / "index.md": guideline_pages.index(),
        **{folder / name: text for name, text in guideline_pages.pages().items()},
        DOCS / "coverage.md": coverage.page(),
        DOCS / "case-051.txt": example.answer(),
    }
    stale = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    left_over = sorted(set(folder.glob("*.md")) - pages.keys())
    if "--check" not in arguments:
        folder.mkdir(exist_ok=True)
        for path in stale:
            path.write_text(pages[path], encoding="utf-8")
        for path in left_over:
            path.unlink()
        return 0
    for path in (*stale, *left_over):
        print(
            f"{path.relative_to(DOCS.parent)} is stale; run: python docs/generate.py",
            file=sys.stderr,
        )
    return 1 if stale or left_over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
