"""A table as Parquet, typed columns that pandas, R and DuckDB read as they are. Needs pyarrow (extra ``publish``)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow.parquet import ParquetWriter

from kb.publish.tables import Column, PublishedTable, typed

_TYPES = {
    "string": pyarrow.string(),
    # A double holds all fifteen digits that a figure may have; columns of decimals are objects in pandas.
    "number": pyarrow.float64(),
    "integer": pyarrow.int64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "array": pyarrow.list_(pyarrow.string()),
}
_AT_ONCE = 20_000


def write_parquet(db: sqlite3.Connection, table: PublishedTable, file: Path) -> None:
    """Write the rows of a table; each column bears its description."""
    schema = pyarrow.schema([_field(column) for column in table.columns])
    cursor = db.execute(table.query)
    with ParquetWriter(file, schema, compression="zstd") as out:
        while rows := cursor.fetchmany(_AT_ONCE):
            columns = list(zip(*typed(table, iter(rows)), strict=True))
            arrays = [_array(column, values) for column, values in zip(table.columns, columns, strict=True)]
            out.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _field(column: Column) -> Any:
    return pyarrow.field(column.name, _TYPES[column.type], metadata={"title": column.title, "description": column.says})


def _array(column: Column, values: Sequence[Any]) -> Any:
    return pyarrow.array([None if one is None else _plain(column, one) for one in values], _TYPES[column.type])


def _plain(column: Column, value: Any) -> Any:
    if column.type == "number":
        return float(value)
    if column.type == "date":
        return date.fromisoformat(value)
    return [str(one) for one in json.loads(value)] if column.type == "array" else value
