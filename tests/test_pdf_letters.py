"""Letters of a PDF that are hard to read: blanks that do not show, codes that are no letters, pages on their side."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium
import pytest
from pdf_raw import HELVETICA, one_page, raw_pdf, stream
from pdf_sheet import LEFT, Sheet, read_bytes, texts
from pypdfium2 import PdfDocument
from reportlab.pdfbase.pdfmetrics import stringWidth

from extract.pdf.asked import codes_of
from extract.pieces import Paragraph, digits_of

SAID = "Toan tinh co 1.204 tram va 95 xa, dat 98,5% ke hoach nam 2024."
NO_WIDTH = HELVETICA.replace(">>", "/FirstChar 32/LastChar 32/Widths[0]>>")


def shown(*parts: tuple[str, float], font: str = HELVETICA) -> list[str]:
    """The paragraphs of one line of Helvetica, 12 points: each part, and how far behind it the next one begins."""
    x, content = 70.0, "BT /F1 12 Tf "
    for text, behind in parts:
        content += f"1 0 0 1 {x:.3f} 700 Tm ({text}) Tj "
        x += stringWidth(text, "Helvetica", 12) + behind
    return texts(read_bytes(one_page(content + "ET", font=font)))


def test_a_blank_without_width_stands_before_the_letter_it_touches() -> None:
    begin = "BT /F1 12 Tf 70 700 Td (Toan tinh co ) Tj ET BT /F2 12 Tf 140.03 700 Td ( ) Tj ET "
    page = one_page(f"{begin}BT /F1 12 Tf 140 700 Td (247 tram, dat 98,5%) Tj ET", NO_WIDTH)
    page = page.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")
    assert texts(read_bytes(page)) == ["Toan tinh co 247 tram, dat 98,5%"]


def test_a_font_whose_blank_has_no_width_still_parts_words() -> None:
    widths = " ".join(str(round(stringWidth(chr(code), "Helvetica", 1000))) for code in range(33, 127))
    font = HELVETICA.replace(">>", f"/FirstChar 32/LastChar 126/Widths[0 {widths}]>>")
    assert texts(read_bytes(one_page(f"BT /F1 12 Tf 70 700 Td ({SAID}) Tj ET", font=font))) == [SAID]


def test_a_blank_under_the_next_letter_parts_nothing() -> None:
    blank = stringWidth(" ", "Helvetica", 12)
    parts = ("Toan tinh co 1.2 ", -blank), ("50 tr ", -blank), ("am va 9 xa, dat 98 12", 0)
    assert shown(*parts) == ["Toan tinh co 1.250 tram va 9 xa, dat 98 12"]


def test_a_gap_that_is_half_a_blank_parts_no_syllable() -> None:
    parts = ("Toan tinh co 1.2", 1.8), ("50 tr", 1.8), ("am va 9 xa, dat 98 12", 0)
    assert shown(*parts) == ["Toan tinh co 1.250 tram va 9 xa, dat 98 12"]


def test_two_numbers_of_narrow_columns_are_two() -> None:
    parts = ("Toan tinh co so tram: 15", 2.4), ("3.400,5", 2.4), ("1.204", 1.8), ("510.233", 0)
    assert shown(*parts) == ["Toan tinh co so tram: 15 3.400,5 1.204 510.233"]


def test_two_syllables_that_nearly_touch_are_two() -> None:
    blank = stringWidth(" ", "Helvetica", 12)
    assert shown(("Toan tinh ", -blank), ("co 1.250 tram va 9 xa", 0)) == ["Toan tinh co 1.250 tram va 9 xa"]


@pytest.mark.parametrize("name", ["u110000", "uFFFFFF"])
def test_a_code_beyond_unicode_is_a_lost_letter(name: str) -> None:
    font = HELVETICA.replace("/WinAnsiEncoding", f"<</Type/Encoding/Differences[84 /{name}]>>")
    pieces = read_bytes(one_page(f"BT /F1 12 Tf 70 700 Td ({SAID}) Tj ET", font=font))
    assert texts(pieces) == [SAID.replace("T", "\ufffd")]
    assert pieces.notes == ("letters that have no Unicode in the file: 1 of 49",)


def test_a_control_character_is_a_lost_letter() -> None:
    table = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <54> <0011> endbfchar endcmap"
    font = HELVETICA.replace(">>", "/ToUnicode 6 0 R>>")
    pieces = read_bytes(one_page(f"BT /F1 12 Tf 70 700 Td ({SAID}) Tj ET", stream(table), font=font))
    assert texts(pieces) == [SAID.replace("T", "\ufffd")]


@pytest.mark.parametrize(
    "made", ["0011", "D83DDE00", "D800", "FFFE", "0002", "00AD", "FB01", "00660069", "0301", "E001"]
)
@pytest.mark.parametrize("other", ["0053", "0011", "D83DDE00"])
def test_codes_asked_at_once_are_those_asked_letter_by_letter(made: str, other: str) -> None:
    """A control is left out of the text of a page and an emoji has two units in it: both on one page leave the text as
    long as the page has letters, and every letter between them in another's place."""
    table = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <54> <{made}> <6E> <{other}>"
    page = one_page(
        f"BT /F1 12 Tf 70 700 Td ({SAID}) Tj 0 -20 Td (dia ban-) Tj 0 -14 Td (tinh) Tj ET",
        stream(f"{table} endbfchar endcmap"),
        font=HELVETICA.replace(">>", "/ToUnicode 6 0 R>>"),
    )
    document = PdfDocument(page)
    text_page = document[0].get_textpage()
    count = text_page.count_chars()
    alone = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    assert count > len(SAID) and codes_of(ctypes.cast(text_page.raw, ctypes.c_void_p), count) == alone
    text_page.close()
    document.close()


