"""Genomics: variants, regions studied, lesions tested by name, the laboratory's strings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from all_risk.errors import AllRiskError
from all_risk.genetics.names import read_name
from all_risk.interop.fhir import codes
from all_risk.interop.fhir.codes import LOINC
from all_risk.interop.fhir.draft import Draft, built
from all_risk.interop.fhir.elements import (
    Concept,
    amount,
    concept,
    effective,
    value_of,
    words_of,
)
from all_risk.interop.fhir.methods import method_of
from all_risk.interop.fhir.policy import Meaning
from all_risk.interop.plain import Json, Unread, objects, text
from all_risk.patient import (
    DnaIndex,
    Finding,
    FishText,
    KaryotypeText,
    Method,
    ModalNumber,
    Status,
)

__all__ = ["read_finding", "read_region", "read_string", "read_variant", "settle_regions"]

_SYMBOL: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,15}")


def _day(resource: Json) -> Any:
    at = effective(resource)
    return at.day if at else None


def _parts(resource: Json, code: str, system: str = LOINC) -> list[Concept]:
    """The values of its components of one code."""
    return [
        concept(part.get("valueCodeableConcept"))
        for part in objects(resource.get("component"))
        if any(c.key == (system, code) for c in concept(part.get("code")).codings)
    ]


def _genes(resource: Json, draft: Draft) -> tuple[str, ...]:
    return tuple(_gene(each, draft) for each in _parts(resource, codes.GENE_STUDIED))


def _gene(given: Concept, draft: Draft) -> str:
    known = {**codes.GENES, **draft.policy.genes}
    ids = [c.code for c in given.codings if c.code.startswith("HGNC:")]
    by_id = {known[id_] for id_ in ids if id_ in known}
    named = {w.upper() for w in given.words if _SYMBOL.fullmatch(w)}
    if len(by_id | named) == 1:
        return (by_id | named).pop()
    if by_id and named:
        said = " and ".join(sorted(by_id | named))
        raise Unread("code_and_name", f"the id of a gene and its name differ: {said}")
    raise Unread("unknown_gene", f"the gene has no symbol that is known here: {given.name}")


def read_variant(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    """Read a variant: present, absent, or not clear."""
    method = method_of(resource, draft)
    day = _day(resource)
    local = [c for part in _parts(resource, "lesion", codes.LOCAL) for c in part.codings]
    if local:
        own = _own(resource, local[0].code, draft)
        draft.add("genetics", own, reference, f"{own.lesion}: {own.status or 'no status'}")
        return
    for part in _parts(resource, codes.VARIANT_ISCN):
        printed = next((c.code for c in part.codings if c.system == codes.ISCN), part.text)
        if not printed:
            raise Unread("no_value", "the ISCN component is empty")
        result = (
            FishText(fish=printed, date=day)
            if "ish" in printed.split("(")[0]
            else KaryotypeText(karyotype=printed, date=day)
        )
        draft.add("genetics", result, reference, "what the laboratory printed")
        return
    status = _presence(resource)
    sources = _parts(resource, codes.SOURCE_CLASS)
    if any(c.code != codes.SOMATIC for source in sources for c in source.codings):
        raise Unread("not_somatic", "the variant is not somatic: it is none of the leukaemia")
    genes = _genes(resource, draft)
    if status != "not_detected":
        draft.altered.update(genes)
    name, status = _lesion(resource, genes, status)
    finding = built(Finding, lesion=name, status=status, method=method, date=day)
    draft.add("genetics", finding, reference, f"{name}: {status}")


def _own(resource: Json, lesion: str, draft: Draft) -> Finding:
    """A finding as this library writes it."""
    stated = [c.code for part in _parts(resource, "status", codes.LOCAL) for c in part.codings]
    notes = [text(note.get("text")) for note in objects(resource.get("note"))]
    return built(
        Finding,
        lesion=lesion,
        status=stated[0] if stated else None,
        method=method_of(resource, draft),
        date=_day(resource),
        source=notes[0] if notes else None,
    )


def _presence(resource: Json) -> Status:
    kind, value = value_of(resource)
    given = concept(value) if kind == "CodeableConcept" else Concept((), "")
    found = given.find(codes.PRESENCE)
    if found is None:
        message = "whether it is there is not said in a code of the LOINC list LL1971-2"
        raise Unread("unknown_value", message)
    return found  # type: ignore[return-value]  # the table holds statuses only


def _lesion(resource: Json, genes: tuple[str, ...], status: Status) -> tuple[str, Status]:
    """The lesion that a variant is, by its genes and what happened to them."""
    changes = {c.code for part in _parts(resource, codes.CHANGE_TYPE) for c in part.codings}
    spelt = any(_has(resource, code) for code in codes.HGVS)
    joined = bool(changes & codes.JOINING)
    if len(genes) == 2 and joined:
        return "::".join(genes), status
    if len(genes) != 1:
        message = f"{len(genes)} genes and no change type that joins two of them"
        raise Unread("unclear_variant", message)
    gene = genes[0]
    if joined:
        return f"{gene}-r", status
    if codes.LOSS in changes and not spelt:
        if _has(resource, codes.COPY_NUMBER):
            return f"{gene} deletion", status
        raise Unread("unclear_variant", "a deletion of bases or of the gene: it does not say")
    if status == "not_detected":
        if spelt or changes:
            raise Unread("unclear_variant", "one variant is absent; others were not excluded")
        return f"{gene} mutation", status
    # A variant that is there may be harmless: only the laboratory's own word makes it count.
    kind = "mutation" if spelt else "alteration"
    return f"{gene} {kind}", "presumptive" if status == "detected" else status


def _has(resource: Json, code: str) -> bool:
    return any(
        c.key == (LOINC, code)
        for part in objects(resource.get("component"))
        for c in concept(part.get("code")).codings
    )


_PRESENT: Final = frozenset({"present", "positive", "detected"})
_ABSENT: Final = frozenset({"absent", "negative", "not detected", "undetected"})
_UNCLEAR: Final = frozenset({"inconclusive", "indeterminate", "equivocal", "no call"})


def read_finding(resource: Json, reference: str, draft: Draft, meaning: Meaning) -> None:
    """Read the result of a test for one lesion that the caller's policy names."""
    kind, value = value_of(resource)
    status: Any = None
    if kind == "CodeableConcept":
        status = concept(value).find(codes.PRESENCE)
    for word in words_of(kind, value) if status is None else ():
        folded = word.casefold()
        for known, means in (
            (_PRESENT, "detected"), (_ABSENT, "not_detected"), (_UNCLEAR, "inconclusive")
        ):  # fmt: skip
            if folded in known:
                status = means
        if status:
            break
    if status is None:
        words = ", ".join(sorted(_PRESENT | _ABSENT | _UNCLEAR))
        raise Unread("unknown_value", f"the result is not one of {words}")
    finding = built(
        Finding,
        lesion=meaning.lesion,
        status=status,
        method=method_of(resource, draft) or meaning.method,
        date=_day(resource),
    )
    draft.add("genetics", finding, reference, f"{finding.lesion}: {status}")


