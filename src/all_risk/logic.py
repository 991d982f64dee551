"""Three-valued rules over facts, exact when facts are missing.

A rule is an expression over named facts, written as it is read:

    (age >= years(10)) | (wbc >= per_nl(50))

Facts have three kinds: a flag is true, false or unknown; a quantity is an interval; a
category is the set of values still possible. An expression is data: it can be evaluated,
explained, listed in a table and compiled.

A [Decision][all_risk.logic.Decision] gives the label of the first of its rules that holds.
[CompiledDecision][all_risk.logic.CompiledDecision] turns it into one straight-line Python
function of Kleene's logic. That function is sound (what it decides is right) but leaves
open a question that comes out the same in every case, such as `x | ~x`. What it leaves
open is therefore split case by case, keeping what implies what, until each label is shown
to be possible or not. An answer is unknown only if two ways of filling the blanks differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self, TypeAlias, cast

from attrs import Attribute, field, frozen

from all_risk.quantities import Amount, Interval, Operator

__all__ = [
    "FALSE",
    "TRUE",
    "AllOf",
    "AnyOf",
    "Atom",
    "Category",
    "Clause",
    "Compare",
    "CompiledDecision",
    "Contradiction",
    "Decision",
    "Expr",
    "Fact",
    "Flag",
    "Missing",
    "Not",
    "OneOf",
    "Outcome",
    "Quantity",
    "Value",
    "all_of",
    "any_of",
    "atoms",
    "close",
    "evaluate",
    "implies",
    "index",
    "narrow",
    "support",
]

Value: TypeAlias = bool | Interval | frozenset[str]
"""What is known of a fact: a flag's truth, a quantity's interval, a category's values."""


class Expr:
    """A rule. Combine rules with `&`, `|` and `~`; `and`, `or` and `not` raise."""

    __slots__ = ()

    def __and__(self, other: Expr) -> Expr:
        return all_of(self, other)

    def __or__(self, other: Expr) -> Expr:
        return any_of(self, other)

    def __invert__(self) -> Expr:
        return self.rule if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        raise TypeError("a rule has no truth of its own; combine rules with & | ~")


@frozen
class Flag(Expr):
    """A fact that is true, false or unknown; itself the rule that it is true.

    Attributes:
        name: The name of the fact.
        meaning: What it says, in words.
    """

    name: str
    meaning: str = field(default="", eq=False)

    @property
    def fact(self) -> Flag:
        """The fact a flag asks about is the flag itself."""
        return self

    def __str__(self) -> str:
        return self.name


@frozen(order=False)
class Quantity:
    """A fact that is a number in one unit; compare it with an amount to get a rule.

    Attributes:
        name: The name of the fact.
        unit: The canonical unit (UCUM).
        meaning: What it says, in words.
        whole: Whether only whole numbers can occur.
        domain: The values that can occur at all.
    """

    name: str
    unit: str
    meaning: str = field(default="", eq=False)
    whole: bool = field(default=False, eq=False)
    domain: Interval = field(default=Interval(), eq=False)

    def __ge__(self, amount: Amount) -> Compare:
        return Compare(self, ">=", amount)

    def __gt__(self, amount: Amount) -> Compare:
        return Compare(self, ">", amount)

    def __le__(self, amount: Amount) -> Compare:
        return Compare(self, "<=", amount)

    def __lt__(self, amount: Amount) -> Compare:
        return Compare(self, "<", amount)


@frozen
class Category:
    """A fact that has one of several values; ask with `one_of`.

    Attributes:
        name: The name of the fact.
        values: The values it can have.
        meaning: What it says, in words.
    """

    name: str
    values: frozenset[str]
    meaning: str = field(default="", eq=False)

    def one_of(self, *values: str) -> OneOf:
        """The rule that the fact has one of `values`."""
        return OneOf(self, frozenset(values))


Fact: TypeAlias = Flag | Quantity | Category


def _unit_of_fact(compare: Compare, _: Attribute[Amount], amount: Amount) -> None:
    if amount.unit != compare.fact.unit:
        raise ValueError(f"{compare.fact.name} is in {compare.fact.unit}, not {amount.unit}")


@frozen
class Compare(Expr):
    """The rule that a quantity stands in a relation to an amount.

    Attributes:
        fact: The quantity.
        operator: The relation as printed in the source.
        amount: The threshold as printed in the source.
    """

    fact: Quantity
    operator: Operator
    amount: Amount = field(validator=_unit_of_fact)

    def __str__(self) -> str:
        return f"{self.fact.name} {self.operator} {self.amount}"


