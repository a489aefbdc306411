"""What stands around a table and says when its numbers hold: ``(Số liệu tính đến 15/9/2031)`` or a line that leads up
to it above, ``Ghi chú: Biểu 01 tính từ 15/12/2030 đến 14/12/2031`` below, or at the end of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extract.document import Document, Table
from rules.language.wording import Wording

MOST_BLOCKS = 3
"""How many blocks above or below a table may hold its caption, its unit, its notes."""

_BRACKET = Wording(r"\(\s*((?:{about_when}\b|\d)[^()]*)\)")
_WHEN = Wording(r"\s*[*(]*\s*{reckoning}[^.;:]*[.:)]*\s*")
_LEADS = Wording(r"[^.;:]*:\s*$")
_REMARK = Wording(r"\s*(?:\(?[*¹]+\)?|[-+])?\s*(?:(?:{remarks}|{sources})\s*:)?")
_RECKONED = Wording(r"\b{reckoning}\b")
_LABEL = Wording(r"{captions}\s+(?:{number_word}\s+)?(?P<label>[\dIVX]+(?:\.\d+)*)\b")


def noted_times(document: Document) -> Mapping[int, tuple[str, ...]]:
    """The index of a table -> the words around it that may say its time, the nearest first; those below a table count
    where they say what is reckoned, and for another table where they name it."""
    first = {number: min((c.block for c in table.cells), default=0) for number, table in enumerate(document.tables)}
    labels = {number: _label(document, at) for number, at in first.items()}
    found = {number: list(_above(document, at)) for number, at in first.items()}
    for number, table in enumerate(document.tables):
        for words in _below(document, table):
            named = _LABEL.search(words)
            if named is None:
                found[number].append(words)
            else:
                for other, label in labels.items():
                    if label and label.lstrip("0") == named["label"].lstrip("0"):
                        found[other].append(words)
    return {number: tuple(words) for number, words in found.items()}


def _texts_above(document: Document, at: int) -> Iterator[str]:
    for block in reversed(document.blocks[max(0, at - MOST_BLOCKS) : at]):
        if block.table is not None:
            return
        yield document.block_text(block)


def _label(document: Document, at: int) -> str:
    return next((m["label"] for text in _texts_above(document, at) if (m := _LABEL.match(text.strip()))), "")


def _above(document: Document, at: int) -> Iterator[str]:
    for index, text in enumerate(_texts_above(document, at)):
        yield from (found[1] for found in _BRACKET.finditer(text))
        if _WHEN.fullmatch(text) or (index == 0 and (leads := _LEADS.search(text)) and len(leads[0]) > 1):
            yield text


def _below(document: Document, table: Table) -> Iterator[str]:
    last = max((c.block for c in table.cells), default=len(document.blocks))
    for block in document.blocks[last + 1 : last + 1 + MOST_BLOCKS]:
        text = document.block_text(block)
        if block.table is not None or block.kind == "heading":
            return
        opened = _REMARK.match(text)
        if opened is None or not (opened[0].strip() or _WHEN.fullmatch(text)):
            return
        yield from (part for part in re.split(r"(?<!\d)[.;]\s|;", text) if _RECKONED.search(part))
