"""The static copy: the pages of the real application, asked for in this process, written as files that need no server.

First all pages are fetched, those that lead to others first; then, when it is known what there is, their links are
made relative. What a copy holds is said by :mod:`kb.publish.addresses`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser

from extract.document import SolieuError
from kb.publish.addresses import ORIGIN, Address, read_address
from kb.publish.static_page import anchors_of, links_of, made_static, usual_choices
from kb.web.language import LANGUAGES
from kb.web.serve import datasette

AT_ONCE = 4
_STARTS = ("/", "/search", "/help", "/metric", "/coverage", "/targets", "/reaching", "/differ", "/compare")
_OF_METRIC = ("metric", "compare", "years", "differ")
_EMPTY = "select id from metrics where id not in (select metric_id from figures_final where metric_id is not null)"
_SILENT = """
select id from places where id not in (select place_id from figures_final where place_id is not null)
and id not in (select merged_into from places where merged_into is not null)
"""
_FIRST = {"part": "1", "page": "1", "status": "actual"}
"""What an address means that does not say it, where the page has no list to choose it from."""
Told = Callable[[int, int], None]
"""Is told how many pages are done and how many are known."""


@dataclass(slots=True)
class Copy:
    """A static copy as far as it is made. ``usual`` is what a page with a choosing form stands on, by its path;
    ``parts`` the part of a long document in which an anchor stands; ``left`` are pages over the limit; ``empty``
    are the paths of what the base has no figure of: the catalogue has many more metrics than most bases."""

    root: Path
    most: int
    empty: frozenset[str] = frozenset()
    pages: int = 0
    left: int = 0
    known: set[Address] = field(default_factory=set)
    written: set[Address] = field(default_factory=set)
    usual: dict[str, Mapping[str, str]] = field(default_factory=dict)
    parts: dict[tuple[str, str], str] = field(default_factory=dict)
    _waiting: dict[str, list[Address]] = field(default_factory=dict)
    _queues: tuple[deque[Address], ...] = field(default_factory=lambda: (deque(), deque(), deque()))

    def add(self, address: Address) -> None:
        """Have a page fetched, in both languages. A choice on a page whose usual choices are not known yet waits."""
        plain = Address(address.path, (), address.language)
        if address.chosen and address != plain:
            self.add(plain)
            if address.path not in self.usual:
                self._waiting.setdefault(address.path, []).append(address)
                return
            address = address.without(self.usual[address.path])
        # What compares nothing has no page; what a metric counts is told all the same.
        nothing = address.path in self.empty and not address.path.startswith(("/metric/", "/province/"))
        if nothing or address in self.known or not address.is_copied():
            return
        for said in LANGUAGES if address.is_page else LANGUAGES[:1]:
            one = Address(address.path, address.chosen, said)
            self.known.add(one)
            self._queues[self._rank(one)].append(one)

    def next(self, number: int) -> list[Address]:
        """The next pages to fetch; none where all are there, or as many as may be."""
        some: list[Address] = []
        while len(some) < number and (queue := next(filter(None, self._queues), None)):
            one = queue.popleft()
            if not one.is_page or self.pages + sum(other.is_page for other in some) < self.most:
                some.append(one)
            else:
                self.left += 1
        return some

    def _rank(self, address: Address) -> int:
        """Where it stands in line: overviews, then figures, last what the base says nothing of."""
        return 2 if address.path in self.empty else 1 if address.is_figure else 0

    def take(self, address: Address, page: LexborHTMLParser) -> None:
        """Learn of a page that came: what it stands on, where its anchors are, where it leads."""
        if not address.chosen and address.path not in self.usual:
            self.usual[address.path] = {**_FIRST, **usual_choices(page)}
            for one in self._waiting.pop(address.path, []):
                self.add(one)
        part = dict(address.chosen).get("part")
        if part and address.language == "vi":
            self.parts.update(((address.path, anchor), part) for anchor in anchors_of(page))
        for link in links_of(page):
            if read := read_address(link, address):
                self.add(read[0])

    def lookup(self, address: Address, anchor: str) -> str | None:
        """The file of an address with its anchor; None where it was not copied."""
        if not address.chosen and (part := self.parts.get((address.path, anchor))):
            address = Address(address.path, (("part", part),), address.language)
        address = address.without(self.usual.get(address.path, {}))
        return address.file + (f"#{anchor}" if anchor else "") if address in self.written else None


def empty_pages(db: sqlite3.Connection) -> frozenset[str]:
    """The paths of the pages of metrics and provinces that the base has no figure of."""
    metrics = {f"/{kind}/{metric}" for (metric,) in db.execute(_EMPTY) for kind in _OF_METRIC}
    return frozenset(metrics | {f"/province/{place}" for (place,) in db.execute(_SILENT)})


async def fetch(base: Path, copy: Copy, told: Told) -> None:
    """Fetch the pages of a base into the copy's folder, as the application gives them. Raises SolieuError where one
    cannot be made."""
    site = datasette(base)
    transport = httpx.ASGITransport(app=site.app())
    for start in _STARTS:
        copy.add(Address(start))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=None) as client:
        while some := copy.next(AT_ONCE):
            for address, answer in zip(some, await _answers(client, some), strict=True):
                _keep(copy, address, answer)
            told(copy.pages, min(copy.most, len(copy.known)))


async def _answers(client: httpx.AsyncClient, some: Sequence[Address]) -> list[httpx.Response]:
    return list(await asyncio.gather(*(client.get(one.asked) for one in some)))


def _keep(copy: Copy, address: Address, answer: httpx.Response) -> None:
    if answer.status_code == 404:
        return  # A page may name what is no page of its own: its words stay, without a link.
    if answer.status_code != 200:
        problem = f"the page cannot be made ({answer.status_code})"
        raise SolieuError(address.asked, problem, "Look at it with solieu serve, which says why")
    file = copy.root / address.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(answer.content)
    copy.written.add(address)
    if address.is_page:
        copy.pages += 1
        copy.take(address, LexborHTMLParser(answer.content))


def link_up(copy: Copy, notices: Mapping[str, tuple[str, str]], home: str, told: Told) -> None:
    """Make the links of all fetched pages relative. ``notices`` are the line at the foot of a page and the file that
    it leads to, by language; ``home`` is the address that the copy will have, empty where that is not known."""
    for number, address in enumerate(pages_of(copy), 1):
        file = copy.root / address.file
        page = LexborHTMLParser(file.read_bytes())
        file.write_text(made_static(page, address, copy.lookup, notices[address.language], home), encoding="utf-8")
        told(number, copy.pages)


def pages_of(copy: Copy) -> Iterator[Address]:
    """The pages that were written."""
    return (address for address in copy.written if address.is_page)
