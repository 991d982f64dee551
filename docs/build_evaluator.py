"""Put together what the evaluator in the page runs on: docs/evaluator/runtime/.

python docs/build_evaluator.py    needs npm, and pip with access to a package index

The folder holds Pyodide as npm publishes it, the wheels of this library and of what it
depends on, the published cases, and a manifest that names them. It is made before the site
is built and is not kept in the repository. The page then fetches nothing from elsewhere.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
RUNTIME: Final = ROOT / "docs" / "evaluator" / "runtime"

PYODIDE: Final = "314.0.7"
# What npm says of the archive of this version; another archive is refused.
INTEGRITY: Final = (
    "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyM"
    "cWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
FROM_PYODIDE: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
NOTICE: Final = """\
These files are copied unchanged from their publishers.

pyodide.*, python_stdlib.zip   Pyodide {version}, MPL-2.0, with CPython under the PSF licence;
                               source: https://github.com/pyodide/pyodide
*.whl                          each with its licence inside
"""


def main() -> int:
    """Make the folder anew."""
    shutil.rmtree(RUNTIME, ignore_errors=True)
    RUNTIME.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        pyodide(Path(folder))
    wheels = build_wheels()
    examples = copy_examples()
    (RUNTIME / "NOTICE.txt").write_text(NOTICE.format(version=PYODIDE), encoding="utf-8")
    size = sum((RUNTIME / name).stat().st_size for name in (*FROM_PYODIDE, *wheels))
    manifest = {
        "pyodide": PYODIDE,
        "bytes": size,
        "wheels": wheels,
        "examples": examples,
    }
    (RUNTIME / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    print(f"{RUNTIME.relative_to(ROOT)}: {size / 1e6:.1f} MB, {', '.join(wheels)}")
    return 0


def pyodide(folder: Path) -> None:
    """The interpreter, from the archive that npm fetches and whose digest it reports."""
    command = ["npm", "pack", f"pyodide@{PYODIDE}", "--json", "--pack-destination", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    packed = json.loads(done.stdout)[0]
    if packed["integrity"] != INTEGRITY:
        raise SystemExit(f"pyodide {PYODIDE} is not the archive that was expected")
    with tarfile.open(folder / packed["filename"]) as archive:
        for name in FROM_PYODIDE:
            member = archive.extractfile(f"package/{name}")
            assert member is not None
            (RUNTIME / name).write_bytes(member.read())


def build_wheels() -> list[str]:
    """This library and what it depends on; all of them are plain Python."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--wheel-dir", str(RUNTIME), str(ROOT)]
    subprocess.run(command, check=True)
    wheels = sorted(path.name for path in RUNTIME.glob("*.whl"))
    special = [name for name in wheels if not name.endswith("-none-any.whl")]
    if special:
        raise SystemExit(f"not plain Python: {', '.join(special)}")
    return wheels


def copy_examples() -> list[dict[str, str]]:
    """The published cases, with what the table beside them says of each."""
    cases = ROOT / "examples" / "cases"
    table = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| \[(case-\d+\.json)\]\([^)]*\) \| (.+?) \|", table, re.MULTILINE)
    (RUNTIME / "cases").mkdir()
    for name, _ in described:
        shutil.copy(cases / name, RUNTIME / "cases" / name)
    return [{"file": f"cases/{name}", "title": title} for name, title in described]


if __name__ == "__main__":
    sys.exit(main())
