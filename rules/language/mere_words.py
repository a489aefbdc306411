"""Words around a number that name nothing that could be measured."""

from __future__ import annotations

from rules.language.provinces import provinces_in
from rules.language.wording import Wording

_WHERE_OR_WHEN = Wording(r"\b{says_where_or_when}\b")

_GENERIC = Wording(r"^(?:[\s,;:()–|-]|{names_nothing}|[\d./])*$")
_LEVEL_ONLY = Wording(r"^(?:[\s,;:()–-]|{names_a_level}|[\d./])*$")


def only_generic(words: str) -> bool:
    """Whether the words name no thing of their own (``Năm 2022, tỉnh đạt``)."""
    return bool(_GENERIC.match(_without_places(words)))


def only_levels(words: str) -> bool:
    """Whether the words name at most a level, a time or a plan (``cấp xã, mục tiêu đề ra``), so that what is measured
    stands elsewhere."""
    return bool(_LEVEL_ONLY.match(_without_places(words)))


def _without_places(words: str) -> str:
    for start, end, _ in reversed(provinces_in(words)):
        words = f"{words[:start]} {words[end:]}"
    return _WHERE_OR_WHEN.sub(" ", words)
