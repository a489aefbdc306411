"""Nothing is dropped in silence: each run of digits is in exactly one of figures, exclusions and leftovers."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from digit_runs import accounts_of
from documents_of import document_of
from hypothesis import example, given, settings
from hypothesis import strategies as some

from extract.document import Document
from kb.store import read_base
from rules.figure import Findings
from rules.find import find_figures

_RUN = re.compile(r"[0-9]+")
DIGITS = some.text("0123456789", min_size=1, max_size=8)
NUMBERS = some.one_of(
    DIGITS,
    some.from_regex(r"[0-9]{1,3}(\.[0-9]{3}){1,3}(,[0-9]{1,2})?", fullmatch=True),
    some.from_regex(r"[0-9]{1,4}[,./–-][0-9]{1,4}([./-][0-9]{2,4})?", fullmatch=True),
    some.sampled_from(["01/QĐ-UBND", "5G", "24/7", "(3)", "1.2.", "2021 - 2025", "tháng 6/2024", "Điều 4", "10/18"]),
    some.sampled_from(["12,", "7;", "100%", "76,8%", "4,5 tỷ đồng", "m2", "H2O", "٣٤", "x²", "3.0", "1022"]),
)
SENTENCE = """có đạt gần trên khoảng tăng giảm so với trong đó gồm và từ đến tỷ lệ trạm hộ người xã huyện tỉnh thôn lớp
điểm cả nước năm quý tháng ngày số hạng thứ lần kỳ kế hoạch quyết định triệu đồng % : ; ( ) , . / - “ ”"""
WORDS = some.sampled_from(SENTENCE.split())
PARAGRAPHS = some.lists(
    some.lists(some.one_of(WORDS, NUMBERS), min_size=1, max_size=14).map(" ".join), min_size=1, max_size=4
).filter(lambda paragraphs: any(letter.isalnum() for words in paragraphs for letter in words))


def check(document: Document, findings: Findings) -> None:
    """Fail where a run of digits is explained by none or by several, or where a finding's words are not the text's."""
    explained: Counter[int] = Counter()
    for one in findings.figures:
        assert document.text[one.start : one.end] == one.number
        explained.update(range(one.start, one.end))
    for other in (*findings.exclusions, *findings.leftovers):
        assert document.text[other.start : other.end] == other.text
        explained.update(range(other.start, other.end))
    for run in _RUN.finditer(document.text):
        counts = {explained[at] for at in range(run.start(), run.end())}
        assert counts == {1}, (run.group(), run.start(), document.text)


@settings(max_examples=150)
@given(PARAGRAPHS)
@example(["ngày 0.000"])
def test_made_up_text_is_accounted_for(paragraphs: list[str]) -> None:
    document = document_of(*paragraphs)
    check(document, find_figures(document))


@settings(max_examples=60)
@given(some.text(some.characters(codec="utf-8"), max_size=60), DIGITS, some.text(max_size=20))
def test_any_letters_are_accounted_for(before: str, digits: str, behind: str) -> None:
    document = document_of(before + digits + behind)
    check(document, find_figures(document))


def test_the_corpus_is_accounted_for(corpus_base: Path) -> None:
    with closing(read_base(corpus_base)) as db:
        unsound, runs, leftovers = _accounts(db)
    assert not unsound, "\n".join(unsound)
    assert runs > 1000
    assert leftovers < 0.02 * runs


def _accounts(db: sqlite3.Connection) -> tuple[list[str], int, int]:
    unsound: list[str] = []
    runs = leftovers = 0
    for document, filename in db.execute("select id, filename from documents order by filename").fetchall():
        accounts = accounts_of(db, document)
        unsound += [f"{filename}: {one}" for one in accounts.unsound]
        runs, leftovers = runs + accounts.runs, leftovers + accounts.leftovers
    return unsound, runs, leftovers
