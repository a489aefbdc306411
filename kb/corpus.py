"""What lies in the given folders: every entry is a document, ignored for a reason, or refused. Nothing is passed over.

A zip archive is a folder in this: each of its members is a document of its own, ignored, or refused.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.bundle import Member, members_of
from extract.document import ReadError
from extract.member import damaged, digests
from extract.office.kept import SUFFIX as CONVERTED
from extract.scan.store import SUFFIX as RECOGNISED
from kb.sources import SHARED, SOURCES, Sources, load_sources, nfc

CORRECTIONS = "corrections.jsonl"
REVIEWS = "reviews"
"""The folder beside the corrections in which each export of the review keeps what it showed."""
FAILED = "chua-doc-duoc.txt"
"""In which ``solieu watch`` tells beside the documents what could not be read."""
NAMED = "named under ignore in sources.toml"
OWN = "read for what it says of documents"
KEPT = "kept by a review"
TOLD = "the list of what could not be read"
RECOGNISED_PAGES = "pages of a scan as they were recognised"
CONVERSION = "a document of the same name, converted to DOCX"
INSIDE = "counts beside an archive, not inside one"
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "icon\r"}


@dataclass(frozen=True, slots=True)
class Found:
    """One document to read: where it is, the ``name`` for people, and what ``sources.toml`` says of it.

    A member of an archive has a ``path`` through the archive, ``a.zip/b.docx``, and its hash, known from the listing.
    ``filename`` is the last step of a file's path, and the archive with all of the member's.
    """

    path: Path
    name: str
    filename: str
    entry: dict[str, str] = field(default_factory=dict)
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that cannot be a document; ``error`` is the whole message."""

    path: Path
    name: str
    filename: str
    error: str


@dataclass
class Listing:
    """The answer for every entry. ``ignored`` are (name, reason); ``warnings`` are told and fail nothing;
    ``missing`` are messages on given paths that do not exist, ``gone`` these paths; ``given`` is what was asked for,
    ``corrections`` the logs of corrections in them and, there or not, beside what was given. All paths are absolute."""

    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    given: list[Path] = field(default_factory=list)
    corrections: list[Path] = field(default_factory=list)


def list_documents(paths: list[Path], base: Path) -> Listing:
    """Go through folders and files. Raises SolieuError on a mistake in a ``sources.toml``."""
    listing = Listing()
    seen: set[Path] = set()
    loaded: dict[Path, Sources | None] = {}
    for given in paths:
        root = Path(os.path.abspath(given))  # noqa: PTH100 (resolve() would follow links, the name would change)
        if root.is_dir():
            listing.given.append(root)
            listing.corrections.append(root / CORRECTIONS)
            walk = _walk(root, base, listing)
        elif os.path.lexists(root):
            listing.given.append(root)
            listing.corrections.append(root.parent / CORRECTIONS)
            walk = iter([root])
        else:
            listing.gone.append(root)
            listing.missing.append(f"{given}: there is no such file or folder. Check the path.")
            continue
        for path in walk:
            if path not in seen:
                seen.add(path)
                _judge(path, root, base, loaded, listing)
    for sources in loaded.values():
        if sources:
            listing.warnings += sources.warnings
            _warn_of_missing(sources, listing)
    return listing


