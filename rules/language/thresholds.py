"""Thresholds and scoring rules: the bounds of classes, what a case must reach, and the points that follow. They are
what a rule says, and no result of anybody.

>>> text = "Đơn vị đạt từ 90% trở lên được cộng 02 điểm; từ 70% đến dưới 90% không cộng; dưới 70% bị trừ 03 điểm."
>>> [text[start:end] for start, end in find_thresholds(text)]
['90', '02', '70', '90', '70', '03']
>>> find_thresholds("Tỷ lệ đúng hạn đạt trên 95%, Sở bị trừ 03 điểm; phấn đấu đạt từ 80% trở lên.")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.language.wording import Wording

_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = r"(?:\s?%|\s?[^\W\d]+){0,1}"
_PART_END = re.compile(r"(?<!\d)[.;](?:\s|$)|[;\n]|\.\s*$")
# "từ 70% đến dưới 100%", "từ trên 5 - dưới 10 tỷ đồng"
_CLASS = Wording(
    rf"(?<!\w){{from}}\s+(?:{{bound_words}}\s+)?(?P<a>{_NUMBER})(?:\s?%|(?:\s[^\W\d]+){{0,3}}?)\s*(?:{{until}}|-|–|,)\s*{{stays_below}}\s+"
    rf"(?P<b>{_NUMBER})"
)
# what is asked of a case, and what follows for it
_BOUND = (
    rf"(?:{{bound_words}}\s+(?P<a>{_NUMBER})(?:{_UNIT}\s*(?:{{until}}|-|–)\s*(?P<b>{_NUMBER}))?|(?P<c>{_NUMBER}))"
    rf"{_UNIT}"
)
_RULED = Wording(rf"(?<!\w){_BOUND}(?P<more>\s*(?:{{or_more}}|{{or_less}}))?,?\s*(?:{{rule_follows}}|[:=](?=\s*\d))")
_FOLLOWING = Wording(rf"(?:{{rule_follows}}|[:=])\s*(?:{{at_most_words}}\s+)?(?P<a>{_NUMBER})\s*{{points}}\b")
_NOR_MORE = Wording(rf"(?<!\w){{no_more_than}}\s+(?P<a>{_NUMBER})\s*{{points}}\b")
_EACH = Wording(rf"(?:^|[,;:(.]\s*){{each_case}}\s[^.;,]*?{{rule_follows}}\s*(?P<a>{_NUMBER})\s*{{points}}\b")
_IF = Wording(
    r"(?:^|[,;:(.+-]\s*){if_words}\s(?!{if_only}\b)(?P<words>[^.;,]*?(?:\d[.,]\d[^.;,]*?)*)(?=[,;:]\s|\.|$|\b{then_words}\b)"
)
_ASKED = Wording(
    rf"(?<!\w)(?:{{bound_words}}|{{reach}})\s+(?:{{bound_words}}\s+)?(?P<a>{_NUMBER})(?:{_UNIT}\s*(?:{{until}}|-|–)\s*(?P<b>{_NUMBER}))?"
)
# "còn 11 chủ đầu tư có tỷ lệ giải ngân dưới 30%"
_AMONG = Wording(
    rf"(?:(?<!\w){{some_of}}|\d)\s+[^\d%.;,:()]{{2,60}}?\b{{marked_by}}\b[^\d.;,:()]{{0,60}}?"
    rf"(?<!\w){{less_or_more}}\s+(?P<a>{_NUMBER})\s?(?:%|{{points}})"
)


def find_thresholds(text: str) -> list[tuple[int, int]]:
    """Where the numbers of thresholds and of scoring rules stand in a block's text, in order."""
    found: set[tuple[int, int]] = set()
    for start, end in _parts(text):
        for match in _CLASS.finditer(text, start, end):
            found |= _spans(match)
        found |= _ruled(text, start, end)
        for case in _IF.finditer(text, start, end):
            for match in _ASKED.finditer(text, case.start("words"), case.end("words")):
                found |= _spans(match)
        for match in _AMONG.finditer(text, start, end):
            found |= _spans(match)
    return sorted(found)


def _ruled(text: str, start: int, end: int) -> set[tuple[int, int]]:
    """Bounds that something follows from, and the points that follow."""
    found: set[tuple[int, int]] = set()
    for match in _RULED.finditer(text, start, end):
        if match["c"] and not match["more"]:
            continue  # "đạt 92 điểm, xếp loại Tốt" is what somebody got
        found |= _spans(match)
    for match in _EACH.finditer(text, start, end):
        found |= _spans(match)
    if found:
        for match in (*_FOLLOWING.finditer(text, start, end), *_NOR_MORE.finditer(text, start, end)):
            found |= _spans(match)
    return found


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PART_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _spans(match: re.Match[str]) -> set[tuple[int, int]]:
    return {match.span(name) for name in ("a", "b", "c") if match.groupdict().get(name)}
