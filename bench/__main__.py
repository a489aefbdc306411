"""How fast documents become figures, for each format, beside pdfplumber on the same PDFs in the same run.

``python -m bench [PATH …] [--rounds N]`` takes the documents of ``corpus/``, those of ``../shared/reports`` where they
are there, and the paths given. Three tables:

- steps, in one warm process: reading, the rules, and the whole (both and the rows written into a fresh base);
- processes, from their start to their end: a build of the PDFs into a fresh base with one worker, beside a program
  that takes pdfplumber's words and tables of every page;
- a build with nothing changed.

What is compared runs by turns, and medians are printed. Where a format has no pages, 2,000 characters are a page.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from bench.reading import READABLE, corpus_documents, plumber_words, seconds_of
from extract.document import Document
from extract.read import read
from kb.build.documents import File, put
from kb.build.reading import Job, read_job
from kb.store import open_base, transaction, write_metrics, write_places
from rules.catalogue import load_catalogue
from rules.find import find_figures

ROOT = Path(__file__).parent.parent
REPORTS = ROOT.parent / "shared" / "reports"
PAGE = 2_000
STEPS = ("reading", "rules", "whole", "pdfplumber")
PLUMBER = """
import sys
from pathlib import Path
from bench.reading import plumber_words
for one in sys.argv[1:]:
    plumber_words(Path(one))
"""


@dataclass
class Speed:
    """What the documents of one format hold and the median seconds of each step, added up over them."""

    documents: int = 0
    pages: float = 0
    characters: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, document: Document, times: dict[str, list[float]]) -> None:
        """Count a document and its times, a list for each step."""
        self.documents += 1
        self.pages += document.pages or len(document.text) / PAGE
        self.characters += len(document.text)
        for step, seconds in times.items():
            self.seconds[step] = self.seconds.get(step, 0.0) + median(seconds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure how fast documents become figures.")
    parser.add_argument("paths", nargs="*", type=Path, help="documents besides those of corpus/ and ../shared/reports")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; the median counts")
    options = parser.parse_args(arguments)
    shared = sorted(path for path in REPORTS.iterdir() if path.suffix in READABLE) if REPORTS.is_dir() else []
    paths = [path.resolve() for path in [*corpus_documents(), *shared, *options.paths]]
    with tempfile.TemporaryDirectory() as folder:
        formats = _formats(paths)
        _print_steps(formats, options.rounds, Path(folder))
        _print_processes([path for path, document in formats if document.source.format == "pdf"], options.rounds)
        _print_unchanged(paths, options.rounds)
    return 0


def _formats(paths: Sequence[Path]) -> list[tuple[Path, Document]]:
    """Each path with its document; this first reading also loads what readers and rules need."""
    documents = [(path, read(path)) for path in paths]
    if documents:
        find_figures(documents[0][1])
    return documents


def _print_steps(documents: Sequence[tuple[Path, Document]], rounds: int, folder: Path) -> None:
    speeds: dict[str, Speed] = {}
    for path, document in documents:
        actions: dict[str, Callable[[], object]] = {
            "reading": partial(read, path),
            "rules": partial(find_figures, document),
        }
        if document.source.format == "pdf":
            actions["pdfplumber"] = partial(plumber_words, path)
        times: dict[str, list[float]] = {step: [] for step in (*actions, "whole")}
        for _ in range(rounds):
            for step, action in actions.items():
                times[step].append(seconds_of(action))
            times["whole"].append(_seconds_of_whole(path, folder / "whole.db"))
        speeds.setdefault(document.source.format, Speed()).add(document, times)
    print(f"Steps, one warm process, medians of {rounds}; pages/s and characters/s")
    print(f"{'format':8}{'docs':>5}{'pages':>7}{'chars':>10}" + "".join(f"{step:>20}" for step in STEPS))
    for form, speed in sorted(speeds.items()):
        cells = [_rate(speed, step) for step in STEPS]
        print(
            f"{form:8}{speed.documents:5}{speed.pages:7.0f}{speed.characters:10,}" + "".join(f"{c:>20}" for c in cells)
        )
    for step in ("reading", "whole"):
        if pdf := speeds.get("pdf"):
            ratio = pdf.seconds["pdfplumber"] / pdf.seconds[step]
            print(f"PDF: {step} is {ratio:.1f} times as fast as pdfplumber's words and tables of every page")


def _rate(speed: Speed, step: str) -> str:
    if step not in speed.seconds:
        return ""
    seconds = speed.seconds[step]
    return f"{speed.pages / seconds:.1f} · {speed.characters / seconds:,.0f}"


def _seconds_of_whole(path: Path, base: Path) -> float:
    """Reading, rules and rows of one document in a base that is new, its empty tables made before the clock starts."""
    for old in base.parent.glob(base.name + "*"):
        old.unlink()
    catalogue = load_catalogue()
    file = File(path.name, path.name, "0" * 64, None, "{}", "bench", "ok", None)
    with contextlib.closing(open_base(base)) as db:
        with transaction(db):
            write_places(db)
            write_metrics(db, catalogue, {group.id: (group.name_vi, group.name_en) for group in catalogue.groups})

        def whole() -> None:
            reading = read_job(Job(str(path), path.name))
            with transaction(db):
                put(db, file, reading)

        return seconds_of(whole)


def _print_processes(pdfs: Sequence[Path], rounds: int) -> None:
    start, ours, theirs = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        sentence = Path(folder) / "one.txt"
        sentence.write_text("Toàn tỉnh có 12 trạm BTS.\n", encoding="utf-8")
        for turn in range(rounds):
            build = ["-m", "kb", "build", "--workers", "1", "--db"]
            start.append(_seconds_of_process([*build, f"{folder}/one-{turn}.db"], [sentence]))
            ours.append(_seconds_of_process([*build, f"{folder}/all-{turn}.db"], pdfs))
            theirs.append(_seconds_of_process(["-c", PLUMBER], pdfs))
    print(f"\nProcesses, start to end: solieu build of {len(pdfs)} PDFs, 1 worker, {median(ours):.1f} s", end=" ")
    print(f"(of one sentence {median(start):.1f} s); pdfplumber {median(theirs):.1f} s")


def _print_unchanged(paths: Sequence[Path], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build = ["-m", "kb", "build", "--db", str(Path(folder) / "kb.db")]
        first = _seconds_of_process(build, paths)
        again = [_seconds_of_process(build, paths) for _ in range(max(rounds, 3))]
    workers = os.cpu_count()
    print(f"All {len(paths)} documents: from nothing {first:.1f} s with {workers} workers", end="; ")
    print(f"again with nothing changed {median(again):.2f} s")


def _seconds_of_process(command: Sequence[str], paths: Sequence[Path]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, *command, *map(str, paths)]

    def run() -> None:
        done = subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            sys.exit(f"{' '.join(words[1:5])} …: exit code {done.returncode}\n{done.stderr}")

    return seconds_of(run)


if __name__ == "__main__":
    sys.exit(main())
