"""What documents say against each other, and tables against the text: each rule beside what it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from checked_documents import head, page
from click.testing import CliRunner

from kb.build.child import Limits
from kb.build.run import build
from kb.cli import main

SCORE = "Năm 2022, Chỉ số chuyển đổi số (DTI) của tỉnh đạt {} điểm."
RANK = "Năm 2022, tỉnh xếp thứ {} về Chỉ số chuyển đổi số (DTI)."
STATIONS = "Đến tháng 12/{}, toàn tỉnh có {} trạm BTS."


class Corpus:
    """A folder of reports, and what the checks find between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def write(self, place: str, year: int, *sentences: str) -> None:
        """A report of a province, issued in ``year`` on the year before."""
        self.count += 1
        text = head(place, self.count, year) + "\n\n".join(sentences) + "\n"
        (self.folder / f"{self.count}.txt").write_text(text, encoding="utf-8")

    def found(self) -> list[tuple[str, str]]:
        """Rule and message of each finding."""
        assert not build([self.folder], self.folder.parent / "kb.db", Limits(workers=2)).failed
        told = CliRunner().invoke(main, ["check", "--db", str(self.folder.parent / "kb.db"), "--json"])
        assert told.exit_code == 0, told.output
        findings: list[dict[str, Any]] = json.loads(told.stdout)
        return sorted((one["rule"], one["message"]) for one in findings)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "corpus").mkdir()
    return Corpus(tmp_path / "corpus")


def test_two_documents_of_one_year(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, SCORE.format("0,5808"))
    corpus.write("Lai Châu", 2023, SCORE.format("0,5088"))
    ((rule, message),) = corpus.found()
    assert rule == "between_documents"
    assert "một văn bản ghi 0,5808 điểm, văn bản khác ghi 0,5088 điểm" in message


def test_two_documents_that_round_or_speak_of_other_years(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, SCORE.format("0,5808"))
    corpus.write("Lai Châu", 2023, SCORE.format("0,58"))
    corpus.write("Lai Châu", 2024, "Năm 2023, Chỉ số chuyển đổi số (DTI) của tỉnh đạt 0,6502 điểm.")
    corpus.write("Điện Biên", 2023, SCORE.format("0,5088"))
    assert corpus.found() == []


def test_a_later_document_restates(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, SCORE.format("0,5808"))
    corpus.write("Lai Châu", 2024, SCORE.format("0,5088"))
    ((rule, message),) = corpus.found()
    assert rule == "restated"
    assert "văn bản năm sau ghi 0,5088 điểm" in message


def test_what_a_later_document_sets_itself_against_is_no_restatement(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, RANK.format("25/63"))
    corpus.write(
        "Lai Châu",
        2024,
        "Chỉ số chuyển đổi số (DTI) năm 2023 của tỉnh xếp thứ 17/63, tăng 8 bậc so với năm 2022 (xếp thứ 25/63).",
    )
    corpus.write(
        "Lai Châu",
        2025,
        "Chỉ số chuyển đổi số (DTI) năm 2023 xếp thứ 17/63, tăng 8 bậc so với năm trước (xếp thứ 25/63).",
    )
    assert corpus.found() == []


def test_one_rank_of_two_provinces(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, RANK.format("24/63"))
    corpus.write("Điện Biên", 2023, RANK.format("24/63"))
    ((rule, message),) = corpus.found()
    assert rule == "same_rank"
    assert "2 tỉnh cùng ghi hạng 24" in message


def test_ranks_of_other_years_or_fields_or_indices(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, RANK.format("24/63"))
    corpus.write("Điện Biên", 2024, "Năm 2023, tỉnh xếp thứ 24/63 về Chỉ số chuyển đổi số (DTI).")
    corpus.write("Sơn La", 2023, "Năm 2022, tỉnh xếp thứ 24/63 về Chỉ số cải cách hành chính (PAR INDEX).")
    corpus.write("Cao Bằng", 2023, "Năm 2022, chính quyền số của tỉnh xếp thứ 24/63 trong Chỉ số chuyển đổi số (DTI).")
    corpus.write("Bắc Kạn", 2023, "Phấn đấu năm 2022 tỉnh xếp thứ 24/63 về Chỉ số chuyển đổi số (DTI).")
    assert corpus.found() == []


