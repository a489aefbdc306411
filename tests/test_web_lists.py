"""The pages that list: targets of a year, a metric over the years with the merger marked, rates at 100 %."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from served import faults, fits_a_phone, follow

from kb.web.differ_page import reasons
from kb.web.merging import Territory
from kb.web.years_page import lines


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of one rate the targets of 2025 of five provinces, each with another outcome."""
    path = tmp_path_factory.mktemp("lists") / "kb.db"
    base = Base(path)
    metric, unit = base.connection.execute(
        "select id, unit from metrics where unit = '%' and kind = 'rate' and better = 'higher' order by id limit 1"
    ).fetchone()
    given = {"metric_id": metric, "unit": unit, "kind": "rate"}
    places = [row[0] for row in base.connection.execute("select id from places where id like '%-old' order by id")]
    outcomes = [("95", "2025-12-31"), ("85", "2025-12-31"), ("85", "2025-06-30"), ("95", "2024-12-31"), ("100", "2024")]
    for place, (result, period) in zip(places, outcomes, strict=False):
        document = base.document(f"{place}.pdf", place, period, "2026-01-05")
        base.say(document, f"Tỷ lệ đạt [[{result}]]%.", given | {"period": period})
        base.say(document, "Năm 2025 phấn đấu đạt [[90]]%.", given | {"status": "target", "period": "2025"})
    base.finish()
    return serving(path)


def counts(site: str, address: str) -> dict[str, int]:
    page = httpx.get(f"{site}{address}").text
    return {name: int(n) for name, n in re.findall(r">([^<>]+) <span class=\"dim\">(\d+)</span></a>", page)}


def test_a_target_is_held_against_a_result_of_its_own_year(site: str) -> None:
    assert counts(site, "/targets?year=2025") == {
        "Không đạt": 1,
        "Chưa đạt, năm chưa hết": 1,
        "Đạt": 1,
        "Chưa có kết quả": 2,
    }


@pytest.mark.parametrize(
    "query", ["", "?year=x&state=x&place=x&group=x&metric=x&page=x", "?page=999999999999", "?place='"]
)
def test_any_query_of_targets_gets_a_page(site: str, query: str) -> None:
    assert httpx.get(f"{site}/targets{query}").status_code == 200


def test_the_lists_are_found_from_the_front_page_by_words(screen: Page, corpus_site: str) -> None:
    for words, address in (
        ("mục tiêu 2025 chưa đạt", "/targets?year=2025&state=missed"),
        ("các tỉnh đạt 100%", "/reaching?least=100"),
    ):
        screen.goto(corpus_site)
        screen.get_by_role("searchbox").fill(words)
        screen.keyboard.press("Enter")
        follow(screen.get_by_role("link", name="Xem danh sách"))
        assert screen.url.endswith(address)
        assert not faults(screen)
        assert fits_a_phone(screen)
        screen.set_viewport_size({"width": 1200, "height": 900})


