"""From what was printed or typed to what the grammar reads, with every change listed.

Each rule is one line of a table: a pattern, what it becomes, and why. A `spelling` change
cannot alter the meaning; a `meaning` change is the likeliest reading of a mistake and is
also told as a warning. No rule ever makes up a breakpoint.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from all_risk.genetics.iscn.draft import Draft
from all_risk.genetics.iscn.model import Alteration
from all_risk.genetics.iscn.refusal import refused

__all__ = ["letters", "normalise"]

_C = r"(?:1\d|2[0-2]|[1-9]|[XYxy])"
_SYMBOLS = "psu dic|ider|idic|add|del|der|dic|dup|fra|hsr|ins|inv|rob|trp|t|i|r"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        "\u00d7": "x",
        "\u223c": "~",
        "\u02dc": "~",
        "\uff5e": "~",
        "\u301c": "~",
        "\u2032": "'",
        "\u2019": "'",
        "\u2018": "'",
        "\u00b4": "'",
        "\u2192": "->",
        "\u200b": "",
        "\ufeff": "",
    }
)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    becomes: str | Callable[[re.Match[str]], str]
    why: str
    kind: Alteration = "spelling"


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _upper(found: re.Match[str]) -> str:
    return found[0].upper()


def _in_brackets(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    return lambda found: f"({change(found[1])})"


def _semicolons(inner: str) -> str:
    return re.sub(r"[,:]", ";", inner) if inner[:1] in "0123456789XYpq?" else inner


def _band_choice(inner: str) -> str:
    """`p11-13` is a range of bands, `p11/13` a choice between two."""
    inner = re.sub(r"(?<=[\d)])-(?=[\dpq])", "~", inner)
    return re.sub(r"/(?=[pq])", " or ", re.sub(r"([pq])([\d.]+)/(?=\d)", r"\1\2 or \1", inner))


def _split_bands(found: re.Match[str]) -> str:
    """`t(4;12;9)(q13;p13q34)`: as many bands as chromosomes, a semicolon forgotten."""
    places, bands = found[1], found[2]
    split = re.sub(r"(?<=[\d?])(?=[pq])", ";", bands)
    return f"t({places})({split})" if split.count(";") == places.count(";") else found[0]


def _rules(
    *rows: tuple[str, str | Callable[[re.Match[str]], str], str, Alteration],
) -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(pattern), new, why, kind) for pattern, new, why, kind in rows)


_AROUND = _rules(
    # an ish result inside the list of items tells one item again
    (
        r"(?<!\])\s*\.\s?ish\s[^,/;\[\]()]{1,20}(?:\([^()]{1,80}\)[a-z]{0,9}){1,9}(?=\s*,)",
        "",
        "an ish result between the items is set aside; write it behind the last clone",
        "meaning",
    ),
    (
        r"(?i)^\s*(?:the\s)?(?:karyotype|iscn|cytogenetics)\s?[:=]\s*",
        "",
        "the label is left out",
        "spelling",
    ),
    (
        r"(?i)\A\s*human\s[a-z -]{1,60}karyotype(?:\swith\s[\d.]{1,5}\s?%\spolyploidy)?\s?[-:]\s?",
        "",
        "words in front are left out",
        "spelling",
    ),
    (r"^[\s\"'`,;.]+", "", "punctuation around the karyotype is left out", "spelling"),
    (
        r"(?<![\s\"'`.;,])[\s\"'`.;,]+\Z",
        "",
        "punctuation around the karyotype is left out",
        "spelling",
    ),
)
_ASSAY = _rules(
    (
        r"(?i)[\s.]+(nuc\s?ish|ish|arr|ogm|rsa)\b",
        lambda found: "." + re.sub(r"nuc\s?ish", "nuc ish", found[1].lower()),
        "a full stop stands before the assay",
        "spelling",
    ),
)
_CASE = _rules(
    (
        rf"(?<![A-Za-z])(?i:{_SYMBOLS})(?=\()",
        _lower,
        "symbols are lower case",
        "spelling",
    ),
    (
        r"(?i)(?:(?<=,)|(?<=^))(?:idem|sd?l\d{0,2}|inc)(?=[,x\[/+-]|$)",
        _lower,
        "symbols are lower case",
        "spelling",
    ),
    (r"(?i)(?<=\[)cp(?=\d|\])", _lower, "symbols are lower case", "spelling"),
    (
        r"(?i)(?<=[\d+~-])(?:mar|dmin)(?=[\d,\[/]|$)",
        _lower,
        "symbols are lower case",
        "spelling",
    ),
    (r"(?<=[(;])[\dPQTERCN.?~/-]++(?=[);])", _lower, "arms are lower case", "spelling"),
    (r"(?<=[\d)XYxy?])C(?=[,\[/]|$)", _lower, "constitutional is a lower-case c", "spelling"),
    (
        r"(?i)(?<=[\d>.,;:])[xyu]{1,5}(?=[,\[/c?]|$)",
        _upper,
        "sex chromosomes are upper case",
        "spelling",
    ),
    (r"(?<=[+-])[xy](?=[,\[/c?]|$)", _upper, "sex chromosomes are upper case", "spelling"),
    (r"(?<=[(;])[xy](?=[;)])", _upper, "sex chromosomes are upper case", "spelling"),
    (r"(?<=[)a-z\d])[X*](?=\d{1,2}(?:[,/\[)]|$))", "x", "times is a lower-case x", "spelling"),
)
_PUNCTUATION = _rules(
    (r"\|", ",", "a comma separates items", "meaning"),
    (r"\{(?=(?:cp)?\d)", "[", "cells stand in square brackets", "spelling"),
    (r"(?<=\d)\}", "]", "cells stand in square brackets", "spelling"),
    (
        r"(?<=[\dXY)c])\((\d{1,3})\)(?=/|$)",
        r"[\1]",
        "cells stand in square brackets",
        "meaning",
    ),
    (
        r"\[(cp)?(\d{1,4})/\d{1,4}\]",
        r"[\1\2]",
        "the cells of this clone stand alone, not of all cells",
        "spelling",
    ),
    (r"\[(\d{1,4})cp\]", r"[cp\1]", "cp stands before the number", "spelling"),
    (r"(?<=[(;])[vV](?=[;)])", "?", "an unknown chromosome or band is written ?", "spelling"),
    (r"(?<=[pq])\.\.+(?=[);])", "?", "an unknown band is written ?", "spelling"),
    (
        r"(?<=\d)->(?=[pq]\d{1,2}(?:\.\d{1,3})?[);])",
        "",
        "the two bands of one chromosome stand side by side",
        "meaning",
    ),
    (r"\[\[+", "[", "one bracket opens the cells", "meaning"),
    (r"\]\]+", "]", "one bracket closes the cells", "meaning"),
    (
        r"\[(cp)?(\d{1,4})/[\d.]{1,6}%\]",
        r"[\1\2]",
        "the share of cells is left out",
        "spelling",
    ),
    (
        r"(?i)\[(?:n=)?(\d{1,4})(?:cells?|metaphases?)?\]",
        r"[\1]",
        "cells are a bare number",
        "spelling",
    ),
    (
        r"(\[cp\d{0,4}\])(?:\[\d{1,4}\])+",
        r"\1",
        "the cells are given twice; the first are taken",
        "meaning",
    ),
    (
        r"(?<=[\d)XYc])\?(\d{1,3})\](?=[/.]|$)",
        r"[\1]",
        "the bracket before the cells was lost",
        "meaning",
    ),
    (
        r"(?<=[a-z)])\(([^()\[\]/]{1,60})\)",
        _in_brackets(_semicolons),
        "a semicolon separates chromosomes and bands",
        "meaning",
    ),
    (
        r"\(([^()]{1,60})\)",
        _in_brackets(_band_choice),
        "a range of bands is written with ~, a choice with or",
        "spelling",
    ),
    (
        r"(?<=[a-z)])(\([^()\[\]/,]{1,60})(?=[(,\[/]|$)",
        r"\1)",
        "a bracket was not closed",
        "meaning",
    ),
    (r"\)\)+(?=[,\[/]|$)", ")", "one bracket too many", "meaning"),
    (r"(?<=\])[;,.]?/?(?=\d\d[~,<-])", "/", "a stroke separates clones", "meaning"),
    (
        r"(?:^|(?<=/))(\d{1,3})-(\d{1,3})(?=[,<])",
        r"\1~\2",
        "a range is written with ~",
        "spelling",
    ),
    (
        r"(?:^|(?<=/))(\d{2,3})[.:;]?(?=[XYU]{1,4}(?:[,\[/]|$))",
        r"\1,",
        "a comma follows the count",
        "spelling",
    ),
    (r"(<\d?n>)(?=[XYUis])", r"\1,", "a comma follows the ploidy", "spelling"),
    (
        r"(/[\d~]{1,7}(?:<\d?n>)?,)(?:X{1,4}Y{0,2}|Y),(?=idem|sd?l)",
        r"\1",
        "the sex chromosomes stand in the first clone",
        "spelling",
    ),
    (r"(?<=,X),\?([XY])(?=[,\[])", r"\1?", "a doubted sex chromosome is written X?", "meaning"),
    (
        r"(?<=[+-])(\d{1,2})-(\d{1,2})(?=mar|dmin|r\b)",
        r"\1~\2",
        "a range is written with ~",
        "spelling",
    ),
    (r"(?<=[+-])(\d{1,2})x(?=mar|r\b)", r"\1", "the number stands before mar", "spelling"),
    (
        r"(?<![a-z])t\(([^()]{1,30})\)\(([^()]{1,60})\)",
        _split_bands,
        "a semicolon separates the bands",
        "meaning",
    ),
    (
        r"\([^()]*+\)?|;",
        lambda found: "," if found[0] == ";" else found[0],
        "a comma separates items",
        "meaning",
    ),
    (
        r"\([^()]*+\)?|(?<=[\dXY)cml])(?=[+-]\??[\dXYa-z])",
        lambda found: found[0] or ",",
        "a comma separates items",
        "meaning",
    ),
    (r",+(?=[\[/]|$)", "", "a comma too many", "spelling"),
    (r",,+", ",", "a comma too many", "spelling"),
    (r"(?<=[^/])/\Z", "", "a stroke too many", "spelling"),
)
_OLD_FORMS = _rules(
    (
        r"(?:^|(?<=/))\d{2,3}\((\d{2,3})[-~](\d{2,3})\)(?=[<,X])",
        r"\1~\2",
        "the range of counts stands alone",
        "meaning",
    ),
    (
        r"(?:^|(?<=/))(\d{2,3}~\d{2,3})(?=X)",
        r"\1,",
        "a comma follows the count",
        "spelling",
    ),
    (r"(?<=,)\?([+-])(?=[\dXY])", r"\1?", "the doubt stands behind the sign", "spelling"),
    (
        r"(?:(?<=,)|^)(\+?)Ph1?(?=[,\[/]|$)",
        r"\1der(22)t(9;22)",
        "the Philadelphia chromosome is the derivative 22 of t(9;22)",
        "meaning",
    ),
    (
        rf"(?:(?<=[,+-])|^)({_C})([pq])-(?=[,\[/x]|$)",
        r"del(\1)(\2?)",
        "an arm with a minus is a deletion; its breakpoints are not stated",
        "meaning",
    ),
    (
        rf"(?:(?<=[,+-])|^)({_C})([pq])\+(?=[,\[/x]|$)",
        r"add(\1)(\2?)",
        "an arm with a plus is added material; its breakpoint is not stated",
        "meaning",
    ),
    (
        rf"(?<![a-z])i(?:so)?\(({_C})([pq])\)",
        r"i(\1)(\g<2>10)",
        "an isochromosome breaks at band 10 of the arm kept",
        "meaning",
    ),
    (
        rf"(?<![a-z])(del|add|dup)\(({_C})([pq])\)(?!\()",
        r"\1(\2)(\3?)",
        "the arm has brackets of its own; breakpoints are not stated",
        "meaning",
    ),
    (
        rf"(?<![a-z])r\(({_C})[pq]\)(?!\()",
        r"r(\1)",
        "a ring has no single arm; its breakpoints are not stated",
        "meaning",
    ),
    (
        rf"(?<![a-z])(del|add|dup|inv)\(({_C})([pq][\dpq.]{{1,20}})\)(?!\()",
        r"\1(\2)(\3)",
        "chromosome and bands have brackets of their own",
        "spelling",
    ),
)
_MOST_ROUNDS = 8
_RUNS = re.compile(r"\s{2,}")
_BLANKS = re.compile(r"\s+or\s+(?=[a-z?+pq-])|^(?:mos|chi)\s+|psu\s+dic|\s+")


def letters(draft: Draft) -> None:
    """Bring dashes, crosses, primes and full-width letters to plain ones."""
    draft.sub(
        re.compile(r"[^\x00-\x7f]+"),
        lambda found: unicodedata.normalize("NFKC", found[0].translate(_LETTERS)).translate(
            _LETTERS
        ),
        why="plain letters for dashes, crosses and full-width signs",
        kind="spelling",
        together=True,
    )


def normalise(text: str) -> Draft:
    """Bring a karyotype as printed or typed to the form the grammar reads.

    Args:
        text: The original text.

    Returns:
        The draft: its text, where each character came from, and the edits.

    Raises:
        UnreadableNotation: If one correction after the other calls for a further one.

    Examples:
        >>> draft = normalise("46; XY , t(9:22) (q34;q11.2), 5q- [20].")
        >>> draft.text
        '46,XY,t(9;22)(q34;q11.2),del(5)(q?)[20]'
        >>> normalise(draft.text).edits
        []
    """
    draft = Draft.of(text)
    for _ in range(_MOST_ROUNDS):
        # one correction may open the way for another: go on until nothing changes
        before = draft.text
        _once(draft)
        if draft.text == before:
            return draft
    raise refused(
        "unreadable_karyotype",
        text,
        draft.edits[-1].span.start,
        "corrections without end; write the karyotype in ISCN",
    )


def _once(draft: Draft) -> None:
    letters(draft)
    # long runs of blanks would cost the rules below the square of their length
    draft.sub(_RUNS, " ", why="blanks are left out", kind="spelling", together=True)
    _apply(draft, _AROUND)
    _apply(draft, _ASSAY)
    assays = _take_assays(draft)
    draft.sub(
        _BLANKS, _keep_needed_blanks, why="blanks are left out", kind="spelling", together=True
    )
    for rules in (_CASE, _PUNCTUATION, _OLD_FORMS):
        _apply(draft, rules)
    draft.text += assays.text
    draft.origin += assays.origin


def _apply(draft: Draft, rules: Iterable[_Rule]) -> None:
    for rule in rules:
        draft.sub(rule.pattern, rule.becomes, why=rule.why, kind=rule.kind)


def _take_assays(draft: Draft) -> Draft:
    """Part the draft where the first assay begins: FISH has a grammar of its own."""
    found = re.search(r"\.(?:nuc ish|ish|arr|ogm|rsa)\b", draft.text)
    start = found.start() if found else len(draft.text)
    assays = Draft(draft.text[start:], draft.origin[start:], draft.original)
    draft.text, draft.origin = draft.text[:start], draft.origin[:start]
    return assays


def _keep_needed_blanks(found: re.Match[str]) -> str:
    words = found[0].split()
    if not words:
        return ""
    return {"or": " or ", "psu": "psu dic"}.get(words[0], words[0] + " ")
