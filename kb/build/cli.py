"""``solieu build``: what it is told on the command line and what it tells."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kb.build.child import Limits
from kb.build.difference import Difference
from kb.build.outcome import Outcome, Progress, Summary
from kb.build.run import build as build_base
from kb.corpus import CONVERSION, KEPT, NAMED, OWN, RECOGNISED_PAGES, TOLD
from kb.options import base_option, json_option

DEFAULT_CORPUS = Path("corpus")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@base_option
@click.option("--retry", is_flag=True, help="Read the documents again that failed before.")
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Documents read at once; without it one for each processor."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds of processor time after which a document is given up.",
)
@click.option(
    "--memory",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="GiB of memory that reading one document may take.",
)
@click.option("--verbose", is_flag=True, help="Also name what sources.toml says to ignore.")
@json_option
def build(
    paths: tuple[Path, ...],
    base: Path,
    retry: bool,
    workers: int | None,
    timeout: float,
    memory: float,
    verbose: bool,
    as_json: bool,
) -> None:
    """Read the documents of each PATH into the base.

    A PATH is a folder or a file; without one the folder corpus is read. Only what is new or changed is read, and
    documents whose files are gone are taken out. What a person knows about a document stands in sources.toml beside
    it. A document that cannot be read is told by name and kept as a row with its error; the others go on.

    The exit code is 0 if all documents are in, 1 if one failed, 2 if nothing could be done.

    Example: solieu build corpus --db kb.db
    """
    limits = Limits(workers or os.cpu_count() or 1, timeout, int(memory * 1024**3))
    started = time.monotonic()
    try:
        with progress(quiet=as_json) as shown:
            summary = build_base(paths or (DEFAULT_CORPUS,), base, limits, retry, shown)
    except KeyboardInterrupt:
        click.echo("Interrupted. What was read so far is in the base; the same command goes on from there.", err=True)
        sys.exit(130)
    log = write_log(summary, base)
    if as_json:
        click.echo(json.dumps({**asdict(summary), "failed": summary.failed}, ensure_ascii=False, indent=1))
    else:
        tell(summary, time.monotonic() - started, log, verbose)
    sys.exit(1 if summary.failed else 0)


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A bar on a terminal, else a line for each document; nothing beside JSON."""
    if quiet:
        yield Progress()
    elif not sys.stderr.isatty():
        yield Progress(done=lambda outcome: click.echo(_line(outcome), err=outcome.status != "ok"))
    else:
        # Loading rich takes a third of a second, which a build with nothing to do would feel.
        bars: list[Any] = []

        def begin(number: int) -> None:
            if number:
                bars.append(_bar(number))

        def done(outcome: Outcome) -> None:
            if outcome.status != "ok":
                _say(bars[0] if bars else None, _line(outcome))
            if bars and outcome.did == "read":
                bars[0].advance(bars[0].task_ids[0])

        try:
            yield Progress(begin, done)
        finally:
            for bar in bars:
                bar.stop()


def _say(bar: Any, line: str) -> None:
    """A line above the bar, where there is one; a name like ``[1].pdf`` is no colour."""
    if bar is None:
        click.echo(line, err=True)
    else:
        bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _bar(number: int) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    bar = Progress("Reading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True))
    bar.add_task("", total=number)
    bar.start()
    return bar


def _line(outcome: Outcome) -> str:
    """What became of a document, in one line."""
    if outcome.error:
        return outcome.error
    if outcome.did == "removed":
        return f"{outcome.name}: its file is gone, {_many(outcome.lost, 'figure')} taken out"
    change = f" ({outcome.gained} new, {outcome.lost} gone)" if outcome.lost else ""
    return f"{outcome.name}: {_many(outcome.figures, 'figure')}{change}, {outcome.seconds:.1f} s"


def tell(summary: Summary, seconds: float, log: Path | None, verbose: bool) -> None:
    """The summary: what failed once more, what was passed over and why, and the numbers."""
    for one in summary.outcomes:
        if one.did == "unchanged" and one.error:
            click.echo(one.error, err=True)
        for note in one.notes:
            click.echo(f"{one.name}: note: {note}", err=True)
    for message in (*summary.missing, *summary.warnings):
        click.echo(message, err=True)
    # A document's file name is the end of the name that it has here: folders stand before it.
    read = [f"/{one.name}" for one in summary.outcomes if one.did == "read"]
    for copy, original in summary.copies:
        if not any(name.endswith((f"/{copy}", f"/{original}")) for name in read):
            continue
        click.echo(f"{copy}: the same report as {original}, left out of comparisons")
    used = (OWN, KEPT, TOLD, CONVERSION, RECOGNISED_PAGES)
    ignored = [(name, reason) for name, reason in summary.ignored if reason not in used]
    unsaid = 0 if verbose else sum(reason == NAMED for _, reason in ignored)
    for name, reason in ignored:
        # What a person told to ignore is no news to them; what nobody named may be a report that they think was read.
        if verbose or reason != NAMED:
            click.echo(f"{name}: ignored, {reason}")
    where = "named in sources.toml, --verbose lists them"
    which = f" ({where})" if unsaid == len(ignored) else f" ({unsaid} of them {where})"
    figures = sum(one.figures for one in summary.outcomes)
    parts = [f"{summary.count('read', 'ok')} read", f"{summary.count('unchanged', 'ok')} unchanged"]
    for number, word in (
        (summary.count("removed"), "removed"),
        (summary.count("read", "empty") + summary.count("unchanged", "empty"), "empty"),
        (summary.count("read", "error") + summary.count("unchanged", "error") + len(summary.missing), "failed"),
        (len(ignored), f"ignored{which if unsaid else ''}"),
    ):
        parts += [f"{number} {word}"] if number else []
    click.echo(f"{', '.join(parts)}; {_many(figures, 'figure')} in {seconds:.1f} s")
    if summary.personal:
        what, where = f"{summary.personal:,} personal data", _many(summary.personal_in, "document")
        click.echo(f"{what} masked in {where} (solieu serve --unmasked shows them on this computer)")
    if summary.difference:
        click.echo(_against_before(summary.difference))
    if summary.corrections:
        states = ", ".join(f"{number} {word}" for word, number in summary.corrections.items())
        click.echo(f"{_many(sum(summary.corrections.values()), 'correction')}: {states}")
    if log:
        click.echo(f"Internal errors are in {log}", err=True)


def _against_before(difference: Difference) -> str:
    """What changed since the last build, in one line."""
    counts = (difference.gained, "gained"), (difference.lost, "lost"), (difference.changed, "changed")
    if not any(number for number, _ in counts):
        return "Against the last build: no figure gained, lost or changed"
    told = ", ".join(f"{number:,} {word}" for number, word in counts)
    return f"Against the last build: {told} (solieu diff lists them)"


def write_log(summary: Summary, base: Path) -> Path | None:
    """Append the tracebacks of our own faults to the log beside the base; its path, None where there are none."""
    bugs = [(one.name, one.bug) for one in summary.outcomes if one.bug]
    if not bugs:
        return None
    log = base.with_name(base.name + ".log")
    with log.open("a", encoding="utf-8") as file:
        for name, bug in bugs:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {name}, rules {summary.rules_version}\n{bug}\n")
    return log


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
