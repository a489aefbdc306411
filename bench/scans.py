"""How well scans are read: scans made of documents whose text is known, beside what was read of the documents.

``python -m bench.scans [PATH …] [--kinds fax,skewed] [--part seen|unseen|all]`` draws every page of the PDFs of
``corpus/`` (and of DOCX, where LibreOffice is installed) at 200 dots an inch, spoils it as scanners, copiers and faxes
do, and reads it. ``--drawn known|unseen`` takes six invented reports instead (:mod:`bench.scan_reports`). A number
counts as exact where the same one stands at its place; as wrong and unflagged where the scan gives a number that is not
printed, without a doubt. A third of the scans, chosen by their names, is ``unseen``: rules are not looked for in them.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from bench.scan_kinds import KINDS
from bench.scan_reports import draw
from extract.document import Document
from extract.read import read

CORPUS = Path(__file__).parent.parent / "corpus"
DPI = 200
HEAD = 2  # rows
DRAWN = 6  # reports
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


@dataclass(slots=True)
class Tally:
    """Numbers of prose or of tables: how many are printed, exact, flagged (and exact all the same), and how many were
    made up unflagged."""

    printed: int = 0
    exact: int = 0
    flagged: int = 0
    right: int = 0
    wrong: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.printed += other.printed
        self.exact += other.exact
        self.flagged += other.flagged
        self.right += other.right
        self.wrong += other.wrong
        self.misses += other.misses

    def row(self) -> str:
        whole = max(1, self.printed)
        exact, wrong, flagged = (100 * count / whole for count in (self.exact, self.wrong, self.flagged))
        shares = f"{exact:6.2f} % exact  {wrong:5.2f} % wrong unflagged ({self.wrong})  {flagged:5.2f} % flagged"
        shares += f" ({self.right} of {self.flagged} right)"
        return f"{self.printed:6} printed  {shares}"


def scan_of(path: Path, kind: str) -> bytes:
    """A PDF of pictures of the pages of a PDF, spoilt in one way; ``turned`` turns its second page only."""
    document: Any = pypdfium2.PdfDocument(path)
    random = np.random.default_rng(int(hashlib.sha256(f"{path.name} {kind}".encode()).hexdigest()[:8], 16))
    pages = []
    for index in range(len(document)):
        pixels = np.ascontiguousarray(document[index].render(scale=DPI / 72, rev_byteorder=True).to_numpy()[:, :, :3])
        spoilt = pixels if kind == "turned" and index != min(1, len(document) - 1) else KINDS[kind](pixels, random)
        picture = Image.fromarray(spoilt)
        pages.append(picture.convert("1") if kind == "fax" else picture)
    document.close()
    if kind == "layer":
        return _with_bad_layer(pages)
    file = io.BytesIO()
    how = {} if kind == "fax" else {"quality": 75}
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, **how)
    return file.getvalue()


def _with_bad_layer(pages: list[Image.Image]) -> bytes:
    """The pages with an invisible text such as recognition without Vietnamese leaves."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        width, height = (dots * 72 / DPI for dots in page.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(page), 0, 0, width, height)
        pen = canvas.beginText(60, height - 80)
        pen.setFont("Helvetica", 12)
        pen.setTextRenderMode(3)
        for number in range(30):
            pen.textLine(f"T9 1Q h6 so tri/c tuy&n d@t {number}1,{number} % h&t thdng, clla tinh va cac huy~n thi xa")
        canvas.drawText(pen)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def numbers_of(document: Document, *, tables: bool) -> list[tuple[str, bool]]:
    """The numbers of the tables or of all else, in order, each with whether it is doubted."""
    out = []
    heads: set[tuple[int, int, str]] = set()
    for block in document.blocks:
        if (block.kind == "table_cell") != tables:
            continue
        if block.row is not None and block.row < HEAD:
            # The header that a page repeats is printed; of a born-digital table it is read once.
            head = (block.row, block.column or 0, document.text[block.start : block.end])
            if head in heads and not head[2].isdigit():
                continue
            heads.add(head)
        for found in NUMBER.finditer(document.text, block.start, block.end):
            doubted = any(doubt.start < found.end() and found.start() < doubt.end for doubt in document.doubts)
            out.append((found[0], doubted))
    return out


