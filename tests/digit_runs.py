"""Every run of ASCII digits of a document, counted from its passages, and what the base makes of each."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Accounts:
    """How many runs there are, how many of them are left over, and those that not exactly one finding explains."""

    runs: int
    leftovers: int
    unsound: tuple[str, ...]


def accounts_of(db: sqlite3.Connection, document: str) -> Accounts:
    """The accounts of the document of this id. Passages must hold its whole text."""
    found: list[tuple[str, int, int]] = []
    for table in ("figures", "exclusions", "leftovers"):
        query = f"select char_start, char_end from {table} where document_id = ?"
        found += [(table, start, end) for start, end in db.execute(query, (document,))]
    by_letter: dict[int, list[int]] = {}
    for at, (_, start, end) in enumerate(found):
        for letter in range(start, end):
            by_letter.setdefault(letter, []).append(at)
    kinds: Counter[str] = Counter()
    unsound: list[str] = []
    for start, end, words in _runs(db, document):
        explained = {at for letter in range(start, end) for at in by_letter.get(letter, ())}
        whole = all(len(by_letter.get(letter, ())) == 1 for letter in range(start, end))
        if len(explained) != 1 or not whole:
            unsound.append(f"{words} <- {[found[at] for at in explained]}")
        kinds.update(found[at][0] for at in explained)
        kinds["runs"] += 1
    return Accounts(kinds["runs"], kinds["leftovers"], tuple(unsound))


def _runs(db: sqlite3.Connection, document: str) -> Iterator[tuple[int, int, str]]:
    """Each run of digits with its offsets in the document's text, and the words around it."""
    query = "select text, char_start, char_end, cells from passages where document_id = ? order by seq"
    length = 0
    for text, start, end, cells in db.execute(query, (document,)):
        # Cells stand apart by one tab in the document and by something wider in the passage.
        pieces = [text[cell[-2] : cell[-1]] for cell in json.loads(cells)] if cells else [text]
        assert sum(map(len, pieces)) + len(pieces) - 1 == end - start, text
        assert start == length + (1 if length else 0), "a part of the document stands in no passage"
        at = start
        for piece in pieces:
            for run in _RUN.finditer(piece):
                around = piece[max(0, run.start() - 30) : run.end() + 30]
                yield at + run.start(), at + run.end(), f"{run.group()} in {around!r}"
            at += len(piece) + 1
        length = end
    (characters,) = db.execute("select characters from documents where id = ?", (document,)).fetchone()
    assert length == characters
