"""What lies in the given folders: every entry is a document, ignored for a reason, or refused. Nothing is passed over.

``sources.toml`` beside the documents holds what a person knows of them::

    ignore = ["old/*.docx"]

    [[document]]
    file = "report.pdf"
    place = "Quảng Nam"
    period = "2024-H1"
    url = "https://example.org/report.pdf"
"""

from __future__ import annotations

import datetime
import fnmatch
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from extract.office.kept import SUFFIX as CONVERTED
from extract.scan.store import SUFFIX as RECOGNISED
from rules.language.calendar import days_of
from rules.language.provinces import load_places, place_called
from rules.strict_toml import check_keys, closest, load_toml, string

SOURCES = "sources.toml"
CORRECTIONS = "corrections.jsonl"
REVIEWS = "reviews"
"""The folder beside the corrections in which each export of the review keeps what it showed."""
NAMED = "named under ignore in sources.toml"
OWN = "read for what it says of documents"
KEPT = "kept by a review"
RECOGNISED_PAGES = "pages of a scan as they were recognised"
CONVERSION = "a document of the same name, converted to DOCX"
LETTERHEAD = ("place", "period", "title", "issuer", "number", "issued_on", "doc_type")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "icon\r"}


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read: where it is, the ``name`` for people, and what ``sources.toml`` says of it."""

    path: Path
    name: str
    entry: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that cannot be a document; ``error`` is the whole message."""

    path: Path
    name: str
    error: str


@dataclass
class Listing:
    """The answer for every entry. ``ignored`` are (name, reason); ``warnings`` are told and fail nothing;
    ``missing`` are messages on given paths that do not exist, ``gone`` these paths; ``roots`` are the given folders,
    ``corrections`` the logs of corrections in them and, there or not, beside what was given. All paths are absolute."""

    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    roots: list[Path] = field(default_factory=list)
    corrections: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sources:
    """A ``sources.toml``: patterns to ignore and entries by file, both relative to its folder, with ``/``."""

    folder: Path
    ignore: tuple[str, ...]
    entries: dict[str, dict[str, str]]
    warnings: tuple[str, ...] = ()


def list_documents(paths: list[Path], base: Path) -> Listing:
    """Go through folders and files. Raises SolieuError on a mistake in a ``sources.toml``."""
    listing = Listing()
    seen: set[Path] = set()
    loaded: dict[Path, Sources | None] = {}
    for given in paths:
        root = Path(os.path.abspath(given))  # noqa: PTH100 (resolve() would follow links, the name would change)
        if root.is_dir():
            listing.roots.append(root)
            listing.corrections.append(root / CORRECTIONS)
            walk = _walk(root, base, listing)
        elif os.path.lexists(root):
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


def load_sources(path: Path) -> Sources:
    """Read a ``sources.toml``. Raises SolieuError, naming the entry and the closest known key."""
    data = load_toml(path)
    place = str(path)
    check_keys(place, data, (), ("ignore", "document"))
    ignore, documents = data.get("ignore", []), data.get("document", [])
    if not isinstance(ignore, list) or not all(isinstance(one, str) for one in ignore):
        raise SolieuError(place, "ignore is not a list of file names", 'Write ignore = ["a.pdf", "old/*"]')
    if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
        raise SolieuError(place, "document is not a list of tables", "Write [[document]] before each document")
    entries: dict[str, dict[str, str]] = {}
    warnings: list[str] = []
    for number, document in enumerate(documents, 1):
        here = f"{place}, document {document.get('file', number)}"
        file, entry = _entry(here, document)
        if file in entries:
            raise SolieuError(here, "the file is named twice", "Put both entries into one")
        if "place" in entry:
            province = place_called(entry["place"])
            entry["place"] = province.name if province else entry["place"]
            if province is None:
                remedy = closest(entry["place"], {one.name for one in load_places()})
                remedy = remedy if remedy.startswith("Perhaps") else "Its figures are not compared with provinces"
                warnings.append(f"{here}: {entry['place']} is no province. {remedy}.")
        entries[file] = entry
    return Sources(path.parent, tuple(_nfc(one) for one in ignore), entries, tuple(warnings))


