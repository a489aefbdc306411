"""``solieu doctor``: what this machine can read, what is missing, and the one command that installs it.

Loads no reader's libraries: their versions come from what is installed, parts are looked for and not started.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from extract.office import soffice
from extract.reader import Missing, Reader, one_command
from extract.readers import registry
from kb.installing import command_here
from kb.options import json_option
from kb.versions import solieu_version

_WORDS = Path(__file__).with_suffix(".toml")
_BASE = "kb.db"
_EXTRA = re.compile(r"(?P<name>[\w.-]+)(?:\[(?P<of>\w+)\])?.*;.*\bextra == ['\"](?P<extra>\w+)['\"]")
"""A requirement as a package's metadata write it: ``pyarrow>=15; extra == "publish"``."""
_FOR_MAKERS = ("dev", "fit")
"""Extras of who works on Solieu, not of who uses it."""
_WAL_MENDED = (3, 51, 3)
"""Before, two connections that write or checkpoint a base at the same moment may damage it
(https://sqlite.org/wal.html, "The WAL-Reset Bug")."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that there is a reader for. ``reads``: ``all`` of its files, ``part`` of them, ``none``; ``libraries``
    with their versions, None where one is not installed."""

    name: str
    endings: tuple[str, ...]
    reads: str
    libraries: dict[str, str | None]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The formats in the order in which readers are asked, what each missing part is missing for, and why readers of
    other packages are not used."""

    formats: tuple[Format, ...]
    missing: dict[Missing, tuple[str, ...]]
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything can be read here."""
        return not (self.missing or self.faults)


@click.command()
@click.option("--missing", "only_missing", is_flag=True, help="Only what is missing; nothing where all is there.")
@json_option
def doctor(only_missing: bool, as_json: bool) -> None:
    """Tell which formats this machine can read, what is missing for others, and the one command that installs it.

    Exit code 1 says that something is missing.

    Example: solieu doctor
    """
    health = examine()
    if as_json:
        click.echo(json.dumps(_as_json(health), ensure_ascii=False, indent=1))
    else:
        _tell(health, only_missing)
    sys.exit(0 if health.sound else 1)


def examine() -> Health:
    """What this installation reads, and what it lacks."""
    known = registry()
    formats: list[Format] = []
    faults = list(known.faults)
    missing: dict[Missing, tuple[str, ...]] = {}
    for reader in known.readers:
        try:
            formats.append(_format(reader))
        except SolieuError as error:  # a reader of somebody else that cannot say what it needs
            faults.append(str(error))
            continue
        for part in formats[-1].missing:
            missing[part] = (*missing.get(part, ()), reader.format)
    if not _searches():
        words = _words()["says"]
        missing[Missing(words["fts5"], words["fts5_command"], words["fts5_vi"])] = (_BASE,)
    return Health(tuple(formats), missing, tuple(faults))


def _format(reader: Reader) -> Format:
    libraries = {library: _version(library) for library in reader.libraries}
    needs = (*(Missing.package(name) for name, version in libraries.items() if version is None), *reader.needs())
    wants = tuple(reader.wants())
    # What only some files need may be a library too: without it the others are read.
    barred = [part for part in needs if part not in wants]
    reads = "none" if barred else "part" if wants else "all"
    return Format(reader.format, reader.endings, reads, libraries, tuple(dict.fromkeys((*needs, *wants))))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def extras(requires: Iterable[str]) -> dict[str, bool]:
    """The extras that a package's requirements name, and whether all that each of them asks for is installed."""
    asked: dict[str, list[tuple[str, str | None]]] = {}
    for line in requires:
        if (match := _EXTRA.match(line)) and match["extra"] not in _FOR_MAKERS:
            asked.setdefault(match["extra"], []).append((match["name"], match["of"]))

    def is_there(extra: str) -> bool:
        # An extra may ask for another one of ours: `ocr` is `solieu[scan]`.
        return all(is_there(of) if of and name == "solieu" else bool(_version(name)) for name, of in asked[extra])

    return {extra: is_there(extra) for extra in sorted(asked)}


def _own_extras() -> dict[str, bool]:
    # The extra `office` brings nothing: what it stands for is a program, which pip cannot install.
    return {**extras(metadata.requires("solieu") or ()), "office": soffice.program() is not None}


def has_wal_fault(version: tuple[int, ...]) -> bool:
    """Whether an SQLite has the fault in resetting its write-ahead log. No base of ours meets it: who writes holds the
    lock file and has one connection, all others are opened to read only and cannot checkpoint. Another program that
    writes the base meanwhile can."""
    return version < _WAL_MENDED


def _searches() -> bool:
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("create virtual table words using fts5(text)")
        except sqlite3.OperationalError:
            return False
    return True


def _command(health: Health) -> str:
    return command_here(one_command(health.missing))


def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def _tell(health: Health, only_missing: bool) -> None:
    words = _words()
    heads, says = words["heads"], words["says"]
    if not only_missing:
        click.echo(f"Solieu {solieu_version()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
        click.echo(says["wal_fault" if has_wal_fault(sqlite3.sqlite_version_info) else "wal_mended"])
        click.echo()
        click.echo(heads["formats"])
        rows = [
            (
                *(one.name, words["reads"][one.reads], " ".join(one.endings)),
                ", ".join(f"{name} {version or '-'}" for name, version in one.libraries.items()),
            )
            for one in health.formats
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            click.echo("  ".join(("", *padded, row[-1])).rstrip())
        click.echo()
        parts = [
            f"{name} ({words['extras']['there' if there else 'missing']})" for name, there in _own_extras().items()
        ]
        click.echo(f"{heads['extras']}\n  {', '.join(parts) or '-'}\n")
    if health.missing:
        click.echo(heads["missing"])
        for part, formats in health.missing.items():
            both = " · ".join(dict.fromkeys((part.what_vi or part.what, part.what)))
            click.echo(f"  {', '.join(formats)}: {both}")
        click.echo(f"{heads['command']}\n  {_command(health)}")
        if "apt-get " in _command(health) and not shutil.which("apt-get"):
            click.echo(f"  {says['no_debian']}")
        click.echo(says["until_then"])
    if health.faults:
        click.echo(heads["readers"])
        for fault in health.faults:
            click.echo(f"  {fault}")
    if health.sound and not only_missing:
        click.echo(says["nothing"])


def _as_json(health: Health) -> dict[str, Any]:
    return {
        "sound": health.sound,
        "formats": [
            {
                "format": one.name,
                "endings": one.endings,
                "reads": one.reads,
                "libraries": one.libraries,
                "missing": [part.what for part in one.missing],
            }
            for one in health.formats
        ],
        "missing": [
            {"what": part.what, "what_vi": part.what_vi or part.what, "for": formats, "command": part.command}
            for part, formats in health.missing.items()
        ],
        "command": _command(health) if health.missing else None,
        "faults": health.faults,
        "extras": _own_extras(),
        "versions": {
            "solieu": solieu_version(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "sqlite_has_wal_fault": has_wal_fault(sqlite3.sqlite_version_info),
    }
