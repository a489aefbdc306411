"""Figures without a metric, by the thing that they count: what meets, what stays apart, what is told beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from example_base import Base
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow
from test_web_english import leftovers

from kb.ask.things import compare_thing, find_things, things_of
from kb.cli import main
from kb.store import read_base, write_places
from rules.find import find_figures
from rules.language.things import thing_words
from tests.documents_of import document_of


def things(sentence: str) -> list[str]:
    return [figure.thing for figure in find_figures(document_of(sentence)).figures]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toàn tỉnh hiện có 12 lò gạch thủ công.", "Đến nay, trên địa bàn tỉnh có 38 lò gạch thủ công."),
        ("Tỉnh đã chuẩn hóa 12 TTHC.", "Năm 2031 chuẩn hóa 15 thủ tục hành chính."),
        ("Tổng số bè nuôi hàu giống là 31 bè.", "Tính đến tháng 6/2031, tổng số bè nuôi hàu giống: 7 bè."),
        ("Tỷ lệ lò gạch thủ công đã dỡ bỏ đạt 63,5%.", "Tỷ lệ lò gạch thủ công được dỡ bỏ là 71%."),
        ("Cả tỉnh có 3 đội chiếu bóng vùng cao lưu động.", "Tỉnh Lai Châu có 5 đội chiếu bóng vùng cao lưu động."),
        ("Có 4 xưởng dệt thổ cẩm hoà nhập.", "Có 9 xưởng dệt thổ cẩm hòa nhập."),
    ],
)
def test_the_same_thing_meets_however_it_is_written(one: str, other: str) -> None:
    assert things(one) == things(other) != [""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toàn tỉnh có 12 lò gạch thủ công.", "Toàn tỉnh có 12 lò gạch thủ công của hợp tác xã."),
        ("Toàn tỉnh có 12 lò gạch thủ công.", "Toàn tỉnh có 12 lò gạch liên tục."),
        ("Tỉnh chuẩn hóa 12 quy trình liên thông điện tử.", "Tỉnh bãi bỏ 12 quy trình liên thông điện tử."),
        ("Có 12 lò gạch thủ công.", "Tỷ lệ lò gạch thủ công đạt 12%."),
        ("Tỷ lệ lò gạch thủ công dỡ bỏ đạt 12%.", "Có 12% lò gạch thủ công dỡ bỏ."),
        ("Sản lượng hàu giống đạt 12 tấn.", "Sản lượng hàu giống đạt 12 tỷ đồng."),
        ("Xưởng dệt giao cho hợp tác xã: 12 xưởng.", "Hợp tác xã giao cho xưởng dệt: 12 xưởng."),
    ],
)
def test_one_word_more_is_another_thing(one: str, other: str) -> None:
    assert things(one) != things(other)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tỉnh đã ban hành 12 kế hoạch.",
        "Mở 3 lớp tập huấn cho cán bộ xã.",
        "Toàn tỉnh có 50 lò gạch, trong đó có 38 lò gạch thủ công.",
        "Toàn tỉnh dỡ bỏ nhiều lò (38 lò gạch thủ công).",
        "Xảy ra 41 vụ cháy, làm chết 19 người.",
        "Mạng Alpha phủ 559 xã, kéo gần 25.000 km cáp quang.",
        "Đã vận động 12 hộ còn lại của bản.",
        "Có 40 nghệ nhân dệt thổ cẩm tham gia lớp này.",
    ],
)
def test_what_the_words_leave_open_has_no_thing(sentence: str) -> None:
    assert things(sentence)[-1] == ""


def test_what_only_says_where_and_when_is_left_out() -> None:
    assert thing_words("Tính đến hết ngày 5/6/2031, trên địa bàn tỉnh Lai Châu hiện có") == ""
    assert thing_words("3.2. Số DN nộp thuế điện tử năm 2031") == "doanh nghiệp nộp thuế điện tử"


KILNS = "lò gạch thủ công"
COUNT = {"unit": "lò gạch", "kind": "count", "thing": KILNS, "subject": KILNS}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three provinces that count kilns, and all that must not stand beside them."""
    path: Path = tmp_path_factory.mktemp("things") / "kb.db"
    base = Base(path)
    write_places(base.connection)
    reports = {
        name: base.document(f"{name}.txt", place, "2031", "2031-12-10")
        for name, place in (("lai-chau", "12-old"), ("ca-mau", "96-old"), ("lao-cai", "10-old"), ("son-la", "14-old"))
    }
    base.connection.execute("update documents set place = (select name from places where id = place_id)")
    copy = base.document("ban-sao.txt", "12-old", "2031", "2031-12-11", duplicate_of=reports["lai-chau"])
    base.say(reports["lai-chau"], "Có [[412]] lò gạch thủ công. Như trên: [[412]] lò gạch thủ công.", COUNT, COUNT)
    base.say(copy, "Bản sao ghi [[999]] lò gạch thủ công.", COUNT | {"place_id": "12-old", "place": "Lai Châu"})
    base.say(reports["ca-mau"], "Có [[95]] lò gạch thủ công.", COUNT)
    base.say(reports["ca-mau"], "Năm 2032 còn [[40]] lò gạch thủ công.", COUNT | {"status": "target", "period": "2032"})
    base.say(reports["ca-mau"], "Sở có [[3]] lò gạch thủ công.", COUNT | {"owner": "Sở Xây dựng"})
    base.say(reports["ca-mau"], "Cấp xã có [[60]] lò gạch thủ công.", COUNT | {"level": "commune"})
    base.say(reports["lao-cai"], "Năm 2028 có [[38]] lò gạch thủ công.", COUNT | {"period": "2028"})
    base.say(reports["lao-cai"], "Giảm [[12]] lò gạch thủ công.", COUNT | {"kind": "change"})
    base.say(reports["son-la"], "Có [[77]] lò gạch thủ công.", COUNT | {"record_confidence": 0.4})
    base.say(reports["son-la"], "Tỷ lệ lò gạch thủ công [[20]]%.", {"thing": "tỷ lệ lò gạch thủ công · %"})
    (moved,) = base.say(reports["son-la"], "Có [[55]] lò gạch thủ công.", COUNT)
    base.correct(moved, "unit", "lò vôi")
    base.say(reports["son-la"], "Trạm: [[5]] lò gạch thủ công.", COUNT | {"metric_id": "bts_stations"})
    base.finish()
    base.connection.close()
    return path


