"""The feeds: what a reader of others' making finds in them, and that an entry keeps its name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import feedparser
import httpx
import pytest
from example_base import Base
from lxml import etree

from kb.build.difference import FIELDS
from kb.latest import refresh
from kb.web.feed import Entry, Feed, as_atom

FEEDS = ("/feed/documents.atom", "/feed/changes.atom", "/province/49-old.atom", "/metric/bts_stations.atom")


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Pages of a base with a correction, and with a figure that the last build read otherwise."""
    path = tmp_path_factory.mktemp("fed") / "kb.db"
    base = Base(path)
    metric = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count", "subject": "trạm BTS"}
    ids = {}
    for place, number, day in (("49-old", "2.128", "2024-06-30"), ("67-old", "690", "2025-12")):
        document = base.document(f"{place}.pdf", place, "2024-H1", day)
        (ids[place],) = base.say(document, f"Toàn tỉnh có [[{number}]] trạm BTS.", metric)
    base.document("khong-ngay.pdf", "49-old", "2024-H1", "2024-07-01", status="empty")
    run = {"started_at": "2026-11-01T08:00:00+00:00", "finished_at": "2026-11-01T08:01:00+00:00"}
    run_id = base.insert("runs", **run, solieu_version="1", rules_version="1")
    base.correct(ids["49-old"], "value", "2129", at="2026-11-05T09:00:00+00:00")
    base.correct(ids["49-old"], "unit", "", at="2026-11-06T09:00:00+00:00")
    base.connection.execute("update metrics set low = '0', high = '9999'")  # as every metric of the catalogue has them
    base.finish()
    with closing(sqlite3.connect(path)) as db:
        said = ", ".join(FIELDS)
        then = ", ".join("'600'" if name == "value" else name for name in FIELDS)
        db.execute(
            f"insert into figures_before(figure_id, run, document_id, filename, number, quote, {said}) "
            f"select id, ?, document_id, '67-old.pdf', number, quote, {then} "
            "from figures where id = ?",
            (run_id, ids["67-old"]),
        )
        db.commit()
        refresh(db)
        db.commit()
    return serving(path)


def fed(site: str, path: str, **query: str) -> Any:
    answer = httpx.get(site + path, params=query, timeout=60)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    told = feedparser.parse(answer.content)
    assert not told.bozo, told.get("bozo_exception")
    return told


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_feed_has_what_atom_demands(site: str, path: str, language: str) -> None:
    told = fed(site, path, lang=language)
    assert told.version == "atom10" and told.feed.language == language
    assert told.feed.id and told.feed.title and told.feed.updated_parsed and told.feed.author == "Solieu"
    assert [one.rel for one in told.feed.links] == ["self", "alternate"]
    assert told.entries and len({one.id for one in told.entries}) == len(told.entries)
    for one in told.entries:
        assert one.title and one.summary and one.updated_parsed and one.link.startswith(f"{site}/")
        assert httpx.get(one.link, timeout=60).status_code == 200
    again = fed(site, path, lang=language)
    assert [one.id for one in again.entries] == [one.id for one in told.entries]


def test_the_newest_documents_that_could_be_read_are_told(site: str) -> None:
    told = fed(site, "/feed/documents.atom")
    assert [one.updated for one in told.entries] == ["2025-12-01T00:00:00Z", "2024-06-30T00:00:00Z"]
    assert "12/BC-UBND" in told.entries[0].summary and told.entries[0].author.startswith("UBND tỉnh")
    of_place = fed(site, "/province/49-old.atom").entries
    assert sum("/document/" in one.link for one in of_place) == 1


def test_what_a_person_or_a_build_changed_is_told_with_both_values(site: str) -> None:
    entries = fed(site, "/feed/changes.atom").entries
    assert [one.updated for one in entries] == ["2026-11-05T09:00:00Z", "2026-11-01T08:01:00Z"]
    person, build = (one.summary for one in entries)
    assert "Người rà soát đã sửa" in person and "«2.129»" in person
    assert "Máy đọc lại" in build and "«600» thành «690»" in build
    english = fed(site, "/feed/changes.atom", lang="en").entries
    assert "A reviewer corrected" in english[0].summary and english[0].link.endswith("?lang=en")
    assert [one.id for one in english] == [one.id for one in entries]
    both = [fed(site, path).entries for path in ("/metric/bts_stations.atom", "/province/67-old.atom")]
    assert [sum("Máy đọc lại" in one.summary for one in some) for some in both] == [1, 1]
    assert not any("Người rà soát" in one.summary for one in both[1])


def test_what_is_not_there_has_no_feed(site: str) -> None:
    for path in ("/province/nowhere.atom", "/metric/nothing.atom", "/feed/nothing.atom"):
        assert httpx.get(site + path, timeout=60).status_code == 404


def test_pages_say_where_their_feeds_are(site: str) -> None:
    for path, feed in (("/", FEEDS[0]), ("/province/49-old", FEEDS[2]), ("/metric/bts_stations", FEEDS[3])):
        assert f'"{feed}"' in httpx.get(site + path, timeout=60).text


def test_letters_that_no_xml_may_hold_and_signs_of_its_own_do_no_harm() -> None:
    entry = Entry("document 1", "a\x00b <script> & «c»", "\x1fd\n", "http://127.0.0.1/?a=1&b=2", "2024-06-05", "&")
    written = as_atom(Feed("t", "s", "http://127.0.0.1/f", "http://127.0.0.1/", "vi", [entry], "2024"))
    root = etree.fromstring(written)
    name = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{name}entry/{name}title") == "ab <script> & «c»"
    assert root.findtext(f"{name}updated") == "2024-06-05T00:00:00Z"
