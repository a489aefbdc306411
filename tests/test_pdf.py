"""Reading PDFs: words and lines by geometry, paragraphs, columns, furniture, and what cannot be read."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pdfplumber
import pytest
from pdf_sheet import LEFT, Sheet, read_bytes, texts

from extract.document import ReadError, Source
from extract.pdf.lines import lines_of
from extract.pdf.open import by_pdfplumber, open_pages
from extract.pieces import Paragraph

LONG = (
    "Trong năm qua các sở, ban, ngành và địa phương đã triển khai nhiều nhiệm vụ về hạ tầng số, dữ liệu số và kỹ năng "
    "số cho người dân, gắn với cải cách hành chính và nâng cao chất lượng phục vụ"
)
SHARED = Path(__file__).parent.parent.parent / "shared" / "reports"


def words(pieces_text: list[str]) -> list[str]:
    return [word for text in pieces_text for word in text.split()]


def test_words_are_those_of_pdfplumber() -> None:
    sheet = Sheet()
    sheet.centred("BÁO CÁO")
    sheet.paragraph(f"{LONG}; toàn tỉnh có 1.234 tổ, đạt 98,5%.")
    data = sheet.data()
    with pdfplumber.open(io.BytesIO(data)) as document:
        printed = [unicodedata.normalize("NFC", w["text"]) for page in document.pages for w in page.extract_words()]
    assert words(texts(read_bytes(data))) == printed


def test_a_letter_of_another_font_does_not_tear_its_word() -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "chuy")
    gap = sheet.text(x, 100, "")
    end = x + 8.5
    sheet.text(end, 100, "n đổi số đạt 72,4%.")
    sheet.text(gap, 100, "ể", font="Bold")
    assert texts(sheet.read()) == ["chuyển đổi số đạt 72,4%."]


def test_two_cells_that_nearly_touch_are_two_words() -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "Tổng số liệu công bố")
    sheet.text(LEFT, 120, "Dòng thứ hai của ô bên trái")
    sheet.text(x + 2.5, 100, "Cộng hòa")
    assert words(texts(sheet.read()))[:7] == ["Tổng", "số", "liệu", "công", "bố", "Cộng", "hòa"]


def test_marks_on_letters_are_composed() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, unicodedata.normalize("NFD", "Tỷ lệ hộ gia đình có kết nối"))
    (text,) = texts(sheet.read())
    assert text == "Tỷ lệ hộ gia đình có kết nối"


def test_false_bold_is_read_once_and_a_doubled_letter_twice() -> None:
    sheet = Sheet()
    for shift in (0, 0.3):
        sheet.text(LEFT + shift, 100, "Tổng cộng 1100 hồ sơ, xoong nồi")
    assert texts(sheet.read()) == ["Tổng cộng 1100 hồ sơ, xoong nồi"]


def test_turned_tiny_and_invisible_text_is_left_out() -> None:
    sheet = Sheet()
    sheet.paragraph(f"{LONG}.")
    sheet.text(LEFT, 300, "rất nhỏ", size=0.8)
    sheet.text(LEFT, 320, "ẩn đi", mode=3)
    sheet.canvas.saveState()
    sheet.canvas.translate(300, 300)
    sheet.canvas.rotate(45)
    sheet.canvas.setFont("Plain", 40)
    sheet.canvas.drawString(0, 0, "DỰ THẢO")
    sheet.canvas.restoreState()
    assert texts(sheet.read()) == [f"{LONG}."]


def test_a_scan_with_recognised_text_is_read_and_told() -> None:
    sheet = Sheet()
    line = "Toàn tỉnh có 1.234 tổ công nghệ số cộng đồng;"
    for number in range(5):
        x = LEFT
        for place, word in enumerate(line.split()):
            x = sheet.text(x, 100 + 20 * number + (place % 3) * 1.2, word + " ", mode=3)
    pieces = sheet.read()
    assert texts(pieces) == [" ".join([line] * 5)]
    assert any("recognised scan" in note for note in pieces.notes)


def test_letterhead_is_read_left_then_right() -> None:
    sheet = Sheet()
    for left, right in (
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TỈNH ĐẤT MẪU", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/BC-UBND", "Đất Mẫu, ngày 05 tháng 6 năm 2024"),
    ):
        y = sheet.y
        sheet.centred(left, 11, middle=170)
        sheet.y = y
        sheet.centred(right, 11, middle=390)
    sheet.y += 10
    sheet.centred("BÁO CÁO")
    sheet.centred("Kết quả chuyển đổi số năm 2024")
    sheet.paragraph(f"{LONG}.")
    pieces = sheet.read()
    assert texts(pieces) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐẤT MẪU",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đất Mẫu, ngày 05 tháng 6 năm 2024",
        "BÁO CÁO",
        "Kết quả chuyển đổi số năm 2024",
        f"{LONG}.",
    ]
    head = [p for p in pieces.pieces if isinstance(p, Paragraph)][:-1]
    assert all(p.centred and p.bold for p in head)


def test_body_in_two_columns() -> None:
    sheet = Sheet()
    left = [f"Dòng trái số {number} của bản tin tỉnh" for number in range(12)]
    right = [f"Dòng phải số {number} của bản tin tỉnh" for number in range(12)]
    for number, (a, b) in enumerate(zip(left, right, strict=True)):
        sheet.text(60, 100 + 14 * number, a, 10)
        sheet.text(310, 104 + 14 * number, b, 10)
    read = " ".join(texts(sheet.read()))
    assert read == " ".join(left + right)


def test_list_numbers_with_a_hanging_indent_are_no_column() -> None:
    sheet = Sheet()
    for number in (1, 2, 3):
        sheet.text(LEFT, sheet.y, f"{number}.")
        sheet.text(LEFT + 36, sheet.y, "Rà soát, lập danh mục các thôn, bản còn vùng lõm sóng di")
        sheet.text(LEFT + 36, sheet.y + 17, "động.")
        sheet.y += 34
    assert texts(sheet.read()) == [
        f"{number}. Rà soát, lập danh mục các thôn, bản còn vùng lõm sóng di động." for number in (1, 2, 3)
    ]


def test_paragraphs_by_indent_and_by_room_left() -> None:
    sheet = Sheet()
    bodies = [f"{LONG}, lần thứ {number}." for number in range(3)]
    for body in bodies:
        sheet.paragraph(body)
        sheet.y -= 4  # no space between
    sheet.lines("- Ý thứ nhất;", "- Ý thứ hai.", indent=0)
    assert texts(sheet.read()) == [*bodies, "- Ý thứ nhất;", "- Ý thứ hai."]


def test_a_wrapped_hyphen_is_kept_without_a_blank_and_a_dash_with_one() -> None:
    sheet = Sheet()
    sheet.lines("Thực hiện Kế hoạch số 15/KH-", "UBND của tỉnh giai đoạn 2021 -", "2025 đã ban hành.", indent=0)
    # the lines are full: something must show the right bound
    sheet.lines("Dòng này dài hơn một chút thôi.", indent=0)
    (text, _) = texts(sheet.read())
    assert text == "Thực hiện Kế hoạch số 15/KH-UBND của tỉnh giai đoạn 2021 - 2025 đã ban hành."


def test_soft_hyphens_and_zero_width_signs_are_dropped() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "dữ\u200b liệu\u00ad mở của 1.234 cơ quan nhà nước", font="World")
    assert texts(sheet.read()) == ["dữ liệu mở của 1.234 cơ quan nhà nước"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    sheet = Sheet()
    for number in range(1, 5):
        sheet.text(280, 40, f"{number}", 12)
        sheet.text(LEFT, 800, f"Báo cáo của tỉnh Đất Mẫu, trang {number}/4", 9)
        sheet.y = 90
        sheet.paragraph(f"{['Một', 'Hai', 'Ba', 'Bốn'][number - 1]} là: {LONG}.")
        sheet.turn()
    assert texts(sheet.read()) == [f"{name} là: {LONG}." for name in ("Một", "Hai", "Ba", "Bốn")]


def test_a_line_that_comes_again_with_other_numbers_is_text() -> None:
    sheet = Sheet()
    for number in (7, 8, 9, 10):
        sheet.text(LEFT, 90, f"Biểu số {number} của năm 2024")
        sheet.y = 110
        sheet.paragraph(f"Phần {number}: {LONG}.")
        sheet.turn()
    assert texts(sheet.read())[::2] == [f"Biểu số {number} của năm 2024" for number in (7, 8, 9, 10)]


def test_a_paragraph_goes_on_over_the_page() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.paragraph(f"{LONG}.")
    sheet.lines("Nghị quyết này được các cơ quan, đơn vị, địa phương của tỉnh Quảng", indent=28)
    sheet.turn()
    sheet.lines("Nam triển khai đồng bộ.", indent=0)
    sheet.paragraph(f"{LONG}.")
    read = texts(sheet.read())
    assert read[3].endswith("của tỉnh Quảng Nam triển khai đồng bộ.")
    assert len(read) == 5


def test_a_paragraph_that_may_go_on_is_torn() -> None:
    sheet = Sheet()
    sheet.paragraph(f"{LONG}.")
    sheet.lines("Tỉnh đã ban hành", indent=28)
    sheet.turn()
    sheet.lines("kế hoạch cho năm sau.", indent=28)
    pieces = [p for p in sheet.read().pieces if isinstance(p, Paragraph)]
    assert [p.torn for p in pieces] == [False, True, False]


def test_every_word_has_its_box_as_displayed() -> None:
    sheet = Sheet()
    end = sheet.text(LEFT, 100, "Đạt 72,4% kế hoạch", 12)
    (paragraph,) = (p for p in sheet.read().pieces if isinstance(p, Paragraph))
    assert [paragraph.text[start:stop] for start, stop, _ in paragraph.words] == ["Đạt", "72,4%", "kế", "hoạch"]
    first, last = paragraph.words[0][2], paragraph.words[-1][2]
    assert first.page == 1
    assert first.x0 == pytest.approx(LEFT, abs=0.5)
    assert last.x1 == pytest.approx(end, abs=0.5)
    assert first.top < 92 < 100 < first.bottom + 0.5


def test_a_turned_page_is_read_as_displayed() -> None:
    sheet = Sheet(size=(842, 595))
    sheet.paragraph(f"{LONG}.", right=760)
    upright = sheet.read()
    turned = Sheet(size=(595, 842))
    turned.canvas.setPageRotation(90)
    turned.canvas.saveState()
    turned.canvas.translate(595, 0)
    turned.canvas.rotate(90)
    turned.height = 595
    turned.paragraph(f"{LONG}.", right=760)
    turned.canvas.restoreState()
    sideways = turned.read()
    assert texts(sideways) == texts(upright) == [f"{LONG}."]
    (a,), (b,) = upright.pieces, sideways.pieces
    assert isinstance(a, Paragraph) and isinstance(b, Paragraph)
    for (_, _, box), (_, _, other) in zip(a.words, b.words, strict=True):
        assert (box.x0, box.top) == (pytest.approx(other.x0, abs=0.6), pytest.approx(other.top, abs=0.6))


def test_locked_pdf_is_told() -> None:
    sheet = Sheet(encrypt="bi-mat")
    sheet.paragraph(LONG)
    with pytest.raises(ReadError, match="password") as caught:
        sheet.read()
    assert caught.value.status == "error"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", b"\x00" * 200])
def test_damaged_pdf_is_told(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data)
    assert caught.value.place == "bao-cao.pdf"


def test_pdfplumber_reads_the_same_where_pdfium_refuses() -> None:
    sheet = Sheet()
    sheet.centred("BÁO CÁO")
    sheet.paragraph(f"{LONG}.")
    data = sheet.data()
    source = Source(Path("bao-cao.pdf"), "bao-cao.pdf", "", "pdf")
    (theirs,), (ours, *_) = by_pdfplumber(source, data, "refused"), open_pages(source, data)[0]
    assert theirs.letters.text == ours.letters.text
    assert [line.text for line in lines_of(theirs.letters.glyphs, 0)] == [
        line.text for line in lines_of(ours.letters.glyphs, 0)
    ]
    bases = [line.base for line in lines_of(theirs.letters.glyphs, 0)]
    assert bases == pytest.approx([line.base for line in lines_of(ours.letters.glyphs, 0)], abs=0.1)


def test_cut_off_pdf_is_read_with_a_doubt_or_told() -> None:
    sheet = Sheet()
    for _ in range(6):
        sheet.paragraph(f"{LONG}.")
        sheet.turn()
    data = sheet.data()
    for part in (0.3, 0.6, 0.95):
        try:
            pieces = read_bytes(data[: int(len(data) * part)])
        except ReadError:
            continue
        assert any("cut off" in note for note in pieces.notes)


def _picture(sheet: Sheet) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, sheet.width, sheet.height)


def test_pictures_of_pages_without_text() -> None:
    sheet = Sheet()
    for _ in range(2):
        _picture(sheet)
        sheet.turn()
    with pytest.raises(ReadError, match=r"no text was found|missing to read"):
        sheet.read()


def test_a_partly_scanned_file_names_the_pages() -> None:
    sheet = Sheet()
    sheet.paragraph(f"{LONG}.")
    for _ in range(2):
        sheet.turn()
        _picture(sheet)
    sheet.turn()
    sheet.paragraph(f"{LONG}.")
    pieces = sheet.read()
    assert pieces.pages == 4
    assert any("2-3" in note for note in pieces.notes)


def test_empty_pdf_is_empty() -> None:
    sheet = Sheet()
    sheet.turn()
    with pytest.raises(ReadError, match="no text") as caught:
        sheet.read()
    assert caught.value.status == "empty"


def test_foreign_letters_are_doubted() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.text(LEFT, 100 + 20 * number, "Ѐѐ Ђђ Ѓѓ Єє Ѕѕ Іі Її Јј Љљ Њњ Ћћ Ќќ", font="World")
    pieces = sheet.read()
    assert any("not Latin" in note for note in pieces.notes)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ninh-thuan-2024", "quang-nam-2024", "quang-nam-2023-dti"])
def test_no_word_of_a_report_is_lost(name: str) -> None:
    path = SHARED / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("the reports are not beside the repository")
    from bench.reading import lost_words, plumber_words

    pieces = read_bytes(path.read_bytes())
    assert lost_words(pieces, plumber_words(path)) == []
