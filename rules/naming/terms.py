"""The terms of a text: folded syllables, and two that follow each other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rules.language.fold import toned_words
from rules.language.syllables import syllables


def padded(text: str) -> str:
    """A text folded, with a blank before and behind."""
    return f" {toned_words(text)} "


def words_of(text: str) -> list[str]:
    """The folded syllables of a text that have letters, abbreviations written out."""
    return [norm for norm in syllables(text) if norm[0].isalpha() or any(map(str.isalpha, norm))]


def pairs_of(words: Iterable[str]) -> list[str]:
    """Each two syllables that follow each other, as one term."""
    return [f"{one}_{other}" for one, other in pairwise(words)]


def spoken(text: str) -> list[str]:
    """All folded words of a text, small ones too, abbreviations written out; ``;`` and ``:`` stand between."""
    return list(syllables(text, all_words=True))
