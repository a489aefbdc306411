"""The page of what changed between two versions of a report, and the ways that lead to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone, follow

from tests.review_base import Review, built_of
from tests.test_versions import FIRST, signed, text


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Review:
    later = text([1318, *FIRST[1:-1], FIRST[-1]], head=signed(5, 4, 12), more="Đã mở 12 lớp tập huấn trong quý.")
    later = later.replace(f"{FIRST[3]} hồ sơ", "nhiều hồ sơ")
    folder = tmp_path_factory.mktemp("web_versions")
    return Review(built_of(folder, du_thao=text(FIRST), da_ky=later))


def test_the_document_leads_to_what_changed_and_back(
    screen: Page, serving: Callable[[Path], str], versions: Review
) -> None:
    ids = dict(versions.rows("select filename, id from documents"))
    site = serving(versions.base)
    screen.goto(f"{site}/document/{ids['du-thao.txt']}")
    expect(screen.locator(".warn")).to_contain_text("Đã có bản mới hơn")
    follow(screen.get_by_role("link", name="xem số liệu đã đổi"))
    expect(screen.locator("h1")).to_have_text("Số liệu đã đổi giữa hai bản")
    expect(screen.locator(".about")).to_contain_text("1 số liệu đổi, 1 số liệu mới, 1 số liệu không còn")
    changed = screen.locator("section", has=screen.locator("#da-doi")).locator("tbody tr")
    assert changed.count() == 1
    for told in ("301", "1.318", "+1.017"):
        expect(changed).to_contain_text(told)
    expect(screen.locator("section", has=screen.locator("#moi")).locator("tbody")).to_contain_text("12 lớp tập huấn")
    gone = screen.locator("section", has=screen.locator("#khong-con")).locator("tbody")
    expect(gone).to_contain_text(f"{FIRST[3]} hồ sơ trực tuyến")
    assert not faults(screen) and fits_a_phone(screen)
    follow(screen.get_by_role("link", name="English"))
    expect(screen.locator("h1")).to_have_text("What changed between two versions")
    assert not faults(screen)
    follow(screen.locator(".letterhead").get_by_role("link", name="da-ky.txt"))
    expect(screen.locator("main")).to_contain_text("An earlier version of this report:")
    assert screen.locator(".warn", has_text="newer version").count() == 0


def test_without_a_version_before_it_there_is_nothing_to_show(serving: Callable[[Path], str], versions: Review) -> None:
    ids = dict(versions.rows("select filename, id from documents"))
    site = serving(versions.base)
    first = httpx.get(f"{site}/document/{ids['du-thao.txt']}/changes")
    assert first.status_code == 404 and "không có bản nào trước nó" in first.text
    for address in ("D-0000000000/changes", f"{ids['da-ky.txt']}/changes?from=D-0000000000"):
        assert httpx.get(f"{site}/document/{address}").status_code == 404
    # Any two can be held against each other, the other way round as well.
    back = httpx.get(f"{site}/document/{ids['du-thao.txt']}/changes?from={ids['da-ky.txt']}")
    assert back.status_code == 200 and "-1.017" in back.text.replace("−", "-")
