"""Corrections outlive everything: a base deleted, rules changed, a document in another form or version, a power cut."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import pytest

import kb.build.run
from kb.build.child import Limits
from kb.build.outcome import Outcome, Progress
from kb.review.log import Event, append, encode, read_log, reversed_events
from kb.review.overlay import replay
from kb.store import open_base, transaction
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("replay"), lai_chau=report())


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    """A base in which the stations and their place are corrected, the courses struck out and the teams confirmed."""
    made = copy_of(built, tmp_path)
    path = made.write("r.csv", wanted)
    assert outcomes(made.apply(path, "--apply", "--reviewer", "Lan"))["applied"] == 3
    return made


def wanted(row: dict[str, str]) -> dict[str, str]:
    cells: dict[str, dict[str, str]] = {
        "1.204": {"new_value": "1.240", "new_place": "Sơn La"},
        "12": {"decision": "xóa"},
        "640": {"decision": "đúng"},
    }
    return cells.get(row["number"], {})


def states(review: Review, base: str = "kb.db") -> dict[str, str]:
    rows = review.rows("select number || ' ' || field, state from corrections", base)
    return {str(key): str(state) for key, state in rows}


ALL_ACTIVE = {
    "1.204 value": "active",
    "1.204 place": "active",
    "1.204 place_id": "active",
    "12 decision": "active",
    "640 decision": "active",
}


def test_a_base_built_from_nothing_says_the_same(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    before = review.final()
    assert states(review) == ALL_ACTIVE
    review.build("fresh.db")
    assert review.final("fresh.db") == before
    for file in review.folder.glob("kb.db*"):
        file.unlink()
    review.build()
    assert review.final() == before
    # Another version of the rules reads everything anew.
    monkeypatch.setattr(kb.build.run, "rules_version", lambda: "other-rules")
    assert review.build().count("read") == 1
    assert review.final() == before
    assert review.build().count("unchanged") == 1
    assert review.final() == before


def test_snapshots_and_logs_are_no_documents(review: Review) -> None:
    assert (review.corpus / "reviews").is_dir() and review.log.is_file()
    (review.corpus / "corrections.jsonl.torn").write_text("{", encoding="utf-8")
    assert [one.name for one in review.build("fresh.db").outcomes] == ["lai-chau.txt"]


@pytest.mark.parametrize(
    ("place", "state", "holds"), [("Sơn La", "confirmed", "Sơn La"), ("Điện Biên", "stale", "Sơn La")]
)
def test_the_machine_reads_something_else_in_the_same_file(review: Review, place: str, state: str, holds: str) -> None:
    (review.corpus / "sources.toml").write_text(f'[[document]]\nfile = "lai-chau.txt"\nplace = "{place}"\n', "utf-8")
    summary = review.build()
    assert states(review)["1.204 place"] == state
    assert review.rows("select place, value from figures_final where number = '1.204'") == [(holds, "1240")]
    # Who said "right" said it of another reading: it is in the queue again, and told.
    assert states(review)["640 decision"] == "conflict"
    assert any("640" in warning and "changed" in warning for warning in summary.warnings)
    assert "640" in {row["number"] for row in read(review.export())}
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final()


def test_a_new_version_of_the_document_that_reads_a_third_thing_needs_a_person(review: Review) -> None:
    # The letterhead stays, so it is the same document; its bytes differ, and so does what the machine reads.
    (review.corpus / "lai-chau.txt").write_text(report() + "\nNơi nhận: lưu văn thư.\n", encoding="utf-8")
    review.build()
    assert states(review) == ALL_ACTIVE
    (review.corpus / "sources.toml").write_text('[[document]]\nfile = "lai-chau.txt"\nplace = "Điện Biên"\n', "utf-8")
    summary = review.build()
    assert states(review)["1.204 place"] == "conflict" and states(review)["1.204 value"] == "active"
    assert review.rows("select place, value from figures_final where number = '1.204'") == [("Điện Biên", "1240")]
    assert any("1.204" in warning for warning in summary.warnings)


def test_a_build_that_was_cut_off_before_it_came_to_the_corrections_is_made_good_by_the_next(review: Review) -> None:
    class PowerCutError(Exception):
        """Ends a build in the middle."""

    def cut(outcome: Outcome) -> None:
        raise PowerCutError(outcome.name)

    (review.corpus / "lai-chau.txt").write_text(report() + "\nNơi nhận: lưu văn thư.\n", encoding="utf-8")
    (review.corpus / "sources.toml").write_text('[[document]]\nfile = "lai-chau.txt"\nplace = "Điện Biên"\n', "utf-8")
    with pytest.raises(PowerCutError):
        kb.build.run.build([review.corpus], review.base, Limits(workers=1), progress=Progress(done=cut))
    assert review.build().count("unchanged") == 1
    assert states(review)["1.204 place"] == "conflict"
    review.build("anew.db")
    assert states(review) == states(review, "anew.db")


def test_a_figure_that_is_gone_is_told_and_found_when_it_is_back(review: Review) -> None:
    file = review.corpus / "lai-chau.txt"
    file.write_text(report().replace("1.204 trạm", "nhiều trạm"), encoding="utf-8")
    summary = review.build()
    assert states(review)["1.204 value"] == "orphan"
    told = [warning for warning in summary.warnings if "not found any more" in warning]
    assert len(told) == 3 and all("lai-chau.txt" in warning and "1.204" in warning for warning in told)
    assert summary.corrections["orphan"] == 3
    first = read(review.export("--metric", "bts_stations", name="lost.csv"))[0]
    assert first["number"] == "1.204" and "KHÔNG CÒN" in first["why"]
    # It is told again by a build with nothing to do: nobody may have read the first one.
    assert [warning for warning in review.build().warnings if "not found any more" in warning] == told
    file.write_text(report(), encoding="utf-8")
    assert not review.build().warnings
    assert states(review) == ALL_ACTIVE


def test_a_reprinted_number_is_found_by_its_slot_and_asks_a_person(review: Review) -> None:
    (review.corpus / "lai-chau.txt").write_text(report(stations="1.300"), encoding="utf-8")
    summary = review.build()
    found = states(review)
    # The place holds, it does not depend on the number; the value was said of another number.
    assert (found["1.204 place"], found["1.204 place_id"], found["1.204 value"]) == ("active", "active", "conflict")
    assert review.rows("select value, place from figures_final where number = '1.300'") == [("1300", "Sơn La")]
    assert any("1.204" in warning and "changed" in warning for warning in summary.warnings)
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final()


@pytest.mark.parametrize("decided", [{"decision": "đúng"}, {"decision": "xóa"}, {"new_value": "1.310"}])
def test_what_was_decided_anew_leaves_the_queue(review: Review, decided: dict[str, str]) -> None:
    (review.corpus / "lai-chau.txt").write_text(report(stations="1.300"), encoding="utf-8")
    assert any("figure changed since" in warning for warning in review.build().warnings)
    (row, *_) = read(review.export())
    assert (row["number"], row["value"]) == ("1.300", "1.300") and "đã đổi sau lần duyệt trước" in row["why"]
    path = review.write("again.csv", lambda row: decided if row["number"] == "1.300" else {})
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert "1.300" not in {row["number"] for row in read(review.export())}
    (row,) = [row for row in read(review.export("--all")) if row["number"] == "1.300"]
    assert "đã đổi sau lần duyệt trước" not in row["why"]
    # Taken back, it waits again.
    assert review.run("review", "undo", review.events()[-1]["batch"]).exit_code == 0
    assert read(review.export())[0]["number"] == "1.300"


def test_a_slot_that_two_figures_share_finds_none_of_them(review: Review) -> None:
    twice = report(stations="1.300") + "\nCuối năm, toàn tỉnh có 1.400 trạm BTS.\n"
    (review.corpus / "lai-chau.txt").write_text(twice, encoding="utf-8")
    review.build()
    assert {word for key, word in states(review).items() if key.startswith("1.204")} == {"orphan"}


def test_a_reworded_sentence_with_the_same_number_is_found_and_another_one_is_not(review: Review) -> None:
    # 12 and 640 have no metric and so no slot; the sentence about them is reworded a little.
    text = report().replace("Đã mở 12 lớp tập huấn cho", "Đã mở được 12 lớp tập huấn cho")
    (review.corpus / "lai-chau.txt").write_text(text, encoding="utf-8")
    review.build()
    assert (states(review)["12 decision"], states(review)["640 decision"]) == ("active", "active")
    assert review.rows("select 1 from figures_final where number = '12'") == []
    other = report().replace("Đã mở 12 lớp tập huấn cho", "Tặng 12 máy tính xách tay và học bổng cho")
    (review.corpus / "lai-chau.txt").write_text(other, encoding="utf-8")
    review.build()
    assert states(review)["12 decision"] == "confirmed"  # struck out and not found any more
    assert review.rows("select number from figures_final where number = '12'") == [("12",)]


def test_the_same_report_as_docx_keeps_what_was_decided_on_the_text(review: Review) -> None:
    before = review.rows("select id, value, place, reviewed from figures_final order by id")
    (review.corpus / "lai-chau.txt").unlink()
    document = docx.Document()
    for line in report().splitlines():
        document.add_paragraph(line)
    document.save(str(review.corpus / "a-scan.docx"))
    review.build()
    assert states(review) == ALL_ACTIVE
    assert review.rows("select id, value, place, reviewed from figures_final order by id") == before


def test_a_figure_is_found_by_sentence_and_number_when_its_id_changed(review: Review) -> None:
    # A second document of the same letterhead, first by its name, takes the identity: the other's ids change.
    (review.corpus / "a-first.txt").write_text(report(stations="2.000"), encoding="utf-8")
    review.build()
    assert states(review)["1.204 value"] == "active"
    assert review.rows("select value, filename from figures_final where number = '1.204'") == [("1240", "lai-chau.txt")]
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final()


def test_an_export_made_before_its_figures_got_new_ids_is_still_applied(review: Review) -> None:
    path = review.write("late.csv", lambda row: {"new_value": "97,5"} if row["number"] == "98,5" else {})
    (review.corpus / "a-first.txt").write_text(report(stations="2.000"), encoding="utf-8")
    review.build()
    assert outcomes(review.apply(path, "--apply")).get("applied") == 1
    corrected = review.rows("select filename, value from figures_final where number = '98,5' and reviewed <> 'none'")
    assert corrected == [("lai-chau.txt", "97.5")]


def test_what_was_struck_out_and_is_not_read_any_more_is_confirmed(review: Review) -> None:
    with closing(open_base(review.base)) as db:
        with transaction(db):
            db.execute("delete from figures where number = '12'")
        assert replay(db).states["confirmed"] == 1
    assert states(review)["12 decision"] == "confirmed"


def test_undo_of_an_event_of_a_batch_and_of_an_undo(review: Review) -> None:
    start = review.final()
    machine = review.rows("select id, value, place, place_id from figures order by id")
    batch = review.events()[0]["batch"]
    lines = review.log.read_bytes()
    done = review.run("review", "undo", batch, "--reviewer", "Minh", "--reason", "nhầm tệp")
    assert done.exit_code == 0 and "5 events taken back" in done.output
    assert review.rows("select id, value, place, place_id from figures_final order by id") == machine
    assert review.log.read_bytes().startswith(lines)
    assert set(states(review).values()) == {"reversed"}
    back = review.events()[-1]
    assert (back["reviewer"], back["reason"]) == ("Minh", "nhầm tệp")
    said, taken_back = ([event["field"] for event in some] for some in (review.events()[:5], review.events()[5:]))
    assert sorted(said) == sorted(taken_back) and "decision" in said
    assert review.run("review", "undo", batch).exit_code == 2
    assert review.run("review", "undo", back["batch"]).exit_code == 0
    assert review.final() == start
    # A place goes back with its id.
    (place,) = [event["event"] for event in review.events() if event["field"] == "place" and not event.get("reverses")]
    assert "2 events taken back" in review.run("review", "undo", place).output
    assert review.rows("select value, place, place_id from figures_final where number = '1.204'") == [
        ("1240", "Lai Châu", "12-old")
    ]
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final()
    wrong = review.run("review", "undo", place[:-1] + "Z")
    assert wrong.exit_code == 2 and place in wrong.output


def test_after_an_undo_the_same_file_can_be_applied_again(review: Review) -> None:
    path = review.folder / "r.csv"
    review.run("review", "undo", review.events()[0]["batch"])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 3
    assert states(review) == {**ALL_ACTIVE} and len(review.events()) == 15


def test_the_log_says_who_what_and_in_which_state(review: Review) -> None:
    done = review.run("review", "log")
    assert done.exit_code == 0 and "value 1204 → 1240 (Lan) active" in done.output
    assert review.run("review", "log", "--state", "orphan").output == "No decision like that.\n"
    figure = next(event["figure_id"] for event in review.events() if event["field"] == "value")
    assert review.run("review", "log", "--figure", figure, "--json").output.count('"event"') == 3


def test_a_torn_last_line_is_told_and_set_aside_and_nothing_is_lost(review: Review) -> None:
    whole = review.log.read_bytes()
    review.log.write_bytes(whole[:-40])
    summary = review.build()
    assert any("torn" in warning for warning in summary.warnings)
    assert len(review.rows("select 1 from corrections")) == 4
    path = review.write("more.csv", lambda row: {"new_unit": "phần trăm"} if row["number"] == "98,5" else {})
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    torn = (review.corpus / "corrections.jsonl.torn").read_bytes()
    assert torn == whole.splitlines(keepends=True)[-1][:-40] + b"\n"
    assert review.log.read_bytes().startswith(whole[: whole.rindex(b"\n", 0, -1) + 1])
    assert not review.build().warnings and len(review.events()) == 5


def test_a_last_line_that_only_lacks_its_end_is_whole(review: Review) -> None:
    review.log.write_bytes(review.log.read_bytes()[:-1])
    path = review.write("more.csv", lambda row: {"new_unit": "phần trăm"} if row["number"] == "98,5" else {})
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert len(review.events()) == 6 and not (review.corpus / "corrections.jsonl.torn").exists()


def test_a_damaged_line_inside_is_told_and_no_more_is_added(review: Review) -> None:
    lines = review.log.read_bytes().splitlines(keepends=True)
    review.log.write_bytes(lines[0] + b"<<<<<<< mine\n" + b"".join(lines[1:]))
    summary = review.build()
    assert any("line 2" in warning and "not JSON" in warning for warning in summary.warnings)
    assert states(review) == ALL_ACTIVE
    done = review.run("review", "undo", review.events_that_can_be_read()[0])
    assert done.exit_code == 2 and "damaged" in done.output


def test_a_log_that_is_gone_is_told(review: Review) -> None:
    review.log.rename(review.folder / "elsewhere.jsonl")
    summary = review.build()
    assert any("is gone" in warning for warning in summary.warnings)
    assert review.rows("select count(*) from corrections") == [(0,)]
    (review.folder / "elsewhere.jsonl").rename(review.log)
    review.build()
    assert states(review) == ALL_ACTIVE


def test_a_dry_run_on_a_base_that_does_not_know_its_log_asks_for_a_build(review: Review) -> None:
    event = next(event for event in read_log(review.log).events if event.field == "value")
    append(review.log, [change(event, event="E-1", new="9", at="2030-01-01T00:00:00.000000+00:00")])
    path = review.write("more.csv", lambda row: {"new_unit": "phần trăm"} if row["number"] == "98,5" else {})
    done = review.run("review", "apply", path)
    assert done.exit_code == 2 and "Run solieu build" in done.output
    # Writing brings the base up to date first, and its own events come later than all others.
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert review.rows("select value from figures_final where number = '1.204'") == [("9",)]
    assert review.events()[-1]["at"] > "2030-01-01T00:00:00.000000+00:00"


def test_taking_back_what_took_back(review: Review) -> None:
    first = read_log(review.log).events[0]
    back = change(first, event="E-1", reverses=first.event, at="2030-01-01T00:00:00.000000+00:00")
    again = change(first, event="E-2", reverses="E-1", at="2030-01-02T00:00:00.000000+00:00")
    third = change(first, event="E-3", reverses="E-2", at="2030-01-03T00:00:00.000000+00:00")
    assert reversed_events([first, back]) == {first.event}
    assert reversed_events([again, first, back]) == {"E-1"}
    assert reversed_events([third, again, first, back]) == {"E-2", first.event}


def test_an_event_of_a_later_version_keeps_its_unknown_words(review: Review) -> None:
    line = encode(read_log(review.log).events[0]).replace(b'{"event": "', b'{"slot": "x|y", "event": "Z')
    with review.log.open("ab") as file:
        file.write(line)
    assert len(read_log(review.log).events) == 6 and not read_log(review.log).warnings


def change(like: Event, **words: str) -> Event:
    make: Callable[..., Event] = Event
    return make(**{**{name: getattr(like, name) for name in Event.__slots__}, **words})


def test_two_corpora_keep_their_corrections_apart(review: Review) -> None:
    second = review.folder / "second"
    second.mkdir()
    (second / "dien-bien.txt").write_text(report("Điện Biên", 8, "980"), encoding="utf-8")
    kb.build.run.build([second], review.base, kb.build.run.Limits(workers=1))
    rows = read(review.export())
    path = save(
        review.folder / "b.csv", [{**row, "new_value": "990" if row["number"] == "980" else ""} for row in rows]
    )
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert len(review.events()) == 5 and len((second / "corrections.jsonl").read_bytes().splitlines()) == 1
    final = review.final()
    kb.build.run.build([review.corpus, second], review.folder / "fresh.db", kb.build.run.Limits(workers=1))
    assert review.final("fresh.db") == final
