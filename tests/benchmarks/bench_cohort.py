"""How fast a table is answered: `python tests/benchmarks/bench_cohort.py`.

The founding guideline over 1 and 10 million made-up patients, on polars and on the other
engines, beside the same guideline written by hand in polars expressions; and beside what an
engine for single records does in a loop and what `pandas.apply` does, with the share of rows
each answers wrongly when data are missing. With `--stream ROWS`, a Parquet file of so many
rows goes through the command, and the peak of memory is reported.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from all_risk import cohort
from all_risk.testing import synthetic_cohort

ANSWERS = ["refer", "no_remission_28d", "high_risk_of_relapse", "relapse", "infant"]


@frozen
class Rule:
    """A rule by hand: known true, known false."""

    t: pl.Expr
    f: pl.Expr

    def __and__(self, other: Rule) -> Rule:
        return Rule(self.t & other.t, self.f | other.f)

    def __or__(self, other: Rule) -> Rule:
        return Rule(self.t | other.t, self.f & other.f)

    def __invert__(self) -> Rule:
        return Rule(self.f, self.t)


def least(column: str, value: float) -> Rule:
    """`column >= value`."""
    number = pl.when(pl.col(column).is_finite()).then(pl.col(column))
    return Rule((number >= value).fill_null(False), (number < value).fill_null(False))


def more(column: str, value: float) -> Rule:
    """`column > value`."""
    number = pl.when(pl.col(column).is_finite()).then(pl.col(column))
    return Rule((number > value).fill_null(False), (number <= value).fill_null(False))


def flag(column: str) -> Rule:
    return Rule(pl.col(column).fill_null(False), ~pl.col(column).fill_null(True))


def one_of(column: str, *values: str) -> Rule:
    held = pl.col(column).is_in(values)
    return Rule(held.fill_null(False), ~held.fill_null(True))


def by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The founding guideline as one would write it for polars, by Kleene's logic."""
    open_ = Rule(pl.lit(False), pl.lit(False))
    children, adults = ~least("age", 372), least("age", 216)
    one_year, ten = least("age", 12), least("age", 120)
    bcr, kmt2a, hlf = flag("BCR::ABL1"), flag("KMT2A-r"), flag("TCF3::HLF")
    below_44 = ~least("modal_number", 44)
    hypodiploidy = below_44 | ~least("dna_index", 0.81)
    unfavorable = hypodiploidy | kmt2a | hlf | flag("iAMP21") | bcr
    etv6, trisomy = flag("ETV6::RUNX1"), flag("TRISOMY_4_10")
    favorable = etv6 | trisomy
    week_4, flow = "mrd_end_of_induction_marrow", "mrd_end_of_induction_marrow_flow"
    eoc = "mrd_end_of_consolidation_marrow"
    slow = open_ & ~(~least(week_4, 1e-4) & open_)
    late = more("days_to_remission", 28)
    very_high = children & (~one_year | bcr | hlf | kmt2a | below_44 | slow | late)
    b_child = one_of("lineage", "B") & one_year & children
    nci_standard = one_year & ~ten & ~least("wbc", 50)
    nci_high = ten | least("wbc", 50)
    cns3, cns12 = one_of("cns", "CNS3"), one_of("cns", "CNS1", "CNS2")
    cns1, testis = one_of("cns", "CNS1"), flag("testicular")
    steroid = more("steroid_hours_within_two_weeks", 24)
    elevated = cns3 | testis | steroid
    standard, standard_elevated = nci_standard & ~elevated, nci_standard & elevated
    under_10, nowhere = nci_high & ~ten, cns1 & ~testis
    neutral = ~favorable & ~unfavorable
    negative, positive = ~least(flow, 1e-4), least(flow, 1e-4)
    after = f"{eoc}_flow"
    sr_high = standard & (
        (cns12 & etv6 & ~trisomy & ~unfavorable & positive)
        | (cns12 & trisomy & ~etv6 & ~unfavorable & least(flow, 1e-3))
        | (cns1 & neutral & positive)
        | (one_of("cns", "CNS2") & neutral)
        | (cns12 & unfavorable & ~favorable)
    )
    high = (
        (standard_elevated & (cns3 | testis | steroid) & (negative | ~least(after, 0.01)))
        | (nci_high & ten & negative)
        | (under_10 & (one_of("cns", "CNS2", "CNS3") | testis) & negative)
        | (under_10 & nowhere & steroid & negative)
        | (under_10 & nowhere & ~steroid & ~favorable & negative)
        | (nci_high & positive & ~least(after, 1e-4))
    )
    cog = b_child & ~bcr & (sr_high | high | (nci_high & positive & least(after, 1e-4)))
    eln = adults & (
        bcr | kmt2a | least(week_4, 1e-3) | (least(week_4, 1e-4) & open_) | least(eoc, 1e-4)
    )
    high_risk = very_high | cog | (b_child & unfavorable) | eln | (b_child & nci_high)
    rules = {
        "no_remission_28d": late,
        "high_risk_of_relapse": high_risk,
        "relapse": least("relapses", 1),
        "infant": ~more("age_in_days", 365),
    }
    rails = frame.with_columns(
        **{f"t_{name}": rule.t for name, rule in rules.items()},
        **{f"f_{name}": rule.f for name, rule in rules.items()},
    )
    met = pl.any_horizontal(f"t_{name}" for name in rules)
    none = pl.all_horizontal(f"f_{name}" for name in rules)
    return rails.select(
        refer=pl.when(met)
        .then(pl.lit("yes"))
        .when(none)
        .then(pl.lit("no_trigger_met"))
        .otherwise(pl.lit("unknown")),
        **{
            name: pl.when(f"t_{name}")
            .then(pl.lit("met"))
            .when(f"f_{name}")
            .then(pl.lit("not_met"))
            .otherwise(pl.lit("unknown"))
            for name in rules
        },
    )


