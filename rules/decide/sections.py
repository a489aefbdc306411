"""What the sections of a document tell of: what was reached, what is wanted, or what is expected.

A section is opened by a heading, by a numbered line that heads what follows (``Điều 2. Mục tiêu``), or by the words
before a colon that open a paragraph or an item (``- Kết quả đạt được: …``); it ends where another of its depth begins.
The words of an inner heading yield to the section around them where they are but a noun of it: ``2. Nhiệm vụ về hạ
tầng`` among results tells of results, ``Đánh giá, giám sát`` among tasks of tasks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.document import Block
from extract.layout import depth_of_item, ends_sentence, is_capitals, is_list_start, numbering
from rules.figure import Evidence, Height, Status
from rules.language.calendar import days_of, last_day
from rules.language.periods import Now, Time, find_times
from rules.language.wording import Wording, Words
from rules.scene import Stage

MOST_WORDS = 30
"""How long a line may be that heads what follows."""
MOST_WORDS_BEFORE_COLON = 14
ANNEX, NUMBERLESS, PROSE, ITEM = 1, 5, 7, 8
"""Depths of lines without a number, among those of numbered ones (1 to 6): annexes and titles in capitals, other
headings, paragraphs, items with a dash (with a plus one deeper)."""
UNSURE_YEARS = 1
"""How far behind the last year that a document tells of it may speak from, where it bears no date."""

_ARTICLE = Wording(r"{articles}\s+\d+\s*[.:]?\s*")
_ARTICLE_DEPTH = 2
# "Phần A. HIỆN TRẠNG", "B. MỤC TIÊU": letters that are no Roman numbers
_LETTERED = Wording(
    r"(?:{parts_of_text}\s+)?[ABEGH]\s?[.):]\s+(?=[^\W\d])|{parts_of_text}\s+[CD]\s?[.):]\s+", re.NOFLAG
)
# "Phần thứ nhất. TÌNH HÌNH", "PHẦN II - MỤC TIÊU"
_PART = Wording(r"{parts_of_text}\s+(?:{counts_parts}\s+[^\W\d]+|[IVX]+|\d{1,2})\s*(?:[.:–-]\s*|$)", re.NOFLAG)
_UNIT_LINE = Wording(r"\s*\(?\s*{unit_labels}\s*:")
_REMARKS = Wording(r"{remarks}\s*:")
_ANNEXED = Wording(r"{captions}\b")
_RESULTS = Words("actual_headings")
_GOALS = Words("target_headings")
_INDICATORS = Words("mere_indicators")
_FORECASTS = Words("forecast_headings")
_AHEAD = Words("ahead_headings")
_FILLER = r"\s*(?:{heading_fillers}\s+)*"
_OPENS_GOALS = Wording(_FILLER + r"(?:{goals}|{strive}|{ahead_headings})(?!\w)")
_OPENS_RESULTS = Wording(_FILLER + r"{opens_results}(?!\w)")
_UP_TO = Wording(r"\b{until}(?:\s+{last_days})?\s+$")
_END = Wording(r"{ends_document}\s*:")


@dataclass(frozen=True, slots=True)
class Section:
    """What a section tells of; ``[start, end)`` are the words in the document that say so, ``depth`` how deep it is."""

    status: Status
    start: int
    end: int
    depth: int

    def evidence(self) -> Evidence:
        """The entry for the status of a figure that stands in the section."""
        height: Height = "list" if self.depth >= PROSE else "section"
        return Evidence("status", f"{self.status}_section", self.start, self.end, height)


@dataclass(frozen=True, slots=True)
class _Head:
    depth: int
    section: Section | None


def sections(stage: Stage) -> Mapping[int, Section]:
    """The index of a block -> the innermost section around it that tells what its figures are."""
    document, now = stage.document, stage.setting.now
    title = " ".join((stage.letterhead.title or "").split())
    found: dict[int, Section] = {}
    stack: list[_Head] = []
    for index, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if block.kind == "footnote":
            continue
        if block.table is None and text.strip() and not _UNIT_LINE.match(text) and " ".join(text.split()) not in title:
            depth = _depth(text, block)
            while stack and stack[-1].depth >= depth:
                stack.pop()
            head = _head_words(text, block)
            if head is not None:
                around = next((one.section for one in reversed(stack) if one.section), None)
                told = _told(block, text, head, depth, around, now)
                if told is not None and head[1] < len(text) and not _heads(told, text[head[0] : head[1]], now):
                    told = None
                stack.append(_Head(depth, told))
        inside = next((one.section for one in reversed(stack) if one.section), None)
        if inside is not None:
            found[index] = inside
    return found


def body_begins(stage: Stage) -> int:
    """The index of the first numbered block: what stands before it leads up to what a plan or a directive says."""
    document = stage.document
    return next(
        (
            index
            for index, block in enumerate(document.blocks)
            if block.table is None
            and ((text := document.block_text(block)) and (_ARTICLE.match(text) or _numbering(text)))
        ),
        0,
    )


def _depth(text: str, block: Block) -> int:
    if _END.match(text):
        return 0
    if _ARTICLE.match(text):
        return _ARTICLE_DEPTH
    if numbered := _numbering(text):
        return numbered[0]
    if is_list_start(text):
        return ITEM + (depth_of_item(text) == 2)
    if _REMARKS.match(text) or (block.kind == "heading" and (is_capitals(text) or _ANNEXED.match(text))):
        return ANNEX
    if block.kind == "heading":
        return NUMBERLESS
    if _ANNEXED.match(text):
        return ITEM  # the title of a table
    return PROSE


def _head_words(text: str, block: Block) -> tuple[int, int] | None:
    """The stretch of a block that heads something: all of a heading, or what stands before the colon; None where it is
    prose."""
    begin = _begin(text)
    colon = text.find(":", begin)
    if block.kind == "heading":
        return begin, len(text)
    if colon >= 0 and len(text[begin:colon].split()) <= MOST_WORDS_BEFORE_COLON and "." not in text[begin:colon]:
        return begin, colon
    short = len(text.split()) <= MOST_WORDS and not ends_sentence(text)
    return (begin, len(text)) if short and begin else None


def _heads(section: Section, words: str, now: Now) -> bool:
    """Whether words before a colon head what follows, as ``- Mục tiêu năm 2030: …`` does: they begin with it,
    or with a task and a time ahead (``6. Nhiệm vụ tháng 9: …``)."""
    if section.status == "target" and _GOALS.pattern.match(words) and _lies_ahead(words, now):
        return True
    return bool((_OPENS_GOALS if section.status == "target" else _OPENS_RESULTS).match(words))


def _numbering(text: str) -> tuple[int, int] | None:
    """Depth and length of the printed number; ``MỤC TIÊU`` bears none, whatever it begins with."""
    if lettered := _LETTERED.match(text) or _PART.match(text):
        return ANNEX, lettered.end()
    numbered = numbering(text)
    return numbered if numbered and (numbered[0] > ANNEX or len(text[: numbered[1]].split()) > 1) else None


def _begin(text: str) -> int:
    """Where the words behind the printed number or sign begin."""
    if article := _ARTICLE.match(text) or _ANNEXED.match(text):
        return int(article.end())
    if numbered := _numbering(text):
        return numbered[1]
    sign = re.match(r"[^\w“\"]*(?:\w{1,2}\)\s*)?", text) if is_list_start(text) else None
    return sign.end() if sign else 0


def _told(
    block: Block, text: str, head: tuple[int, int], depth: int, around: Section | None, now: Now
) -> Section | None:
    """What a heading says of its section, as an inner one of the section ``around`` it."""
    words = text[head[0] : head[1]]
    results, goals, ahead = _RESULTS.search(words), _GOALS.search(words), _AHEAD.search(words)
    if goals and _ANNEXED.match(text) and _INDICATORS.pattern.match(words, goals.start()):
        goals = _GOALS.pattern.search(words, goals.end())  # "Bảng 2. Một số chỉ tiêu xã hội": they are measured

    def section(status: Status, found: re.Match[str]) -> Section:
        at = block.start + head[0]
        return Section(status, at + found.start(), at + found.end(), depth)

    if (forecast := _FORECASTS.search(words)) and not results:
        return section("forecast", forecast)
    first = min((m.start() for m in (goals, ahead) if m), default=len(words))
    if results and results.start() < first:
        if around is None or around.status == "actual" or _OPENS_RESULTS.match(words):
            return section("actual", results)
        return None
    if ahead or (goals and _lies_ahead(words, now)):
        return section("target", ahead or goals)  # type: ignore[arg-type]
    if goals and (around is None or around.status != "actual"):
        return section("target", goals)
    return None


def _lies_ahead(words: str, now: Now) -> bool:
    """Whether a heading names a time behind the end of what the document can tell of."""
    return any(is_ahead(time, words, now) for time in find_times(words.lower(), now))


def is_ahead(time: Time, text: str, now: Now) -> bool:
    """Whether a time of ``text`` lies behind what the document can tell of: it begins there, or it is an end (``đến hết
    năm 2030``) that lies there."""
    last = last_day(now.latest or (str(now.year + UNSURE_YEARS) if now.year else None))
    days = days_of(time.iso)
    if last is None or days is None or time.role == "reference":
        return False
    return days[0] > last or (days[1] > last and is_end(time, text))


def is_end(time: Time, text: str) -> bool:
    """Whether a time of ``text`` is one up to which something is counted or shall be: ``đến hết ngày 30/6``."""
    return bool(_UP_TO.search(text[: time.start]))