def _entry(place: str, document: dict[str, Any]) -> tuple[str, dict[str, str]]:
    check_keys(place, document, ("file",), (*LETTERHEAD, "url"))
    words = dict(document)
    if isinstance(words.get("issued_on"), datetime.date):
        words["issued_on"] = words["issued_on"].isoformat()[:10]
    entry = {key: _nfc(string(place, words, key)) for key in words}
    if "period" in entry and not days_of(entry["period"]):
        remedy = "Write it like 2024, 2024-06, 2024-H1, 2024-Q2 or 2024-01-01/2024-06-05"
        raise SolieuError(place, f"period = {entry['period']} is no period", remedy)
    if "issued_on" in entry:
        try:
            datetime.date.fromisoformat(entry["issued_on"])
        except ValueError as error:
            remedy = "Write it like 2024-06-05"
            raise SolieuError(place, f"issued_on = {entry['issued_on']} is no day", remedy) from error
    return entry.pop("file").replace("\\", "/").removeprefix("./"), entry


def _walk(root: Path, base: Path, listing: Listing) -> Iterator[Path]:
    """Files and odd entries under a folder in the order of names; folders inside are gone through."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        name = shown(root)
        message = f"{name}: the folder cannot be opened ({error.strerror}). Give yourself the right to read it."
        listing.refused.append(Refused(root, name, message))
        return
    for entry in entries:
        path = root / entry.name
        if entry.is_dir(follow_symlinks=False):
            reason = "hidden" if entry.name.startswith(".") else _reason_to_pass(path, base)
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
    entry: dict[str, str] = {}
    for folder in _folders(path, root):
        if folder not in loaded:
            file = folder / SOURCES
            loaded[folder] = load_sources(file) if file.is_file() else None
        sources = loaded[folder]
        if sources is None:
            continue
        inside = _nfc(path.relative_to(folder).as_posix())
        if any(fnmatch.fnmatchcase(inside, pattern) for pattern in sources.ignore):
            reason = reason or NAMED
        entry = {**entry, **sources.entries.get(inside, {})}
    if reason:
        listing.ignored.append((name, reason))
        return
    problem = _no_file(path)
    if problem:
        remedy = "Put the file itself here, or name it under ignore in sources.toml"
        listing.refused.append(Refused(path, name, f"{name}: {problem}. {remedy}."))
    else:
        listing.found.append(Found(path, name, entry))


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
    if name in (f"{CORRECTIONS}.torn", f"{CORRECTIONS}-lock"):
        return KEPT
    if path.parent.name == REVIEWS and name.startswith("B-") and name.endswith(".jsonl"):
        return KEPT
    if name.endswith(RECOGNISED):
        return RECOGNISED_PAGES
    if name.endswith(CONVERTED) and path.with_name(name.removesuffix(CONVERTED)).is_file():
        return CONVERSION
    if name.startswith("~$"):
        return "temporary file of an open Word document"
    if name.startswith("."):
        return "hidden"
    if name.lower() in _SYSTEM_FILES:
        return "file of the system"
    if path.parent == base.parent and (name == base.name or name.startswith((f"{base.name}-", f"{base.name}."))):
        return "the base itself"
    return ""


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


def _warn_of_missing(sources: Sources, listing: Listing) -> None:
    here = {_nfc(found.path.as_posix()) for found in listing.found}
    for file in sources.entries:
        path = sources.folder / file
        if _nfc(path.as_posix()) not in here and not path.exists():
            remedy = "Correct the name or take the entry out"
            listing.warnings.append(f"{sources.folder / SOURCES}, document {file}: there is no such file. {remedy}.")


def _nfc(words: str) -> str:
    return unicodedata.normalize("NFC", words)


def shown(path: Path) -> str:
    """A file's name, or a relative path, as people see it, in NFC. Bytes that are no UTF-8 are escaped,
    so that every terminal and SQLite can hold it."""
    name = path.name if path.is_absolute() else path.as_posix()
    return _nfc(os.fsencode(name).decode("utf-8", "backslashreplace"))
