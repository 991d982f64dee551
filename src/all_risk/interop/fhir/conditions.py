"""Conditions: the leukaemia, when it was found, what its code says besides."""

from __future__ import annotations

from typing import Final

from all_risk.errors import shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft, built, meanings_of
from all_risk.interop.fhir.elements import (
    Concept,
    amount,
    concept,
    effective,
    extension,
    when,
)
from all_risk.interop.plain import Json, Unread, text
from all_risk.patient import Finding, Lineage, ModalNumber, Relapse, Response
from all_risk.quantities import parse_age

__all__ = ["read_condition"]

_LEUKAEMIA: Final = frozenset(
    {"all", "b_all", "t_all", "mixed_all", "all_in_remission", "all_in_relapse"}
)
_LINEAGES: Final[dict[str, Lineage]] = {"b_all": "B", "t_all": "T", "mixed_all": "mixed"}
# The leukaemia is known; its own day of diagnosis may not be the day of these.
_LATER: Final = frozenset({"all_in_remission", "all_in_relapse"})
_LATER_STATUS: Final = frozenset({"remission", "relapse", "recurrence"})


def read_condition(resource: Json, reference: str, draft: Draft) -> None:
    """Read one Condition.

    Raises:
        Unread: If it cannot be used.
    """
    code = concept(resource.get("code"))
    means = _means(code, draft)
    _verified(resource)
    if "down_syndrome" in means:
        draft.state("diagnosis.down_syndrome", True, reference, "Down syndrome")
        return
    status = _clinical_status(resource)
    draft.condition = draft.condition or reference
    for lineage in {_LINEAGES[each] for each in means if each in _LINEAGES}:
        draft.state("diagnosis.lineage", lineage, reference, f"lineage {lineage}, by its code")
    _morphology(resource, reference, draft)
    later = bool(means & _LATER) or status in _LATER_STATUS
    _onset(resource, reference, draft, later=later)
    if "all_in_relapse" in means or status in ("relapse", "recurrence"):
        # Its onset may be the day of the leukaemia itself; it dates no relapse.
        what = "a relapse, by its code or clinical status; the day is not known"
        draft.add("relapse_hints", Relapse(), reference, what)
    elif "all_in_remission" in means or status == "remission":
        what = "a remission at some time; the code does not say on which day"
        draft.add("remission_hints", Response(status="CR"), reference, what)


_DOWN: Final = frozenset({"down syndrome", "down's syndrome"})


def _means(code: Concept, draft: Draft) -> frozenset[str]:
    """What its codes mean together: a leukaemia, its lineage, its state."""
    found = meanings_of(code, "Condition", codes.CONDITIONS, draft.policy)
    names = {word.casefold() for word in code.words}
    lymphoma = any(
        c.system == codes.ICD_10_CM and c.code.startswith("C83.5")
        for c in code.codings
        if c.key not in draft.policy.codes
    )
    if any(c.system == codes.ICD_O_3 and c.code in codes.MORPHOLOGIES for c in code.codings):
        found |= {"b_all"}
    if not found:
        if lymphoma:
            message = "lymphoblastic lymphoma is not read as ALL; say so in a policy if it is"
            raise Unread("lymphoma", message)
        if draft.policy.text and names & _DOWN:
            return frozenset({"down_syndrome"})
        leukaemic = any("lymphoblastic" in n or "lymphoid leuk" in n for n in names)
        if leukaemic or any(c.code.startswith("C91") for c in code.codings):
            message = f"the code is not one that is known to mean ALL: {code.name}"
            raise Unread("unknown_code", message)
        raise Unread("not_needed", "this condition is not asked about")
    if found & {"not_all", "not_needed"}:
        raise Unread("not_needed", "the policy says that it is not ALL")
    kinds = (found & _LINEAGES.keys(), found & _LATER, found - _LEUKAEMIA)
    if any(len(kind) > 1 for kind in kinds) or (found & _LEUKAEMIA and (kinds[2] or lymphoma)):
        raise Unread("codes_disagree", f"its codes mean different things: {code.name}")
    if found & _LEUKAEMIA and any("myelo" in name for name in names):
        raise Unread("code_and_name", f"the code means ALL and its name does not: {code.name}")
    return found


def _verified(resource: Json) -> None:
    status = concept(resource.get("verificationStatus"))
    if not status:
        return
    said = next((c.code for c in status.codings if c.system == codes.VERIFICATION), None)
    if said != "confirmed":
        how = shown(said) if said else "not in the codes of FHIR"
        raise Unread("not_confirmed", f"its verification status is {how}, not 'confirmed'")


def _clinical_status(resource: Json) -> str:
    status = concept(resource.get("clinicalStatus"))
    return next((c.code for c in status.codings if c.system == codes.CLINICAL_STATUS), "")


def _morphology(resource: Json, reference: str, draft: Draft) -> None:
    given = concept(extension(resource, codes.MORPHOLOGY).get("valueCodeableConcept"))
    for coding in (*given.codings, *concept(resource.get("code")).codings):
        if coding.system != codes.ICD_O_3:
            continue
        if coding.code in codes.MIXED_PHENOTYPE:
            draft.leave(
                reference, "mixed_phenotype", "the morphology is a mixed phenotype, not ALL"
            )
        elif coding.code not in codes.MORPHOLOGIES:
            message = f"the morphology {shown(coding.code)} is not one that was checked"
            draft.leave(reference, "unknown_code", message)
        else:
            draft.state("diagnosis.lineage", "B", reference, f"lineage B, by {coding.code}")
            _asserted(codes.MORPHOLOGIES[coding.code], coding.code, reference, draft)


def _asserted(lesion: str, code: str, reference: str, draft: Draft) -> None:
    """The lesion that a diagnosis code asserts, as far as it goes."""
    if lesion in ("hyperdiploidy", "hypodiploidy"):
        bounds = {"low": 47} if lesion == "hyperdiploidy" else {"low": 20, "high": 45}
        what = f"{lesion}, by morphology {code}: it does not say how many chromosomes"
        draft.add("genetics", built(ModalNumber, modal_number=bounds), reference, what)
    elif lesion:
        what = f"{lesion}, asserted by morphology {code}; no test is named"
        found = Finding(lesion=lesion, status="detected", source=f"ICD-O-3 {code}")
        draft.add("genetics", found, reference, what)


def _onset(resource: Json, reference: str, draft: Draft, *, later: bool) -> None:
    for kind in ("Age", "Range"):
        value = resource.get(f"onset{kind}")
        if value is not None:
            age = amount(kind, value, "age", parse_age)
            draft.state("diagnosis.age", age, reference, f"age at onset, {age}")
    if resource.get("onsetString") is not None:
        draft.leave(reference, "onset_in_words", "an onset in words is not read")
    onset = effective(resource, "onset")
    recorded = when(text(resource.get("recordedDate")) or None)
    if onset is not None and not later:
        draft.onsets.append((onset, reference))
    elif onset is not None:
        draft.recorded.append((onset, reference))
    if recorded is not None:
        draft.recorded.append((recorded, reference))
