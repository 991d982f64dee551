"""Three-valued rules over facts, exact when facts are missing.

A rule is an expression over named facts, written as it is read:

    (age >= years(10)) | (wbc >= per_nl(50))

Facts have three kinds: a flag is true, false or unknown; a quantity is an interval; a
category is the set of values still possible. An expression is data: it can be evaluated,
explained, listed in a table and compiled.

A [Decision][all_risk.logic.Decision] gives the label of the first of its rules that holds.
[CompiledDecision][all_risk.logic.CompiledDecision] turns it into one straight-line Python
function of Kleene's logic. That function is sound (what it decides is right) but leaves
open a question that comes out the same in every case, such as `x | ~x`. What it leaves
open is therefore split case by case, keeping what implies what, until each label is shown
to be possible or not. An answer is unknown only if two ways of filling the blanks differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of

if TYPE_CHECKING:
    from all_risk.logic.clauses import (
        Clause,
        Clauses,
        Contradiction,
        close,
        implies,
        index,
        narrow,
    )
    from all_risk.logic.compiler import Decision
    from all_risk.logic.decisions import CompiledDecision, Missing, Outcome
    from all_risk.logic.rules import (
        FALSE,
        TRUE,
        AllOf,
        AnyOf,
        Atom,
        Category,
        Compare,
        Expr,
        Fact,
        Flag,
        Not,
        OneOf,
        Quantity,
        Value,
        all_of,
        any_of,
        atoms,
        evaluate,
        judge,
        support,
    )

__all__ = [
    "FALSE",
    "TRUE",
    "AllOf",
    "AnyOf",
    "Atom",
    "Category",
    "Clause",
    "Clauses",
    "Compare",
    "CompiledDecision",
    "Contradiction",
    "Decision",
    "Expr",
    "Fact",
    "Flag",
    "Missing",
    "Not",
    "OneOf",
    "Outcome",
    "Quantity",
    "Value",
    "all_of",
    "any_of",
    "atoms",
    "close",
    "evaluate",
    "implies",
    "index",
    "judge",
    "narrow",
    "support",
]

__getattr__ = names_of(
    __name__,
    {
        "clauses": ("Clause", "Clauses", "Contradiction", "close", "implies", "index", "narrow"),
        "compiler": ("Decision",),
        "decisions": ("CompiledDecision", "Missing", "Outcome"),
        "rules": (
            "FALSE",
            "TRUE",
            "AllOf",
            "AnyOf",
            "Atom",
            "Category",
            "Compare",
            "Expr",
            "Fact",
            "Flag",
            "Not",
            "OneOf",
            "Quantity",
            "Value",
            "all_of",
            "any_of",
            "atoms",
            "evaluate",
            "judge",
            "support",
        ),
    },
)
