"""Where: the province of a document, the named place of a figure, and the administrative level it is limited to.

Provinces come from ``provinces.tsv`` (63 until 2025-06-30, 34 since). A level is a word of the figure's own claim
(``cấp xã``, ``đối với cấp huyện``, or the counted places themselves); two levels at once are no level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from rules.figure import Level
from rules.language.fold import toned_words
from rules.language.letters import CAPITALS
from rules.language.lexicon import load_place_words
from rules.language.provinces import Place, load_places

MERGED_ON = "2025-07-01"

# "cấp huyện, xã": the second level leaves its "cấp" out
_SECOND_LEVEL = re.compile(r"cấp (?:tỉnh|huyện|xã)(?:,| và|\s?-|/)\s?(?:cấp )?(tỉnh|huyện|xã|thôn)\b", re.IGNORECASE)
_SHORT_LEVELS: Mapping[str, Level] = {"tỉnh": "province", "huyện": "district", "xã": "commune", "thôn": "village"}
_RANGE_OF_LEVELS = re.compile(
    r"từ (?:cấp )?(?:tỉnh|trung ương)\s+(?:đến|xuống|tới)\s+(?:cấp )?(?:cơ sở|xã|thôn|huyện)", re.I
)
_PROPER = rf"[{CAPITALS}][\w’']*(?:\s?[-–]?\s?[{CAPITALS}][\w’']*){{0,5}}"
_KIND = r"(?:[Tt]hành phố|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu|TP\.?)"
_SUB_PLACE = re.compile(rf"\b(?:[Tt]ại|[Tt]rên địa bàn|[Ởở]|của|thuộc)\s+(?:địa bàn\s+)?({_KIND}\s+{_PROPER})")
_OPENING_PLACE = re.compile(
    r"\s*(?:[-+•*]\s*|\d+[.)]\s*|[a-zđ]\)\s*)?(?:[^,;.]{3,40},\s*(?=tại|ở|trên))?"
    rf"(?:[Tt]ại|[Ởở]|[Tt]rên địa bàn|Riêng|Đối với)?\s*({_KIND}\s+{_PROPER})"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Levels, words whose name a level belongs to, and words for the whole country."""
    words = load_place_words()
    levels = "|".join(rf"(?P<{level}>\b(?:{'|'.join(forms)})\b)" for level, forms in words.levels.items())
    return (
        re.compile(levels, re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(words.before_level)})\s+$", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(words.country)})", re.IGNORECASE),
    )


@cache
def _by_key() -> Mapping[str, tuple[Place, ...]]:
    table: dict[str, list[Place]] = {}
    for place in load_places():
        for spelling in place.spellings:
            if place not in table.setdefault(toned_words(spelling), []):
                table[toned_words(spelling)].append(place)
    return {k: tuple(v) for k, v in table.items()}


@cache
def _names() -> re.Pattern[str]:
    spellings = {s for p in load_places() for s in p.spellings if p.id != "vn"}
    ordered = sorted(spellings, key=len, reverse=True)
    joined = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in ordered)
    return re.compile(rf"(?<![\w])(?:{joined})(?![\w])")


def place_called(name: str, on: str | None) -> Place | None:
    """The province of this name that was valid at the ISO date or period ``on`` (unknown: one of the 63)."""
    places = _by_key().get(toned_words(name), ()) or _by_key().get(
        toned_words(re.sub(r"^(?:tỉnh|thành phố|TP\.?)\s+", "", name, flags=re.I)), ()
    )
    if not places:
        return None
    new = on is not None and on[:7] >= MERGED_ON[:7]
    fitting = [p for p in places if p.id.endswith("-old") != new]
    return (fitting or list(places))[0]


def provinces_in(text: str) -> list[tuple[int, int, str]]:
    """The provinces named in ``text``: offsets and bare name."""
    found: list[tuple[int, int, str]] = []
    for match in _names().finditer(text):
        places = _by_key().get(toned_words(match.group()), ())
        if places:
            found.append((match.start(), match.end(), _called(places[0], match.group())))
    return found


def _called(place: Place, printed: str) -> str:
    """The bare name, or a longer former one where that is printed (``Thừa Thiên Huế``)."""
    own = set(toned_words(place.name).split())
    kinds = set(toned_words("tỉnh thành phố TP thủ đô").split())
    same = [s for s in place.spellings if toned_words(s) == toned_words(printed)]
    longer = [s for s in same if set(toned_words(s).split()) - kinds > own]
    return longer[0] if longer else place.name


def document_place(letterhead_place: str | None, title: str | None, text: str) -> str | None:
    """The bare name of a document's province: letterhead, then title, then the province named most in the text."""
    for words in (letterhead_place, title):
        named = provinces_in(words or "")
        if named:
            return named[0][2]
        if words and (called := place_called(words, None)):
            return called.name
    counts: dict[str, int] = {}
    for _, _, name in provinces_in(text):
        counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda n: counts[n]) if counts else None


def levels_in(text: str) -> list[tuple[int, int, Level]]:
    """The administrative levels named in ``text``, those left out that belong to a system's or an office's name."""
    found: list[tuple[int, int, Level]] = []
    levels, names, _ = _patterns()
    for match in levels.finditer(text):
        if not names.search(text[: match.start()]):
            level: Level = match.lastgroup  # type: ignore[assignment]
            found.append((match.start(), match.end(), level))
    for match in _SECOND_LEVEL.finditer(text):
        if not any(start < match.end(1) and match.start(1) < end for start, end, _ in found):
            found.append((match.start(1), match.end(1), _SHORT_LEVELS[match.group(1).lower()]))
    return sorted(found)


def one_level(text: str) -> Level | None:
    """The one level that a stretch of text is limited to; None where it names none or several."""
    if _RANGE_OF_LEVELS.search(text):
        return None
    levels = {level for _, _, level in levels_in(text)}
    return levels.pop() if len(levels) == 1 else None


def sub_place(text: str) -> str | None:
    """A lower place that the text is limited to by name (``tại thành phố Phan Thiết``), or None."""
    match = _SUB_PLACE.search(text)
    return match.group(1).strip() if match else None


def opening_place(paragraph: str) -> str | None:
    """The lower place that a paragraph or heading begins with (``Huyện Thuận Châu: …``), or None: all of it is about
    it. A city that is a province itself is none."""
    match = _OPENING_PLACE.match(paragraph)
    if not match or place_called(match.group(1), None):
        return None
    kind, _, name = match.group(1).strip().partition(" ")
    return f"{kind[0].lower()}{kind[1:]} {name}" if not kind.isupper() else match.group(1).strip()


def lower_place_at_end(text: str) -> str | None:
    """The lower place that a stretch of text ends with (``…, kế đến huyện Sơn Dương``), or None."""
    match = re.search(rf"({_KIND}\s+{_PROPER})$", text)
    if not match or place_called(match.group(1), None):
        return None
    return match.group(1)[0].lower() + match.group(1)[1:]


def names_country(text: str) -> bool:
    """Whether the text is about the whole country or the mean of its provinces."""
    return bool(_patterns()[2].search(text))


def other_province(text: str, own: str | None) -> str | None:
    """The only province named in ``text`` if it is another than ``own``."""
    named = list(dict.fromkeys(name for _, _, name in provinces_in(text)))
    return named[0] if len(named) == 1 and named[0] != own else None


def trail_place(trail: Sequence[str], own: str | None) -> str | None:
    """Another province that the nearest heading is about, or None."""
    for heading in reversed(trail):
        if name := other_province(heading, own):
            return name
    return None
