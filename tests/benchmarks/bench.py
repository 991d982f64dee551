"""How fast answers come, beside what others take: `python tests/benchmarks/bench.py`.

It writes `docs/speed.md`. All contenders of a table take turns in one run, so that the ratios
hold on a busy machine too. `datalogic-py` is measured where it is installed, `cql-execution`
where `--node FOLDER` names a folder with its `node_modules`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from importlib.metadata import version
from operator import eq
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final, TypeAlias

from attrs import fields, frozen, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

import all_risk
import by_hand
from all_risk import codec
from all_risk import patient as model
from all_risk.derivation import derive
from all_risk.evaluation import assess, compiled
from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.lesions import LESIONS
from all_risk.implications import closed
from all_risk.logic import Category, Contradiction, Fact, Flag, Quantity, Value
from all_risk.published import find_guideline, guidelines
from all_risk.quantities import exactly
from bench_karyotype import TYPICAL
from engines import Names

PAGE: Final = Path(__file__).parents[2] / "docs" / "speed.md"
ROUNDS: Final = 15
MISSING: Final = 0.15
FOUNDING: Final = find_guideline("nmdp-patient-2017")
DECISIONS: Final = [compiled((FOUNDING, trigger)) for trigger in FOUNDING.triggers]
RULES: Final = {
    trigger.id: decision.decision.cases[1][1]
    for trigger, decision in zip(FOUNDING.triggers, DECISIONS, strict=True)
}

_Work: TypeAlias = Callable[[], object]


def seconds(
    contenders: Mapping[str, _Work],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """The median time of each piece of work, taken in turns; of the processor, if not told."""
    for work in contenders.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            start = clock()
            work()
            taken[name].append(clock() - start)
    return {name: median(each) for name, each in taken.items()}


# Made-up patients.

_LESIONS = ("BCR::ABL1", "KMT2A-r", "TCF3::HLF", "iAMP21", "ETV6::RUNX1", "TRISOMY_4_10")
_RANGES: Mapping[str, tuple[int, int, int]] = {  # lowest, highest, places
    "age": (0, 480, 0),
    "age_in_days": (0, 14_600, 0),
    "wbc": (1, 3000, 1),
    "modal_number": (35, 60, 0),
    "dna_index": (70, 130, 2),
    "days_to_remission": (20, 40, 0),
    "relapses": (0, 1, 0),
    "steroid_hours_within_two_weeks": (0, 48, 0),
}


def made_up_facts(draw: Random) -> dict[str, Value]:
    """Every printed fact that the founding guideline asks for, known to the point."""
    facts = {fact.name: fact for each in DECISIONS for fact in each.facts.values()}
    while True:
        known = {
            name: _value(fact, draw)
            for name, fact in facts.items()
            if not name.startswith("unprinted")
        }
        try:
            return closed(known)
        except Contradiction:
            continue


def _value(fact: Fact, draw: Random) -> Value:
    if isinstance(fact, Flag):
        return draw.random() < 0.15
    if isinstance(fact, Category):
        return frozenset({draw.choice(sorted(fact.values))})
    assert isinstance(fact, Quantity)
    if fact.name in _RANGES:
        low, high, places = _RANGES[fact.name]
        return exactly(Decimal(draw.randint(low, high)).scaleb(-places))
    return exactly(Decimal(draw.choice((0, 5, 10, 50, 100, 500, 1000, 5000))).scaleb(-5))


def with_blanks(facts: Mapping[str, Value], draw: Random) -> dict[str, Value]:
    """The facts but for a share that is missing."""
    return closed({name: v for name, v in facts.items() if draw.random() >= MISSING})


def document(draw: Random, findings: int = 3) -> str:
    """A patient document without a karyotype."""
    born = date(2015, 1, 1) + timedelta(days=draw.randint(0, 2000))
    diagnosed = born + timedelta(days=draw.randint(100, 3000))
    found = {"lesion": draw.choice(_LESIONS), "status": draw.choice(("detected", "not_detected"))}
    tested = draw.sample([each.name for each in LESIONS if each.kind == "fusion"], findings)
    others = [
        {"lesion": name, "status": "not_detected", "date": str(diagnosed + timedelta(days=3))}
        for name in tested
        if name != found["lesion"]
    ]
    fewest = 47 if found["lesion"] == "TRISOMY_4_10" else 44
    points = ("end_of_induction", "end_of_consolidation")
    return json.dumps(
        {
            "format": "all-risk/patient/1",
            "id": f"patient-{draw.randint(1, 10_000)}",
            "sex": draw.choice(("female", "male")),
            "birth_date": str(born),
            "diagnosis": {
                "date": str(diagnosed),
                "lineage": draw.choice("BBBBT"),
                "wbc": f"{draw.randint(1, 200)} x10^9/L",
                "cns": draw.choice(("CNS1", "CNS2", "CNS3")),
                "extramedullary": [],
                "steroid_pretreatment": False,
                "down_syndrome": False,
            },
            "genetics": [found, *others, {"modal_number": draw.randint(fewest, 49)}],
            "mrd": [
                {"timepoint": point, "specimen": "marrow", "method": "flow",
                 "level": draw.choice(("<0.01%", "0.03%", "0.5%")), "sensitivity": "0.01%"}
                for point in points
            ],
            "treatment": {
                "started": str(diagnosed + timedelta(days=2)),
                "responses": [{"day": 29, "marrow_blasts": "2%", "status": "CR"}],
                "relapses": [],
                "transplants": [],
                "transplant_consultation": False,
            },
        }
    )  # fmt: skip


# Tables.


@frozen
class Table:
    """A table of the page."""

    title: str
    words: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[object]]

    def __str__(self) -> str:
        lines = ["| " + " | ".join(self.head) + " |"]
        lines.append("| --- |" + " ---: |" * (len(self.head) - 1))
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in self.rows]
        return "\n".join([f"## {self.title}", "", self.words, "", *lines])


def _time(taken: float) -> str:
    if taken < 1e-3:
        return f"{taken * 1e6:,.1f} µs"
    return f"{taken * 1e3:,.1f} ms" if taken < 1 else f"{taken:,.2f} s"


def _truth(answer: object) -> object:
    """What another engine says; or what labels say: met, not met, or open."""
    if isinstance(answer, frozenset):
        return None if len(answer) > 1 else answer == {"met"}
    return answer


def criteria(patients: int, node: Path | None) -> Table:
    """The four triggers of the founding guideline, from facts."""
    draw = Random("criteria")
    full = [made_up_facts(draw) for _ in range(patients)]
    blank = [with_blanks(facts, draw) for facts in full]
    names = Names.of([each.decision for each in DECISIONS])
    exact = [[_truth(each.possible(facts)) for each in DECISIONS] for facts in blank]

    def of_all(answer: Callable[[Any], object], asked: Sequence[Any]) -> _Work:
        return lambda: [answer(each) for each in asked]

    first, second, third, fourth = (each.function for each in DECISIONS)

    def compiled_functions(facts: Mapping[str, Value]) -> tuple[frozenset[str] | None, ...]:
        get = facts.get
        return first(get), second(get), third(get), fourth(get)

    def exact_answer(facts: Mapping[str, Value]) -> list[frozenset[str]]:
        return [each.possible(facts) for each in DECISIONS]

    answers: dict[str, Callable[[Any], Any]] = {
        "all_risk, compiled functions": compiled_functions,
        "all_risk, exact answer": exact_answer,
        "by hand": by_hand.criteria,
    }
    asked: dict[str, tuple[Sequence[Any], Sequence[Any]]] = dict.fromkeys(answers, (full, blank))
    records = [names.record(facts) for facts in full], [names.record(facts) for facts in blank]
    if (engine := _module("datalogic_py")) is not None:
        rule = engine.Engine().compile(json.dumps([names.json_logic(r) for r in RULES.values()]))
        answers["datalogic-py"] = rule.evaluate
        asked["datalogic-py"] = records
    times = seconds({name: of_all(answer, asked[name][0]) for name, answer in answers.items()})
    with_missing = seconds(
        {name: of_all(answer, asked[name][1]) for name, answer in answers.items()}
    )
    said = {
        name: [[_truth(each) for each in answer(e)] for e in asked[name][1]]
        for name, answer in answers.items()
    }
    if node is not None:
        taken, said["cql-execution (node)"] = _cql(node, names, records[1])
        with_missing["cql-execution (node)"] = taken
        times["cql-execution (node)"] = _cql(node, names, records[0])[0]
    other = times.get("datalogic-py")
    rows = []
    for name, taken in times.items():
        wrong = sum(a != b for one, two in zip(said[name], exact, strict=True)
                    for a, b in zip(one, two, strict=True))  # fmt: skip
        claimed = sum(
            a is not None and a != b
            for one, two in zip(said[name], exact, strict=True)
            for a, b in zip(one, two, strict=True)
        )
        share = 100 / (len(exact) * len(RULES))
        rows.append(
            (
                name,
                _time(taken / patients),
                _time(with_missing[name] / patients),
                f"{other / taken:.2f}" if other else "",
                f"{wrong * share:.1f} %",
                f"{claimed * share:.1f} %",
            )
        )
    return Table(
        "Criteria from facts",
        f"The four triggers of the founding guideline, from facts of {patients:,} made-up "
        "patients, for one patient; then the same with each fact missing in "
        f"{MISSING:.0%} of them. *Differs* is the share of answers that are not the three-valued "
        "truth (met or not met in every completion, else unknown); *claims* is the part of those "
        "that are a yes or no where the truth is another or unknown. What differs without a claim "
        "is unknown where every completion agrees. The compiled functions answer where what they "
        "ask is known; the exact answer goes on from there. The aim was twice the speed of "
        "datalogic-py.",
        ("", "all known", f"{MISSING:.0%} missing", "speed / datalogic-py", "differs", "claims"),
        rows,
    )


def _cql(folder: Path, names: Names, records: Sequence[Mapping[str, Any]]) -> tuple[float, Any]:
    with tempfile.TemporaryDirectory() as place:
        elm, patients = Path(place, "elm.json"), Path(place, "patients.json")
        elm.write_text(json.dumps(names.elm(RULES)), encoding="utf-8")
        listed = [{"id": str(i), "recordType": "Patient", **each} for i, each in enumerate(records)]
        patients.write_text(json.dumps(listed), encoding="utf-8")
        script = Path(__file__).with_name("cql.cjs")
        command = [_node(), str(script), str(folder.resolve()), str(elm), str(patients)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    order = [found["names"].index(name) for name in RULES]
    return found["seconds"], [[answers[i] for i in order] for answers in found["answers"]]


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def bare_converter() -> Converter:
    """cattrs over the library's own classes, without its checks of what stands in a document."""
    converter = Converter()
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(date, date.isoformat)
    shapes = {
        "lesion": model.Finding,
        "modal_number": model.ModalNumber,
        "dna_index": model.DnaIndex,
    }
    converter.register_structure_hook_func(
        partial(eq, model.GeneticResult),
        lambda value, _: converter.structure(
            value, next(shape for key, shape in shapes.items() if key in value)
        ),
    )
    for one_of in (bool | model.SteroidPretreatment | None, bool | model.Consultation | None):
        converter.register_structure_hook_func(partial(eq, one_of), lambda value, _: value)

    def reads(cls: type) -> Any:
        raw: Any = {
            a.name: override(struct_hook=lambda value, _: value)
            for a in fields(cls)
            if "quantity" in a.metadata
        }
        return make_dict_structure_fn(cls, converter, **raw)

    def writes(cls: type) -> Any:
        texts: Any = {
            a.name: override(unstruct_hook=codec._WRITERS[a.metadata["quantity"]])
            for a in fields(cls)
            if "quantity" in a.metadata
        }
        return make_dict_unstructure_fn(cls, converter, **texts)

    converter.register_structure_hook_factory(has, reads)
    converter.register_unstructure_hook_factory(has, writes)
    return converter


