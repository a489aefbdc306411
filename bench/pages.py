"""How fast the pages answer on a base of a million invented figures: ``make bench-pages``, ``python -m bench.pages``.

The base is made anew in a temporary folder (``--keep FILE`` makes it once and uses it again), the pages are served on
the loopback by a process of their own, and one, then four clients ask for them by turns, each address another one.
Prints the 50th and the 95th percentile of the whole answer in milliseconds, with what was asked how often.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from bench.synthetic import SEED, make

FIGURES = 1_000_000
LIMITS = {"compare": 100, "figure": 100, "province": 100, "search": 200}
"""Milliseconds in which 95 of 100 pages shall answer one client; four clients may take four times as long."""
SEARCHES = ("tram bts quang nam", "báo cáo", "dia ban", "hồ sơ trực tuyến", "dat ninh thuan 2024", "chữ ký số", "dvctt")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 where a limit is not kept or an answer is not a page."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description="Measure how fast the pages answer.")
    parser.add_argument("--figures", type=int, default=FIGURES)
    parser.add_argument("--keep", type=Path, help="the base: made where it is missing, and kept")
    parser.add_argument("--times", type=int, default=60, help="how many addresses of each page one client asks for")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        base: Path = options.keep or Path(folder) / "kb.db"
        if not base.exists():
            start = time.monotonic()
            make(base, options.figures)
            took = time.monotonic() - start
            print(f"made {options.figures:,} figures in {took:.0f} s, {base.stat().st_size >> 20} MiB", flush=True)
        addresses = _addresses(base, options.times)
        with served(base) as port:
            return max(_measure(port, addresses, clients) for clients in (1, 4))


def _addresses(base: Path, times: int) -> dict[str, list[str]]:
    chance = random.Random(SEED)
    with sqlite3.connect(base) as db:
        metrics = [row[0] for row in db.execute("select metric_id from kept_profile group by 1 order by count(*) desc")]
        places = [row[0] for row in db.execute("select id from places where id like '%-old' order by id")]
        highest = db.execute("select max(rowid) from figures").fetchone()[0]
        rows = [chance.randint(1, highest) for _ in range(times)]
        marks = ", ".join("?" * times)
        figures = [row[0] for row in db.execute(f"select id from figures where rowid in ({marks})", rows)]
    # Half of the comparisons are of the ten metrics that have most values: those are asked for most, and cost most.
    compared = [chance.choice(metrics[:10] if at % 2 else metrics) for at in range(times)]
    return {
        "compare": [f"/compare/{metric}" for metric in compared],
        "figure": [f"/figure/{figure}" for figure in figures],
        "province": [f"/province/{chance.choice(places)}" for _ in range(times)],
        "search": [f"/search?q={quote(SEARCHES[at % len(SEARCHES)])}" for at in range(times)],
    }


@contextlib.contextmanager
def served(base: Path) -> Iterator[int]:
    """The base, served by a process of its own: its port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kb", "serve", "--db", str(base), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while server.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def _measure(port: int, addresses: dict[str, list[str]], clients: int) -> int:
    """Print a line for each page; 1 where a limit was not kept or an answer was no page."""
    print(f"\n{clients} client{'s' * (clients > 1)}{'asked':>14}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}{'limit':>8}")
    missed = 0
    for page, some in addresses.items():
        ask(port, some[:3])
        with ThreadPoolExecutor(clients) as pool:
            answers = [one for found in pool.map(lambda part: ask(port, part), [some] * clients) for one in found]
        times = sorted(seconds for seconds, _ in answers)
        errors = sum(not good for _, good in answers)
        middle, most = (1000 * times[round(share * (len(times) - 1))] for share in (0.5, 0.95))
        limit = LIMITS[page] * clients
        print(f"{page:10}{len(times):13}{errors:8}{middle:9.0f}{most:9.0f}{limit:8}", flush=True)
        missed = max(missed, int(most > limit or errors > 0))
    return missed


def ask(port: int, addresses: Sequence[str]) -> list[tuple[float, bool]]:
    """For each address the seconds of its answer, and whether that was a whole page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    answers = []
    for address in addresses:
        start = time.perf_counter()
        connection.request("GET", address)
        response = connection.getresponse()
        body = response.read()
        answers.append((time.perf_counter() - start, response.status == 200 and b"</html>" in body))
    connection.close()
    return answers


if __name__ == "__main__":
    sys.exit(main())
