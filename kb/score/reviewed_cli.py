"""``solieu score --reviewed``: the table and the JSON of what people reviewed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from kb.score.reviewed import Reviewed, Tally, by, by_field, missed, not_counted, read_reviewed


@dataclass(frozen=True, slots=True)
class Report:
    """The reviewed figures of a base, and what else its answer says."""

    figures: int
    documents: int
    reviewed: Sequence[Reviewed]
    missed: Mapping[str, int]
    not_counted: Mapping[str, int]


def read_report(db: sqlite3.Connection) -> Report:
    """What people reviewed in a base."""
    figures, documents = db.execute(
        "select (select count(*) from figures), (select count(*) from documents where status = 'ok')"
    ).fetchone()
    return Report(figures, documents, read_reviewed(db), missed(db), not_counted(db))


def as_json(report: Report) -> dict[str, Any]:
    """Counts and shares of all tables; a share is from 0 to 1, None where nothing was reviewed."""
    return {
        "figures": report.figures,
        "dropped": sum(one.dropped for one in report.reviewed),
        "missed": dict(report.missed),
        "not_counted": dict(report.not_counted),
        "record": _numbers(_whole(report)),
        **{name: {key: _numbers(tally) for key, tally in tallies.items()} for name, tallies in _tables(report).items()},
    }


def tell(report: Report) -> None:
    """The tables, rules and documents with the most mistakes first."""
    documents = len({one.document for one in report.reviewed})
    dropped = sum(one.dropped for one in report.reviewed)
    number = len(report.reviewed)
    click.echo(
        f"{number:,} of {report.figures:,} figures reviewed, in {documents} of {report.documents} documents;"
        f" {dropped:,} of them struck out"
    )
    if report.missed:
        told = ", ".join(f"{count:,} in {document}" for document, count in report.missed.items())
        click.echo(f"Figures that people added and the rules do not find: {told}")
    if report.not_counted:
        told = ", ".join(f"{count:,} {state}" for state, count in report.not_counted.items())
        click.echo(f"Corrections that are not counted: {told} (solieu review log lists them)")
    if not report.reviewed:
        click.echo("Begin with solieu review export")
        return
    for name, tallies in _tables(report).items():
        click.echo()
        _table(name, tallies, None if name == "fields" else _whole(report))


def _tables(report: Report) -> dict[str, dict[str, Tally]]:
    return {
        "fields": by_field(report.reviewed),
        "rules": _worst_first(by(report.reviewed, lambda one: one.rule)),
        "documents": _worst_first(by(report.reviewed, lambda one: one.document)),
    }


def _worst_first(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    return dict(sorted(tallies.items(), key=lambda one: (one[1].right - one[1].seen, -one[1].seen, one[0])))


def _whole(report: Report) -> Tally:
    return Tally(sum(one.right for one in report.reviewed), len(report.reviewed))


def _numbers(tally: Tally) -> dict[str, float | None]:
    share = round(tally.right / tally.seen, 4) if tally.seen else None
    return {"reviewed": tally.seen, "right": tally.right, "wrong": tally.seen - tally.right, "precision": share}


def _table(name: str, tallies: Mapping[str, Tally], whole: Tally | None) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(name, no_wrap=True)
    for measure in _numbers(Tally(0, 0)):
        table.add_column(measure, justify="right", no_wrap=True)
    for key, tally in (*tallies.items(), *((("ALL", whole),) if whole else ())):
        table.add_row(key, *(_written(number) for number in _numbers(tally).values()))
    # Folded rows of numbers cannot be read: the table is as wide as it needs, also on a narrow terminal.
    Console(width=240).print(table)


def _written(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}" if isinstance(value, float) else f"{value:,}"
