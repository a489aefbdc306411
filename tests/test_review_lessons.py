"""What corrections teach: patterns behind them with a draft, tried on a copy, and never applied by itself."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import rules
from extract.document import SolieuError
from kb.review.entries import Entry, change_list, entry_for
from tests.review_base import Review, built_of, copy_of, report

# Words of our own that the catalogue does not know.
UNKNOWN = (
    "Đến nay, huyện Mường Tè có 35 cột loa tháp canh lửa.",
    "Đến nay, huyện Tam Đường có 41 cột loa tháp canh lửa.",
    "Đến nay, huyện Sìn Hồ có 52 cột loa tháp canh lửa.",
)
# Of each three, two are corrected; the third shows what a draft is worth, and the fourth what it leaves alone.
LISTED = (
    "Tỉnh nhắm tới 45 trạm kiểm dịch trong năm. Ngành y tế nhắm tới 62 trạm kiểm dịch trong năm.",
    "Ngành điện nhắm tới 73 trạm kiểm dịch trong năm. Ngành thú y đã có 79 trạm kiểm dịch.",
    "Xã Mường Khoa dự kiến lại 31 bộ bàn ghế. Xã Nậm Cần dự kiến lại 33 bộ bàn ghế.",
    "Xã Nậm Sỏ dự kiến lại 37 bộ bàn ghế.",
    "Trường Pắc Ta nhận độ chừng 81 rương sách cũ. Trường Hố Mít gom độ chừng 83 rương sách cũ.",
    "Trường Thân Thuộc nhận độ chừng 87 rương sách cũ.",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(
        tmp_path_factory.mktemp("lessons"),
        lai_chau=report() + "\n".join(("", *UNKNOWN)),
        dien_bien=report("Điện Biên", 8, "980"),
        son_la=report("Sơn La", 9, "870") + "\n".join(("", *LISTED)),
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


@pytest.mark.parametrize(
    ("cells", "corrected", "entry", "changes", "stays"),
    [
        ({"new_status": "mục tiêu"}, ("45", "62"), ("target_before", "nhắm tới", False), ("73", "target"), "79"),
        ({"new_status": "kết quả"}, ("31", "33"), ("forecast_before", "dự kiến", True), ("37", "actual"), "79"),
        ({"new_qualifier": "khoảng"}, ("81", "83"), ("qualifier_about", "độ chừng", False), ("87", "about"), "79"),
        (
            {"new_unit": "cột loa tháp"},
            ("35", "41"),
            ("counted_nouns", "cột loa tháp", False),
            ("52", "cột loa tháp"),
            "79",
        ),
    ],
    ids=["status", "too_much", "qualifier", "unit"],
)
def test_a_word_of_a_list_is_drafted_and_tried_with_the_figures_it_would_change(
    review: Review,
    cells: dict[str, str],
    corrected: tuple[str, str],
    entry: tuple[str, str, bool],
    changes: tuple[str, str],
    stays: str,
) -> None:
    correct(review, "r.csv", dict.fromkeys(corrected, cells))
    words, final = of_rules(), review.final()
    assert len(learned(review)["lessons"]) == 1, review.events()
    tried = learned(review, "--trial", "1")
    (lesson,) = tried["lessons"]
    assert (lesson["entry"]["name"], lesson["entry"]["word"], lesson["entry"]["out"]) == entry
    assert entry[0] in lesson["draft"] and entry[1] in lesson["draft"] and "near_misses" in lesson["draft"]
    changed = {(one["number"], one["new"]) for one in tried["changed"] if one["field"] == lesson["field"]}
    assert changes in changed
    assert stays not in {number for number, _ in changed}
    assert of_rules() == words and review.final() == final
    told = review.run("review", "lessons", "--trial", "1").output
    assert f"[words.{entry[0]}]" in told and "Dựng thử" in told


@pytest.mark.parametrize(
    ("field", "was", "becomes", "around", "entry"),
    [
        # What no list means one word of, or what the sentences do not share, is no entry.
        ("status", "actual", "target", [("Xã nhắm tới ", " hộ"), ("Huyện dồn sức cho ", " hộ")], None),
        ("unit", "cột", "trụ", [("Có ", " cột loa"), ("Có ", " cột đèn")], None),
        ("kind", "count", "rate", [("Có ", " hộ"), ("Có ", " hộ")], None),
        ("qualifier", "exact", "about", [("Có độ chừng khoảng ", " hộ"), ("Có khoảng ", " hộ")], None),
        # Only the clause of the number tells it, and not what stands behind another number.
        ("kind", "count", "rank", [("Đua tài. Về hàng ", ""), ("Về hàng ", "")], "rank_before +về hàng"),
        ("kind", "count", "rank", [("Về hàng 3, chiếm hàng ", ""), ("Về hàng ", "")], "rank_before +hàng"),
        # Of levels and periods words can go out, where a list told them.
        ("level", "commune", "", [("Đơn vị xã ", ""), ("Trạm xã ", "")], "bare_levels -xã"),
        ("level", "", "commune", [("Đơn vị xã ", ""), ("Trạm xã ", "")], None),
        ("period", "2024", "…", [("Tính cả năm có ", ""), ("Cả năm có ", "")], "whole_year -cả năm"),
        ("status", "target", "actual", [], None),
    ],
)
def test_which_entry_is_drafted(
    field: str, was: str, becomes: str, around: list[tuple[str, str]], entry: str | None
) -> None:
    found = entry_for(field, was, becomes, around)
    assert (f"{found.name} {'-' if found.out else '+'}{found.word}" if found else None) == entry


def test_an_entry_is_written_into_its_own_list_and_no_list_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[words.one]\nexact = true\nwords = [\n  "này", "kia",\n]\n\n[words.two]\nwords = ["này"]\n', "utf-8"
    )
    change_list(tmp_path, Entry("own.toml", "one", "kia", out=True))
    change_list(tmp_path, Entry("own.toml", "two", "nọ"))
    read = {name: table["words"] for name, table in tomllib.loads(path.read_text("utf-8"))["words"].items()}
    assert read == {"one": ["này"], "two": ["nọ", "này"]}
    with pytest.raises(SolieuError, match="only word"):
        change_list(tmp_path, Entry("own.toml", "one", "này", out=True))
    with pytest.raises(SolieuError, match="no words of that list"):
        change_list(tmp_path, Entry("own.toml", "three", "nọ"))


def test_only_what_is_drafted_for_a_place_can_be_tried_and_only_a_lesson_that_is_there(review: Review) -> None:
    correct(review, "r.csv", {number: {"new_unit": "trụ"} for number in ("35", "41")})
    for number in ("1", "2"):
        done = review.run("review", "lessons", "--trial", number)
        assert done.exit_code == 2 and "Traceback" not in done.output
