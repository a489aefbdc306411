"""Rows of a comparison or a search as rows of a table: each with its rank or why it has none, and its whole source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from types import ModuleType
from typing import Any

from kb import labels, labels_en
from kb.ask.table import Language, Value, word
from kb.ask.value_words import row_label
from rules.language.calendar import days_of

# One figure by its id: where many are asked for at once, the view cannot use the index of the figures.
_FACTS = """
select f.*, d.number as document_number, d.issuer, d.url
from figures_final f
join documents d on d.id = f.document_id
where f.id = :figure
"""
SITE = "http://127.0.0.1:8001"
"""Where the pages are served, as far as the command line knows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that was shown: ``row`` with its ``figure_id``, and of what is shown otherwise than its figure says it, or
    of no figure, the value and place as a view of the base has them; its ``rank`` or the ``reason`` in words why it has
    none, the ``group`` that it stood in, and of what is only computed or added up the ids of the figures that it is
    ``made_of``. ``more`` fills columns that only such a table has; ``beside`` are figures told there."""

    row: Mapping[str, Any]
    group: str
    rank: int | None = None
    reason: str = ""
    made_of: tuple[str, ...] = ()
    more: Mapping[str, Value] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


def table_rows(
    db: sqlite3.Connection, entries: Iterable[Entry], language: Language, site: str = SITE
) -> tuple[tuple[dict[str, Value], ...], tuple[dict[str, Value], ...]]:
    """The rows of a table, and the documents behind them with how many rows each gave. ``site`` is the address that
    pages are served at. What is shown and what is in the base are one: a row of no figure has what it says itself."""
    said: ModuleType = labels_en if language == "en" else labels
    rows: list[dict[str, Value]] = []
    documents: dict[str, Mapping[str, Any]] = {}
    counts: dict[str, int] = {}
    for entry in entries:
        facts = _facts(db, entry.row["figure_id"]) or entry.row
        rows.append(_row(entry, facts, said, language, site))
        behind = (entry.row["figure_id"], *entry.made_of, *entry.beside)
        sources = [_facts(db, part) for part in behind if part]
        for source in {one["document_id"]: one for one in sources if one}.values():
            documents[source["document_id"]] = source
            counts[source["document_id"]] = counts.get(source["document_id"], 0) + 1
    return tuple(rows), tuple(_source(one, counts[id_], site) for id_, one in documents.items())


def _facts(db: sqlite3.Connection, figure: str | None) -> dict[str, Any] | None:
    cursor = db.execute(_FACTS, {"figure": figure})
    row = cursor.fetchone()
    return None if row is None else dict(zip([column[0] for column in cursor.description], row, strict=True))


def _row(entry: Entry, facts: Mapping[str, Any], said: ModuleType, language: Language, site: str) -> dict[str, Value]:
    # What is shown (a merged value, a value on the scale of the comparison) stands before what its figure says.
    row = {**facts, **entry.row}
    days = days_of(facts.get("period_effective") or row.get("period"))
    figure = row["figure_id"]
    reviewed = facts.get("reviewed") or "none"
    return {
        "group": word(f"table_group.{entry.group}", language),
        "rank": None if entry.rank is None else Decimal(entry.rank),
        "province": _text(row.get("province") or facts.get("province")),
        "owner": _text(facts.get("owner")),
        "value": _decimal(row["value"]),
        "unit": _text(row["unit"]),
        "text": row_label({**row, "kind": facts["kind"]}, said),
        "printed": _text(facts.get("number")) if figure else None,
        "qualifier": said.EXACT if row["qualifier"] == "exact" else said.QUALIFIERS[row["qualifier"]],
        "value_max": _decimal(row["value_max"]),
        "denominator": _decimal(row["denominator"]),
        "metric": _text(facts.get("metric_en" if language == "en" else "metric")),
        "item": _text(facts.get("item")),
        "subject": _text(facts.get("subject")),
        "level": said.LEVELS.get(facts["level"], facts["level"]) if facts.get("level") else None,
        "place": _text(facts.get("place")),
        "period": _text(said.period_label(facts.get("period_effective") or row.get("period"))),
        "period_start": _day(days[0]) if days else None,
        "period_end": _day(days[1]) if days else _day(entry.row.get("as_of")),
        "status": said.STATUSES[facts.get("status") or "actual"],
        "kind": said.KINDS.get(facts["kind"], facts["kind"]),
        "not_ranked": entry.reason or None,
        "sure": None if figure is None else facts.get("doubt") is None,
        "reviewed": None if figure is None else word(f"table_reviewed.{reviewed}", language),
        "people": Decimal(facts.get("people") or 0) if figure else None,
        "confidence": None if figure is None else Decimal(f"{facts['confidence']:.2f}"),
        "doubts": "; ".join(said.doubts(facts["flags"])) or None,
        "made_of": " ".join(entry.made_of) or None,
        "quote": _text(facts.get("quote")),
        "document": _text(facts.get("title") or facts.get("filename")),
        "document_number": _text(facts.get("document_number")),
        "issuer": _text(facts.get("issuer")),
        "issued_on": _day(facts.get("issued_on")),
        "page": Decimal(facts["page"]) if figure and facts.get("page") else None,
        "address": f"{site}/figure/{figure}" if figure else None,
        "source_url": _text(facts.get("url")),
        "figure_id": figure,
        "metric_id": _text(facts.get("metric_id")),
        "place_id": _text(row.get("place_id") or facts.get("place_id")),
        "document_id": _text(facts.get("document_id")),
        **entry.more,
    }


def _source(facts: Mapping[str, Any], rows: int, site: str) -> dict[str, Value]:
    return {
        "document": _text(facts["title"] or facts["filename"]),
        "document_number": _text(facts["document_number"]),
        "issuer": _text(facts["issuer"]),
        "issued_on": _day(facts["issued_on"]),
        "filename": facts["filename"],
        "rows": Decimal(rows),
        "address": f"{site}/document/{facts['document_id']}",
        "source_url": _text(facts["url"]),
        "document_id": facts["document_id"],
    }


def _text(words: object) -> str | None:
    return " ".join(str(words).split()) or None if words else None


def _decimal(number: str | None) -> Decimal | None:
    try:
        return None if number is None else Decimal(number)
    except InvalidOperation:  # what a person wrote is kept as it was written
        return None


def _day(words: str | None) -> date | str | None:
    """A day; what names no day (``2025-12``, where the day was left blank) stays the text that it is."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return words
