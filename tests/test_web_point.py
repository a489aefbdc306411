"""A number that was missed is added by a click on the printed page: which number stands at a point, and the page."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
from pdf_sheet import Sheet
from playwright.sync_api import Page, expect
from review_base import Review, report
from served import faults, fits_a_phone
from test_web_deciding import at_number, opened, taken

from kb.web.at_point import in_line
from kb.web.page_clip import Order, window
from kb.web.page_point import Point, printed_at
from kb.web.point_in_text import Place, place_of

MISSED = "Toàn tỉnh có 320 điểm hỗ trợ, mỗi điểm phục vụ 90 lượt người, riêng thứ bảy 41 lượt."
OTHER = "Trong đó huyện Mường Tè có 52 điểm hỗ trợ, mỗi điểm phục vụ 90 lượt người."


def order_of(base: Path, figure: str) -> Order:
    """What the image of a figure's page is drawn from."""
    with closing(sqlite3.connect(base)) as db:
        query = "select d.path, f.page, f.bbox from figures f join documents d on d.id = f.document_id where f.id = ?"
        path, page, box = db.execute(query, (figure,)).fetchone()
    return Order(str(base.parent / path), page, tuple(json.loads(box)), False, 2**31, 15)


def point_at(order: Order, number: str = "") -> Point:
    """Where the figure itself is seen on its image, or a number of its page: the page is asked for its letters."""
    with closing(pypdfium2.PdfDocument(order.path)) as document:
        page = document[order.page - 1]
        width, height = page.get_size()
        x0, y0, x1, y1 = order.box
        if number:
            letters = page.get_textpage()
            found = letters.search(number, match_whole_word=True).get_next()
            assert found is not None, number
            x0, below, x1, above = letters.get_charbox(found[0])
            y0, y1 = height - above, height - below
    left, top, right, bottom = window(order, width, height)
    return Point(order, ((x0 + x1) / 2 - left) / (right - left), ((y0 + y1) / 2 - top) / (bottom - top))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A printed report with numbers that the machine has missed."""
    folder = tmp_path_factory.mktemp("point")
    (folder / "corpus").mkdir()
    sheet = Sheet()
    for paragraph in (*report().split("\n"), MISSED, OTHER):
        if paragraph:
            sheet.paragraph(paragraph)
    (folder / "corpus" / "lai-chau.pdf").write_bytes(sheet.data())
    work = Review(folder)
    work.build()
    work.forget("41")
    work.forget("52")
    return folder


@pytest.fixture
def work(drawn: Path, tmp_path: Path) -> Review:
    shutil.copytree(drawn, tmp_path, dirs_exist_ok=True)
    return Review(tmp_path)


def beside(work: Review) -> str:
    """The figure on whose page somebody points."""
    ((figure,),) = work.rows("select id from figures where number = '320'")
    return str(figure)


@pytest.mark.parametrize(
    ("page", "mark", "place"),
    [
        ("Toàn tỉnh có 320 điểm,\r\nmỗi điểm 90 lượt. Sìn Hồ có 90 lượt.", "9", Place(1, 30)),
        ("Toàn tỉnh có 320 điểm,\r\nmỗi điểm 90 lượt. Sìn Hồ có |90 lượt.", "|", Place(2, 10)),
        # The letters of the file are torn apart, as where a font lends some: those of the words tell all the same.
        ("S ìn Hồ c ó |90 lư ợt", "|", Place(2, 10)),
        # A word says which passage is meant.
        ("Toàn tỉnh có 320 điểm, mỗi |điểm 90 lượt.", "|", Place(1)),
        # A number of a running head is in no passage, whatever else has its digits.
        ("Trang |90\r\nBáo cáo năm 2023", "|", None),
        ("ai nói gì |khác ở đây", "|", None),
        ("", "", None),
    ],
)
def test_a_number_of_the_page_is_known_again_by_its_neighbours(page: str, mark: str, place: Place | None) -> None:
    passages = [(1, "Toàn tỉnh có 320 điểm, mỗi điểm 90 lượt."), (2, "Sìn Hồ có 90 lượt."), (3, "Cả hai: 1.290 lượt")]
    at = page.index(mark) if mark else 0
    found = place_of(page.replace("|", ""), at, passages)
    assert found == (Place(1, passages[0][1].index("90")) if place == Place(1, 30) else place)


def test_what_stands_twice_alike_is_not_chosen_between() -> None:
    passages = [(1, "Có 90 lượt mỗi ngày."), (2, "Có 90 lượt mỗi ngày.")]
    assert place_of("Có 90 lượt mỗi ngày.", 4, passages) is None
    assert place_of("Có 90 lượt mỗi ngày.", 4, passages[:1]) == Place(1, 3)


def test_every_figure_is_found_at_its_own_place(corpus_base: Path) -> None:
    """On the printed reports of the corpus; a scan has no letters, and answers nothing."""
    right = []
    with closing(sqlite3.connect(corpus_base)) as db:
        query = "select id, number, document_id, page, passage_id, passage_start from figures where bbox is not null"
        for figure, number, document, page, passage, start in db.execute(f"{query} order by id").fetchall()[::29]:
            read = printed_at(point_at(order_of(corpus_base, figure)))
            around = "select id, text from passages where document_id = ? and page between ? and ? order by seq"
            found = place_of(read["text"], read["at"], db.execute(around, (document, page - 1, page)).fetchall())
            if read["text"]:
                right.append(found is not None and found.passage == passage and 0 <= found.start - start < len(number))
    assert len(right) > 8
    assert sum(right) >= 0.9 * len(right)


def test_where_letters_tell_nothing_the_line_does() -> None:
    boxes = [{"passage_id": 1, "bbox": "[90, 100, 110, 112]"}, {"passage_id": 2, "bbox": "[90, 118, 110, 130]"}]
    assert in_line(boxes, 105) == in_line(boxes, 97) == Place(1)
    assert in_line(boxes, 117) == Place(2)
    assert in_line(boxes, 140) is None
    assert in_line([], 105) is None


def asked(site: str, figure: str, x: float, y: float) -> dict[str, Any]:
    """What the page is told of a point."""
    answer = httpx.get(f"{site}/review/do/at", params={"figure": figure, "x": x, "y": y}, timeout=60)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_missed_number_of_the_page_is_added_by_a_click(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    site = serving(work.base)
    figure = beside(work)
    order = order_of(work.base, figure)
    page = opened(screen, f"{site}/review/do")
    at_number(page, "320")
    image = page.locator("article.one:visible .paper img")
    image.evaluate("node => node.decode()")

    def click(number: str) -> None:
        point, box = point_at(order, number), image.bounding_box()
        assert box is not None
        image.click(position={"x": point.x * box["width"], "y": point.y * box["height"]})

    # A figure is one already; a word offers what of its passage is none; the number itself opens the form.
    click("320")
    expect(page.locator("#bao")).to_have_text("320 đã là một số liệu.")
    click("riêng")
    offered = page.locator("article.one:visible .nearby .pick")
    expect(offered).to_have_text(["41"])
    expect(offered).to_be_focused()
    assert not faults(page) and fits_a_phone(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Số in", exact=True)).to_have_value("41")
    page.keyboard.press("Escape")
    click("52")
    expect(page.get_by_label("Số in", exact=True)).to_have_value("52")
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("52")
    page.get_by_label("đơn vị", exact=True).fill("điểm")
    page.get_by_role("button", name="Ghi nhớ lời sửa").click()
    expect(page.locator("#bao")).to_contain_text("Đã ghi nhớ: bổ sung 52")
    # While a figure is corrected, what is clicked is what is right.
    page.keyboard.press("2")
    click("41")
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("41")
    page.keyboard.press("Escape")
    assert work.apply(taken(page, work.folder), "--apply", sure=False)["written"] == 1
    assert work.rows("select number, unit, reviewed from figures_final where id like 'H-%'") == [
        ("52", "điểm", "added")
    ]
    # What is no point of a page of a figure answers nothing.
    nothing = {"number": None, "offers": []}
    for x, y in ((-0.1, 0.5), (0.5, 7), (float("nan"), 0.5), (0.99, 0.01)):
        assert asked(site, figure, x, y) == nothing
    assert asked(site, "F-KHONGCO", 0.5, 0.5) == nothing
    # A file that is another one by now is not asked.
    point = point_at(order, "320")
    (work.corpus / "lai-chau.pdf").write_bytes(b"%PDF-1.4")
    assert asked(site, figure, point.x, point.y) == nothing
