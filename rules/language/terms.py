"""Words that are almost a standing term: its letters, with another mark or tone (``Công dịch vụ công``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rules.language.fold import bare, toned
from rules.language.wording import Words

_TERMS = Words("terms")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_letters = lru_cache(maxsize=20_000)(bare)


@cache
def load_terms() -> Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """The terms of ``lexicon/terms.toml``: their bare letters -> the syllables as they should be, folded."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for term in _TERMS:
        syllables = _SYLLABLE.findall(term)
        found.setdefault(tuple(map(_letters, syllables)), set()).add(tuple(map(toned, syllables)))
    return {letters: frozenset(spellings) for letters, spellings in found.items()}


def misprinted(words: str) -> str | None:
    """The first stretch of ``words`` that has a term's letters and not its spelling, None where there is none.

    >>> misprinted("hồ sơ trên Công dịch vụ công"), misprinted("hồ sơ trên Cổng dịch vụ công")
    ('Công dịch vụ công', None)
    """
    terms = load_terms()
    lengths = sorted({len(letters) for letters in terms})
    for clause in re.split(r"[^\w\s]", words):
        syllables = _SYLLABLE.findall(clause)
        letters, folded = tuple(map(_letters, syllables)), tuple(map(toned, syllables))
        for start in range(len(syllables)):
            for length in lengths:
                spellings = terms.get(letters[start : start + length])
                if spellings and folded[start : start + length] not in spellings:
                    return " ".join(syllables[start : start + length])
    return None
