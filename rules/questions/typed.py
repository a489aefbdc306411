"""The words of a question as they are typed, and the phrases of word lists among them.

A word typed with accents is that word; one typed without any is every word of these letters: ``tram`` is trạm, trăm and
trâm, ``trạm`` is only trạm. English plurals are their singulars: no Vietnamese syllable ends in s.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.language.fold import bare, toned
from rules.language.wording import Words

_TOKEN = re.compile(r">=|<=|[<>≥≤=%]|\d+(?:[.,/]\d+)*(?![^\W_])|[^\W_]+")
MOST_WORDS = 40
"""A question of more words is a text that was pasted; its beginning is read."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as typed: ``text`` in small letters, ``plain`` without marks, ``tone`` as the rules compare it where
    accents were typed, else None. ``start`` and ``end`` are its offsets in the question; ``capital`` says that it is
    typed in capitals throughout."""

    text: str
    plain: str
    tone: str | None
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Syllable:
    """A word of a list or of a name, as a typed word is held against it."""

    plain: str
    tone: str

    def is_typed(self, typed: Typed) -> bool:
        """Whether a typed word means this one."""
        return typed.plain == self.plain and typed.tone in (None, self.tone)


def typed_words(text: str, most: int = MOST_WORDS) -> list[Typed]:
    """The words of a question, at most so many, numbers whole, ``%`` and signs of comparison by themselves."""
    whole = unicodedata.normalize("NFC", text)
    return [
        Typed(*_forms(match.group().lower()), match.start(), match.end(), match.group().isupper())
        for match in _TOKEN.finditer(whole)
    ][:most]


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str, str | None]:
    plain = bare(word)
    return word, singular(plain), toned(word) if plain != word else None


def singular(plain: str) -> str:
    """An English plural as its singular; every other word as it is."""
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[Syllable, ...]:
    """The words of a list's phrase or of a name."""
    words = [match.group().lower() for match in _TOKEN.finditer(unicodedata.normalize("NFC", text))]
    return tuple(Syllable(singular(bare(word)), toned(word)) for word in words)


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Phrases by their first word, the longest first, each with what it means; ``lists`` are the word lists that they
    are of, if they are of any."""

    by_first: Mapping[str, Sequence[tuple[tuple[Syllable, ...], str]]]
    lists: tuple[Words, ...] = ()

    def at(self, typed: Sequence[Typed], position: int) -> tuple[str, int] | None:
        """The meaning of the longest phrase that begins at a word, and how many words it takes."""
        for words, meaning in self.by_first.get(typed[position].plain, ()):
            if position + len(words) <= len(typed) and all(
                word.is_typed(typed[position + step]) for step, word in enumerate(words)
            ):
                return meaning, len(words)
        return None

    def plain_words(self) -> set[str]:
        """Every word of the phrases, without marks."""
        return {word.plain for some in self.by_first.values() for words, _ in some for word in words}


def phrases(meanings: Iterable[tuple[str, str]], lists: tuple[Words, ...] = ()) -> Phrases:
    """Phrases, each with what it means."""
    found: dict[str, list[tuple[tuple[Syllable, ...], str]]] = defaultdict(list)
    for phrase, meaning in meanings:
        if words := syllables(phrase):
            found[words[0].plain].append((words, meaning))
    return Phrases({first: sorted(some, key=lambda one: -len(one[0])) for first, some in found.items()}, lists)


def phrases_of(*lists: Words) -> Phrases:
    """The phrases of word lists; the meaning of each is the name of its list."""
    return phrases(((phrase, one.name) for one in lists for phrase in one.all), lists)
