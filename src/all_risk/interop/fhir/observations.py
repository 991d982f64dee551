"""Observations: what each of them is about, and how its value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar, get_args

from attrs import fields

from all_risk import patient as model
from all_risk.errors import nearest, shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft, built, meaning_of, timed
from all_risk.interop.fhir.elements import (
    Concept,
    amount,
    concept,
    effective,
    number_range,
    value_of,
    when,
    words_of,
)
from all_risk.interop.fhir.genomics import read_finding, read_region, read_string, read_variant
from all_risk.interop.fhir.methods import (
    method_named,
    method_of,
    specimen_named,
    specimen_of,
    timepoint_named,
)
from all_risk.interop.fhir.policy import Meaning
from all_risk.interop.plain import Json, Unread, objects, text
from all_risk.interop.reading import RecordedRisk
from all_risk.quantities import parse_age, parse_duration, parse_fraction, parse_wbc

__all__ = ["RESPONSE_COUNTS", "read_observation"]

_T = TypeVar("_T")
_Reader: TypeAlias = Callable[[Json, str, Draft, Meaning], None]

_FINAL: Final = ("final", "amended", "corrected")
_NAMED: Final = (
    (re.compile(r"\bmrd\b|\b(minimal|measurable) residual disease\b"), "mrd"),
    (re.compile(r"(percent )?blasts? (in|of) (the )?(bone )?marrow|(bone )?marrow blasts?.{0,20}"),
     "marrow_blasts"),
    (re.compile(r"cns|cns (status|classification|involvement)( at diagnosis)?"), "cns"),
    (re.compile(r"(\w+ )?karyotype( .{0,40})?"), "karyotype"),
    (re.compile(r"dna index"), "dna_index"),
    (re.compile(r"wbc|wbc count|white (blood )?cell count|leu[ck]ocytes|leu[ck]ocyte count"),
     "wbc"),
)  # fmt: skip


def read_observation(resource: Json, reference: str, draft: Draft) -> None:
    """Read one Observation.

    Raises:
        Unread: If it cannot be used.
    """
    code = concept(resource.get("code"))
    meaning = meaning_of(code, "Observation", codes.OBSERVATIONS, draft.policy)
    if meaning is None and draft.policy.text:
        meaning = _named(code)
    if meaning is None:
        raise Unread("unknown_code", f"not an observation that is known here: {code.name}")
    if meaning.means == "not_needed":
        raise Unread("not_needed", "this observation is not asked about")
    status = text(resource.get("status"))
    if status not in _FINAL:
        raise Unread("status", f"its status is {shown(status)}; one of {', '.join(_FINAL)} counts")
    _READERS[meaning.means](resource, reference, draft, meaning)


def _named(code: Concept) -> Meaning | None:
    """What the words of a code say, where they are plain."""
    found = set()
    for word in code.words:
        folded = word.casefold()
        for pattern, means in _NAMED:
            search = pattern.search if means == "mrd" else pattern.fullmatch
            if len(folded) <= 200 and search(folded):
                found.add(means)
    if any(coding.system == codes.LOINC for coding in code.codings):
        found.discard("wbc")  # an unknown LOINC code may count cells in another fluid
    return Meaning(found.pop()) if len(found) == 1 else None


# Words and flags.


def _chosen(words: tuple[str, ...], vocabulary: Any, what: str) -> Any:
    """The first of some words that is in a vocabulary."""
    allowed = get_args(vocabulary)
    for word in words:
        if word in allowed:
            return word
    said = words[0] if words else ""
    hint = nearest(said[:100], allowed) or f"; one of {', '.join(allowed)} is"
    raise Unread("unknown_value", f"{shown(said)} is not {what}{hint}")


def _words(element: Json) -> tuple[str, ...]:
    kind, value = value_of(element)
    if kind == "CodeableConcept":
        found = concept(value)
        local = found.local()
        return (local,) if local is not None else found.words
    return tuple(words_of(kind, value))


def _flag(element: Json) -> bool:
    kind, value = value_of(element)
    if kind != "Boolean" or not isinstance(value, bool):
        raise Unread("wrong_value", "true or false is expected (valueBoolean)")
    return value


def _components(resource: Json) -> dict[str, Json]:
    """Its components by their code in this library's own system."""
    return {
        code: each
        for each in objects(resource.get("component"))
        if (code := concept(each.get("code")).local()) is not None
    }


def _plain(part: type, name: str) -> Callable[[Any], Any]:
    return lambda value: getattr(part(**{name: value}), name)


def _optional(parts: dict[str, Json], name: str, read: Callable[[Json], _T]) -> _T | None:
    return read(parts[name]) if name in parts else None


