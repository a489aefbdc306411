"""Hostile words in documents and in addresses: shown or refused, never executed. The probes stand at the top."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser
from served import faults

pytest_plugins = ["served"]

# Each of these stands in every field of a document that a page shows.
IN_DOCUMENTS = (
    "<script>window.bad=1</script>",
    '"><img src=x onerror="window.bad=1">',
    "' onfocus='window.bad=1' autofocus='",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "'; drop table figures; --",
    "</textarea></title><svg onload=window.bad=1>",
    "\u202e\u2066gnp.exe\u2069",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt; &amp;quot;",
    "javascript:window.bad=1",
)
IN_ADDRESSES = (
    "/figure/F-%27%20or%201=1--",
    "/figure/%3Cscript%3Ewindow.bad=1%3C/script%3E",
    "/figure/..%2f..%2fetc%2fpasswd/page.png",
    "/figure/%00/page.png",
    "/document/..%2f..%2fetc%2fpasswd",
    "/document/%22%3E%3Csvg%20onload=window.bad=1%3E",
    "/document/{document}?part=-1",
    "/document/{document}?part=99999999999999999999",
    "/document/{document}?part=%D9%A1",
    "/document/{document}?at=%27%3B--&passage=1e9&group=%3Cscript%3E&kind=%22%3E&show=all",
    "/document/{document}?group=a&group=b&lang=%3Cscript%3E",
    "/figure/{figure}?whole=%3Cscript%3E&lang=en",
    "/search?q=%3Cscript%3Ewindow.bad=1%3C/script%3E",
    "/search?q=%22%20OR%20plain%3A%20NEAR(a%20b)&province=%22%20OR%20%22&group=*&year=^&kind={{}}",
    "/search?q=" + "%22" * 400,
    "/search?q=%E2%80%AEabc&lang=en",
    "/review?province=%27%3B--",
    "/review?document=%25&flag=%3Cscript%3E&metric=%22",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, list[str]]:
    path = tmp_path_factory.mktemp("hostile") / "kb.db"
    base = Base(path)
    probe = " ".join(IN_DOCUMENTS)
    document = base.document(
        "xau.pdf", "49-old", "2024", "2024-06-30", title=probe, issuer=probe, number=probe, doc_type=probe,
        url="javascript:window.bad=1", notes=json.dumps([probe]),
    )  # fmt: skip
    shown = {"subject": probe, "unit": probe, "item": probe, "rule": probe, "flags": json.dumps([probe])}
    figures = base.say(document, f"{probe} có [[12]] trạm {probe}", shown | {"metric_id": "bts_stations"})
    cells = json.dumps([[0, 1, 1, 0, 0, 5], [1, 1, 1, 0, 8, 10]])
    figures += base.say(document, "<u>xx | [[34]]", shown, kind="table_row", cells=cells, table_seq=0)
    base.footnote(document, '1" onclick="window.bad=1', f"{probe} [[56]]", shown)
    base.correct(figures[0], "subject", probe)
    base.insert("findings_checks", rule="x", document_id=document, figure_ids=json.dumps(figures), message=probe)
    base.finish()
    return path, document, figures


@pytest.fixture(scope="module")
def hostile_site(serving: Callable[[Path], str], hostile: tuple[Path, str, list[str]]) -> str:
    return serving(hostile[0])


def harmless(html: str) -> list[str]:
    """The faults of a page: scripts, handlers, links that run something, anything that a document put there."""
    tree = LexborHTMLParser(html)
    found = [f"<{node.tag}>" for node in tree.css("script, iframe, object, embed, base, img[src=x], svg[onload], u")]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or (name in ("href", "src", "action") and "script:" in (value or "")):
                found.append(f"{node.tag} {name}={value}")
    return found + (["49"] if "4949" in html else [])


def test_what_documents_say_is_only_shown(hostile_site: str, hostile: tuple[Path, str, list[str]]) -> None:
    _, document, figures = hostile
    pages = [f"/document/{document}?show=all", "/search?q=tram", "/review", *(f"/figure/{one}" for one in figures)]
    for path in [*pages, *(f"{page}{'&' if '?' in page else '?'}lang=en" for page in pages)]:
        answer = httpx.get(hostile_site + path)
        assert answer.status_code == 200, (path, answer.text[-2000:])
        assert not harmless(answer.text), path
        assert "&lt;script&gt;window.bad=1" in answer.text or path.startswith("/search"), path


@pytest.mark.parametrize("path", IN_ADDRESSES)
def test_what_addresses_say_is_shown_or_refused(
    hostile_site: str, hostile: tuple[Path, str, list[str]], path: str
) -> None:
    _, document, figures = hostile
    answer = httpx.get(hostile_site + path.replace("{document}", document).replace("{figure}", figures[0]))
    if answer.status_code == 302:
        assert answer.headers["location"].startswith("/") and not answer.headers["location"].startswith("//")
        return
    assert answer.status_code in (200, 400, 404), answer.text[-2000:]
    assert "root:" not in answer.text
    if answer.headers["content-type"].startswith("text/html") and "Powered by" not in answer.text:
        assert not harmless(answer.text)
        assert "script-src" not in answer.headers["content-security-policy"]


@pytest.mark.browser
def test_nothing_runs_in_a_browser(screen: Page, hostile_site: str, hostile: tuple[Path, str, list[str]]) -> None:
    _, document, figures = hostile
    for path in (f"/document/{document}?show=all", f"/figure/{figures[0]}", "/search?q=tram", "/review"):
        screen.goto(hostile_site + path)
        screen.keyboard.press("Tab")
        assert screen.evaluate("window.bad") is None
        assert not faults(screen), path


def test_a_mark_that_turns_writing_does_not_turn_what_stands_beside_it(hostile_site: str) -> None:
    assert "unicode-bidi: isolate" in httpx.get(f"{hostile_site}/solieu/reading.css").text
