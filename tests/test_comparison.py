"""Which values of a metric are laid side by side, which year comes first, and what may be added up after the merger."""

from __future__ import annotations

from typing import Any

import pytest

from kb import labels_en
from kb.web.comparison import Comparison, View, best_year, lay_out, newest_of_places, spread_days
from kb.web.merging import Territory
from kb.web.ranking import side_label

RATE = {"id": "m", "unit": "%", "kind": "rate", "better": "higher", "total": "mean"}
COUNT = {"id": "c", "unit": "trạm", "kind": "count", "better": "higher", "total": "sum"}
PLACES = [
    {"id": "48-old", "name": "Đà Nẵng", "merged_into": "48"},
    {"id": "49-old", "name": "Quảng Nam", "merged_into": "48"},
    {"id": "01-old", "name": "Hà Nội", "merged_into": "01"},
    {"id": "48", "name": "Đà Nẵng", "merged_into": None},
    {"id": "01", "name": "Hà Nội", "merged_into": None},
    *({"id": letter, "name": letter, "merged_into": None} for letter in "abcd"),
]
LAND = Territory(PLACES)
BOUNDS, UNSURE = "ngoài khoảng hợp lý, cần xem lại", "máy chưa chắc, cần xem lại"


def value(place: str, number: float, **more: Any) -> dict[str, Any]:
    """A row of ``kept_timeline``."""
    return {
        "place_id": place,
        "province": LAND.name(place),
        "status": "actual",
        "period_effective": "2024",
        "as_of": "2024-12-31",
        "issued_on": "2025-01-10",
        "value": str(number),
        "value_max": None,
        "denominator": None,
        "comparable": number,
        "basis": "%",
        "unit": "%",
        "qualifier": "exact",
        "kind": "rate",
        "flags": "[]",
        "marks": "[]",
        "confidence": 0.9,
        "doubt": None,
        "reviewed": "none",
        "figure_id": f"F-{place}",
        "number": str(number),
        "document_id": "D",
    } | more


def count(place: str, number: float, **more: Any) -> dict[str, Any]:
    return value(place, number, **{"basis": "count", "unit": "trạm", "kind": "count"} | more)


def ranked(comparison: Comparison) -> list[tuple[str, int | None]]:
    return [(line.row["place_id"], line.rank) for line in comparison.lines]


def reasons(comparison: Comparison) -> list[tuple[str, str]]:
    return [(line.row["place_id"], line.reason) for line in comparison.apart]


def test_equal_values_share_a_rank_and_lower_is_better_where_the_metric_says_so() -> None:
    rows = [value("a", 50), value("b", 90), value("c", 50), value("d", 10)]
    assert ranked(lay_out(RATE, rows, [], LAND, View())) == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]
    lower = RATE | {"better": "lower"}
    assert ranked(lay_out(lower, rows, [], LAND, View())) == [("d", 1), ("a", 2), ("c", 2), ("b", 4)]
    none = RATE | {"better": "none"}
    assert ranked(lay_out(none, rows, [], LAND, View()))[0] == ("b", None)


def test_what_cannot_be_compared_stands_apart_with_its_reason() -> None:
    rows = [
        value("a", 50),
        value("b", 60),
        count("c", 4000),
        value("d", 999, doubt=BOUNDS),
        value("01-old", 70, as_of="2023-06-30"),
        value("48", 40),
    ]
    comparison = lay_out(RATE, rows, [], LAND, View())
    assert ranked(comparison) == [("b", 1), ("a", 2)]
    assert reasons(comparison) == [("c", "scale"), ("d", "bounds"), ("01-old", "older"), ("48", "merged")]
    assert comparison.apart[-1].given == {"parts": "Đà Nẵng, Quảng Nam"}
    seen = lay_out(RATE, [value("d", 999, flags='["out_of_bounds"]', reviewed="confirmed")], [], LAND, View())
    assert ranked(seen) == [("d", 1)]


def test_of_two_values_of_one_day_the_surer_stands_and_the_first_of_two_alike() -> None:
    alike = [value("a", 2500, confidence=0.971), value("a", 8500, confidence=0.977)]
    assert [row["value"] for row in newest_of_places(RATE, alike, None)] == ["2500"]
    alike = [value("a", 2500, confidence=0.924), value("a", 8500, confidence=0.963)]
    assert [row["value"] for row in newest_of_places(RATE, alike, None)] == ["2500"]
    surer = [value("a", 2500, confidence=0.86), value("a", 8500, confidence=0.977)]
    assert [row["value"] for row in newest_of_places(RATE, surer, None)] == ["8500"]


def test_a_newer_doubtful_value_is_told_and_drives_no_older_sure_one_out() -> None:
    rows = [
        value("a", 50),
        value("b", 60, as_of="2024-06-30", figure_id="older"),
        value("b", 99, doubt=UNSURE, figure_id="newer"),
        value("c", 70),
        value("c", 71, as_of="2024-06-30", doubt=UNSURE),
        value("d", 1, doubt=UNSURE),
    ]
    comparison = lay_out(RATE, rows, [], LAND, View())
    assert ranked(comparison) == [("c", 1), ("b", 2), ("a", 3)]
    assert comparison.lines[1].row["figure_id"] == "older"
    assert reasons(comparison) == [("d", "doubt"), ("b", "doubt")]
    assert comparison.apart[1].row["figure_id"] == "newer"


