"""The page of the review: what waits and why, what no longer fits, and the command that gives the same as a CSV."""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from example_provinces import fill
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from served import faults, fits_a_phone, follow

from kb.web.reviewing import quoted

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "kb.db"
    base = fill(path)
    figure = base.connection.execute("select id from figures where number = '690'").fetchone()[0]
    base.correct(figure, "value", "96", state="conflict")
    named = base.document('báo cáo "sáu tháng" của tỉnh\'s (bản $1).pdf', "49-old", "2024-H1", "2024-07-01")
    base.say(named, "Có [[77]] xã và [[12]] trạm.", {"unit": "xã"}, {"unit": "trạm"})
    dashed = base.document("--limit 1.pdf", "49-old", "2024-H1", "2024-07-02")
    base.say(dashed, "Có [[78]] xã.", {"unit": "xã"})
    base.correct("F-GONEGONE22", "value", "7", state="orphan")
    base.insert("build_state", key="corrections_files", value='["corpus/corrections.jsonl"]')
    base.finish()
    return path


@pytest.fixture(scope="module")
def review_site(serving: Callable[[Path], str], reviewed: Path) -> str:
    return serving(reviewed)


def test_the_queue_tells_its_reasons_and_what_no_longer_fits(screen: Page, review_site: str) -> None:
    screen.goto(f"{review_site}/review")
    expect(screen.locator("ol.hits li").first.locator(".why")).not_to_be_empty()
    trouble = screen.locator("section.warn")
    expect(trouble).to_contain_text("mâu thuẫn")
    expect(trouble).to_contain_text("không còn thấy số liệu này")
    expect(screen.locator("label[for=tien-do]")).to_contain_text("Đã rà soát 2 trong")
    assert not faults(screen)
    assert fits_a_phone(screen)


def test_a_filter_is_in_the_command(screen: Page, review_site: str) -> None:
    screen.goto(f"{review_site}/review")
    screen.get_by_label("Tỉnh", exact=True).select_option("49-old")
    follow(screen.get_by_role("button", name="Lọc"))
    said = shlex.split(screen.locator("#lenh").input_value())
    assert said[:3] == ["solieu", "review", "export"] and "--province=49-old" in said
    assert all("Quảng Nam" in head for head in screen.locator("ol.hits .head").all_inner_texts())


