"""A folder that lives: what arrives is read by itself, and what failed is told in the folder, where people look.

The folder is looked over every few seconds, by names, sizes and times only. A build begins when something changed and
then stayed the same from one look to the next: a file that is still being copied is not read by half.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.document import SolieuError
from kb.build.outcome import Summary
from kb.corpus import FAILED
from kb.lock import BusyError

Seen = frozenset[tuple[str, int, int]]
"""What a folder holds: each file's path, size and time of its last change."""
HEAD = (
    "Các tệp dưới đây chưa vào kho. Tệp này được viết lại mỗi lần đọc và mất đi khi không còn tệp nào hỏng.",
    "These files are not in the base. This list is written anew with each build and goes when none fails.",
)


@dataclass(frozen=True, slots=True)
class Round:
    """What one build came to: the summary, or why there was none; ``unwritten`` says where the list of what failed
    could not be left."""

    summary: Summary | None
    error: SolieuError | None = None
    unwritten: tuple[str, ...] = ()


def seen(paths: Sequence[Path], base: Path) -> Seen:
    """All files under the paths but what a build or a watch itself writes. A file that goes while one looks is gone."""
    found: set[tuple[str, int, int]] = set()
    for file in _files(paths):
        own = file.name in (FAILED, f".{FAILED}") or (file.parent == base.parent and file.name.startswith(base.name))
        if own:
            continue
        try:
            stat = file.stat()
        except OSError:
            continue
        found.add((str(file), stat.st_size, stat.st_mtime_ns))
    return frozenset(found)


def watch(
    paths: Sequence[Path],
    base: Path,
    build: Callable[[], Summary],
    told: Callable[[Round], None],
    wait: Callable[[], bool],
) -> None:
    """Build at once, and again after each change, until ``wait`` says no. ``wait`` lets time pass between two looks;
    ``told`` hears of each round. Where another process writes the base, the next look tries again; a mistake in
    ``sources.toml`` waits for its next change, as a document that failed does."""
    done: Seen | None = None
    now = seen(paths, base)
    while True:
        if now != done:
            round_ = _build(build)
            busy = isinstance(round_.error, BusyError)
            told(round_ if busy else replace(round_, unwritten=write_failures(paths, round_)))
            # What changes while it is read is seen at the next look: it was listed before.
            done = None if busy else now
        while True:
            before = now
            if not wait():
                return
            now = seen(paths, base)
            if now == before:
                break


def write_failures(paths: Sequence[Path], round_: Round) -> tuple[str, ...]:
    """Leave the list of what failed in each folder that is watched, and take it away where nothing did. What is given
    back says which folder lets nobody write."""
    if round_.summary is None:
        errors = [str(round_.error)]
    else:
        outcomes = [one for one in round_.summary.outcomes if one.did != "removed"]
        errors = [one.error for one in outcomes if one.error] + round_.summary.missing
    unwritten = []
    for folder in (path for path in paths if path.is_dir()):
        told = folder / FAILED
        try:
            if errors:
                aside = told.with_name(f".{FAILED}")
                aside.write_text("\n".join((*HEAD, "", *errors, "")), encoding="utf-8")
                aside.replace(told)
            else:
                told.unlink(missing_ok=True)
        except OSError as error:
            unwritten.append(
                f"{told}: the list of what failed cannot be written ({error.strerror}). "
                "Give yourself the right to write in that folder."
            )
    return tuple(unwritten)


def _build(build: Callable[[], Summary]) -> Round:
    try:
        return Round(build())
    except SolieuError as error:
        return Round(None, error)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for folder, _, names in os.walk(path):
                yield from (Path(folder, name) for name in names)
        else:
            yield path