@frozen
class Spent:
    """Time that passed, and time on all processors; the second does not mind a busy machine."""

    wall: float
    cpu: float


def best(run: Callable[[], Any], times: int) -> tuple[Spent, Any]:
    """The shortest times of several runs, and the last result."""
    walls, cpus, result = [], [], None
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        result = run()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Spent(min(walls), min(cpus)), result


def ours(frame: Any) -> Any:
    return cohort.evaluate(frame, on_absent="ignore")


def on_polars(rows: int, times: int) -> None:
    frame = synthetic_cohort(rows, seed=1)
    assert isinstance(frame, pl.DataFrame)
    ours(frame.head(10))  # the plan is made once for a set of columns
    hand, kleene = best(lambda: by_hand(frame.lazy()).collect(), times)
    own, exact = best(lambda: ours(frame), times)
    lazy, _ = best(lambda: ours(frame.lazy()).select(ANSWERS).collect(), times)
    line("polars by hand (Kleene)", rows, hand)
    line("cohort, polars", rows, own, hand)
    line("cohort, polars lazy, answers only", rows, lazy, hand)
    apart = {name: (exact[name] != kleene[name]).sum() for name in ANSWERS}
    opened = (kleene["high_risk_of_relapse"] == "unknown").sum()
    print(f"  {opened:,} rows of high_risk_of_relapse are open by hand; of them decided: {apart}")
    print(f"  rows contradicting themselves: {exact['conflict'].sum()}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  peak memory of the process so far: {peak:.2f} GB\n")


def on_others(rows: int) -> None:
    frame = synthetic_cohort(rows, seed=1)
    assert isinstance(frame, pl.DataFrame)
    table = frame.to_arrow()
    objects, arrow = table.to_pandas(), frame.to_pandas(use_pyarrow_extension_array=True)
    nullable = objects.convert_dtypes()
    spent, _ = best(lambda: ours(table), 2)
    line("cohort, pyarrow", rows, spent)
    spent, _ = best(lambda: ours(objects), 2)
    line("cohort, pandas objects", rows, spent)
    spent, _ = best(lambda: objects.convert_dtypes(dtype_backend="pyarrow"), 1)
    line("  converting them to arrow types alone", rows, spent)
    spent, _ = best(lambda: ours(nullable), 2)
    line("cohort, pandas nullable", rows, spent)
    spent, _ = best(lambda: ours(arrow), 2)
    line("cohort, pandas arrow", rows, spent)
    with contextlib.suppress(ImportError):
        duckdb = importlib.import_module("duckdb")
        connection = duckdb.connect()
        connection.register("patients", table)
        relation = connection.table("patients")
        spent, _ = best(lambda: ours(relation).select(", ".join(ANSWERS)).pl(), 2)
        line("cohort, duckdb", rows, spent)
        query = cohort.to_sql("nmdp-patient-2017", columns=frame.columns[1:])
        spent, _ = best(lambda: connection.sql(query).pl(), 2)
        line("the SQL of to_sql on duckdb", rows, spent)
    print()


def two_valued(row: Any) -> bool:
    """Three triggers as they are often written: a missing value compares as false."""
    return bool(
        (row["days_to_remission"] or 0) > 28
        or (row["relapses"] or 0) >= 1
        or (row["age_in_days"] is not None and row["age_in_days"] <= 365)
    )


