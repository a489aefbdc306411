"""Which values of a metric are laid side by side, and which year is compared first."""

from __future__ import annotations

from typing import Any

from kb.web.ranking import best_year, lay_out, side_label


def value(place: str, comparable: float, **more: Any) -> dict[str, Any]:
    """A row of ``profile``."""
    row = {
        "place_id": place,
        "province": place,
        "item": None,
        "level": None,
        "value": str(comparable),
        "value_max": None,
        "denominator": None,
        "comparable": comparable,
        "basis": "%",
        "unit": "%",
        "qualifier": "exact",
        "kind": "rate",
        "better": "higher",
        "rank": 1,
        "not_ranked": None,
        "period_effective": "2024",
        "figure_id": f"F-{place}",
    }
    return row | more


def test_the_side_that_most_provinces_report_comes_first_the_whole_province_of_equals() -> None:
    rows = [value("a", 90), value("a", 80, level="village"), value("b", 70, level="village")]
    assert lay_out(rows, [], []).side == (None, "village")
    assert lay_out(rows[:2], [], []).side == (None, None)
    assert lay_out(rows, [], [], (None, None)).side == (None, None)
    assert lay_out(rows, [], [], ("no", "such")).side == (None, "village")
    assert [(line.row["province"], line.reason) for line in lay_out(rows, [], []).others] == [
        ("a", "tính cho toàn tỉnh")
    ]


def test_a_share_is_drawn_on_a_hundred_a_count_on_the_longest() -> None:
    assert [line.bar for line in lay_out([value("a", 76.8), value("b", 50)], [], []).lines] == [76.8, 50.0]
    counts = [value("a", 200, basis="count", kind="count"), value("b", 50, basis="count", kind="count")]
    assert [line.bar for line in lay_out(counts, [], []).lines] == [100.0, 25.0]
    ranks = [value("a", 31, basis="rank", kind="rank", better="lower"), value("b", 8, kind="rank", better="lower")]
    assert [(line.row["province"], line.bar) for line in lay_out(ranks, [], []).lines] == [("b", None), ("a", None)]


def test_what_is_not_ranked_says_why() -> None:
    comparison = lay_out([value("a", 9), value("b", 5, not_ranked="cũ")], [], [])
    assert [line.reason for line in comparison.unranked] == ["cũ"]
    assert [line.row["province"] for line in comparison.lines] == ["a"]


def test_an_empty_metric_lays_out_as_nothing() -> None:
    comparison = lay_out([], [], [])
    assert (comparison.lines, comparison.others, comparison.sides) == ((), (), ())


def test_a_year_comes_first_only_where_it_compares_more_than_twice_as_many() -> None:
    comparison = lay_out([value("a", 9)], [], [])
    years = [
        {"item": None, "level": None, "year": year, "provinces": provinces}
        for year, provinces in (("2024", 1), ("2023", 3), ("2022", 3))
    ]
    assert best_year(comparison, years) == "2023"
    assert best_year(comparison, years[:1]) is None
    assert best_year(comparison, []) is None


def test_sides_in_words() -> None:
    assert side_label((None, None)) == "toàn tỉnh"
    assert side_label(("6.12", "commune")) == "mục 6.12, cấp xã"
