"""A comparison's charts taken along: as pictures that say by themselves what they show, and in a frame elsewhere."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from example_merged import fill
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page, expect
from served import LOCAL, faults, fits_a_phone, follow, watched

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., str]) -> str:
    path: Path = tmp_path_factory.mktemp("picture") / "kb.db"
    fill(path).connection.close()
    return serving(path)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of somebody else, and the address at which a plain server shows its files."""
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    """Shows files and tells nothing on the console of the tests."""

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    with watched(chromium, LOCAL) as page:
        yield page


def words(svg: bytes) -> str:
    """All that a picture says, its title first; fails where it is no XML."""
    return " ".join(" ".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("tab=bars", ("Hà Nội", "Quảng Nam")),
        ("tab=map", ("Hoàng", "chưa có số")),
        ("tab=line", ("qua các năm", "2023", "Chấm tròn: kết quả")),
        ("tab=scatter&with=fiber_household_rate", ("Trục ngang", "Trục đứng")),
    ],
)
def test_a_picture_says_title_unit_source_date_and_address(site: str, asked: str, shown: tuple[str, ...]) -> None:
    address = f"{site}/compare/bts_stations.svg?{asked}"
    answer = httpx.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("image/svg+xml")
    told = words(answer.content)
    for word in (
        "Số trạm BTS",
        "đơn vị: trạm",
        "toàn tỉnh",
        "Nguồn: ",
        "lấy ngày",
        f"{site}/compare/bts_stations?",
        *shown,
    ):
        assert word in told, (word, told)
    assert 'href="/' not in answer.text, "a link of a file leads nowhere without the address of its server"
    image = Image.open(io.BytesIO(httpx.get(address.replace(".svg", ".png"), timeout=60).content))
    whole = etree.fromstring(answer.content)
    assert image.format == "PNG" and image.width == 1920
    assert abs(image.height / image.width - float(whole.get("height")) / float(whole.get("width"))) < 0.01
    assert len(image.convert("L").getcolors() or ()) > 20  # letters and drawing, no blank sheet


def test_a_picture_speaks_english(site: str) -> None:
    told = words(httpx.get(f"{site}/compare/bts_stations.svg?tab=bars&lang=en").content)
    assert "Mobile base stations" in told and "unit: stations" in told and "Source: " in told and "lang=en" in told


def test_a_line_over_the_years_is_not_called_of_one_year(site: str) -> None:
    told = words(httpx.get(f"{site}/compare/bts_stations.svg?tab=line&year=2023").content)
    assert "Số của năm 2023" not in told


def test_without_a_way_of_looking_the_first_chart_is_given(site: str) -> None:
    answer = httpx.get(f"{site}/compare/bts_stations.png")
    assert answer.status_code == 302 and "tab=bars" in answer.headers["location"]
    assert httpx.get(f"{site}/compare/none.svg").status_code == 404


def test_frames_are_allowed_for_what_is_embedded_alone(site: str) -> None:
    def frames(path: str) -> str:
        policy = httpx.get(site + path, timeout=60).headers["content-security-policy"]
        return next(one.strip() for one in policy.split(";") if "frame-ancestors" in one)

    assert frames("/embed/compare/bts_stations") == "frame-ancestors *"
    for path in ("/", "/compare/bts_stations", "/compare/bts_stations.svg?tab=bars", "/embedded", "/embed", "/kb"):
        assert frames(path) == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    "asked", ["tab=bars", "tab=map&lang=en", "tab=line", "", "tab=scatter&with=fiber_household_rate"]
)
def test_what_is_embedded_is_a_whole_page_on_a_phone_too(page: Page, site: str, asked: str) -> None:
    page.goto(f"{site}/embed/compare/bts_stations?{asked}")
    expect(page.locator("svg[role], svg.tilemap, table").first).to_be_visible()
    assert not faults(page)
    assert fits_a_phone(page)
    assert not faults(page)


def framed(page: Page, elsewhere: tuple[Path, str], line: str) -> FrameLocator:
    """What a page of somebody else shows in the frame that a line of HTML makes."""
    folder, address = elsewhere
    (folder / "report.html").write_text(f'<!DOCTYPE html><link rel="icon" href="data:,">{line}', encoding="utf-8")
    page.goto(f"{address}/report.html")
    return page.frame_locator("iframe")


def test_another_page_shows_the_chart_by_the_line_that_is_copied(
    page: Page, site: str, elsewhere: tuple[Path, str]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/compare/bts_stations?tab=bars")
    page.locator("summary", has_text="Nhúng vào trang khác").click()
    page.get_by_role("button", name="Chép đoạn HTML").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    frame = framed(page, elsewhere, page.evaluate("navigator.clipboard.readText()"))
    expect(frame.locator("svg.chart")).to_contain_text("Quảng Nam")
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Xem nguồn của từng số").click()
    expect(opened.value.locator("h1")).to_have_text("Số trạm BTS")


def test_a_page_itself_stays_out_of_frames(chromium: Browser, site: str, elsewhere: tuple[Path, str]) -> None:
    # The browser complains of it, as it should: this page is not watched.
    page = chromium.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    frame = framed(page, elsewhere, f'<iframe src="{site}/compare/bts_stations"></iframe>')
    page.wait_for_load_state("networkidle")
    assert frame.get_by_text("Quảng Nam").count() == 0 and any("frame-ancestors" in one for one in told)
    page.close()


def test_a_year_is_chosen_by_a_click_without_a_script(chromium: Browser, site: str) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/compare/bts_stations")
    years = page.get_by_role("navigation", name="Xem theo năm")
    follow(years.get_by_role("link", name="2023"))
    expect(page.locator("caption")).to_contain_text("Số của năm 2023")
    expect(years.locator("[aria-current]")).to_have_text("2023")
    page.context.close()
