"""The order of work of reading, on one page: a path in, a Document out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from extract.assemble import assemble
from extract.collector import collector_resting
from extract.document import Document, ReadError, Source
from extract.pieces import Pieces
from extract.reader import Order, Reader, one_command
from extract.readers import registry
from extract.sniff import sniff

MOST_BYTES = 300 * 1024 * 1024
"""A report of 500 scanned pages has about 100 MB."""


def read(path: Path) -> Document:
    """Read the report at ``path``, whatever its name says it is.

    Raises ReadError where the file cannot be opened, is of a kind that is not read, or holds no text.
    """
    # 1. The bytes, so that nothing that happens to the file later makes two truths of it.
    data = _load(path)
    # 2. The reader by content: staff rename files, and web servers send pages as .doc.
    found = sniff(data, path.name)
    reader = found.reader
    source = Source(path, path.name, hashlib.sha256(data).hexdigest(), reader.format)
    with collector_resting():
        # 3. The format's own reader gives pieces in reading order.
        pieces = _pieces(reader, source, data)
        pieces = replace(pieces, notes=(*pieces.notes, *found.notes, *_misnamed(path.suffix, reader)))
        # 4. One way for all formats from pieces to the document.
        return assemble(source, pieces)


def _pieces(reader: Reader, source: Source, data: bytes) -> Pieces:
    missing = reader.needs()
    if missing:
        what = " and ".join(part.what for part in missing)
        raise ReadError(source.filename, f"cannot be read without {what}", f"run {one_command(missing)}")
    return reader.read(source, data)


def _misnamed(suffix: str, reader: Reader) -> tuple[str, ...]:
    """A note where a name promises another format. Text may be called anything that promises nothing."""
    promised = registry().promised(suffix.lower())
    if not suffix or reader.format in promised or (not promised and reader.order >= Order.ANYTHING):
        return ()
    return (f"named {suffix}, but its content is {reader.format}",)


def _load(path: Path) -> bytes:
    place = path.name or str(path)
    try:
        if path.is_dir():
            raise ReadError(place, "is a folder", "give a file, or let build go through the folder")
        if not path.is_file():
            problem = "is no ordinary file" if path.exists() else "does not exist"
            raise ReadError(place, problem, "check the path and its spelling")
        if path.stat().st_size > MOST_BYTES:
            raise ReadError(place, f"is larger than {MOST_BYTES // 1024 // 1024} MB", "split it into smaller files")
        return path.read_bytes()
    except PermissionError as error:
        raise ReadError(place, "may not be opened", "give yourself the right to read it") from error
    except OSError as error:
        problem = f"cannot be opened ({error.strerror or error})"
        raise ReadError(place, problem, "check the disk and the path") from error
