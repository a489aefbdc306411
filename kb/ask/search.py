"""Search as people type: with or without accents, every term must match, figures first, then passages.

A word of a report may have 100,000 hits. The index then gives a bounded pool of them, taken from all over the base and
first from figures whose metric bears the words, and only the pool is looked up, ranked and counted.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from kb.ask.search_terms import Term, key, match, read_terms, tokens
from rules.language.fold import bare

__all__ = ["FACETS", "Found", "Hit", "Narrowed", "find", "match_expression", "search"]

# The index ranks by how rare a word is; what a person means is ranked again among this many of its best.
POOL = 300
WIDE = 1000
"""With more hits than these a search is broad: its pool is a sample, its counts are told as such."""
WINDOWS = 12
FEW = 120
"""Passages that are looked up, unless they are narrowed: they are long, and stand below the figures."""
Order = Literal["best", "newest", "greatest"]
ORDERS: tuple[Order, ...] = get_args(Order)
FACETS = ("province", "group", "year", "kind")

FIGURE_ROWS = "select rowid from figures_fts where figures_fts match ? limit ?"
FIGURE_RANKED = "select rowid from figures_fts where figures_fts match ? order by rank limit ?"
FIGURE_WINDOW = "select rowid from figures_fts where figures_fts match ? and rowid >= ? limit ?"
FIGURE_ENDS = "select (select min(rowid) from figures), (select max(rowid) from figures)"
PASSAGE_ROWS = "select rowid from passages_fts where passages_fts match ? limit ?"
PASSAGE_RANKED = "select rowid from passages_fts where passages_fts match ? order by rank limit ?"
PASSAGE_WINDOW = "select rowid from passages_fts where passages_fts match ? and rowid >= ? limit ?"
PASSAGE_ENDS = "select (select min(id) from passages), (select max(id) from passages)"

# The rows are named as constants, not joined: only so does the view reach the index of the figures below it.
FIGURES = """
select figure_row, id, document_id, filename, title, page, quote as text, number, unit, qualifier, status, value,
    value_max, denominator, kind as figure_kind, metric_id, metric, metric_en, item, subject, place, place_id, province,
    level, owner, period_effective as period, passage_id, as_of
from figures_final
where figure_row in ({rows})
"""

FACETS_OF = """
select l.place_id, p.name as province, m.group_id, m.group_vi, m.group_en, d.doc_type,
    substr(coalesce(l.period, d.period), instr(coalesce(l.period, d.period), '/') + 1, 4) as year
from figures_laid l
join documents d on d.id = l.document_id
left join metrics m on m.id = l.metric_id
left join places p on p.id = l.place_id
where l.figure_row in ({rows})
"""

ANY_COPY = "select 1 from documents where duplicate_of is not null limit 1"

# What tells that a figure of a copy is one of its original's: the document that it is a copy of, number and sentence.
OF_COPIES = """
select l.figure_row, d.duplicate_of as origin, l.number, l.quote
from figures_laid l
join documents d on d.id = l.document_id
where d.duplicate_of is not null and l.figure_row in ({rows})
"""

OF_ORIGINALS = """
select l.document_id as origin, l.number, l.quote
from figures_laid l
where l.document_id in (select value from json_each(?)) and l.figure_row in ({rows})
"""

KINDS = "select distinct doc_type from documents where doc_type is not null"

METRICS = "select id, name_vi, name_en from metrics"

PASSAGES = """
select p.id as row, cast(p.id as text) as id, p.document_id, d.filename, d.title, p.page, p.text, p.id as passage_id,
    coalesce(d.duplicate_of, d.id) as origin, d.duplicate_of is not null as is_copy
from passages p
join documents d on d.id = p.document_id
where p.id in ({rows})
    and (:province is null or d.place_id = :province)
    and (:year is null or d.period like :year || '%' or d.period like '%/' || :year || '%')
    and (:kind is null or d.doc_type in (select value from json_each(:kind)))
