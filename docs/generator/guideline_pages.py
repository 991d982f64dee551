"""One page for each guideline, scheme and list: its table, its source, its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Final

from all_risk.evaluation import compiled
from all_risk.facts import is_unprinted, value_text
from all_risk.guideline import Checklist, Factor, Guideline, RiskList, Row, Scheme, Source
from all_risk.logic import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Atom,
    CompiledDecision,
    Expr,
    Fact,
    Not,
    Value,
    any_of,
    atoms,
)
from all_risk.published import (
    all_checklists,
    all_guidelines,
    all_schemes,
    find_scheme,
    module_of,
)
from all_risk.published.nmdp_patient_2017 import INFANT
from editions import DECLARED, judged_otherwise
from generator.words import Writer, bullets, cited, table, within

__all__ = ["QUESTIONS", "index", "pages"]

QUESTIONS: Final = {
    "referral": "When to see a transplant doctor",
    "risk": "Risk of relapse at diagnosis and during first treatment",
    "relapse": "After a first relapse",
    "response": "Response and MRD",
    "subtype": "Subtype",
    "indication": "Transplant itself",
}
_WRITTEN: Final = "<!-- Written by docs/generate.py from the registry. Do not edit by hand. -->\n"
_KEPT_UPPER: Final = frozenset(
    ("NCI", "SR", "HR", "CNS", "MRD", "PCR", "EOC", "EOI", "PPR", "CR", "WBC", "DNA", "ETP", "TKI")
)


def pages() -> dict[str, str]:
    """Each page by the name of its file."""
    lists = {each.id: each for guideline in all_guidelines() for each in guideline.lists}
    written = {guideline.id: _guideline(guideline) for guideline in all_guidelines()}
    written |= {scheme.id: _scheme(scheme, lists.pop(scheme.id, None)) for scheme in all_schemes()}
    written |= {each.id: _list(each) for each in lists.values()}
    written |= {each.id: _checklist(each) for each in all_checklists()}
    return {
        f"{name}.md": "\n".join(part.rstrip("\n") + "\n" for part in parts)
        for name, parts in written.items()
    }


def index() -> str:
    """The page that leads to all of them."""
    lists = {
        each.id: each
        for guideline in all_guidelines()
        for each in guideline.lists
        if each.scheme is None
    }
    parts = [_INDEX]
    for question, title in QUESTIONS.items():
        parts.append(f"## {title}\n")
        if question == "referral":
            rows = [_entry(each, each.year, each.listed) for each in all_guidelines()]
        else:
            rows = [
                _entry(each, each.year, each.listed)
                for each in all_schemes()
                if each.question == question
            ]
        parts.append(table(("id", "title", "year", "read in", "shown by default"), rows))
    parts.append("## Checklists of factors\n")
    rows = [_entry(each, each.year, each.listed) for each in all_checklists()]
    parts.append(table(("id", "title", "year", "read in", "shown by default"), rows))
    parts.append("## Lists that a referral guideline asks\n")
    parts.append(
        table(("id", "title"), [(f"[{e.id}]({e.id}.md)", e.title) for e in lists.values()])
    )
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


_INDEX: Final = f"""\
# Guidelines and schemes

{_WRITTEN}
Every rule that this version applies, written out from the objects that the evaluator runs.
Operators and units stand as the source prints them; nothing is harmonised between sources.
Where a rule needed a reading that the source does not print, the reading is noted beside it.
*Read in the source itself* means that the text with the number was read; *as reported in*
names another document.

A rule in words is built from facts. **and** and **or** have their usual meaning,
parentheses group, and a name in *italics* stands for a combination given on the page. How a rule
is decided when a fact is missing is told in [Why unknown, and when](../logic.md). What was left
out, and why, is on the page [What is shipped and what is not](../coverage.md).
"""


def _entry(each: Source, year: int, listed: bool) -> tuple[str, ...]:
    read = each.citation.read_in or "the source itself"
    return (
        f"[{each.id}]({each.id}.md)",
        each.title,
        str(year),
        read,
        "yes" if listed else "no",
    )


def _writer(id_: str) -> Writer:
    """The combinations that a publication's module names, the larger ones first."""
    module = import_module(f"all_risk.published.{module_of(id_)}")
    named = [
        (_spoken(name), value)
        for name, value in vars(module).items()
        if isinstance(value, (AllOf, AnyOf, Not)) and value not in (TRUE, FALSE)
        if not name.startswith("_")
    ]
    return Writer(tuple(sorted(named, key=lambda pair: -len(str(pair[1])))))


def _spoken(name: str) -> str:
    words = name.split("_")
    return " ".join(
        word if word in _KEPT_UPPER or re.search(r"\d", word) else word.lower() for word in words
    )


def _named(writer: Writer, rules: Iterable[Expr]) -> Iterator[str]:
    used = writer.used(rules)
    if used:
        yield "In the table, a name in italics stands for a combination:\n"
        yield table(
            ("name", "stands for"),
            [(f"*{name}*", writer.text(rule, known=name)) for name, rule in used],
        )


