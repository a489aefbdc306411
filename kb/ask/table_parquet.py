"""A table as Parquet, for programs: typed columns under their stable ids, all that is said of them in the file's head.

pyarrow writes it, as it does for ``solieu publish``: an extra, for it is large (55 MB packed) and few need such files.
DuckDB is smaller (25 MB) and fastparquet needs pandas, but two writers of one format would be one too many.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from extract.document import SolieuError
from kb.ask.table import Column, Table, Type
from kb.installing import command_here

if TYPE_CHECKING:
    from kb.ask.parquet_columns import Kind

_KINDS: Mapping[Type, Kind] = {
    "text": "string",
    "link": "string",
    "number": "number",
    "flag": "boolean",
    "date": "date",
}
_PARTLY = frozenset({"issued_on"})
"""Days that may be a month only (``2025-12``): they stay text, so that nothing is lost."""


def is_there() -> bool:
    """Whether what writes Parquet is installed."""
    return find_spec("pyarrow") is not None


def as_parquet(table: Table, said: dict[str, Any]) -> bytes:
    """The table as a file; ``said`` is what is told of it besides its rows, the entry ``solieu`` of its metadata.
    Raises SolieuError where pyarrow is not installed."""
    if not is_there():
        install = command_here("pip install pyarrow")
        raise SolieuError("Parquet", "the package pyarrow is not installed", f"Install it: {install}")
    import pyarrow
    from pyarrow.parquet import write_table

    from kb.ask.parquet_columns import COMPRESSION, array, field

    fields = [field(one.id, _kind(one), {"vi": one.vi, "en": one.en}) for one in table.columns]
    arrays = [array(_kind(one), (row.get(one.id) for row in table.rows)) for one in table.columns]
    schema = pyarrow.schema(fields, metadata={"solieu": json.dumps(said, ensure_ascii=False)})
    out = io.BytesIO()
    write_table(pyarrow.Table.from_arrays(arrays, schema=schema), out, compression=COMPRESSION)
    return out.getvalue()


def _kind(column: Column) -> Kind:
    return "string" if column.id in _PARTLY else _KINDS[column.type]