def whole_way(documents: int) -> Table:
    """From a patient and from JSON to the answer."""
    draw = Random("documents")
    texts = [document(draw) for _ in range(documents)]
    patients = [all_risk.from_json(text) for text in texts]
    facts = [derive(patient) for patient in patients]
    converter = bare_converter()

    def round_trip(text: str) -> str:
        read = converter.structure(json.loads(text), model.Patient)
        return json.dumps(converter.unstructure(read))

    def through(text: str) -> str:
        return all_risk.to_json(all_risk.evaluate(all_risk.from_json(text)))

    works: dict[str, _Work] = {
        "by hand": lambda: [by_hand.answer(each) for each in patients],
        "patient": lambda: [all_risk.evaluate(each) for each in patients],
        "facts": lambda: [assess(FOUNDING, each) for each in facts],
        "bare": lambda: [round_trip(each) for each in texts],
        "read": lambda: [all_risk.from_json(each) for each in texts],
        "read and write": lambda: [all_risk.to_json(all_risk.from_json(each)) for each in texts],
        "through": lambda: [through(each) for each in texts],
        "compare": lambda: [all_risk.compare(each) for each in patients],
        "karyotypes": lambda: [read_karyotype(each) for each in TYPICAL],
    }
    taken = {name: each / documents for name, each in seconds(works).items()}
    karyotype = taken["karyotypes"] * documents / len(TYPICAL)
    differing = sum(
        by_hand.answer(patient)["refer"] != all_risk.evaluate(patient).refer for patient in patients
    )
    hand, bare = taken["by hand"], taken["bare"]
    size = sum(map(len, texts)) // len(texts)
    written = sum(len(through(text)) for text in texts) // len(texts)
    rows = [
        ("facts → answer", _time(taken["facts"]), ""),
        ("patient → answer", _time(taken["patient"]), f"{taken['patient'] / hand:.1f} × by hand"),
        ("patient → answer, by hand", _time(hand), "1"),
        ("JSON → patient", _time(taken["read"]), f"{taken['read'] / bare:.1f} × bare"),
        ("JSON → patient → JSON", _time(taken["read and write"]),
         f"{taken['read and write'] / bare:.1f} × bare"),
        ("JSON → answer → JSON", _time(taken["through"]), f"{taken['through'] / bare:.1f} × bare"),
        ("bare cattrs: JSON → patient → JSON", _time(bare), "1"),
        (f"patient → compare, all {len(guidelines())} sources", _time(taken["compare"]), ""),
        ("a typical karyotype", _time(karyotype), f"{1 / karyotype:,.0f} a second"),
    ]  # fmt: skip
    return Table(
        "The whole way",
        f"{documents} made-up documents without a karyotype, about {size:,} bytes each; one "
        "document. *By hand* is `tests/benchmarks/by_hand.py`: the same criteria in plain Python "
        f"with no reasons kept; on {differing} of the {documents} documents its answer whether to "
        "refer is another. *Bare* is cattrs reading and writing the same document with the "
        "library's classes, which read their quantities, and without the library's own checks. "
        f"An answer as JSON holds its reasons and what is missing, and is about {written:,} bytes. "
        "The aims were 3 × by hand from patient to answer, and 2 × bare from JSON to JSON.",
        ("", "time", ""),
        rows,
    )


