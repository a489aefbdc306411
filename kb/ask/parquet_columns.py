"""What a column is as Parquet, for both who write it: tables that a page shows, and those of ``solieu publish``.

Needs pyarrow (extra ``publish``): who imports this has asked whether it is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import pyarrow

Kind = Literal["string", "number", "integer", "boolean", "date", "array"]
"""What a column holds, by the names of Frictionless' Table Schema: the types of it that are used here."""
COMPRESSION = "zstd"
_TYPES: Mapping[Kind, Any] = {
    "string": pyarrow.string(),
    # A double holds all fifteen digits that a figure may have; columns of decimals are objects in pandas.
    "number": pyarrow.float64(),
    "integer": pyarrow.int64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "array": pyarrow.list_(pyarrow.string()),
}


def field(name: str, kind: Kind, told: Mapping[str, str]) -> Any:
    """The column in a schema, with what is told of it."""
    return pyarrow.field(name, _TYPES[kind], metadata=dict(told))


def array(kind: Kind, values: Iterable[Any]) -> Any:
    """The values of a column; a day may be given as ISO text, an array as JSON."""
    return pyarrow.array([None if value is None else _plain(kind, value) for value in values], _TYPES[kind])


def _plain(kind: Kind, value: Any) -> Any:
    match kind:
        case "number":
            return float(value)
        case "date":
            return date.fromisoformat(value) if isinstance(value, str) else value
        case "string":
            return value.isoformat() if isinstance(value, date) else value
        case "array":
            return [str(one) for one in json.loads(value)]
        case _:
            return value
