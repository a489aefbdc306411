"""Which value of a province is said: the newest that is sure, of a time, within a bound."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from kb.web.comparison import Row, newest_of_places
from rules.language.calendar import days_of
from rules.questions.bounds import Bound


def newest(metric: Row, rows: Collection[Row]) -> Row | None:
    """Of values of one province the one that comparisons take: the newest that is sure, else the newest."""
    alike = [{**row, "place_id": ""} for row in rows]
    chosen = newest_of_places(metric, alike, None)
    if not chosen:
        return None
    return next(row for row in rows if row["figure_id"] == chosen[0]["figure_id"])


def by_period(metric: Row, rows: Iterable[Row]) -> list[Row]:
    """A value for each period, the oldest first; those without a period are left out."""
    days: dict[str, list[Row]] = {}
    for row in rows:
        if row["as_of"] and row["period_effective"]:
            days.setdefault(row["as_of"], []).append(row)
    found = (newest(metric, some) for _, some in sorted(days.items()))
    return [row for row in found if row is not None]


def holds_in(row: Row, time: str) -> bool:
    """Whether a value is one of a time: of a year where it holds for a day of it, else of the same last day."""
    if not row["as_of"]:
        return False
    if len(time) == 4:
        return str(row["as_of"])[:4] == time
    days = days_of(time)
    return bool(row["period_effective"] == time or (days is not None and row["as_of"] == days[1]))


def meets_bound(row: Row, bound: Bound) -> bool | None:
    """Whether a value is within a bound; None where its words leave it open (``dưới 95 %`` and the bound 90 %)."""
    value = Decimal(row["value"]) if not bound.percent else Decimal(str(row["comparable"]))
    if bound.percent != (row["basis"] == "%"):
        return False
    low = None if row["qualifier"] in ("under", "max", "nearly") else value
    high = None if row["qualifier"] in ("over", "min") else Decimal(row["value_max"] or value)
    if bound.sign == "=":
        return value == bound.value if low is not None and high == value else None
    if bound.sign in (">", ">="):
        reached = low is not None and (low > bound.value or (bound.sign == ">=" and low == bound.value))
        return reached or (None if high is None or high > bound.value else False)
    reached = high is not None and (high < bound.value or (bound.sign == "<=" and high == bound.value))
    return reached or (None if low is None or low < bound.value else False)
