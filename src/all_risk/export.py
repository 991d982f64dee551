"""The rules as JSON, so that they can be read and applied elsewhere.

One document holds every guideline, list, scheme and checklist, the facts they ask for with their
units, and what implies what among those facts. A rule is a tree:

    {"fact": "BCR::ABL1"}                                the flag is true
    {"fact": "age", "operator": ">=", "value": "120", "unit": "mo", "printed": "10 years"}
    {"fact": "lineage", "one_of": ["B"]}
    {"not": RULE}    {"all": [RULE, ...]}    {"any": [RULE, ...]}

Numbers are texts, so that no reader rounds them. A trigger's grounds are written out; a
guideline names its lists, and a list its scheme, by id.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final, TypeVar, cast, get_args, get_origin

from attrs import fields, frozen, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from all_risk._version import __version__
from all_risk.errors import AllRiskError, InvalidDocument, Problem, nearest, shown
from all_risk.facts import is_unprinted
from all_risk.guideline import Checklist, Guideline, RiskList, Scheme
from all_risk.implications import implications
from all_risk.logic import (
    AllOf,
    AnyOf,
    Atom,
    Category,
    Clause,
    Compare,
    Expr,
    Fact,
    Flag,
    Not,
    OneOf,
    Quantity,
    atoms,
)
from all_risk.published import all_checklists, all_guidelines, all_schemes
from all_risk.quantities import INFINITY, Amount, Interval, Operator, kind_of, number, plain

__all__ = [
    "RULES_FORMAT",
    "Rules",
    "read_fact",
    "read_rule",
    "read_rules",
    "rules",
    "shipped",
    "write_clause",
    "write_fact",
    "write_rule",
]

_T = TypeVar("_T")

RULES_FORMAT: Final = "all-risk/rules/1"


@frozen(kw_only=True)
class Rules:
    """Everything that one document of rules holds.

    Attributes:
        guidelines: Referral guidelines.
        lists: The risk lists that they ask.
        schemes: Risk schemes.
        checklists: Checklists of factors.
        facts: Every fact that is asked for.
        implications: What implies what among those facts.
    """

    guidelines: tuple[Guideline, ...]
    lists: tuple[RiskList, ...]
    schemes: tuple[Scheme, ...]
    checklists: tuple[Checklist, ...]
    facts: tuple[Fact, ...]
    implications: tuple[Clause, ...]


def shipped() -> Rules:
    """The rules that this version ships.

    Returns:
        The rules, with facts in the order in which they are first asked for.
    """
    guidelines, schemes = all_guidelines(), all_schemes()
    lists = tuple({each.id: each for g in guidelines for each in g.lists}.values())
    checklists = all_checklists()
    parts: tuple[object, ...] = (*guidelines, *lists, *schemes, *checklists)
    asked = dict.fromkeys(atom.fact for part in parts for r in _rules_in(part) for atom in atoms(r))
    clauses = implications(fact.name for fact in asked)
    tied = dict.fromkeys(atom.fact for clause in clauses for atom, _ in clause.literals)
    return Rules(
        guidelines=guidelines,
        lists=lists,
        schemes=schemes,
        checklists=checklists,
        facts=tuple({**asked, **tied}),
        implications=clauses,
    )


def _rules_in(value: object) -> Iterator[Expr]:
    """Every rule in a guideline, list or scheme, wherever it stands."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, Mapping):
        yield from _rules_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from _rules_in(each)
    elif has(type(value)):
        for attribute in fields(cast("Any", type(value))):
            yield from _rules_in(getattr(value, attribute.name))


def rules(chosen: Rules | None = None) -> dict[str, Any]:
    """Rules as a document that JSON can hold.

    Args:
        chosen: The rules; all that are shipped by default.

    Returns:
        The document.

    Examples:
        >>> document = rules()
        >>> document["format"], document["schemes"][0]["id"]
        ('all-risk/rules/1', 'nci-rome')
    """
    return {
        "format": RULES_FORMAT,
        "library_version": __version__,
        **_writer().unstructure(chosen or shipped()),
    }


def read_rules(document: Mapping[str, Any]) -> Rules:
    """The rules in a document.

    Args:
        document: What [rules][all_risk.export.rules] writes.

    Returns:
        The rules, equal to those that were written.

    Raises:
        InvalidDocument: If it is of another format, or a rule asks for a fact or names a
            list or scheme that is not in it.

    Examples:
        >>> again = read_rules(rules())
        >>> again.schemes[0].population.who == shipped().schemes[0].population.who
        True
    """
    if not isinstance(document, Mapping):
        message = f"rules are an object, not {kind_of(document)}"
        raise InvalidDocument(Problem("$", "wrong_type", message))
    stated = document.get("format")
    if stated != RULES_FORMAT:
        message = f"{shown(stated)} is not read here; this version reads {RULES_FORMAT!r}"
        raise InvalidDocument(Problem("$.format", "format_unknown", message))
    try:
        return _read(document)
    except Exception as error:
        raise InvalidDocument(_problems(error)) from None


