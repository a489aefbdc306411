"""A corpus and its base that commands are killed on, and what must hold of it whatever was killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from kb.store import read_base

DOCUMENTS = 6
_HISTORY = ("runs", "figures_before")
"""Tables that tell how a base came about, not what its documents say."""
_YEARS = 10 * 365 * 24 * 3600
_TEXT = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: {number}/BC-UBND
Lai Châu, ngày {day:02d} tháng 6 năm 2024

BÁO CÁO
Tình hình chuyển đổi số năm 2023

I. HẠ TẦNG SỐ
Đến nay, toàn tỉnh có 1.{number} trạm BTS, phủ sóng 4G đến {day},5% thôn. Đã mở {day} lớp tập huấn cho {number} cán bộ.
"""


class LostError(Exception):
    """What a kill has cost, in a sentence."""


class Place:
    """A folder with a corpus and its base, and the commands that work on them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.corpus, self.base = folder / "corpus", folder / "kb.db"
        self.log = self.corpus / "corrections.jsonl"
        self.corpus.mkdir()
        self.write_all()

    def write_all(self) -> None:
        """Every document anew."""
        for number in range(DOCUMENTS):
            self.write(number)

    def write(self, document: int) -> None:
        """One document with other numbers, of a day of the past or of the future, as where a clock was set back."""
        words = _TEXT.format(number=100 + self.chance.randrange(900), day=1 + self.chance.randrange(28))
        path = self.corpus / f"{document}.txt"
        path.write_text(words, encoding="utf-8")
        day = time.time() + self.chance.uniform(-_YEARS, _YEARS)
        os.utime(path, (day, day))

    def start(self, *words: str | Path, base: Path | None = None) -> subprocess.Popen[bytes]:
        """A command on the base, in a group of its own."""
        command = [sys.executable, "-m", "kb", *map(str, words), "--db", str(base or self.base)]
        quiet, environment = subprocess.DEVNULL, {**os.environ, "SOLIEU_REVIEWER": "Lan"}
        return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)

    def run(self, *words: str | Path, base: Path | None = None) -> None:
        """A command that nobody disturbs. Raises LostError where it fails."""
        code = self.start(*words, base=base).wait()
        if code != 0:
            raise LostError(f"solieu {' '.join(map(str, words))} ended with {code}")

    def stamp(self) -> tuple[int, int]:
        """What changes as soon as somebody writes the base."""
        log = self.base.with_name("kb.db-wal")
        with contextlib.suppress(FileNotFoundError):
            seen = log.stat()
            return seen.st_size, seen.st_mtime_ns
        return 0, 0

    def kill_at_work(self, process: subprocess.Popen[bytes], before: tuple[int, int], within: float) -> bool:
        """Kill a command with all of its group, at most so many seconds after it began to write the base; one time in
        five before that. False where it had ended by itself."""
        if self.chance.random() < 0.8:
            while process.poll() is None and self.stamp() == before:
                time.sleep(0.005)
        time.sleep(self.chance.uniform(0, within))
        hit = process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return hit

    def check_sound(self) -> None:
        """The base is sound, and each document in it is whole. Raises LostError else."""
        if not self.base.exists():
            return
        with closing(sqlite3.connect(f"{self.base.as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("select 1 from sqlite_master where name = 'documents'").fetchone():
                return
            for pragma in ("integrity_check", "foreign_key_check"):
                if (told := db.execute(f"pragma {pragma}").fetchall()) not in ([], [("ok",)]):
                    raise LostError(f"{pragma}: {told[:3]}")
            count = "(select count(*) from figures f where f.document_id = d.id)"
            torn = db.execute(f"select path from documents d where figure_count <> {count}").fetchall()
        if torn:
            raise LostError(f"documents that are not whole: {torn}")

    def check_content(self) -> None:
        """Every table holds the same rows as that of a base built once from nothing. Raises LostError else."""
        other = self.folder / "undisturbed.db"
        self.run("build", self.corpus, base=other)
        mine = _content(self.base)
        for table, rows in _content(other).items():
            if mine[table] != rows:
                gone, more = Counter(rows) - Counter(mine[table]), Counter(mine[table]) - Counter(rows)
                raise LostError(f"{table}: lost {list(gone)[:2]}, not of an undisturbed build {list(more)[:2]}")
        for file in self.folder.glob("undisturbed.db*"):
            file.unlink()

    def decided(self) -> Counter[str]:
        """How often each figure was decided, by the log. A last line that a kill has torn counts for nothing."""
        found: Counter[str] = Counter()
        for line in self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else ():
            with contextlib.suppress(json.JSONDecodeError):
                found[json.loads(line)["figure_id"]] += 1
        return found


def _content(base: Path) -> dict[str, list[str]]:
    """The rows of all tables but those of history and the inner pages of the search index."""
    with closing(read_base(base)) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
        kept = (one for one in names if one not in _HISTORY and "_fts_" not in one and not one.startswith("sqlite_"))
        return {name: sorted(repr(tuple(row)) for row in db.execute(f"select * from {name}")) for name in kept}
