"""One writer: who builds or applies corrections holds the lock beside the base; a second one is told who that is."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extract.document import SolieuError

WORK = "-work"
"""Behind a base's name: the folder in which the workers of a build write."""


class BusyError(SolieuError):
    """Another process writes this base."""


@contextmanager
def writing(base: Path) -> Iterator[None]:
    """Hold the base's lock file (``kb.db-lock``) for the time of the block; BusyError where another holds it.

    The system lets go of the lock when its holder dies, however it dies; the file itself stays and means nothing.
    """
    path = base.with_name(base.name + "-lock")
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        remedy = "Name another base with --db, or make its folder writable"
        raise SolieuError(str(base), f"its lock file cannot be written ({error.strerror})", remedy) from error
    with handle:
        if not _take(handle):
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise BusyError(str(base), f"another process writes it ({holder})", "Wait until it has ended, or stop it")
        handle.truncate(0)
        handle.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        handle.flush()
        _clear_remains(base)
        yield


def _clear_remains(base: Path) -> None:
    """Delete where the workers of a build wrote that was killed: none is at work, the lock is ours."""
    shutil.rmtree(base.with_name(base.name + WORK), ignore_errors=True)


def _take(handle: IO[str]) -> bool:
    if os.name == "nt":
        import msvcrt

        try:
            handle.seek(1 << 20)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
