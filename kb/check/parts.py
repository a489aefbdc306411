"""Parts against the whole: ``336 cán bộ, gồm 92 chuyên trách, 244 kiêm nhiệm``.

Where the sentence says that they are all (``gồm``, ``còn lại``), they must add up. Where only some are named (``trong
đó``), they may overlap (stations of 4G and of 5G), and add up to less or to more: too much is told only of parts that
shut each other out, by their levels or their words (``chuyên trách``, ``kiêm nhiệm``). No part is more than its whole.
The parts of a rate lie around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce
from itertools import pairwise, takewhile

from kb.check.finding import Finding, finding, plain, plain_as, propose
from kb.check.repairs import FAULTS
from kb.check.report import Passage, Report, Said
from kb.check.rounding import Range

_ALL = re.compile(r"\b(?:bao gồm|gồm(?: có)?|chia (?:ra|theo)|phân theo|còn lại)\b", re.IGNORECASE)
_SOME = re.compile(r"\b(?:trong đó|riêng|nhất là|đặc biệt|như)\b", re.IGNORECASE)
_LISTS = re.compile(
    r"(?:\b(?:bao gồm|gồm(?: có)?|chia (?:ra|theo)|phân theo)\b|\b(?:kết quả|cụ thể)(?: là)?\s*:|:)[^.;\d]{0,60}$",
    re.IGNORECASE,
)
_NEARLY = Decimal("0.1")
"""What is listed and not known to be parts is set against a whole that it misses by no more than this share."""
_TAIL = 60
_OVERLAP = re.compile(
    r"\bvừa\b[^.;]*\bvừa\b|\b(?:tính cho cả|tính (?:hai|2) lần|cả hai|dùng chung|trùng(?: lặp| nhau)?|đồng thời)\b",
    re.IGNORECASE,
)
_REACHED = "đạt|hoàn thành|giải ngân|xử lý|giải quyết"
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        ("chuyên trách", "kiêm nhiệm"),
        ("nam", "nữ"),
        ("(?:đúng|trước)(?: và (?:đúng|trước))? hạn", "(?:quá|trễ|chậm) hạn"),
        (rf"(?<!chưa )(?<!không )(?:{_REACHED})", rf"(?:chưa|không) (?:{_REACHED})"),
        ("hoàn thành|đã", "đang|chưa"),
        ("trực tuyến", "trực tiếp"),
        ("(?<!ngoài )công lập", "ngoài công lập|tư thục|dân lập"),
        ("bắt buộc", "tự nguyện"),
        ("toàn trình", "một phần"),
        ("nội trú", "ngoại trú"),
        ("thành thị|đô thị", "nông thôn"),
        ("(?<!phi )nông nghiệp", "phi nông nghiệp"),
        ("cá nhân", "tổ chức"),
    )
)
"""Words of parts of which nothing is both."""


def find(report: Report) -> list[Finding]:
    """The breakdowns of a document that do not come out."""
    by_id = {said.id: said for said in report.figures}
    groups: dict[tuple[str, int], list[Said]] = {}
    for said in report.figures:
        if said.part_of in by_id and said.kind not in ("change", "rank", "score"):
            groups.setdefault((said.part_of or "", said.passage), []).append(said)
    passages = {passage.id: passage for passage in report.passages}
    found: list[Finding] = []
    for (whole_id, passage), parts in groups.items():
        whole = by_id[whole_id]
        parts = [part for part in parts if _same_thing(part, whole)]
        if parts and whole.percent:
            found += _around(whole, parts)
        elif parts and len({part.denominator is None for part in parts}) == 1:
            ways = [list(_sum(whole, way, passages[passage], report.labels)) for way in _ways(parts)]
            found += ways[0] if all(ways) else []
    return [*found, *_of_one_denominator(report), *_unlinked(report)]


def _ways(parts: list[Said]) -> list[list[Said]]:
    """All parts, and, where the whole may be divided twice over, those by level and the others apart."""
    by_level = [part for part in parts if part.level is not None]
    others = [part for part in parts if part.level is None]
    return [parts, by_level, others] if len(by_level) > 1 and len(others) > 1 else [parts]


def _same_thing(part: Said, whole: Said) -> bool:
    if part.status != whole.status or part.percent != whole.percent:
        return False
    if part.denominator is not None and (whole.denominator or whole.value) != part.denominator:
        return False
    return (part.unit == "đồng") == (whole.unit == "đồng")


def _sum(
    whole: Said, parts: list[Said], passage: Passage, labels: frozenset[str], listed: bool = False
) -> Iterator[Finding]:
    """``listed``: the parts are told to be all there are."""
    everything = listed or (len(parts) > 1 and _says_all(whole, parts, passage))
    parts = [part for part in parts if not _within_a_part(part, parts, passage)]
    if _run_is_all(whole, parts):
        return
    if not everything and len(parts) > 1 and _may_overlap(whole, parts, passage):
        # Each of them is still no more than the whole.
        parts = [part for part in parts if part.range.low > whole.range.high][:1]
        if not parts:
            return
    if everything and _OVERLAP.search(passage.text[slice(*passage.sentence(parts[-1]))]):
        return

    def holds(figures: Sequence[Said]) -> bool:
        total = reduce(Range.__add__, (part.range for part in figures[1:]))
        return total.meets(figures[0].range) if everything else total.low <= figures[0].range.high

    tied = [whole, *parts]
    if holds(tied):
        return
    total = plain_as(sum((part.value for part in parts), Decimal(0)), parts[0])
    terms = " + ".join(part.shown for part in parts)
    printed = whole.shown if whole.scale[1] else whole.number
    vi = f"{whole.shown}: các phần {terms} cộng lại là {total}, không phải {printed}."
    en = f"{whole.shown}: its parts {terms} add up to {total}, not {printed}."
    if len(parts) == 1:
        vi = f"{parts[0].shown} là một phần của {whole.shown} nhưng lớn hơn."
        en = f"{parts[0].shown} is a part of {whole.shown}, yet more than it."
    # Where parts are only too many, any number with a digit less would do: that proposes nothing.
    repair = propose(tied, holds, labels, tuple(FAULTS) if everything else ("mark", "separator", "magnitude"))
    yield finding("parts", tied, total, printed, (vi, en), repair)


def _says_all(whole: Said, parts: list[Said], passage: Passage) -> bool:
    """Whether the sentence says that these parts are all there are."""
    first = parts[0]
    ids = {part.id for part in parts}
    others = [one for one in passage.figures if first.start < one.start < parts[-1].start and not one.percent]
    if any(one.id not in ids and one.part_of not in ids and one.unit == first.unit for one in others):
        return False
    between = passage.text[whole.end : first.start] if whole.passage == passage.id else passage.text[: first.start]
    if _more_follow(parts[-1], passage):
        return False
    around = between + " " + passage.text[first.end : parts[-1].end]
    if "còn lại" in around.lower():
        return True
    named = list(_ALL.finditer(between))
    return bool(named) and not _SOME.search(between, named[-1].start())


def _more_follow(last: Said, passage: Passage) -> bool:
    """Whether a further thing of the same rank is listed right behind, that is not known as a part."""
    for one in passage.figures:
        if one.start > last.start and one.part_of is None and one.kind == last.kind and one.level == last.level:
            return bool(re.fullmatch(r"[^\d.;()]{0,40}(?:,|\bvà)\s*", passage.text[last.end : one.start]))
    return False


def _run_is_all(whole: Said, parts: list[Said]) -> bool:
    """Whether some neighbours among the parts add up to the whole: the others divide it in another way."""
    for start in range(len(parts)):
        for end in range(start + 2, len(parts) + 1):
            run = parts[start:end]
            total = reduce(Range.__add__, (part.range for part in run))
            if len(run) < len(parts) and total.is_bounded and total.meets(whole.range):
                return True
    return False


def _may_overlap(whole: Said, parts: list[Said], passage: Passage) -> bool:
    """Whether a thing may be counted in two of the parts: nothing in their words shuts it out."""
    sentence = passage.text[slice(*passage.sentence(parts[-1]))]
    if _OVERLAP.search(sentence):
        return True
    between = (
        passage.text[whole.end : parts[0].start] if whole.passage == passage.id else passage.text[: parts[0].start]
    )
    levels = [part.level for part in parts]
    if not _SOME.search(between) or (None not in levels and len(set(levels)) == len(parts)):
        return False
    words = _words_of(parts, passage, between)
    return not any(
        one.search(first) and other.search(second)
        for one, other in _OPPOSITES
        for first in words
        for second in words
        if first != second
    )


def _words_of(parts: list[Said], passage: Passage, before: str) -> list[str]:
    """The words of each part: those behind its number, or, where they stand before it, those."""
    ends = [part.start for part in parts[1:]] + [passage.sentence(parts[-1])[1]]
    behind = [passage.text[part.end : end] for part, end in zip(parts, ends, strict=True)]
    return [one.split(";")[0].split(",")[0] or before for one in behind]


def _within_a_part(part: Said, parts: list[Said], passage: Passage) -> bool:
    """Whether it is told of the part before it: ``tiếp nhận mới 91.269, trong đó trực tuyến 70.486``."""
    before = [one for one in parts if one.start < part.start]
    return bool(before) and bool(_SOME.search(passage.text, before[-1].end, part.start))


def _around(whole: Said, parts: list[Said]) -> Iterator[Finding]:
    """A rate lies between the rates of the levels that it is broken down by."""
    levels = {part.level for part in parts}
    if len(parts) < 3 or None in levels or len(levels) < len(parts) or any(p.metric != whole.metric for p in parts):
        return
    low, high = min(part.range.low for part in parts), max(part.range.high for part in parts)
    if Range(low, high).meets(whole.range):
        return
    terms = ", ".join(part.shown for part in parts)
    vi = f"{whole.shown} không nằm giữa các tỷ lệ theo cấp {terms}."
    en = f"{whole.shown} is not between the rates of the levels, {terms}."
    yield finding("parts", [whole, *parts], f"{plain(low)}–{plain(high)}", whole.number, (vi, en))


def _unlinked(report: Report) -> Iterator[Finding]:
    """Lists behind their whole that were not read as its parts.

    Money of which each sum is more than what it is told to be of (``31,2 triệu đồng, trong đó cấp tỉnh 9,6 tỷ đồng``),
    and counts of one unit that end their sentence and nearly add up (``42 chỉ tiêu. Kết quả: 35 đạt, 5 chưa đạt, …``).
    """
    for passage in report.passages:
        for at, whole in enumerate(passage.figures if not passage.cells else ()):
            if whole.kind not in ("count", "amount") or whole.qualifier != "exact" or whole.denominator is not None:
                continue
            parts = list(takewhile(lambda one: one.part_of is None, passage.figures[at + 1 :]))
            parts = [part for part in parts if passage.sentence(part) == passage.sentence(parts[0])]
            if len(parts) < 2 or len({(part.unit, part.kind, part.status) for part in parts}) > 1:
                continue
            if parts[0].kind != whole.kind or parts[0].status != whole.status:
                continue
            between = passage.text[whole.end : parts[0].start]
            if (whole.unit == "đồng") != (parts[0].unit == "đồng") or any(part.denominator for part in parts):
                continue
            if whole.unit == "đồng":
                cue = _SOME.search(between) or _ALL.search(between)
                untied = cue and ";" not in between and all(part.range.low > whole.range.high for part in parts)
            else:
                untied = _lists_all(passage, whole, parts, between)
            if untied:
                yield from _sum(whole, parts, passage, report.labels, listed=True)


def _lists_all(passage: Passage, whole: Said, parts: list[Said], between: str) -> bool:
    """Whether the parts, three or more, are told to be the whole, end their sentence, and miss it by little."""
    total = sum((part.value for part in parts), Decimal(0))
    near = abs(total - whole.value) <= _NEARLY * whole.value
    tail = passage.text[parts[-1].end : passage.sentence(parts[-1])[1]]
    listed = "".join(passage.text[one.end : other.start] for one, other in pairwise(parts))
    if len(parts) < 3 or not near or re.search(r"[\d()]", listed + tail):
        return False
    return bool(_LISTS.search(between)) and not _SOME.search(between) and len(tail) <= _TAIL


def _of_one_denominator(report: Report) -> Iterator[Finding]:
    """``16/28 đạt, 3/28 chưa đạt, còn 9/28 chưa đánh giá``: fractions of one whole add up to no more than it."""
    for passage in report.passages:
        groups: dict[tuple[object, ...], list[Said]] = {}
        for said in passage.figures:
            if said.denominator and said.kind in ("rate", "count") and not said.percent:
                key = (said.denominator, said.unit, said.level, passage.sentence(said), said.part_of)
                groups.setdefault(key, []).append(said)
        for (denominator, *_), parts in groups.items():
            text = passage.text[parts[0].end : parts[-1].start].lower()
            if len(parts) < 3 or not re.search(r"\bcòn(?: lại)?\b", text):
                continue
            total = sum((part.value for part in parts), Decimal(0))
            if total > parts[0].denominator:  # type: ignore[operator]
                terms = " + ".join(part.number for part in parts)
                vi = f"{terms} cộng lại là {plain(total)}, quá tổng số {denominator}."
                en = f"{terms} add up to {plain(total)}, more than {denominator}."
                yield finding("parts", parts, str(denominator), plain(total), (vi, en))
