"""Folding: the doctests of the language, and SQLite's index, which must fold a text as we do."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from kb.store import open_base
from rules.language.fold import bare, bare_letters, bare_words, toned, toned_words
from rules.language.letters import CAPITALS

LETTERS = CAPITALS.replace("A-Z", "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + CAPITALS[3:].lower()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_spelling_folds_alike_however_its_marks_are_written(form: str) -> None:
    text = "Sở Nông nghiệp – Uỷ ban, Đắk Lắk: 12 thửa"
    written = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert bare(written) == "so nong nghiep – uy ban, dak lak: 12 thua"
    assert bare_words(written) == "so nong nghiep uy ban dak lak 12 thua"
    assert bare_letters(written) == "sonongnghiepuybandaklak12thua"
    assert toned(unicodedata.normalize(form, "HOÁ")) == toned("hóa") != toned("hoa")  # type: ignore[arg-type]


def test_tones_part_what_bare_letters_join() -> None:
    assert bare("lỗi") == bare("lời") == bare("Lòi") == "loi"
    assert len({toned("lỗi"), toned("lời"), toned("lòi")}) == 3
    assert toned_words("tỷ lệ, tỉ lệ") == "ti3 lê5 ti3 lê5"


def test_the_index_of_search_folds_as_bare_does(tmp_path: Path) -> None:
    with closing(open_base(tmp_path / "kb.db")) as db:
        made = db.execute("select sql from sqlite_master where name = 'passages_fts'").fetchone()[0]
    options = made[made.index("tokenize") :].rstrip(")").split(",")[0]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"create virtual table words using fts5(plain, {options})")
        db.execute("create virtual table terms using fts5vocab(words, row)")
        for letter in LETTERS:
            # what triggers and views do for đ, see views.sql
            plain = f"x{letter}y".replace("đ", "d").replace("Đ", "D")
            db.execute("delete from words")
            db.execute("insert into words values (?)", (plain,))
            assert [row[0] for row in db.execute("select term from terms")] == [bare(f"x{letter}y")]