@pytest.mark.parametrize(("matrix", "box"), [("0 1 -1 0 100 70", 642), ("0 -1 1 0 100 770", 72)])
def test_text_on_its_side_is_read_and_its_boxes_stand_where_it_is_shown(matrix: str, box: float) -> None:
    (piece,) = read_bytes(one_page(f"BT /F1 12 Tf {matrix} Tm ({SAID}) Tj ET")).pieces
    assert isinstance(piece, Paragraph) and piece.text == SAID
    first = piece.words[0][2]
    assert 88 < first.x0 < first.x1 < 112 and first.bottom - first.top > first.x1 - first.x0
    assert abs(first.top - (772 - 27.3 if matrix.startswith("0 1") else box)) < 3


def test_a_page_on_its_head_is_read() -> None:
    assert texts(read_bytes(one_page(f"BT /F1 12 Tf -1 0 0 -1 500 700 Tm ({SAID}) Tj ET"))) == [SAID]


def field(kind: str, rect: str, appearance: int | None, more: str = "") -> str:
    drawn = f"/AP<</N {appearance} 0 R>>" if appearance else ""
    return f"<</Type/Annot/Subtype/Widget/FT/{kind}/T(f{rect[:3]})/F 4/Rect[{rect}]{drawn}{more}>>"


def appearance(text: str, wide: float = 60) -> bytes:
    extra = f"/Type/XObject/Subtype/Form/BBox[0 0 {wide} 14]/Resources<</Font<</F1 5 0 R>>>>"
    return stream(f"BT /F1 12 Tf 0 3 Td ({text}) Tj ET", extra)


def test_what_a_signature_field_shows_is_read_in_its_place() -> None:
    said = "(So:        /BC-UBND) Tj 200 0 Td (Ngay      thang 12 nam 2025) Tj -200 -40 Td (Toan tinh dat 98,5%.) Tj"
    data = one_page(
        f"BT /F1 12 Tf 70 700 Td {said} ET",
        field("Sig", "95 697 125 711", 7),
        appearance("329", 30),
        field("Sig", "300 697 320 711", 9),
        appearance("19", 20),
        page="/Annots[6 0 R 8 0 R]",
        catalogue="/AcroForm<</Fields[6 0 R 8 0 R]/SigFlags 3>>",
    )
    assert texts(read_bytes(data)) == ["So: 329/BC-UBND", "Ngay 19 thang 12 nam 2025", "Toan tinh dat 98,5%."]


def test_what_was_filled_into_a_form_and_never_drawn_is_read() -> None:
    data = one_page(
        "BT /F1 12 Tf 70 700 Td (Tong so ho so da tiep nhan:) Tj ET",
        field("Tx", "230 695 330 713", None, "/V(1.204)/DA(/F1 12 Tf 0 g)"),
        page="/Annots[6 0 R]",
        catalogue="/AcroForm<</Fields[6 0 R]/NeedAppearances true/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>",
    )
    assert texts(read_bytes(data)) == ["Tong so ho so da tiep nhan: 1.204"]


def test_a_hidden_field_is_not_read() -> None:
    hidden = field("Tx", "230 695 330 713", 7).replace("/F 4", "/F 2")
    content = "BT /F1 12 Tf 70 700 Td (Tong so ho so da tiep nhan trong nam:) Tj ET"
    data = one_page(content, hidden, appearance("1.204"), page="/Annots[6 0 R]")
    assert texts(read_bytes(data)) == ["Tong so ho so da tiep nhan trong nam:"]


def test_syllables_of_the_vietnamese_alphabet() -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "Toàn tỉnh có 95 tr")
    sheet.text(x + 2, 100, "ạm và đạt tỷ lệ hồ sơ trực tuyến")
    assert texts(sheet.read()) == ["Toàn tỉnh có 95 trạm và đạt tỷ lệ hồ sơ trực tuyến"]


