"""The terms of a text: folded syllables, and two that follow each other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rules.language.tokens import tokenize


def words_of(text: str) -> list[str]:
    """The folded syllables of a text that have letters, abbreviations written out."""
    return [token.norm for token in tokenize(text, False) if any(letter.isalpha() for letter in token.norm)]


def pairs_of(words: Iterable[str]) -> list[str]:
    """Each two syllables that follow each other, as one term."""
    return [f"{one}_{other}" for one, other in pairwise(words)]


def spoken(text: str) -> list[str]:
    """All folded words of a text, small ones too, abbreviations written out; ``;`` and ``:`` stand between."""
    return [token.norm for token in tokenize(text, False, True)]
