"""All that links of our pages lead to: no link fails, none leads to another host, nothing complains, a phone shows it.

A few addresses of each kind are followed, for a kind has the same template: the route with the names that it asks by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from served import LOCAL, fits_a_phone, watched

MOST_OF_A_KIND = 1
OURS = re.compile(
    r"/(?:compare|embed|metric|figure|document|province|years|differ)(?:/.*)?|/(?:coverage|targets|reaching|search|review).*|/"
)

TABLES = (".csv", ".xlsx", ".json", ".parquet")
FILES = (".png", ".svg", "/original", *TABLES, ".txt", ".bib", ".ris", ".atom")
"""Addresses that are no pages: a browser that opens one saves it."""


def kind(address: str) -> str:
    """The kind of an address: its route, the place of an id in it, and the names that it asks by."""
    parts = urlsplit(address)
    steps = parts.path.split("/")
    route = "/".join([*steps[:2], *("*" if at == 2 else step for at, step in enumerate(steps[2:], 2))])
    return f"{route}?{'&'.join(sorted({name for name, _ in parse_qsl(parts.query) if name != 'lang'}))}"


def links(html: str, page: str) -> Iterator[str]:
    """The addresses of a page, whole and without what is inside of a page."""
    for node in LexborHTMLParser(html).css("a[href], link[href], script[src], img[src], form[action]"):
        address = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("action") or ""
        if not address.startswith(("#", "data:")):
            yield urljoin(page, address).partition("#")[0]


@pytest.fixture(scope="module")
def crawled(corpus_site: str) -> dict[str, tuple[int, str]]:
    """Each address that was followed, with its status and the page that it was found on."""
    seen: dict[str, tuple[int, str]] = {}
    waiting = [(f"{corpus_site}/", ""), (f"{corpus_site}/?lang=en", "")]
    kinds: Counter[str] = Counter()
    with httpx.Client(timeout=60) as client:
        while waiting:
            address, found_on = waiting.pop(0)
            path = address.removeprefix(corpus_site)
            if address in seen or not address.startswith(corpus_site) or kinds[kind(path)] >= MOST_OF_A_KIND:
                continue
            kinds[kind(path)] += 1
            answer = client.get(address)
            seen[address] = answer.status_code, found_on
            if OURS.fullmatch(urlsplit(path).path) and "text/html" in answer.headers.get("content-type", ""):
                for one in links(answer.text, address):
                    # What a document itself links to is not asked for; it must be where the document was published.
                    if one.startswith("http") and not one.startswith(corpus_site):
                        assert 'rel="noreferrer"' in answer.text, (address, one)
                    waiting.append((one, address))
    return seen


def test_no_link_fails(crawled: dict[str, tuple[int, str]]) -> None:
    assert len(crawled) > 60
    assert [(one, status, page) for one, (status, page) in crawled.items() if status != 200] == []


def test_every_page_of_ours_is_reached(crawled: dict[str, tuple[int, str]], corpus_site: str) -> None:
    routes = {urlsplit(one.removeprefix(corpus_site)).path.split("/")[1] for one in crawled}
    wanted = {"", "compare", "metric", "figure", "document", "province", "years", "coverage", "targets", "reaching"}
    assert wanted | {"search", "review"} <= routes


def test_nothing_complains_and_a_phone_shows_each_kind(
    chromium: Browser, crawled: dict[str, tuple[int, str]], corpus_site: str
) -> None:
    first: dict[str, str] = {}
    for address in crawled:
        path = urlsplit(address.removeprefix(corpus_site)).path
        if OURS.fullmatch(path) and not path.endswith(FILES):
            first.setdefault(path.split("/")[1] + urlsplit(address).query[:12], address)
    wide = []
    with watched(chromium, LOCAL) as page:
        for address in first.values():
            page.goto(address)
            if not fits_a_phone(page):
                wide.append(address)
    assert wide == []
