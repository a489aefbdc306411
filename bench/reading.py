"""How fast each format is read, and for PDFs how much faster than pdfplumber's words and tables of every page.

``python -m bench.reading [PATH …]`` reads the documents of ``corpus/`` and the paths given, each several times, its
reader and pdfplumber by turns in one process, and prints the median time of each: the machine's other work then
touches both alike. The ratio is pdfplumber's time by ours; ``lost`` are runs of letters or digits that pdfplumber
prints and our reading lacks: none, or a running head or foot.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pdfplumber

from extract.document import Document, Source
from extract.pdf.read import read_pdf
from extract.pieces import Grid, Note, Paragraph, Pieces
from extract.read import read

RUN = re.compile(r"[^\W\d_]+|\d+")
CORPUS = Path(__file__).parent.parent / "corpus"
READABLE = {".txt", ".md", ".docx", ".pdf", ".html", ".htm"}


@dataclass(frozen=True, slots=True)
class Timing:
    """A document's median times in seconds; ``pages`` is None without pages, ``plumber`` without a PDF."""

    path: Path
    format: str
    pages: int | None
    characters: int
    seconds: float
    plumber: float | None = None
    lost: int | None = None


def paragraphs_of(pieces: Pieces) -> Iterator[Paragraph]:
    """All paragraphs of the pieces, those of cells and notes too."""
    for piece in pieces.pieces:
        match piece:
            case Paragraph():
                yield piece
            case Note():
                yield from piece.paragraphs
            case Grid():
                for cell in piece.cells:
                    yield from cell.paragraphs


def plumber_words(path: Path) -> list[str]:
    """What pdfplumber prints of a PDF as words; its tables are read too, as a program that needs both would."""
    words: list[str] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            words.extend(word["text"] for word in page.extract_words())
            page.extract_tables()
    return words


def lost_words(pieces: Pieces, words: Sequence[str]) -> list[str]:
    """Runs of letters or digits that pdfplumber prints more often than we do. Footnote labels, which it glues to the
    number beside them, and one page number a page are accounted for; a running head or foot is listed."""
    labels = {piece.label for piece in pieces.pieces if isinstance(piece, Note)}
    ours = Counter(run for paragraph in paragraphs_of(pieces) for run in runs(paragraph.text))
    ours.update(label for paragraph in paragraphs_of(pieces) for _, label in paragraph.marks)
    ours.update(piece.label for piece in pieces.pieces if isinstance(piece, Note))
    ours.update(str(number) for number in range(1, (pieces.pages or 0) + 1))
    theirs = Counter(run for word in words for run in runs(word))
    spare = ours - theirs
    glued = Counter(label + run for run in spare for label in labels)
    glued.update(run + label for run in spare for label in labels)
    return sorted((theirs - ours - glued).elements())


def runs(text: str) -> list[str]:
    """The runs of letters and the runs of digits of a text; ``m²`` is ``m`` and ``2`` for every reader."""
    return RUN.findall(unicodedata.normalize("NFKC", text))


def seconds_of(action: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure(path: Path, rounds: int) -> Timing:
    """The times of one document."""
    document: Document = read(path)
    source: Source = document.source
    if source.format != "pdf":
        seconds = median(seconds_of(lambda: read(path)) for _ in range(rounds))
        return Timing(path, source.format, document.pages, len(document.text), seconds)
    data = path.read_bytes()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(seconds_of(lambda: read_pdf(source, data)))
        theirs.append(seconds_of(lambda: plumber_words(path)))
    lost = lost_words(read_pdf(source, data), plumber_words(path))
    return Timing(path, "pdf", document.pages, len(document.text), median(ours), median(theirs), len(lost))


def corpus_documents() -> list[Path]:
    """The documents of ``corpus/``, by name."""
    return [path for path in sorted(CORPUS.iterdir()) if path.suffix in READABLE and path.name != "README.md"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one line a document and one a format."""
    parser = argparse.ArgumentParser(description="Measure how fast documents are read.")
    parser.add_argument("paths", nargs="*", type=Path, help="documents besides those of corpus/")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is read; the median counts")
    options = parser.parse_args(arguments)
    timings = [measure(path, options.rounds) for path in [*corpus_documents(), *options.paths]]
    print(
        f"{'document':40} {'format':6} {'pages/s':>8} {'chars/s':>10} {'plumber pages/s':>16} {'ratio':>6} {'lost':>5}"
    )
    for timing in timings:
        print(row(timing.path.name[:40], [timing]))
    for format_ in sorted({timing.format for timing in timings}):
        print(row(f"all {format_}", [timing for timing in timings if timing.format == format_]))
    return 0


def row(name: str, timings: Sequence[Timing]) -> str:
    """One line of the table, for one document or several of a format."""
    seconds = sum(timing.seconds for timing in timings)
    pages = sum(timing.pages or 0 for timing in timings)
    characters = sum(timing.characters for timing in timings)
    line = f"{name:40} {timings[0].format:6} {pages / seconds if pages else 0:8.1f} {characters / seconds:10,.0f}"
    plumber = sum(timing.plumber or 0.0 for timing in timings)
    if plumber:
        lost = sum(timing.lost or 0 for timing in timings)
        line += f" {pages / plumber:16.1f} {plumber / seconds:6.1f} {lost:5d}"
    return line


if __name__ == "__main__":
    sys.exit(main())
