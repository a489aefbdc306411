"""Which of two provinces of one name is meant: the merger of July 2025, for documents, figures, checks and people."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from rules.language.provinces import Era, count_of, era_of, load_places, merged_on, place_called, provinces_in
from tests.documents_of import document_of


@pytest.mark.parametrize(
    ("times", "era"),
    [
        (("2025-H1",), "old"),
        (("2025-Q1",), "old"),
        (("2025-Q2",), "old"),
        (("2025-06",), "old"),
        (("2025-06-30",), "old"),
        (("2025-01-01/2025-06-30",), "old"),
        (("2024-12-15/2025-06-14",), "old"),
        (("2025-07-01",), "new"),
        (("2025-07",), "new"),
        (("2025-H2",), "new"),
        (("2025-Q3",), "new"),
        (("2026",), "new"),
        (("2025-07-01/2025-12-31",), "new"),
        # the merger fell into it: the day of issue tells
        (("2025",), None),
        (("2025", "2025-12"), "new"),
        (("2025", "2023-05-12"), "old"),
        (("2021/2025", "2025-03-01"), "old"),
        (("2021/2025", "2025-11-03"), "new"),
        (("2025-01-01/2025-09-30", "2025-10-02"), "new"),
        ((None, "2025", "2025-12-20"), "new"),
        ((None, None), None),
        (("đến nay", "2024"), "old"),
    ],
)
def test_era_of_times(times: tuple[str | None, ...], era: Era | None) -> None:
    assert era_of(*times) == era


def test_the_day_and_the_numbers_are_those_of_the_table() -> None:
    assert (merged_on(), count_of("old"), count_of("new")) == ("2025-07-01", 63, 34)


@pytest.mark.parametrize("period", ["6 tháng đầu năm 2025", "quý I/2025", "quý II/2025", "tháng 6/2025"])
def test_a_report_of_the_first_half_of_2025_is_filed_under_one_province(period: str) -> None:
    document = document_of(
        "UBND TỈNH LÂM ĐỒNG", "BÁO CÁO", f"Kết quả {period}", "Toàn tỉnh có 812 trạm.", "Ngày 05/6/2025 có 815 trạm."
    )
    found = find_figures(document)
    head = found.letterhead
    place = place_called(head.place, head.period, head.issued_on)
    assert place is not None and place.id == "68-old"
    assert [figure.place_id for figure in found.figures] == ["68-old", "68-old"]


@pytest.mark.parametrize(("date", "place_id"), [("… tháng 12", "68"), ("15 tháng 12", "68"), ("… tháng 3", "68-old")])
def test_a_report_of_2025_is_of_the_province_that_issued_it(date: str, place_id: str) -> None:
    head = ["UBND TỈNH LÂM ĐỒNG", f"Lâm Đồng, ngày {date} năm 2025", "BÁO CÁO", "Cải cách hành chính năm 2025"]
    found = find_figures(document_of(*head, "Toàn tỉnh có 812 trạm."))
    place = place_called(found.letterhead.place, found.letterhead.period, found.letterhead.issued_on)
    assert place is not None and place.id == place_id
    assert [figure.place_id for figure in found.figures] == [place_id]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tỉnh Bà Rịa-Vũng Tàu, Bà Rịa Vũng Tàu, BÀ RỊA — VŨNG TÀU", ["Bà Rịa - Vũng Tàu"] * 3),
        ("Thừa Thiên - Huế, Thừa Thiên–Huế, TT Huế, Huế", ["Thừa Thiên Huế", "Thừa Thiên Huế", "TT-Huế", "Huế"]),
        ("Đắk Lắk, Đăk Lăk, Đắc Lắc, ĐakLak, Đaklak, Daklak, ĐẮK LẮK", ["Đắk Lắk"] * 7),
        ("Kon Tum, KonTum, Kontum, KON TUM", ["Kon Tum"] * 4),
        ("TP HCM, TP.HCM, TP. HCM, TPHCM, Thành phố Hồ Chí Minh", ["Hồ Chí Minh"] * 5),
        ("Khánh Hòa, Khánh Hoà, KHÁNH HOÀ, Hòa Bình", ["Khánh Hòa"] * 3 + ["Hòa Bình"]),
        # near misses
        ("nền hòa bình, lối ra huyện Quảng Namx, xã Lai Châm, đắc lắm", []),
    ],
)
def test_provinces_in_every_spelling(text: str, names: list[str]) -> None:
    assert [name for _, _, name in provinces_in(text)] == names


def test_every_spelling_of_the_table_is_read_as_its_province() -> None:
    for place in load_places():
        for spelling in place.spellings:
            known = place_called(spelling, "2024" if place.id.endswith("-old") else "2026")
            assert known is not None and known.id == place.id, spelling
