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
from all_risk.chronology import timeline
from all_risk.codec import LARGEST_DOCUMENT, from_json, to_dict
from all_risk.comparison import compare
from all_risk.errors import AllRiskError, Problem
from all_risk.evaluation import check, classify, evaluate
from all_risk.explain import as_html
from all_risk.explain.catalogues import AUDIENCES, LANGUAGES
from all_risk.genetics import Lesion, lesion
from all_risk.patient import Patient
from all_risk.published import all_checklists, guidelines
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


class _Commands:
    """The commands, each with the options that are alike in several."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._added = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(
        self, name: str, run: Callable[[argparse.Namespace], str], words: str
    ) -> argparse.ArgumentParser:
        added = self._added.add_parser(name, help=words, description=words)
        added.set_defaults(command=run)
        return added

    @staticmethod
    def formats(added: argparse.ArgumentParser, *more: str) -> None:
        added.add_argument("--format", choices=("text", "json", *more), default="text")

    @staticmethod
    def language(added: argparse.ArgumentParser) -> None:
        added.add_argument("--language", choices=LANGUAGES, default="en", help="of the text")

    def patient(self, added: argparse.ArgumentParser, *more: str, as_of: bool = True) -> None:
        added.add_argument("file", metavar="FILE", help="a patient document, or - for stdin")
        if as_of:
            added.add_argument(
                "--as-of",
                type=_day,
                metavar="DATE|today",
                help="use results up to this day, and say what is not due yet",
            )
        self.formats(added, *more)
        self.language(added)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="all-risk",
        description="Relapse-risk factors and transplant-referral triggers in acute "
        "lymphoblastic leukaemia. For clinicians who can review the basis of each statement.",
    )
    parser.add_argument("--version", action="version", version=f"all-risk {__version__}")
    commands = _Commands(parser)
    _about_a_patient(commands)
    _about_notation(commands)
    from all_risk.cohort import command as cohort

    tabled = commands.add("cohort", cohort.run, "answer a file of patients, row by row")
    cohort.add_arguments(tabled)
    listed = commands.add("guidelines", _guidelines, "what there is to ask, with citations")
    commands.formats(listed)
    listed.add_argument(
        "--export", action="store_true", help="every rule as JSON, for other implementations"
    )
    printed = commands.add("schema", _schema, "the JSON Schema of a document")
    printed.add_argument("document", choices=SCHEMAS)
    return parser


def _about_a_patient(commands: _Commands) -> None:
    referral = commands.add(
        "evaluate", _evaluate, "which referral triggers a patient meets, and why"
    )
    commands.patient(referral)
    referral.add_argument("--guideline", default="nmdp-patient-2017", metavar="ID")
    referral.add_argument(
        "--audience", choices=AUDIENCES, default="clinician", help="for whom the text is"
    )
    risk = commands.add("classify", _classify, "which groups of a risk scheme a patient may be in")
    commands.patient(risk)
    risk.add_argument("--scheme", required=True, metavar="ID")
    checked = commands.add("check", _check, "which factors of a checklist a patient has")
    commands.patient(checked)
    checked.add_argument("--checklist", default="eln-2024-factors", metavar="ID")
    beside = commands.add("compare", _compare, "what every guideline and scheme says, side by side")
    commands.patient(beside, "html")
    beside.add_argument(
        "--source",
        action="append",
        metavar="ID",
        help="only this guideline or scheme; may be repeated",
    )
    beside.add_argument(
        "--unlisted",
        action="store_true",
        help="also those never in a default list, such as lists known only from third parties",
    )
    course = commands.add("timeline", _timeline, "when each trigger was decided, met and acted on")
    commands.patient(course, as_of=False)
    course.add_argument("--guideline", default="nmdp-patient-2017", metavar="ID")


def _about_notation(commands: _Commands) -> None:
    named = commands.add("lesion", _lesion, "the lesion of a name, old or new")
    named.add_argument("name", metavar="NAME")
    commands.formats(named)
    banded = commands.add("karyotype", _karyotype, "what a karyotype in ISCN shows")
    banded.add_argument("string", metavar="STRING")
    commands.formats(banded, "svg")
    probed = commands.add("fish", _fish, "what a FISH result in ISCN or signal codes shows")
    probed.add_argument("string", metavar="STRING")
    commands.formats(probed)


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
    if asked.format == "text":
        return answer.explain(audience=asked.audience, language=asked.language)
    return _json(to_dict(answer))


def _classify(asked: argparse.Namespace) -> str:
    answer = classify(_read(asked.file), asked.scheme, as_of=asked.as_of)
    if asked.format == "text":
        return answer.explain(language=asked.language)
    return _json(to_dict(answer))


def _check(asked: argparse.Namespace) -> str:
    answer = check(_read(asked.file), asked.checklist, as_of=asked.as_of)
    if asked.format == "text":
        return answer.explain(language=asked.language)
    return _json(to_dict(answer))


def _compare(asked: argparse.Namespace) -> str:
    answer = compare(_read(asked.file), asked.source, as_of=asked.as_of, unlisted=asked.unlisted)
    if asked.format == "html":
        return as_html(answer, language=asked.language)
    if asked.format == "text":
        return answer.explain(language=asked.language)
    return _json(to_dict(answer))


def _timeline(asked: argparse.Namespace) -> str:
    course = timeline(_read(asked.file), asked.guideline)
    if asked.format == "text":
        return course.explain(language=asked.language)
    return _json(to_dict(course))


def _guidelines(asked: argparse.Namespace) -> str:
    if asked.export:
        from all_risk.export import rules

        return _json(rules())
    if asked.format == "json":
        return _json([to_dict(each) for each in (*guidelines(), *all_checklists())])
    listed = []
    for each in (*guidelines(), *all_checklists()):
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
