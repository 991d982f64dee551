"""Facts of cytogenetics and molecular tests: lesions, chromosome number, DNA index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from all_risk import facts as catalogue
from all_risk.derivation.draft import Draft
from all_risk.facts import Conflict
from all_risk.genetics.assays import can_exclude
from all_risk.genetics.names import lesion
from all_risk.implications import closed
from all_risk.messages import say
from all_risk.patient import (
    DnaIndex,
    Finding,
    FishText,
    KaryotypeText,
    ModalNumber,
    Patient,
)
from all_risk.quantities import Interval

__all__ = ["genetic_facts"]

_BANDING = "karyotype"
_HYPODIPLOID = ("NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY")
_DOUBLED = Interval(Decimal(50), Decimal(78))


def genetic_facts(patient: Patient, draft: Draft) -> frozenset[str]:
    """Lesions, chromosome number and DNA index.

    Returns:
        The lesions that are only presumptive or inconclusive.
    """
    by_lesion: dict[str, list[tuple[Finding, str]]] = defaultdict(list)
    from_strings: list[tuple[Finding, str]] = []
    extra_21 = patient.diagnosis.down_syndrome is True
    counts: list[tuple[Interval, str]] = []
    indices: list[tuple[Interval, str]] = []
    for i, result in enumerate(patient.genetics):
        path = f"genetics[{i}]"
        if isinstance(result, Finding):
            by_lesion[result.lesion].append((result, path))
        elif isinstance(result, ModalNumber):
            counts.append((result.modal_number, path))
        elif isinstance(result, DnaIndex):
            indices.append((result.dna_index, path))
        elif isinstance(result, (KaryotypeText, FishText)):
            # The readers are loaded only where there is something to read.
            from all_risk.derivation.notation import read_notation

            read = read_notation(result, path)
            draft.notes.extend(read.notes)
            counts.extend(read.counts)
            extra_21 = extra_21 or read.extra_21
            from_strings += read.findings
    for shown, place in from_strings:
        doubted = extra_21 and (shown.lesion, shown.status) == ("iAMP21", "detected")
        if doubted:
            draft.notes.append(say("extra_21", path=place))
        finding = evolve(shown, status="presumptive") if doubted else shown
        by_lesion[shown.lesion].append((finding, place))
    unconfirmed = frozenset(
        name for name, results in by_lesion.items() if _lesion(name, results, draft)
    )
    _drop_cases_of_contradicted(draft)
    draft.quantity(catalogue.modal_number.name, _of_stem_line(counts, draft))
    draft.quantity(catalogue.dna_index.name, indices)
    return unconfirmed


def _lesion(name: str, results: list[tuple[Finding, str]], draft: Draft) -> bool:
    """Settle the findings of one lesion; whether it is left only unconfirmed."""
    paths = tuple(path for _, path in results)
    seen = [r for r, _ in results if r.status == "detected"]
    absent, soft = [], []
    for result, path in results:
        if result.status is None:
            draft.notes.append(say("no_status", path=path))
        elif result.status in ("presumptive", "inconclusive"):
            soft.append(result)
        elif result.status == "not_detected":
            if can_exclude(result.method, lesion(name)):
                absent.append(result)
            else:
                method = result.method or ""
                draft.notes.append(say("cannot_exclude", path=path, method=method, lesion=name))
    if seen and absent:
        message = say("found_and_excluded", lesion=name)
        draft.conflicts.append(Conflict(facts=(name,), message=message, paths=paths))
        return False
    if seen:
        draft.put(name, True, *paths)
        return False
    # A test for the lesion itself settles what banding only suggests.
    if absent and (not soft or any(r.method != _BANDING for r in absent)):
        draft.put(name, False, *paths)
        return False
    return bool(soft)


def _drop_cases_of_contradicted(draft: Draft) -> None:
    """Where a lesion is found and excluded, a special case of it is contradicted as well."""
    for i, conflict in enumerate(draft.conflicts):
        if conflict.message.id != "found_and_excluded":
            continue
        for name in list(draft.values):
            implied = closed({name: True}) if draft.values[name] is True else {}
            if implied.get(conflict.facts[0]) is True:
                del draft.values[name]
                paths = draft.evidence.pop(name)
                draft.conflicts[i] = evolve(
                    draft.conflicts[i],
                    facts=(*draft.conflicts[i].facts, name),
                    paths=tuple(dict.fromkeys((*draft.conflicts[i].paths, *paths))),
                )


def _of_stem_line(
    counts: list[tuple[Interval, str]], draft: Draft
) -> Iterator[tuple[Interval, str]]:
    """Counts of the stem line. A doubled clone's own count says nothing of its stem line.

    A count from 50 to 78 alone never shows that a clone is not a doubled one.
    """
    masked = draft.values.get("MASKED_HYPODIPLOIDY")
    hypodiploid = any(draft.values.get(name) is True for name in _HYPODIPLOID)
    for interval, path in counts:
        may_be_doubled = interval.intersect(_DOUBLED) is not None
        if may_be_doubled and (masked or hypodiploid):
            draft.notes.append(say("doubled_clone", path=path))
        elif may_be_doubled and masked is None:
            draft.notes.append(say("doubling_not_excluded", path=path))
            yield Interval(high=interval.high), path
        else:
            yield interval, path
