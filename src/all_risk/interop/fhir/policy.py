"""What a reader may take for granted: the part of reading that is a choice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from attrs import field, frozen

from all_risk.errors import AllRiskError, Problem, nearest, shown
from all_risk.genetics.names import lesion
from all_risk.patient import Method, Specimen, Timepoint

__all__ = ["MEANINGS", "Meaning", "Policy"]

_Observation = Literal[
    "age_at_diagnosis", "cns", "disease_status", "dna_index", "down_syndrome", "extramedullary",
    "finding", "fish", "immunophenotype", "induction_started", "karyotype", "marrow_blasts",
    "modal_number", "mrd", "not_needed", "prior_cml", "region_studied", "relapse", "report",
    "response", "risk", "steroid_pretreatment", "testicular", "transplant_consultation",
    "treatment_ended", "treatment_started", "variant", "wbc", "wbc_at_diagnosis",
]  # fmt: skip
_Condition = Literal[
    "all", "b_all", "t_all", "mixed_all", "all_in_remission", "all_in_relapse",
    "down_syndrome", "not_all", "not_needed",
]  # fmt: skip
_Medication = Literal[
    "chemotherapy", "tki", "blinatumomab", "inotuzumab", "car_t", "other", "therapy", "not_needed"
]
_Procedure = Literal[
    "transplant", "allogeneic", "autologous", "car_t", "radiotherapy", "lumbar_puncture",
    "marrow_sample", "not_needed",
]  # fmt: skip

MEANINGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "Observation": frozenset(get_args(_Observation)),
        "Condition": frozenset(get_args(_Condition)),
        "Medication": frozenset(get_args(_Medication)),
        "Procedure": frozenset(get_args(_Procedure)),
    }
)
"""What a code can mean, by the kind of resource it stands in."""

_ALL_MEANINGS: Final = frozenset[str]().union(*MEANINGS.values())


def _canonical(name: str | None) -> str | None:
    return name if name is None else lesion(name).name


@frozen
class Meaning:
    """What a code of a hospital means.

    Attributes:
        means: One of [MEANINGS][all_risk.interop.fhir.policy.MEANINGS].
        lesion: For a `finding`, the lesion that is tested for.
        specimen: Where the sample is from, if the code says so.
        method: How it is tested, if the code says so.
        timepoint: When in treatment, if the code says so.

    Examples:
        >>> Meaning("finding", lesion="Philadelphia chromosome", method="fish").lesion
        'BCR::ABL1'
    """

    means: str
    lesion: str | None = field(default=None, kw_only=True, converter=_canonical)
    specimen: Specimen | None = field(default=None, kw_only=True)
    method: Method | None = field(default=None, kw_only=True)
    timepoint: Timepoint | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.means not in _ALL_MEANINGS:
            hint = nearest(str(self.means), _ALL_MEANINGS)
            message = f"{shown(self.means)} is not something that a code can mean{hint}"
            raise AllRiskError(Problem("$", "unknown_meaning", message))
        if self.means == "finding" and self.lesion is None:
            message = "a code that means a finding names its lesion: Meaning('finding', lesion=...)"
            raise AllRiskError(Problem("$", "no_lesion", message))


def _codes(
    codes: Mapping[tuple[str, str], str | Meaning],
) -> Mapping[tuple[str, str], Meaning]:
    return MappingProxyType(
        {key: m if isinstance(m, Meaning) else Meaning(m) for key, m in codes.items()}
    )


@frozen(kw_only=True)
class Policy:
    """How a bundle is read where FHIR leaves it open.

    Attributes:
        codes: Codes of your own, `(system, code)` to what they mean; they win over the
            built-in ones.
        genes: HGNC ids to symbols, beyond the built-in ones.
        text: Whether the words of a code (`text` and `display`) may say what a resource is,
            where none of its codes is known.
        days_before_diagnosis: A white cell count at most so many days before the diagnosis
            counts as taken at diagnosis.
        days_after_diagnosis: The same, after the diagnosis; never after treatment started.
        days_to_first_dose: The earliest recorded dose is the start of treatment only if it
            follows the diagnosis within so many days.
        first_dose_starts_treatment: Whether the earliest recorded dose is the start of
            treatment. If not, treatment started on that day or before it.
        recorded_date_is_diagnosis: Whether the day a Condition was recorded may stand for the
            day of diagnosis. If not, it only bounds the age.

    Examples:
        >>> policy = Policy(codes={("http://lab.example", "MRD-BM"): "mrd"})
        >>> policy.codes["http://lab.example", "MRD-BM"].means
        'mrd'
    """

    codes: Mapping[tuple[str, str], Meaning] = field(factory=dict, converter=_codes)
    genes: Mapping[str, str] = field(factory=dict)
    text: bool = True
    days_before_diagnosis: int = 30
    days_after_diagnosis: int = 7
    days_to_first_dose: int = 28
    first_dose_starts_treatment: bool = True
    recorded_date_is_diagnosis: bool = False
