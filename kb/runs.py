"""The table of builds: when, with which versions, what came of it."""

from __future__ import annotations

import datetime
import sqlite3

from kb.outcome import Summary
from kb.versions import solieu_version


def begin_run(db: sqlite3.Connection, version: str) -> int:
    """Note that a build began; one that was interrupted stays without an end."""
    query = "insert into runs(started_at, solieu_version, rules_version) values (?, ?, ?)"
    return db.execute(query, (_now(), solieu_version(), version)).lastrowid or 0


def end_run(db: sqlite3.Connection, run: int, summary: Summary) -> None:
    """Note what a build did."""
    numbers = {
        "finished_at": _now(),
        "read": summary.count("read"),
        "unchanged": summary.count("unchanged"),
        "removed": summary.count("removed"),
        "failed": summary.count("read", "empty", "error") + summary.count("unchanged", "empty", "error"),
        "figures": db.execute("select count(*) from figures").fetchone()[0],
        "figures_gained": sum(one.gained for one in summary.outcomes),
        "figures_lost": sum(one.lost for one in summary.outcomes),
    }
    columns = ", ".join(f"{column} = ?" for column in numbers)
    db.execute(f"update runs set {columns} where id = ?", (*numbers.values(), run))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