def _problems(error: BaseException) -> Iterator[Problem]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _problems(inner)
    elif isinstance(error, AllRiskError):
        yield from error.errors
    else:
        message = f"the document is not what {RULES_FORMAT} describes: {type(error).__name__}"
        yield Problem("$", "wrong_type", message)


# Facts and rules.


def write_fact(fact: Fact) -> dict[str, Any]:
    """A fact as JSON: its name, kind, unit, possible values and meaning.

    Examples:
        >>> from all_risk.facts import lineage
        >>> write_fact(lineage)["values"]
        ['B', 'T', 'mixed']
    """
    if isinstance(fact, Flag):
        kind: dict[str, Any] = {"kind": "flag", "unprinted": is_unprinted(fact)}
    elif isinstance(fact, Category):
        kind = {"kind": "category", "values": sorted(fact.values)}
    else:
        high = fact.domain.high
        kind = {
            "kind": "quantity",
            "unit": fact.unit,
            "whole": fact.whole,
            "least": plain(fact.domain.low),
            "most": None if high == INFINITY else plain(high),
        }
    return {"name": fact.name, **kind, "meaning": fact.meaning}


def read_fact(document: Mapping[str, Any]) -> Fact:
    """The fact that a document describes.

    Raises:
        InvalidDocument: If something other than a text, number or flag stands where one must.
    """
    name, meaning = _a(str, document["name"]), _a(str, document["meaning"])
    if document["kind"] == "flag":
        return Flag(name, meaning)
    if document["kind"] == "category":
        return Category(name, _words(document["values"]), meaning)
    most = document["most"]
    domain = Interval(_exact(document["least"]), INFINITY if most is None else _exact(most))
    return Quantity(name, _a(str, document["unit"]), meaning, _a(bool, document["whole"]), domain)


def _a(kind: type[_T], value: object) -> _T:
    if isinstance(value, kind):
        return value
    message = f"{'text' if kind is str else 'true or false'} is expected, not {kind_of(value)}"
    raise InvalidDocument(Problem("$", "wrong_type", message))


def _words(value: object) -> frozenset[str]:
    if isinstance(value, (list, tuple)):
        return frozenset(_a(str, word) for word in value)
    raise InvalidDocument(Problem("$", "wrong_type", f"a list is expected, not {kind_of(value)}"))


def _exact(value: object) -> Decimal:
    return number(Decimal(_a(str, value)))


def write_rule(rule: Expr) -> dict[str, Any]:
    """A rule as a tree that JSON can hold.

    Examples:
        >>> from all_risk.facts import age
        >>> from all_risk.quantities import years
        >>> write_rule(age >= years(10))
        {'fact': 'age', 'operator': '>=', 'value': '120', 'unit': 'mo', 'printed': '10 years'}
    """
    if isinstance(rule, Flag):
        return {"fact": rule.name}
    if isinstance(rule, Compare):
        return {
            "fact": rule.fact.name,
            "operator": rule.operator,
            "value": plain(rule.amount.value),
            "unit": rule.amount.unit,
            "printed": rule.amount.text,
        }
    if isinstance(rule, OneOf):
        return {"fact": rule.fact.name, "one_of": sorted(rule.values)}
    if isinstance(rule, Not):
        return {"not": write_rule(rule.rule)}
    if isinstance(rule, (AllOf, AnyOf)):
        return {"all" if isinstance(rule, AllOf) else "any": [write_rule(r) for r in rule.rules]}
    raise TypeError(f"not a rule: {type(rule).__name__}")


