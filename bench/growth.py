"""What a build costs as a corpus grows: ``make bench-growth``, ``python -m bench.growth 500 2000 5000``.

For each size so many invented reports are written, of about 26 figures each in the sentences that are metrics'
examples, and built by the command that people use: all of them, again with nothing changed, again with one report
changed. Printed are the processor's seconds of everything that a build started and of its main process alone, the
clock, the most memory of the main process, and the size of the base; then what pages take. The cost of a report in the
largest corpus may be 1.05 times that in the smallest; exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.pages import ask, served
from rules.catalogue import load_catalogue
from rules.language.provinces import load_places

SIZES = (500, 2_000, 5_000)
SENTENCES = 18
MOST_GROWTH = 1.05
"""Of a report's cost, from the smallest corpus to the largest: ten times the reports cost 10.5 times as much."""
MOST_CHANGED, MOST_UNCHANGED = 1.0, 1.0
"""Seconds of the main process at one changed report, and of all at none."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what a build leaves behind is ours to count
_PAGES = ("/", "/compare/bts_stations", "/search?q=tr%E1%BA%A1m", "/coverage")
_HEAD = """ỦY BAN NHÂN DÂN
TỈNH {upper}
Số: {number}/BC-UBND
{place}, ngày {day:02d} tháng {month:02d} năm {year}

BÁO CÁO
Tình hình kinh tế - xã hội và chuyển đổi số tháng {month} năm {year}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one command: seconds of the processor of ``all`` it started and of its ``main`` process, seconds by the clock,
    and the most MiB of the main process."""

    all: float
    main: float
    clock: float
    memory: float


def write_report(folder: Path, number: int, salt: int = 0) -> None:
    """The report of a number; another ``salt`` makes other sentences of it."""
    chance = random.Random(f"{number} {salt}")
    provinces = [place for place in load_places() if place.id.endswith("-old")]
    name = provinces[number % len(provinces)].name
    year, month = 2015 + number // len(provinces) // 12 % 10, 1 + number // len(provinces) % 12
    head = _HEAD.format(upper=name.upper(), place=name, number=number, day=1 + number % 28, month=month, year=year)
    examples = [example.text for metric in load_catalogue() for example in metric.examples]
    said = "\n\n".join(chance.sample(examples, SENTENCES))
    (folder / f"{number:06}.txt").write_text(f"{head}\n{said}\n", encoding="utf-8")


def measure(*command: str) -> Cost:
    """Run a command with all that it starts to the end."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, own = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    clock = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    main = own.ru_utime + own.ru_stime
    all_of_it = main
    while True:  # the server of children, which counts those that it has waited for
        try:
            _, _, left = os.wait4(-1, 0)
        except ChildProcessError:
            return Cost(all_of_it, main, clock, own.ru_maxrss / 1024)
        all_of_it += left.ru_utime + left.ru_stime


def grow(reports: int, folder: Path) -> tuple[Cost, Cost, Cost]:
    """Build a corpus of so many reports, build it again, and once more with one of them changed; prints the three."""
    corpus, base = folder / "corpus", folder / "kb.db"
    corpus.mkdir(parents=True)
    for number in range(reports):
        write_report(corpus, number)
    command = (sys.executable, "-m", "kb", "build", str(corpus), "--db", str(base))
    whole = measure(*command)
    unchanged = measure(*command)
    write_report(corpus, reports // 2, salt=1)
    changed = measure(*command)
    for what, cost in (("whole", whole), ("unchanged", unchanged), ("one changed", changed)):
        print(f"{reports:7,} {what:12}{cost.all:9.2f}{cost.main:9.2f}{cost.clock:9.2f}{cost.memory:8.0f}", flush=True)
    kept = base.stat().st_size
    print(f"{reports:7,} {'base':12}{kept / 2**20:9.1f} MiB, {kept / reports / 1024:.1f} KiB a report", flush=True)
    with served(base) as port:
        ask(port, _PAGES)
        times = {page: sorted(ask(port, [page] * 10)) for page in _PAGES}
    print(f"{reports:7,} pages, ms   " + ", ".join(f"{page} {1000 * of[5][0]:.0f}" for page, of in times.items()))
    return whole, unchanged, changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser("python -m bench.growth", description="Measure how the cost of a build grows.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="reports of each corpus")
    sizes = sorted(parser.parse_args(arguments).sizes)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    print(f"{'reports':>7} {'':12}{'CPU s':>9}{'main s':>9}{'clock s':>9}{'MiB':>8}")
    wholes: list[float] = []
    missed: list[str] = []
    for reports in sizes:
        folder = Path(tempfile.mkdtemp(prefix="solieu-growth-"))
        whole, unchanged, changed = grow(reports, folder)
        shutil.rmtree(folder)
        wholes.append(whole.all / reports)
        if changed.main > MOST_CHANGED:
            missed.append(f"one changed of {reports:,}: {changed.main:.2f} s of the main process")
        if unchanged.all > MOST_UNCHANGED:
            missed.append(f"nothing changed of {reports:,}: {unchanged.all:.2f} s")
    growth = wholes[-1] / wholes[0]
    print(f"a report of {sizes[-1]:,} costs {growth:.2f} times one of {sizes[0]:,}")
    if growth > MOST_GROWTH:
        missed.append(f"the cost of a report grows {growth:.2f} times")
    print("\n".join(f"missed: {bar}" for bar in missed) or "all bars are met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
