"""A trial of a lesson: the base built anew with the drafted wording or word of a list, and what that would change.

The rules are copied, the copy is changed, and the documents are read by it into a copy of the base, which is deleted
again. Neither the rules nor the base are touched.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import extract
import kb
import rules
from extract.document import SolieuError
from kb.review.entries import change_list
from kb.review.lessons import Lesson
from kb.store import corrections_files, read_base

_PACKAGES = (extract, rules, kb)
_CHANGED = """
select what, filename, number, field, old, new, figure_id, quote from figures_changed
order by case what when 'lost' then 0 when 'changed' then 1 else 2 end, filename, seq, figure_id, field
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a trial changed of a figure: ``what`` is lost, changed or gained; the field with its old and new word."""

    what: str
    filename: str
    number: str
    field: str
    old: str
    new: str
    figure_id: str
    quote: str


def try_out(base: Path, lesson: Lesson) -> list[Changed]:
    """What the base would say otherwise with the lesson's wording in the catalogue, or its entry in a list of words.

    Raises SolieuError where the lesson drafts neither, the documents are gone, or the build fails.
    """
    is_wording = lesson.field == "metric_id" and lesson.becomes and lesson.words
    if not is_wording and lesson.entry is None:
        problem = "only a metric's wording and a word of a list can be tried by themselves, and this draft has neither"
        raise SolieuError(lesson.field, problem, "Write the draft into the rules, build, and look at solieu diff")
    with closing(read_base(base)) as db:
        folders = sorted(
            {log.parent.absolute() for log in corrections_files(db, existing=False) if log.parent.is_dir()}
        )
    if not folders:
        raise SolieuError(str(base), "the folder of its documents is gone", "Put it back")
    with tempfile.TemporaryDirectory(prefix="solieu-") as name:
        copy = Path(name)
        for package in _PACKAGES:
            source = Path(str(package.__file__)).parent
            shutil.copytree(source, copy / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        if lesson.entry:
            change_list(copy / "rules" / "language" / "lexicon", lesson.entry)
        else:
            _write_wording(copy / "rules" / "metrics", lesson)
        # Beside the base: it names its documents as seen from its folder.
        trial = base.absolute().with_name(f".{base.stem}-{copy.name}.db")
        try:
            with closing(sqlite3.connect(base)) as db, closing(sqlite3.connect(trial)) as into:
                db.backup(into)
            _build(copy, trial, folders)
            with closing(sqlite3.connect(trial)) as db:
                return [Changed(*(word or "" for word in row)) for row in db.execute(_CHANGED)]
        finally:
            for file in trial.parent.glob(f"{trial.name}*"):
                file.unlink()


def _write_wording(folder: Path, lesson: Lesson) -> None:
    wording = lesson.words.replace("\\", "").replace('"', "")
    head = re.compile(rf'^id = "{re.escape(lesson.becomes)}"$', re.MULTILINE)
    for file in sorted(folder.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        if match := head.search(text):
            end = text.find("[[metric]]", match.end())
            entry = text[match.end() : end if end >= 0 else len(text)]
            if "\nwordings = [" in entry:
                changed = entry.replace("\nwordings = [", f'\nwordings = ["{wording}", ', 1)
            else:
                changed = f'\nwordings = ["{wording}"]{entry}'
            file.write_text(text[: match.end()] + changed + text[match.end() + len(entry) :], encoding="utf-8")
            return
    raise SolieuError(lesson.becomes, "no file of rules/metrics has it", "Take a metric of the catalogue")


def _build(copy: Path, trial: Path, folders: Sequence[Path]) -> None:
    command = [sys.executable, "-m", "kb", "build", *map(str, folders), "--db", str(trial)]
    done = subprocess.run(command, cwd=copy, capture_output=True, encoding="utf-8", check=False)
    if done.returncode > 1:  # 1: a document failed, as it did before
        problem = f"the trial build failed: {done.stderr.strip()[-500:]}"
        raise SolieuError(str(trial), problem, "The word may be refused: look at what the draft says of its place")
