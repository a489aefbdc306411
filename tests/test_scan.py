"""Pages that are pictures: what is read of them, where it stands on the page, and which pages are taken for one."""

from __future__ import annotations

import time
from math import radians
from pathlib import Path

import numpy as np
import pytest
from pdf_sheet import marked, notes, read_bytes, texts
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from scanned import (
    TABLE,
    TEXT,
    WIDTHS,
    Paper,
    cells,
    doubted,
    image_bytes,
    needs_engine,
    pdf_of,
    pictures,
    recognition,
    report,
    ruled,
    source_of,
)  # fmt: skip

from extract.document import Box, ReadError
from extract.images.read import read_image
from extract.pdf.read import read_pdf
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from extract.scan.engine import BLOCK, engine
from extract.tables.parts import continues, join

__all__ = ["recognition"]  # a fixture

BAD_LAYER = [f"T9 1Q h6 so tri/c tuy&n d@t {n}1,{n} % h&t thdng, clla tinh va cac huy~n" for n in range(8)]


def read_scan(pages: list[Image.Image], *layers: list[str]) -> Pieces:
    """The pieces of a PDF of these pictures."""
    data = pdf_of(pages, layers)
    return read_pdf(source_of(data, "quet.pdf"), data)


def box_of(pieces: Pieces, word: str) -> Box:
    """Where a word of the prose stands."""
    for piece in pieces.pieces:
        if isinstance(piece, Paragraph):
            for start, end, box in piece.words:
                if piece.text[start:end].strip(".,;") == word:
                    return box
    raise AssertionError(f"{word} is not there")


def near(one: Box, other: Box, points: float = 4.0) -> bool:
    """Whether two boxes are the same but for what a letter's own box and its ink differ."""
    middles = (one.top + one.bottom) / 2, (other.top + other.bottom) / 2
    pairs = ((one.x0, other.x0), (one.x1, other.x1), middles)
    return one.page == other.page and all(abs(a - b) <= points for a, b in pairs)


@needs_engine
def test_a_scan_reads_as_the_document_it_was_made_of() -> None:
    printed, scanned = report().read(), read_scan(pictures(report()))
    assert texts(scanned) == texts(printed) and scanned.pages == 1
    assert near(box_of(scanned, "118.392"), box_of(printed, "118.392"))
    assert len(doubted(scanned)) <= 1
    assert scanned.notes == ("pages read from their pictures by text recognition: 1",)


@needs_engine
def test_a_ruled_table_is_read_cell_by_cell() -> None:
    sheet, again = Paper(), Paper()
    for one in (sheet, again):
        ruled(one, (("Biểu tổng hợp kết quả", "<", "<", "<"), *TABLE), WIDTHS)
    assert cells(read_scan(pictures(sheet))) == cells(again.read())


@needs_engine
def test_a_table_that_rules_only_its_rows() -> None:
    sheet = Paper()
    for row in TABLE:
        sheet.rule(85, sheet.y, 510, sheet.y)
        for x, text in zip((90, 130, 345, 430), row, strict=True):
            sheet.text(x, sheet.y + 16, text, 12)
        sheet.y += 24
    sheet.rule(85, sheet.y, 510, sheet.y)
    (table,) = cells(read_scan(pictures(sheet)))
    assert [text for *_, text in table] == [text for row in TABLE for text in row]


@needs_engine
@pytest.mark.parametrize("upright", [False, True], ids=["no line", "uprights"])
def test_a_table_that_rules_no_row(upright: bool) -> None:
    sheet = Paper()
    sheet.paragraph(TEXT[0])
    top = sheet.y
    rows = TABLE[:4]
    for row in rows:
        for x, text in zip((90, 130, 345, 430), row, strict=True):
            sheet.text(x, sheet.y + 16, text, 12)
        sheet.y += 20
    if upright:
        for x in (85, 122, 338, 422, 510):
            sheet.rule(x, top, x, sheet.y)
        sheet.rule(85, top, 510, top)
        sheet.rule(85, top + 21, 510, top + 21)
        sheet.rule(85, sheet.y, 510, sheet.y)
    (table,) = cells(read_scan(pictures(sheet)))
    figures = [(row, column, text) for row, column, *_, text in table if text[0].isdigit()]
    assert figures == [
        (row, column, text)
        for row, texts_of in enumerate(rows)
        for column, text in enumerate(texts_of)
        if text[0].isdigit()
    ]


