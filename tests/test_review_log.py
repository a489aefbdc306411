"""The log of corrections under bad treatment: a full disk, a power cut, an editor, an older copy, no file at all."""

from __future__ import annotations

import json
import multiprocessing
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.document import SolieuError
from kb.build.child import Limits
from kb.build.run import build
from kb.review.file import read_file
from kb.review.log import append, read_log
from kb.review.write import apply
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("log"), lai_chau=report())


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    """A base in which the stations and the courses are corrected, by a batch each."""
    made = copy_of(built, tmp_path)
    correct(made, "1.204", new_value="1.240")
    correct(made, "12", new_value="13")
    return made


def correct(review: Review, number: str, **cells: str) -> None:
    path = review.write(f"{number}.csv", lambda row: cells if row["number"] == number else {})
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1


def one_more(review: Review) -> Path:
    return review.write("more.csv", lambda row: {"new_unit": "phần trăm"} if row["number"] == "98,5" else {})


def with_a_disk(free: int, fails: Callable[[], None]) -> None:
    """Do this in a process in which no file may grow beyond ``free`` bytes, as on a disk that is full."""
    child = multiprocessing.get_context("fork").Process(target=_limited, args=(free, fails))
    child.start()
    child.join()
    assert child.exitcode == 0


def _limited(free: int, fails: Callable[[], None]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, free))
    fails()


def test_a_disk_that_fills_up_within_a_batch_leaves_nothing_of_it(review: Review) -> None:
    before = review.log.read_bytes()
    events = read_log(review.log).events * 3

    def fails() -> None:
        with pytest.raises(SolieuError, match="cannot be written"):
            append(review.log, events)

    # Some whole lines of the batch fit, and a part of one more.
    with_a_disk(len(before) * 2 + 100, fails)
    assert review.log.read_bytes() == before
    new = review.folder / "new.jsonl"

    def fails_anew() -> None:
        with pytest.raises(SolieuError, match="cannot be written"):
            append(new, events)

    with_a_disk(len(before), fails_anew)
    assert not new.exists()


def test_a_second_log_that_cannot_be_written_takes_the_batch_out_of_the_first(review: Review) -> None:
    second = review.folder / "second"
    second.mkdir()
    (second / "dien-bien.txt").write_text(report("Điện Biên", 8, "980"), encoding="utf-8")
    build([second], review.base, Limits(workers=1))
    rows = read(review.export())
    wanted = {"980", "98,5"}
    path = save(review.folder / "r.csv", [{**one, "new_unit": "x" if one["number"] in wanted else ""} for one in rows])
    before = review.log.read_bytes()
    (second / "corrections.jsonl").write_text("no event\n", encoding="utf-8")
    done = review.run("review", "apply", path, "--apply", "--confirm")
    assert done.exit_code == 2 and "damaged" in done.output
    assert review.log.read_bytes() == before
    (second / "corrections.jsonl").unlink()
    build([second], review.base, Limits(workers=1))
    assert outcomes(review.apply(path, "--apply"))["applied"] == 3


def test_a_disk_that_is_full_for_the_base_is_told_and_the_next_build_lays_over(review: Review) -> None:
    file = read_file(one_more(review))

    def fails() -> None:
        with pytest.raises(SolieuError, match=r"are in their log.* Free some space and run solieu build"):
            apply(review.base, file, write=True, partial=False, reviewer="Lan", confirmed=True)

    # The base can be opened, which takes 32 KiB beside it, and the log has room; the change of the base has none.
    with_a_disk(33_000, fails)
    assert len(review.events()) == 3
    review.build()
    assert review.rows("select unit from figures_final where number = '98,5'") == [("phần trăm",)]


