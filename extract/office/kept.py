"""Conversions that are kept: starting LibreOffice takes seconds, and many machines have none.

Two places are asked: ``NAME.converted.docx`` beside the document (``corpus/making/keep_converted.py`` writes it for
people without LibreOffice), then the folder ``converted`` of the user's cache. Both are files that any Word opens (any
Excel, in the cache, what was made of workbooks); the comment of the zip file names the hash of the document that they
were made of; one without it is as good as none.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from extract.archive import open_zip
from extract.cache import cache_root, keep
from extract.document import ReadError

SUFFIX = ".converted.docx"
DOCX, XLSX = "docx", "xlsx"
"""What files are converted to."""
CONVERTER = 1
"""Raised when the same file would be converted better: what older ones made is then made anew."""
_MOST = 128 * 1024 * 1024


def find(path: Path, sha256: str, target: str = DOCX) -> bytes | None:
    """The file made of the document at ``path`` with this hash, None where none is kept that can be trusted."""
    places = [beside(path) if target == DOCX else None, _cached(sha256, target)]
    return next((data for place in places if place and (data := _load(place, sha256)) is not None), None)


def store(sha256: str, data: bytes, target: str = DOCX) -> None:
    """Keep a conversion in the cache."""
    place = _cached(sha256, target)
    if place is not None:
        keep(place, signed(data, sha256))


def beside(path: Path) -> Path:
    """The file of the kept conversion that goes with a document."""
    return path.with_name(path.name + SUFFIX)


def signed(data: bytes, sha256: str) -> bytes:
    """A converted file that says which document it was made of."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = _comment(sha256)
    return out.getvalue()


def _comment(sha256: str) -> bytes:
    return f"solieu converted {CONVERTER} {sha256}".encode()


def _cached(sha256: str, target: str) -> Path | None:
    root = cache_root()
    return root / "converted" / str(CONVERTER) / sha256[:2] / f"{sha256}.{target}" if root else None


def _load(place: Path, sha256: str) -> bytes | None:
    try:
        if not place.is_file() or place.stat().st_size > _MOST:
            return None
        data = place.read_bytes()
        with open_zip(data, place.name) as archive:
            return data if archive.comment == _comment(sha256) and archive.testzip() is None else None
    except (ReadError, OSError, ValueError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return None
