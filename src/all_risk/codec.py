"""JSON in and out.

A patient document is read strictly: `"False"` is not false, 5.9 is not 5, an unknown key is
an error, and every problem is reported at once with its path. A document of another major
version is refused by name. Answers are written, not read.
"""

from __future__ import annotations

import json
import operator
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial, singledispatch
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import Attribute, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from all_risk import patient as model
from all_risk._version import __version__
from all_risk.assessment import (
    Assessment,
    Because,
    CheckedList,
    Classification,
    RiskFactor,
    TriggerResult,
)
from all_risk.chronology import Timeline
from all_risk.comparison import Comparison, Disagreement
from all_risk.errors import AllRiskError, InvalidDocument, Problem, nearest, shown
from all_risk.facts import Conflict, value_text
from all_risk.genetics.lesions import Lesion
from all_risk.guideline import Checklist, Citation, Guideline, Scheme
from all_risk.json_text import json_number, parsed
from all_risk.logic import Missing
from all_risk.messages import Message
from all_risk.patient import Patient
from all_risk.quantities import INFINITY, Age, Interval, kind_of, plain

__all__ = [
    "LARGEST_DOCUMENT",
    "MOST_PROBLEMS",
    "PATIENT_FORMAT",
    "from_dict",
    "from_json",
    "to_dict",
    "to_json",
]

PATIENT_FORMAT: Final = "all-risk/patient/1"
ASSESSMENT_FORMAT: Final = "all-risk/assessment/1"
CLASSIFICATION_FORMAT: Final = "all-risk/classification/1"
CHECKLIST_FORMAT: Final = "all-risk/checklist/1"
COMPARISON_FORMAT: Final = "all-risk/comparison/1"
TIMELINE_FORMAT: Final = "all-risk/timeline/1"
LARGEST_DOCUMENT: Final = 1_000_000
"""The largest document that is read, in bytes."""
MOST_PROBLEMS: Final = 100
"""After so many problems the rest of a list, or of the keys of an object, is not read."""

_READS = re.compile(r"all-risk/patient/1(\.[0-9]+)*")


# Reading.


def from_json(text: str | bytes) -> Patient:
    """Read a patient document.

    Args:
        text: The JSON text; bytes must be UTF-8.

    Returns:
        The patient.

    Raises:
        InvalidDocument: If it is not JSON, too large, or does not hold what its format
            says. All problems are listed, each with its path.

    Examples:
        >>> from_json('{"format": "all-risk/patient/1", "id": "p1"}').id
        'p1'
    """
    if len(text) > LARGEST_DOCUMENT:
        raise _refused("too_large", f"a document has at most {LARGEST_DOCUMENT:,} bytes")
    twice: list[_Object] = []

    def an_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = _Object(pairs)
        if made.twice:
            twice.append(made)
        return made

    mark = text.startswith("\ufeff") if isinstance(text, str) else text.startswith(BOM_UTF8)
    if mark:
        raise _refused("not_json", "the text begins with a byte order mark; save it without")
    try:
        document = parsed(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_number,
            object_pairs_hook=an_object,
        )
        repeated = list(islice(_repeated(document, "$"), MOST_PROBLEMS)) if twice else []
    except RecursionError:
        raise _refused("too_deep", "the document is nested too deeply") from None
    return _read(document, repeated)


def _refused(code: str, message: str) -> InvalidDocument:
    return InvalidDocument(Problem("$", code, message))


def _number(text: str) -> int | Decimal:
    """A number exactly; whether it can be a measurement is asked where it stands."""
    if len(text) <= 30 and text.lstrip("-").isdigit():
        return int(text)
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent of twenty digits
        return Decimal("Infinity")


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice: tuple[str, ...] = ()
        if len(self) < len(pairs):
            times = Counter(key for key, _ in pairs)
            self.twice = tuple(key for key, found in times.items() if found > 1)


