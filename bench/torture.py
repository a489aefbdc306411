"""Kills what works on a base, again and again, and looks whether anything is lost or doubled: ``make torture``.

Killed with SIGKILL at moments of chance are a build (``build``; half of the time the base is served and a client asks
without a pause), the workers of a build (``worker``), and ``review apply``, half of the time with a build beside it
(``apply``). After each kill the base must be sound and hold whole documents only. After some kills the command runs to
its end: then each table must say what a base says that was built once from nothing, and each decision must be in the
log once. ``--seed`` tries the same moments again, as far as a machine allows. The first difference ends it with exit
code 1, and leaves the folder.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.pages import ask, served
from bench.torture_place import DOCUMENTS, LostError, Place
from kb.review.columns import column_of

KILLS_A_ROUND = 5
"""Kills between two undisturbed builds, each of which costs more than a kill."""
AT_WORK, AT_DECIDING = 0.4, 0.15
"""Seconds that a build, and an apply, writes the base: a kill comes within them."""
_PAGES = ("/", "/search?q=tr%E1%BA%A1m", "/coverage")


def kill_builds(place: Place) -> int:
    """Builds are killed, each goes on from the one before; the last one ends."""
    hits = 0
    beside = place.base.exists() and place.chance.random() < 0.5
    if not beside and place.chance.random() < 0.5:
        for file in place.folder.glob("kb.db*"):
            file.unlink()
    with _asked(place) if beside else contextlib.nullcontext():
        for _ in range(KILLS_A_ROUND):
            for _ in range(DOCUMENTS // 2):
                place.write(place.chance.randrange(DOCUMENTS))
            before = place.stamp()
            hits += place.kill_at_work(place.start("build", place.corpus), before, AT_WORK)
            place.check_sound()
        place.run("build", place.corpus)
    place.check_content()
    return hits


def kill_workers(place: Place) -> int:
    """Workers die under a build. A document is read once more; one whose worker dies again is named, and read when
    asked."""
    place.write_all()
    process = place.start("build", place.corpus)
    killed: set[int] = set()
    while process.poll() is None:
        for worker in _workers(process.pid):
            if worker not in killed and len(killed) < KILLS_A_ROUND:
                time.sleep(place.chance.uniform(0, 0.03))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    killed.add(worker)
        time.sleep(0.002)
    if process.returncode not in (0, 1):
        raise LostError(f"a build whose workers died ended with {process.returncode}")
    place.check_sound()
    place.run("build", place.corpus, "--retry")
    place.check_content()
    return len(killed)


def kill_applies(place: Place) -> int:
    """A file is applied, killed, and applied once more: all of its decisions are in the log, each once."""
    for file in (place.log, *place.folder.glob("kb.db*")):
        file.unlink(missing_ok=True)
    place.write_all()
    place.run("build", place.corpus)
    whole = place.folder / "all.csv"
    place.run("review", "export", "--all", "-o", whole)
    hits, figures = 0, 0
    for number, (file, rows) in enumerate(_decided(whole, KILLS_A_ROUND)):
        beside = place.start("build", place.corpus) if place.chance.random() < 0.5 else None
        before = place.stamp()
        hits += place.kill_at_work(place.start("review", "apply", file, "--apply", "--confirm"), before, AT_DECIDING)
        if beside is not None:
            beside.wait()
        place.check_sound()
        place.run("review", "apply", file, "--apply", "--confirm")
        figures += rows
        decided = place.decided()
        if len(decided) != figures or set(decided.values()) != {1}:
            raise LostError(f"file {number}: {len(decided)} of {figures} figures are decided, {decided.most_common(2)}")
    place.run("build", place.corpus)
    place.check_content()
    return hits


_KINDS: dict[str, Callable[[Place], int]] = {"build": kill_builds, "worker": kill_workers, "apply": kill_applies}


def _decided(whole: Path, parts: int) -> Iterator[tuple[Path, int]]:
    """An export in so many files in which each row is said to be right, and how many rows each has."""
    rows = list(csv.reader(io.StringIO(whole.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    at = [column_of(cell) for cell in rows[0]].index("decision")
    said = [[*row[:at], "đúng", *row[at + 1 :]] for row in rows[1:]]
    for number in range(parts):
        part = said[number::parts]
        path = whole.with_name(f"part-{number}.csv")
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([rows[0], *part])
        yield path, len(part)


def _workers(build: int) -> list[int]:
    """The processes that read documents for a build: children of its server of children."""
    return [child for server in _children(build) for child in _children(server)]


def _children(process: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return []


@contextlib.contextmanager
def _asked(place: Place) -> Iterator[None]:
    """The base is served, and asked without a pause; any answer but a whole page is told at the end."""
    ended = threading.Event()
    answers: list[bool] = []

    def go_on(port: int) -> None:
        while not ended.is_set():
            answers.extend(good for _, good in ask(port, _PAGES))

    with served(place.base) as port:
        client = threading.Thread(target=go_on, args=(port,))
        client.start()
        try:
            yield
        finally:
            ended.set()
            client.join()
    if not answers or not all(answers):
        raise LostError(f"of {len(answers)} requests beside a build {answers.count(False)} were not answered by a page")


def main() -> int:
    """Kill as often as asked; 1 at the first difference."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kinds", nargs="*", default=list(_KINDS), help=f"of {', '.join(_KINDS)}; without one all")
    parser.add_argument("--kills", type=int, default=200, help="of each kind (200)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    folder = Path(tempfile.mkdtemp(prefix="solieu-torture-"))
    for kind in asked.kinds:
        (folder / kind).mkdir()
        place, done, rounds, began = Place(folder / kind, random.Random(asked.seed)), 0, 0, _cost()
        try:
            while done < asked.kills:
                done += _KINDS[kind](place)
                rounds += 1
        except LostError as error:
            print(f"{kind}: after {done} kills, {error}\nThe folder is left: {folder / kind}", file=sys.stderr)
            return 1
        print(f"{kind}: {done} kills in {rounds} rounds, nothing lost, nothing doubled; {_cost() - began:.0f} s CPU")
    shutil.rmtree(folder)
    return 0


def _cost() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
