"""The base as it may be given away: all figures with their sentences and sources, nothing of this machine or of people.

Personal data stay masked as they are in every base, for their originals lie in a file of their own that is not read
here. Who reviewed is a number instead of a name, so that how many people stand behind a figure can still be counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from extract.document import SolieuError
from kb.originals import UNMASKED
from kb.store import read_base

# What only the next build needs. Likenesses and the words of corrections are of documents that may be gone by now.
_EMPTIED = ("sketches", "document_names", "figures_before", "metrics_stale")
_KEPT_STATES = ("schema", "views", "rules")
"""All else of ``build_state`` names files, or repeats what people wrote."""
_UNREAD = "select id from documents where status <> 'ok'"
_REVIEWERS = """
select reviewer from (select reviewer, at from corrections union all select reviewer, at from documents_reviewed)
where trim(coalesce(reviewer, '')) <> '' group by lower(trim(reviewer)) order by min(at), lower(trim(reviewer))
"""
_RENAME = "update {table} set reviewer = ? where lower(trim(reviewer)) = lower(trim(?))"


def write_reduced(base: Path, out: Path, names: bool = False) -> None:
    """Write the part of a base that may be given away into a new file; with ``names`` who reviewed and why stays in.

    Raises SolieuError where there is no base, where another version of the program made it, and where it is a copy in
    which nothing is masked.
    """
    if UNMASKED in base.name:
        raise SolieuError(str(base), "personal data are not masked in this copy", "Publish the base itself")
    aside = out.with_name(f".{out.name}.whole")
    try:
        with closing(read_base(base)) as source, closing(sqlite3.connect(aside, isolation_level=None)) as db:
            source.backup(db)
            with _without_triggers(db):
                _take_out(db)
                _hide_people(db, names)
            # A copy without what was taken out: a deleted row stays in the pages of its file else.
            db.execute("vacuum into ?", (str(out),))
    finally:
        for name in (aside.name, f"{aside.name}-wal", f"{aside.name}-shm", f"{aside.name}-journal"):
            aside.with_name(name).unlink(missing_ok=True)


@contextmanager
def _without_triggers(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction in which nothing is worked out anew: what is taken out says nothing that a figure says."""
    triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    db.execute("begin")
    for name, _ in triggers:
        db.execute(f'drop trigger "{name}"')
    yield
    for _, sql in triggers:
        db.execute(sql)
    db.execute("commit")


def _take_out(db: sqlite3.Connection) -> None:
    for table in _EMPTIED:
        db.execute(f"delete from {table}")
    for table in ("exclusions", "leftovers", "footnotes", "passages"):
        db.execute(f"delete from {table} where document_id in ({_UNREAD})")
    db.execute(f"delete from findings_checks where document_id in ({_UNREAD})")
    db.execute(f"delete from documents_reviewed where document_id in ({_UNREAD})")
    db.execute(f"delete from documents where id in ({_UNREAD})")
    # The way to a file is this machine's; a page that asks for the file then finds none, as it should.
    db.execute("update documents set path = id || '/' || filename, entry = '{}', error = null")
    db.execute("delete from runs where id <> (select max(id) from runs)")
    states = ", ".join(f"'{one}'" for one in _KEPT_STATES)
    db.execute(f"delete from build_state where key not in ({states})")


def _hide_people(db: sqlite3.Connection, names: bool) -> None:
    """What people decided stays as far as it holds; their sentences are the base's own, where what is of a person's
    own is masked: a file of corrections may be older than the masks."""
    db.execute("delete from corrections where state not in ('active', 'confirmed', 'stale')")
    db.execute(
        "update corrections set quote = coalesce((select quote from figures where id = figure_id),"
        " (select quote from figures_added where id = figure_id))"
    )
    if names:
        return
    db.execute("update corrections set reason = null")
    for number, (reviewer,) in enumerate(db.execute(_REVIEWERS).fetchall(), 1):
        for table in ("corrections", "documents_reviewed"):
            db.execute(_RENAME.format(table=table), (f"R{number}", reviewer))
