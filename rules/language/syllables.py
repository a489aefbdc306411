"""The folded syllables of a text: what is compared when words are.

Case, the place of the tone mark (hoà = hòa, uỷ = ủy), final i and y (tỷ = tỉ) are folded; abbreviations are written
out at the place where they stand; fillers, and ``số`` where it only says "number of", are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rules.language.abbreviations import load_abbreviations
from rules.language.fold import toned
from rules.language.wording import Words

SYLLABLE = re.compile(r"[^\W\d_]+(?:\d+\w*)?|\d+[^\W\d_]+\w*|\d+(?:[.,]\d+)*|[^\w\s]|_")


_FILLER_WORDS = Words("fillers")
_NUMBER_WORD = Words("number_word")
_KEPT_BEHIND = Words("kept_behind_number_word")
_BEFORE_PLAIN = Words("before_plain_number_word")
_NONE: frozenset[str] = frozenset()
_STOPS = ";:%"
_LEFT_OUT = ""
_NUMBER, _ABBREVIATED = " ", "\t"
"""No syllables: what stands around decides."""


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


@lru_cache(maxsize=40_000)
def syllables(text: str, all_words: bool = False) -> tuple[str, ...]:
    """The folded syllables of ``text``; with ``all_words`` fillers stay (``đã giải quyết`` is no ``giải quyết``).

    >>> syllables("Tổng số hồ sơ đã giải quyết")
    ('tông3', 'hô2', 'sơ', 'giai3', 'quyêt1')
    """
    # The catalogue alone has 12,000 wordings: most are settled syllable by syllable, without a look at their places.
    alone = _alone_among_all if all_words else _alone
    surfaces = SYLLABLE.findall(text)
    found = [alone(surface) for surface in surfaces]
    if _ABBREVIATED in found or ("(" in text and any(map(_in_capitals, surfaces))):
        return tuple(token.norm for token in tokens_of(text, (), all_words))
    if _NUMBER in found:
        counts = [at for at, norm in enumerate(found) if norm is _NUMBER]
        for at in counts:
            found[at] = _LEFT_OUT if _only_says_number(surfaces, at) else toned(surfaces[at])
    return tuple(norm for norm in found if norm)


def tokens_of(text: str, edges: Collection[tuple[int, int]], all_words: bool = False) -> tuple[Token, ...]:
    """The same syllables with their offsets. ``edges`` are the offsets of the words that they belong to; where there
    are none, every syllable is a word."""
    fillers, number_word = (_NONE, _NONE) if all_words else (_folded(_FILLER_WORDS), _folded(_NUMBER_WORD))
    table, longest = _abbreviations()
    opens = {start for start, _ in edges}
    closes = {end for _, end in edges}
    out: list[Token] = []
    raw = [(m.group(), *m.span()) for m in SYLLABLE.finditer(text)]
    surfaces = [surface for surface, _, _ in raw]
    position = 0
    while position < len(raw):
        surface, start, end = raw[position]
        used = _abbreviated(text, raw, position) if surface in longest else 0
        if used:
            end = raw[position + used - 1][2]
            bracketed = text[:start].rstrip().endswith("(")
            norms = [toned(w) for w in table[text[start:end]].split()]
            norms = [n for n in norms if n not in fillers]
            if not (bracketed and [t.norm for t in out[-len(norms) :]] == norms):
                out += [Token(n, start, end, i == 0, i == len(norms) - 1) for i, n in enumerate(norms)]
            position += used
            continue
        position += 1
        if not (surface[0].isalnum() or surface in _STOPS):
            continue
        if _in_capitals(surface) and _defines(text, start, end, out):
            continue
        norm = toned(surface)
        if norm in fillers or (norm in number_word and _only_says_number(surfaces, position - 1)):
            continue
        # underthesea joins a number and the noun behind it: a word opens behind digits all the same
        begins = start in opens or not opens or text[:start].rstrip().endswith(tuple("0123456789%"))
        out.append(Token(norm, start, end, begins, end in closes or not closes))
    return tuple(out)


@lru_cache(maxsize=20_000)
def _alone(surface: str) -> str:
    """What a syllable is folded to wherever it stands, _LEFT_OUT, _NUMBER or _ABBREVIATED."""
    norm = _alone_among_all(surface)
    if norm in _folded(_NUMBER_WORD):
        return _NUMBER
    return _LEFT_OUT if norm in _folded(_FILLER_WORDS) else norm


@lru_cache(maxsize=20_000)
def _alone_among_all(surface: str) -> str:
    if surface in _abbreviations()[1]:
        return _ABBREVIATED
    return toned(surface) if surface[0].isalnum() or surface in _STOPS else _LEFT_OUT


def _only_says_number(surfaces: Sequence[str], at: int) -> bool:
    """Whether ``số`` only says "number of" here: behind nothing, a number, a stop or ``tổng``, and not ``số hóa``."""
    if at + 1 < len(surfaces) and toned(surfaces[at + 1]) in _folded(_KEPT_BEHIND):
        return False
    before = surfaces[at - 1] if at else ""
    if not before or not before[-1].isalpha():
        return True
    return toned(before) in _folded(_FILLER_WORDS) or toned(before) in _folded(_BEFORE_PLAIN)


def _in_capitals(surface: str) -> bool:
    return len(surface) > 1 and surface.isupper()


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
        first, *others = SYLLABLE.findall(key)
        longest[first] = max(1 + len(others), longest.get(first, 0))
    return table, longest


def _abbreviated(text: str, raw: Sequence[tuple[str, int, int]], position: int) -> int:
    """How many syllables the abbreviation has that begins here, 0 without one."""
    table, longest = _abbreviations()
    for used in range(min(longest[raw[position][0]], len(raw) - position), 0, -1):
        if text[raw[position][1] : raw[position + used - 1][2]] in table:
            return used
    return 0
