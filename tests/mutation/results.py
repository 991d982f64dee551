"""What is kept of the runs of mutants, and of which modules."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from attrs import asdict, frozen

import all_risk

__all__ = ["MODULES", "SRC", "TESTS", "Module", "Survivor", "digest", "read", "write"]

SRC: Final = Path(all_risk.__file__).parent
_RESULTS: Final = Path(__file__).with_name("results.json")

_QUANTITIES: Final = ("test_quantities.py", "test_quantities_to_the_letter.py")
_NOTATION: Final = (
    "test_clones.py",
    "test_drafts.py",
    "test_fish.py",
    "test_karyotype_corpus.py",
    "test_karyotype_properties.py",
    "test_lesion_names.py",
    "test_notation_in_patients.py",
    "test_notation_vocabulary.py",
    "test_picture.py",
    "test_published_notation.py",
    "test_readings_to_the_letter.py",
)
_RULES: Final = (
    "test_derivation.py",
    "test_implied_mrd.py",
    "test_logic.py",
    "test_referral.py",
    "test_rules_to_the_letter.py",
    "test_second_remission.py",
)
TESTS: Final = {
    _QUANTITIES: ("quantities.py",),
    _RULES: (
        "facts.py",
        "implications.py",
        "guideline.py",
        "logic/clauses.py",
        "logic/rules.py",
        "logic/cells.py",
        "logic/sheet.py",
        "logic/generated.py",
        "logic/building.py",
        "logic/diagram.py",
        "logic/walk.py",
        "logic/decisions.py",
        "evaluation.py",
    ),
    _NOTATION: (
        "genetics/assays.py",
        "genetics/clones.py",
        "genetics/document.py",
        "genetics/findings.py",
        "genetics/fish.py",
        "genetics/fish_words.py",
        "genetics/imbalance.py",
        "genetics/iscn/draft.py",
        "genetics/iscn/model.py",
        "genetics/iscn/normalise.py",
        "genetics/iscn/read.py",
        "genetics/iscn/refusal.py",
        "genetics/iscn/write.py",
        "genetics/karyotype.py",
        "genetics/lesions.py",
        "genetics/names.py",
        "genetics/picture.py",
        "genetics/ploidy.py",
        "genetics/probes.py",
        "genetics/rearrangements.py",
        "genetics/signals.py",
    ),
}
"""The files of tests that are tried, and the modules they are tried on."""
MODULES: Final = tuple(name for modules in TESTS.values() for name in modules)


@frozen
class Survivor:
    """A change that no test notices.

    Attributes:
        where: The function it is in.
        change: What it is.
        why: Why it makes no difference that matters; empty where that is not yet known.
    """

    where: str
    change: str
    why: str = ""


@frozen(kw_only=True)
class Module:
    """What became of the mutants of one module.

    Attributes:
        source: The digest of the source they were made from.
        mutants: How many there were.
        killed: Those that some test noticed.
        timed_out: Those that did not end in their time.
        survivors: Those that none noticed.
    """

    source: str
    mutants: int
    killed: int
    timed_out: int
    survivors: tuple[Survivor, ...]


def digest(text: str) -> str:
    """What stands for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read() -> dict[str, Module]:
    """What is kept, by module."""
    if not _RESULTS.exists():
        return {}
    kept = json.loads(_RESULTS.read_text(encoding="utf-8"))
    return {
        name: Module(**{**each, "survivors": tuple(Survivor(**s) for s in each["survivors"])})
        for name, each in kept.items()
    }


def write(results: dict[str, Module]) -> None:
    """Keep results, in the order of the modules."""
    kept = {name: asdict(results[name]) for name in MODULES if name in results}
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    _RESULTS.write_text(text, encoding="utf-8")