def growth() -> Table:
    """How cost grows."""
    draw = Random("growth")
    patient = all_risk.from_json(document(draw))
    every = [each.id for each in guidelines()]
    works: dict[str, _Work] = {}
    for sources in (10, 20, 40, len(every)):
        works[f"compare, {sources} sources"] = partial(
            all_risk.compare, patient, tuple(every[:sources])
        )
    for findings in (5, 10, 20, 40):
        made = all_risk.from_json(document(draw, findings))
        works[f"patient → answer, {findings} findings"] = partial(all_risk.evaluate, made)
    for number in (10, 100, 1000):
        made_up = [all_risk.from_json(document(draw)) for _ in range(number)]
        works[f"patient → answer, {number:,} patients"] = partial(_each, made_up)
    return Table(
        "How cost grows",
        "With the number of sources asked, of findings in the document, and of patients.",
        ("", "time"),
        [(name, _time(taken)) for name, taken in seconds(works, rounds=7).items()],
    )


def _each(patients: Sequence[model.Patient]) -> None:
    for patient in patients:
        all_risk.evaluate(patient)


def cold() -> Table:
    """The first answer of a new process."""
    text = document(Random("cold"))
    answer = "import all_risk; all_risk.to_json(all_risk.evaluate(all_risk.from_json(TEXT)))"
    programs = {
        "Python alone": "pass",
        "import all_risk": "import all_risk",
        "first answer, JSON to JSON": answer.replace("TEXT", repr(text)),
        "first comparison": "import all_risk; all_risk.compare(all_risk.from_json(TEXT))".replace(
            "TEXT", repr(text)
        ),
    }
    environment = {**os.environ, "PYTHONPATH": str(PAGE.parents[1] / "src")}
    works: dict[str, _Work] = {
        name: partial(subprocess.run, [sys.executable, "-c", program], env=environment, check=True)
        for name, program in programs.items()
    }
    return Table(
        "From a cold start",
        "A new process, from its start to its end. A decision is compiled when it is first asked.",
        ("", "time"),
        [(name, _time(taken)) for name, taken in seconds(works, 7, time.perf_counter).items()],
    )


