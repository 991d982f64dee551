"""What was looked for and is not shipped, and why.

A rule ships only if its number was read in the source or in a named document that reports it.
What is left out of a scheme that is shipped stands in its `left_out`; here stand whole
publications, and what no scheme holds.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = ["OMISSIONS", "Omission"]


@frozen
class Omission:
    """Something that is not shipped.

    Attributes:
        what: The publication, or the part of one.
        why: Why it is not shipped.
        trace: The rows of the collection of sources that speak of it.
    """

    what: str
    why: str
    trace: str = ""


OMISSIONS: Final = (
    Omission(
        (
            'An age for "infant", and any cut-off for "high risk of relapse", as the founding '
            "page's own"
        ),
        (
            "the page prints neither; both are [visible "
            "choices](answer.md#the-choices-behind-the-founding-guideline)"
        ),
    ),
    Omission(
        "A number for a slow early response (NCI PDQ)",
        "none is printed; the item is never decided true",
    ),
    Omission(
        "One MRD threshold after induction (ELN 2024)",
        "printed as 0.1 % or 0.01 %, by study group; between the two it stays undecided",
    ),
    Omission(
        "The NMDP and ASTCT lists for patients under 15 and from 15 to 39 years",
        (
            "the text was not found, and memory is not a source. The list for 40 years and above "
            "was read; it is another guideline and not in this version"
        ),
    ),
    Omission(
        (
            "A COG group for NCI standard risk elevated by CNS3, testicular disease or steroid, "
            "with end-of-consolidation MRD of 1 % or more"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        (
            "A COG group for favorable together with unfavorable features, where the rows ask for"
            " genetics"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        (
            "A COG group for NCI standard risk with favorable features, some steroid but no more "
            "than 24 hours, day-8 MRD below 1 % and end-of-induction MRD below 0.01 %"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        "The second, narrower list of very-high-risk features in NCI PDQ",
        "it serves another purpose; the two are not merged",
    ),
    Omission(
        "COG AALL08B1",
        (
            "its definitions of favorable and unfavorable genetics were not in the tables that "
            "could be read"
        ),
    ),
    Omission(
        "Ph-like and IKZF1 as deciding features",
        "no default list has them. ELN 2024 names Ph-like as variably considered, and it is shown",
    ),
    Omission(
        "TCF3::HLF and hypodiploidy as deciding features in adults",
        "ELN 2024 names BCR::ABL1 and KMT2A rearrangement as its key genetic elements",
    ),
    Omission(
        (
            "The other features that ELN 2024 lets vary (age, performance status, "
            "immunophenotype, hypodiploidy, CNS disease, early clearance, more than one cycle to "
            "remission)"
        ),
        "they decide nothing in the source, and this version does not show them",
    ),
    Omission(
        "NCCN cut-offs for the white cell count",
        "no number was seen in any text that could be read",
    ),
    Omission(
        'The time point of "treatment failure" (Ponte di Legno), and extended induction (COG)',
        "not in the text that could be read",
    ),
    Omission(
        "Indications for transplant, and typing rules",
        "other layers: this version ships consultation triggers only",
    ),
)
"""Everything that was looked for and left out."""
