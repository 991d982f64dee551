"""Three-valued rules over facts, exact when facts are missing.

A rule is an expression over named facts, written as it is read:

    (age >= years(10)) | (wbc >= per_nl(50))

Facts have three kinds: a flag is true, false or unknown; a quantity is an interval; a
category is the set of values still possible. An expression is data: it can be evaluated,
explained, listed in a table and compiled.

A [Decision][all_risk.logic.Decision] gives the label of the first of its rules that holds.
[CompiledDecision][all_risk.logic.CompiledDecision] answers it twice over. A
[diagram][all_risk.logic.diagram.Diagram] decides: it holds what implies what, so that an answer
is unknown only if two ways of filling the blanks differ. A [sheet][all_risk.logic.Sheet] of its
rules says why, by Kleene's logic. That is sound (what it decides is right) but leaves open a
question that comes out the same in every case, such as `x | ~x`; there the reasons are gathered
case by case. The sheet, and the ways through a diagram on which everything asked is known, are
Python functions, made when they are first asked.
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
    from all_risk.logic.decisions import CompiledDecision, Missing, Outcome
    from all_risk.logic.rules import (
        FALSE,
        TRUE,
        AllOf,
        AnyOf,
        Atom,
        Category,
        Compare,
        Decision,
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
    )
    from all_risk.logic.sheet import Judged, Sheet

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
    "Judged",
    "Missing",
    "Not",
    "OneOf",
    "Outcome",
    "Quantity",
    "Sheet",
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
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "clauses": (
                "Clause",
                "Clauses",
                "Contradiction",
                "close",
                "implies",
                "index",
                "narrow",
            ),
            "decisions": ("CompiledDecision", "Missing", "Outcome"),
            "rules": (
                "FALSE",
                "TRUE",
                "AllOf",
                "AnyOf",
                "Atom",
                "Category",
                "Compare",
                "Decision",
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
            ),
            "sheet": ("Judged", "Sheet"),
        },
    )
