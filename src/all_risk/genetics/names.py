"""Reading the name of a lesion, old or new.

One name has many spellings: `BCR::ABL1`, `ABL1-BCR`, `Ph+`, `t(9;22)(q34;q11.2)`,
`TEL/AML1`. A spelling is first parted from words that say whether the lesion was found,
then reduced to a key (upper case, separators alike, present gene symbols) and looked up.
What is not in the table may still follow an open form such as `TYK2-r`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal
from unicodedata import normalize

from attrs import frozen

from all_risk.errors import AmbiguousName, NegatedName, Problem, UnknownName, nearest, shown
from all_risk.genetics.lesions import LESIONS, GeneKind, Lesion, fusion, of_gene

__all__ = ["OLD_SYMBOLS", "NamedLesion", "NamedStatus", "lesion", "read_name"]


NamedStatus = Literal["detected", "not_detected", "presumptive"]


@frozen(kw_only=True)
class NamedLesion:
    """What a name says.

    Attributes:
        lesion: The lesion named.
        status: Whether the name says that it was found. `presumptive` where the words
            fit the lesion but do not prove it, such as "RUNX1 amplification" for iAMP21.
        stated: Whether the name has a word or sign for it, as "Ph+" has. A plain name is
            taken to say `detected`.
    """

    lesion: Lesion
    status: NamedStatus
    stated: bool = False


OLD_SYMBOLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        old: new
        for new, olds in {
            "ABL1": "ABL",
            "AFDN": "AF6 MLLT4",
            "AFF1": "AF4",
            "BCL11B": "CTIP2",
            "CDKN2A": "P16INK4A INK4A",
            "CDKN2B": "P15INK4B INK4B",
            "CEMIP2": "TMEM2",
            "EPS15": "AF1P",
            "ETV6": "TEL",
            "IGH": "IGH@",
            "IKZF1": "IKAROS",
            "KMT2A": "MLL MLL1 HRX HTRX ALL1",
            "LMO1": "TTG1 RBTN1",
            "LMO2": "TTG2 RBTN2",
            "MLLT1": "ENL",
            "MLLT10": "AF10",
            "MLLT3": "AF9",
            "NUP214": "CAN",
            "PBX1": "PBX",
            "PICALM": "CALM",
            "RUNX1": "AML1 CBFA2",
            "STIL": "SIL",
            "TAL1": "SCL TCL5",
            "TCF3": "E2A",
            "TLX1": "HOX11",
            "TLX3": "HOX11L2",
            "TP53": "P53",
            "TRA": "TCRA",
            "TRB": "TCRB",
            "TRD": "TCRD",
            "TRG": "TCRG",
        }.items()
        for old in olds.split()
    }
)
"""Gene symbols no longer in use, and what HGNC calls the gene today."""

_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: form
        for form, words in {
            "R": "R REARRANGED REARRANGEMENT REARRANGEMENTS TRANSLOCATION TRANSLOCATED",
            "MUTATION": "MUTATION MUTATIONS MUTATED MUT",
            "DELETION": "DELETION DELETIONS DELETED DEL LOSS",
            "ALTERATION": "ALTERATION ALTERATIONS ALTERED",
            "AMPLIFICATION": "AMPLIFICATION AMPLIFIED AMP",
        }.items()
        for word in words.split()
    }
)
_KINDS: Final[Mapping[str, GeneKind]] = MappingProxyType(
    {
        "R": "rearrangement",
        "MUTATION": "mutation",
        "DELETION": "deletion",
        "ALTERATION": "alteration",
    }
)
_SYMBOL: Final = re.compile(r"[A-Z][A-Z0-9-]{0,13}[A-Z0-9]")
_NOT_SYMBOLS: Final = frozenset({"BIALLELIC", "FOCAL", "GERMLINE", "HOMOZYGOUS", "POINT"})
_NOISE: Final = frozenset({"FUSION", "GENE", "TRANSCRIPT", "STATUS", "CHROMOSOME", "OF"})
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {**OLD_SYMBOLS, **_FORMS, "TRISOMIES": "TRISOMY"}
)


def _key(text: str) -> str:
    """What all spellings of one name have in common."""
    tokens = re.findall(r"[A-Z0-9]+(?:\.[0-9]+)*|[;,+&]", text.upper())
    words = [_WORDS.get(token, token) for token in tokens if token not in _NOISE]
    words = [re.sub(r"PLOIDY$", "PLOID", word) for word in words]
    if words and words[0] in _FORMS:  # "deletion of IKZF1", "del(6q)"
        words = [*words[1:], words[0]]
    return " ".join(words).strip(" ;,")


def _keys(name: str) -> Iterator[str]:
    yield _key(name)
    if re.fullmatch(r"[\w-]+::[\w-]+", name) and not name.endswith("-like"):
        first, second = name.split("::")
        for both in (f"{first} {second}", f"{second} {first}"):
            yield _key(both)
            yield _key(f"{both} rearrangement")


_CANONICAL: Final[Mapping[str, Lesion]] = MappingProxyType({each.name: each for each in LESIONS})
_TABLE: Final[Mapping[str, Lesion]] = MappingProxyType(
    {
        key: lesion
        for lesion in LESIONS
        for name in (lesion.name, *lesion.aliases)
        for key in _keys(name)
    }
)
_BANDED: Final[Mapping[str, Lesion]] = MappingProxyType(
    {key: lesion for key, lesion in _TABLE.items() if re.search(r"[PQ]\d", key)}
)
_GENES: Final = frozenset(
    gene
    for lesion in LESIONS
    if lesion.kind in ("fusion", *_KINDS.values())
    for gene in re.sub(r"-r$| .*", "", lesion.name).split("::")
    if _SYMBOL.fullmatch(gene)
).union(OLD_SYMBOLS.values())
_PRESUMPTIVE: Final = frozenset(
    map(_key, ("RUNX1 amplification", "amp(21)", "11q23 rearrangement", "t(v;11q23)"))
)
_AMBIGUOUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        _key(name): meanings
        for names, meanings in {
            "hyperd.|hyperdiploidy": "LOW_HYPERDIPLOIDY or HIGH_HYPERDIPLOIDY, by the number of "
            "chromosomes",
            "hypodiploidy": "NEAR_HAPLOIDY, LOW_HYPODIPLOIDY or HIGH_HYPODIPLOIDY, by the number "
            "of chromosomes",
            "HoTr|Ho-Tr|low hypodiploidy/near-triploidy": "LOW_HYPODIPLOIDY, or "
            "MASKED_HYPODIPLOIDY where only the doubled clone was seen",
            "simple alt.|complex alt.|complex": "no lesion without the karyotype",
            "normal|normal karyotype": "no lesion; write {'karyotype': '46,XX[20]'}",
            "t(5;14)": "IGH::IL3 or TLX3-r, by the bands",
            "t(8;14)": "IGH::MYC or IGH::CEBPD, by the bands",
            "t(10;11)": "KMT2A::MLLT10 or PICALM::MLLT10, by the bands",
            "t(11;14)": "LMO1-r or LMO2-r, by the bands",
            "t(11;19)": "KMT2A::MLLT1 or KMT2A::ELL, by the bands",
            "ABL": "BCR::ABL1 or ABL1-r",
            "RAS mutation": "'NRAS mutation' or 'KRAS mutation'",
            "JAK mutation": "'JAK1 mutation', 'JAK2 mutation' or 'JAK3 mutation'",
            "JAK-r": "JAK1-r, JAK2-r or JAK3-r",
            "NTRK-r": "NTRK1-r, NTRK2-r or NTRK3-r",
            "FGFR-r": "the rearrangement of one FGFR gene, such as FGFR1-r",
            "CDKN2A/B deletion|p15/p16 deletion|p16/p15 deletion": "'CDKN2A deletion' or 'CDKN2B "
            "deletion', or both",
            "CRLF2 overexpression": "CRLF2-r, P2RY8::CRLF2 or IGH::CRLF2, once shown",
            "IKZF1plus|IKZF1 plus": "several deletions; write each one",
            "ETP|ETP-ALL": "an immunophenotype, not a lesion",
        }.items()
        for name in names.split("|")
    }
)

_REWRITES: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r" ?:: ?", "::"),
        (r"^B[ -](?:ALL|lymphoblastic leuka?emia)(?:/LBL|/lymphoma)? with ", ""),
        (r" (?:[BT]-)?ALL$", ""),
        (r"^(\d+[pq])-$", r"del(\1)"),  # 9p-
        (r"^-(\d+)$", r"monosomy \1"),  # -7
    )
)
_NEGATIONS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"^(kmt2a|mll)[ -](?:germline|wild[ -]?type|wt)$", r"\1"),
        (r"[ -](?:wild[ -]?type|wt)$", " mutation"),
        (r"^(?:no evidence of|absence of|lack of|negative for|without|no|non|not)[ -]", ""),
        (r"\b(?:not|non|un)[ -]?(?=(?:rearranged|mutated|deleted|altered|amplified)$)", ""),
        (r"[ :,(-](?:not (?:detected|found|present|seen|identified))[).]*$", ""),
        (r"[ :,(-](?:negative|neg|absent|undetected|undetectable)[).]*$", ""),
        (r"[ (]?-(?:ve)?\)?$", ""),
    )
)
_AFFIRMATIONS: Final = re.compile(
    r"^(?:positive for|presence of) "
    r"|[ :,(-](?:positive|pos|detected|found|present|seen|identified)[).]*$"
    r"|[ (]?\+(?:ve)?\)?$",
    re.IGNORECASE,
)
_TRANSLOCATION: Final = r"(?:\bder ?\(\w+\) ?)?\bt ?\([^()]*\)(?: ?\([^()]*\))?"
_TRANSCRIPT: Final = r"\b(?:p185|p190|p210|e1a2|e13a2|e14a2|b2a2|b3a2)\b"
_QUALIFIER: Final = re.compile(f"{_TRANSLOCATION}|{_TRANSCRIPT}", re.IGNORECASE)
_LEGIBLE: Final = re.compile(r"[A-Za-z0-9 ./:;,()@&+-]+")
_SHORTHAND: Final = re.compile(r"([A-Z][A-Z0-9]{2,})(r|del|mut)")  # CRLF2r, IKZF1del
_FUSION: Final = re.compile(r"([^: ]+)::([^: ]+)(?: (?:rearrange|translocat)\w+)?", re.IGNORECASE)
_ONE_GENE: Final = (  # "NKX2-1-r", "TYK2 rearranged"; "del TYK2"
    re.compile(r"(?P<gene>\S+?)[ -](?P<form>\w+)"),
    re.compile(r"(?P<form>\w+) (?P<gene>\S+)"),
)
_PATTERNS: Final = "'A::B', 'GENE-r', 'GENE mutation', 'GENE deletion' or 'GENE alteration'"
_NO_BRACKETS: Final = str.maketrans("()", "  ")
_LONGEST: Final = 200
_DASHES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | {"_": " ", "\u2237": "::"}
)


def lesion(text: str) -> Lesion:
    """The lesion of a name, old or new.

    Args:
        text: The name, in any usual spelling.

    Returns:
        The lesion, in present nomenclature.

    Raises:
        UnknownName: If no lesion bears the name.
        NegatedName: If the name says that the lesion is absent.
        AmbiguousName: If the name stands for several lesions, or for none without a
            further result.

    Examples:
        >>> lesion("TEL-AML1").name
        'ETV6::RUNX1'
        >>> lesion("BCR-ABL1 like").display
        'Ph-like (BCR::ABL1-like)'
        >>> lesion("Ph-negative")
        Traceback (most recent call last):
        ...
        all_risk.errors.NegatedName: 'Ph-negative' says that BCR::ABL1 is absent; write \
{"lesion": "BCR::ABL1", "status": "not_detected"}
    """
    named = read_name(text)
    if named.status == "not_detected":
        name = named.lesion.name
        message = (
            f"{shown(text)} says that {name} is absent; "
            f'write {{"lesion": "{name}", "status": "not_detected"}}'
        )
        raise NegatedName(Problem("$", "lesion_negated", message))
    return named.lesion


@lru_cache(maxsize=4096)  # pure, and asked for the same few names again and again
def read_name(text: str) -> NamedLesion:
    """The lesion of a name, and whether the name says it was found.

    Args:
        text: The name, in any usual spelling; it may be negated.

    Returns:
        The lesion and its status; a plain name says `detected`.

    Raises:
        UnknownName: If no lesion bears the name.
        AmbiguousName: If the name stands for several lesions, or for none without a
            further result.

    Examples:
        >>> read_name("KMT2A not rearranged").status
        'not_detected'
        >>> read_name("MLL+").lesion.name
        'KMT2A-r'
        >>> read_name("RUNX1 amplification").status
        'presumptive'
    """
    if text in _CANONICAL:
        return NamedLesion(lesion=_CANONICAL[text], status="detected", stated=False)
    if len(text) > _LONGEST:
        message = f"{shown(text)} is too long for the name of a lesion ({_LONGEST} characters)"
        raise UnknownName(Problem("$", "lesion_unknown", message))
    plain = _plain(text)
    if not _LEGIBLE.fullmatch(plain):
        raise _unknown(text)
    body, negations, affirmations = _without_status(plain)
    if negations > 1:
        raise _ambiguous(text, "opposite results: it is negated twice")
    negated = negations == 1
    if negated and re.search(_TRANSCRIPT, body, re.IGNORECASE):
        raise _ambiguous(text, "no result for BCR::ABL1 as a whole: it may have another transcript")
    # "ABL-ve" beside a t(9;22) is how laboratories deny the fusion.
    found = _TABLE["BCR ABL1"] if negated and _key(body) == "ABL1" else _find(body)
    if found is None:
        raise _unknown(text)
    status: NamedStatus = "not_detected" if negated else "detected"
    if not negated and any(_agree(_key(body), known) for known in _PRESUMPTIVE):
        status = "presumptive"
    return NamedLesion(lesion=found, status=status, stated=negated or affirmations > 0)


def _plain(text: str) -> str:
    """The text with one kind of dash and blank, and shorthand written out."""
    plain = " ".join(normalize("NFKC", text).translate(_DASHES).split())
    plain = plain.strip(" .,;:")
    for pattern, instead in _REWRITES:
        plain = pattern.sub(instead, plain)
    return plain


def _without_status(text: str) -> tuple[str, int, int]:
    """The text without words of absence or presence, and how many of each it had."""
    negations = 0
    for pattern, instead in _NEGATIONS:
        text, count = pattern.subn(instead, text)
        negations += count
    text, affirmations = _AFFIRMATIONS.subn("", text)
    return text.strip(" :,(/-"), negations, affirmations


def _find(text: str) -> Lesion | None:
    """The lesion of a name without words of presence or absence."""
    key = _key(text)
    if found := _known(key):
        return found
    if key in _AMBIGUOUS:
        raise _ambiguous(text, _AMBIGUOUS[key])
    if match := _SHORTHAND.fullmatch(text):
        return _find("-".join(match.groups()))
    if qualifiers := _QUALIFIER.findall(text):  # "ETV6/RUNX1 t(12;21)(p13;q22)", "p210 BCR-ABL"
        rest = _QUALIFIER.sub(" ", text).strip(" ;,:/()-")
        named = [_find(rest)] if rest else []
        return _one(text, [*named, *filter(None, (_known(_key(part)) for part in qualifiers))])
    return _open_form(text)


def _known(key: str) -> Lesion | None:
    """The lesion of the table, allowing for finer or coarser bands."""
    if key in _TABLE:
        return _TABLE[key]
    near = {found for banded, found in _BANDED.items() if _agree(key, banded)}
    near = {found for found in near if found.kind == "fusion"} or near
    return near.pop() if len(near) == 1 else None


def _agree(key: str, other: str) -> bool:
    """Whether two keys differ in sub-bands at most: q34 is q34.1, p13.1 is not p13.3."""
    left, right = (re.sub(r"(\.\d)\d+", r"\1", text).split() for text in (key, other))
    return len(left) == len(right) and all(
        f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}.")
        for a, b in zip(left, right, strict=True)
    )


def _one(text: str, parts: list[Lesion | None]) -> Lesion | None:
    """The one lesion that all parts of a name mean; a fusion covers the `-r` of its genes."""
    found = [part for part in parts if part]
    if not found or len(found) < len(parts):
        return None
    whole = max(found, key=lambda part: part.kind == "fusion")
    for part in found:
        if part != whole and part.name.removesuffix("-r") not in whole.name.split("::"):
            raise _ambiguous(text, f"two lesions, {whole.name} and {part.name}")
    return whole


def _open_form(text: str) -> Lesion | None:
    """A lesion outside the table, by the pattern of its name."""
    key = _key(text)
    if key in _GENES:
        forms = f"'{key}-r', '{key} mutation', '{key} deletion' or '{key} alteration'"
        raise _ambiguous(text, f"a gene; write what was found: {forms}")
    *genes, form = key.split() or [""]
    if len(genes) > 1 and form in _KINDS and _GENES.issuperset(genes):
        raise _ambiguous(text, f"several lesions, of {' and '.join(genes)}; write each one")
    words = text.translate(_NO_BRACKETS).split()
    text = " ".join(word for word in words if word.upper() not in _NOISE)
    if match := _FUSION.fullmatch(text):
        both = [symbol for side in match.groups() if (symbol := _symbol(side))]
        return fusion("::".join(both), cryptic=True) if len(both) == 2 else None
    for pattern in _ONE_GENE:
        if (match := pattern.fullmatch(text)) and (symbol := _symbol(match["gene"])):
            kind = _KINDS.get(_FORMS.get(match["form"].upper(), ""))
            if kind:
                return of_gene(symbol, kind)
    return None


def _symbol(text: str) -> str | None:
    """The present symbol of a gene that is known, or written like one."""
    symbol = OLD_SYMBOLS.get(text.upper(), text)
    if symbol.upper() in _GENES:
        return symbol.upper()
    return symbol if _SYMBOL.fullmatch(symbol) and symbol not in _NOT_SYMBOLS else None


def _ambiguous(text: str, meaning: str) -> AmbiguousName:
    return AmbiguousName(Problem("$", "lesion_ambiguous", f"{shown(text)} stands for {meaning}"))


def _unknown(text: str) -> UnknownName:
    names = (name for known in LESIONS for name in (known.name, *known.aliases))
    if re.search(r"\d;\d|\[|^\d\d[,~<]|nuc ish", text):
        hint = "; a karyotype or FISH result is written {'karyotype': ...} or {'fish': ...}"
    else:
        hint = nearest(text, names) or f"; names look like {_PATTERNS}"
    message = f"{shown(text)} is not the name of a lesion{hint}"
    return UnknownName(Problem("$", "lesion_unknown", message))
