"""Front page, comparison, province and coverage in a real Chromium: what they say, and that their controls work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from example_base import Base
from example_merged import BTS, FIBER, fill
from playwright.sync_api import Browser, Page, expect
from served import follow, watched

from kb.store import write_places
from kb.web.charts import scatter, spark, ticks


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., str]) -> str:
    path: Path = tmp_path_factory.mktemp("compare") / "kb.db"
    fill(path).connection.close()
    return serving(path)


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that fails the test where its console complains or where it asks another host."""
    with watched(chromium, (site,)) as page:
        yield page


def names(page: Page) -> list[str]:
    return page.locator("table.ranking tbody th").all_inner_texts()


def test_the_front_page_maps_who_reports(page: Page, site: str) -> None:
    page.goto(site)
    assert page.locator("svg.tilemap a").count() == 63 + 2
    tile = page.locator('svg.tilemap a[href="/province/49-old"]')
    assert tile.get_attribute("aria-label") == "Quảng Nam: 3 chỉ tiêu, 2 văn bản"
    islands = page.locator("svg.tilemap a.islands")
    assert [one.get_attribute("aria-label") for one in islands.all()] == [
        "quần đảo Hoàng Sa, Đà Nẵng",
        "quần đảo Trường Sa, Khánh Hòa",
    ]
    expect(page.locator("main")).to_contain_text("2 văn bản chưa đọc được")
    follow(page.get_by_role("link", name="34 tỉnh từ 1/7/2025"))
    assert page.locator("svg.tilemap a").count() == 34 + 2
    follow(page.locator('svg.tilemap a[href="/province/01"]'))
    expect(page.locator("h1")).to_have_text("Thành phố Hà Nội")


