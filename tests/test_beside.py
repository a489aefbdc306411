"""What stands beside a ranking: lines of the country and regions, promises, and who is silent."""

from __future__ import annotations

from typing import Any

from test_comparison import COUNT, LAND, RATE, ranked, value

from kb.web.beside import Common, common_lines, drawn_line, silent
from kb.web.comparison import View, best_year, lay_out

RANK = {"id": "r", "unit": "hạng", "kind": "rank", "better": "lower", "total": "never"}


def country(number: float, **more: Any) -> dict[str, Any]:
    return {**value("a", number, **more), "place": "cả nước"}


def test_the_country_crosses_the_bars_where_its_value_is() -> None:
    comparison = lay_out(RATE, [value("a", 80), value("b", 60)], [], LAND, View())
    (line,) = common_lines([country(75), country(75)], comparison, RATE, View())
    assert line.at == 75.0 and drawn_line([line]) is line


def test_what_provinces_add_up_to_is_no_line_among_them() -> None:
    rows = [value("a", 900, unit="trạm", basis="count"), value("b", 800, unit="trạm", basis="count")]
    comparison = lay_out(COUNT, rows, [], LAND, View())
    (line,) = common_lines([country(850, unit="trạm")], comparison, COUNT, View())
    assert line == Common(line.row, None) and drawn_line([line]) is None


def test_a_line_of_another_scale_or_year_is_not_drawn() -> None:
    comparison = lay_out(RATE, [value("a", 80), value("b", 60)], [], LAND, View())
    assert [line.at for line in common_lines([country(75, unit="hộ")], comparison, RATE, View())] == [None]
    assert common_lines([country(75, as_of="2022-12-31")], comparison, RATE, View(year="2024")) == []


def test_who_is_named_above_is_not_silent() -> None:
    # Hà Nội of today sent a report without the metric; Hà Nội of before stands in the ranking.
    sent = [{"id": "01", "name": "Hà Nội"}, {"id": "49-old", "name": "Quảng Nam"}, {"id": "c", "name": "c"}]
    told = [value("01-old", 70)]
    assert [row["id"] for row in silent(sent, told, LAND, View())] == ["49-old", "c"]
    assert [row["id"] for row in silent(sent, told, LAND, View(era="new"))] == ["49-old", "c"]


def rank(place: str, number: float, year: str) -> dict[str, Any]:
    return value(place, number, kind="rank", unit="hạng", basis="rank", as_of=f"{year}-12-31")


def test_ranks_of_two_rounds_are_never_set_side_by_side() -> None:
    rows = [rank("a", 4, "2023"), rank("b", 9, "2023"), rank("c", 5, "2024")]
    comparison = lay_out(RANK, rows, [], LAND, View())
    assert ranked(comparison) == [("a", 1), ("b", 2)]
    assert [(line.row["place_id"], line.reason) for line in comparison.apart] == [("c", "edition")]


def test_counts_of_two_years_are_compared_as_before() -> None:
    rows = [value("a", 4, as_of="2023-12-31"), value("b", 9, as_of="2023-12-31"), value("c", 5)]
    assert len(lay_out(RATE, rows, [], LAND, View()).lines) == 3


def test_ranks_are_compared_by_the_latest_year_that_is_nearly_full() -> None:
    comparison = lay_out(RANK, [rank("a", 4, "2023"), rank("b", 2, "2023")], [], LAND, View())
    assert best_year(comparison, {"2024": 2, "2023": 62, "2022": 63}) == "2023"
    counts = lay_out(RATE, [value("a", 4)], [], LAND, View())
    assert best_year(counts, {"2024": 1, "2023": 2}) is None
