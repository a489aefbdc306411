"""One process for each document, so that a file that kills, hangs or bloats its reader costs that document only.

A small process imports the rules once (``kb.build.warm``) and forks a child for each document: a fresh Python that
loads spaCy and underthesea takes seconds, a fork milliseconds. The child gets a limit of memory, a folder of its own
for temporary files and a process group of its own; it sends its rows through a pipe and is killed at its deadline.
No ProcessPoolExecutor: there one killed worker fails all tasks that wait.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import selectors
import shutil
import signal
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal

from extract.document import SolieuError
from kb.build.child import GRACE, WANTS, Limits, Task, more_memory, work
from kb.build.reading import Job, read_job
from kb.records import GarbageError, Reading, decode

_CHUNK = 1 << 20
_LONGEST_WISH = 1 << 16


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a job: a ``reading``, or a ``status`` with its whole message. ``bug`` is a traceback where our
    own code failed."""

    job: Job
    reading: Reading | None
    status: Literal["ok", "empty", "error"]
    error: str | None = None
    bug: str | None = None
    seconds: float = 0.0
    died: bool = False
    """The process that read it died or broke off: what it has to do with the document is not known."""


@dataclass(slots=True)
class _Running:
    job: Job
    process: BaseProcess
    pipe: Connection
    folder: Path
    started: float
    deadline: float
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    asking: bytes | None = b""
    """The line that is just being sent, as long as the child only asks for time; None once it answers."""


def read_documents(
    jobs: Iterable[Job], limits: Limits, folder: Path, task: Task = read_job
) -> Generator[Reply, None, None]:
    """Read files in child processes, yielding each reply as it comes, in no fixed order.

    A document whose child died is read once more, when no other is being read: it may have been the machine, short of
    memory. If its child dies again it is told. ``folder`` is where children may write; it is made, and what a child
    left there is deleted. Closing the iterator
    kills what still runs. ``task`` runs in the child and must be a function of a module.
    """
    waiting = iter(jobs)
    again: list[Job] = []
    running: dict[int, _Running] = {}
    alone = False
    context = _context()
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                while len(running) < (1 if alone else limits.workers) and (job := next(waiting, None)) is not None:
                    child = _start(context, job, limits, folder, task)
                    running[child.pipe.fileno()] = child
                    selector.register(child.pipe.fileno(), selectors.EVENT_READ)
                if not running and again and not alone:
                    waiting, alone = iter(again), True
                    continue
                if not running:
                    return
                first = min(child.deadline for child in running.values())
                ready = selector.select(max(0.0, first - time.monotonic()))
                for reply, number in list(_replies(running, [key.fd for key, _ in ready], limits)):
                    selector.unregister(number)
                    _end(running.pop(number))
                    if reply.died and not alone:
                        again.append(reply.job)
                    else:
                        yield reply
        finally:
            for child in running.values():
                _end(child)
            shutil.rmtree(folder, ignore_errors=True)


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kb.build.warm"])
    return context


def _start(context: BaseContext, job: Job, limits: Limits, folder: Path, task: Task) -> _Running:
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(dir=folder))
    pipe, sender = context.Pipe(duplex=False)
    # mypy knows no Process on the base class of contexts, though each of them has it.
    process: BaseProcess = context.Process(  # type: ignore[attr-defined]
        target=work, args=(task, job, sender, limits, str(own)), daemon=True
    )
    try:
        process.start()
    except (OSError, EOFError) as error:
        pipe.close()
        raise SolieuError(
            "solieu build", f"no worker can be started ({error!r})", "Free memory and try again"
        ) from error
    finally:
        sender.close()
    os.set_blocking(pipe.fileno(), False)
    now = time.monotonic()
    return _Running(job, process, pipe, own, now, now + limits.deadline())


def _replies(running: dict[int, _Running], ready: list[int], limits: Limits) -> Iterator[tuple[Reply, int]]:
    """What the children have sent to their end, sent too much of, or not sent in time."""
    now = time.monotonic()
    for number, child in running.items():
        ended = number in ready and _take(child, limits)
        if child.size > limits.answer:
            problem, remedy = f"more than {limits.answer} bytes were found in it", "Split it into smaller files"
            yield _failed(child, problem, remedy), number
        elif ended:
            yield _answer(child, limits), number
        elif now >= child.deadline + GRACE * (number in ready):  # one that is just sending may end
            yield (
                _failed(child, f"reading it took longer than {limits.deadline():g} seconds", _more_time(limits)),
                number,
            )


def _take(child: _Running, limits: Limits) -> bool:
    """Take what lies in the pipe, at most one chunk; True at its end."""
    try:
        chunk = os.read(child.pipe.fileno(), _CHUNK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    answer = _granted(child, chunk, limits)
    child.chunks.append(answer)
    child.size += len(answer)
    return not chunk


def _granted(child: _Running, chunk: bytes, limits: Limits) -> bytes:
    """What a child has sent but for its asking for time, which is granted within the limits."""
    if child.asking is None:
        return chunk
    child.asking += chunk
    while child.asking.startswith(WANTS[: len(child.asking)]) and len(child.asking) <= _LONGEST_WISH:
        line, end, rest = child.asking.partition(b"\n")
        if not end and chunk:
            return b""
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            asked = float(json.loads(line)[1])
            child.deadline = max(child.deadline, child.started + limits.deadline(asked))
        child.asking = rest
        if not rest:
            return b""
    answer, child.asking = child.asking, None
    return answer


def _answer(child: _Running, limits: Limits) -> Reply:
    """The reply in what a child has sent; a child that has died has sent nothing whole."""
    lines = b"".join(child.chunks).splitlines()
    took = time.monotonic() - child.started
    try:
        if lines and lines[0].startswith(b'["refused",'):
            return _refusal(child.job, lines, took)
        return Reply(child.job, decode(lines), "ok", seconds=took)
    except GarbageError as error:
        child.process.join(GRACE)
        code = child.process.exitcode
        if code is not None and -code == getattr(signal, "SIGPROF", 0):
            problem = f"reading it took more than {limits.seconds:g} seconds of the processor"
            return _failed(child, problem, _more_time(limits))
        if code is not None and code < 0:
            problem = f"the process that read it was killed ({_signal(-code)})"
            remedy = f"Give it more memory: {more_memory(limits)}; if that fails, save the file anew"
            return _failed(child, problem, remedy, died=True)
        problem = f"the process that read it broke off ({error})"
        return _failed(child, problem, "Save it as PDF or DOCX anew", died=True)


def _more_time(limits: Limits) -> str:
    return f"Split it, or give it more time: solieu build --retry --timeout {limits.seconds * 5:g}"


def _refusal(job: Job, lines: list[bytes], took: float) -> Reply:
    try:
        name, status, message, bug = json.loads(lines[0])
    except (ValueError, RecursionError) as error:
        raise GarbageError("the refusal is not whole") from error
    if status not in ("empty", "error") or not isinstance(message, str) or not isinstance(bug, str | None):
        raise GarbageError(f"no {name} of ours")
    return Reply(job, None, status, message, bug, took)


def _failed(child: _Running, problem: str, remedy: str, died: bool = False) -> Reply:
    took = time.monotonic() - child.started
    return Reply(child.job, None, "error", f"{child.job.name}: {problem}. {remedy}.", seconds=took, died=died)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _end(child: _Running) -> None:
    """Kill a child with all that it started, and delete its folder."""
    pid = child.process.pid
    if pid is not None and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    if child.process.exitcode is None:
        child.process.kill()
        child.process.join(GRACE)
    child.pipe.close()
    shutil.rmtree(child.folder, ignore_errors=True)
