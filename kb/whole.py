"""A file that is written whole or not at all: who reads it meanwhile reads the one before."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from extract.document import SolieuError


def write_whole(path: Path, data: bytes, remedy: str) -> None:
    """Write the bytes beside the file and put them in its place. Raises SolieuError with the remedy where that cannot
    be; then nothing is left beside it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise SolieuError(str(path), f"it cannot be written ({error.strerror})", remedy) from error
