"""Where recognised pages are kept, by the hash of the page's picture: recognising a page takes seconds.

Two places are asked: ``NAME.recognised.json`` beside the document (written by ``corpus/making/keep_recognised.py`` for
people without the engine), then the folder ``recognised`` of the user's cache (``SOLIEU_CACHE``, else
``XDG_CACHE_HOME/solieu``, else ``~/.cache/solieu``). Only the second is written while reading. A record that is not of
its form is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extract.cache import cache_root, keep
from extract.scan.page import SeenPage
from extract.scan.record import BadRecordError, decode, encode

FORMAT = "solieu recognised pages"
VERSION = 1
"""Of the JSON: a reader of another version leaves the file alone."""
RECOGNISER = 6
"""Raised when the same picture would be read better: pages kept by older ones are then read anew."""
SUFFIX = ".recognised.json"
MOST_BESIDE = 64 * 1024 * 1024
MOST_PAGE = 8 * 1024 * 1024
KEY = re.compile(r"[0-9a-f]{64}")


class Store:
    """The kept pages of one document at ``path``."""

    def __init__(self, path: Path) -> None:
        self._folder = cache_folder()
        self._beside = _pages_beside(path)

    def find(self, key: str) -> SeenPage | None:
        """The page kept under the hash of its picture, None where there is none that can be trusted."""
        with contextlib.suppress(BadRecordError):
            if key in self._beside:
                return decode(self._beside[key])
        return self._cached(key)

    def keep(self, key: str, page: SeenPage) -> None:
        """Keep a page; a cache that cannot be written costs time, not the document."""
        if self._folder is None:
            return
        keep(self._place(self._folder, key), written({key: page}).encode())

    def _cached(self, key: str) -> SeenPage | None:
        if self._folder is None:
            return None
        with contextlib.suppress(BadRecordError):
            record = _pages_in(self._place(self._folder, key), MOST_PAGE).get(key)
            return None if record is None else decode(record)
        return None

    @staticmethod
    def _place(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def kept_pages() -> dict[str, SeenPage]:
    """All pages of the cache, by their keys."""
    folder = cache_folder()
    records = [_pages_in(file, MOST_PAGE) for file in sorted(folder.glob("*/*.json"))] if folder else []
    return {key: decode(record) for one in records for key, record in one.items()}


def cache_folder() -> Path | None:
    """The folder of this recogniser's pages; None where the user has no home."""
    root = cache_root()
    return root / "recognised" / str(RECOGNISER) if root else None


def beside(path: Path) -> Path:
    """The file of kept pages that goes with a document."""
    return path.with_name(path.name + SUFFIX)


def written(pages: Mapping[str, SeenPage]) -> str:
    """Pages by their keys as the text of a file, the same for the same pages."""
    head = json.dumps({"format": FORMAT, "version": VERSION})[:-1]
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(encode(pages[key]), ensure_ascii=False, separators=(',', ':'))}"
        for key in sorted(pages)
    )
    return f'{head}, "pages": {{\n{lines}\n}}}}\n'


def _pages_beside(path: Path) -> dict[str, Any]:
    return _pages_in(beside(path), MOST_BESIDE)


def _pages_in(path: Path, most: int) -> dict[str, Any]:
    """The records of a file by their keys; none where it is missing, too large, damaged, or of another version."""
    try:
        if not path.is_file() or path.stat().st_size > most:
            return {}
        whole = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or whole.get("version") != VERSION:
        return {}
    pages = whole.get("pages")
    if not isinstance(pages, dict):
        return {}
    return {key: record for key, record in pages.items() if KEY.fullmatch(key)}
