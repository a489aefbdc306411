"""The only file that knows Tesseract: a picture in, words with boxes and confidences out.

Tesseract (Apache-2.0) through tesserocr (MIT): the library in this process, no program started for each cell. One
thread: its four slow each other down and the other documents' processes too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from extract.document import ReadError
from extract.reader import one_command
from extract.scan.page import Grey
from extract.scan.parts import LANGUAGE, PACKAGES, data_folder, wanted

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read once, when the library is loaded

COLUMN, BLOCK, LINE, WORD, SIGN = 4, 6, 7, 8, 10
"""Tesseract's names for what a picture is: psm 4, 6, 7, 8 and 10."""
SURE = 70.0
LEAST = 8  # dots: Tesseract reads nothing in a smaller picture


class MissingEngineError(ReadError):
    """Text recognition is not installed here, or not for Vietnamese."""


@dataclass(frozen=True, slots=True)
class EngineWord:
    """A word in dots of the picture given; ``base`` is its baseline, ``height`` that of its line's small letters (0
    where unknown), ``line`` counts the lines."""

    text: str
    rect: tuple[int, int, int, int]
    base: float
    height: float
    confidence: float
    line: int


def missing() -> tuple[str, str] | None:
    """What recognition lacks on this machine and the command that installs it; None where nothing is missing."""
    if lacks := wanted():
        return " and ".join(part.what for part in lacks), one_command(lacks)
    try:
        import cv2  # noqa: F401
        import tesserocr  # noqa: F401
    except ImportError as error:  # it is there, and broken
        return f"a sound package {error.name}", f"pip install --force-reinstall {' '.join(PACKAGES.values())}"
    return None


def require(place: str) -> None:
    """Raise MissingEngineError, with ``place`` in its message, where a picture cannot be read on this machine."""
    lack = missing()
    if lack is not None:
        raise MissingEngineError(
            place, f"it holds pictures of text, and {lack[0]} is missing to read them", f"Run: {lack[1]}"
        )


BY_THE_CLOCK = 20
"""Tesseract's own bound is by the clock: a machine that is busy with much else takes so many times as long."""


class Engine:
    """A loaded Tesseract. What takes longer than it is allowed ends in TimeoutError."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self._until = 0.0

    def allow(self, seconds: float) -> None:
        """From now on ``seconds`` of the processor for all that is asked of it."""
        self._until = time.process_time() + seconds

    def words(self, grey: Grey, kind: int, dpi: float) -> list[EngineWord]:
        """The words of a grey picture that is one of COLUMN, BLOCK, LINE, WORD and SIGN, in the order of reading."""
        height, width = grey.shape
        left = self._until - time.process_time()
        if left <= 0:
            raise TimeoutError
        if min(height, width) < LEAST:
            return []
        api = self._api
        api.SetPageSegMode(kind)
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        api.SetSourceResolution(round(dpi))
        recognised = api.Recognize(max(1, int(left * 1000 * BY_THE_CLOCK)))
        if time.process_time() > self._until:
            raise TimeoutError
        if not recognised:
            return []
        return list(_words(api.GetIterator()))

    def figures(self, grey: Grey, signs: str = "", kind: int = WORD) -> str:
        """The figures on a picture of some letters (``signs`` may stand among them), empty where the engine is not sure
        of them."""
        self._api.SetVariable("tessedit_char_whitelist", f"0123456789{signs}")
        try:
            words = self.words(grey, kind, 300)
        finally:
            self._api.SetVariable("tessedit_char_whitelist", "")
        return words[0].text if len(words) == 1 and words[0].confidence >= SURE else ""


def _words(iterator: Any) -> Iterator[EngineWord]:
    if iterator is None:
        return
    tesserocr = _library()
    word, text_line = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    line = -1
    height = 0.0
    for item in tesserocr.iterate_level(iterator, word):
        if item.Empty(word):
            continue
        if item.IsAtBeginningOf(text_line) or line < 0:
            line += 1
            row = item.RowAttributes()
            height = max(0.0, row["row_height"] - row["ascenders"] + row["descenders"])
        try:
            text = item.GetUTF8Text(word).strip()
        except RuntimeError:  # a word without text
            continue
        rect = item.BoundingBox(word)
        if not text or rect is None:
            continue
        baseline = item.Baseline(word)
        base = (baseline[0][1] + baseline[1][1]) / 2 if baseline else rect[3]
        yield EngineWord(text, rect, float(base), height, float(item.Confidence(word)), line)


def _library() -> Any:
    """tesserocr, whose enumerations no type checker sees."""
    import tesserocr

    return tesserocr


@contextmanager
def engine(place: str) -> Iterator[Engine]:
    """Tesseract with its data for Vietnamese; ``place`` is the document's name. Raises MissingEngineError."""
    require(place)
    tesserocr = _library()
    path = f"{data_folder()}{os.sep}"
    with tesserocr.PyTessBaseAPI(path=path, lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY) as api:
        api.SetVariable("invert_threshold", "0")  # white on black is not looked for: a fifth faster
        yield Engine(api)
