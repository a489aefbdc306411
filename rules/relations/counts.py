"""A number of things and the things that follow it, counted: ``07 chỉ số không đạt điểm, gồm:`` and eight rows, ``4
huyện (Chợ Lách, Mỏ Cày Nam, Thạnh Phú)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from rules.figure import Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene

_ANNOUNCES = re.compile(r"[^.;:\d]{1,180}:\s*")
_CUE = Wording(r"\b{list_follows}\b[^.;:]{0,12}:\s*$")
_MARK = Wording(r"\s*(?:[-–+•*·]|\(?{list_letters}\)|\(?\d{1,2}[.)])(?=\s)", 0)
_LETTER = Wording(r"{list_letters}(?=\))", 0)
_MOST = 60
"""What is listed are no more things than this."""
_IN_BRACKETS = re.compile(r"(?P<noun>[^.;:()\d]{2,80})\((?P<names>[^()\d:]{8,600})\)")
_NOT_ALL = Wording(r"\.\.\.|…|\b{not_all_named}\b")
_NAME = Wording(r"(?:{before_names}\.?\s+)*{capital}", 0)
_AND = Wording(r"\b{and}\b", 0)
_LONGEST_NAME = 7
"""Words: what is longer is a clause."""


def find(scene: Scene) -> Iterator[Relation]:
    """The numbers of things of a document whose things are listed behind them."""
    for passage in scene.passages:
        yield from _names(passage)
    for at, passage in enumerate(scene.passages):
        if passage.table is None and passage.figures and (cue := _CUE.search(passage.text)):
            last = passage.figures[-1]
            if _ANNOUNCES.fullmatch(passage.text, last.end):
                counts = sorted(set(_following(scene.passages[at + 1 : at + 2 * _MOST])))
                if counts:
                    yield passage.relation("announces", last, span=cue.span(), counts=tuple(counts))


def _names(passage: Passage) -> Iterator[Relation]:
    """Counts whose things are named one by one in the brackets behind."""
    for stated in passage.figures:
        match = _IN_BRACKETS.match(passage.text, stated.end)
        if not match or _NOT_ALL.search(match["names"]):
            continue
        names = [name.strip() for name in re.split(r"[,;]", match["names"])]
        # ``Sở Nông nghiệp và Môi trường`` is one, ``Ba Tri và Bình Đại`` are two.
        most = len(names) + len(list(_AND.finditer(match["names"])))
        if len(names) > 1 and all(_NAME.match(name) and len(name.split()) <= _LONGEST_NAME for name in names):
            counts = tuple(range(len(names), most + 1))
            yield passage.relation("names", stated, span=match.span("names"), counts=counts)


def _following(passages: Sequence[Passage]) -> Iterator[int]:
    """How many things follow, in each way of counting them: all rows, or those with a number of their own."""
    following = [one for one in passages if one.kind != "footnote"]
    if not following:
        return
    table = following[0].table
    if table is not None:
        rows = list(takewhile(lambda row: row.table == table, (one for one in following if not one.is_header)))
        numbered = [row for row in rows if re.match(r"\d", row.cell_text(0))]
        counts = (len(rows), len(numbered)) if numbered else (len(rows),)
        yield from (count for count in counts if count > 1)
        return
    items = list(takewhile(lambda one: one.kind == "list_item", following))
    if len(items) > 1:
        yield len(items)
        marks = [_kind_of_mark(one.text) for one in items]
        if marks[0]:
            yield marks.count(marks[0])


def _kind_of_mark(text: str) -> str:
    """``-``, ``+``, ``a)`` or ``1.``: items of one level bear marks of one kind."""
    match = _MARK.match(text)
    return re.sub(r"\d+", "1", _LETTER.sub("a", match[0].strip())) if match else ""
