"""Check the laws over more cases than the tests do, and write down what was done.

`python tests/proof.py` writes `docs/proof.md`; it needs the dependency group `test`.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Final

from attrs import define, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from all_risk.evaluation import compiled
from all_risk.facts import value_text
from all_risk.guideline import UNCOVERED
from all_risk.logic import CompiledDecision, Value
from all_risk.patient import Patient
from all_risk.published import all_schemes, find_scheme
from editions import DECLARED, judged_otherwise, moves
from laws import (
    DECISIONS,
    LAWS,
    Law,
    close_or_none,
    every_partial_state,
    same_in_any_order,
)
from strategies import patients
from test_published_adults_partition import GAPS as OF_ADULTS
from test_published_partition import GAPS as OF_OTHERS
from test_purity import TEXTS, test_in_another_process_the_bytes_are_the_same

PAGE: Final = Path(__file__).parents[1] / "docs" / "proof.md"
EXAMPLES, MOST_STATES, SEEDS = 100, 60_000, ("0", "1", "271828")

GAPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cog-aall1731-1732": "NCI standard risk raised by CNS3, testicular disease or steroid, "
        "with 1 % or more at the end of consolidation; favourable beside unfavourable genetics",
        "bfm-pdq": "MRD neither negative nor above 0.05 %",
        "ukall2003-mrd": "exactly 0.01 % on day 29",
        "st-jude-total-xvi-mrd": "favourable factors, day 15 below 1 %, day 42 from 0.01 % to "
        "below 1 %",
        "all06": "the groups above medium risk are cut off in the copy that was read",
        "nccn-ped-ph-pos": "MRD that is not low, with none of the high-risk features",
        **OF_OTHERS,
        **OF_ADULTS,
    }
)
"""Schemes whose printed table leaves somebody of its population in no row, and whom."""


@frozen
class Line:
    """One line of the table: what was shown, how, over how much."""

    law: str
    how: str
    over: str
    cases: int
    seconds: float


@define
class Watch:
    """Seconds since it was made."""

    started: float

    @classmethod
    def start(cls) -> Watch:
        return cls(time.perf_counter())

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


def drawn(law: Law) -> Line:
    """A law over random cases of every decision."""
    watch = Watch.start()
    cases = sum(_judged(law, decision) for decision in DECISIONS.values())
    how = "Hypothesis, each case judged by z3" if law.solver else "Hypothesis"
    return Line(law.words, how, f"{len(DECISIONS)} decisions", cases, watch.seconds)


def _judged(law: Law, decision: CompiledDecision) -> int:
    """How many cases were drawn and judged; those with nothing to judge do not count."""
    cases = 0

    @given(data=st.data())
    @_settings(EXAMPLES)
    def run(data: st.DataObject) -> None:
        nonlocal cases
        cases += law.check(decision, data)

    run()
    return cases


def _settings(examples: int) -> settings:
    # Seeded, so that the page can be made again.
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def enumerated() -> tuple[Line, list[str]]:
    """Exactness over every state of knowledge of the decisions that have few enough."""
    watch, cases, done = Watch.start(), 0, []
    for id_, decision in DECISIONS.items():
        states = every_partial_state(decision, MOST_STATES)
        if states is None:
            continue
        for known, labels in states:
            values = close_or_none(known)
            assert values is not None, (id_, known)
            assert decision.possible(values) == labels, (id_, known)
            cases += 1
        done.append(id_)
    words = (
        "What is possible is the union over all completions, in every state of knowledge. "
        "Refinement and tightness follow."
    )
    over = f"{len(done)} of {len(DECISIONS)} decisions: those with at most {MOST_STATES:,} states"
    return Line(words, "every case", over, cases, watch.seconds), done


def solved() -> Iterator[Line]:
    """What z3 proves of whole schemes."""
    from solver import Prover

    schemes = all_schemes()
    watch, asked = Watch.start(), 0
    for scheme in schemes:
        prover = Prover.about(*(rule for _, rule in scheme.decision().cases))
        inside = prover.formula(scheme.population.who)
        groups = {group: prover.formula(scheme.group(group)) for group in scheme.groups}
        for one, other in combinations(scheme.groups, 2):
            assert not prover.can(inside, groups[one], groups[other]), (scheme.id, one, other)
        asked += prover.asked
    yield Line(
        "No patient falls in two groups of a scheme.",
        "z3",
        f"{len(schemes)} schemes, each pair of groups",
        asked,
        watch.seconds,
    )
    watch, asked = Watch.start(), 0
    for scheme in schemes:
        prover = Prover.about(*(rule for _, rule in scheme.decision().cases))
        labels = prover.labels(scheme.decision())
        found = {label for label, formula in labels.items() if prover.can(formula)}
        assert (UNCOVERED in found) is (scheme.id in GAPS), scheme.id
        assert compiled(scheme).possible({}) == found, scheme.id
        asked += prover.asked
    yield Line(
        "Every patient of the population falls in a group, but for the gaps below; and each "
        "printed group can be reached.",
        "z3",
        f"{len(schemes)} schemes, each label",
        asked,
        watch.seconds,
    )
    watch = Watch.start()
    for (older, newer), declared in DECLARED.items():
        assert moves(older, newer) == declared, (older, newer)
    yield Line(
        "A scheme differs from the one it is set beside as declared below.",
        "z3",
        f"{len(DECLARED)} pairs, each group with each",
        sum(
            (len(find_scheme(older).groups) + 2) * (len(find_scheme(newer).groups) + 2)
            for older, newer in DECLARED
        ),
        watch.seconds,
    )


def of_patients() -> Iterator[Line]:
    """Laws of whole patients."""
    watch, cases = Watch.start(), 0

    @given(patient=patients(), data=st.data())
    @_settings(2 * EXAMPLES)
    def run(patient: Patient, data: st.DataObject) -> None:
        nonlocal cases
        same_in_any_order(patient, data)
        cases += 1

    run()
    yield Line(
        "The order of genetics, MRD and responses in a document changes no answer.",
        "Hypothesis",
        "whole patients, everything that is shipped",
        cases,
        watch.seconds,
    )
    watch = Watch.start()
    for seed in SEEDS:
        test_in_another_process_the_bytes_are_the_same(seed)
    yield Line(
        "The same patient gives the same bytes in another process under another hash seed.",
        "comparison",
        f"{len(TEXTS)} patients, every answer and its words",
        len(SEEDS) * len(TEXTS),
        watch.seconds,
    )


def gap_lines() -> Iterator[str]:
    for id_, words in GAPS.items():
        decision = compiled(find_scheme(id_))
        witness = decision.witness(UNCOVERED)
        yield f"| `{id_}` | {words} | {_patient(witness)} |"


def _patient(witness: Mapping[str, Value] | None, most: int = 8) -> str:
    """A patient in few words."""
    if witness is None:
        return "none"
    facts = {name: fact for each in DECISIONS.values() for name, fact in each.facts.items()}
    said = [
        f"{facts[name].meaning if name.startswith('unprinted') else name}: "
        f"{value_text(facts[name], value)}"
        for name, value in witness.items()
    ]
    more = f"; and {len(said) - most} more" if len(said) > most else ""
    return "; ".join(said[:most]) + more


def edition_lines() -> Iterator[str]:
    for (older, newer), declared in DECLARED.items():
        yield f"\n### {older} → {newer}\n"
        yield f"| in `{older}` | in `{newer}` |\n| --- | --- |"
        for group, to in declared.items():
            yield f"| {group} | {', '.join(sorted(to))} |"
        yield ""
        one, other = find_scheme(older), find_scheme(newer)
        if one.adverse and other.adverse:
            for high, calm in ((one, other), (other, one)):
                patient = _patient(judged_otherwise(high, calm), most=20)
                yield f"- High or poor risk by `{high.id}` alone: {patient}."


_PAGE: Final = """# What has been proved

