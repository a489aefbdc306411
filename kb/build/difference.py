"""What a build changed, figure by figure, against the base as the last finished build left it.

``figures_before`` keeps what a figure said before its document was read again; the view ``figures_changed`` compares it
with the base. What was kept and did not change is thrown away when the build ends, so that the list is as long as the
changes are. A build that was interrupted leaves all of it: the next one goes on, and compares with the same base.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from kb.fields import COMPARED

FIELDS = tuple(field.name for field in COMPARED)
_COLUMNS = ", ".join(FIELDS)
_OLD = ", ".join(f"figures_before.{field}" for field in FIELDS)
_NEW = ", ".join(f"f.{field}" for field in FIELDS)
# Before the first build has ended there is nothing to compare with, and nothing is kept.
_LATER = "exists (select 1 from runs where finished_at is not null)"
_KEEP = f"""
insert or ignore into figures_before(run, figure_id, document_id, filename, seq, number, quote, {_COLUMNS})
select (select max(id) from runs), f.id, d.id, d.filename, f.seq, f.number, f.quote, {_NEW}
from figures f join documents d on d.id = f.document_id
where f.document_id = ? and {_LATER}
"""
_NOTE = f"""
insert or ignore into figures_before(run, figure_id)
select (select max(id) from runs), id from figures where document_id = ? and {_LATER}
"""
_FORGET = f"""
delete from figures_before where exists (
    select 1 from figures f where f.id = figure_id and ({_NEW}) is ({_OLD})
) or (value is null and not exists (select 1 from figures f where f.id = figure_id))
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many figures a build gained, lost and changed."""

    gained: int
    lost: int
    changed: int


def keep(db: sqlite3.Connection, document: str) -> None:
    """Keep what the figures of a document say, before they are taken out. Within the caller's transaction."""
    db.execute(_KEEP, (document,))


def note(db: sqlite3.Connection, document: str) -> None:
    """Note the figures of a document that was just written: those that were not there before have nothing to compare
    with. Within the caller's transaction."""
    db.execute(_NOTE, (document,))


def begin(db: sqlite3.Connection) -> None:
    """Forget the list of the last finished build. What an interrupted build kept since stays."""
    db.execute("delete from figures_before where run in (select id from runs where finished_at is not null)")


def is_pending(db: sqlite3.Connection, run: int) -> bool:
    """Whether a build that was interrupted before this run changed something that no list has told yet."""
    last = db.execute("select finished_at from runs where id < ? order by id desc limit 1", (run,)).fetchone()
    if last is None or last[0] is not None:
        return False
    finished = "select max(id) from runs where finished_at is not null"
    return bool(db.execute(f"select exists (select 1 from figures_before where run > ({finished}))").fetchone()[0])


def settle(db: sqlite3.Connection, run: int) -> Difference | None:
    """Make what was kept the list of this run, and count it; None in the first build, which has no base to compare
    with. Within the caller's transaction."""
    if not db.execute(f"select {_LATER}").fetchone()[0]:
        return None
    db.execute(_FORGET)
    db.execute("update figures_before set run = ? where run <> ?", (run, run))
    there = "exists (select 1 from figures f where f.id = figure_id)"
    query = f"select count(*), sum(value is null), sum(not {there}) from figures_before"
    number, gained, lost = db.execute(query).fetchone()
    return Difference(gained or 0, lost or 0, number - (gained or 0) - (lost or 0))