def searches() -> Table:
    """What is missing, of somebody of whom nothing is known: the longest searches."""
    blank = derive(model.Patient())
    rows = []
    for source in guidelines():
        if not isinstance(source, all_risk.guideline.Scheme):
            continue
        decision = compiled(source)
        start = time.process_time()
        decision.missing(blank.values)
        rows.append((source.id, time.process_time() - start, len(decision.facts)))
    rows.sort(key=lambda row: -row[1])
    return Table(
        "The longest searches",
        "All facts that could change what a scheme says of somebody of whom nothing is known, "
        "each value of each tried. The first time, in which the diagram of the scheme is made.",
        ("scheme", "time", "facts asked"),
        [(f"`{id_}`", _time(taken), facts) for id_, taken, facts in rows[:8]],
    )


_PAGE: Final = """# Speed

<!-- Written by tests/benchmarks/bench.py. Do not edit by hand. -->

Times are medians of several rounds in which the contenders took turns, in seconds of the processor
on a machine that others used too: read the ratios. This page is regenerated by

```bash
python tests/benchmarks/bench.py --node FOLDER
```

where `FOLDER` is one in which `npm install cql-execution` was run; without it, and without
`datalogic-py`, their lines are left out. Tables of patients have a benchmark of their own,
`tests/benchmarks/bench_cohort.py`, and karyotypes one beside another reader,
`tests/benchmarks/bench_karyotype.py`.

all_risk {version}, Python {python}, {others}.

{tables}
"""


def page(tables: Sequence[Table], node: Path | None) -> str:
    """The whole page."""
    others = [f"{name} {version(name)}" for name in ("attrs", "cattrs")]
    if _module("datalogic_py") is not None:
        others.append(f"datalogic-py {version('datalogic-py')}")
    if node is not None:
        manifest = node / "node_modules" / "cql-execution" / "package.json"
        others.append(f"cql-execution {json.loads(manifest.read_text('utf-8'))['version']}")
        command = [_node(), "--version"]
        running = subprocess.run(command, capture_output=True, text=True, check=True)
        others.append(f"node {running.stdout.strip()}")
    return _PAGE.format(
        version=all_risk.__version__,
        python=platform.python_version(),
        others=", ".join(others),
        tables="\n\n".join(map(str, tables)),
    )


def _node() -> str:
    return shutil.which("node") or "node"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", type=Path, help="a folder with cql-execution in node_modules")
    given = parser.parse_args()
    tables = [searches(), criteria(500, given.node), whole_way(50), growth(), cold()]
    PAGE.write_text(page([*tables[1:], tables[0]], given.node), encoding="utf-8")
    print("\n\n".join(map(str, tables)))


if __name__ == "__main__":
    main()
