"""Marks what a search found in a text, in the sense in which it was meant. Gives pieces, never HTML.

A syllable without accents is many words: ``nam`` is Nam, năm and nắm. So the name of a province or a set phrase is
marked only where the whole of it stands; a word is marked as the hit's own name spells it, if that has it; and of
words that stand together somewhere in the text only these are marked, not the same syllable elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.ask.search_terms import Term, tokens
from rules.language.fold import bare

_TOKEN = re.compile(r"[^\W_]+")

# Around the first words found, so many characters of a long passage are shown.
BEFORE = 120
AROUND = 420


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text: where it stands, as it is spelt in lower case, and folded."""

    start: int
    end: int
    spelt: str
    plain: str


def highlighted(text: str, terms: Sequence[Term], name: str = "") -> list[tuple[str, bool]]:
    """The text around what was found, in pieces, each with whether it is marked. ``name`` is what the hit itself is
    called (metric, subject, place): it tells which of a word's spellings is meant."""
    words = [_word(match) for match in _TOKEN.finditer(text)]
    marks = _joined(text, sorted(_runs(words, terms, name)))
    first, last = _window(text, marks[0][0] if marks else 0)
    pieces: list[tuple[str, bool]] = [("… ", False)] if first else []
    at = first
    for start, end in marks:
        if end > last:
            break
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    pieces.append((text[at:last], False))
    return [*pieces, (" …", False)] if last < len(text) else pieces


def _word(match: re.Match[str]) -> _Word:
    spelt = unicodedata.normalize("NFC", match[0]).lower()
    return _Word(match.start(), match.end(), spelt, _plain(spelt))


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """A word folded; reports say the same few thousand words again and again."""
    return bare(word)


def _runs(words: Sequence[_Word], terms: Sequence[Term], name: str) -> set[tuple[int, int]]:
    """The stretches of the text that are marked, each from its first to its last letter."""
    called = _spellings(name)
    whole: list[tuple[str, ...]] = []
    single: list[str] = []
    for term in terms:
        typed = tokens(" ".join(term.words))
        if term.kind in ("word", "year", "number") and len(typed) == 1:
            single.append(typed[0])
        else:
            whole.append(tuple(typed))
        whole += [tuple(phrase.split()) for phrase in term.phrases]
    found: set[tuple[int, int]] = set()
    for phrase in whole:
        size = len(phrase)
        for at in range(len(words) - size + 1):
            if all(_is(words[at + step], phrase[step], called) for step in range(size)):
                found.add((words[at].start, words[at + size - 1].end))
    return found | _together(words, single, called)


def _together(words: Sequence[_Word], single: Sequence[str], called: dict[str, set[str]]) -> set[tuple[int, int]]:
    """Runs of the words typed; a word that stands in a longer run somewhere is not marked alone elsewhere."""
    hit = [next((one for one in single if _is(word, one, called)), None) for word in words]
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        until = at
        while until < len(words) and hit[until] is not None:
            until += 1
        if until > at:
            runs.append((at, until))
        at = max(until, at + 1)
    longest: dict[str, int] = {}
    for start, end in runs:
        for one in hit[start:end]:
            longest[one or ""] = max(longest.get(one or "", 0), end - start)
    return {
        (words[start].start, words[end - 1].end)
        for start, end in runs
        if any(longest[one or ""] == end - start for one in hit[start:end])
    }


def _is(word: _Word, typed: str, called: dict[str, set[str]]) -> bool:
    """Whether a word of the text is the one that was typed, in the sense that the hit's name gives it."""
    plain = _plain(typed)
    if word.plain != plain:
        return False
    if typed != plain:
        # Accents were typed; a text that is printed without any is meant as well.
        return word.spelt in (typed, plain)
    return plain not in called or word.spelt in called[plain]


def _spellings(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for spelt in tokens(name):
        found.setdefault(bare(spelt), set()).add(spelt)
    return found


def _joined(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks that overlap, or that only a blank parts, are one."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, first: int) -> tuple[int, int]:
    if len(text) <= AROUND:
        return 0, len(text)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = text.find(" ", start + AROUND)
    return start, len(text) if end < 0 else end
