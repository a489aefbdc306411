"""Any edits, in any order, through any spreadsheet: what is applied is what the base says, nothing else moves, and a
base made from the log alone says the same."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.review.cells import restored, shown, typed
from kb.review.numbers import exact, read_decimal, written
from kb.review.overlay import replay
from kb.review.periods import read_period
from kb.review.periods import written as written_period
from kb.review.refused import RefusedError
from kb.review.state import FIELDS, standings
from kb.store import open_base, read_base
from tests.review_base import Review, read, report, save

NASTY = st.text(st.sampled_from("aăđ1 ;,\"'=+-@\t\n<>{}%\\/"), min_size=1, max_size=12)
DECIMALS = st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False, allow_infinity=False).map(exact)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "decision": st.sampled_from(["đúng", "sửa", "xóa", "chưa rõ", "ok", "DROP", "", "?"]),
        "new_value": st.one_of(
            DECIMALS.map(lambda value: written(value)), st.sampled_from(["98.5", "1,234", "12-Jun"])
        ),
        "new_unit": st.sampled_from(["%", "người", "<trống>", "12"]),
        "new_item": NASTY,
        "new_place": st.sampled_from(["Sơn La", "TP Đà Nẵng", "huyện Thuận Châu", "cả nước", "Sơn Lá Là"]),
        "new_period": st.sampled_from(["2023", "quý II/2023", "tháng 6/2024", "<trống>", "Jun-24"]),
        "new_kind": st.sampled_from(["số lượng", "rank", "<trống>"]),
        "reason": NASTY,
        "reviewer": st.sampled_from(["Lan", "=Minh", ""]),
    },
)
EDITS = st.dictionaries(st.integers(0, 6), CELLS, max_size=4)
SAVED = st.fixed_dictionaries(
    {
        "separator": st.sampled_from([";", ",", "\t"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "end": st.sampled_from(["\n", "\r\n"]),
    }
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("property")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lai-chau.txt").write_text(report(), encoding="utf-8")
    Review(folder).build()
    shutil.copy(folder / "kb.db", folder / "machine.db")
    return folder


def from_the_log_alone(review: Review) -> list[tuple[Any, ...]]:
    """What a base says that was just built: the machine's word only, and then the log."""
    for file in review.folder.glob("fresh.db*"):
        file.unlink()
    shutil.copy(review.folder / "machine.db", review.folder / "fresh.db")
    with closing(open_base(review.folder / "fresh.db")) as db:
        replay(db)
    return review.final("fresh.db")


def fields(review: Review) -> dict[str, dict[str, Any]]:
    """The fields that people correct, of each figure that is not struck out."""
    with closing(read_base(review.base)) as db:
        assert isinstance(db, sqlite3.Connection)
        return {row["id"]: dict(row) for row in db.execute(f"select id, {', '.join(FIELDS)} from figures_final")}


def damaged(rows: list[dict[str, str]], how: list[int]) -> list[dict[str, str]]:
    """The rows in another order, with numbers and texts of the left part as a spreadsheet may spoil them."""
    spoiled = [
        {**row, "value": row["value"].replace(".", ""), "number": row["number"].replace(",", "."), "page": "Jun-24"}
        for row in rows
    ]
    return sorted(spoiled, key=lambda row: how[len(row["quote"] + row["id"]) % len(how)])


