"""Write the pages that come from the registry, or check that they are up to date.

python docs/generate.py           writes docs/rules.md and docs/case-051.txt
python docs/generate.py --check   writes nothing, and exits 1 if either is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent / "src"))

from all_risk import evaluate, from_json
from all_risk.explain.english import CLINICIAN
from all_risk.explain.render import Catalogue
from all_risk.facts import is_unprinted
from all_risk.guideline import Citation, Factor, Guideline, RiskList, Scheme
from all_risk.logic import AllOf, AnyOf, Compare, Expr, Fact, Flag, Not, OneOf, any_of
from all_risk.messages import say
from all_risk.published import all_guidelines, all_schemes, cog_aall1731_1732
from all_risk.published.nci_rome import NCI_HIGH, NCI_STANDARD
from all_risk.published.nmdp_patient_2017 import INFANT

_WORDS: Final = Catalogue(messages={"fact": "{fact}"}, words=CLINICIAN.words)

# Combinations that the tables name, and that read better by their name.
NAMED: Final[tuple[tuple[str, Expr], ...]] = (
    ("NCI standard risk", NCI_STANDARD),
    ("NCI high risk", NCI_HIGH),
    ("favorable cytogenetics", cog_aall1731_1732.FAVORABLE),
    ("unfavorable cytogenetics", cog_aall1731_1732.UNFAVORABLE),
    ("elevated", cog_aall1731_1732.ELEVATED),
)
_NAME_OF: Final = {rule: name for name, rule in NAMED}


def main(arguments: list[str]) -> int:
    """Write or check the generated pages."""
    pages = {DOCS / "rules.md": rules(), DOCS / "case-051.txt": example()}
    stale = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" not in arguments:
        for path in stale:
            path.write_text(pages[path], encoding="utf-8")
        return 0
    for path in stale:
        print(f"docs/{path.name} is stale; run: python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


# A rule as text.


def words(fact: Fact) -> str:
    """A fact in words, as an explanation has it."""
    if is_unprinted(fact):
        return f"(not printed in the source: {fact.name.partition(': ')[2]})"
    return _WORDS.text(say("fact", fact=fact.name))


def text(rule: Expr, *, known: str = "") -> str:
    """A rule in words, with every operator and unit as its source prints it.

    Args:
        rule: The rule.
        known: The name of a combination that is to be spelled out.

    Returns:
        The text. Alternatives inside a combination, and combinations inside an
        alternative, stand in parentheses.
    """
    if (name := _NAME_OF.get(rule, "")) and name != known:
        return f"*{name}*"
    if isinstance(rule, AllOf):
        return " **and** ".join(parts(rule, known=known)) or "always"
    if isinstance(rule, AnyOf):
        return " **or** ".join(_inner(part) for part in rule.rules) or "never"
    if isinstance(rule, Not):
        bare = isinstance(rule.rule, Flag)
        return f"not {_inner(rule.rule) if bare else _bracketed(rule.rule)}"
    return _atom(rule)


def parts(rule: Expr, *, known: str = "") -> list[str]:
    """The conditions that must hold together, each in words."""
    if isinstance(rule, AllOf) and (known or rule not in _NAME_OF):
        return [_inner(part) for part in _grouped(rule, known)]
    return [text(rule)]


def _atom(rule: Expr) -> str:
    if isinstance(rule, Flag):
        return words(rule)
    if isinstance(rule, Compare):
        return f"{words(rule.fact)} {rule.operator} {rule.amount}"
    if isinstance(rule, OneOf):
        return f"{words(rule.fact)} is {' or '.join(sorted(rule.values))}"
    raise TypeError(f"not a rule: {type(rule).__name__}")


def _bracketed(rule: Expr) -> str:
    return text(rule) if rule in _NAME_OF else f"({text(rule)})"


def _inner(rule: Expr) -> str:
    return _bracketed(rule) if isinstance(rule, (AllOf, AnyOf)) else text(rule)


def _grouped(rule: AllOf, known: str) -> list[Expr]:
    """The parts of a combination, with a named one in the place of its own parts."""
    kept = list(rule.rules)
    for name, named in NAMED:
        if name != known and isinstance(named, AllOf) and set(named.rules) <= set(kept):
            first = kept.index(named.rules[0])
            kept = [part for part in kept if part not in named.rules]
            kept.insert(first, named)
    return kept


def within(rule: Expr, population: Expr) -> Expr:
    """A rule without the conditions that its population already makes."""
    if not isinstance(rule, AllOf):
        return rule
    conditions = population.rules if isinstance(population, AllOf) else (population,)
    rest = tuple(part for part in rule.rules if part not in conditions)
    return rest[0] if len(rest) == 1 else AllOf(rest)


# The page.

_INTRO: Final = """\
# Rules

