"""Where: the provinces of a question, each name as a whole: ``cáp quang`` is no Quảng Nam, and ``nam`` alone no place.

A name is that of one of the 34 and of those that it was made of; ``cũ`` behind it means the former one alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rules.language.provinces import Place, load_places
from rules.language.wording import Words
from rules.questions.typed import Phrases, Typed, phrases, phrases_of

_COUNTRY = phrases_of(Words("asks_country"))
_FORMER = phrases_of(Words("asks_former"))
_OVER_TIME = phrases_of(Words("asks_over_time"))
_YEAR_WORD = phrases_of(Words("year"))


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A province that is asked for: its name and the ids that the name has, of one of the 63 and of one of the 34
    (None where there is none, or where only the former one is meant); the typed words that say it."""

    name: str
    old: str | None
    new: str | None
    first: int
    last: int


def places_of(typed: Sequence[Typed], pairs: Container[tuple[str, str]]) -> list[AskedPlace]:
    """The provinces of a question in order; ``pairs`` are words that stand together in names of metrics."""
    found: list[AskedPlace] = []
    at = 0
    while at < len(typed):
        named = _phrases().at(typed, at)
        if named is None or _is_of_other_words(typed, at, named[1], pairs):
            at += 1
            continue
        name, size = named
        old, new = _ids()[name]
        until = at + size
        if until < len(typed) and (former := _FORMER.at(typed, until)):
            new, until = (None, until + former[1]) if old else (new, until)
        found.append(AskedPlace(name, old, new, at, until))
        at = until
    if len(found) > 1:
        # "dien bien ty le": diễn biến, where another place is named
        found = [one for one in found if not _OVER_TIME.at(typed, one.first) or typed[one.first].tone]
    return found


def place_called(name: str) -> AskedPlace:
    """The province of a name, that no words say: the former one and that of today, as far as there are."""
    return AskedPlace(name, *_ids()[name], 0, 0)


def country_at(typed: Sequence[Typed]) -> tuple[int, int] | None:
    """Where a question names the whole country."""
    for at in range(len(typed)):
        if found := _COUNTRY.at(typed, at):
            return at, at + found[1]
    return None


def _is_of_other_words(typed: Sequence[Typed], at: int, size: int, pairs: Container[tuple[str, str]]) -> bool:
    """Whether a name without accents is the end of one thing and the beginning of another: ``cap quang nam 2023``."""
    last = at + size - 1
    if any(word.tone for word in typed[at : last + 1]) or at == 0 or last + 1 >= len(typed):
        return False
    begins = (typed[at - 1].plain, typed[at].plain) in pairs
    return begins and bool(_YEAR_WORD.at(typed, last)) and typed[last + 1].plain.isdigit()


@cache
def _phrases() -> Phrases:
    """Every spelling of a province with its name of today, or its former one where it has no other."""
    return phrases((spelling, place.name) for place in _provinces() for spelling in place.spellings)


@cache
def _ids() -> Mapping[str, tuple[str | None, str | None]]:
    found: dict[str, list[str | None]] = defaultdict(lambda: [None, None])
    for place in _provinces():
        found[place.name][0 if place.id.endswith("-old") else 1] = place.id
    return {name: (old, new) for name, (old, new) in found.items()}


def _provinces() -> list[Place]:
    return [place for place in load_places() if place.kind != "country"]


def place_words() -> set[str]:
    """Every word of a province's name, without marks."""
    return _phrases().plain_words()
