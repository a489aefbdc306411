"""A CSV of Datasette's own addresses on its way out: no cell runs as a formula, and a spreadsheet sees its accents.

Ours are written that way from the start (:mod:`kb.review.cells`); Datasette's are changed row by row as they stream by.
"""

from __future__ import annotations

import csv
import io
import re

from kb.review.cells import guarded

SAFE = b"x-solieu-safe"
"""The header by which a file of ours says so to the guard, which takes it off again. Its address would not do (a base
may bear the name of one of our pages), nor would its first bytes (a query can give the same)."""
MARK = "\ufeff"
"""By it a spreadsheet knows that the letters are UTF-8."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?")


class SafeCsv:
    """Takes the bytes of a CSV as they come, gives those that may be sent. A row is changed once it is whole."""

    def __init__(self) -> None:
        self._kept = b""
        self._begun = False

    def take(self, chunk: bytes, more: bool) -> bytes:
        """The rows that are whole with this chunk; all that is left where no ``more`` comes."""
        self._kept += chunk
        end = self._end_of_rows() if more else len(self._kept)
        whole, self._kept = self._kept[:end], self._kept[end:]
        said = self._safe(whole.decode("utf-8", "replace"))
        if said and not self._begun:
            self._begun = True
            said = MARK + said.removeprefix(MARK)
        return said.encode()

    def _end_of_rows(self) -> int:
        """Behind the last line end that is in no quoted cell."""
        end = at = 0
        inside = False
        for line in self._kept.splitlines(keepends=True):
            inside ^= line.count(b'"') % 2 == 1
            at += len(line)
            if not inside and line.endswith(b"\n"):
                end = at
        return end

    def _safe(self, text: str) -> str:
        if not text:
            return ""
        out = io.StringIO()
        rows = csv.reader(io.StringIO(text, newline=""))
        csv.writer(out).writerows([cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row] for row in rows)
        return out.getvalue()
