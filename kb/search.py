"""Search as people type: with or without accents, every word must match, figures first, then passages."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

_WORD = re.compile(r"[^\s\"“”]+")
_TOKEN = re.compile(r"\w+")

# The index ranks by how rare a word is; what a person means is ranked again among this many of its best.
POOL = 300

# The rows are named as constants, not joined: only so does the view reach the index of the figures below it.
FIGURE_ROWS = "select rowid from figures_fts where figures_fts match ? order by rank limit ?"
FIGURES = """
select figure_row, id, document_id, filename, title, page, quote as text, number, unit, qualifier, status, value,
    value_max, denominator, kind as figure_kind, metric_id, metric, item, subject, place, level,
    period_effective as period, passage_id
from figures_final
where figure_row in ({rows})
"""

PASSAGES = """
select cast(p.id as text) as id, p.document_id, d.filename, d.title, p.page, p.text, p.id as passage_id
from (select rowid, rank as fit from passages_fts where passages_fts match ? order by rank limit ?) s
join passages p on p.id = s.rowid
join documents d on d.id = p.document_id
order by s.fit, p.document_id, p.seq
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A figure or a passage that was found.

    ``id`` is the figure's id or the passage's number, ``text`` the figure's quote or the passage itself. What only a
    figure has is None or empty for a passage. ``value``, ``value_max`` and ``denominator`` are decimals as text.
    """

    kind: Literal["figure", "passage"]
    id: str
    text: str
    document_id: str
    filename: str
    title: str | None
    page: int | None
    number: str = ""
    value: str = ""
    value_max: str | None = None
    denominator: str | None = None
    unit: str = ""
    qualifier: str = "exact"
    figure_kind: str = ""
    status: str = ""
    metric_id: str | None = None
    metric: str | None = None
    item: str | None = None
    subject: str = ""
    place: str = ""
    level: str | None = None
    period: str | None = None
    passage_id: int | None = None


def fold(text: str) -> str:
    """The text in lower case without accents, đ as d: ``Trạm BTS Đà Nẵng`` becomes ``tram bts da nang``."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d")


def match_expression(words: str) -> str:
    """The words as an FTS5 expression in which nothing is an operator; empty where there is no letter or digit."""
    plain = fold(words).replace("\x00", " ")
    quoted = [f'"{word}"' for word in _WORD.findall(plain) if _TOKEN.search(word)]
    return " ".join(quoted)


def search(connection: sqlite3.Connection, words: str, limit: int = 50) -> list[Hit]:
    """Find figures, then passages, that hold every one of ``words`` in any spelling; at most ``limit`` of each.

    First come those whose own name (metric, subject, item, place, number) holds most words, and of equals those that
    are spelt with the very accents that were typed. A passage that stands behind a figure found is not told again.
    """
    match = match_expression(words)
    if not match or limit < 1:
        return []
    pool = max(POOL, limit)
    figures = _figures(connection, match, pool)
    figures.sort(key=lambda hit: (_unnamed(hit, words), not _spelt(hit, words)))
    figures = figures[:limit]
    told = {hit.passage_id for hit in figures}
    passages = [hit for hit in _passages(connection, match, pool) if hit.passage_id not in told]
    passages.sort(key=lambda hit: not _spelt(hit, words))
    return figures + passages[:limit]


def _figures(connection: sqlite3.Connection, match: str, pool: int) -> list[Hit]:
    rows = [row[0] for row in connection.execute(FIGURE_ROWS, (match, pool))]
    fit = {row: place for place, row in enumerate(rows)}
    found = _rows(connection.execute(FIGURES.format(rows=", ".join("?" * len(rows))), rows))
    found.sort(key=lambda row: fit[row["figure_row"]])
    return [Hit(kind="figure", **{name: row[name] for name in row if name != "figure_row"}) for row in found]


def _passages(connection: sqlite3.Connection, match: str, pool: int) -> list[Hit]:
    return [Hit(kind="passage", **row) for row in _rows(connection.execute(PASSAGES, (match, pool)))]


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _unnamed(hit: Hit, words: str) -> int:
    name = " ".join(part for part in (hit.metric, hit.item, hit.subject, hit.place, hit.number, hit.unit) if part)
    return len(_tokens(fold(words)) - _tokens(fold(name)))


def _spelt(hit: Hit, words: str) -> bool:
    text = " ".join(part for part in (hit.metric, hit.subject, hit.place, hit.text) if part)
    return _tokens(_composed(words)) <= _tokens(_composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(text))
