"""The folder of the user in which is kept what took seconds to find out. Deleting it costs time and nothing else."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def cache_root() -> Path | None:
    """``SOLIEU_CACHE``, else ``XDG_CACHE_HOME/solieu``, else ``~/.cache/solieu``; None where the user has no home."""
    asked = os.environ.get("SOLIEU_CACHE")
    general = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(asked) if asked else Path(general or Path.home() / ".cache") / "solieu"
    except RuntimeError:
        return None


def keep(target: Path, data: bytes) -> None:
    """Write a file of the cache whole or not at all; a cache that cannot be written costs time, not the document."""
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