def test_digits_are_counted_against_the_letters_of_the_page() -> None:
    sheet = Sheet()
    for shift in (0, 0.3):
        sheet.text(LEFT + shift, 100, "Tổng cộng 1100 hồ sơ")
    sheet.run(LEFT, 120, "Toàn tỉnh có 95 xã", "^1", " và 1.204 trạm.")
    for number in (1, 2):
        sheet.text(300, 800, str(number))
        sheet.turn()
    pieces = sheet.read()
    assert pieces.digits == digits_of(pieces.pieces) and pieces.digits.total() >= 10


TORN = (
    "Tỷ l ệ h ồ sơ tr ực tuy ến đ ạt 95,5%, tăng 2 đi ểm; toàn t ỉnh có 95 tr ạm v à 9 xã.",
    "Chuy ển đổ i s ố thự c hi ện theo ngh ị quy ết, s ố t i ền ngh i ệ p v ụ là 12 t ỷ đ ồng.",
)
WHOLE = (
    "Tỷ lệ hồ sơ trực tuyến đạt 95,5%, tăng 2 điểm; toàn tỉnh có 95 trạm và 9 xã.",
    "Chuyển đổi số thực hiện theo nghị quyết, số tiền nghiệp vụ là 12 tỷ đồng.",
)


@pytest.mark.parametrize(("torn", "whole"), list(zip(TORN, WHOLE, strict=True)))
def test_words_torn_by_letters_of_another_font_are_joined_and_told(torn: str, whole: str) -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, torn, size=11)
    pieces = sheet.read()
    assert texts(pieces) == [whole]
    assert pieces.notes == ("words that the fonts tear apart were joined by their syllables, on pages: 1",)


def test_letters_that_stand_alone_tear_nothing() -> None:
    sheet = Sheet()
    said = "Sở Y tế trực 24 h mỗi ngày, dùng 5 l nước; ý kiến ở tổ I, loại B, ấn phẩm, ổ dịch và 12 t rác."
    sheet.text(LEFT, 100, said, size=11)
    pieces = sheet.read()
    assert texts(pieces) == [said] and pieces.notes == ()


def test_words_that_no_syllable_holds_stay_torn_and_are_told() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "B á o c á o k ế t q u ả c h u y ể n đ ổ i s ố", size=11)
    sheet.text(LEFT, 120, "ng th kh nh ch tr ph qu gi tr th ng 95 xã", size=11)
    assert any("stay torn apart on pages: 1" in note for note in sheet.read().notes)


def test_a_text_longer_than_pdfium_reads_is_read_to_its_end() -> None:
    said = "12 xa va " * 5_000 + "99 tram"
    pieces = read_bytes(one_page(f"BT /F1 2 Tf 1 0 0 1 10 700 Tm ({said}) Tj ET"))
    assert texts(pieces) == [said]
    assert pieces.notes == ("read with pdfplumber because pdfium cuts so long a text: pages 1",)


def tree(kids: str, inner: str, count: int) -> bytes:
    """Two pages, the second in a branch of its own; ``kids`` and ``inner`` are the children of the tree and of it."""
    page = "/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
    return raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        f"<</Type/Page/Parent 2 0 R{page}/Contents 4 0 R>>",
        stream("BT /F1 12 Tf 70 700 Td (Toan tinh co 95 xa.) Tj ET"),
        HELVETICA,
        f"<</Type/Page/Parent 8 0 R{page}/Contents 7 0 R>>",
        stream("BT /F1 12 Tf 70 700 Td (Co 12 huyen.) Tj ET"),
        f"<</Type/Pages/Parent 2 0 R/Kids[{inner}]/Count {count - 1}>>",
    )


@pytest.mark.parametrize(
    ("kids", "inner", "count"),
    [("3 0 R 8 0 R", "6 0 R 2 0 R", 4), ("3 0 R 8 0 R", "6 0 R 6 0 R", 3), ("3 0 R 8 0 R 3 0 R", "6 0 R", 3)],
)
def test_a_page_that_the_tree_leads_to_again_is_read_once(kids: str, inner: str, count: int) -> None:
    pieces = read_bytes(tree(kids, inner, count))
    assert (texts(pieces), pieces.pages) == (["Toan tinh co 95 xa.", "Co 12 huyen."], 2)
    (note,) = pieces.notes
    assert note.startswith("pages that the file leads to a second time were read once")


def test_two_pages_that_say_the_same_are_two() -> None:
    sheet = Sheet()
    for _ in range(2):
        sheet.text(LEFT, 100, "Toàn tỉnh có 95 xã.")
        sheet.turn()
    pieces = sheet.read()
    assert (texts(pieces), pieces.pages, pieces.notes) == (["Toàn tỉnh có 95 xã."] * 2, 2, ())
