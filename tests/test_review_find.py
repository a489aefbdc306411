"""Whose figure a correction is, where documents share a letterhead, have none, or are copies: never another's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

SENTENCE = "Đến nay, toàn tỉnh có 1.204 trạm BTS, phủ sóng 4G đến 98,5% số thôn."
MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75 mở cửa hằng ngày."
HEAD = report().split("I. HẠ TẦNG")[0]
# Of the same letterhead as the report, with one of its sentences and many numbers of its own.
ANNEX = f"{HEAD}\n{SENTENCE}\nCó 31 thôn, 32 bản, 33 xã, 34 huyện, 35 tổ, 36 đội, 37 cột, 38 lớp, 39 bể, 45 nhà.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("find"), lai_chau=f"{report()}\n{MISSED}\n")


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def correct(review: Review, number: str, document: str = "lai-chau.txt", **cells: str) -> None:
    chosen = (number, document)
    path = review.write("r.csv", lambda row: cells if (row["number"], row["document"]) == chosen else {})
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1


def add(review: Review, **cells: str) -> str:
    """Add the figure that the machine missed; gives its id."""
    empty = dict.fromkeys(read(review.export("--all")).pop(), "")
    row = {**empty, "document": "lai-chau.txt", "quote": MISSED, "number": "75", "new_unit": "điểm", **cells}
    (done,) = review.apply(save(review.folder / "a.csv", [row]), "--apply")["rows"]
    assert done["outcome"] == "applied", done
    return str(done["figure_id"])


def stations(review: Review, base: str = "kb.db") -> list[tuple[object, ...]]:
    query = "select filename, value from figures_final where number = '1.204' order by filename"
    return review.rows(query, base)


def put(review: Review, name: str, text: str) -> None:
    (review.corpus / name).write_text(text, encoding="utf-8")
    review.build()


def as_built_from_nothing(review: Review) -> bool:
    review.build("fresh.db")
    return review.final() == review.final("fresh.db")


def test_an_annex_does_not_take_a_correction_with_the_id(review: Review) -> None:
    """The annex is first by its name, so its sentence gets the id that the report's had."""
    correct(review, "1.204", new_value="1.240")
    before = review.rows("select id from figures where number = '1.204'")
    put(review, "a-phu-luc.txt", ANNEX)
    assert [row[0] for row in review.rows("select duplicate_of from documents")] == [None, None]
    taken = "select f.id from figures f join documents d on d.id = document_id where f.number = '1.204' and path like ?"
    assert review.rows(taken.replace("?", "'%a-phu-luc.txt'")) == before
    assert stations(review) == [("a-phu-luc.txt", "1204"), ("lai-chau.txt", "1240")]
    assert as_built_from_nothing(review)


def test_an_export_from_before_the_annex_is_applied_to_the_report(review: Review) -> None:
    path = review.write("late.csv", lambda row: {"new_value": "1.240"} if row["number"] == "1.204" else {})
    put(review, "a-phu-luc.txt", ANNEX)
    assert outcomes(review.apply(path, "--apply")).get("applied") == 1
    assert stations(review) == [("a-phu-luc.txt", "1204"), ("lai-chau.txt", "1240")]


def test_a_slot_of_the_annex_is_not_that_of_the_report(review: Review) -> None:
    correct(review, "1.204", new_unit="cột")
    (review.corpus / "lai-chau.txt").write_text(report().replace("1.204 trạm", "nhiều trạm"), encoding="utf-8")
    put(review, "a-phu-luc.txt", ANNEX.replace("1.204", "1.300"))
    assert review.rows("select state from corrections") == [("orphan",)]
    assert review.rows("select unit from figures_final where number = '1.300'") == [("trạm BTS",)]


def test_two_documents_of_a_letterhead_that_fit_alike_get_nothing(review: Review) -> None:
    put(review, "z-phu-luc.txt", ANNEX)
    correct(review, "1.204", document="z-phu-luc.txt", new_value="1.240")
    # Both are saved anew under other names: which of them was the annex, nothing tells but its sentences.
    for old, new in (("lai-chau.txt", "b.txt"), ("z-phu-luc.txt", "c.txt")):
        text = (review.corpus / old).read_text(encoding="utf-8")
        (review.corpus / old).unlink()
        (review.corpus / new).write_text(f"{text}\nHết.\n", encoding="utf-8")
    summary = review.build()
    assert stations(review) == [("b.txt", "1204"), ("c.txt", "1204")]
    assert any("not found any more" in warning for warning in summary.warnings)


