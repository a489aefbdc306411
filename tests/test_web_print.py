"""On paper: light whatever the screen is, what a click opens is there, nothing runs over the edge."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect
from test_web_access import filled


def test_the_sentence_of_each_value_is_printed(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/compare/bts_stations")
    sentence = screen.locator("table.ranking blockquote").first
    expect(sentence).not_to_be_visible()
    screen.emulate_media(media="print")
    expect(sentence).to_be_visible()
    expect(screen.locator("form.choose")).not_to_be_visible()
    expect(screen.locator("p.cite")).to_be_visible()
    expect(screen.locator("#ma-nhung")).not_to_be_visible()
    # The caption stands above the table, not in a column of it.
    caption, table = (screen.locator(one).bounding_box() for one in ("table.ranking caption", "table.ranking"))
    assert caption and table and caption["width"] == table["width"]
    with pdfplumber.open(io.BytesIO(screen.pdf(format="A4"))) as paper:
        text = " ".join(page.extract_text() for page in paper.pages)
    # Where a line breaks is the font's affair.
    assert "Tính đến tháng 12/2023" in " ".join(text.split())
    assert f"{corpus_site}/compare/bts_stations" in text.replace("\n", "")


@pytest.mark.parametrize(
    "path", ["/compare/dti_rank?with=dti_score", "/figure/{figure}", "/document/{document}", "/province/58-old"]
)
def test_a_dark_screen_prints_light_and_within_the_paper(
    chromium: Browser, corpus_site: str, corpus_base: Path, path: str
) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(corpus_site + filled(path, corpus_base))
    with pdfplumber.open(io.BytesIO(page.pdf(format="A4"))) as paper:
        for sheet in paper.pages:
            words = sheet.extract_words()
            assert all(word["x0"] > 0 and word["x1"] < sheet.width for word in words)
            # A number on a dark ground, or pale letters on white, is what a dark screen would print.
            assert not [char["text"] for char in sheet.chars if _pale(char["non_stroking_color"])][:5]
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        *(f"/compare/budget_revenue?tab={tab}" for tab in ("table", "bars", "map")),  # of all 63 provinces
        "/compare/dti_rank?tab=line&with=dti_score",
        "/compare/bts_stations?lang=en",
        "/province/{most}",
        "/province/{most}?lang=en",
    ],
)
def test_a_comparison_and_a_profile_take_two_sheets_at_most(
    screen: Page, corpus_site: str, corpus_base: Path, path: str
) -> None:
    with sqlite3.connect(corpus_base) as db:
        most = "select place_id from profile group by place_id order by count(*) desc, place_id limit 1"
        ((place,),) = db.execute(most)
    screen.goto(corpus_site + path.format(most=place))
    rows = screen.locator("table.ranking tbody tr, table.profile tbody tr")
    with pdfplumber.open(io.BytesIO(screen.pdf(format="A4"))) as paper:
        text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
        assert 1 <= len(paper.pages) <= 2
    # Each row is there with its value, whatever was left out beside it; what only a screen can do is not.
    assert rows.count() > 2
    for value in rows.locator("a.value").all_inner_texts():
        assert value.split()[0] in text
    assert "Lọc các dòng" not in text and "Filter the rows" not in text


def _pale(colour: object) -> bool:
    """Whether letters of a colour are hard to read on white paper. Those on a dark tile of the map are white."""
    parts = colour if isinstance(colour, tuple) and len(colour) == 3 else (0, 0, 0)
    return 0.72 < sum(parts) / 3 < 0.99
