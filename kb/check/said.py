"""A figure as it holds now: the machine's word with the person's laid over it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kb.check.rounding import Range, range_of, readings, step_of
from kb.check.texts import Told, load_texts
from rules.figure import MONEY, PER_CENT
from rules.language.fold import bare_letters

_FIGURE = (
    *("id", "document_id", "seq", "number", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status"),
    *("metric_id", "item", "subject", "place_id", "level", "period_effective", "period", "part_of", "in_table"),
    *("passage_id", "passage_start", "issued_on", "metric_unit", "better", "footnote", "metric", "marks"),
    *("place", "metric_en", "owner"),
)
_SHARED = tuple(name not in ("id", "number", "value", "part_of", "marks") for name in _FIGURE)
"""Which columns say of many figures the same: each word of them is kept once, as a base may hold a million figures."""
_NO_MARKS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as it holds now. ``value`` is exact, ``step`` the worth of its last printed digit, ``start`` its offset
    in its passage; ``period`` is its own or its document's; ``place`` is a province's id, ``place_name`` the words.
    """

    id: str
    document: str
    seq: int
    number: str
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: str
    qualifier: str
    kind: str
    status: str
    metric: str | None
    item: str | None
    subject: str
    place: str | None
    level: str | None
    period: str | None
    own_period: str | None
    part_of: str | None
    in_table: bool
    passage: int
    start: int
    issued_on: str | None
    metric_unit: str | None
    better: str | None
    footnote: str | None
    name: str | None
    marks: frozenset[str]
    place_name: str
    name_en: str | None
    owner: str | None
    step: Decimal

    @property
    def range(self) -> Range:
        """What the true value can be, by the printed digits and the qualifier."""
        return range_of(self.value, self.step, self.qualifier, whole=self.kind in ("count", "rank"))

    @property
    def where(self) -> str:
        """The province, or the district or commune, of which no id is known, and the organisation in it."""
        place = self.place or bare_letters(self.place_name or "")
        return f"{place}|{bare_letters(self.owner)}" if self.owner else place

    @property
    def end(self) -> int:
        """The offset behind the printed number."""
        return self.start + len(self.number)

    @property
    def percent(self) -> bool:
        """Whether it is printed in percent, or in points between two percentages."""
        return self.unit in PER_CENT

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return self.unit == MONEY

    @property
    def shown(self) -> str:
        """As printed, with its unit: ``1.237 dịch vụ``, ``95,9%``."""
        if self.unit == "%":
            return f"{self.number}%"
        return " ".join(filter(None, (self.number, self._scale_word, self.unit)))

    @property
    def scale(self) -> tuple[Decimal, str]:
        """What one of a sum of money is worth, and its words: `` tỷ đồng`` are thousand millions."""
        return (self._scale, f" {self._scale_word} {self.unit}") if self._scale_word else (Decimal(1), "")

    @property
    def _scale_word(self) -> str:
        if not self.is_money:
            return ""
        return next((word for size, word in load_texts().scales if self._scale == size), "")

    @property
    def _scale(self) -> Decimal:
        """What one of the printed number is worth."""
        read = next((read for read, _ in readings(self.number) if read), Decimal(1))
        return abs(self.value) / read

    @property
    def what(self) -> Told:
        """What is measured, short: in English where the catalogue knows it, else in the report's own words."""
        names = (self.name or self.subject, self.name_en or self.subject)
        return Told(*(f"{words} ({self.item})" if self.item else words for words in names))

    @property
    def basis(self) -> str:
        """The scale that the value stands on; values of different scales are never set against each other."""
        if self.kind in ("rank", "change"):
            return self.kind
        if self.kind == "score" and self.denominator is not None:
            return f"/{self.denominator.normalize():f}"
        if self.kind == "score" and not self.percent:
            return "/1" if self.value <= 1 else "points"
        if self.percent or (self.metric_unit == "%" and self.denominator):
            return "%"
        return self.unit if self.is_money or self.kind == "frequency" else "count"


def read_figures(db: sqlite3.Connection, source: str, *values: str) -> Iterator[Said]:
    """The figures of a view of the base; ``source`` is what follows ``from``, ``values`` are bound into it."""
    once: dict[str, str] = {}
    for row in db.execute(f"select {', '.join(_FIGURE)} from {source}", values):
        fields: dict[str, Any] = dict(zip(Said.__slots__, _kept_once(row, once), strict=False))
        for name in ("value", "value_max", "denominator"):
            fields[name] = None if fields[name] is None else Decimal(str(fields[name]))
        fields["marks"] = frozenset(json.loads(fields["marks"])) if fields["marks"] != "[]" else _NO_MARKS
        fields["in_table"] = bool(fields["in_table"])
        yield Said(**fields, step=step_of(fields["number"], fields["value"]))


def _kept_once(row: Sequence[Any], once: dict[str, str]) -> Iterator[Any]:
    """The same row, with the words of ``once`` where other rows say them, too."""
    for word, shared in zip(row, _SHARED, strict=True):
        yield once.setdefault(word, word) if shared and isinstance(word, str) else word
