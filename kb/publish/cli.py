"""``solieu publish``: figures, sources and pages as a folder that can be given away."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.options import base_option, json_option
from kb.publish.outgoing import Outgoing, outgoing
from kb.publish.publication import BASE, MOST_PAGES, Told, Wish, publish, write_publication
from kb.publish.staged import check_folder
from kb.store import read_base

if TYPE_CHECKING:
    from kb.publish.estimate import Estimate


@click.command("publish")
@click.argument("folder", type=click.Path(path_type=Path))
@base_option
@click.option("--check", is_flag=True, help="Only say what would go out and what not; FOLDER is not written.")
@click.option("--by", default="Solieu", show_default=True, metavar="NAME", help="Who publishes, for citations.")
@click.option("--licence", default="", metavar="SPDX", help="The licence, as CC-BY-4.0. Else the texts' own terms.")
@click.option("--address", default="", metavar="URL", help="Where FOLDER will be found, for citations.")
@click.option("--names", is_flag=True, help="Name who reviewed, with their reasons. Else numbers stand for them.")
@click.option(
    "--pages", type=click.IntRange(0), default=MOST_PAGES, show_default=True, help="At most so many pages; 0 for none."
)
@json_option
def publish_command(
    folder: Path, base: Path, check: bool, by: str, licence: str, address: str, names: bool, pages: int, as_json: bool
) -> None:
    """Write the base into FOLDER so that it can be given away: tables with a description, a reduced base, how to cite
    it, and all pages as files that need no server.

    Personal data stay masked; files, paths of this machine and names of reviewers stay here. FOLDER is written whole
    or not at all, and only where it is new, empty, or of an earlier publication.

    Example: solieu publish cong-bo --check
    """
    wish = Wish(" ".join(by.split()) or "Solieu", licence.strip(), address.strip(), names, pages)
    started = time.monotonic()
    if check:
        check_folder(folder)
        _tell_check(base, wish, as_json)
        return
    with _progress(quiet=as_json) as told:
        done = publish(base, folder, wish, told)
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, indent=1))
        return
    _tell_going(done.going)
    for name, size in done.sizes.items():
        click.echo(f"  {name}: {_size(size)}")
    if done.pages:
        left = f" ({done.pages_left:,} more were left out: --pages)" if done.pages_left else ""
        click.echo(f"{done.pages:,} pages{left}; open {folder / 'index.html'}")
    click.echo(f"Đã công bố vào · published in: {folder} ({time.monotonic() - started:.1f} s)")


def _tell_check(base: Path, wish: Wish, as_json: bool) -> None:
    """What would go out. Tables and base are made in a folder of their own, so that their sizes are those that they
    will have; of the pages some are looked at."""
    with contextlib.closing(read_base(base)) as db:
        going = outgoing(db, wish.names)
    with tempfile.TemporaryDirectory(prefix="solieu-publish-") as aside, _progress(quiet=as_json) as told:
        done = write_publication(base, Path(aside), going, replace(wish, pages=0), told)
        pages = _estimate(Path(aside) / BASE) if wish.pages else None
    if as_json:
        estimate = {"estimate": asdict(pages) if pages else None}
        click.echo(json.dumps(asdict(done) | estimate, ensure_ascii=False, indent=1))
        return
    _tell_going(going)
    for name, size in done.sizes.items():
        click.echo(f"  {name}: {_size(size)}")
    if pages:
        kept = f"; at most {wish.pages:,} are copied (--pages)" if pages.pages > wish.pages else ""
        click.echo(f"  pages: at least {pages.pages:,}, about {_size(pages.bytes)}{kept}")
    if not wish.licence:
        click.echo("No licence is named: the tables then bear the terms of the texts themselves (--licence CC-BY-4.0).")
    click.echo("Nothing was written.")


def _estimate(base: Path) -> Estimate:
    # Loading Datasette takes a second, which a check without pages would feel.
    from kb.publish.estimate import estimated

    return estimated(base)


def _tell_going(going: Outgoing) -> None:
    said = f"{going.documents:,} documents, {going.figures:,} figures, {going.passages:,} passages"
    click.echo(f"Đi ra · goes out: {said}; {going.metrics:,} metrics, {going.provinces:,} provinces")
    click.echo(f"  {going.decisions:,} decisions of reviewers; base of {going.day}")
    click.echo("Ở lại · stays:")
    for one in going.left_out:
        count = "" if one.count is None else f"{one.count:,} "
        click.echo(f"  {count}{one.what}: {one.why}")


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.1f} kB"


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[Told]:
    """A bar on a terminal, else a line for each step on stderr; nothing beside JSON."""
    if quiet:
        yield lambda step, done, known: None
    elif not sys.stderr.isatty():
        steps: list[str] = []

        def line(step: str, done: int, known: int) -> None:
            if step not in steps:
                steps.append(step)
                click.echo(f"{step} …", err=True)

        yield line
    else:
        with _bar() as bar:
            tasks: dict[str, Any] = {}

            def move(step: str, done: int, known: int) -> None:
                if step not in tasks:
                    tasks[step] = bar.add_task(step)
                bar.update(tasks[step], completed=done, total=known)

            yield move


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))
