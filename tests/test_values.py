"""Values as they are written down: the printed digits for what is printed, none that only the scale has left."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from tests.documents_of import document_of

VALUES = [
    ("Kinh phí chi cho an toàn thông tin là 4,5 tỷ đồng.", "4500000000"),
    ("Dự toán được giao 28.900 triệu đồng.", "28900000000"),
    ("Toàn tỉnh có 1,30 triệu tài khoản thanh toán.", "1300000"),
    ("Doanh thu đạt 0,0264 triệu đồng.", "26400"),
    ("Tỷ lệ hồ sơ trực tuyến đạt 98,50%.", "98.50"),
    ("Chỉ số đạt 0,510 điểm.", "0.510"),
]


@pytest.mark.parametrize(("sentence", "value"), VALUES)
def test_value_as_text(sentence: str, value: str) -> None:
    (figure,) = find_figures(document_of(sentence)).figures
    assert str(figure.value) == value
