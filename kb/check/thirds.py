"""A rate, what it counts and what it counts it of: where a document states two of them, the third can be computed.

It is offered beside what was read, marked and with the figures that it is made of; it is never stored as a figure.
All must be of one document, place, level, item, owner, status and period, and none in doubt. What is computed is as
exact as what was printed: it comes with the least and the most that it can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any, Literal

from kb.check.finding import plain
from kb.check.rounding import Range, range_of, step_of
from rules.figure import MONEY

Row = Mapping[str, Any]
Role = Literal["rate", "numerator", "denominator"]

MEASURES = "select id, name_vi, name_en, unit, kind, low, high, share from metrics"
"""What :func:`read_measures` is given."""
SLOT = ("document_id", "place_id", "level", "item", "owner", "status", "period_effective")
"""What the two figures that a third is made of have in common."""
_STATED = ("actual", "forecast")
_WIDE = Decimal("0.05")
"""What may be off by more than this share of itself is not set in a ranking."""
_DIGITS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measure:
    """What the base says of a metric; ``wholes`` are those of which a rate is the share, each a metric or several that
    add up. ``others``: whether some take another whole, so that it cannot be told from the rate which was meant."""

    id: str
    unit: str
    kind: str
    low: Decimal
    high: Decimal
    counted: str | None = None
    wholes: tuple[tuple[str, ...], ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True)
class Third:
    """A value that follows from two that are stated. ``value`` lies in ``range``; ``sources`` are the rows of the
    figures, what is counted or the rate first."""

    metric: str
    role: Role
    value: Decimal
    range: Range
    unit: str
    kind: str
    sources: tuple[Row, ...]

    @property
    def slot(self) -> tuple[Any, ...]:
        """Place, level, item, owner, status and period, as its sources have them."""
        return tuple(self.sources[0].get(name) for name in SLOT[1:])

    @property
    def is_wide(self) -> bool:
        """Whether it may be off by so much that a rank would say nothing."""
        return self.range.high - self.range.low > _WIDE * abs(self.value)

    @property
    def is_exact(self) -> bool:
        """Whether what was printed leaves nothing open."""
        return self.range.low == self.range.high


def read_measures(rows: Iterable[Row]) -> dict[str, Measure]:
    """The metrics of a base by their ids, out of rows of :data:`MEASURES`."""
    return {row["id"]: _measure(row) for row in rows}


def related(measures: Mapping[str, Measure], metric: str | None = None) -> tuple[str, ...]:
    """The metrics by which one may be computed, itself among them; those of all rates where none is named."""
    found: dict[str, None] = {}
    for one in measures.values():
        names = [one.id, one.counted, *(name for whole in one.wholes for name in whole)]
        if one.counted and (metric is None or metric in names):
            found |= dict.fromkeys(filter(None, names))
    return tuple(sorted(found))


def thirds(rows: Iterable[Row], measures: Mapping[str, Measure]) -> list[Third]:
    """What can be computed of these figures and is stated by none of them.

    ``rows`` have the columns of ``figures_compared``; what none of the slots disputes: of two values of one metric in
    one slot it is not known which goes with the other.
    """
    slots: dict[tuple[Any, ...], dict[str, list[Row]]] = {}
    for row in rows:
        if row["status"] in _STATED:
            slots.setdefault(tuple(row.get(name) for name in SLOT), {}).setdefault(row["metric_id"], []).append(row)
    rates = [one for one in measures.values() if one.counted]
    return [third for slot in slots.values() for rate in rates for third in _of_rate(rate, slot, measures)]


def best_by_place(found: Iterable[Third]) -> dict[str, Third]:
    """Of each place the newest value, and of two alike the one that leaves the least open."""
    best: dict[str, Third] = {}
    for third in found:
        place = third.sources[0]["place_id"]
        if place not in best or _order(third) > _order(best[place]):
            best[place] = third
    return best


def _order(third: Third) -> tuple[str, str, Decimal, str]:
    source = third.sources[0]
    open_ = (third.range.high - third.range.low) / (abs(third.value) or Decimal(1))
    return source["as_of"] or "", source["issued_on"] or "", -open_, source["document_id"]


def _of_rate(rate: Measure, slot: Mapping[str, Sequence[Row]], measures: Mapping[str, Measure]) -> Iterator[Third]:
    counted = rate.counted or ""
    if rate.id not in slot:
        yield from _rates(rate, counted, slot)
        return
    # Some take another whole for it: what it was made of cannot be told from the rate alone.
    if rate.others or len(rate.wholes) != 1 or len(rate.wholes[0]) != 1:
        return
    (whole,) = rate.wholes[0]
    if counted in measures and counted not in slot and (sources := _sources(slot, (rate.id, whole))):
        yield from _told(measures[counted], "numerator", _times(_share(sources[0]), _range(sources[1])), sources)
    if whole in measures and whole not in slot and (sources := _sources(slot, (rate.id, counted))):
        yield from _told(measures[whole], "denominator", _over(_range(sources[1]), _share(sources[0])), sources)


def _rates(rate: Measure, counted: str, slot: Mapping[str, Sequence[Row]]) -> Iterator[Third]:
    """The rate by the first of its wholes that is stated."""
    for whole in rate.wholes:
        sources = _sources(slot, (counted, *(one for one in whole if one != counted)))
        if sources:
            parts = [_range(one) for one in (sources if counted in whole else sources[1:])]
            total = reduce(Range.__add__, parts)
            yield from _told(rate, "rate", _range(sources[0]).share_of(total), sources)
            return


def _sources(slot: Mapping[str, Sequence[Row]], metrics: Sequence[str]) -> tuple[Row, ...]:
    """One sure figure of each metric; none where one has no figure, figures that differ, or one that bars it."""
    found = []
    for metric in metrics:
        stated = slot.get(metric, ())
        if not stated or len({(row["value"], row["unit"]) for row in stated}) > 1 or not all(map(_is_plain, stated)):
            return ()
        found.append(stated[0])
    return tuple(found)


def _is_plain(row: Row) -> bool:
    """Whether it is one sure number, no range and no fraction, that is bounded on both sides."""
    whole = row["value_max"] is None and row["denominator"] is None and row["doubt"] is None
    return whole and row["kind"] in ("count", "amount", "rate") and row["qualifier"] in ("exact", "about", "nearly")


def _told(measure: Measure, role: Role, found: Range | None, sources: tuple[Row, ...]) -> Iterator[Third]:
    if found is None or not found.is_bounded or not _fit(measure, role, sources):
        return
    digits = _finest(found) if measure.unit == MONEY else Decimal(1) if measure.kind == "count" else _DIGITS
    value = ((found.low + found.high) / 2).quantize(digits, ROUND_HALF_UP)
    if measure.kind == "count":
        # Things are counted whole: the rate and what it is of go together only where some number of them fits.
        low, high = found.low.to_integral_value(ROUND_CEILING), found.high.to_integral_value(ROUND_FLOOR)
        value = min(max(value, low), high)
    elif found.low == found.high:
        low = high = value
    else:
        low, high = found.low.quantize(digits, ROUND_FLOOR), found.high.quantize(digits, ROUND_CEILING)
    if max(measure.low, Decimal(0)) <= low <= high <= measure.high:
        yield Third(measure.id, role, value, Range(low, high), measure.unit, measure.kind, sources)


def _fit(measure: Measure, role: Role, sources: tuple[Row, ...]) -> bool:
    """Whether the figures can be what their metrics say: counts in counts, money in money, percentages in percent."""
    plain = [row for row in sources if row["unit"] != "%"]
    percents = len(sources) - len(plain)
    money = {row["unit"] == MONEY for row in plain}
    if percents != (0 if role == "rate" else 1) or len(money) != 1:
        return False
    return role == "rate" or (measure.unit == MONEY) == money.pop()


def _range(row: Row) -> Range:
    value = Decimal(row["value"])
    return range_of(value, step_of(row["number"], value), row["qualifier"], whole=row["kind"] == "count")


def _share(row: Row) -> Range:
    """What a printed percentage can be: it may be rounded, or cut off."""
    value = Decimal(row["value"])
    step = step_of(row["number"], value)
    found = range_of(value, step, row["qualifier"])
    return Range(found.low, max(found.high, value + step)) if row["qualifier"] == "exact" else found


def _times(share: Range, whole: Range) -> Range:
    return Range(share.low * whole.low / 100, share.high * whole.high / 100)


def _over(part: Range, share: Range) -> Range | None:
    if share.low <= 0:
        return None
    return Range(100 * part.low / share.high, 100 * part.high / share.low)


def _finest(found: Range) -> Decimal:
    """The digit of a sum of money behind which all is open."""
    wide = found.high - found.low
    return Decimal(1).scaleb(max(0, wide.adjusted() - 1)) if wide else Decimal(1)


def _measure(row: Row) -> Measure:
    of = json.loads(row["share"]) if row["share"] else {}
    return Measure(
        id=row["id"],
        unit=row["unit"],
        kind=row["kind"],
        low=Decimal(row["low"] if row["low"] is not None else "-Infinity"),
        high=Decimal(row["high"] if row["high"] is not None else "Infinity"),
        counted=of.get("numerator"),
        wholes=tuple(map(tuple, of.get("denominators", ()))),
        others=bool(of.get("other_denominators")),
    )


def as_row(third: Third) -> dict[str, Any]:
    """The value as a row of its sources, of no figure: ``derived`` is the third itself, ``figure_id`` is None."""
    basis = third.unit if third.unit in ("%", MONEY) else "count"
    return {
        **third.sources[0],
        "metric_id": third.metric,
        "number": plain(third.value),
        "value": f"{third.value:f}",
        "value_max": None,
        "denominator": None,
        "comparable": float(third.value),
        "basis": basis,
        "unit": third.unit,
        "kind": third.kind,
        "qualifier": "exact" if third.is_exact else "about",
        "marks": "[]",
        "flags": "[]",
        "reviewed": "none",
        "figure_id": None,
        "derived": third,
    }
