"""``solieu review log`` and ``solieu review undo``: what people decided, and how to take it back."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, json_option, reviewer_option
from kb.store import corrections_files, read_base
from rules.language.fold import bare_letters

_SHOWN = 20


@click.command(short_help="List what people decided, and what became of it.")
@base_option
@click.option("--batch", help="Only what came with this export or hand-in.")
@click.option("--reviewer", help="Only what this person decided.")
@click.option("--figure", help="Only the events on this figure.")
@click.option("--state", help="Only events in this state: active, confirmed, stale, conflict, orphan or reversed.")
@click.option("--orphans", is_flag=True, help="Only those whose figure is not found any more.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many, the latest.")
@json_option
def log(
    base: Path,
    batch: str | None,
    reviewer: str | None,
    figure: str | None,
    state: str | None,
    orphans: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Liệt kê các quyết định đã có, mới nhất ở cuối, kèm tình trạng hiện nay của từng quyết định.

    List what people decided, the latest last, with the state that each decision has in the base now.

    active: in force. confirmed: the machine reads the same now. stale: the machine reads a third thing, the person's
    word stands. conflict: it changed, look again. orphan: the figure is not found. reversed: taken back.

    Example: solieu review log --orphans
    """
    from kb.review.log import in_order, read_log, reversed_events

    state = "orphan" if orphans else state
    with contextlib.closing(read_base(base)) as db:
        logs = [read_log(path) for path in corrections_files(db)]
        rows = db.execute("select event, state, figure_id from corrections where carried = 0").fetchall()
    states = {event: (word, now) for event, word, now in rows}
    events = in_order(logs)
    undone = reversed_events(events)
    chosen = []
    for event in events:
        word, now = states.get(event.event, ("", event.figure_id))
        if event.reverses:
            word = "reversed" if event.event in undone else f"takes back {event.reverses}"
        if batch not in (None, event.batch, event.handed_in) or state not in (None, word):
            continue
        theirs = reviewer is None or bare_letters(reviewer) == bare_letters(event.reviewer)
        if theirs and figure in (None, event.figure_id, now):
            chosen.append((event, word or "not in the base, run solieu build"))
    for warning in (warning for one in logs for warning in one.warnings):
        click.echo(warning, err=True)
    if as_json:
        listed = [{**asdict(event), "state": word} for event, word in chosen[-limit:]]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for event, word in chosen[-limit:]:
        who = f"{event.reviewer or '?'}{f': {event.reason}' if event.reason else ''}"
        change = f"{event.field} {event.old or '<trống>'} → {event.new or '<trống>'}"
        where = f"{event.filename}, “{event.number}”, {event.figure_id}"
        click.echo(f"{event.at[:19]} {event.event} {event.handed_in}\n  {where}: {change} ({who}) {word}")
    if len(chosen) > limit:
        click.echo(f"{len(chosen) - limit} earlier events are left out, see --limit", err=True)
    if not chosen:
        click.echo("No decision yet." if not events else "No decision like that.", err=True)


@click.command(short_help="Take back a hand-in, a person's part of it, a row or an event.")
@click.argument("what", metavar="[HAND-IN|BATCH|EVENT]", default="")
@base_option
@click.option("--whose", default="", help="Only what this person decided; without a name before it, in all files.")
@click.option("--row", type=click.IntRange(2), help="Only what stood in this row of the file that was handed in.")
@click.option("--whole", is_flag=True, help="All files that came back of an export, whoever filled them in.")
@reviewer_option("Who takes it back.")
@click.option("--reason", default="", help="Why it is taken back.")
def undo(what: str, base: Path, whose: str, row: int | None, whole: bool, reviewer: str, reason: str) -> None:
    """Rút lại một lần nộp, phần của một người, một dòng hoặc một quyết định, gọi theo tên mà “solieu review log” in ra.
    Không có gì bị xóa.

    Take back a file that was handed in, a person's part of it, a row of it or one event, as "solieu review log" names
    them. An export that came back in several files is taken back file by file, or with --whole.

    Nothing is deleted: new events take the old ones back, and can be taken back in the same way.

    Example: solieu review undo I-20260105-093000-1A2B --whose Lan --reviewer Minh
    """
    from kb.review.undo import Taken
    from kb.review.write import undo as take_back

    if not what and not whose:
        raise click.UsageError("Name a hand-in, a batch or an event, or a person with --whose.")
    if row is not None and not what:
        raise click.UsageError("A row is one of a file: name the hand-in before --row.")
    if not reviewer.strip():
        raise SolieuError("review undo", "nobody is named who takes it back", "Add --reviewer NAME")
    done = take_back(base, Taken(what, whose, row, whole), reviewer, reason)
    back = done.events
    for event in back[:_SHOWN]:
        change = f"{event.field} {event.old or '<trống>'} → {event.new or '<trống>'}"
        click.echo(f"{event.filename}, “{event.number}”, {event.figure_id}: {change}")
    click.echo(f"{len(back):,} event{'' if len(back) == 1 else 's'} taken back, as batch {back[0].handed_in}")
    for warning in done.warnings:
        click.echo(warning, err=True)
