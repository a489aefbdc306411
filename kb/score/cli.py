"""``solieu score``: what it is told on the command line and what it tells."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.options import base_option, json_option
from kb.score import reviewed_cli
from kb.score.accepted import MEANINGS, Change, compare, kept, read_accepted, write_accepted
from kb.score.calibrate import judged, reviewed, write_model
from kb.score.fit import fit
from kb.score.measure import FIELDS, Scores, Verdict, by_part, judge, scores
from kb.score.rows import Row, document_of, gold_stem, read_found, read_gold
from kb.store import read_base

GOLD_FOLDER = Path("tests/reports")
ACCEPTED = "accepted.json"
_FOUND = ("gold", "found", "precision", "recall", "f1")
_WHOLE = ("complete", "complete_recall", "metric_precision", "metric_recall", "metric_f1")


@click.command()
@click.argument("golds", nargs=-1, metavar="[GOLD]...")
@base_option
@click.option("--show", type=click.IntRange(0), default=0, metavar="N", help="Show up to N figures of each mistake.")
@click.option(
    "--against",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The accepted run to compare with; without it accepted.json beside the first GOLD.",
)
@click.option("--accept", is_flag=True, help="Write this run as the accepted one. Nothing is written otherwise.")
@click.option(
    "--calibrate",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Fit anew how likely figures are right, rules/trust/model.toml; what people reviewed counts, too.",
)
@click.option("--reviewed", "by_people", is_flag=True, help="Measure against what people reviewed instead.")
@json_option
def score(
    golds: tuple[str, ...],
    base: Path,
    show: int,
    against: Path | None,
    accept: bool,
    calibrate: Path | None,
    by_people: bool,
    as_json: bool,
) -> None:
    """Compare the figures of the base with annotated ones.

    GOLD is a file of annotated figures, a JSON object a line. Its document is the one of the same name:
    lai-chau.jsonl and lai-chau.figures.jsonl annotate lai-chau.pdf or lai-chau.docx; GOLD=FILENAME names it where
    that is not so. Without GOLD all of tests/reports are taken. Corrections of people are not laid over the figures:
    it is the rules that are measured.

    With --reviewed it is the figures that people confirmed, corrected or struck out by which the rules are measured:
    each field, each rule, each document. What a person left alone in a row counts as right. Doubtful figures are
    reviewed first, so that the shares are rather too low.

    Example: solieu score --show 5
    """
    if by_people:
        if golds or show or against or accept or calibrate:
            raise click.UsageError("--reviewed goes with --db and --json only.")
        _score_reviewed(base, as_json)
        return
    paths = [_gold(gold) for gold in golds] or [(path, None) for path in _default_golds()]
    runs: dict[str, tuple[Verdict, ...]] = {}
    with contextlib.closing(read_base(base)) as db:
        for path, name in paths:
            filename, verdicts = _run(db, path, name)
            if filename in runs:
                raise SolieuError(str(path), f"another GOLD annotates {filename}, too", "Give one GOLD a document")
            runs[filename] = verdicts
        judgements = [*judged(runs), *reviewed(db, runs)] if calibrate else []
    accepted_file = against or paths[0][0].parent / ACCEPTED
    accepted = read_accepted(accepted_file)
    now = {document: kept(verdicts) for document, verdicts in runs.items()}
    both = [document for document in now if document in accepted]
    changes = [change for document in both for change in compare(document, accepted[document], now[document])]
    if as_json:
        click.echo(json.dumps(_as_json(runs, changes, show), ensure_ascii=False, indent=1))
    else:
        _tell(runs, changes, show)
        _tell_changes(changes, [document for document in now if document not in accepted], accepted_file)
    if accept:
        write_accepted(accepted_file, {**accepted, **now})
        click.echo(f"Accepted: {accepted_file}", err=True)
    if calibrate:
        write_model(calibrate, fit(judgements))
        click.echo(f"Calibrated on {len(judgements)} figures: {calibrate}", err=True)


def _score_reviewed(base: Path, as_json: bool) -> None:
    with contextlib.closing(read_base(base)) as db:
        report = reviewed_cli.read_report(db)
    if as_json:
        click.echo(json.dumps(reviewed_cli.as_json(report), ensure_ascii=False, indent=1))
    else:
        reviewed_cli.tell(report)


def _gold(given: str) -> tuple[Path, str | None]:
    """A GOLD argument as its file and the name of its document, None where the file's own name says it."""
    path, _, name = given.rpartition("=")
    if path and not Path(given).exists():
        return Path(path), name
    return Path(given), None


def _default_golds() -> list[Path]:
    golds = sorted(GOLD_FOLDER.glob("*.figures.jsonl"))
    if not golds:
        raise SolieuError(str(GOLD_FOLDER), "there are no annotated figures", "Name a file of them: solieu score GOLD")
    return golds


