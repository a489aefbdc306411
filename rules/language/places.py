"""Where: the province of a document, the named place of a figure, and the administrative level it is limited to.

A level is a word of the figure's own claim (``cấp xã``, ``đối với cấp huyện``, or the counted places themselves); two
levels at once are no level. Who is meant by a province's name stands in :mod:`rules.language.provinces`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from rules.figure import FORMER, Level
from rules.language.fold import bare, bare_letters
from rules.language.letters import CAPITALS, ITEMS
from rules.language.lexicon import FOLDER
from rules.language.organisations import without_organisations
from rules.language.province_rows import province_cell
from rules.language.provinces import as_before, is_city, load_places, place_called, province_at, provinces_in
from rules.language.unit_words import load_units
from rules.language.wording import Wording, Words
from rules.strict_toml import read_toml

OPENING = 400
"""So many letters open a text."""
OFTEN = 3
"""A province that a text names so often is what it is about, wherever it does."""
# "cấp huyện, xã": the second level leaves its "cấp" out
_SECOND_LEVEL = Wording(r"{level_kind} {bare_levels}(?:,| {and}|\s?-|/)\s?(?:{level_kind} )?({bare_levels})\b")
_RANGE_OF_LEVELS = Wording(r"{from} (?:{level_kind} )?{range_tops}\s+{range_to}\s+(?:{level_kind} )?{range_ends}")
_PROPER = rf"[{CAPITALS}][\w’']*(?:\s?[-–]?\s?[{CAPITALS}][\w’']*){{0,5}}"
_VILLAGE = rf"{{village_kinds}}\s+[{CAPITALS}][\w’']+(?:\s[{CAPITALS}][\w’']+){{1,3}}"
"""A village has a name of two words: one with a capital may begin anything (``bản Kế hoạch``)."""
_SUB_PLACE = Wording(rf"\b{{limits_to_a_place}}\s+(?:{{area}}\s+)?({{lower_kinds}}\s+{_PROPER}|{_VILLAGE})", re.NOFLAG)
_OPENING_PLACE = Wording(
    rf"\s*(?:[-+•*]\s*|\d+[.)]\s*|[{ITEMS}]\)\s*)?(?:[^,;.]{{3,40}},\s*(?={{at_a_place}}))?"
    rf"{{opens_a_place}}?\s*({{lower_kinds}}\s+{_PROPER})",
    re.NOFLAG,
)
_PLACE_AT_END = Wording(rf"({{lower_kinds}}\s+{_PROPER}|{_VILLAGE})$", re.NOFLAG)
_LOWER_NAMED = Wording(rf"\b(?P<kind>{{kinds_of_offices}})(?:\s+{{party_organ}})?\s+(?P<name>{_PROPER})", re.NOFLAG)
_OFFICE = Wording(r"\s*(?:[-+•*]\s*|\d+(?:\.\d+)*[.)]?\s+|[IVX]+\.\s+)?{offices_of_a_place}\s+", re.NOFLAG)
_FORMER = Wording(r"\s*{former}(?!\w)")
_ELSEWHERE = Wording(r"\b{not_of_the_place}\s+(?:{tells_province}\s+|{tells_city}\s+|TP\.?\s*)?$")
_AND_MORE = Wording(r"\s*(?:,|,?\s*{and})\s*(?:{province_word}\s+|{tells_city}\s+)?")
_LOWER_BEFORE = Wording(r"\b{lower_kinds}\s+$", re.NOFLAG)
_HELD_AGAINST = Wording(r"\b{held_against_a_place}\b")
_LONGER = re.compile(rf"\s+[{CAPITALS}]\w+")
_TOLD = Wording(
    r"\b(?:(?P<province>{tells_province}\s+)|(?P<city>{tells_city}\s+|T\.?\s?P\.?\s*))" + f"(?=[{CAPITALS}])", re.NOFLAG
)
_KIND_BEFORE = Wording(r"\b(?:{tells_province}|{tells_city}|TP\.?)\s*$", re.NOFLAG)
_AMONG_OTHERS = Wording(r"\b{some_of}\s+{tells_province}\s+(?:[^.;:()\d]*(?:,|\b{and})\s*)?$")
_NAME = re.compile(rf"[{CAPITALS}][^\W\d_]*\s+[{CAPITALS}][^\W\d_]*")
_LOWER = Wording(rf"\b{{lower_in_capitals}} ([{CAPITALS}]+ [{CAPITALS}]+)", re.NOFLAG)
_NO_NAME = Words("no_names")
_OWN_PROVINCE = Wording(
    rf"\b(?:(?i:{{organs_of_a_province}})\s+{{province_word}}|(?i:{{speaks_for_a_province}}))(?!\w)(?!\s+[{CAPITALS}])",
    re.NOFLAG,
)
_LEVELS = Wording(
    r"(?P<province>\b{says_province}\b)|(?P<district>\b{says_district}\b)|(?P<commune>\b{says_commune}\b)|"
    r"(?P<village>\b{says_village}\b)|(?P<national>\b{says_national}\b)"
)
_BEFORE_LEVEL = Wording(r"{before_level}\s+$")
_COUNTRY = Wording(r"\b{says_country}")
_FIRST_OF = Wording(r"\b{first_of}(?:\s+{first_among})?\s+$")


def levels_in(text: str, counted: bool = False) -> list[tuple[int, int, Level]]:
    """The administrative levels named in ``text``, those left out that belong to a system's or an office's name; but
    where the text begins with offices that are ``counted`` (``124 Trung tâm … cấp xã``), it is theirs."""
    found: list[tuple[int, int, Level]] = []
    for match in _LEVELS.finditer(text):
        name = _BEFORE_LEVEL.search(text[: match.start()])
        if not name or (counted and name.start() == 0):
            level: Level = match.lastgroup  # type: ignore[assignment]
            found.append((match.start(), match.end(), level))
    for match in _SECOND_LEVEL.finditer(text):
        if not any(start < match.end(1) and match.start(1) < end for start, end, _ in found):
            found.append((match.start(1), match.end(1), load_units().levels[match.group(1).lower()]))
    return sorted(found)


def one_level(text: str, counted: bool = False) -> Level | None:
    """The one level that a stretch of text is limited to; None where it names none or several."""
    if _RANGE_OF_LEVELS.search(text):
        return None
    levels = {level for _, _, level in levels_in(text, counted)}
    return levels.pop() if len(levels) == 1 else None


def sub_place(text: str) -> str | None:
    """A lower place that the text is limited to by name (``tại thành phố Phan Thiết``), or None."""
    match = _SUB_PLACE.search(text)
    return match.group(1).strip() if match else None


def lower_places_named(text: str) -> list[str]:
    """The lower places that a text names, in order (``Huyện ủy Na Hang`` is of ``huyện Na Hang``); a city that is a
    province itself is none."""
    found = []
    for match in _LOWER_NAMED.finditer(text):
        kind = match["kind"].rstrip().lower()
        if place_called(f"{kind} {match['name']}") is None:
            found.append(f"{kind} {match['name']}")
    return found


def opening_place(paragraph: str) -> str | None:
    """The lower place that a paragraph or heading begins with (``Huyện Thuận Châu: …``), or None: all of it is about
    it. A city that is a province itself is none."""
    if short := _short().match(paragraph):
        paragraph = f"{load_short_kinds()[short.group(1)]} {paragraph[short.end() :]}"
    office = _OFFICE.match(paragraph)
    match = _OPENING_PLACE.match(paragraph, office.end() if office else 0)
    if not match or place_called(match.group(1)):
        return None
    kind, _, name = match.group(1).strip().partition(" ")
    return f"{kind[0].lower()}{kind[1:]} {name}" if not kind.isupper() else match.group(1).strip()


@cache
def load_short_kinds() -> Mapping[str, str]:
    """How the kinds of lower places are shortened in tables (``TX. Kinh Môn``) -> the word."""
    with read_toml(FOLDER / "short_kinds.toml") as said:
        kinds = said.table("kinds")
        return {short: kinds.string(short) for short in kinds}


@cache
def _short() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\d+[.)]?\s+)?({'|'.join(load_short_kinds())})\.\s*(?=[{CAPITALS}])")


def lower_place_at_end(text: str) -> str | None:
    """The lower place that a stretch of text ends with (``…, kế đến huyện Sơn Dương``), or None."""
    match = _PLACE_AT_END.search(text)
    if not match or place_called(match.group(1)):
        return None
    return match.group(1)[0].lower() + match.group(1)[1:]


def names_country(text: str) -> bool:
    """Whether the text is about the whole country or the mean of its provinces: not ``cao nhất cả nước``, which says
    where a province stands."""
    return any(not _FIRST_OF.search(text[: match.start()]) for match in _COUNTRY.finditer(text))


def document_place(issuer: str, title: str, blocks: Sequence[str], filename: str = "") -> str | None:
    """The bare name of a document's province: that of its issuer, else of its title, else the one that its text calls
    a province most often, else the one that it names most often. A province that the table does not know (``tỉnh Hà
    Tây``) is believed of issuer and title only: a body's ``TỈNH KHÔNG GIẢM`` is none. Last, its issuer's district."""
    for text in (issuer, title):
        if told := told_province(text):
            return told
    called = [name for block in blocks for name, certain in _told(block) if certain]
    named = [name for text in (title, *blocks) if not province_cell(text) for name in _spoken_of(text)]
    called, named = _of_own_kind(called, blocks), _of_own_kind(named, blocks)
    if not issuer:
        called, named = _told_of(called, title, blocks), _told_of(named, title, blocks)
    if place := _most_named(called) or _place_of_file(filename) or _most_named(named):
        return place
    lower = _LOWER.search(issuer)
    return _in_small_letters(lower[1]) if lower else None


def _told_of(names: list[str], title: str, blocks: Sequence[str]) -> list[str]:
    """The provinces that a text without an issuer is about, of those that it names: in its headline, among its first
    words, or time and again. One in passing is none, least of all where the text tells of the country."""
    # Each block adds a blank at least: so many of them hold so many letters.
    opening = f"{title} {' '.join(blocks[: OPENING + 1])[:OPENING]}"
    first = provinces_named(opening)
    of_country = names_country(opening[: first[0][0]] if first else opening)
    opens = set() if of_country else {name.removesuffix(FORMER) for *_, name in first}
    times = Counter(names)
    return [name for name in names if name in opens or times[name] >= OFTEN]


def _of_own_kind(named: list[str], blocks: Sequence[str]) -> list[str]:
    """The provinces that a text names, without the cities where it calls its own a province (``Công an tỉnh``)."""
    if not any(map(is_city, named)) or not any(_OWN_PROVINCE.search(block) for block in blocks):
        return named
    return [name for name in named if not is_city(name)]


def _most_named(names: Sequence[str]) -> str | None:
    """The province that a text names most often, None where another is named as often: ``Hòa Bình`` and ``Thái Bình``
    in a list of communes are no place of the document."""
    if not names:
        return None
    first, *others = Counter(names).most_common(2)
    return None if others and others[0][1] == first[1] else first[0].removesuffix(FORMER)


def _spoken_of(text: str) -> Iterator[str]:
    """The provinces of a text but those of before, those that another is only held against, and those of a list
    (``các tỉnh Sơn La, Hà Nam``): a document about several is of none of them."""
    for start, _, name in provinces_named(text):
        clause = re.split(r"[.;]\s", text[max(0, start - 60) : start])[-1]
        if name == name.removesuffix(FORMER) and not (_HELD_AGAINST.search(clause) or _AMONG_OTHERS.search(clause)):
            yield name


def _place_of_file(filename: str) -> str | None:
    """The one province that a file is named after (``bao-cao_dienbien_2026.docx``), where its text tells of none."""
    words = re.split(r"[\W\d_]+", bare(filename.rpartition(".")[0]))
    runs = {
        "".join(words[low:high]) for low in range(len(words)) for high in range(low + 1, min(len(words), low + 4) + 1)
    }
    named = {place.name for place in load_places() if place.kind != "country" and bare_letters(place.name) in runs}
    return named.pop() if len(named) == 1 else None


def told_province(text: str) -> str | None:
    """The first province that a text calls one: ``tỉnh Kon Tum``, ``TP. HCM``, ``TỈNH ỦY BẾN TRE``, also one that the
    table does not know."""
    return next((name for name, _ in _told(text)), None) or _unknown_province(text)


def _told(text: str) -> Iterator[tuple[str, bool]]:
    """The provinces of the table that a text calls so, and whether it is certain: ``thành phố Hà Giang`` is a town."""
    for match in _TOLD.finditer(text):
        # "TPHCM" is a spelling as it stands
        name = province_at(text, match.end()) or province_at(text, match.start())
        listed = _AMONG_OTHERS.search(text[max(0, match.start() - 20) : match.end()])
        if name and not listed and not _FORMER.match(text, match.end() + len(name)):
            yield name, bool(match["province"]) or is_city(name)


def _unknown_province(text: str) -> str | None:
    for match in _TOLD.finditer(text):
        name = _NAME.match(text, match.end()) if match["province"] else None
        if name and not any(word in _NO_NAME for word in name.group().split()):
            return _in_small_letters(name.group())
    return None


def _in_small_letters(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split())


def names_lower_place(text: str) -> bool:
    """Whether an issuer in capitals is of a district or a commune: ``ỦY BAN NHÂN DÂN HUYỆN MƯỜNG TÈ``."""
    return bool(_LOWER.search(text))


def other_province(text: str, own: str | None) -> str | None:
    """The only province named in ``text`` if it is another than ``own``."""
    named = list(dict.fromkeys(name for _, _, name in provinces_named(text)))
    return named[0] if len(named) == 1 and named[0] != own else None


@lru_cache(maxsize=256)
def provinces_named(text: str) -> tuple[tuple[int, int, str], ...]:
    """The provinces that a text speaks of, with their offsets: not a commune, a river or an organisation of that name,
    nor what only gave an example. One of the 63 that lives on under its name bears a mark: ``Lâm Đồng (cũ)``."""
    seen = without_organisations(text)
    found: list[tuple[int, int, str]] = []
    passed = -1
    for start, end, name in provinces_in(seen):
        before = seen[max(0, start - 40) : start]
        told = bool(_TOLD.match(seen, start)) or bool(_KIND_BEFORE.search(before))
        if _ELSEWHERE.search(before) or (passed > 0 and _AND_MORE.fullmatch(seen, passed, start)):
            passed = end
            continue
        if _LOWER_BEFORE.search(before) and not (is_city(name) and told):
            continue
        if not told and _LONGER.match(seen, end) and not seen[start:end].isupper():
            continue
        former = _FORMER.match(seen, end)
        found.append((start, former.end() if former else end, as_before(name) if former else name))
    return tuple(found)


def trail_place(trail: Sequence[str], own: str | None) -> str | None:
    """Another province that the nearest heading is about, or None."""
    for heading in reversed(trail):
        if name := other_province(heading, own):
            return name
    return None
