"""The page of a PDF on which a figure stands, boxed: drawn when it is asked for, kept while there is room. What stands
at a point of it is read when somebody points there."""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Literal

from extract.document import ReadError
from extract.member import container, digest, on_disk
from kb.web.page_clip import Order
from kb.web.page_point import Point

MOST_BYTES = 24 * 1024 * 1024
"""So much is kept of the images that were drawn: about 300 neighbourhoods."""
AT_ONCE = 2
SECONDS = 15
MEMORY = 2 * 1024**3

Trouble = Literal["no_image", "masked", "gone", "changed", "cannot"]
"""Why there is no image: the figure has no place on a page, the page shows what is masked in its text, its file is
gone or another one, or it cannot be drawn."""


class NoImageError(Exception):
    """There is no image, for the reason ``trouble``."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble: Trouble = trouble
        super().__init__(trouble)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands: the file, or the member of an archive, as it was read (``sha256``), the page from 1,
    the box in points."""

    file: Path
    sha256: str
    page: int
    box: tuple[float, float, float, float]

    def name(self, whole: bool) -> str:
        """The same for the same image, for ever: an ETag."""
        said = json.dumps([self.sha256, self.page, self.box, whole, 3])
        return hashlib.sha256(said.encode()).hexdigest()[:24]


def spot_of(row: Any, folder: Path) -> Spot:
    """The place of a figure, out of its row (page, bbox, path, sha256, format, masked) and the folder of the base.

    Raises NoImageError where it has none."""
    if row["format"] != "pdf" or row["page"] is None or not row["bbox"]:
        raise NoImageError("no_image")
    if row["masked"]:
        raise NoImageError("masked")
    x0, top, x1, bottom = (float(side) for side in json.loads(row["bbox"]))
    return Spot(folder / row["path"], row["sha256"], int(row["page"]), (x0, top, x1, bottom))


@dataclass
class Images:
    """Images drawn lately, and what is known of the files that they were drawn from."""

    kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    size: int = 0
    files: dict[Path, tuple[int, int, str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def check(self, spot: Spot) -> None:
        """Raise NoImageError where the file is not there any more, or is not the one that was read."""
        try:
            stat = (container(spot.file) or spot.file).stat()
            known = self.files.get(spot.file)
            if known is None or known[:2] != (stat.st_mtime_ns, stat.st_size):
                known = (stat.st_mtime_ns, stat.st_size, digest(spot.file))
                self.files[spot.file] = known
        except (OSError, ReadError) as error:
            raise NoImageError("gone") from error
        if known[2] != spot.sha256:
            raise NoImageError("changed")

    def image(self, spot: Spot, whole: bool) -> bytes:
        """The PNG. Raises NoImageError; takes up to SECONDS."""
        self.check(spot)
        name = spot.name(whole)
        with self.lock:
            if name in self.kept:
                self.kept.move_to_end(name)
                return self.kept[name]
        try:
            with on_disk(spot.file) as file:
                drawn = _drawn(_order(file, spot, whole))
        except (OSError, ReadError) as error:
            raise NoImageError("gone") from error
        with self.lock:
            if name not in self.kept:
                self.kept[name] = drawn
                self.size += len(drawn)
            while self.size > MOST_BYTES and len(self.kept) > 1:
                self.size -= len(self.kept.popitem(last=False)[1])
        return drawn


IMAGES = Images()
_turn = BoundedSemaphore(AT_ONCE)


async def draw_page(spot: Spot, whole: bool) -> bytes:
    """The image of a page, without holding up other pages. Raises NoImageError."""
    return await asyncio.to_thread(IMAGES.image, spot, whole)


async def read_point(spot: Spot, x: float, y: float) -> dict[str, Any]:
    """What is printed at a point of the image of a figure's neighbourhood, ``x`` and ``y`` from 0 to 1, as
    :func:`kb.web.page_point.printed_at` tells it, without holding up other pages. Raises NoImageError."""
    return await asyncio.to_thread(_read, spot, x, y)


def _order(file: Path, spot: Spot, whole: bool) -> Order:
    return Order(str(file), spot.page, spot.box, whole, MEMORY, SECONDS)


def _drawn(order: Order) -> bytes:
    drawn = _apart("kb.web.page_clip", asdict(order), order.seconds)
    if not drawn.startswith(b"\x89PNG"):
        raise NoImageError("cannot")
    return drawn


def _read(spot: Spot, x: float, y: float) -> dict[str, Any]:
    IMAGES.check(spot)
    try:
        with on_disk(spot.file) as file:
            point = Point(_order(file, spot, whole=False), x, y)
            found: dict[str, Any] = json.loads(_apart("kb.web.page_point", asdict(point), SECONDS))
    except (OSError, ReadError) as error:
        raise NoImageError("gone") from error
    return found


def _apart(module: str, given: dict[str, Any], seconds: int) -> bytes:
    """What a module of ours says that opens PDFs in a process of its own. Raises NoImageError where it fails."""
    try:
        with _turn:
            run = subprocess.run(
                [sys.executable, "-m", module],
                input=json.dumps(given).encode(),
                capture_output=True,
                timeout=seconds + 5,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise NoImageError("cannot") from error
    if run.returncode:
        raise NoImageError("cannot")
    return run.stdout
