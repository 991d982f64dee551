"""Every lesion the readers can name stands in the vocabulary under that very name."""

from __future__ import annotations

import pytest

from all_risk.genetics.names import lesion
from all_risk.genetics.ploidy import PLOIDY_CLASSES
from all_risk.genetics.probes import BREAK_APART, GENES, seen_by
from all_risk.genetics.rearrangements import REARRANGEMENTS, T_CELL_RECEPTORS

OTHERS = [
    "COMPLEX_KARYOTYPE",
    "DEL_6Q",
    "DEL_9P",
    "DIC_9_20",
    "I_17Q",
    "MASKED_HYPODIPLOIDY",
    "MONOSOMY_7",
    "P2RY8::CRLF2",
    "TCF3-r",
    "TRISOMY_4_10",
    "TRISOMY_4_10_17",
    "iAMP21",
]
NAMES = sorted(
    {name for row in REARRANGEMENTS for name in row.lesions}
    | T_CELL_RECEPTORS
    | {row.lesion for row in PLOIDY_CLASSES}
    | {f"{gene}-r" for gene in BREAK_APART}
    | set(seen_by(GENES | {"CEP4", "CEP7", "CEP10", "CEP17"}))
    | {"TP53 deletion", *OTHERS}
)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_is_canonical(name: str) -> None:
    assert lesion(name).name == name
