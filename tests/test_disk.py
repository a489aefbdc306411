"""A full disk, no rights, links, odd names: one sentence and exit code 2, what was committed stays."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.build.child import Limits
from kb.build.run import build
from kb.cli import _told
from kb.lock import WORK, writing
from kb.originals import UNMASKED, clear_copies

ROOT = Path(__file__).parent.parent
REPORT = (
    "Báo cáo của tỉnh Lai Châu năm {year}\nToàn tỉnh có {year} trạm BTS và 12 lớp tập huấn.\n" + "Không có số. " * 400
)


def solieu(*words: str | Path, cwd: Path, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kb", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=300, preexec_fn=before
    )


def figures(base: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(base)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        query = "select filename, figure_count from documents where status = 'ok' order by 1"
        return [(name, count) for name, count in db.execute(query)]


@pytest.mark.skipif(sys.platform == "win32", reason="the bound of a file's size is of Unix")
def test_a_disk_that_gets_full_costs_one_sentence_and_nothing_that_was_committed(tmp_path: Path) -> None:
    import resource

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "0.txt").write_text(REPORT.format(year=2000), encoding="utf-8")
    assert solieu("build", cwd=tmp_path).returncode == 0
    before = figures(tmp_path / "kb.db")
    for number in range(1, 40):
        (corpus / f"{number}.txt").write_text(REPORT.format(year=2000 + number) * 6, encoding="utf-8")
    most = (tmp_path / "kb.db").stat().st_size + 300_000

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = solieu("build", cwd=tmp_path, before=full)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and "Free some room on the disk" in done.stderr.splitlines()[-1]
    kept = figures(tmp_path / "kb.db")
    assert before[0] in kept and not (tmp_path / f"kb.db{WORK}").exists()
    assert solieu("build", cwd=tmp_path).returncode == 0
    assert len(figures(tmp_path / "kb.db")) == 40


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder that nobody can write, root neither")
@pytest.mark.parametrize(
    "words",
    [
        ("build", "corpus", "--db", "/proc/kb.db"),
        ("review", "export", "-o", "/proc/a.csv"),
        ("build", "--db", "no/kb.db"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(REPORT.format(year=2024), encoding="utf-8")
    if words[0] == "review":
        assert solieu("build", cwd=tmp_path).returncode == 0
    done = solieu(*words, cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1 and done.stderr.rstrip().endswith(".")


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        OSError(28, "No space left on device"),
        PermissionError(13, "Permission denied", "/x/kb.db"),
        OSError(30, "Read-only file system", "/x/kb.db"),
    ],
)
def test_what_the_disk_refuses_is_a_sentence_with_a_remedy(error: OSError | sqlite3.OperationalError) -> None:
    told = _told(error)
    assert told.endswith("the same command goes on from there.") and told.count(". ") == 2


def test_a_fault_of_ours_is_none_of_the_disk() -> None:
    assert not _told(sqlite3.OperationalError("no such table: figures")) and not _told(OSError("x"))


def test_what_a_killed_build_or_server_left_is_cleared_by_the_next_command(tmp_path: Path) -> None:
    base = tmp_path / "kb.db"
    left = tmp_path / f"kb.db{WORK}" / "tmpabc"
    left.mkdir(parents=True)
    (left / "page.png").write_bytes(b"x")
    with writing(base):
        assert not left.parent.exists()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, living = (tmp_path / f"kb.db{UNMASKED}{number}" for number in (gone.pid, os.getpid()))
    for copy in (dead, living):
        copy.write_bytes(b"")
    clear_copies(base)
    assert living.exists() and not dead.exists()


def test_a_link_out_of_the_folder_is_not_read_and_one_inside_is(tmp_path: Path) -> None:
    corpus, elsewhere = tmp_path / "corpus", tmp_path / "elsewhere"
    corpus.mkdir()
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text(REPORT.format(year=2024), encoding="utf-8")
    (corpus / "a.txt").write_text(REPORT.format(year=2023), encoding="utf-8")
    (corpus / "out.txt").symlink_to(elsewhere / "secret.txt")
    (corpus / "up.txt").symlink_to("../elsewhere/secret.txt")
    (corpus / "twice.txt").symlink_to("out.txt")
    (corpus / "inside.txt").symlink_to("a.txt")
    summary = build([corpus], tmp_path / "kb.db", Limits(workers=1))
    assert {one.name: one.status for one in summary.outcomes} == {
        **dict.fromkeys(("a.txt", "inside.txt"), "ok"),
        **dict.fromkeys(("out.txt", "up.txt", "twice.txt"), "error"),
    }
    errors = {one.error for one in summary.outcomes if one.name == "out.txt"}
    remedy = "Put the file itself here, or name it under ignore in sources.toml."
    assert errors == {f"out.txt: it is a link that leads out of the folder. {remedy}"}
    # who names a link asks for what it leads to, and a folder may itself be a link
    (tmp_path / "linked").symlink_to(elsewhere)
    for asked in (corpus / "out.txt", tmp_path / "linked"):
        assert not build([asked], tmp_path / f"{asked.name}.db", Limits(workers=1)).failed


def test_names_that_begin_with_dots_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "..%2F..%2Fetc").mkdir(parents=True)
    names = ("...txt", "..%2F..%2Fetc%2Fpasswd.txt", "..báo cáo.txt", "..%2F..%2Fetc/a.txt")
    for name in (*names, ".hidden.txt"):
        (corpus / name).write_text(REPORT.format(year=2024 + len(name)), encoding="utf-8")
    summary = build([corpus], tmp_path / "kb.db", Limits(workers=1))
    assert {one.name: one.status for one in summary.outcomes} == dict.fromkeys(names, "ok")
    assert summary.ignored == [(".hidden.txt", "hidden")]
