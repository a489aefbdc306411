"""The static copy: every link leads somewhere, from a plain file server and from a memory stick; its search finds what
ours finds."""

from __future__ import annotations

import functools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser
from served import LOCAL, faults, fits_a_phone, follow, watched

from kb.ask.search import find
from kb.publish.addresses import Address, read_address
from kb.publish.static_page import made_static, usual_choices
from kb.store import read_base
from tests.review_base import built_of, report

ROOT = Path(__file__).parent.parent
QUERIES = (
    *("tram bts quang nam", "trạm BTS Quảng Nam 2023", "2128", "2.128", "dvctt 2024", "98.5", "da nang dvctt"),
    *("dich vu cong truc tuyen", "lâm đồng", "thue bao bang rong", "cap quang", "DTI hue", "to cong nghe so", "xyz"),
    *("“trạm” BTS; (quảng nam)", "qnam", "tp hcm", "ha tang so nghe an 2024"),
)


def published(base: Path, folder: Path, pages: int, *options: str) -> Path:
    """The pages of a publication."""
    words = [sys.executable, "-m", "kb", "publish", str(folder), "--db", str(base), "--pages", str(pages), *options]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / "pages"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of two reports of our own."""
    folder = tmp_path_factory.mktemp("two")
    return built_of(folder, lai_chau=report(), dien_bien=report("Điện Biên", 8, "980")) / "kb.db"


@pytest.fixture(scope="module")
def copy(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with all that the base speaks of; descriptions of other metrics and provinces are left out."""
    return published(base, tmp_path_factory.mktemp("copy") / "cong-bo", 260)