def compared(true: Document, scanned: Document) -> dict[str, Tally]:
    """Prose and tables of a scan beside those of the document it was made of."""
    out = {}
    for name, tables in (("prose", False), ("tables", True)):
        wanted = numbers_of(true, tables=tables)
        given = numbers_of(scanned, tables=tables)
        matcher = difflib.SequenceMatcher(None, [n for n, _ in wanted], [n for n, _ in given], autojunk=False)
        pairs = [(a + i, b + i) for a, b, size in matcher.get_matching_blocks() for i in range(size)]
        missed = Counter(wanted[i][0] for i in set(range(len(wanted))) - {a for a, _ in pairs})
        flagged = sum(doubted for _, doubted in given)
        tally = Tally(len(wanted), len(pairs), flagged, sum(given[b][1] for _, b in pairs))
        for index in sorted(set(range(len(given))) - {b for _, b in pairs}):
            number, doubted = given[index]
            if missed[number]:  # a note that stands at another place
                missed[number] -= 1
                tally.exact += 1
                tally.right += doubted
            elif not doubted:
                tally.wrong += 1
                tally.misses.append(f"{number} made up")
        tally.misses += [f"{number} missed" for number in missed.elements()]
        out[name] = tally
    return out


def documents(paths: list[Path], folder: Path) -> Iterator[Path]:
    """PDFs of the paths; DOCX are printed by LibreOffice."""
    for path in paths:
        if path.suffix == ".pdf":
            yield path
        elif shutil.which("soffice"):
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
            subprocess.run(
                [*command, "--outdir", folder, path],
                check=True,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=120,
            )
            yield folder / f"{path.stem}.pdf"


def unseen(name: str, kind: str) -> bool:
    """Whether a scan belongs to the third that is looked at in the end only."""
    return int(hashlib.sha256(f"{name}/{kind}".encode()).hexdigest(), 16) % 3 == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--part", choices=("seen", "unseen", "all"), default="seen")
    parser.add_argument("--show", action="store_true", help="print every number that was missed or made up")
    parser.add_argument("--drawn", choices=("known", "unseen"), help="invented reports instead of documents")
    options = parser.parse_args()
    paths = options.paths or sorted([*CORPUS.glob("*.pdf"), *CORPUS.glob("*.docx")])
    totals: dict[str, dict[str, Tally]] = {kind: {"prose": Tally(), "tables": Tally()} for kind in KINDS}
    seconds, pages = 0.0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SOLIEU_CACHE"] = str(folder / "cache")
        if options.drawn:
            paths = [draw(folder / f"{options.drawn}-{seed}.pdf", options.drawn, seed) for seed in range(1, DRAWN + 1)]
        for path in documents(paths, folder):
            true = read(path)
            for kind in options.kinds.split(","):
                if options.part != "all" and unseen(path.stem, kind) != (options.part == "unseen"):
                    continue
                target = folder / f"{path.stem}-{kind}.pdf"
                target.write_bytes(scan_of(path, kind))
                begin = time.process_time()
                scanned = read(target)
                took = time.process_time() - begin
                seconds, pages = seconds + took, pages + (true.pages or 1)
                found = compared(true, scanned)
                for part, tally in found.items():
                    totals[kind][part].add(tally)
                told = ", ".join(f"{part} {t.exact}/{t.printed} wrong {t.wrong}" for part, t in found.items())
                print(f"{path.stem[:34]:34} {kind:8} {took / (true.pages or 1):5.2f} s/page  {told}", flush=True)
                if options.show:
                    for part, tally in found.items():
                        print(f"    {part}: {'; '.join(tally.misses)}")
    whole = {"prose": Tally(), "tables": Tally()}
    for kind, parts in totals.items():
        for part, tally in parts.items():
            whole[part].add(tally)
            if tally.printed:
                print(f"{kind:8} {part:7}{tally.row()}")
    for part, tally in whole.items():
        print(f"{'all':8} {part:7}{tally.row()}")
    print(f"{seconds / max(1, pages):.2f} s of one core a page, {pages} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
