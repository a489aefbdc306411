"""What of a base goes out, and what stays and why: counted before anything is written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that stays: how many of it there are, none where that is not counted, what it is, and why."""

    count: int | None
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes out, and what is left out."""

    documents: int
    figures: int
    passages: int
    metrics: int
    provinces: int
    decisions: int
    masked: int
    day: str
    left_out: tuple[LeftOut, ...]


_COUNTS = """
select
    (select count(*) from documents where status = 'ok'),
    (select count(*) from figures_final),
    (select count(*) from passages where document_id in (select id from documents where status = 'ok')),
    (select count(distinct metric_id) from figures_final),
    (select count(distinct place_id) from documents where status = 'ok'),
    (select count(*) from corrections where state in ('active', 'confirmed', 'stale')),
    (select coalesce(sum(personal), 0) from documents where status = 'ok'),
    (select substr(coalesce(max(finished_at), max(started_at)), 1, 10) from runs)
"""
_STAYING = """
select
    (select count(*) from documents where status = 'error'),
    (select count(*) from documents where status = 'empty'),
    (select count(*) from figures_overruled where dropped = 1),
    (select count(*) from corrections where state not in ('active', 'confirmed', 'stale')),
    (select count(distinct lower(trim(reviewer))) from corrections),
    (select count(*) from documents)
"""


def outgoing(db: sqlite3.Connection, names: bool) -> Outgoing:
    """Count it. ``names``: who reviewed goes out, too."""
    documents, figures, passages, metrics, provinces, decisions, masked, day = db.execute(_COUNTS).fetchone()
    failed, empty, dropped, reversed_, reviewers, files = db.execute(_STAYING).fetchone()
    left = [
        LeftOut(failed, "documents that could not be read", "nothing of them is known"),
        LeftOut(empty, "documents without text", "nothing stands in them"),
        LeftOut(dropped, "figures that people struck out", "they are no figures"),
        LeftOut(reversed_, "decisions that do not hold any more", "taken back, in conflict, or of a text that is gone"),
        LeftOut(masked, "personal data", "masked in the base (█); the file with what stood there is never read"),
        LeftOut(files, "files of the documents, pictures of their pages", "they show what is masked; links lead to"
                " where a document was published"),
    ]  # fmt: skip
    if not names:
        left.append(LeftOut(reviewers, "names of reviewers, their reasons", "R1, R2 … stand for them (--names)"))
    left.append(LeftOut(None, "paths of this machine, sources.toml, corrections.jsonl", "they are the office's own"))
    kept = tuple(one for one in left if one.count != 0)
    return Outgoing(documents, figures, passages, metrics, provinces, decisions, masked, day or "", kept)
