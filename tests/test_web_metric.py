"""``/metric/ID``: a page for every metric, with and without figures, in both languages; and the ways to it."""

from __future__ import annotations

import html
import sqlite3
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow
from test_web_english import leftovers, units_of

from kb.web.metric_page import MOST_NEIGHBOURS
from kb.web.search_page import metrics_called
from rules.catalogue import load_catalogue


def test_every_metric_has_its_page_and_its_name_in_both_languages(corpus_site: str, corpus_base: Path) -> None:
    """The pages are asked for in the two languages by turns: what a metric says of itself goes through one template,
    and the lists of all of them have both names of each. Some of the English ones are read for what is not English."""
    units = units_of(corpus_base)
    with httpx.Client(base_url=corpus_site, timeout=60) as client:
        lists = {language: html.unescape(client.get(f"/metric?lang={language}").text) for language in ("vi", "en")}
        for at, metric in enumerate(load_catalogue()):
            assert metric.name_vi in lists["vi"] and metric.name_en in lists["en"], metric.id
            read = at % 25 == 0
            language, name = ("en", metric.name_en) if read or at % 2 else ("vi", metric.name_vi)
            answer = client.get(f"/metric/{metric.id}?lang={language}")
            assert answer.status_code == 200, metric.id
            text = html.unescape(answer.text)
            assert f"<h1>{name}</h1>" in text and f"<code>{metric.id}</code>" in text, metric.id
            said = [*metric.wordings, metric.source, *(code.code for code in metric.codes)]
            assert not [one for one in said if one not in text], metric.id
            for example in (*metric.examples, *metric.near_misses):
                number = example.text[example.start : example.end]
                marked = f"{example.text[: example.start]}<mark>{number}</mark>{example.text[example.end :]}"
                assert marked in text, metric.id
            assert not read or leftovers(answer.text, units) == [], metric.id


def test_a_metric_tells_what_it_is_and_who_reports_it(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/metric/dossiers_online_rate")
    main = screen.locator("main")
    share = screen.locator("table.fields tr", has_text="Là phần")
    assert share.get_by_role("link").all_inner_texts() == [
        "Hồ sơ tiếp nhận trực tuyến",
        "Hồ sơ TTHC tiếp nhận",
        "Hồ sơ đã giải quyết",
    ]
    expect(screen.locator("table.fields")).to_contain_text("trung bình theo mẫu số")
    expect(screen.locator("section", has=screen.locator("#ma"))).to_contain_text("đúng chỉ tiêu này")
    reporters = screen.locator("section", has=screen.locator("#ai-neu")).locator("li")
    assert reporters.count() >= 3
    expect(reporters.filter(has_text="Bắc Giang")).to_contain_text("2 mục tiêu · mới nhất 2023")
    expect(main).to_contain_text("Không phải là")
    follow(share.get_by_role("link").first)
    expect(main).to_contain_text("Là tử số hoặc mẫu số của:")
    expect(main.get_by_role("link", name="Tỷ lệ hồ sơ trực tuyến").first).to_be_visible()


def test_a_metric_that_nobody_reports_says_so(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    with sqlite3.connect(corpus_base) as db:
        free = "select id from metrics where id not in (select metric_id from figures where metric_id is not null)"
        metric = db.execute(f"{free} order by id").fetchone()[0]
    screen.goto(f"{corpus_site}/metric/{metric}")
    expect(screen.locator("main")).to_contain_text("Chưa tỉnh nào nêu chỉ tiêu này.")
    assert screen.get_by_role("link", name="So sánh giữa các tỉnh").count() == 0
    assert not faults(screen) and fits_a_phone(screen)


def test_the_ways_to_a_metric(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    with sqlite3.connect(corpus_base) as db:
        asked = "select id from figures where metric_id = 'bts_stations' order by id"
        figure = db.execute(asked).fetchone()[0]
    for path, link in (
        ("/compare/bts_stations", "Chỉ tiêu này đếm gì, không đếm gì"),
        (f"/figure/{figure}", "Chỉ tiêu này đếm gì, không đếm gì"),
        ("/search?q=tram+bts", "Số trạm BTS"),
        ("/", "Số trạm BTS: chỉ tiêu này đếm gì"),
    ):
        screen.goto(corpus_site + path)
        screen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        follow(
            screen.locator('a[href="/metric/bts_stations"]')
            .get_by_text(link)
            .or_(screen.locator(f'a[href="/metric/bts_stations"][aria-label="{link}"]'))
            .first
        )
        expect(screen.locator("h1")).to_have_text("Số trạm BTS")
    follow(screen.get_by_role("link", name="So sánh giữa các tỉnh"))
    assert screen.url.endswith("/compare/bts_stations")


@pytest.mark.parametrize("path", ["/metric/none", "/metric/%3Cscript%3Ealert(1)", "/metric/%00", "/metric/'--"])
def test_what_is_no_metric_is_told(corpus_site: str, path: str) -> None:
    answer = httpx.get(corpus_site + path)
    assert answer.status_code == 404 and "Không có chỉ tiêu" in answer.text and "<script>" not in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_neighbours_share_rare_words(corpus_site: str) -> None:
    text = httpx.get(f"{corpus_site}/metric/poor_household_rate").text
    near = text.split("không gộp vào đây:")[1].split("</ul>")[0]
    assert "hộ nghèo nông thôn" in near and 0 < near.count("<li>") <= MOST_NEIGHBOURS
    assert "hồ sơ" not in near  # “tỷ lệ” alone makes no two metrics alike


ROWS = [
    {"id": name, "called": called, "provinces": provinces}
    for name, called, provinces in (
        ("bts", 'Số trạm BTS BTS stations bts_stations ["trạm thu phát sóng"]', 3),
        ("bts_new", "Số trạm BTS mới New BTS stations bts_new []", 9),
        ("procedures", 'Thủ tục hành chính Administrative procedures procedures ["bộ TTHC"]', 1),
    )
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tram bts", ["bts_new", "bts"]),
        ("trạm BTS Quảng Nam 2024", ["bts_new", "bts"]),
        ("thu phat song", ["bts"]),
        ("stations new", ["bts_new"]),
        ("tthc", ["procedures"]),
        ("thủ tục hành chính", ["procedures"]),
        ("Quảng Nam 2024", []),
        ("tram xyz", []),
        ("", []),
    ],
)
def test_metrics_are_called_by_their_names_and_wordings(typed: str, found: list[str]) -> None:
    assert [row["id"] for row in metrics_called(ROWS, typed)] == found
