"""What stood where the base has a mask: a file of its own beside it, ``kb.db-personal``, which only its owner may read.

The base is what is served, copied and published. ``solieu serve --unmasked`` puts the originals back into a copy that
lasts as long as it serves.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from extract.document import SolieuError
from kb.records import OriginalRow

SUFFIX = "-personal"
UNMASKED = "-unmasked-"
"""Behind a base's name, before the number of the process that serves the copy."""
MASKED = {
    "documents": ("title", "number", "issuer", "notes"),
    "passages": ("trail", "text"),
    "footnotes": ("text",),
    "exclusions": ("text",),
    "leftovers": ("text",),
    "relations": ("words",),
}
"""What is masked and may be put back; of figures the quote and all texts that are said of them."""
_TABLE = """create table if not exists originals (
    path text not null, sha256 text not null, "table" text not null, row integer not null, "column" text not null,
    text text not null, primary key (path, "table", row, "column")
) without rowid"""


def keep(base: Path, path: str, sha256: str, originals: Sequence[OriginalRow]) -> None:
    """Keep what was masked in the document of a path, in place of what was kept of it. Writes no file for nothing."""
    file = base.with_name(base.name + SUFFIX)
    if not originals and not file.is_file():
        return
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(_TABLE)
        db.execute("delete from originals where path = ?", (path,))
        rows = [(path, sha256, one.table, one.row, one.column, one.text) for one in originals]
        db.executemany("insert into originals values (?, ?, ?, ?, ?, ?)", rows)


@contextmanager
def unmasked(base: Path) -> Iterator[Path]:
    """A copy of the base with the originals put back, beside it for the time of the block, for its owner only."""
    file = base.with_name(base.name + SUFFIX)
    if not file.is_file():
        problem = "nothing in it is masked, or what was masked is not kept any more"
        raise SolieuError(str(base), problem, "Leave --unmasked out, or delete the base and build it again")
    clear_copies(base)
    copy = base.with_name(f"{base.name}{UNMASKED}{os.getpid()}")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        whole = f"{base.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(whole, uri=True)) as source, closing(sqlite3.connect(copy)) as db:
            source.backup(db)
            _put_back(db, file)
        yield copy
    finally:
        _clear(copy)


def clear_copies(base: Path) -> None:
    """Delete the copies of servers that were killed."""
    for copy in base.parent.glob(f"{glob.escape(base.name)}{UNMASKED}*"):
        number = copy.name.removeprefix(f"{base.name}{UNMASKED}")
        if number.isdigit() and not lives(int(number)):
            _clear(copy)


def lives(process: int) -> bool:
    """Whether a process of this number runs on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _clear(copy: Path) -> None:
    for name in (copy.name, f"{copy.name}-wal", f"{copy.name}-shm", f"{copy.name}-journal"):
        copy.with_name(name).unlink(missing_ok=True)


def _put_back(db: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as kept:
        rows = kept.execute('select path, sha256, "table", row, "column", text from originals').fetchall()
    documents = {(path, sha256): one for one, path, sha256 in db.execute("select id, path, sha256 from documents")}
    ids: dict[tuple[str, str], list[int]] = {}
    figures = {column[1] for column in db.execute("pragma table_info(figures)")}
    with db:
        for path, sha256, table, row, column, text in rows:
            document = documents.get((path, sha256))
            if document is None or column not in (figures if table == "figures" else MASKED.get(table, ())):
                continue
            if (document, table) not in ids:
                key = "id" if table == "documents" else "document_id"
                query = f"select rowid from {table} where {key} = ? order by rowid"
                ids[document, table] = [one for (one,) in db.execute(query, (document,))]
            with contextlib.suppress(IndexError):  # of an older reading than the base's
                rowid = ids[document, table][row]
                same = f"length({column}) = length(?1)"
                db.execute(f"update {table} set {column} = ?1 where rowid = ?2 and {same}", (text, rowid))
