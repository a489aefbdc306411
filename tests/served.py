"""Fixtures of the tests of pages: a base that is served, and a real Chromium that nothing may complain in."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.base import AXE_SCRIPT
from browser import REMEDY, UNWANTED, find_browser
from needs import left_out
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

from kb.web.handing_in import Reviewing
from kb.web.serve import application

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
LOCAL = ("http://127.0.0.1:", "data:")
# Five seconds, its own patience, are short where others are busy; what does not come at all is told all the same.
expect.set_options(timeout=30_000)
SERIOUS = ("serious", "critical")
_LEAVE_TWO = r"""() => {
  const values = /^(class|role|type|lang|scope|open|disabled|aria-(?!label|describedby|owns|controls).*)$/
  const make = (row) => [row, ...row.querySelectorAll('*')].map((one) => {
    const own = [...one.attributes].map(({ name, value }) => name + (values.test(name) ? value : !value.trim()))
    const words = [...one.childNodes].some((inside) => inside.nodeType === Node.TEXT_NODE && inside.data.trim())
    const look = getComputedStyle(one)
    const looks = ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'opacity', 'display', 'visibility']
    return [one.tagName, one.childElementCount, words, ...own.sort(), ...looks.map((name) => look[name])].join()
  }).join(';')
  let gone = 0
  for (const parent of document.querySelectorAll('body *')) {
    if (!parent.isConnected || parent.closest('svg') || parent.childElementCount < 3) continue
    const times = {}
    for (const child of [...parent.children]) {
      const key = make(child)
      times[key] = (times[key] || 0) + 1
      if (times[key] > 2) {
        child.remove()
        gone += 1
      }
    }
  }
  return gone
}"""


@contextlib.contextmanager
def servers() -> Iterator[Callable[..., str]]:
    """Serves bases on ports of this machine, each until the end of the block; gives their addresses.
    ``host`` is the one that the application is told that it is served at, ``reviewing`` its review mode."""
    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(db: Path, host: str = "127.0.0.1", reviewing: Reviewing | None = None) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = application(db, host, reviewing)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        started.append((server, thread))
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        assert server.started
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, thread in started:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[..., str]]:
    """Serves bases until the tests of the module are done."""
    with servers() as serve:
        yield serve


@pytest.fixture(scope="module")
def corpus_site(serving: Callable[..., str], corpus_base: Path) -> str:
    """The address of the repository's own corpus."""
    return serving(corpus_base)


def follow(target: Locator, key: str = "") -> None:
    """Clicks, or presses a key on, what leads to another page or to another place on this one, and is back when that
    stands there whole: a click alone is done when the browser was asked to go, and what is read next may be of
    neither page."""
    with target.page.expect_navigation():
        target.press(key) if key else target.click()


@contextlib.contextmanager
def start(**environment: str) -> Iterator[Browser]:
    """A headless Chromium with more in its environment; a test that asks where there is none is left out."""
    if UNWANTED:
        pytest.skip("SOLIEU_NO_BROWSER=1: no browser is wanted")
    program = find_browser()
    if program is None:
        left_out(f"no Chromium: {REMEDY}")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=program, args=ARGUMENTS, env={**os.environ, **environment}
            )
        except Error as error:  # playwright's own Chromium without the libraries that a distribution's brings along
            left_out(f"{program} does not start ({error.message.splitlines()[0]}): apt-get install chromium")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium(our_fonts: None) -> Iterator[Browser]:
    """A headless Chromium."""
    with start() as browser:
        yield browser


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A page that fails the test where its console complains, a script runs wild or another host is asked."""
    with watched(chromium, LOCAL) as page:
        yield page


@contextlib.contextmanager
def watched(chromium: Browser, local: tuple[str, ...]) -> Iterator[Page]:
    """A page at whose end nothing may have complained, and nothing been asked that does not begin with ``local``."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda asked: None if asked.url.startswith(local) else complaints.append(asked.url))
    yield page
    context.close()
    assert not complaints, complaints


def faults(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """The serious faults that axe-core finds on the page as it is, each with where it is: of all rules, or of some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("how => axe.run(how)", {"resultTypes": ["violations"], **only})["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found if one["impact"] in SERIOUS for node in one["nodes"]]


def leave_two_of_each(page: Page) -> int:
    """Takes rows, items and cells out of the page that are made as two of their neighbours are, and gives how many. A
    page of a thousand rows of one make is as faulty as two of them, and axe-core looks at each element of each row.

    Alike are elements that have, with all inside of them, the same tags, attributes, looks and places of words; of the
    words themselves only whether there are any.
    """
    return int(page.evaluate(_LEAVE_TWO))


def fits_a_phone(page: Page) -> bool:
    """Whether nothing scrolls sideways at a width of 360 px."""
    page.set_viewport_size({"width": 360, "height": 740})
    return bool(page.evaluate("document.documentElement.scrollWidth") <= 360)
