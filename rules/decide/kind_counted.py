"""What is counted in a value cell that names no unit: who is asked, and who may answer.

The last header and the row's name speak first. Where they only say in which state, at which level or when (``Quá hạn``,
``Cấp xã``, ``Kỳ trước``), the thing is named once for many cells: by the header of the rows' names (``Loại thuê bao``),
the row above (``1 Hồ sơ tiếp nhận``, ``1.1 Trực tuyến``), an outer header, the table's title or the line that leads
into it (``Kết quả tiếp nhận, giải quyết hồ sơ``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rules.decide.kind_words import OF_PLANS
from rules.decide.outline import outline
from rules.language.letters import CAPITALS
from rules.language.province_rows import province_cell
from rules.language.tokens import tagged
from rules.language.units import find_unit, noun_at, unit_classes
from rules.language.wording import Wording, Words
from rules.scene import Stage
from rules.table_cells import CellContext

_OF_LEVEL = Wording(r"{level_kinds}\s+{level_names}\b")
_NO_NUMBER = r"(?!{number_word}\s+{kept_behind_number_word}\b)"
_NUMBER_OF_INSIDE = Wording(rf"(?<!\w){_NO_NUMBER}(?!{{no_totals}}(?!\w)){{number_of}}(?:\s+|$)")
_HARMED = Wording(r"\s*(?:{number_word}\s+)?(?:{people}\s+)?{harmed}\s*")
_PEOPLE = Words("people")
_SOME = Wording(r"(?<!\w){one_of_many}\s+$")
_BREAKS_DOWN = Wording(r"(?<!\w){broken_down_by}(?!\w)")
_NUMBER_OF = Wording(rf"^(?:[-+*•]\s*)?{_NO_NUMBER}{{number_of}}\s+")
_NAME = Wording(
    rf"(?:[-+*•]\s*)?(?i:{{bearers_of_names}})(?:\s+(?i:{{bearers_of_names}}))*\s+[{CAPITALS}](?![{CAPITALS}])",
    re.NOFLAG,
)
"""A noun and a name: ``Huyện Bình Lục``, ``UBND xã Tân Hà``, ``Sở Y tế``."""
_KIND_OF = Wording(r"\s*{kinds_in_headers}\s+(?=[^\W\d])")
_LABEL = Wording(
    r"\s*(?:{captions}\s+(?:{number_word}\s+)?[\dIVX]+(?:\.\d+)*\s*[.:)–-]*\s*|{captions}\s*[.:]\s*)?"
)
_PLACES = Wording(r"\W*(?:{opens_breakdown}\W*)?(?:{places_a_number}(?!\w)|{bearers_of_names}(?!\w)|$)")
_TELLS_OF = Wording(r"{tells_of_a_number}(?!\w)")
_SETTLED = Words("settled_in_dossiers")
_DOSSIER = Words("dossiers")
_JOINED = Wording(r"(?:\s+[^\W\d]+)?\s*(?:,|\s{and})\s*")
_STOP = re.compile(r"[.;:()]")
_WORD = re.compile(r"[^\W\d_]+|,")
MOST_TO_THING = 8
"""So many words of a title may stand before the thing that its table counts."""

ADVERB = "R"
"""How the tagger marks ``đang``, ``vừa``, ``sắp``."""
PROCEDURES = "service"
"""The class of units that procedures belong to."""

Above = Mapping[tuple[int, int], tuple[str, ...]]
"""A table and a row -> the names of the rows over it, the nearest first."""


def rows_above(stage: Stage) -> Above:
    """The rows that each row of all tables stands under."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, table in enumerate(stage.document.tables):
        rows = outline(stage.document, table)
        for row in rows:
            if row.parent is not None:
                parent = rows[row.parent]
                found[number, row.at] = (parent.label, *found.get((number, parent.at), ()))
    return found


def counted_in(cell: CellContext, above: Sequence[str]) -> str:
    """What a cell counts that names no unit; ``above`` are the rows over its own. "" where nothing says it."""
    last = noun_of(cell.headers[-1]) if cell.headers else None
    if last and not _is_of_plans(last):
        return last
    # a province says whose it is, though one begins with the word for a Khmer village (Sóc Trăng)
    named = _NAME.match(cell.row_name) is not None or province_cell(cell.row_name) is not None
    if cell.headers and _HARMED.fullmatch(cell.headers[-1]) and named:
        return next(iter(_PEOPLE))
    told_number = told_number_of(cell.caption)
    if told_number and _BREAKS_DOWN.search(cell.caption):
        return told_number  # "Số xã đạt theo từng tiêu chí": schools and markets are what the rows are called
    if not named and (noun := noun_of(cell.row_name)):
        return noun
    told = (told_number_of(words) for words in (*reversed(cell.headers), cell.caption))
    if noun := next((noun for noun in told if noun), ""):
        return noun
    return _once_for_many(cell, above, named)


