"""One member of a zip archive as a file, and its hash.

A document inside is spoken of by a path through its archive, ``a.zip/b/c.docx``. Nothing of an archive is laid out as a
tree: one member at a time is written into a folder of its own, so no name in an archive can lead anywhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from extract.bundle import BROKEN, UNPACK, Member, is_bundle, members_of, opened
from extract.document import ReadError

_CHUNK = 1 << 20
_ASK = "ask for the archive again, or unpack it and give the documents themselves"


def container(path: Path) -> Path | None:
    """The archive that a path leads through (``a.zip`` of ``a.zip/b/c.docx``); None where it leads through none."""
    if path.is_file():
        return None
    return next((above for above in path.parents if above.is_file()), None)


def damaged(name: str) -> ReadError:
    """The error of a member whose bytes are not those that were packed."""
    return ReadError(name, "is damaged in its archive", _ASK)


def digests(path: Path, members: tuple[Member, ...]) -> dict[str, str]:
    """The SHA-256 of members by their names; an empty one where a member is damaged. Raises ReadError where the
    archive itself cannot be opened any more."""
    found = {}
    with _reopened(path) as archive:
        for member in members:
            try:
                with archive.open(member.info) as file:
                    found[member.name] = _digest(file)
            except BROKEN:
                found[member.name] = ""
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file, or of a member by its path through an archive. Raises OSError, or ReadError where the
    archive does not hold it."""
    archive = container(path)
    if archive is None:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    with _member(archive, path) as file:
        return _digest(file)


@contextlib.contextmanager
def on_disk(path: Path) -> Iterator[Path]:
    """The document at ``path`` as an ordinary file: itself, or unpacked for as long as the block lasts.

    Raises ReadError where a member is damaged, not there any more, or an archive itself.
    """
    archive = container(path)
    if archive is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="member-") as folder:
        # The last step of its name, for its ending and for messages; percent signs took the place of what is no letter.
        target = Path(folder) / path.name
        try:
            out = target.open("xb")
        except OSError:  # a name that this file system cannot hold
            target = Path(folder) / f"member{path.suffix if len(path.suffix) < 9 else ''}"
            out = target.open("xb")
        with out, _member(archive, path) as file:
            _copy(file, out, path.name)
        if is_bundle(target):
            raise ReadError(path.name, "is a zip archive inside a zip archive, which is not opened", UNPACK)
        yield target


@contextlib.contextmanager
def _reopened(path: Path) -> Iterator[zipfile.ZipFile]:
    with contextlib.ExitStack() as held:
        try:
            archive = held.enter_context(opened(path))
        except BROKEN as error:
            raise ReadError(path.name, "cannot be opened as a zip archive any more", _ASK) from error
        yield archive


@contextlib.contextmanager
def _member(archive: Path, path: Path) -> Iterator[IO[bytes]]:
    """A member by its path through its archive, opened. Raises ReadError where there is none to be read."""
    name = path.relative_to(archive).as_posix()
    found = next((one for one in members_of(archive) or () if one.name == name), None)
    if found is None:
        raise ReadError(path.name, "is not in its archive any more", "build again")
    if found.problem:
        raise ReadError(path.name, found.problem, found.remedy)
    with contextlib.ExitStack() as held:
        whole = held.enter_context(_reopened(archive))
        try:
            file = held.enter_context(whole.open(found.info))
        except BROKEN as error:
            raise damaged(path.name) from error
        yield file


def _digest(file: IO[bytes]) -> str:
    sha256 = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        sha256.update(chunk)
    return sha256.hexdigest()


def _copy(file: IO[bytes], out: IO[bytes], name: str) -> None:
    try:
        while chunk := file.read(_CHUNK):
            out.write(chunk)
    except BROKEN as error:
        raise damaged(name) from error
