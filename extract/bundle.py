"""A zip archive of documents: whether a file is one, and which members it has. Nothing is unpacked to know it.

One bad member is told by itself and stops no other; the archive is refused whole where its own list is no honest one.
"""

from __future__ import annotations

import contextlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.archive import BOMB, MOST_RATIO, RATIO_COUNTS_FROM
from extract.bundle_names import LONGEST, leads_out, name_of, plain
from extract.document import ReadError
from extract.head import ZIP, Head

MOST_MEMBERS = 1_000
MOST_MEMBER = 300 * 1024 * 1024
"""Bytes of one member, as of any file that is read."""
MOST_BYTES = 512 * 1024 * 1024
"""Bytes of all members together that are unpacked to be read."""
_MOST_DIRECTORY = 2 * 1024 * 1024
"""Bytes of the list of members at the archive's end: one of 1,000 long names has 300 KB."""
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
UNPACK = "unpack the archive and give the document itself"
_PARTS = (r"\[Content_Types\]\.xml", "mimetype", r"word/document\d*\.xml", r"xl/workbook\.\w+", r"ppt/presentation\S*")
_FORMATS = re.compile("|".join(_PARTS))
"""Parts by which a zip file is a document of its own: Office Open XML, OpenDocument, EPUB."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises on archives that are not as they should be."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive: its ``name`` for people, unique in it; ``problem`` and ``remedy`` where it cannot be
    unpacked; ``again`` where it is the same once more as one before it."""

    name: str
    info: zipfile.ZipInfo = field(repr=False)
    problem: str = ""
    remedy: str = ""
    again: bool = False


def members_of(path: Path) -> tuple[Member, ...] | None:
    """The members of the archive at ``path``, folders left out; None where it is no archive of documents.

    Raises ReadError where it is one and nothing of it can be read: damaged, too many members, too much to unpack.
    """
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(ZIP):
                return None
    except OSError:
        return None  # whoever reads it will say why
    try:
        with opened(path) as archive:
            infos = archive.infolist()
    except BROKEN as error:
        # A damaged zip file may be anything: its reader, or the refusal of one, speaks for it.
        if isinstance(error, _TooMuch):
            raise ReadError(path.name, "is a zip file with too long a list of members", BOMB) from error
        return None
    if any(_FORMATS.fullmatch(info.filename) for info in infos) or _is_foreign(path):
        return None
    return tuple(_judged(path, infos))


def is_bundle(path: Path) -> bool:
    """Whether a file is an archive of documents, sound or not."""
    try:
        return members_of(path) is not None
    except ReadError:
        return True


class _TooMuch(zipfile.BadZipFile):
    """The list of members is longer than any honest one."""


class _Bounded(io.BufferedReader):
    """A file that gives so much at once and no more: zipfile takes the list of members whole, as long as it claims."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_DIRECTORY:
            raise _TooMuch
        return super().read(size)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, whose list of members is taken only where it is of a bearable length. Raises one of BROKEN."""
    with _Bounded(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
        yield archive


def _judged(path: Path, infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    """Every member with what keeps it from being unpacked. Raises ReadError where the archive is refused whole."""
    infos = [info for info in infos if not name_of(info).endswith("/")]
    if len(infos) > MOST_MEMBERS:
        problem = f"is a zip archive of {len(infos)} members, more than {MOST_MEMBERS}"
        raise ReadError(path.name, problem, "pack the reports anew without the rest, in several archives")
    total = 0
    seen: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        written = name_of(info)
        name, (problem, remedy), again = plain(written) or "%", _problem(info, written), False
        if first := seen.get(name):
            again = not problem and (first.CRC, first.file_size) == (info.CRC, info.file_size)
            if not again and not problem:
                problem, remedy = "has the name of another member", "rename it and pack the archive anew"
            name = next(other for number in range(2, len(infos) + 2) if (other := f"{name} ({number})") not in seen)
        seen[name] = info
        total += 0 if problem or again else info.file_size
        if total > MOST_BYTES:
            problem = f"is a zip archive that would unpack to more than {MOST_BYTES // 1024 // 1024} MB"
            raise ReadError(path.name, problem, "pack the reports anew without the rest, in several archives")
        yield Member(name, info, problem, remedy, again)


def _problem(info: zipfile.ZipInfo, name: str) -> tuple[str, str]:
    """Why a member is not unpacked, and what to do; empty where it is."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if leads_out(name) or not plain(name):
        return "has a name that leads out of its archive", BOMB
    if len(name) > LONGEST:
        return f"has a name of {len(name)} letters", f"{UNPACK} under a shorter name"
    if kind not in (0, stat.S_IFREG):
        return "is a link or a device, not a document", UNPACK
    if info.flag_bits & 1:
        return "is protected with a password", f"{UNPACK}, or pack it anew without a password"
    if info.compress_type not in _PACKED:
        return f"is packed in a way that is not read (zip method {info.compress_type})", UNPACK
    if info.file_size > MOST_MEMBER:
        return f"is larger than {MOST_MEMBER // 1024 // 1024} MB", "split it into smaller files"
    if info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return f"unpacks to over {MOST_RATIO} times its size", BOMB
    return "", ""


def _is_foreign(path: Path) -> bool:
    """Whether the reader of another package takes the zip file for a document of its format."""
    from extract.readers import OURS, registry

    others = [reader for reader in registry().readers if reader not in OURS]
    if not others:
        return False
    head = Head(path.read_bytes(), path.name)
    for reader in others:
        with contextlib.suppress(ReadError):
            if reader.accepts(head):
                return True
    return False
