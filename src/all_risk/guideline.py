"""What a guideline is: criteria as data, each with its source.

A [Scheme][all_risk.guideline.Scheme] assigns a patient to one of its printed groups. A
[Guideline][all_risk.guideline.Guideline] has triggers, each a criterion whose being met
means: see a transplant doctor. Both are read by everything that needs the rules: the
evaluator, the explanations, the tables of the documentation, the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen

from all_risk.logic import TRUE, Decision, Expr, all_of, any_of

__all__ = [
    "ABSENT",
    "MET",
    "NOT_MET",
    "OUTSIDE",
    "PRESENT",
    "UNCOVERED",
    "Basis",
    "Checklist",
    "Citation",
    "Direction",
    "Factor",
    "Guideline",
    "Layer",
    "Population",
    "Provenance",
    "Question",
    "RiskList",
    "Row",
    "Scheme",
    "Source",
    "Trigger",
    "Weight",
]

Provenance: TypeAlias = Literal["primary", "secondary"]
Layer: TypeAlias = Literal["consultation", "typing", "indication"]
Direction: TypeAlias = Literal["adverse", "favourable", "shown"]
Weight: TypeAlias = Literal["key", "variable", "occasional", "historical"]
"""How far study groups agree that a factor counts, as ELN 2024 words it."""
Question: TypeAlias = Literal["risk", "relapse", "response", "subtype", "indication"]
"""What a scheme answers: the risk now, the risk after a relapse, how the disease responded,
which entity it is, or whether transplant itself is advised."""

MET, NOT_MET = "met", "not_met"
PRESENT, ABSENT = "present", "absent"
OUTSIDE, UNCOVERED = "(outside the population)", "(in no printed row)"


@frozen(kw_only=True)
class Citation:
    """Where a rule was published, and where it was read.

    Attributes:
        source: The publication.
        edition: Its date or version.
        locator: The place in it, such as a table or section.
        url: Where it can be looked up.
        provenance: `primary` if it was read in the source itself, `secondary` if in
            another document that reports it.
        read_in: That other document; None for `primary`.
    """

    source: str
    edition: str
    locator: str = ""
    url: str = ""
    provenance: Provenance = "primary"
    read_in: str | None = None

    def at(self, locator: str) -> Citation:
        """The same publication, at another place."""
        return evolve(self, locator=locator)

    def __str__(self) -> str:
        place = f", {self.locator}" if self.locator else ""
        via = f" (as reported in {self.read_in})" if self.read_in else ""
        return f"{self.source} ({self.edition}){place}{via}"


@frozen(kw_only=True)
class Population:
    """Whom a scheme or list is about.

    Attributes:
        who: The rule that a patient belongs to it.
        words: The same in words, with what is this library's own reading marked so.
    """

    who: Expr
    words: str


@frozen(kw_only=True)
class Row:
    """One row of a printed table: the group it gives to whom.

    Attributes:
        id: Stable identifier, such as `table-8-row-3`.
        group: The group it assigns.
        when: The row's conditions.
        citation: Where it stands.
        reading: What was read into it, where the table leaves something unsaid.
        trace: The rows of the collection of sources that it was written from.
    """

    id: str
    group: str
    when: Expr
    citation: Citation
    reading: str = ""
    trace: str = ""


@frozen(kw_only=True)
class Factor:
    """Something a source counts for or against a patient, whether or not it decides.

    Attributes:
        id: Stable identifier.
        when: The rule that it is present.
        direction: `adverse`, `favourable`, or `shown` where the source lets it vary.
        citation: Where it stands.
        words: What it is, in a few words.
        among: Whom of the population it is asked about.
        weight: How far study groups agree on it, where the source says so.
        trace: The rows of the collection of sources that it was written from.
    """

    id: str
    when: Expr
    direction: Direction
    citation: Citation
    words: str = ""
    among: Expr = TRUE
    weight: Weight | None = None
    trace: str = ""


@frozen(kw_only=True, eq=False)
class Scheme:
    """A published scheme that assigns patients to risk groups.

    Attributes:
        id: Stable identifier, such as `nci-rome`.
        title: What it is called.
        citation: Where it was published.
        population: Whom it is about.
        groups: Its groups, as identifiers, from the lowest risk to the highest.
        rows: Its table, in the printed order.
        first_match: Whether its rows are asked in that order and the first that holds counts.
            Otherwise no two rows of different groups ever hold together.
        year: When it was published.
        question: What it answers.
        adverse: Those of its groups that it counts as a high or poor risk.
        factors: What it counts as favourable or adverse.
        outcomes: What each group meant in the cohort it was published on.
        listed: Whether a comparison shows it without being asked to.
        caution: What must be said wherever it is shown.
        left_out: What the publication has and this scheme has not, with the reason.
    """

    id: str
    title: str
    citation: Citation
    population: Population
    groups: tuple[str, ...]
    rows: tuple[Row, ...]
    year: int
    question: Question = "risk"
    adverse: frozenset[str] = frozenset()
    factors: tuple[Factor, ...] = ()
    outcomes: Mapping[str, str] = field(factory=dict)
    listed: bool = True
    caution: str = ""
    left_out: tuple[str, ...] = ()
    first_match: bool = False

    def group(self, name: str) -> Expr:
        """The rule that a patient, if one of the population, falls in a group."""
        rows = [
            all_of(row.when, *(~earlier.when for earlier in self.rows[: i * self.first_match]))
            for i, row in enumerate(self.rows)
            if row.group == name
        ]
        if not rows:
            raise ValueError(f"{self.id} has no group {name!r}")
        return any_of(*rows)

    def decision(self) -> Decision:
        """The whole table as one decision."""
        outside = (OUTSIDE, ~self.population.who)
        if self.first_match:
            return Decision((outside, *((row.group, row.when) for row in self.rows)), UNCOVERED)
        groups = ((g, any_of(*(r.when for r in self.rows if r.group == g))) for g in self.groups)
        return Decision((outside, *groups), UNCOVERED)


@frozen(kw_only=True)
class Basis:
    """One ground on which a trigger can be met.

    Attributes:
        id: Stable identifier.
        source: The id of the guideline, scheme or list it comes from.
        rule: The rule, for a patient of the population.
        population: Whom the source is about.
        words: What it says, in a few words.
        citation: Where it stands.
        rank: How strong a ground it is; 1 is the strongest.
        trace: The rows of the collection of sources that it was written from.
    """

    id: str
    source: str
    rule: Expr
    words: str
    citation: Citation
    population: Expr = TRUE
    rank: int = 1
    trace: str = ""

    @cached_property
    def when(self) -> Expr:
        """The rule together with the population."""
        return all_of(self.population, self.rule)


@frozen(kw_only=True, eq=False)
class RiskList:
    """A published list any item of which means a high risk of relapse.

    Attributes:
        id: Stable identifier.
        title: What it is called.
        citation: Where it was published.
        population: Whom it is about.
        items: Its items; each rule holds only within the population.
        factors: What the source names without letting it decide.
        scheme: The scheme whose high groups are the items, if it is one.
    """

    id: str
    title: str
    citation: Citation
    population: Population
    items: tuple[Basis, ...]
    factors: tuple[Factor, ...] = ()
    scheme: Scheme | None = None

    @property
    def asked(self) -> tuple[tuple[Population, tuple[Basis | Factor, ...]], ...]:
        """All that it counts for or against somebody, with whom each is asked about."""
        own: tuple[Basis | Factor, ...] = (*self.items, *self.factors)
        if self.scheme is None:
            return ((self.population, own),)
        return (self.population, own), (self.scheme.population, self.scheme.factors)


@frozen(kw_only=True, eq=False)
class Checklist:
    """A published list of factors that makes neither a score nor groups.

    Attributes:
        id: Stable identifier.
        title: What it is called.
        citation: Where it was published.
        population: Whom it is about.
        factors: Its factors, each with its weight, in the printed order.
        year: When it was published.
        listed: Whether a comparison shows it without being asked to.
        caution: What must be said wherever it is shown.
        left_out: What the publication has and this list has not, with the reason.
    """

    id: str
    title: str
    citation: Citation
    population: Population
    factors: tuple[Factor, ...]
    year: int
    listed: bool = True
    caution: str = ""
    left_out: tuple[str, ...] = ()

    def decision(self, factor: Factor) -> Decision:
        """One of its factors as a decision between present and absent."""
        who = all_of(self.population.who, factor.among)
        return Decision(((OUTSIDE, ~who), (PRESENT, factor.when)), ABSENT)


@frozen(kw_only=True, eq=False)
class Trigger:
    """A criterion whose being met means: see a transplant doctor.

    Attributes:
        id: Stable identifier.
        title: What it says, in a few words.
        bases: The grounds on which it is met; any one is enough.
        citation: Where it stands.
        layer: Consultation, typing or indication.
        due_on_day_28: Whether it can only be decided once 28 days of treatment have passed.
        alternatives: The same trigger under other definitions, by name; where one of them
            would decide otherwise, the answer says so.
        trace: The rows of the collection of sources that it was written from, where its grounds
            come from other sources and have rows of their own.
    """

    id: str
    title: str
    bases: tuple[Basis, ...]
    citation: Citation
    layer: Layer = "consultation"
    due_on_day_28: bool = False
    alternatives: Mapping[str, Expr] = field(factory=dict)
    trace: str = ""

    def decision(self) -> Decision:
        """The trigger as a decision between met and not met."""
        return Decision(((MET, any_of(*(basis.when for basis in self.bases))),), NOT_MET)


@frozen(kw_only=True, eq=False)
class Guideline:
    """A published, versioned list of referral triggers.

    Attributes:
        id: Stable identifier, such as `nmdp-patient-2017`.
        title: What it is called.
        version: Which edition.
        citation: Where it was published.
        population: Whom it is about.
        triggers: Its triggers, in the printed order.
        year: When this edition was published.
        lists: The risk lists it asks.
        parameters: The choices made where the source leaves one open, by name.
        listed: Whether a comparison shows it without being asked to.
        caution: What must be said wherever it is shown.
        left_out: What the publication has and this guideline has not, with the reason.
    """

    id: str
    title: str
    version: str
    citation: Citation
    population: Population
    triggers: tuple[Trigger, ...]
    year: int
    lists: tuple[RiskList, ...] = ()
    parameters: Mapping[str, str] = field(factory=dict)
    listed: bool = True
    caution: str = ""
    left_out: tuple[str, ...] = ()


Source: TypeAlias = Guideline | Scheme | Checklist
"""Anything published that can be asked about a patient."""
