"""Each file that is handed in is a batch of its own: listed, counted and taken back by itself, by person or by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75 mở cửa hằng ngày."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("hand_in"), lai_chau=report() + f"\n{MISSED}\n")


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    made = copy_of(built, tmp_path)
    made.forget("75")
    return made


def test_a_hand_in_is_taken_back_without_anybody_elses_work(review: Review) -> None:
    """One export went to two people; both files came back, and one of them was wrong."""
    rows = read(review.export(name="for-both.csv"))
    new = {
        **dict.fromkeys(rows[0], ""),
        "document": "lai-chau.txt",
        "quote": MISSED,
        "number": "75",
        "new_unit": "điểm",
    }
    lans = [{**rows[0], "decision": "đúng", "reviewer": "Lan"}, {**new, "reviewer": "Lan"}]
    lan = save(review.folder / "lan.csv", lans)
    minh = save(review.folder / "minh.csv", [{**rows[1], "decision": "xóa", "reviewer": "Minh"}])
    first, second = review.apply(lan, "--apply"), review.apply(minh, "--apply")
    assert (outcomes(first), outcomes(second)) == ({"applied": 2}, {"applied": 1}), first
    assert first["hand_in"] != second["hand_in"]
    done = review.run("review", "undo", rows[0]["batch"], "--reviewer", "Hà")
    assert done.exit_code == 2 and first["hand_in"] in done.output and second["hand_in"] in done.output
    assert review.run("review", "undo", first["hand_in"], "--reviewer", "Hà").exit_code == 0
    states = review.rows("select reviewer, state = 'reversed', count(*) > 0 from corrections group by 1, 2 order by 1")
    assert states == [("Lan", 1, 1), ("Minh", 0, 1)]
    log = review.run("review", "log", "--reviewer", "minh").output
    assert second["hand_in"] in log and "Lan" not in log
    assert "Minh: 1/1" in review.run("review", "status", "--by", "reviewer").output


def test_a_row_or_a_persons_part_of_a_file_is_taken_back(review: Review) -> None:
    rows = read(review.export())
    filled = [
        {**row, "decision": "đúng", "reviewer": person}
        for row, person in zip(rows[:3], ("Lan", "Minh", "Lan"), strict=True)
    ]
    done = review.apply(save(review.folder / "both.csv", filled), "--apply")

    def in_force() -> list[str]:
        query = "select reviewer from corrections where state in ('active', 'confirmed') order by at, event"
        return sorted(row[0] for row in review.rows(query))

    assert review.run("review", "undo", done["hand_in"], "--row", "2").exit_code == 0
    assert in_force() == ["Lan", "Minh"]
    assert review.run("review", "undo", done["hand_in"], "--whose", "Lan").exit_code == 0
    assert in_force() == ["Minh"]
    assert review.run("review", "undo", "--whose", "Minh").exit_code == 0
    assert in_force() == []
    assert "already" in review.run("review", "undo", "--whose", "Minh").output


def test_nobody_decides_without_a_name(review: Review) -> None:
    rows = read(review.export())
    filled = [{**rows[0], "decision": "đúng"}, {**rows[1], "decision": "xóa", "reviewer": "Lan"}]
    path = save(review.folder / "r.csv", filled)
    answer = review.apply(path, "--apply", "--partial", "--reviewer", " ")
    assert outcomes(answer) == {"invalid": 1, "applied": 1}
    assert "người duyệt" in answer["rows"][0]["vi"] and "--reviewer" in answer["rows"][0]["en"]
    assert review.run("review", "undo", answer["hand_in"], "--reviewer", "").exit_code == 2
    assert review.run("review", "undo", answer["hand_in"], "--reviewer", "Lan").exit_code == 0
