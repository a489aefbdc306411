"""A table as Parquet, for programs: typed columns under their stable ids, all that is said of them in the file's head.

pyarrow writes it, as it does for ``solieu publish``: an extra, for it is large (55 MB packed) and few need such files.
DuckDB is smaller (25 MB) and fastparquet needs pandas, but two writers of one format would be one too many.
"""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from extract.document import SolieuError
from kb.ask.table import Column, Table, Value

_PARTLY = frozenset({"issued_on"})
"""Days that may be a month only (``2025-12``): they stay text, so that nothing is lost."""


def is_there() -> bool:
    """Whether what writes Parquet is installed."""
    return find_spec("pyarrow") is not None


def as_parquet(table: Table, said: dict[str, Any]) -> bytes:
    """The table as a file; ``said`` is what is told of it besides its rows, the entry ``solieu`` of its metadata.
    Raises SolieuError where pyarrow is not installed."""
    if not is_there():
        raise SolieuError("Parquet", "the package pyarrow is not installed", "pip install 'solieu[publish]'")
    import pyarrow
    from pyarrow.parquet import write_table

    # A double holds all fifteen digits that a figure may have; columns of decimals are objects in pandas.
    types = {"number": pyarrow.float64(), "flag": pyarrow.bool_(), "date": pyarrow.date32()}
    fields, arrays = [], []
    for column in table.columns:
        kind = pyarrow.string() if column.id in _PARTLY else types.get(column.type, pyarrow.string())
        metadata = {"vi": column.vi, "en": column.en}
        fields.append(pyarrow.field(column.id, kind, metadata=metadata))
        arrays.append(pyarrow.array([_plain(column, row.get(column.id)) for row in table.rows], kind))
    schema = pyarrow.schema(fields, metadata={"solieu": json.dumps(said, ensure_ascii=False)})
    out = io.BytesIO()
    write_table(pyarrow.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _plain(column: Column, value: Value) -> Value | float:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) and column.id in _PARTLY else value