def _guideline(guideline: Guideline) -> Iterator[str]:
    writer = _writer(guideline.id)
    yield f"# {guideline.title}\n"
    yield _WRITTEN
    yield f"`{guideline.id}`, version {guideline.version}. A referral guideline.\n"
    yield from _cautions(guideline)
    yield bullets(
        ("For", guideline.population.words),
        ("As a rule", writer.text(guideline.population.who)),
        ("Source", cited(guideline.citation)),
        *((f"Choice `{name}`", value) for name, value in guideline.parameters.items()),
    )
    rows = []
    for trigger in guideline.triggers:
        own = [basis for basis in trigger.bases if basis.source == guideline.id]
        other = dict.fromkeys(b.source for b in trigger.bases if b.source != guideline.id)
        met = writer.text(any_of(*(basis.when for basis in own))) if own else ""
        if other:
            links = ", ".join(f"[{source}]({source}.md)" for source in other)
            met = f"{met} **or** any item of {links}" if met else f"any item of {links}"
        rows.append(
            (f"`{trigger.id}`", trigger.title, met, trigger.layer, trigger.citation.locator)
        )
    yield table(("trigger", "says", "met when", "layer", "printed in"), rows)
    yield from _named(writer, [b.when for t in guideline.triggers for b in t.bases])
    alternatives = [
        (f"`{trigger.id}`", f"`{name}`", writer.text(rule))
        for trigger in guideline.triggers
        for name, rule in trigger.alternatives.items()
    ]
    if alternatives:
        yield "Where another definition would decide otherwise, the answer says so:\n"
        yield table(("trigger", "definition", "met when"), alternatives)
    if "infant" in guideline.parameters:
        yield "The conventions for an infant that can be chosen:\n"
        yield table(
            ("convention", "met when", "in words"),
            [(f"`{name}`", writer.text(rule), said) for name, (rule, said) in INFANT.items()],
        )
    yield from _left_out(guideline)


def _checklist(checklist: Checklist) -> Iterator[str]:
    writer = _writer(checklist.id)
    yield f"# {checklist.title}\n"
    yield _WRITTEN
    yield (
        f"`{checklist.id}`, {checklist.year}. A checklist: it prints no score and no groups; each "
        "factor is present, absent or unknown.\n"
    )
    yield from _cautions(checklist)
    yield bullets(
        ("For", checklist.population.words),
        ("As a rule", writer.text(checklist.population.who)),
        ("Source", cited(checklist.citation)),
    )
    yield table(
        ("factor", "says", "weight", "asked of", "present when"),
        [
            (
                f"`{factor.id}`",
                factor.words,
                factor.weight or "",
                "" if factor.among == TRUE else writer.text(factor.among),
                writer.text(factor.when),
            )
            for factor in checklist.factors
        ],
    )
    yield from _named(writer, [factor.when for factor in checklist.factors])
    yield from _left_out(checklist)


def _list(risk: RiskList) -> Iterator[str]:
    writer = Writer()
    yield f"# {risk.title}\n"
    yield _WRITTEN
    yield f"`{risk.id}`. A list: any one item, in a patient of the population, is enough.\n"
    yield _for_and_source(risk, writer)
    yield _items(risk, writer)
    yield from _factors(risk.factors, risk.population.who, writer)


_COHORT = (
    "Reported outcomes",
    "What was reported for a group; a figure for the group, never for one patient.",
)
_MEANINGS = {
    "indication": (
        "Printed grades",
        (
            "What is printed for each situation; it is about transplant itself, and no advice for "
            "one patient."
        ),
    ),
    "subtype": ("Names", "The entity that each group stands for."),
}


def _scheme(scheme: Scheme, risk: RiskList | None) -> Iterator[str]:
    writer = _writer(scheme.id)
    yield f"# {scheme.title}\n"
    yield _WRITTEN
    yield f"`{scheme.id}`, {scheme.year}. {QUESTIONS[scheme.question]}.\n"
    yield from _cautions(scheme)
    yield _for_and_source(scheme, writer)
    if scheme.first_match:
        yield "The rows are asked in this order, and the first that holds counts.\n"
    yield _rows(scheme, writer)
    yield from _named(writer, [row.when for row in scheme.rows])
    if scheme.outcomes:
        heading, what = _MEANINGS.get(scheme.question, _COHORT)
        yield f"## {heading}\n"
        yield f"{what}\n"
        yield table(
            ("group", heading.split()[-1].lower().rstrip("s")),
            [(f"`{name}`", said) for name, said in scheme.outcomes.items()],
        )
    yield from _factors(scheme.factors, scheme.population.who, writer)
    if risk is not None:
        yield f"## As a ground for referral: {risk.title}\n"
        yield _items(risk, writer)
    yield from _examples(scheme)
    yield from _changes(scheme)
    yield from _left_out(scheme)


