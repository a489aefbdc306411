"""How well scans are read: scans made of documents whose text is known, beside what was read of the documents.

``python -m bench.scans [PATH …] [--kinds fax,skewed] [--part seen|unseen|all]`` draws every page of the PDFs of
``corpus/`` (and of DOCX, where LibreOffice is installed) at 200 dots an inch, spoils it as scanners, copiers and faxes
do, and reads it. A number counts as exact where the same one stands at its place; as wrong and unflagged where the scan
gives a number that is not printed, without a doubt. A third of the scans, chosen by their names, is ``unseen``: rules
are not looked for in them.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from extract.document import Document
from extract.read import read

CORPUS = Path(__file__).parent.parent / "corpus"
DPI = 200
HEAD = 2  # rows
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


def _noise(page: Any, random: np.random.Generator) -> Any:
    dirty = page.astype(np.int16) + random.normal(0, 18, page.shape[:2])[..., None].astype(np.int16)
    for _ in range(250):
        y, x = random.integers(0, page.shape[0] - 3), random.integers(0, page.shape[1] - 3)
        dirty[y : y + random.integers(1, 3), x : x + random.integers(1, 3)] = random.integers(0, 120)
    return np.clip(dirty, 0, 255).astype(np.uint8)


def _skewed(page: Any, random: np.random.Generator) -> Any:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.choice([-1.5, 1.5])), 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))


def _stamped(page: Any, random: np.random.Generator) -> Any:
    out = page.copy()
    for _ in range(2):
        mark = np.full_like(page, 255)
        x, y = random.integers(300, page.shape[1] - 300), random.integers(300, page.shape[0] - 300)
        for radius, thick in ((150, 6), (100, 3)):
            cv2.circle(mark, (int(x), int(y)), radius, (200, 40, 50), thick, cv2.LINE_AA)
        cv2.putText(mark, "UBND TINH", (int(x) - 85, int(y) + 10), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (200, 40, 50), 3)
        out = np.minimum(out, mark)
    return out


def _grey(page: Any, random: np.random.Generator) -> Any:
    grey = cv2.cvtColor(_stamped(page, random), cv2.COLOR_RGB2GRAY).astype(np.float64)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    shade = np.linspace(205, 240, page.shape[1])[None, :]
    return np.clip(60 + grey / 255 * (shade - 60) + random.normal(0, 6, grey.shape), 0, 255).astype(np.uint8)


def _sealed(page: Any, random: np.random.Generator) -> Any:
    """A dark grey copy with what offices put on paper: a seal with words around it and a star, a framed stamp of
    receipt that lies askew, a signature."""
    ink = int(random.integers(95, 150))
    over = np.full(page.shape[:2], 255, np.uint8)
    height, width = over.shape
    _seal(over, (int(random.integers(250, width - 250)), int(random.integers(250, height - 250))), ink, random)
    _receipt(over, (int(random.integers(300, width - 300)), int(random.integers(200, height - 200))), ink, random)
    _signature(over, (int(random.integers(300, width - 300)), int(random.integers(300, height - 300))), ink, random)
    grey = np.minimum(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), over).astype(np.float64)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.8)
    shade = np.linspace(235, 215, height)[:, None]
    return np.clip(45 + grey / 255 * (shade - 45) + random.normal(0, 5, grey.shape), 0, 255).astype(np.uint8)


def _seal(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    radius = int(random.integers(125, 150))
    for share, thick in ((1.0, 5), (0.93, 2), (0.62, 3)):
        cv2.circle(over, middle, int(share * radius), ink, thick, cv2.LINE_AA)
    words = "ỦY BAN NHÂN DÂN TỈNH * SỞ THÔNG TIN * ".encode("ascii", "ignore").decode()
    for place, letter in enumerate(words):
        angle = 360 * place / len(words)
        small = np.full((30, 26), 255, np.uint8)
        cv2.putText(small, letter, (3, 24), cv2.FONT_HERSHEY_DUPLEX, 0.8, ink, 2, cv2.LINE_AA)
        turned = cv2.getRotationMatrix2D((13, 15), -angle - 90, 1.0)
        small = cv2.warpAffine(small, turned, (26, 30), borderValue=255)
        at = np.deg2rad(angle)
        x, y = (int(middle[0] + 0.77 * radius * np.cos(at)) - 13, int(middle[1] + 0.77 * radius * np.sin(at)) - 15)
        over[y : y + 30, x : x + 26] = np.minimum(over[y : y + 30, x : x + 26], small)
    corners = [
        (middle[0] + length * np.sin(step * np.pi / 5), middle[1] - length * np.cos(step * np.pi / 5))
        for step, length in enumerate([0.35 * radius, 0.14 * radius] * 5)
    ]
    cv2.fillPoly(over, [np.array(corners, np.int32)], ink, cv2.LINE_AA)


def _receipt(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    box = np.full((150, 420), 255, np.uint8)
    cv2.rectangle(box, (12, 12), (407, 137), ink, 4)
    cv2.line(box, (12, 60), (407, 60), ink, 2)
    cv2.putText(box, "DEN", (170, 50), cv2.FONT_HERSHEY_DUPLEX, 1.1, ink, 2, cv2.LINE_AA)
    cv2.putText(box, "So:        Ngay:", (30, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.0, ink, 2, cv2.LINE_AA)
    turned = cv2.getRotationMatrix2D((210, 75), float(random.uniform(-8, 8)), 1.0)
    box = cv2.warpAffine(box, turned, (420, 150), borderValue=255)
    x, y = middle[0] - 210, middle[1] - 75
    over[y : y + 150, x : x + 420] = np.minimum(over[y : y + 150, x : x + 420], box)


def _signature(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    at = np.linspace(0, 4 * np.pi, 80)
    sway = random.uniform(0.5, 1.5, 3)
    x = middle[0] + 130 * np.sin(sway[0] * at) + 10 * at
    y = middle[1] + 60 * np.cos(sway[1] * at) * np.sin(0.3 * at + sway[2])
    cv2.polylines(over, [np.stack([x, y], axis=1).astype(np.int32)], False, ink, 4, cv2.LINE_AA)


def _fax(page: Any, random: np.random.Generator) -> Any:
    grey = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (0, 0), 0.6).astype(np.float64)
    return ((grey + random.normal(0, 12, grey.shape)) > 150).astype(np.uint8) * 255


def _turned(page: Any, random: np.random.Generator) -> Any:
    return np.ascontiguousarray(np.rot90(page, int(random.choice([1, 3]))))


def _plain(page: Any, _random: np.random.Generator) -> Any:
    return page


KINDS: dict[str, Callable[[Any, np.random.Generator], Any]] = {
    "plain": _plain,
    "noise": _noise,
    "skewed": _skewed,
    "stamped": _stamped,
    "grey": _grey,
    "sealed": _sealed,
    "fax": _fax,
    "turned": _turned,
    "layer": _plain,
}


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
    options = parser.parse_args()
    paths = options.paths or sorted([*CORPUS.glob("*.pdf"), *CORPUS.glob("*.docx")])
    totals: dict[str, dict[str, Tally]] = {kind: {"prose": Tally(), "tables": Tally()} for kind in KINDS}
    seconds, pages = 0.0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SOLIEU_CACHE"] = str(folder / "cache")
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
