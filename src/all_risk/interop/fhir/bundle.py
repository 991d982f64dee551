"""Open a bundle: one patient, every resource once, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from attrs import define, field

from all_risk.errors import InvalidDocument, Problem, shown
from all_risk.interop.plain import Json, Unread, obj, objects, text
from all_risk.interop.reading import Contradiction, NotUnderstood
from all_risk.json_text import parsed
from all_risk.quantities import kind_of

__all__ = ["LARGEST_BUNDLE", "MOST_RESOURCES", "Record", "open_bundle"]

LARGEST_BUNDLE: Final = 20_000_000
"""The largest text that is read, in bytes."""
MOST_RESOURCES: Final = 50_000
"""The most resources one bundle may hold."""


def _refused(code: str, message: str, path: str = "$") -> InvalidDocument:
    return InvalidDocument(Problem(path, code, message))


@define
class Record:
    """The resources of one patient.

    Attributes:
        patient: The Patient resource; empty if the bundle has none.
        subject: The reference that everything else has as its subject.
        resources: Everything else, each with its reference.
        by_reference: Every resource by every reference that leads to it.
        names: The reference of every resource, by its identity.
        not_understood: What was put aside on the way.
        conflicts: What contradicts itself already.
    """

    patient: Json
    subject: str
    resources: list[tuple[str, Json]] = field(factory=list)
    by_reference: dict[str, Json] = field(factory=dict)
    names: dict[int, str] = field(factory=dict)
    not_understood: list[NotUnderstood] = field(factory=list)
    conflicts: list[Contradiction] = field(factory=list)

    def follow(self, resource: Json, reference: object) -> Json:
        """The resource a reference leads to, contained ones included; or an empty object."""
        target = _reference(reference)
        if target.startswith("#"):
            inner = objects(resource.get("contained"))
            return next((each for each in inner if each.get("id") == target[1:]), {})
        return self.by_reference.get(target, {})


def open_bundle(bundle: object) -> Record:
    """The resources of a bundle.

    Args:
        bundle: The bundle, or its JSON text.

    Returns:
        The resources.

    Raises:
        InvalidDocument: If it is not a bundle, is too large, or is about several patients.
    """
    document = _decoded(bundle) if isinstance(bundle, (str, bytes)) else bundle
    if not isinstance(document, Mapping):
        raise _refused("wrong_type", f"a FHIR Bundle is an object, not {kind_of(document)}")
    kind = document.get("resourceType")
    if kind != "Bundle":
        said = f"not {shown(kind)}" if isinstance(kind, str) else "which says so in resourceType"
        raise _refused("wrong_resource", f"a FHIR Bundle is expected, {said}", "$.resourceType")
    record = Record({}, "")
    entries = list(_entries(document))
    known: dict[str, Json] = {}
    kept: list[tuple[str, Json]] = []
    clashing: set[str] = set()
    for place, url, resource in entries:
        name = _name(resource)
        reference = name or url or place
        if reference in known:
            if known[reference] != resource:
                clashing.add(reference)
            continue
        known[reference] = resource
        kept.append((reference, resource))
        record.names[id(resource)] = reference
        for way in {url, name} - {""}:
            record.by_reference.setdefault(way, resource)
    for reference in sorted(clashing):
        message = "the bundle holds two versions of it; neither is used"
        record.conflicts.append(Contradiction(references=(reference,), message=message))
    _of_one_patient([each for each in kept if each[0] not in clashing], record)
    return record


def _decoded(bundle: str | bytes) -> object:
    if len(bundle) > LARGEST_BUNDLE:
        limit = f"{LARGEST_BUNDLE:,} bytes"
        message = f"a bundle has at most {limit}; ask the server for the resources needed"
        raise _refused("too_large", message)
    return parsed(bundle, encoding="utf-8-sig", parse_float=_number, parse_constant=_number)


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of twenty digits
        return Decimal("Infinity")


def _entries(bundle: Json) -> Iterator[tuple[str, str, Json]]:
    """Every resource with its place and address; a bundle within is opened too."""
    waiting: list[tuple[str, Json]] = [("$", bundle)]
    count = 0
    while waiting:
        at, current = waiting.pop()
        if current.get("type") == "history":
            message = "a history holds old versions as well; send the current resources"
            raise _refused("history", message, f"{at}.type")
        entries = current.get("entry")
        if entries is not None and not isinstance(entries, list):
            message = f"the entries are a list, not {kind_of(entries)}"
            raise _refused("wrong_type", message, f"{at}.entry")
        for i, entry in enumerate(entries or ()):
            place = f"{at}.entry[{i}]"
            count += 1
            if count > MOST_RESOURCES:
                message = f"a bundle has at most {MOST_RESOURCES:,} resources"
                raise _refused("too_large", message, place)
            resource = obj(entry).get("resource")
            if isinstance(resource, Mapping) and resource.get("resourceType") == "Bundle":
                waiting.append((f"{place}.resource", resource))
            elif isinstance(resource, Mapping):
                yield f"{place}.resource", text(obj(entry).get("fullUrl")), resource
            elif resource is not None or not isinstance(entry, Mapping):
                yield f"{place}.resource", "", {}


def _name(resource: Json) -> str:
    kind, id_ = text(resource.get("resourceType")), text(resource.get("id"))
    return f"{kind}/{id_}" if kind and id_ else ""


def _reference(value: object) -> str:
    return text(obj(value).get("reference")).partition("/_history/")[0]


_ABOUT: Final = ("subject", "patient")


def _of_one_patient(kept: list[tuple[str, Json]], record: Record) -> None:
    patients = [each for each in kept if each[1].get("resourceType") == "Patient"]
    if len(patients) > 1:
        several = ", ".join(reference for reference, _ in patients[:5])
        raise _refused("several_patients", f"the bundle holds more than one patient: {several}")
    others = [each for each in kept if each[1].get("resourceType") != "Patient"]
    if patients:
        record.subject, record.patient = patients[0]
    else:
        subjects = {ref for _, resource in others if (ref := _subject(resource))}
        if len(subjects) > 1:
            several = ", ".join(sorted(subjects)[:5])
            message = f"the bundle is about more than one patient: {several}"
            raise _refused("several_patients", message)
        record.subject = next(iter(subjects), "")
    for reference, resource in others:
        try:
            _admit(resource, record)
        except Unread as unread:
            found = NotUnderstood(reference=reference, code=unread.code, why=unread.why)
            record.not_understood.append(found)
        else:
            record.resources.append((reference, resource))


def _subject(resource: Json) -> str:
    return next((ref for key in _ABOUT if (ref := _reference(resource.get(key)))), "")


_READ: Final = frozenset(
    {"Observation", "Condition", "Procedure", "MedicationAdministration", "MedicationStatement"}
)
_LED_TO: Final = frozenset({"DiagnosticReport", "MedicationRequest", "OperationOutcome"})


def _admit(resource: Json, record: Record) -> None:
    """Let a resource in, or say why not."""
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not kind:
        raise Unread("wrong_type", "an entry without a resource that says its resourceType")
    if kind in _LED_TO:
        return
    if kind not in _READ:
        raise Unread("not_needed", "nothing is read from this kind of resource"[:200])
    subject = _subject(resource)
    if not subject:
        raise Unread("no_subject", "it does not say whose it is")
    about = record.by_reference.get(subject)
    if subject != record.subject and (about is None or about is not record.patient):
        raise Unread("other_patient", f"its subject {shown(subject)} is not this patient")
    if objects(resource.get("modifierExtension")):
        raise Unread("modifier", "a modifier extension changes its meaning in an unknown way")
    if resource.get("implicitRules") is not None:
        raise Unread("modifier", "it is to be read by implicit rules that are not known here")


def contained_of(resource: Json) -> Iterator[str]:
    """The kinds of clinical resources that stand inside another one."""
    for inner in objects(resource.get("contained")):
        kind = text(inner.get("resourceType"))
        if kind in _READ:
            yield kind
