"""A comparison or a search of the command line as a table, and what every table says of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from kb.ask.search import Hit
from kb.ask.table import WORDS, Language, Table, Value, columns_of, columns_with, word
from kb.ask.table_rows import SITE, Entry, table_rows
from rules.strict_toml import load_toml

_METRIC = "select name_vi, name_en, unit, description from metrics where id = ?"
_BUILT = "select max(finished_at) from runs"


def metric_table(db: sqlite3.Connection, metric: str, rows: Iterable[Mapping[str, Any]], language: Language) -> Table:
    """The rows of :func:`kb.ask.compare.compare_metric` or ``compare_owners`` as a table."""
    vi, en, _, _ = db.execute(_METRIC, (metric,)).fetchone()
    title = en if language == "en" else vi
    return made_table(db, metric, title, _compared(rows, language), language, metrics=(metric,))


def thing_table(db: sqlite3.Connection, words: str, rows: Iterable[Mapping[str, Any]], language: Language) -> Table:
    """The rows of :func:`kb.ask.things.compare_thing` as a table."""
    return made_table(db, "solieu-compare", words, _compared(rows, language), language)


def search_table(db: sqlite3.Connection, words: str, hits: Iterable[Hit], language: Language) -> Table:
    """The figures of a search as a table; passages are no rows of figures."""
    title = word("table.search", language, words=words)
    return made_table(db, "solieu-search", title, found_entries(hits), language)


def found_entries(hits: Iterable[Hit]) -> list[Entry]:
    """The figures of a search as rows of a table, in their order."""
    figures = (hit for hit in hits if hit.kind == "figure")
    return [
        Entry(
            {
                "figure_id": hit.id,
                "value": hit.value,
                "value_max": hit.value_max,
                "denominator": hit.denominator,
                "unit": hit.unit,
                "qualifier": hit.qualifier,
            },
            "found",
        )
        for hit in figures
    ]


def made_table(
    db: sqlite3.Connection,
    name: str,
    title: str,
    entries: Iterable[Entry],
    language: Language,
    *,
    metrics: Sequence[str] = (),
    site: str = SITE,
    notes: Sequence[tuple[str, str]] = (),
    more: str = "",
) -> Table:
    """A table of figures with its sources, with what its metrics mean, and with when it was taken from which base.
    ``more`` is the section of the columns that only this kind of table has."""
    rows, sources = table_rows(db, entries, language, site)
    said = [
        *_told(db, title, notes, language),
        (word("table.values", language), word("table.values_said", language)),
        (columns_word("sure", language), word("table.sure_said", language)),
    ]
    definitions = [one for metric in metrics for one in _defined(db, metric, language)]
    columns = columns_with(more) if more else columns_of("column")
    return Table(name, title, language, columns, rows, sources, tuple(definitions), tuple(said))


def list_table(
    db: sqlite3.Connection,
    name: str,
    title: str,
    section: str,
    rows: Iterable[Mapping[str, Value]],
    language: Language,
    notes: Sequence[tuple[str, str]] = (),
) -> Table:
    """A table whose rows are no figures: what is counted of them. ``section`` names its columns."""
    return Table(
        name, title, language, columns_of(section), tuple(rows), notes=tuple(_told(db, title, notes, language))
    )


def _told(
    db: sqlite3.Connection, title: str, notes: Sequence[tuple[str, str]], language: Language
) -> list[tuple[str, str]]:
    """What every table says of itself: what it is, what was chosen, when it was taken from which base."""
    built = db.execute(_BUILT).fetchone()[0]
    return [
        (word("table.title", language), title),
        *notes,
        (word("table.made", language), datetime.now(UTC).date().isoformat()),
        *([(word("table.built", language), str(built)[:10])] if built else []),
    ]


def columns_word(column: str, language: Language) -> str:
    """What a column is called."""
    return next(one for one in columns_of("column") if one.id == column).name(language)


def _compared(rows: Iterable[Mapping[str, Any]], language: Language) -> list[Entry]:
    return [
        Entry(
            row,
            ("computed" if "computed_from" in row else "apart") if row["not_ranked"] else "ranked",
            row.get("rank"),
            reason_in(row["not_ranked"], language),
            tuple(row.get("computed_from") or ()),
        )
        for row in rows
    ]


def reason_in(text: str | None, language: Language) -> str:
    """Why a value is not ranked, which the views of the base say in Vietnamese, in a language; what no word says stays
    as it is."""
    return _reasons().get(text or "", {}).get(language, text or "")


@lru_cache
def _reasons() -> dict[str, dict[str, str]]:
    return {said["vi"]: said for said in load_toml(WORDS)["reason"].values()}


def _defined(db: sqlite3.Connection, metric: str, language: Language) -> list[tuple[str, str]]:
    row = db.execute(_METRIC, (metric,)).fetchone()
    if row is None:
        return []
    vi, en, unit, meaning = row
    told = [("metric", f"{vi} · {en} ({metric})"), ("unit", unit), ("meaning", meaning)]
    return [(word(f"table.{name}", language), text) for name, text in told if text]
