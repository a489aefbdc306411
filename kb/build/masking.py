"""What is of a person's own is masked before it gets into the base: then no page, search, CSV or copy can show it.

Each letter and digit of it becomes one ``█``, signs between them stay, so that every offset still holds. What stood
there goes into a file of its own beside the base (:mod:`kb.originals`), for ``solieu serve --unmasked``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

from kb.fields import SAID
from kb.originals import MASKED
from kb.records import OriginalRow, Reading

MASK = "█"
_WORD = re.compile(r"\w+")
_HIDDEN = re.compile(r"\w")
_SAID = [(at, field.name) for at, field in enumerate(SAID) if field.type == "text"]

R = TypeVar("R", bound=NamedTuple)


def masked(reading: Reading, own: Sequence[str]) -> Reading:
    """The reading with all that is in ``own`` masked wherever it stands in the document, what that changed in its
    ``originals``, and how many there are in its row."""
    if not own:
        return reading
    hide = _Hiding(own)
    originals: list[OriginalRow] = []

    def told(table: str, row: int, column: str, text: str | None) -> str | None:
        hidden = None if text is None else hide(text)
        if hidden is not None and text is not None and hidden != text:
            originals.append(OriginalRow(len(originals), table, row, column, text))
        return hidden

    (document,) = _rows("documents", (reading.document,), MASKED["documents"], told)
    figures = _rows("figures", reading.figures, ("quote",), told)
    said = [row._replace(said=_said(row.said, partial(told, "figures", row.seq))) for row in figures]
    others: dict[str, Any] = {
        table: _rows(table, getattr(reading, table), columns, told)
        for table, columns in MASKED.items()
        if table != "documents"
    }
    return replace(
        reading,
        document=document._replace(personal=len(own)),
        figures=tuple(said),
        **others,
        faults=tuple(map(hide, reading.faults)),
        originals=tuple(originals),
    )


def _rows(
    table: str, rows: Iterable[R], columns: Sequence[str], told: Callable[[str, int, str, str | None], str | None]
) -> tuple[R, ...]:
    out: list[R] = []
    for at, row in enumerate(rows):
        changed = {column: told(table, at, column, getattr(row, column)) for column in columns}
        out.append(row._replace(**changed))
    return tuple(out)


def _said(said: Sequence[Any], told: Callable[[str, str], str | None]) -> tuple[Any, ...]:
    values = list(said)
    for at, column in _SAID:
        if isinstance(values[at], str):
            values[at] = told(column, values[at])
    return tuple(values)


class _Hiding:
    """Masks some stretches of words, however wide the blanks between them are. Linear in the text."""

    def __init__(self, own: Iterable[str]) -> None:
        self._first: dict[str, list[list[str]]] = {}
        for words in {tuple(_WORD.findall(one)) for one in own}:
            if words:
                self._first.setdefault(words[0], []).append(list(words))

    def __call__(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        said = [word.group() for word in words]
        letters = list(text)
        at = 0
        while at < len(words):
            own = [one for one in self._first.get(said[at], ()) if said[at : at + len(one)] == one]
            length = max(map(len, own), default=0)
            if length:
                start, end = words[at].start(), words[at + length - 1].end()
                letters[start:end] = _HIDDEN.sub(MASK, text[start:end])
            at += max(1, length)
        return "".join(letters)
