"""How a row of the base reads: its value, its target, and the side of a metric that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from kb.web import labels, labels_en

Row = Mapping[str, Any]
Side = tuple[str | None, str | None]
"""What is compared within a metric: its item (a component, a pillar) and its level (commune, village)."""


def row_label(row: Row, said: ModuleType = labels) -> str:
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


def target_label(row: Row, said: ModuleType = labels) -> str:
    """The target of a row of ``targets`` in words."""
    return str(said.value_label(row["target_value"], row["unit"], qualifier=row["target_qualifier"]))


def side_label(side: Side, said: ModuleType = labels) -> str:
    """A side in words: ``toàn tỉnh``, ``cấp xã``, ``mục 6.12``."""
    item, level = side
    english = said is labels_en
    words = [f"{'item' if english else 'mục'} {item}"] if item else []
    if level:
        words.append(said.LEVELS.get(level, level))
    return ", ".join(words) or ("whole province" if english else "toàn tỉnh")
