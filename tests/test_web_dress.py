"""Datasette's own pages in our dress: Vietnamese, columns by their names, whole on a phone, no serious fault."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow, leave_two_of_each

from kb.fields import FIELDS
from kb.web.plugin import column_name

PAGES = (
    "/{base}",
    "/{base}?_show_hidden=1",
    "/{base}/figures_final",
    "/{base}/figures_final?_search=tram+bts&_sort=seq&status=actual",
    "/{base}/figures_final?_search=khongcogi",
    "/{base}/metrics/bts_stations",
    "/{base}/so_sanh?metric=bts_stations",
    "/{base}?sql=select+number,+quote+from+figures_final+limit+3",
)
ENGLISH = (
    "Custom SQL",
    "This data as",
    "Powered by",
    "rows where",
    "Advanced export",
    "Links from other",
    "Query parameters",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_vietnamese_and_is_whole_for_every_eye(
    screen: Page, corpus_site: str, corpus_base: Path, path: str
) -> None:
    screen.goto(corpus_site + path.format(base=corpus_base.stem))
    assert screen.locator("html").get_attribute("lang") == "vi"
    text = screen.locator("body").inner_text()
    assert [word for word in ENGLISH if word in text] == []
    expect(screen.get_by_role("link", name="Số liệu", exact=True)).to_have_attribute("href", "/")
    assert fits_a_phone(screen)
    leave_two_of_each(screen)
    assert not faults(screen)
    screen.set_viewport_size({"width": 1200, "height": 900})
    assert not faults(screen)


@pytest.mark.parametrize(
    ("path", "status"), [("/khong-co", 404), ("/{base}/khong-co", 404), ("/{base}?sql=drop+table+figures", 400)]
)
def test_what_fails_is_told_in_our_dress_with_a_way_on(
    corpus_site: str, corpus_base: Path, path: str, status: int
) -> None:
    answer = httpx.get(corpus_site + path.format(base=corpus_base.stem))
    assert answer.status_code == status
    assert '<html lang="vi">' in answer.text and "/solieu/datasette.css" in answer.text
    assert ("Không có trang này" if status == 404 else f"lỗi {status}") in answer.text
    assert '<a href="/">' in answer.text


def test_columns_have_the_names_of_fields(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/{corpus_base.stem}/figures_final?_size=1")
    heads = screen.locator("th[data-column]").all_inner_texts()
    said = {field.vi for field in FIELDS}
    assert len([head for head in heads if head.split("\n")[0].rstrip("▲▼\xa0") in said]) >= 15
    assert column_name("value") != "value" and column_name("no_such_column") == "no_such_column"


def test_filters_and_sorting_work_by_their_vietnamese_names(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/{corpus_base.stem}/figures_final")
    screen.get_by_label("Cột").select_option("province")
    screen.get_by_label("So sánh").select_option("exact")
    screen.get_by_label("Giá trị").fill("Hà Giang")
    follow(screen.get_by_role("button", name="Lọc"))
    places = screen.locator("td.col-province").all_inner_texts()
    assert places and set(places) == {"Hà Giang"}
    follow(screen.locator("th[data-column=value_num] a"))
    assert "_sort=value_num" in screen.url and "province__exact=" in screen.url
