"""The English pages are English: what is Vietnamese on them is a document's or the catalogue's, and marked as such."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from example_provinces import fill
from selectolax.lexbor import LexborHTMLParser, LexborNode
from test_web_access import PAGES, filled

from kb import labels_en
from kb.web.language import Words
from kb.web.ranking import distance_label, reason_of, word_label

VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


def spoken(node: LexborNode, language: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a page with the language that it is said in."""
    language = node.attributes.get("lang") or language
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield language, child.text() or ""
        elif child.tag not in ("style", "title"):
            yield from spoken(child, language)


def leftovers(html: str, units: list[str]) -> list[str]:
    """What a voice would read as English and is not. Units stand in values as the documents print them."""
    body = LexborHTMLParser(html).css_first("html")
    found = []
    for language, text in spoken(body):
        # Most texts are English throughout: only of others the units are taken away.
        if language != "en" or not VIETNAMESE.search(text):
            continue
        said = text
        for unit in units:
            said = re.sub(rf"(?<=[\d.] ){re.escape(unit)}(?!\w)|^{re.escape(unit)}$", "", said)
        if VIETNAMESE.search(said):
            found.append(" ".join(text.split())[:120])
    return sorted(set(found))


def units_of(base: Path) -> list[str]:
    """What may stand inside of English: units, and what the checks say in English of metrics that they name as the
    catalogue does."""
    with sqlite3.connect(base) as db:
        checks = [row[0] for row in db.execute("select message_en from findings_checks where message_en <> ''")]
        asked = "select unit from figures union select unit from metrics"
        units = sorted((row[0] for row in db.execute(asked) if row[0]), key=len, reverse=True)
    return [*checks, *(f"{size} đồng" for size in ("billion", "million")), *units]


@pytest.mark.parametrize("path", PAGES)
def test_only_documents_speak_vietnamese_and_are_marked(corpus_site: str, corpus_base: Path, path: str) -> None:
    address = filled(path, corpus_base)
    answer = httpx.get(f"{corpus_site}{address}{'&' if '?' in address else '?'}lang=en", timeout=30)
    assert leftovers(answer.text, units_of(corpus_base)) == []


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A base with a figure that a check doubts and a person corrected in each field, and the figure's id."""
    path = tmp_path_factory.mktemp("english") / "kb.db"
    base = fill(path)
    (figure,) = base.connection.execute("select id from figures where number = '1.345'").fetchone()
    words = {"value": "1350", "qualifier": "about", "level": "commune", "period": "2024-H2", "status": "forecast"}
    for field, word in words.items():
        base.correct(figure, field, word)
    orphan = "F-GONEGONE22"
    base.correct(orphan, "period", "2023-Q3", state="orphan")
    (waiting,) = base.connection.execute("select id from figures where number = '1.354'").fetchone()
    said = {"message": "hai văn bản ghi hai giá trị", "message_en": "two documents state two values"}
    for rule, more in (("same", said), ("old", {"message": "chỉ nói tiếng Việt"})):
        finding = base.insert("findings_checks", rule=rule, figure_ids=f'["{figure}", "{waiting}"]', **more)
        for one in (figure, waiting):
            base.insert("findings_figures", finding_id=finding, figure_id=one)
    base.finish()
    return path, figure


def test_reasons_are_told_in_the_readers_language(serving: Callable[[Path], str], doubted: tuple[Path, str]) -> None:
    site = serving(doubted[0])
    for path in (f"/figure/{doubted[1]}", "/review", "/review?province=51-old"):
        english = httpx.get(f"{site}{path}{'&' if '?' in path else '?'}lang=en").text
        assert leftovers(english, units_of(doubted[0])) == [], path
        assert "two documents state two values" in english and "hai văn bản ghi" not in english
        assert '<bdi lang="vi">chỉ nói tiếng Việt</bdi>' in english
        vietnamese = httpx.get(site + path).text
        assert "hai văn bản ghi hai giá trị" in vietnamese and "two documents" not in vietnamese
    figure = re.sub("</?bdi>", "", httpx.get(f"{site}/figure/{doubted[1]}").text)
    assert "giá trị «» thành «1.350»" in figure and "mức độ chính xác «» thành «khoảng»" in figure
    english = re.sub("</?bdi>", "", httpx.get(f"{site}/review?lang=en").text)
    assert "period «» became «Q3 2023»" in english


