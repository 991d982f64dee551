"""Drugs and procedures: the first dose, the kinds of therapy, transplants."""

from __future__ import annotations

from typing import Final, cast

from all_risk.errors import shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft, built, meaning_of, timed
from all_risk.interop.fhir.elements import (
    Concept,
    concept,
    effective,
)
from all_risk.interop.plain import Json, Unread, objects, text
from all_risk.patient import Therapy, TherapyKind, Transplant

__all__ = ["read_medication", "read_procedure"]

_BY_NAME: Final[dict[str, TherapyKind]] = {
    "blinatumomab": "blinatumomab",
    "inotuzumab ozogamicin": "inotuzumab",
    "imatinib": "tki",
    "dasatinib": "tki",
    "nilotinib": "tki",
    "ponatinib": "tki",
    "tisagenlecleucel": "car_t",
    "brexucabtagene autoleucel": "car_t",
    "obecabtagene autoleucel": "car_t",
    "vincristine": "chemotherapy",
    "prednisone": "chemotherapy",
    "cyclophosphamide": "chemotherapy",
    "idarubicin": "chemotherapy",
}


def read_medication(resource: Json, reference: str, draft: Draft) -> None:
    """Read one MedicationAdministration or MedicationStatement.

    Raises:
        Unread: If it cannot be used.
    """
    drug = concept(resource.get("medicationCodeableConcept"))
    if not drug:
        target = draft.record.follow(resource, resource.get("medicationReference"))
        drug = concept(target.get("code"))
    kind = _drug(drug, draft)
    status = text(resource.get("status"))
    administered = resource.get("resourceType") == "MedicationAdministration"
    if status in ("not-done", "not-taken"):
        if drug.local() == "therapy":
            draft.state("treatment.therapies", "none", reference, "no therapy was given")
            return
        raise Unread("status", "it was not given")
    given = ("completed", "in-progress") if administered else ("completed", "active", "stopped")
    if status not in given:
        raise Unread("status", f"its status is {shown(status)}; one of {', '.join(given)} counts")
    at = effective(resource)
    if administered and at is not None:
        draft.doses.append((at, reference))
    if drug.local() is not None or kind != "chemotherapy":
        event = built(Therapy, kind=kind, **timed(resource))
        what = f"therapy: {kind or 'kind not stated'}"
        draft.add("treatment.therapies", event, reference, what)
    elif not administered:
        raise Unread("not_needed", "a drug that is said to be taken does not date its first dose")
    elif at is None:
        raise Unread("no_date", "a dose without a date says nothing here")


def _drug(drug: Concept, draft: Draft) -> TherapyKind | None:
    found = meaning_of(drug, "Medication", codes.DRUGS, draft.policy)
    if found is None and draft.policy.text:
        folded = {word.casefold() for word in drug.words}
        named: list[TherapyKind] = [kind for name, kind in _BY_NAME.items() if name in folded]
        if len(set(named)) == 1:
            return named[0]
    if found is None:
        raise Unread("unknown_code", f"not a drug that is known here: {drug.name}")
    if found.means == "not_needed":
        raise Unread("not_needed", "the policy says that it is not needed")
    return None if found.means == "therapy" else cast("TherapyKind", found.means)


def read_procedure(resource: Json, reference: str, draft: Draft) -> None:
    """Read one Procedure.

    Raises:
        Unread: If it cannot be used.
    """
    code = concept(resource.get("code"))
    found = meaning_of(code, "Procedure", codes.PROCEDURES, draft.policy)
    if found is None:
        raise Unread("unknown_code", f"not a procedure that is known here: {code.name}")
    means = found.means
    if means in ("lumbar_puncture", "marrow_sample", "not_needed"):
        raise Unread("not_needed", "the procedure itself says nothing; its results may")
    is_transplant = means in ("transplant", "allogeneic", "autologous")
    named = [coding.display for coding in code.codings if coding.display] or list(code.words)
    if is_transplant and named and not any("transplant" in name.casefold() for name in named):
        raise Unread("code_and_name", f"the code means a transplant, its name not: {code.name}")
    status = text(resource.get("status"))
    if status == "not-done" and is_transplant:
        draft.state("treatment.transplants", "none", reference, "no transplant was done")
        return
    if status != "completed":
        raise Unread("status", f"its status is {shown(status)}; only 'completed' counts")
    event = timed(resource, "performed")
    if not is_transplant:
        entry = built(Therapy, kind=means, **event)
        draft.add("treatment.therapies", entry, reference, f"therapy: {means}")
        return
    transplant = built(Transplant, donor=_donor(resource, code, means), **event)
    draft.add("treatment.transplants", transplant, reference, "transplant")


def _donor(resource: Json, code: Concept, means: str) -> str | None:
    kinds = [concept(e.get("valueCodeableConcept")) for e in objects(resource.get("extension"))]
    kinds += [concept(each) for each in objects(resource.get("usedCode"))]
    said = {donor for each in (code, *kinds) if (donor := each.find(codes.DONORS))}
    said |= {means} - {"transplant"}
    if len(said) > 1:
        raise Unread("codes_disagree", "it is called allogeneic and autologous")
    return said.pop() if said else None
