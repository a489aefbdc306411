"""The order of work of ``solieu publish``: the reduced base decides what goes out, all else is made of it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.metadata import metadata
from kb.publish import citation
from kb.publish.outgoing import Outgoing, outgoing
from kb.publish.package import About, write_package
from kb.publish.reduced import write_reduced
from kb.publish.staged import check_folder, staged
from kb.store import read_base
from kb.versions import solieu_version

BASE = "kb.db"
PAGES = "pages"
MOST_PAGES = 200_000
"""So many pages at most, unless another number is said: overviews come first, pages of figures last."""
_ENTRY = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={pages}/index.html">
<link rel="icon" href="{pages}/solieu/icon.svg">
<title>Solieu</title></head><body><p><a href="{pages}/index.html">Solieu</a></p></body></html>
"""
Told = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person who publishes says: who they are, an SPDX licence (empty: none is said), the address that the
    publication will have (empty: not known), whether reviewers are named, and how many pages are copied at most."""

    publisher: str = "Solieu"
    licence: str = ""
    address: str = ""
    names: bool = False
    pages: int = MOST_PAGES


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the size of each part in bytes by its name, pages, and pages that the limit kept out."""

    going: Outgoing
    sizes: dict[str, int]
    pages: int
    pages_left: int


def publish(base: Path, folder: Path, wish: Wish, told: Told) -> Published:
    """Write a publication of a base into a folder, whole or not at all. Raises SolieuError where the base cannot be
    published or the folder is not to be written."""
    check_folder(folder)
    with closing(read_base(base)) as db:
        going = outgoing(db, wish.names)
    with staged(folder, {"solieu": solieu_version(), "day": going.day, "figures": going.figures}) as out:
        return write_publication(base, out, going, wish, told)


def write_publication(base: Path, out: Path, going: Outgoing, wish: Wish, told: Told) -> Published:
    """Write all parts of a publication into a folder that is there."""
    about = about_of(going, wish)
    told("base", 0, 1)
    write_reduced(base, out / BASE, wish.names)
    told("tables", 0, 1)
    with closing(read_base(out / BASE)) as db:
        write_package(db, out, about)
    (out / citation.FILE).write_text(citation.citation(about), encoding="utf-8")
    pages = left = 0
    if wish.pages:
        pages, left = _copy_pages(out, going, wish, told)
        (out / "index.html").write_text(_ENTRY.format(pages=PAGES), encoding="utf-8")
    sizes = {path.name: _size(path) for path in sorted(out.iterdir())}
    return Published(going, sizes, pages, left)


def about_of(going: Outgoing, wish: Wish) -> About:
    """What the publication says of itself: the texts of the base, the words of who publishes."""
    said = metadata()
    version = going.day.replace("-", ".") or "0"
    texts = (said["title"], said["description"], wish.publisher, wish.licence, said["license"])
    return About(*texts, version, going.day, wish.address)


def _copy_pages(out: Path, going: Outgoing, wish: Wish, told: Told) -> tuple[int, int]:
    """The static copy, out of the base that goes out: what is not in it no page can show."""
    # Loading Datasette takes a second, which a publication without pages would feel.
    from kb.publish.copying import Copy, empty_pages, fetch, link_up
    from kb.publish.own_pages import write_own_pages
    from kb.publish.search_index import write_index

    with closing(sqlite3.connect(out / BASE)) as db:
        copy = Copy(out / PAGES, wish.pages, empty_pages(db))
    asyncio.run(fetch(out / BASE, copy, lambda done, known: told("pages", done, known)))
    notices = write_own_pages(copy, going.day)
    home = f"{wish.address.rstrip('/')}/{PAGES}" if wish.address else ""
    link_up(copy, notices, home, lambda done, known: told("links", done, known))
    told("search", 0, 1)
    write_index(out / BASE, copy)
    return copy.pages, copy.left


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