def test_a_year_and_a_status_are_compared_by_themselves() -> None:
    rows = [
        value("a", 50),
        value("a", 40, as_of="2023-12-31"),
        value("a", 95, status="target", as_of="2025-12-31"),
        value("b", 45, as_of="2023-06-30"),
    ]
    assert ranked(lay_out(RATE, rows, [], LAND, View(year="2023"))) == [("b", 1), ("a", 2)]
    assert ranked(lay_out(RATE, rows, [], LAND, View(status="target"))) == [("a", 1)]


def test_the_latest_document_of_the_latest_day_speaks() -> None:
    rows = [value("a", 50, issued_on="2025-03-01"), value("a", 40), value("a", 30, issued_on="2024-01-01")]
    assert lay_out(RATE, rows, [], LAND, View()).lines[0].row["comparable"] == 50


def test_a_share_is_drawn_on_a_hundred_a_count_on_the_longest_a_rank_not_at_all() -> None:
    shares = lay_out(RATE, [value("a", 76.8), value("b", 50)], [], LAND, View())
    assert [line.bar for line in shares.lines] == [76.8, 50.0]
    counts = lay_out(COUNT, [count("a", 200), count("b", 50)], [], LAND, View())
    assert [line.bar for line in counts.lines] == [100.0, 25.0]
    rank = {"id": "r", "unit": "hạng", "kind": "rank", "better": "lower", "total": "never"}
    places = [value("a", 3, basis="rank", unit="hạng", kind="rank")]
    assert lay_out(rank, places, [], LAND, View()).lines[0].bar is None


def test_a_target_stands_beside_the_result_on_the_same_scale_only() -> None:
    target = {"place_id": "a", "unit": "%", "target_comparable": 90.0, "target_value": "90"}
    line = lay_out(RATE, [value("a", 50)], [target], LAND, View()).lines[0]
    assert (line.target, line.target_bar) == (target, 90.0)
    other = target | {"unit": "hộ"}
    assert lay_out(RATE, [value("a", 50)], [other], LAND, View()).lines[0].target_bar is None


def test_counts_of_a_merged_province_add_up_with_their_parts() -> None:
    rows = [count("48-old", 1000), count("49-old", 2128, qualifier="over"), count("01-old", 9000)]
    lines = lay_out(COUNT, rows, [], LAND, View(era="new")).lines
    assert [(line.row["place_id"], line.row["value"], len(line.parts)) for line in lines] == [
        ("01", "9000", 0),
        ("48", "3128", 2),
    ]
    assert lines[1].row["qualifier"] == "over" and lines[1].row["figure_id"] is None


@pytest.mark.parametrize(
    ("metric", "rows", "reason"),
    [
        (COUNT, [count("48-old", 1000)], "parts_missing"),
        (COUNT, [count("48-old", 1000), count("49-old", 2000, as_of="2022-12-31")], "parts_time"),
        (COUNT, [count("48-old", 1000), count("49-old", 2000, unit="cột")], "parts_scale"),
        (COUNT, [count("48-old", 1000), count("49-old", 2000, value_max="2100")], "parts_doubt"),
        (RATE, [value("48-old", 50), value("49-old", 60)], "no_denominator"),
        (
            {"id": "s", "unit": "điểm", "kind": "score", "better": "higher", "total": "never"},
            [value("48-old", 7), value("49-old", 8)],
            "never_merged",
        ),
    ],
)
def test_what_cannot_be_merged_says_why(metric: dict[str, Any], rows: list[dict[str, Any]], reason: str) -> None:
    comparison = lay_out(metric, rows, [], LAND, View(era="new"))
    assert comparison.lines == ()
    assert {line.reason for line in comparison.apart} == {reason}


def test_rates_are_weighted_by_their_own_denominators() -> None:
    rows = [
        value("48-old", 50, value="10", denominator="20", unit="xã"),
        value("49-old", 90, value="90", denominator="100", unit="xã"),
    ]
    (line,) = lay_out(RATE, rows, [], LAND, View(era="new")).lines
    assert (line.row["value"], line.row["denominator"], line.row["comparable"]) == ("100", "120", 83.3333)


def test_a_merged_province_that_speaks_for_itself_is_not_added_up() -> None:
    rows = [count("48", 3500, as_of="2025-12-31"), count("48-old", 1000), count("49-old", 2128)]
    (line,) = lay_out(COUNT, rows, [], LAND, View(era="new")).lines
    assert (line.row["value"], line.parts) == ("3500", ())


def test_a_province_that_was_not_merged_is_the_same_before_and_after() -> None:
    rows = [value("01", 80, as_of="2025-12-31"), value("01-old", 70)]
    (line,) = lay_out(RATE, rows, [], LAND, View()).lines
    assert (line.row["place_id"], line.row["comparable"]) == ("01-old", 80)


def test_a_year_comes_first_only_where_it_compares_more_than_twice_as_many() -> None:
    comparison = lay_out(RATE, [value("a", 9)], [], LAND, View())
    assert best_year(comparison, {"2024": 1, "2023": 3, "2022": 3}) == "2023"
    assert best_year(comparison, {"2024": 1}) is None
    assert best_year(comparison, {}) is None


def test_an_empty_metric_lays_out_as_nothing() -> None:
    comparison = lay_out(RATE, [], [], LAND, View())
    assert (comparison.lines, comparison.apart, comparison.full) == ((), (), 0.0)
    assert spread_days([]) == 0


def test_sides_in_words() -> None:
    assert side_label((None, None)) == "toàn tỉnh"
    assert side_label(("6.12", "commune")) == "mục 6.12, các xã"
    assert side_label(("6.12", "commune"), labels_en) == "item 6.12, communes"
