"""Runs the notebook-style examples and writes them as pages: `python docs/cohort_examples.py`."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NAMES = ("cohort_bioconductor", "cohort_target")


def page(name: str, *, figures: bool = True) -> str:
    """A notebook-style example as a page, with what it prints and draws.

    Args:
        name: The name of the example.
        figures: Whether to write the figures as files, too.

    Returns:
        The page in Markdown.
    """
    source = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")
    namespace: dict[str, Any] = {}
    parts, drawn = [], 0
    for cell in source.split("# %%")[1:]:
        if cell.startswith(" [markdown]"):
            lines = cell.splitlines()[1:]
            parts.append("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))
            continue
        code, printed = cell.strip(), io.StringIO()
        namespace.pop("figure", None)
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"{name}.py", "exec"), namespace)  # noqa: S102 - our own example
        parts.append(f"```py\n{code}\n```")
        if printed.getvalue():
            parts.append(f"```text\n{printed.getvalue().rstrip()}\n```")
        if "figure" in namespace:
            drawn += 1
            file = f"{name}-{drawn}.png"
            if figures:
                namespace["figure"].savefig(ROOT / "docs" / file, dpi=100)
            parts.append(f"![{_says(namespace['figure'])}]({file})")
    body = "\n\n".join(part.strip() for part in parts)
    return f"{body}\n"


def _says(figure: Any) -> str:
    """What a figure shows, for those who cannot see it."""
    axes = figure.axes[0]
    texts = [axes.get_title("left"), axes.get_title("right"), axes.get_xlabel(), axes.get_ylabel()]
    heading = figure.get_suptitle().replace("\n", ": ")
    return ", ".join(" ".join(text.split()) for text in [heading, *texts] if text)


def main() -> None:
    for name in NAMES:
        (ROOT / "docs" / f"{name}.md").write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