@settings(max_examples=25)
@given(rounds=st.lists(st.tuples(EDITS, SAVED, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_what_is_applied_is_what_the_base_says_and_the_log_alone_says_the_same(
    built: Path, rounds: list[tuple[dict[int, dict[str, str]], dict[str, str], bool, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(built, Path(folder) / "work")
        review = Review(Path(folder) / "work")
        for edits, saved, partial, undo in rounds:
            rows = read(review.export("--all"))
            edited = [{**row, **edits.get(at, {})} for at, row in enumerate(rows)]
            before, log = fields(review), review.log.read_bytes() if review.log.exists() else b""
            path = save(review.folder / "edited.csv", damaged(edited, [1, 0]), **saved)
            done = review.apply(path, "--apply", *(["--partial"] if partial else []))
            after = fields(review)
            check(edited, done, before, after)
            assert (review.log.read_bytes() if review.log.exists() else b"").startswith(log)
            assert review.final() == from_the_log_alone(review)
            again = review.apply(path, "--apply", *(["--partial"] if partial else []))
            assert again["written"] == 0 and fields(review) == after
            if undo and done["written"]:
                assert review.run("review", "undo", rows[0]["batch"]).exit_code == 0
                assert fields(review) == before
                assert review.final() == from_the_log_alone(review)
        with closing(read_base(review.base)) as db:
            db.row_factory = None
            now = {key: one.now for key, one in standings(db).items()}
        for figure, row in fields(review).items():
            assert {name: row[name] or "" for name in FIELDS} == now[figure]


def check(
    edited: list[dict[str, str]],
    done: dict[str, Any],
    before: dict[str, dict[str, Any]],
    after: dict[str, dict[str, Any]],
) -> None:
    outcomes = {row["figure_id"]: row["outcome"] for row in done["rows"]}
    asked = {row["id"]: row for row in edited}
    assert done["written"] == sum(outcome == "applied" for outcome in outcomes.values())
    for figure, outcome in outcomes.items():
        row = asked[figure]
        if outcome != "applied":
            assert after.get(figure) == before.get(figure), outcome
            continue
        struck = typed(row["decision"]).lower() in ("xóa", "drop")
        assert (figure in after) != struck
        if struck:
            continue
        now = after[figure]
        if row["new_value"]:
            assert Decimal(now["value"]) == read_decimal(row["new_value"])
        if typed(row["new_item"]):
            assert now["item"] == typed(row["new_item"])
        for name in ("unit", "period"):
            if row[f"new_{name}"] == "<trống>":
                assert not now[name]
            elif row[f"new_{name}"]:
                assert now[name] == (read_period(row["new_period"]) if name == "period" else row["new_unit"])
        if row["new_place"]:
            assert now["place"] == row["new_place"].removeprefix("TP ")
        untouched = [name for name in ("value", "unit", "item", "place", "period", "kind") if not row[f"new_{name}"]]
        if figure in before:
            assert [now[name] for name in untouched] == [before[figure][name] for name in untouched]


@settings(max_examples=15)
@given(saved=SAVED, order=st.permutations(range(7)), drop=st.booleans())
def test_an_untouched_file_changes_nothing_however_it_was_saved(
    built: Path, saved: dict[str, str], order: list[int], drop: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(built, Path(folder) / "work")
        review = Review(Path(folder) / "work")
        rows = read(review.export())
        before = review.final()
        kept = [row for row in damaged(rows, list(order)) if not drop or row["number"] != "12"]
        done = review.apply(save(review.folder / "saved.csv", kept, **saved), "--apply")
        assert {row["outcome"] for row in done["rows"]} <= {"unchanged", "ignored"} and done["exit"] == 0
        assert review.final() == before and not review.log.exists()


def test_after_a_round_a_real_build_from_nothing_says_the_same(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "work")
    review = Review(tmp_path / "work")
    cells = {"1.204": {"new_item": "='x'; \"y\"", "new_period": "quý 1/2023"}, "98,5": {"decision": "xóa"}}
    review.apply(review.write("r.csv", lambda row: cells.get(row["number"], {})), "--apply")
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final() == from_the_log_alone(review)


@given(st.text(max_size=30))
def test_a_guarded_cell_comes_back_and_is_no_formula(text: str) -> None:
    cell = shown(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) and "\n" not in cell and "\r" not in cell
    assert shown(restored(cell)) == cell


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=3, allow_nan=False, allow_infinity=False))
def test_a_number_that_the_csv_shows_is_read_as_itself_or_refused_with_both_readings(value: Decimal) -> None:
    label = written(exact(value))
    try:
        assert read_decimal(label) == value
    except RefusedError as refused:
        # Three digits behind the comma, where the other half of the world groups thousands.
        assert label.lstrip("−").replace(",", ".") in refused.vi and label.lstrip("−") in refused.vi


@given(
    st.dates().filter(lambda day: 1900 <= day.year <= 2100),
    st.sampled_from(
        ["{0:%Y}", "{0:%Y-%m}", "{0:%Y-%m-%d}", "{0:%Y}-H1", "{0:%Y}-Q3", "{0:%Y}/2100", "{0:%Y-%m-%d}/2100-12-31"]
    ),
)
def test_a_period_that_the_csv_shows_is_read_as_itself(day: Any, form: str) -> None:
    period = form.format(day)
    assert read_period(written_period(period)) == period
    assert read_period(period) == period
