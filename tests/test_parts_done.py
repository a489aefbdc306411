"""What a sentence says became of what it has just counted is a part of that, and what a fraction is of is its whole."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from tests.documents_of import document_of

PARTS = [
    # What was done with some of it
    ("Trong quý xảy ra 62 vụ trộm, giảm 4% so với cùng kỳ; làm rõ 51 vụ.", {"51": "62"}),
    ("Kiến nghị thu hồi 9,7 tỷ đồng, đã thu 7,3 tỷ đồng.", {"7,3": "9,7"}),
    ("Đối soát 640 thửa đất với dữ liệu dân cư, khớp 587 thửa.", {"587": "640"}),
    ("Rà soát 90 văn bản; bãi bỏ 20 văn bản, thay thế 8 văn bản.", {"20": "90", "8": "90"}),
    ("Rà soát 90 văn bản; ban hành 20 văn bản.", {}),
    ("Ban hành 90 văn bản; tổ chức 20 hội nghị, giải quyết 3 vụ việc.", {}),
    # In which state some of it is
    ("Toàn huyện có 49 sản phẩm OCOP, 41 sản phẩm đã lên sàn.", {"41": "49"}),
    ("Hưởng trợ giúp hằng tháng có 92 người; 61 người được chi qua tài khoản.", {"61": "92"}),
    ("Kỷ luật 27 người, có 6 người giữ chức vụ quản lý.", {"6": "27"}),
    ("Có 49 sản phẩm OCOP, 141 sản phẩm đã lên sàn.", {}),
    ("Kiểm tra 42 xã. Kết quả: 35 xã đạt, 5 xã chưa đạt.", {}),
    ("Tai nạn làm 11 người chết, 6 người bị thương.", {}),
    ("Ghi nhận 203 cảnh báo, xử lý 3 sự cố.", {}),
    # What a fraction is of
    ("Chỉ ra 57 hạn chế, 51/57 đã chấn chỉnh.", {"51/57": "57"}),
    ("Có 57 hạn chế ở các sở, 51/58 xã chưa có máy.", {}),
    # Told apart behind a semicolon
    ("Trồng mới 218 ha rừng; riêng rừng sản xuất 136 ha.", {"136": "218"}),
    ("Trồng mới 218 ha rừng; riêng rừng sản xuất 336 ha.", {}),
    # Sums of a whole that is all of it, has no name, or one of another kind
    ("Khởi công 760/760 căn nhà; xây mới 475 căn, sửa chữa 285 căn.", {"475": "760/760", "285": "760/760"}),
    ("Khởi công 760/800 căn nhà; xây mới 475 căn, sửa chữa 285 căn.", {}),
    ("Có 802 tủ thuốc, gồm 422 hộp nhỏ và 380 hộp lớn.", {"422": "802", "380": "802"}),
    ("Có 802 tủ thuốc, gồm 422 hộp nhỏ và 381 hộp lớn.", {}),
]


@pytest.mark.parametrize(("sentence", "parts"), PARTS)
def test_what_became_of_it(sentence: str, parts: dict[str, str]) -> None:
    figures = find_figures(document_of("Kết quả trong năm", sentence)).figures
    assert {one.number: figures[one.part_of].number for one in figures if one.part_of is not None} == parts


@pytest.mark.parametrize(("last", "whole"), [("- 20 cơ sở y tế khác", "186"), ("- 21 cơ sở y tế khác", None)])
def test_items_of_several_names_that_add_up(last: str, whole: str | None) -> None:
    figures = find_figures(
        document_of("Cơ sở y tế toàn tỉnh: 186, gồm:", "- 25 bệnh viện", "- 141 trạm xá", last)
    ).figures
    assert len(figures) == 4
    assert {None if one.part_of is None else figures[one.part_of].number for one in figures[1:]} == {whole}
