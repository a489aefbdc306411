"""The pictures of the guides, as ``make pictures`` takes them: pages of the corpus in a browser, in Vietnamese.

Taken with the fonts of the tests, so that they look the same wherever they are taken. A guide that names a picture
which is not taken here fails its test, and so does a page that no longer has what its picture shows.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fonts import FOLDER, configuration
from PIL import Image
from playwright.sync_api import Browser
from served import servers, start

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "guides" / "pictures"
MARGIN = 12
"""Pixels that are shown above what a picture begins with."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture ``name``.png of a page, ``width`` by ``height`` pixels. ``shows`` is what must be in sight (a selector
    of CSS), ``follow`` a link to go by first, ``begins`` what it begins with where that is not the page's top."""

    name: str
    path: str
    width: int
    height: int
    shows: str
    follow: str = ""
    begins: str = ""


SHOTS: Sequence[Shot] = (
    Shot("question", "/search?q=tỉnh nào nhiều trạm BTS nhất", 900, 430, ".answer"),
    Shot("evidence", "/search?q=2.128 trạm bts quảng nam", 900, 450, "mark", "ol.hits .head a"),
    Shot("citation", "/search?q=2.128 trạm bts quảng nam", 900, 260, "#trich-dan", "ol.hits .head a", "h2:has(label)"),
    Shot("comparison", "/compare/bts_stations", 900, 920, "table"),
    Shot("bars", "/compare/bts_stations?tab=bars", 900, 240, "svg.chart", "", "#xem"),
    Shot("datasette", "/kb", 900, 640, "main, section"),
    Shot("deciding", "/review/do", 1000, 900, "mark"),
    Shot("coverage", "/coverage", 1000, 640, "table"),
)


def take(browser: Browser, site: str, folder: Path, shots: Sequence[Shot] = SHOTS) -> None:
    """Takes pictures of the corpus, served at ``site``, into a folder. Fails where a page lacks what one shows."""
    page = browser.new_page()
    for shot in shots:
        page.set_viewport_size({"width": shot.width, "height": shot.height})
        page.goto(site + shot.path)
        if shot.follow:
            with page.expect_navigation():
                page.locator(shot.follow).first.click()
        page.locator(shot.shows).first.wait_for()
        if shot.begins:
            page.locator(shot.begins).first.evaluate(
                "(one, margin) => scrollTo(0, one.getBoundingClientRect().top + scrollY - margin)", MARGIN
            )
        page.evaluate("document.fonts.ready")
        _write(folder / f"{shot.name}.png", page.screenshot())
    page.close()


def _write(path: Path, data: bytes) -> None:
    """Writes a picture with 256 colours, which is half of its size and looks the same."""
    with Image.open(io.BytesIO(data)) as shown:
        shown.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Builds the corpus aside, serves it, and takes all pictures anew."""
    from kb.build.run import build

    with tempfile.TemporaryDirectory() as aside:
        os.environ["FONTCONFIG_FILE"] = str(configuration(Path(aside) / "ours", FOLDER.glob("*.ttf")))
        base = Path(aside) / "kb.db"
        build([ROOT / "corpus"], base)
        with servers() as serve, start() as browser:
            take(browser, serve(base), PICTURES)
    print(f"{len(SHOTS)} pictures in {PICTURES}")


if __name__ == "__main__":
    main()
