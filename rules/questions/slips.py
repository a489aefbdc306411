"""Slips of typing: a word that nobody knows is taken for the one known word that is a letter away.

Which of several is meant, the words beside it tell. Keys of a Vietnamese keyboard that were left in (``trajm``,
``ddoongf``) are taken out first, and words typed together (``trambts``) are parted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.language.fold import bare
from rules.questions.typed import Typed

LEAST = 3
"""Shorter words have too many neighbours."""
_TONES = re.compile(r"[sfrxj]")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([aeod])\1")
_LETTERS = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Words:
    """The words that are known, without marks, and which stand together."""

    plain: frozenset[str]
    tones: Container[str]
    pairs: Container[tuple[str, str]]


def mended(typed: Sequence[Typed], known: Words) -> tuple[list[Typed], tuple[tuple[str, str], ...]]:
    """The words with slips mended, and what was typed with what it was taken for."""
    found: list[Typed] = []
    slips: list[tuple[str, str]] = []
    for at, word in enumerate(typed):
        if word.plain in known.plain or not word.plain.isalpha():
            # An accent that no known word has: the letters are meant.
            strange = word.tone is not None and word.plain in known.plain and word.tone not in known.tones
            found.append(replace(word, tone=None) if strange else word)
            continue
        before = found[-1].plain if found else ""
        behind = typed[at + 1].plain if at + 1 < len(typed) else ""
        meant = _meant(word, before, behind, known)
        if not meant:
            found.append(word)
            continue
        slips.append((word.text, " ".join(meant)))
        found += [replace(word, text=one, plain=one, tone=None) for one in meant]
    return found, tuple(slips)


def _meant(typed: Typed, before: str, behind: str, known: Words) -> tuple[str, ...]:
    word = bare(typed.text)
    if typed.tone is None and (keyed := _without_keys(word)) in known.plain:
        return (keyed,)
    if len(word) < LEAST:
        return ()
    parted = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    parted = [two for two in parted if two in known.pairs]
    if parted:
        return parted[0]
    near: dict[str, int] = defaultdict(int)
    for one in _neighbours(word):
        if one in known.plain:
            beside = ((before, one) in known.pairs) + ((one, behind) in known.pairs)
            # A letter that was left out, or two the other way round, are likelier than another letter.
            near[one] = 2 + 2 * beside + (one[0] == word[0]) + (len(one) > len(word) or sorted(one) == sorted(word))
    best = sorted(near, key=lambda one: (-near[one], one))
    # Of words alone only a long one tells; of short ones, and of those that were spelt with care, those beside it must.
    if not best or (near[best[0]] < 5 and (typed.tone or len(word) < 5 or len(best) > 1)):
        return ()
    return () if len(best) > 1 and near[best[0]] == near[best[1]] else (best[0],)


def _without_keys(word: str) -> str:
    """The letters that a Vietnamese keyboard makes of keys: ``ddoongf`` is đồng, ``tyr`` is tỷ, ``nuwowcs`` nước."""
    plain = _DOUBLED.sub(r"\1", word).replace("w", "")
    vowel = _VOWEL.search(plain)
    return plain[: vowel.end()] + _TONES.sub("", plain[vowel.end() :]) if vowel else word


def _neighbours(word: str) -> Mapping[str, None]:
    """Every word that is one letter away: one too many, one too few, another, or two the other way round."""
    found: dict[str, None] = {}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            found[head + tail[1:]] = None
        if len(tail) > 1:
            found[head + tail[1] + tail[0] + tail[2:]] = None
        for letter in _LETTERS:
            found[head + letter + tail] = None
            if tail:
                found[head + letter + tail[1:]] = None
    found.pop(word, None)
    return found