def _rows(scheme: Scheme, writer: Writer) -> str:
    places = {row.citation.locator for row in scheme.rows} != {scheme.citation.locator}
    readings = any(row.reading for row in scheme.rows)
    second_hand = {row.citation.read_in for row in scheme.rows} != {scheme.citation.read_in}

    def cells(row: Row) -> list[str]:
        return [
            f"`{row.id}`",
            f"`{row.group}`",
            ",<br>".join(writer.parts(row.when)),
            *([row.citation.locator] if places else []),
            *([row.citation.read_in or "the source"] if second_hand else []),
            *([row.reading] if readings else []),
        ]

    heads = ["row", "group", "all of these conditions"]
    heads += (["printed in"] if places else []) + (["read in"] if second_hand else [])
    return table([*heads, *(["reading"] if readings else [])], map(cells, scheme.rows))


def _examples(scheme: Scheme) -> Iterator[str]:
    """For each group a patient, found by search, whom the evaluator places in it."""
    decision = compiled(scheme)
    rows = []
    for group in scheme.groups:
        case = _witness(decision, group)
        if case is not None:
            rows.append((f"`{group}`", case))
    if rows:
        yield "## Worked examples\n"
        yield (
            "For each group the least that must be known of a patient to be placed in it, found by "
            "searching the rules above and answered by the evaluator when this page was written.\n"
        )
        yield table(("group", "what is known"), rows)


def _changes(scheme: Scheme) -> Iterator[str]:
    """Where the groups of a scheme it is set beside are found in this one, with patients."""
    for (older, newer), moved in DECLARED.items():
        if newer != scheme.id:
            continue
        before, order = find_scheme(older), (*scheme.groups, "no row", "outside")
        yield f"## How it differs from {before.title}\n"
        yield (
            f"A patient whom [`{older}`]({older}.md) puts in a group can be in any of the groups "
            "named beside it here, and in no other; [shown for every patient](../proof.md).\n"
        )
        yield table(
            (f"in `{older}`", "here"),
            [
                (_grouped([group]), _grouped(filter(to.__contains__, order)))
                for group, to in moved.items()
            ],
        )
        if not (before.adverse and scheme.adverse):
            continue
        alone = []
        for high, calm in ((before, scheme), (scheme, before)):
            which = f"in `{older}` alone" if high is before else "here alone"
            found = judged_otherwise(high, calm)
            asked = {a.fact.name: a.fact for each in (high, calm) for a in _atoms(each)}
            case = "no patient" if found is None else _known(asked, found)
            alone.append((f"High or poor risk {which}", case))
        yield bullets(*alone)


def _grouped(names: Iterable[str]) -> str:
    return ", ".join(name if name in ("outside", "no row") else f"`{name}`" for name in names)


def _atoms(scheme: Scheme) -> Iterator[Atom]:
    for _, rule in scheme.decision().cases:
        yield from atoms(rule)


def _witness(decision: CompiledDecision, group: str) -> str | None:
    """What a patient of a group is known by."""
    unprinted = [name for name, fact in decision.facts.items() if is_unprinted(fact)]
    found = decision.witness(group, without=unprinted)
    return None if found is None else _known(decision.facts, found, ",<br>")


def _known(facts: Mapping[str, Fact], found: Mapping[str, Value], between: str = "; ") -> str:
    return between.join(
        f"{Writer.fact(fact)}: {value_text(fact, found[name])}"
        for name, fact in facts.items()
        if name in found
    )


def _for_and_source(each: Scheme | RiskList, writer: Writer) -> str:
    return bullets(
        ("For", each.population.words),
        ("As a rule", writer.text(each.population.who)),
        ("Source", cited(each.citation)),
    )


def _items(risk: RiskList, writer: Writer) -> str:
    groups = (
        {risk.scheme.group(name): name for name in risk.scheme.groups}
        if risk.scheme is not None
        else {}
    )
    return table(
        ("item", "says", "met when", "rank"),
        [
            (
                f"`{item.id}`",
                item.words,
                f"the group is `{groups[item.rule]}`"
                if item.rule in groups
                else writer.text(within(item.when, risk.population.who)),
                str(item.rank),
            )
            for item in risk.items
        ],
    )


def _factors(factors: Iterable[Factor], population: Expr, writer: Writer) -> Iterator[str]:
    rows = [
        (f"`{each.id}`", writer.text(within(each.when, population)), each.direction)
        for each in factors
    ]
    if rows:
        yield "## Factors shown\n"
        yield "Shown where recorded, without deciding anything by itself.\n"
        yield table(("factor", "present when", "counts as"), rows)


def _cautions(each: Source) -> Iterator[str]:
    if each.caution:
        yield f'!!! warning "Read this first"\n    {each.caution}\n'
    if not each.listed:
        yield "It is never in a default list; ask for it by its id.\n"


def _left_out(each: Source) -> Iterator[str]:
    if each.left_out:
        yield "## Left out\n"
        yield "\n".join(f"- {item}" for item in each.left_out) + "\n"
