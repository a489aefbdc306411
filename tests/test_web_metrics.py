"""``/metric``: all metrics in groups, narrowed down as one types, and by the form where no script runs."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from served import fits_a_phone, follow

from kb.web.metrics_page import is_called
from rules.catalogue import load_catalogue
from rules.language.fold import bare_words


@pytest.fixture
def without_script(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_every_metric_stands_in_the_list_once(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/metric")
    catalogue = load_catalogue()
    expect(screen.locator("#so")).to_have_text(f"{len(catalogue)} chỉ tiêu")
    links = screen.locator("ul.metrics li > a:first-child")
    hrefs = links.evaluate_all("all => all.map(one => new URL(one.href).pathname)")
    assert sorted(hrefs) == sorted(f"/metric/{metric.id}" for metric in catalogue)
    assert screen.locator("section.card h2").all_inner_texts() != []
    assert fits_a_phone(screen)


def test_it_narrows_down_as_one_types_with_and_without_marks(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/metric")
    field = screen.get_by_label("Lọc theo tên hoặc cách gọi")
    shown = screen.locator("ul.metrics li:visible")
    field.press_sequentially("tram bts")
    expect(shown.get_by_role("link", name="Số trạm BTS", exact=True)).to_be_visible()
    few = shown.count()
    assert 1 <= few < 20
    expect(screen.locator("#so")).to_have_text(f"{few} chỉ tiêu")
    assert screen.locator("section.card:visible").count() <= few
    field.fill("Trạm BTS")
    expect(screen.locator("#so")).to_have_text(f"{few} chỉ tiêu")
    field.fill("không có chỉ tiêu như thế")
    expect(screen.locator("#khong")).to_be_visible()
    expect(shown).to_have_count(0)
    field.fill("")
    expect(screen.locator("#so")).to_have_text(f"{len(load_catalogue())} chỉ tiêu")
    expect(screen.locator("#khong")).to_be_hidden()


def test_keys_alone_lead_from_the_field_to_a_metric(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/metric")
    screen.get_by_label("Lọc theo tên hoặc cách gọi").focus()
    screen.keyboard.type("so tram bts")
    expect(screen.locator("ul.metrics li:visible").first).to_be_visible()
    screen.keyboard.press("Tab")  # the button
    screen.keyboard.press("Tab")  # the first metric that is shown
    wanted = screen.locator("ul.metrics li:visible a").first
    expect(wanted).to_be_focused()
    name = wanted.inner_text()
    screen.keyboard.press("Enter")
    expect(screen.locator("h1")).to_have_text(name)


def test_the_form_does_without_script(without_script: Page, corpus_site: str) -> None:
    page = without_script
    page.goto(f"{corpus_site}/metric?lang=en")
    page.get_by_label("Narrow down by name or wording").fill("bts")
    page.get_by_role("button", name="Narrow down").click()
    assert "q=bts" in page.url and "lang=en" in page.url
    shown = page.locator("ul.metrics li:visible")
    assert 1 <= shown.count() < 30
    expect(page.locator("#so")).to_have_text(f"metrics: {shown.count()}")
    page.goto(f"{corpus_site}/metric?q=khongcogi")
    expect(page.locator("#khong")).to_be_visible()


def test_only_our_script_runs_there(corpus_site: str) -> None:
    with httpx.Client(base_url=corpus_site, timeout=60) as client:
        policy = client.get("/metric").headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy


def test_the_front_page_leads_to_it(screen: Page, corpus_site: str) -> None:
    screen.goto(corpus_site)
    follow(screen.get_by_role("link", name="Danh mục chỉ tiêu"))
    expect(screen.locator("h1")).to_have_text("Danh mục chỉ tiêu")


def test_what_was_typed_is_words_and_no_markup(screen: Page, corpus_site: str) -> None:
    screen.goto(f'{corpus_site}/metric?q="><b id=x>')
    assert screen.locator("#x").count() == 0


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("trạm", True), ("tram bt", True), ("bts số", True), ("am", False), ("", True), ("trạm xe", False), ("?!", True)],
)
def test_each_word_begins_a_word_of_the_name(typed: str, fits: bool) -> None:
    assert is_called(bare_words("Số trạm BTS"), typed) is fits
