"""``solieu versions``: which reports are there in several versions, and which figures changed from one to the next."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.ask.changes import FIGURES, PAIRS, Changes, Figure, changes, difference
from kb.identity import is_document
from kb.options import base_option, json_option
from kb.store import read_base

_QUOTE = 160
"""Letters of a sentence that a line shows."""
_KEYS = ("id", "number", "value", "unit", "metric_id", "subject", "item", "place", "period", "page", "quote")


@click.command()
@click.argument("document", required=False)
@click.argument("other", required=False)
@base_option
@click.option(
    "--limit", type=click.IntRange(0), default=50, show_default=True, help="List so many figures at most; 0: all."
)
@json_option
def versions(document: str | None, other: str | None, base: Path, limit: int, as_json: bool) -> None:
    """List the reports that are there in several versions, or what changed from the version before to DOCUMENT.

    Only the newest version is compared with other provinces. With OTHER, DOCUMENT is held against that one instead,
    whatever they are: the first is the earlier. People's corrections are laid over both.

    Example: solieu versions du-thao-lan-2.docx
    """
    with contextlib.closing(read_base(base)) as db:
        if document is None:
            _list(db, as_json)
            return
        older, newer = _pair(db, document, other)
        found = changes(*(_figures(db, one) for one in (older, newer)))
        names = [_name(db, one) for one in (older, newer)]
    if as_json:
        pair = {
            name: {"id": one, "filename": called}
            for name, one, called in zip(("older", "newer"), (older, newer), names, strict=True)
        }
        click.echo(json.dumps({**pair, **_plain(found)}, ensure_ascii=False, indent=1))
        return
    told = ", ".join(f"{len(some):,} {what}" for what, some in _lists(found))
    click.echo(f"{names[0]} -> {names[1]}: {told}, {found.same:,} the same")
    _tell(found, limit)


def _list(db: sqlite3.Connection, as_json: bool) -> None:
    rows = [dict(row) for row in db.execute(PAIRS)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        days = [f" ({row[name]})" if row[name] else "" for name in ("older_day", "newer_day")]
        click.echo(f"{row['older']}{days[0]} -> {row['newer']}{days[1]}")
    if not rows:
        click.echo("No report is there in several versions. What only a person knows: solieu review adopt OLD NEW")


def _pair(db: sqlite3.Connection, document: str, other: str | None) -> tuple[str, str]:
    """The earlier and the later document. SolieuError where there is no such pair."""
    one = _document(db, document)
    if other is not None:
        return one, _document(db, other)
    before = db.execute(
        "select id from documents where replaced_by = ? order by issued_on desc, path desc limit 1", (one,)
    ).fetchone()
    after = db.execute("select replaced_by from documents where id = ?", (one,)).fetchone()[0]
    if before:
        return str(before[0]), one
    if after:
        return one, str(after)
    remedy = "Name the other one behind it; solieu versions lists those that are known"
    raise SolieuError(document, "it is the only version", remedy)


def _document(db: sqlite3.Connection, text: str) -> str:
    known = db.execute("select id, filename from documents where status = 'ok' order by path").fetchall()
    found = [row for row in known if text in (row[0], row[1])] or [row for row in known if is_document(text, *row)]
    if len(found) != 1:
        problem = "there is no such document" if not found else f"{len(found)} documents are called like that"
        names = ", ".join(f"{row[1]} {row[0]}" for row in found[:5])
        raise SolieuError(text, problem, f"Give the id of one: {names}" if found else "Give an id or a file's name")
    return str(found[0][0])


def _figures(db: sqlite3.Connection, document: str) -> list[Figure]:
    return [dict(row) for row in db.execute(FIGURES, {"document": document})]


def _name(db: sqlite3.Connection, document: str) -> str:
    return str(db.execute("select filename from documents where id = ?", (document,)).fetchone()[0])


def _lists(found: Changes) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return ("changed", found.changed), ("new", found.new), ("gone", found.gone)


def _plain(found: Changes) -> dict[str, Any]:
    def keys(figure: Figure) -> dict[str, Any]:
        return {key: figure[key] for key in _KEYS}

    changed = []
    for old, new in found.changed:
        rise = difference(old, new)
        changed.append({"earlier": keys(old), "later": keys(new), "difference": None if rise is None else str(rise)})
    single = {"new": [keys(one) for one in found.new], "gone": [keys(one) for one in found.gone]}
    return {"changed": changed, **single, "same": found.same}


def _tell(found: Changes, limit: int) -> None:
    lines = [(f"changed  {old['number']} -> {new['number']}{_rise(old, new)}", new) for old, new in found.changed]
    lines += [(f"new      {one['number']}", one) for one in found.new]
    lines += [(f"gone     {one['number']}", one) for one in found.gone]
    for head, figure in lines[:limit] if limit else lines:
        quote = " ".join(figure["quote"].split())
        short = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} …"
        click.echo(f"{head}  {figure['metric'] or figure['subject']}  {figure['id']}\n         {short}")
    if limit and len(lines) > limit:
        click.echo(f"{len(lines) - limit:,} more; --limit 0 lists all")


def _rise(old: Figure, new: Figure) -> str:
    rise = difference(old, new)
    return "" if rise is None else f" ({rise:+f})"
