"""The page of a figure: its sentence or row, its printed page with a box, what speaks for and against it."""

from __future__ import annotations

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow

PDF = Path(__file__).parents[1] / "corpus" / "quang-nam-ke-hoach-dti-2023.pdf"


def one(base: Path, where: str) -> str:
    """The first figure for which something holds, in reading order."""
    with sqlite3.connect(base) as db:
        row = db.execute(
            f"select f.id from figures f join documents d on d.id = f.document_id where {where} order by d.id, f.seq"
        ).fetchone()
    assert row, where
    return str(row[0])


def test_a_comparison_leads_to_the_evidence_in_one_click(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/compare/bts_stations")
    follow(screen.locator('a.value[href*="/figure/F-"]').first)
    expect(screen.locator("blockquote mark, table.printed mark").first).to_be_visible()
    assert not faults(screen)


def test_the_printed_page_is_shown_with_the_number_in_a_box(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    figure = one(corpus_base, "f.bbox is not null and f.in_table = 0 and f.page > 1")
    screen.goto(f"{corpus_site}/figure/{figure}")
    image = screen.locator(".paper img")
    expect(image).to_be_visible()
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") > 300
    assert "đóng khung" in (image.get_attribute("alt") or "")
    assert not faults(screen)
    assert fits_a_phone(screen)
    follow(screen.get_by_role("link", name="Xem cả trang"))
    assert image.evaluate("node => node.decode().then(() => node.naturalHeight)") > 800
    follow(screen.get_by_role("link", name="Chỉ xem chỗ có con số"))
    assert not faults(screen)


def test_the_box_stands_where_the_number_is(corpus_site: str, corpus_base: Path) -> None:
    figure = one(corpus_base, "f.bbox is not null")
    part = httpx.get(f"{corpus_site}/figure/{figure}/page.png", timeout=60)
    whole = httpx.get(f"{corpus_site}/figure/{figure}/page.png?whole=1", timeout=60)
    for answer in (part, whole):
        assert answer.headers["content-type"] == "image/png" and answer.headers["x-content-type-options"] == "nosniff"
        image = Image.open(io.BytesIO(answer.content)).convert("RGB")
        red = [
            (x, y)
            for x in range(image.width)
            for y in range(image.height)
            if (pixel := image.getpixel((x, y)))[0] > 150 and pixel[1] < 90 and pixel[2] < 80  # type: ignore[index]
        ]
        assert 40 < len(red) < 6000
    assert Image.open(io.BytesIO(whole.content)).height > Image.open(io.BytesIO(part.content)).height
    again = httpx.get(f"{corpus_site}/figure/{figure}/page.png", headers={"if-none-match": part.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert whole.headers["etag"] != part.headers["etag"]


def test_a_file_that_is_gone_or_changed_is_told_plainly(
    tmp_path: Path, built: Callable[..., Path], serving: Callable[[Path], str]
) -> None:
    copied = tmp_path / "ban-sao.pdf"
    shutil.copy(PDF, copied)
    base = built("evidence-copied", copied)
    site = serving(base)
    figure = one(base, "f.bbox is not null")
    assert httpx.get(f"{site}/figure/{figure}/page.png", timeout=60).status_code == 200
    copied.write_bytes(copied.read_bytes() + b"\n% changed")
    changed = httpx.get(f"{site}/figure/{figure}/page.png", timeout=60)
    assert changed.status_code == 404 and "đã đổi từ khi được đọc" in changed.text
    copied.unlink()
    gone = httpx.get(f"{site}/figure/{figure}/page.png")
    assert gone.status_code == 404 and "Không còn tệp gốc" in gone.text
    page = httpx.get(f"{site}/figure/{figure}").text
    assert "Không còn tệp gốc" in page and "page.png" not in page


def test_the_page_of_a_member_of_an_archive_is_shown(
    tmp_path: Path, built: Callable[..., Path], serving: Callable[[Path], str]
) -> None:
    archive = tmp_path / "bao-cao.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(PDF, "Quảng Nam/kế hoạch.pdf")
    base = built("evidence-archived", archive)
    site = serving(base)
    figure = one(base, "f.bbox is not null")
    image = httpx.get(f"{site}/figure/{figure}/page.png", timeout=60)
    assert image.status_code == 200 and image.headers["content-type"] == "image/png"
    page = httpx.get(f"{site}/figure/{figure}").text
    assert "bao-cao.zip/Quảng Nam/kế hoạch.pdf" in page and "page.png" in page
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("Quảng Nam/kế hoạch.pdf", PDF.read_bytes() + b"\n% changed")
    changed = httpx.get(f"{site}/figure/{figure}/page.png", timeout=60)
    assert changed.status_code == 404 and "đã đổi từ khi được đọc" in changed.text
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("khac.txt", "Không còn nữa.")
    assert "Không còn tệp gốc" in httpx.get(f"{site}/figure/{figure}/page.png", timeout=60).text
    archive.unlink()
    page = httpx.get(f"{site}/figure/{figure}").text
    assert "Không còn tệp gốc" in page and "page.png" not in page


def test_a_row_of_a_table_stands_below_the_heads_of_its_columns(
    screen: Page, corpus_site: str, corpus_base: Path
) -> None:
    figure = one(corpus_base, "f.in_table = 1 and d.format = 'docx'")
    screen.goto(f"{corpus_site}/figure/{figure}")
    table = screen.locator("table.printed")
    expect(table.locator("thead th").first).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table.locator("mark")).to_have_count(1)
    assert not faults(screen)


def test_a_footnote_is_told_on_both_sides(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/figure/{one(corpus_base, 'f.marks <> ' + repr('[]'))}")
    expect(screen.locator(".note").first).to_contain_text("Cước chú")
    screen.goto(f"{corpus_site}/figure/{one(corpus_base, 'f.footnote is not null')}")
    expect(screen.locator(".note").first).to_contain_text("Câu này đứng trong cước chú")


def test_rule_citation_and_language(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    figure = one(corpus_base, "f.rule = 'percent+sentence'")
    screen.goto(f"{corpus_site}/figure/{figure}")
    with closing(sqlite3.connect(corpus_base)) as db:
        (likely,) = db.execute("select confidence from figures where id = ?", (figure,)).fetchone()
    expect(screen.locator("table.fields tr", has_text="Quy tắc")).to_contain_text("percent+sentence")
    expect(screen.locator("table.fields tr", has_text="Khả năng máy đọc đúng")).to_contain_text(f"{100 * likely:.0f} %")
    cited = screen.get_by_label("Trích dẫn").input_value()
    assert figure in cited and "«" in cited and corpus_site in cited
    follow(screen.get_by_role("link", name="English"))
    expect(screen.locator("table.fields")).to_contain_text("As printed")
    assert screen.locator("html").get_attribute("lang") == "en"


def test_the_whole_document_is_reached_by_keyboard(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    figure = one(corpus_base, "f.in_table = 0")
    screen.goto(f"{corpus_site}/figure/{figure}")
    link = screen.get_by_role("link", name="Đọc tại chỗ này trong toàn văn")
    for _ in range(40):
        screen.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    screen.keyboard.press("Enter")
    expect(screen.locator(f"#f-{figure}")).to_be_in_viewport()
