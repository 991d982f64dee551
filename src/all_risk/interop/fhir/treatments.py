"""Drugs and procedures: the first dose, the kinds of therapy, transplants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from all_risk.errors import shown
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.draft import Draft, built, meaning_of, meanings_of, timed
from all_risk.interop.fhir.elements import (
    Concept,
    concept,
    effective,
)
from all_risk.interop.plain import Json, Unread, objects, text
from all_risk.patient import Therapy, Transplant

__all__ = ["read_medication", "read_procedure"]

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "chemotherapy": (
        "vincristine", "prednisone", "prednisolone", "methylprednisolone", "dexamethasone",
        "cyclophosphamide", "idarubicin", "daunorubicin", "doxorubicin", "cytarabine",
        "methotrexate", "mercaptopurine", "asparaginase", "pegaspargase", "hydroxyurea",
    ),
    "tki": ("imatinib", "dasatinib", "nilotinib", "ponatinib"),
    "blinatumomab": ("blinatumomab",),
    "inotuzumab": ("inotuzumab ozogamicin",),
    "car_t": (
        "tisagenlecleucel", "brexucabtagene autoleucel", "obecabtagene autoleucel",
    ),
}  # fmt: skip
"""Anti-leukaemic drugs by their plain names; a steroid is a first dose like any other."""
_ANY_NAME: Final = re.compile("|".join(name for names in _NAMES.values() for name in names))


def read_medication(resource: Json, reference: str, draft: Draft) -> None:
    """Read one MedicationAdministration or MedicationStatement.

    Raises:
        Unread: If it cannot be used.
    """
    drug = concept(resource.get("medicationCodeableConcept"))
    if not drug:
        target = draft.record.follow(resource, resource.get("medicationReference"))
        drug = concept(target.get("code"))
    status = text(resource.get("status"))
    administered = resource.get("resourceType") == "MedicationAdministration"
    given = ("completed", "in-progress" if administered else "active", "stopped")
    at = effective(resource)
    kind = _drug(drug, draft)
    if kind is None:
        words = " ".join(drug.words).casefold()
        if administered and at is not None and status in given and _ANY_NAME.search(words):
            # "Dexamethasone 4 mg tablet" may be a first dose, eye drops are not: who knows.
            draft.perhaps.append((at, reference))
        raise Unread("unknown_code", f"not a drug that is known here: {drug.name}")
    if status in ("not-done", "not-taken"):
        if drug.local() == "therapy":
            draft.state("treatment.therapies", "none", reference, "no therapy was given")
            return
        raise Unread("status", "it was not given")
    if status not in given:
        if administered and at is not None and status in ("on-hold", "unknown"):
            draft.perhaps.append((at, reference))
        raise Unread("status", f"its status is {shown(status)}; one of {', '.join(given)} counts")
    if administered and at is not None:
        draft.doses.append((at, reference))
    if drug.local() is not None or kind != "chemotherapy":
        named = None if kind == "therapy" else kind
        event = built(Therapy, kind=named, **timed(resource))
        what = f"therapy: {named or 'kind not stated'}"
        draft.add("treatment.therapies", event, reference, what)
    elif not administered:
        raise Unread("not_needed", "a drug that is said to be taken does not date its first dose")
    elif at is None:
        raise Unread("no_date", "a dose without a date says nothing here")


def _drug(drug: Concept, draft: Draft) -> str | None:
    """The kind of therapy that a drug is, or None where it is not known."""
    found = meaning_of(drug, "Medication", codes.DRUGS, draft.policy)
    if found is not None and found.means == "not_needed":
        raise Unread("not_needed", "the policy says that it is not needed")
    if found is not None:
        return found.means
    folded = {word.casefold() for word in drug.words} if draft.policy.text else set()
    named = [kind for kind, names in _NAMES.items() if folded & set(names)]
    return named[0] if len(named) == 1 else None


_TRANSPLANTS: Final = frozenset({"transplant", "allogeneic", "autologous"})


def read_procedure(resource: Json, reference: str, draft: Draft) -> None:
    """Read one Procedure.

    Raises:
        Unread: If it cannot be used.
    """
    code = concept(resource.get("code"))
    found = meanings_of(code, "Procedure", codes.PROCEDURES, draft.policy)
    if not found:
        raise Unread("unknown_code", f"not a procedure that is known here: {code.name}")
    exact = found - {"transplant"} or found
    if len(exact) > 1:
        raise Unread("codes_disagree", f"its codes mean different things: {code.name}")
    means = next(iter(exact))
    if "transplant" in found and means not in _TRANSPLANTS:
        raise Unread("codes_disagree", f"its codes mean different things: {code.name}")
    if means in ("lumbar_puncture", "marrow_sample", "not_needed"):
        raise Unread("not_needed", "the procedure itself says nothing; its results may")
    is_transplant = means in _TRANSPLANTS
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
