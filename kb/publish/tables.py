"""The tables of a data package: which columns, of which type, described by the texts that the base has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kb.fields import FIELD
from kb.metadata import metadata

if TYPE_CHECKING:
    # By name only: a package without Parquet needs no pyarrow.
    from kb.ask.parquet_columns import Kind

_OF_FIELDS: Mapping[str, Kind] = {"decimal": "number", "real": "number", "integer": "integer", "json": "array"}
"""What a field of a figure is there; all others are strings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` is the table that it points into, ``words`` are all that it may hold, none for any."""

    name: str
    type: Kind
    title: str
    title_en: str
    says: str
    words: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table: ``source`` is the table or view of the base that it is read from, in the order ``order``."""

    name: str
    title: str
    source: str
    order: str
    columns: tuple[Column, ...]

    @property
    def query(self) -> str:
        """Reads its rows."""
        return f"select {', '.join(column.name for column in self.columns)} from {self.source} order by {self.order}"


# What a reader can use without the base: no offsets, no boxes, no weights of the rules.
_FIGURES = (
    *("id", "document_id", "seq", "number", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status"),
    *("metric_id", "item", "subject", "thing", "place", "place_id", "level", "owner", "period", "period_effective"),
    *("as_of", "footnote", "marks", "part_of", "in_table", "quote", "page", "confidence", "flags", "doubt", "reviewed"),
    "people",
)
_DOCUMENTS = (
    *("id", "filename", "sha256", "format", "title", "doc_type", "number", "issuer", "issued_on", "place", "place_id"),
    *("period", "pages", "url", "duplicate_of", "replaced_by", "personal", "figure_count", "rules_version"),
)
_METRICS = (
    *("id", "name_vi", "name_en", "unit", "kind", "group_id", "group_vi", "group_en", "better", "total", "description"),
    *("source", "wordings"),
)
_PLACES = ("id", "code", "name", "full_name", "kind", "valid_from", "valid_to", "merged_into")
_OTHERS: Mapping[str, Kind] = {
    **dict.fromkeys(("seq", "pages", "figure_count", "personal", "people", "page"), "integer"),
    "as_of": "date",
    "in_table": "boolean",
    "wordings": "array",
}
_KEYS = {"document_id": "documents", "metric_id": "metrics", "place_id": "places"}
_ENDS = {"as_of": "end of the period", "reviewed": "reviewed", "doubt": "doubt", "people": "people"}


def tables() -> tuple[PublishedTable, ...]:
    """The tables of every package, those that others point into first."""
    said = metadata()["databases"]["kb"]["tables"]
    return (
        _table(said, "places", "places", "id", _PLACES),
        _table(said, "metrics", "metrics", "id", _METRICS),
        _table(said, "documents", "documents", "id", _DOCUMENTS),
        _table(said, "figures", "figures_final", "document_id, seq, id", _FIGURES),
    )


def _table(said: Mapping[str, Any], name: str, source: str, order: str, columns: tuple[str, ...]) -> PublishedTable:
    about = said[source]
    made = tuple(_column(name, one, about["columns"][one]) for one in columns)
    return PublishedTable(name, about.get("title", name), source, order, made)


def _column(table: str, name: str, says: str) -> Column:
    field = FIELD.get(name) if table == "figures" else None
    type_ = _OTHERS.get(name, _OF_FIELDS.get(field.type, "string") if field else "string")
    words = tuple(word.name for word in field.words) if field and field.type == "choice" else ()
    title, title_en = (field.vi, field.en) if field else (name, _ENDS.get(name, name.replace("_", " ")))
    return Column(name, type_, title, title_en, says, words, _KEYS.get(name, "") if table != "places" else "")


def exact(column: Column, value: Any) -> Any:
    """A value of the base as its column's type has it: a Decimal of what is text there, True or False of 1 or 0."""
    if value is None or value == "":
        return None
    if column.type == "number":
        return Decimal(str(value))
    return bool(value) if column.type == "boolean" else value


def typed(table: PublishedTable, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table's query, each value as its column's type has it."""
    for row in rows:
        yield tuple(exact(column, value) for column, value in zip(table.columns, row, strict=True))
