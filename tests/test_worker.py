"""One process a document: whatever a worker does, only its own document pays for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.assemble import assemble
from extract.document import ReadError, Source
from extract.patience import ask_for
from extract.text.read import read_text
from kb.build.child import Limits, Task
from kb.build.reading import Job
from kb.build.sample import SAMPLE
from kb.build.worker import Reply, read_documents
from kb.fields import SAID
from kb.records import DocumentRow, FigureRow, GarbageError, PassageRow, Reading, decode, encode
from rules.find import find_figures

QUICK = Limits(workers=2, seconds=60.0)


def good(job: Job) -> Reading:
    """A reading with one passage, whatever the file holds."""
    head = DocumentRow("0" * 64, "text", None, None, None, None, None, None, None, None, "[]", 3, "[]")
    return Reading(head, (PassageRow(0, "paragraph", None, "[]", job.name, 0, 3, None, None, None),), (), (), (), ())


def by_name(job: Job) -> Reading:
    """Do what the file's name says."""
    deeds = {
        "hang": lambda: time.sleep(600),
        "spin": _spin,
        "once": lambda: _die_once(job),
        "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "crash": lambda: os.abort(),
        "leave": lambda: os._exit(0),
        "bug": lambda: {}["nothing"],
        "memory": lambda: bytearray(1 << 40),
        "refuse": lambda: _refuse(job),
        "noise": lambda: os.write(1, b"noise\n" * 1000),
    }
    deeds.get(job.name, lambda: None)()
    return good(job)


def _spin(seconds: float = 600.0) -> None:
    while time.process_time() < seconds:
        pass


def _die_once(job: Job) -> None:
    """Die as if the machine had no memory left; with nobody beside it, the second time, live."""
    file = Path(job.path)
    if not file.exists():
        file.write_text("died", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)


def _refuse(job: Job) -> None:
    raise ReadError(job.name, "it is empty", "Save it again", status="empty")


def garbage(job: Job) -> Reading:
    """Send rows of another shape."""
    reading = good(job)
    wrong = reading.document._replace(pages="many")  # type: ignore[arg-type]
    return Reading(wrong, reading.passages, (), (), (), ())


def large(job: Job) -> Reading:
    """More rows than an answer may have."""
    reading = good(job)
    row = reading.passages[0]
    return Reading(reading.document, tuple(row._replace(seq=seq) for seq in range(10_000)), (), (), (), ())


def with_child(job: Job) -> Reading:
    """Start a process that outlives this one, say which, and break off."""
    started = subprocess.Popen(["sleep", "600"])
    Path(job.path).write_text(str(started.pid), encoding="utf-8")
    os._exit(0)


def in_folder(job: Job) -> Reading:
    """Leave a file among the temporary ones and say where."""
    import tempfile

    handle, name = tempfile.mkstemp()
    os.close(handle)
    reading = good(job)
    return Reading(reading.document, (reading.passages[0]._replace(text=name),), (), (), (), ())


def read(tmp_path: Path, names: list[str], limits: Limits = QUICK, task: Task = by_name) -> dict[str, Reply]:
    jobs = [Job(str(tmp_path / name), name) for name in names]
    return {reply.job.name: reply for reply in read_documents(jobs, limits, tmp_path / "work", task)}


def test_each_fault_costs_its_own_document(tmp_path: Path) -> None:
    names = ["a", "killed", "crash", "b", "leave", "bug", "memory", "refuse", "noise", "c"]
    replies = read(tmp_path, names)
    assert {name: reply.status for name, reply in replies.items()} == {
        **dict.fromkeys(["a", "b", "c", "noise"], "ok"),
        **dict.fromkeys(["killed", "crash", "leave", "bug", "memory"], "error"),
        "refuse": "empty",
    }
    errors = {name: reply.error or "" for name, reply in replies.items()}
    assert errors["killed"].startswith("killed: the process that read it was killed (SIGKILL). ")
    assert errors["crash"].startswith("crash: the process that read it was killed (SIGABRT). ")
    assert errors["leave"].startswith("leave: the process that read it broke off (the answer is not whole). ")
    assert errors["memory"].startswith("memory: it needs more than 1 GiB. ")
    assert errors["refuse"] == "refuse: it is empty. Save it again."
    assert errors["bug"].startswith("bug: internal error, KeyError: 'nothing' (test_worker.py, line ")
    assert "in by_name" in (replies["bug"].bug or "")
    assert [reply.bug for name, reply in replies.items() if name != "bug"] == [None] * (len(names) - 1)


