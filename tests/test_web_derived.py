"""What only follows from two figures: on the pages it is marked, leads to both, and is ranked where one asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from checked_documents import head
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from served import faults, follow

from kb.build.child import Limits
from kb.build.run import build
from kb.cli import main

TEXTS = {
    "Lai Châu": ("Trong năm đã giải quyết 24.310 hồ sơ thủ tục hành chính.", "Tỷ lệ hồ sơ trễ hạn là 0,84%."),
    "Sơn La": ("Trong năm đã giải quyết 31.200 hồ sơ, trong đó trễ hạn 312 hồ sơ.",),
    "Yên Bái": ("Tỷ lệ hồ sơ trễ hạn là 1,2%.",),
    # a target is no result, a commune's count none of the province
    "Cao Bằng": ("Phấn đấu năm 2025 tỷ lệ hồ sơ trễ hạn dưới 0,5%.", "Cấp xã đã giải quyết 8.400 hồ sơ."),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("derived") / "corpus"
    folder.mkdir()
    for number, (place, sentences) in enumerate(TEXTS.items(), 1):
        text = head(place, number) + "\n\n".join(sentences) + "\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    assert not build([folder], folder.parent / "kb.db", Limits(workers=2)).failed
    return folder.parent / "kb.db"


@pytest.fixture(scope="module")
def site(base: Path, serving: Callable[..., str]) -> str:
    return serving(base)


def compared(base: Path, *words: str) -> list[tuple[str, str, int | None, bool]]:
    """Province, number, rank and whether it is computed, of each row of ``solieu compare --json``."""
    done = CliRunner().invoke(main, ["compare", *words, "--json", "--db", str(base)])
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    return [(row["province"], row["number"], row["rank"], "computed_from" in row) for row in rows]


def test_the_command_sets_them_below_and_ranks_them_where_it_is_told(base: Path) -> None:
    stated = [("Lai Châu", "0,84", 1, False), ("Yên Bái", "1,2", 2, False)]
    assert compared(base, "dossiers_late_rate") == [*stated, ("Sơn La", "1", None, True)]
    assert compared(base, "dossiers_late_rate", "--derived") == [
        ("Lai Châu", "0,84", 1, False),
        ("Sơn La", "1", 2, True),
        ("Yên Bái", "1,2", 3, False),
    ]
    told = CliRunner().invoke(main, ["compare", "dossiers_late", "--db", str(base)]).output
    assert "203 to 206" in told and "suy ra" in told


def test_it_is_stored_nowhere(base: Path) -> None:
    rows = json.loads(CliRunner().invoke(main, ["compare", "dossiers_late", "--json", "--db", str(base)]).stdout)
    (computed,) = [row for row in rows if "computed_from" in row]
    assert computed["figure_id"] is None and len(computed["computed_from"]) == 2
    found = CliRunner().invoke(main, ["search", "205", "--json", "--db", str(base)])
    assert json.loads(found.stdout) == []


def test_a_comparison_shows_them_apart_and_ranks_them_where_one_asks(screen: Page, site: str) -> None:
    screen.goto(f"{site}/compare/dossiers_late_rate")
    ranked = screen.locator("table.ranking tbody th")
    expect(ranked).to_have_text(["Lai Châu", "Yên Bái"])
    line = screen.locator("#suy-ra tbody tr")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("suy ra")
    expect(line.locator("a[href*='/figure/']")).to_have_text(["312 hồ sơ", "31.200 hồ sơ"])
    assert not faults(screen)
    follow(screen.locator("#suy-ra p a"))
    expect(ranked).to_have_text(["Lai Châu", "Sơn La", "Yên Bái"])
    expect(screen.locator("table.ranking tbody tr").nth(1)).to_contain_text("suy ra")
    follow(screen.locator("#suy-ra p a"))
    expect(ranked).to_have_text(["Lai Châu", "Yên Bái"])


def test_the_province_and_both_figures_tell_it(screen: Page, site: str, base: Path) -> None:
    screen.goto(f"{site}/compare/dossiers_late")
    line = screen.locator("#suy-ra tbody tr")
    expect(line).to_contain_text("từ 203 hồ sơ đến 206 hồ sơ")
    follow(line.locator("a[href*='/figure/']").first)
    told = screen.locator("section[aria-labelledby=suy-ra]")
    expect(told).to_contain_text("khoảng 205 hồ sơ")
    assert not faults(screen)
    follow(told.locator("li > .dim a").last)
    expect(told).to_contain_text("khoảng 205 hồ sơ")
    follow(screen.locator(".crumbs a[href*='/province/']"))
    row = screen.locator("#suy-ra tbody tr", has_text="khoảng 205 hồ sơ")
    expect(row).to_contain_text("suy ra")
    assert not faults(screen)


def test_in_english(site: str) -> None:
    page = httpx.get(f"{site}/compare/dossiers_late?lang=en").text
    assert "Computed from two figures that are stated" in page and "between 203 dossiers and 206 dossiers" in page


def test_a_goal_and_a_count_of_communes_tell_nothing(site: str, base: Path) -> None:
    place = next(p for p in ("04-old", "04") if httpx.get(f"{site}/province/{p}").status_code == 200)
    assert 'id="suy-ra"' not in httpx.get(f"{site}/province/{place}").text
    assert all(row[0] != "Cao Bằng" for row in compared(base, "dossiers_late"))
