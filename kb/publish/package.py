"""A data package of Frictionless: ``datapackage.json``, and each table as CSV; as Parquet too where pyarrow is there.

Numbers stand in the CSV with a decimal point and without marks of thousands, as the schema says, so that ``2.833`` of
a report is 2833 in every program. See https://specs.frictionlessdata.io.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.ask import table_parquet
from kb.publish.tables import Column, PublishedTable, tables, typed
from kb.review.cells import guarded

FOLDER = "data"
DESCRIPTOR = "datapackage.json"
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
"""A sign before digits alone is no formula: ``-3`` stays what was printed."""


@dataclass(frozen=True, slots=True)
class About:
    """What a publication says of itself. ``licence`` is an SPDX name, empty where none was given; ``day`` is that of
    the last build; ``address`` is where it will be found, empty where that is not known."""

    title: str
    description: str
    publisher: str
    licence: str
    terms: str
    version: str
    day: str
    address: str


def write_package(db: sqlite3.Connection, out: Path, about: About) -> None:
    """Write the tables of a base into ``out/data`` and the descriptor beside it."""
    (out / FOLDER).mkdir()
    resources: list[dict[str, Any]] = []
    for table in tables():
        file = out / FOLDER / f"{table.name}.csv"
        _write_csv(db, table, file)
        resources.append(_of_table(table, file))
    if table_parquet.is_there():
        from kb.publish.parquet import write_parquet

        for table in tables():
            file = out / FOLDER / f"{table.name}.parquet"
            write_parquet(db, table, file)
            said = _of_file(table, file, "parquet", "application/vnd.apache.parquet")
            resources.append({**said, "profile": "data-resource", "type": "file"})
    described = json.dumps(_described(db, about, resources), ensure_ascii=False, indent=1)
    (out / DESCRIPTOR).write_text(described + "\n", encoding="utf-8")


def _write_csv(db: sqlite3.Connection, table: PublishedTable, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        for row in typed(table, iter(db.execute(table.query))):
            writer.writerow([_cell(column, value) for column, value in zip(table.columns, row, strict=True)])


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.type == "number":
        return f"{value:f}"
    if column.type == "boolean":
        return "true" if value else "false"
    text = str(value)
    return text if column.type != "string" or _NUMBER.fullmatch(text) else guarded(text)


def _of_table(table: PublishedTable, file: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": "id",
        "missingValues": [""],
    }
    keys = [
        {"fields": column.name, "reference": {"resource": column.key, "fields": "id"}}
        for column in table.columns
        if column.key
    ]
    if keys:
        schema["foreignKeys"] = keys
    said = _of_file(table, file, "csv", "text/csv")
    return {
        **said,
        "name": table.name,
        "profile": "tabular-data-resource",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }


def _of_file(table: PublishedTable, file: Path, format_: str, kind: str) -> dict[str, Any]:
    return {
        "name": f"{table.name}-{format_}",
        "title": table.title,
        "path": f"{FOLDER}/{file.name}",
        "format": format_,
        "mediatype": kind,
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_digest(file)}",
    }


def _field(table: PublishedTable, column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "title_en": column.title_en,
        "description": column.says,
    }
    constraints: dict[str, Any] = {}
    if column.name == "id":
        constraints = {"required": True, "unique": True}
    if column.words:
        constraints["enum"] = list(column.words)
    return said | ({"constraints": constraints} if constraints else {})


def _described(db: sqlite3.Connection, about: About, resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    licence = {"name": about.licence} if about.licence else {"name": "other-pd", "title": about.terms}
    said = {
        # Parquet is no table to the standard's own validator, and a tabular package may hold tables only.
        "profile": f"{'tabular-' if all('schema' in one for one in resources) else ''}data-package",
        "name": "solieu",
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "created": f"{about.day}T00:00:00Z",
        "homepage": about.address,
        "licenses": [licence],
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "sources": _sources(db),
        "resources": list(resources),
    }
    return {name: value for name, value in said.items() if value}


def _sources(db: sqlite3.Connection) -> list[dict[str, str]]:
    """The documents, as they call themselves, with the address where they were published, where that is known."""
    rows = db.execute("select coalesce(title, filename), issuer, number, issued_on, url from documents order by id")
    found = []
    for title, issuer, number, issued_on, url in rows:
        said = ", ".join(filter(None, (issuer, number, title, issued_on)))
        published = url if url and url.startswith(("https://", "http://")) else ""
        found.append({"title": said, **({"path": published} if published else {})})
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