"""


_NOT_SHOWN = ("row", "origin", "is_copy")


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
    metric_en: str | None = None
    item: str | None = None
    subject: str = ""
    place: str = ""
    place_id: str | None = None
    province: str | None = None
    level: str | None = None
    owner: str | None = None
    period: str | None = None
    passage_id: int | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to: the id of a province, of a metric group, a year, a kind of document."""

    province: str | None = None
    group: str | None = None
    year: str | None = None
    kind: str | None = None

    def keys(self) -> list[str]:
        """How the index knows these."""
        given = (("zpl", self.province), ("zgr", self.group), ("zyr", self.year), ("zdk", self.kind))
        # A value without a letter would be a word that all figures hold; it stands for itself and finds nothing.
        return [f'"{key(prefix, value)}"' for prefix, value in given if value]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. ``count`` are the figures that match, ``broad`` says that they are more than were counted.
    ``facets`` are for each of FACETS its values as (value, label, label in English, figures among the counted)."""

    figures: tuple[Hit, ...] = ()
    passages: tuple[Hit, ...] = ()
    terms: tuple[Term, ...] = ()
    count: int = 0
    broad: bool = False
    facets: Mapping[str, Sequence[tuple[str, str, str, int]]] = field(default_factory=dict)


def match_expression(words: str) -> str:
    """The words as an FTS5 expression in which nothing is an operator; empty where there is no letter or digit."""
    return match(read_terms(words))


def search(connection: sqlite3.Connection, words: str, limit: int = 50) -> list[Hit]:
    """Find figures, then passages, that hold every one of ``words`` in any spelling; at most ``limit`` of each.

    First come those whose own name (metric, subject, item, place, number) holds most words, and of equals those that
    are spelt with the very accents that were typed. A passage that stands behind a figure found is not told again.
    """
    found = find(connection, words, limit)
    return [*found.figures, *found.passages]


def find(
    connection: sqlite3.Connection,
    words: str,
    limit: int = 50,
    narrowed: Narrowed | None = None,
    facets: bool = False,
    *,
    offset: int = 0,
    order_by: Order = "best",
) -> Found:
    """The same as :func:`search` with what a page needs besides: the terms, the count and, where asked, the facets.
    ``offset`` figures are left out, those of pages before; passages stand on the first page only. ``order_by`` puts
    the newest or the greatest first, instead of those that fit best."""
    narrowed = narrowed or Narrowed()
    terms = read_terms(words)
    if not terms or limit < 1:
        return Found(terms=tuple(terms))
    rows, broad = _figure_rows(connection, terms, narrowed.keys())
    rows = _once(connection, rows)
    looked_at = WIDE if order_by != "best" else max(POOL, offset + limit)
    hits = _figures(connection, rows[:looked_at])
    # A number that stands there by itself, then the accents typed, then results before targets, the newest first.
    ranks = {hit.id: place for place, hit in enumerate(hits)}
    hits.sort(key=lambda hit: (hit.as_of or "") if broad else "", reverse=True)
    hits.sort(
        key=lambda hit: (
            _unnamed(hit, terms),
            not _is_the_number(hit, terms),
            not _spelt(hit, words),
            broad and hit.status != "actual",
            0 if broad else ranks[hit.id],
        )
    )
    if order_by == "newest":
        hits.sort(key=lambda hit: hit.as_of or "", reverse=True)
    elif order_by == "greatest":
        hits.sort(key=lambda hit: float(hit.value or 0), reverse=True)
    figures = hits[offset : offset + limit]
    told = {hit.passage_id for hit in hits[: offset + limit]}
    passages = [] if narrowed.group or offset else _passages(connection, match(terms, plain=True), narrowed, told)
    passages.sort(key=lambda hit: not _spelt(hit, words))
    counted = _facets(connection, rows) if facets else {}
    return Found(tuple(figures), tuple(passages[:limit]), tuple(terms), len(rows), broad, counted)


def _figure_rows(connection: sqlite3.Connection, terms: Sequence[Term], keys: Sequence[str]) -> tuple[list[int], bool]:
    """The rows of figures to look at, best first, and whether they are only a sample of all."""
    every = match(terms, keys)
    if len(_column(connection, FIGURE_ROWS, every, WIDE + 1)) <= WIDE:
        return _column(connection, FIGURE_RANKED, every, WIDE), False
    named = _metric_keys(connection, terms)
    rows: dict[int, None] = {}
    if named:
        rows.update(dict.fromkeys(_sample(connection, FIGURE_WINDOW, FIGURE_ENDS, match(terms, [*keys, named]))))
    if len(rows) < POOL:
        rows.update(dict.fromkeys(_sample(connection, FIGURE_WINDOW, FIGURE_ENDS, every)))
    return list(rows), True


def _once(connection: sqlite3.Connection, rows: list[int]) -> list[int]:
    """The rows without those of copies whose original says the same sentence there, too."""
    if connection.execute(ANY_COPY).fetchone() is None:
        return rows
    marks = ", ".join("?" * len(rows))
    copies = _rows(connection.execute(OF_COPIES.format(rows=marks), rows))
    origins = json.dumps(sorted({row["origin"] for row in copies}))
    said = {_as_said(row) for row in connection.execute(OF_ORIGINALS.format(rows=marks), [origins, *rows])}
    again = {row["figure_row"] for row in copies if _as_said((row["origin"], row["number"], row["quote"])) in said}
    return [row for row in rows if row not in again]


def _as_said(row: Sequence[str]) -> tuple[str, ...]:
    """What a document says, as it is the same in every format: words and numbers. The last of ``row`` is a text."""
    return (*row[:-1], " ".join(tokens(bare(row[-1]))))


def _sample(connection: sqlite3.Connection, window: str, ends: str, expression: str) -> list[int]:
    """Some hits from everywhere: rows of a document stand together, and the first of all would be one document's."""
    first, last = connection.execute(ends).fetchone()
    if first is None:
        return []
    step = max(1, (last - first) // WINDOWS)
    rows: dict[int, None] = {}
    for start in range(first, last + 1, step):
        rows.update(dict.fromkeys(_column(connection, window, expression, start, POOL // WINDOWS)))
    return list(rows)


def _metric_keys(connection: sqlite3.Connection, terms: Iterable[Term]) -> str:
    """The metrics whose names hold all words of the query that name no place, year or number; empty where none does."""
    wanted = {bare(word) for term in terms if term.kind in ("word", "abbreviation") for word in term.words}
    if not wanted:
        return ""
    found = [row[0] for row in connection.execute(METRICS) if wanted <= set(tokens(bare(f"{row[1]} {row[2]}")))]
    return "(" + " OR ".join(f'"{key("zmt", one)}"' for one in found) + ")" if found else ""


def _figures(connection: sqlite3.Connection, rows: Sequence[int]) -> list[Hit]:
    fit = {row: place for place, row in enumerate(rows)}
    found = _rows(connection.execute(FIGURES.format(rows=", ".join("?" * len(rows))), list(rows)))
    found.sort(key=lambda row: fit[row["figure_row"]])
    return [Hit(kind="figure", **{name: row[name] for name in row if name != "figure_row"}) for row in found]


def _passages(connection: sqlite3.Connection, expression: str, narrowed: Narrowed, told: set[int | None]) -> list[Hit]:
    rows = _column(connection, PASSAGE_ROWS, expression, WIDE + 1)
    if len(rows) <= WIDE:
        rows = _column(connection, PASSAGE_RANKED, expression, WIDE if narrowed != Narrowed() else FEW)
    else:
        rows = _sample(connection, PASSAGE_WINDOW, PASSAGE_ENDS, expression)
        rows = rows if narrowed != Narrowed() else rows[:: max(1, len(rows) // FEW)]
    fit = {row: place for place, row in enumerate(rows)}
    # Numbers of ours, not words of anybody: they may stand in the statement beside the named values.
    asked = PASSAGES.format(rows=", ".join(str(int(row)) for row in fit))
    given = {"province": narrowed.province, "year": narrowed.year, "kind": _spellings(connection, narrowed.kind)}
    found = sorted(_rows(connection.execute(asked, given)), key=lambda row: fit[row["row"]])
    said = {_as_said((row["origin"], row["text"])) for row in found if not row["is_copy"]}
    left = (row for row in found if row["row"] not in told)
    once = (row for row in left if not row["is_copy"] or _as_said((row["origin"], row["text"])) not in said)
    return [Hit(kind="passage", **{name: row[name] for name in row if name not in _NOT_SHOWN}) for row in once]


def _spellings(connection: sqlite3.Connection, kind: str | None) -> str | None:
    """A kind of document as documents write it, as JSON: one prints it in capitals, another does not."""
    if kind is None:
        return None
    return json.dumps([row[0] for row in connection.execute(KINDS) if bare(row[0]) == bare(kind)])


def _facets(connection: sqlite3.Connection, rows: Sequence[int]) -> dict[str, list[tuple[str, str, str, int]]]:
    seen = _rows(connection.execute(FACETS_OF.format(rows=", ".join("?" * len(rows))), list(rows)))
    values = {
        "province": Counter((row["place_id"], row["province"], row["province"]) for row in seen if row["place_id"]),
        "group": Counter((row["group_id"], row["group_vi"], row["group_en"]) for row in seen if row["group_id"]),
        "year": Counter((row["year"], row["year"], row["year"]) for row in seen if row["year"]),
        "kind": Counter((kind, kind, kind) for row in seen if (kind := (row["doc_type"] or "").capitalize())),
    }
    return {name: [(*value, count) for value, count in values[name].most_common()] for name in FACETS}


def _column(connection: sqlite3.Connection, sql: str, *given: object) -> list[int]:
    return [row[0] for row in connection.execute(sql, given)]


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _unnamed(hit: Hit, terms: Iterable[Term]) -> int:
    """How far the hit's own name is from holding every term; a province that went into the one meant is half of it."""
    name = " ".join(
        part for part in (hit.metric, hit.item, hit.subject, hit.place, hit.province, hit.number, hit.unit) if part
    )
    run = f" {' '.join(tokens(bare(name)))} "
    missing = 0
    for term in terms:
        ways = [*term.phrases, " ".join(tokens(bare(" ".join(term.words))))]
        if any(f" {way} " in run for way in ways):
            continue
        if term.kind != "place" and all(f" {word} " in run for word in tokens(bare(" ".join(term.words)))):
            continue
        if term.kind == "place" and hit.place_id and key("zpl", hit.place_id) in term.keys:
            missing += 1
        elif term.kind != "year" or not (hit.period or "").startswith(term.words[0]):
            missing += 2
    return missing


def _is_the_number(hit: Hit, terms: Iterable[Term]) -> bool:
    """Whether the hit's number is one that was typed, in any style; true where none was."""
    wanted = [term for term in terms if term.kind == "number"]
    number = " ".join(tokens(hit.number))
    return not wanted or any(number in (" ".join(tokens(term.words[0])), *term.phrases) for term in wanted)


def _spelt(hit: Hit, words: str) -> bool:
    text = " ".join(part for part in (hit.metric, hit.subject, hit.place, hit.text) if part)
    return set(tokens(words)) <= set(tokens(text))
