"""What no letter is goes out of the text before anything looks at it, and marks, words and offsets move along."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.clean import clean_piece
from extract.document import Box
from extract.pieces import Grid, GridCell, Paragraph
from extract.references import counted_through, with_references


def cleaned(text: str, noted: Sequence[str] = ()) -> Paragraph:
    piece = with_references(clean_piece(Paragraph(text)), noted)
    assert isinstance(piece, Paragraph)
    return piece


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Có 1.\u200b204 tr\u00adạm", "Có 1.204 trạm"),
        ("Có 1.2\x0004 trạm\x07", "Có 1.204 trạm"),
        ("Co\u0301 1.204\u2003\u202ftrạm\u3000", "Có 1.204 trạm"),
        ("Có\u00a01.204\ttrạm", "Có 1.204 trạm"),
    ],
)
def test_what_no_person_sees_is_not_in_the_text(printed: str, text: str) -> None:
    assert cleaned(printed).text == text


@pytest.mark.parametrize(
    ("printed", "text", "labels"),
    [
        ("Đạt 98,5% [137], tăng 2%.", "Đạt 98,5%, tăng 2%.", ["137"]),
        ("Đạt 98,5%[13][14] kế hoạch.", "Đạt 98,5% kế hoạch.", ["13", "14"]),
        ("Có 1.204 (1) trạm và 95 (*) xã.", "Có 1.204 trạm và 95 xã.", ["1", "*"]),
        ("Có 12(3) xã.", "Có 12 xã.", ["3"]),
        ("[13] Báo cáo của Sở.", "[13] Báo cáo của Sở.", []),
        ("Gồm: (1) thể chế; (2) hạ tầng.", "Gồm: (1) thể chế; (2) hạ tầng.", []),
        ("Hộ nghèo còn 6,3% 1, giảm 1,2% 2.", "Hộ nghèo còn 6,3%, giảm 1,2%.", ["1", "2"]),
        ("Đạt 95% 2 năm liền, 6,3% 1 xã, 5% 12,5 tỷ.", "Đạt 95% 2 năm liền, 6,3% 1 xã, 5% 12,5 tỷ.", []),
        ("Có 95 xã [1, 3] và 12 trạm [5-7].", "Có 95 xã và 12 trạm.", ["1", "3", "5", "6", "7"]),
        ("Theo thang điểm [0-100], đạt 95.", "Theo thang điểm [0-100], đạt 95.", []),
        ("Có 210 trạm (2), 95 xã.", "Có 210 trạm, 95 xã.", ["2"]),
        ("Có 95 xã, gồm (1) vùng cao và (2) vùng sâu.", "Có 95 xã, gồm (1) vùng cao và (2) vùng sâu.", []),
        ("Tăng 12 xã (25%) và 3 (Hà Tiên).", "Tăng 12 xã (25%) và 3 (Hà Tiên).", []),
    ],
)
def test_a_reference_in_the_line_is_a_mark(printed: str, text: str, labels: list[str]) -> None:
    paragraph = cleaned(printed, labels or ["1", "2"])
    assert paragraph.text == text
    assert [label for _, label in paragraph.marks] == labels


def test_a_reference_to_a_note_that_is_not_printed_is_out_of_the_text_and_no_mark() -> None:
    paragraph = cleaned("Đạt 98,5% [137], tăng 2% [12].", ["12"])
    assert (paragraph.text, [label for _, label in paragraph.marks]) == ("Đạt 98,5%, tăng 2%.", ["12"])


def test_a_number_in_round_brackets_is_no_mark_where_no_note_has_it() -> None:
    assert cleaned("Có 210 trạm (2), 95 xã.").text == "Có 210 trạm (2), 95 xã."


@pytest.mark.parametrize(
    ("paragraphs", "labels"),
    [
        (
            ["Tỷ lệ đúng hạn đạt 95% (1), tăng 2%.", "Có 210 trạm (2); 12 xã.", "Đã cấp 68 tài khoản(3)."],
            {"1", "2", "3"},
        ),
        (["Cổng dịch vụ công của tỉnh (1), kho dữ liệu."], {"1"}),
        (["Có 210 trạm (2), 95 xã."], set()),
        (["Núi Thành (1), Phú Ninh (2) đã đạt.", "Hiệp Đức (3), Tiên Phước."], set()),
        (["Huyện Phú Ninh (4), kế đến là xã khác.", "Huyện Hiệp Đức (1), thấp nhất."], set()),
        (["Còn một (1) xã chưa có sóng.", "Có ba (3) thôn."], set()),
        (["(1) Báo cáo của Sở.", "Gồm: (2) hạ tầng."], set()),
    ],
)
def test_what_counts_a_document_through_in_brackets_is_a_mark(paragraphs: list[str], labels: set[str]) -> None:
    pieces = [Paragraph(text) for text in paragraphs]
    through = counted_through(pieces)
    assert through == labels
    kept = [piece.text for one in pieces if isinstance(piece := with_references(one, (), through), Paragraph)]
    assert "".join(kept).count("(") == "".join(paragraphs).count("(") - len(labels)


def test_a_number_that_words_say_is_no_mark() -> None:
    assert cleaned("Còn một (1) xã, hai mươi ba (23) thôn.", ["1", "23"]).text.count("(") == 2


def test_words_and_marks_move_along() -> None:
    box = Box(1, 0, 0, 1, 1)
    text = "Đạt 98,5%[137] kế hoạch"
    words = ((0, 3, box), (4, 14, box), (15, 17, box), (18, 23, box))
    piece = with_references(clean_piece(Paragraph(text, ((23, "9"),), words)), ["137"])
    assert isinstance(piece, Paragraph)
    assert piece.marks == ((9, "137"), (18, "9"))
    assert [piece.text[a:b] for a, b, _ in piece.words] == ["Đạt", "98,5%", "kế", "hoạch"]


def test_a_number_in_brackets_stays_in_a_cell() -> None:
    piece = with_references(clean_piece(Grid((GridCell(0, 0, (Paragraph("12(3)"),)),))), ["3"])
    assert isinstance(piece, Grid) and piece.cells[0].paragraphs[0].text == "12(3)"