def test_who_is_at_a_hundred_percent_is_a_click_away(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/reaching")
    follow(screen.get_by_role("link", name="Xã, thôn phủ sóng di động").first)
    expect(screen.get_by_role("region", name="Trả lời")).to_contain_text("từ 100 % trở lên")


def test_a_slider_goes_through_the_years_by_keys_and_stays_in_hand(screen: Page, corpus_site: str) -> None:
    address = f"{corpus_site}/compare/dti_rank?year=2021"
    # Without its script it is not there: the links are.
    assert '<p class="slide" hidden>' in httpx.get(address).text
    screen.goto(address)
    slider = screen.get_by_role("slider", name="Kéo đến năm")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^2021, "))
    follow(slider, "ArrowRight")
    assert "year=2022" in screen.url
    expect(slider).to_be_focused()
    expect(screen.locator("#nam a[aria-current]")).to_have_text("2022")
    screen.emulate_media(media="print")
    expect(slider).to_be_hidden()


def test_a_former_province_stands_below_the_one_that_it_went_into(corpus_site: str) -> None:
    page = LexborHTMLParser(httpx.get(f"{corpus_site}/years/dti_rank").text)
    heads = [body.css("tr")[0] for body in page.css("table.years tbody")]
    assert len(heads) > 3
    assert [row.text() for row in heads if row.css_matches(".part")] == []


def test_documents_that_contradict_each_other_stand_apart_from_one_with_several_values(
    serving: Callable[..., str], tmp_path: Path
) -> None:
    base = Base(tmp_path / "kb.db")
    given = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
    for place, sentences in {
        "51-old": ("Có [[10]] trạm.", "Có [[12]] trạm."),
        "67-old": ("Có [[20]] trạm, rồi [[25]] trạm.", "Có [[20]] trạm."),
    }.items():
        for name, sentence in zip("ab", sentences, strict=True):
            document = base.document(f"{place}-{name}.pdf", place, "2024", "2024-12-01")
            base.say(document, sentence, *[given] * sentence.count("[["))
    base.finish()
    site = serving(tmp_path / "kb.db")
    numbers = {
        address: re.findall(r"/differ/bts_stations[^>]*>([^<]+)</a>", httpx.get(site + address).text)
        for address in ("/differ", "/differ?within=1", "/differ?place=67-old")
    }
    assert numbers == {"/differ": ["10 · 12"], "/differ?within=1": ["20 · 25"], "/differ?place=67-old": ["20 · 25"]}


def test_a_metric_over_the_years_in_a_browser(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/compare/dti_rank")
    follow(screen.get_by_role("link", name="diễn biến qua các năm"))
    assert not faults(screen)
    line = screen.locator("table.years tr", has_text="Quảng Nam")
    expect(line).to_contain_text("hạng\u202f25")
    expect(line).to_contain_text("hạng\u202f31")
    assert fits_a_phone(screen)


@pytest.mark.parametrize("query", ["bts_stations?place=x&item=x&level=x", "bts_stations?place=08", "dti_rank?lang=en"])
def test_any_query_of_years_gets_a_page(corpus_site: str, query: str) -> None:
    assert httpx.get(f"{corpus_site}/years/{query}").status_code == 200
    assert httpx.get(f"{corpus_site}/years/no_such").status_code == 404


PLACES = [
    {"id": "A", "name": "An", "kind": "province", "merged_into": None, "sort_key": "a"},
    {"id": "A-old", "name": "An", "kind": "province", "merged_into": "A", "sort_key": "a"},
    {"id": "B-old", "name": "Ba", "kind": "province", "merged_into": "A", "sort_key": "b"},
    {"id": "C", "name": "Ca", "kind": "province", "merged_into": None, "sort_key": "c"},
    {"id": "C-old", "name": "Ca", "kind": "province", "merged_into": "C", "sort_key": "c"},
]
SUM = {"id": "m", "total": "sum", "kind": "count", "unit": "trạm"}


def value(place: str, year: str, number: int, doubt: str | None = None) -> dict[str, Any]:
    return {
        "place_id": place, "as_of": f"{year}-12-31", "period_effective": year, "value": str(number),
        "comparable": float(number), "basis": "count", "unit": "trạm", "kind": "count", "qualifier": "exact",
        "value_max": None, "denominator": None, "doubt": doubt, "confidence": 0.9, "issued_on": "2026-01-01",
        "figure_id": f"F-{place}{year}{number}", "document_id": "D", "province": place, "metric_id": "m", "item": None,
        "level": None, "status": "actual", "number": str(number), "flags": "[]", "marks": "[]", "reviewed": "none",
        "page": None,
    }  # fmt: skip


def test_a_province_of_today_is_one_line_with_those_that_went_into_it() -> None:
    rows = [
        value("A-old", "2023", 10), value("B-old", "2023", 5), value("A-old", "2024", 12), value("A", "2025", 20),
        value("C-old", "2024", 7), value("C", "2025", 8),
    ]  # fmt: skip
    an, ca = lines(SUM, rows, Territory(PLACES))
    assert (an.place_id, [part.place_id for part in an.parts]) == ("A", ["A-old", "B-old"])
    # 2023 adds up; 2024 lacks a part and has no value; 2025 is the province's own, behind the break.
    assert {year: row["value"] for year, row in an.cells.items()} == {"2023": "15", "2025": "20"}
    assert (an.sums, an.broken) == (frozenset({"2023"}), "2025")
    # Who was merged with nobody is one line without parts and without a break.
    assert (ca.place_id, ca.parts, ca.broken, sorted(ca.cells)) == ("C", (), "", ["2024", "2025"])


def test_a_rank_never_adds_up() -> None:
    rank = SUM | {"kind": "rank", "total": "never"}
    (an,) = lines(rank, [value("A-old", "2023", 10), value("B-old", "2023", 5)], Territory(PLACES))
    assert an.cells == {} and len(an.parts) == 2


def test_a_value_of_an_unknown_period_is_told_and_not_ranked() -> None:
    base = Base()
    bts = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
    for name, place, number, period in (("a.pdf", "49-old", "2.128", "2024"), ("b.pdf", "67-old", "9.000", None)):
        document = base.document(name, place, "2024", "2024-12-31")
        if period is None:
            base.connection.execute("update documents set period = null, issued_on = null where id = ?", (document,))
        base.say(document, f"Có [[{number}]] trạm BTS.", bts)
    base.finish()
    rows = base.connection.execute("select place_id, rank, not_ranked from profile order by place_id").fetchall()
    assert rows == [("49-old", 1, None), ("67-old", None, "không rõ kỳ")]
    rows = base.connection.execute("select place_id, rank, not_ranked from kept_profile order by place_id").fetchall()
    assert rows == [("49-old", 1, None), ("67-old", None, "không rõ kỳ")]


def test_what_sources_say_differently_leads_to_both_and_why(
    screen: Page, serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("differ") / "kb.db"
    base = Base(path)
    bts = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
    for name, sentence in (("a.pdf", "Toàn tỉnh có [[2.128]] trạm BTS 3G."), ("b.pdf", "Có [[2.130]] trạm BTS 4G.")):
        document = base.document(name, "49-old", "2024", "2024-12-31" if name == "a.pdf" else "2025-01-15")
        base.say(document, sentence, bts)
    parts = base.document("c.pdf", "58-old", "2024", "2024-12-31")
    base.say(parts, "Nhà mạng một có [[900]] trạm, nhà mạng hai có [[700]] trạm.", bts, bts)
    base.finish()
    site = serving(path)
    rows = httpx.get(f"{site}/compare/bts_stations.csv?lang=en").text.splitlines()
    assert ["gives several numbers" in row for row in rows if "900" in row] == [True]
    screen.goto(f"{site}/compare/bts_stations")
    apart = screen.locator("#khong-xep tr", has_text="Ninh Thuận")
    expect(apart).to_contain_text("văn bản nêu nhiều số khác nhau, chưa rõ số nào là tổng")
    expect(apart.get_by_role("link", name="các số khác nhau: 900 · 700")).to_have_attribute(
        "href", re.compile("/differ/bts_stations.+58-old")
    )
    follow(screen.locator("table.ranking").get_by_role("link", name=re.compile("các số khác nhau")))
    assert not faults(screen)
    assert fits_a_phone(screen)
    expect(screen.locator("ol.hits li")).to_have_count(2)
    expect(screen.locator("ol.hits li mark")).to_have_text(["2.128", "2.130"])
    expect(screen.locator("main")).to_contain_text("nói thêm những chữ khác nhau")
    expect(screen.locator("main")).to_contain_text("ban hành khác ngày")
    expect(screen.locator("ol.hits li").first).to_contain_text("3g")


def figure(number: str, **more: Any) -> dict[str, Any]:
    given = {"value": number, "comparable": float(number), "quote": "", "subject": "", "qualifier": "exact"}
    return given | {"doubt": None, "document_id": "D", "issued_on": "2024"} | more


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (figure("40"), figure("40.4"), ["rounded", "one_document"]),
        (figure("2128"), figure("2.128"), ["scale", "one_document"]),
        (figure("40", document_id="E", issued_on="2025"), figure("41"), ["days"]),
        (figure("40", qualifier="about"), figure("41"), ["qualifier", "one_document"]),
        (figure("40", doubt="máy chưa chắc"), figure("41"), ["one_document", "doubt"]),
    ],
)
def test_why_values_may_differ(one: dict[str, Any], other: dict[str, Any], why: list[str]) -> None:
    assert reasons([one, other]) == why


@pytest.mark.parametrize("query", ["bts_stations", "bts_stations?place=x&period=x", "no_such?place='"])
def test_what_does_not_differ_is_told_as_missing(corpus_site: str, query: str) -> None:
    assert httpx.get(f"{corpus_site}/differ/{query}").status_code == 404
