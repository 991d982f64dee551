"""The command line: `all-risk`.

Exit status 0 means that it answered, 2 that the input was bad; then every problem is on
standard error with its path. This is the only module that reads files or the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from all_risk._version import __version__
from all_risk.codec import LARGEST_DOCUMENT, from_json, to_dict
from all_risk.errors import AllRiskError, Problem
from all_risk.evaluation import classify, evaluate
from all_risk.genetics import Lesion, lesion
from all_risk.patient import Patient
from all_risk.published import guidelines
from all_risk.schema import SCHEMAS, schema

__all__ = ["main"]

ANSWERED, BAD_INPUT = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The words after `all-risk`; those of the process by default.

    Returns:
        The exit status.
    """
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], str] = asked.command
    try:
        _print(command(asked), sys.stdout)
    except AllRiskError as error:
        for problem in error.errors:
            _print(f"all-risk: {problem.path}: {problem.message} [{problem.code}]", sys.stderr)
        return BAD_INPUT
    return ANSWERED


def _print(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="all-risk",
        description="Relapse-risk factors and transplant-referral triggers in acute "
        "lymphoblastic leukaemia. For clinicians who can review the basis of each statement.",
    )
    parser.add_argument("--version", action="version", version=f"all-risk {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], str], words: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(command=run)
        return added

    def with_format(added: argparse.ArgumentParser) -> None:
        added.add_argument("--format", choices=("text", "json"), default="text")

    def with_patient(added: argparse.ArgumentParser) -> None:
        added.add_argument("file", metavar="FILE", help="a patient document, or - for stdin")
        added.add_argument(
            "--as-of",
            type=_day,
            metavar="DATE|today",
            help="use results up to this day, and say what is not due yet",
        )
        with_format(added)

    referral = command("evaluate", _evaluate, "which referral triggers a patient meets, and why")
    with_patient(referral)
    referral.add_argument("--guideline", default="nmdp-patient-2017", metavar="ID")
    risk = command("classify", _classify, "which groups of a risk scheme a patient may be in")
    with_patient(risk)
    risk.add_argument("--scheme", required=True, metavar="ID")
    with_format(command("guidelines", _guidelines, "what there is to ask, with citations"))
    named = command("lesion", _lesion, "the lesion of a name, old or new")
    named.add_argument("name", metavar="NAME")
    with_format(named)
    banded = command("karyotype", _karyotype, "what a karyotype in ISCN shows")
    banded.add_argument("string", metavar="STRING")
    banded.add_argument("--format", choices=("text", "json", "svg"), default="text")
    probed = command("fish", _fish, "what a FISH result in ISCN or signal codes shows")
    probed.add_argument("string", metavar="STRING")
    with_format(probed)
    from all_risk.cohort import command as cohort

    tabled = command("cohort", cohort.run, "answer a file of patients, row by row")
    cohort.add_arguments(tabled)
    printed = command("schema", _schema, "the JSON Schema of a document")
    printed.add_argument("document", choices=SCHEMAS)
    return parser


def _day(text: str) -> date:
    try:
        return date.today() if text == "today" else date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write a date as 2025-03-01, or today") from None


def _read(file: str) -> Patient:
    if file == "-":
        return from_json(sys.stdin.buffer.read(LARGEST_DOCUMENT + 1))
    try:
        with Path(file).open("rb") as document:
            return from_json(document.read(LARGEST_DOCUMENT + 1))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AllRiskError(Problem("$", "cannot_read", f"{file}: {reason}")) from None


def _evaluate(asked: argparse.Namespace) -> str:
    answer = evaluate(_read(asked.file), asked.guideline, as_of=asked.as_of)
    return answer.explain() if asked.format == "text" else _json(to_dict(answer))


def _classify(asked: argparse.Namespace) -> str:
    answer = classify(_read(asked.file), asked.scheme, as_of=asked.as_of)
    return answer.explain() if asked.format == "text" else _json(to_dict(answer))


def _guidelines(asked: argparse.Namespace) -> str:
    if asked.format == "json":
        return _json([to_dict(each) for each in guidelines()])
    listed = []
    for each in guidelines():
        how = f"{each.citation}. {each.citation.provenance}"
        listed.append(f"{each.id}\n  {each.title}\n  {how}\n  For: {each.population.words}")
    return "\n".join(listed)


def _lesion(asked: argparse.Namespace) -> str:
    found = lesion(asked.name)
    if asked.format == "json":
        return _json(found.name)
    return "\n".join(_about(found))


def _about(found: Lesion) -> list[str]:
    lines = [found.name, f"  in words: {found.display}"]
    if found.who_haem5:
        lines.append(f"  WHO-HAEM5: B-ALL with {found.who_haem5}")
    if found.icc:
        lines.append(f"  ICC 2022: B-ALL with {found.icc}")
    if found.aliases:
        lines.append(f"  also: {'; '.join(found.aliases)}")
    seen = "a banded karyotype cannot exclude it" if found.cryptic else "banding can show it"
    return [*lines, f"  {seen}"]


def _karyotype(asked: argparse.Namespace) -> str:
    from all_risk.explain.notation import tell_karyotype
    from all_risk.genetics import ideogram_svg, read_karyotype

    reading = read_karyotype(asked.string)
    if asked.format == "svg":
        return ideogram_svg(reading)
    if asked.format == "json":
        return _json(to_dict(reading))
    return "\n".join(tell_karyotype(reading))


def _fish(asked: argparse.Namespace) -> str:
    from all_risk.explain.notation import tell_fish
    from all_risk.genetics import read_fish

    reading = read_fish(asked.string)
    return _json(to_dict(reading)) if asked.format == "json" else "\n".join(tell_fish(reading))


def _schema(asked: argparse.Namespace) -> str:
    return _json(schema(asked.document))


def _json(document: object) -> str:
    """JSON text, with escapes where standard output cannot hold a character."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(document, indent=2)
    return text
