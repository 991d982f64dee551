"""The answer: what a guideline or scheme says about a patient, and why.

An answer holds the facts it was made from and what is still possible. Reasons, missing
results and outcomes are worked out from these when they are asked for, so that an
evaluation whose explanation nobody reads costs little.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import field, frozen

from all_risk.facts import Conflict, Facts, age, died, is_unprinted, lineage, wbc
from all_risk.guideline import (
    ABSENT,
    MET,
    NOT_MET,
    OUTSIDE,
    PRESENT,
    UNCOVERED,
    Basis,
    Checklist,
    Citation,
    Factor,
    Guideline,
    Layer,
    Scheme,
    Trigger,
)
from all_risk.implications import closed
from all_risk.logic import (
    Atom,
    Compare,
    CompiledDecision,
    Contradiction,
    Fact,
    Judged,
    Missing,
    Sheet,
    Value,
    judge,
)
from all_risk.messages import Message, say
from all_risk.quantities import Interval, years

__all__ = [
    "Assessment",
    "Because",
    "CheckedFactor",
    "CheckedList",
    "Classification",
    "FactorState",
    "RiskFactor",
    "Status",
    "TriggerResult",
]

Status: TypeAlias = Literal["met", "not_met", "unknown", "not_due", "not_applicable"]
FactorState: TypeAlias = Literal["present", "absent", "unknown", "not_applicable"]
Referral: TypeAlias = Literal["yes", "no_trigger_met", "unknown"]


@frozen
class Because:
    """One fact that decided an answer.

    Attributes:
        atom: What was asked of the fact, as the guideline prints it.
        value: What is known of it.
        holds: Whether the question came out true; None where the value, known in part, leaves
            it open and decided only together with others.
        evidence: Where in the patient document the fact was read.
        follows_from: The facts it follows from, where it was not read itself.
    """

    atom: Atom
    value: Value | None
    holds: bool | None
    evidence: tuple[str, ...] = ()
    follows_from: tuple[str, ...] = ()

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.atom.fact


@frozen
class RiskFactor:
    """Something known about the patient that a source counts for or against.

    Attributes:
        factor: What the source says.
        because: The facts that show it is present.
    """

    factor: Factor
    because: tuple[Because, ...]


def _because(facts: Facts, decisive: tuple[Atom, ...]) -> tuple[Because, ...]:
    return tuple(
        Because(
            atom,
            (value := facts.values.get(atom.fact.name)),
            judge(atom, value),
            facts.evidence.get(atom.fact.name, ()),
            facts.follows_from.get(atom.fact.name, ()),
        )
        for atom in decisive
    )


def _open(compiled: CompiledDecision, facts: Facts) -> tuple[Missing, ...]:
    return tuple(m for m in compiled.missing(facts.values) if not is_unprinted(m.fact))


@frozen(kw_only=True)
class Classification:
    """Where a risk scheme places a patient.

    Attributes:
        scheme: The scheme.
        facts: What is known.
        applicable: Whether the patient belongs to the scheme's population.
        possible: The groups still possible, from the lowest risk to the highest.
        group: The group, where exactly one is possible and nothing is uncovered.
        uncovered: Whether the patient may fall in no printed row.
    """

    scheme: Scheme
    facts: Facts
    applicable: bool | None
    possible: tuple[str, ...]
    group: str | None
    uncovered: bool
    _compiled: CompiledDecision = field(alias="compiled", eq=False, repr=False)

    @property
    def citation(self) -> Citation:
        """Where the scheme was published."""
        return self.scheme.citation

    @property
    def because(self) -> tuple[Because, ...]:
        """The facts that decided it; empty while it is open."""
        if self.applicable is False:
            label = OUTSIDE
        elif self.group is not None:
            label = self.group
        elif self.uncovered and not self.possible:
            label = UNCOVERED
        else:
            return ()
        return _because(self.facts, self._compiled.reasons(self.facts.values, label)[0])

    @property
    def if_known(self) -> tuple[Missing, ...]:
        """The missing facts that can change what is possible, and where each would lead."""
        return self._if_known

    @cached_property
    def _if_known(self) -> tuple[Missing, ...]:
        return _open(self._compiled, self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts that can change what is possible."""
        return tuple(missing.fact.name for missing in self.if_known)

    @property
    def unprinted(self) -> tuple[str, ...]:
        """What would change it and no source prints, so that no result can supply it."""
        open_facts = (missing.fact for missing in self._compiled.missing(self.facts.values))
        return tuple(fact.meaning for fact in open_facts if is_unprinted(fact))

    def explain(self, *, audience: str = "clinician", language: str = "en") -> str:
        """The classification in words.

        Args:
            audience: For whom: `clinician`.
            language: In which language: `en` or `es`.

        Returns:
            The text.
        """
        from all_risk.explain import as_text

        return as_text(self, audience=audience, language=language)

    def _repr_html_(self) -> str:
        from all_risk.explain import as_html

        return as_html(self)