@needs_engine
@pytest.mark.parametrize("angle", [-1.5, 1.5])
def test_a_skewed_page_is_straightened_and_its_boxes_are_not(angle: float) -> None:
    (page,) = pictures(report())
    scanned = read_scan([page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")])
    assert texts(scanned) == texts(report().read())
    straight = box_of(report().read(), "118.392")
    skewed = box_of(scanned, "118.392")
    # turned about the middle of the page: what stands left of it by 100 points goes up or down by 2.6
    x, y = (straight.x0 + straight.x1) / 2 - 297.6, (straight.top + straight.bottom) / 2 - 420.9
    down = (skewed.top + skewed.bottom) / 2 - 420.9
    assert abs(down - (y - x * radians(angle))) < 3


@needs_engine
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
def test_a_turned_page_is_read_and_boxed_as_it_lies(turn: Image.Transpose) -> None:
    sheet = report()
    ruled(sheet, TABLE, WIDTHS)
    (page,) = pictures(sheet)
    scanned = read_scan([page.transpose(turn)])
    assert texts(scanned) == texts(report().read())
    straight = box_of(report().read(), "118.392")
    wide, tall = page.width * 0.36, page.height * 0.36
    turned = {
        Image.Transpose.ROTATE_90: (straight.top, wide - straight.x1),
        Image.Transpose.ROTATE_180: (wide - straight.x1, tall - straight.bottom),
        Image.Transpose.ROTATE_270: (tall - straight.bottom, straight.x0),
    }[turn]
    found = box_of(scanned, "118.392")
    assert abs(found.x0 - turned[0]) < 6 and abs(found.top - turned[1]) < 6


@needs_engine
def test_a_red_stamp_and_a_blue_signature_hide_nothing() -> None:
    (page,) = pictures(report())
    over = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(over)
    pen.ellipse((500, 180, 900, 580), outline=(210, 30, 40), width=9)
    pen.line((300, 250, 500, 330, 640, 240, 800, 380), fill=(30, 60, 200), width=7)
    assert texts(read_scan([ImageChops.darker(page, over)])) == texts(report().read())


@needs_engine
def test_a_grey_copy_with_its_stamp() -> None:
    (page,) = pictures(report())
    over = Image.new("L", page.size, 255)
    ImageDraw.Draw(over).ellipse((500, 200, 900, 600), outline=110, width=7)
    grey = ImageChops.darker(page.convert("L"), over).filter(ImageFilter.GaussianBlur(0.8))
    text = " ".join(texts(read_scan([grey.point(lambda dot: 70 + dot * 0.55)])))
    assert all(number in text for number in ("1.204", "187", "98,75%", "118.392"))


@pytest.mark.parametrize(
    ("middles", "most"),
    [(((700, 380),), 0.02), (((560, 380), (700, 400)), 0.04), (((300, 500), (1300, 330)), 0.02)],
    ids=["one", "crossing", "two"],
)
def test_stamps_of_a_grey_copy_are_taken_off_the_letters_under_them(
    middles: tuple[tuple[int, int], ...], most: float
) -> None:
    import numpy as np

    from extract.scan.picture import ink, picture_of

    def spread(picture: Image.Image) -> Image.Image:  # a copier's grey: blurred, black at 70, paper at 220
        return picture.filter(ImageFilter.GaussianBlur(0.7)).point(lambda dot: 70 + dot * 150 // 255)

    page = pictures(report())[0].convert("L")
    over = Image.new("L", page.size, 255)
    pen = ImageDraw.Draw(over)
    for x, y in middles:
        for radius, width in ((150, 6), (100, 3)):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=95, width=width)
        pen.text((x - 80, y - 15), "UBND TINH", fill=95, font_size=32)
    plain = ink(picture_of(np.asarray(spread(page)), (200.0, 200.0)).grey)
    cleaned = picture_of(np.asarray(spread(ImageChops.darker(page, over))), (200.0, 200.0))
    off = np.count_nonzero(ink(cleaned.grey) != plain) / np.count_nonzero(plain)
    assert off < most, off
    assert cleaned.smudged is not None and cleaned.smudged[middles[0][1] - 150, middles[0][0]]


@needs_engine
def test_a_fax_has_fewer_dots_along_than_across() -> None:
    (page,) = pictures(report(), 204)
    fax = page.convert("L").resize((page.width, round(page.height * 154 / 204))).point(lambda dot: 255 * (dot > 150))
    data = image_bytes([fax.convert("1")], "TIFF", compression="group4", dpi=(204, 154))
    pieces = read_image(source_of(data, "fax.tif"), data)
    assert all(number in " ".join(texts(pieces)) for number in ("1.204", "187", "98,75%", "118.392"))
    assert near(box_of(pieces, "118.392"), box_of(report().read(), "118.392"), 8)


@needs_engine
def test_a_bad_layer_is_not_believed_and_a_good_one_is() -> None:
    page = pictures(report())
    bad, good = read_scan(page, BAD_LAYER), read_scan(page, [*TEXT, "Lớp chữ có sẵn của tệp ghi 999 trạm."])
    assert texts(bad) == texts(report().read())
    assert "999" in " ".join(texts(good)) and "by text recognition" not in " ".join(good.notes)


@needs_engine
def test_pages_that_are_printed_stay_as_they_are_beside_scanned_ones() -> None:
    from reportlab.lib.utils import ImageReader

    (page,) = pictures(report())
    sheet = report()
    sheet.turn()
    sheet.canvas.drawImage(ImageReader(page), 0, 0, sheet.width, sheet.height)
    pieces = sheet.read()
    assert texts(pieces) == texts(report().read()) * 2
    assert pieces.notes == ("pages read from their pictures by text recognition: 2",)


@needs_engine
@pytest.mark.parametrize(("form", "name"), [("PNG", "quet.png"), ("JPEG", "quet.jpg"), ("TIFF", "quet.tif")])
def test_pictures_as_files(form: str, name: str) -> None:
    pages = pictures(report())
    if form == "TIFF":
        pages = pages * 2
    data = image_bytes(pages, form)
    pieces = read_image(source_of(data, name), data)
    assert texts(pieces) == texts(report().read()) * len(pages) and pieces.pages == len(pages)


@needs_engine
def test_a_raised_mark_is_no_digit_of_the_number_before_it() -> None:
    def page() -> Paper:
        sheet = Paper()
        sheet.paragraph("Năm 2024, toàn tỉnh đã lắp đặt 1.204|^1| trạm phát sóng tại các huyện, thành phố trong tỉnh.")
        sheet.paragraph("Diện tích phủ sóng của các trạm mới xây dựng trong năm là 25 km|^2|, vượt kế hoạch đề ra.")
        sheet.y = 700
        sheet.rule(85, 690, 230, 690)
        sheet.run(85, 705, "^1", " Không tính các trạm đang thử nghiệm ở khu công nghiệp.", size=10)
        return sheet

    scanned = read_scan(pictures(page()))
    first, second = (piece for piece in scanned.pieces if isinstance(piece, Paragraph))
    assert marked(first).startswith("Năm 2024, toàn tỉnh đã lắp đặt 1.204{1} trạm")
    assert "25 km²," in second.text
    assert list(notes(scanned)) == ["1"]


@needs_engine
def test_a_picture_without_text_gives_none() -> None:
    page = Image.effect_mandelbrot((1654, 2339), (-2.2, -1.5, 1.0, 1.5), 60).convert("RGB")
    with pytest.raises(ReadError, match="no text was found") as caught:
        read_scan([page])
    assert caught.value.status == "empty"


@needs_engine
def test_an_empty_page_among_scans_is_told() -> None:
    (page,) = pictures(report())
    pieces = read_scan([page, Image.new("RGB", page.size, "white")])
    assert "pages that are pictures without text: 2" in pieces.notes


def test_without_the_engine_the_command_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    page = Image.new("RGB", (1654, 2339), "white")
    data = image_bytes([page], "PNG")
    with pytest.raises(ReadError, match=r"missing to read it\. Run: ") as caught:
        read_image(source_of(data, "quet.png"), data)
    assert caught.value.status == "error"


def test_without_the_engine_the_other_pages_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader

    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    sheet = report()
    sheet.turn()
    sheet.canvas.drawImage(ImageReader(Image.new("RGB", (800, 1100), "white")), 0, 0, sheet.width, sheet.height)
    pieces = sheet.read()
    assert texts(pieces) == texts(report().read())
    assert any("not read" in note and note.endswith(": 2") for note in pieces.notes)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("cut.png", image_bytes([Image.new("L", (900, 1200), 255)], "PNG")[:60], "damaged|not be read|no text"),
        ("icon.png", image_bytes([Image.new("L", (64, 64))], "PNG"), "too few"),
        ("bomb.png", b"", "too many|more dots"),
    ],
)
def test_a_picture_that_is_none(name: str, data: bytes, problem: str) -> None:
    if not data:
        head = image_bytes([Image.new("1", (40_000, 40_000))], "PNG")
        data = head
    with pytest.raises(ReadError, match=problem):
        read_image(source_of(data, name), data)