def test_a_hanging_one_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    # The others have to be read within the same time, on a machine that may be busy; waiting costs it nothing.
    replies = read(tmp_path, ["hang", "a", "b", "c"], Limits(workers=2, seconds=2.0, wall=6.0))
    assert [replies[name].status for name in ("a", "b", "c")] == ["ok"] * 3
    assert replies["hang"].error == (
        "hang: reading it took longer than 12 seconds. "
        "Split it, or give it more time: solieu build --retry --timeout 10."
    )


def test_what_counts_is_the_time_of_the_processor(tmp_path: Path) -> None:
    replies = read(tmp_path, ["spin", "a"], Limits(workers=2, seconds=0.5, wall=1000.0))
    assert replies["a"].status == "ok"
    assert replies["spin"].error == (
        "spin: reading it took more than 0.5 seconds of the processor. "
        "Split it, or give it more time: solieu build --retry --timeout 2.5."
    )
    waited = read(tmp_path, ["wait"], Limits(seconds=0.5), patient)["wait"]
    assert waited.status == "ok" and waited.seconds > 1.0


def patient(job: Job) -> Reading:
    """Take longer than the deadline by the clock while others have the processor."""
    time.sleep(1.0)
    return good(job)


def test_one_that_died_is_read_once_more_alone_and_then_told(tmp_path: Path) -> None:
    replies = read(tmp_path, ["killed", "once", "a", "b"])
    assert {name: reply.status for name, reply in replies.items()} == {
        **dict.fromkeys(["once", "a", "b"], "ok"),
        "killed": "error",
    }
    assert list(replies)[:2] == ["a", "b"] or list(replies)[:2] == ["b", "a"]
    assert (replies["killed"].error or "").startswith("killed: the process that read it was killed (SIGKILL). ")


def test_rows_of_another_shape_are_not_taken(tmp_path: Path) -> None:
    error = read(tmp_path, ["a"], task=garbage)["a"].error or ""
    assert error.startswith("a: the process that read it broke off (pages of a row of kind document is a str). ")


def test_an_answer_without_end_is_cut_off(tmp_path: Path) -> None:
    error = read(tmp_path, ["a"], Limits(answer=100_000), large)["a"].error or ""
    assert error.startswith("a: more than 100000 bytes were found in it. ")


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are of Unix")
def test_what_a_worker_started_dies_with_it(tmp_path: Path) -> None:
    assert read(tmp_path, ["pid"], task=with_child)["pid"].status == "error"
    assert _gone(int((tmp_path / "pid").read_text(encoding="utf-8")))


def test_temporary_files_go_with_the_worker(tmp_path: Path) -> None:
    reply = read(tmp_path, ["a"], task=in_folder)["a"]
    assert reply.reading
    left = Path(reply.reading.passages[0].text)
    assert (tmp_path / "work") in left.parents
    assert not (tmp_path / "work").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the signal at a parent's death is Linux's")
def test_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import test_worker as t\n"
        "from kb.build.child import Limits; from kb.build.reading import Job\n"
        "from kb.build.worker import read_documents\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "jobs = [Job(str(folder / name), name) for name in ('one', 'two')]\n"
        "list(read_documents(jobs, Limits(workers=2, seconds=600), folder / 'work', t.with_pid))\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": paths})
    files = [tmp_path / "one", tmp_path / "two"]
    _wait(lambda: all(file.exists() and file.read_text(encoding="utf-8") for file in files))
    children = [int(file.read_text(encoding="utf-8")) for file in files]
    parent.kill()
    parent.wait()
    assert all(_gone(child) for child in children)