@frozen
class OneOf(Expr):
    """The rule that a category has one of several values."""

    fact: Category
    values: frozenset[str]

    def __str__(self) -> str:
        return f"{self.fact.name} is {' or '.join(sorted(self.values))}"


@frozen
class Not(Expr):
    """The rule that another does not hold."""

    rule: Expr


@frozen
class AllOf(Expr):
    """The rule that all of several hold."""

    rules: tuple[Expr, ...]


@frozen
class AnyOf(Expr):
    """The rule that at least one of several holds."""

    rules: tuple[Expr, ...]


Atom: TypeAlias = Flag | Compare | OneOf

TRUE: Expr = AllOf(())
FALSE: Expr = AnyOf(())


def all_of(*rules: Expr) -> Expr:
    """The rule that all of `rules` hold; with none, it always holds."""
    parts = tuple(p for r in rules for p in (r.rules if isinstance(r, AllOf) else (r,)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def any_of(*rules: Expr) -> Expr:
    """The rule that any of `rules` holds; with none, it never holds."""
    parts = tuple(p for r in rules for p in (r.rules if isinstance(r, AnyOf) else (r,)))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def atoms(rule: Expr) -> Iterator[Atom]:
    """The comparisons and flags a rule is made of, in reading order."""
    if isinstance(rule, (Flag, Compare, OneOf)):
        yield rule
    elif isinstance(rule, Not):
        yield from atoms(rule.rule)
    elif isinstance(rule, (AllOf, AnyOf)):
        for part in rule.rules:
            yield from atoms(part)


def _judge(atom: Atom, value: Value | None) -> bool | None:
    if value is None:
        value = _domain(atom.fact)
    if value is None:
        return None
    if isinstance(atom, Flag):
        return cast("bool", value)
    if isinstance(atom, Compare):
        return cast("Interval", value).compare(atom.operator, atom.amount.value)
    possible = cast("frozenset[str]", value)
    if possible <= atom.values:
        return True
    return None if possible & atom.values else False


def evaluate(rule: Expr, values: Mapping[str, Value]) -> bool | None:
    """Whether a rule holds, by Kleene's three-valued logic.

    Args:
        rule: The rule.
        values: What is known, by fact name; a fact that is absent is unknown.

    Returns:
        True, False, or None where it is not decided.
    """
    if isinstance(rule, (Flag, Compare, OneOf)):
        return _judge(rule, values.get(rule.fact.name))
    if isinstance(rule, Not):
        held = evaluate(rule.rule, values)
        return None if held is None else not held
    if not isinstance(rule, (AllOf, AnyOf)):
        raise TypeError(f"not a rule: {type(rule).__name__}")
    deciding = isinstance(rule, AnyOf)
    held = not deciding
    for part in rule.rules:
        state = evaluate(part, values)
        if state is deciding:
            return deciding
        held = None if state is None else held
    return held


def support(rule: Expr, values: Mapping[str, Value]) -> tuple[Atom, ...]:
    """The atoms that decide a rule; none where it is undecided."""
    held = evaluate(rule, values)
    if held is None:
        return ()
    if isinstance(rule, (Flag, Compare, OneOf)):
        return (rule,)
    if isinstance(rule, Not):
        return support(rule.rule, values)
    parts = cast("AllOf | AnyOf", rule).rules
    deciding = [p for p in parts if evaluate(p, values) is held]
    return tuple(dict.fromkeys(a for p in deciding for a in support(p, values)))


def _weigh(rule: Expr, values: Mapping[str, Value]) -> tuple[bool | None, tuple[Atom, ...]]:
    """Whether a rule holds and, where it is undecided, the open atoms it hangs on."""
    if isinstance(rule, (Flag, Compare, OneOf)):
        held = _judge(rule, values.get(rule.fact.name))
        return held, (rule,) if held is None else ()
    if isinstance(rule, Not):
        held, hanging = _weigh(rule.rule, values)
        return (None if held is None else not held), hanging
    deciding = isinstance(rule, AnyOf)
    undecided: list[Atom] = []
    for part in cast("AllOf | AnyOf", rule).rules:
        held, hanging = _weigh(part, values)
        if held is deciding:
            return deciding, ()
        undecided += hanging
    return (None, tuple(undecided)) if undecided else (not deciding, ())


# What implies what.


@frozen
class Clause:
    """Something that always holds: at least one of these atoms has the truth given.

    Attributes:
        literals: Pairs of an atom and its truth.
        because: Why, in words.
    """

    literals: tuple[tuple[Atom, bool], ...]
    because: str = field(default="", eq=False)

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts it ties together."""
        return frozenset(atom.fact.name for atom, _ in self.literals)


def implies(premise: Expr, conclusion: Expr, because: str = "") -> Clause:
    """The clause that a conclusion holds wherever a premise does.

    Args:
        premise: An atom, or all of several atoms (each may be negated).
        conclusion: An atom, or any of several atoms (each may be negated).
        because: Why, in words.

    Returns:
        The clause.

    Examples:
        >>> clause = implies(Flag("KMT2A::AFF1"), Flag("KMT2A-r"))
        >>> close({"KMT2A-r": False}, index([clause]))["KMT2A::AFF1"]
        False
    """
    premises = premise.rules if isinstance(premise, AllOf) else (premise,)
    conclusions = conclusion.rules if isinstance(conclusion, AnyOf) else (conclusion,)
    literals = [_literal(p, truth=False) for p in premises]
    return Clause((*literals, *(_literal(c, truth=True) for c in conclusions)), because)


def _literal(rule: Expr, *, truth: bool) -> tuple[Atom, bool]:
    if isinstance(rule, Not):
        return _literal(rule.rule, truth=not truth)
    if not isinstance(rule, (Flag, Compare, OneOf)):
        raise TypeError("a clause is made of atoms")
    return rule, truth


class Contradiction(Exception):
    """Facts that cannot hold together.

    Attributes:
        clause: The clause they break.
    """

    def __init__(self, clause: Clause) -> None:
        super().__init__(clause)
        self.clause = clause


def _where(atom: Compare, truth: bool) -> Interval:
    """The values for which a comparison has the truth given."""
    value = atom.amount.value
    if (atom.operator in (">=", ">")) is truth:
        return Interval(low=value, low_open=(atom.operator in (">", "<=")))
    return Interval(high=value, high_open=(atom.operator in (">=", "<")))


def _domain(fact: Fact) -> Value | None:
    if isinstance(fact, Quantity):
        return fact.domain
    return fact.values if isinstance(fact, Category) else None


def _meet(fact: Fact, one: Value | None, other: Value | None) -> Value | None:
    """What two statements of one fact leave possible; None where nothing is.

    Both must be known, in the sense that a quantity or category unknown is its domain.
    """
    if isinstance(fact, Flag):
        return one if one is other else None
    if isinstance(fact, Quantity):
        shared = cast("Interval", one).intersect(cast("Interval", other))
        return shared.whole() if shared is not None and fact.whole else shared
    return cast("frozenset[str]", one) & cast("frozenset[str]", other) or None


def narrow(atom: Atom, truth: bool, value: Value | None) -> Value | None:
    """What is left of a fact's value once an atom is known to be true or false.

    Args:
        atom: The atom.
        truth: Its truth.
        value: What was known of its fact.

    Returns:
        The narrowed value, or None where nothing is left.
    """
    if isinstance(atom, Flag):
        return truth if value is None else _meet(atom, value, truth)
    known = _domain(atom.fact) if value is None else value
    if isinstance(atom, Compare):
        return _meet(atom.fact, known, _where(atom, truth))
    allowed = atom.values if truth else atom.fact.values - atom.values
    return _meet(atom.fact, known, allowed)


Clauses: TypeAlias = Mapping[str, tuple[Clause, ...]]


def index(clauses: Iterable[Clause]) -> Clauses:
    """Clauses by the names of the facts they mention."""
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        for name in clause.facts:
            found.setdefault(name, []).append(clause)
    return {name: tuple(mentioning) for name, mentioning in found.items()}


def close(
    values: Mapping[str, Value],
    clauses: Clauses,
    changed: Iterable[str] | None = None,
    trace: dict[str, frozenset[str]] | None = None,
) -> dict[str, Value]:
    """Add to the facts what follows from them.

    Args:
        values: What is known.
        clauses: What implies what.
        changed: The facts to start from; all of `values` by default.
        trace: Filled with the names of the facts that each narrowed fact follows from.

    Returns:
        A new mapping, at least as narrow.

    Raises:
        Contradiction: If the facts break a clause.
    """
    known = dict(values)
    queue = list(known if changed is None else changed)
    while queue:
        for clause in clauses.get(queue.pop(), ()):
            open_literal: tuple[Atom, bool] | None = None
            for atom, truth in clause.literals:
                held = _judge(atom, known.get(atom.fact.name))
                if held is truth or (held is None and open_literal is not None):
                    break
                if held is None:
                    open_literal = atom, truth
            else:
                if open_literal is None:
                    raise Contradiction(clause)
                atom, truth = open_literal
                narrowed = narrow(atom, truth, known.get(atom.fact.name))
                if narrowed is None:
                    raise Contradiction(clause)
                known[atom.fact.name] = narrowed
                queue.append(atom.fact.name)
                if trace is not None:
                    trace[atom.fact.name] = clause.facts - {atom.fact.name}
    return known


# Decisions.


@frozen
class Decision:
    """The label of the first rule that holds, or a label of its own where none does.

    Attributes:
        cases: Pairs of a label and its rule, in order.
        otherwise: The label where no rule holds.
    """

    cases: tuple[tuple[str, Expr], ...]
    otherwise: str


@frozen
class Outcome:
    """Where a missing fact would lead.

    Attributes:
        value: The value the fact would have.
        labels: The labels that would then be possible.
    """

    value: Value
    labels: frozenset[str]


@frozen
class Missing:
    """An open fact that can change a decision by itself.

    Attributes:
        fact: The fact.
        outcomes: Each value it can take, with the labels then possible.
    """

    fact: Fact
    outcomes: tuple[Outcome, ...]


_Kleene: TypeAlias = Callable[[Callable[..., Any]], tuple[bool | None, ...]]


@frozen(eq=False)
class CompiledDecision:
    """A decision as a function.

    Attributes:
        decision: The decision.
        facts: Every fact it asks for, by name, those mentioned most often first.
        source: The generated Python source.
    """

    decision: Decision
    facts: Mapping[str, Fact]
    source: str
    _kleene: _Kleene
    _cells: Mapping[str, tuple[Value, ...]]
    _clauses: Clauses
    _linked: Mapping[str, int]
    _relevant: tuple[str, ...]
    # A pure function of what is known; the last answers are kept, as explanations ask again.
    _search: Callable[[tuple[Value | None, ...]], frozenset[str]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_search", lru_cache(maxsize=2048)(self._completions))

    def _completions(self, known: tuple[Value | None, ...]) -> frozenset[str]:
        pairs = zip(self._relevant, known, strict=True)
        values = {name: value for name, value in pairs if value is not None}
        found: set[str] = set()
        for _, labels in self._leaves(values, self._candidates(self.kleene(values)), found):
            found |= labels
        return frozenset(found)

    @classmethod
    def of(cls, decision: Decision, clauses: Iterable[Clause] = ()) -> Self:
        """Compile a decision.

        Args:
            decision: The decision.
            clauses: What implies what among the facts.

        Returns:
            The compiled decision.
        """
        asked = Counter(atom.fact for _, rule in decision.cases for atom in atoms(rule))
        facts = {fact.name: fact for fact, _ in asked.most_common()}
        linked, related = _link(facts, clauses)
        source, constants = _generate(decision)
        namespace: dict[str, Any] = dict(constants)
        exec(compile(source, "<decision>", "exec"), namespace)
        mentioned = [a for _, rule in decision.cases for a in atoms(rule)]
        mentioned += [a for clause in related for a, _ in clause.literals]
        cells = {name: _cells(fact, mentioned) for name, fact in facts.items()}
        relevant = dict.fromkeys([*facts, *(n for clause in related for n in sorted(clause.facts))])
        return cls(
            decision,
            facts,
            source,
            namespace["kleene"],
            cells,
            index(related),
            linked,
            tuple(relevant),
        )

    def kleene(self, values: Mapping[str, Value]) -> tuple[bool | None, ...]:
        """The truth of each case by Kleene's logic, in order."""
        return self._kleene(values.get)

    def possible(self, values: Mapping[str, Value]) -> frozenset[str]:
        """The labels that some completion of the facts leads to.

        Args:
            values: What is known, closed under what implies what.

        Returns:
            The labels; exactly one where the decision is made.
        """
        candidates = self._candidates(self.kleene(values))
        if len(candidates) == 1:
            return candidates
        return self._search(tuple(map(values.get, self._relevant)))

    def missing(self, values: Mapping[str, Value]) -> tuple[Missing, ...]:
        """The open facts that could change the possible labels, most telling first.

        A fact is listed only if one of its values, with all others left open, changes
        the set of possible labels.
        """
        before = self.possible(values)
        if len(before) == 1:
            return ()
        listed: list[Missing] = []
        for name, fact in self.facts.items():
            outcomes = _merged(
                Outcome(case[name], self.possible(case)) for case in self._split(values, name)
            )
            if any(outcome.labels != before for outcome in outcomes):
                listed.append(Missing(fact, outcomes))
        return tuple(sorted(listed, key=lambda m: -sum(len(o.labels) == 1 for o in m.outcomes)))

    def reasons(
        self, values: Mapping[str, Value], label: str
    ) -> tuple[tuple[Atom, ...], tuple[Fact, ...]]:
        """Why a decision came out with a label.

        Args:
            values: What is known.
            label: The label it came out with.

        Returns:
            The known atoms that led to it, and the open facts that had to be considered
            case by case: it holds whatever their value.
        """
        decisive: dict[Atom, None] = {}
        split: dict[str, None] = {}
        start = self._candidates(self.kleene(values))
        for case, labels in self._leaves(values, start, set()):
            if label not in labels:
                continue
            split |= dict.fromkeys(n for n in self.facts if case.get(n) != values.get(n))
            for name, rule in self.decision.cases:
                decisive |= dict.fromkeys(support(rule, case))
                if name == label:
                    break
        kept = tuple(a for a in decisive if _judge(a, values.get(a.fact.name)) is not None)
        return kept, tuple(self.facts[name] for name in split)

    def open_facts(self, values: Mapping[str, Value]) -> tuple[Fact, ...]:
        """The open facts the decision still hangs on, those asked most often first."""
        return tuple(self.facts[name] for name, _ in self._asked(values).most_common())

    def cases(self, values: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """The cases, together covering all completions, in which the decision is made."""
        for case, _ in self._leaves(values, self._candidates(self.kleene(values)), set()):
            yield case

    def _candidates(self, states: tuple[bool | None, ...]) -> frozenset[str]:
        labels = set()
        for (label, _), held in zip(self.decision.cases, states, strict=True):
            if held is not False:
                labels.add(label)
            if held:
                return frozenset(labels)
        return frozenset((*labels, self.decision.otherwise))

    def _leaves(
        self, values: Mapping[str, Value], candidates: frozenset[str], found: set[str]
    ) -> Iterator[tuple[Mapping[str, Value], frozenset[str]]]:
        """Cases that cover all completions, each with labels that are all possible in it.

        Branches that can only lead to labels already `found` are left out.
        """
        if len(candidates) == 1:
            yield values, candidates
            return
        asked = self._asked(values)
        name, times = asked.most_common(1)[0]
        groups = Counter(self._linked.get(fact, fact) for fact in asked)
        if times == 1 and max(groups.values()) == 1:
            # Every open fact is asked once and none depends on another: Kleene is exact.
            yield values, candidates
            return
        for case in self._split(values, name):
            remaining = self._candidates(self.kleene(case))
            if not remaining <= found:
                yield from self._leaves(case, remaining, found)

    def _asked(self, values: Mapping[str, Value]) -> Counter[str]:
        """How often each open fact is asked for by what is still undecided."""
        counted: Counter[str] = Counter()
        for _, rule in self.decision.cases:
            held, hanging = _weigh(rule, values)
            counted.update(atom.fact.name for atom in hanging)
            if held:
                break
        return counted

    def _split(self, values: Mapping[str, Value], name: str) -> Iterator[dict[str, Value]]:
        """The cases into which an open fact divides, each closed; none if it is settled."""
        fact, known = self.facts[name], values.get(name)
        cells = self._cells[name]
        parts = cells if known is None else [_meet(fact, known, cell) for cell in cells]
        kept = [part for part in parts if part is not None]
        if len(kept) < 2:
            return
        for part in kept:
            try:
                yield close({**values, name: part}, self._clauses, (name,))
            except Contradiction:
                continue


def _merged(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes in the order of their values, neighbours that lead to the same put together."""
    merged: list[Outcome] = []
    for outcome in outcomes:
        last = merged[-1] if merged else None
        if last is None or last.labels != outcome.labels or isinstance(outcome.value, bool):
            merged.append(outcome)
        elif isinstance(outcome.value, Interval):
            merged[-1] = Outcome(cast("Interval", last.value).hull(outcome.value), last.labels)
        else:
            both = cast("frozenset[str]", last.value) | outcome.value
            merged[-1] = Outcome(both, last.labels)
    return tuple(merged)


def _link(
    facts: Mapping[str, Fact], clauses: Iterable[Clause]
) -> tuple[dict[str, int], list[Clause]]:
    """Which facts depend on each other, as group numbers, and the clauses that matter."""
    groups: dict[str, set[str]] = {}
    for clause in clauses:
        merged = set(clause.facts).union(*(groups.get(name, ()) for name in clause.facts))
        groups |= dict.fromkeys(merged, merged)
    linked = {name: id(group) for name, group in groups.items()}
    asked = {linked[name] for name in facts if name in linked}
    related = [c for c in clauses if linked[next(iter(c.facts))] in asked]
    return linked, related


def _cells(fact: Fact, mentioned: Iterable[Atom]) -> tuple[Value, ...]:
    """A fact's values, divided so that no atom can tell two values of one part apart."""
    if isinstance(fact, Flag):
        return (True, False)
    if isinstance(fact, Category):
        return tuple(frozenset((value,)) for value in sorted(fact.values))
    cuts = {
        (atom.amount.value, atom.operator in (">", "<="))
        for atom in mentioned
        if isinstance(atom, Compare) and atom.fact == fact
    }
    cells: list[Interval] = []
    rest = fact.domain
    for value, after in sorted(cuts):
        lower = rest.intersect(Interval(high=value, high_open=not after))
        upper = rest.intersect(Interval(low=value, low_open=after))
        if lower is not None and upper is not None:
            cells.append(lower)
            rest = upper
    cells.append(rest)
    if not fact.whole:
        return tuple(cells)
    return tuple(whole for cell in cells if (whole := cell.whole()) is not None)


# Code generation. Each node becomes two booleans: known to be true, known to be false.


def _generate(decision: Decision) -> tuple[str, dict[str, object]]:
    lines: list[str] = []
    constants: dict[str, object] = {}
    names: dict[object, str] = {}

    def constant(value: object) -> str:
        return names.setdefault(("constant", value), f"K{len(names)}")

    def fetch(fact: Fact) -> str:
        key = ("fact", fact.name)
        if key not in names:
            names[key] = f"v{len(names)}"
            default = _domain(fact)
            unknown = "" if default is None else f", {keep(default)}"
            lines.append(f"{names[key]} = get({fact.name!r}{unknown})")
        return names[key]

    def keep(value: Value | Decimal | frozenset[str]) -> str:
        name = constant(value)
        constants[name] = value
        return name

    def rails(rule: Expr) -> tuple[str, str]:
        """The names of the variables that say the rule is known true, known false."""
        if isinstance(rule, Not):
            true, false = rails(rule.rule)
            return false, true
        if isinstance(rule, Compare) and rule.operator in ("<", "<="):
            opposite: Operator = ">=" if rule.operator == "<" else ">"
            false, true = rails(Compare(rule.fact, opposite, rule.amount))
            return true, false
        if rule not in names:
            true, false = texts(rule)
            names[rule] = number = str(len(names))
            lines.extend((f"t{number} = {true}", f"f{number} = {false}"))
        return f"t{names[rule]}", f"f{names[rule]}"

    def texts(rule: Expr) -> tuple[str, str]:
        if isinstance(rule, Flag):
            v = fetch(rule)
            return f"{v} is True", f"{v} is False"
        if isinstance(rule, OneOf):
            v, allowed = fetch(rule.fact), keep(rule.values)
            return f"{v} <= {allowed}", f"{allowed}.isdisjoint({v})"
        if isinstance(rule, Compare):
            v, k = fetch(rule.fact), keep(rule.amount.value)
            if rule.operator == ">=":
                return (
                    f"{v}.low >= {k}",
                    f"{v}.high < {k} or ({v}.high_open and {v}.high == {k})",
                )
            return f"{v}.low > {k} or ({v}.low_open and {v}.low == {k})", f"{v}.high <= {k}"
        parts = [rails(part) for part in cast("AllOf | AnyOf", rule).rules]
        every, some = ("True", "False") if isinstance(rule, AllOf) else ("False", "True")
        if isinstance(rule, AllOf):
            return (
                " and ".join(t for t, _ in parts) or every,
                " or ".join(f for _, f in parts) or some,
            )
        return " or ".join(t for t, _ in parts) or every, " and ".join(f for _, f in parts) or some

    answers = []
    for _, rule in decision.cases:
        true, false = rails(rule)
        answers.append(f"True if {true} else False if {false} else None")
    body = "\n    ".join([*lines, f"return ({', '.join(answers)},)"])
    return f"def kleene(get):\n    {body}\n", constants