@pytest.fixture(scope="module")
def corpus_copy(corpus_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's corpus with a few pages and the whole index."""
    return published(corpus_base, tmp_path_factory.mktemp("corpus") / "cong-bo", 40)


@pytest.fixture(scope="module")
def site(copy: Path) -> Iterator[str]:
    """A plain file server of the copy."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(copy))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def links(page: Path) -> Iterator[str]:
    """All that a page names: what it leads to and what it loads."""
    for node in LexborHTMLParser(page.read_bytes()).css("[href], [src], [action]"):
        for name in ("href", "src", "action"):
            if name in node.attributes:
                yield node.attributes[name] or ""


def anchors(page: Path) -> set[str]:
    return {node.attributes["id"] or "" for node in LexborHTMLParser(page.read_bytes()).css("[id]")}


def test_every_link_is_relative_and_leads_to_a_file_and_its_anchor(copy: Path) -> None:
    pages = sorted(copy.rglob("*.html"))
    known = functools.cache(anchors)
    assert len(pages) > 200
    failing = []
    for page in pages:
        for link in links(page):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            there = target.is_file() and target.is_relative_to(copy.resolve())
            jumps = not parts.fragment or unquote(parts.fragment) in known(target)
            if parts.query or link.startswith("/") or not there or not jumps:
                failing.append((str(page.relative_to(copy)), link))
    assert failing == []


def test_every_figure_document_province_and_comparison_has_its_page_in_both_languages(copy: Path) -> None:
    with closing(read_base(copy.parent / "kb.db")) as db:
        paths = [f"/figure/{one}" for (one,) in db.execute("select id from figures_final")]
        paths += [f"/document/{one}" for (one,) in db.execute("select id from documents")]
        paths += [f"/compare/{one}" for (one,) in db.execute("select distinct metric_id from compare")]
        paths += [f"/province/{one}" for (one,) in db.execute("select distinct place_id from documents")]
    assert len(paths) >= 20
    assert [one for one in paths if not (copy / Address(one).file).is_file()] == []
    assert [one for one in paths if not (copy / Address(one, (), "en").file).is_file()] == []


def test_a_comparison_leads_to_its_years_its_provinces_of_today_and_its_bars(copy: Path) -> None:
    named = {link.partition("#")[0] for link in links(copy / "compare" / "bts_stations.html")}
    others = {f"bts_stations-{one}.html" for one in ("year-2023", "places-new", "tab-bars")}
    assert others <= named and "bts_stations-status-actual.html" not in named


def test_no_page_names_the_address_that_it_was_copied_from(copy: Path) -> None:
    assert [page for page in copy.rglob("*.html") if "localhost" in page.read_text(encoding="utf-8")] == []


def test_a_figure_leads_to_its_place_in_its_document(copy: Path) -> None:
    page = next((copy / "figure").rglob("F-*.html"))
    (link,) = {link for link in links(page) if link.startswith("../../document/") and "#f-" in link}
    assert page.stem in link


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/", "index.html"),
        ("/?lang=en", "en/index.html"),
        ("/compare/x?tab=map&lang=en#xem", "en/compare/x-tab-map.html"),
        ("/figure/F-AB12345678", "figure/ab/F-AB12345678.html"),
        ("/document/D-1?at=F-AB12345678#f-F-AB12345678", "document/D-1.html"),
        ("/solieu/solieu.css?v=1", "solieu/solieu.css"),
        ("?lang=en", "en/metric/x.html"),
    ],
)
def test_an_address_has_its_file(link: str, file: str) -> None:
    read = read_address(link, Address("/metric/x"))
    assert read and read[0].file == file and read[0].is_copied()


@pytest.mark.parametrize(
    "link",
    (
        *(
            "/search.csv?q=a",
            "/kb/figures",
            "/review",
            "/suggest?q=a",
            "/compare/x.xlsx",
            "/compare/x.svg",
            "/compare/x?with=y",
            "/embed/compare/x",
        ),
        *("/document/D-1/original", "/figure/F-1/page.png", "/compare/x?tab=map&year=2023", "/-/metadata.json"),
    ),
)
def test_what_needs_a_server_is_not_copied(link: str) -> None:
    read = read_address(link, Address("/"))
    assert read and not read[0].is_copied()


def test_strange_names_have_files_of_their_own_that_every_disk_takes() -> None:
    names = ["giá/thóc", "gia thoc", "a" * 300, "..", "giá thóc", "CON?<>|"]
    files = [Address("/compare", (("thing", name),)).file for name in names]
    assert len(set(files)) == len(files) and all(len(one.encode()) < 200 and one.isascii() for one in files)
    assert not any(set(one) & set('<>:"\\|?* ') or {".", ".."} & set(one.split("/")) for one in files)


def test_a_form_becomes_links_and_an_offer_of_files_goes() -> None:
    page = LexborHTMLParser(
        '<main><form class="choose" action="/compare/x" aria-label="Chọn"><label for="n">Năm</label>'
        '<select id="n" name="year"><option value="newest" selected>mới nhất<option value="2023">2023'
        '<option value="2022">2022</select><label for="w">Cạnh</label><select id="w" name="with">'
        '<option value="">không<option value="y">y</select></form>'
        '<p class="take"><a href="/compare/x.xlsx">Excel</a> · CSV</p><p class="copying">'
        '<button>Chép</button> <a href="/compare/x/cite.bib">BibTeX</a></p><p><a href="/kb/x">bảng</a>'
        '<a href="/metric/x">đếm gì</a><a href="https://example.org/a">báo cáo</a></p></main>'
    )
    assert usual_choices(page) == {"year": "newest", "with": ""}
    copied = {Address("/compare/x"), Address("/compare/x", (("year", "2023"),)), Address("/metric/x")}

    def lookup(address: Address, anchor: str) -> str | None:
        known = address.without({"year": "newest"})
        return known.file if known in copied else None

    made = LexborHTMLParser(made_static(page, Address("/compare/x"), lookup, ("bản sao", "copy.html"), ""))
    assert [(one.text(), one.attributes.get("href")) for one in made.css("nav a")] == [
        ("mới nhất", "x.html"),
        ("2023", "x-year-2023.html"),
    ]
    assert [one.text() for one in made.css("nav p")] == ["Năm: mới nhất · 2023"]
    assert not made.css("form, .take") and [one.text() for one in made.css(".copying")] == ["Chép"]
    links = [(one.text(), one.attributes.get("href")) for one in made.css("main > p:last-child a")]
    assert links == [("bảng", None), ("đếm gì", "../metric/x.html"), ("báo cáo", "https://example.org/a")]


@pytest.mark.parametrize("way", ["server", "stick"])
def test_each_kind_of_page_opens_in_a_browser(chromium: Browser, copy: Path, site: str, way: str) -> None:
    start = site if way == "server" else copy.as_uri()
    kinds: dict[str, Path] = {}
    for page in sorted(copy.rglob("*.html")):
        kinds.setdefault("/".join(page.relative_to(copy).parts[:2]) if page.parent != copy else page.name, page)
    with watched(chromium, (*LOCAL, copy.as_uri())) as screen:
        failed: list[str] = []
        # What was still on its way when the next page was asked for is no failure of the copy.
        left = "net::ERR_ABORTED"
        screen.on("requestfailed", lambda asked: failed.append(asked.url) if asked.failure != left else None)
        screen.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        for page in [one for one in kinds.values() if "figure" not in one.parts][:30]:
            screen.goto(f"{start}/{quote(page.relative_to(copy).as_posix())}")
            assert fits_a_phone(screen), page
        assert failed == []


@pytest.mark.parametrize("way", ["server", "stick"])
def test_a_visitor_searches_follows_and_changes_the_language(
    chromium: Browser, copy: Path, site: str, way: str
) -> None:
    start = site if way == "server" else copy.as_uri()
    with watched(chromium, (*LOCAL, copy.as_uri())) as screen:
        screen.goto(f"{start}/index.html")
        screen.get_by_role("searchbox").first.fill("tram bts lai chau")
        with screen.expect_navigation():
            screen.keyboard.press("Enter")
        first = screen.locator("#tim-trong-ban-sao ol.hits .head").first
        expect(first).to_contain_text("Lai Châu")
        if way == "server":  # From a stick the checker may not read the styles, which it does not need else.
            assert not faults(screen)
        follow(first.get_by_role("link").first)
        expect(screen.locator("main")).to_contain_text("Lai Châu")
        follow(screen.locator("nav a.language"))
        assert screen.locator("html").get_attribute("lang") == "en"
        follow(screen.locator("footer").get_by_role("link", name="A copy that needs no server"))
        expect(screen.locator("main")).to_contain_text("Free queries")


def test_the_search_finds_what_ours_finds(chromium: Browser, corpus_copy: Path, corpus_base: Path) -> None:
    with closing(read_base(corpus_base)) as db, watched(chromium, (corpus_copy.as_uri(),)) as screen:
        for typed in QUERIES:
            ours = find(db, typed, 40)
            screen.goto(f"{(corpus_copy / 'search.html').as_uri()}?q={quote(typed)}")
            expect(
                screen.locator("#tim-trong-ban-sao > section, #tim-trong-ban-sao > p:not(:text('…'))").first
            ).to_be_visible()
            found = screen.locator("[data-figure]").evaluate_all("all => all.map(one => one.dataset.figure)")
            if ours.count <= 40:
                assert sorted(found) == sorted(hit.id for hit in ours.figures), typed
            else:
                assert len(found) == 40, typed


def test_a_number_that_is_typed_comes_first(chromium: Browser, corpus_copy: Path) -> None:
    with watched(chromium, (corpus_copy.as_uri(),)) as screen:
        for typed in ("tram bts quang nam", "2128", "2.128 trạm"):
            screen.goto(f"{(corpus_copy / 'search.html').as_uri()}?q={quote(typed)}")
            expect(screen.locator("[data-figure]").first).to_contain_text("2.128")


def test_an_index_that_lost_a_file_says_so(chromium: Browser, corpus_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "solieu").mkdir()
    for name in ("search.html", "search/start.js", "solieu/copy-search.js", "solieu/solieu.css"):
        (tmp_path / name).write_bytes((corpus_copy / name).read_bytes())
    page = chromium.new_page()
    page.goto(f"{(tmp_path / 'search.html').as_uri()}?q=tram")
    expect(page.locator("#tim-trong-ban-sao")).to_contain_text("chép lại cả thư mục")
    page.close()


def test_a_limit_keeps_overviews_and_says_what_is_missing(corpus_copy: Path) -> None:
    assert len(list(corpus_copy.rglob("*.html"))) == 42  # with the two that tell of the copy itself
    assert (corpus_copy / "coverage.html").is_file() and not (corpus_copy / "figure").exists()
    told = (corpus_copy / "copy.html").read_text(encoding="utf-8")
    assert "trang nữa: bản sao được giới hạn" in told


def test_with_an_address_citations_name_it(base: Path, tmp_path: Path) -> None:
    pages = published(base, tmp_path / "out", 200, "--address", "https://example.org/a/")
    page = sorted((pages / "figure").rglob("*.html"))[0]
    assert f"https://example.org/a/pages/{page.relative_to(pages).as_posix()}" in page.read_text(encoding="utf-8")