<!-- Written by tests/proof.py. Do not edit by hand. -->

Every scheme, every trigger of a guideline and every factor of a checklist is a *decision* over
facts: {decisions} in this version. The laws below hold for each of them. This page is made by

```bash
python tests/proof.py
```

and the tests run the same checks over fewer cases. The page is written only if no check fails.

| law | how | over | cases | seconds |
| --- | --- | --- | ---: | ---: |
{rows}

*Every case* means that all states of knowledge were tried: each flag true, false or unknown, each
run of neighbouring values of a quantity, each set of words of a category; and for each of them all
completions, found without the library's search. *z3* means a proof for every patient: the rules
and what ties facts together are translated into formulas apart from the library's own evaluator,
and the solver finds that no counterexample exists. *Hypothesis* means cases drawn at random, near
the printed thresholds; the count leaves out draws whose facts cannot hold together.

What these laws do not show is that a rule says what its source says. For that there are readings
of the sources by another reader, compared cell by cell in `tests/test_oracles.py`.

Measured with Python {python}, {tools}, in {minutes:.0f} minutes on a shared machine.

## Decisions shown case by case

{done}.

## Patients whom a published table leaves in no row

The other schemes place everybody of their population. Beside each gap stands one patient in it;
facts not named do not matter.

| scheme | who | for example |
| --- | --- | --- |
{gaps}

## From one scheme to another

The two schemes of a pair are two editions, or of two groups for the same patients. A
patient of a group of the first can be in any of the groups named in the second, and in no other.
`outside` is outside the population, `no row` in no printed row. Under each table stands, for each
direction, a patient whom one scheme alone counts as a high or poor risk; facts not named do not
matter.
{editions}
"""


def page() -> str:
    """The whole page."""
    whole = Watch.start()
    first, done = enumerated()
    lines = [first, *map(drawn, LAWS), *solved(), *of_patients()]
    gaps, editions = "\n".join(gap_lines()), "\n".join(edition_lines())
    return _PAGE.format(
        decisions=len(DECISIONS),
        rows="\n".join(
            f"| {each.law} | {each.how} | {each.over} | {each.cases:,} | {each.seconds:.0f} |"
            for each in lines
        ),
        python=platform.python_version(),
        tools=", ".join(f"{name} {version(name)}" for name in ("hypothesis", "z3-solver", "attrs")),
        minutes=whole.seconds / 60,
        done=", ".join(f"`{id_}`" for id_ in done),
        gaps=gaps,
        editions=editions,
    )


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
