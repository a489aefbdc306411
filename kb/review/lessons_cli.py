"""``solieu review lessons``: what it is told on the command line and what it tells."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, json_option
from kb.store import read_base

_SHOWN = 20


@click.command(short_help="List what corrections teach, with drafts for the rules.")
@base_option
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="From so many figures on.")
@click.option(
    "--trial", type=click.IntRange(1), metavar="N", help="Build the base with the draft of lesson N on trial."
)
@json_option
def lessons(base: Path, least: int, trial: int | None, as_json: bool) -> None:
    """Liệt kê điều mà các hiệu chỉnh cho thấy: máy sai cùng một chỗ, trong cùng những chữ; kèm bản nháp cho quy tắc.
    Không tự sửa gì; --trial N dựng thử với chữ mới và cho biết số liệu nào sẽ đổi.

    List the patterns behind corrections: the same field, wrong in the same way, in the same words; with a draft of the
    entry, the near miss or the metric's wording that the rules would need.

    Nothing is ever changed by it. With --trial N what lesson N drafts, a metric's wording or a word that a list takes
    in or gives away, is tried on a copy of the rules and of the base, and what would read otherwise is told, as by
    solieu diff. What to take is yours to say.

    Example: solieu review lessons --least 3
    """
    from kb.review.lessons import lessons as learn
    from kb.review.trial import try_out
    from rules.catalogue import load_catalogue

    with contextlib.closing(read_base(base)) as db:
        db.row_factory = None
        found = learn(db, {metric.id: metric for metric in load_catalogue()}, least)
    if trial is not None and trial > len(found):
        raise SolieuError(f"--trial {trial}", f"there are {len(found)} lessons", "solieu review lessons numbers them")
    chosen = found if trial is None else found[trial - 1 : trial]
    changed = try_out(base, chosen[0]) if trial is not None else None
    if as_json:
        answer = {"lessons": [asdict(one) for one in chosen]}
        if changed is not None:
            answer["changed"] = [asdict(one) for one in changed]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for number, one in enumerate(chosen, trial or 1):
        change = f"{one.field}: {one.was or '<trống>'} → {one.becomes or '<trống>'}"
        click.echo(f"{number}. {change}, “{one.words}” ({', '.join(one.rules)})")
        documents = len({example.filename for example in one.examples})
        click.echo(
            f"   {len(one.examples)} số đã sửa (figures corrected), {documents} tài liệu (documents),"
            f" {', '.join(one.people)}; {one.alike} số cùng cách đọc chưa xem (read alike, not seen)"
        )
        for example in one.examples[:3]:
            click.echo(f"   {example.filename}, “{example.number}”: {' '.join(example.quote.split())[:140]}")
        for line in one.draft.splitlines():
            click.echo(f"   | {line}")
    if changed is not None:
        if entry := chosen[0].entry:
            vi, en = ("bỏ", "without") if entry.out else ("thêm", "with")
            click.echo(f"Dựng thử, {vi} “{entry.word}” ở (tried {en} it in) {entry.file}, [words.{entry.name}].")
        click.echo(f"Dựng thử: {len(changed)} chỗ khác đi. The trial reads {len(changed)} fields otherwise.")
        for one_more in changed[:_SHOWN]:
            old, new = one_more.old or "<trống>", one_more.new or "<trống>"
            change = f": {one_more.field} {old} → {new}" if one_more.field else ""
            where = f"{one_more.filename}, “{one_more.number}”, {one_more.figure_id}"
            click.echo(f"  {one_more.what} {where}{change}")
    if not found:
        click.echo("Chưa có điều gì lặp lại trong các hiệu chỉnh. No correction repeats another yet.")
