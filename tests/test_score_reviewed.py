"""``solieu score --reviewed``: the rules measured by what people decided, through real exports, applies and builds."""

from __future__ import annotations

import dataclasses
import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import kb.build.run
from kb.review.log import ADDED, Event, append, next_time, read_log
from kb.score.calibrate import reviewed as judgements
from kb.score.reviewed import Tally, counts
from kb.store import read_base
from rules.trust.model import load_model
from tests.review_base import Review, outcomes, report
from tests.scored_base import DEFAULTS, write_gold

WORDS = {
    ("Lai Châu", "1.204"): {"new_value": "1.240", "new_place": "Sơn La"},
    ("Lai Châu", "12"): {"decision": "xóa"},
    ("Lai Châu", "640"): {"decision": "đúng"},
    ("Lai Châu", "98,5"): {"new_period": "2022"},
    ("Lai Châu", "4,5"): {"decision": "chưa rõ"},
    ("Điện Biên", "980"): {"decision": "đúng"},
}
"""Two figures that are wrong, three that are right (a period belongs to no whole record), one that nobody judged."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("score-reviewed")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lai-chau.txt").write_text(report(), encoding="utf-8")
    (folder / "corpus" / "dien-bien.txt").write_text(report("Điện Biên", 8, "980"), encoding="utf-8")
    made = Review(folder)
    made.build()
    path = made.write("r.csv", lambda row: WORDS.get((row["province"], row["number"]), {}))
    assert outcomes(made.apply(path, "--apply", "--reviewer", "Lan"))["applied"] == len(WORDS)
    return folder


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    shutil.copytree(built, tmp_path / "work")
    return Review(tmp_path / "work")


def scored(review: Review) -> dict[str, Any]:
    done = review.run("score", "--reviewed", "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def wrong(answer: dict[str, Any], table: str) -> dict[str, int]:
    """What has mistakes in a table, and how many."""
    return {name: one["wrong"] for name, one in answer[table].items() if one["wrong"]}


def test_fields_rules_and_documents_are_counted(review: Review) -> None:
    answer = scored(review)
    assert (answer["figures"], answer["dropped"], answer["not_counted"]) == (12, 1, {})
    assert answer["record"] == {"reviewed": 5, "right": 3, "wrong": 2, "precision": 0.6}
    # The fields of what was struck out are not judged; a place and its id are one.
    assert {one["reviewed"] for one in answer["fields"].values()} == {4}
    assert wrong(answer, "fields") == {"value": 1, "place": 1, "period": 1}
    assert answer["fields"]["place"] == {"reviewed": 4, "right": 3, "wrong": 1, "precision": 0.75}
    assert answer["documents"] == {
        "lai-chau.txt": {"reviewed": 4, "right": 2, "wrong": 2, "precision": 0.5},
        "dien-bien.txt": {"reviewed": 1, "right": 1, "wrong": 0, "precision": 1.0},
    }
    assert sum(one["reviewed"] for one in answer["rules"].values()) == 5
    assert sum(wrong(answer, "rules").values()) == 2


def test_what_the_rules_read_as_the_person_said_by_now_is_right(review: Review) -> None:
    (review.corpus / "sources.toml").write_text('[[document]]\nfile = "lai-chau.txt"\nplace = "Sơn La"\n', "utf-8")
    review.build()
    answer = scored(review)
    assert wrong(answer, "fields") == {"value": 1, "period": 1}
    # Who said "right" said it of another place; it needs a person, and counts for nothing till then.
    assert answer["not_counted"] == {"conflict": 1} and answer["record"]["reviewed"] == 4


def test_what_the_rules_read_as_a_third_thing_is_still_wrong(review: Review) -> None:
    (review.corpus / "sources.toml").write_text('[[document]]\nfile = "lai-chau.txt"\nplace = "Lào Cai"\n', "utf-8")
    review.build()
    assert wrong(scored(review), "fields") == {"value": 1, "place": 1, "period": 1}


def test_other_rules_that_read_the_same_have_the_same_score(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    before = scored(review)
    monkeypatch.setattr(kb.build.run, "rules_version", lambda: "other-rules")
    assert review.build().count("read") == 2
    assert scored(review) == before


def test_what_was_taken_back_and_what_is_gone_is_not_counted(review: Review) -> None:
    (struck,) = [event["event"] for event in review.events() if event["new"] == "drop"]
    assert review.run("review", "undo", struck).exit_code == 0
    assert scored(review)["record"] == {"reviewed": 4, "right": 3, "wrong": 1, "precision": 0.75}
    (review.corpus / "dien-bien.txt").unlink()
    review.build()
    answer = scored(review)
    assert answer["not_counted"] == {"orphan": 1} and list(answer["documents"]) == ["lai-chau.txt"]


def test_figures_that_people_added_are_missed_until_the_rules_find_them(review: Review) -> None:
    # One stands where the machine sees no figure, one where it reads one.
    said = {"value": "4", "kind": "count", "status": "actual", "qualifier": "exact", "unit": "G", "place": "Lai Châu"}
    like = next(event for event in read_log(review.log).events if event.number == "1.204")
    added = [
        change(like, event=f"E-{number}", figure_id=f"H-{number}", number=number, field=ADDED, seen=said)
        for number in ("4", "98,5")
    ]
    append(review.log, [dataclasses.replace(one, at=next_time([like])) for one in added])
    review.build()
    assert scored(review)["missed"] == {like.filename: 1}
    assert f"do not find: 1 in {like.filename}" in review.run("score", "--reviewed").stdout


def change(like: Event, **words: Any) -> Event:
    """Another event of the same document and sentence."""
    return dataclasses.replace(like, old="", machine="", new=words["seen"]["value"], **words)


def test_the_tables_show_most_mistakes_first(review: Review) -> None:
    shown = review.run("score", "--reviewed").stdout
    assert shown.startswith("5 of 12 figures reviewed, in 2 of 2 documents; 1 of them struck out\n")
    assert shown.index("lai-chau.txt") < shown.index("dien-bien.txt") < shown.rindex("ALL")
    assert "0.7500" in shown and "precision" in shown


def test_the_counts_are_those_that_the_confidence_is_fitted_on(review: Review) -> None:
    with closing(read_base(review.base)) as db:
        counted = counts(db)
        fitted_on = list(judgements(db, []))
    # A metric that is wrong is no wrong record here: it has a chance of its own.
    right = sum(one.right["record"] and one.right.get("metric", True) for one in fitted_on)
    assert (right, len(fitted_on)) == (sum(tally.right for tally in counted.values()), 5)
    assert sum(tally.seen for tally in counted.values()) == 5
    assert all(isinstance(tally, Tally) for tally in counted.values())


def test_corrections_that_are_applied_enter_the_fit_and_leave_it_with_an_undo(review: Review, tmp_path: Path) -> None:
    line = {"quote": "toàn tỉnh có 980 trạm BTS", "number": "980", "value": 980, "metric": "bts_stations"}
    gold = write_gold(tmp_path, [DEFAULTS | line | {"place": "Điện Biên"}], "dien-bien.figures.jsonl")

    def fitted() -> dict[str, dict[str, float]]:
        done = review.run("score", gold, "--calibrate", tmp_path / "model.toml")
        assert done.exit_code == 0, done.output
        return {target: dict(one) for target, one in load_model(tmp_path / "model.toml").measured.items()}

    # The six figures of the annotated report are its annotation's; of the other, people judged four.
    after = fitted()
    assert after["record"]["figures"] == 6 + 4 and after["record"]["documents"] == 2
    done = review.run("review", "undo", "--whose", "Lan")
    assert done.exit_code == 0, done.output
    before = fitted()
    assert before["record"]["figures"] == 6 and before["record"]["documents"] == 1
    # One of the four is wrong as a record, one is struck out; the three that stand have each field judged.
    right = after["record"]["right"] * 10 - before["record"]["right"] * 6
    assert round(right) == 2
    assert after["period"]["figures"] - before["period"]["figures"] == 3


def test_a_base_that_nobody_reviewed_says_how_to_begin(review: Review) -> None:
    for event in review.events():
        review.run("review", "undo", event["event"])
    done = review.run("score", "--reviewed")
    assert done.stdout == (
        "0 of 12 figures reviewed, in 0 of 2 documents; 0 of them struck out\nBegin with solieu review export\n"
    )
    assert scored(review)["fields"]["value"] == {"reviewed": 0, "right": 0, "wrong": 0, "precision": None}


@pytest.mark.parametrize("other", [["gold.jsonl"], ["--accept"], ["--show", "3"], ["--calibrate", "p.toml"]])
def test_it_goes_with_no_gold_and_writes_nothing(review: Review, other: list[str]) -> None:
    done = review.run("score", "--reviewed", *other)
    assert done.exit_code == 2 and "--reviewed goes with --db and --json only" in done.output
