"""What only looks like a figure: law numbers, dates, list numbers, names that hold a number. One reason each.

The ways of writing are data (``lexicon/exclusions.toml``); what needs the whole block (numbers that count its
paragraphs, ``(1) … (2)`` inside a line) is decided here.

>>> [(e.text, e.reason) for e in find_exclusions("Thực hiện Nghị quyết số 12-NQ/TU ngày 05/3/2022, Đề án 06")]
[('Nghị quyết số 12', 'law_number'), ('ngày 05/3/2022', 'date'), ('Đề án 06', 'name')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rules.language.axes import marks_in
from rules.language.letters import CAPITALS, ITEMS
from rules.language.lexicon import FOLDER, Marked, parse_marked
from rules.language.reckoned_by import find_reckoned
from rules.language.thresholds import find_thresholds
from rules.strict_toml import CatalogueError, Table, read_toml

_LIST_START = re.compile(
    rf"\s*(?:[-–—+•*]\s*)?(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s?[.)/](?!\d)(?=\s|[{CAPITALS}]|$)"
)
_LIST_DEEP = re.compile(rf"\s*(?P<n>\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}}){{0,2}})[.)]?\s+(?=[{CAPITALS}“\"])")
_LETTERED = re.compile(rf"\s*[{ITEMS}](?P<n>\d)\s?[.)]\s")
_CLOSED = re.compile(r"(?:^|[\s:;,])(\d{1,2})\)\s")
_DOTTED = re.compile(rf"(?<![\d.,])\b(\d{{1,2}})\.\s(?=[{CAPITALS}])")
_BRACKETED = re.compile(r"\(\s?(\d{1,2})\s?\)")
_THOUSANDS = re.compile(r"\.\d{3}(?![\d/-])")
_DECIMALS = re.compile(r"[.,]\d+\s?%")
_INLINE = re.compile(rf"(?:^|[\n;:]\s*|[.]\s+)(\d{{1,2}})[.)]\s+(?=[{CAPITALS}])")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the searched text that holds no figure, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Writing:
    """A way of writing that is no figure, and the reason told to people; what its examples mark it finds, and nothing
    with a digit in its near misses."""

    place: str
    reason: str
    pattern: re.Pattern[str]
    examples: tuple[Marked, ...]
    near_misses: tuple[str, ...]


@cache
def load_exclusions() -> tuple[Writing, ...]:
    """The ways of writing of ``exclusions.toml``. Raises CatalogueError on a bad entry."""
    with read_toml(FOLDER / "exclusions.toml") as file:
        return tuple(map(_read_exclusion, file.tables("exclusion", named_by="reason")))


def _read_exclusion(entry: Table) -> Writing:
    try:
        pattern = re.compile(entry.string("pattern"))
    except re.error as error:
        raise CatalogueError(entry.place, f"its pattern is no regular expression ({error})", "Correct it") from error
    examples = tuple(map(parse_marked, entry.strings("examples", 1)))
    if not all(example.spans for example in examples):
        raise CatalogueError(entry.place, "an example has no mark", "Write [[ and ]] around what it finds")
    return Writing(entry.place, entry.string("reason"), pattern, examples, entry.strings("near_misses", 1))


def find_exclusions(text: str) -> list[Span]:
    """The stretches of a block's text that hold digits but no figure, in order, without overlaps."""
    if not any(c.isdigit() for c in text):
        return []
    ways = load_exclusions()
    found = [Span(m.start(), m.end(), m.group(), way.reason) for way in ways for m in way.pattern.finditer(text)]
    found = [s for s in found if any(c.isdigit() for c in s.text) and not _cuts(text, s)]
    found += [Span(start, end, text[start:end], "chart_axis") for start, end in marks_in(text)]
    found += [Span(start, end, text[start:end], "threshold") for start, end in find_thresholds(text)]
    reckoned = [Span(one.start, one.end, text[one.start : one.end], "part_of_unit") for one in find_reckoned(text)]
    found += [s for s in reckoned if any(c.isdigit() for c in s.text)]
    return _longest(found + _list_numbers(text))


def _cuts(text: str, span: Span) -> bool:
    """Whether it begins or ends inside a printed number: ``ngày 1.12`` of ``ngày 1.125`` is no date, ``thôn 1`` of
    ``thôn 1.276 tổ`` no name."""
    if text[span.end - 1].isdigit() and (_THOUSANDS.match(text, span.end) or _DECIMALS.match(text, span.end)):
        return True
    return any(text[max(0, at - 1) : at].isdigit() and text[at : at + 1].isdigit() for at in (span.start, span.end))


def _list_numbers(text: str) -> list[Span]:
    found: list[Span] = []
    for pattern in (_LIST_START, _LIST_DEEP, _LETTERED):
        if match := pattern.match(text):
            found.append(Span(match.start("n"), match.end("n"), match["n"], "list_number"))
            break
    found += [Span(m.start(1), m.end(1), m[1], "list_number") for m in _INLINE.finditer(text)]
    closed = list(_CLOSED.finditer(text))
    if len(closed) > 1 and [int(m[1]) for m in closed] == list(range(1, len(closed) + 1)):
        found += [Span(m.start(1), m.end(1), m[1], "list_number") for m in closed]
    dotted = list(_DOTTED.finditer(text))
    if len(dotted) > 1 and [int(m[1]) for m in dotted] == list(range(1, len(dotted) + 1)):
        # "ứng dụng AI 1. Hệ thống A 2. Hệ thống B": a list that a cell or a line break ran together
        found += [Span(m.start(1), m.end(1), m[1], "list_number") for m in dotted]
    bracketed = list(_BRACKETED.finditer(text))
    counted = [int(m[1]) for m in bracketed]
    in_order = len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted)))
    for match, number in zip(bracketed, counted, strict=True):
        if in_order or match.start() == 0 or (number == 1 and text[: match.start()].rstrip().endswith(":")):
            found.append(Span(match.start(1), match.end(1), match[1], "list_number"))
    return found


def _longest(spans: list[Span]) -> list[Span]:
    """Of overlapping stretches the longest, then the first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