def beside(rows: int) -> None:
    """Three simple triggers, with `pandas.apply` and with datalogic in a loop."""
    frame = synthetic_cohort(rows, seed=1)
    assert isinstance(frame, pl.DataFrame)
    answered = ours(frame)
    three = pl.concat_list("no_remission_28d", "relapse", "infant")
    right = answered.select(
        pl.when(three.list.contains("met"))
        .then(pl.lit(True))
        .when(three.list.contains("unknown"))
        .then(None)
        .otherwise(pl.lit(False))
        .alias("right")
    )["right"].to_list()
    spent, _ = best(lambda: ours(frame), 2)
    line("cohort, polars, all of the guideline", rows, spent)
    narrow = frame.select("days_to_remission", "relapses", "age_in_days").to_pandas()
    narrow = narrow.astype(object).where(narrow.notna(), None)
    spent, said = best(lambda: list(narrow.apply(two_valued, axis=1)), 1)
    line("pandas apply, three triggers", rows, spent)
    print(f"    answers other than three-valued truth: {wrong(said, right):.1f} %")
    try:
        datalogic = importlib.import_module("datalogic_py")
    except ImportError:
        print("  datalogic-py is not installed: python -m pip install datalogic-py\n")
        return
    rule = {
        "or": [
            {">": [{"var": "days_to_remission"}, 28]},
            {">=": [{"var": "relapses"}, 1]},
            {"<=": [{"var": "age_in_days"}, 365]},
        ]
    }
    records = narrow.to_dict("records")
    apply = _datalogic(datalogic, rule)
    spent, said = best(lambda: [apply(record) for record in records], 1)
    line("datalogic-py in a loop, three triggers", rows, spent)
    print(f"    answers other than three-valued truth: {wrong(said, right):.1f} %\n")


def _datalogic(module: Any, rule: Any) -> Callable[[Any], Any]:
    """How its version applies a rule many times."""
    if hasattr(module, "Engine"):
        compiled = module.Engine().compile(rule)
        evaluate: Callable[[Any], Any] = compiled.evaluate
        return evaluate
    return lambda record: module.apply(rule, record)


def wrong(said: list[Any], right: list[Any]) -> float:
    apart = sum(bool(a) is not b for a, b in zip(said, right, strict=True))
    return 100 * apart / len(right)


def line(name: str, rows: int, spent: Spent, than: Spent | None = None) -> None:
    ratio = (
        f"{spent.wall / than.wall:6.2f} x by hand, {spent.cpu / than.cpu:.2f} by CPU"
        if than
        else ""
    )
    print(
        f"{name:38} {rows:>11,} {spent.wall:8.3f} s {rows / spent.wall / 1e6:7.2f} M/s "
        f"{spent.cpu:8.3f} s CPU {ratio}"
    )


def stream(rows: int) -> None:
    """A Parquet file through the command, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.parquet"), Path(folder, "out.parquet")
        write_parquet(source, rows)
        print(f"in: {source.stat().st_size / 1e9:.2f} GB Parquet, {rows:,} rows")
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        run = [sys.executable, "-m", "all_risk", "cohort", str(source), "-o", str(target)]
        subprocess.run([*run, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        line("all-risk cohort, Parquet to Parquet", rows, Spent(time.perf_counter() - start, cpu))
        print(f"  peak memory of the command: {after.ru_maxrss / 1e6:.2f} GB\n")


def write_parquet(path: Path, rows: int) -> None:
    from pyarrow import parquet

    at_once, writer = 1_000_000, None
    for number, start in enumerate(range(0, rows, at_once)):
        made = min(at_once, rows - start)
        piece = synthetic_cohort(made, seed=number, backend="pyarrow")
        writer = writer or parquet.ParquetWriter(path, piece.schema)
        writer.write_table(piece, row_group_size=100_000)
    if writer is not None:
        writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--stream", type=int, default=0, metavar="ROWS")
    asked = parser.parse_args()
    libraries = ("polars", "narwhals", "pyarrow", "pandas", "duckdb", "datalogic-py")
    found = []
    for name in libraries:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    print(
        f"Python {platform.python_version()}, {', '.join(found)}, {pl.thread_pool_size()} threads"
    )
    for rows in asked.rows:
        on_polars(rows, 5 if rows <= 2_000_000 else 3)
    if asked.rows:
        on_others(min(asked.rows))
        beside(min(*asked.rows, 200_000))
    if asked.stream:
        stream(asked.stream)


if __name__ == "__main__":
    main()
