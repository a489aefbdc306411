"""The page of a search: every way of typing finds it, what is marked is what was meant, links narrow it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow

from kb.ask.search import Narrowed, find
from kb.ask.search_terms import read_terms
from kb.web import search_page
from kb.web.highlight import highlighted
from kb.web.search_page import with_fewer


def marks(text: str, typed: str, name: str = "") -> list[str]:
    return [piece for piece, hit in highlighted(text, read_terms(typed), name) if hit]


def test_only_what_was_meant_is_marked() -> None:
    text = "Năm 2023, cáp quang phủ 100%; tỉnh Quảng Nam có 2.128 trạm BTS, tăng một trăm trạm."
    assert marks(text, "tram bts quang nam", "Số trạm BTS Quảng Nam") == ["Quảng Nam", "trạm BTS"]
    assert marks(text, "nam 2023") == ["Năm 2023"]
    assert marks(text, "trăm") == ["trăm"]
    assert marks(text, "2128") == marks(text, "2.128") == ["2.128"]


def test_full_words_and_abbreviations_mark_each_other() -> None:
    assert marks("Tỷ lệ DVCTT và dịch vụ công trực tuyến", "dvctt") == ["DVCTT", "dịch vụ công trực tuyến"]
    assert marks("Tỷ lệ DVCTT toàn trình", "dịch vụ công trực tuyến") == ["DVCTT"]


def test_the_pieces_are_the_text_and_long_text_is_cut_around_them() -> None:
    text = "Trạm ở <Đà Nẵng>, đo lường"
    assert "".join(piece for piece, _ in highlighted(text, read_terms("da nang tram"))) == text
    pieces = highlighted("chữ " * 100 + "Trạm BTS" + " chữ" * 200, read_terms("tram"))
    assert ("Trạm", True) in pieces and pieces[0] == ("… ", False) and pieces[-1] == (" …", False)
    assert sum(len(piece) for piece, _ in pieces) < 600


@pytest.fixture
def base() -> Base:
    base = Base()
    for place, name in (("49-old", "a.pdf"), ("67-old", "b.pdf")):
        document = base.document(name, place, "2024-H1", "2024-06-30")
        base.say(document, "Có [[6.100]] hồ sơ DVCTT, đạt [[98,5]]%.", {"unit": "hồ sơ", "kind": "count"}, {})
        base.say(document, "Có [[6.100.000]] đồng.", {"unit": "đồng", "kind": "amount"})
    return base


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("6100", {"6.100", "98,5"}),
        ("6.100 ho so", {"6.100", "98,5"}),
        ("98.5", {"98,5", "6.100"}),
        ("98,5%", {"98,5", "6.100"}),
        ("dich vu cong truc tuyen", {"6.100", "98,5"}),
        ("dvctt 2024", {"6.100", "98,5"}),
        ("dvctt 2019", set()),
    ],
)
def test_numbers_abbreviations_and_years_in_any_style(base: Base, typed: str, numbers: set[str]) -> None:
    found = {hit.number for hit in find(base.connection, typed).figures}
    assert numbers <= found and bool(numbers) == bool(found)


def test_the_number_that_was_typed_comes_first(base: Base) -> None:
    for typed in ("6100", "6.100"):
        assert find(base.connection, typed).figures[0].number == "6.100"
    assert find(base.connection, "98.5").figures[0].number == "98,5"


def test_a_province_of_today_finds_those_that_went_into_it(base: Base) -> None:
    assert {hit.place for hit in find(base.connection, "da nang dvctt").figures} == {"Quảng Nam"}
    assert {hit.place for hit in find(base.connection, "lâm đồng dvctt").figures} == {"Đắk Nông"}


def test_facets_count_and_narrow(base: Base) -> None:
    found = find(base.connection, "dvctt", facets=True)
    assert [(value, count) for value, _, _, count in found.facets["year"]] == [("2024", 4)]
    assert {value: count for value, _, _, count in found.facets["province"]} == {"49-old": 2, "67-old": 2}
    assert [value for value, *_ in found.facets["kind"]] == ["Báo cáo"]
    for narrowed, size in (
        (Narrowed(province="49-old"), 2),
        (Narrowed(year="2024", kind="Báo cáo"), 4),
        (Narrowed(year="2023"), 0),
        (Narrowed(province='" OR bts'), 0),
    ):
        assert len(find(base.connection, "dvctt", narrowed=narrowed).figures) == size, narrowed


def test_a_kind_of_document_is_one_however_it_is_printed(base: Base) -> None:
    base.connection.execute("update documents set doc_type = 'BÁO CÁO' where place_id = '67-old'")
    found = find(base.connection, "dvctt", facets=True)
    assert [(value, count) for value, _, _, count in found.facets["kind"]] == [("Báo cáo", 4)]
    assert len(find(base.connection, "dvctt", narrowed=Narrowed(kind="Báo cáo")).figures) == 4


def test_a_period_that_changes_is_found_anew(base: Base) -> None:
    base.connection.execute("update documents set period = '2019', doc_type = 'Kế hoạch'")
    assert len(find(base.connection, "dvctt 2019").figures) == 4
    assert len(find(base.connection, "dvctt", narrowed=Narrowed(kind="Kế hoạch")).figures) == 4


def test_more_hits_than_are_counted_come_from_all_over(tmp_path: Path) -> None:
    base = Base()
    for at in range(60):
        place = ("49-old", "67-old", "58-old")[at % 3]
        document = base.document(f"{at}.pdf", place, "2024", "2024-06-30")
        for number in range(20):
            base.say(document, f"Mục {at} {number}x có [[{number + 1}]] trạm.", {"unit": "trạm", "kind": "count"})
    found = find(base.connection, "tram", 40, facets=True)
    assert found.broad and len(found.figures) == 40
    assert {value for value, *_ in found.facets["province"]} == {"49-old", "67-old", "58-old"}
    narrow = find(base.connection, "tram", 40, Narrowed(province="67-old"))
    assert not narrow.broad and narrow.count == 400 and {hit.place for hit in narrow.figures} == {"Đắk Nông"}


def test_what_fewer_words_find_is_told(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "FEWER_MS", 60_000)  # On a busy machine the clock runs while nothing is done.
    assert with_fewer(base.connection, "tỷ lệ dvctt") == [("dvctt", 4)]
    assert with_fewer(base.connection, "dvctt xyz") == [("dvctt", 4)]
    assert with_fewer(base.connection, "xyz") == with_fewer(base.connection, "x y z w") == []
    assert {count for _, count in with_fewer(base.connection, '" OR dvctt*) (')} <= {4}
    assert with_fewer(base.connection, "tỷ lệ dvctt Quảng Nam 2024")[0] == ("dvctt Quảng Nam 2024", 2)
    assert len(with_fewer(base.connection, "dvctt ho so " * 40)) <= 3


def test_facets_are_links_that_are_taken_off_again(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/search?q=tram+bts")
    assert not faults(screen)
    facets = screen.get_by_role("navigation", name="Thu hẹp kết quả")
    follow(facets.get_by_role("link", name="Quảng Nam"))
    heads = screen.locator("ol.hits .head").all_inner_texts()
    assert heads and all("Quảng Nam" in head for head in heads)
    follow(facets.locator("a[aria-current]"))
    assert len(screen.locator("ol.hits .head").all_inner_texts()) > len(heads)
    assert fits_a_phone(screen)


def test_a_search_by_keyboard_leads_to_the_sentence_in_its_document(screen: Page, corpus_site: str) -> None:
    screen.goto(corpus_site)
    screen.get_by_role("searchbox").first.focus()
    screen.keyboard.type("tram bts quang nam")
    screen.keyboard.press("Enter")
    first = screen.locator("ol.hits li").first
    expect(first).to_contain_text("2.128")
    follow(first.get_by_role("link").last, "Enter")
    expect(screen.locator("article a.f:target")).to_be_in_viewport()
    assert "lang=en" not in screen.url


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=" + "x" * 5000, "q=%22&province=%27", "q=-&year=2024&kind=%3C"]
)
def test_any_query_gets_a_page(corpus_site: str, query: str) -> None:
    assert httpx.get(f"{corpus_site}/search?{query}").status_code == 200


def test_a_document_is_found_by_its_title(screen: Page, corpus_site: str) -> None:
    screen.goto(f"{corpus_site}/search?q=phat+trien+ha+tang+so+nam+2024+nghe+an")
    section = screen.get_by_role("region", name="Văn bản")
    expect(section.get_by_role("listitem").first).to_contain_text("nghe-an-ha-tang-so-2024.pdf")
    assert not faults(screen)


def many(tmp_path: Path) -> Path:
    base = Base(tmp_path / "kb.db")
    document = base.document("a.pdf", "49-old", "2024", "2024-12-31")
    for number in range(1, 91):
        base.say(document, f"Xã thứ {number}x có [[{number}]] nhà máy.", {"unit": "nhà máy", "kind": "count"})
    base.say(document, "Có [[7]] nhà máy mới và [[8]] nhà máy cũ.", *[{"unit": "nhà máy", "kind": "count"}] * 2)
    base.finish()
    return tmp_path / "kb.db"


def test_results_go_on_to_the_next_page_are_sorted_and_exported(
    screen: Page, serving: Callable[..., str], tmp_path: Path
) -> None:
    site = serving(many(tmp_path))
    screen.goto(f"{site}/search?q=nha+may&sort=greatest")
    values = screen.locator("ol.hits a.value")
    expect(values.first).to_have_text("90 nhà máy")
    seen = values.all_inner_texts()
    follow(screen.get_by_role("link", name="Trang sau"))
    assert not set(values.all_inner_texts()) & set(seen) - {"7 nhà máy", "8 nhà máy"}
    assert fits_a_phone(screen)
    told = httpx.get(f"{site}/search.csv", params={"q": "nha may"})
    assert told.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 92 and {row["nơi (place)"] for row in rows} == {"Quảng Nam"}


def test_a_sentence_stands_once_with_all_its_figures_marked(
    screen: Page, serving: Callable[..., str], tmp_path: Path
) -> None:
    screen.goto(f"{serving(many(tmp_path))}/search?q=nha+may+cu")
    card = screen.locator("ol.hits li", has_text="nhà máy cũ")
    expect(card).to_have_count(1)
    expect(card.locator(".head")).to_have_count(2)
    assert {"7", "8"} <= {mark.split(" ")[0] for mark in card.locator("mark").all_inner_texts()}


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=9999", "sort=x", "page=3&sort=newest"])
def test_any_page_and_order_is_answered(corpus_site: str, query: str) -> None:
    assert httpx.get(f"{corpus_site}/search?q=tram&{query}").status_code == 200
    assert httpx.get(f"{corpus_site}/search.csv?q=tram&{query}").status_code == 200


def test_an_export_is_no_formula(serving: Callable[..., str], tmp_path: Path) -> None:
    base = Base(tmp_path / "kb.db")
    document = base.document("a.pdf", "49-old", "2024", "2024-12-31")
    base.say(document, "=1+1 có [[12]] trạm bơm.", {"unit": "trạm", "kind": "count", "subject": "=HYPERLINK(trạm bơm)"})
    base.finish()
    text = httpx.get(f"{serving(tmp_path / 'kb.db')}/search.csv?q=tram+bom&lang=en").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["subject (subject)"].startswith("'=") and row["sentence (quote)"].startswith("'=")
