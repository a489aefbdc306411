"""A small corpus and its base for the tests of the review, and the CSV as a person fills it in."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kb.build.child import Limits
from kb.build.outcome import Summary
from kb.build.run import build
from kb.cli import main
from kb.review.columns import column_of
from kb.review.log import read_log
from kb.store import open_base, read_base, transaction

HEAD = """ỦY BAN NHÂN DÂN
TỈNH {upper}
Số: {number}/BC-UBND
{place}, ngày 05 tháng 6 năm 2024

BÁO CÁO
Tình hình chuyển đổi số năm 2023
"""
BODY = """
I. HẠ TẦNG SỐ
Đến nay, toàn tỉnh có {stations} trạm BTS, phủ sóng 4G đến 98,5% số thôn. Đã mở 12 lớp tập huấn cho 640 cán bộ cấp xã.
Có 10/18 huyện có tổ công nghệ số. Kinh phí năm 2023 là 4,5 tỷ đồng.
"""


def report(place: str = "Lai Châu", number: int = 7, stations: str = "1.204") -> str:
    """A short report of our own with seven figures."""
    return HEAD.format(upper=place.upper(), place=place, number=number) + BODY.format(stations=stations)


class Review:
    """A folder with a corpus and its base, and what people do with them, through the real command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus = folder / "corpus"
        self.base = folder / "kb.db"
        self.log = self.corpus / "corrections.jsonl"

    def build(self, base: str = "kb.db") -> Summary:
        """Build the base in this process."""
        return build([self.corpus], self.folder / base, Limits(workers=1))

    def run(self, *words: str | Path) -> Result:
        """A command on this base, of Lan where it names nobody."""
        runner = CliRunner(env={"SOLIEU_REVIEWER": "Lan"})
        return runner.invoke(main, [*map(str, words), "--db", str(self.base)], catch_exceptions=False)

    def export(self, *options: str, name: str = "review.csv") -> Path:
        """Export the queue; gives the CSV."""
        path = self.folder / name
        done = self.run("review", "export", "-o", path, *options)
        assert done.exit_code == 0, done.output
        return path

    def apply(self, path: Path, *options: str, sure: bool = True) -> dict[str, Any]:
        """Apply a file, ``sure`` of all that asks for a second yes; gives its answer as JSON with the exit code under
        ``exit``."""
        yes = ("--confirm",) if sure else ()
        done = self.run("review", "apply", path, "--json", *yes, *options)
        assert done.exit_code in (0, 1), done.output
        answer: dict[str, Any] = json.loads(done.stdout)
        return {**answer, "exit": done.exit_code}

    def write(self, name: str, wanted: Callable[[dict[str, str]], dict[str, str]], **how: Any) -> Path:
        """Export, let ``wanted`` say for each row which cells to fill, and save it as another file."""
        rows = read(self.export(name=f"original-{name}"))
        return save(self.folder / name, [{**row, **wanted(row)} for row in rows], **how)

    def rows(self, query: str, base: str = "kb.db") -> list[tuple[Any, ...]]:
        """What the base answers."""
        with closing(read_base(self.folder / base)) as db:
            return [tuple(row) for row in db.execute(query)]

    def final(self, base: str = "kb.db") -> list[tuple[Any, ...]]:
        """The whole of ``figures_final``, and what the base keeps of the corrections."""
        return [
            *self.rows("select * from figures_final order by id", base),
            *self.rows("select * from corrections order by event", base),
        ]

    def forget(self, number: str) -> None:
        """Whatever the rules make of it today: the machine has missed this number."""
        with closing(open_base(self.base)) as db, transaction(db):
            db.execute("delete from figures where number = ?", (number,))

    def events(self) -> list[dict[str, Any]]:
        """The log."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def events_that_can_be_read(self) -> list[str]:
        """The ids in a log of which some line is damaged."""
        return [event.event for event in read_log(self.log).events]


def built_of(folder: Path, **documents: str) -> Path:
    """A folder with a corpus of these texts (``lai_chau`` is ``lai-chau.txt``) and its base; gives the folder."""
    (folder / "corpus").mkdir()
    for name, text in documents.items():
        (folder / "corpus" / f"{name.replace('_', '-')}.txt").write_text(text, encoding="utf-8")
    Review(folder).build()
    return folder


def copy_of(built: Path, folder: Path) -> Review:
    """A copy of such a folder, to be changed by one test."""
    shutil.copytree(built, folder / "work")
    return Review(folder / "work")


def outcomes(answer: dict[str, Any]) -> dict[str, int]:
    """How many rows had which outcome."""
    found: dict[str, int] = {}
    for row in answer["rows"]:
        found[row["outcome"]] = found.get(row["outcome"], 0) + 1
    return found


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV by the names of the columns; under ``""`` the head line as it stands."""
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    names = [column_of(cell) or cell for cell in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def save(
    path: Path, rows: list[dict[str, str]], separator: str = ";", encoding: str = "utf-8-sig", end: str = "\r\n"
) -> Path:
    """Write such rows as a spreadsheet would, the names of the columns as their heads."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(rows[0] if rows else [])
    writer.writerows(row.values() for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
