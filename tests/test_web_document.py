"""The page of a document: the whole text as it was read, each figure marked where it stands."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from example_base import Base
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from served import faults, fits_a_phone, follow


def documents(base: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(base) as db:
        return [(str(key), str(name)) for key, name in db.execute("select id, filename from documents order by id")]


def of_file(base: Path, start: str) -> str:
    return next(key for key, name in documents(base) if name.startswith(start))


def test_text_and_figures_are_exactly_those_of_the_base(corpus_site: str, corpus_base: Path) -> None:
    with sqlite3.connect(corpus_base) as db:
        for document, name in documents(corpus_base):
            tree = LexborHTMLParser(httpx.get(f"{corpus_site}/document/{document}?show=all", timeout=30).text)
            for node in tree.css("article sup, article .leaf, article .note > b, article .note > a:not(.f)"):
                node.decompose()
            shown = "".join((tree.css_first("article").text() or "").split())
            printed = "".join(
                "".join(text.split()) if cells is None else "".join("".join(part.split()) for part in text.split(" | "))
                for text, cells in db.execute(
                    "select text, cells from passages where document_id = ? order by seq", (document,)
                )
            )
            assert shown == printed, name
            figures = db.execute("select id, number from figures where document_id = ? order by seq", (document,))
            marked = {(node.attributes["id"] or "")[2:]: node.text() for node in tree.css("article a.f")}
            assert marked == dict(figures.fetchall()), name
            others = db.execute(
                "select (select count(*) from exclusions where document_id = :id)"
                " + (select count(*) from leftovers where document_id = :id)",
                {"id": document},
            ).fetchone()[0]
            assert len(tree.css("article .x")) == others, name


def test_figures_say_what_they_are_and_lead_to_their_evidence(
    screen: Page, corpus_site: str, corpus_base: Path
) -> None:
    screen.goto(f"{corpus_site}/document/{of_file(corpus_base, 'ninh-thuan')}")
    expect(screen.locator(".letterhead")).to_contain_text("Báo cáo")
    first = screen.locator("article a.f").first
    assert "·" in (first.get_attribute("title") or "")
    assert not faults(screen)
    first.focus()
    assert "·" in first.evaluate("node => getComputedStyle(node, '::after').content")
    follow(first)
    expect(screen.locator("mark").first).to_be_visible()


def test_each_kind_has_a_sign_besides_its_colour(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/document/{of_file(corpus_base, 'quang-nam-ke')}")
    signs = screen.evaluate(
        "[...document.querySelectorAll('.legend .f')].map(node => getComputedStyle(node, '::before').content)"
    )
    assert len(signs) > 2 and len(set(signs)) == len(signs) and "none" not in signs


def test_the_list_filters_without_a_script(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/document/{of_file(corpus_base, 'ninh-thuan')}")
    before = screen.locator(".listing li").count()
    screen.get_by_label("Loại", exact=True).select_option("rate")
    follow(screen.get_by_role("button", name="Lọc"), "Enter")
    after = screen.locator(".listing li").count()
    assert 0 < after < before
    assert screen.locator("article a.f:not(.out)").count() == after
    follow(screen.get_by_role("link", name="bỏ lọc"))
    assert screen.locator(".listing li").count() == before


def test_footnotes_are_linked_both_ways(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/document/{of_file(corpus_base, 'quang-nam-de')}")
    follow(screen.locator("article sup a").first)
    expect(screen.locator(".note:target")).to_be_in_viewport()
    follow(screen.locator(".note:target a", has_text="↩").first)
    expect(screen.locator("sup a:target")).to_be_in_viewport()


def test_other_digits_are_shown_on_request(screen: Page, corpus_site: str, corpus_base: Path) -> None:
    screen.goto(f"{corpus_site}/document/{of_file(corpus_base, 'ninh-thuan')}")
    assert screen.locator("article .x").count() == 0
    follow(screen.get_by_role("link", name="Hiện cả chữ số khác"))
    expect(screen.locator("article .x.exclusion").first).to_be_visible()
    assert not faults(screen)
    assert fits_a_phone(screen)


def test_a_document_that_is_not_there_or_was_not_read(
    tmp_path: Path, corpus_site: str, serving: Callable[[Path], str]
) -> None:
    answer = httpx.get(f"{corpus_site}/document/D-NONE")
    assert answer.status_code == 404 and "Không có văn bản" in answer.text
    base = Base(tmp_path / "kb.db")
    broken = base.document("hong.pdf", None, "", "", status="error", error="tệp bị cắt cụt", title=None)
    base.finish()
    answer = httpx.get(f"{serving(tmp_path / 'kb.db')}/document/{broken}")
    assert answer.status_code == 200 and "tệp bị cắt cụt" in answer.text


def test_two_thousand_figures_and_more_passages_than_a_part(tmp_path: Path, serving: Callable[[Path], str]) -> None:
    base = Base(tmp_path / "kb.db")
    document = base.document("dai.pdf", "49-old", "2024", "2024-06-01")
    for at in range(1600):
        last = base.say(document, f"Câu {at}x: có [[{at + 1}]] trạm và [[{at + 7}]] thôn.", {"unit": "trạm"}, {})
    base.finish()
    site = serving(tmp_path / "kb.db")
    started = time.process_time()
    first = httpx.get(f"{site}/document/{document}", timeout=30)
    # A whole part of 3,000 figures, in CPU seconds of this process, which serves it too: others may be busy beside it.
    assert time.process_time() - started < 5
    assert "Phần 2" in first.text and last[0] not in first.text
    second = httpx.get(f"{site}/document/{document}?at={last[0]}", timeout=30)
    assert f'id="f-{last[0]}"' in second.text and "Câu 10x" not in second.text
