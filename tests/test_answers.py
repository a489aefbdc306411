"""Answers to questions on the corpus: the number with its province, time and source, or that there is none, and what
is not sure said as unsure. By the command, and in a browser with and without scripts."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow
from test_cli import solieu

from kb.ask.search import find
from kb.store import read_base
from kb.web.answering import answer
from kb.web.asked import understood
from kb.web.chosen_values import holds_in, meets_bound
from kb.web.language import Words
from kb.web.merging import Territory
from kb.web.queries_compare import PLACES
from kb.web.statements import Speaker, spoken
from rules.questions.bounds import Bound
from rules.questions.read import read_question

YEAR = 2026


def told(db: sqlite3.Connection, typed: str, language: str = "vi", **changed: str) -> list[str]:
    """The sentences of an answer, as plain text."""
    read = understood(read_question(typed, YEAR), changed)
    found = answer(db, read.wanted)
    cursor = db.execute(PLACES)
    names = [column[0] for column in cursor.description]
    territory = Territory([dict(zip(names, row, strict=True)) for row in cursor])
    speaker = Speaker(Words("en" if language == "en" else "vi"), territory, found.sources, None)
    return [one.text.replace("\u202f", " ") for _, sentences in spoken(found, speaker) for one in sentences]


@pytest.fixture(scope="module")
def corpus(corpus_base: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(read_base(corpus_base)) as db:
        yield db


FIRST = [
    (
        "tỉnh nào nhiều trạm BTS nhất",
        ("Trong 3 tỉnh có số so được, Hà Giang (trước 7/2025) có số trạm BTS lớn nhất: 2.833 trạm (năm 2023). "
        "Nguồn: ha-giang-vien-thong-2023.txt."),
    ),
    (
        "which province has the most BTS stations",
        ("Trong 3 tỉnh có số so được, Hà Giang (trước 7/2025) có số trạm BTS lớn nhất: 2.833 trạm (năm 2023). "
        "Nguồn: ha-giang-vien-thong-2023.txt."),
    ),
    (
        "trm bts nghe an",
        "Nghệ An: số trạm BTS là trên 2.500 trạm BTS (tháng 12/2024). Nguồn: nghe-an-ha-tang-so-2024.pdf, trang 1.",
    ),
    (
        "BTS Quảng Nam 2023",
        "Quảng Nam (trước 7/2025): số trạm BTS là 2.128 trạm (tháng 12/2023). Nguồn: quang-nam-de-an-06-2023.docx.",
    ),
    (
        "PCI 2016 cao nhất",
        ("Trong 63 tỉnh có số so được năm 2016, Đà Nẵng (trước 7/2025) có điểm PCI (chung) lớn nhất: 70 điểm "
        "(năm 2016). Nguồn: ca-nuoc-pci-2016.xlsx."),
    ),
    (
        "tỷ trọng kinh tế số Bắc Ninh mục tiêu 2030",
        "Bắc Ninh: mục tiêu kinh tế số trong GRDP là 45 % (năm 2030). Nguồn: bac-ninh-kinh-te-so-2030.md.",
    ),
    ("PAPI Hà Tĩnh 2023", "Không thấy nêu hạng PAPI của Hà Tĩnh năm 2023 trong các văn bản đã đọc."),
    ("trạm BTS Cà Mau", "Không thấy nêu số trạm BTS của Cà Mau trong các văn bản đã đọc."),
    ("cả nước có bao nhiêu trạm BTS", "Không văn bản nào đã đọc nêu số trạm BTS của cả nước."),
    (
        "trạm BTS Tuyên Quang",
        ("Tuyên Quang hiện nay chưa nêu số trạm BTS; các tỉnh hợp thành đã nêu: "
        "Hà Giang (trước 7/2025) 2.833 trạm (năm 2023)."),
    ),
    (
        "trạm BTS trên 2.500",
        "1 trong 5 tỉnh có số so được có số trạm BTS trên 2.500: Hà Giang (trước 7/2025) 2.833 trạm (năm 2023).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "sentence"), FIRST, ids=[typed for typed, _ in FIRST])
def test_the_answer_stands_first(corpus: sqlite3.Connection, typed: str, sentence: str) -> None:
    assert told(corpus, typed)[0] == sentence


@pytest.mark.parametrize(
    "typed",
    [
        *("số trạm bơm Nghệ An", "trạm BTS huyện Đức Trọng", "trạm BTS của Viettel Quảng Nam", "giá vàng hôm nay"),
        *("thủ tướng là ai", "dân số Mỹ", "2.128", "Nghệ An", "", "?", "% > <", "trạm", "hộ nuôi tôm Cà Mau 2024"),
    ],
)
def test_what_no_metric_knows_is_not_answered(corpus: sqlite3.Connection, typed: str) -> None:
    assert told(corpus, typed) == []


def test_communes_at_a_hundred_percent_are_told_by_province_with_their_times(corpus: sqlite3.Connection) -> None:
    first, *others = told(corpus, "xã nào phủ 4G 100%")
    assert first.startswith("3 trong 3 tỉnh có số so được có xã, thôn phủ sóng di động (các xã) bằng 100 %: ")
    assert "Nghệ An 100 % (năm 2024)" in first and "Quảng Nam (trước 7/2025) 100 % (tháng 12/2023)" in first
    assert "Báo cáo nêu số theo tỉnh, không kể tên từng xã." in others
    assert "Chỉ tiêu này không tách riêng «4g»." in others


def test_a_group_is_answered_by_its_metrics(corpus: sqlite3.Connection) -> None:
    sentences = told(corpus, "hạ tầng số Nghệ An 2024")
    assert len([one for one in sentences if one.startswith("Nghệ An: ")]) >= 5
    assert (
        "Nghệ An: hộ gia đình kết nối cáp quang là 92 % (năm 2024). Nguồn: nghe-an-ha-tang-so-2024.pdf, trang 1."
        in (sentences)
    )


def test_both_sides_of_a_comparison_are_told(corpus: sqlite3.Connection) -> None:
    sentences = told(corpus, "thu ngân sách Nghệ An so với Hà Tĩnh 2014")
    assert [one.split(":")[0] for one in sentences] == ["Nghệ An", "Hà Tĩnh"]


def test_what_was_read_can_be_changed(corpus: sqlite3.Connection) -> None:
    typed = "tỉnh nào nhiều trạm BTS nhất"
    assert "có số trạm BTS nhỏ nhất" in told(corpus, typed, ask="least")[0]
    assert told(corpus, typed, place="40")[0].startswith("Nghệ An: số trạm BTS là trên 2.500 trạm")
    assert told(corpus, typed, ask="reach", bound="2.500", sign=">")[0].startswith("1 trong 5 tỉnh")
    assert "số trạm 5G" in told(corpus, typed, metric="bts_5g_stations")[0]
    assert told(corpus, typed, metric="no_such") == []
    # What is no value is as if it were not said.
    assert told(corpus, typed, ask="x", level="x", at="x", place="x", bound="x", sign="x", status="x")[0].startswith(
        "Trong 3 tỉnh"
    )


def test_answers_in_english(corpus: sqlite3.Connection) -> None:
    assert told(corpus, "most BTS stations", "en")[0] == (
        "Of 3 provinces with comparable figures, Hà Giang (before July 2025) has the greatest BTS stations: 2,833 "
        "stations (2023). Source: ha-giang-vien-thong-2023.txt."
    )


BTS = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count", "subject": "trạm BTS"}


@pytest.fixture
def base() -> Base:
    base = Base()
    for name, place, number, more in (
        ("a.pdf", "49-old", "2.128", {}),
        ("b.pdf", "67-old", "690", {}),
        ("c.pdf", "58-old", "9.900", {"confidence": 0.3}),
        ("several.pdf", "51-old", "9.700", {}),
    ):
        document = base.document(name, place, "2024", "2024-12-31")
        base.say(document, f"Toàn tỉnh có [[{number}]] trạm BTS.", BTS | more)
    base.say(document, "Có [[9.600]] trạm BTS.", BTS)
    base.finish()
    return base


def test_a_doubtful_value_is_no_answer_without_the_word(base: Base) -> None:
    first, *others = told(base.connection, "tỉnh nào nhiều trạm BTS nhất")
    assert "Quảng Nam" in first and "2.128" in first and "9.900" not in first
    assert "9.700" not in first and any("chưa chắc" in one and "9.900" in one and "9.700" in one for one in others)
    assert told(base.connection, "trạm BTS Ninh Thuận")[0].startswith("Ninh Thuận: văn bản có vẻ nêu")
    several = told(base.connection, "trạm BTS Quảng Ngãi")
    assert several[0].startswith("Quảng Ngãi: văn bản nêu nhiều số khác nhau") and "9.600" in several[1]
    assert all("9.900" not in one or "chưa chắc" in one for one in told(base.connection, "trạm BTS"))


def test_a_newer_doubtful_value_does_not_stand_before_a_sure_one(base: Base) -> None:
    document = base.document("d.pdf", "49-old", "2025-H1", "2025-06-30")
    base.say(document, "Tỉnh có [[3.999]] trạm BTS.", BTS | {"confidence": 0.2})
    base.finish()
    first, *others = told(base.connection, "trạm BTS Quảng Nam")
    assert "2.128" in first
    assert any("3.999" in one and "chưa chắc" in one for one in others)


def test_sources_that_differ_are_told(base: Base) -> None:
    document = base.document("e.pdf", "67-old", "2024", "2024-12-31")
    base.say(document, "Cả tỉnh có [[700]] trạm BTS.", BTS)
    base.finish()
    sentences = told(base.connection, "trạm BTS Đắk Nông 2024")
    assert any("690" in one and "700" in one and "khác nhau" in one for one in sentences)
    assert any("690" in one and "700" in one for one in told(base.connection, "số liệu mâu thuẫn về trạm BTS"))


def row(value: str, qualifier: str = "exact", value_max: str | None = None) -> dict[str, object]:
    return {
        "value": value, "comparable": float(value), "basis": "%", "qualifier": qualifier, "value_max": value_max,
        "as_of": "2024-12-31", "period_effective": "2024",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sign", "bound", "reached"),
    [
        (row("100"), "=", 100, True),
        (row("99"), "=", 100, False),
        (row("100", "nearly"), "=", 100, None),
        (row("90"), ">=", 90, True),
        (row("90"), ">", 90, False),
        (row("85", "over"), ">", 90, None),
        (row("95", "over"), ">", 90, True),
        (row("95", "under"), ">", 90, None),
        (row("80", "under"), ">", 90, False),
        (row("40", "under"), "<", 50, True),
        (row("40", "over"), "<", 50, None),
        (row("60", "over"), "<", 50, False),
        (row("85", value_max="95"), ">", 90, None),
        (row("85", value_max="95"), ">", 80, True),
    ],
)
def test_a_bound_is_met_where_the_words_say_so(given: dict[str, object], sign: str, bound: int, reached: bool) -> None:
    assert meets_bound(given, Bound(sign, Decimal(bound), True, 0, 0)) is reached  # type: ignore[arg-type]


def test_a_value_holds_in_its_year_and_at_the_end_of_its_part() -> None:
    given = row("1")
    assert holds_in(given, "2024") and not holds_in(given, "2023")
    assert holds_in(given, "2024-Q4") and not holds_in(given, "2024-H1")
    assert not holds_in(given | {"as_of": None}, "2024")


def test_the_command_answers_and_says_where_it_says_so(corpus_base: Path, tmp_path: Path) -> None:
    done = solieu("ask", "tram", "bts", "quang", "nam", "2023", "--db", corpus_base, cwd=tmp_path)
    assert done.returncode == 0 and "2.128 trạm" in done.stdout and "quang-nam-de-an-06-2023.docx" in done.stdout
    nothing = solieu("ask", "giá", "vàng", "hôm", "nay", "--db", corpus_base, cwd=tmp_path)
    assert nothing.returncode == 1 and "Chưa có chỉ tiêu nào khớp" in nothing.stdout
    given = solieu("ask", "tram bts quang nam 2023", "--db", corpus_base, "--json", cwd=tmp_path)
    (one,) = json.loads(given.stdout)
    assert one["metric_id"] == "bts_stations" and one["known"] and re.fullmatch(r"F-\w{10}", one["figure_ids"][0])


def test_the_page_answers_above_the_hits_and_shows_what_it_understood(screen: Page, corpus_site: str) -> None:
    screen.goto(corpus_site)
    screen.get_by_role("searchbox").fill("tỉnh nào nhiều trạm BTS nhất")
    screen.keyboard.press("Enter")
    answered = screen.get_by_role("region", name="Trả lời")
    expect(answered).to_contain_text("Hà Giang (trước 7/2025) có số trạm BTS lớn nhất: 2.833 trạm (năm 2023)")
    assert not faults(screen)
    assert fits_a_phone(screen)
    follow(answered.get_by_role("link", name="2.833 trạm"))
    expect(screen.locator("blockquote mark, table.printed mark").first).to_have_text("2.833")
    screen.go_back()
    follow(answered.get_by_role("link", name="Xem so sánh"))
    expect(screen.locator("table.ranking tbody tr").first).to_contain_text("Hà Giang")
    screen.go_back()
    screen.get_by_text("Đã hiểu câu hỏi thế này").click()
    screen.get_by_label("Hỏi", exact=True).select_option("least")
    follow(screen.get_by_role("button", name="Sửa lại"))
    expect(answered).to_contain_text("nhỏ nhất")


def test_words_of_a_question_that_no_report_has_do_not_hide_what_reports_have(corpus_site: str) -> None:
    page = httpx.get(f"{corpus_site}/search", params={"q": "Quảng Nam có bao nhiêu trạm BTS vậy?"}).text
    assert "Dưới đây là nơi có các chữ" in page and "2.128" in page


@pytest.mark.parametrize(
    "query",
    ["q=%3Cscript%3Ealert(1)%3C/script%3E+tr%E1%BA%A1m+BTS", "q=tram+bts&metric=%22%3E%3Cb%3E&bound=%3Cb%3E&place='"],
)
def test_what_is_typed_is_only_text(corpus_site: str, query: str) -> None:
    page = httpx.get(f"{corpus_site}/search?{query}")
    assert page.status_code == 200 and "<script>alert" not in page.text and "<b>" not in page.text.split("<main")[1]


def test_the_text_search_below_is_as_before(corpus: sqlite3.Connection) -> None:
    assert find(corpus, "tram bts quang nam").figures[0].number == "2.128"


def test_where_the_year_has_no_value_those_of_other_times_are_told_with_their_whole_time() -> None:
    base = Base()
    document = base.document("a.pdf", "51-old", "2024", "2024-12-01")
    base.say(document, "Giai đoạn này có [[45]] trạm BTS.", {"metric_id": "bts_stations", "unit": "trạm",
             "kind": "count", "period": "2024/2028"})  # fmt: skip
    base.finish()
    nobody, others = told(base.connection, "số trạm BTS 2025")
    assert nobody.startswith("Chưa tỉnh nào nêu số trạm BTS năm 2025")
    assert "45 trạm" in others and "2024–2028" in others
