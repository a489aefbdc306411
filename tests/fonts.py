"""The fonts that tests draw and show pages with: those of packages, so that the fonts of a machine decide nothing.

Be Vietnam Pro has every Vietnamese letter, and a file for bold as reportlab wants it; Arimo, which is Liberation Sans
under another name, has Cyrillic and the signs without width, too (both: SIL Open Font License). Programs that ask
fontconfig, as Chromium and LibreOffice do, see no other fonts than those of a configuration made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_arimo
import fontpkg_be_vietnam_pro

FOLDER = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
PLAIN, BOLD = FOLDER / "BeVietnamPro-Regular.ttf", FOLDER / "BeVietnamPro-Bold.ttf"
WORLD = Path(fontpkg_arimo.ROOT) / "files" / "Arimo[wght].ttf"

SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts")
FAMILIES = {
    "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
}
"""What readers' machines show pages with where they have no better, each with its plain and bold file."""


def family_files(family: str) -> tuple[Path, ...]:
    """The files of one of ``FAMILIES`` on this machine; empty where it is not installed."""
    found = [path for folder in SYSTEM for name in FAMILIES[family] for path in Path(folder).expanduser().rglob(name)]
    return tuple({path.name: path for path in found}.values())


def configuration(folder: Path, files: Iterable[Path]) -> Path:
    """Writes a fontconfig configuration into an empty folder, by which there are these font files and no others; gives
    its path, for the environment variable ``FONTCONFIG_FILE``."""
    fonts = folder / "fonts"
    fonts.mkdir(parents=True)
    for path in files:
        (fonts / path.name).symlink_to(path)
    written = folder / "fonts.conf"
    written.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return written
