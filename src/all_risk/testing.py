"""Made-up cohorts for tests: seeded, with the marginals and gaps one meets in registries.

No number here is an estimate of anything. Frequencies are round figures in the range of
published cohorts; nobody is described. Values fit together, so that no row contradicts itself.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from all_risk.cohort.extras import needed

__all__ = ["Backend", "synthetic_cohort", "synthetic_target"]

Backend: TypeAlias = Literal["polars", "pandas", "pyarrow"]

_SUBTYPES = (
    "trisomies",
    "ETV6::RUNX1",
    "KMT2A-r",
    "BCR::ABL1",
    "TCF3::PBX1",
    "TCF3::HLF",
    "iAMP21",
    "hypodiploid",
    "other",
)
# Shares of the subtypes of B-lineage ALL: infants, children, adults.
_SHARES = (
    (0.01, 0.01, 0.70, 0.02, 0.01, 0.00, 0.00, 0.01, 0.24),
    (0.22, 0.22, 0.03, 0.03, 0.05, 0.003, 0.02, 0.015, 0.412),
    (0.04, 0.01, 0.07, 0.25, 0.03, 0.005, 0.01, 0.06, 0.525),
)
_LESIONS = ("BCR::ABL1", "KMT2A-r", "ETV6::RUNX1", "TCF3::PBX1", "TCF3::HLF", "iAMP21")
# How often a value is missing.
_GAPS = {
    "age": 0.005,
    "wbc": 0.02,
    "lineage": 0.01,
    "cns": 0.04,
    "testicular": 0.08,
    "down_syndrome": 0.02,
    "modal_number": 0.25,
    "dna_index": 0.30,
    "TRISOMY_4_10": 0.14,
    "steroid": 0.35,
    "mrd_induction_day_8_blood": 0.60,
    "mrd_end_of_induction_marrow": 0.12,
    "mrd_end_of_consolidation_marrow": 0.70,
    "days_to_remission": 0.05,
    "relapses": 0.03,
    "lesion": 0.12,
}
_MRD = {
    "mrd_induction_day_8_blood": (0.25, 3.0),
    "mrd_end_of_induction_marrow": (0.66, 0.12),
    "mrd_end_of_consolidation_marrow": (0.85, 0.05),
}


def synthetic_cohort(
    rows: int,
    *,
    seed: int = 0,
    gaps: float = 1.0,
    bounds: bool = False,
    backend: Backend = "polars",
) -> Any:
    """A made-up cohort whose columns are facts.

    Args:
        rows: How many patients.
        seed: The same seed makes the same cohort.
        gaps: How often values are missing, as a multiple of what is usual; 0 for never.
        bounds: Whether a negative MRD is given by bounds (from 0 to below 0.01 %), in pairs
            of columns; else it is 0.
        backend: The engine of the table.

    Returns:
        The table, with a column `id` besides the facts.

    Examples:
        >>> synthetic_cohort(3, seed=1)["id"].to_list()
        ['made-up-1', 'made-up-2', 'made-up-3']
    """
    with needed("cohort"):
        import pyarrow as pa

        drawn = _Drawn(rows, seed, gaps)
    columns: dict[str, Any] = {"id": pa.array([f"made-up-{i + 1}" for i in range(rows)])}
    for name, (values, missing) in drawn.facts().items():
        if bounds and name.startswith("mrd_"):
            negative = values == 0
            high = drawn.np.where(negative, 1e-4, values)
            columns[f"{name}__low"] = pa.array(values, mask=missing)
            columns[f"{name}__high"] = pa.array(high, mask=missing)
            columns[f"{name}__high_open"] = pa.array(negative, mask=missing)
        else:
            columns[name] = pa.array(values, mask=missing)
    return _as(pa.table(columns), backend)


def synthetic_target(
    rows: int,
    *,
    seed: int = 0,
    gaps: float = 1.0,
    unreadable: float = 0.0,
    backend: Backend = "polars",
) -> Any:
    """A made-up cohort in the shape of TARGET's clinical supplement, every cell as text.

    Args:
        rows: How many patients.
        seed: The same seed makes the same cohort.
        gaps: How often values are missing, as a multiple of what is usual; 0 for never.
        unreadable: The share of white cell counts, CNS states and karyotypes that nobody can
            read.
        backend: The engine of the table.

    Returns:
        The table.

    Examples:
        >>> from all_risk.cohort import read_target
        >>> reading = read_target(synthetic_target(20, seed=3))
        >>> len(reading.patients), len(reading.rejects)
        (20, 0)
    """
    with needed("cohort"):
        import pyarrow as pa

        drawn = _Drawn(rows, seed, gaps)
    return _as(pa.table(drawn.target(unreadable)), backend)


def _as(table: Any, backend: Backend) -> Any:
    if backend == "pyarrow":
        return table
    if backend == "pandas":
        return table.to_pandas()
    import polars as pl

    return pl.DataFrame(pl.from_arrow(table))


class _Drawn:
    """Patients drawn at random, one array for each trait."""

    def __init__(self, rows: int, seed: int, gaps: float) -> None:
        import numpy as np

        self.np = np
        self.rows = rows
        self.gaps = gaps
        self.random = random = np.random.default_rng(seed)
        band = random.choice(3, rows, p=(0.03, 0.77, 0.20))
        years = np.where(
            band == 0,
            random.uniform(0.0, 1.0, rows),
            np.where(
                band == 1,
                np.clip(1 + random.gamma(1.7, 3.2, rows), 1.0, 17.99),
                random.uniform(18.0, 75.0, rows),
            ),
        )
        # Months as the age on a day: whole, and some share of the next.
        self.months = np.floor(years * 12) + random.integers(0, 31, rows) / 32
        self.days = np.floor(years * 365.25)
        self.female = random.random(rows) < 0.43
        self.t_cell = (random.random(rows) < np.where(band == 0, 0.03, 0.15)) & True
        shares = np.cumsum(np.asarray(_SHARES), axis=1)[band]
        self.subtype = (random.random(rows)[:, None] > shares / shares[:, -1:]).sum(axis=1)
        self.subtype = np.where(self.t_cell, len(_SUBTYPES) - 1, self.subtype)
        high_count = self.t_cell | (self.subtype == 2) | (self.subtype == 3)
        self.wbc = np.round(np.exp(random.normal(np.where(high_count, 4.1, 2.6), 1.25)), 1)
        self.wbc = np.clip(self.wbc, 0.2, 950.0)
        self.cns = random.choice(["CNS1", "CNS2", "CNS3"], rows, p=(0.84, 0.12, 0.04))
        self.testicular = ~self.female & (random.random(rows) < 0.02)
        self.down = random.random(rows) < 0.03
        self.modal = self._modal()
        self.index = np.round(self.modal / 46 + random.normal(0, 0.004, rows), 2)
        adverse = np.isin(self.subtype, (2, 3, 5, 7)) | self.t_cell
        self.mrd = {name: self._mrd(adverse, *shape) for name, shape in _MRD.items()}
        self.remission = np.where(
            random.random(rows) < np.where(adverse, 0.06, 0.02),
            random.integers(29, 60, rows),
            random.integers(14, 29, rows),
        ).astype(float)
        risk = np.where(adverse, 0.30, 0.12) + 0.15 * (self.wbc >= 50)
        self.relapsed = random.random(rows) < risk
        self.time = np.ceil(random.exponential(np.where(self.relapsed, 700, 2600))) + 30
        self.relapsed &= self.time < 4000
        self.time = np.minimum(self.time, 4000)

    def _modal(self) -> Any:
        random, rows, np = self.random, self.rows, self.np
        low = np.where(
            random.random(rows) < 0.4,
            random.integers(25, 29, rows),
            random.integers(33, 40, rows),
        )
        usual = np.where(random.random(rows) < 0.1, 47, 46)
        high = random.integers(51, 59, rows)
        chosen = np.where(self.subtype == 0, high, np.where(self.subtype == 7, low, usual))
        return chosen.astype(float)

    def _mrd(self, adverse: Any, negative: float, scale: float) -> Any:
        """MRD as fractions with as many digits as are printed."""
        random, rows, np = self.random, self.rows, self.np
        share = np.clip(negative - 0.25 * adverse, 0.0, 1.0)
        percent = np.exp(random.normal(np.log(scale), 1.8, rows))
        shown = np.clip(np.round(percent, 3), 0.001, 95.0)
        # Divided as whole numbers, 0.01 % is 1E-4 to the last digit.
        fraction = np.round(shown * 1000) / 100_000
        return np.where(random.random(rows) < share, 0.0, fraction)

    def missing(self, name: str) -> Any:
        """Which rows lack a value."""
        return self.random.random(self.rows) < min(1.0, _GAPS[name] * self.gaps)

    def facts(self) -> dict[str, tuple[Any, Any]]:
        """The values of each fact and where they are missing."""
        np = self.np
        unknown_age = self.missing("age")
        found = {
            "age": (self.months, unknown_age),
            "age_in_days": (self.days, unknown_age),
            "wbc": (self.wbc, self.missing("wbc")),
            "lineage": (np.where(self.t_cell, "T", "B"), self.missing("lineage")),
            "cns": (self.cns, self.missing("cns")),
            "testicular": (self.testicular, self.missing("testicular") & ~self.female),
            "down_syndrome": (self.down, self.missing("down_syndrome")),
            "modal_number": (self.modal, self.missing("modal_number")),
            "dna_index": (self.index, self.missing("dna_index")),
            "TRISOMY_4_10": (self.subtype == 0, self.missing("TRISOMY_4_10")),
        }
        for lesion in _LESIONS:
            present = self.subtype == _SUBTYPES.index(lesion)
            found[lesion] = (present, self.missing("lesion"))
        steroid = self.random.random(self.rows) < 0.06
        hours = np.where(steroid, self.random.integers(1, 72, self.rows), 0).astype(float)
        unknown = self.missing("steroid")
        found["steroid_within_month"] = (steroid, unknown)
        found["steroid_hours_within_two_weeks"] = (hours, unknown)
        for name, levels in self.mrd.items():
            gap = self.missing(name)
            found[name] = found[f"{name}_flow"] = (levels, gap)
        found["days_to_remission"] = (self.remission, self.missing("days_to_remission"))
        found["relapses"] = (self.relapsed.astype(float), self.missing("relapses"))
        return found

    def target(self, unreadable: float) -> dict[str, Any]:
        """The columns of TARGET's table, as text."""
        np = self.np
        letters = self.random.choice(list("ABC"), self.rows)
        relapse_day = np.where(self.relapsed, self.time, 0)
        site = self.random.choice(4, self.rows, p=(0.72, 0.16, 0.08, 0.04))
        dead = self.random.random(self.rows) < np.where(self.relapsed, 0.5, 0.04)
        dead &= self.relapsed | (self.time < 4000)
        follow_up = np.where(self.relapsed, self.time + 200, self.time)
        blasts = np.where(self.remission > 28, self.random.integers(5, 80, self.rows), 1)
        blasts = np.where(self.remission > 28, blasts, self.random.integers(0, 5, self.rows))

        def text(values: Any, gap: str | None = None, empty: str = "") -> list[str]:
            if gap is None:
                return [str(value) for value in values]
            missing = self.missing(gap)
            return [empty if m else str(v) for v, m in zip(values, missing, strict=True)]

        def spoiled(values: list[str], by: str) -> list[str]:
            broken = self.random.random(self.rows) < unreadable
            return [by if b and v else v for v, b in zip(values, broken, strict=True)]

        def status(present: Any, gap: str) -> list[str]:
            return text(np.where(present, "Positive", "Negative"), gap, "Unknown")

        def yes(condition: Any) -> list[str]:
            return text(np.where(condition, "Yes", "No"))

        def percent(name: str) -> list[str]:
            return [f"{100 * level:.6g}" for level in self.mrd[name]]

        cns = [
            f"CNS {state[3]}" + (letter.lower() if state != "CNS1" else "")
            for state, letter in zip(self.cns, letters, strict=True)
        ]
        female_or = np.where(self.female, "Not applicable", np.where(self.testicular, "Yes", "No"))
        day_8, day_29, later = (text(percent(name), name) for name in self.mrd)
        return {
            "TARGET USI": [f"MADE-UP-{i + 1:06d}" for i in range(self.rows)],
            "Gender": text(np.where(self.female, "Female", "Male")),
            "Age at Diagnosis in Days": text(self.days.astype(int), "age"),
            "First Event": text(
                np.where(self.relapsed, "Relapse", np.where(dead, "Death", "None"))
            ),
            "Event Free Survival Time in Days": text(self.time.astype(int)),
            "Vital Status": text(np.where(dead, "Dead", "Alive")),
            "Overall Survival Time in Days ": text(follow_up.astype(int)),
            "WBC at Diagnosis": spoiled(text(self.wbc, "wbc"), "high"),
            "CNS Status at Diagnosis": spoiled(text(cns, "cns", "."), "CNS 4"),
            "Testicular Involvement": text(female_or),
            "MRD Day 8": day_8,
            "MRD Day 8 Sensitivity\n": ["0.01" if level else "" for level in day_8],
            "MRD Day 29": day_29,
            "MRD Day 29 Sensitivity\n": ["0.01" if level else "" for level in day_29],
            "MRD End Consolidation": later,
            "MRD End Consolidation Sensitivity\n": ["0.01" if level else "" for level in later],
            "Bone Marrow Site of Relapse": yes((relapse_day > 0) & (site == 0)),
            "CNS Site of Relapse": yes((relapse_day > 0) & (site == 1)),
            "Testes Site of Relapse": yes((relapse_day > 0) & (site == 2)),
            "Other Site of Relapse": yes((relapse_day > 0) & (site == 3)),
            "ETV6 RUNX1 Fusion Status": status(self.subtype == 1, "lesion"),
            "TRISOMY 4 10 Status": status(self.subtype == 0, "TRISOMY_4_10"),
            "MLL Status": status(self.subtype == 2, "lesion"),
            "TCF3 PBX1 Status": status(self.subtype == 4, "lesion"),
            "BCR ABL1 Status ": status(self.subtype == 3, "lesion"),
            "BMA Blasts Day 29": text(blasts, "days_to_remission"),
            "Karyotype": spoiled(text(self._karyotypes(), "modal_number"), "see report"),
            "Down Syndrome": text(np.where(self.down, "Yes", "No"), "down_syndrome"),
            "DNA Index": text(self.index, "dna_index"),
            "Cell of Origin": text(np.where(self.t_cell, "T Cell ALL", "B Cell ALL"), "lineage"),
            "Comment ": [""] * self.rows,
        }

    def _karyotypes(self) -> list[str]:
        """A karyotype of each subtype that banding can show; else one that shows nothing."""
        shown = {
            0: "55,{sex},+4,+6,+10,+14,+17,+18,+21,+21,+21[12]/46,{sex}[8]",
            2: "46,{sex},t(4;11)(q21;q23)[15]/46,{sex}[5]",
            3: "46,{sex},t(9;22)(q34;q11.2)[14]/46,{sex}[6]",
            4: "46,{sex},der(19)t(1;19)(q23;p13)[10]/46,{sex}[10]",
        }
        return [
            shown.get(int(kind), "46,{sex}[20]").format(sex="XX" if female else "XY")
            for kind, female in zip(self.subtype, self.female, strict=True)
        ]
