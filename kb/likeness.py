"""How alike two documents are, told by a sketch of each that is short enough to be kept in a log.

A sketch holds two sets. The wording: every four words in a row, without their numbers. The numbers: every figure as it
is printed, with the two words before it and the word behind. Of each set the smallest hashes are kept, so that the
share of a union which two documents have in common is known within some hundredths, however long they are. Next
quarter's report has the same wording and other numbers, another province's by the same template as well; of the next
version of one report both are the same, but for what was mended.

A sketch is written into people's logs: a change here makes documents strangers that were known by it. Its first letter
says by which way it was made; of another way nothing is alike.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.language.fold import bare_words

_WAY = "1"
_KEPT = 192
"""Hashes of a set: a share is then known to within 0.03, and a sketch is two kilobytes."""
_WORDS = 4
_BEFORE = 2
_AROUND = 60
"""Letters around a number in which its neighbours are looked for."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The kept hashes of both sets, the smallest first, and how many each set has."""

    words: tuple[int, ...]
    numbers: tuple[int, ...]
    all_words: int
    all_numbers: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Which share of their wordings and of their numbers two documents have in common, from 0 to 1; of numbers None
    where neither has any. ``numbers_of_fewer`` is how many the one with fewer numbers has."""

    words: float
    numbers: float | None
    numbers_of_fewer: int


Stated = tuple[str, int, str]
"""A figure: the text of its passage, where its number stands there, the number as printed."""


def sketch_of(texts: Iterable[str], figures: Iterable[Stated]) -> str:
    """The sketch of a document of these passages and figures, as one word of letters and digits."""
    words: set[int] = set()
    for text in texts:
        plain = [word for word in bare_words(text).split() if not word.isdecimal()]
        words.update(_hash(" ".join(plain[at : at + _WORDS])) for at in range(max(1, len(plain) - _WORDS + 1)))
    times: Counter[str] = Counter()
    numbers: set[int] = set()
    for text, at, number in figures:
        before = bare_words(text[max(0, at - _AROUND) : at]).split()[-_BEFORE:]
        behind = bare_words(text[at + len(number) : at + len(number) + _AROUND]).split()[:1]
        told = " ".join(word for word in (*before, number, *behind) if word == number or not word.isdecimal())
        times[told] += 1
        numbers.add(_hash(f"{told}|{times[told]}"))
    some, others = (heapq.nsmallest(_KEPT, every) for every in (words, numbers))
    counts = (len(words), len(numbers), len(some), len(others))
    packed = struct.pack(f"<2I2H{len(some) + len(others)}I", *counts, *some, *others)
    return _WAY + base64.b64encode(packed).decode()


def read_sketch(text: str) -> Sketch | None:
    """The sketch of such a word; None where it is none, or was made in another way."""
    if not text.startswith(_WAY):
        return None
    try:
        data = base64.b64decode(text[1:], validate=True)
        all_words, all_numbers, words, numbers = struct.unpack_from("<2I2H", data)
        hashes = struct.unpack_from(f"<{words + numbers}I", data, 12)
    except (ValueError, struct.error):
        return None
    return Sketch(hashes[:words], hashes[words:], all_words, all_numbers)


def likeness(one: Sketch, other: Sketch) -> Alike:
    """How alike two documents are."""
    numbers = _share(one.numbers, other.numbers) if one.numbers or other.numbers else None
    return Alike(_share(one.words, other.words), numbers, min(one.all_numbers, other.all_numbers))


def _share(some: Sequence[int], others: Sequence[int]) -> float:
    """The share of the union of two sets that is in both, told by the smallest hashes of the union."""
    smallest = heapq.nsmallest(_KEPT, {*some, *others})
    both = {*some} & {*others}
    return sum(one in both for one in smallest) / len(smallest) if smallest else 0.0


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")
