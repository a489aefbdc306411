"""Flags: each doubt in a sentence that has it and in one that comes near, the printed value unchanged in both."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from kb.labels import FLAGS as WORDS
from rules.decide.doubts import FLAGS
from rules.figure import Figure
from rules.find import find_figures
from tests.documents_of import document_of

FLAGGED = [
    ("Bưu điện tỉnh phục vụ [[1,234]] hộ gia đình.", "ambiguous_number"),
    ("Bưu điện tỉnh phục vụ [[12 350]] hộ gia đình.", "ambiguous_number"),
    ("Bưu điện tỉnh phục vụ 12 [[12]] hộ gia đình.", "leftover_beside"),
    ("Điểm đánh giá đạt [[6.36]] điểm.", "decimal_point"),
    ("Toàn tỉnh có [[1,245,300]] thuê bao di động.", "foreign_number_style"),
    ("Đã xử lý 1.234/2.646 hồ sơ, đạt [[46,5]]%.", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đã kết nối, tỷ lệ đạt [[75]]%.", "fraction_and_percentage_disagree"),
    ("Có 7/9 huyện ([[87,8]]%) đã kết nối.", "fraction_and_percentage_disagree"),
    ("Tỷ lệ huyện đã kết nối đạt 87,8% ([[7/9]] huyện).", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đã kết nối, đạt khoảng [[70]]%.", "fraction_and_percentage_disagree"),
    ("Có [[15/12]] huyện đã kết nối.", "numerator_over_denominator"),
    ("Tỉnh xếp hạng [[64/63]] cả nước.", "numerator_over_denominator"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn đạt [[104,2]]%.", "rate_over_100"),
    ("Toàn tỉnh có [[9.800.000]] trạm BTS.", "out_of_bounds"),
    ("Có [[412]] hồ sơ trên Công dịch vụ công của tỉnh.", "ocr_like_subject"),
    ("Tỉnh có 14 đơn vị làm chuyển đối số, gồm [[12]] trưởng phòng chuyển đối số.", "ocr_like_subject"),
]
CLEAR = [
    ("Toàn tỉnh có [[1.500]] trạm BTS.", "ambiguous_number"),
    ("Toàn tỉnh có [[1 245 300]] thuê bao di động.", "ambiguous_number"),
    ("Toàn tỉnh có [[12]] xã (1), 15 phường.", "leftover_beside"),
    ("Toàn tỉnh có [[1.245.300]] thuê bao di động.", "foreign_number_style"),
    ("Đã xử lý 1.234/2.646 hồ sơ, đạt [[46,64]]%.", "fraction_and_percentage_disagree"),
    ("Đã xử lý 1.234/2.646 hồ sơ, đạt [[46,63]]%.", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đã kết nối, đạt khoảng [[85]]%.", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đã kết nối, đạt trên [[80]]%.", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đạt [[100]]% chỉ tiêu.", "fraction_and_percentage_disagree"),
    ("Có 12/14 huyện đã kết nối, tỷ lệ xã có mạng đạt [[98]]%.", "fraction_and_percentage_disagree"),
    ("Có [[12/12]] huyện đã kết nối.", "numerator_over_denominator"),
    ("Thu ngân sách đạt [[112,5]]% dự toán.", "rate_over_100"),
    ("Số thuê bao tăng [[104,2]]%.", "rate_over_100"),
    ("Toàn tỉnh có [[1.764]] trạm BTS.", "out_of_bounds"),
    ("Có [[412]] hồ sơ trên Cổng dịch vụ công của tỉnh.", "ocr_like_subject"),
    ("Đã ban hành [[41]] văn bản chỉ đạo chuyên đề.", "ocr_like_subject"),
]


def marked_figure(sentence: str) -> Figure:
    """The figure whose number is marked in the sentence."""
    before, _, rest = sentence.partition("[[")
    number, _, behind = rest.partition("]]")
    document = document_of(before + number + behind)
    start = len(before)
    (figure,) = [one for one in find_figures(document).figures if one.start == start]
    assert figure.number == number
    return figure


@pytest.mark.parametrize(("sentence", "flag"), FLAGGED)
def test_a_doubt_is_flagged(sentence: str, flag: str) -> None:
    assert flag in marked_figure(sentence).flags


@pytest.mark.parametrize(("sentence", "flag"), CLEAR)
def test_what_comes_near_is_not(sentence: str, flag: str) -> None:
    assert flag not in marked_figure(sentence).flags


def test_what_is_printed_stays_though_it_cannot_be() -> None:
    figure = marked_figure("Đã xử lý 1.234/2.646 hồ sơ, đạt [[46,5]]%.")
    assert (figure.number, figure.value, figure.unit) == ("46,5", Decimal("46.5"), "%")


def test_a_doubt_lowers_the_confidence() -> None:
    right, wrong = (marked_figure(f"Đã xử lý 1.234/2.646 hồ sơ, đạt [[{one}]]%.") for one in ("46,64", "46,5"))
    assert right.rule == wrong.rule
    assert wrong.confidence < right.confidence


def test_each_flag_has_words_on_the_pages() -> None:
    assert sorted(WORDS) == sorted(FLAGS)


def test_each_flag_is_tried() -> None:
    # what the reader of a scan doubts is tried in test_scan_doubt.py
    own = {"no_unit", "ocr", "period_from_heading", "reread", "shared_quote"}
    assert {flag for _, flag in FLAGGED} | own == set(FLAGS)


def figures_of(*pieces: Paragraph | Grid) -> tuple[Figure, ...]:
    """The figures of a document of these pieces."""
    return find_figures(assemble(Source(Path("a.txt"), "a.txt", "0" * 64, "text"), Pieces(list(pieces)))).figures


@pytest.mark.parametrize(("row", "flags"), [("Kết quả rà soát", ("no_unit",)), ("Số trạm BTS", ())])
def test_a_number_that_counts_nothing_is_flagged(row: str, flags: tuple[str, ...]) -> None:
    rows = (("Nội dung", "Số lượng"), (row, "415"), (row, "416"))
    cells = tuple(
        GridCell(at, column, (Paragraph(text),)) for at, line in enumerate(rows) for column, text in enumerate(line)
    )
    assert {figure.flags for figure in figures_of(Grid(cells))} == {flags}


@pytest.mark.parametrize(
    ("words", "flags"),
    [("Toàn tỉnh có 415 trạm BTS.", ("period_from_heading",)), ("Năm 2023, toàn tỉnh có 415 trạm BTS.", ())],
)
def test_a_period_taken_from_a_heading_is_flagged(words: str, flags: tuple[str, ...]) -> None:
    heading = Paragraph("I. KẾT QUẢ NĂM 2022", kind="heading", level=1)
    (figure,) = figures_of(heading, Paragraph(words))
    assert figure.flags == flags


MANY = ", ".join(f"xã số {number} có {number + 3} trạm" for number in range(1, 18))
TOLD = (
    "Tỉnh đã ban hành 12 văn bản chỉ đạo trong năm. Các sở, ngành hoàn thành 95% nhiệm vụ được giao. Đến nay có 210 "
    "trạm BTS phục vụ người dân ở vùng sâu, vùng xa. Nhiều xã vẫn chưa có cáp quang đến từng thôn. Doanh nghiệp cam "
    "kết phủ sóng các vùng lõm trong năm tới."
)


def test_a_quote_that_serves_too_many_figures_is_a_doubt_of_each() -> None:
    found = find_figures(document_of(f"Toàn tỉnh: {MANY}.", "Toàn tỉnh có 95 xã.")).figures
    assert len(found) > 17
    assert {("shared_quote" in figure.flags, figure.number == "95") for figure in found} == {
        (True, False),
        (False, True),
    }


def test_values_of_a_wide_row_do_not_share_their_quote() -> None:
    words = [["Huyện", *(f"Số trạm năm {2000 + c}" for c in range(20))], ["Cư Kuin", *(str(31 + c) for c in range(20))]]
    cells = [GridCell(r, c, (Paragraph(text),)) for r, row in enumerate(words) for c, text in enumerate(row)]
    source = Source(Path("bang.docx"), "bang.docx", "0" * 64, "docx")
    found = find_figures(assemble(source, Pieces((Grid(tuple(cells)),)))).figures
    assert len(found) == 20 and not any("shared_quote" in figure.flags for figure in found)


def test_a_table_of_paragraphs_is_read_as_prose_and_each_of_its_figures_flagged() -> None:
    source = Source(Path("bang.docx"), "bang.docx", "0" * 64, "docx")
    grid = Grid((GridCell(0, 0, (Paragraph(TOLD),)), GridCell(0, 1, (Paragraph(TOLD),))))
    document = assemble(source, Pieces((grid, Paragraph("Toàn tỉnh có 95 xã."))))
    found = find_figures(document).figures
    assert not document.tables and len(found) == 7
    assert ["reread" in figure.flags for figure in found] == [True] * 6 + [False]
    assert any("read as prose" in note for note in document.notes)


def test_a_table_of_tasks_with_one_long_cell_a_row_stays_one() -> None:
    source = Source(Path("bang.docx"), "bang.docx", "0" * 64, "docx")
    rows = [["1", "Hạ tầng số", TOLD], ["2", "Dữ liệu số", TOLD]]
    grid = Grid(tuple(GridCell(r, c, (Paragraph(text),)) for r, row in enumerate(rows) for c, text in enumerate(row)))
    assert len(assemble(source, Pieces((grid,))).tables) == 1
