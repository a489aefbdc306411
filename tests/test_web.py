"""The pages as people see them: in a real headless Chromium, on a served base, with nothing asked of another host."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from example_provinces import fill
from playwright.sync_api import Browser, Page, expect
from served import follow, watched

from extract.document import SolieuError
from kb.web.serve import serve


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "kb.db"
    fill(path)
    return path


@pytest.fixture(scope="module")
def site(db: Path, serving: Callable[..., str]) -> str:
    return serving(db)


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that fails the test where its console complains or where it asks another host."""
    with watched(chromium, (site,)) as page:
        yield page


def test_the_front_page_leads_to_a_comparison(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator("h1")).to_have_text("Số liệu trong báo cáo của các tỉnh")
    expect(page.locator(".counts")).to_contain_text("tỉnh")
    expect(page.locator("#chua-doc-duoc + ul")).to_contain_text("không đọc được chữ nào")
    follow(page.get_by_role("link", name="Số trạm BTS", exact=True))
    expect(page.locator("h1")).to_have_text("Số trạm BTS")


def test_a_comparison_ranks_what_can_be_ranked_and_says_why_not_the_rest(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    names = page.locator("table.ranking tbody th").all_inner_texts()
    assert names == ["Thanh Hóa", "Bắc Giang", "Quảng Nam", "Thái Nguyên", "Quảng Ngãi", "Quảng Trị", "Ninh Thuận"]
    values = page.locator("table.ranking a.value").all_inner_texts()
    assert values[:3] == ["trên 4.876 trạm", "2.410 trạm", "2.128 trạm"]
    assert values[-1] == "khoảng 815 trạm"
    expect(page.locator("table.ranking tr", has_text="Ninh Thuận")).to_contain_text("người sửa")
    expect(page.locator("table.ranking tr", has_text="Quảng Ngãi")).to_contain_text("1.345 · 1.354")
    aside = page.locator("table.aside tbody tr")
    expect(aside).to_have_count(1)
    expect(aside).to_contain_text("cũ hơn số mới nhất trên một năm")
    assert "9.999" not in page.content()


def test_bars_targets_quotes_and_footnotes(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/fiber_household_rate")
    row = page.locator("table.ranking tr", has_text="Quảng Nam")
    assert row.locator(".fill").get_attribute("width") == "76.8"
    assert row.locator(".goal").count() == 1
    expect(row).to_contain_text("90\u202f% năm 2025")
    expect(row.locator("mark")).to_be_hidden()
    row.locator("summary").click()
    expect(row.locator("mark")).to_have_text("76,8")
    expect(row.locator(".note")).to_contain_text("khu vực thành thị đạt 92,1%")
    bar = row.locator(".fill").bounding_box()
    track = row.locator(".track").bounding_box()
    assert bar and track and abs(bar["width"] / track["width"] - 0.768) < 0.01


def test_levels_are_compared_apart(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/fiber_coverage_rate")
    page.get_by_label("Cấp", exact=True).select_option("village")
    follow(page.get_by_role("button", name="Xem"))
    assert page.locator("table.ranking a.value").all_inner_texts() == ["94,8\u202f%"]
    expect(page.locator("table.aside")).to_contain_text("tính cho các xã")
    expect(page.locator("table.aside")).to_contain_text("71/71 xã")


def test_a_search_without_accents_leads_to_the_figure_in_its_sentence(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("searchbox").fill("tram bts quang nam")
    follow(page.get_by_role("button", name="Tìm"))
    first = page.locator("ol.hits li").first
    expect(first).to_contain_text("2.128 trạm")
    assert " ".join(first.locator("mark").all_inner_texts()) == "Quảng Nam trạm BTS"
    follow(first.locator("a.value"))
    expect(page.locator("h1")).to_contain_text("2.128 trạm")
    expect(page.locator("blockquote mark")).to_have_text("2.128")
    expect(page.locator("blockquote")).to_contain_text("toàn tỉnh Quảng Nam hiện có 2.128 trạm BTS")
    expect(page.locator("table.fields")).to_contain_text("phần đầu văn bản")
    expect(page.locator("main")).to_contain_text("Báo cáo chuyển đổi số tỉnh Quảng Nam, số 12/BC-UBND")


def test_a_figure_says_whose_word_each_field_is(page: Page, site: str, db: Path) -> None:
    with sqlite3.connect(db) as connection:
        figure = connection.execute(
            "select id from figures where metric_id = 'bts_stations' and place_id = '58-old'"
        ).fetchone()[0]
    page.goto(f"{site}/figure/{figure}")
    expect(page.locator("table.fields tr", has_text="Giá trị")).to_contain_text("815")
    expect(page.locator("table.fields tr", has_text="Giá trị")).to_contain_text("máy đọc: 812")
    expect(page.locator("table.fields tr", has_text="Số in")).to_contain_text("812")
    expect(page.locator("main")).to_contain_text("đọc lại bản gốc")


def test_a_province_shows_its_latest_values(page: Page, site: str) -> None:
    page.goto(f"{site}/province/49-old")
    expect(page.locator("h1")).to_have_text("Tỉnh Quảng Nam")
    row = page.locator("table.profile tr", has_text="Tỷ lệ hộ gia đình có Internet cáp quang")
    expect(row).to_contain_text("76,8\u202f%")
    expect(row).to_contain_text("5/8 tỉnh")


@pytest.mark.parametrize("path", ["/", "/compare/fiber_household_rate", "/province/49-old", "/search?q=cap+quang"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_every_page_without_scrolling_sideways(
    chromium: Browser, site: str, path: str, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 26)"
    assert dark is (scheme == "dark")
    context.close()


def test_datasette_itself_is_one_click_away(page: Page, site: str) -> None:
    page.goto(site)
    follow(page.get_by_role("link", name="Bảng dữ liệu"))
    expect(page.locator("h1")).to_contain_text("Cơ sở số liệu")
    follow(page.get_by_role("link", name="So sánh một chỉ tiêu giữa các tỉnh"))
    expect(page.locator("h1")).to_contain_text("So sánh một chỉ tiêu")
    page.goto(f"{site}/kb/so_sanh?metric=bts_stations")
    follow(page.locator('a[href^="/figure/F-"]').first)
    expect(page.locator("blockquote mark")).to_be_visible()


def test_what_documents_say_is_escaped(site: str, db: Path) -> None:
    with sqlite3.connect(db) as connection:
        passage = connection.execute("select id from passages where text like '%<b>%'").fetchone()
    assert passage
    for path in ("/search?q=cot+duoc+dung", '/search?q=<script>alert(1)</script>"'):
        text = httpx.get(site + path).text
        assert "<b>mới" not in text and "<script>alert" not in text
    assert "&lt;b&gt;" in httpx.get(f"{site}/search?q=cot+duoc+dung").text


def test_every_answer_carries_the_headers_of_safety(site: str) -> None:
    for path in ("/", "/compare/bts_stations", "/compare/none", "/kb", "/kb/figures.json", "/solieu/solieu.css", "/x"):
        headers = httpx.get(site + path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
    assert "script-src 'self';" in httpx.get(site).headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/compare/none", "/figure/F-NONE", "/province/none", "/compare/%22%3E"])
def test_what_is_not_there_is_said_in_vietnamese(site: str, path: str) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_a_dropped_figure_says_so(site: str, db: Path) -> None:
    with sqlite3.connect(db) as connection:
        (figure,) = connection.execute("select figure_id from corrections where new = 'xóa'").fetchone()
    assert "đã bị người rà soát loại bỏ" in httpx.get(f"{site}/figure/{figure}").text


def test_another_host_name_is_not_answered(site: str) -> None:
    assert httpx.get(site, headers={"host": "evil.example:80"}).status_code == 421
    assert httpx.get(site, headers={"host": "localhost:9"}).status_code == 200


def test_nothing_can_be_written(site: str) -> None:
    answer = httpx.get(f"{site}/kb.json", params={"sql": "delete from figures"})
    assert answer.status_code == 400


def test_other_machines_need_a_password_and_get_no_sql(
    db: Path, serving: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOLIEU_PASSWORD", raising=False)
    with pytest.raises(SolieuError, match="without a password"):
        serve(db, "0.0.0.0", 1)
    monkeypatch.setenv("SOLIEU_PASSWORD", "mật khẩu đủ dài")
    url = serving(db, "0.0.0.0")
    known = {"authorization": "Basic " + base64.b64encode("solieu:mật khẩu đủ dài".encode()).decode()}
    wrong = {"authorization": "Basic " + base64.b64encode(b"solieu:x").decode()}
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers=wrong).status_code == 401
    assert httpx.get(url, headers={"authorization": "Basic ?"}).status_code == 401
    assert httpx.get(url, headers=known).status_code == 200
    assert httpx.get(f"{url}/kb.json?sql=select+1", headers=known).status_code == 403
    assert httpx.get(f"{url}/kb.db", headers=known).status_code == 403
    assert httpx.get(f"{url}/kb/so_sanh.json?metric=bts_stations", headers=known).status_code == 200


def test_a_missing_base_is_told(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match="Make it with solieu build"):
        serve(tmp_path / "kb.db")
    (tmp_path / "other.db").write_bytes(b"no database at all, only words" * 40)
    with pytest.raises(SolieuError, match="no base of Solieu"):
        serve(tmp_path / "other.db")


def test_a_year_is_compared_by_itself(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    page.get_by_label("Năm", exact=True).select_option("2021")
    follow(page.get_by_role("button", name="Xem"))
    assert page.locator("table.ranking tbody th").all_inner_texts() == ["Đắk Nông"]
    expect(page.locator("caption")).to_contain_text("Số của năm 2021")
    follow(page.get_by_role("link", name="mới nhất của từng tỉnh"))
    assert len(page.locator("table.ranking tbody th").all_inner_texts()) == 7