def read_rule(document: Mapping[str, Any], facts: Mapping[str, Fact]) -> Expr:
    """The rule that a tree describes.

    Args:
        document: The tree.
        facts: The facts it may ask for, by name.

    Returns:
        The rule.

    Raises:
        InvalidDocument: If it is no rule, or asks for a fact that is not among `facts`.

    Examples:
        >>> from all_risk.facts import wbc
        >>> from all_risk.quantities import per_nl
        >>> rule = ~(wbc > per_nl(30))
        >>> read_rule(write_rule(rule), {"wbc": wbc}) == rule
        True
    """
    if "not" in document:
        return Not(read_rule(document["not"], facts))
    for key, kind in (("all", AllOf), ("any", AnyOf)):
        if key in document:
            return kind(tuple(read_rule(part, facts) for part in document[key]))
    fact = facts.get(document.get("fact", ""))
    if fact is None:
        message = f"a rule asks for {shown(document.get('fact'))}, which is not among the facts"
        raise InvalidDocument(Problem("$", "unknown_fact", message))
    if isinstance(fact, Flag):
        return fact
    if isinstance(fact, Category):
        values = _words(document["one_of"])
        for word in sorted(values - fact.values):
            message = f"{shown(word)} is no value of {fact.name}{nearest(word, fact.values)}"
            raise InvalidDocument(Problem("$", "unknown_value", message))
        return OneOf(fact, values)
    if document["operator"] not in get_args(Operator):
        message = f"a comparison is one of {', '.join(get_args(Operator))}"
        raise InvalidDocument(Problem("$", "unknown_value", message))
    value, unit = _exact(document["value"]), _a(str, document["unit"])
    return Compare(fact, document["operator"], Amount(value, unit, _a(str, document["printed"])))


# Guidelines, lists and schemes: by their classes, with references by id.


def write_clause(clause: Clause) -> dict[str, Any]:
    """What always holds, as JSON: at least one of these, each about one fact.

    Examples:
        >>> clause, *_ = shipped().implications
        >>> write_clause(clause)["because"]
        'definition of the ploidy class'
    """
    parts = [write_rule(atom if truth else Not(atom)) for atom, truth in clause.literals]
    return {"any": parts, "because": clause.because}


def _read_clause(document: Mapping[str, Any], facts: Mapping[str, Fact]) -> Clause:
    literals = []
    for part in document["any"]:
        atom, truth = (part["not"], False) if "not" in part else (part, True)
        literals.append((cast("Atom", read_rule(atom, facts)), truth))
    return Clause(tuple(literals), document["because"])


@cache
def _writer() -> Converter:
    writer = Converter()
    writer.register_unstructure_hook_func(partial(operator.eq, Fact), write_fact)
    writer.register_unstructure_hook(Expr, write_rule)
    writer.register_unstructure_hook(Clause, write_clause)
    writer.register_unstructure_hook_func(partial(_is, frozenset), sorted)
    references: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
        (RiskList, "scheme", lambda scheme: scheme and scheme.id),
        (Guideline, "lists", lambda lists: [each.id for each in lists]),
    )
    for cls, name, write in references:
        hooks: dict[str, Any] = {name: override(unstruct_hook=write)}
        writer.register_unstructure_hook(cls, make_dict_unstructure_fn(cls, writer, **hooks))
    return writer


def _named(id_: str, known: Mapping[str, _T]) -> _T:
    if id_ not in known:
        message = f"{shown(id_)} is named and is not in the document{nearest(id_, known)}"
        raise InvalidDocument(Problem("$", "unknown_id", message))
    return known[id_]


def _is(origin: object, kind: Any) -> bool:
    return get_origin(kind) is origin


def _read(document: Mapping[str, Any]) -> Rules:
    """The parts of a document, each after those that it refers to."""
    facts = {fact.name: fact for fact in map(read_fact, document["facts"])}
    reader = Converter()
    reader.register_structure_hook(Expr, lambda tree, _: read_rule(tree, facts))
    schemes = reader.structure(document["schemes"], tuple[Scheme, ...])
    scheme_of = {scheme.id: scheme for scheme in schemes}
    to_scheme: dict[str, Any] = {
        "scheme": override(
            struct_hook=lambda id_, _: None if id_ is None else _named(id_, scheme_of)
        )
    }
    reader.register_structure_hook(RiskList, make_dict_structure_fn(RiskList, reader, **to_scheme))
    lists = reader.structure(document["lists"], tuple[RiskList, ...])
    list_of = {each.id: each for each in lists}
    to_lists: dict[str, Any] = {
        "lists": override(struct_hook=lambda ids, _: tuple(_named(id_, list_of) for id_ in ids))
    }
    reader.register_structure_hook(Guideline, make_dict_structure_fn(Guideline, reader, **to_lists))
    return Rules(
        guidelines=reader.structure(document["guidelines"], tuple[Guideline, ...]),
        lists=lists,
        schemes=schemes,
        checklists=reader.structure(document["checklists"], tuple[Checklist, ...]),
        facts=tuple(facts.values()),
        implications=tuple(_read_clause(each, facts) for each in document["implications"]),
    )
