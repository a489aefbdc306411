"""How a row of the base reads: its value, its target, and the side of a metric that it belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import ModuleType
from typing import Any

from markupsafe import Markup

from kb import labels, labels_en
from kb.fields import FIELD
from kb.web.language import Words

Row = Mapping[str, Any]
Side = tuple[str | None, str | None]
"""What is compared within a metric: its item (a component, a pillar) and its level (commune, village)."""


def target_label(row: Row, said: ModuleType = labels) -> str:
    """The target of a row of ``targets`` in words."""
    return str(said.value_label(row["target_value"], row["unit"], qualifier=row["target_qualifier"]))


def side_label(side: Side, said: ModuleType = labels, own: Callable[[str], str] = str) -> Markup:
    """A side in words: ``toàn tỉnh``, ``cấp xã``, ``mục 6.12``; ``own`` marks the item as the documents' own word."""
    item, level = side
    english = said is labels_en
    words: list[str] = [Markup("item {}" if english else "mục {}").format(own(item))] if item else []
    if level:
        words.append(said.LEVELS.get(level, level))
    return Markup(", ").join(words) or Markup("whole province" if english else "toàn tỉnh")


def distance_label(row: Row, said: ModuleType = labels) -> str:
    """How far a row of ``targets`` is from its target, on the target's scale: ``2,44 điểm %``, ``120 trạm``; empty
    where it is not known, nothing, or on a scale of its own."""
    if row["difference"] is None or not row["difference"]:
        return ""
    size = Decimal(f"{abs(row['difference']):f}").normalize()
    if row["unit"] == "%":
        return f"{said.decimal_label(f'{size:f}')} {'points' if said is labels_en else 'điểm %'}"
    if float(row["target_value"]) != row["target_comparable"]:
        return ""
    return str(said.amount_label(f"{size:f}", row["unit"]))


def word_label(field: str, word: str | None, said: ModuleType = labels) -> str:
    """A word of the base that stands in a field of a figure, as readers know it: ``815``, ``khoảng``, ``mục tiêu``."""
    if not word:
        return ""
    if field == "qualifier":
        return str(said.EXACT if word == "exact" else said.QUALIFIERS.get(word, word))
    if field == "period":
        return str(said.period_label(word))
    if field == "marks":
        return ", ".join(json.loads(word))
    if field in FIELD and FIELD[field].type == "decimal":
        try:
            return str(said.decimal_label(word))
        except InvalidOperation:  # what a person wrote is kept as it was written
            return word
    closed = {"kind": said.KINDS, "status": said.STATUSES, "level": said.LEVELS}
    return str(closed.get(field, {}).get(word, word))


def reason_of(text: str | None) -> str | None:
    """The name, in the section ``reason`` of the words, of what the base's views say in Vietnamese of a value that is
    not ranked; None for what no word says."""
    return _reasons().get(text or "")


@lru_cache
def _reasons() -> dict[str, str]:
    return {text: name for name, text in Words("vi").among("reason").items()}
