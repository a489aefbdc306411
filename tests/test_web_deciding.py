"""The page on which figures are decided one a time: by keys and clicks, kept in the browser, as CSV or handed in."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from review_base import Review, built_of, copy_of, read, report, save
from served import faults, fits_a_phone

from extract.document import SolieuError
from kb.review.columns import ALL, ASKED
from kb.review.export import as_csv
from kb.web.handing_in import MOST_BYTES, TOKEN, Reviewing
from kb.web.serve import application

MINUTE = 60_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four short reports with more than twenty figures."""
    reports = {
        "lai_chau": report(),
        "yen_bai": report("Yên Bái", 9, "1.350"),
        "bac_kan": report("Bắc Kạn", 11, "874"),
        "son_la": report("Sơn La", 13, "2.016"),
    }
    return built_of(tmp_path_factory.mktemp("deciding"), **reports)


@pytest.fixture
def work(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def opened(screen: Page, address: str) -> Page:
    """The page, when its script has read what the browser keeps."""
    screen.goto(address)
    expect(screen.locator("#duyet[data-ready]")).to_be_visible()
    return screen


def current(page: Page) -> str:
    """The id of the figure that is shown: there is always exactly one."""
    shown = page.locator("article.one:visible")
    expect(shown).to_have_count(1)
    return shown.get_attribute("data-id") or ""


def at_number(page: Page, number: str) -> None:
    """Go to the first figure that is printed so."""
    for _ in range(page.locator("article.one").count()):
        if page.locator("article.one:visible").get_attribute("data-number") == number:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(number)


def taken(page: Page, folder: Path, name: str = "Lan") -> Path:
    """The CSV that a click gives."""
    if name:
        page.get_by_label("Tên người duyệt").fill(name)
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp CSV").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def solieu(folder: Path, *words: str | Path) -> str:
    """The real command, in a process of its own, which must succeed."""
    command = [str(Path(sys.executable).parent / "solieu"), *map(str, words)]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, (command, run.stdout, run.stderr)
    return run.stdout


def test_twenty_figures_by_keys_survive_a_reload_and_land(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    site = serving(work.base)
    page = opened(screen, f"{site}/review/do")
    total = page.locator("article.one").count()
    assert total > 20
    began = page.evaluate("performance.now()")
    decided: dict[str, str] = {}
    for at in range(20):
        figure = current(page)
        assert figure not in decided
        key, word = (("1", "ok"), ("1", "ok"), ("4", "unsure"), ("1", "ok"), ("3", "drop"))[at % 5]
        if at == 7:
            page.keyboard.press("2")
            page.get_by_label("cơ quan, đơn vị", exact=True).fill("Sở Y tế")
            page.keyboard.press("Enter")
            word = "fix"
        else:
            page.keyboard.press(key)
        decided[figure] = word
        expect(page.locator("#bao")).to_contain_text(f"Còn {total - at - 1}.")
    spent = page.evaluate("performance.now()") - began
    assert spent < MINUTE, spent
    opened(page, f"{site}/review/do")
    expect(page.locator("#danh-sach li")).to_have_count(20)
    assert current(page) not in decided
    file = taken(page, work.folder)
    rows = read(file)
    assert len(rows) == 20 and {row["reviewer"] for row in rows} == {"Lan"}
    solieu(work.folder, "review", "apply", file, "--apply")
    assert {row[0] for row in work.rows("select distinct reviewer from corrections")} == {"Lan"}
    solieu(work.folder, "build", "corpus", "--db", "again.db")
    said = dict(work.rows("select figure_id, new from corrections where field = 'decision'", "again.db"))
    assert said == {figure: word for figure, word in decided.items() if word != "fix"}
    (fixed,) = [figure for figure, word in decided.items() if word == "fix"]
    assert work.rows(f"select owner from figures_final where id = '{fixed}'", "again.db") == [("Sở Y tế",)]
    gone = {figure for figure, word in decided.items() if word == "drop"}
    assert len(gone) == 4 and not gone & {row[0] for row in work.rows("select id from figures_final", "again.db")}
    # What is decided waits no longer; what the browser keeps of it is shown, and can be forgotten.
    opened(page, f"{site}/review/do")
    assert not {card.get_attribute("data-id") for card in page.locator("article.one").all()} & {
        figure for figure, word in decided.items() if word in ("ok", "drop")
    }
    page.get_by_role("button", name="Quên các lời đã tải").click()
    expect(page.locator("#danh-sach li")).to_have_count(0)


def to_group(page: Page, many: int, number: str = "") -> tuple[str, list[str]]:
    """Go to a figure of a group of so many, one that is printed as ``number`` if that is given, and show its group;
    gives its id and those of the others."""
    for _ in range(page.locator("article.one").count()):
        shown = page.locator("article.one:visible")
        button = shown.get_by_role("button", name=f"Tất cả {many} số")
        wanted = number in ("", shown.get_attribute("data-number"))
        if wanted and button.count() and not shown.locator(".state:visible").count():
            button.click()
            expect(shown.locator(".group li")).to_have_count(many - 1)
            others = [one.get_attribute("value") or "" for one in shown.locator(".group input").all()]
            return shown.get_attribute("data-id") or "", others
        page.keyboard.press("ArrowRight")
    raise AssertionError(many)


def test_one_decision_is_for_all_that_were_read_alike_once_they_were_shown(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    first, others = to_group(page, 4)
    # Each of them stands there with its sentence; one of them is not like the others.
    quotes = dict(work.rows("select id, quote from figures"))
    for other in others:
        assert quotes[other] in page.locator(f".group li:has(input[value='{other}'])").inner_text()
    page.locator(f".group input[value='{others[0]}']").uncheck()
    page.keyboard.press("1")
    expect(page.locator("#bao")).to_contain_text("cho cả 3 số")
    expect(page.locator("#danh-sach li")).to_have_count(1)
    # A decision that nobody said to be for all holds for its figure only, and goes before that of the group. The one
    # that was left out stays without a word, wherever the queue has it.
    while current(page) in {first, *others}:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    expect(page.locator("#danh-sach li")).to_have_count(2)
    expect(page.locator("#danh-sach li").nth(1)).not_to_contain_text("cho cả")
    opened(page, page.url)
    file = taken(page, work.folder)
    rows = read(file)
    assert [row["for_group"] for row in rows if row["id"] == first] == ["cả nhóm"]
    assert {row["id"] for row in rows if not row["decision"]} == set(others[1:]) and len(rows) == 4
    solieu(work.folder, "review", "apply", file, "--apply")
    said = dict(work.rows("select figure_id, new from corrections"))
    assert said.keys() >= {first, *others[1:]} and others[0] not in said and set(said.values()) == {"ok"}
    assert len(said) == 4
    groups = {event["figure_id"]: event.get("group", "") for event in work.events()}
    assert groups[first] == "" and {groups[other] for other in others[1:]} == {first}


def test_a_correction_for_all_tells_at_once_whom_it_leaves_alone(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    # A unit that has a word of its metric: one that has none asks for a second yes, whatever the queue begins with.
    to_group(page, 4, "12")
    page.keyboard.press("2")
    page.get_by_label("đơn vị", exact=True).fill("lớp tính thử")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_contain_text("cho cả 4 số")
    first, _ = to_group(page, 4)
    page.keyboard.press("2")
    page.get_by_label("kỳ", exact=True).fill("2022")
    page.keyboard.press("Enter")
    # A period is that of its own document: the other reports keep theirs, and that is said before anything is written.
    expect(page.locator("#bao")).to_contain_text("3 số để nguyên")
    file = taken(page, work.folder)
    solieu(work.folder, "review", "apply", file, "--apply", "--confirm")
    assert len(work.rows("select 1 from figures_final where unit = 'lớp tính thử'")) == 4
    assert work.rows("select figure_id from corrections where field = 'period'") == [(first,)]


def test_the_queue_says_how_many_figures_were_read_alike(serving: Callable[..., str], work: Review) -> None:
    site = serving(work.base)
    assert "4 số được đọc cùng một cách" in httpx.get(f"{site}/review").text
    # What is decided is no more to be decided, alone or with others.
    rows = [row for row in read(work.export()) if " · 4 số" in row["group"]]
    decided = save(work.folder / "three.csv", [{**row, "decision": "đúng"} for row in rows])
    work.apply(decided, "--apply")
    assert "4 số được đọc cùng một cách" not in httpx.get(f"{site}/review").text


def test_what_was_read_alike_is_told_without_a_word_of_strangers(serving: Callable[..., str], work: Review) -> None:
    site = serving(work.base)
    pattern = work.rows("select pattern from figures where pattern <> '' group by 1 having count(*) = 4")[0][0]
    members = httpx.get(f"{site}/review/do/alike", params={"pattern": pattern}).json()["members"]
    assert len(members) == 4 and {one["cells"]["id"] for one in members} == {one["id"] for one in members}
    for wrong in ("", "0123456789", "x' or 1=1 --", pattern.lower()):
        assert httpx.get(f"{site}/review/do/alike", params={"pattern": wrong}).json() == {"members": []}


MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75, phục vụ 320 lượt người, riêng thứ bảy 320 lượt, chủ nhật 90 lượt."


@pytest.fixture
def missed(tmp_path: Path) -> Review:
    """A report in which the machine takes a number for a code, and one that it has missed."""
    work = Review(built_of(tmp_path, lai_chau=f"{report()}\n{MISSED}\n"))
    work.forget("90")
    assert work.rows("select 1 from figures where number in ('75', '90')") == []
    return work


def test_twenty_figures_by_keys_and_one_that_was_missed(
    screen: Page, serving: Callable[..., str], built: Path, tmp_path: Path
) -> None:
    work = copy_of(built, tmp_path)
    (work.corpus / "dien-bien.txt").write_text(report("Điện Biên", 15, "655") + f"\n{MISSED}\n", encoding="utf-8")
    work.build()
    page = opened(screen, f"{serving(work.base)}/review/do?document=dien-bien")
    at_number(page, "320")
    opened(page, page.url.replace("?document=dien-bien", ""))
    began = page.evaluate("performance.now()")
    added = False
    for _ in range(20):
        if not added and page.locator("article.one:visible .pick.missed", has_text="75").count():
            page.keyboard.press("6")
            expect(page.locator("article.one:visible .pick.missed").first).to_be_focused()
            while page.evaluate("document.activeElement.textContent") != "75":
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.get_by_label("Số in", exact=True)).to_have_value("75")
            page.keyboard.type("điểm")
            page.keyboard.press("Enter")
            expect(page.locator("#bao")).to_contain_text("Đã ghi nhớ: bổ sung 75")
            added = True
        figure = current(page)
        page.keyboard.press("1")
        expect(page.locator(f"article.one[data-id={figure}]")).to_be_hidden()
    assert page.evaluate("performance.now()") - began < MINUTE
    assert added
    file = taken(page, work.folder)
    assert len(read(file)) == 21
    solieu(work.folder, "review", "apply", file, "--apply")
    solieu(work.folder, "build", "corpus", "--db", "again.db")
    query = "select unit, value, reviewed from figures_final where number = '75'"
    assert work.rows(query, "again.db") == [("điểm", "75", "added")]


def test_a_number_that_is_no_figure_is_added_by_a_click(
    screen: Page, serving: Callable[..., str], missed: Review
) -> None:
    page = opened(screen, f"{serving(missed.base)}/review/do")
    at_number(page, "320")
    sentence = page.locator("article.one:visible blockquote")
    offered = [button.inner_text() for button in sentence.locator(".pick.missed").all()]
    assert "75" in offered and "90" in offered and "320" not in offered
    sentence.locator(".pick.missed", has_text="90").click()
    expect(page.get_by_label("Số in", exact=True)).to_have_value("90")
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("90")
    page.get_by_label("đơn vị", exact=True).fill("lượt")
    page.get_by_label("kỳ", exact=True).fill("2023")
    page.get_by_role("button", name="Ghi nhớ lời sửa").click()
    expect(page.locator("#bao")).to_contain_text("Đã ghi nhớ: bổ sung 90")
    expect(page.locator("#danh-sach li")).to_have_count(1)
    # The figure beside it waits for its own decision.
    expect(page.locator("article.one:visible .state")).to_be_hidden()
    opened(page, page.url)
    expect(page.locator("#danh-sach li")).to_have_count(1)
    file = taken(page, missed.folder)
    (row,) = read(file)
    assert (row["id"], row["decision"], row["number"], row["new_unit"]) == ("", "", "90", "lượt")
    assert missed.apply(file, "--apply", sure=False)["written"] == 1
    query = "select value, unit, period, reviewed from figures_final where number = '90'"
    assert missed.rows(query) == [("90", "lượt", "2023", "added")]
    # It is a figure by now, with a page of its own, and is not offered again.
    ((figure,),) = missed.rows("select id from figures_final where number = '90'")
    assert httpx.get(f"{page.url.split('/review')[0]}/figure/{figure}", timeout=60).status_code == 200
    page.reload()
    expect(page.locator("#duyet[data-ready]")).to_be_visible()
    at_number(page, "320")
    assert "90" not in [one.inner_text() for one in page.locator("article.one:visible .pick.missed").all()]


def test_what_cannot_be_added_is_told_and_stays_open(screen: Page, serving: Callable[..., str], missed: Review) -> None:
    page = opened(screen, f"{serving(missed.base)}/review/do")
    at_number(page, "320")
    page.locator("article.one:visible .pick.missed", has_text="75").click()
    page.get_by_label("Số in", exact=True).fill("57")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_contain_text("không có trong câu")
    expect(page.locator("#sua")).to_be_visible()
    page.get_by_label("Số in", exact=True).fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_have_text("Hãy ghi con số và câu có số ấy.")
    page.keyboard.press("Escape")
    expect(page.locator("#sua")).to_be_hidden()


def test_while_a_figure_is_corrected_a_missed_number_is_its_value(
    screen: Page, serving: Callable[..., str], missed: Review
) -> None:
    page = opened(screen, f"{serving(missed.base)}/review/do")
    at_number(page, "320")
    page.keyboard.press("2")
    page.locator("article.one:visible .pick.missed", has_text="90").click()
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("90")
    expect(page.get_by_label("Số in", exact=True)).to_be_hidden()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_adding_is_for_every_hand_and_eye(
    screen: Page, serving: Callable[..., str], missed: Review, language: str
) -> None:
    page = opened(screen, f"{serving(missed.base)}/review/do?lang={language}")
    at_number(page, "320")
    page.keyboard.press("6")
    assert not faults(page)
    said = page.locator("article.one:visible .pick.missed").first
    expect(said).to_be_focused()
    assert (said.get_attribute("aria-label") or "").startswith(said.inner_text())
    page.keyboard.press("Enter")
    assert not faults(page) and fits_a_phone(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('article').dataset.id") == current(page)


def test_a_missed_number_of_a_table_is_added_by_its_row(
    screen: Page, serving: Callable[..., str], tmp_path: Path
) -> None:
    table = "| Huyện | Số trạm | Số xã |\n| --- | --- | --- |\n| Mường Tè | 41 | 14 |\n| Sìn Hồ | 52 | 22 |\n"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bang.md").write_text(f"{report()}\n\n{table}", encoding="utf-8")
    work = Review(tmp_path)
    work.build()
    work.forget("22")
    page = opened(screen, f"{serving(work.base)}/review/do")
    at_number(page, "52")
    page.locator("article.one:visible td .pick.missed", has_text="22").click()
    page.get_by_label("đơn vị", exact=True).fill("xã")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_contain_text("Đã ghi nhớ: bổ sung 22")
    assert work.apply(taken(page, work.folder), "--apply", sure=False)["written"] == 1
    assert work.rows("select value, unit, in_table from figures_final where id like 'H-%'") == [("22", "xã", 1)]


def test_the_file_is_that_of_an_export(screen: Page, serving: Callable[..., str], work: Review) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    for left in reversed(range(page.locator("article.one").count())):
        page.keyboard.press("1")
        expect(page.locator("#bao")).to_contain_text(f"Còn {left}.")
    file = taken(page, work.folder)
    exported = work.export()
    assert file.read_bytes().startswith(as_csv([], ";"))
    told = {row["id"]: row for row in read(exported)}
    mine = {row["id"]: row for row in read(file)}
    assert mine.keys() == told.keys()
    for figure, row in mine.items():
        left = {name: cell for name, cell in row.items() if name not in ASKED and name not in ("batch", "group")}
        assert left == {name: told[figure][name] for name in left}
        # The file lists the numbers of a group, the page shows them with their sentences.
        assert told[figure]["group"].startswith(row["group"])
        assert row["decision"] == "đúng"


def test_what_somebody_changed_since_is_not_written_over(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    at_number(page, "1.204")
    figure = current(page)
    page.keyboard.press("1")
    file = taken(page, work.folder)
    other = work.write("b.csv", lambda row: {"new_unit": "cột", "decision": "sửa"} if row["id"] == figure else {})
    assert work.apply(other, "--apply", "--reviewer", "Minh")["written"] == 1
    answer = work.apply(file, "--apply")
    assert answer["written"] == 0 and answer["rows"][0]["outcome"] == "conflict"


def test_a_likely_slip_asks_for_a_second_yes(screen: Page, serving: Callable[..., str], work: Review) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    at_number(page, "1.204")
    figure = current(page)
    page.keyboard.press("2")
    page.get_by_label("giá trị", exact=True).fill("1.304")
    page.get_by_label("Lý do").fill("=đếm lại")
    page.keyboard.press("Enter")
    answer = page.locator("article.one:visible .answer")
    expect(answer).to_contain_text("1.304 không có trong câu")
    expect(page.locator("#bao")).to_contain_text("1.304 không có trong câu")
    assert current(page) == figure
    assert not work.events()
    assert [row["confirm"] for row in read(taken(page, work.folder))] == [""]
    answer.get_by_role("button", name="Đúng như vậy").click()
    expect(page.locator("#bao")).to_contain_text("Đã chọn: sửa, giá trị “1.304”")
    file = taken(page, work.folder, name="")
    (row,) = read(file)
    assert (row["confirm"], row["new_value"], row["reason"]) == ("có", "1.304", "'=đếm lại")
    assert work.apply(file, "--apply", sure=False)["written"] == 1
    assert work.events()[0]["reason"] == "=đếm lại"


def test_what_cannot_be_taken_is_told_at_once(screen: Page, serving: Callable[..., str], work: Review) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_have_text("Chưa ghi nội dung đúng nào.")
    page.get_by_label("nơi", exact=True).fill("Quảng Nem")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_contain_text("Quảng Nam")
    expect(page.locator("#sua")).to_be_visible()
    page.get_by_label("nơi", exact=True).fill("Quảng Nam")
    page.keyboard.press("Enter")
    expect(page.locator("#bao")).to_contain_text("Đã chọn: sửa, nơi “Quảng Nam”")


def test_a_click_on_a_number_or_a_place_takes_it(screen: Page, serving: Callable[..., str], tmp_path: Path) -> None:
    body = "\nI. KINH PHÍ\nNgân sách tỉnh Sơn La đã bố trí 4,5 tỷ đồng, đạt 10/18 hạng mục, trong đó có 7 trạm mới.\n"
    head = report().split("\nI. HẠ TẦNG SỐ")[0]
    work = Review(built_of(tmp_path, lai_chau=head + body))
    page = opened(screen, f"{serving(work.base)}/review/do")
    at_number(page, "7")
    sentence = page.locator("article.one:visible blockquote")
    assert sentence.inner_text().strip() == body.strip().splitlines()[1]
    sentence.get_by_role("button", name="4,5", exact=True).click()
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("4.500.000.000")
    sentence.get_by_role("button", name="10/18").click()
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("10")
    expect(page.get_by_label("mẫu số", exact=True)).to_have_value("18")
    sentence.get_by_role("button", name="Sơn La").click()
    expect(page.get_by_label("nơi", exact=True)).to_have_value("Sơn La")
    page.keyboard.press("Escape")
    expect(page.locator("#sua")).to_be_hidden()


def test_what_few_ever_correct_is_corrected_too(screen: Page, serving: Callable[..., str], tmp_path: Path) -> None:
    body = "\nI. HẠ TẦNG\nToàn tỉnh có 90 trạm BTS. Riêng huyện Mường Tè còn 31 trạm BTS cần sửa chữa.\n"
    work = Review(built_of(tmp_path, lai_chau=report().split("\nI. HẠ TẦNG SỐ")[0] + body))
    page = opened(screen, f"{serving(work.base)}/review/do")
    at_number(page, "31")
    page.keyboard.press("2")
    expect(page.get_by_label("phần của", exact=True)).to_be_hidden()
    # By keys alone.
    page.locator("#it-dung summary").focus()
    page.keyboard.press("Enter")
    assert not faults(page) and fits_a_phone(page)
    page.get_by_label("đối tượng", exact=True).fill("trạm cần sửa chữa")
    page.get_by_label("phần của", exact=True).focus()
    page.locator("article.one:visible").get_by_role("button", name="90", exact=True).click()
    expect(page.get_by_label("phần của", exact=True)).to_have_value("90")
    expect(page.get_by_label("giá trị", exact=True)).to_have_value("")
    page.get_by_role("button", name="Ghi nhớ lời sửa").click()
    expect(page.locator("#bao")).to_contain_text("phần của “90”")
    file = taken(page, work.folder)
    (row,) = read(file)
    assert (row["new_subject"], row["new_part_of"], row["new_number"]) == ("trạm cần sửa chữa", "90", "")
    solieu(work.folder, "review", "apply", file, "--apply")
    query = "select w.number, f.subject from figures_final f join figures_final w on w.id = f.part_of"
    assert work.rows(f"{query} where f.number = '31'") == [("90", "trạm cần sửa chữa")]
    assert "31" not in {row["number"] for row in read(work.export())}


def test_keys_do_nothing_in_a_field_or_when_they_are_off(
    screen: Page, serving: Callable[..., str], work: Review
) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do")
    name = page.get_by_label("Tên người duyệt")
    name.focus()
    page.keyboard.type("Lan 13")
    expect(name).to_have_value("Lan 13")
    page.get_by_label("Dùng phím tắt").uncheck()
    first = current(page)
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    assert current(page) == first
    expect(page.locator("#danh-sach li")).to_have_count(0)
    page.get_by_label("Dùng phím tắt").check()
    page.keyboard.press("ArrowRight")
    assert current(page) != first
    page.keyboard.press("3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("0")
    expect(page.locator("#danh-sach li")).to_have_count(0)
    expect(page.locator("#bao")).to_have_text("Đã bỏ lời đã chọn.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_for_every_hand_and_eye(screen: Page, serving: Callable[..., str], work: Review, language: str) -> None:
    page = opened(screen, f"{serving(work.base)}/review/do?lang={language}")
    for key in ("1", "2"):
        page.keyboard.press(key)
        assert not faults(page), key
    # The heading of what is shown has the focus, so that a voice reads it; what was done is told beside.
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('article').dataset.id") == current(page)
    assert page.locator("#bao").get_attribute("role") == "status"
    assert fits_a_phone(page)
    page.keyboard.press("2")
    assert fits_a_phone(page) and not faults(page)


@contextmanager
def served_for(work: Review, *words: str) -> Iterator[str]:
    """The real ``solieu serve --review``; gives the address that it prints."""
    command = [str(Path(sys.executable).parent / "solieu"), "serve", "--db", str(work.base), *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            address = re.search(r"http://\S+", said)
            assert address, said
            site = address[0].split("/review")[0]
            while server.poll() is None:
                try:
                    httpx.get(site, timeout=60)
                    break
                except httpx.ConnectError:
                    continue
            yield address[0]
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=120)


def test_in_review_mode_it_is_written_at_once(screen: Page, work: Review, unused_port: int) -> None:
    with served_for(work, "--review", "Minh Anh", "--port", str(unused_port)) as address:
        page = opened(screen, address)
        assert "#" not in page.url
        at_number(page, "1.204")
        right = current(page)
        page.keyboard.press("1")
        at_number(page, "1.350")
        doubtful = current(page)
        page.keyboard.press("2")
        page.get_by_label("giá trị", exact=True).fill("9.999")
        page.keyboard.press("Enter")
        expect(page.locator("article.one:visible .answer")).to_contain_text("không có trong câu")
        page.get_by_role("button", name="Nộp vào cơ sở dữ liệu").click()
        expect(page.locator("#bao")).to_contain_text("Đã ghi 1 dòng")
        expect(page.locator("#bao")).to_contain_text("Còn 1 dòng cần xem lại")
        said = work.rows("select figure_id, new, reviewer, hand_in from corrections")
        assert [row[:3] for row in said] == [(right, "ok", "Minh Anh")]
        expect(page.locator("#bao")).to_contain_text(said[0][3])
        expect(page.locator("#danh-sach li")).to_have_count(1)
        page.locator("#danh-sach a").click()
        assert current(page) == doubtful
        page.get_by_role("button", name="Đúng như vậy").click()
        expect(page.locator("#bao")).to_contain_text("Đã chọn")
        page.get_by_role("button", name="Nộp vào cơ sở dữ liệu").click()
        expect(page.locator("#danh-sach li")).to_have_count(0)
        assert work.rows(f"select value from figures_final where id = '{doubtful}'") == [("9999",)]
    assert {event["reviewer"] for event in work.events()} == {"Minh Anh"}


def row_of(work: Review, **cells: str) -> bytes:
    """A file with one decided row."""
    row = {**read(work.export())[0], "batch": "", "decision": "đúng", **cells}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ALL), delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue().encode("utf-8-sig")


def test_nobody_else_writes(serving: Callable[..., str], work: Review) -> None:
    mode = Reviewing("Lan")
    site, plain = serving(work.base, "127.0.0.1", mode), serving(work.base)
    file = row_of(work)
    good = {TOKEN: mode.token, "origin": site}
    refused = [
        (site, {"origin": site}, 403),
        (site, {TOKEN: mode.token}, 403),
        (site, {TOKEN: mode.token, "origin": "http://evil.example"}, 403),
        (site, {TOKEN: mode.token, "origin": "null"}, 403),
        (site, {TOKEN: mode.token[:-1], "origin": site}, 403),
        (site, {TOKEN: "", "origin": site}, 403),
        (site, {**good, "host": "evil.example"}, 421),
        (site, {**good, "host": "evil.example", "origin": "http://evil.example"}, 421),
        (plain, {TOKEN: mode.token, "origin": plain}, 403),
    ]
    for address, headers, status in refused:
        answer = httpx.post(f"{address}/review/do/apply", content=file, headers=headers, timeout=60)
        assert answer.status_code == status, (headers, answer.text)
        assert "access-control-allow-origin" not in answer.headers and mode.token not in answer.text
    assert httpx.get(f"{site}/review/do/apply", headers=good).status_code == 405
    assert httpx.post(f"{site}/review/do/check", content=file).status_code == 403
    other = httpx.post(f"{site}/review/do/apply", content=row_of(work, reviewer="Minh"), headers=good, timeout=60)
    assert other.status_code == 403 and "Lan" in other.text
    large = httpx.post(f"{site}/review/do/apply", content=b" " * (MOST_BYTES + 1), headers=good, timeout=60)
    assert large.status_code == 413
    for body, status in ((b"PK\x03\x04 a workbook", 415), (b"", 415), (b"\xef\xbb\xbf\xfa no letters", 409)):
        answer = httpx.post(f"{site}/review/do/apply", content=body, headers=good, timeout=60)
        assert answer.status_code == status and answer.json()["error"], (body, answer.text)
    checked = httpx.post(f"{plain}/review/do/check", content=file, headers={"origin": plain}, timeout=60).json()
    assert [row["outcome"] for row in checked["rows"]] == ["ready"] and checked["written"] == 0
    assert not work.events()
    pages = ("/", "/review/do", "/-/metadata.json", "/-/plugins.json", "/-/settings.json", "/review")
    assert not [path for path in pages if mode.token in httpx.get(site + path, timeout=60).text]
    written = httpx.post(f"{site}/review/do/apply", content=file, headers=good, timeout=60).json()
    assert written["written"] == 1 and [event["reviewer"] for event in work.events()] == ["Lan"]


def test_review_mode_is_for_this_machine_only(work: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIEU_PASSWORD", "mật khẩu đủ dài")
    with pytest.raises(SolieuError, match="other machines could write"):
        application(work.base, "0.0.0.0", Reviewing("Lan"))
    assert "nobody is named" in work.run("serve", "--review", "  ").output


def test_only_this_page_runs_a_script_and_only_ours(serving: Callable[..., str], work: Review) -> None:
    site = serving(work.base)
    policy = httpx.get(f"{site}/review/do").headers["content-security-policy"]
    assert "script-src 'self'" in policy and "connect-src 'self'" in policy and "unsafe" not in policy
    assert "script-src 'self';" in httpx.get(f"{site}/review").headers["content-security-policy"]


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
