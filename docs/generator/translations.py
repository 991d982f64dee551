"""Keeping the catalogues of words complete: what is to be translated, and the compiled files."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from all_risk.explain.catalogues import AUDIENCES, LANGUAGES, catalogue
from all_risk.facts import CATALOGUE, is_unprinted
from all_risk.genetics.lesions import LESIONS
from all_risk.guideline import Checklist, Guideline, Scheme, Source
from all_risk.logic import atoms
from all_risk.patient import Timepoint
from all_risk.published import all_checklists, guidelines

__all__ = ["files", "published_texts", "untranslated"]

_HOME: Final = Path(__file__).parents[2] / "src/all_risk/explain/locale"
_ENGLISH_IS: Final = "English: "
_HEADER: Final = "# Words of all_risk. How to translate them: docs/words.md\n#"
_TRANSLATED: Final = tuple(language for language in LANGUAGES if language != "en")


def published_texts() -> dict[str, str]:
    """Every English text of a shipped guideline or scheme, with the id of the first to say it."""
    texts: dict[str, str] = {}
    for each in (*guidelines(), *all_checklists()):
        for text in _texts(each):
            if text:
                texts.setdefault(text, each.id)
    return texts


def _texts(each: Source) -> Iterator[str]:
    yield from (each.title, each.population.words, each.caution)
    if isinstance(each, Scheme):
        yield from each.outcomes.values()
        rules = [row.when for row in each.rows]
    elif isinstance(each, Checklist):
        yield from (factor.words for factor in each.factors)
        rules = [rule for factor in each.factors for rule in (factor.when, factor.among)]
    else:
        yield from each.parameters.values()
        for trigger in each.triggers:
            yield trigger.title
            yield from (basis.words for basis in trigger.bases)
        rules = [basis.when for trigger in each.triggers for basis in trigger.bases]
    facts = {atom.fact for rule in (each.population.who, *rules) for atom in atoms(rule)}
    yield from sorted(fact.meaning for fact in facts if is_unprinted(fact))


def files() -> dict[Path, bytes]:
    """What every file of the catalogues should hold, by its path."""
    wanted: dict[Path, bytes] = {}
    for domain in AUDIENCES:
        english = _with_required(domain, _read(domain, "en"))
        wanted |= _both(domain, "en", english)
        template = _with_english(english)
        for language in _TRANSLATED:
            wanted |= _both(domain, language, _brought_up(domain, language, template))
    template = Catalog()
    for text, id_ in published_texts().items():
        template.add(text, auto_comments=[id_])
    for language in _TRANSLATED:
        wanted |= _both("published", language, _brought_up("published", language, template))
    return wanted


def _with_required(domain: str, english: Catalog) -> Catalog:
    for context, id_, text in _required(domain):
        if english.get(id_, context) is None:
            english.add(id_, text, context=context)
    return english


def _required(domain: str) -> Iterator[tuple[str, str, str]]:
    """The terms that what is shipped asks words for: kind, term, and its English if it has one."""
    for fact in CATALOGUE:
        if not fact.name.startswith("mrd_"):
            yield "fact", fact.name, ""
    for timepoint in get_args(Timepoint):
        if timepoint != "other":
            yield "fact", f"mrd_{timepoint}", ""
    for each in guidelines():
        if isinstance(each, Guideline):
            for trigger in each.triggers:
                yield "trigger", trigger.id, trigger.title if domain == "clinician" else ""
    if domain == "patient":
        return
    for each in guidelines():
        if isinstance(each, Scheme):
            yield from (("group", name, name.replace("_", " ")) for name in each.groups)
        elif isinstance(each, Guideline):
            yield from (("parameter", name, name.replace("_", " ")) for name in each.parameters)
    regular = catalogue().words["lesion_kind"]
    for lesion in LESIONS:
        gene = lesion.name.removesuffix("-r").removesuffix(f" {lesion.kind}")
        if regular[lesion.kind].format(name=lesion.name, gene=gene) != lesion.display:
            yield "lesion", lesion.name, lesion.display


def untranslated() -> list[str]:
    """The entries that have no text yet, as `language/domain: id`."""
    return [
        f"{language}/{domain}: {entry.context or ''} {entry.id}"
        for language in LANGUAGES
        for domain in (*AUDIENCES, "published")
        if (_path(domain, language)).exists()
        for entry in _read(domain, language)
        if entry.id and not entry.string
    ]


def _path(domain: str, language: str) -> Path:
    return _HOME / language / "LC_MESSAGES" / f"{domain}.po"


def _read(domain: str, language: str) -> Catalog:
    with _path(domain, language).open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def _with_english(english: Catalog) -> Catalog:
    """A template whose comments show the English text, for ids say little to a translator."""
    template = Catalog()
    for entry in english:
        if entry.id:
            comments = [f"{_ENGLISH_IS}{entry.string}", *entry.auto_comments]
            template.add(entry.id, context=entry.context, auto_comments=comments)
    return template


def _brought_up(domain: str, language: str, template: Catalog) -> Catalog:
    """A translation with every entry of the template.

    What the template has no more is kept as obsolete, which is how gettext keeps a
    translation for the day its text comes back.
    """
    old_entries = _read(domain, language)
    known = {(entry.context, entry.id): entry for entry in old_entries.obsolete.values()}
    known |= {(entry.context, entry.id): entry for entry in old_entries}
    wanted = {(entry.context, entry.id) for entry in template}
    made = Catalog(locale=language, domain=domain)
    for (context, id_), entry in known.items():
        if entry.string and (context, id_) not in wanted:
            made.obsolete[f"{context}\x04{id_}"] = entry
    for entry in template:
        if entry.id:
            old = known.get((entry.context, entry.id))
            made.add(
                entry.id,
                old.string if old else "",
                context=entry.context,
                auto_comments=entry.auto_comments,
                user_comments=old.user_comments if old else (),
            )
    return made


def _both(domain: str, language: str, entries: Catalog) -> dict[Path, bytes]:
    plain = _plain(entries)
    edited, compiled = BytesIO(), BytesIO()
    write_po(edited, plain, width=100)
    write_mo(compiled, plain)
    path = _path(domain, language)
    return {path: edited.getvalue(), path.with_suffix(".mo"): compiled.getvalue()}


class _Plain(Catalog):
    """A catalogue under a header without dates, so that writing it twice changes nothing."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def _plain(entries: Catalog) -> Catalog:
    plain = _Plain(locale=entries.locale, header_comment=_HEADER, fuzzy=False)
    for entry in entries:
        if entry.id:
            plain.add(
                entry.id,
                entry.string,
                auto_comments=entry.auto_comments,
                user_comments=entry.user_comments,
                context=entry.context,
            )
    plain.obsolete.update(entries.obsolete)
    return plain
