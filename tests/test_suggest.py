"""What is being typed goes on with names of metrics and provinces: by keyboard, said to screen readers, fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from served import LOCAL, faults

from kb.web.suggest import Entry, suggestions


def texts(site: str, typed: str, language: str = "vi") -> list[str]:
    answer = httpx.get(f"{site}/suggest", params={"q": typed, "lang": language})
    assert answer.headers["content-type"].startswith("application/json")
    return [one["text"] for one in answer.json()]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tram b", "Số trạm BTS"),
        ("trạm thu phát só", "Số trạm BTS"),
        ("quang na", "Quảng Nam"),
        ("tỉnh nào nhiều tram b", "tỉnh nào nhiều Số trạm BTS"),
        ("số trạm BTS ở nghe a", "số trạm BTS ở Nghệ An"),
        ("lâm đ", "Lâm Đồng"),
    ],
)
def test_a_name_that_begins_so_comes_first(corpus_site: str, typed: str, first: str) -> None:
    assert texts(corpus_site, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "t", " ", "%", "xyzxyz", "<b>", "'", "\x00"])
def test_what_begins_no_name_has_no_suggestion(corpus_site: str, typed: str) -> None:
    assert texts(corpus_site, typed) == []


def test_accents_that_were_typed_count(corpus_site: str) -> None:
    assert all("trạm" in one.lower() for one in texts(corpus_site, "trạm"))


def test_english_names_on_english_pages(corpus_site: str) -> None:
    assert texts(corpus_site, "bts sta", "en")[0] == "BTS stations"


def test_a_name_of_many_provinces_stands_before_another_that_fits_alike() -> None:
    few, many = (Entry(name, name, " tram xang", " trạm xăng", "metric", n) for name, n in (("Ít", 1), ("Nhiều", 9)))
    assert [one["label"] for one in suggestions([few, many], "tram x", "vi")] == ["Nhiều", "Ít"]


def test_a_suggestion_is_taken_by_keyboard(screen: Page, corpus_site: str) -> None:
    screen.goto(corpus_site)
    box = screen.get_by_role("searchbox")
    box.focus()
    screen.keyboard.type("tram bt")
    options = screen.get_by_role("option")
    expect(options.first).to_have_text("Số trạm BTS")
    assert not faults(screen)
    screen.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(screen.get_by_role("status")).to_contain_text("gợi ý")
    screen.keyboard.press("Escape")
    expect(options).to_have_count(0)
    screen.keyboard.type("s")
    expect(options.first).to_be_visible()
    screen.keyboard.press("ArrowDown")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    expect(screen.locator("h1")).to_contain_text("Số trạm BTS")


def test_without_scripts_nothing_is_lost(chromium: Browser, corpus_site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(corpus_site)
    page.get_by_role("searchbox").fill("tram bts quang nam")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Trả lời")).to_contain_text("2.128")
    assert page.url.startswith(LOCAL[0])
    context.close()


def test_a_base_that_was_built_anew_is_seen(serving: Callable[..., str], tmp_path: Path) -> None:
    from example_base import Base

    path = tmp_path / "kb.db"
    base = Base(path)
    base.finish()
    site = serving(path)
    assert texts(site, "tram bts")[0] == "Số trạm BTS"
    document = base.document("a.pdf", "49-old", "2024", "2024-12-31")
    base.say(document, "Có [[12]] km cáp quang.", {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"})
    base.finish()
    assert texts(site, "tram bts")[0] == "Số trạm BTS"


def test_it_takes_little_time_whatever_the_base_holds(corpus_site: str) -> None:
    """Its index is of names and not of figures: what it costs is what a small base costs. No clock decides."""
    texts(corpus_site, "tram")
    started = time.process_time()
    for typed in ("tram b", "ty le ho so tr", "dich vu cong truc tuyen toan tr", "quang n", "xyz abc def ghi"):
        texts(corpus_site, typed)
    assert time.process_time() - started < 30
