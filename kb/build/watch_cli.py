"""``solieu watch``: folders in which reports arrive, read as they come."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import click

from kb.build.child import Limits
from kb.build.cli import DEFAULT_CORPUS, progress, tell, write_log
from kb.build.outcome import Summary
from kb.build.run import build as build_base
from kb.build.watch import Round
from kb.build.watch import watch as watch_folders
from kb.corpus import FAILED
from kb.options import base_option


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@base_option
@click.option(
    "--every",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds between two looks.",
)
@click.option("--once", is_flag=True, help="Look once and end, as a timer of the system wants it.")
def watch(paths: tuple[Path, ...], base: Path, every: float, once: bool) -> None:
    """Read what arrives in each FOLDER as it comes, until Ctrl-C; without one the folder corpus is watched.

    A file is read when it has stayed the same from one look to the next. What could not be read is told in the folder
    itself, in chua-doc-duoc.txt; that file goes when nothing fails any more. Pages that are served meanwhile show what
    came in.

    The exit code is 0 where it was stopped, with --once that of solieu build.

    Example: solieu watch --every 30
    """
    folders = paths or (DEFAULT_CORPUS,)
    limits = Limits(os.cpu_count() or 1)
    last: Round | None = None
    began = time.monotonic()
    # A service is stopped by this signal: it ends as Ctrl-C does, and what was read so far is in the base.
    signal.signal(signal.SIGTERM, _interrupt)

    def build() -> Summary:
        with progress(quiet=False) as shown:
            return build_base(folders, base, limits, progress=shown)

    def told(round_: Round) -> None:
        nonlocal last, began
        last = round_
        if round_.summary is not None:
            # Lines of documents that are as they were would fill the journal of a service.
            tell(round_.summary, time.monotonic() - began, write_log(round_.summary, base), verbose=False)
        else:
            click.echo(str(round_.error), err=True)
        for message in round_.unwritten:
            click.echo(message, err=True)
        if not once:
            click.echo(f"{time.strftime('%H:%M:%S')} watching; what fails stands in {FAILED}")
        began = time.monotonic()

    def wait() -> bool:
        nonlocal began
        if once:
            return False
        time.sleep(every)
        began = time.monotonic()
        return True

    try:
        watch_folders(folders, base, build, told, wait)
    except KeyboardInterrupt:
        click.echo("Stopped. What was read so far is in the base; the same command goes on from there.", err=True)
        sys.exit(0)
    sys.exit(2 if last is None or last.summary is None else int(last.summary.failed))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