def test_a_comparison_is_as_honest_as_with_a_metric(path: Path) -> None:
    with read_base(path) as db:
        rows = compare_thing(db, KILNS)
    told = [(row["province"], row["number"], row["level"], row["not_ranked"]) for row in rows]
    assert told == [
        ("Lai Châu", "412", None, None),
        ("Cà Mau", "95", None, None),
        ("Sơn La", "77", None, "máy chưa chắc, cần xem lại"),
        ("Lào Cai", "38", None, "cũ hơn số mới nhất trên một năm"),
        ("Cà Mau", "60", "commune", None),
    ]


def test_things_are_found_by_words_and_listed_by_provinces(path: Path) -> None:
    with read_base(path) as db:
        assert [(one.thing, one.provinces) for one in things_of(db, 2, 9)] == [(KILNS, 4)]
        both = [KILNS, "tỷ lệ lò gạch thủ công · %"]
        assert [one.thing for one in find_things(db, "Lò gạch")] == both
        assert [one.thing for one in find_things(db, "Số lò gạch thủ công trên địa bàn tỉnh")] == both
        assert [one.thing for one in find_things(db, both[1])] == both[1:]
        assert [one.thing for one in find_things(db, "lo gach")] == [KILNS]
        for typed in ("lò vôi", "%", "' or 1=1 --", "Toàn tỉnh có"):
            assert find_things(db, typed) == []


def test_the_command_compares_by_words(path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["compare", *words, "--db", str(path)])

    rows = json.loads(run("--words", "lò gạch thủ công", "--json").stdout)
    assert [row["number"] for row in rows] == ["412", "95", "77", "38", "60"]
    assert rows[0]["quote"] and rows[0]["filename"] == "lai-chau.txt"
    assert "cũ hơn số mới nhất" in run("--words", "lò gạch thủ công").stdout
    assert "No province counts such a thing" in run("--words", "lò vôi").stdout
    assert run().exit_code == run("bts_stations", "--words", "lò gạch").exit_code == 2


@pytest.fixture(scope="module")
def site(path: Path, serving: Callable[..., str]) -> str:
    return serving(path)


def test_a_page_compares_by_the_thing(screen: Page, site: str) -> None:
    screen.goto(f"{site}/compare")
    follow(screen.get_by_role("link", name=KILNS))
    assert screen.locator("table.ranking tbody th").all_inner_texts() == ["Lai Châu", "Cà Mau"]
    assert screen.locator("table.ranking td.n").all_inner_texts() == ["", ""]
    expect(screen.locator("#chua-chac")).to_contain_text("77")
    aside = screen.locator("table.aside tbody tr")
    expect(aside.filter(has_text="Lào Cai")).to_contain_text("cũ hơn số mới nhất trên một năm")
    expect(aside.filter(has_text="60 lò gạch")).to_contain_text("tính cho các xã")
    assert not {"999", "55 ", "3 lò gạch"} & set(screen.locator("a.value").all_inner_texts())
    expect(screen.get_by_role("link", name="Số trạm BTS")).to_be_visible()
    expect(screen.locator("main")).to_contain_text("solieu metrics --uncovered")
    screen.get_by_label("Loại số", exact=True).select_option("target")
    follow(screen.get_by_role("button", name="Xem"))
    assert screen.locator("table.ranking tbody th").all_inner_texts() == ["Cà Mau"]
    follow(screen.locator("table.ranking a.value"))
    follow(screen.get_by_role("link", name="So với tỉnh khác theo vật được đếm"))
    assert screen.locator("table.ranking tbody th").all_inner_texts() == ["Lai Châu", "Cà Mau"]


ADDRESSES = ("/compare", "/compare?thing=l%C3%B2+g%E1%BA%A1ch", f"/compare?thing={KILNS}", "/compare?thing=x")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_for_every_eye_in_both_languages(screen: Page, site: str, address: str) -> None:
    for language in ("vi", "en"):
        full = f"{site}{address}{'&' if '?' in address else '?'}lang={language}"
        screen.goto(full)
        screen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for scheme in ("light", "dark"):
            screen.emulate_media(color_scheme=scheme)
            screen.set_viewport_size({"width": 1280, "height": 900})
            assert not faults(screen)
            assert fits_a_phone(screen) and not faults(screen)
    assert leftovers(httpx.get(full).text, ["lò gạch"]) == []


@pytest.mark.parametrize("typed", ["%3Cscript%3Ealert(1)%3C/script%3E", "%00", "x" * 5000, "' or 1=1--", "%25"])
def test_hostile_words_find_nothing(site: str, typed: str) -> None:
    answer = httpx.get(f"{site}/compare?thing={typed}&year=%27&level=x&status=y&places=z")
    assert answer.status_code == 200 and "<script>" not in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]
