"""The page of a document: the whole text as it was read, each figure marked where it stands."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from example_base import Base
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from served import faults, fits_a_phone, follow

from kb.web.document import part_starts


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


def test_parts_end_between_passages_and_a_table_is_cut_only_where_it_is_long() -> None:
    passages = [{"id": at, "seq": at, "table_seq": None} for at in range(5)]
    few = [{"passage_id": at} for at in range(5) for _ in range(250)]
    assert part_starts(passages, few) == [0, 2, 4]
    assert part_starts([], []) == [0]
    in_table = [{**one, "table_seq": 1} for one in passages]
    assert part_starts(in_table, few) == [0]
    assert part_starts(in_table, [*few, *few, *few]) == [0, 2, 4]


def test_a_table_that_goes_on_in_the_next_part_has_its_heads_again(tmp_path: Path, serving: Callable[..., str]) -> None:
    base = Base(tmp_path / "kb.db")
    document = base.document("bang.pdf", "49-old", "2024", "2024-06-01")
    table: dict[str, Any] = {"kind": "table_row", "table_seq": 7, "cells": "[[0, 1, 1, 1, 0, 8]]"}
    base.say(document, "Tên tỉnh", **table)
    for at in range(700):
        cells = json.dumps([[0, 1, 1, 0, 0, len(f"{at + 1} trạm, {at + 7} thôn")]])
        base.say(document, f"[[{at + 1}]] trạm, [[{at + 7}]] thôn", {"unit": "trạm"}, {}, **{**table, "cells": cells})
    base.finish()
    page = LexborHTMLParser(httpx.get(f"{serving(tmp_path / 'kb.db')}/document/{document}?part=2", timeout=30).text)
    assert [node.text() for node in page.css("table.printed th")] == ["Tên tỉnh"]
    assert 50 < len(page.css("table.printed tr")) < 700


def test_the_file_that_was_read_is_a_click_away(corpus_site: str, corpus_base: Path) -> None:
    document = of_file(corpus_base, "nghe-an")
    page = httpx.get(f"{corpus_site}/document/{document}").text
    assert f'/document/{document}/original#page=2"' in page
    answer = httpx.get(f"{corpus_site}/document/{document}/original")
    assert answer.content.startswith(b"%PDF") and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''nghe-an")
    word = httpx.get(f"{corpus_site}/document/{of_file(corpus_base, 'hue')}/original")
    assert word.headers["content-disposition"].startswith("attachment")
    assert word.headers["content-type"] == "application/octet-stream"


def test_a_file_that_is_another_one_by_now_or_not_there_is_not_given(
    tmp_path: Path, serving: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Base(tmp_path / "kb.db")
    document = base.document("a.pdf", "49-old", "2024", "2024-06-01")
    base.finish()
    site = serving(tmp_path / "kb.db")
    assert "original" not in httpx.get(f"{site}/document/{document}").text
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 another one")
    assert httpx.get(f"{site}/document/{document}/original").status_code == 404
    monkeypatch.setenv("SOLIEU_PASSWORD", "mat khau du dai")
    elsewhere = f"{serving(tmp_path / 'kb.db', '0.0.0.0')}/document/{document}/original"
    others = httpx.get(elsewhere, auth=("solieu", "mat khau du dai"))
    assert others.status_code == 404 and "không được đưa ra" in others.text
    assert httpx.get(f"{site}/document/..%2f..%2fetc%2fpasswd/original").status_code == 404


def test_a_file_with_what_is_masked_here_is_not_given(tmp_path: Path, serving: Callable[..., str]) -> None:
    base = Base(tmp_path / "kb.db")
    file = tmp_path / "a.txt"
    file.write_text("Số căn cước 012345678901 của ông A.", encoding="utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    document = base.document("a.txt", "49-old", "2024", "2024-06-01", personal=1, format="text")
    base.say(document, "Số căn cước ████ của ông A.")
    base.connection.execute("update documents set sha256 = ?", (digest,))
    base.finish()
    site = serving(tmp_path / "kb.db")
    assert "/original" not in httpx.get(f"{site}/document/{document}").text
    answer = httpx.get(f"{site}/document/{document}/original")
    assert answer.status_code == 404 and "012345678901" not in answer.text
    base.connection.execute("update passages set text = 'Số căn cước 012345678901 của ông A.'")
    base.finish()
    assert httpx.get(f"{site}/document/{document}/original").content == file.read_bytes()
