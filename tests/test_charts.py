"""The shapes of charts: lines over the years, bars, a scatter of ranks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from test_comparison import COUNT, LAND, RATE, count, value

from kb.web.barchart import bar_chart
from kb.web.beside import common_lines, drawn_line
from kb.web.charts import axis_marks, scatter
from kb.web.comparison import View, lay_out
from kb.web.linechart import Drawn, line_chart
from kb.web.merging import Territory
from kb.web.over_time import Wanted, panels
from kb.web.tabs import in_order

PLACES = [
    {"id": "48-old", "name": "Đà Nẵng", "merged_into": "48", "sort_key": "da"},
    {"id": "49-old", "name": "Quảng Nam", "merged_into": "48", "sort_key": "qu"},
    {"id": "01-old", "name": "Hà Nội", "merged_into": "01", "sort_key": "ha"},
    {"id": "48", "name": "Đà Nẵng", "merged_into": None, "sort_key": "da"},
    {"id": "01", "name": "Hà Nội", "merged_into": None, "sort_key": "ha"},
]
TERRITORY = Territory(PLACES)
SCORE = {"id": "dti_score", "unit": "điểm", "kind": "score", "better": "higher", "total": "never"}


def of_year(place: str, year: str, number: float, **more: Any) -> dict[str, Any]:
    return value(place, number, **{"as_of": f"{year}-12-31", "period_effective": year, "figure_id": "F"} | more)


def drawn(place: str, *values: tuple[str, float], **more: Any) -> Drawn:
    return Drawn(place, place, tuple(of_year(place, year, number, **more) for year, number in values))


def test_a_line_goes_through_its_points_and_its_axis_has_years() -> None:
    chart = line_chart([drawn("a", ("2022", 50), ("2023", 60), ("2024", 80))])
    assert chart is not None
    (curve,) = chart.curves
    assert len(curve.pieces) == 1 and curve.pieces[0].count(",") == 3
    assert curve.dots[0][1] > curve.dots[1][1] > curve.dots[2][1]  # upwards is less on a screen
    assert [year for _, year in chart.across] == ["2022", "2023", "2024"]
    assert chart.merger is None and all(chart.left <= x <= chart.end for x, *_ in curve.dots)


def test_one_day_makes_no_line() -> None:
    assert line_chart([drawn("a", ("2024", 50))]) is None


def test_the_line_breaks_at_the_merger_which_is_marked() -> None:
    line = Drawn("a", "a", tuple(of_year("a", year, 50) for year in ("2023", "2024", "2025")), (), ("2025-12-31",))
    chart = line_chart([line])
    assert chart is not None and chart.merger is not None
    (curve,) = chart.curves
    assert len(curve.pieces) == 1 and len(curve.dots) == 3  # the last dot stands alone
    assert curve.dots[1][0] < chart.merger < curve.dots[2][0]


def test_ranks_rise_towards_the_first_and_there_is_no_rank_nought() -> None:
    chart = line_chart([drawn("a", ("2022", 40), ("2023", 2), kind="rank")])
    assert chart is not None
    (curve,) = chart.curves
    assert curve.dots[0][1] > curve.dots[1][1]
    assert 0 not in [mark for _, mark in chart.up] and 1 in [mark for _, mark in chart.up]


def test_names_at_the_end_never_stand_on_each_other() -> None:
    chart = line_chart([drawn(str(at), ("2023", 50 + at / 10), ("2024", 60 + at / 10)) for at in range(8)])
    assert chart is not None
    heights = sorted(curve.label for curve in chart.curves)
    assert all(later - earlier >= 14.9 for earlier, later in pairwise(heights))
    assert max(heights) <= chart.height


def test_scores_of_two_versions_never_share_an_axis() -> None:
    given = {"kind": "score", "unit": "điểm", "basis": "/1"}
    rows = [of_year("01-old", year, number, **given) for year, number in (
        ("2020", 0.3), ("2021", 0.4), ("2022", 0.6), ("2023", 0.7)
    )]  # fmt: skip
    newer, older = panels(SCORE, rows, [], Wanted(TERRITORY))
    assert (newer.by, newer.columns) == ("922/QĐ-BTTTT", ("2022", "2023"))
    assert (older.by, older.columns) == ("", ("2020", "2021"))
    (ranks,) = panels({**SCORE, "id": "dti_rank"}, [{**row, "kind": "rank"} for row in rows], [], Wanted(TERRITORY))
    assert ranks.columns == ("2020", "2021", "2022", "2023")


def test_what_is_doubtful_is_not_drawn() -> None:
    rows = [of_year("01-old", "2022", 50), of_year("01-old", "2023", 60), of_year("01-old", "2024", 900, doubt="x")]
    (panel,) = panels(RATE, rows, [], Wanted(TERRITORY))
    assert panel.columns == ("2022", "2023")


def test_parts_have_lines_of_their_own_until_they_are_one_province() -> None:
    years = ("2022", "2023")
    rows = [of_year("48-old", year, 80) for year in years] + [of_year("49-old", year, 60) for year in years]
    rows += [of_year("48", "2025", 75)]
    (panel,) = panels(RATE, rows, [], Wanted(TERRITORY, before="{name} (cũ)"))
    assert [curve.name for curve in panel.chart.curves] == ["Đà Nẵng (cũ)", "Quảng Nam"]
    (panel,) = panels(RATE, rows, [], Wanted(TERRITORY, ("48",), "{name} (cũ)"))
    assert [curve.name for curve in panel.chart.curves] == ["Đà Nẵng", "Đà Nẵng (cũ)", "Quảng Nam"]
    assert panel.chart.merger is not None


def test_among_the_63_each_has_its_line_and_among_the_34_what_adds_up_is_one() -> None:
    given = {"unit": "trạm", "kind": "count", "basis": "count"}
    rows = [of_year(place, year, 9, **given) for place in ("48-old", "49-old") for year in ("2022", "2023")]
    (panel,) = panels(COUNT, rows, [], Wanted(TERRITORY))
    assert [(curve.name, curve.dots[0][2]["value"]) for curve in panel.chart.curves] == [("Đà Nẵng", "18")]
    (panel,) = panels(COUNT, rows, [], Wanted(TERRITORY, era="old"))
    assert [curve.name for curve in panel.chart.curves] == ["Đà Nẵng", "Quảng Nam"]


def test_targets_stand_at_their_own_day() -> None:
    aim = of_year("01-old", "2025", 90, status="target")
    (panel,) = panels(RATE, [of_year("01-old", "2022", 50), of_year("01-old", "2023", 60), aim], [], Wanted(TERRITORY))
    (curve,) = panel.chart.curves
    ((x, _, row),) = curve.targets
    assert row is aim and x > curve.dots[-1][0]


def test_bars_begin_at_zero_and_the_country_is_a_line() -> None:
    comparison = lay_out(RATE, [value("a", 80), value("b", 40)], [], LAND, View())
    country = {**value("c", 60), "place": "cả nước"}
    chart = bar_chart(comparison.lines, comparison, drawn_line(common_lines([country], comparison, RATE, View())))
    assert chart is not None and chart.common is not None
    assert chart.bars[0].length == 2 * chart.bars[1].length
    assert chart.common[0] == pytest.approx(chart.left + (chart.bars[0].length + chart.bars[1].length) / 2, abs=0.2)
    assert chart.across[0] == (chart.left, 0.0)


def test_a_rank_has_no_bar_and_nothing_has_no_chart() -> None:
    ranks = [value(place, n, kind="rank", unit="hạng", basis="rank") for place, n in (("a", 3), ("b", 9))]
    comparison = lay_out({**COUNT, "kind": "rank", "total": "never"}, ranks, [], LAND, View())
    assert comparison.lines and bar_chart(comparison.lines, comparison, None) is None
    empty = lay_out(COUNT, [], [], LAND, View())
    assert bar_chart(empty.lines, empty, None) is None


def test_in_a_scatter_the_first_rank_is_up_and_right() -> None:
    plot = scatter([(1.0, 1.0, "first"), (60.0, 60.0, "last")], ["a", "b"], (True, True))
    assert plot is not None
    (first_x, first_y, _), (last_x, last_y, _) = plot.dots
    assert first_x > last_x and first_y < last_y
    assert min(value for _, value in plot.up) == 1 and min(value for _, value in plot.across) == 1


def test_an_axis_of_what_is_never_less_than_nothing_begins_at_nothing() -> None:
    assert min(axis_marks([3.0, 97.0], turned=False)) == 0.0
    assert min(axis_marks([-3.0, 97.0], turned=False)) < 0.0


def test_rows_by_name_and_by_period() -> None:
    rows = [count("49-old", 3), count("48-old", 2, as_of="2024-06-30"), count("01-old", 1, as_of="2025-06-30")]
    lines = lay_out(COUNT, rows, [], TERRITORY, View()).lines
    assert [line.row["place_id"] for line in in_order(lines, "value", TERRITORY)] == ["49-old", "48-old", "01-old"]
    assert [line.row["place_id"] for line in in_order(lines, "name", TERRITORY)] == ["48-old", "01-old", "49-old"]
    assert [line.row["place_id"] for line in in_order(lines, "period", TERRITORY)] == ["01-old", "49-old", "48-old"]
