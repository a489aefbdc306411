"""``datasette_metadata.json`` written from ``metadata.toml``, ``kb/fields.py`` and the columns that the base has.

``make metadata`` runs it. Plain Datasette reads the JSON as it is, and it is committed for that; a test holds it equal
to what is written here.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.fields import CORRECTED, FIELD
from kb.store import make_tables
from rules.strict_toml import Table, read_toml

TEXTS = Path(__file__).with_name("metadata.toml")
FILE = Path(__file__).parents[1] / "datasette_metadata.json"
_WORDS = ("title", "description", "sort", "sort_desc", "label_column", "fts_table", "fts_pk")
_ABOUT = ("title", "description", "source", "license")


def metadata(texts: Path = TEXTS) -> dict[str, Any]:
    """What Datasette is told of the base. Raises SolieuError on a column without a text, and on a text that nothing has
    asked for: a column or a key that is misspelt, or gone."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db, read_toml(texts) as said:
        make_tables(db)
        shared = said.table("columns")
        tables = said.table("tables")
        database = said.table("database")
        return {
            **{name: said.string(name) for name in _ABOUT},
            "databases": {
                "kb": {
                    **{name: database.string(name) for name in ("title", "description")},
                    "queries": _queries(said.table("queries")),
                    "tables": {name: _table(db, name, tables.table(name), shared) for name in tables},
                }
            },
        }


def written(texts: Path = TEXTS) -> str:
    """The file's content."""
    return json.dumps(metadata(texts), ensure_ascii=False, indent=2) + "\n"


def _queries(said: Table) -> dict[str, Any]:
    queries = {name: said.table(name) for name in said}
    return {
        name: {
            **{key: query.string(key) for key in ("title", "description", "sql")},
            "params": list(query.strings("params")),
        }
        for name, query in queries.items()
    }


def _table(db: sqlite3.Connection, name: str, said: Table, shared: Table) -> dict[str, Any]:
    told: dict[str, Any] = {key: said.string(key) for key in _WORDS if key in said}
    if facets := said.strings("facets"):
        told["facets"] = list(facets)
    if said.flag("hidden"):
        told["hidden"] = True
    if not name.endswith("_fts"):
        told["columns"] = dict(_columns(db, name, said, shared))
    return told


def _columns(db: sqlite3.Connection, name: str, said: Table, shared: Table) -> Iterator[tuple[str, str]]:
    """Each column with its text: that of its own table, else what the table says of all fields that a person may
    correct, else the field's own description, else what the column is called wherever it stands."""
    columns = [row[1] for row in db.execute(f"pragma table_xinfo({name})")]
    if not columns:
        raise SolieuError(f"{TEXTS.name}, tables, {name}", "the base has no such table or view", "Take it out")
    own = said.table("columns") if "columns" in said else None
    of_fields = said.string("of_fields") if "of_fields" in said else ""
    for column in columns:
        field = FIELD.get(column)
        if own and column in own:
            text = own.string(column)
        elif field and of_fields and field.corrected:
            label = field.vi[0].upper() + field.vi[1:]
            text = of_fields.format(label=label, name=column)
        elif field:
            text = field.description
        else:
            text = _shared(shared, name, column)
        yield column, text


def _shared(shared: Table, name: str, column: str) -> str:
    """The text that holds for a column wherever it stands; a ``{field}`` in a key stands for each field that a person
    may correct."""
    if column in shared:
        return shared.string(column)
    for key in shared:
        before, mark, behind = key.partition("{field}")
        fields = "|".join(field.name for field in CORRECTED)
        if mark and (match := re.fullmatch(f"{re.escape(before)}({fields}){re.escape(behind)}", column)):
            return shared.string(key).format(field=match[1])
    remedy = f"Write {column} = … below [tables.{name}.columns], or below [columns] where it is the same everywhere"
    raise SolieuError(f"{TEXTS.name}, {name}", f"the column {column} has no text", remedy)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