def _repeated(value: object, path: str) -> Iterator[Problem]:
    """The keys that stand twice in one object, anywhere in a document."""
    if isinstance(value, _Object):
        for key in value.twice:
            message = f"the key {shown(key)} stands twice in one object"
            yield Problem(path + _member(key), "duplicate_key", message)
        for key, inner in value.items():
            yield from _repeated(inner, path + _member(key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _repeated(inner, f"{path}[{i}]")


def _member(key: object) -> str:
    """The step of a path to a member; a strange key is shortened and quoted."""
    plain_key = isinstance(key, str) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", key)
    return f".{key}" if plain_key else f"[{shown(key)}]"


def from_dict(document: object) -> Patient:
    """Read a patient document that is already parsed.

    Args:
        document: A dictionary as `json.loads` makes it.

    Returns:
        The patient.

    Raises:
        InvalidDocument: If it does not hold what its format says.

    Examples:
        >>> from_dict({"format": "all-risk/patient/1", "sex": "male"}).sex
        'male'
    """
    return _read(document, [])


def _read(document: object, found: list[Problem]) -> Patient:
    """Read a document in which some problems have been `found` already."""
    if not isinstance(document, Mapping):
        raise _refused("wrong_type", f"a patient document is an object, not {kind_of(document)}")
    stated = document.get("format")
    if not isinstance(stated, str):
        found.append(Problem("$.format", "format_missing", f'write "format": "{PATIENT_FORMAT}"'))
    elif not _READS.fullmatch(stated):
        message = f"{shown(stated)} is not read here; this version reads {PATIENT_FORMAT!r}"
        raise InvalidDocument(Problem("$.format", "format_unknown", message))
    body = {key: value for key, value in document.items() if key != "format"}
    try:
        patient = _structured(body, found)
    except RecursionError:
        raise _refused("too_deep", "the document is nested too deeply") from None
    if found:
        raise InvalidDocument(found)
    return patient


def _structured(body: Mapping[str, Any], found: list[Problem]) -> Patient:
    try:
        return _converter().structure(body, Patient)
    except Exception as error:
        raise InvalidDocument([*found, *_problems(error, "$")]) from None


def _problems(error: BaseException, path: str) -> Iterator[Problem]:
    """The problems in what cattrs raises, with their paths."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _problems(inner, path + _step(inner))
    elif isinstance(error, AllRiskError):
        for problem in error.errors:
            yield Problem(path + problem.path.removeprefix("$"), problem.code, problem.message)
    else:
        raise error


def _step(error: BaseException) -> str:
    """The step that cattrs noted on an error: an attribute or an index."""
    for note in getattr(error, "__notes__", ()):
        if (name := getattr(note, "name", None)) is not None:
            return f".{name}"
        if (index := getattr(note, "index", None)) is not None:
            return f"[{index}]"
    return ""


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=False, detailed_validation=True)
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(bool, _bool)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook_factory(partial(_is, Literal), _word)
    converter.register_structure_hook_factory(_is_optional, lambda t: _optional(t, converter))
    for detailed in (model.SteroidPretreatment, model.Consultation):
        converter.register_structure_hook_func(
            partial(operator.eq, bool | detailed | None), partial(_flag_or, detailed, converter)
        )
    converter.register_structure_hook_func(
        partial(operator.eq, model.GeneticResult), lambda v, _: _genetic(v, converter)
    )
    converter.register_structure_hook_factory(
        partial(_is, tuple), lambda t: _sequence(t, converter)
    )
    converter.register_structure_hook_factory(has, lambda cls: _structure(cls, converter))
    converter.register_unstructure_hook_factory(has, lambda cls: _unstructure(cls, converter))
    converter.register_unstructure_hook(date, date.isoformat)
    return converter


def _is(origin: object, kind: Any) -> bool:
    return get_origin(kind) is origin


def _is_optional(kind: Any) -> bool:
    arguments = get_args(kind)
    return get_origin(kind) in (Union, UnionType) and len(arguments) == 2 and NoneType in arguments


def _optional(kind: Any, converter: Converter) -> Callable[[object, Any], Any]:
    (stated,) = (argument for argument in get_args(kind) if argument is not NoneType)
    read = converter.get_structure_hook(stated)
    return lambda value, _: None if value is None else read(value, stated)


def _said(value: object) -> str:
    """What stands in the document: a text itself, of anything else only its kind."""
    return shown(value) if isinstance(value, str) else kind_of(value)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _date(value: object, _: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _refused("no_such_date", f"{shown(value)} is not a day of the calendar") from None
    raise _refused("not_a_date", f"a date is written '2025-03-01', not {_said(value)}")


def _bool(value: object, _: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _refused("wrong_type", f"true or false is expected, without quotes, not {_said(value)}")


def _flag_or(detailed: type, converter: Converter, value: object, _: object) -> object:
    return value if isinstance(value, bool) else converter.structure(value, detailed)


_HALF = re.compile("[\ud800-\udfff]")


def _text(value: object, _: object) -> str:
    if isinstance(value, str):
        if _HALF.search(value):
            raise _refused("not_utf8", "the text holds half a character (a surrogate)")
        return value
    raise _refused("wrong_type", f"text is expected, not {kind_of(value)}")


def _word(allowed: Any) -> Callable[[object, Any], object]:
    words = cast("tuple[str, ...]", get_args(allowed))

    def read(value: object, _: object) -> object:
        if isinstance(value, str) and value in words:
            return value
        hint = nearest(value, words) if isinstance(value, str) else ""
        choice = hint or f"; write one of {', '.join(words)}"
        raise _refused("unknown_value", f"{_said(value)} cannot stand here{choice}")

    return read


_SHAPES: Final[Mapping[str, type]] = {
    "lesion": model.Finding,
    "karyotype": model.KaryotypeText,
    "fish": model.FishText,
    "modal_number": model.ModalNumber,
    "dna_index": model.DnaIndex,
}
_KEYS_OF_RESULTS: Final = frozenset(a.name for shape in _SHAPES.values() for a in fields(shape))


def _genetic(value: object, converter: Converter) -> object:
    if not isinstance(value, Mapping):
        raise _refused("wrong_type", f"a genetic result is an object, not {kind_of(value)}")
    given = [key for key in _SHAPES if value.get(key) is not None]
    if len(given) != 1:
        known = {*_SHAPES, *_KEYS_OF_RESULTS}
        code = "several_results" if given else "no_result"
        message = f"a genetic result has exactly one of {', '.join(_SHAPES)}"
        unknown = _unknown_keys(value, sorted(known))
        raise InvalidDocument([Problem("$", code, message), *unknown])
    # A null for another kind of result says nothing; an unknown key is wrong whatever it holds.
    stated = {
        key: each for key, each in value.items() if each is not None or key not in _KEYS_OF_RESULTS
    }
    return converter.structure(stated, _SHAPES[given[0]])


def _sequence(kind: Any, converter: Converter) -> Callable[[object, Any], tuple[Any, ...]]:
    item = get_args(kind)[0]
    read_item = converter.get_structure_hook(item)

    def read(value: object, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise _refused("wrong_type", f"a list is expected, not {kind_of(value)}")
        read_items: list[Any] = []
        found: list[Problem] = []
        for i, each in enumerate(value):
            try:
                read_items.append(read_item(each, item))
            except Exception as error:
                found.extend(_problems(error, f"$[{i}]"))
            if len(found) >= MOST_PROBLEMS:
                message = "the rest of the list was not read; mend what stands before it first"
                found.append(Problem(f"$[{i}]", "too_many_problems", message))
                break
        if found:
            raise InvalidDocument(found)
        return tuple(read_items)

    return read


def _unknown_keys(value: Mapping[Any, Any], known: Collection[str]) -> list[Problem]:
    strange = (key for key in value if key not in known)
    return [_unknown(key, known) for key in islice(strange, MOST_PROBLEMS)]


def _unknown(key: object, known: Iterable[str]) -> Problem:
    hint = nearest(str(key)[:200], known)
    return Problem(f"${_member(key)}", "unknown_key", f"{shown(key)} is not a key here{hint}")


def _structure(cls: type, converter: Converter) -> Callable[[Any, Any], Any]:
    hooks: dict[str, Any] = {
        attribute.name: override(struct_hook=_converted(attribute))
        for attribute in fields(cls)
        if "quantity" in attribute.metadata
    }
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        cls, converter, _cattrs_detailed_validation=True, **hooks
    )
    known = frozenset(attribute.name for attribute in fields(cls))

    def read(value: Any, kind: Any) -> Any:
        if not isinstance(value, Mapping):
            if cls is model.Event and isinstance(value, str):
                return model.Event(date=_date(value, date))
            raise _refused("wrong_type", f"an object is expected, not {kind_of(value)}")
        found = _unknown_keys(value, known)
        # A null means the same as an absent key, also where the default is not None.
        given = {key: each for key, each in value.items() if each is not None and key in known}
        if cls is model.Finding:
            return _finding(given, found)
        try:
            result = structure(given, kind)
        except Exception as error:
            raise InvalidDocument([*found, *_problems(error, "$")]) from None
        if found:
            raise InvalidDocument(found)
        return result

    return read


def _converted(attribute: Attribute[Any]) -> Callable[[Any, Any], Any]:
    convert = cast("Callable[[Any], Any]", attribute.converter)
    return lambda value, _: convert(value)


@cache
def _readers_of_a_finding() -> Mapping[str, Callable[[Any], Any]]:
    hints = get_type_hints(model.Finding).items()
    return {key: partial(_read_as, _converter().get_structure_hook(h), h) for key, h in hints}


def _read_as(hook: Callable[[Any, Any], Any], hint: Any, value: Any) -> Any:
    return hook(value, hint)


def _finding(given: Mapping[str, Any], found: list[Problem]) -> model.Finding:
    readers = _readers_of_a_finding()
    read: dict[str, Any] = {}
    for key, value in given.items():
        try:
            read[key] = readers[key](value)
        except AllRiskError as error:
            found.extend(_problems(error, f"$.{key}"))
    if "lesion" in read:
        name = read.pop("lesion")
        try:  # the name is checked even where something else is wrong
            finding = model.Finding.named(name, **({} if found else read))
            if not found:
                return finding
        except AllRiskError as error:
            at_name = error.errors[0].path == "$"
            found.extend(_problems(error, "$.lesion" if at_name else "$"))
    raise InvalidDocument(found)


# Writing a patient.


def _unstructure(cls: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    hooks: dict[str, Any] = {
        attribute.name: override(unstruct_hook=_WRITERS[attribute.metadata["quantity"]])
        for attribute in fields(cls)
        if "quantity" in attribute.metadata
    }
    return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **hooks)


def _bounds(interval: Interval, unit: str | None) -> dict[str, Any]:
    written: dict[str, Any] = {"above" if interval.low_open else "low": json_number(interval.low)}
    if interval.high != INFINITY:
        written["below" if interval.high_open else "high"] = json_number(interval.high)
    return written if unit is None else {**written, "unit": unit}


def _with_unit(text_unit: str, unit: str, scale: int = 0) -> Callable[[Interval | None], Any]:
    def write(interval: Interval | None) -> Any:
        if interval is None:
            return None
        scaled = interval * Decimal(1).scaleb(scale)
        if (
            interval.exact
            or interval.high == INFINITY
            or (interval.low == 0 and not interval.low_open)
        ):
            return f"{scaled}{text_unit}"
        return _bounds(scaled, unit)

    return write


_percent = _with_unit("%", "%", 2)
_ANY_POSITIVE = Interval(high=Decimal(1), low_open=True)


def _write_level(level: Interval | str | None) -> Any:
    if not isinstance(level, Interval):
        return level
    if level == _ANY_POSITIVE:
        return "positive"
    if level.low == 0 and level.low_open:
        return f"positive {'<' if level.high_open else '<='}{plain(level.high.scaleb(2))}%"
    return _percent(level)


def _write_count(interval: Interval | None) -> Any:
    if interval is None:
        return None
    return json_number(interval.low) if interval.exact else _bounds(interval, None)


def _write_age(age: Age | None) -> Any:
    if age is None:
        return None
    low, high = age.value.low, age.value.high
    whole = low == low.to_integral_value() and not age.value.low_open
    completed = age.value.high_open and (high - low == 1 or (high - low == 12 and low % 12 == 0))
    if whole and (completed if age.unit == "mo" else age.value.exact):
        return str(age)
    return _bounds(age.value, age.unit)


_WRITERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "wbc": _with_unit(" x10^9/L", "10*9/L"),
    "duration": _with_unit(" h", "h"),
    "blasts": _percent,
    "sensitivity": _percent,
    "mrd_level": _write_level,
    "age": _write_age,
    "day": _write_count,
    "count": _write_count,
    "chromosomes": _write_count,
    "ratio": _write_count,
}


@singledispatch
def to_dict(value: object) -> dict[str, Any]:
    """A patient or an answer as a dictionary that JSON can hold.

    Args:
        value: A patient, assessment, classification, checked list, guideline, scheme, or
            what was read from a karyotype or FISH string.

    Returns:
        The document.

    Raises:
        TypeError: If there is no document for a value of its type.

    Examples:
        >>> to_dict(Patient(sex="male"))
        {'format': 'all-risk/patient/1', 'sex': 'male'}
    """
    from all_risk.genetics import FishResult, Karyotype, document  # only where one was read

    if isinstance(value, (FishResult, Karyotype)):
        return document.to_dict(value)
    raise TypeError(f"there is no document for a {type(value).__name__}")


def to_json(value: object, *, indent: int | None = None) -> str:
    """A patient, an answer or a lesion as JSON text.

    Args:
        value: What [to_dict][all_risk.codec.to_dict] takes, or a lesion, whose JSON is
            its canonical name.
        indent: How far to indent; None for one line.

    Returns:
        The JSON text.

    Raises:
        TypeError: If there is no document for a value of its type.

    Examples:
        >>> from all_risk.genetics import lesion
        >>> to_json(lesion("TEL-AML1"))
        '"ETV6::RUNX1"'
    """
    document = value.name if isinstance(value, Lesion) else to_dict(value)
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)


@to_dict.register
def _(patient: Patient) -> dict[str, Any]:
    return {"format": PATIENT_FORMAT, **_converter().unstructure(patient)}


# Writing an answer.


@to_dict.register
def _(answer: Assessment) -> dict[str, Any]:
    return {
        "format": ASSESSMENT_FORMAT,
        "guideline": to_dict(answer.guideline),
        "parameters": dict(answer.parameters),
        "as_of": answer.facts.as_of and answer.facts.as_of.isoformat(),
        "refer": answer.refer,
        "triggers": [_trigger(trigger) for trigger in answer.triggers],
        "risk_factors": [_risk_factor(factor) for factor in answer.risk_factors],
        "classifications": [to_dict(each) for each in answer.classifications],
        "next_steps": [_message(step) for step in answer.next_steps],
        "conflicts": [_conflict(conflict) for conflict in answer.conflicts],
        "notes": [_message(note) for note in answer.notes],
        "library_version": __version__,
    }


@to_dict.register
def _(answer: Classification) -> dict[str, Any]:
    if_known = answer.if_known
    return {
        "format": CLASSIFICATION_FORMAT,
        "scheme": answer.scheme.id,
        "applicable": answer.applicable,
        "possible": list(answer.possible),
        "group": answer.group,
        "uncovered": answer.uncovered,
        "because": [_because(because) for because in answer.because],
        "missing": [missing.fact.name for missing in if_known],
        "if_known": [_if_known(missing) for missing in if_known],
        "citation": _citation(answer.citation),
    }


@to_dict.register
def _(answer: CheckedList) -> dict[str, Any]:
    return {
        "format": CHECKLIST_FORMAT,
        "checklist": answer.checklist.id,
        "factors": [
            {
                "id": each.factor.id,
                "words": each.factor.words,
                "weight": each.factor.weight,
                "state": each.state,
                "because": [_because(because) for because in each.because],
                "missing": list(each.missing),
                "unprinted": list(each.unprinted),
            }
            for each in answer.factors
        ],
        "citation": _citation(answer.citation),
        "library_version": __version__,
    }


@to_dict.register
def _(answer: Comparison) -> dict[str, Any]:
    return {
        "format": COMPARISON_FORMAT,
        "as_of": answer.facts.as_of and answer.facts.as_of.isoformat(),
        "assessments": [to_dict(each) for each in answer.assessments],
        "classifications": [
            {
                **to_dict(each),
                "question": each.scheme.question,
                "year": each.scheme.year,
                "outcome": each.scheme.outcomes.get(each.group or ""),
                "caution": each.scheme.caution or None,
            }
            for each in answer.classifications
        ],
        "checklists": [to_dict(each) for each in answer.checklists],
        "disagreements": [_disagreement(each) for each in answer.disagreements],
        "missing": {name: list(ids) for name, ids in answer.missing.items()},
        "not_applicable": [source.id for source in answer.not_applicable],
        "unlisted": [source.id for source in answer.unlisted],
        "conflicts": [_conflict(conflict) for conflict in answer.conflicts],
        "notes": [_message(note) for note in answer.notes],
        "library_version": __version__,
    }


@to_dict.register
def _(course: Timeline) -> dict[str, Any]:
    delay = course.delay
    return {
        "format": TIMELINE_FORMAT,
        "guideline": course.guideline.id,
        "moments": [
            {
                "date": moment.date.isoformat(),
                "events": list(moment.events),
                "refer": moment.answer.refer,
                "triggers": {t.id: t.status for t in moment.answer.triggers},
            }
            for moment in course.moments
        ],
        "triggers": [
            {
                "id": trigger.id,
                "decided": trigger.decided and trigger.decided.isoformat(),
                "met": trigger.met and trigger.met.isoformat(),
                "due": trigger.due and trigger.due.isoformat(),
            }
            for trigger in course.triggers
        ],
        "first_met": course.first_met and course.first_met.isoformat(),
        "consulted": course.consulted and course.consulted.isoformat(),
        "delay_days": None if delay is None else delay.days,
        "undated": list(course.undated),
        "library_version": __version__,
    }


@to_dict.register
def _(guideline: Guideline) -> dict[str, Any]:
    return {
        "id": guideline.id,
        "kind": "referral",
        "title": guideline.title,
        "version": guideline.version,
        "population": guideline.population.words,
        "triggers": [trigger.id for trigger in guideline.triggers],
        "citation": _citation(guideline.citation),
        "provenance": guideline.citation.provenance,
    }


@to_dict.register
def _(checklist: Checklist) -> dict[str, Any]:
    return {
        "id": checklist.id,
        "kind": "checklist",
        "title": checklist.title,
        "version": checklist.citation.edition,
        "population": checklist.population.words,
        "factors": [factor.id for factor in checklist.factors],
        "citation": _citation(checklist.citation),
        "provenance": checklist.citation.provenance,
    }


@to_dict.register
def _(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "kind": scheme.question,
        "title": scheme.title,
        "version": scheme.citation.edition,
        "population": scheme.population.words,
        "groups": list(scheme.groups),
        "citation": _citation(scheme.citation),
        "provenance": scheme.citation.provenance,
    }


def _trigger(result: TriggerResult) -> dict[str, Any]:
    if_known = result.if_known
    return {
        "id": result.id,
        "title": result.trigger.title,
        "layer": result.layer,
        "status": result.status,
        "due": result.due and result.due.isoformat(),
        "reason": result.reason and _message(result.reason),
        "bases": [
            {"id": basis.id, "source": basis.source, "citation": _citation(basis.citation)}
            for basis in result.bases
        ],
        "because": [_because(because) for because in result.because],
        "whatever": [fact.name for fact in result.whatever],
        "missing": [missing.fact.name for missing in if_known],
        "if_known": [_if_known(missing) for missing in if_known],
        "remarks": [_message(remark) for remark in result.remarks],
        "citation": _citation(result.citation),
        "provenance": result.provenance,
    }


def _because(because: Because) -> dict[str, Any]:
    return {
        "fact": because.fact.name,
        "value": value_text(because.fact, because.value),
        "comparison": str(because.atom),
        "holds": because.holds,
        "evidence": list(because.evidence),
        "follows_from": list(because.follows_from),
    }


def _if_known(missing: Missing) -> dict[str, Any]:
    return {
        "fact": missing.fact.name,
        "outcomes": [
            {
                "value": value_text(missing.fact, outcome.value),
                "possible": sorted(outcome.labels),
            }
            for outcome in missing.outcomes
        ],
    }


def _risk_factor(found: RiskFactor) -> dict[str, Any]:
    return {
        "id": found.factor.id,
        "direction": found.factor.direction,
        "because": [_because(because) for because in found.because],
        "citation": _citation(found.factor.citation),
    }


def _disagreement(found: Disagreement) -> dict[str, Any]:
    return {
        "question": found.question,
        "high": [scheme.id for scheme in found.high],
        "other": [scheme.id for scheme in found.other],
        "years": list(found.years),
        "points": [
            {
                "fact": point.fact.name,
                "value": value_text(point.fact, point.value),
                "kind": point.kind,
                "asked": {id_: list(lines) for id_, lines in point.asked.items()},
                "answered": {id_: list(lines) for id_, lines in point.answered.items()},
            }
            for point in found.points
        ],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "facts": list(conflict.facts),
        "message": _message(conflict.message),
        "paths": list(conflict.paths),
    }


def _message(message: Message) -> dict[str, Any]:
    return {"id": message.id, **message.as_dict()}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "source": citation.source,
        "edition": citation.edition,
        "locator": citation.locator,
        "url": citation.url,
        "provenance": citation.provenance,
        "read_in": citation.read_in,
    }
