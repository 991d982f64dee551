"""What is shipped, what is shipped in part, and what is not shipped, with the reasons."""

from __future__ import annotations

from typing import Final

from all_risk.guideline import Source
from all_risk.published import all_checklists, guidelines
from all_risk.published.omissions import OMISSIONS
from generator.words import table

__all__ = ["page"]

_INTRO: Final = """\
# What is shipped and what is not

<!-- Written by docs/generate.py from the registry. Do not edit by hand. -->

A rule ships only if its number was read in the source (*primary*) or in a named document that
reports it (*secondary*). What is known only from memory, or was looked for and not found, is left
out, and is named here.
"""


def page() -> str:
    """The page."""
    every: tuple[Source, ...] = (*guidelines(), *all_checklists())
    whole = [each for each in every if not each.left_out]
    part = [each for each in every if each.left_out]
    sections = [
        _INTRO,
        "## Shipped\n",
        table(
            ("id", "title", "provenance", "shown by default"),
            [
                (
                    f"[{each.id}](guidelines/{each.id}.md)",
                    each.title,
                    each.citation.provenance,
                    "yes" if each.listed else "no",
                )
                for each in whole
            ],
        ),
        "## Shipped in part\n",
        table(
            ("id", "title", "what is missing, and why"),
            [
                (
                    f"[{each.id}](guidelines/{each.id}.md)",
                    each.title,
                    "<br>".join(each.left_out),
                )
                for each in part
            ],
        ),
        "## Not shipped\n",
        table(
            ("what", "why", "rows"),
            [(omission.what, omission.why, omission.trace) for omission in OMISSIONS],
        ),
    ]
    return "\n".join(section.rstrip("\n") + "\n" for section in sections)
