"""Whatever font a reader's machine has, no page is wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fonts import FAMILIES, WORLD, configuration, family_files
from needs import left_out
from playwright.sync_api import Browser, Page
from served import start
from test_web_access import PAGES, filled

HERE = {family: files for family in FAMILIES if (files := family_files(family))} | {"Arimo": (WORLD,)}
WIDE = "letter-spacing: .05em"
"""A font wider than all of these, for the machines that have none of them."""


@pytest.fixture(scope="module")
def many_fonts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium that knows the families of this machine, to be chosen by name."""
    files = [path for family in HERE.values() for path in family]
    written = configuration(tmp_path_factory.mktemp("families"), files)
    with start(FONTCONFIG_FILE=str(written)) as browser:
        yield browser


@pytest.fixture(scope="module")
def phone(many_fonts: Browser) -> Iterator[Page]:
    """A page of a phone's width."""
    context = many_fonts.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_family_is_tried(family: str) -> None:
    if family not in HERE:
        left_out(f"no font {family}: apt-get install fonts-dejavu-core fonts-liberation fonts-noto-core")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(
    phone: Page, corpus_site: str, corpus_base: Path, path: str, language: str
) -> None:
    address = filled(path, corpus_base)
    phone.goto(corpus_site + address + ("&" if "?" in address else "?") + f"lang={language}")
    phone.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    styles = {family: f'font-family: "{family}"' for family in HERE} | {"a wide font": WIDE}
    widths = {
        name: phone.evaluate(
            "style => { const sheet = document.styleSheets[0];"
            " const at = sheet.insertRule(`* { ${style} !important }`, sheet.cssRules.length);"
            " const width = document.documentElement.scrollWidth; sheet.deleteRule(at); return width }",
            style,
        )
        for name, style in styles.items()
    }
    assert not {name: width for name, width in widths.items() if width > 360}