def test_a_page_of_digital_text_over_a_picture_is_not_recognised() -> None:
    sheet = report()
    sheet.canvas.setFillGray(0.9)
    sheet.canvas.rect(0, 0, 10, 10, stroke=0, fill=1)
    assert read_bytes(sheet.data()).notes == ()


def test_a_header_that_comes_again_a_letter_off_is_no_row() -> None:
    def part(page: int, name: str, *rows: tuple[str, str]) -> Grid:
        cells = (("TT", name), *rows)
        return Grid(
            tuple(
                GridCell(row, column, (Paragraph(text, page=page),))
                for row, texts_of_row in enumerate(cells)
                for column, text in enumerate(texts_of_row)
            ),
            page,
        )

    first, second = part(1, "Tổ chức bộ máy năm 2023", ("1", "45")), part(2, "Tố chức bộ máy năm 2023", ("2", "46"))
    other = part(2, "Tổ chức bộ máy năm 2022", ("2", "46"))
    assert continues(first, second) and max(cell.row for cell in join(first, second).cells) == 2
    assert not any("2023" in p.text for cell in join(first, second).cells[2:] for p in cell.paragraphs)
    assert max(cell.row for cell in join(first, other).cells) == 3


@needs_engine
def test_a_table_whose_rows_are_as_high_as_its_letters() -> None:
    """The feet of letters stand just above a line, and commas touch it."""
    rows = (("TT", "Tên xã", "Kế hoạch"), ("1", "Kim Liên", "1.603,3"), ("2", "Him Lam", "4.534,4"))
    sheet = Paper()
    top, height = sheet.y + 30, 15.5
    edges = (80, 130, 260, 360)
    for number, row in enumerate(rows):
        y = top + number * height
        sheet.rule(edges[0], y, edges[-1], y)
        for x, text in zip(edges, row, strict=False):
            sheet.text(x + 5, y + height - 3.3, text, 13)
    bottom = top + len(rows) * height
    sheet.rule(edges[0], bottom, edges[-1], bottom)
    for x in edges:
        sheet.rule(x, top, x, bottom)
    (table,) = cells(read_scan(pictures(sheet)))
    assert table == [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


@needs_engine
def test_a_page_has_its_time_of_the_processor_and_loses_none_to_other_work() -> None:
    blank = np.full((60, 200), 255, np.uint8)
    with engine("quet.pdf") as eye:
        eye.allow(1.0)
        time.sleep(1.1)  # as other work on the machine takes it
        assert eye.words(blank, BLOCK, 200) == []
        eye.allow(0.0)
        with pytest.raises(TimeoutError):
            eye.words(blank, BLOCK, 200)
