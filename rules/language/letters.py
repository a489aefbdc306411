"""The letters of Vietnamese: its capitals, for patterns, and its order, for lists.

``[À-Ỹ]`` would take small letters in too; by the numbers of the letters Đ stands behind Y.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""For use inside square brackets."""

ACRONYMS = "A-ZĐ"
"""The capitals of abbreviations, which bear no marks; for use inside square brackets."""

ITEMS = "a-zđ"
"""The letters that count the items of a list, for use inside square brackets."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def sort_key(words: str) -> str:
    """A key that sorts as a Vietnamese dictionary does: syllable by syllable, letters first, then tones.

    >>> sorted(["Đà Nẵng", "Yên Bái", "Dĩ An", "Hạ Long", "Hà Nội"], key=sort_key)
    ['Dĩ An', 'Đà Nẵng', 'Hà Nội', 'Hạ Long', 'Yên Bái']
    """
    keys: list[str] = []
    for syllable in words.casefold().split():
        split = [_split_tone(letter) for letter in syllable]
        ranks = [(_ALPHABET.find(base), base) for base, _ in split]
        letters = "".join(f"~{rank:02d}" if rank >= 0 else base for rank, base in ranks)
        keys.append(f"{letters}!{''.join(str(tone) for _, tone in split)}")
    return " ".join(keys)


@lru_cache(maxsize=512)
def _split_tone(letter: str) -> tuple[str, int]:
    """A letter without its tone, and the tone's place in the dictionary's order."""
    marks = unicodedata.normalize("NFD", letter)
    for tone, mark in enumerate(_MARKS):
        if mark and mark in marks:
            return unicodedata.normalize("NFC", marks.replace(mark, "")), tone
    return letter, 0


CELL_GAP = " | "
"""What stands between the cells of a row where they are one text, or between its name, headers and caption."""
