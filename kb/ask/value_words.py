"""The value of a row of the base in words, on pages, on the command line and in files alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from kb import labels


def row_label(row: Mapping[str, Any], said: ModuleType = labels) -> str:
    """The value of a row of ``profile``, ``compare``, ``timeline`` or ``figures_final`` in words; ``said`` is the
    module of labels of a language."""
    return str(
        said.value_label(
            row["value"],
            row["unit"],
            qualifier=row["qualifier"],
            value_max=row["value_max"],
            denominator=row["denominator"],
            kind=row["kind"],
        )
    )
