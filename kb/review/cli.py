"""``solieu review``: the queue as a CSV, its corrections back into the base, the log and how to take back."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, json_option, named_or_otherwise, reviewer_option
from kb.review.adopt_cli import adopt
from kb.review.collect_cli import assign, collect
from kb.review.document_cli import document
from kb.review.lessons_cli import lessons
from kb.review.log_cli import log, undo
from kb.review.status_cli import family, status
from kb.store import corrections_files, read_base

_SHOWN = 20


@click.group(short_help="Correct figures in a spreadsheet.")
def review() -> None:
    """Sửa số liệu bằng bảng tính: export tạo tệp, người rà soát ghi vào các cột bên phải, apply nộp tệp lại.

    Correct figures in a spreadsheet: export the queue, fill in its right side, apply the file.

    What people decide is kept in corrections.jsonl beside the documents and laid over what the machine reads, at
    each build anew. Nothing in it is ever overwritten.
    """


@review.command(short_help="Write the figures that need a look as a file for Excel.")
@base_option
@click.option("--document", help="Only a document, by its id or a part of its file's name.")
@click.option("--province", help="Only a province, by any of its names.")
@click.option("--metric", help="Only a metric, by its id.")
@click.option("--flag", help="Only figures with this flag, such as ambiguous_number.")
@click.option("--limit", type=click.IntRange(1), help="At most this many figures, those first that need a look most.")
@click.option("--all", "everything", is_flag=True, help="Also figures that somebody reviewed or struck out.")
@click.option("--compared", is_flag=True, help="Only figures that comparisons show.")
@click.option("--examples", is_flag=True, help="Of figures that were read alike only one, to decide for all.")
@click.option("--for", "person", default="", help="Hand it out to this person, without what others have at hand.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="Until when the person has it, as 2026-12-15.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The CSV; without it review-BATCH.csv here."
)
@click.option(
    "--sep",
    "separator",
    type=click.Choice([",", ";"]),
    default=";",
    show_default=True,
    help="What parts the columns: a Vietnamese Excel wants a semicolon, an English one a comma.",
)
@click.option(
    "--all-columns",
    "every",
    is_flag=True,
    help="Also the columns that few ever need: subject, printed number, footnote, marks, the whole it is a part of.",
)
@click.option("--xlsx", is_flag=True, help="A workbook instead: left columns locked, lists to choose from.")
def export(
    base: Path,
    document: str | None,
    province: str | None,
    metric: str | None,
    flag: str | None,
    limit: int | None,
    everything: bool,
    compared: bool,
    examples: bool,
    person: str,
    due: datetime.datetime | None,
    output: Path | None,
    separator: str,
    every: bool,
    xlsx: bool,
) -> None:
    """Tạo tệp cho Excel gồm các số liệu chưa ai rà soát, số cần xem nhất đứng đầu. Thêm --xlsx để có cột khóa và danh
    sách chọn. Ghi quyết định (đúng, sửa, xóa hoặc chưa rõ) và nội dung đúng vào các cột bên phải; ô trống là không đổi.

    Write the figures that nobody has reviewed as a CSV for Excel, first those where errors are likely and are seen.

    The left columns show what was read and where, the empty ones right are for the person: a decision (đúng, sửa,
    xóa or chưa rõ) and new values. An empty cell changes nothing, <trống> empties a field. What was shown is kept
    under reviews beside corrections.jsonl, so that a correction never meets a figure that changed in between.

    A figure that the machine missed is a new row: no id, but the document, the sentence as it stands there, the number
    as it is printed, and what you know of it in the right columns. Corrections whose figure is gone stand first.

    With --all-columns a figure can also be made a part of another one of its document, which is named by its id or by
    its printed number; footnotes and marks are named by their number, several marks as 13; 14.

    With --for a file is handed out: its figures are in nobody else's until it comes back (solieu review collect) or is
    released (solieu review assign), which also says who has what.

    Example: solieu review export --province "Quảng Nam" --limit 50 -o quang-nam.csv
    """
    from kb.review.columns import ALL, EVERY
    from kb.review.export import as_csv
    from kb.review.export import export as make
    from kb.review.file import refuse_to_overwrite
    from kb.review.hand_outs import out_now, put_out
    from kb.review.queue import Wanted

    if due and not person:
        raise click.UsageError("--due says until when somebody has it: name them with --for.")

    with contextlib.closing(read_base(base)) as db:
        _refuse_inside(output, [log.parent for log in corrections_files(db, existing=False)])
        if output:
            refuse_to_overwrite(output, corrections_files(db))
        # The rows of sqlite3 are wanted by position here.
        db.row_factory = None
        logs = corrections_files(db, existing=False)
        without = frozenset(out_now(logs)) if person else frozenset()
        wanted = Wanted(
            document, province, metric, flag, limit, everything, without=without, compared=compared, examples=examples
        )
        made = make(db, wanted)
    if made is None:
        click.echo("No figure waits for a review. --all exports those that were reviewed, too.", err=True)
        return
    path = output or Path(f"review-{made.batch}.{'xlsx' if xlsx else 'csv'}")
    columns = EVERY if every else ALL
    if xlsx:
        from kb.review.xlsx import as_xlsx

        data = as_xlsx(made.rows, columns)
    else:
        data = as_csv(made.rows, separator, columns)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SolieuError(str(path), f"it cannot be written ({error.strerror})", "Name another file with -o") from error
    if person:
        put_out(logs[0], made.batch, person, f"{due:%Y-%m-%d}" if due else "", made.figures)
    many = len(made.rows)
    click.echo(f"{path}: {many} số liệu cần rà soát. {_many(many, 'figure')} to review, batch {made.batch}")
    if more := len(made.figures) - many:
        click.echo(f"{more} số khác cùng nhóm với chúng. {_many(more, 'other figure')} in the groups of these")
    if made.orphans:
        click.echo(f"{made.orphans} of them were corrected and are not found any more: they stand first", err=True)
    click.echo(f"{made.snapshot}: đừng xóa tệp này. Keep this file, it is what they say now", err=True)


@review.command(short_help="Check a reviewed file, and with --apply write its corrections.")
@click.argument("file", type=click.Path(path_type=Path))
@base_option
@click.option("--apply", "write", is_flag=True, help="Write the corrections; without it they are only checked.")
@click.option("--partial", is_flag=True, help="Write what is right even where other rows are refused.")
@click.option("--confirm", is_flag=True, help="Also the rows that ask for a second yes: you have looked at each.")
@reviewer_option("Who reviewed, for rows that name nobody.")
@json_option
def apply(file: Path, base: Path, write: bool, partial: bool, confirm: bool, reviewer: str, as_json: bool) -> None:
    """Kiểm tra tệp đã rà soát, chưa ghi gì; thêm --apply thì ghi. Một dòng sai thì cả tệp chưa được ghi. Kết quả từng
    dòng nằm trong tệp .receipt.csv bên cạnh, mở bằng Excel, sửa ngay trong đó rồi nộp lại được.

    Check a reviewed CSV or workbook, and with --apply write its corrections.

    Without --apply nothing is changed. Any spreadsheet's CSV is read: comma, semicolon or tab, UTF-8 or UTF-16, rows
    and columns in any order. If one row is refused, none is written, unless --partial is given. What becomes of each
    row stands in FILE.receipt.csv, in Vietnamese and English; it can be corrected and applied itself.

    The exit code is 0 if no row is refused, 1 if one is, 2 if the file cannot be read.

    What is likely a slip (a value that does not stand in the sentence, that is out of a metric's bounds or was dragged
    down over other numbers, a unit that does not fit, a row pasted over others) waits for a second yes: có in the
    column xác nhận (confirm) of the row, or --confirm for the file.

    Whoever decided must be named: in the column người duyệt (reviewer) of a row, or with --reviewer for the others.
    Rows of a file that was handed out (export --for) have else the name of that person.

    Example: solieu review apply quang-nam.csv --apply --reviewer Lan
    """
    from kb.review.file import read_file
    from kb.review.receipt import OUTCOMES, receipt_path, write_receipt
    from kb.review.verdict import REFUSED, any_refused, names_taken
    from kb.review.write import apply as put

    reviewed = read_file(file)
    named, otherwise = named_or_otherwise(reviewer)
    done = put(base, reviewed, write, partial, named, confirm, otherwise)
    receipt: Path | None = None
    try:
        receipt = write_receipt(base, reviewed, done.verdicts)
    except OSError as error:
        click.echo(
            f"{receipt_path(file)}: hãy đóng tệp này trong Excel. The receipt cannot be written ({error.strerror}).",
            err=True,
        )
    if as_json:
        rows = [{**asdict(verdict), "events": [one.event for one in verdict.events]} for verdict in done.verdicts]
        answer = {"written": done.written, "hand_in": done.hand_in, "rows": rows}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        bad = [one for one in done.verdicts if one.outcome in REFUSED or one.typed]
        for verdict in bad[:_SHOWN]:
            outcome = f"{OUTCOMES[verdict.outcome]} ({verdict.outcome})"
            click.echo(f"dòng (row) {verdict.row}: {outcome}: {verdict.vi} · {verdict.en}", err=True)
        if len(bad) > _SHOWN:
            click.echo(f"and {len(bad) - _SHOWN} more rows, all of them in the receipt", err=True)
        for head in dict.fromkeys((*reviewed.header.unknown, *reviewed.strange)):
            close = reviewed.header.close.get(head)
            click.echo(f"column {head}: not read{f', perhaps {close} is meant' if close else ''}", err=True)
        counts = Counter(verdict.outcome for verdict in done.verdicts)
        told = counts.most_common()
        click.echo("; ".join(f"{number} {OUTCOMES[one]}" for one, number in told) or "không có dòng nào")
        click.echo(", ".join(f"{number} {one}" for one, number in told) or "no rows")
        for told_name in names_taken(done.verdicts):
            click.echo(told_name)
        if done.hand_in:
            click.echo(f"{done.hand_in}: tên của lần nộp này, để rút lại. The name of this hand-in, to take it back by")
        click.echo(_next(done.written, write, counts["ready"], any_refused(done.verdicts)))
        if receipt:
            click.echo(f"{receipt}: kết quả từng dòng. What became of each row")
    for warning in done.warnings:
        click.echo(warning, err=True)
    sys.exit(1 if any_refused(done.verdicts) else 0)


def _next(written: int, write: bool, ready: int, bad: bool) -> str:
    """What was written and what to do next, in both languages."""
    if written:
        return f"Đã ghi {written} dòng. {_many(written, 'row')} written."
    if not ready:
        return "Không có gì để ghi. Nothing to write."
    if write and bad:
        return "Chưa ghi gì: hãy sửa các dòng bị từ chối. Nothing written: correct the refused rows, or use --partial."
    return "Chưa ghi gì: đây là bước kiểm tra, thêm --apply thì ghi. Nothing written: this was a check, --apply writes."


def _refuse_inside(output: Path | None, folders: list[Path]) -> None:
    """A CSV among the documents would be read as one of them at the next build."""
    path = Path(os.path.abspath(output or Path("review.csv")))  # noqa: PTH100
    for folder in folders:
        if Path(os.path.abspath(folder)) in path.parents:  # noqa: PTH100
            problem = "it would lie among the documents, and be read as one"
            raise SolieuError(str(output or path), problem, "Name a file outside of that folder with -o")


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


for command in (collect, assign, log, undo, status, family, adopt, document, lessons):
    review.add_command(command)
