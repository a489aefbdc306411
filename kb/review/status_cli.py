"""``solieu review status`` and ``solieu review family``: how far the review is, and what one correction is good for."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, json_option
from kb.review.log import in_order, read_log, reversed_events
from kb.review.numbers import written
from kb.store import corrections_files, read_base


@click.command(short_help="Say how much is reviewed, and how often the machine was wrong there.")
@base_option
@click.option(
    "--by",
    type=click.Choice(["document", "metric", "rule", "format", "kind", "reviewer"]),
    default="document",
    show_default=True,
    help="What stands in a line; format is that of the files, kind that of the documents (a report, a plan).",
)
@click.option("--all", "everything", is_flag=True, help="Also those of which nobody reviewed a figure yet.")
@json_option
def status(base: Path, by: str, everything: bool, as_json: bool) -> None:
    """Cho biết đã rà soát đến đâu, và máy sai bao nhiêu ở phần đã xem.

    Say how much is reviewed, and how often the machine was wrong there.

    The queue shows the most doubtful figures first, so the error rate is that of the figures that were looked at, and
    higher than that of all.

    Example: solieu review status --by rule
    """
    from kb.review.status import status as count

    with contextlib.closing(read_base(base)) as db:
        db.row_factory = None
        lines = count(db, by)  # type: ignore[arg-type]
    shown = [line for line in lines if everything or line.reviewed or line.added]
    if as_json:
        click.echo(json.dumps([{**asdict(one), "error_rate": one.error_rate} for one in shown], ensure_ascii=False))
        return
    for one in shown:
        rate = "" if one.error_rate is None else f", {_percent(one.error_rate)} % sai (wrong)"
        if one.reviewed:
            low, high = one.interval
            rate += f", 95%: {_percent(low)}–{_percent(high)} %"
        found = f"{one.corrected} sửa (corrected), {one.dropped} xóa (dropped), {one.added} bổ sung (added)"
        found += f", {one.twice} hai người xác nhận (by two people)" if one.twice else ""
        found += f"; cả văn bản (as a whole): {', '.join(one.whole)}" if one.whole else ""
        click.echo(f"{one.name or '-'}: {one.reviewed}/{one.figures} đã xem (reviewed){rate}; {found}")
    seen, figures = sum(one.reviewed for one in lines), sum(one.figures for one in lines)
    wrong = sum(one.corrected + one.dropped for one in lines)
    rate = f", {_percent(wrong / seen)} % sai (wrong)" if seen else ""
    if by == "reviewer":
        return  # a figure that two people judged would count twice
    click.echo(f"Tất cả (all): {seen}/{figures} đã xem (reviewed){rate}")


def _percent(share: float) -> str:
    return written(format(100 * share, ".1f"))


@click.command(short_help="Find the other figures that a correction fits.")
@click.argument("what", metavar="EVENT|FIGURE")
@base_option
@click.option(
    "--by",
    type=click.Choice(["words", "column", "heading", "unit", "document"]),
    default="words",
    show_default=True,
    help="What the others have in common with it.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The CSV; without it family-EVENT.csv here."
)
@click.option("--sep", "separator", type=click.Choice([",", ";"]), default=";", show_default=True, help="As in export.")
def family(what: str, base: Path, by: str, output: Path | None, separator: str) -> None:
    """Tìm các số liệu khác mà một hiệu chỉnh cũng đúng, ghi ra tệp CSV đã điền sẵn. Bỏ các dòng không đúng rồi nộp tệp.

    Find the other figures that a correction fits, and write them as a CSV that is filled in already.

    They say the same wrong thing, and were read by the same rule in the same words; or stand in the same column of a
    table, below the same heading, have the same unit, or stand in the same document, where --by says so. A period or
    a place is asked of other figures of its own document only, and of all of it only with --by document. Take out the
    rows in which it does not hold, then apply the file: nothing is written before that.

    Example: solieu review family E-0123456789ABCDEF -o same.csv
    """
    from kb.review.export import as_csv, export
    from kb.review.family import family as find
    from kb.review.file import refuse_to_overwrite
    from kb.review.queue import Wanted

    with contextlib.closing(read_base(base)) as db:
        db.row_factory = None
        logs = corrections_files(db)
        events = in_order(map(read_log, logs))
        undone = reversed_events(events)
        holding = [event for event in events if event.event not in undone and not event.reverses]
        one = next((event for event in holding if event.event == what), None)
        said = [
            event
            for event in holding
            if (one is None and event.figure_id == what)
            or (one and (event.figure_id, event.at) == (one.figure_id, one.at))
        ]
        if not said:
            raise SolieuError(what, "there is no decision like that in force", "solieu review log lists them")
        found = find(db, list({event.field: event for event in said}.values()), by)  # type: ignore[arg-type]
        made = export(db, Wanted(ids=found.figures), found.fill) if found.figures else None
    if made is None:
        click.echo("Không có số liệu nào khác giống như vậy. It fits no other figure.")
        return
    path = output or Path(f"family-{said[0].event}.csv")
    refuse_to_overwrite(path, logs)
    try:
        path.write_bytes(as_csv(made.rows, separator))
    except OSError as error:
        raise SolieuError(str(path), f"it cannot be written ({error.strerror})", "Name another file with -o") from error
    number = len(made.rows)
    click.echo(f"Hợp với {number} số liệu khác. It fits {number} other figure{'' if number == 1 else 's'}.")
    for row in made.rows[:20]:
        click.echo(f"  {row['document']}, “{row['number']}” {row['unit']}: {' '.join(row['quote'].split())[:100]}")
    click.echo(f"{path}: đã điền sẵn, hãy xóa các dòng không đúng rồi apply. Filled in: take out what does not hold.")
