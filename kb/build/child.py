"""Inside a worker: its limits, its one task, and the answer that it sends, whatever happens to it."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from extract.document import ReadError, SolieuError
from extract.patience import listen
from kb.build.reading import Job
from kb.records import Reading, encode

MOST_BYTES = 256 * 1024 * 1024
"""A report of 1,000 pages has about 5 MB of rows."""
GRACE = 5.0
Task = Callable[[Job], Reading]


WANTS = b'["wants",'
"""What a line begins with that asks for time, before any answer: ``["wants", seconds]``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``workers`` at once, ``seconds`` of processor time and ``bytes`` of address space for each, ``answer`` the most
    bytes it sends. ``more`` is the most seconds besides that a document is granted that asks for them: a scan does,
    page by page. By the clock it may take ``wall`` times as long: others may be at work, and one that waits for ever
    uses no processor."""

    workers: int = 2
    seconds: float = 60.0
    bytes: int = 1024**3
    answer: int = MOST_BYTES
    more: float = 3600.0
    wall: float = 30.0

    def deadline(self, asked: float = 0.0) -> float:
        """Seconds by the clock that a document has that asked for so many more."""
        return (self.seconds + min(asked, self.more)) * self.wall


def more_memory(limits: Limits) -> str:
    """The command that gives a document twice the memory."""
    return f"solieu build --retry --memory {max(2, 2 * limits.bytes / 1024**3):g}"


def work(task: Task, job: Job, sender: Connection, limits: Limits, folder: str) -> None:
    _settle_in(limits, folder)
    listen(_Asking(sender.fileno(), limits))
    lines: list[bytes]
    try:
        lines = _bounded(encode(task(job)), limits.answer, job)
    except MemoryError:
        remedy = f"Give it more: {more_memory(limits)}"
        lines = [_refused("error", f"{job.name}: it needs more than {limits.bytes / 1024**3:.3g} GiB. {remedy}.")]
    except ReadError as error:
        lines = [_refused(error.status, _message(job, error))]
    except SolieuError as error:
        lines = [_refused("error", _message(job, error))]
    except BaseException as error:  # a bug of ours, or a panic of a library: told as such, the others go on
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}, line {frame.lineno}"
        last = f"{type(error).__name__}: {error}"[:500]
        message = f"{job.name}: internal error, {last} ({where}). Report it with the log beside the base."
        lines = [_refused("error", message, "".join(traceback.format_exception(error)))]
    for line in lines:
        _send(sender.fileno(), line)


def _send(pipe: int, line: bytes) -> None:
    view = memoryview(line)
    while view:
        view = view[os.write(pipe, view) :]


class _Asking:
    """Passes on what a reader asks for, and moves the alarm that ends this process should its parent be gone."""

    def __init__(self, pipe: int, limits: Limits) -> None:
        self._pipe, self._limits = pipe, limits
        self._begun, self._asked = time.monotonic(), 0.0

    def __call__(self, seconds: float) -> None:
        self._asked = min(self._limits.more, self._asked + seconds)
        _send(self._pipe, json.dumps(["wants", self._asked]).encode() + b"\n")
        if hasattr(signal, "alarm"):
            left = self._limits.deadline(self._asked) - (time.monotonic() - self._begun)
            signal.alarm(max(1, int(left + GRACE) + 1))
        _bound_processor(self._limits.seconds + self._asked)


def _bound_processor(seconds: float) -> None:
    """Let this process be ended once it has used so many seconds of the processor since it began."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, max(0.01, seconds - time.process_time()))


def _message(job: Job, error: SolieuError) -> str:
    """The error under the name that the listing gave the file: a reader knows no folders."""
    place = job.name if error.place in (Path(job.path).name, job.path) else f"{job.name}, {error.place}"
    return f"{place}: {error.problem}. {error.remedy[:1].upper()}{error.remedy[1:]}."


def _bounded(lines: Iterator[bytes], most: int, job: Job) -> list[bytes]:
    kept, size = [], 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size > most:
            raise ReadError(job.name, f"more than {most} bytes were found in it", "Split it into smaller files")
    return kept


def _refused(status: str, message: str, bug: str | None = None) -> bytes:
    return json.dumps(["refused", status, message, bug]).encode() + b"\n"


def _settle_in(limits: Limits, folder: str) -> None:
    """A group, a folder and limits of its own; nothing printed reaches the terminal; death with the parent."""
    if hasattr(os, "setsid"):
        os.setsid()
    silent = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silent, standard)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    if sys.platform == "linux":
        # PR_SET_PDEATHSIG = 1: this process dies with the one that forked it. That one ends when nobody holds its
        # lifeline any longer; a child is handed a copy of the lifeline and would keep it alive after a kill -9.
        from multiprocessing import forkserver

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        lifeline = getattr(forkserver, "_forkserver", None)
        if isinstance(number := getattr(lifeline, "_forkserver_alive_fd", None), int):
            os.close(number)
    if hasattr(signal, "alarm"):
        # Where the parent is gone and the kernel is not Linux, the deadline still holds.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(limits.deadline() + GRACE) + 1)
    _bound_processor(limits.seconds)
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = limits.bytes if hard == resource.RLIM_INFINITY else min(limits.bytes, hard)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
