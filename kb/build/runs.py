"""The table of builds: when, with which versions, what came of it."""

from __future__ import annotations

import datetime
import sqlite3

from kb.build.difference import Difference
from kb.build.outcome import Summary
from kb.versions import solieu_version


def begin_run(db: sqlite3.Connection, version: str) -> int:
    """Note that a build began; one that was interrupted stays without an end."""
    query = "insert into runs(started_at, solieu_version, rules_version) values (?, ?, ?)"
    return db.execute(query, (_now(), solieu_version(), version)).lastrowid or 0


def end_run(db: sqlite3.Connection, run: int, summary: Summary) -> None:
    """Note what a build did."""
    figures = db.execute("select count(*) from figures").fetchone()[0]
    # The base before the first build had no figures.
    nothing = Difference(figures if summary.count("read") else 0, 0, 0)
    difference = summary.difference or nothing
    numbers = {
        "finished_at": _now(),
        "read": summary.count("read"),
        "unchanged": summary.count("unchanged"),
        "removed": summary.count("removed"),
        "failed": summary.count("read", "empty", "error") + summary.count("unchanged", "empty", "error"),
        "figures": figures,
        "figures_gained": difference.gained,
        "figures_lost": difference.lost,
        "figures_changed": difference.changed,
    }
    columns = ", ".join(f"{column} = ?" for column in numbers)
    db.execute(f"update runs set {columns} where id = ?", (*numbers.values(), run))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