def _once_for_many(cell: CellContext, above: Sequence[str], named: bool) -> str:
    """The thing that is named once for many cells; a header or a row that names a thing of its own has none of it:
    ``Kinh phí`` counts no dossiers, whatever the table is called."""
    if not all(names_no_thing(header) for header in cell.headers[-1:]):
        return ""
    if kind := _KIND_OF.match(cell.name_header):
        return _thing(cell.name_header[kind.end() :])
    outer = (noun_of(header) for header in reversed(cell.headers[:-1]))
    if noun := next((noun for noun in outer if noun and not _is_of_plans(noun)), ""):
        return noun
    if not named and not names_no_thing(cell.row_name) and _only_places(cell.headers):
        return ""
    over = (noun_of(name) for name in above if not _NAME.match(name))
    if noun := next((noun for noun in over if noun and not _is_of_plans(noun)), ""):
        return noun
    return _told_of(cell.caption) or _told_of(cell.opening)


def _only_places(headers: Sequence[str]) -> bool:
    """Whether the headers say at most when, at which level or in all: what is measured is the row's."""
    return all(_PLACES.match(header) for header in headers)


@lru_cache(maxsize=2048)
def names_no_thing(words: str) -> bool:
    """Whether the words of a header or of a row's name say only in which state, at which level, when or of how many:
    ``Quá hạn``, ``Trong đó: trực tuyến``, ``Cấp xã``, ``Tổng cộng``."""
    if _PLACES.match(words):
        return True
    text = words.strip(" -+*•")
    first = next(iter(tagged(text[:1].lower() + text[1:])), None)
    return first is not None and not first[2].startswith("N")


@lru_cache(maxsize=2048)
def _told_of(words: str) -> str:
    """The thing that a title or an opening line tells of: ``Bảng 1. Hồ sơ theo cấp``, ``Kết quả tiếp nhận hồ sơ``.
    Before it stand only words that say what was done with it; where two are named, none is meant."""
    label = _LABEL.match(words)
    text = _STOP.split(words[label.end() if label else 0 :], maxsplit=1)[0]
    text = text.lower() if text.isupper() else text[:1].lower() + text[1:]
    tags = {start: (end, tag) for start, end, tag in tagged(text)}
    at = 0
    for word in list(_WORD.finditer(text))[:MOST_TO_THING]:
        if word.start() < at:
            continue
        if noun_at(text, word.start()):
            return _alone(text, word.start())
        skipped = _TELLS_OF.match(text, word.start())
        at, tag = tags.get(word.start(), (word.end(), ""))
        if skipped:
            at = skipped.end()
        elif tag.startswith("N"):
            return ""
    return ""


def _alone(text: str, start: int) -> str:
    """The noun of a title that begins there, if no other is joined to it. What is received and settled of procedures
    are dossiers."""
    noun = noun_at(text, start)
    thing = _thing(text[start:])
    end = start + max(len(thing), noun[0] - start if noun else 0)
    joined = _JOINED.match(text, end)
    other = noun_at(text, joined.end()) if joined else None
    if not thing or noun is None or _is_of_plans(thing) or other is not None:
        return ""
    if joined and any(tag.startswith("N") for _, _, tag in tagged(text[joined.end() :])[:1]):
        return ""
    if PROCEDURES in unit_classes(noun[1]) and _SETTLED.search(text, 0, start):
        return next(iter(_DOSSIER))
    return noun[1]


def told_number_of(words: str) -> str:
    """What ``Số trạm`` and ``Bảng 2. Tổng số hộ nghèo`` say a number of; ``Tổng số đang giải quyết`` says nothing."""
    match = _NUMBER_OF_INSIDE.search(words)
    if match and _SOME.search(words[: match.start()]):
        return ""
    if match and any(tag == ADVERB for _, _, tag in tagged(words[match.end() :].lower())[:1]):
        return ""
    unit = find_unit(words, match.end()) if match else None
    return unit.name if unit is not None and unit.family == "noun" else ""


def noun_of(words: str) -> str | None:
    """The counted noun that a row name or header begins with (``Số lượng máy trạm …``), or None."""
    rest = _NUMBER_OF.sub("", words.strip())
    if _OF_LEVEL.match(rest) or noun_at(rest, 0) is None:
        return None
    return _thing(rest)


def _is_of_plans(noun: str) -> bool:
    """Whether a noun is one of those that plans and places are counted in, alone or with more words behind it."""
    head = noun_at(noun, 0)
    return head is not None and head[1] in OF_PLANS


def _thing(words: str) -> str:
    """The counted noun whole that words begin with, as it is written inside a sentence."""
    inside = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    unit, noun = find_unit(f" {inside}", 0), noun_at(words, 0)
    if unit is None or unit.family != "noun":
        return noun[1] if noun else ""
    return unit.name
