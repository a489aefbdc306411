"""The page of the review: what waits and why, what no longer fits, and the command that gives the same as a CSV."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from example_provinces import fill
from playwright.sync_api import Page, expect
from served import faults, fits_a_phone

pytest_plugins = ["served"]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "kb.db"
    base = fill(path)
    figure = base.connection.execute("select id from figures where number = '690'").fetchone()[0]
    base.correct(figure, "value", "96", state="conflict")
    base.correct("F-GONEGONE22", "value", "7", state="orphan")
    base.insert("build_state", key="corrections_files", value='["corrections.jsonl"]')
    base.finish()
    return path


@pytest.fixture(scope="module")
def review_site(serving: Callable[[Path], str], reviewed: Path) -> str:
    return serving(reviewed)


@pytest.mark.browser
def test_the_queue_tells_its_reasons_and_what_no_longer_fits(screen: Page, review_site: str) -> None:
    screen.goto(f"{review_site}/review")
    expect(screen.locator("ol.hits li").first.locator(".why")).not_to_be_empty()
    trouble = screen.locator("section.warn")
    expect(trouble).to_contain_text("mâu thuẫn")
    expect(trouble).to_contain_text("không còn thấy số liệu này")
    expect(screen.locator("label[for=tien-do]")).to_contain_text("Đã rà soát 2 trong")
    assert not faults(screen)
    assert fits_a_phone(screen)


@pytest.mark.browser
def test_a_filter_is_in_the_command(screen: Page, review_site: str) -> None:
    screen.goto(f"{review_site}/review")
    screen.get_by_label("Tỉnh", exact=True).select_option("49-old")
    screen.get_by_role("button", name="Lọc").click()
    said = shlex.split(screen.locator("#lenh").input_value())
    assert said[:3] == ["solieu", "review", "export"] and "--province=49-old" in said
    assert all("Quảng Nam" in head for head in screen.locator("ol.hits .head").all_inner_texts())


def test_the_command_is_one_that_the_command_line_takes(review_site: str, reviewed: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from kb.cli import main

    text = httpx.get(f"{review_site}/review", params={"province": "49-old"}).text
    words = shlex.split(text.split('rows="2">')[1].split("</textarea>")[0])
    output = tmp_path / "ra-soat.csv"
    made = CliRunner().invoke(main, [*words[1:-1], str(output), "--db", str(reviewed)])
    assert made.exit_code == 0, made.output
    assert output.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_page_writes_nothing(review_site: str, reviewed: Path) -> None:
    before = sorted(path.name for path in reviewed.parent.iterdir())
    with sqlite3.connect(reviewed) as db:
        counted = db.execute("select count(*) from corrections").fetchone()
        httpx.get(f"{review_site}/review?document=D-NONE")
        assert httpx.post(f"{review_site}/review").status_code in (200, 400, 403, 405)
        assert db.execute("select count(*) from corrections").fetchone() == counted
    assert [name for name in sorted(path.name for path in reviewed.parent.iterdir()) if "-" not in name] == [
        name for name in before if "-" not in name
    ]


@pytest.mark.parametrize("query", ["province=x", "document=zzz%27--", "metric=none", "flag=%3Cscript%3E"])
def test_what_is_not_there_is_told(review_site: str, query: str) -> None:
    answer = httpx.get(f"{review_site}/review?{query}")
    assert answer.status_code == 404 and "Không có «" in answer.text and "<script" not in answer.text
