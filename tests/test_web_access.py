"""Every page for every eye and hand: axe-core on all, light and dark, wide and on a phone, in both languages."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page
from served import faults, leave_two_of_each

# Each page of the plugin, those that show more on request also in that state. {names} are filled in from the base.
PAGES = (
    "/",
    "/?places=new",
    "/compare/bts_stations?with=dti_rank",
    "/compare/dti_rank?with=dti_score",
    "/compare/fiber_coverage_rate?places=new",
    "/embed/compare/dti_rank?tab=map",
    "/compare",
    "/metric",
    "/metric?q=khongcogi",
    "/metric/dti_score",
    "/metric/dossiers_online_rate",
    "/figure/{figure}",
    "/figure/{row}",
    "/document/{document}?show=all",
    "/province/49-old",
    "/province/48",
    "/search?q=tram+bts",
    "/search?q=khongcogi",
    "/coverage",
    "/coverage?group=infrastructure&all=1",
    "/review",
    "/review/do",
    "/compare/none",
)
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What the dark scheme can spoil: it changes colours and nothing else (``test_dark_is_of_colours_alone``)."""
STATIC = Path(__file__).parents[1] / "kb" / "web" / "static"
SIZES = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})


def filled(path: str, base: Path) -> str:
    """The path with ids out of the base: a figure of a PDF's page, a figure in a table, a document with both."""
    one = {
        "figure": "select id from figures where bbox is not null and in_table = 0 order by id",
        "row": "select f.id from figures f join documents d on d.id = f.document_id"
        " where f.in_table = 1 and d.format = 'docx' order by f.id",
        "document": "select id from documents where filename like 'quang-nam-de-an%'",
    }
    with sqlite3.connect(base) as db:
        for name, query in one.items():
            path = path.replace("{" + name + "}", str(db.execute(query).fetchone()[0]))
    return path


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_fault(screen: Page, corpus_site: str, corpus_base: Path, path: str, language: str) -> None:
    address = filled(path, corpus_base)
    if language == "en":
        address += ("&" if "?" in address else "?") + "lang=en"
    if path == "/compare/none":
        # The browser's console tells of every answer that is no success, and this page is one.
        screen.route("**/compare/none*", lambda route: route.fulfill(response=route.fetch(), status=200))
    screen.goto(corpus_site + address)
    # What a click opens is read as well.
    screen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    states = [(scheme, size) for scheme in ("light", "dark") for size in SIZES]
    for scheme, size in states:
        show(screen, scheme, size)
        assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"], (scheme, size)
    if language == "en":
        states = states[: len(SIZES)]  # dark has the same colours in both languages
    show(screen, *states[0])
    leave_two_of_each(screen)
    found: dict[str, list[str]] = {}
    for scheme, size in states:
        show(screen, scheme, size)
        if there := faults(screen, OF_COLOURS if scheme == "dark" else ()):
            found[f"{scheme} {size['width']}"] = there[:6]
    assert not found


def test_dark_is_of_colours_alone() -> None:
    blocks = [
        block
        for sheet in sorted(STATIC.glob("*.css"))
        for block in re.findall(r"prefers-color-scheme: dark\) \{\n(.*?)\n\}", sheet.read_text(encoding="utf-8"), re.S)
    ]
    assert len(blocks) > 3
    colours = r"\s*:root \{(?:\s*--[a-z0-9-]+: (?:#[0-9a-f]{3,8}|[a-z-]+\([^;]*\));)+\s*\}\s*"
    assert [block for block in blocks if not re.fullmatch(colours, block)] == []


def show(screen: Page, scheme: str, size: dict[str, int]) -> None:
    """Give the page a colour scheme and a size."""
    screen.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    screen.set_viewport_size(size)  # type: ignore[arg-type]


def test_a_fault_would_be_found(screen: Page, corpus_site: str) -> None:
    screen.goto(corpus_site)
    assert not faults(screen)
    screen.evaluate("document.querySelector('h1 + p').style.color = '#dddddd'")
    screen.evaluate("document.querySelector('label[for=tim]').remove()")
    screen.evaluate("document.querySelector('input#tim').removeAttribute('placeholder')")
    assert {one.split(":")[0] for one in faults(screen)} == {"color-contrast", "label"}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("one.style.color = '#dddddd'", "color-contrast"),
        ("one.textContent = ''", "link-name"),
        ("one.setAttribute('role', 'nothing')", "aria-roles"),
        ("one.lang = 'xx-nothing'", "valid-lang"),
    ],
)
def test_a_fault_of_one_row_among_many_would_be_found(screen: Page, corpus_site: str, spoil: str, rule: str) -> None:
    screen.goto(f"{corpus_site}/metric")
    screen.evaluate(f"const many = document.querySelectorAll('main li a'); const one = many[many.length - 7]; {spoil}")
    assert leave_two_of_each(screen) > 500
    assert rule in {one.split(":")[0] for one in faults(screen)}
