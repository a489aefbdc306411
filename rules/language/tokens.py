"""The only file that knows underthesea and spaCy: words with true offsets, and phrases found among them.

underthesea's ``word_tokenize`` rewrites what it reads (hoà becomes hòa), glues words over line breaks and returns no
offsets; here its words are laid back on the text, letter by letter, and only say where a word begins and ends. What
is matched are folded syllables (:mod:`rules.language.syllables`). A match may not cut a word in two.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab
from underthesea import pos_tag, word_tokenize

from rules.language.letters import CELL_GAP
from rules.language.syllables import Token, syllables, tokens_of
from rules.language.wording import Words

# What the two libraries bring lives as long as the process: half a million objects that the collector of garbage would
# walk through again and again.
gc.freeze()

_FILLER_WORDS = Words("fillers")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase part in a text: its key, its offsets, and the indexes of its first and last token."""

    key: str
    start: int
    end: int
    first: int
    last: int


def words(text: str) -> list[tuple[int, int]]:
    """The words of ``text`` as underthesea cuts them, as offsets; letters that it rewrote are laid back in order.
    None where they could not be.

    No word goes from one cell into the next, and a row's name and a header come again with each cell of their row and
    column: each is cut once.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for cell in text.split(CELL_GAP):
        found = cut(cell)
        if not found and cell.strip():
            return []
        spans += [(start + first, start + last) for first, last in found]
        start += len(cell) + len(CELL_GAP)
    return spans


@lru_cache(maxsize=20_000)
def cut(text: str) -> tuple[tuple[int, int], ...]:
    """The words of one cell or sentence."""
    return _laid(text, word_tokenize(text, use_token_normalize=False))  # type: ignore[no-untyped-call]


def tagged(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of ``text`` with their tags (N, V, A …), as offsets; empty where underthesea's words could not be laid
    back. It costs six times what the words alone cost: ask it for short stretches."""
    pairs = [(word, tag) for word, tag in pos_tag(text) if word.split()]  # type: ignore[no-untyped-call]
    spans = _laid(text, [word for word, _ in pairs])
    return tuple((start, end, tag) for (start, end), (_, tag) in zip(spans, pairs, strict=False))


def _laid(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The offsets of each word that has letters, laid back on the text in order; empty where one is not found there."""
    spans: list[tuple[int, int]] = []
    position = 0
    for word in words:
        first: int | None = None
        for piece in word.split():
            at = text.find(piece, position)
            if at < 0:
                return ()
            first = at if first is None else first
            position = at + len(piece)
        if first is not None:
            spans.append((first, position))
    return tuple(spans)


@lru_cache(maxsize=20_000)
def tokenize(text: str) -> tuple[Token, ...]:
    """The folded syllables of ``text`` with their offsets, and where underthesea's words begin and end."""
    return tokens_of(text, words(text))


class PhraseIndex:
    """Parts of phrases, found in a text by spaCy's PhraseMatcher. ``add`` all first, then ``find``."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        by_norms: dict[tuple[str, ...], list[str]] = {}
        for part in dict.fromkeys(parts):
            norms = phrase_norms(part)
            if norms:
                by_norms.setdefault(norms, []).append(part)
        self._keys: dict[int, list[str]] = {}
        for number, (norms, keys) in enumerate(by_norms.items()):
            self._matcher.add(f"p{number}", [Doc(self._vocab, words=list(norms))])
            self._keys[self._vocab.strings[f"p{number}"]] = keys
        self._lengths = {key: len(norms) for norms, keys in by_norms.items() for key in keys}

    def length(self, part: str) -> int:
        """How many syllables a part has once fillers are out and abbreviations written out."""
        return self._lengths.get(part, 0)

    def find(self, text: str) -> tuple[tuple[Token, ...], list[Found]]:
        """The tokens of ``text`` and every part that stands among them without cutting a word."""
        tokens = tokenize(text)
        if not tokens:
            return tokens, []
        doc = Doc(self._vocab, words=[t.norm for t in tokens])
        found: list[Found] = []
        for match, first, behind in self._matcher(doc):
            last = behind - 1
            whole = tokens[first].opens and tokens[last].closes
            if first == last and not whole and not _is_acronym(text[tokens[first].start : tokens[last].end]):
                continue
            if last - first < 2 and ", " in text[tokens[first].start : tokens[last].end]:
                continue
            for key in self._keys[match]:
                found.append(Found(key, tokens[first].start, tokens[last].end, first, last))
        return tokens, found


def _is_acronym(surface: str) -> bool:
    """Whether a word is a name in capitals, which underthesea may join with its neighbours."""
    return len(surface) > 2 and surface.isupper()


def phrase_norms(part: str) -> tuple[str, ...]:
    """The folded syllables of a phrase part, as :func:`tokenize` would give them."""
    return tuple(norm for norm in syllables(part) if norm not in ";:%")


def warm_up() -> None:
    """Load underthesea's models once, by some words; their first use from several threads at once fails."""
    word_tokenize(" ".join(_FILLER_WORDS), use_token_normalize=False)  # type: ignore[no-untyped-call]
    tagged(" ".join(_FILLER_WORDS))
