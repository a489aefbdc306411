"""A base of a million figures that nobody wrote: the real places and metrics, invented values in plain sentences.

The same seed makes the same base. What is common in reports is common here: some metrics stand in every report and
most in few, reports of a province come twice a year, one figure in eight is a target, one in five has no metric.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import kb.store
from kb.latest import refresh
from kb.store import note_versions, write_metrics, write_places
from rules.catalogue import load_catalogue
from rules.language.provinces import load_places

SEED = 20260101
OF_A_DOCUMENT = 200
OF_A_PASSAGE = 4
PERIODS = [f"{year}{part}" for year in range(2019, 2026) for part in ("", "-H1", "-Q1", "-Q3")]
LEVELS = (None, None, None, None, None, None, "commune", "village")
SCRIPTS = (kb.store.SCHEMA_FILE, kb.store.VIEWS_FILE, kb.store.LATEST_FILE)

Row = tuple[Any, ...]


def make(path: Path, figures: int) -> None:
    """Write a base of so many figures to ``path``, with its search tables, kept rows and statistics."""
    schema, *views = (kb.store.script(one) for one in SCRIPTS)
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")
        db.execute("pragma cache_size = -200000")
        db.executescript(schema)
        catalogue = load_catalogue()
        db.execute("begin")
        write_places(db)
        write_metrics(db, catalogue, {group.id: (group.name_vi, group.name_en) for group in catalogue.groups})
        _load(db, figures)
        db.execute("commit")
        # The triggers come behind the rows: to index word by word what is there already would take the hour.
        for script in views:
            db.executescript(script)
        db.executescript(
            """
            begin;
            insert into passages_fts(passages_fts) values ('rebuild');
            drop trigger figures_searched_insert;
            insert into figures_searched(id, text) select figure_row, text from figures_words;
            insert into figures_fts(figures_fts) values ('rebuild');
            insert into metrics_stale select id from metrics;
            commit;
            """
        )
        db.executescript(views[0])
        note_versions(db)
        db.execute("analyze")
        refresh(db)
        db.execute("analyze")


def _load(db: sqlite3.Connection, figures: int) -> None:
    count = -(-figures // OF_A_DOCUMENT)
    chance = random.Random(SEED)
    metrics = db.execute("select id, name_vi, unit, kind, low, high from metrics order by id").fetchall()
    chance.shuffle(metrics)
    weights = list(accumulate(1 / (place + 12) for place in range(len(metrics))))
    places = [place for place in load_places() if place.id.endswith("-old")]
    documents, passages, rows = [], [], []
    for at in range(count):
        place = places[at % len(places)]
        period = chance.choice(PERIODS)
        documents.append(_document(at, place.id, place.name, period))
        for row in _figures(chance, at, place.id, place.name, metrics, weights):
            rows.append(row)
        passages.extend(_passages(at, rows[-OF_A_DOCUMENT:]))
        if len(rows) >= 20_000 or at == count - 1:
            for table, some in (("documents", documents), ("passages", passages), ("figures", rows)):
                _insert(db, table, some)
                some.clear()


COLUMNS = {
    "documents": "id, filename, path, sha256, format, title, doc_type, number, issuer, issued_on, place, place_id, "
    "period, pages, identity, status, figure_count, rules_version",
    "passages": "id, document_id, seq, kind, page, text, char_start, char_end",
    "figures": "id, document_id, seq, number, value, denominator, value_num, unit, qualifier, kind, status, metric_id, "
    "item, subject, place, place_id, level, period, in_table, quote, page, passage_id, char_start, char_end, "
    "passage_start, rule, confidence, flags, place_from, period_from, level_from, status_from, anchor, occurrence",
}


def _insert(db: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    db.executemany(f"insert into {table} ({COLUMNS[table]}) values ({marks})", rows)


def _document(at: int, place_id: str, place: str, period: str) -> Row:
    year = int(period[:4])
    issued = f"{year + (len(period) == 4)}-{1 + at % 12:02}-{1 + at % 28:02}"
    name = f"bao-cao-{at:05}.pdf"
    title = f"Báo cáo chuyển đổi số của {place}, kỳ {period}"
    fixed = (title, "Báo cáo", f"{at}/BC-UBND", f"UBND {place}", issued, place, place_id, period, 40, name)
    return (f"D-{at:010}", name, name, f"{at:064}", "pdf", *fixed, "ok", OF_A_DOCUMENT, "bench")


def _figures(
    chance: random.Random, at: int, place_id: str, place: str, metrics: list[Row], weights: list[float]
) -> Iterator[Row]:
    for seq in range(OF_A_DOCUMENT):
        metric, name, unit, kind, low, high = chance.choices(metrics, cum_weights=weights)[0]
        bottom, top = float(low), float(high)
        value = str(round(bottom + (top - bottom) * chance.random() ** 3, 2 if unit == "%" else 0)).removesuffix(".0")
        printed = value.replace(".", ",")
        status = chance.choices(("actual", "target", "forecast"), (84, 13, 3))[0]
        period = chance.choice(PERIODS) if chance.random() < 0.3 else None
        known = chance.random() < 0.8
        item = f"6.{chance.randint(1, 12)}" if kind == "score" else None
        text = f"Trên địa bàn {place}, {name.lower()} đạt {printed} {unit}, mục {seq} của báo cáo."
        start = text.index(f" {printed} ") + 1
        passage = at * OF_A_DOCUMENT // OF_A_PASSAGE + seq // OF_A_PASSAGE + 1
        yield (
            *(f"F-{at * OF_A_DOCUMENT + seq:010}", f"D-{at:010}", seq, printed, value, None, float(value), unit),
            *("exact", kind, status, metric if known else None, item, name.lower(), place, place_id),
            *(chance.choice(LEVELS) if unit == "%" else None, period, 0, text, 1 + seq // 5, passage, seq * 200),
            *(seq * 200 + len(printed), start, "metric phrase", 0.9, "[]", "letterhead", "letterhead"),
            *("default", "default", f"{at}-{seq}", 0),
        )


def _passages(at: int, rows: list[Row]) -> Iterator[Row]:
    quote, passage, page = (COLUMNS["figures"].split(", ").index(name) for name in ("quote", "passage_id", "page"))
    for seq in range(0, len(rows), OF_A_PASSAGE):
        some = rows[seq : seq + OF_A_PASSAGE]
        text = " ".join(row[quote] for row in some)
        yield (some[0][passage], f"D-{at:010}", seq, "paragraph", some[0][page], text, seq * 200, seq * 200 + len(text))
