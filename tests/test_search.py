"""Search as people type, and the index that follows every change of figures, passages and corrections."""

from __future__ import annotations

from typing import Any

import pytest
from example_base import Base
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ask.search import match_expression, search
from rules.language.fold import bare

BTS: dict[str, Any] = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count", "subject": "trạm BTS"}


@pytest.fixture
def base() -> Base:
    base = Base()
    quang_nam = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    dak_nong = base.document("b.pdf", "67-old", "2024", "2024-12-01")
    base.say(quang_nam, "Toàn tỉnh có [[2.128]] trạm BTS.", BTS)
    base.say(quang_nam, "Bố trí [[3]] tỷ đồng để sửa trạm BTS.", {"subject": "kinh phí sửa chữa", "unit": "tỷ đồng"})
    base.say(quang_nam, "Đường truyền của các huyện Quảng Nam đã nối tới trạm BTS gần nhất.")
    base.say(dak_nong, "Toàn tỉnh có [[690]] trạm BTS.", BTS)
    return base


def found(base: Base, words: str) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.number, hit.place) for hit in search(base.connection, words)]


SPELLINGS = ["tram bts quang nam", "Trạm BTS Quảng Nam", "TRẠM bts QUANG nam", "nam quảng trạm bts"]
OPERATORS = ["AND bts", "OR bts", "NEAR bts", "^bts", "text:trạm", "tr*", '"trạm bts', "NOT trạm"]


@pytest.mark.parametrize("words", SPELLINGS)
def test_every_spelling_finds_figures_first_then_passages(base: Base, words: str) -> None:
    assert found(base, words) == [("figure", "2.128", "Quảng Nam"), ("figure", "3", "Quảng Nam"), ("passage", "", "")]


@pytest.mark.parametrize("words", ["dak nong", "Đắk Nông", "đak nông", "ĐẮK NÔNG", "Ðắk Nông".replace("Ð", "Đ")])
def test_the_letter_d_with_a_stroke_is_found_either_way(base: Base, words: str) -> None:
    assert found(base, words) == [("figure", "690", "Đắk Nông")]


def test_letters_typed_with_separate_accents_are_the_same(base: Base) -> None:
    import unicodedata

    assert found(base, unicodedata.normalize("NFD", "Đắk Nông")) == [("figure", "690", "Đắk Nông")]


def test_all_words_must_match(base: Base) -> None:
    assert found(base, "tram bts ninh thuan") == []


def test_a_number_is_found_as_printed(base: Base) -> None:
    assert found(base, "2.128") == [("figure", "2.128", "Quảng Nam")]


def test_the_accents_typed_come_first(base: Base) -> None:
    document = base.document("c.pdf", "49-old", "2024", "2024-12-01")
    base.say(document, "Có [[11]] ma trận.", {"subject": "ma trận"})
    base.say(document, "Có [[12]] mã trần.", {"subject": "mã trần"})
    assert [hit.number for hit in search(base.connection, "mã trần")] == ["12", "11"]
    assert [hit.number for hit in search(base.connection, "ma trận")] == ["11", "12"]
    assert {hit.number for hit in search(base.connection, "ma tran")} == {"11", "12"}


@pytest.mark.parametrize("words", ["", "   ", '"', "-", "* ( )", "''", "؟"])
def test_nothing_to_search_for_finds_nothing(base: Base, words: str) -> None:
    assert search(base.connection, words) == []


@pytest.mark.parametrize("words", OPERATORS)
def test_no_word_is_an_operator(base: Base, words: str) -> None:
    for hit in search(base.connection, words):
        text = bare(f"{hit.metric} {hit.subject} {hit.place} {hit.text}")
        assert all(word.strip('"^*:') in text for word in bare(words.replace(":", " ")).split())


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_any_text_may_be_searched(words: str) -> None:
    connection = _empty()
    connection.execute("select rowid from figures_fts where figures_fts match ?", (match_expression(words) or '""',))


def _empty(kept: list[Base] = []) -> Any:  # noqa: B006
    if not kept:
        kept.append(Base())
    return kept[0].connection


def test_a_passage_behind_a_figure_is_not_told_again(base: Base) -> None:
    hits = search(base.connection, "toan tinh tram")
    assert [hit.kind for hit in hits] == ["figure", "figure"]


def test_limit_bounds_each_kind(base: Base) -> None:
    assert [hit.kind for hit in search(base.connection, "tram", limit=1)] == ["figure", "passage"]


def whole(base: Base) -> None:
    for table in ("figures_fts", "passages_fts"):
        base.connection.execute(f"insert into {table}({table}, rank) values ('integrity-check', 1)")


def test_the_index_follows_deletes_and_updates(base: Base) -> None:
    base.connection.execute("delete from figures where place = 'Đắk Nông'")
    base.connection.execute("update passages set text = 'Chữ khác hẳn' where text like '%690%'")
    assert found(base, "dak nong") == []
    assert found(base, "chu khac han") == [("passage", "", "")]
    base.connection.execute("update figures set subject = 'cột ăng ten' where number = '2.128'")
    assert found(base, "cot ang ten") == [("figure", "2.128", "Quảng Nam")]
    base.connection.execute("delete from figures")
    base.connection.execute("delete from passages")
    whole(base)
    assert found(base, "tram") == []


def test_the_index_follows_corrections(base: Base) -> None:
    figure = search(base.connection, "690")[0].id
    base.correct(figure, "subject", "trụ thu phát")
    assert found(base, "tru thu phat") == [("figure", "690", "Đắk Nông")]
    base.correct(figure, "decision", "xóa")
    assert ("figure", "690", "Đắk Nông") not in found(base, "dak nong")
    base.connection.execute("delete from corrections")
    assert found(base, "dak nong") == [("figure", "690", "Đắk Nông")]
    assert found(base, "tru thu phat") == []
    whole(base)


def test_the_index_follows_the_name_of_a_metric(base: Base) -> None:
    base.connection.execute("update metrics set name_vi = 'Cột phát sóng' where id = 'bts_stations'")
    assert {number for _, number, _ in found(base, "cot phat song")} == {"2.128", "690"}
    whole(base)


def test_a_sentence_that_a_copy_repeats_is_told_once_and_what_only_the_copy_says_is_found(base: Base) -> None:
    original = base.document("c.docx", "51-old", "2024", "2024-12-01")
    copy = base.document("c.pdf", "51-old", "2024", "2024-12-01", duplicate_of=original)
    base.say(original, "Có [[41]] trạm bơm, thêm [[41]] trạm bơm nhỏ.", BTS, BTS)
    base.say(original, "Trạm bơm do xã quản lý.")
    base.say(copy, "Có  [[41]] trạm bơm,\nthêm [[41]] trạm bơm nhỏ.", BTS, BTS)
    base.say(copy, "Trạm bơm do  xã quản lý.")
    base.say(copy, "Có [[42]] trạm bơm ở phụ lục.", BTS)
    hits = search(base.connection, "trạm bơm")
    assert sorted((hit.kind, hit.number, hit.filename) for hit in hits) == [
        ("figure", "41", "c.docx"),
        ("figure", "41", "c.docx"),
        ("figure", "42", "c.pdf"),
        ("passage", "", "c.docx"),
    ]


def test_two_reports_that_say_the_same_are_both_told(base: Base) -> None:
    for name in ("d.docx", "e.docx"):
        base.say(base.document(name, "51-old", "2024", "2024-12-01"), "Có [[41]] trạm bơm.", BTS)
    assert len(search(base.connection, "trạm bơm")) == 2
