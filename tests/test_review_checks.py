"""What is applied or taken back is seen by the checks at once: a contradiction goes, or comes, with the correction."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kb.review.overlay import replay
from kb.store import open_base
from tests.review_base import HEAD, Review, built_of, copy_of, outcomes, read, save

SHARE = "Đã tích hợp lên Cổng dịch vụ công quốc gia 841/858 dịch vụ công trực tuyến, đạt {share}%."
RANK = "Năm 2022, tỉnh xếp thứ {rank}/63 về Chỉ số chuyển đổi số (DTI)."
# The machine takes this for the code of a document, so that a person has to add it.
MISSED = "Cuối năm, theo biểu A4-75, giá trị trung bình DTI năm 2022 của các tỉnh là như trên."


def document(place: str, number: int, share: str, rank: int) -> str:
    head = HEAD.format(upper=place.upper(), place=place, number=number)
    mean = "Giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,5791 điểm."
    return "\n\n".join((head, SHARE.format(share=share), RANK.format(rank=rank), mean, MISSED, ""))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(
        tmp_path_factory.mktemp("checks"),
        lai_chau=document("Lai Châu", 7, "89,02", 61),
        dien_bien=document("Điện Biên", 8, "98,02", 60),
    )


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def findings(review: Review, base: str = "kb.db") -> list[tuple[object, ...]]:
    return [
        *review.rows("select id, rule, document_id, figure_ids, message from findings_checks order by id", base),
        *review.rows("select * from findings_figures order by 1, 2", base),
    ]


def rules(review: Review) -> list[str]:
    return sorted(row[0] for row in review.rows("select rule from findings_checks"))


def correct(review: Review, number: str, document: str = "lai-chau.txt", name: str = "r.csv", **cells: str) -> None:
    """Correct the figure of this document with this printed number."""
    rows = read(review.export("--all", name=f"original-{name}"))
    chosen = (document, number)
    path = save(
        review.folder / name,
        [{**row, **(cells if (row["document"], row["number"]) == chosen else {})} for row in rows],
    )
    assert outcomes(review.apply(path, "--apply")).get("applied") == 1


def as_built_from_nothing(review: Review) -> bool:
    for file in review.folder.glob("fresh.db*"):
        file.unlink()
    review.build("fresh.db")
    return findings(review) == findings(review, "fresh.db")


def test_a_contradiction_goes_with_its_wrong_part_and_comes_back_with_an_undo(review: Review) -> None:
    before = findings(review)
    assert rules(review) == ["share"]
    assert "841/858" in next(row["why"] for row in read(review.export()) if row["number"] == "89,02")
    correct(review, "89,02", new_value="98,02")
    assert findings(review) == [] and as_built_from_nothing(review)
    # Its other part is in the queue for its own sake only.
    assert not any("841/858 là" in row["why"] for row in read(review.export()))
    batch = review.events()[0]["batch"]
    assert review.run("review", "undo", batch).exit_code == 0
    assert findings(review) == before and as_built_from_nothing(review)


def test_a_correction_that_contradicts_is_told(review: Review) -> None:
    correct(review, "841/858", document="dien-bien.txt", new_value="814")
    told = "select message from findings_checks k join documents d on d.id = document_id where filename like 'dien%'"
    assert review.rows(told) == [("841/858 là 94,87%, không phải 98,02%.",)]
    assert as_built_from_nothing(review)
    # Two provinces with one rank: a contradiction between documents.
    correct(review, "61/63", name="s.csv", new_value="60")
    assert rules(review) == ["same_rank", "share", "share"] and as_built_from_nothing(review)
    correct(review, "61/63", name="t.csv", decision="xóa")
    assert rules(review) == ["share", "share"] and as_built_from_nothing(review)


def test_a_figure_that_a_person_adds_corrects_and_takes_back_is_checked(review: Review) -> None:
    shown = read(review.export())
    cells = {"document": "lai-chau.txt", "quote": MISSED, "number": "75", "new_value": "2.128.000"}
    row = {**dict.fromkeys(shown[0], ""), **cells, "new_metric": "bts_stations", "new_unit": "trạm"}
    done = review.apply(save(review.folder / "r.csv", [row]), "--apply")
    assert outcomes(done) == {"applied": 1}, done
    assert rules(review) == ["bounds", "share"] and as_built_from_nothing(review)
    correct(review, "75", name="s.csv", new_value="2.128")
    assert rules(review) == ["share"] and as_built_from_nothing(review)
    assert review.run("review", "undo", review.events()[-1]["batch"]).exit_code == 0
    assert rules(review) == ["bounds", "share"] and as_built_from_nothing(review)
    assert review.run("review", "undo", review.events()[0]["batch"]).exit_code == 0
    assert rules(review) == ["share"] and as_built_from_nothing(review)


def test_checks_that_an_interrupted_apply_has_not_run_are_run_by_the_next_build(review: Review) -> None:
    log = review.log
    correct(review, "89,02", new_value="98,02")
    shutil.copy(log, review.folder / "kept.jsonl")
    assert review.run("review", "undo", review.events()[0]["batch"]).exit_code == 0
    shutil.copy(review.folder / "kept.jsonl", log)
    with closing(open_base(review.base)) as db:
        replay(db)  # and there the power went
    assert rules(review) == ["share"]
    assert review.build().count("unchanged") == 2
    assert findings(review) == []


def test_an_apply_that_writes_nothing_runs_no_check(review: Review) -> None:
    with closing(open_base(review.base)) as db:
        db.execute("update findings_checks set message = 'kept'")
    path = review.export()
    assert review.apply(path, "--apply")["written"] == 0
    assert review.rows("select message from findings_checks") == [("kept",)]
