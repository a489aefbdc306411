"""What heads what follows it, and what only leads into a list."""

from __future__ import annotations

import pytest

from extract.layout import classify, depth_of_item
from extract.pieces import Paragraph
from rules.find import find_figures
from tests.documents_of import document_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("+ Tồn tại, hạn chế:", "list_item"),
        ("Kết quả đạt được:", "heading"),
        ("2. Kết quả đạt được", "heading"),
    ],
)
def test_what_a_style_calls_a_heading_may_only_lead_into_a_list(text: str, kind: str) -> None:
    assert classify(Paragraph(text, kind="heading", level=3))[0] == kind


def test_items_stand_as_deep_as_their_sign_says() -> None:
    assert [depth_of_item(text) for text in ("+ Cấp xã", "- Cấp tỉnh", "a) Thu", "1. Thu", "Thu")] == [2, 1, 0, 0, 0]


def test_a_lead_of_deeper_items_names_no_item_above_it() -> None:
    found = find_figures(
        document_of("- Về hạ tầng:", "+ Số trạm BTS:", "+ Cấp tỉnh có 210 trạm", "- Xã hội: có 12")
    ).figures
    assert found[-1].number == "12" and "bts" not in (found[-1].metric or "")


LONG = (
    "Thực hiện chỉ đạo của Chính phủ về cắt giảm thủ tục dựa trên dữ liệu, tỉnh đã giao các sở, ngành rà soát văn bản "
    "thuộc lĩnh vực của mình, kết quả cụ thể"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{LONG}:", "paragraph"),
        (f"3. {LONG}:", "list_item"),
        (f"+ Tồn tại: {LONG}. Việc phối hợp chưa chặt chẽ.", "list_item"),
        ("Nhân lực còn thiếu. Kinh phí bố trí chậm.", "paragraph"),
        ("6.4. Nhận xét, đánh giá:", "heading"),
        ("Phụ lục I. Kết quả thực hiện các chỉ tiêu", "heading"),
    ],
)
def test_paragraphs_that_a_style_calls_headings(text: str, kind: str) -> None:
    assert classify(Paragraph(text, kind="heading", level=3))[0] == kind


@pytest.mark.parametrize(
    ("lines", "metric"),
    [
        (("1. Số trạm BTS:", "- Cấp tỉnh có 210 trạm", "2. Xã hội: có 12"), None),
        (("1. Số trạm BTS:", "a) Toàn tỉnh có 12 trạm"), "bts_stations"),
    ],
)
def test_an_item_numbered_beside_a_lead_is_not_of_it(lines: tuple[str, ...], metric: str | None) -> None:
    assert find_figures(document_of(*lines)).figures[-1].metric == metric
