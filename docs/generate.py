"""Write the pages that come from the registry, or check that they are up to date.

python docs/generate.py           writes guidelines/, schemas/, vectors/ and single pages of docs/
python docs/generate.py --check   writes nothing, and exits 1 if any of them is stale
                        --all     with either: makes test vectors anew whose rules are unchanged
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
WRITTEN_BY_HAND: Final = {DOCS / "vectors" / "check.mjs"}
sys.path[:0] = [str(DOCS.parent / "src"), str(DOCS), str(DOCS.parent / "tests")]

from generator import (
    coverage,
    dictionary,
    example,
    guideline_pages,
    mutation,
    published,
    traceability,
)


def main(arguments: list[str]) -> int:
    """Write or check the generated pages."""
    folders = {
        DOCS / "guidelines": {"index.md": guideline_pages.index(), **guideline_pages.pages()},
        DOCS / "schemas": published.schemas(),
        DOCS / "vectors": published.vectors(anew="--all" in arguments),
    }
    pages = {
        **{folder / name: text for folder, each in folders.items() for name, text in each.items()},
        DOCS / "data-dictionary.md": dictionary.page(),
        DOCS / "coverage.md": coverage.page(),
        DOCS / "traceability.md": traceability.page(),
        DOCS / "mutation.md": mutation.page(),
        DOCS / "case-051.txt": example.answer(),
    }
    stale = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    written = {path for folder in folders for path in folder.glob("*.*")}
    left_over = sorted(written - pages.keys() - WRITTEN_BY_HAND)
    if "--check" not in arguments:
        for folder in folders:
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