def with_pid(job: Job) -> Reading:
    """Say which process this is, and hang."""
    Path(job.path).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(600)
    return good(job)


def test_a_reading_crosses_the_pipe_unchanged() -> None:
    reading = good(Job("x", "Quảng Nam"))
    assert decode(encode(reading)) == reading


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b"not JSON"],
        [b'["end"]'],
        [b'{"a": 1}'],
        [b'["passage", 0]', b'["end"]'],
        [b'["stranger", 0]', b'["end"]'],
        [*list(encode(good(Job("x", "x"))))[:-1]],
        [*encode(good(Job("x", "x"))), b'["end"]'],
    ],
)
def test_garbage_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(GarbageError):
        decode(lines)


def said(**given: object) -> tuple[Any, ...]:
    """What a figure says: this, and of other fields as little as they may."""
    least = {"text": "", "integer": 0, "real": 0.5}
    return tuple(given.get(one.name, None if one.empty == "null" else least[one.sql_type]) for one in SAID)


def figure(words: tuple[Any, ...]) -> FigureRow:
    """A figure that says this."""
    return FigureRow(0, "1.204", None, "Có 1.204 trạm", None, None, 0, 3, 8, 3, "a" * 24, 0, words)


def test_a_figure_crosses_the_pipe_with_what_is_said_of_it() -> None:
    reading = replace(good(Job("x", "Quảng Nam")), figures=(figure(said(value="1204", item="4G")),))
    assert decode(encode(reading)) == reading
    whole_number = replace(reading, figures=(figure(said(value_num=1204)),))
    assert 1204 in decode(encode(whole_number)).figures[0].said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (said()[1:], f"a row of kind figure says {len(SAID) - 1} fields"),
        (said(value=None), "value of a row of kind figure is a NoneType"),
        (said(value=1204), "value of a row of kind figure is a int"),
        (said(place=3), "place of a row of kind figure is a int"),
    ],
)
def test_a_figure_that_says_something_else_is_refused(words: tuple[Any, ...], told: str) -> None:
    with pytest.raises(GarbageError, match=told):
        decode(encode(replace(good(Job("x", "x")), figures=(figure(words),))))


def _wait(until: object, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    assert callable(until)
    while not until():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def _gone(pid: int) -> bool:
    """Whether a process ends within a minute; one that is dead and waits to be asked for counts as gone."""
    for _ in range(1200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{pid}/stat")
        if status.exists() and status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def slow_but_honest(job: Job) -> Reading:
    """Work for longer than the deadline, having asked for the time."""
    ask_for(30.0)
    _spin(1.5)
    ask_for(1.0)
    return good(job)


def insatiable(job: Job) -> Reading:
    """Ask for more than anybody is given."""
    ask_for(1e9)
    time.sleep(600)
    return good(job)


def test_a_reader_that_asks_for_time_is_given_it(tmp_path: Path) -> None:
    assert read(tmp_path, ["scan"], Limits(seconds=1.0), slow_but_honest)["scan"].status == "ok"


def test_time_is_given_within_bounds(tmp_path: Path) -> None:
    begun = time.monotonic()
    reply = read(tmp_path, ["scan"], Limits(seconds=1.0, more=1.0, wall=1.0), insatiable)["scan"]
    assert reply.status == "error" and time.monotonic() - begun < 15


def test_what_workers_are_warmed_with_is_read_whole() -> None:
    """What fails there, fails in silence: a worker would tell it under its document's name."""
    source = Source(Path("warm.txt"), "warm.txt", "", "text")
    document = assemble(source, read_text(source, SAMPLE.encode()))
    found = find_figures(document)
    assert found.letterhead.place == "Tuyên Quang" and document.tables and not found.leftovers
    assert len(found.figures) > 20 and sum(figure.metric is not None for figure in found.figures) > 8
