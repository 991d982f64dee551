"""What is known about a patient with acute lymphoblastic leukaemia.

Every field may be left out, and that means unknown; an empty tuple of relapses means that
none has happened. Quantities may be given as text with a unit (`wbc="82 x10^9/L"`).
Nothing is interpreted here: contradictions that can really happen are kept, and only a
history that cannot have happened is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

from attrs import Attribute, field, frozen

from all_risk.errors import InvalidPatient, InvalidQuantity, Problem, nearest, shown
from all_risk.genetics.names import lesion as find_lesion
from all_risk.genetics.names import read_name
from all_risk.quantities import (
    Age,
    Interval,
    number,
    parse_age,
    parse_duration,
    parse_fraction,
    parse_number,
    parse_wbc,
)

__all__ = [
    "Cns",
    "Consultation",
    "Diagnosis",
    "DnaIndex",
    "Event",
    "Finding",
    "FishText",
    "GeneticResult",
    "KaryotypeText",
    "Lineage",
    "Method",
    "ModalNumber",
    "Mrd",
    "MrdLevel",
    "Patient",
    "Relapse",
    "Remission",
    "Response",
    "Sex",
    "Site",
    "Specimen",
    "Status",
    "SteroidPretreatment",
    "Therapy",
    "Timepoint",
    "Transplant",
    "Treatment",
]

Sex: TypeAlias = Literal["female", "male"]
Lineage: TypeAlias = Literal["B", "T", "mixed"]
Cns: TypeAlias = Literal[
    "CNS1", "CNS2", "CNS2a", "CNS2b", "CNS2c", "CNS3", "CNS3a", "CNS3b", "CNS3c"
]
Site: TypeAlias = Literal["marrow", "cns", "testis", "other"]
Status: TypeAlias = Literal["detected", "not_detected", "presumptive", "inconclusive"]
Specimen: TypeAlias = Literal["marrow", "blood"]
Method: TypeAlias = Literal[
    "karyotype", "fish", "pcr", "flow", "ngs", "array", "panel", "rna_seq", "wgs", "ogm"
]
Timepoint: TypeAlias = Literal[
    "induction_day_8",
    "induction_day_15",
    "induction_day_19",
    "end_of_induction",
    "end_of_ib",
    "week_10",
    "week_11",
    "week_12",
    "week_14",
    "week_15",
    "week_16",
    "week_22",
    "end_of_early_consolidation",
    "end_of_consolidation",
    "end_of_reinduction",
    "other",
]
Remission: TypeAlias = Literal["CR", "CRi", "MLFS", "PR", "NR"]
Resolution: TypeAlias = Literal["resolved", "persisting"]
TherapyKind: TypeAlias = Literal[
    "chemotherapy", "tki", "blinatumomab", "inotuzumab", "car_t", "radiotherapy", "other"
]
MrdLevel: TypeAlias = Interval | Literal["negative"]


def _one_of(vocabulary: Any) -> Any:
    allowed = get_args(vocabulary)

    def check(_: Any, attribute: Attribute[Any], value: object) -> None:
        if value is not None and value not in allowed:
            hint = nearest(str(value), allowed) or f"; write one of {', '.join(allowed)}"
            raise InvalidPatient(
                Problem(
                    f"$.{attribute.name}",
                    "unknown_value",
                    f"{shown(value)} cannot stand here{hint}",
                )
            )

    return check


def _typed(kind: type, words: str) -> Any:
    def check(_: Any, attribute: Attribute[Any], value: object) -> None:
        if value is not None and type(value) is not kind:
            raise InvalidPatient(
                Problem(
                    f"$.{attribute.name}",
                    "wrong_type",
                    f"{words} is expected, not {type(value).__name__}",
                )
            )

    return check


_DATE = _typed(datetime.date, "a date")
_FLAG = _typed(bool, "true or false")
_TEXT = _typed(str, "text")


def _wbc(value: object) -> Interval | None:
    return None if value is None else parse_wbc(value)


def _age(value: object) -> Age | None:
    return value if value is None or isinstance(value, Age) else parse_age(value)


def _hours(value: object) -> Interval | None:
    return value if value is None or isinstance(value, Interval) else parse_duration(value)


def _blasts(value: object) -> Interval | None:
    return None if value is None else parse_fraction(value, "a blast percentage", "2%")


def _sensitivity(value: object) -> Interval | None:
    return None if value is None else parse_fraction(value, "an MRD sensitivity", "0.01%")


NEGATIVE_WORDS = frozenset({"negative", "neg", "undetectable", "undetected", "not detected"})
POSITIVE_WORDS = frozenset({"positive", "pos", "detectable", "detected"})


def _level(value: object) -> MrdLevel | None:
    """An MRD level: a quantity, or the word that none was found or some was."""
    if value is None:
        return None
    bound: object = value
    if isinstance(value, str):
        word = " ".join(value.split()).casefold()
        if word in NEGATIVE_WORDS:
            return "negative"
        if word in POSITIVE_WORDS:
            return Interval(high=number(1), low_open=True)
        first, _, bound = word.partition(" ")
        if first in POSITIVE_WORDS:
            level = parse_fraction(bound)
            if level.high == 0:
                raise InvalidQuantity(Problem("$", "empty", "nothing positive lies at or below 0"))
            return Interval(
                level.low, level.high, level.low_open or level.low == 0, level.high_open
            )
    level = parse_fraction(value)
    return "negative" if level.high == 0 else level


def _whole(value: object, what: str, least: int) -> Interval | None:
    interval = _counted(value, what)
    if interval is not None and (interval.whole() != interval or interval.low < least):
        raise InvalidQuantity(
            Problem("$", "not_whole", f"{what}: a whole number of at least {least} is expected")
        )
    return interval


def _day(value: object) -> Interval | None:
    if isinstance(value, Mapping):
        given = {key for key, bound in value.items() if bound is not None}
        if given & {"high", "below"} and "low" not in given:
            value = {**value, "low": 1}
    return _whole(value, "the protocol day", 1)


def _count(value: object) -> Interval | None:
    return _whole(value, "a count", 0)


def _chromosomes(value: object) -> Interval:
    found = _whole(value, "the number of chromosomes", 20)
    if found is None:
        raise InvalidQuantity(Problem("$", "no_value", "the number of chromosomes is missing"))
    return found


def _index(value: object) -> Interval:
    found = _counted(value, "the DNA index")
    if found is None:
        raise InvalidQuantity(Problem("$", "no_value", "the DNA index is missing"))
    return found


def _counted(value: object, what: str) -> Interval | None:
    if value is None or isinstance(value, Interval):
        return value
    return parse_number(value, what)


def _canonical(value: str) -> str:
    return find_lesion(value).name


def _sequence(value: Iterable[Any] | None) -> tuple[Any, ...] | None:
    return None if value is None else tuple(value)


@frozen(kw_only=True)
class Event:
    """Something that happened at a time, as far as the time is known.

    Attributes:
        date: The calendar date.
        day: The protocol day: the day treatment starts is day 1. A number or an interval.
        elapsed_days: Whole days since treatment started (day 29 is 28 elapsed days).
    """

    date: datetime.date | None = field(default=None, validator=_DATE)
    day: Interval | None = field(default=None, converter=_day, metadata={"quantity": "day"})
    elapsed_days: Interval | None = field(
        default=None, converter=_count, metadata={"quantity": "count"}
    )


@frozen(kw_only=True)
class SteroidPretreatment:
    """Steroids given before the diagnosis.

    Attributes:
        duration: For how long, in hours.
        before_diagnosis: How long before diagnosis the last dose was, in hours.
    """

    duration: Interval | None = field(
        default=None, converter=_hours, metadata={"quantity": "duration"}
    )
    before_diagnosis: Interval | None = field(
        default=None, converter=_hours, metadata={"quantity": "duration"}
    )


@frozen(kw_only=True)
class Diagnosis:
    """What was found at diagnosis.

    Attributes:
        date: The date of diagnosis.
        age: The age at diagnosis.
        lineage: B, T or mixed.
        wbc: The first white cell count before steroids or chemotherapy, in x10^9/L.
        cns: The CNS status; a letter implies its class.
        testicular: Whether the testes were involved.
        down_syndrome: Whether the patient has Down syndrome.
        extramedullary: Sites outside the marrow; empty if there were none.
        steroid_pretreatment: False if none in the month before diagnosis, True if some of
            unknown amount, or its details.
        prior_cml: Whether chronic myeloid leukaemia came first.
        immunophenotype: Markers as reported, such as `CD10+`.
    """

    date: datetime.date | None = field(default=None, validator=_DATE)
    age: Age | None = field(default=None, converter=_age, metadata={"quantity": "age"})
    lineage: Lineage | None = field(default=None, validator=_one_of(Lineage))
    wbc: Interval | None = field(default=None, converter=_wbc, metadata={"quantity": "wbc"})
    cns: Cns | None = field(default=None, validator=_one_of(Cns))
    testicular: bool | None = field(default=None, validator=_FLAG)
    down_syndrome: bool | None = field(default=None, validator=_FLAG)
    extramedullary: tuple[Site, ...] | None = field(default=None, converter=_sequence)
    steroid_pretreatment: bool | SteroidPretreatment | None = None
    prior_cml: bool | None = field(default=None, validator=_FLAG)
    immunophenotype: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen(kw_only=True)
class Finding:
    """One result about one lesion.

    Attributes:
        lesion: The lesion, by its canonical name; any known alias is accepted.
        status: What was found. Only `detected` and `not_detected` decide a rule.
        method: How it was tested; without one, the finding is taken at its word.
        date: The date of the sample or report.
        source: Where it stands, as free text.
    """

    lesion: str = field(converter=_canonical)
    status: Status | None = field(default=None, validator=_one_of(Status))
    method: Method | None = field(default=None, validator=_one_of(Method))
    date: datetime.date | None = field(default=None, validator=_DATE)
    source: str | None = field(default=None, validator=_TEXT)

    @classmethod
    def named(
        cls,
        name: str,
        status: Status | None = None,
        *,
        method: Method | None = None,
        date: datetime.date | None = None,
        source: str | None = None,
    ) -> Finding:
        """A finding from a name that may carry its status, such as "Ph-negative".

        Args:
            name: The name as the laboratory writes it.
            status: What was found, where the name does not say.
            method: How it was tested.
            date: The date of the sample or report.
            source: Where it stands, as free text.

        Returns:
            The finding.

        Raises:
            AllRiskError: If the name is unknown, or name and status contradict.

        Examples:
            >>> Finding.named("Ph-negative").status
            'not_detected'
        """
        read = read_name(name)
        if read.status == "not_detected":
            if status not in (None, "not_detected"):
                raise InvalidPatient(
                    Problem(
                        "$.status",
                        "contradiction",
                        f"the name says that the lesion is absent and the status {status!r}; "
                        f"name the lesion itself, {read.lesion.name!r}",
                    )
                )
            status = "not_detected"
        elif read.status == "presumptive" and status == "detected":
            status = "presumptive"
        elif status is None and read.stated:
            status = read.status
        return cls(lesion=read.lesion.name, status=status, method=method, date=date, source=source)


@frozen(kw_only=True)
class KaryotypeText:
    """A karyotype as the laboratory printed it, kept verbatim.

    Attributes:
        karyotype: The ISCN string.
        date: The date of the sample or report.
    """

    karyotype: str = field(validator=_TEXT)
    date: datetime.date | None = field(default=None, validator=_DATE)


@frozen(kw_only=True)
class FishText:
    """A FISH result as the laboratory printed it, kept verbatim.

    Attributes:
        fish: The ISCN string.
        date: The date of the sample or report.
    """

    fish: str = field(validator=_TEXT)
    date: datetime.date | None = field(default=None, validator=_DATE)


@frozen(kw_only=True)
class ModalNumber:
    """The number of chromosomes in the leukaemic clone.

    Attributes:
        modal_number: A number or an interval. For a doubled (masked) hypodiploid clone
            record the lesion `MASKED_HYPODIPLOIDY` as well.
        date: The date of the sample or report.
    """

    modal_number: Interval = field(converter=_chromosomes, metadata={"quantity": "chromosomes"})
    date: datetime.date | None = field(default=None, validator=_DATE)


@frozen(kw_only=True)
class DnaIndex:
    """The DNA content of the blasts relative to normal cells.

    Attributes:
        dna_index: A number or an interval.
        date: The date of the sample or report.
    """

    dna_index: Interval = field(converter=_index, metadata={"quantity": "ratio"})
    date: datetime.date | None = field(default=None, validator=_DATE)


GeneticResult: TypeAlias = Finding | KaryotypeText | FishText | ModalNumber | DnaIndex


@frozen(kw_only=True)
class Mrd(Event):
    """One measurement of residual disease.

    Attributes:
        timepoint: When in treatment it was taken.
        specimen: Marrow or blood; they are different facts.
        method: How it was measured.
        level: The level as a fraction, or `negative`.
        sensitivity: The lowest level the assay would have found.
        markers: How many IG/TR markers were followed.
        quantifiable: Whether the level could be quantified.
    """

    timepoint: Timepoint | None = field(default=None, validator=_one_of(Timepoint))
    specimen: Specimen | None = field(default=None, validator=_one_of(Specimen))
    method: Method | None = field(default=None, validator=_one_of(Method))
    level: MrdLevel | None = field(
        default=None, converter=_level, metadata={"quantity": "mrd_level"}
    )
    sensitivity: Interval | None = field(
        default=None, converter=_sensitivity, metadata={"quantity": "sensitivity"}
    )
    markers: Interval | None = field(default=None, converter=_count, metadata={"quantity": "count"})
    quantifiable: bool | None = field(default=None, validator=_FLAG)


@frozen(kw_only=True)
class Response(Event):
    """One assessment of the response to treatment.

    Attributes:
        timepoint: The point in treatment, where the day is not known.
        marrow_blasts: The share of blasts in the marrow.
        blood_blasts: The absolute blast count in the blood, in x10^9/L.
        neutrophils: The neutrophil count, in x10^9/L.
        platelets: The platelet count, in x10^9/L.
        status: The response as recorded: CR, CRi, MLFS, PR or NR.
        extramedullary: Whether disease outside the marrow has resolved or persists.
    """

    timepoint: Timepoint | None = field(default=None, validator=_one_of(Timepoint))
    marrow_blasts: Interval | None = field(
        default=None, converter=_blasts, metadata={"quantity": "blasts"}
    )
    blood_blasts: Interval | None = field(
        default=None, converter=_wbc, metadata={"quantity": "wbc"}
    )
    neutrophils: Interval | None = field(default=None, converter=_wbc, metadata={"quantity": "wbc"})
    platelets: Interval | None = field(default=None, converter=_wbc, metadata={"quantity": "wbc"})
    status: Remission | None = field(default=None, validator=_one_of(Remission))
    extramedullary: Resolution | None = field(default=None, validator=_one_of(Resolution))


@frozen(kw_only=True)
class Relapse(Event):
    """One relapse.

    Attributes:
        sites: Where the disease came back; empty if the site is not known.
    """

    sites: tuple[Site, ...] = field(default=(), converter=tuple[Site, ...])


@frozen(kw_only=True)
class Transplant(Event):
    """One haematopoietic cell transplant.

    Attributes:
        donor: Whose cells were given.
    """

    donor: Literal["allogeneic", "autologous"] | None = field(
        default=None, validator=_one_of(Literal["allogeneic", "autologous"])
    )


@frozen(kw_only=True)
class Therapy(Event):
    """One treatment given.

    Attributes:
        kind: What was given.
    """

    kind: TherapyKind | None = field(default=None, validator=_one_of(TherapyKind))


@frozen(kw_only=True)
class Consultation:
    """A visit to a transplant doctor that has taken place.

    Attributes:
        date: When.
    """

    date: datetime.date | None = field(default=None, validator=_DATE)


@frozen(kw_only=True)
class Treatment:
    """What treatment was given and how the disease responded.

    Attributes:
        started: The day of the first anti-leukaemic dose, a steroid prephase included.
        induction_started: The first day of induction proper, where it differs.
        responses: Assessments of the response.
        relapses: Relapses; empty if none has happened, None if that is not known.
        ended: The day front-line treatment ended.
        transplants: Transplants; empty if none was done, None if that is not known.
        therapies: Treatments given; None if that is not known.
        transplant_consultation: Whether a transplant doctor has been seen, or when.
        died: When the patient died.
    """

    started: datetime.date | None = field(default=None, validator=_DATE)
    induction_started: datetime.date | None = field(default=None, validator=_DATE)
    responses: tuple[Response, ...] = field(default=(), converter=tuple[Response, ...])
    relapses: tuple[Relapse, ...] | None = field(default=None, converter=_sequence)
    ended: datetime.date | None = field(default=None, validator=_DATE)
    transplants: tuple[Transplant, ...] | None = field(default=None, converter=_sequence)
    therapies: tuple[Therapy, ...] | None = field(default=None, converter=_sequence)
    transplant_consultation: bool | Consultation | None = None
    died: Event | None = None


_NOTHING: Final = Diagnosis()
_UNTREATED: Final = Treatment()


@frozen(kw_only=True)
class Patient:
    """A patient with acute lymphoblastic leukaemia.

    Attributes:
        id: An identifier of the caller's; it is never interpreted.
        sex: Female or male.
        birth_date: Date of birth.
        diagnosis: What was found at diagnosis.
        genetics: Cytogenetic and molecular results.
        mrd: Measurements of residual disease.
        treatment: Treatment and response.

    Raises:
        InvalidPatient: If the dates tell a history that cannot have happened.

    Examples:
        >>> patient = Patient(
        ...     diagnosis=Diagnosis(age="8 years", lineage="B", wbc="82 x10^9/L"),
        ...     genetics=[Finding(lesion="TEL-AML1", status="detected")],
        ... )
        >>> patient.genetics[0].lesion
        'ETV6::RUNX1'
    """

    id: str | None = field(default=None, validator=_TEXT)
    sex: Sex | None = field(default=None, validator=_one_of(Sex))
    birth_date: datetime.date | None = field(default=None, validator=_DATE)
    diagnosis: Diagnosis = field(default=_NOTHING, validator=_typed(Diagnosis, "a Diagnosis"))
    genetics: tuple[GeneticResult, ...] = field(default=(), converter=tuple[GeneticResult, ...])
    mrd: tuple[Mrd, ...] = field(default=(), converter=tuple[Mrd, ...])
    treatment: Treatment = field(default=_UNTREATED, validator=_typed(Treatment, "a Treatment"))

    def __attrs_post_init__(self) -> None:
        problems = tuple(_impossible(self))
        if problems:
            raise InvalidPatient(problems)


_Dated: TypeAlias = list[tuple[str, datetime.date | None]]


def _impossible(patient: Patient) -> Iterator[Problem]:
    """The parts of a history that cannot have happened."""
    treatment, born = patient.treatment, patient.birth_date
    diagnosed, died = patient.diagnosis.date, treatment.died.date if treatment.died else None
    after_start: _Dated = [
        *_dates("treatment.responses", treatment.responses),
        *_dates("treatment.relapses", treatment.relapses),
        ("treatment.ended", treatment.ended),
    ]
    after_diagnosis: _Dated = [
        *_dates("treatment.relapses", treatment.relapses),
        ("treatment.ended", treatment.ended),
        ("treatment.died", died),
    ]
    before_death: _Dated = [
        ("diagnosis.date", diagnosed),
        ("treatment.started", treatment.started),
        ("treatment.induction_started", treatment.induction_started),
        *_dates("treatment.responses", treatment.responses),
        *_dates("treatment.relapses", treatment.relapses),
        *_dates("treatment.transplants", treatment.transplants),
        *_dates("treatment.therapies", treatment.therapies),
        ("treatment.ended", treatment.ended),
    ]
    lifetime: _Dated = [
        *before_death,
        *_dates("mrd", patient.mrd),
        *((f"genetics[{i}]", result.date) for i, result in enumerate(patient.genetics)),
        ("treatment.died", died),
    ]
    rules: tuple[tuple[_Dated, str, datetime.date | None], ...] = (
        (lifetime, "the patient was born", born),
        (after_diagnosis, "the diagnosis", diagnosed),
        (after_start, "treatment began", treatment.started),
        ([("treatment.induction_started", treatment.induction_started)], "treatment began",
         treatment.started),
    )  # fmt: skip
    for events, what, start in rules:
        for path, when in events:
            if start is not None and when is not None and when < start:
                yield Problem(f"$.{path}", "impossible_order", f"is dated before {what}")
    for path, when in before_death:
        if died is not None and when is not None and when > died:
            yield Problem(f"$.{path}", "impossible_order", "is dated after the patient died")


def _dates(path: str, events: Iterable[Event] | None) -> Iterator[tuple[str, datetime.date | None]]:
    for i, event in enumerate(events or ()):
        yield f"{path}[{i}]", event.date
