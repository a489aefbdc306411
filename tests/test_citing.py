"""Citations of figures and comparisons, in every format that they leave in, read by the parsers of others."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import bibtexparser
import httpx
import pytest
import rispy
from example_base import Base
from playwright.sync_api import Page, expect

from kb.ask.citing import FORMATS, Cited, cite
from kb.latest import refresh

CITED = Cited(
    key="solieu-F-abcdefghij",
    is_report=True,
    title="Báo cáo 100% {chuyển đổi số & ~kết_quả",
    sentence="UBND tỉnh Đắk Nông, Báo cáo: «câu».",
    address="http://127.0.0.1:8001/figure/F-abcdefghij?as_of=2026-11-30T101500-0a1b2c3d&lang=en",
    accessed=date(2026, 11, 30),
    author="UBND tỉnh Đắk Nông",
    number="12/BC-UBND",
    issued="2024-06-05",
    page="3",
    note="Số trạm BTS: 690 trạm (Đắk Nông, năm 2023)",
    quote="Dòng một\nER  - dòng hai",
)


def bibtex(told: str) -> dict[str, str]:
    """The fields of the one entry of a BibTeX file, its key and kind among them."""
    library = bibtexparser.parse_string(told)
    assert library.failed_blocks == [], told
    (entry,) = library.entries
    return {"key": entry.key, "kind": entry.entry_type} | {field.key: str(field.value) for field in entry.fields}


def test_bibtex_has_all_fields_and_nothing_that_tex_would_take_for_its_own() -> None:
    told = bibtex(cite(CITED, "bib"))
    assert (told["kind"], told["key"]) == ("techreport", "solieu-F-abcdefghij")
    assert told["title"] == r"{Báo cáo 100\% \textbraceleft{}chuyển đổi số \& \textasciitilde{}kết\_quả}"
    assert told["author"] == "{UBND tỉnh Đắk Nông}" and told["institution"] == "UBND tỉnh Đắk Nông"
    assert (told["number"], told["year"], told["month"], told["pages"]) == ("12/BC-UBND", "2024", "06", "3")
    assert (told["url"], told["urldate"]) == (CITED.address, "2026-11-30")


def test_ris_is_one_record_whatever_stands_in_the_sentence() -> None:
    (told,) = rispy.loads(cite(CITED, "ris"))
    assert (told["type_of_reference"], told["authors"], told["title"]) == ("RPRT", [CITED.author], CITED.title)
    assert (told["date"], told["year"], told["access_date"]) == ("2024/06/05/", "2024", "2026/11/30/")
    assert told["urls"] == [CITED.address] and told["start_page"] == "3"
    assert "SN  - 12/BC-UBND\r\n" in cite(CITED, "ris")
    assert told["abstract"] == "Dòng một ER - dòng hai"


def test_csl_json_has_dates_in_parts_and_nothing_that_is_empty() -> None:
    (told,) = json.loads(cite(CITED, "json"))
    assert (told["type"], told["issued"]) == ("report", {"date-parts": [[2024, 6, 5]]})
    assert told["author"] == [{"literal": "UBND tỉnh Đắk Nông"}]
    assert told["accessed"] == {"date-parts": [[2026, 11, 30]]}
    bare = Cited("k", False, "t", "s", "http://127.0.0.1/", date(2026, 1, 2), issued="2025-12")
    (told,) = json.loads(cite(bare, "json"))
    assert told["issued"] == {"date-parts": [[2025, 12]]} and not {"page", "note", "author"} & set(told)
    assert bibtex(cite(bare, "bib"))["month"] == "12" and bibtex(cite(bare, "bib"))["publisher"] == "Solieu"
    (record,) = rispy.loads(cite(bare, "ris"))
    assert record["date"] == "2025/12//" and record["publisher"] == "Solieu"


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """Pages of a base of two provinces, the id of one of its figures, and its file."""
    path = tmp_path_factory.mktemp("cited") / "kb.db"
    base = Base(path)
    metric = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count", "subject": "trạm BTS"}
    for place, number in (("49-old", "2.128"), ("67-old", "690")):
        document = base.document(f"{place}.pdf", place, "2024-H1", "2024-06-30")
        base.say(document, f"Toàn tỉnh có [[{number}]] trạm BTS.", metric)
    run = {"started_at": "2026-11-01T08:00:00+00:00", "finished_at": "2026-11-01T08:01:00+00:00"}
    base.insert("runs", **run, solieu_version="1", rules_version="1", read=2)
    base.finish()
    (figure,) = base.connection.execute("select id from figures where number = '690'").fetchone()
    base.connection.commit()
    return serving(path), figure, path


def test_a_figure_is_cited_with_its_value_place_period_and_address(site: tuple[str, str, Path]) -> None:
    address, figure, _ = site
    for language, seen in (("vi", "xem ngày"), ("en", "seen on")):
        told = httpx.get(f"{address}/figure/{figure}/cite.txt", params={"lang": language}, timeout=60).text
        assert "«Toàn tỉnh có 690 trạm BTS.»" in told and "(Đắk Nông, " in told and seen in told
        assert f"{address}/figure/{figure}?as_of=2026-11-01T080100-" in told
    record = bibtex(httpx.get(f"{address}/figure/{figure}/cite.bib", timeout=60).text)
    assert (record["author"], record["number"]) == ("{UBND tỉnh Đắk Nông}", "12/BC-UBND")
    assert record["year"] == "2024" and "690 trạm" in record["note"]
    (entry,) = rispy.loads(httpx.get(f"{address}/figure/{figure}/cite.ris", timeout=60).text)
    assert entry["urls"] == [record["url"]]
    assert httpx.get(f"{address}/figure/F-nothing000/cite.bib", timeout=60).status_code == 404


def test_a_comparison_is_cited_as_it_was_chosen(site: tuple[str, str, Path]) -> None:
    address, _, _ = site
    (told,) = httpx.get(f"{address}/compare/bts_stations/cite.json", params={"year": "2024"}, timeout=60).json()
    assert told["type"] == "dataset" and "2024" in told["title"] and "2 tỉnh" in told["title"]
    assert told["URL"].startswith(f"{address}/compare/bts_stations?") and "year=2024" in told["URL"]
    for ending in FORMATS:
        answer = httpx.get(f"{address}/compare/bts_stations/cite.{ending}", timeout=60)
        assert answer.status_code == 200 and answer.headers["content-disposition"].endswith(f'.{ending}"')
    assert httpx.get(f"{address}/compare/nothing/cite.bib", timeout=60).status_code == 404


def test_an_address_that_says_nothing_readable_tells_nothing(site: tuple[str, str, Path]) -> None:
    address, figure, _ = site
    for asked in ("", "tomorrow", "2026-11-30T10-zz"):
        page = httpx.get(f"{address}/figure/{figure}", params={"as_of": asked}, timeout=60)
        assert page.status_code == 200 and "được trích dẫn theo" not in page.text and "nói về số liệu" not in page.text


def test_the_button_copies_the_citation(screen: Page, site: tuple[str, str, Path]) -> None:
    address, figure, _ = site
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    for path in (f"/figure/{figure}", "/compare/bts_stations"):
        screen.goto(address + path)
        screen.get_by_role("button", name="Chép trích dẫn").click()
        expect(screen.get_by_role("button", name="Đã chép")).to_be_visible()
        copied = screen.evaluate("navigator.clipboard.readText()")
        assert re.search(r"\?\S*as_of=2026-11-01T080100-[0-9a-f]{8}", copied), copied


def test_what_changed_since_it_was_cited_is_told(site: tuple[str, str, Path]) -> None:
    """Last in this file: it writes into the base that the others read."""
    address, figure, path = site
    pages = [f"{address}/figure/{figure}/cite.json", f"{address}/compare/bts_stations/cite.json"]
    cited = [httpx.get(page, timeout=60).json()[0]["URL"] for page in pages]
    for one in cited:
        page = httpx.get(one, timeout=60).text
        assert "từ đó không đổi" in page and "từ đó đã đổi" not in page
        english = httpx.get(one, params={**httpx.URL(one).params, "lang": "en"}, timeout=60).text
        assert "has not changed since" in english
    with closing(sqlite3.connect(path)) as db:
        names = "event, batch, hand_in, figure_id, field, old, new, reviewer, reason, at, state"
        row = ("E-9", "B-1", "I-1", figure, "value", "690", "698", "Lan", "", "2026-11-05T09:00:00+00:00", "active")
        db.execute(f"insert into corrections({names}) values ({', '.join('?' * len(row))})", row)
        db.commit()
        refresh(db)
        db.commit()
    for one in cited:
        page = httpx.get(one, timeout=60).text
        assert "từ đó đã đổi" in page and "«<bdi>690</bdi>»" in page and "«<bdi>698</bdi>»" in page, one
    bare = httpx.get(f"{address}/figure/{figure}", params={"as_of": "2026-11-02"}, timeout=60).text
    assert "nói về số liệu đến ngày 2/11/2026" in bare and "«<bdi>698</bdi>»" in bare
    older = httpx.get(f"{address}/figure/{figure}", params={"as_of": "2025-01-01-00000000"}, timeout=60).text
    assert "được dựng lại từ đầu ngày 1/11/2026" in older
