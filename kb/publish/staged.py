"""A folder that is published whole or not at all, and that never takes the place of somebody else's files."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.originals import lives

MARK = "solieu-publication.json"
"""Says that a folder was made by ``solieu publish``, and what lies in it."""
_ASIDE = ".publishing-"
"""Between a folder's name and the number of the process that fills another for it."""


def check_folder(folder: Path) -> None:
    """Raise SolieuError where the folder is not to be written: it holds what no publication put there."""
    remedy = "Name another folder, one that is empty, or one that solieu publish made"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SolieuError(str(folder), "it is no folder", remedy)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if foreign := sorted(there - _made(folder)):
        problem = f"it holds what solieu publish did not write ({', '.join(foreign[:3])})"
        raise SolieuError(str(folder), problem, remedy)


@contextmanager
def staged(folder: Path, mark: Mapping[str, Any]) -> Iterator[Path]:
    """A new folder beside it to write into, which takes its place at the end of the block. Where the block fails,
    nothing of it is left and what was there before stays. ``mark`` is what its mark tells. Raises SolieuError where the
    folder is not ours or cannot be written."""
    folder = folder.absolute()
    check_folder(folder)
    aside = folder.with_name(f".{folder.name}{_ASIDE}{os.getpid()}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_killed(folder)
        aside.mkdir()
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield aside
        names = sorted(path.name for path in aside.iterdir())
        told = json.dumps({**mark, "made": names}, ensure_ascii=False, indent=1)
        (aside / MARK).write_text(told + "\n", encoding="utf-8")
        check_folder(folder)  # Somebody may have put a file there meanwhile.
        _take_place(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _made(folder: Path) -> set[str]:
    """The names in a folder that its mark knows."""
    with contextlib.suppress(OSError, ValueError):
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        if isinstance(mark, dict) and isinstance(mark.get("made"), list):
            return {MARK, *map(str, mark["made"])}
    return set()


def _take_place(aside: Path, folder: Path) -> None:
    """Put one folder in the place of the other. The older one is there again where the second step fails."""
    older = folder.with_name(f"{aside.name}-older")
    try:
        if folder.exists():
            folder.rename(older)
        try:
            aside.rename(folder)
        except OSError:
            if older.exists():
                older.rename(folder)
            raise
    except OSError as error:
        raise _unwritable(folder, error) from error
    shutil.rmtree(older, ignore_errors=True)


def _clear_killed(folder: Path) -> None:
    """Delete what was left beside it by processes that were killed."""
    start = f".{folder.name}{_ASIDE}"
    for path in folder.parent.glob(f"{glob.escape(start)}*"):
        number = path.name.removeprefix(start).partition("-")[0]
        if number.isdigit() and not lives(int(number)):
            older = path.name.endswith("-older")
            if older and not folder.exists():
                path.rename(folder)  # Killed between the two steps: the one before is the whole one.
            else:
                shutil.rmtree(path, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> SolieuError:
    remedy = "Make room there, or name another folder"
    return SolieuError(str(folder), f"it cannot be written ({error.strerror})", remedy)