def _walk(root: Path, base: Path, listing: Listing) -> Iterator[Path]:
    """Files and odd entries under a folder in the order of names; folders inside are gone through."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        name = shown(root)
        message = f"{name}: the folder cannot be opened ({error.strerror}). Give yourself the right to read it."
        listing.refused.append(Refused(root, name, name, message))
        return
    for entry in entries:
        path = root / entry.name
        if entry.is_dir(follow_symlinks=False):
            reason = "hidden" if _is_hidden(entry.name) else _reason_to_pass(path, base)
            if reason:
                listing.ignored.append((shown(path) + "/", reason))
            else:
                yield from _walk(path, base, listing)
        else:
            yield path


def _judge(path: Path, root: Path, base: Path, loaded: dict[Path, Sources | None], listing: Listing) -> None:
    """Put one entry under found, ignored or refused."""
    name = shown(path) if path == root else shown(path.relative_to(root))
    reason = _reason_to_pass(path, base)
    if path.name == CORRECTIONS:
        listing.corrections.append(path)
    told: list[Sources] = []
    for folder in _folders(path, root):
        if folder not in loaded:
            file = folder / SOURCES
            loaded[folder] = load_sources(file) if file.is_file() else None
        told += [sources] if (sources := loaded[folder]) else []
    named, entry = _said(path, told)
    if reason or named:
        listing.ignored.append((name, reason or NAMED))
        return
    problem = _no_file(path) or _leads_out(path, root)
    if problem:
        remedy = "Put the file itself here, or name it under ignore in sources.toml"
        listing.refused.append(Refused(path, name, shown(path), f"{name}: {problem}. {remedy}."))
        return
    try:
        members = members_of(path)
    except ReadError as error:
        listing.refused.append(Refused(path, name, shown(path), message(name, error)))
        return
    if members is None:
        listing.found.append(Found(path, name, shown(path), entry))
    else:
        _judge_members(path, name, members, told, {key: entry[key] for key in SHARED if key in entry}, listing)


def _judge_members(
    path: Path, name: str, members: tuple[Member, ...], told: list[Sources], shared: dict[str, str], listing: Listing
) -> None:
    """Put each member of an archive under found, ignored or refused; ``shared`` is what its own entry says of all."""
    wanted: list[tuple[Member, dict[str, str]]] = []
    for member in members:
        inside, at = f"{name}/{member.name}", path / member.name
        reason = _reason_to_pass_member(member)
        named, entry = _said(at, told)
        if reason or named:
            listing.ignored.append((inside, reason or NAMED))
        elif member.problem:
            problem = ReadError(at.name, member.problem, member.remedy)
            listing.refused.append(Refused(at, inside, f"{shown(path)}/{member.name}", message(inside, problem)))
        else:
            wanted.append((member, {**shared, **entry}))
    if not members:
        problem = ReadError(name, "is a zip archive with nothing in it", "ask for it again, or put the reports here")
        listing.refused.append(Refused(path, name, shown(path), message(name, problem)))
    try:
        hashes = digests(path, tuple(member for member, _ in wanted))
    except ReadError as error:
        listing.refused.append(Refused(path, name, shown(path), message(name, error)))
        return
    for member, entry in wanted:
        at, inside, filename = path / member.name, f"{name}/{member.name}", f"{shown(path)}/{member.name}"
        if sha256 := hashes[member.name]:
            listing.found.append(Found(at, inside, filename, entry, sha256))
        else:
            listing.refused.append(Refused(at, inside, filename, message(inside, damaged(at.name))))


def _said(path: Path, told: list[Sources]) -> tuple[bool, dict[str, str]]:
    """Whether a ``sources.toml`` says to ignore a path, and what they say of it; the nearer overrides."""
    ignored = False
    entry: dict[str, str] = {}
    for sources in told:
        inside = nfc(path.relative_to(sources.folder).as_posix())
        ignored = ignored or any(fnmatch.fnmatchcase(inside, pattern) for pattern in sources.ignore)
        entry |= sources.entries.get(inside, {})
    return ignored, entry


def message(name: str, error: ReadError) -> str:
    """An error under the name that a listing gives its file."""
    return f"{name}: {error.problem}. {error.remedy[:1].upper()}{error.remedy[1:]}."


def _folders(path: Path, root: Path) -> list[Path]:
    """The folders whose ``sources.toml`` speaks of a file: from the given one inwards; the nearer overrides."""
    top = path.parent if path == root else root
    inner = path.parent
    folders = [inner]
    while inner != top:
        inner = inner.parent
        folders.append(inner)
    return folders[::-1]


def _reason_to_pass(path: Path, base: Path) -> str:
    name = path.name
    if name in (SOURCES, CORRECTIONS):
        return OWN
    if name == FAILED:
        return TOLD
    if name in (f"{CORRECTIONS}.torn", f"{CORRECTIONS}-lock"):
        return KEPT
    if path.parent.name == REVIEWS and name.endswith(".jsonl") and name.startswith(("B-", "hand-outs")):
        return KEPT
    if name.endswith(RECOGNISED):
        return RECOGNISED_PAGES
    if name.endswith(CONVERTED) and path.with_name(name.removesuffix(CONVERTED)).is_file():
        return CONVERSION
    if reason := _junk(name):
        return reason
    if path.parent == base.parent and (name == base.name or name.startswith((f"{base.name}-", f"{base.name}."))):
        return "the base itself"
    return ""


def _junk(name: str) -> str:
    if name.startswith("~$"):
        return "temporary file of an open Word document"
    if _is_hidden(name):
        return "hidden"
    return "file of the system" if name.lower() in _SYSTEM_FILES else ""


def _is_hidden(name: str) -> bool:
    """Whether a name is one that systems hide: one dot and a word. ``...txt`` and ``..%2Freport.txt`` are slips of
    whoever saved the file."""
    return name.startswith(".") and not name.startswith("..")


def _reason_to_pass_member(member: Member) -> str:
    """Why a member is no document. What people say of documents, and what is believed of them unseen (recognised pages,
    conversions), is not taken from an archive: whoever sent it would decide what is read."""
    *folders, name = member.name.split("/")
    if "__MACOSX" in folders:
        return "file of the system"
    if reason := next((reason for step in (*folders, name) if (reason := _junk(step))), ""):
        return reason
    if name in (SOURCES, CORRECTIONS):
        return INSIDE
    if name.endswith(RECOGNISED):
        return f"{RECOGNISED_PAGES}, {INSIDE}"
    return "the same member once more" if member.again else ""


def _no_file(path: Path) -> str:
    """Why an entry is not an ordinary file; empty where it is one. Opening a pipe would wait for ever."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "it is a link to nothing"
    except OSError as error:
        return f"it cannot be looked at ({error.strerror})"
    if stat.S_ISDIR(mode):
        return "it is a link to a folder"
    return "" if stat.S_ISREG(mode) else "it is no ordinary file"


def _leads_out(path: Path, root: Path) -> str:
    """Why a link is not followed: who puts it into a folder that others fill decides what of this machine is read. A
    link that was given itself, or that stays in the folder, is."""
    if path == root or not path.is_symlink():
        return ""
    return "" if path.resolve().is_relative_to(root.resolve()) else "it is a link that leads out of the folder"


def _warn_of_missing(sources: Sources, listing: Listing) -> None:
    paths = [one.path for one in listing.found] + [one.path for one in listing.refused]
    here = {nfc(path.as_posix()) for path in paths}
    for file in sources.entries:
        path = sources.folder / file
        if nfc(path.as_posix()) not in here and not path.exists():
            remedy = "Correct the name or take the entry out"
            listing.warnings.append(f"{sources.folder / SOURCES}, document {file}: there is no such file. {remedy}.")


def shown(path: Path) -> str:
    """A file's name, or a relative path, as people see it, in NFC. Bytes that are no UTF-8 are escaped,
    so that every terminal and SQLite can hold it."""
    name = path.name if path.is_absolute() else path.as_posix()
    return nfc(os.fsencode(name).decode("utf-8", "backslashreplace"))