def test_why_a_province_has_no_rank_is_said_in_english(
    serving: Callable[[Path], str], doubted: tuple[Path, str]
) -> None:
    site = serving(doubted[0])
    for path, vi, en in (("/province/67-old", "cũ hơn số mới nhất", "over a year older than the newest"),):
        assert vi in httpx.get(site + path).text
        text = httpx.get(f"{site}{path}?lang=en").text
        assert en in text and leftovers(text, units_of(doubted[0])) == []


def test_every_reason_of_the_views_has_its_word() -> None:
    views = (Path(__file__).parents[1] / "kb" / "views.sql").read_text(encoding="utf-8")
    said = {
        text
        for case in re.findall(r"\bcase((?:(?!case).)+?)end as (?:not_ranked|doubt)", views, re.DOTALL)
        for text in re.findall(r"then '(.+?)'", case)
    }
    assert len(said) >= 6
    why = {"scale", "older", "edition", "undated", "bounds", "ocr", "doubt", "misread", "several"}
    assert {reason_of(text) for text in said} == why
    assert reason_of(None) is None and reason_of("một lý do mới") is None


def test_every_word_that_a_page_asks_for_is_there() -> None:
    """A word that is missing is only noticed on a page that says it: the queue of a base with a doubtful figure."""
    templates = sorted((Path(__file__).parents[1] / "kb" / "web" / "templates").glob("*.html"))
    asked = {
        (path.name, key)
        for path in templates
        for key in re.findall(r"\bw(?:\.html|\.get)?[\[(]'(\w+\.\w+)'", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 100
    for language in ("vi", "en"):
        assert [one for one in sorted(asked) if one[1] not in Words(language)] == []


def test_words_are_never_html() -> None:
    for language in ("vi", "en"):
        assert not [key for key, word in Words(language).items() if set(word) & set("<>&")]


@pytest.mark.parametrize(
    ("field", "word", "vi", "en"),
    [
        ("value", "1350.5", "1.350,5", "1,350.5"),
        ("value", "khoảng 3", "khoảng 3", "khoảng 3"),
        ("qualifier", "exact", "đúng bằng", "exactly"),
        ("status", "target", "mục tiêu", "target"),
        ("level", "thôn bản", "thôn bản", "thôn bản"),
        ("period", "2024-H1", "6 tháng đầu năm 2024", "first half of 2024"),
        ("item", None, "", ""),
    ],
)
def test_a_field_is_read_in_both_languages(field: str, word: str | None, vi: str, en: str) -> None:
    assert word_label(field, word) == vi
    assert word_label(field, word, labels_en) == en


@pytest.mark.parametrize(
    ("unit", "value", "difference", "vi", "en"),
    [
        ("%", "90", -2.4, "2,4 điểm %", "2.4 points"),
        ("trạm", "3000", 120.0, "120 trạm", "120 stations"),
        ("đồng", "5000000", -1500000.0, "1,5 triệu đồng", "1.5 million đồng"),
        ("%", "90", 0.0, "", ""),
        ("%", "90", None, "", ""),
    ],
)
def test_how_far_a_target_is(unit: str, value: str, difference: float | None, vi: str, en: str) -> None:
    row = {"unit": unit, "target_value": value, "target_comparable": float(value), "difference": difference}
    assert distance_label(row) == vi
    assert distance_label(row, labels_en) == en
    assert distance_label(row | {"target_comparable": 0.5, "unit": "xã"}) == ""
