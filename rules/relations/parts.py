"""What the words say about a whole and its parts: that these are all (``gồm``), only some (``trong đó``), that one is a
part of the part before it, that two exclude each other (``chuyên trách``, ``kiêm nhiệm``) or overlap.

The parts themselves were found before (``Figure.part_of``); here stand the words that tie them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice, pairwise, takewhile

from rules.figure import Figure, Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene, Stated

_ALL = Wording(r"\b{all_parts}\b")
_SOME = Wording(r"\b{some_parts}\b")
_REMAINDER = Wording(r"{remainder}")
_LEFT_OVER = Wording(r"\b{left_over}\b")
_LISTS = Wording(r"(?:\b{list_opens}\b|\b{list_headed}\s*:|:)[^.;\d]{0,60}$")
_OVERLAP = Wording(r"\b{counted_twice}\b")
_GOES_ON = Wording(r"[^\d.;()]{0,40}(?:,|\b{and})\s*")
_OPPOSITES = tuple(
    (Wording(rf"\b(?:{one})\b"), Wording(rf"\b(?:{other})\b"))
    for one, other in (
        ("{full_time}", "{part_time}"),
        ("{men}", "{women}"),
        ("{in_time}", "{late}"),
        ("{surely_carried_out}", "{not_so} {carried_out}"),
        ("{over_with}", "{still_open}"),
        ("{done_online}", "{done_in_person}"),
        ("{of_the_state}", "{not_of_the_state}"),
        ("{compulsory}", "{voluntary}"),
        ("{from_end_to_end}", "{partly}"),
        ("{in_patients}", "{out_patients}"),
        ("{in_towns}", "{in_the_country}"),
        ("{farming}", "{not_farming}"),
        ("{persons}", "{bodies}"),
    )
)
"""Words of parts of which nothing is both."""
_TAIL = 60
"""A list that is told to be the whole ends its sentence; no more letters than this stand behind it."""
_NO_PARTS = ("change", "rank", "score")


def find(scene: Scene) -> Iterator[Relation]:
    """The ties between parts and wholes of a document."""
    groups: dict[tuple[int, int], list[Stated]] = {}
    stated = {one.index: one for passage in scene.passages for one in passage.figures}
    for number, passage in enumerate(scene.passages):
        for part in passage.figures:
            if part.figure.part_of not in stated or part.kind in _NO_PARTS:
                continue
            at = scene.at[part.figure.part_of or 0]
            # a total of other rows is told by itself
            if passage.table is None or at.table != passage.table or at is passage:
                groups.setdefault((part.figure.part_of or 0, number), []).append(part)
    for (whole, number), parts in groups.items():
        yield from _told(scene.passages[number], stated[whole], whole in _indexes(scene.passages[number]), parts)
    for passage in scene.passages:
        yield from _of_one_denominator(passage)
        if passage.table is None:
            yield from _untied_lists(passage)


def _indexes(passage: Passage) -> frozenset[int]:
    return frozenset(one.index for one in passage.figures)


def _told(passage: Passage, whole: Stated, here: bool, parts: Sequence[Stated]) -> Iterator[Relation]:
    begin = whole.end if here else 0
    for before, part in zip([None, *parts], parts, strict=False):
        yield from _cues(passage, begin, part, whole)
        gap = before.end if before else begin
        if match := _REMAINDER.search(passage.text, gap, max(gap, part.start)):
            yield passage.relation("rest", part, [whole], match.span())
        yield from _among(passage, before, part, whole)
        behind = next((one for one in passage.figures if one.start > part.start), None)
        if behind and behind.figure.part_of is None and _GOES_ON.fullmatch(passage.text, part.end, behind.start):
            yield passage.relation("listed_behind", behind, [part], (part.end, behind.start))
    yield from _exclusive(passage, begin, whole, parts)


def _among(passage: Passage, before: Stated | None, part: Stated, whole: Stated) -> Iterator[Relation]:
    """A part that is told of the part before it, or of which the sentence says that it may count twice."""
    if before and (match := _SOME.search(passage.text, before.end, part.start)):
        yield passage.relation("within", part, [before], match.span())
    low, high = passage.sentence(part)
    if match := _OVERLAP.search(passage.text, low, high):
        yield passage.relation("overlaps", part, [whole], match.span())


def _cues(passage: Passage, begin: int, part: Stated, whole: Stated) -> Iterator[Relation]:
    """A part of its whole, with the words that say whether it is one of all or of some."""
    between = passage.text[begin : part.start]
    named = list(_ALL.finditer(between))
    some = _SOME.search(between)
    if named and not _SOME.search(between, named[-1].start()):
        yield passage.relation("part_of", part, [whole], named[-1].span(), "all", shift=begin)
    if some:
        yield passage.relation("part_of", part, [whole], some.span(), "some", shift=begin)
    elif not named:
        yield passage.relation("part_of", part, [whole])


def _exclusive(passage: Passage, begin: int, whole: Stated, parts: Sequence[Stated]) -> Iterator[Relation]:
    """Pairs of parts of which nothing is both, by the words of each."""
    apart = [part for part in parts if _of_one_measure(part.figure, whole.figure)]
    apart = [
        part
        for before, part in zip([None, *apart], apart, strict=False)
        if before is None or not _SOME.search(passage.text, before.end, part.start)
    ]
    if len(apart) < 2:
        return
    words = _words_of(apart, passage, passage.text[begin : apart[0].start])
    for (one, first), (other, second) in combinations(zip(apart, words, strict=True), 2):
        if first != second and any(_opposed(first, second, *pair) for pair in _OPPOSITES):
            yield passage.relation("excludes", other, [one], (one.end, other.end))


def _opposed(first: str, second: str, one: Wording, other: Wording) -> bool:
    return bool(one.search(first) and other.search(second)) or bool(one.search(second) and other.search(first))


def _of_one_measure(part: Figure, whole: Figure) -> bool:
    """Whether the part can be held against the whole: both results, both in percent or in money, or neither."""
    if part.status != whole.status or (part.unit == "%") != (whole.unit == "%"):
        return False
    if part.denominator is not None and (whole.denominator or whole.value) != part.denominator:
        return False
    return part.is_money == whole.is_money


def _words_of(parts: Sequence[Stated], passage: Passage, before: str) -> list[str]:
    """The words of each part: those behind its number, or, where they stand before it, those."""
    ends = [part.start for part in parts[1:]] + [passage.sentence(parts[-1])[1]]
    behind = [passage.text[part.end : end] for part, end in zip(parts, ends, strict=True)]
    return [one.split(";")[0].split(",")[0] or before for one in behind]


def _of_one_denominator(passage: Passage) -> Iterator[Relation]:
    """``16/28 đạt, 3/28 chưa đạt, còn 9/28 chưa đánh giá``: the last is what the others leave over."""
    fractions = [one for one in passage.figures if one.figure.denominator is not None and not one.percent]
    for at, part in enumerate(fractions):
        before = [
            one
            for one in fractions[:at]
            if one.figure.denominator == part.figure.denominator and passage.sentence(one) == passage.sentence(part)
        ]
        if before and (match := _LEFT_OVER.search(passage.text, before[-1].end, part.start)):
            yield passage.relation("left_over", part, [before[-1]], match.span())


def _untied_lists(passage: Passage) -> Iterator[Relation]:
    """Lists behind a figure that were not read as its parts, though the words tie them (``31,2 triệu đồng, trong đó cấp
    tỉnh 9,6 tỷ đồng``; ``42 chỉ tiêu. Kết quả: 35 đạt, 5 chưa đạt, 02 chưa đánh giá``), or that only a colon says to be
    its parts."""
    for at, whole in enumerate(passage.figures):
        parts = _untied_behind(passage, at)
        if len(parts) < 2 or len({(part.unit, part.kind, part.figure.status) for part in parts}) > 1:
            continue
        if (parts[0].kind, parts[0].figure.is_money) != (whole.kind, whole.figure.is_money):
            continue
        between = passage.text[whole.end : parts[0].start]
        cue: re.Match[str] | None
        if whole.figure.is_money:
            cue = (_SOME.search(between) or _ALL.search(between)) if ";" not in between else None
        else:
            said = any(part.figure.part_of is not None for part in parts) and _ALL.search(between)
            cue = _told_to_be_all(passage, parts, between) if len(parts) > 2 and not said else None
        if cue:
            yield passage.relation("lists", whole, parts, cue.span(), shift=whole.end)
            for before, part in pairwise(parts):
                yield from _among(passage, before, part, whole)


def _untied_behind(passage: Passage, at: int) -> list[Stated]:
    """The figures behind the one at ``at`` that are parts of nothing or, counts, of it alone, up to the end of the next
    one's sentence."""
    whole = passage.figures[at]
    known = (None,) if whole.figure.is_money else (None, whole.index)
    behind = islice(passage.figures, at + 1, None)
    first = next(behind, None)
    if first is None:
        return []
    end = passage.sentence(first)[1]
    return list(takewhile(lambda one: one.figure.part_of in known and one.start < end, chain([first], behind)))


def _told_to_be_all(passage: Passage, parts: Sequence[Stated], between: str) -> re.Match[str] | None:
    """The words by which the parts are told to be the whole, where nothing else stands among them to their sentence's
    end."""
    tail = passage.text[parts[-1].end : passage.sentence(parts[-1])[1]]
    listed = "".join(passage.text[one.end : other.start] for one, other in pairwise(parts))
    if re.search(r"[\d()]", listed + tail) or len(tail) > _TAIL or _SOME.search(between):
        return None
    return _LISTS.search(between)