def test_who_applies_or_takes_back_is_told_of_a_torn_line(review: Review) -> None:
    whole = review.log.read_bytes()
    more = one_more(review)
    for command in (("apply", str(more), "--apply", "--confirm"), ("undo", str(review.events()[0]["batch"]))):
        review.log.write_bytes(whole[:-30])
        done = review.run("review", *command)
        assert done.exit_code == 0 and "is torn, as after a power cut" in done.output, done.output
        assert (review.corpus / "corrections.jsonl.torn").read_bytes().endswith(whole.splitlines()[-1][:-29] + b"\n")


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        (b'"new": "13"', b'"new": 13', "wrong type"),
        (b'"new": "13"', b'"new": "abc"', "new is no number"),
        (b'"new": "13"', b'"new": ""', "new is no number"),
        (b'"machine": "12"', b'"machine": "NaN"', "machine is no number"),
        (b'"field": "value"', b'"field": "added"', "seen value is no number"),
        (b'"slot": ', b'"seen": {"value": "abc"}, "slot": ', "seen value is no number"),
        (b'"slot": ', b'"seen": {"value": null}, "slot": ', "seen is of the wrong type"),
    ],
)
def test_a_last_line_that_an_editor_spoilt_is_told_and_stays_where_it_is(
    review: Review, good: bytes, bad: bytes, why: str
) -> None:
    first, last = review.log.read_bytes().splitlines(keepends=True)
    if good not in last:
        last = last.replace(b'"seen"', b'"slot": "x", "seen"') if b'"seen"' in last else last[:-2] + b', "slot": "x"}\n'
    spoilt = last.replace(good, bad)
    assert spoilt != last
    review.log.write_bytes(first + spoilt)
    lost, told = review.build().warnings
    assert "line 2" in told and why in told
    assert "no log holds any more: 1" in lost
    assert review.rows("select number, value from figures_final where reviewed <> 'none'") == [("1.204", "1240")]
    done = review.run("review", "apply", one_more(review), "--apply", "--confirm")
    assert done.exit_code == 2 and "damaged" in done.output
    assert review.log.read_bytes() == first + spoilt
    review.log.write_bytes(first + last)
    assert not review.build().warnings and len(review.rows("select 1 from corrections")) == 2


def test_what_an_editor_of_windows_makes_of_the_log_is_read(review: Review) -> None:
    before = review.rows("select * from corrections order by event")
    review.log.write_bytes(b"\xef\xbb\xbf" + review.log.read_bytes().replace(b"\n", b"\r\n"))
    assert not review.build().warnings
    assert review.rows("select * from corrections order by event") == before
    assert outcomes(review.apply(one_more(review), "--apply"))["applied"] == 1
    assert len(read_log(review.log).events) == 3


def test_an_older_copy_in_place_of_the_log_is_told(review: Review) -> None:
    lines = review.log.read_bytes().splitlines(keepends=True)
    event = json.loads(lines[1])["event"]
    review.log.write_bytes(lines[0])
    done = review.run("review", "apply", review.export(), "--apply", "--confirm")
    assert "no log holds any more: 1" in done.output and event in done.output
    review.log.write_bytes(b"".join(lines))
    assert not review.build().warnings
    review.log.write_bytes(lines[0])
    assert any(event in warning for warning in review.build().warnings)


def test_a_log_that_is_gone_stops_an_apply_and_an_undo(review: Review) -> None:
    path = one_more(review)
    batch = review.events()[0]["batch"]
    review.log.rename(review.folder / "elsewhere.jsonl")
    for command in (("apply", str(path), "--apply", "--confirm"), ("undo", batch)):
        done = review.run("review", *command)
        assert done.exit_code == 2 and "is gone" in done.output
    assert not review.log.exists() and len(review.rows("select 1 from corrections")) == 2
    (review.folder / "elsewhere.jsonl").rename(review.log)
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    # Who builds has been told, and goes on without it.
    review.log.rename(review.folder / "elsewhere.jsonl")
    assert any("is gone" in warning for warning in review.build().warnings)
    assert outcomes(review.apply(review.write("n.csv", lambda row: {"decision": "đúng"}), "--apply"))["applied"] == 6


def test_an_undo_tells_what_it_leaves_without_a_figure(review: Review) -> None:
    quote = "Đến nay, toàn tỉnh có 1.204 trạm BTS, phủ sóng 4G đến 98,5% số thôn."
    (review.corpus / "lai-chau.txt").write_text(f"{report()}\nTheo mẫu A4-75 có bốn phần.\n", encoding="utf-8")
    assert quote in report()
    review.build()
    rows = read(review.export())
    new = {**dict.fromkeys(rows[0], ""), "document": "lai-chau.txt", "quote": "Theo mẫu A4-75", "number": "75"}
    review.apply(save(review.folder / "a.csv", [{**new, "new_unit": "mẫu"}]), "--apply")
    batch = review.events()[-1]["batch"]
    correct_row = [row for row in read(review.export("--all")) if row["number"] == "75"]
    assert correct_row
    path = save(review.folder / "b.csv", [{**correct_row[0], "new_item": "5G"}])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    done = review.run("review", "undo", batch)
    assert done.exit_code == 0 and "its figure is not found any more" in done.output