@frozen(kw_only=True)
class CheckedFactor:
    """What is known of one factor of a checklist.

    Attributes:
        factor: The factor, with its weight.
        facts: What is known.
        state: Whether it is present.
    """

    factor: Factor
    facts: Facts
    state: FactorState
    _compiled: CompiledDecision = field(alias="compiled", eq=False, repr=False)

    @property
    def because(self) -> tuple[Because, ...]:
        """The facts that decided it; empty while it is open."""
        label = {"present": PRESENT, "absent": ABSENT, "not_applicable": OUTSIDE}.get(self.state)
        if label is None:
            return ()
        return _because(self.facts, self._compiled.reasons(self.facts.values, label)[0])

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts that could still settle it."""
        return tuple(missing.fact.name for missing in _open(self._compiled, self.facts))

    @property
    def unprinted(self) -> tuple[str, ...]:
        """What it hangs on and the source does not print."""
        open_facts = (missing.fact for missing in self._compiled.missing(self.facts.values))
        return tuple(fact.meaning for fact in open_facts if is_unprinted(fact))


@frozen(kw_only=True)
class CheckedList:
    """A checklist's factors in a patient. It has no sum: the source prints none.

    Attributes:
        checklist: The checklist.
        facts: What is known.
        factors: What is known of each factor, in the printed order.
    """

    checklist: Checklist
    facts: Facts
    factors: tuple[CheckedFactor, ...]

    def __getitem__(self, factor_id: str) -> CheckedFactor:
        """One factor, by its identifier."""
        for factor in self.factors:
            if factor.factor.id == factor_id:
                return factor
        raise KeyError(factor_id)

    @property
    def citation(self) -> Citation:
        """Where the checklist was published."""
        return self.checklist.citation

    def explain(self, *, audience: str = "clinician", language: str = "en") -> str:
        """The checklist in words.

        Args:
            audience: For whom: `clinician`.
            language: In which language: `en`.

        Returns:
            The text.
        """
        from all_risk.explain import as_text

        return as_text(self, audience=audience, language=language)

    def _repr_html_(self) -> str:
        from all_risk.explain import as_html

        return as_html(self)


@frozen(kw_only=True)
class TriggerResult:
    """What became of one trigger.

    Attributes:
        trigger: The trigger.
        facts: What is known.
        status: What became of it.
        due: The day that decides it, where there is one and it is known.
        reason: Why it does not apply, where it does not.
    """

    trigger: Trigger
    facts: Facts
    status: Status
    due: date | None = None
    reason: Message | None = None
    _compiled: CompiledDecision = field(alias="compiled", eq=False, repr=False)

    @property
    def id(self) -> str:
        """The trigger's identifier."""
        return self.trigger.id

    @property
    def layer(self) -> Layer:
        """Consultation, typing or indication."""
        return self.trigger.layer

    @property
    def citation(self) -> Citation:
        """Where the trigger was published."""
        return self.trigger.citation

    @property
    def provenance(self) -> str:
        """Whether it was read in the source itself."""
        return self.trigger.citation.provenance

    @cached_property
    def _judged(self) -> Judged:
        return self._compiled.judged(self.facts.values)

    @cached_property
    def _reasons(self) -> tuple[tuple[Atom, ...], tuple[Fact, ...]]:
        if self.status not in ("met", "not_met"):
            return (), ()
        label = MET if self.status == "met" else NOT_MET
        return self._compiled.reasons(self.facts.values, label)

    @property
    def because(self) -> tuple[Because, ...]:
        """The facts that decided it; empty while it is open."""
        return _because(self.facts, self._reasons[0])

    @property
    def whatever(self) -> tuple[Fact, ...]:
        """Open facts of which the answer holds whatever their value."""
        return self._reasons[1]

    @property
    def if_known(self) -> tuple[Missing, ...]:
        """The missing facts that could still settle it, and where each would lead."""
        return self._if_known

    @cached_property
    def _if_known(self) -> tuple[Missing, ...]:
        return () if self.status == "not_applicable" else _open(self._compiled, self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts that could still settle it."""
        return tuple(missing.fact.name for missing in self.if_known)

    @property
    def hangs_on(self) -> tuple[Fact, ...]:
        """Every open fact it still hangs on, whether or not one alone can settle it."""
        if self.status in ("met", "not_met", "not_applicable"):
            return ()
        facts = self._compiled.open_facts(self.facts.values)
        return tuple(fact for fact in facts if not is_unprinted(fact))

    @property
    def unprinted(self) -> tuple[str, ...]:
        """What it still hangs on and no source prints, so that no result can supply it."""
        if self.status in ("met", "not_met", "not_applicable"):
            return ()
        facts = self._compiled.open_facts(self.facts.values)
        return tuple(fact.meaning for fact in facts if is_unprinted(fact))

    @property
    def bases(self) -> tuple[Basis, ...]:
        """The grounds on which it is met, the strongest first.

        Where no ground is met by itself but one of several is in every case, those several.
        """
        return self._bases

    @cached_property
    def _bases(self) -> tuple[Basis, ...]:
        if self.status != "met":
            return ()
        held = self._judged.held
        met = [basis for basis in self.trigger.bases if held(basis.when)]
        if not met:
            # Each is met if its population is the patient's, and one population always is.
            met = [
                basis
                for basis in self.trigger.bases
                if held(basis.rule) and held(basis.population) is None
            ]
        return tuple(sorted(met, key=lambda basis: basis.rank))

    def basis_because(self, basis: Basis) -> tuple[Because, ...]:
        """The facts that decided one of its grounds."""
        decided = basis.when if self._judged.held(basis.when) is not None else basis.rule
        return _because(self.facts, self._judged.support(decided))

    @property
    def if_confirmed(self) -> tuple[str, ...]:
        """Presumptive or inconclusive lesions that would each meet it if confirmed."""
        if self.status in ("met", "not_applicable"):
            return ()
        return tuple(
            name
            for name in sorted(self.facts.unconfirmed)
            if name not in self.facts.values and self._labels(name, value=True) == {MET}
        )

    @property
    def rests_on_age_or_wbc(self) -> bool:
        """Whether nothing counts against the patient but age and white cell count.

        Never so for an infant, whose age is a very-high-risk feature by itself.
        """
        grounds = [b for basis in self.bases for b in self.basis_because(basis)]
        adverse = {b.fact.name for b in grounds if b.holds and not _is_low_mrd(b.atom)}
        months = self.facts.values.get(age.name)
        infant = isinstance(months, Interval) and months.compare(">=", years(1).value) is not True
        return (
            self.status == "met"
            and not infant
            and bool(adverse & {age.name, wbc.name})
            and adverse <= {age.name, wbc.name, lineage.name}
        )

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What a reader of the result should know besides."""
        said = [
            say("definition_would_differ", trigger=self.id, definition=name, holds=_word(held))
            for name, rule in self.trigger.alternatives.items()
            if self.status in ("met", "not_met")
            and (held := self._judged.held(rule)) is not None
            and held is not (self.status == "met")
        ]
        said += [say("met_if_confirmed", lesion=name) for name in self.if_confirmed]
        if self.rests_on_age_or_wbc:
            said.append(say("rests_on_age_or_wbc"))
        return tuple(said)

    def _labels(self, name: str, *, value: Value) -> frozenset[str]:
        try:
            narrower = closed({**self.facts.values, name: value}, changed=(name,))
            return self._compiled.possible(narrower)
        except Contradiction:
            return frozenset()


def _is_low_mrd(atom: Atom) -> bool:
    return isinstance(atom, Compare) and atom.operator == "<" and atom.fact.name.startswith("mrd_")


def _as_factor(item: Basis) -> Factor:
    return Factor(id=item.id, when=item.when, direction="adverse", citation=item.citation)


def _word(held: bool) -> str:
    return "met" if held else "not_met"


@frozen(kw_only=True)
class Assessment:
    """A guideline's answer for a patient.

    Attributes:
        guideline: The guideline.
        facts: What is known.
        triggers: What became of each trigger, in the printed order.
        classifications: Where the risk schemes it asks place the patient.
    """

    guideline: Guideline
    facts: Facts
    triggers: tuple[TriggerResult, ...]
    classifications: tuple[Classification, ...]
    _factors: Sheet = field(alias="factors", eq=False, repr=False)

    @property
    def refer(self) -> Referral:
        """`yes` if a consultation trigger is met; `no_trigger_met` if none is; or `unknown`.

        `no_trigger_met` never means that no referral is needed.
        """
        asked = {t.status for t in self.triggers if t.layer == "consultation"}
        if "met" in asked:
            return "yes"
        return "no_trigger_met" if asked - {"not_applicable"} == {"not_met"} else "unknown"

    def __getitem__(self, trigger_id: str) -> TriggerResult:
        """The result of one trigger, by its identifier."""
        for trigger in self.triggers:
            if trigger.id == trigger_id:
                return trigger
        raise KeyError(trigger_id)

    @property
    def citation(self) -> Citation:
        """Where the guideline was published."""
        return self.guideline.citation

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Results that contradict each other."""
        return self.facts.conflicts

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was assumed, ignored or could not be used."""
        return self.facts.notes

    @property
    def parameters(self) -> Mapping[str, str]:
        """The choices made where the source leaves one open."""
        return self.guideline.parameters

    @property
    def risk_factors(self) -> tuple[RiskFactor, ...]:
        """What is known to count for or against the patient, by each source it asks."""
        judged = self._factors.judged(self.facts.values)
        found = []
        for each in self.guideline.lists:
            for population, listed in each.asked:
                if judged.held(population.who) is False:
                    continue
                for one in listed:
                    if judged.held(one.when):
                        factor = one if isinstance(one, Factor) else _as_factor(one)
                        because = _because(self.facts, judged.support(one.when))
                        found.append(RiskFactor(factor, because))
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts that could settle an open trigger, each once."""
        return tuple(dict.fromkeys(name for trigger in self.triggers for name in trigger.missing))

    @property
    def next_steps(self) -> tuple[Message, ...]:
        """What to do next, as far as the guideline goes; nothing once a death is recorded."""
        if self.facts.values.get(died.name):
            return ()
        steps = []
        if self.refer == "yes":
            steps.append(say("consult"))
        steps += [
            say("test_due", date=trigger.due.isoformat())
            for trigger in self.triggers
            if trigger.status == "not_due" and trigger.due is not None
        ]
        steps += [
            say("resolve_conflict", facts=", ".join(c.facts)) for c in self.conflicts if c.facts
        ]
        hanging = [fact.name for trigger in self.triggers for fact in trigger.hangs_on]
        steps += [say("obtain", fact=name) for name in dict.fromkeys((*self.missing, *hanging))]
        return tuple(steps)

    def explain(self, *, audience: str = "clinician", language: str = "en") -> str:
        """The answer in words.

        Args:
            audience: For whom: `clinician` or `patient`.
            language: In which language: `en` or `es`.

        Returns:
            The text.

        Raises:
            AllRiskError: If there are no words for this audience in this language.
        """
        from all_risk.explain import as_text

        return as_text(self, audience=audience, language=language)

    def _repr_html_(self) -> str:
        from all_risk.explain import as_html

        return as_html(self)
