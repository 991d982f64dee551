"""The `cohort` command: a file of patients in, a file of answers out, piece by piece."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from all_risk.cohort.extras import needed
from all_risk.cohort.rules import find_rules
from all_risk.cohort.tally import Tally
from all_risk.errors import AllRiskError, Problem

__all__ = ["add_arguments", "run"]

TABLES = ("facts", "patients", "target", "cbioportal", "bioconductor")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes.

    Args:
        parser: The parser of the command.
    """
    parser.add_argument(
        "file", metavar="IN", help="a .csv, .tsv, .parquet or .jsonl file, one row a patient"
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="a .csv, .parquet or .jsonl file"
    )
    parser.add_argument(
        "--guideline",
        action="append",
        default=[],
        metavar="ID",
        help="a referral guideline to ask; may be repeated (default: nmdp-patient-2017)",
    )
    parser.add_argument(
        "--scheme",
        action="append",
        default=[],
        metavar="ID",
        help="a risk scheme to ask; may be repeated",
    )
    parser.add_argument(
        "--table",
        choices=TABLES,
        help="what the rows are: columns of facts, patient documents, or a known table "
        "(default: patients for .jsonl, facts otherwise)",
    )
    parser.add_argument(
        "--mapping", metavar="FILE", help="a TOML file that says which column holds which fact"
    )
    parser.add_argument(
        "--rejects",
        metavar="FILE",
        help="where values and rows that could not be used go, as CSV (default: OUT with "
        "-rejects.csv)",
    )
    parser.add_argument(
        "--reasons", action="store_true", help="add the deciding and the missing facts"
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(asked: argparse.Namespace) -> str:
    """Answer a file.

    Args:
        asked: The arguments.

    Returns:
        The summary.

    Raises:
        AllRiskError: If a file cannot be read or written, or a table cannot be asked.
    """
    with needed("cohort"):
        from all_risk.cohort.files import UNREADABLE, Rejects, output, pieces
        from all_risk.cohort.progress import progress, summary_table

    source, target = Path(asked.file), Path(asked.output)
    rejected = Path(asked.rejects or target.with_name(f"{target.stem}-rejects.csv"))
    if len({source.absolute(), target.absolute(), rejected.absolute()}) < 3:
        raise AllRiskError(Problem("$", "same_file", "give three different files"))
    named = [*asked.guideline, *asked.scheme] or ["nmdp-patient-2017"]
    rules = {f"{id_}__" if len(named) > 1 else "": find_rules(id_) for id_ in named}
    kind = asked.table or ("patients" if source.suffix in (".jsonl", ".ndjson") else "facts")
    tally = Tally()
    try:
        with ExitStack() as stack:
            read = stack.enter_context(pieces(source, kind, asked.mapping))
            refused = stack.enter_context(Rejects.to(rejected))
            write = stack.enter_context(output(target))
            show = stack.enter_context(progress(source.name, quiet=asked.quiet))
            for piece in read:
                answered = piece.answer(rules, reasons=asked.reasons)
                write(answered.frame)
                refused.add(answered.rejects)
                tally.add(answered.frame.height, answered.counts, answered.absent)
                show(piece.position, tally.rows)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        wrong = Problem("$", "cannot_read", f"{error.filename}: {reason}")
    except UNREADABLE as error:  # what it says may hold cells of the table
        reason = f"it cannot be read, or its answers not be written ({type(error).__name__})"
        wrong = Problem("$", "unreadable_table", f"{source.name}: {reason}")
    else:
        lines = [f"{tally.rows:,} patients answered in {target}", summary_table(tally)]
        lines += _absent(tally)
        if refused.count:
            lines.append(f"{refused.count:,} values or rows could not be used: {rejected}")
        return "\n".join(lines)
    raise AllRiskError(wrong)


def _absent(tally: Tally) -> Iterator[str]:
    for id_, facts in tally.absent.items():
        if facts:
            named = ", ".join(facts)
            unknown = "that no column holds; they are unknown in every row"
            yield f"{id_} asks for facts {unknown}: {named}"