def _run(db: sqlite3.Connection, path: Path, name: str | None) -> tuple[str, tuple[Verdict, ...]]:
    expected = read_gold(path)
    document, filename = document_of(db, name or gold_stem(path), path, exact=name is not None)
    return filename, judge(expected, read_found(db, document))


def _tell(runs: Mapping[str, Sequence[Verdict]], changes: Sequence[Change], show: int) -> None:
    everything = [verdict for verdicts in runs.values() for verdict in verdicts]
    rows: list[tuple[str, Scores]] = [(document, scores(verdicts)) for document, verdicts in runs.items()]
    rows += [("ALL", scores(everything))] if len(rows) > 1 else []
    parts: list[tuple[str, Scores]] = [(part, measured) for part, measured in by_part(everything).items()]
    for measures in (*(_FOUND + _WHOLE,), FIELDS):
        _table(rows, parts, measures)
        click.echo()
    if show:
        for document, verdicts in runs.items():
            _tell_mistakes(document, verdicts, show)


def _table(rows: Iterable[tuple[str, Scores]], parts: Iterable[tuple[str, Scores]], measures: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for measure in measures:
        table.add_column(measure, justify="right", no_wrap=True)
    for name, measured in rows:
        table.add_row(name, *(_written(measured[measure]) for measure in measures))
    table.add_section()
    for name, measured in parts:
        table.add_row(f"  {name}", *(_written(measured[measure]) for measure in measures))
    # Folded rows of numbers cannot be read: the table is as wide as it needs, also on a narrow terminal.
    Console(width=240).print(table)


def _written(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def _tell_mistakes(document: str, verdicts: Sequence[Verdict], show: int) -> None:
    mistakes = _mistakes(verdicts, show)
    if any(mistakes.values()):
        click.echo(document)
    for one in mistakes["missed"]:
        click.echo(f"  missed    {one['number']}  {one['quote']}")
    for one in mistakes["spurious"]:
        click.echo(f"  spurious  {one['number']}  {one['quote']}")
    for one in mistakes["wrong"]:
        fields = "; ".join(
            f"{field}: {is_now}, should be {wanted}" for field, (wanted, is_now) in one["fields"].items()
        )
        click.echo(f"  wrong     {one['number']}  {fields}\n            {one['quote']}")


def _mistakes(verdicts: Sequence[Verdict], show: int) -> dict[str, list[dict[str, Any]]]:
    """Up to ``show`` figures of each kind of mistake, with their quotes."""
    counted = [verdict for verdict in verdicts if verdict.counts]
    both = [(one.expected, one.found, one.wrong) for one in counted if one.wrong]
    return {
        "missed": [_named(one.expected) for one in counted if one.expected and not one.found][:show],
        "spurious": [_named(one.found) for one in counted if one.found and not one.expected][:show],
        "wrong": [
            _named(expected) | {"fields": {field: _values(field, expected, found) for field in sorted(wrong)}}
            for expected, found, wrong in both
            if expected and found
        ][:show],
    }


def _named(row: Row) -> dict[str, Any]:
    return {"number": row.number, "quote": " ".join(row.quote.split())}


def _values(field: str, expected: Row, found: Row) -> tuple[str | None, str | None]:
    """A field as it should be and as it is."""
    return _value(field, expected), _value(field, found)


def _value(field: str, row: Row) -> str | None:
    if field == "marks":
        return ", ".join(sorted(row.marks)) or None
    if field == "value" and row.value_max is not None:
        return f"{row.value} to {row.value_max}"
    value = row.whole if field == "part_of" else row.said[field] if field in row.said else getattr(row, field)
    return None if value is None else str(value)


def _tell_changes(changes: Sequence[Change], new: Sequence[str], accepted_file: Path) -> None:
    if new:
        which = "any document" if not accepted_file.exists() else ", ".join(new)
        click.echo(f"{accepted_file}: no accepted run of {which}; --accept makes this run one")
    for what, meaning in MEANINGS.items():
        of_kind = [change for change in changes if change.what == what]
        if of_kind:
            click.echo(f"{meaning}: {len(of_kind)}")
        for change in of_kind:
            fields = f" ({', '.join(change.fields)})" if change.fields else ""
            click.echo(f"  {change.document}{fields}  {change.marked}")
    if not new and not changes:
        click.echo("Nothing gained and nothing lost against the accepted run.")


def _as_json(runs: Mapping[str, Sequence[Verdict]], changes: Sequence[Change], show: int) -> dict[str, Any]:
    everything = [verdict for verdicts in runs.values() for verdict in verdicts]
    answer: dict[str, Any] = {
        "documents": {document: scores(verdicts) for document, verdicts in runs.items()},
        "all": scores(everything),
        "parts": by_part(everything),
        "changes": [asdict(change) for change in changes],
    }
    if show:
        answer["mistakes"] = {document: _mistakes(verdicts, show) for document, verdicts in runs.items()}
    return answer
