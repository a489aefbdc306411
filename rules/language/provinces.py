"""The provinces before and after the merger of 2025: their table, who is meant by a name, and what is named in a text.

``provinces.tsv`` is the one table for rules and base. A name has one reader, for a document's head, a figure's sentence
and a person's cell: with hyphen, dash or none, ``TP``, ``TP.`` or ``T.P`` before it, in capitals, glued where it is
written so. Which of two provinces of one name is meant, the time tells: of the 63 until 2025-06-30, of the 34 since.

Needs no language model, so that a build with nothing to read can name places without loading one.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rules.figure import FORMER
from rules.language.calendar import days_of
from rules.language.fold import bare_letters
from rules.language.wording import Wording

PROVINCES_FILE = Path(__file__).parent / "provinces.tsv"
Era = Literal["old", "new"]
"""Which provinces there were: the 63, or the 34."""

_KIND = Wording(r"\s*{province_kinds}\s*(?=\w)")
_IS_TOWN = Wording(r"\s*(?:{tells_city}|T\.?\s?P\.?)\s+", re.NOFLAG)
_DAY_BEFORE = "2025-06-30"
_SIGN = re.compile(r"\s*[-–]\s*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a city or the country: ``id`` has ``-old`` where it is one of the 63; ``valid_from`` and ``valid_to``
    are ISO days, None where it has none in the table; ``merged_into`` is the id of the place of today."""

    id: str
    code: str
    name: str
    full_name: str
    kind: str
    valid_from: str | None
    valid_to: str | None
    merged_into: str | None
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which its name is written, the bare name first."""
        return tuple(dict.fromkeys((self.name, self.full_name, *self.aliases)))


@lru_cache(maxsize=1)
def load_places(path: Path = PROVINCES_FILE) -> tuple[Place, ...]:
    """All places in the order of the table; the source is named in its comment lines."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        Place(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            full_name=row["full_name"],
            kind=row["kind"],
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            merged_into=row["merged_into"] or None,
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    )


@cache
def merged_on() -> str:
    """The day of the merger: the first day of the 34, behind the last one of the 63."""
    return min(place.valid_from for place in load_places() if place.valid_from)


@cache
def count_of(era: Era) -> int:
    """How many provinces there are in an era: 63 or 34."""
    old = era == "old"
    return sum(1 for place in load_places() if place.kind != "country" and _is_old(place) == old)


def era_of(*times: str | None) -> Era | None:
    """Which provinces a time speaks of; ``times`` are periods or days in ISO, the most telling first.

    A period over which the merger fell (``2025``, ``2021/2025``) leaves it to the next time, the day of issue: a plan
    of 2023 for 2025 was one of the 63, a report of December 2025 on that year is one of the 34. None where no time
    tells.

    >>> era_of("2025-H1"), era_of("2025-06-05"), era_of("2025-Q3"), era_of("2025", "2025-12"), era_of("2025"), era_of()
    ('old', 'old', 'new', 'new', None, None)
    """
    for days in filter(None, map(days_of, times)):
        if days[1] < merged_on():
            return "old"
        if days[0] >= merged_on():
            return "new"
    return None


def place_called(name: str | None, *times: str | None) -> Place | None:
    """The province of a name at a time (see :func:`era_of`), None where no province is called so.

    A province that only one era knows is that one, whatever the time. Where no time tells, one of the 63 is meant: the
    reports without any date that people have are older than the merger.

    >>> [place_called(name, "2024").id for name in ("TP. HCM", "tỉnh ĐakLak", "Thừa Thiên - Huế", "BÀ RỊA VŨNG TÀU")]
    ['79-old', '66-old', '46-old', '77-old']
    >>> place_called("Đà Nẵng", "2025-H1").id, place_called("Đà Nẵng", "2025-H2").id, place_called("Đà Nẵng").id
    ('48-old', '48', '48-old')
    """
    known = _by_letters()
    if name and name.endswith(FORMER):
        name, times = name.removesuffix(FORMER), (_DAY_BEFORE,)
    if (
        name
        and _IS_TOWN.match(name)
        and not any(p.kind == "city" for p in known.get(bare_letters(_KIND.sub("", name)), ()))
    ):
        return None
    places = known.get(bare_letters(name or "")) or known.get(bare_letters(_KIND.sub("", name or "", count=1)))
    if not places:
        return None
    old = era_of(*times) != "new"
    return next((place for place in places if _is_old(place) == old), places[0])


