"""How far the noun goes that a number counts: ``63 | đơn vị sự nghiệp công lập | thuộc sở``.

The lexicon, or the first word, gives its head. underthesea's words say where that is cut short (``trường`` of ``trường
hợp``), its tags which of the words behind are nouns and belong to it; a light noun (``người``, ``tờ``) takes the word
behind it whatever it is. Measured with ``python -m bench.nouns``; its chunks added nothing and are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rules.language.letters import CAPITALS
from rules.language.tokens import tagged, words
from rules.language.wording import Words

_STOPS = re.compile(r"[.,;:()\[\]\n\d|/–…\"“”+]|\s-")
_LIGHT = Words("light_nouns")
_KINDS = Words("kinds_of_things")
_ENDS = Words("ends_nouns")
_LEVEL_KINDS = Words("level_kinds")
_LEVELS = Words("level_names")
_BODIES = Words("bodies_of_levels")
_BEFORE_A_COUNT = Words("before_a_count")
_NOUNS = frozenset(["N", "Nc", "Nu", "Ny", "M"])
"""Tags of nouns. A number never stands in the stretch that is tagged: what is called one (M) is an unknown noun."""
_BEHIND_LIGHT = _NOUNS | {"V", "A", "X"}
_NAME = "Np"
_NAME_BEHIND = re.compile(rf"\s+[{CAPITALS}]")
MOST_LETTERS = 80
MOST_WORDS = 3
"""How many words a noun may have behind its head."""

Extent = Callable[[str, int, int], int]
"""Where the noun ends whose head is ``text[start:end]``."""


def stretch_at(text: str, position: int) -> str:
    """The words from ``position`` up to the next stop, number or bracket."""
    return _STOPS.split(text[position : position + MOST_LETTERS], maxsplit=1)[0].rstrip()


def whole_word(text: str, start: int, end: int) -> int:
    """Where the word ends that ``text[start:end]`` begins, as underthesea cuts it."""
    stretch = stretch_at(text, start)
    first = next(iter(words(stretch)), None)
    return max(end, start + first[1]) if first is not None and first[0] == 0 else end


@lru_cache(maxsize=4096)
def whole_noun(text: str, start: int, end: int) -> int:
    """Where the noun ends whose head is ``text[start:end]``."""
    stretch, head = stretch_at(text, start), end - start
    behind = [(max(first, head), last, tag) for first, last, tag in _tags(stretch) if last > head]
    name = " ".join(stretch[:head].split())
    taken = 0
    for at, (first, last, tag) in enumerate(behind):
        if first < end - start:
            # a kind of thing reached over it
            continue
        word = stretch[first:last].strip()
        body = " ".join(stretch[: end - start].split()) in _BODIES
        if body and word in _LEVEL_KINDS and at + 1 < len(behind) and _is_level(stretch, behind[at + 1]):
            return start + behind[at + 1][1]
        if body and word in _LEVELS and not _NAME_BEHIND.match(stretch, last):
            # "9 UBND huyện", and not "UBND huyện Bình Lục"
            return start + last
        light = at == 0 and name in _LIGHT
        kind = _KINDS.match(stretch, first)
        place = word in _LEVELS and not light
        goes_on = kind or (word not in _ENDS and not place and _belongs(word, tag, light))
        if taken == MOST_WORDS or not word or not goes_on:
            break
        # the tagger at times cuts "sức khỏe" behind its first half
        end = start + (_behind_kinds(stretch, first) if kind else last)
        taken += 1
    return end


def _behind_kinds(stretch: str, start: int) -> int:
    """Where the kinds of things end that follow each other from ``start`` on (``sức khỏe | điện tử``)."""
    end = start
    while kind := _KINDS.match(stretch, start):
        end = kind.end()
        start = end + len(stretch[end:]) - len(stretch[end:].lstrip())
    return end


def is_noun(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is a noun of more than one syllable, or of one with a capital, and no name."""
    first = next(iter(_tags(stretch_at(text, start))), None)
    return first is not None and first[0] == 0 and first[2] in _NOUNS - {"M"} | {"Z"}


def _belongs(word: str, tag: str, light: bool) -> bool:
    acronym = tag == _NAME and word.isupper() and len(word) > 1
    return tag in _NOUNS or acronym or word in _KINDS or (light and tag in _BEHIND_LIGHT)


def _is_level(stretch: str, found: tuple[int, int, str]) -> bool:
    return stretch[found[0] : found[1]].strip() in _LEVELS


@lru_cache(maxsize=4096)
def _tags(stretch: str) -> tuple[tuple[int, int, str], ...]:
    """The tagged words of a stretch, as if it stood behind a number in a whole sentence."""
    if not stretch.strip():
        return ()
    before = f"{next(iter(_BEFORE_A_COUNT))} 12 "
    return tuple(
        (max(0, first - len(before)), min(last - len(before), len(stretch)), tag)
        for first, last, tag in tagged(f"{before}{stretch} .")
        if last > len(before) and first < len(before) + len(stretch)
    )
