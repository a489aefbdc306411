"""Folders that live: what ``solieu init`` makes, and what ``solieu watch`` does as files come, fail and go."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from test_cli import REPORT, ROOT, solieu

from kb.build.begin import START, begin
from kb.build.run import build as build_base
from kb.build.watch import Round, watch
from kb.build.watch_cli import watch as command
from kb.corpus import FAILED
from kb.lock import writing


def test_init_makes_a_corpus_that_can_be_built(tmp_path: Path) -> None:
    done = solieu("init", "kho của tôi", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cd 'kho của tôi' && solieu build" in done.stdout
    folder = tmp_path / "kho của tôi"
    assert sorted(path.name for path in (folder / "corpus").iterdir()) == ["corrections.jsonl", "sources.toml"]
    (folder / "corpus" / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    built = solieu("build", cwd=folder)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.splitlines()[-1].startswith("1 read, 0 unchanged; 3 figures in ")


def test_init_writes_nothing_over(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sources.toml").write_text('ignore = ["x"]\n', encoding="utf-8")
    assert begin(tmp_path) == [tmp_path / "corpus" / "corrections.jsonl"]
    assert (tmp_path / "corpus" / "sources.toml").read_text(encoding="utf-8") == 'ignore = ["x"]\n'
    assert "mọi thứ đã có sẵn" in solieu("init", cwd=tmp_path).stdout


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = solieu("init", "taken", cwd=tmp_path)
    assert done.returncode == 2 and "taken/corpus: it cannot be made (Not a directory). Name another" in done.stderr


def test_the_example_of_sources_toml_is_one_that_is_read(tmp_path: Path) -> None:
    lines = START.read_text(encoding="utf-8").splitlines()
    example = [
        line.removeprefix("# ") for line in lines if line.startswith(("# [[", "# ")) and (" = " in line or "[[" in line)
    ]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sources.toml").write_text("\n".join(example), encoding="utf-8")
    (tmp_path / "corpus" / "bao-cao-2024.pdf").write_text(REPORT, encoding="utf-8")
    (entry,) = tomllib.loads("\n".join(example))["document"]
    assert set(entry) == {"file", "place", "period", "title", "doc_type", "number", "issuer", "issued_on", "url"}
    assert solieu("build", cwd=tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "kb.db")) as db:
        said = db.execute("select place, period, title, number, issuer, issued_on, url from documents").fetchone()
    assert said == tuple(entry[key] for key in ("place", "period", "title", "number", "issuer", "issued_on", "url"))


class Folder:
    """A folder that is watched. Each of its ``steps`` is what somebody does between two looks."""

    def __init__(self, path: Path) -> None:
        self.corpus, self.base = path / "corpus", path / "kb.db"
        self.corpus.mkdir()
        self.rounds: list[Round] = []

    def run(self, *steps: Callable[[], object]) -> None:
        """Watch it while the steps are done, each before a look, and two looks more."""
        left: Iterator[Callable[[], object]] = iter((*steps, lambda: None, lambda: None))

        def wait() -> bool:
            step = next(left, None)
            if step:
                step()
            return step is not None

        watch([self.corpus], self.base, lambda: build_base([self.corpus], self.base), self.rounds.append, wait)

    def write(self, name: str, text: str) -> Callable[[], object]:
        """A step that writes a file."""
        return lambda: (self.corpus / name).write_text(text, encoding="utf-8")

    def names(self) -> list[str]:
        """The documents of the base whose figures are in."""
        with closing(sqlite3.connect(self.base)) as db:
            return [row[0] for row in db.execute("select filename from documents where status = 'ok' order by 1")]

    @property
    def told(self) -> str:
        """What stands in the list of what failed; empty where there is none."""
        path = self.corpus / FAILED
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_what_comes_is_read_once_it_stays_the_same(folder: Folder) -> None:
    half = len(REPORT) // 2
    folder.run(folder.write("a.txt", REPORT[:half]), folder.write("a.txt", REPORT), lambda: None)
    # The empty folder, and the whole file: no build saw the half.
    assert [round_.summary.count("read") for round_ in folder.rounds if round_.summary] == [0, 1]
    assert folder.names() == ["a.txt"]


def test_what_fails_stands_in_the_folder_until_it_is_mended(folder: Folder) -> None:
    told: list[str] = []
    folder.run(
        folder.write("bad.pdf", "%PDF-1.4\nnothing"),
        lambda: None,
        lambda: told.append(folder.told),
        lambda: (folder.corpus / "bad.pdf").unlink(),
        lambda: None,
    )
    assert "bad.pdf: " in told[0] and "chưa vào kho" in told[0]
    assert folder.told == "" and len(folder.rounds) == 3


def test_a_mistake_in_sources_toml_is_told_there_and_waits_for_its_change(folder: Folder) -> None:
    told: list[str] = []
    folder.run(
        folder.write("sources.toml", "ingore = []\n"),
        lambda: None,
        lambda: told.append(folder.told),
        folder.write("sources.toml", "ignore = []\n"),
        lambda: None,
    )
    assert "the key ingore is unknown" in told[0] and folder.told == ""
    assert [round_.error is None for round_ in folder.rounds] == [True, False, True]


def test_while_another_build_writes_it_is_tried_again(folder: Folder) -> None:
    folder.write("a.txt", REPORT)()
    with writing(folder.base):
        folder.run()
    assert {str(round_.error).split(" (")[0] for round_ in folder.rounds} == {
        f"{folder.base}: another process writes it"
    }
    assert len(folder.rounds) > 1 and folder.told == ""
    folder.rounds.clear()
    folder.run()
    assert len(folder.rounds) == 1 and folder.names() == ["a.txt"]


def test_a_timer_of_the_system_looks_once(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "corpus" / "b.pdf").write_bytes(b"%PDF-1.4\nnothing")
    done = solieu("watch", "--once", cwd=tmp_path)
    assert done.returncode == 1 and "1 read" in done.stdout and "b.pdf: " in done.stderr
    assert "b.pdf: " in (tmp_path / "corpus" / FAILED).read_text(encoding="utf-8")
    (tmp_path / "corpus" / "b.pdf").unlink()
    again = solieu("watch", "--once", cwd=tmp_path)
    assert again.returncode == 0 and "chua-doc-duoc" not in again.stdout
    assert not (tmp_path / "corpus" / FAILED).exists()


def test_the_service_and_the_timer_of_the_guide_say_what_watch_understands() -> None:
    guide = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    lines = re.findall(r"/bin/solieu watch ([^>\n]+)", guide)
    assert len(lines) == 2
    for line in lines:
        given = command.make_context("watch", line.split()).params
        assert (given["paths"], given["base"]) == ((Path("corpus"),), Path("kb.db"))
