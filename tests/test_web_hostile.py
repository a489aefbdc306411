"""Hostile words in documents and in addresses: shown or refused, never executed. The probes stand at the top."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser
from served import faults

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
    "{link} {0.__class__} %(a)s",
    "\u202eunclosed",
)
# Each of these stands in each parameter of each page, and as the id in each address that has one.
IN_PARAMETERS = (
    "",
    "%00",
    "a%00b",
    "%E2%80%AE%E2%81%A6x",
    "x" * 20000,
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "%D9%A1",
    "%ED%A0%80",
    "%FF%FE",
    "//evil.example",
    "%5C%5Cevil.example",
    "javascript:window.bad=1",
    "en%22%20onload=%22window.bad=1",
    "%22%3E%3Cscript%3Ewindow.bad=1%3C/script%3E",
    "%27%20or%201=1--",
    "%27%3B%20drop%20table%20figures%3B--",
    "%22)%20union%20select%20group_concat(sql)%20from%20sqlite_master--",
    "NEAR(a%20b)%20OR%20*",
    "{{7*7}}",
    "{0.__class__}",
    "%25s%25n",
    "%0d%0aSet-Cookie:%20a=1",
)
PARAMETERS = {
    "/": ("places",),
    "/compare/bts_stations": ("item", "level", "year", "status", "places", "with"),
    "/figure/{figure}": ("whole",),
    "/figure/{figure}/page.png": ("whole",),
    "/document/{document}": ("part", "at", "passage", "group", "kind", "show"),
    "/province/49-old": ("group", "targets"),
    "/coverage": ("group", "year", "all"),
    "/search": ("q", "province", "group", "year", "kind"),
    "/review": ("province", "document", "metric", "flag"),
    "/review/do": ("province", "document", "metric", "flag", "from"),
    "/review/do/at": ("figure", "x", "y"),
}
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
    "//evil.example/",
    "//evil.example/compare/bts_stations?lang=en",
    "/compare///evil.example",
    "/province//evil.example/..",
    "/%2F%2Fevil.example",
    "/figure/{figure}/page.png/",
    "/solieu/..%2f..%2fserve.py",
    "/solieu/%2e%2e/%2e%2e/serve.py",
    "/khong-co/gi-ca",
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
    aim = {"status": "target", "period": "2025"}
    figures += base.say(document, f"Mục tiêu [[90]] {probe}", shown | aim | {"metric_id": "bts_stations"})
    twin = base.document(f"{probe}.txt", "49-old", "2024", "2024-06-29", title=None)
    base.say(twin, f"{probe} có [[13]] trạm", {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"})
    country = {"place": f"vùng {probe}", "place_id": None, "metric_id": "bts_stations", "unit": "trạm"}
    base.say(twin, f"{probe} cả vùng [[99]] trạm", country)
    base.document(f"hỏng {probe}", None, "", "", status="error", error=probe, title=None)
    for field, word in (("subject", probe), ("level", probe), ("period", probe), ("reason", probe)):
        base.correct(figures[1], field, word)
    base.correct("F-GONEGONE22", "value", probe, state="orphan")
    base.connection.execute("update corrections set old = ?, reviewer = ?, reason = ?, quote = ?", (probe,) * 4)
    finding = base.insert(
        "findings_checks", rule="x", document_id=document, figure_ids=json.dumps(figures), message=probe,
        message_en=probe, expected=probe, found=probe,
    )  # fmt: skip
    for figure in figures:
        base.insert("findings_figures", finding_id=finding, figure_id=figure)
    base.finish()
    return path, document, figures


@pytest.fixture(scope="module")
def hostile_site(serving: Callable[[Path], str], hostile: tuple[Path, str, list[str]]) -> str:
    return serving(hostile[0])


def harmless(html: str) -> list[str]:
    """The faults of a page: scripts, handlers, links that run something, anything that a document put there."""
    tree = LexborHTMLParser(html)
    # The pages run scripts of ours, and nothing stands inside of them.
    versioned = "".join(f"[src^='/solieu/{name}.js?v=']):not(" for name in ("deciding", "rows", "copy"))
    ours = f"{versioned}[src='/solieu/suggest.js']"
    bad = f"script:not({ours}), script:not(:empty)"
    found = [f"<{node.tag}>" for node in tree.css(f"{bad}, iframe, object, embed, base, img[src=x], svg[onload], u")]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or (
                name in ("href", "src", "action") and re.match(r"\s*\w*script:", value or "", re.I)
            ):
                found.append(f"{node.tag} {name}={value}")
    return found + (["49"] if "4949" in html else [])


def seen(document: str, figures: list[str]) -> list[str]:
    """Every page that shows what a document says."""
    pages = ["/", "/compare/bts_stations", f"/figure/{figures[0]}", f"/document/{document}?show=all"]
    pages += ["/province/49-old", "/province/49-old?targets=1", "/coverage", "/search?q=tram"]
    return [*pages, "/review", "/review/do"]


def away(html: str) -> list[str]:
    """Links and forms that lead to another host."""
    nodes = LexborHTMLParser(html).css("[href], [src], [action]")
    said = [node.attributes.get(name) or "" for node in nodes for name in ("href", "src", "action")]
    return [one for one in said if one and not re.match(r"/(?![/\\])|#|\?|$", one)]


def test_what_documents_say_is_only_shown(hostile_site: str, hostile: tuple[Path, str, list[str]]) -> None:
    _, document, figures = hostile
    pages = [*seen(document, figures), *(f"/figure/{one}" for one in figures[1:])]
    for path in [*pages, *(f"{page}{'&' if '?' in page else '?'}lang=en" for page in pages)]:
        answer = httpx.get(hostile_site + path, timeout=60)
        assert answer.status_code == 200, (path, answer.text[-2000:])
        assert not harmless(answer.text), path
        assert "&lt;script&gt;window.bad=1" in answer.text or path.startswith(("/search", "/coverage")), path


@pytest.mark.parametrize("path", IN_ADDRESSES)
def test_what_addresses_say_is_shown_or_refused(
    hostile_site: str, hostile: tuple[Path, str, list[str]], path: str
) -> None:
    _, document, figures = hostile
    path = path.replace("{document}", document).replace("{figure}", figures[0])
    answer = httpx.get(hostile_site + path, timeout=60)
    if answer.status_code == 302:
        assert answer.headers["location"].startswith("/") and not answer.headers["location"].startswith("//")
        return
    assert answer.status_code in (200, 400, 404), answer.text[-2000:]
    assert "root:" not in answer.text
    if "<main" in answer.text:
        assert not harmless(answer.text)
        assert "script-src 'self';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("route", PARAMETERS)
def test_what_parameters_say_is_shown_or_refused(
    hostile_site: str, hostile: tuple[Path, str, list[str]], route: str
) -> None:
    _, document, figures = hostile
    path = route.replace("{document}", document).replace("{figure}", figures[0])
    tried = [f"{path}?{name}={value}" for name in (*PARAMETERS[route], "lang") for value in IN_PARAMETERS]
    for name in (*PARAMETERS[route], "lang"):
        tried += [f"{path}?{name}", f"{path}?{name}[]=1", f"{path}?{name}=1&{name}=en&{name}=%27"]
    tried.append(f"{path}?" + "&".join(f"{name}={'9' * 60}" for name in PARAMETERS[route]))
    tried.append(f"{path}?" + "&".join(f"p{at}=1" for at in range(3000)))
    if path.count("/") == 2:
        parent = path.rsplit("/", 1)[0]
        tried += [f"{parent}/{value}" for value in IN_PARAMETERS if value and "//" not in value]
    with httpx.Client(base_url=hostile_site, timeout=60) as client:
        for address in tried:
            answer = client.get(address)
            if answer.is_redirect:  # what an id cannot hold is Datasette's to answer
                assert re.match(r"/(?![/\\])", answer.headers["location"]), address
                continue
            assert answer.status_code in (200, 400, 404), (address[:200], answer.status_code, answer.text[-800:])
            assert "set-cookie" not in answer.headers and "CREATE TABLE" not in answer.text, address[:200]
            if "<main" in answer.text:
                assert not harmless(answer.text), address[:200]
                assert not away(answer.text), (address[:200], away(answer.text))
                assert answer.text.startswith(('<!DOCTYPE html>\n<html lang="vi"', '<!DOCTYPE html>\n<html lang="en"'))


def test_no_page_takes_anything_but_a_question(hostile_site: str, hostile: tuple[Path, str, list[str]]) -> None:
    path, document, figures = hostile
    before = path.read_bytes()
    for page in seen(document, figures):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            answer = httpx.request(method, hostile_site + page, headers={"origin": "http://evil.example"}, timeout=60)
            assert answer.status_code < 500, (method, page)
            assert "access-control-allow-origin" not in answer.headers
    assert path.read_bytes() == before


def test_nothing_runs_in_a_browser(screen: Page, hostile_site: str, hostile: tuple[Path, str, list[str]]) -> None:
    _, document, figures = hostile
    for path in seen(document, figures):
        screen.goto(hostile_site + path)
        screen.keyboard.press("Tab")
        assert screen.evaluate("window.bad") is None
        assert not faults(screen), path


# The texts of ours whose first letter is drawn right of their last, on one line; a sentence may turn itself.
TURNED = """
() => [...document.querySelectorAll('main *')].flatMap(node => [...node.childNodes]).filter(one => {
    if (one.nodeType !== 3 || one.data.trim().length < 2) return false
    if (one.parentElement.closest('blockquote, .quote, article, .printed')) return false
    if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(one.data)) return false
    const text = one.data, first = text.search(/\\S/), last = text.trimEnd().length - 1
    const box = at => {
        const range = document.createRange()
        range.setStart(one, at)
        range.setEnd(one, at + 1)
        return range.getBoundingClientRect()
    }
    const [left, right] = [box(first), box(last)]
    return left.width > 0 && right.width > 0 && Math.abs(left.top - right.top) < 2 && left.left > right.left
}).map(one => one.data.trim().slice(0, 60))
"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_mark_that_turns_writing_does_not_turn_what_stands_beside_it(
    screen: Page, hostile_site: str, hostile: tuple[Path, str, list[str]], language: str
) -> None:
    _, document, figures = hostile
    for path in seen(document, figures):
        screen.goto(f"{hostile_site}{path}{'&' if '?' in path else '?'}lang={language}")
        screen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert screen.evaluate(TURNED) == [], path
