"""The metrics that a figure may measure are offered by number, in the file and on the pages: always those shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from served import faults

from kb.latest import refresh
from kb.review.candidates import by_number, candidates_cell, offered
from kb.review.refused import RefusedError
from kb.review.state import Standing
from kb.store import open_base
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

OFFERED = [["training_classes", 0.41], ["bts_stations", 0.22], ["dossiers_late", 0.08]]
NAMES = {"training_classes": "Lớp tập huấn (các loại)", "bts_stations": "Số trạm BTS"}


def figure(metric: str = "", machine: str = "") -> Standing:
    now, read_as = {"metric_id": metric}, {"metric_id": machine}
    where = ("F-AAAAAAAAAA", "D-1", "i", "a.txt", "0", "0", "12", 0, "Đã mở 12 lớp.")
    return Standing(*where, read_as, now, "", "", tuple((name, chance) for name, chance in OFFERED))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = built_of(tmp_path_factory.mktemp("candidates"), lai_chau=report())
    with closing(sqlite3.connect(folder / "kb.db")) as db, db:
        offer(db, OFFERED)
    with closing(open_base(folder / "kb.db")) as db:
        refresh(db)
    return folder


def offer(db: sqlite3.Connection, candidates: list[list[object]]) -> None:
    """Takes the metric of the 12 away and gives it these candidates, as the rules do where none is likely enough."""
    given = json.dumps(candidates)
    db.execute("update figures set metric_id = null, candidates = ? where number = '12'", (given,))
    db.execute("update figures set candidates = '[]' where number <> '12'")


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def row_of(path: Path, number: str = "12") -> dict[str, str]:
    return next(row for row in read(path) if row["number"] == number)


def chosen(review: Review, text: str, **more: str) -> Path:
    """The file with this in the cell of the new metric of the 12."""
    rows = read(review.export(name="out.csv"))
    rows = [{**row, **({"new_metric": text, **more} if row["number"] == "12" else {})} for row in rows]
    return save(review.folder / "in.csv", rows)


def metric(review: Review) -> str | None:
    return review.rows("select metric_id from figures_final where number = '12'")[0][0]


def test_the_file_shows_them_with_names_ids_and_chances(review: Review) -> None:
    row = row_of(review.export())
    names = dict(review.rows("select id, name_vi from metrics"))
    assert row["candidates"] == " · ".join(
        f"{at}. {names[name]} ({name}) {100 * chance:.0f}%" for at, (name, chance) in enumerate(OFFERED, 1)
    )
    assert row_of(review.export(name="b.csv"), "1.204")["candidates"] == ""


@pytest.mark.parametrize("text", ["2", "2.", "số 2", "bts_stations", "Số trạm BTS"])
def test_a_number_an_id_or_a_name_chooses(review: Review, text: str) -> None:
    path = chosen(review, text)
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert metric(review) == "bts_stations"
    # what a person said is no candidate any more
    assert row_of(review.export("--all", name="c.csv"))["candidates"] == ""
    assert outcomes(review.apply(path, "--apply")).get("already") == 1


@pytest.mark.parametrize("text", ["4", "0", "9."])
def test_a_number_that_was_not_offered_is_refused(review: Review, text: str) -> None:
    answer = review.apply(chosen(review, text), "--apply")
    assert outcomes(answer)["invalid"] == 1 and metric(review) is None
    told = next(row for row in answer["rows"] if row["outcome"] == "invalid")
    assert "chỉ có 3 ứng viên" in told["vi"] and "new_metric" in told["vi"]


def test_a_number_means_what_was_shown_not_what_the_machine_thinks_now(review: Review) -> None:
    path = chosen(review, "1")
    with closing(sqlite3.connect(review.base)) as db, db:
        offer(db, OFFERED[::-1])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert metric(review) == "training_classes"


def test_without_its_snapshot_the_cell_tells(review: Review) -> None:
    path = chosen(review, "2")
    for snapshot in (review.corpus / "reviews").iterdir():
        snapshot.unlink()
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert metric(review) == "bts_stations"


def test_who_types_into_the_list_is_told_where_to_type(review: Review) -> None:
    answer = review.apply(chosen(review, "", candidates="bts_stations"))
    assert any("ứng viên" in row["vi"] and "chỉ để xem" in row["vi"] for row in answer["rows"])
    assert metric(review) is None


def test_a_figure_that_a_person_adds_has_none(review: Review) -> None:
    rows = read(review.export(name="out.csv"))
    new = {"document": "lai-chau.txt", "quote": rows[0]["quote"], "number": "77", "new_metric": "1"}
    path = save(review.folder / "in.csv", [*rows, {**dict.fromkeys(rows[0], ""), **new}])
    assert outcomes(review.apply(path)).get("invalid") == 1


def test_which_are_offered() -> None:
    some = [("a", 0.4), ("b", 0.2)]
    assert offered("", some) == some and offered("c", some) == some and offered("a", some) == some
    assert offered("a", some[:1]) == () and offered("", []) == ()
    assert candidates_cell(figure("x", "y"), NAMES) == ""


def test_a_name_with_brackets_and_one_that_is_gone() -> None:
    cell = candidates_cell(figure(), NAMES)
    assert cell.startswith("1. Lớp tập huấn (các loại) (training_classes) 41% · 2. Số trạm BTS (bts_stations) 22%")
    assert [by_number(text, cell, None) for text in ("1", "2", "3", "12 lớp")] == [
        *("training_classes", "bts_stations", "dossiers_late"),
        "12 lớp",
    ]
    with pytest.raises(RefusedError):
        by_number("1", "", None)


def test_the_pages_offer_the_same(screen: Page, serving: Callable[..., str], built: Path) -> None:
    site = serving(built / "kb.db")
    with closing(sqlite3.connect(built / "kb.db")) as db:
        (figure_id,) = db.execute("select id from figures where number = '12'").fetchone()
    for address in (f"/figure/{figure_id}", "/review?document=lai-chau.txt"):
        screen.goto(site + address)
        told = screen.locator(".candidates")
        expect(told).to_have_count(1)
        expect(told).to_contain_text("Có thể là: 1.")
        expect(told.locator("code")).to_have_text([str(name) for name, _ in OFFERED])
        expect(told.locator("a").nth(1)).to_have_text("Số trạm BTS")
        assert not faults(screen)
