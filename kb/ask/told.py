"""What a programme is told of a base: each answer with the sources of what it says, and never too long.

Knows no protocol: :mod:`kb.ask.mcp_cli` offers these as tools.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.ask.compare import compare_metric, list_metrics
from kb.ask.search import find
from kb.store import read_base
from rules.language.fold import bare_words

MOST_ROWS = 100
"""So many rows at most are one answer; what was left out is told."""
MOST_LETTERS = 1_500
"""A longer text is cut: a passage may be a whole page."""
_STEPS, _AT_ONCE = 400, 1_000_000
"""So many times a million steps of SQLite are one question: some seconds, whatever the machine is busy with."""

_FACTS = """
select f.*, d.issuer, d.number as document_number, d.url, d.doc_type, p.trail
from figures_final f
join documents d on d.id = f.document_id
left join passages p on p.id = f.passage_id
where f.id in (select value from json_each(?))
"""
_FOOTNOTES = """
select n.label, n.text from footnotes n
where n.document_id = ? and (n.label = ? or n.label in (select value from json_each(?))) order by n.id
"""
_CHECKS = "select message, message_en from figure_checks where figure_id = ? order by finding_id limit 10"
_CORRECTIONS = "select field, old, new, at, state from corrections where figure_id = ? order by at desc limit 20"
_COVERAGE = """
select province, place_id, metric_id, metric, state, figures, documents, newest from coverage
where (:place is null or place_id = :place) and (:metric is null or metric_id = :metric)
order by state = 'not reported', metric_group, metric, province
"""
_SOURCES = """
select id as document_id, filename, title, issuer, number, issued_on, url from documents
where id in (
    select document_id from figures_final
    where (:place is null or place_id = :place) and (:metric is null or metric_id = :metric)
)
order by issued_on desc, id limit :most
"""
_PLACES = "select id, name from places where id in (select place_id from documents where place_id is not null)"


_SAID = (
    *("number", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status", "metric_id", "metric"),
    *("metric_en", "item", "subject", "place", "province", "level", "owner", "as_of", "confidence", "doubt"),
    *("reviewed", "people"),
)
_SOURCE = {
    "issuer": "issuer",
    "number": "document_number",
    "issued_on": "issued_on",
    "url": "url",
    "newer_version": "replaced_by",
    "copy_of": "duplicate_of",
}
"""What is told of a figure's document, and the column that it stands in."""


@contextmanager
def opened(base: Path) -> Iterator[sqlite3.Connection]:
    """The base, to be read only, with a bound on what one question may cost. Raises SolieuError where there is no base
    and where the question costs too much."""
    with closing(read_base(base)) as db:
        left = [_STEPS]

        def over() -> bool:
            left[0] -= 1
            return left[0] < 0

        db.set_progress_handler(over, _AT_ONCE)
        try:
            yield db
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise SolieuError(
                "the question", "it costs too much", "Ask for less: name a province or a metric"
            ) from error


def told_search(db: sqlite3.Connection, words: str, limit: int) -> dict[str, Any]:
    """Figures, then passages, that hold all words in any spelling."""
    found = find(db, words, _bounded(limit))
    passages = [
        {"text": _short(hit.text), "source": _place(hit.document_id, hit.filename, hit.title, hit.page)}
        for hit in found.passages
    ]
    figures = figures_told(db, [hit.id for hit in found.figures])
    return {"figures": figures, "passages": passages, "matching": found.count, "more": found.count > len(figures)}


def told_compare(db: sqlite3.Connection, metric: str, limit: int) -> dict[str, Any]:
    """The newest value of each province in a metric: a rank where it can be ranked, else why not."""
    rows = compare_metric(db, metric)
    shown = rows[: _bounded(limit)]
    facts = {one["figure_id"]: one for one in figures_told(db, [row["figure_id"] for row in shown if row["figure_id"]])}
    told = []
    for row in shown:
        said = {name: row[name] for name in ("rank", "ranked", "not_ranked", "comparable", "basis")}
        if row["figure_id"]:
            told.append({**facts[row["figure_id"]], **said})
        else:
            sources = figures_told(db, row["computed_from"])
            told.append({"province": row["province"], "value": row["value"], **said, "computed_from": sources})
    return {"metric": metric, "rows": told, "more": len(rows) > len(shown)}


