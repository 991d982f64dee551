"""What implies what among facts: lesions, ploidy, DNA index, steroids, MRD.

These clauses keep answers exact. A patient with KMT2A::AFF1 has a KMT2A rearrangement; one
with 46 chromosomes is not hypodiploid, whatever DNA index was not measured. Where sources
draw the bounds of a ploidy class differently, a count inside all of them makes the class
certain, one outside all of them excludes it, and one between leaves it open.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from all_risk.errors import AllRiskError
from all_risk.facts import (
    CATALOGUE,
    detected,
    dna_index,
    etp_phenotype,
    in_remission,
    is_unprinted,
    lineage,
    modal_number,
    relapse_extramedullary,
    relapse_marrow,
    relapses,
    second_remission_reached,
    steroid_hours_within_two_weeks,
    steroid_within_month,
)
from all_risk.genetics.lesions import LESIONS
from all_risk.genetics.names import lesion
from all_risk.logic import (
    Clause,
    Clauses,
    Flag,
    Quantity,
    Value,
    all_of,
    any_of,
    close,
    implies,
    index,
)
from all_risk.quantities import count, hours, percent, ratio

__all__ = ["closed", "implications"]

# Chromosome counts of the stem line: least in any source, least in all, most in all, most in
# any.
# Sources: Nachman 2007, Heerema 1999, Harrison 2004, Jain 2017, Moorman 2007, ICC 2022 as
# relayed, NCI PDQ, Paulsson 2009, EORTC 58951. A near-triploid clone is most often a doubled
# hypodiploid one and says nothing of its stem line; near-tetraploidy likewise.
_PLOIDY = (
    ("NEAR_HAPLOIDY", 20, 24, 28, 31),
    ("LOW_HYPODIPLOIDY", 30, 33, 39, 39),
    ("HIGH_HYPODIPLOIDY", 40, 40, 43, 45),
    ("LOW_HYPERDIPLOIDY", 47, 47, 50, 50),
    ("HIGH_HYPERDIPLOIDY", 51, 51, 58, 67),
)

# Lesions that are a special case of another: (special, general).
_SPECIAL = (
    ("TRISOMY_4_10_17", "TRISOMY_4_10"),
    ("TRISOMY_4_10_17", "TRISOMY_17"),
    ("IKZF1 focal deletion", "IKZF1 deletion"),
    ("CDKN2A_HOMOZYGOUS_DELETION", "CDKN2A deletion"),
    ("PAX5 P80R", "PAX5 mutation"),
    ("IKZF1 N159Y", "IKZF1 mutation"),
    # Not of ABL1, whose probe splits in BCR::ABL1 as well.
    *((f"{gene}-r", "ABL-class") for gene in ("ABL2", "CSF1R", "PDGFRA", "PDGFRB")),
)


# Lesions that are cases of an entity with a name of its own, by the vocabulary.
_CASES_OF_ENTITY = {
    lesion.name: entity.name
    for entity in LESIONS
    if entity.name in ("ABL-class", "PAX5alt")
    for lesion in LESIONS
    if lesion.icc == entity.icc and lesion is not entity
}


def _ploidy() -> Iterator[Clause]:
    for name, widest_low, low, high, widest_high in _PLOIDY:
        present = detected(name)
        inside = all_of(modal_number >= count(low), modal_number <= count(high))
        yield implies(present, modal_number >= count(widest_low), "definition of the ploidy class")
        yield implies(present, modal_number <= count(widest_high), "definition of the ploidy class")
        yield implies(inside, present, "definition of the ploidy class")
    yield implies(
        detected("NEAR_HAPLOIDY"),
        ~detected("LOW_HYPODIPLOIDY"),
        "one stem line has one ploidy class; from 30 to 31 chromosomes sources name it differently",
    )
    hypodiploid = modal_number < count(44)
    yield implies(
        detected("NEAR_TRIPLOIDY"),
        any_of(hypodiploid, modal_number >= count(58)),
        "a near-triploid clone has 58 chromosomes or more, or is a doubled hypodiploid one",
    )
    yield implies(
        modal_number < count(40),
        any_of(detected("NEAR_HAPLOIDY"), detected("LOW_HYPODIPLOIDY")),
        "below 40 chromosomes a clone is near-haploid or low hypodiploid",
    )
    yield implies(
        detected("MASKED_HYPODIPLOIDY"), hypodiploid, "a masked clone is a doubled hypodiploid one"
    )
    yield implies(
        detected("TRISOMY_4_10"),
        modal_number >= count(47),
        "double trisomy is a form of hyperdiploidy (NCI PDQ)",
    )
    yield implies(
        dna_index < ratio("0.81"),
        hypodiploid,
        "COG counts a DNA index below 0.81 as fewer than 44 chromosomes (NCI PDQ)",
    )


def _steroids() -> Iterator[Clause]:
    yield implies(
        steroid_hours_within_two_weeks > hours(0),
        steroid_within_month,
        "two weeks lie within a month",
    )


def _courses() -> Iterator[Clause]:
    yield implies(etp_phenotype, lineage.one_of("T"), "ETP is a phenotype of T-lineage ALL")
    for site in (relapse_marrow, relapse_extramedullary):
        yield implies(site, relapses >= count(1), "only a relapse has a site")
    yield implies(
        relapses >= count(1), relapse_marrow | relapse_extramedullary, "a relapse is somewhere"
    )
    yield implies(second_remission_reached, relapses >= count(1), "it follows a relapse")
    yield implies(relapses >= count(2), second_remission_reached, "a relapse follows a remission")
    yield implies(
        in_remission & (relapses >= count(1)),
        second_remission_reached,
        "this remission follows a relapse",
    )


_MRD = {fact.name: fact for fact in CATALOGUE if fact.name.startswith("mrd_")}


def _mrd(asked: Container[str]) -> Iterator[Clause]:
    """What the parts of an MRD result say of each other.

    A negative result leaves less disease than its assay would have found; only at 0.01 %, the
    sensitivity that schemes ask of a result they count as negative.
    """
    for name, found in _MRD.items():
        base = name.removesuffix("_detected")
        level, sensitivity = _MRD.get(base), _MRD.get(f"{base}_sensitivity")
        if (
            isinstance(found, Flag)
            and isinstance(level, Quantity)
            and isinstance(sensitivity, Quantity)
            and name in asked
            and base in asked
        ):
            yield implies(
                all_of(~found, sensitivity <= percent("0.01")),
                level < percent("0.01"),
                "an assay that would have found 0.01 % and found nothing leaves less",
            )
        quantified = _MRD.get(f"{base}_quantifiable")
        if (
            isinstance(found, Flag)
            and isinstance(quantified, Flag)
            and name in asked
            and quantified.name in asked
        ):
            yield implies(quantified, found, "what is quantified was found")


@cache
def _fixed() -> tuple[Clause, ...]:
    special = (implies(detected(a), detected(b), "special case") for a, b in _SPECIAL)
    return (
        *_ploidy(),
        *_steroids(),
        *_courses(),
        *special,
        implies(
            detected("Ph-like"), ~detected("BCR::ABL1"), "Ph-like disease is without BCR::ABL1"
        ),
    )


def _general(name: str) -> Iterator[str]:
    """The wider lesions of which a lesion is a case."""
    if "::" in name and not name.endswith("-like"):
        # BCR::ABL1 is not what is meant by an ABL1 rearrangement (ABL-class, Ph-like).
        if name != "BCR::ABL1":
            yield from (f"{gene}-r" for gene in name.split("::"))
    else:
        gene, _, change = name.partition(" ")
        if change in ("mutation", "deletion") and gene != "PAR1":
            yield f"{gene} alteration"
    if name in _CASES_OF_ENTITY:
        yield _CASES_OF_ENTITY[name]


def _cases(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for general in _general(name):
            yield name, general


def implications(names: Iterable[str]) -> tuple[Clause, ...]:
    """The clauses that tie facts of these names to each other.

    Args:
        names: Names of facts.

    Returns:
        The clauses. Those of the ploidy classes and steroid windows are always included.
    """
    asked = dict.fromkeys(names)
    ties = ((a, b) for a, b in _cases(asked) if b in asked)
    special = (implies(detected(a), detected(b), "special case") for a, b in ties)
    return (*_fixed(), *special, *_mrd(asked))


@cache
def _vocabulary() -> Clauses:
    names = [each.name for each in LESIONS]
    wider = (general for _, general in _cases(names) if _is_lesion(general))
    return index(implications([*names, *wider, *_MRD]))


@cache
def _tied() -> frozenset[str]:
    return frozenset(name for name, _ in _vocabulary())


@lru_cache(maxsize=1024)  # bounded: names come from patients
def _rare(names: tuple[str, ...]) -> Clauses:
    ties = ((a, b) for a, b in _cases(names) if _is_lesion(b))
    return index(implies(detected(a), detected(b)) for a, b in ties)


def _is_lesion(name: str) -> bool:
    """Whether a name is one of a lesion; not so where a gene is called like two (`HLF-BCR-r`)."""
    try:
        return lesion(name).name == name
    except AllRiskError:
        return False


def closed(
    values: Mapping[str, Value],
    trace: dict[str, frozenset[str]] | None = None,
    changed: Iterable[str] | None = None,
) -> dict[str, Value]:
    """The facts with all that follows from them.

    Args:
        values: Facts by name.
        changed: Those that are new, where the others are closed already; all by default.
        trace: Filled with the names of the facts that each narrowed fact follows from.

    Returns:
        The facts, at least as narrow.

    Raises:
        Contradiction: If they cannot hold together.

    Examples:
        >>> closed({"KMT2A::MAML1": True})["KMT2A-r"]
        True
    """
    clauses, tied = _vocabulary(), _tied()
    rare = [name for name in values if name not in tied and ("::" in name or " " in name)]
    rare = [name for name in rare if not is_unprinted(name)]
    if rare:
        extra = _rare(tuple(rare))
        joined = {key: (*clauses.get(key, ()), *more) for key, more in extra.items()}
        return close(values, {**clauses, **joined}, changed, trace)
    return close(values, clauses, changed, trace)
