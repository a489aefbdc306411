"""A rate, what it counts and what it counts it of: two that are stated give the third, as exact as they are printed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from kb.check.thirds import Third, as_row, best_by_place, read_measures, related, thirds


def measure(id: str, unit: str = "%", kind: str = "rate", high: str = "100", share: Any = None) -> dict[str, Any]:
    return {"id": id, "unit": unit, "kind": kind, "low": "0", "high": high, "share": share and json.dumps(share)}


def share(numerator: str | None, *wholes: str, others: tuple[str, ...] = ()) -> dict[str, Any]:
    whole = [one.split("+") for one in wholes]
    return {"numerator": numerator, "denominators": whole, "other_denominators": list(others)}


MEASURES = read_measures(
    [
        measure("late_rate", share=share("late", "resolved")),
        measure("late", "hồ sơ", "count", "9000000"),
        measure("resolved", "hồ sơ", "count", "9000000"),
        measure("online_rate", share=share("online", "received", others=("resolved",))),
        measure("online", "hồ sơ", "count", "9000000"),
        measure("received", "hồ sơ", "count", "9000000"),
        measure("full_rate", share=share("full", "full+partial", "services")),
        measure("full", "dịch vụ", "count", "9000"),
        measure("partial", "dịch vụ", "count", "9000"),
        measure("services", "dịch vụ", "count", "9000"),
        measure("spent_rate", high="150", share=share("spent", "plan")),
        measure("spent", "đồng", "amount", "1e15"),
        measure("plan", "đồng", "amount", "1e15"),
        measure("on_time_rate", share=share(None, "resolved")),
    ]
)


def stated(metric: str, number: str, **more: Any) -> dict[str, Any]:
    """A row of ``figures_compared``; the value is the printed number unless it is given."""
    known = MEASURES[metric]
    row = {
        "id": f"F-{metric}-{number}",
        "metric_id": metric,
        "document_id": "D-1",
        "place_id": "49-old",
        "level": None,
        "item": None,
        "owner": None,
        "status": "actual",
        "period_effective": "2024",
        "as_of": "2024-12-31",
        "issued_on": "2025-01-10",
        "number": number,
        "value": number.replace(".", "").replace(",", "."),
        "value_max": None,
        "denominator": None,
        "unit": known.unit,
        "kind": known.kind,
        "qualifier": "exact",
        "doubt": None,
        "confidence": 0.95,
    }
    return row | more


def only(rows: list[dict[str, Any]]) -> Third:
    (one,) = thirds(rows, MEASURES)
    return one


def told(third: Third) -> tuple[str, str, str, str]:
    return third.metric, f"{third.value:f}", f"{third.range.low:f}", f"{third.range.high:f}"


def test_two_counts_give_the_rate() -> None:
    third = only([stated("late", "204"), stated("resolved", "24.310")])
    assert told(third) == ("late_rate", "0.84", "0.84", "0.84")
    assert third.role == "rate" and third.is_exact
    assert [row["metric_id"] for row in third.sources] == ["late", "resolved"]


def test_a_rate_and_its_whole_give_what_is_counted_as_far_as_rounding_tells() -> None:
    third = only([stated("late_rate", "0,84"), stated("resolved", "24.310")])
    # 0,835 to 0,85 (it may be cut off) of 24.310, in whole dossiers
    assert told(third) == ("late", "205", "203", "206")
    assert not third.is_exact and not third.is_wide


def test_a_rate_and_what_is_counted_give_the_whole() -> None:
    third = only([stated("late_rate", "0,84"), stated("late", "204")])
    assert told(third) == ("resolved", "24216", "24000", "24431")
    assert third.role == "denominator"


def test_a_rate_in_whole_percents_leaves_much_open() -> None:
    third = only([stated("late_rate", "2"), stated("late", "204")])
    assert third.is_wide
    assert (third.range.low, third.range.high) == (Decimal(6800), Decimal(13600))


def test_money_is_as_exact_as_it_is_printed() -> None:
    given = {"value": "4512000000000"}
    third = only([stated("spent_rate", "62,4"), stated("plan", "4.512", **given)])
    assert third.unit == "đồng" and third.role == "numerator"
    assert third.range.low <= Decimal("2815488000000") <= third.range.high
    assert f"{third.value:f}".endswith("000000"), "no digit that rounding leaves open"


def test_a_whole_may_be_a_sum_and_the_first_that_is_stated_counts() -> None:
    third = only([stated("full", "1.237"), stated("partial", "442"), stated("services", "1.800")])
    assert told(third) == ("full_rate", "73.67", "73.67", "73.67")
    assert {row["metric_id"] for row in third.sources} == {"full", "partial"}
    assert told(only([stated("full", "900"), stated("services", "1.800")]))[:2] == ("full_rate", "50.00")


def test_a_rate_that_some_take_of_another_whole_gives_no_count() -> None:
    assert thirds([stated("online_rate", "85,0"), stated("received", "1.000")], MEASURES) == []
    assert told(only([stated("online", "850"), stated("received", "1.000")]))[:2] == ("online_rate", "85.00")


@pytest.mark.parametrize("name", ["document_id", "place_id", "level", "item", "owner", "status", "period_effective"])
def test_both_must_be_of_one_slot(name: str) -> None:
    other = {"status": "forecast"}.get(name, "other")
    assert thirds([stated("late", "204"), stated("resolved", "24.310", **{name: other})], MEASURES) == []
    both = [stated("late", "204", **{name: other}), stated("resolved", "24.310", **{name: other})]
    assert only(both).metric == "late_rate"


@pytest.mark.parametrize(
    "more",
    [
        {"doubt": "máy chưa chắc, cần xem lại"},
        {"qualifier": "over"},
        {"qualifier": "max"},
        {"value_max": "300"},
        {"denominator": "900"},
        {"kind": "change"},
        {"status": "target"},
        {"unit": "%"},
        {"unit": "đồng"},
    ],
)
def test_what_is_not_one_sure_number_gives_nothing(more: dict[str, Any]) -> None:
    assert thirds([stated("late", "204", **more), stated("resolved", "24.310")], MEASURES) == []


def test_two_values_in_one_slot_give_nothing_and_one_said_twice_gives_one() -> None:
    whole = stated("resolved", "24.310")
    assert thirds([stated("late", "204"), stated("late", "207"), whole], MEASURES) == []
    assert only([stated("late", "204"), stated("late", "204", id="F-again"), whole]).metric == "late_rate"


def test_what_is_stated_is_not_computed_even_where_it_is_in_doubt() -> None:
    rows = [stated("late", "204"), stated("resolved", "24.310"), stated("late_rate", "8,4", doubt="cần xem lại")]
    assert thirds(rows, MEASURES) == []


def test_what_cannot_be_is_not_offered() -> None:
    # more late than resolved: one of the two is about something else
    assert thirds([stated("late", "24.310"), stated("resolved", "204")], MEASURES) == []
    # 0,1 % of 300 dossiers is no whole dossier
    assert thirds([stated("late_rate", "0,10"), stated("resolved", "300")], MEASURES) == []
    assert thirds([stated("late_rate", "0"), stated("late", "0")], MEASURES) == []
    # a plan may be surpassed
    found = only([stated("spent", "120", value="120000000000"), stated("plan", "100", value="100000000000")])
    assert found.metric == "spent_rate" and found.range.low < 120 < found.range.high


def test_of_a_place_the_newest_then_the_one_that_leaves_least_open() -> None:
    year = {"period_effective": "2023", "as_of": "2023-12-31", "document_id": "D-0"}
    wide = {"document_id": "D-2"}
    rows = [stated("late_rate", "0,84"), stated("resolved", "24.310")]
    rows += [stated("late_rate", "0,79", **year), stated("resolved", "20.000", **year)]
    rows += [stated("late_rate", "0,8", **wide), stated("resolved", "24.310", **wide)]
    best = best_by_place(thirds(rows, MEASURES))
    assert told(best["49-old"])[1] == "205"


def test_what_a_metric_is_computed_by() -> None:
    assert related(MEASURES, "late") == ("late", "late_rate", "resolved")
    assert related(MEASURES, "services") == ("full", "full_rate", "partial", "services")
    assert set(related(MEASURES, "resolved")) == {"late", "late_rate", "resolved"}
    assert "on_time_rate" not in related(MEASURES)


def test_as_a_row_it_is_no_figure_and_names_what_it_is_made_of() -> None:
    third = only([stated("late_rate", "0,84"), stated("resolved", "24.310")])
    row = as_row(third)
    assert row["figure_id"] is None and row["derived"] is third
    assert (row["metric_id"], row["value"], row["unit"], row["kind"], row["qualifier"]) == (
        *("late", "205", "hồ sơ", "count"),
        "about",
    )
    assert (row["place_id"], row["period_effective"]) == ("49-old", "2024")
