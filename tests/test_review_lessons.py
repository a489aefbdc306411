"""What corrections teach: patterns behind them with a draft, tried on a copy, and never applied by itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import rules
from tests.review_base import Review, built_of, copy_of, report

# Words of our own that the catalogue does not know.
UNKNOWN = (
    "Đến nay, huyện Mường Tè có 35 cột loa tháp canh lửa.",
    "Đến nay, huyện Tam Đường có 41 cột loa tháp canh lửa.",
    "Đến nay, huyện Sìn Hồ có 52 cột loa tháp canh lửa.",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(
        tmp_path_factory.mktemp("lessons"),
        lai_chau=report() + "\n".join(("", *UNKNOWN)),
        dien_bien=report("Điện Biên", 8, "980"),
    )


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def learned(review: Review, *options: str) -> dict[str, Any]:
    done = review.run("review", "lessons", "--json", *options)
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def correct(review: Review, name: str, cells: dict[str, dict[str, str]]) -> None:
    """Correct figures by their printed numbers."""
    done = review.apply(review.write(name, lambda row: cells.get(row["number"], {})), "--apply")
    assert done["exit"] == 0


def of_rules() -> str:
    """All words of the rules, hashed."""
    files = sorted(Path(str(rules.__file__)).parent.rglob("*.toml"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def test_what_two_figures_teach_is_a_lesson_and_what_one_does_is_none(review: Review) -> None:
    assert learned(review) == {"lessons": []}
    correct(review, "one.csv", {"35": {"new_metric": "bts_stations"}})
    assert learned(review) == {"lessons": []}
    assert len(learned(review, "--least", "1")["lessons"]) == 1
    correct(review, "two.csv", {"41": {"new_metric": "bts_stations", "reviewer": "Minh"}})
    (lesson,) = learned(review)["lessons"]
    assert (lesson["field"], lesson["becomes"]) == ("metric_id", "bts_stations")
    assert [one["number"] for one in lesson["examples"]] == ["35", "41"]
    assert lesson["people"] == ["Lan", "Minh"] and lesson["alike"] == 1
    assert "bts_stations" in lesson["draft"] and lesson["words"] in lesson["draft"]
    assert "[[41]]" in lesson["draft"] and "| bts_stations" in lesson["draft"]
    told = review.run("review", "lessons").output
    assert "metric_id" in told and "“41”" in told


def test_one_word_corrected_in_two_ways_is_two_patterns(review: Review) -> None:
    correct(review, "r.csv", {"35": {"new_metric": "bts_stations"}, "41": {"new_metric": "training_classes"}})
    assert learned(review) == {"lessons": []}
    both = learned(review, "--least", "1")["lessons"]
    assert sorted(one["becomes"] for one in both) == ["bts_stations", "training_classes"]


def test_what_was_taken_back_or_is_read_so_by_now_teaches_nothing(review: Review) -> None:
    correct(review, "r.csv", {number: {"new_unit": "trụ"} for number in ("35", "41")})
    (lesson,) = learned(review)["lessons"]
    assert lesson["field"] == "unit" and lesson["becomes"] == "trụ"
    hand_in = review.events()[0]["hand_in"]
    assert review.run("review", "undo", hand_in).exit_code == 0
    assert learned(review) == {"lessons": []}
    # To confirm what the machine reads teaches nothing either.
    correct(review, "ok.csv", {number: {"decision": "đúng"} for number in ("35", "41")})
    assert learned(review) == {"lessons": []}


def test_figures_that_people_strike_out_are_a_lesson_of_their_words(review: Review) -> None:
    correct(review, "r.csv", {number: {"decision": "xóa"} for number in ("35", "41", "52")})
    (lesson,) = learned(review)["lessons"]
    assert lesson["field"] == "decision" and lesson["becomes"] == "drop" and len(lesson["examples"]) == 3
    assert "exclusions.toml" in lesson["draft"]


def test_a_wording_is_tried_on_copies_and_leaves_rules_and_base_as_they_are(review: Review) -> None:
    before = review.rows("select id, metric_id from figures where number = '52'")
    correct(review, "r.csv", {number: {"new_metric": "bts_stations"} for number in ("35", "41")})
    words, final = of_rules(), review.final()
    tried = learned(review, "--trial", "1")
    # What nobody corrected is read so, too: that is what the wording would be worth.
    changed = {(one["number"], one["new"]) for one in tried["changed"] if one["field"] == "metric_id"}
    assert ("52", "bts_stations") in changed
    assert of_rules() == words and review.final() == final
    assert review.rows("select id, metric_id from figures where number = '52'") == before
    assert [path.name for path in review.folder.glob("*trial*")] == []
    assert [path.name for path in review.folder.glob(".*.db*")] == []


def test_only_a_wording_can_be_tried_and_only_a_lesson_that_is_there(review: Review) -> None:
    correct(review, "r.csv", {number: {"new_unit": "trụ"} for number in ("35", "41")})
    for number in ("1", "2"):
        done = review.run("review", "lessons", "--trial", number)
        assert done.exit_code == 2 and "Traceback" not in done.output
