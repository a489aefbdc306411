"""``solieu search``, ``compare`` and ``metrics``: what people ask of a base that is built."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.ask.compare import ALL_OWNERS, compare_metric, compare_owners, list_codes, list_metrics
from kb.ask.table import Language
from kb.ask.table_option import file_options, write_file
from kb.check.finding import plain
from kb.options import base_option, json_option
from kb.store import read_base

_OF_THINGS = (
    *("thing", "province", "place_id", "level", "number", "value", "value_max", "denominator", "comparable", "basis"),
    *("unit", "qualifier", "kind", "not_ranked", "period", "as_of", "flags", "confidence", "reviewed", "document_id"),
    *("filename", "title", "page", "quote", "figure_id"),
)
"""What is told of a row in JSON."""


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@base_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most figures and passages.")
@file_options
@json_option
def search(
    words: tuple[str, ...], base: Path, limit: int, output: Path | None, language: Language, as_json: bool
) -> None:
    """Find figures and passages that hold every WORD, in any spelling, with or without accents.

    With -o the figures are written into a workbook, a CSV or JSON, each with its source.

    Example: solieu search tram bts quang nam
    """
    from kb.ask import search as searching

    with _opened(base) as db:
        hits = searching.search(db, " ".join(words), limit)
        if output is not None:
            from kb.ask.table_of import search_table

            write_file(output, lambda: search_table(db, " ".join(words), hits, language))
            return
    if as_json:
        _print_json([asdict(hit) for hit in hits])
        return
    _print_table(
        ["Number", "Unit", "What", "Place", "Period", "Text", "Source"],
        [
            (hit.number, hit.unit, hit.metric or hit.subject, hit.place, hit.period, hit.text, _source(asdict(hit)))
            for hit in hits
        ],
        "Nothing holds all of these words. Try fewer of them.",
    )


@click.command()
@click.argument("metric", metavar="[METRIC]", required=False)
@click.option("--words", metavar="WORDS", help="What no metric covers instead: a thing by the words that count it.")
@click.option("--owner", metavar="NAME", help=f'Departments, operators, banks … of that name instead; "{ALL_OWNERS}".')
@click.option("--derived", is_flag=True, help="Rank what only follows from two figures of a document, too.")
@base_option
@file_options
@json_option
def compare(
    metric: str | None,
    words: str | None,
    owner: str | None,
    derived: bool,
    base: Path,
    output: Path | None,
    language: Language,
    as_json: bool,
) -> None:
    """Set the provinces side by side in one METRIC, given by its id as "solieu metrics" lists it.

    Only what is comparable gets a rank; what is not says why. Each figure names its document. What is said of one
    organisation in a province is no province's figure: --owner compares these. A rate, its numerator or denominator
    that is not stated and follows from the other two stands below, with what rounding leaves open; --derived ranks it.

    With --words it compares figures without a metric that count the same thing, abbreviations opened (TTHC are thủ tục
    hành chính). Words more are another thing: each thing whose words hold all of yours is set by itself.

    With -o the rows are written into a workbook, a CSV or JSON, each with its rank or why it has none and its source.

    Example: solieu compare bts_stations -o tram-bts.xlsx
    """
    if words is not None and metric is None:
        _tell_things(base, words, output, language, as_json)
        return
    if metric is None or words is not None:
        raise click.UsageError("Name one METRIC, or the words of a thing with --words.")
    with _opened(base) as db:
        rows = compare_metric(db, metric, derived) if owner is None else compare_owners(db, metric, owner)
        if output is not None:
            from kb.ask.table_of import metric_table

            write_file(output, lambda: metric_table(db, metric, rows, language))
            return
    if as_json:
        _print_json(rows)
        return
    _print_table(
        [
            *("Rank", *(("Organisation",) if owner is not None else ()), "Province", "Item", "Level", "Number", "Unit"),
            *("Computed from", "As of", "Not ranked because", "Source"),
        ],
        [
            (
                *(row["rank"], *((row["owner"],) if owner is not None else ())),
                *(row["province"], row["item"], row["level"], row["number"], row["unit"], _between(row)),
                *(row["as_of"], row["not_ranked"], _source(row)),
            )
            for row in rows
        ],
        f"No province reports {metric}." if owner is None else f"No organisation's {metric} is reported.",
    )


@click.command()
@base_option
@click.option("--all", "everything", is_flag=True, help="Also the metrics that no figure has.")
@click.option("--uncovered", is_flag=True, help="What no metric covers instead, the most frequent first, as drafts.")
@click.option("--codes", is_flag=True, help="Their codes in forms, indices and statistics instead.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most drafts.")
@json_option
def metrics(base: Path, everything: bool, uncovered: bool, codes: bool, limit: int, as_json: bool) -> None:
    """List the metrics of the catalogue that the base has figures of, with how many figures and provinces.

    With --uncovered it prints TOML to paste into rules/metrics: a draft for each frequent subject without a metric.
    With --codes it lists what official systems call the metrics, with the highest points of a criterion.

    Example: solieu metrics --uncovered --limit 5
    """
    if uncovered:
        _tell_uncovered(base, limit, as_json)
        return
    if codes:
        _tell_codes(base, as_json)
        return
    with _opened(base) as db:
        rows = list_metrics(db, everything)
    if as_json:
        _print_json(rows)
        return
    _print_table(
        ["Metric", "Name", "Unit", "Group", "Figures", "Provinces"],
        [tuple(row[key] for key in ("id", "name_vi", "unit", "group_vi", "figures", "provinces")) for row in rows],
        "No figure has a metric yet. Put reports into corpus and run solieu build.",
    )


def _tell_things(base: Path, words: str, output: Path | None, language: Language, as_json: bool) -> None:
    from kb.ask.things import compare_thing, find_things

    with _opened(base) as db:
        rows = [row for one in find_things(db, words) for row in compare_thing(db, one.thing)]
        if output is not None:
            from kb.ask.table_of import thing_table

            write_file(output, lambda: thing_table(db, words, rows, language))
            return
    if as_json:
        _print_json([{key: row[key] for key in _OF_THINGS} for row in rows])
        return
    keys = ("thing", "province", "level", "number", "unit", "as_of", "not_ranked")
    _print_table(
        ["Thing", "Province", "Level", "Number", "Unit", "As of", "Not comparable because", "Source"],
        [(*(row[key] for key in keys), _source(row)) for row in rows],
        "No province counts such a thing without a metric. Try fewer words, or solieu metrics.",
    )


def _tell_codes(base: Path, as_json: bool) -> None:
    with _opened(base) as db:
        rows = list_codes(db)
    if as_json:
        _print_json(rows)
        return
    keys = ("system", "version", "code", "match", "metric_id", "name_vi", "maximum")
    _print_table(
        ["System", "Version", "Code", "Match", "Metric", "Name", "Most points"],
        [tuple(row[key] for key in keys) for row in rows],
        "No metric has a code.",
    )


def _tell_uncovered(base: Path, limit: int, as_json: bool) -> None:
    from kb.ask.uncovered import uncovered_subjects
    from kb.ask.uncovered_draft import HEAD, draft_metrics

    with _opened(base) as db:
        taken = [row[0] for row in db.execute("select id from metrics")]
        drafts = draft_metrics(uncovered_subjects(db, limit), taken)
    if as_json:
        _print_json([asdict(draft.subject) | {"id": draft.id, "toml": draft.toml} for draft in drafts])
    elif drafts:
        click.echo("\n".join((HEAD, *(draft.toml for draft in drafts))), nl=False)
    else:
        click.echo("# Every figure whose subject is named has a metric.")


@contextlib.contextmanager
def _opened(base: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(read_base(base)) as db:
        try:
            yield db
        except sqlite3.DatabaseError as error:
            raise SolieuError(str(base), f"the base cannot answer ({error})", "Run solieu build again") from error


def _between(row: dict[str, Any]) -> str:
    """Of a value that is only computed the figures that it is made of, and what it can be."""
    if "computed_from" not in row:
        return ""
    least, most = (plain(Decimal(row[end])) for end in ("lowest", "highest"))
    return " & ".join(row["computed_from"]) + (f" ({least} to {most})" if least != most else "")


def _source(row: dict[str, Any]) -> str:
    page = f", p. {row['page']}" if row["page"] else ""
    return f"{row['filename']}{page}"


def _print_json(rows: Sequence[dict[str, Any]]) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def _print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], nothing: str) -> None:
    """A table; columns that are empty throughout are left out, long texts are cut."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    written = [["" if value is None else str(value) for value in row] for row in rows]
    if not written:
        click.echo(nothing)
        return
    used = [column for column in range(len(headers)) if any(row[column] for row in written)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in used:
        numeric = headers[column] in ("Rank", "Number", "Figures", "Provinces")
        table.add_column(headers[column], justify="right" if numeric else "left", no_wrap=numeric or column == 0)
    for row in written:
        table.add_row(*(Text(_cut(row[column])) for column in used))
    console = Console()
    # Into a pipe or a file a table is as wide as it needs; on a terminal it folds.
    (console if console.is_terminal else Console(width=400)).print(table)


def _cut(words: str, most: int = 160) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"
