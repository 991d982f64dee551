"""The catalogue of facts: everything a guideline may ask about a patient.

A fact has a name, a kind, a unit and a meaning. Guidelines are written with these objects
and never see a patient record; a column of a cohort table is a fact of the same name.
Genetic lesions are facts too, named by their canonical names
([detected][all_risk.facts.detected]), and so is MRD at each time point
([mrd][all_risk.facts.mrd]).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, get_args

from attrs import field, frozen

from all_risk.genetics.names import lesion
from all_risk.logic import Category, Fact, Flag, Quantity, Value
from all_risk.messages import Message
from all_risk.patient import Method, Specimen, Timepoint
from all_risk.quantities import Age, Interval

__all__ = [
    "CATALOGUE",
    "REMISSION",
    "Conflict",
    "Facts",
    "age",
    "age_in_days",
    "blood_blasts_day_8",
    "cns",
    "consulted_before_second_remission",
    "days_to_remission",
    "detected",
    "died",
    "died_before_day_28",
    "dna_index",
    "down_syndrome",
    "etp_phenotype",
    "extramedullary_end_of_induction",
    "in_remission",
    "is_unprinted",
    "lineage",
    "marrow_blasts_day_15",
    "marrow_blasts_end_of_induction",
    "modal_number",
    "months_off_therapy_at_relapse",
    "months_to_relapse",
    "mrd",
    "mrd_detected",
    "mrd_markers",
    "mrd_quantifiable",
    "mrd_sensitivity",
    "neutrophils_end_of_induction",
    "platelets_end_of_induction",
    "prior_cml",
    "relapse_extramedullary",
    "relapse_marrow",
    "relapses",
    "second_remission_reached",
    "steroid_hours_within_two_weeks",
    "steroid_within_month",
    "testicular",
    "transplant_consultation",
    "transplants",
    "unprinted",
    "value_text",
    "wbc",
]

_SHARE = Interval(high=Decimal(1))

age = Quantity(
    "age", "mo", "age at diagnosis, in calendar months; a birthday is a multiple of 12 exactly"
)
age_in_days = Quantity("age_in_days", "d", "age at diagnosis, in days", whole=True)
wbc = Quantity("wbc", "10*9/L", "first white cell count before steroids or chemotherapy")
lineage = Category("lineage", frozenset({"B", "T", "mixed"}), "lineage of the leukaemia")
cns = Category("cns", frozenset({"CNS1", "CNS2", "CNS3"}), "CNS status at diagnosis")
testicular = Flag("testicular", "testicular leukaemia at diagnosis")
down_syndrome = Flag("down_syndrome", "Down syndrome")
prior_cml = Flag("prior_cml", "chronic myeloid leukaemia came before the ALL")
steroid_within_month = Flag("steroid_within_month", "any steroid in the month before the diagnosis")
steroid_hours_within_two_weeks = Quantity(
    "steroid_hours_within_two_weeks", "h", "steroid given in the two weeks before the diagnosis"
)
etp_phenotype = Flag("etp_phenotype", "early T-cell precursor immunophenotype, as reported")
modal_number = Quantity(
    "modal_number",
    "{count}",
    "chromosomes of the leukaemic stem line; a doubled clone counts as the clone it came from",
    whole=True,
    domain=Interval(Decimal(20), Decimal(120)),
)
dna_index = Quantity("dna_index", "1", "DNA content of the blasts relative to normal cells")
blood_blasts_day_8 = Quantity(
    "blood_blasts_day_8",
    "10*9/L",
    "blasts in the blood on day 8, after seven days of steroid: the prednisone response",
)
marrow_blasts_day_15 = Quantity(
    "marrow_blasts_day_15", "1", "share of blasts in the marrow on induction day 15", domain=_SHARE
)
marrow_blasts_end_of_induction = Quantity(
    "marrow_blasts_end_of_induction",
    "1",
    "share of blasts in the marrow at the end of induction",
    domain=_SHARE,
)
neutrophils_end_of_induction = Quantity(
    "neutrophils_end_of_induction", "10*9/L", "neutrophil count at the end of induction"
)
platelets_end_of_induction = Quantity(
    "platelets_end_of_induction", "10*9/L", "platelet count at the end of induction"
)
extramedullary_end_of_induction = Flag(
    "extramedullary_end_of_induction", "disease outside the marrow at the end of induction"
)
in_remission = Flag("in_remission", "in remission by the last assessment recorded")
relapses = Quantity("relapses", "{count}", "relapses so far", whole=True)
months_to_relapse = Quantity(
    "months_to_relapse", "mo", "calendar months from the diagnosis to the first relapse"
)
months_off_therapy_at_relapse = Quantity(
    "months_off_therapy_at_relapse",
    "mo",
    "calendar months from the end of front-line treatment to the first relapse; 0 for a relapse "
    "during treatment",
)
relapse_marrow = Flag("relapse_marrow", "the marrow is a site of the first relapse")
relapse_extramedullary = Flag(
    "relapse_extramedullary", "a place outside the marrow is a site of the first relapse"
)
transplants = Quantity("transplants", "{count}", "allogeneic transplants so far", whole=True)
transplant_consultation = Flag(
    "transplant_consultation", "a transplant doctor has been seen already"
)
second_remission_reached = Flag(
    "second_remission_reached",
    "a remission was reached after a relapse; it stays reached after a further relapse",
)
consulted_before_second_remission = Flag(
    "consulted_before_second_remission",
    "a transplant doctor had been seen before the first remission after a relapse",
)
died = Flag("died", "a death is recorded")
died_before_day_28 = Flag(
    "died_before_day_28", "death is recorded before day 28 of treatment was over"
)

REMISSION: Mapping[str, Quantity] = MappingProxyType(
    {
        "morphology": Quantity(
            "days_to_remission",
            "d",
            "elapsed days from the start of treatment to remission: marrow blasts below 5 %",
            whole=True,
        ),
        "ponte-di-legno": Quantity(
            "days_to_remission_ponte_di_legno",
            "d",
            "the same, with MRD below 1 % deciding before morphology, at end of induction or later",
            whole=True,
        ),
        "eln-2024": Quantity(
            "days_to_remission_eln_2024",
            "d",
            "the same, with marrow blasts below 5 % and MRD below 1 % where it was measured",
            whole=True,
        ),
    }
)
"""Days to remission, by the definition of remission."""

days_to_remission = REMISSION["morphology"]


def detected(name: str) -> Flag:
    """The fact that a lesion is present.

    Args:
        name: The canonical name of the lesion.

    Returns:
        The flag; its name is the lesion's.

    Raises:
        ValueError: If `name` is not canonical, so that no guideline asks for a fact that
            is never derived.

    Examples:
        >>> detected("BCR::ABL1").name
        'BCR::ABL1'
    """
    found = lesion(name)
    if found.name != name:
        raise ValueError(f"{name!r} is not a canonical name; write {found.name!r}")
    return Flag(name, found.display)


def mrd(
    timepoint: Timepoint, specimen: Specimen = "marrow", method: Method | None = None
) -> Quantity:
    """The fact that holds an MRD level, as a fraction.

    Args:
        timepoint: When it was measured.
        specimen: Where; marrow and blood are different facts.
        method: The method a scheme names. A result by that method then goes before any
            other; without one, all results of the time point count.

    Returns:
        The quantity.

    Examples:
        >>> mrd("end_of_induction", method="flow").name
        'mrd_end_of_induction_marrow_flow'
    """
    return Quantity(
        _mrd_name(timepoint, specimen, method),
        "1",
        f"MRD {_mrd_words(timepoint, specimen, method)}",
        domain=_SHARE,
    )


def mrd_detected(
    timepoint: Timepoint, specimen: Specimen = "marrow", method: Method | None = None
) -> Flag:
    """The fact that an assay found residual disease at all, whatever its level.

    A negative result is not a level of 0: it says that none was found with the assay's
    sensitivity ([mrd_sensitivity][all_risk.facts.mrd_sensitivity]).

    Args:
        timepoint: When it was measured.
        specimen: Where.
        method: The method a scheme names.

    Returns:
        The flag.
    """
    return Flag(
        f"{_mrd_name(timepoint, specimen, method)}_detected",
        f"MRD detected {_mrd_words(timepoint, specimen, method)}",
    )


def mrd_quantifiable(
    timepoint: Timepoint, specimen: Specimen = "marrow", method: Method | None = None
) -> Flag:
    """The fact that residual disease was found within the quantitative range of the assay.

    Args:
        timepoint: When it was measured.
        specimen: Where.
        method: The method a scheme names.

    Returns:
        The flag.
    """
    return Flag(
        f"{_mrd_name(timepoint, specimen, method)}_quantifiable",
        f"MRD quantifiable {_mrd_words(timepoint, specimen, method)}",
    )


def mrd_sensitivity(
    timepoint: Timepoint, specimen: Specimen = "marrow", method: Method | None = None
) -> Quantity:
    """The fact that holds the sensitivity of an MRD result: the least level it would find.

    Args:
        timepoint: When it was measured.
        specimen: Where.
        method: The method a scheme names.

    Returns:
        The quantity, a fraction; of several results, the most sensitive.
    """
    return Quantity(
        f"{_mrd_name(timepoint, specimen, method)}_sensitivity",
        "1",
        f"sensitivity of the MRD assay {_mrd_words(timepoint, specimen, method)}",
        domain=_SHARE,
    )


def mrd_markers(
    timepoint: Timepoint, specimen: Specimen = "marrow", method: Method | None = None
) -> Quantity:
    """The fact that holds how many IG/TR markers an MRD result followed.

    Args:
        timepoint: When it was measured.
        specimen: Where.
        method: The method a scheme names.

    Returns:
        The quantity; of several results, the most.
    """
    return Quantity(
        f"{_mrd_name(timepoint, specimen, method)}_markers",
        "{count}",
        f"IG/TR markers followed {_mrd_words(timepoint, specimen, method)}",
        whole=True,
    )


def _mrd_name(timepoint: Timepoint, specimen: Specimen, method: Method | None) -> str:
    return "_".join(filter(None, ("mrd", timepoint, specimen, method)))


def _mrd_words(timepoint: Timepoint, specimen: Specimen, method: Method | None) -> str:
    by = f", by {method} where available" if method else ""
    return f"in {specimen} at {timepoint.replace('_', ' ')}{by}"


_UNPRINTED = "unprinted: "


def unprinted(what: str) -> Flag:
    """A fact that can never be known, because its source prints no number for it.

    It keeps a rule honest: what hangs on it stays unknown.

    Args:
        what: What is not printed.

    Returns:
        A flag that nothing derives.
    """
    return Flag(_UNPRINTED + what, what)


def is_unprinted(fact: Fact | str) -> bool:
    """Whether a fact, or one of this name, stands for what its source does not print."""
    name = fact if isinstance(fact, str) else fact.name
    return name.startswith(_UNPRINTED)


CATALOGUE: tuple[Fact, ...] = (
    age,
    age_in_days,
    wbc,
    lineage,
    cns,
    testicular,
    down_syndrome,
    prior_cml,
    steroid_within_month,
    steroid_hours_within_two_weeks,
    etp_phenotype,
    modal_number,
    dna_index,
    blood_blasts_day_8,
    marrow_blasts_day_15,
    *REMISSION.values(),
    marrow_blasts_end_of_induction,
    neutrophils_end_of_induction,
    platelets_end_of_induction,
    extramedullary_end_of_induction,
    in_remission,
    relapses,
    months_to_relapse,
    months_off_therapy_at_relapse,
    relapse_marrow,
    relapse_extramedullary,
    transplants,
    transplant_consultation,
    second_remission_reached,
    consulted_before_second_remission,
    died,
    died_before_day_28,
    *(
        family(timepoint, specimen, method)
        for timepoint in get_args(Timepoint)
        if timepoint != "other"
        for specimen in get_args(Specimen)
        for method in (None, "flow", "pcr", "ngs")
        for family in (mrd, mrd_detected, mrd_quantifiable, mrd_sensitivity, mrd_markers)
    ),
)
"""Every fact that is not a lesion."""

Paths: TypeAlias = tuple[str, ...]


@frozen(kw_only=True)
class Conflict:
    """Results that contradict each other; the facts they bear on are left open.

    Attributes:
        facts: The names of those facts.
        message: What contradicts what.
        paths: Where the results stand in the patient document.
    """

    facts: tuple[str, ...]
    message: Message
    paths: Paths = ()


def _fixed_values(mapping: Mapping[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType(dict(mapping))


def _fixed_paths(mapping: Mapping[str, Paths]) -> Mapping[str, Paths]:
    return MappingProxyType(dict(mapping))


@frozen(kw_only=True)
class Facts:
    """What is known about one patient at one moment.

    Attributes:
        values: The value of each fact; one that is absent is unknown.
        evidence: Where in the patient document each fact was read.
        follows_from: For a fact that follows from others, the names of those.
        unconfirmed: Lesions that are only presumptive or inconclusive.
        conflicts: Results that contradict each other.
        notes: What was assumed, ignored or could not be used.
        day_28: The day on which 28 days of treatment have passed.
        as_of: The date up to which results were used; None for all of them.
    """

    values: Mapping[str, Value] = field(converter=_fixed_values)
    evidence: Mapping[str, Paths] = field(factory=dict, converter=_fixed_paths)
    follows_from: Mapping[str, Paths] = field(factory=dict, converter=_fixed_paths)
    unconfirmed: frozenset[str] = frozenset()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Message, ...] = ()
    day_28: date | None = None
    as_of: date | None = None


def value_text(fact: Fact, value: Value | None) -> str:
    """The value of a fact as people write it, with its unit.

    Args:
        fact: The fact.
        value: Its value, or None where it is unknown.

    Returns:
        The text.

    Examples:
        >>> value_text(wbc, Interval(Decimal(82), Decimal(82)))
        '82 x10^9/L'
        >>> value_text(mrd("end_of_induction"), Interval(high=Decimal("1E-4"), high_open=True))
        '<0.01 %'
    """
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " or ".join(sorted(value))
    if not isinstance(fact, Quantity):
        raise TypeError(f"{fact.name} is not a quantity")
    if fact.unit == "mo":
        return str(Age(value, "mo"))
    if fact.domain == _SHARE:
        return f"{value * Decimal(100)} %"
    unit = {"10*9/L": " x10^9/L", "d": " days", "h": " hours"}.get(fact.unit, "")
    return f"{value}{unit}"