def test_provinces_that_do_share_a_rank(corpus: Corpus) -> None:
    places = [
        *("Lai Châu", "Điện Biên", "Sơn La", "Yên Bái", "Cao Bằng", "Bắc Kạn", "Phú Thọ", "Vĩnh Phúc", "Hưng Yên"),
        *("Thái Bình", "Hà Nam", "Nam Định", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Bình Định", "Phú Yên", "Khánh Hòa"),
        *("Kon Tum", "Gia Lai", "Đắk Nông", "Bình Phước", "Tây Ninh", "Long An", "Bến Tre", "Vĩnh Long", "Kiên Giang"),
        *("Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Cà Mau", "Trà Vinh", "Tiền Giang", "Bình Dương", "Đồng Nai"),
        *("Bắc Ninh", "Hải Dương", "Hòa Bình", "Lào Cai", "Ninh Bình", "Thái Nguyên", "Quảng Ninh", "Tuyên Quang"),
    ]
    rows = "".join(f"\n{place}|{5 if rank == 6 else rank}" for rank, place in enumerate(places, 1))
    above = head("Lai Châu", 1, 2023)
    text = page(above, "Tỉnh|Xếp hạng Chỉ số chuyển đổi số (DTI) năm 2022" + rows)
    (corpus.folder / "ranks.html").write_text(text, encoding="utf-8")
    assert corpus.found() == []
    # A few provinces only: who else holds a rank is not known.
    few = "".join(f"\n{place}|{5 if rank == 6 else rank}" for rank, place in enumerate(places[:8], 1))
    text = page(above, "Tỉnh|Xếp hạng Chỉ số chuyển đổi số (DTI) năm 2022" + few)
    (corpus.folder / "ranks.html").write_text(text, encoding="utf-8")
    assert [rule for rule, _ in corpus.found()] == ["same_rank"]


def test_a_jump(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, STATIONS.format(2022, "1.204"))
    corpus.write("Lai Châu", 2024, STATIONS.format(2023, "12.310"))
    ((rule, message),) = corpus.found()
    assert rule == "jump"
    assert "chênh 10,2 lần" in message


def test_growth_and_long_times_are_no_jump(corpus: Corpus) -> None:
    corpus.write("Lai Châu", 2023, STATIONS.format(2022, "1.204"))
    corpus.write("Lai Châu", 2024, STATIONS.format(2023, "8.310"))
    corpus.write("Điện Biên", 2019, STATIONS.format(2018, "204"))
    corpus.write("Điện Biên", 2024, STATIONS.format(2023, "2.310"))
    corpus.write("Sơn La", 2023, STATIONS.format(2022, "204"))
    corpus.write("Yên Bái", 2024, STATIONS.format(2023, "2.310"))
    corpus.write("Hà Nam", 2023, STATIONS.format(2022, "204"), "Năm 2023, phấn đấu có 2.310 trạm BTS.")
    assert corpus.found() == []


PILLARS = "Năm 2022, {} của tỉnh xếp thứ {} trong Chỉ số chuyển đổi số (DTI)."
RANKED = "Trụ cột DTI năm 2022|Xếp hạng năm 2022\nChính quyền số|{}\nKinh tế số|{}\nXã hội số|{}"


def shifted(corpus: Corpus, *ranks: int) -> list[str]:
    """The rules of what is found where the text says 30, 45 and 41, and the table ``ranks``."""
    text = [PILLARS.format(*one) for one in (("chính quyền số", 30), ("kinh tế số", 45), ("xã hội số", 41))]
    above = head("Lai Châu", 1, 2023) + "\n".join(text) + "\n"
    (corpus.folder / "1.html").write_text(page(above, RANKED.format(*ranks)), encoding="utf-8")
    return [rule for rule, _ in corpus.found()]


def test_a_table_a_column_off(corpus: Corpus) -> None:
    assert shifted(corpus, 45, 41, 60) == ["shifted"]


def test_a_table_that_agrees_or_has_one_or_two_faults(corpus: Corpus) -> None:
    assert shifted(corpus, 30, 45, 41) == []
    assert shifted(corpus, 30, 45, 14) == ["same_document"]
    assert shifted(corpus, 30, 54, 14) == ["same_document", "same_document"]
