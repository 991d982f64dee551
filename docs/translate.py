"""Bring the catalogues of words up to date, or check that they are.

python docs/translate.py           adds what is new to each translation, drops what is gone,
                                   compiles the catalogues, and lists what has no words yet
python docs/translate.py --check   writes nothing, and exits 1 if anything is stale or missing
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent / "src"), str(DOCS)]

from generator import translations


def main(arguments: list[str]) -> int:
    """Write or check the catalogues."""
    wanted = translations.files()
    stale = [p for p, held in wanted.items() if not p.exists() or p.read_bytes() != held]
    if "--check" not in arguments:
        for path in stale:
            path.write_bytes(wanted[path])
        stale = []
    for path in stale:
        print(f"stale: {path.relative_to(DOCS.parent)}")
    missing = translations.untranslated()
    for entry in missing:
        print(f"no words: {entry}")
    return 1 if stale or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
