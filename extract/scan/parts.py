"""What text recognition needs on a machine, and what of it is missing. Loads none of it to find out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from extract.reader import Missing

LANGUAGE = "vie"
FOLDERS = (
    *("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata"),
    *("/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "/usr/share/tesseract/tessdata"),
    r"C:\Program Files\Tesseract-OCR\tessdata",
)
PACKAGES = {"tesserocr": "tesserocr", "cv2": "opencv-python-headless"}
"""The modules, and the packages that bring them."""
DATA = Missing(
    "Tesseract's data for Vietnamese (vie.traineddata)",
    "apt-get install tesseract-ocr-vie",
    "dữ liệu tiếng Việt của Tesseract (vie.traineddata)",
)


def data_folder() -> Path | None:
    """The folder that holds ``vie.traineddata``, None where there is none. As for Tesseract itself, TESSDATA_PREFIX
    names the only place."""
    asked = os.environ.get("TESSDATA_PREFIX")
    for folder in (asked, str(Path(asked, "tessdata"))) if asked else FOLDERS:
        if Path(folder, f"{LANGUAGE}.traineddata").is_file():
            return Path(folder)
    return None


def wanted() -> Sequence[Missing]:
    """The parts that recognition lacks here. A package that is there and cannot be loaded is told when it is used."""
    packages = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    lacks = [Missing.package(package) for package in packages]
    return (*lacks, *(() if data_folder() else (DATA,)))