@pytest.mark.parametrize("name", ["x.txt", "renamed.txt"])
def test_a_document_without_a_letterhead_that_is_saved_anew(review: Review, name: str) -> None:
    text = "Đến nay, toàn tỉnh có 1.777 trạm BTS.\n\nĐã mở 12 lớp tập huấn.\n"
    put(review, "x.txt", text)
    correct(review, "1.777", document="x.txt", new_value="1.778")
    # Renamed with the same bytes, or changed under the same name, it is the same document.
    (review.corpus / "x.txt").unlink()
    put(review, name, text if name != "x.txt" else f"{text}\nHết.\n")
    assert review.rows("select state from corrections") == [("active",)]
    assert review.rows("select value, filename from figures_final where number = '1.777'") == [("1778", name)]
    assert as_built_from_nothing(review)
    # Both at once: then it is nobody knows which.
    (review.corpus / name).unlink()
    put(review, "y.txt", f"{text}\nHết.\n")
    assert review.rows("select state from corrections") == [("orphan",)]


def test_another_report_without_a_letterhead_under_the_same_name(review: Review) -> None:
    put(review, "x.txt", "Đến nay, toàn tỉnh có 1.777 trạm BTS.\n")
    correct(review, "1.777", document="x.txt", new_value="1.778")
    put(review, "x.txt", "Trong quý, các xã đã lắp đặt thêm và sửa chữa 1.777 cột đèn đường.\n")
    assert review.rows("select state from corrections") == [("orphan",)]
    assert review.rows("select value from figures_final where number = '1.777'") == [("1777",)]


def test_an_added_figure_stands_in_the_original_and_not_in_its_copy(review: Review) -> None:
    figure = add(review, new_metric="bts_stations")
    compared = review.rows(f"select province from compare where figure_id = '{figure}'")
    assert len(compared) == 1
    put(review, "a-copy.txt", f"{report()}\n{MISSED}\n \n")
    query = "select filename, duplicate_of from figures_final where id like 'H-%'"
    assert review.rows(query) == [("a-copy.txt", None)]
    assert review.rows(f"select province from compare where figure_id = '{figure}'") == compared
    assert as_built_from_nothing(review)


def test_an_added_figure_is_not_found_in_a_few_words_of_its_sentence(review: Review) -> None:
    add(review)
    put(review, "lai-chau.txt", f"{report()}\n\nSố hiệu A4-75\n\n")
    assert review.rows("select distinct state from corrections") == [("orphan",)]
    put(review, "lai-chau.txt", f"{report()}\n{MISSED.replace('Mỗi xã', 'Mỗi một xã')}\n")
    assert "orphan" not in {row[0] for row in review.rows("select state from corrections")}


def test_moved_renamed_removed_and_put_back(review: Review) -> None:
    correct(review, "1.204", new_value="1.240")
    figure = add(review)
    before = review.rows("select id, value, unit, reviewed from figures_final order by id")
    file = review.corpus / "lai-chau.txt"
    (review.corpus / "2024").mkdir()
    file.rename(review.corpus / "2024" / "bao cao (1).txt")
    assert not review.build().warnings
    assert review.rows("select id, value, unit, reviewed from figures_final order by id") == before
    (review.corpus / "2024" / "bao cao (1).txt").rename(review.folder / "away.txt")
    summary = review.build()
    assert summary.corrections == {"orphan": len(review.events())}
    assert {row["id"] for row in read(review.export())} == {figure, review.events()[0]["figure_id"]}
    (review.folder / "away.txt").rename(file)
    # The corpus as a whole somewhere else, and a base of it that knows nothing.
    shutil.move(review.corpus, review.folder / "elsewhere")
    review.corpus = review.folder / "elsewhere"
    assert not review.build("moved.db").warnings
    assert review.rows("select id, value, unit, reviewed from figures_final order by id", "moved.db") == before