def typed(folder: Path, command: str) -> None:
    """Paste a command into a shell in a folder; it must succeed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, timeout=120
    )
    assert run.returncode == 0, (command, run.stderr.decode())


FILTERS = [
    {},
    {"province": "49-old"},
    {"province": "Quảng Nam"},
    {"province": "quang ngai"},
    {"document": "thanh-hoa-2024"},
    {"document": 'báo cáo "sáu tháng" của tỉnh\'s (bản $1).pdf'},
    {"document": 'báo cáo "sáu tháng"'},
    {"document": "tỉnh's (bản"},
    {"document": "(bản $1)"},
    {"document": "--limit"},
    {"metric": "bts_stations"},
    {"flag": "conflict"},
    {"province": "51-old", "metric": "bts_stations", "flag": "conflict"},
]


@pytest.mark.parametrize("asked", FILTERS, ids=[" ".join(asked.values()) for asked in FILTERS])
def test_the_command_gives_the_rows_of_the_page(
    review_site: str, reviewed: Path, tmp_path: Path, asked: dict[str, str]
) -> None:
    page = LexborHTMLParser(httpx.get(f"{review_site}/review", params=asked).text)
    shown = [(node.attributes["href"] or "").removeprefix("/figure/") for node in page.css("ol.hits .head a.value")]
    command = page.css_first("#lenh").text()
    # As the page says: pasted into a shell, where the base lies.
    shutil.copy(reviewed, tmp_path / "kb.db")
    (tmp_path / "corpus").mkdir()
    typed(tmp_path, command)
    with (tmp_path / "ra-soat.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=";") if row]
    ids = [next(cell for cell in row if cell.startswith(("F-", "H-"))) for row in rows[1:]]
    assert ids == shown and len(ids) > 0


@pytest.mark.parametrize("together", [True, False])
def test_the_commands_lead_there_and_back(serving: Callable[[Path], str], tmp_path: Path, together: bool) -> None:
    """Export, fill in, check, write: each as the page shows it, where base and documents share a folder or do not."""
    here = tmp_path / "số liệu"
    documents = here if together else here / "văn bản"
    documents.mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "ha-giang-vien-thong-2023.txt", documents)
    typed(here, f"solieu build {shlex.quote(str(documents))}")
    site = serving(here / "kb.db")
    page = LexborHTMLParser(httpx.get(f"{site}/review?province=hà+giang").text)
    typed(here, page.css_first("#lenh").text())
    file = (tmp_path if together else here) / "ra-soat.csv"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=";"))
    for name, word in (("decision", "đúng"), ("reviewer", "Lan")):
        rows[1][next(at for at, head in enumerate(rows[0]) if head.endswith(f"({name})"))] = word
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows(rows)
    check, write = (node.text() for node in page.css("#lenh-giup code"))
    typed(here, check)
    assert not (documents / "corrections.jsonl").exists()
    typed(here, write)
    assert (documents / "corrections.jsonl").exists()
    assert "Đã rà soát 1 trong" in httpx.get(f"{site}/review").text


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("--province=49-old", "--province=49-old"),
        ("--province=Quảng Nam", '"--province=Quảng Nam"'),
        ("--document=tỉnh's.pdf", '"--document=tỉnh\'s.pdf"'),
        ("--document=a $HOME `x` 50%", "'--document=a $HOME `x` 50%'"),
        ("--document=“sáu tháng”", "'--document=“sáu tháng”'"),
        ("--document=a\"b's", shlex.quote("--document=a\"b's")),
        ("corpus-2.db", "corpus-2.db"),
        ("--document=a.pdf", '"--document=a.pdf"'),
        ("--document=; rm -rf .", '"--document=; rm -rf ."'),
    ],
)
def test_quotes_are_those_that_no_shell_looks_into(word: str, typed: str) -> None:
    assert quoted(word) == typed
    assert shlex.split(typed) == [word]
    said = subprocess.run(["bash", "-c", f"printf %s {typed}"], capture_output=True, check=True, encoding="utf-8")
    assert said.stdout == word


@pytest.mark.parametrize(("folders", "file"), [('["corrections.jsonl"]', "../ra-soat.csv"), ("[]", "ra-soat.csv")])
def test_the_csv_never_lies_among_the_documents(
    serving: Callable[[Path], str], tmp_path: Path, folders: str, file: str
) -> None:
    (tmp_path / "here").mkdir()
    base = fill(tmp_path / "here" / "kb.db")
    base.insert("build_state", key="corrections_files", value=folders)
    base.finish()
    page = LexborHTMLParser(httpx.get(f"{serving(tmp_path / 'here' / 'kb.db')}/review").text)
    assert page.css_first("#lenh").text() == f"solieu review export --limit 50 -o {file}"


def test_another_base_is_named(serving: Callable[[Path], str], reviewed: Path, tmp_path: Path) -> None:
    other = tmp_path / "tỉnh khác.db"
    shutil.copy(reviewed, other)
    page = LexborHTMLParser(httpx.get(f"{serving(other)}/review").text)
    assert page.css_first("#lenh").text().endswith(' -o ra-soat.csv --db "tỉnh khác.db"')
    assert [node.text() for node in page.css("#lenh-giup code")][1].endswith('--db "tỉnh khác.db" --apply')


def test_filters_of_the_address_are_seen_and_stay(screen: Page, review_site: str) -> None:
    screen.goto(f"{review_site}/review?document=thanh-hoa&metric=bts_stations&lang=en")
    expect(screen.get_by_label("Metric", exact=True)).to_have_value("bts_stations")
    follow(screen.get_by_role("button", name="Filter"))
    expect(screen.get_by_label("Document", exact=True)).to_have_value("thanh-hoa")
    assert "--document=thanh-hoa --metric=bts_stations" in screen.locator("#lenh").input_value()


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
    assert answer.status_code == 404 and "Không có «" in answer.text
    assert answer.text.count("<script") == answer.text.count('<script src="/solieu/')
