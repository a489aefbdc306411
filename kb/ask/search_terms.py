"""What a person means by the words of a search: terms, each with every way in which it may be printed.

``dvctt 98.5 quang nam 2024`` are four terms: an abbreviation or its full words, a number in either style, a province
(and, for a province of today, those that went into it), a year. Knows no SQL but the language of the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.language.abbreviations import load_abbreviations
from rules.language.fold import bare, bare_letters, bare_words
from rules.language.provinces import load_places

_WORD = re.compile(r"[^\s\"“”]+")
_TOKEN = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_PLAIN = re.compile(r"\d{4,15}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
MOST_WORDS = 24
"""Nobody types more; a longer query is a text that was pasted, and its first words are searched."""
MOST_OF_A_NAME = 8
"""No name of a place and no abbreviation has more words."""

Kind = str


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found. ``words`` are its words as typed; ``phrases`` the other ways in which it may be
    printed, folded, each a run of words; ``keys`` stand for it in the index; ``kind`` is ``word``, ``number``,
    ``year``, ``place`` or ``abbreviation``."""

    kind: Kind
    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def expression(self, plain: bool = False) -> str:
        """The term in the language of the index, in which none of its words is an operator; without keys where
        ``plain``: passages have none."""
        typed = [bare(word) for word in self.words]
        # The name of a province stands as a whole: cáp quang in năm 2023 is no Quảng Nam.
        ways = [f'"{" ".join(typed)}"' if self.kind == "place" else " ".join(f'"{word}"' for word in typed)]
        ways += [f'"{phrase}"' for phrase in self.phrases]
        ways += [] if plain else [f'"{one}"' for one in self.keys]
        return ways[0] if len(ways) == 1 else "(" + " OR ".join(f"({way})" for way in ways) + ")"


def tokens(text: str) -> list[str]:
    """The words of a text as the index cuts them, in lower case, with their accents."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def key(prefix: str, value: str) -> str:
    """What stands for a value in the index: ``zpl49old`` for the place ``49-old``."""
    return prefix + bare_letters(value)


def read_terms(words: str) -> list[Term]:
    """The terms of a query in the order in which they were typed; empty where it holds no letter or digit."""
    typed = [word for word in _WORD.findall(words.replace("\x00", " ")) if _TOKEN.search(bare(word))][:MOST_WORDS]
    folded = [bare_words(word) for word in typed]
    terms: list[Term] = []
    at = 0
    while at < len(typed):
        term, taken = _known(typed, folded, at)
        terms.append(term)
        at += taken
    return terms


def named_terms() -> dict[str, Term]:
    """Each folded phrase that has a name, with the term that a query of it is: places and abbreviations."""
    phrases = [phrase.split() for phrase in dict.fromkeys((*_places(), *_shorts()))]
    return {" ".join(words): _known(words, words, 0)[0] for words in phrases if len(words) <= MOST_OF_A_NAME}


def match(terms: Iterable[Term], keys: Iterable[str] = (), plain: bool = False) -> str:
    """All of the terms and keys as one expression of the index; empty where there is none."""
    said = [term.expression(plain) for term in terms] + list(keys)
    # The column in which đ is written d: the query is written so as well.
    return f"{{plain}} : ({' AND '.join(said)})" if said else ""


def _known(typed: Sequence[str], folded: Sequence[str], at: int) -> tuple[Term, int]:
    """The term that begins at a word, and how many words it takes: the longest that has a name."""
    for size in range(min(MOST_OF_A_NAME, len(typed) - at), 0, -1):
        phrase = " ".join(folded[at : at + size])
        words = tuple(typed[at : at + size])
        if ids := _places().get(phrase):
            # A spelling that holds what was typed is found by that.
            others = [one for one in _spellings(ids) if f" {phrase} " not in f" {one} "]
            return Term("place", words, tuple(others), tuple(key("zpl", one) for one in ids)), size
        if short := _shorts().get(phrase):
            return Term("abbreviation", words, short), size
    word = typed[at]
    if ways := _number(word):
        kind = "year" if _YEAR.match(word) else "number"
        return Term(kind, (word,), ways, (f"zyr{word}",) if kind == "year" else ()), 1
    return Term("number" if _is_number(word) else "word", (word,)), 1


def _number(word: str) -> tuple[str, ...]:
    """The other way in which a whole number may be printed: ``6100`` for ``6.100`` and ``6 100`` for ``6100``."""
    bare = word.strip("().;:")
    if _GROUPED.match(bare):
        return (re.sub(r"[.,]", "", bare),)
    if _PLAIN.match(bare):
        return (f"{int(bare):,}".replace(",", " "),)
    return ()


def _is_number(word: str) -> bool:
    return bool(re.fullmatch(r"[+-−]?\d[\d.,/]*%?", word))


@lru_cache(maxsize=1)
def _places() -> Mapping[str, tuple[str, ...]]:
    """The ids of the provinces by each of their spellings; a province of today stands for those that went into it."""
    found: dict[str, dict[str, None]] = {}
    into: dict[str, list[str]] = {}
    for place in load_places():
        if place.merged_into:
            into.setdefault(place.merged_into, []).append(place.id)
    for place in load_places():
        for spelling in place.spellings:
            ids = found.setdefault(bare_words(spelling), {})
            ids.update(dict.fromkeys([place.id, *into.get(place.id, [])]))
    return {spelling: tuple(ids) for spelling, ids in found.items()}


def _spellings(ids: Iterable[str]) -> Iterator[str]:
    """Other names of the very province that the first id names."""
    first = next(iter(ids))
    for place in load_places():
        if place.id == first:
            yield from dict.fromkeys(bare_words(spelling) for spelling in place.spellings)


@lru_cache(maxsize=1)
def _shorts() -> Mapping[str, tuple[str, ...]]:
    """The full words of each abbreviation, and the abbreviations of full words; both folded."""
    found: dict[str, dict[str, None]] = {}
    for short, full in load_abbreviations().items():
        ends = [bare_words(one) for one in (short, full)]
        if ends[0] and ends[1] and ends[0] != ends[1]:
            found.setdefault(ends[0], {})[ends[1]] = None
            found.setdefault(ends[1], {})[ends[0]] = None
    return {phrase: tuple(others) for phrase, others in found.items()}
