"""Figures are handed out to people, and what ten of them send back is collected: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from extract.office import soffice
from kb.review.columns import ASKED, column_of
from tests.needs import left_out
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

PEOPLE = ("Lan", "Minh", "Hà", "Tuấn", "Nga", "Sơn", "Yến", "Bình", "Phúc", "Quỳnh")
DISTRICTS = ("Mường Tè", "Tam Đường", "Sìn Hồ", "Phong Thổ", "Than Uyên", "Tân Uyên", "Nậm Nhùn")
MORE = "\n".join(
    f"Đến nay, huyện {name} có {number} trạm BTS, {number + 7} tổ công nghệ số và {number + 40} điểm phục vụ."
    for name, number in zip(
        ("Mường Tè", "Tam Đường", "Sìn Hồ", "Phong Thổ", "Than Uyên", "Tân Uyên", "Nậm Nhùn"),
        range(61, 82, 3),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("collect"), lai_chau=f"{report()}\n{MORE}\n")


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def handed_out(review: Review, person: str, *options: str, name: str = "") -> list[dict[str, str]]:
    return read(review.export("--for", person, *options, name=name or f"{person}.csv"))


def test_what_is_handed_out_is_in_nobody_elses_file_until_it_is_back(review: Review) -> None:
    lan = handed_out(review, "Lan", "--limit", "6", "--due", "2020-01-31")
    minh = handed_out(review, "Minh", "--limit", "6")
    assert len(lan) == len(minh) == 6 and not {row["id"] for row in lan} & {row["id"] for row in minh}
    listed = review.run("review", "assign").output
    assert f"{lan[0]['batch']} Lan: 0/6" in listed and "QUÁ HẠN" in listed and "Minh: 0/6" in listed
    # A file with one decision comes back: what was left open may be handed out again.
    filled = [{**lan[0], "decision": "đúng"}, *lan[1:]]
    assert outcomes(review.apply(save(review.folder / "Lan-2.csv", filled), "--apply"))["applied"] == 1
    assert "Lan" not in review.run("review", "assign").output
    again = {row["id"] for row in handed_out(review, "Hà", "--limit", "6")}
    assert again & {row["id"] for row in lan[1:]} and not again & {lan[0]["id"], *(row["id"] for row in minh)}


def test_a_file_with_a_refused_row_is_still_out(review: Review) -> None:
    lan = handed_out(review, "Lan", "--limit", "3")
    filled = [{**lan[0], "decision": "đúng"}, {**lan[1], "decision": "có lẽ"}]
    review.apply(save(review.folder / "f.csv", filled), "--apply", "--partial")
    assert "Lan: 1/3" in review.run("review", "assign").output


def test_a_hand_out_goes_to_another_person_or_back_into_the_queue(review: Review) -> None:
    batch = handed_out(review, "Lan", "--limit", "6")[0]["batch"]
    moved = review.run("review", "assign", batch, "--to", "Minh", "--due", "2099-12-31")
    assert moved.exit_code == 0 and f"{batch} Minh" in moved.output and "2099-12-31" in moved.output
    assert review.run("review", "assign", batch).exit_code == 2
    everything = len(read(review.export("--all", name="all.csv")))
    assert review.run("review", "assign", batch, "--release").exit_code == 0
    assert len(handed_out(review, "Hà", "--all", name="again.csv")) == everything
    late = review.run("review", "assign", batch, "--to", "Nga")
    assert late.exit_code == 2 and "back already" in late.output
    assert review.run("review", "assign", "B-20200101-000000-AAAA", "--release").exit_code == 2


def test_the_hand_outs_are_no_document_of_the_corpus(review: Review) -> None:
    handed_out(review, "Lan", "--limit", "2")
    assert (review.corpus / "reviews" / "hand-outs.jsonl").is_file()
    summary = review.build()
    assert not summary.failed and "('reviews/hand-outs.jsonl', 'kept by a review')" in str(summary)


class TenPeople:
    """What ten people make of their files, each with habits of their own."""

    def __init__(self, review: Review, folder: Path) -> None:
        self.review, self.folder, self.chance = review, folder, random.Random(13)
        self.expected: dict[str, str] = {}
        """What must be said of each figure in the end: that it is right, or an item."""
        folder.mkdir()

    def decide(self, row: dict[str, str], person: str) -> dict[str, str]:
        self.expected[row["id"]] = "đúng"
        return {**row, "decision": "đúng", "reviewer": person}

    def correct(self, row: dict[str, str], person: str) -> dict[str, str]:
        self.expected[row["id"]] = "mục"
        return {**row, "new_item": "đợt 2", "reviewer": person}

    def files(self) -> None:
        old = {row["id"]: row for row in read(self.review.export("--all", name="old.csv"))}
        for at, person in enumerate(PEOPLE):
            rows = handed_out(self.review, person, "--limit", "2", name=f"out-{at}.csv")
            filled = [(self.decide, self.correct)[at % 2](row, person) for row in rows]
            if at == 1:
                # Half filled: the rest stays open.
                self.expected.pop(filled[-1]["id"])
                filled[-1] = rows[-1]
                corrected = filled[0]["id"]
            if at == 9:
                # An old export: of his figures, and of one of which Minh corrects another field.
                filled = [self.correct(old[row["id"]], person) for row in rows]
                filled.append({**old[corrected], "new_level": "cấp xã", "reviewer": person})
                self.expected[corrected] = "mục,mục"
            self._save(at, filled)

    def _save(self, at: int, rows: list[dict[str, str]]) -> None:
        path = self.folder / f"{PEOPLE[at]}.csv"
        if at == 0:
            self.chance.shuffle(rows)
        if at == 2:
            rows = [dict(reversed(row.items())) for row in rows]  # columns moved
        if at == 3:
            turned = str.maketrans(".,", ",.")
            rows = [
                {name: cell.translate(turned) if name in ("value", "number") else cell for name, cell in row.items()}
                for row in rows
            ]
        if at in (4, 5, 6):
            self._as_workbook(rows, self.folder / f"{PEOPLE[at]}.xlsx", {4: (), 5: ("xls", "ods"), 6: ("ods",)}[at])
            if at == 6:
                path.with_suffix(".ods").rename(path.with_suffix(".xls"))  # by its name another format
            return
        if at == 7:
            save(path, rows, encoding="utf-16", separator="\t", end="\n")
            return
        if at == 8:
            save(path, [row for row in rows if row["decision"] or row["new_item"]])  # filtered
            return
        save(path, rows)

    def _as_workbook(self, rows: list[dict[str, str]], path: Path, kinds: tuple[str, ...]) -> None:
        template = self.review.export("--xlsx", "--all", name=f"template-{path.stem}.xlsx")
        book = load_workbook(template)
        sheet: Any = book.active
        at = {column_of(cell.value) or "": cell.column for cell in sheet[1]}
        filled = {row["id"]: row for row in rows}
        for number in range(sheet.max_row, 1, -1):
            figure = sheet.cell(number, at["id"]).value
            if figure not in filled:
                sheet.delete_rows(number)
                continue
            for name in ASKED:
                sheet.cell(number, at[name]).value = filled[figure][name] or None
            sheet.cell(number, at["batch"]).value = filled[figure]["batch"]
        book.save(path)
        for kind in kinds:
            if soffice.program() is None:
                left_out(f"no LibreOffice: {soffice.NEEDED.command}")
            profile = (self.folder.parent / f"profile-{kind}").as_uri()
            command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, str(path)]
            subprocess.run([*command, "--outdir", str(self.folder)], check=True, capture_output=True, timeout=300)
            path.unlink()
            path = path.with_suffix(f".{kind}")


def test_ten_people_send_their_files_back(review: Review, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    people = TenPeople(review, inbox)
    people.files()
    (inbox / "ghi chú.txt").write_text("Gửi chị Lan các tệp đã xem.\n", encoding="utf-8")
    (inbox / "copy of Lan.csv").write_bytes((inbox / "Lan.csv").read_bytes())
    checked = review.run("review", "collect", inbox)
    assert not review.events(), checked.output
    done = review.run("review", "collect", inbox, "--apply", "--json")
    answer = json.loads(done.stdout)
    by_name = {Path(one["file"]).name: one for one in answer["files"]}
    # The note is no review and is told; nothing else is refused.
    assert by_name["ghi chú.txt"]["outcomes"] or by_name["ghi chú.txt"]["error"]
    others = {name: one for name, one in by_name.items() if name != "ghi chú.txt"}
    refused = {"conflict", "unknown id", "invalid", "confirm", "missing column"}
    assert not [one for one in others.values() if one["error"] or refused & one["outcomes"].keys()], others
    assert sorted(one["known"] for one in others.values()).count(True) == 1
    # Every decision is in the base once, by its person.
    said = dict(
        review.rows(
            "select figure_id, group_concat(case field when 'decision' then 'đúng' else 'mục' end) from corrections"
            " where state in ('active', 'confirmed') group by 1"
        )
    )
    assert said == people.expected
    assert {row[0] for row in review.rows("select distinct reviewer from corrections")} <= set(PEOPLE)
    # Every row is answered, and what is collected again changes nothing.
    for name, one in others.items():
        if not one["known"]:
            assert Path(one["receipt"]).is_file(), name
    before = review.events()
    again = review.run("review", "collect", inbox, "--apply")
    assert review.events() == before and "đã nộp trước đó" in again.output
    assert review.build() and dict(review.rows("select figure_id, count(*) from corrections group by 1"))


def test_cells_that_were_merged_are_told_row_by_row(review: Review) -> None:
    rows = [{**row, "decision": "đúng", "reviewer": "Lan"} for row in read(review.export(name="m.csv"))[:3]]
    book = load_workbook(review.export("--xlsx", name="m.xlsx"))
    sheet: Any = book.active
    at = {column_of(cell.value) or "": cell.column for cell in sheet[1]}
    for number in (2, 3, 4):
        sheet.cell(number, at["decision"]).value = "đúng"
    sheet.merge_cells(start_row=2, end_row=3, start_column=at["decision"], end_column=at["decision"])
    book.save(review.folder / "m.xlsx")
    answer = review.apply(review.folder / "m.xlsx", "--apply", "--partial", sure=False)
    told = {row["row"]: row for row in answer["rows"]}
    assert [told[number]["outcome"] for number in (2, 3, 4)] == ["confirm", "invalid", "applied"]
    assert "gộp với dòng trên" in told[3]["vi"] and "ô gộp với dòng khác" in told[2]["vi"]
    # Written anew row by row, all of it is there once.
    assert outcomes(review.apply(save(review.folder / "n.csv", rows), "--apply")) == {"applied": 2, "already": 1}
    assert len(review.rows("select distinct figure_id from corrections")) == 3


def by_whom(review: Review) -> list[str]:
    return [event["reviewer"] for event in review.events()]


def test_rows_that_name_nobody_are_of_whoever_has_their_file(review: Review, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    rows = handed_out(review, "Minh", "--limit", "3")
    filled = [{**row, "decision": "đúng"} for row in rows[:2]]
    filled.append({**rows[2], "decision": "đúng", "reviewer": "Nga"})
    save(inbox / "m.csv", filled)
    # Whoever keeps the base has a name of their own, and it is not theirs.
    done = review.run("review", "collect", inbox, "--apply")
    assert done.exit_code == 0 and by_whom(review) == ["Minh", "Minh", "Nga"]
    assert "2 dòng không ghi ai duyệt: lấy tên Minh, người được giao" in done.output and "Rows that name" in done.output
    answered = read(inbox / "m.receipt.csv")
    assert [row["reviewer"] for row in answered] == ["Minh", "Minh", "Nga"]
    assert ["người được giao" in row["message_vi"] for row in answered] == [True, True, False]
    # An answer with the name filled in says no more than the file: none is written beside it.
    again = review.run("review", "apply", inbox / "m.csv")
    assert again.exit_code == 0 and not (inbox / "m.receipt-2.csv").exists()


def test_who_is_named_with_the_command_decided_whoever_has_the_file(review: Review) -> None:
    rows = handed_out(review, "Minh", "--limit", "3")
    first = save(review.folder / "a.csv", [{**rows[0], "decision": "đúng"}, *rows[1:]])
    review.apply(first, "--apply", "--reviewer", "Hà")
    assert by_whom(review) == ["Hà"]
    # It goes to another person, then to nobody.
    review.run("review", "assign", handed_out(review, "Sơn", "--limit", "1", name="s.csv")[0]["batch"], "--to", "Yến")
    theirs = read(review.folder / "s.csv")
    review.apply(save(review.folder / "b.csv", [{**theirs[0], "decision": "đúng"}]), "--apply")
    assert by_whom(review)[1:] == ["Yến"]
    free = handed_out(review, "Bình", "--limit", "1", name="f.csv")
    review.run("review", "assign", free[0]["batch"], "--release")
    review.apply(save(review.folder / "c.csv", [{**free[0], "decision": "đúng"}]), "--apply")
    assert by_whom(review)[2:] == ["Lan"]


def test_a_figure_that_was_missed_is_added_by_whoever_has_the_file(review: Review) -> None:
    review.forget("640")
    (row,) = handed_out(review, "Minh", "--limit", "1")
    sentence = "Đã mở 12 lớp tập huấn cho 640 cán bộ cấp xã."
    added = dict.fromkeys(row, "") | {"document": "lai-chau.txt", "quote": sentence, "number": "640"}
    added |= {"new_unit": "cán bộ", "new_kind": "số lượng"}
    path = save(review.folder / "more.csv", [{**row, "decision": "đúng"}, added])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 2
    assert set(by_whom(review)) == {"Minh"}
    # Rows of two people's files in one: nobody can tell.
    (other,) = handed_out(review, "Nga", "--limit", "1", name="n.csv")
    both = [{**row, "decision": "đúng"}, {**other, "decision": "đúng"}, {**added, "number": "12"}]
    answer = review.apply(save(review.folder / "both.csv", both), "--partial")
    assert [one["named"] for one in answer["rows"]] == ["Minh", "Nga", ""]


def test_files_that_disagree_are_told_before_and_after_they_are_written(review: Review, tmp_path: Path) -> None:
    rows = read(review.export(name="one.csv"))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for person, level in (("Lan", "cấp xã"), ("Minh", "cấp tỉnh")):
        save(inbox / f"{person}.csv", [{**rows[0], "new_level": level, "reviewer": person}, *rows[1:]])
    checked = review.run("review", "collect", inbox)
    assert "Các tệp nói khác nhau" in checked.output and "Minh.csv dòng 2" in checked.output
    done = review.run("review", "collect", inbox, "--apply")
    assert done.exit_code == 1 and "xung đột" in done.output and "Lan" in done.output
    assert [event["new"] for event in review.events()] == ["commune"]


def test_a_folder_that_is_none_is_told(review: Review, tmp_path: Path) -> None:
    done = review.run("review", "collect", tmp_path / "nowhere")
    assert done.exit_code == 2 and "no such folder" in done.output


def test_a_receipt_in_which_somebody_answered_is_collected(review: Review, tmp_path: Path) -> None:
    inbox, later = tmp_path / "inbox", tmp_path / "later"
    inbox.mkdir()
    later.mkdir()
    rows = handed_out(review, "Minh", "--limit", "3")
    number = next(row for row in rows if row["value"] != "777")
    save(
        inbox / "m.csv",
        [{**row, "decision": "đúng"} if row is not number else {**row, "new_value": "777"} for row in rows],
    )
    first = review.run("review", "collect", inbox, "--apply", "--partial")
    assert first.exit_code == 1 and "cần xác nhận" in first.output and len(review.events()) == 2
    # Nobody has written into the receipt: there is nothing to collect, however often.
    receipt = inbox / "m.receipt.csv"
    shutil.copy(receipt, later / "m.receipt.csv")
    untouched = receipt.read_bytes()
    again = review.run("review", "collect", inbox, "--apply", "--partial")
    assert again.exit_code == 0 and len(review.events()) == 2 and receipt.read_bytes() == untouched
    answered = [{**row, "confirm": "có"} if row["new_value"] else row for row in read(receipt)]
    # What comes back alone, into another folder, is a file like any other.
    save(later / "m.receipt.csv", answered)
    checked = json.loads(review.run("review", "collect", later, "--json").stdout)
    assert [one["outcomes"] for one in checked["files"]] == [{"already": 2, "ready": 1}]
    save(receipt, answered)
    done = json.loads(review.run("review", "collect", inbox, "--apply", "--json").stdout)
    assert [(Path(one["file"]).name, one["known"], one["written"]) for one in done["files"]] == [
        ("m.csv", True, 0),
        ("m.receipt.csv", False, 1),
    ]
    assert by_whom(review) == ["Minh"] * 3
    before = sorted(path.name for path in inbox.iterdir())
    assert review.run("review", "collect", inbox, "--apply").exit_code == 0
    assert len(review.events()) == 3 and sorted(path.name for path in inbox.iterdir()) == before
