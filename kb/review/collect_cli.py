"""``solieu review assign`` and ``solieu review collect``: who has which figures, and the files that came back."""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from kb.options import base_option, json_option, named_or_otherwise, reviewer_option
from kb.store import corrections_files, read_base

_SHOWN = 20


@click.command(short_help="Say who has which figures to review, give them to another, or take them back.")
@click.argument("batch", default="")
@base_option
@click.option("--to", "person", help="Give the batch to this person.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="Until when it is to come back, as 2026-12-15.")
@click.option("--release", is_flag=True, help="Take it back into the queue: its person does not review it.")
@click.option("--all", "everything", is_flag=True, help="Also what is back.")
@json_option
def assign(
    batch: str,
    base: Path,
    person: str | None,
    due: datetime.datetime | None,
    release: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Cho biết ai đang giữ những số liệu nào để rà soát, đến hạn khi nào; chuyển cho người khác hoặc rút về.

    Say who has which figures to review and until when; give a batch to another person, or take it back.

    Example: solieu review assign B-20260105-093000-1A2B --to Minh --due 2026-12-15
    """
    from kb.review.hand_outs import change, hand_outs

    with contextlib.closing(read_base(base)) as db:
        logs = corrections_files(db, existing=False)
        decided = {row[0] for row in db.execute("select figure_id from figures_overruled")}
    if batch:
        if person is None and due is None and not release:
            raise click.UsageError("Say what to do with the batch: --to, --due or --release.")
        change(logs, batch, person=person, due=f"{due:%Y-%m-%d}" if due else None, release=release)
    today = datetime.datetime.now(datetime.UTC).date()
    shown = [one for one in hand_outs(logs) if everything or one.is_out]
    if as_json:
        lines = [
            {**asdict(one), "decided": len(decided & set(one.figures)), "late": one.is_late(today)} for one in shown
        ]
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for one in shown:
        done = f"{len(decided & set(one.figures))}/{len(one.figures)} đã quyết định (decided)"
        state = "đã nộp (back)" if one.back else "đã rút về (released)" if one.released else "đang giữ (out)"
        due_words = f", hạn (due) {one.due}{', QUÁ HẠN (late)' if one.is_late(today) else ''}" if one.due else ""
        click.echo(f"{one.batch} {one.person}: {done}, {state} từ (since) {one.at[:10]}{due_words}")
    if not shown:
        click.echo("Không ai đang giữ số liệu nào. Nothing is handed out.")


@click.command(short_help="Hand in all files of a folder that came back.")
@click.argument("folder", type=click.Path(path_type=Path))
@base_option
@click.option("--apply", "write", is_flag=True, help="Write the corrections; without it they are only checked.")
@click.option("--partial", is_flag=True, help="Write what is right of a file even where other rows of it are refused.")
@click.option("--confirm", is_flag=True, help="Also the rows that ask for a second yes: you have looked at each.")
@reviewer_option("Who reviewed, for rows that name nobody.")
@json_option
def collect(folder: Path, base: Path, write: bool, partial: bool, confirm: bool, reviewer: str, as_json: bool) -> None:
    """Nộp một lần mọi tệp đã nhận lại trong một thư mục, theo thứ tự nào cũng được; làm lại lần nữa cũng không sao.

    Hand in all files of a folder that came back, in any order: CSV and workbooks, old exports and new ones. One file
    that cannot be read stops no other, two people who disagree are told row by row, and what was handed in before is
    passed over, so that it is safe to repeat. What became of each row stands in the receipt beside each file; a receipt
    in which somebody has answered is collected in its place. A row that names nobody is of --reviewer, else of whoever
    its file was handed out to, and that is said.

    The exit code is 0 if nothing is refused, 1 if a row or a file is.

    Example: solieu review collect inbox --apply
    """
    from kb.review.collect import collect as hand_in
    from kb.review.collect import disagreements, files_in
    from kb.review.hand_outs import hand_outs
    from kb.review.receipt import OUTCOMES
    from kb.review.verdict import REFUSED, names_taken

    paths = files_in(folder)
    handed = []
    with click.progressbar(length=len(paths), label="Nộp tệp", file=sys.stderr, hidden=as_json) as bar:
        named, otherwise = named_or_otherwise(reviewer)
        for one in hand_in(base, paths, write, partial, named, confirm, otherwise):
            handed.append(one)
            bar.update(1)
    bad = sum(bool(one.error) or any(row.outcome in REFUSED for row in one.verdicts) for one in handed)
    clashes = [] if write else disagreements(handed)
    if as_json:
        files = [
            {
                "file": str(one.path),
                "written": one.written,
                "hand_in": one.hand_in,
                "known": one.known,
                "error": one.error,
                "receipt": str(one.receipt or ""),
                "outcomes": Counter(row.outcome for row in one.verdicts),
                "named": Counter(row.named for row in one.verdicts if row.named),
            }
            for one in handed
        ]
        told = [{**asdict(one), "said": [[str(path), row, word] for path, row, word in one.said]} for one in clashes]
        click.echo(json.dumps({"files": files, "disagreements": told}, ensure_ascii=False, indent=1))
        sys.exit(1 if bad else 0)
    for one in handed:
        if one.error:
            click.echo(f"{one.path}: {one.error}", err=True)
        elif one.known:
            click.echo(f"{one.path}: đã nộp trước đó. Handed in before")
        else:
            counts = Counter(row.outcome for row in one.verdicts).most_common()
            words = "; ".join(f"{number} {OUTCOMES[outcome]} ({outcome})" for outcome, number in counts)
            click.echo(
                f"{one.path}: {words or 'không có dòng nào (no rows)'}{f', {one.hand_in}' if one.hand_in else ''}"
            )
            for taken in names_taken(one.verdicts):
                click.echo(f"  {taken}")
            for row in [row for row in one.verdicts if row.outcome in REFUSED][:_SHOWN]:
                click.echo(f"  dòng (row) {row.row}: {OUTCOMES[row.outcome]}: {row.vi} · {row.en}", err=True)
    for clash in clashes:
        said = "; ".join(f"{path.name} dòng {row}: {word or '<trống>'}" for path, row, word in clash.said)
        click.echo(f"“{clash.number}” ({clash.figure_id}), {clash.field}: {said}. Các tệp nói khác nhau, they differ")
    for warning in dict.fromkeys(warning for one in handed for warning in one.warnings):
        click.echo(warning, err=True)
    written = sum(one.written for one in handed)
    click.echo(
        f"{len(handed)} tệp, {written} dòng đã ghi, {bad} tệp cần xem lại. {len(handed)} files, {written} rows written"
    )
    with contextlib.closing(read_base(base)) as db:
        missing = [one for one in hand_outs(corrections_files(db, existing=False)) if one.is_out]
    for out in missing:
        click.echo(f"chưa nộp (still out): {out.person}, {out.batch}{f', hạn {out.due}' if out.due else ''}")
    sys.exit(1 if bad else 0)
