"""What is made of the rules' own files at each start, and kept in the user's cache because it takes half a second.

It is JSON, never code, under a hash of every file of the rules, their code too: whoever edits a metric has it made
anew. Where there is no cache, where it may not be written, or where a file of it is not what was written, it is made as
if nothing were kept; what follows from it is the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from extract.cache import cache_root, keep
from rules.strict_toml import load_toml

OURS = Path(__file__).parent
SUFFIXES = (".py", ".toml", ".tsv")
MOST = 16 * 1024 * 1024
"""So many bytes a kept file has at most."""
OTHERS = 3
"""How many of the same name stay: people work on several versions at a time."""


def kept(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, as JSON has it (a tuple comes back as a list): from the cache where it is kept there, else
    made and kept. Raises what ``make`` raises."""
    root = cache_root()
    if root is None:
        return json.loads(_written(make()))
    place = root / "rules" / f"{name}-{_key()}.json"
    found = _read(place)
    if found is None:
        text = _written(make())
        keep(place, f"{_sum(text)}\n{text}".encode())
        _clear(place, name)
        found = json.loads(text)
    return found


def load_folder(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The name and the tables of each TOML file of a folder, in the order of names. Raises CatalogueError."""

    def load() -> list[tuple[str, dict[str, Any]]]:
        return [(path.name, load_toml(path)) for path in sorted(folder.glob("*.toml"))]

    return [(file, tables) for file, tables in kept(folder.name, load)] if folder.is_relative_to(OURS) else load()


@cache
def _key() -> str:
    """A hash of the rules' files, and of the letters that this Python knows."""
    found = hashlib.sha256(unicodedata.unidata_version.encode())
    for path in sorted(OURS.rglob("*")):
        if path.suffix in SUFFIXES:
            found.update(b"\0".join((path.relative_to(OURS).as_posix().encode(), path.read_bytes(), b"")))
    return found.hexdigest()[:32]


def _written(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(place: Path) -> Any:
    """What is kept in a file, None where there is none that is as it was written."""
    try:
        if place.stat().st_size > MOST:
            return None
        said, _, text = place.read_bytes().decode().partition("\n")
        return json.loads(text) if said == _sum(text) else None
    except (OSError, ValueError):
        return None


def _clear(place: Path, name: str) -> None:
    """Remove the oldest files of that name."""
    with contextlib.suppress(OSError):
        others = [path for path in place.parent.glob(f"{name}-*.json") if path != place]
        for path in sorted(others, key=lambda one: one.stat().st_mtime)[:-OTHERS]:
            path.unlink(missing_ok=True)