<!-- Written by docs/generate.py from the registry. Do not edit by hand. -->

Every rule that this version applies, written out from the objects that the evaluator runs.
Operators and units stand as the source prints them; nothing is harmonised between sources.
Where a rule needed a reading that the source does not print, the reading is noted beside it.
*Read in the source itself* means that the text with the number was read; *as reported in*
names another document.

A rule in words is built from facts. **and** and **or** have their usual meaning,
parentheses group, and a name in *italics* stands for the combination given here. How a rule
is decided when a fact is missing is told in [Why unknown, and when](logic.md).
"""

_NOT_SHIPPED: Final = """\
## What is not shipped, and why

A rule ships only if its number was read in the source or in a named document that reports
it. The following were looked for and left out.
"""

_LEFT_OUT: Final = (
    (
        (
            'An age for "infant", and any cut-off for "high risk of relapse", as the founding '
            "page's own"
        ),
        (
            "the page prints neither; both are "
            "[visible choices](answer.md#the-choices-behind-the-founding-guideline)"
        ),
    ),
    (
        "A number for a slow early response (NCI PDQ)",
        "none is printed; the item is never decided true",
    ),
    (
        "One MRD threshold after induction (ELN 2024)",
        "printed as 0.1 % or 0.01 %, by study group; between the two it stays undecided",
    ),
    (
        "The NMDP and ASTCT lists for patients under 15 and from 15 to 39 years",
        (
            "the text was not found, and memory is not a source. The list for 40 years and above "
            "was read; it is another guideline and not in this version"
        ),
    ),
    (
        (
            "A COG group for NCI standard risk elevated by CNS3, testicular disease or steroid, "
            "with end-of-consolidation MRD of 1 % or more"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    (
        (
            "A COG group for favorable together with unfavorable features, where the rows ask for "
            "genetics"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    (
        (
            "A COG group for NCI standard risk with favorable features, some steroid but no more "
            "than 24 hours, day-8 MRD below 1 % and end-of-induction MRD below 0.01 %"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    (
        "The second, narrower list of very-high-risk features in NCI PDQ",
        "it serves another purpose; the two are not merged",
    ),
    (
        "COG AALL08B1",
        (
            "its definitions of favorable and unfavorable genetics were not in the tables that "
            "could be read"
        ),
    ),
    (
        "Ph-like and IKZF1 as deciding features",
        "no default list has them. ELN 2024 names Ph-like as variably considered, and it is shown",
    ),
    (
        "TCF3::HLF and hypodiploidy as deciding features in adults",
        "ELN 2024 names BCR::ABL1 and KMT2A rearrangement as its key genetic elements",
    ),
    (
        (
            "The other features that ELN 2024 lets vary (age, performance status, "
            "immunophenotype, hypodiploidy, CNS disease, early clearance, more than one cycle to "
            "remission)"
        ),
        "they decide nothing in the source, and this version does not show them",
    ),
    (
        "NCCN cut-offs for the white cell count",
        "no number was seen in any text that could be read",
    ),
    (
        'The time point of "treatment failure" (Ponte di Legno), and extended induction (COG)',
        "not in the text that could be read",
    ),
    (
        "Indications for transplant, and typing rules",
        "other layers: this version ships consultation triggers only",
    ),
)


def rules() -> str:
    """The page of rules."""
    left_out = _table(("left out", "why"), _LEFT_OUT)
    sections = [_INTRO, *_named(), *_registry(), _NOT_SHIPPED, left_out]
    return "\n".join(section.rstrip("\n") + "\n" for section in sections)


def _named() -> Iterator[str]:
    rows = [(f"*{name}*", text(rule, known=name)) for name, rule in NAMED]
    yield _table(("name", "stands for"), rows)


def _registry() -> Iterator[str]:
    written: set[str] = set()
    for guideline in all_guidelines():
        yield from _guideline(guideline)
        for each in guideline.lists:
            if each.scheme is not None:
                written.add(each.scheme.id)
                yield from _scheme(each.scheme, each)
            else:
                yield from _list(each)
    for scheme in all_schemes():
        if scheme.id not in written:
            yield from _scheme(scheme, None)


def _guideline(guideline: Guideline) -> Iterator[str]:
    yield f"## {guideline.title} {{ #{guideline.id} }}\n"
    yield f"`{guideline.id}`, version {guideline.version}. A referral guideline.\n"
    yield _bullets(
        ("For", guideline.population.words),
        ("Source", _cited(guideline.citation)),
        *((f"Choice `{name}`", value) for name, value in guideline.parameters.items()),
    )
    rows = []
    for trigger in guideline.triggers:
        own = [basis for basis in trigger.bases if basis.source == guideline.id]
        other = dict.fromkeys(b.source for b in trigger.bases if b.source != guideline.id)
        met = text(any_of(*(basis.when for basis in own))) if own else ""
        if other:
            links = ", ".join(f"[{source}](#{source})" for source in other)
            met = f"{met} **or** any item of {links}" if met else f"any item of {links}"
        rows.append((f"`{trigger.id}`", trigger.title, met, trigger.layer))
    yield _table(("trigger", "says", "met when", "layer"), rows)
    alternatives = [
        (f"`{trigger.id}`", f"`{name}`", text(rule))
        for trigger in guideline.triggers
        for name, rule in trigger.alternatives.items()
    ]
    if alternatives:
        yield "Where another definition would decide otherwise, the answer says so:\n"
        yield _table(("trigger", "definition", "met when"), alternatives)
    yield "The conventions for an infant that can be chosen:\n"
    yield _table(
        ("convention", "met when", "in words"),
        [(f"`{name}`", text(rule), said) for name, (rule, said) in INFANT.items()],
    )


def _list(risk: RiskList) -> Iterator[str]:
    yield f"## {risk.title} {{ #{risk.id} }}\n"
    yield f"`{risk.id}`. A list: any one item, in a patient of the population, is enough.\n"
    yield _for_and_source(risk)
    yield _items(risk)
    yield from _factors(risk.factors, risk.population.who)


def _scheme(scheme: Scheme, risk: RiskList | None) -> Iterator[str]:
    yield f"## {scheme.title} {{ #{scheme.id} }}\n"
    yield f"`{scheme.id}`. A risk scheme.\n"
    yield _for_and_source(scheme)
    readings = any(row.reading for row in scheme.rows)
    places = {row.citation.locator for row in scheme.rows} != {scheme.citation.locator}
    rows = []
    for row in scheme.rows:
        conditions = ",<br>".join(parts(row.when))
        cells = [f"`{row.id}`", f"`{row.group}`", conditions]
        rows.append(
            (
                *cells,
                *([row.citation.locator] if places else []),
                *([row.reading] if readings else []),
            )
        )
    heads = ["row", "group", "all of these conditions"]
    heads += (["printed in"] if places else []) + (["reading"] if readings else [])
    yield _table(heads, rows)
    if scheme.outcomes:
        yield "What was reported for a group; a figure for the group, never for one patient:\n"
        yield _table(
            ("group", "outcome"), [(f"`{name}`", said) for name, said in scheme.outcomes.items()]
        )
    yield from _factors(scheme.factors, scheme.population.who)
    if risk is not None:
        yield f"### As a ground for referral: {risk.title}\n"
        yield _items(risk)


def _for_and_source(each: Scheme | RiskList) -> str:
    return _bullets(
        ("For", each.population.words),
        ("As a rule", text(each.population.who)),
        ("Source", _cited(each.citation)),
    )


def _bullets(*points: tuple[str, str]) -> str:
    return "\n".join(f"- **{name}:** {said}." for name, said in points) + "\n"


def _items(risk: RiskList) -> str:
    groups = (
        {risk.scheme.group(name): name for name in risk.scheme.groups}
        if risk.scheme is not None
        else {}
    )
    return _table(
        ("item", "says", "met when", "rank"),
        [
            (
                f"`{item.id}`",
                item.words,
                f"the group is `{groups[item.when]}`"
                if item.when in groups
                else text(within(item.when, risk.population.who)),
                str(item.rank),
            )
            for item in risk.items
        ],
    )


def _factors(factors: Iterable[Factor], population: Expr) -> Iterator[str]:
    rows = [
        (f"`{each.id}`", text(within(each.when, population)), each.direction) for each in factors
    ]
    if rows:
        yield "Shown where recorded, without deciding anything by itself:\n"
        yield _table(("factor", "present when", "counts as"), rows)


def _cited(citation: Citation) -> str:
    place = f", {citation.locator}" if citation.locator else ""
    read = f"as reported in {citation.read_in}" if citation.read_in else "read in the source itself"
    source = f"[{citation.source}]({citation.url})" if citation.url else citation.source
    return f"{source} ({citation.edition}){place}; {citation.provenance}, {read}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(heads)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cell or ' ' for cell in line)} |" for line in lines) + "\n"


# The example on the first page.


def example() -> str:
    """The answer for a published case, with marks for the part that is shown first."""
    document = (DOCS.parent / "examples" / "cases" / "case-051.json").read_text(encoding="utf-8")
    told = evaluate(from_json(document)).explain()
    head, heading, rest = told.partition("\n\nRisk groups\n")
    lines = ["--8<-- [start:triggers]", head, "--8<-- [end:triggers]"]
    lines += ["--8<-- [start:rest]", heading.strip("\n") + "\n" + rest, "--8<-- [end:rest]"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
