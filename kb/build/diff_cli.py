"""``solieu diff``: what it is told on the command line and what it tells."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.identity import is_document
from kb.options import base_option, json_option
from kb.store import read_base

_QUOTE = 160
"""Letters of a sentence that a line shows."""
_ROWS = """
select what, filename, number, quote, field, old, new, figure_id, document_id from figures_changed {where}
order by case what when 'lost' then 0 when 'changed' then 1 else 2 end, filename, seq, figure_id, field
"""
_RUNS = """
select id, finished_at, rules_version, read, removed, figures_gained, figures_lost, figures_changed from runs
where finished_at is not null and read + removed + figures_gained + figures_lost + figures_changed > 0
order by id desc limit 2
"""


@click.command()
@base_option
@click.option("--document", help="Only a document, by its id or a part of its file's name.")
@click.option(
    "--limit", type=click.IntRange(0), default=50, show_default=True, help="List so many figures at most; 0: all."
)
@json_option
def diff(base: Path, document: str | None, limit: int, as_json: bool) -> None:
    """List the figures that the last build gained, lost and changed against the one before.

    Lost ones come first, then those of which a field says something else, then new ones. A build that has nothing to
    read leaves the list as it is. It is the machine's word that is compared, corrections of people are not laid over.

    Example: solieu diff --document lai-chau --limit 20
    """
    with contextlib.closing(read_base(base)) as db:
        runs = [dict(row) for row in db.execute(_RUNS)]
        figures = _figures(db, document)
        interrupted = _is_interrupted(db)
    counts = {what: sum(one["what"] == what for one in figures) for what in ("gained", "lost", "changed")}
    shown = figures[:limit] if limit else figures
    if as_json:
        run, before = [*runs, None, None][:2]
        answer = {"run": run, "before": before, "interrupted": interrupted, **counts, "figures": shown}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    click.echo(_head(runs, counts, interrupted, document))
    for one in shown:
        _tell(one)
    if len(shown) < len(figures):
        click.echo(f"{len(figures) - len(shown):,} more; --limit 0 lists all")


def _figures(db: sqlite3.Connection, document: str | None) -> list[dict[str, Any]]:
    """A record for each figure, the fields that changed in one; lost ones first."""
    where, values = _where(db, document)
    rows: Iterable[sqlite3.Row] = db.execute(_ROWS.format(where=where), values)
    found: list[dict[str, Any]] = []
    for _, group in groupby(rows, lambda row: row["figure_id"]):
        some = list(group)
        names = ("what", "filename", "number", "quote", "figure_id", "document_id")
        fields = {row["field"]: [row["old"], row["new"]] for row in some if row["field"]}
        found.append({**{name: some[0][name] for name in names}, "fields": fields})
    return found


def _where(db: sqlite3.Connection, document: str | None) -> tuple[str, list[str]]:
    """The documents of this name, those that are gone too. SolieuError where there is none."""
    if document is None:
        return "", []
    query = "select id, filename from documents union select document_id, filename from figures_changed"
    known = db.execute(query).fetchall()
    ids = sorted({row[0] for row in known if is_document(document, *row)})
    if not ids:
        raise SolieuError(document, "there is no such document", "Give an id or a part of its file's name")
    return f"where document_id in ({', '.join('?' * len(ids))})", ids


def _is_interrupted(db: sqlite3.Connection) -> bool:
    """Whether the list is not whole: a build is at work, or was interrupted and no other has gone on."""
    query = "select exists (select 1 from figures_before where run in (select id from runs where finished_at is null))"
    return bool(db.execute(query).fetchone()[0])


def _head(runs: list[dict[str, Any]], counts: dict[str, int], interrupted: bool, document: str | None) -> str:
    told = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    if interrupted:
        return f"The last build has not ended; so far: {told}"
    if not runs:
        return "No build of this base has ended yet"
    run, at = runs[0], runs[0]["finished_at"]
    if len(runs) == 1:
        return f"{at}: the first build of this base, with {run['figures_gained']:,} figures; nothing to compare with"
    rules = (runs[1]["rules_version"], run["rules_version"])
    which = f"rules {rules[0]} -> {rules[1]}" if rules[0] != rules[1] else f"rules {rules[1]}"
    return f"{at}, {which}{f', {document}' if document else ''}: {told}"


def _tell(one: dict[str, Any]) -> None:
    quote = " ".join(one["quote"].split())
    short = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} …"
    click.echo(f"{one['what']:<8} {one['filename']}  {one['number']}  {one['figure_id']}\n         {short}")
    for field, (old, new) in one["fields"].items():
        click.echo(f"         {field}: {_said(old)} -> {_said(new)}")


def _said(word: str | None) -> str:
    return "(empty)" if word in (None, "") else str(word)
