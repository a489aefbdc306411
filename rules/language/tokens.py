"""The only file that knows underthesea and spaCy: words with true offsets, and phrases found among them.

underthesea's ``word_tokenize`` rewrites what it reads (hoà becomes hòa), glues words over line breaks and returns no
offsets; here its words are laid back on the text, letter by letter, and only say where a word begins and ends. What
is matched are syllables, folded: case, the place of the tone mark (hoà = hòa, uỷ = ủy), final i and y (tỷ = tỉ),
abbreviations written out. A match may not cut a word in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab
from underthesea import pos_tag, word_tokenize

from rules.language.abbreviations import load_abbreviations
from rules.language.fold import toned
from rules.language.letters import CELL_GAP
from rules.language.wording import Words

SYLLABLE = re.compile(r"[^\W\d_]+(?:\d+\w*)?|\d+[^\W\d_]+\w*|\d+(?:[.,]\d+)*|[^\w\s]|_")


_FILLER_WORDS = Words("fillers")
_NUMBER_WORD = Words("number_word")
_KEPT_BEHIND = Words("kept_behind_number_word")
_BEFORE_PLAIN = Words("before_plain_number_word")
_NONE: frozenset[str] = frozenset()


@cache
def _folded(words: Words) -> frozenset[str]:
    return frozenset(map(toned, words))


@dataclass(frozen=True, slots=True)
class Token:
    """A folded syllable with the offsets of its letters in the text; ``opens`` and ``closes`` say that a word of the
    segmentation begins and ends with it."""

    norm: str
    start: int
    end: int
    opens: bool
    closes: bool


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
def tokenize(text: str, segmented: bool = True, all_words: bool = False) -> tuple[Token, ...]:
    """The folded syllables of ``text``: fillers left out, abbreviations written out at the place where they stand.
    Where ``segmented`` is False, underthesea is not asked and every syllable is a word; with ``all_words`` fillers
    stay (``đã giải quyết`` is no ``giải quyết``)."""
    edges = words(text) if segmented else []
    fillers, number_word = (_NONE, _NONE) if all_words else (_folded(_FILLER_WORDS), _folded(_NUMBER_WORD))
    opens = {start for start, _ in edges}
    closes = {end for _, end in edges}
    out: list[Token] = []
    raw = [(m.group(), m.start(), m.end()) for m in SYLLABLE.finditer(text)]
    position = 0
    while position < len(raw):
        surface, start, end = raw[position]
        used, written = _abbreviation(text, raw, position)
        if written:
            end = raw[position + used - 1][2]
            bracketed = text[:start].rstrip().endswith("(")
            norms = [toned(w) for w in written.split()]
            norms = [n for n in norms if n not in fillers]
            if not (bracketed and [t.norm for t in out[-len(norms) :]] == norms):
                out += [Token(n, start, end, i == 0, i == len(norms) - 1) for i, n in enumerate(norms)]
            position += used
            continue
        position += 1
        if not (surface.isalnum() or surface[0].isalnum() or surface in ";:%"):
            continue
        if len(surface) > 1 and surface.isupper() and _defines(text, start, end, out):
            continue
        norm = toned(surface)
        if norm in fillers or (norm in number_word and _only_says_number(raw, position, text, start)):
            continue
        # underthesea joins a number and the noun behind it: a word opens behind digits all the same
        begins = start in opens or not opens or text[:start].rstrip().endswith(tuple("0123456789%"))
        out.append(Token(norm, start, end, begins, end in closes or not closes))
    return tuple(out)


def _only_says_number(raw: Sequence[tuple[str, int, int]], behind: int, text: str, start: int) -> bool:
    """Whether ``số`` only says "number of" here: behind nothing, a number, a stop or ``tổng``, and not ``số hóa``."""
    if behind < len(raw) and toned(raw[behind][0]) in _folded(_KEPT_BEHIND):
        return False
    before = text[:start].rstrip()
    if not before or not before[-1].isalpha():
        return True
    last = before.split()[-1]
    return toned(last) in _folded(_FILLER_WORDS) or toned(last) in _folded(_BEFORE_PLAIN)


def _defines(text: str, start: int, end: int, out: Sequence[Token]) -> bool:
    """Whether capitals in brackets only abbreviate the words directly before them: ``công nghệ số (CNS)``."""
    if not text[:start].rstrip().endswith("(") or not text[end:].lstrip().startswith(")"):
        return False
    letters = [toned(c) for c in text[start:end] if c.isalpha()]
    initials = [t.norm[0] for t in out[-len(letters) :]]
    return len(letters) >= 2 and [c[0] for c in letters] == initials


@cache
def _abbreviations() -> tuple[Mapping[str, str], Mapping[str, int]]:
    """The abbreviations, and how many syllables those have at most that open with a syllable."""
    table = load_abbreviations()
    longest: dict[str, int] = {}
    for key in table:
        syllables = SYLLABLE.findall(key)
        longest[syllables[0]] = max(len(syllables), longest.get(syllables[0], 0))
    return table, longest


def _abbreviation(text: str, raw: Sequence[tuple[str, int, int]], position: int) -> tuple[int, str]:
    table, longest = _abbreviations()
    for used in range(min(longest.get(raw[position][0], 0), len(raw) - position), 0, -1):
        surface = text[raw[position][1] : raw[position + used - 1][2]]
        if surface in table:
            return used, table[surface]
    return 0, ""


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


@lru_cache(maxsize=20_000)
def phrase_norms(part: str) -> tuple[str, ...]:
    """The folded syllables of a phrase part, as :func:`tokenize` would give them."""
    return tuple(t.norm for t in tokenize(part, segmented=False) if t.norm not in ";:%")


def warm_up() -> None:
    """Load underthesea's models once, by some words; their first use from several threads at once fails."""
    word_tokenize(" ".join(_FILLER_WORDS), use_token_normalize=False)  # type: ignore[no-untyped-call]
    tagged(" ".join(_FILLER_WORDS))