# The white cell count and the rest of the diagnosis.


def _wbc(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    count = amount(kind, value, "count", parse_wbc)
    if specimen_of(resource, draft) == "marrow":
        raise Unread("specimen", "a count in marrow is not the white cell count of blood")
    draft.counts.append((effective(resource), count, reference))


def _wbc_at_diagnosis(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    count = amount(kind, value, "count", parse_wbc)
    draft.state("diagnosis.wbc", count, reference, f"{count} x10^9/L at diagnosis")


def _age(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    age = amount(kind, value, "age", parse_age)
    draft.state("diagnosis.age", age, reference, f"age at diagnosis, {age}")


_CNS: Final = re.compile(r"cns[\s_-]?([123])[\s_-]?([abc]?)", re.IGNORECASE)


def _cns(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    words = _words(resource)
    for word in words:
        match = _CNS.fullmatch(word)
        if match:
            status = f"CNS{match[1]}{match[2].lower()}"
            built(model.Diagnosis, cns=status)
            draft.state("diagnosis.cns", status, reference, status)
            return
    said = shown(words[0]) if words else "its value"
    raise Unread("unknown_value", f"{said} is not a CNS status; CNS1, CNS2a and the like are")


def _diagnosis_flag(path: str) -> _Reader:
    def read(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
        draft.state(path, _flag(resource), reference)

    return read


def _sites(resource: Json, name: str) -> tuple[str, ...]:
    return tuple(
        _chosen(_words(each), model.Site, "a site")
        for each in objects(resource.get("component"))
        if concept(each.get("code")).local() == name
    )


def _extramedullary(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    sites = _sites(resource, "site")
    present = _flag(resource)
    if present is not bool(sites):
        raise Unread("contradiction", "it names sites and says there is none, or the reverse")
    what = ", ".join(sites) or "no disease outside the marrow"
    draft.state("diagnosis.extramedullary", sites, reference, what)


def _steroid(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    given, parts = _flag(resource), _components(resource)
    path, details = "diagnosis.steroid_pretreatment", {}
    for name in ("duration", "before_diagnosis"):
        if name in parts:
            kind, value = value_of(parts[name])
            details[name] = amount(kind, value, "time", parse_duration, words=False)
    if details and not given:
        raise Unread("contradiction", "it gives details of steroids and says there were none")
    pretreatment = built(model.SteroidPretreatment, **details) if details else given
    draft.state(path, pretreatment, reference)


def _immunophenotype(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    said = text(value) if kind == "String" else next(words_of(kind, value), "")
    if not said:
        raise Unread("wrong_value", "an immunophenotype is read as words")
    draft.add("diagnosis.immunophenotype", said, reference, "markers, as reported")


# Response.


def _mrd(resource: Json, reference: str, draft: Draft, meaning: Meaning) -> None:
    parts = _components(resource)
    words = " ".join(concept(resource.get("code")).words).casefold() if draft.policy.text else ""
    level = None if _unknown(resource) else _level(resource)
    result = built(
        model.Mrd,
        level=level,
        timepoint=_optional(parts, "timepoint", _timepoint)
        or meaning.timepoint
        or timepoint_named(words),
        specimen=specimen_of(resource, draft) or meaning.specimen or specimen_named(words),
        method=method_of(resource, draft) or meaning.method or method_named(words),
        sensitivity=_optional(parts, "sensitivity", _share),
        markers=_optional(
            parts, "markers", lambda e: number_range(e, _plain(model.Mrd, "markers"))
        ),
        quantifiable=_optional(parts, "quantifiable", _flag),
        **timed(resource),
    )
    draft.add("mrd", result, reference, "MRD")


def _level(resource: Json) -> Any:
    kind, value = value_of(resource)
    return amount(kind, value, "fraction", _plain(model.Mrd, "level"))


def _unknown(resource: Json) -> bool:
    """Whether it was measured and the level is not known, which is not a negative result."""
    reason = concept(resource.get("dataAbsentReason"))
    return any(c.key == (codes.DATA_ABSENT, "unknown") for c in reason.codings)


def _timepoint(element: Json) -> Any:
    return _chosen(_words(element), model.Timepoint, "a time point")


def _share(element: Json) -> Any:
    kind, value = value_of(element)
    return amount(kind, value, "fraction", parse_fraction, words=False)


def _marrow_blasts(resource: Json, reference: str, draft: Draft, meaning: Meaning) -> None:
    kind, value = value_of(resource)
    blasts = amount(kind, value, "fraction", _plain(model.Response, "marrow_blasts"))
    response = built(
        model.Response, marrow_blasts=blasts, timepoint=meaning.timepoint, **timed(resource)
    )
    draft.add("treatment.responses", response, reference, "marrow blasts")


RESPONSE_COUNTS: Final = tuple(
    attribute.name
    for attribute in fields(model.Response)
    if attribute.metadata.get("quantity") == "wbc"
)
"""What is counted in the blood when a response is judged."""


def _response(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    parts = _components(resource)
    given = timed(resource)
    for name in RESPONSE_COUNTS:
        if name in parts:
            kind, value = value_of(parts[name])
            parse = _plain(model.Response, name)
            given[name] = amount(kind, value, "count", parse, words=False)
    response = built(
        model.Response,
        timepoint=_optional(parts, "timepoint", _timepoint),
        marrow_blasts=_optional(parts, "marrow_blasts", _share),
        status=_optional(parts, "status", _remission),
        extramedullary=_optional(parts, "extramedullary", _resolution),
        **given,
    )
    draft.add("treatment.responses", response, reference, "response")


def _remission(element: Json) -> Any:
    return _chosen(_words(element), model.Remission, "a response")


def _resolution(element: Json) -> Any:
    return _chosen(_words(element), model.Resolution, "resolved or persisting")


def _disease_status(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    status = concept(value).find(codes.REMISSION_STATUS) if kind == "CodeableConcept" else None
    if status is None:
        message = (
            "a disease status such as improved, stable or worsened shows neither remission nor "
            "relapse; marrow blasts or a recorded response would"
        )
        raise Unread("no_remission_status", message)
    response = built(model.Response, status=status, **timed(resource))
    draft.add("treatment.responses", response, reference, f"response {status}")


def _relapse(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    if not _flag(resource):
        draft.state("treatment.relapses", "none", reference, "no relapse has happened")
        return
    relapse = built(model.Relapse, sites=_sites(resource, "site"), **timed(resource))
    draft.add("treatment.relapses", relapse, reference, "relapse")


def _day(path: str) -> _Reader:
    def read(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
        kind, value = value_of(resource)
        at = when(value) if kind == "DateTime" else None
        if at is None or at.day is None:
            raise Unread("no_date", "a whole date is expected (valueDateTime)")
        draft.state(path, at.day, reference)

    return read


def _consultation(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    seen, at = _flag(resource), effective(resource)
    visit = model.Consultation(date=at.day) if seen and at and at.day else seen
    draft.state("treatment.transplant_consultation", visit, reference, "transplant consultation")


# What others concluded.


def _risk(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    kind, value = value_of(resource)
    group = concept(value) if kind == "CodeableConcept" else Concept((), text(value))
    recorded = RecordedRisk(
        reference=reference,
        group=group.find(codes.RISK_GROUPS),
        text=next(iter(group.words), group.name),
        date=at.day if (at := effective(resource)) else None,
    )
    draft.risks.append(recorded)


def _report(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    procedures = (
        concept(draft.record.follow(resource, part).get("code"))
        for part in objects(resource.get("partOf"))
    )
    if any(each.find(codes.PROCEDURES) == "lumbar_puncture" for each in procedures):
        message = "it is coded as a marrow report and is part of a lumbar puncture; it is not used"
        draft.contradict([reference], message)
    message = "a report in words is not read; give a coded result (CNS1, a blast percentage)"
    raise Unread("words_only", message)


_READERS: Final[Mapping[str, _Reader]] = MappingProxyType(
    {
        "age_at_diagnosis": _age,
        "cns": _cns,
        "disease_status": _disease_status,
        "dna_index": read_string("dna_index"),
        "down_syndrome": _diagnosis_flag("diagnosis.down_syndrome"),
        "extramedullary": _extramedullary,
        "finding": read_finding,
        "fish": read_string("fish"),
        "immunophenotype": _immunophenotype,
        "induction_started": _day("treatment.induction_started"),
        "karyotype": read_string("karyotype"),
        "marrow_blasts": _marrow_blasts,
        "modal_number": read_string("modal_number"),
        "mrd": _mrd,
        "prior_cml": _diagnosis_flag("diagnosis.prior_cml"),
        "region_studied": read_region,
        "relapse": _relapse,
        "report": _report,
        "response": _response,
        "risk": _risk,
        "steroid_pretreatment": _steroid,
        "testicular": _diagnosis_flag("diagnosis.testicular"),
        "transplant_consultation": _consultation,
        "treatment_ended": _day("treatment.ended"),
        "treatment_started": _day("treatment.started"),
        "variant": read_variant,
        "wbc": _wbc,
        "wbc_at_diagnosis": _wbc_at_diagnosis,
    }
)