def province_name(words: str) -> str | None:
    """The bare name of the province that a person or a letterhead names, None where it is none."""
    named = provinces_in(words)
    place = None if named else place_called(words)
    return named[0][2] if named else place.name if place else None


def as_before(name: str) -> str:
    """The place of a province as one of the 63: ``Lâm Đồng (cũ)``, but ``Đắk Nông``, which is no more.

    >>> as_before("Lâm Đồng"), as_before("Đắk Nông")
    ('Lâm Đồng (cũ)', 'Đắk Nông')
    """
    lives_on = any(place.name == name and not _is_old(place) for place in load_places())
    return f"{name}{FORMER}" if lives_on else name


def provinces_in(text: str) -> list[tuple[int, int, str]]:
    """The provinces named in a text, each with its offsets and its bare name, or a longer former one where that is
    printed.

    >>> [name for _, _, name in provinces_in("TP.HCM, tỉnh Bà Rịa Vũng Tàu và THỪA THIÊN - HUẾ; hoà bình")]
    ['Hồ Chí Minh', 'Bà Rịa - Vũng Tàu', 'Thừa Thiên Huế']
    """
    return [(match.start(), match.end(), _called(match.group())) for match in _names().finditer(text)]


def province_at(text: str, position: int) -> str | None:
    """The bare name of the province whose name begins at an offset, None where none does."""
    match = _names().match(text, position)
    return _called(match.group()) if match else None


def is_city(name: str) -> bool:
    """Whether a name is that of a city under the central government, in both eras."""
    places = _by_letters().get(bare_letters(name), ())
    return bool(places) and all(place.kind == "city" and place.name == name for place in places)


def _is_old(place: Place) -> bool:
    return place.id.endswith("-old")


@cache
def _by_letters() -> Mapping[str, tuple[Place, ...]]:
    """The places by each of their spellings, those of the 63 first."""
    table: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in load_places():
        for spelling in place.spellings:
            table[bare_letters(spelling)][place.id] = place
    return {letters: tuple(places.values()) for letters, places in table.items()}


@cache
def _names() -> re.Pattern[str]:
    """All spellings, the longest first, those of one first letter together: each letter is then tried once."""
    spellings = {s for p in load_places() if p.kind != "country" for s in (*p.spellings, *_glued(p))}
    by_letter: dict[str, set[str]] = defaultdict(set)
    for spelling in spellings | {spelling.upper() for spelling in spellings}:
        by_letter[spelling[0]].add(spelling[1:])
    ways = (
        f"{letter}(?:{'|'.join(map(_way, sorted(rests, key=lambda rest: (-len(rest), rest))))})"
        for letter, rests in sorted(by_letter.items())
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")


def _glued(place: Place) -> Iterator[str]:
    """The spellings in one word, ``ĐakLak`` and ``Đaklak``, where the table has one such spelling of the place."""
    words = {spelling: _WORD.findall(spelling) for spelling in place.spellings}
    if any(len(found) == 1 and bare_letters(place.name) == bare_letters(s) for s, found in words.items()):
        for found in words.values():
            yield "".join(found)
            yield "".join(found).capitalize()


def _way(spelling: str) -> str:
    """A spelling as a pattern: a hyphen may be a dash or missing, blanks are any blanks."""
    parts = (re.sub(r"(?:\\ )+", r"\\s+", re.escape(part)) for part in _SIGN.split(spelling))
    return r"\s*[-–—]?\s*".join(parts)


@lru_cache(maxsize=1_024)
def _called(printed: str) -> str:
    """The bare name of the province that is printed so, or a longer former one (``Thừa Thiên Huế``)."""
    letters = bare_letters(printed)
    place = _by_letters()[letters][0]
    own = set(_WORD.findall(place.name))
    same = (_KIND.sub("", s, count=1) for s in place.spellings if bare_letters(s) == letters)
    return next((s for s in same if set(_WORD.findall(s)) > own), place.name)
