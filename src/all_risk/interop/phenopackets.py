"""GA4GH phenopackets, version 2: in and out, as plain dictionaries.

A phenopacket carries an ALL patient in part: age, sex, lineage, single counts and levels,
lesions that were found or excluded. [not_carried][all_risk.interop.phenopackets.not_carried]
says what of a patient it cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, cast, get_args

from attrs import define, field, fields

from all_risk import patient as model
from all_risk.errors import AllRiskError, InvalidDocument, Problem, shown
from all_risk.genetics.names import lesion, read_name
from all_risk.interop.account import Account
from all_risk.interop.plain import Json, Unread, obj, objects, text
from all_risk.interop.reading import Reading, RecordedRisk
from all_risk.json_text import parsed
from all_risk.patient import Patient
from all_risk.quantities import (
    Age,
    Interval,
    kind_of,
    parse_age,
    parse_fraction,
    parse_wbc,
)

__all__ = ["LARGEST_PHENOPACKET", "not_carried", "read_phenopacket", "write_phenopacket"]

LARGEST_PHENOPACKET: Final = 5_000_000
"""The largest text that is read, in bytes."""

# Terms seen in the phenopacket store or in several public mappings.
_DISEASES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "NCIT:C3167": None,
        "NCIT:C8936": "B",
        "HP:0006721": None,
        "HP:0004812": "B",
        "HP:0006727": "T",
        "SNOMEDCT:277571004": "B",
        "SNOMEDCT:91857003": None,
        "ICD10CM:C91.00": None,
    }
)
_COUNTS: Final = frozenset({"LOINC:26464-8", "LOINC:6690-2"})
_COUNT_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "UO:0000316": "/uL",
        "UCUM:10*3/uL": "10^3/uL",
        "UCUM:10*9/L": "10^9/L",
        "UCUM:/uL": "/uL",
        "UCUM:10*6/L": "10^6/L",
    }
)
_SHARE_UNITS: Final[Mapping[str, str]] = MappingProxyType({"UCUM:%": "%", "UCUM:1": "1"})
_PRESENT, _ABSENT = "LOINC:LA9633-4", "LOINC:LA9634-2"
_UNCLEAR: Final = "LOINC:LA11884-6"
_RISKS: Final[Mapping[str, str]] = MappingProxyType(
    {"NCIT:C122457": "standard", "NCIT:C122458": "high"}
)
_OWN: Final = "all-risk:"
_AT_DIAGNOSIS: Final = f"{_OWN}at_diagnosis"
_WINDOW: Final = (timedelta(days=-30), timedelta(days=7))


# Reading.


def read_phenopacket(document: Mapping[str, Any] | str | bytes) -> Reading:
    """What a phenopacket says about a patient with acute lymphoblastic leukaemia.

    A feature or disease that is `excluded` is not there. A variant counts only where the
    interpretation is of the leukaemia: a germline variant that explains another disease is
    none of its lesions. What the phenopacket does not say stays unknown.

    Args:
        document: The phenopacket as a dictionary, or its JSON text.

    Returns:
        The patient, what was used, what was not understood, and what contradicts itself.

    Raises:
        InvalidDocument: If it is not a phenopacket of version 2, or is of several people.
        InvalidPatient: If its dates tell a history that cannot have happened.

    Examples:
        >>> reading = read_phenopacket({
        ...     "id": "p1",
        ...     "subject": {"id": "p1", "sex": "MALE"},
        ...     "diseases": [{
        ...         "term": {"id": "NCIT:C8936", "label": "B Lymphoblastic Leukemia/Lymphoma"},
        ...         "onset": {"age": {"iso8601duration": "P6Y"}},
        ...     }],
        ... })
        >>> str(reading.patient.diagnosis.age), reading.patient.diagnosis.lineage
        ('6 years', 'B')
    """
    try:
        return _read(_opened(document))
    except RecursionError:
        raise _refused("too_deep", "the document is nested too deeply") from None


def _refused(code: str, message: str, path: str = "$") -> InvalidDocument:
    return InvalidDocument(Problem(path, code, message))


def _opened(document: object) -> Json:
    if isinstance(document, (str, bytes)):
        if len(document) > LARGEST_PHENOPACKET:
            limit = f"{LARGEST_PHENOPACKET:,} bytes"
            raise _refused("too_large", f"a phenopacket has at most {limit}")
        document = parsed(document, parse_float=Decimal)
    if not isinstance(document, Mapping):
        raise _refused("wrong_type", f"a phenopacket is an object, not {kind_of(document)}")
    for key in ("proband", "members"):
        if key in document:
            message = "a family or cohort holds several people; pass one phenopacket of it"
            raise _refused("several_patients", message, f"$.{key}")
    if not isinstance(document.get("subject"), Mapping):
        raise _refused("wrong_document", "a phenopacket has a 'subject'", "$.subject")
    version = text(obj(document.get("metaData")).get("phenopacketSchemaVersion"))
    if version and not version.startswith("2"):
        message = f"version 2 of the schema is read, not {shown(version)}"
        raise _refused("version", message, "$.metaData.phenopacketSchemaVersion")
    return document


@define(kw_only=True)
class _Packet(Account):
    """A phenopacket being read."""

    onset_day: list[date] = field(factory=list)
    counts: list[tuple[date | None, str, Interval, str]] = field(factory=list)
    latest: Age | None = None
    found: bool = False


_Reader = Callable[[Json, str, _Packet], None]


def _read(document: Json) -> Reading:
    packet = _Packet()
    subject = obj(document.get("subject"))
    _attempt(_subject, subject, "subject", packet)
    readers: tuple[tuple[str, _Reader], ...] = (
        ("diseases", _disease),
        ("phenotypicFeatures", _feature),
        ("measurements", _measurement),
        ("interpretations", _interpretation),
        ("medicalActions", _action),
    )
    for key, read in readers:
        items = document.get(key)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            _attempt(read, item, f"{key}[{i}]", packet)
        if items is not None and not isinstance(items, list):
            packet.leave(key, "wrong_type", f"a list is expected, not {kind_of(items)}")
    for key in ("biosamples", "files"):
        if document.get(key):
            packet.leave(key, "not_needed", "nothing is read from here")
    if not packet.found:
        packet.leave("diseases", "no_leukaemia", "nothing says that the patient has ALL")
    elif packet.latest is not None and "diagnosis.age" not in packet.stated:
        what = "age at most, since the leukaemia was there at the last encounter"
        packet.state("diagnosis.age", packet.latest, "subject.timeAtLastEncounter", what)
    return Reading(
        patient=_patient(packet),
        subject=text(subject.get("id")),
        used=tuple(packet.used),
        not_understood=tuple(packet.not_understood),
        conflicts=tuple(packet.conflicts),
        recorded_risks=tuple(packet.risks),
    )


def _attempt(read: _Reader, item: object, path: str, packet: _Packet) -> None:
    if not isinstance(item, Mapping):
        packet.leave(path, "wrong_type", f"an object is expected, not {kind_of(item)}")
        return
    try:
        read(item, path, packet)
    except Unread as unread:
        packet.leave(path, unread.code, unread.why)
    except AllRiskError as error:
        problem = error.errors[0]
        packet.leave(path, problem.code, problem.message)


def _patient(packet: _Packet) -> Patient:
    day = packet.settle("diagnosis.date")
    _first_count(packet, day)
    return Patient(
        id=packet.settle("id"),
        sex=packet.settle("sex"),
        birth_date=packet.settle("birth_date"),
        diagnosis=model.Diagnosis(
            date=day,
            age=packet.settle_age(),
            lineage=packet.settle("diagnosis.lineage"),
            wbc=packet.settle("diagnosis.wbc"),
        ),
        genetics=packet.entries("genetics"),
        mrd=packet.entries("mrd"),
        treatment=model.Treatment(
            transplants=packet.entries("treatment.transplants") or None,
            died=packet.settle("treatment.died"),
        ),
    )


def _term(value: object) -> tuple[str, str]:
    given = obj(value)
    return text(given.get("id")), text(given.get("label"))


_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T\S{1,40})?")


def _day(value: object) -> date:
    match = _STAMP.fullmatch(text(value))
    if match is None:
        raise Unread("bad_date", "a time is written as 2024-01-31T00:00:00Z")
    try:
        return date.fromisoformat(match.group(1))
    except ValueError:
        raise Unread("bad_date", f"{shown(match.group(1))} is not a day") from None


def _moment(element: Json) -> tuple[date | None, Age | None, str]:
    """A TimeElement: a day, an age, or a term."""
    if "timestamp" in element:
        return _day(element["timestamp"]), None, ""
    if "age" in element:
        return None, parse_age(_duration(element["age"])), ""
    if "ageRange" in element:
        bounds = obj(element["ageRange"])
        first, last = (parse_age(_duration(bounds.get(key))) for key in ("start", "end"))
        low, high = first.in_months(), last.in_months()
        if high.high < low.low:
            raise Unread("empty", "the age range ends before it starts")
        span = Interval(low.low, high.high, low.low_open, high.high_open)
        return None, Age(span, "mo"), ""
    return None, None, _term(element.get("ontologyClass"))[0]


def _duration(value: object) -> str:
    found = text(obj(value).get("iso8601duration"))
    if not found.startswith("P"):
        raise Unread("bad_age", "an age is an ISO 8601 duration, such as P6Y3M")
    return found


def _subject(subject: Json, path: str, packet: _Packet) -> None:
    if id_ := text(subject.get("id")):
        packet.state("id", id_, f"{path}.id", "identifier")
    sex = subject.get("sex")
    if sex in ("MALE", "FEMALE"):
        packet.state("sex", text(sex).lower(), f"{path}.sex", "sex")
    if subject.get("dateOfBirth") is not None:
        day = _day(subject["dateOfBirth"])
        packet.state("birth_date", day, f"{path}.dateOfBirth", "date of birth")
    status = obj(subject.get("vitalStatus"))
    if status.get("status") == "DECEASED":
        when, *_ = _moment(obj(status.get("timeOfDeath")))
        packet.state("treatment.died", model.Event(date=when), f"{path}.vitalStatus", "death")
    _, age, _ = _moment(obj(subject.get("timeAtLastEncounter")))
    if age is not None:
        packet.latest = Age(Interval(high=age.in_months().high), "mo")


def _disease(item: Json, path: str, packet: _Packet) -> None:
    id_, label = _term(item.get("term"))
    if id_ not in _DISEASES:
        leukaemia = "lymphoblastic" in label.casefold()
        message = f"{shown(id_ or label)} is not a term that is known here to mean ALL"
        raise Unread("unknown_code" if leukaemia else "not_needed", message)
    _leukaemia(id_, item, path, packet)
    for stage in objects(item.get("diseaseStage")):
        stage_id, stage_label = _term(stage)
        if stage_id in _RISKS:
            recorded = RecordedRisk(
                reference=path, group=_RISKS[stage_id], text=stage_label or stage_id, date=None
            )
            packet.risks.append(recorded)


def _feature(item: Json, path: str, packet: _Packet) -> None:
    id_, _ = _term(item.get("type"))
    if id_ not in _DISEASES:
        raise Unread("not_needed", "this feature is not asked about")
    _leukaemia(id_, item, path, packet)


def _leukaemia(id_: str, item: Json, path: str, packet: _Packet) -> None:
    excluded = item.get("excluded", False)
    if excluded is not False:
        if excluded is not True:
            raise Unread("wrong_type", "'excluded' is true or false")
        raise Unread("excluded", "it is said not to be there")
    packet.found = True
    lineage = _DISEASES[id_]
    if lineage is not None:
        packet.state("diagnosis.lineage", lineage, path, f"lineage {lineage}, by its term")
    day, age, term = _moment(obj(item.get("onset")))
    if day is not None:
        packet.state("diagnosis.date", day, path, "onset of the leukaemia")
    if age is not None:
        packet.state("diagnosis.age", age, path, f"age at onset, {age}")
    if term:
        packet.leave(path, "onset_in_words", f"the onset {shown(term)} is not read")


# Measurements.


def _quantity(item: Json, units: Mapping[str, str], parse: Callable[[Any], Any]) -> Any:
    quantity = obj(obj(item.get("value")).get("quantity"))
    unit, label = _term(quantity.get("unit"))
    if quantity.get("value") is None:
        # Protobuf writes no zero: a value that is absent may be zero or unknown.
        raise Unread("no_value", "the quantity has no value; a zero must be written out")
    if unit not in units:
        message = f"the unit {shown(unit or label)} is not one of {', '.join(units)}"
        raise Unread("unit_unknown" if unit or label else "unit_missing", message)
    return parse({"value": quantity["value"], "unit": units[unit]})


def _measurement(item: Json, path: str, packet: _Packet) -> None:
    assay, label = _term(item.get("assay"))
    day, _, term = _moment(obj(item.get("timeObserved")))
    if assay in _COUNTS:
        count = _quantity(item, _COUNT_UNITS, parse_wbc)
        packet.counts.append((day, term, count, path))
    elif assay == f"{_OWN}mrd":
        _mrd(item, path, packet)
    elif assay.startswith(f"{_OWN}lesion/"):
        _tested(assay.partition("/")[2], item, day, path, packet)
    elif assay == f"{_OWN}modal_number":
        number = obj(obj(item.get("value")).get("quantity")).get("value")
        result = model.ModalNumber(modal_number=cast("Any", number), date=day)
        packet.add("genetics", result, path, "number of chromosomes")
    elif re.search(r"\bmrd\b|residual disease", label.casefold()):
        message = "no term for MRD in ALL is agreed on; write all-risk:mrd"
        raise Unread("unknown_code", message)
    else:
        raise Unread("not_needed", "this measurement is not asked about")


def _first_count(packet: _Packet, diagnosed: date | None) -> None:
    near = []
    for day, term, count, path in packet.counts:
        close = day and diagnosed and _WINDOW[0] <= day - diagnosed <= _WINDOW[1]
        if term == _AT_DIAGNOSIS:
            packet.state("diagnosis.wbc", count, path, "white cell count at diagnosis")
        elif close:
            near.append((day, count, path))
        else:
            message = "it is not said to be at diagnosis: neither by a term nor by its day"
            packet.leave(path, "not_at_diagnosis", message)
    first = min((day for day, *_ in near if day), default=None)
    for day, count, path in near:
        if day == first and "diagnosis.wbc" not in packet.stated:
            packet.state("diagnosis.wbc", count, path, "the first count around the diagnosis")
        else:
            packet.leave(path, "later_count", "another count is used")


def _own_word(value: object, vocabulary: Any) -> Any:
    word = _term(value)[0].removeprefix(_OWN)
    return word if word in get_args(vocabulary) else None


def _mrd(item: Json, path: str, packet: _Packet) -> None:
    sample, observed = obj(item.get("procedure")), obj(item.get("timeObserved"))
    day = _moment(observed)[0] or _moment(obj(sample.get("performed")))[0]
    word, _ = _term(obj(item.get("value")).get("ontologyClass"))
    if word:
        if word not in (_PRESENT, _ABSENT):
            raise Unread("unknown_value", f"{shown(word)} is neither present nor absent")
        level: Any = "negative" if word == _ABSENT else "positive"
    else:
        level = _quantity(item, _SHARE_UNITS, parse_fraction)
    result = model.Mrd(
        level=level,
        date=day,
        timepoint=_own_word(observed.get("ontologyClass"), model.Timepoint),
        specimen=_own_word(sample.get("bodySite"), model.Specimen),
        method=_own_word(sample.get("code"), model.Method),
    )
    packet.add("mrd", result, path, "MRD")


def _tested(name: str, item: Json, day: date | None, path: str, packet: _Packet) -> None:
    found, _ = _term(obj(item.get("value")).get("ontologyClass"))
    statuses: Mapping[str, model.Status] = {
        _PRESENT: "detected",
        _ABSENT: "not_detected",
        _UNCLEAR: "inconclusive",
    }
    if found not in statuses:
        raise Unread("unknown_value", "whether it is there is said by a LOINC answer (LL1971-2)")
    result = model.Finding(
        lesion=name,
        status=statuses[found],
        method=_own_word(obj(item.get("procedure")).get("code"), model.Method),
        date=day,
    )
    packet.add("genetics", result, path, f"{result.lesion}: {result.status}")


# Variants and actions.


def _interpretation(item: Json, path: str, packet: _Packet) -> None:
    diagnosis = obj(item.get("diagnosis"))
    disease, label = _term(diagnosis.get("disease"))
    if disease not in _DISEASES:
        message = f"it is an interpretation of {shown(label or disease)}, not of the leukaemia"
        raise Unread("other_disease", message)
    for i, each in enumerate(objects(diagnosis.get("genomicInterpretations"))):
        place = f"{path}.diagnosis.genomicInterpretations[{i}]"
        _attempt(_variant, each, place, packet)


_STATUSES: Final[Mapping[str, model.Status]] = MappingProxyType(
    {"CAUSATIVE": "detected", "CONTRIBUTORY": "detected", "CANDIDATE": "presumptive"}
)


def _variant(item: Json, path: str, packet: _Packet) -> None:
    status = _STATUSES.get(text(item.get("interpretationStatus")))
    if status is None:
        message = "a variant counts as causative, contributory or candidate"
        raise Unread("status", message)
    described = obj(obj(item.get("variantInterpretation")).get("variationDescriptor"))
    for expression in objects(described.get("expressions")):
        if expression.get("syntax") == "iscn" and text(expression.get("value")):
            result = model.KaryotypeText(karyotype=text(expression["value"]))
            packet.add("genetics", result, path, "karyotype")
            return
    named = text(described.get("label"))
    if not named:
        raise Unread("unclear_variant", "the variant has no label that names a lesion")
    name = read_name(named).lesion.name
    packet.add("genetics", model.Finding(lesion=name, status=status), path, f"{name}: {status}")


def _action(item: Json, path: str, packet: _Packet) -> None:
    procedure = obj(item.get("procedure"))
    code, _ = _term(procedure.get("code"))
    if code not in ("SNOMEDCT:234336002", "SNOMEDCT:58390007"):
        raise Unread("not_needed", "of medical actions only transplants are read")
    day, *_ = _moment(obj(procedure.get("performed")))
    known = code == "SNOMEDCT:58390007"
    transplant = model.Transplant(date=day, donor="allogeneic" if known else None)
    packet.add("treatment.transplants", transplant, path, "transplant")


# Writing.


@define
class _Written:
    """A phenopacket being written, and the paths that found no place in it."""

    document: dict[str, Any] = field(factory=dict)
    lost: list[str] = field(factory=list)


def write_phenopacket(patient: Patient, *, created: str) -> dict[str, Any]:
    """A patient as a phenopacket of version 2.

    Args:
        patient: The patient.
        created: The time of writing, such as `2025-03-01T12:00:00Z`; a phenopacket must state
            it, and no clock is read.

    Returns:
        The phenopacket; [not_carried][all_risk.interop.phenopackets.not_carried] lists what it
        does not hold.

    Examples:
        >>> packet = write_phenopacket(
        ...     Patient(id="p1", sex="male"), created="2025-03-01T12:00:00Z"
        ... )
        >>> packet["subject"]
        {'id': 'p1', 'sex': 'MALE'}
    """
    return deepcopy(_write(patient, created).document)  # its terms are constants of the module


def not_carried(patient: Patient) -> tuple[str, ...]:
    """The parts of a patient that a phenopacket cannot hold.

    Args:
        patient: The patient.

    Returns:
        Their paths in the patient document.

    Examples:
        >>> from all_risk import Diagnosis
        >>> not_carried(Patient(diagnosis=Diagnosis(wbc=">400 x10^9/L", cns="CNS1")))
        ('diagnosis.wbc', 'diagnosis.cns')
    """
    return tuple(_write(patient, "").lost)


def _class(id_: str, label: str) -> dict[str, str]:
    return {"id": id_, "label": label}


def _own(word: str) -> dict[str, str]:
    return _class(f"{_OWN}{word}", word.replace("_", " "))


def _stamp(day: date) -> dict[str, str]:
    return {"timestamp": f"{day.isoformat()}T00:00:00Z"}


_DISEASE: Final = _class("NCIT:C3167", "Acute Lymphoblastic Leukemia")
_UNWRITTEN: Final = (
    "cns", "testicular", "down_syndrome", "extramedullary", "steroid_pretreatment", "prior_cml",
    "immunophenotype",
)  # fmt: skip


def _write(patient: Patient, created: str) -> _Written:
    written = _Written()
    found = patient.diagnosis
    subject: dict[str, Any] = {"id": patient.id or "patient"}
    if patient.sex is not None:
        subject["sex"] = patient.sex.upper()
    if patient.birth_date is not None:
        subject["dateOfBirth"] = _stamp(patient.birth_date)["timestamp"]
    if patient.treatment.died is not None:
        died = patient.treatment.died.date
        subject["vitalStatus"] = {"status": "DECEASED"} | (
            {} if died is None else {"timeOfDeath": _stamp(died)}
        )
    disease: dict[str, Any] = {"term": _DISEASE} | _onset(found, written)
    measurements = [*_count(found, written)]
    variants: list[dict[str, Any]] = []
    for i, result in enumerate(patient.genetics):
        _genetic(result, f"genetics[{i}]", written, (measurements, variants, subject["id"]))
    for i, level in enumerate(patient.mrd):
        measurements += _level(level, f"mrd[{i}]", written)
    written.lost += [f"diagnosis.{name}" for name in _UNWRITTEN if getattr(found, name)
                     not in (None, ())]  # fmt: skip
    features = [
        {"type": _class(id_, label)}
        for lineage, id_, label in (
            ("B", "HP:0004812", "B Acute Lymphoblastic Leukemia"),
            ("T", "HP:0006727", "T-cell acute lymphoblastic leukemias"),
        )
        if found.lineage == lineage
    ]
    if found.lineage == "mixed":
        written.lost.append("diagnosis.lineage")
    actions = list(_actions(patient.treatment, written))
    interpretation = {
        "id": "leukaemia",
        "progressStatus": "UNKNOWN_PROGRESS",
        "diagnosis": {"disease": _DISEASE, "genomicInterpretations": variants},
    }
    written.document = {
        "id": subject["id"],
        "subject": subject,
        "phenotypicFeatures": features,
        "measurements": measurements,
        "interpretations": [interpretation] if variants else [],
        "diseases": [disease],
        "medicalActions": actions,
        "metaData": _meta(created),
    }
    written.document = {key: each for key, each in written.document.items() if each != []}
    return written


def _onset(found: model.Diagnosis, written: _Written) -> dict[str, Any]:
    """The onset is one time: the day where it is known, else the age."""
    if found.date is not None:
        if found.age is not None:
            written.lost.append("diagnosis.age")
        return {"onset": _stamp(found.date)}
    if found.age is None:
        return {}
    value, unit = found.age.value, found.age.unit
    low, high = value.low, value.high
    whole = low == low.to_integral_value() and not value.low_open
    if unit == "d" and value.exact and whole:
        return {"onset": {"age": {"iso8601duration": f"P{int(low)}D"}}}
    if unit == "mo" and whole and value.high_open:
        if high - low == 12 and low % 12 == 0:
            return {"onset": {"age": {"iso8601duration": f"P{int(low) // 12}Y"}}}
        if high - low == 1:
            years, months = divmod(int(low), 12)
            return {"onset": {"age": {"iso8601duration": f"P{years}Y{months}M"}}}
    written.lost.append("diagnosis.age")
    return {}


def _measured(assay: dict[str, str], value: Decimal, unit: str, label: str) -> dict[str, Any]:
    quantity = {"unit": _class(f"UCUM:{unit}", label), "value": float(value)}
    return {"assay": assay, "value": {"quantity": quantity}}


def _count(found: model.Diagnosis, written: _Written) -> Iterator[dict[str, Any]]:
    if found.wbc is None:
        return
    if not found.wbc.exact:
        written.lost.append("diagnosis.wbc")
        return
    assay = _class("LOINC:26464-8", "Leukocytes [#/volume] in Blood")
    measured = _measured(assay, found.wbc.low, "10*9/L", "10^9/L")
    yield {**measured, "timeObserved": {"ontologyClass": _own("at_diagnosis")}}


_Places = tuple[list[dict[str, Any]], list[dict[str, Any]], str]


def _genetic(result: model.GeneticResult, path: str, written: _Written, places: _Places) -> None:
    """A detected lesion or a karyotype is a variant; what was tested otherwise a measurement."""
    measurements, variants, subject = places
    dated = {} if result.date is None else {"timeObserved": _stamp(result.date)}
    if isinstance(result, model.KaryotypeText) and result.karyotype:
        descriptor: dict[str, Any] = {
            "id": path,
            "label": "karyotype",
            "expressions": [{"syntax": "iscn", "value": result.karyotype}],
            "moleculeContext": "genomic",
        }
        variants.append(_interpreted(descriptor, "CONTRIBUTORY", subject))
        written.lost += [f"{path}.date"] if result.date else []
    elif isinstance(result, model.ModalNumber) and result.modal_number.exact:
        measured = _measured(_own("modal_number"), result.modal_number.low, "1", "number")
        measurements.append({**measured, **dated})
    elif isinstance(result, model.Finding) and result.status in _WRITTEN_STATUS:
        answer = _WRITTEN_STATUS[result.status]
        display = lesion(result.lesion).display
        method = {} if result.method is None else {"procedure": {"code": _own(result.method)}}
        measurements.append(
            {
                "assay": _class(f"{_OWN}lesion/{result.lesion}", display),
                "value": {"ontologyClass": answer},
                **dated,
                **method,
            }
        )
        written.lost += [f"{path}.source"] if result.source else []
    else:
        written.lost.append(path)


_WRITTEN_STATUS: Final[Mapping[str | None, dict[str, str]]] = MappingProxyType(
    {
        "detected": _class(_PRESENT, "Present"),
        "not_detected": _class(_ABSENT, "Absent"),
        "presumptive": _class(_UNCLEAR, "Indeterminate"),
        "inconclusive": _class(_UNCLEAR, "Indeterminate"),
    }
)


def _interpreted(descriptor: dict[str, Any], status: str, subject: str) -> dict[str, Any]:
    return {
        "subjectOrBiosampleId": subject,
        "interpretationStatus": status,
        "variantInterpretation": {"variationDescriptor": descriptor},
    }


def _level(result: model.Mrd, path: str, written: _Written) -> list[dict[str, Any]]:
    if isinstance(result.level, Interval) and result.level.exact:
        measured = _measured(_own("mrd"), result.level.low * 100, "%", "percent")
    elif result.level == "negative":
        measured = {"assay": _own("mrd"), "value": {"ontologyClass": _class(_ABSENT, "Absent")}}
    else:
        written.lost.append(path)
        return []
    sample: dict[str, Any] = {"code": _own(result.method or "mrd")}
    if result.specimen is not None:
        sample["bodySite"] = _own(result.specimen)
    if result.timepoint is not None:
        measured["timeObserved"] = {"ontologyClass": _own(result.timepoint)}
        if result.date is not None:
            sample["performed"] = _stamp(result.date)
    elif result.date is not None:
        measured["timeObserved"] = _stamp(result.date)
    measured["procedure"] = sample
    unwritten = ("day", "elapsed_days", "sensitivity", "markers", "quantifiable")
    written.lost += [f"{path}.{name}" for name in unwritten if getattr(result, name) is not None]
    return [measured]


def _actions(treatment: model.Treatment, written: _Written) -> Iterator[dict[str, Any]]:
    transplant = _class("SNOMEDCT:234336002", "Haematopoietic cell transplant")
    for i, each in enumerate(treatment.transplants or ()):
        performed = {} if each.date is None else {"performed": _stamp(each.date)}
        yield {"procedure": {"code": transplant, **performed}}
        for name in ("donor", "day", "elapsed_days"):
            if getattr(each, name) is not None:
                written.lost.append(f"treatment.transplants[{i}].{name}")
    if treatment.transplants == ():
        written.lost.append("treatment.transplants")
    died = treatment.died
    for name in ("day", "elapsed_days"):
        if died is not None and getattr(died, name) is not None:
            written.lost.append(f"treatment.died.{name}")
    kept = ("transplants", "died")
    for attribute in fields(model.Treatment):
        name = attribute.name
        value = getattr(treatment, name)
        empty = value is None or (name == "responses" and value == ())
        if name not in kept and not empty:
            written.lost.append(f"treatment.{name}")


def _meta(created: str) -> dict[str, Any]:
    resources = [
        ("ncit", "NCI Thesaurus", "NCIT", "http://purl.obolibrary.org/obo/NCIT_"),
        ("hp", "Human Phenotype Ontology", "HP", "http://purl.obolibrary.org/obo/HP_"),
        ("loinc", "LOINC", "LOINC", "https://loinc.org/"),
        ("ucum", "UCUM", "UCUM", "https://ucum.org/"),
        ("snomedct", "SNOMED CT", "SNOMEDCT", "http://snomed.info/id/"),
        ("all-risk", "names of the all_risk patient document", "all-risk", "urn:all-risk:code:"),
    ]
    return {
        "created": created,
        "createdBy": "all_risk",
        "resources": [
            {
                "id": id_,
                "name": name,
                "url": prefix,
                "version": "unspecified",
                "namespacePrefix": namespace,
                "iriPrefix": prefix,
            }
            for id_, name, namespace, prefix in resources
        ],
        "phenopacketSchemaVersion": "2.0.2",
    }
