"""What a first-time analyst came for, counted in clicks from the front page: nothing but clicks and typing."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from served import follow


class Analyst:
    """A person at the front page. Each click on a link, a button or a mark counts, and so does Enter; an address is
    never typed. What is clicked must be seen."""

    def __init__(self, page: Page, site: str, language: str = "") -> None:
        self.page = page
        self.clicks = 0
        page.goto(site + language)

    def click(self, target: Locator) -> None:
        expect(target).to_be_visible()
        follow(target)
        self.clicks += 1

    def search(self, words: str) -> None:
        self.page.get_by_role("searchbox").fill(words)
        self.page.keyboard.press("Enter")
        self.clicks += 1


def test_which_province_has_the_most_stations_and_where_it_says_so(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site)
    analyst.click(screen.get_by_role("link", name="Số trạm BTS", exact=True))
    first = screen.locator("table.ranking tbody tr").first
    expect(first.locator("td.n")).to_have_text("1")
    province, value = first.locator("th").inner_text(), first.locator("a.value").inner_text()
    assert (province, value) == ("Hà Giang", "2.833 trạm")
    analyst.click(first.locator("a.value"))
    expect(screen.locator("h1")).to_contain_text(value)
    expect(screen.locator("h1")).to_contain_text(province)
    expect(screen.locator("blockquote mark, table.printed mark").first).to_have_text("2.833")
    expect(screen.locator("main")).to_contain_text("ha-giang-vien-thong-2023.txt")
    assert analyst.clicks <= 2


def test_the_same_by_a_search(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site)
    analyst.search("so tram bts")
    analyst.click(screen.locator("ol.hits .head").first.get_by_role("link", name="Số trạm BTS"))
    expect(screen.locator("table.ranking tbody th").first).to_have_text("Hà Giang")
    assert analyst.clicks <= 2


def test_how_far_ninh_thuan_is_from_its_targets(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site)
    analyst.click(screen.locator("svg.tilemap").get_by_role("link", name=re.compile("^Ninh Thuận:")))
    analyst.click(screen.get_by_role("link", name=re.compile(r"^Mục tiêu và kết quả \(\d+\)$")))
    rows = screen.locator("table.profile tbody tr")
    for metric, level, result, told in (
        ("Kinh tế số trong GRDP", "", "9,56\u202f%", "12\u202f% năm 2024 chưa đạt, còn cách 2,44 điểm %"),
        ("Dân số có điện thoại thông minh", "", "87,44\u202f%", "85\u202f% năm 2024 đạt, vượt 2,44 điểm %"),
        ("Xã, thôn có cáp quang", "các thôn", "100\u202f%", "100\u202f% năm 2024 đạt"),
    ):
        row = rows.filter(has=screen.get_by_role("link", name=metric, exact=True)).filter(has_text=level)
        expect(row.locator("a.value")).to_have_text(result)
        expect(row.locator("td.t")).to_contain_text(told)
    # Every target is there: with its result above, or below as one that has none yet.
    count = int(re.findall(r"\d+", screen.locator("nav.sides a[aria-current]").inner_text())[0])
    promised = screen.get_by_role("heading", name="Mới có mục tiêu, chưa có kết quả").locator("xpath=../ul/li")
    assert rows.count() + promised.count() == count
    assert all(rows.nth(at).locator("td.t").inner_text().strip() for at in range(rows.count()))
    assert analyst.clicks <= 2


def test_what_quang_nam_said_about_smartphones_and_whether_its_sources_agree(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site)
    analyst.search("ty le dien thoai thong minh quang nam")
    # No document writes all of these words in one sentence; what the question names is looked for at once.
    heads = screen.locator("ol.hits .head")
    expect(heads.first).to_be_visible()
    said = {head.locator("a.value").inner_text() for head in heads.all() if "Quảng Nam" in head.inner_text()}
    assert {"63,56\u202f%", "78,53\u202f%", "76,8\u202f%"} <= said
    analyst.click(heads.filter(has_text="63,56").first.locator("a.value"))
    other = screen.locator("ul.slot li")
    expect(other).to_have_count(1)
    expect(other).to_contain_text("✓ khớp")
    expect(other.locator("mark")).to_have_text("63,56")
    assert analyst.clicks <= 3


def test_the_same_in_the_words_of_an_office(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site)
    analyst.search("smartphone Quảng Nam")
    analyst.click(screen.locator("ol.hits .head").filter(has_text="78,53").first.locator("a.value"))
    expect(screen.locator("ul.slot")).to_contain_text("✓ khớp")
    assert analyst.clicks <= 3


def test_sources_that_do_not_agree_say_so_in_as_many_clicks(screen: Page, corpus_site: str) -> None:
    analyst = Analyst(screen, corpus_site, "/?lang=en")
    analyst.click(screen.get_by_role("link", name="BTS stations", exact=True))
    row = screen.locator("table.ranking tr", has_text="Nghệ An")
    expect(row).to_contain_text(re.compile(r"sources disagree: (8\.500 · 2\.500|2\.500 · 8\.500)"))
    analyst.click(row.get_by_role("link", name=re.compile("sources disagree")))
    expect(screen.locator("ol.hits li mark").filter(has_text="8.500").first).to_be_visible()
    assert analyst.clicks <= 3
