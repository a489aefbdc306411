"""Whose a figure is where rows are told by bare names, and where a text means its whole province again."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from rules.letterhead import read_letterhead
from rules.setting import setting_of
from tests.documents_of import document_of
from tests.test_places import OWN, of_own_province, table

HEAD = ("UBND TỈNH LAI CHÂU",)
AGAIN = [
    # The whole province is meant again, and what goes on from there is its own too.
    ("Huyện Sìn Hồ có 48 hợp tác xã; cả tỉnh 276 hợp tác xã, với 9.000 thành viên.", ["huyện Sìn Hồ", OWN, OWN]),
    ("Huyện Sìn Hồ có 12 chợ, toàn tỉnh có 40 chợ.", ["huyện Sìn Hồ", OWN]),
    ("Toàn tỉnh có 40 chợ, trên địa bàn huyện Sìn Hồ có 12 chợ.", [OWN, "huyện Sìn Hồ"]),
    # Not where the whole is only held against, or a place is named behind it.
    ("Huyện Sìn Hồ đạt 71%, cao hơn bình quân toàn tỉnh 2%.", ["huyện Sìn Hồ", "huyện Sìn Hồ"]),
    ("Huyện Sìn Hồ có 12 chợ, nhiều nhất toàn tỉnh là huyện Than Uyên có 15 chợ.", ["huyện Sìn Hồ", "huyện Than Uyên"]),
]
TOLD = [
    # What is told apart is of the place that it names.
    ("Trung bình đạt 41,3 Mb/s; riêng xã Mường Than chỉ 9,8 Mb/s.", [OWN, "xã Mường Than"]),
    ("Toàn ngành bớt 11 đơn vị, riêng huyện Sìn Hồ bớt 4 đơn vị.", [OWN, "huyện Sìn Hồ"]),
    ("Toàn ngành bớt 11 đơn vị, riêng khối xã bớt 4 đơn vị.", [OWN, OWN]),
    # A sentence that opens at a place is about it; one where it only gave an example is not.
    ("Tại Hà Nam, rà soát cho thấy còn 604 hộ nghèo (3,1%) và 943 hộ cận nghèo (2,2%).", ["Hà Nam"] * 4),
    ("Tại Hà Nam, đoàn học được 3 mô hình, về tỉnh ta làm 12 mô hình.", ["Hà Nam", OWN]),
    # A province in brackets tells where a lower place lies.
    ("Phường Bắc Sơn (Hải Phòng): thu ngân sách hơn 70 tỷ đồng.", ["phường Bắc Sơn"]),
    ("Năm qua dẫn đầu là Hải Phòng (72,9 điểm).", ["Hải Phòng"]),
    # Who it was merged with is not who has it.
    ("Sau khi sáp nhập với Bạc Liêu, tỉnh có 102 xã.", [OWN]),
    ("Sau hợp nhất với Sóc Trăng và Hậu Giang, thị trường có 26 chợ đầu mối.", [OWN]),
    ("Hà Nam sau sáp nhập có 102 xã.", ["Hà Nam"]),
    # The end of a name is no word before its number.
    ("Cao nhất là Quảng Ninh 72,95 điểm, thấp nhất là Cao Bằng 59,58 điểm.", ["Quảng Ninh", "Cao Bằng"]),
    ("Điểm số bằng 59,58 điểm.", [OWN]),
    # Việt Nam is the country where it is what the clause tells of.
    ("Năm 2023, tỉnh tăng 3 trạm; Việt Nam có 34 trạm.", [OWN, "cả nước"]),
    ("Hội Nông dân Việt Nam tặng 3 căn nhà.", [OWN]),
]


@pytest.mark.parametrize(("sentence", "places"), AGAIN + TOLD)
def test_whose_figure_it_is(sentence: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(of_own_province(sentence)).figures] == places


@pytest.mark.parametrize(
    ("header", "names", "places"),
    [
        ("Huyện, thành phố", ("Bảo Lạc", "Thành phố Lai Châu", "Sìn Hồ"), ["Bảo Lạc", "thành phố Lai Châu", "Sìn Hồ"]),
        ("Địa phương", ("Tam Đường", "Tổng cộng", "Toàn tỉnh"), ["Tam Đường", OWN, OWN]),
        ("Huyện", ("Sìn Hồ", "Mường Tè", "Cộng"), ["huyện Sìn Hồ", "huyện Mường Tè", OWN]),
        ("Tên xã, phường", ("Mường Than", "Tả Lèng", "TỔNG SỐ"), ["Mường Than", "Tả Lèng", OWN]),
        ("Địa bàn trong tỉnh", ("Sìn Hồ", "Quốc lộ 4D", "Ngoài tỉnh"), ["Sìn Hồ", OWN, OWN]),
        # Other headers do not say that a name is a place; a company, a thing, a department is none under any.
        ("Tên máy", ("Hoa Sen", "Bảo Lạc", "Sìn Hồ"), [OWN] * 3),
        ("Cơ quan", ("Sở Nội vụ", "Tam Đường", "Thanh tra tỉnh"), [OWN] * 3),
        ("Huyện, thị xã", ("Sở Y tế", "Công an tỉnh", "Các trường"), [OWN] * 3),
    ],
)
def test_rows_of_bare_names(header: str, names: tuple[str, ...], places: list[str]) -> None:
    rows = [("TT", header, "Số máy (máy)"), *((str(i), name, str(20 + i)) for i, name in enumerate(names, 1))]
    assert [one.place for one in find_figures(table(*rows, head=HEAD)).figures] == places


def test_a_province_with_those_that_it_was_made_of() -> None:
    names = ("Ninh Bình (Hà Nam + Ninh Bình + Nam Định)", "Quảng Ninh", "Lào Cai (hợp nhất Yên Bái, Lào Cai)", "Sơn La",
             "Phú Thọ (vùng trung du)")  # fmt: skip
    rows = [
        ("TT", "Tỉnh, thành phố", "Số máy (máy)"),
        *((str(i), name, str(20 + i)) for i, name in enumerate(names, 1)),
    ]
    assert [one.place for one in find_figures(table(*rows)).figures][:4] == [
        "Ninh Bình",
        "Quảng Ninh",
        "Lào Cai",
        "Sơn La",
    ]


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG", "Hải Phòng"),
        ("ỦY BAN NHÂN DÂN XÃ TÂN LẬP, TỈNH SƠN LA", "xã Tân Lập"),
        ("UBND QUẬN HẢI AN PHÒNG TƯ PHÁP", "quận Hải An"),
    ],
)
def test_whose_letterhead_it_is(issuer: str, place: str) -> None:
    document = document_of(issuer, "BÁO CÁO", "Kết quả năm 2024", "Hải Phòng, Hải An. Tân Lập có 12 chợ.", "Có 40 chợ.")
    assert setting_of(document, read_letterhead(document)).place == place
    assert find_figures(document).figures[-1].place == place


def test_a_text_about_the_country_returns_to_it_behind_a_list_of_provinces() -> None:
    text = "Đến nay cả nước có 51 người bị nạn, gồm Ninh Bình 9 người, Lào Cai 3 người. Có 91 nhà bị sập."
    places = [one.place for one in find_figures(document_of("Mưa lũ gây thiệt hại lớn trong tuần qua", text)).figures]
    assert places == ["cả nước", "Ninh Bình", "Lào Cai", "cả nước"]