def told_evidence(db: sqlite3.Connection, figure: str) -> dict[str, Any]:
    """All that speaks for and against a figure. Raises SolieuError where there is none of that id."""
    row = db.execute(_FACTS, (json.dumps([figure]),)).fetchone()
    if row is None:
        raise SolieuError(figure, "there is no such figure", "Take an id (F-…) of an answer of search or compare")
    said = ("rule", "place_from", "period_from", "level_from", "status_from", "corrected_fields")
    return {
        **_told(row),
        **{name: row[name] for name in said},
        "headings": json.loads(row["trail"] or "[]"),
        "flags": json.loads(row["flags"]),
        "in_doubt": json.loads(row["in_doubt"]),
        "footnotes": _rows(db.execute(_FOOTNOTES, (row["document_id"], row["footnote"], row["marks"]))),
        "checks": _rows(db.execute(_CHECKS, (figure,))),
        "corrections": _rows(db.execute(_CORRECTIONS, (figure,))),
    }


def told_coverage(db: sqlite3.Connection, province: str | None, metric: str | None, limit: int) -> dict[str, Any]:
    """Which province reports which metric: reported, only aimed at, or not reported. Raises SolieuError where neither
    is named, and where no document is of such a province."""
    if not province and not metric:
        raise SolieuError("coverage", "neither a province nor a metric is named", "Name one of them")
    place = _place_id(db, province) if province else None
    metric = metric or None
    rows = _rows(db.execute(_COVERAGE, {"place": place, "metric": metric}))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["state"]] = counts.get(row["state"], 0) + 1
    shown = rows[: _bounded(limit)]
    return {"counts": counts, "rows": shown, "more": len(rows) > len(shown), "sources": _sources(db, place, metric)}


def told_metrics(db: sqlite3.Connection, words: str, limit: int) -> dict[str, Any]:
    """The metrics that have figures and whose names hold all words, the most reported first."""
    wanted = bare_words(words).split()
    rows = [
        {name: row[name] for name in ("id", "name_vi", "name_en", "unit", "kind", "better", "figures", "provinces")}
        for row in list_metrics(db, everything=False)
        if all(f" {word} " in f" {bare_words(row['name_vi'] + ' ' + row['name_en'])} " for word in wanted)
    ]
    rows.sort(key=lambda row: -row["provinces"])
    return {"metrics": rows[: _bounded(limit)], "more": len(rows) > _bounded(limit)}


def figures_told(db: sqlite3.Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Some figures in the order of their ids, each with its sentence and its source."""
    rows = {row["id"]: row for row in db.execute(_FACTS, (json.dumps(list(ids)),))}
    return [_told(rows[one]) for one in ids if one in rows]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "figure_id": row["id"],
        **{name: row[name] for name in _SAID},
        "period": row["period_effective"],
        "sentence": _short(row["quote"]),
        "source": {
            **_place(row["document_id"], row["filename"], row["title"], row["page"]),
            **{name: row[column] for name, column in _SOURCE.items()},
        },
    }


def _place(document: str, filename: str, title: str | None, page: int | None) -> dict[str, Any]:
    return {"document_id": document, "filename": filename, "title": title, "page": page}


def _sources(db: sqlite3.Connection, place: str | None, metric: str | None) -> list[dict[str, Any]]:
    """The documents that a coverage was counted of."""
    return _rows(db.execute(_SOURCES, {"place": place, "metric": metric, "most": MOST_ROWS}))


def _place_id(db: sqlite3.Connection, province: str) -> str:
    """The province of a name in any spelling, or of an id, of those that documents are of."""
    places = {row["id"]: row["name"] for row in db.execute(_PLACES)}
    wanted = bare_words(province)
    for one, name in places.items():
        if province == one or wanted == bare_words(name):
            return str(one)
    known = ", ".join(sorted(set(places.values()))[:20])
    raise SolieuError(province, "no document is of such a province", f"There are {known}")


def _rows(found: Iterable[sqlite3.Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in found]


def _bounded(limit: int) -> int:
    return max(1, min(MOST_ROWS, limit))


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 2] + " …"
