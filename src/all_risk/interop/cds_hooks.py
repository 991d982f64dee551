"""CDS Hooks 2.0: from the request of an electronic record to the cards it shows.

Pure functions over plain JSON dictionaries, for the `patient-view` hook. A service of yours
answers `GET /cds-services` with [discovery][all_risk.interop.cds_hooks.discovery] and
`POST /cds-services/all-risk-referral` with [cards][all_risk.interop.cds_hooks.cards]; no
server, clock or connection is in here.

A card informs a clinician who can review its basis. It is never an order: no suggestion and
no system action is sent. Its indicator follows one rule. `warning` is for a met trigger of
consultation or indication when no visit to a transplant doctor is on record, since that is
what a reader should not miss. Everything else is `info`. `critical` is never used: a referral
is a matter of days, and an alarm that is not one teaches readers to look away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from attrs import evolve, frozen

from all_risk.assessment import Assessment, TriggerResult
from all_risk.errors import InvalidDocument, Problem, nearest, shown
from all_risk.evaluation import evaluate
from all_risk.explain.english import CLINICIAN
from all_risk.explain.outline import outline_assessment
from all_risk.explain.render import Catalogue, Line
from all_risk.facts import died, transplant_consultation
from all_risk.guideline import Guideline, Layer
from all_risk.interop.fhir import Reading, read_bundle
from all_risk.messages import say
from all_risk.quantities import kind_of

__all__ = ["LONGEST_SUMMARY", "PREFETCH", "SERVICE", "cards", "discovery"]

SERVICE: Final = "all-risk-referral"
"""The id of the service, the last part of its address."""
LONGEST_SUMMARY: Final = 139
"""CDS Hooks asks for fewer than 140 characters."""

PREFETCH: Final[Mapping[str, str]] = {
    "patient": "Patient/{{context.patientId}}",
    "conditions": "Condition?patient={{context.patientId}}",
    "laboratory": "Observation?patient={{context.patientId}}&category=laboratory",
    "diseaseStatus": "Observation?patient={{context.patientId}}&code=http://loinc.org|97509-4",
    "administrations": "MedicationAdministration?patient={{context.patientId}}",
    "procedures": "Procedure?patient={{context.patientId}}",
}
"""What the record is asked to send along, by key."""
_NEEDED: Final = ("patient", "conditions")
_NOT_MET: Final = (
    "That does not mean that no referral is needed: several guidelines advise an evaluation for "
    "every patient."
)

_LAYERS: Final[Mapping[Layer, str]] = {
    "consultation": "talk to a transplant centre",
    "typing": "HLA typing and donor search",
    "indication": "transplant",
}
_TITLES: Final[Mapping[Layer, str]] = {
    "consultation": "Transplant consultation",
    "typing": "HLA typing and donor search",
    "indication": "Transplant indication",
}
_OVERRIDES: Final = (
    ("arranged", "A transplant doctor has been seen, or the visit is arranged"),
    ("record-wrong", "The record is wrong or out of date"),
    ("not-applicable", "The guideline does not fit this patient"),
    ("declined", "The patient or family declined a conversation"),
    ("decided-otherwise", "Decided otherwise after review"),
)
_FACTS: Final = Catalogue(messages={"fact": "{fact}"}, words=CLINICIAN.words)


def discovery() -> dict[str, Any]:
    """What `GET /cds-services` answers.

    Returns:
        The document.

    Examples:
        >>> [service["hook"] for service in discovery()["services"]]
        ['patient-view']
    """
    service = {
        "id": SERVICE,
        "hook": "patient-view",
        "title": "Transplant referral in acute lymphoblastic leukaemia",
        "description": "Which published criteria for seeing a transplant doctor a patient with "
        "acute lymphoblastic leukaemia meets, why, and which result would decide an open one. "
        "For clinicians who can review the basis of each statement.",
        "usageRequirements": "Answers only from what is sent along (prefetch); nothing is "
        "fetched, stored or ordered.",
        "prefetch": dict(PREFETCH),
    }
    return {"services": [service]}


def cards(
    request: object,
    *,
    docs: str,
    guideline: str | Guideline = "nmdp-patient-2017",
    as_of: date | None = None,
) -> dict[str, Any]:
    """The cards for a request.

    Args:
        request: The body of the request, as `json.loads` makes it.
        docs: The address of this library's documentation, to which the cards link.
        guideline: The guideline, or its id.
        as_of: Today, as the caller's clock has it; with None nothing is ever not due.

    Returns:
        The response. It has no card for a patient without acute lymphoblastic leukaemia on
        record, or who has died. Otherwise it has one card for each layer of the guideline
        with triggers that are met, and one for those that are open or not met.

    Raises:
        InvalidDocument: If the request is not one of the `patient-view` hook, or lacks what
            an answer needs. A problem with the code `prefetch_missing` is answered with the
            HTTP status 412, any other with 400.
        UnknownGuideline: If there is no guideline of that id.

    Examples:
        >>> cards({}, docs="https://docs.example.org")
        Traceback (most recent call last):
        ...
        all_risk.errors.InvalidDocument: $.hook: this service answers 'patient-view'
        $.context: the context is an object, not null
        $.hookInstance: the id of this call is a UUID, as CDS Hooks asks
    """
    asked = _request(request)
    reading = read_bundle(asked.bundle)
    if reading.condition is None:
        return {"cards": []}
    answer = evaluate(reading.patient, guideline, as_of=as_of)
    if answer.facts.values.get(died.name):
        return {"cards": []}
    writer = _Writer(answer=answer, reading=reading, request=asked, docs=docs.rstrip("/"))
    return {"cards": list(writer.cards())}


# The request.


@frozen(kw_only=True)
class _Request:
    """A request that holds what an answer needs.

    Attributes:
        instance: The id of this call of the hook.
        bundle: What was sent along, as one bundle.
        missing: What was asked for and not sent.
    """

    instance: UUID
    bundle: Mapping[str, Any]
    missing: tuple[str, ...]


def _request(request: object) -> _Request:
    if not isinstance(request, Mapping):
        message = f"a request is an object, not {kind_of(request)}"
        raise InvalidDocument(Problem("$", "wrong_type", message))
    found = [*_wrong_hook(request), *_wrong_context(request.get("context"))]
    instance = _uuid(request.get("hookInstance"))
    if instance is None:
        message = "the id of this call is a UUID, as CDS Hooks asks"
        found.append(Problem("$.hookInstance", "not_a_uuid", message))
    prefetch = request.get("prefetch")
    if prefetch is not None and not isinstance(prefetch, Mapping):
        message = f"what is sent along is an object, not {kind_of(prefetch)}"
        found.append(Problem("$.prefetch", "wrong_type", message))
    if found or instance is None:
        raise InvalidDocument(found)
    given = {
        key: value
        for key, value in (prefetch or {}).items()
        if not (isinstance(value, Mapping) and value.get("resourceType") == "OperationOutcome")
    }
    problems = [*_not_sent(given), *_someone_else(given, request["context"]["patientId"])]
    if problems:
        raise InvalidDocument(problems)
    entries = [{"resource": value} for value in given.values() if value is not None]
    return _Request(
        instance=instance,
        bundle={"resourceType": "Bundle", "type": "collection", "entry": entries},
        missing=tuple(key for key in PREFETCH if key not in given),
    )


def _wrong_hook(request: Mapping[str, Any]) -> Iterator[Problem]:
    hook = request.get("hook")
    if hook != "patient-view":
        said = f", not {shown(hook)}" if isinstance(hook, str) else ""
        yield Problem("$.hook", "unknown_hook", f"this service answers 'patient-view'{said}")


def _wrong_context(context: object) -> Iterator[Problem]:
    if not isinstance(context, Mapping):
        message = f"the context is an object, not {kind_of(context)}"
        yield Problem("$.context", "wrong_type", message)
        return
    for key in ("userId", "patientId"):
        if not isinstance(context.get(key), str) or not context[key]:
            hint = nearest(key, (str(k) for k in context if k != key)) if key not in context else ""
            message = f"'{key}' is missing, or not a text{hint}"
            yield Problem(f"$.context.{key}", "context_missing", message)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _not_sent(given: Mapping[str, Any]) -> Iterator[Problem]:
    for key in _NEEDED:
        if key not in given or (key == "patient" and given[key] is None):
            template = PREFETCH[key]
            message = f"nothing can be said without it; send along {template!r}"
            yield Problem(f"$.prefetch.{key}", "prefetch_missing", message)
    for key, value in given.items():
        if value is not None and not isinstance(value, Mapping):
            message = f"a resource or a bundle is expected, not {kind_of(value)}"
            yield Problem(f"$.prefetch[{shown(key)}]", "wrong_type", message)


def _someone_else(given: Mapping[str, Any], patient_id: str) -> Iterator[Problem]:
    patient = given.get("patient")
    if isinstance(patient, Mapping) and patient.get("id") != patient_id.removeprefix("Patient/"):
        message = "the Patient that was sent along is not the one of the context"
        yield Problem("$.prefetch.patient", "other_patient", message)


# The cards.


@frozen(kw_only=True)
class _Writer:
    answer: Assessment
    reading: Reading
    request: _Request
    docs: str

    def cards(self) -> Iterator[dict[str, Any]]:
        """For each layer, what is met and then what is not."""
        for layer in _LAYERS:
            triggers = [t for t in self.answer.triggers if t.layer == layer]
            met = [t for t in triggers if t.status == "met"]
            rest = [t for t in triggers if t.status not in ("met", "not_applicable")]
            if met:
                yield self._met(layer, met)
            if rest:
                yield self._not_met(layer, rest, met)

    def _met(self, layer: Layer, met: list[TriggerResult]) -> dict[str, Any]:
        known = ", ".join(_name(trigger) for trigger in met)
        summary = f"{_TITLES[layer]}: {len(met)} published criteria met: {known}"
        if len(met) == 1:
            summary = f"{_TITLES[layer]}: a published criterion is met: {known}"
        seen = self.answer.facts.values.get(transplant_consultation.name) is True
        told = ["A visit to a transplant doctor is on record already."] if seen else []
        urgent = layer != "typing" and not seen
        return {
            **self._card(f"{layer}-met", summary, "warning" if urgent else "info", met, told),
            "overrideReasons": [
                {"code": code, "system": f"{self.docs}/cds-hooks/#override-reasons", "display": d}
                for code, d in _OVERRIDES
            ],
        }

    def _not_met(
        self, layer: Layer, rest: list[TriggerResult], met: list[TriggerResult]
    ) -> dict[str, Any]:
        title = _TITLES[layer]
        waiting = [t for t in rest if t.status in ("unknown", "not_due")]
        if not waiting:
            others = "no other" if met else "no"
            summary = f"{title}: {others} criterion of this guideline is met by what is on record"
            return self._card(f"{layer}-not-met", summary, "info", rest, [_NOT_MET])
        deciding = dict.fromkeys(name for trigger in waiting for name in trigger.missing)
        if not deciding:
            deciding = dict.fromkeys(f.name for t in waiting for f in t.hangs_on)
        due = sorted(t.due.isoformat() for t in waiting if t.status == "not_due" and t.due)
        counted = f"{len(waiting)} {'further ' if met else ''}open"
        if deciding:
            names = ", ".join(map(_fact, deciding))
            summary = f"{title}: {counted}; would be decided by: {names}"
        elif due:
            summary = f"{title}: {counted}; not due before {due[0]}"
        else:
            summary = f"{title}: {counted}; no result that can be supplied would decide"
        return self._card(f"{layer}-open", summary, "info", rest, [])

    def _card(
        self,
        name: str,
        summary: str,
        indicator: str,
        triggers: list[TriggerResult],
        told: list[str],
    ) -> dict[str, Any]:
        guideline = self.answer.guideline
        source: dict[str, Any] = {"label": f"{guideline.citation}"}
        if guideline.citation.url:
            source["url"] = guideline.citation.url
        source["topic"] = {
            "system": f"{self.docs}/guidelines/",
            "code": guideline.id,
            "display": guideline.title,
        }
        return {
            "uuid": str(uuid5(self.request.instance, name)),
            "summary": _cut(summary),
            "indicator": indicator,
            "source": source,
            "detail": "\n".join(self._detail(summary, triggers, told)),
            "links": list(self._links(triggers)),
        }

    def _links(self, triggers: list[TriggerResult]) -> Iterator[dict[str, Any]]:
        """To the pages on which the rules are written out."""
        guideline = self.answer.guideline
        titles = {each.id: each.title for each in guideline.lists} | {guideline.id: guideline.title}
        named = {guideline.id: guideline.title}
        for trigger in triggers:
            named |= {b.source: titles.get(b.source, b.source) for b in trigger.bases}
        for id_, title in named.items():
            url = f"{self.docs}/guidelines/{id_}/"
            yield {"label": f"Rules: {title}", "url": url, "type": "absolute"}

    # The detail is the explanation of the library, the parts of it that are about this card.

    def _detail(
        self, summary: str, triggers: list[TriggerResult], told: list[str]
    ) -> Iterator[str]:
        if len(summary) > LONGEST_SUMMARY:
            yield f"{_escaped(summary)}\n"
        yield _escaped(CLINICIAN.text(say("intended_use"))) + "\n"
        yield from (f"{_escaped(each)}\n" for each in told)
        ids = {trigger.id for trigger in triggers}
        cited: set[str] = set()
        sources: list[Line] = []
        for heading, lines in _sections(outline_assessment(self.answer)):
            about = heading.message.as_dict()
            if heading.message.id == "sources":
                sources = lines
            elif heading.message.id in ("conflicts", "notes") or about.get("trigger") in ids:
                cited |= {line.message.as_dict().get("number", "") for line in lines}
                yield from _section(heading, map(self._in_the_record, lines))
        yield from self._about_the_record()
        kept = [line for line in sources if line.message.as_dict()["number"] in cited]
        yield from _section(Line(say("sources"), 0), kept)

    def _in_the_record(self, line: Line) -> Line:
        """A line that names the resources it rests on, instead of the places they went to."""
        args = tuple(
            (name, ", ".join(self._resources(value)) if name in ("where", "paths") else value)
            for name, value in line.message.args
        )
        return evolve(line, message=evolve(line.message, args=args))

    def _resources(self, paths: str) -> Iterator[str]:
        for path in paths.split(", "):
            yield from self.reading.sources.get(path, (path,))

    def _about_the_record(self) -> Iterator[str]:
        lost = [f"{each.reference}: {each.why}" for each in self.reading.lost]
        against = [f"{', '.join(c.references)}: {c.message}" for c in self.reading.conflicts]
        unsent = [f"{key} ({PREFETCH[key]})" for key in self.request.missing]
        for title, listed in (
            ("Resources that contradict each other", against),
            ("Not understood, and not used", lost),
            ("Asked for, and not sent along", unsent),
        ):
            if listed:
                yield f"**{title}**\n"
                yield from (f"- {_escaped(each)}" for each in listed)
                yield ""


def _name(trigger: TriggerResult) -> str:
    return trigger.trigger.title[:1].lower() + trigger.trigger.title[1:]


def _fact(name: str) -> str:
    return _FACTS.text(say("fact", fact=name))


def _sections(lines: Iterable[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """The headings of an explanation, each with the lines below it."""
    current: tuple[Line, list[Line]] | None = None
    for line in lines:
        if line.level == 0:
            if current is not None:
                yield current
            current = line, []
        elif current is not None:
            current[1].append(line)
    if current is not None:
        yield current


def _section(heading: Line, lines: Iterable[Line]) -> Iterator[str]:
    listed = tuple(lines)
    if listed:
        yield f"**{_escaped(CLINICIAN.text(heading.message))}**\n"
        for line in listed:
            url = line.message.as_dict().get("url", "")
            words = CLINICIAN.text(line.message).removeprefix("- ").removesuffix(url).rstrip()
            address = f" <{url}>" if url else ""
            yield f"{'  ' * (line.level - 1)}- {_escaped(words)}{address}"
        yield ""


def _escaped(words: str) -> str:
    """Text in which nothing is markup, whoever wrote it."""
    plain = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]>|#~!])", r"\\\1", plain)


def _cut(summary: str) -> str:
    """A summary of the length allowed, cut at a word."""
    if len(summary) <= LONGEST_SUMMARY:
        return summary
    kept = summary[: LONGEST_SUMMARY - 1]
    return kept[: kept.rfind(" ")].rstrip(",;:") + "…"