_STRINGS: Final[dict[str, Callable[..., Any]]] = {
    "karyotype": KaryotypeText,
    "fish": FishText,
    "modal_number": ModalNumber,
    "dna_index": DnaIndex,
}


def read_string(name: str) -> Callable[[Json, str, Draft, Meaning], None]:
    """A reader for a karyotype, a FISH string, a chromosome number or a DNA index."""
    make = _STRINGS[name]
    in_words = name in ("karyotype", "fish")

    def read(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
        kind, value = value_of(resource)
        if in_words:
            printed = text(value) if kind == "String" else next(words_of(kind, value), "")
            if not printed:
                raise Unread("wrong_value", "what the laboratory printed is expected as words")
            result = make(**{name: printed, "date": _day(resource)})
        else:
            found = amount(kind, value, "number", lambda v: make(**{name: v}), words=False)
            result = make(**{name: getattr(found, name), "date": _day(resource)})
        draft.add("genetics", result, reference, name.replace("_", " "))

    return read


# Regions studied: what was looked for and not found.


def read_region(resource: Json, reference: str, draft: Draft, _: Meaning) -> None:
    """Read a region studied; whether it was negative is settled when all variants are read."""
    method = method_of(resource, draft)
    if method is None:
        raise Unread(
            "no_method", "how the region was studied is not said, so neither what it shows"
        )
    genes = _genes(resource, draft)
    if not genes:
        raise Unread("no_gene", "it names no gene")
    draft.studied.append((genes, method, _day(resource), reference))


def settle_regions(draft: Draft, reports: list[Json], refused: frozenset[str]) -> None:
    """Regions without a variant are negative, where the whole report is at hand.

    Args:
        draft: What is being read.
        reports: The diagnostic reports.
        refused: References of resources that were not understood.
    """
    for genes, method, day, reference in draft.studied:
        if not any(_complete(report, reference, draft, refused) for report in reports):
            message = (
                "no final report lists it together with results that are all here and understood, "
                "so that a variant may be missing"
            )
            draft.leave(reference, "incomplete_report", message)
            continue
        lesions = _excluded(genes, method)
        if not lesions:
            message = f"what {method} excludes in {len(genes)} genes is not clear"
            draft.leave(reference, "unclear_region", message)
        for gene, name in lesions:
            if draft.altered & set(gene):
                message = f"a variant is reported there, so {name} is not excluded by it"
                draft.leave(reference, "variant_reported", message)
                continue
            try:
                lesion = read_name(name).lesion.name
            except AllRiskError as error:
                draft.leave(reference, error.errors[0].code, error.errors[0].message)
                continue
            finding = Finding(lesion=lesion, status="not_detected", method=method, date=day)
            draft.add("genetics", finding, reference, f"{lesion}: studied and not reported")


def _excluded(genes: tuple[str, ...], method: Method) -> list[tuple[tuple[str, ...], str]]:
    """The lesions that a method would have seen in these genes."""
    if method in ("ngs", "panel", "wgs"):
        return [((gene,), f"{gene} mutation") for gene in genes]
    if method == "fish" and len(genes) == 1:
        return [(genes, f"{genes[0]}-r")]
    if method in ("fish", "pcr", "rna_seq") and len(genes) == 2:
        return [(genes, "::".join(genes))]
    return []


def _complete(report: Json, reference: str, draft: Draft, refused: frozenset[str]) -> bool:
    results = objects(report.get("result"))
    found = [draft.record.follow(report, each) for each in results]
    names = [draft.record.names.get(id(each), "") for each in found]
    return (
        report.get("status") in ("final", "amended", "corrected")
        and reference in names
        and all(found)
        and not refused & set(names)
    )