def test_a_comparison_is_changed_by_its_controls(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    assert names(page)[:3] == ["Hà Nội", "Hồ Chí Minh", "Quảng Nam"]
    page.get_by_label("Năm", exact=True).select_option("2023")
    follow(page.get_by_role("button", name="Xem"))
    assert page.locator("table.ranking td.n").all_inner_texts() == ["1"] * 6
    expect(page.locator("caption")).to_contain_text("Số của năm 2023")
    page.get_by_label("Năm", exact=True).select_option("newest")
    page.get_by_label("Loại số", exact=True).select_option("target")
    follow(page.get_by_role("button", name="Xem"))
    assert names(page) == ["Quảng Ninh"]
    assert "status=target" in page.url


def test_merged_provinces_add_up_with_their_parts_or_say_why_not(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    page.get_by_label("Tỉnh", exact=True).select_option("new")
    follow(page.get_by_role("button", name="Xem"))
    row = page.locator("table.ranking tr", has_text="Đà Nẵng")
    expect(row.locator("span.value")).to_have_text("3.578 trạm")
    expect(row).to_contain_text("Đà Nẵng: 1.450 trạm + Quảng Nam: 2.128 trạm")
    apart = page.locator("table.aside:not(.common) tr")
    expect(apart.filter(has_text="Yên Bái")).to_contain_text("chưa gộp được cho Lào Cai: thiếu Lào Cai")
    page.goto(f"{site}/compare/fiber_household_rate?places=new")
    row = page.locator("table.aside:not(.common) tr", has_text="Quảng Nam")
    expect(row).to_contain_text("không biết mẫu số")
    page.goto(f"{site}/compare/dti_rank?places=new")
    expect(page.locator("table.aside tr", has_text="Quảng Nam")).to_contain_text("thứ hạng không gộp được")


def test_targets_the_country_and_promises_stand_beside(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/fiber_household_rate")
    expect(page.locator("table.ranking tr", has_text="Quảng Nam")).to_contain_text("99\u202f% năm 2025")
    expect(page.locator("table.common")).to_contain_text("82,3\u202f%")
    page.goto(f"{site}/compare/bts_stations")
    expect(page.locator("main")).to_contain_text("Mới có mục tiêu, chưa có kết quả")
    expect(page.locator("ul.aside", has_text="Quảng Ninh")).to_contain_text("3.000 trạm")
    follow(page.get_by_role("link", name="Bản đồ"))
    shades = page.locator("svg.tilemap a:not(.islands) rect.tile:not(.s0)").count()
    assert shades == len(names(page)) == 7


def test_two_metrics_make_a_scatter_and_periods_a_line_each_with_its_table(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    page.get_by_label("Đặt cạnh chỉ tiêu", exact=True).select_option("fiber_household_rate")
    follow(page.get_by_role("button", name="Xem"))
    assert page.locator("svg.plot circle").count() == 6
    table = page.locator("#hai-chi-tieu table tbody tr")
    assert table.count() == 6
    page.locator("#hai-chi-tieu summary").click()
    expect(table.filter(has_text="Quảng Nam")).to_contain_text("76,8\u202f%")
    follow(page.get_by_role("link", name="Qua các năm", exact=True))
    line = page.locator("#qua-thoi-gian tbody tr", has_text="Hà Nội")
    expect(line).to_contain_text("900 trạm")
    expect(line).to_contain_text("9.800 trạm")
    assert page.locator("#qua-thoi-gian g.curve").count() == 6


def test_the_keyboard_alone_reaches_the_evidence(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Tới nội dung")
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("class") == "value":
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("9.800")


def test_english_is_one_click_away_and_stays(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/bts_stations?year=2024")
    follow(page.get_by_role("link", name="English"))
    expect(page.locator("h1")).to_have_text("Mobile base stations")
    expect(page.locator("caption")).to_contain_text("Values of 2024")
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page.locator("table.ranking th a", has_text="Quảng Nam"))
    expect(page.locator("main")).to_contain_text("newest values")
    assert "lang=en" in page.url
    follow(page.get_by_role("link", name="Tiếng Việt"))
    assert "lang" not in page.url


def test_a_province_shows_targets_lines_and_the_merger(page: Page, site: str) -> None:
    page.goto(f"{site}/province/49-old")
    row = page.locator("table.profile tr", has_text="Tỷ lệ hộ gia đình có Internet cáp quang")
    expect(row).to_contain_text("chưa đạt")
    expect(row).to_contain_text("5/6 tỉnh")
    assert page.locator("table.profile svg.spark").count() == 1
    follow(page.get_by_role("link", name="Đà Nẵng", exact=True).last)
    expect(page.locator("main")).to_contain_text("3.578 trạm")
    expect(page.locator("main")).to_contain_text("từ 1/7/2025, gồm Đà Nẵng, Quảng Nam")


def test_silence_says_why(page: Page, site: str) -> None:
    page.goto(f"{site}/coverage?group=infrastructure")
    for place, state in [
        ("Quảng Nam", "có kết quả"),
        ("Quảng Ninh", "chỉ có mục tiêu"),
        ("Hòa Bình", "văn bản hỏng"),
        ("Sơn La", "văn bản không có chữ"),
    ]:
        row = page.locator("table.matrix tbody tr", has=page.get_by_role("link", name=place, exact=True))
        expect(row.locator("td").first).to_contain_text(state)
        assert "0" not in row.locator("td").first.inner_text()
    expect(page.locator("main")).to_contain_text("tỉnh (trong 63) chưa có văn bản nào")
    page.get_by_label("Kể cả tỉnh chưa có văn bản").check()
    follow(page.get_by_role("button", name="Xem"))
    expect(page.locator("table.matrix tr", has_text="Lai Châu").first).to_contain_text("chưa có văn bản")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?places=new&lang=en",
        "/compare/bts_stations?with=fiber_household_rate",
        "/compare/bts_stations?places=new&tab=map",
        "/compare/bts_stations?tab=bars",
        "/compare/bts_stations?tab=line",
        "/years/bts_stations?lang=en",
        "/province/49-old",
        "/province/48",
        "/coverage",
        "/coverage?group=infrastructure",
    ],
)
def test_a_phone_shows_them_without_scrolling_sideways(chromium: Browser, site: str, path: str, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_each_view_is_had_as_rows(site: str) -> None:
    text = httpx.get(f"{site}/compare/bts_stations?year=2023").text
    for ending in (".csv?", ".json?"):
        address = text.split(f"so_sanh_loc{ending}")[1].split('"')[0].replace("&amp;", "&")
        answer = httpx.get(f"{site}/kb/so_sanh_loc{ending}{address}")
        rows = answer.text if ending == ".csv?" else str(answer.json())
        assert answer.status_code == 200 and "Hà Nội" in rows and "9.800" not in rows


@pytest.mark.parametrize(
    "path",
    [
        "/compare/bts_stations?item=%3Cscript%3Ealert(1)%3C/script%3E&level=';--",
        "/compare/bts_stations?year=%27%20or%201=1--&status=x&places=y&with=%22%3E%3Cscript%3E",
        "/compare/bts_stations?year=9999&lang=%3Cscript%3E",
        "/compare/bts_stations?tab=%3Cscript%3E&sort=%3Cscript%3E&place=%3Cscript%3E&place=%00",
        "/province/49-old?group=%3Cscript%3Ealert(1)%3C/script%3E",
        "/coverage?group=%3Cscript%3E&year=%3Cscript%3E&all=%00",
        "/?places=%3Cscript%3E",
        "/compare/%3Cscript%3Ealert(1)",
        "/province/%00",
    ],
)
def test_hostile_words_are_escaped_or_refused(site: str, path: str) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code in (200, 404)
    assert "<script>" not in answer.text and "<img src=x" not in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_hostile_words_of_a_document_are_escaped(site: str) -> None:
    for path in ("/compare/bts_stations", "/province/96-old", "/", "/coverage"):
        text = httpx.get(site + path).text
        assert "<script>alert" not in text and "<img src=x" not in text, path


def test_names_in_a_scatter_never_cover_each_other(page: Page, site: str) -> None:
    for address in ("/compare/bts_stations?with=fiber_household_rate", "/compare/bts_stations?with=dti_rank&lang=en"):
        page.goto(site + address)
        boxes = [one.bounding_box() for one in page.locator("svg.plot .name").all()]
        dots = [one.bounding_box() for one in page.locator("svg.plot circle").all()]
        assert boxes and len(dots) == 6
        for at, one in enumerate(boxes):
            for other in [*boxes[at + 1 :], *dots]:
                assert one and other
                apart = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
                # A line of letters is taller than they are: two pixels of its air may be shared.
                above = one["y"] + one["height"] <= other["y"] + 3 or other["y"] + other["height"] <= one["y"] + 3
                assert apart or above, (address, one, other)
        unnamed = len(dots) - len(boxes)
        assert (f"{unnamed} chấm" in page.content() or f"{unnamed} dots" in page.content()) is (unnamed > 0)


def test_dots_without_room_for_a_name_have_none() -> None:
    pairs = [(float(at % 5), float(at // 5), at) for at in range(60)]
    names = [f"Bà Rịa - Vũng Tàu {at}" for at in range(60)]
    plot = scatter([(x / 1000, y / 1000, what) for x, y, what in pairs] + [(9.0, 9.0, "far")], [*names, "Hà Nội"])
    assert plot is not None and "Hà Nội" in {name for *_, name in plot.names}
    assert len(plot.names) < len(plot.dots) == 61
    assert scatter([(1.0, 1.0, "one")], ["one"]) is None


@pytest.mark.parametrize(
    ("values", "marks"),
    [([100.0, 100.0], [50.0, 100.0, 150.0]), ([0.0], [-1.0, 0.0, 1.0]), ([3.0, 97.0], [0.0, 50.0, 100.0])],
)
def test_the_marks_of_an_axis_stand_around_its_values(values: list[float], marks: list[float]) -> None:
    assert ticks(values) == marks


def test_a_rank_rises_towards_the_first() -> None:
    rows = [
        {"as_of": f"202{at}-12-31", "comparable": value, "kind": kind}
        for kind in ("rank", "count")
        for at, value in enumerate((53.0, 4.0))
    ]
    rank, count = spark(rows[:2], goal=1.0), spark(rows[2:])
    assert rank and count and rank.goal is not None
    assert rank.dots[0][1] > rank.dots[1][1] > rank.goal  # upwards is less on a screen
    assert count.dots[0][1] < count.dots[1][1]


def test_the_first_rank_is_the_strongest_tile(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/dti_rank?tab=map")
    assert "s5" in (page.locator('svg.tilemap a[href="/province/48-old"] rect').first.get_attribute("class") or "")
    expect(page.locator(".mapside")).to_contain_text("thứ hạng càng cao")
    assert page.locator(".mapside .legend li").all_inner_texts()[-2].strip() == "1"
    page.goto(f"{site}/compare/bts_stations?tab=map")
    assert "s5" in (page.locator('svg.tilemap a[href="/province/01-old"] rect').first.get_attribute("class") or "")


@pytest.fixture(scope="module")
def unsure_site(tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., str]) -> tuple[str, str]:
    """A base of one sure and one doubtful count, and a metric of which nothing is sure; with the doubtful figure."""
    path: Path = tmp_path_factory.mktemp("unsure") / "kb.db"
    base = Base(path)
    write_places(base.connection)
    sure = base.document("hanoi.txt", "01-old", "2024", "2024-12-10")
    other = base.document("yenbai.txt", "15-old", "2024", "2024-12-11")
    base.document("canuoc.txt", "vn", "2024", "2024-12-12")
    base.connection.execute("update documents set place = (select name from places where id = place_id)")
    base.say(sure, "Có [[900]] trạm BTS.", BTS)
    (doubtful,) = base.say(other, "Có [[700]] trạm BTS.", BTS | {"confidence": 0.62, "in_doubt": '[["level", 0.575]]'})
    base.say(other, "Cáp quang tới [[82]]% hộ.", FIBER | {"confidence": 0.4})
    base.finish()
    base.connection.close()
    return serving(path), doubtful


def test_what_is_not_sure_stands_by_itself_and_says_why(chromium: Browser, unsure_site: tuple[str, str]) -> None:
    site, doubtful = unsure_site
    with watched(chromium, (site,)) as page:
        page.goto(f"{site}/compare/bts_stations")
        assert len(names(page)) == 1
        unsure = page.locator("#chua-chac")
        expect(unsure.get_by_role("heading", name="Chưa chắc")).to_be_visible()
        expect(unsure.locator("tbody tr")).to_have_count(1)
        expect(unsure.locator("tbody tr")).to_contain_text("máy chưa chắc, cần xem lại")
        expect(page.get_by_role("heading", name="Không xếp cùng")).to_have_count(0)
        page.goto(f"{site}/figure/{doubtful}")
        expect(page.locator("section.warn")).to_contain_text("chưa so sánh số này với tỉnh khác")
        expect(page.locator("table.fields tr", has_text="Khả năng máy đọc đúng")).to_contain_text("62 %")
        page.goto(f"{site}/compare/fiber_household_rate")
        expect(page.get_by_text("chưa số nào đủ chắc để xếp")).to_be_visible()
        expect(page.get_by_text("Chưa tỉnh nào nêu")).to_have_count(0)


def test_the_country_is_no_province_that_is_silent(unsure_site: tuple[str, str]) -> None:
    silent = httpx.get(f"{unsure_site[0]}/compare/fiber_household_rate").text.split("Không thấy nêu")[1]
    assert "/province/01-old" in silent and "/province/vn" not in silent
