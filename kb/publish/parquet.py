"""A table as Parquet, typed columns that pandas, R and DuckDB read as they are. Needs pyarrow (extra ``publish``)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyarrow
from pyarrow.parquet import ParquetWriter

from kb.ask.parquet_columns import COMPRESSION, array, field
from kb.publish.tables import PublishedTable, typed

_AT_ONCE = 20_000


def write_parquet(db: sqlite3.Connection, table: PublishedTable, file: Path) -> None:
    """Write the rows of a table; each column bears its description."""
    schema = pyarrow.schema(
        [field(one.name, one.type, {"title": one.title, "description": one.says}) for one in table.columns]
    )
    cursor = db.execute(table.query)
    with ParquetWriter(file, schema, compression=COMPRESSION) as out:
        while rows := cursor.fetchmany(_AT_ONCE):
            columns = zip(table.columns, zip(*typed(table, iter(rows)), strict=True), strict=True)
            arrays = [array(column.type, values) for column, values in columns]
            out.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
