"""kb/fields.py says of each field what the rules, the base, the review and the pages say of it elsewhere."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from example_base import Base

from kb import labels, labels_en, vocabulary
from kb.fields import ASKED, CELLS, CORRECTED, FIELD, FIELDS, SAID, Field
from kb.review.columns import ALL, EVERY
from kb.review.values import CHOICES, choice
from kb.web.language import Words
from rules import figure
from rules.decide.doubts import FLAGS

LITERALS = {
    "qualifier": figure.Qualifier,
    "kind": figure.Kind,
    "status": figure.Status,
    "level": figure.Level,
    "place_from": figure.Origin,
    "period_from": figure.Origin,
    "level_from": figure.Origin,
    "status_from": figure.Origin,
}
SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL"}


@pytest.mark.parametrize("name", LITERALS)
def test_a_vocabulary_has_the_words_that_the_rules_write(name: str) -> None:
    assert {word.name for word in FIELD[name].words} == set(typing.get_args(LITERALS[name]))


def test_every_choice_has_a_literal_and_every_flag_a_word() -> None:
    assert {one.name for one in FIELDS if one.type == "choice"} == set(LITERALS)
    assert {word.name for word in FIELD["flags"].words} == set(FLAGS)


def test_what_the_rules_say_is_an_attribute_of_a_figure() -> None:
    attributes = {one.name for one in dataclasses.fields(figure.Figure)}
    assert {one.figure or one.name for one in SAID} <= attributes


def test_the_table_of_figures_has_these_columns_in_this_order() -> None:
    rows = Base().connection.execute("pragma table_info(figures)").fetchall()
    written = [(name, kind, bool(required)) for _, name, kind, required, _, _ in rows]
    assert [name for name, _, _ in written[:3]] == ["id", "document_id", "seq"]
    assert written[3:] == [(one.name, SQL_TYPES[one.sql_type], one.empty != "null") for one in FIELDS]


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.name)
def test_a_reviewer_can_type_each_word_by_any_of_its_names(field: Field) -> None:
    assert f"new_{field.asked}" in EVERY and field.asked in EVERY
    assert (f"new_{field.asked}" in ALL) != field.rare
    assert field in CELLS[field.asked] and field.corrected
    names = [name for word in field.words for name in (word.name, word.vi, *word.typed)]
    assert len(names) == len(set(names)), "two words of a vocabulary have the same name"
    for word in field.words:
        assert {choice(field.name, name) for name in (word.name, word.vi, *word.typed)} == {word.name}
        assert CHOICES[field.name][word.name][0] == word.vi


@pytest.mark.parametrize("field", CORRECTED, ids=lambda field: field.name)
def test_the_pages_call_a_field_by_its_name_in_both_languages(field: Field) -> None:
    assert (Words("vi")[f"field.{field.name}"], Words("en")[f"field.{field.name}"]) == (field.vi, field.en)


def test_the_pages_have_a_label_for_every_word() -> None:
    for said, language in ((labels, "vi"), (labels_en, "en")):
        for name in ("KINDS", "STATUSES", "LEVELS", "ORIGINS", "FLAGS"):
            of_pages = getattr(said, name)
            assert of_pages == {
                word.name: word.plain[language == "en"] or getattr(word, language) for word in getattr(vocabulary, name)
            }
        assert {**said.QUALIFIERS, "exact": said.EXACT}.keys() == {word.name for word in vocabulary.QUALIFIERS}
    assert labels.LEVELS["commune"] == "các xã" and labels_en.LEVELS["commune"] == "communes"
    assert labels.doubts('["decimal_point", "no_unit"]') == ["không thấy đơn vị"]


def test_a_description_lists_the_vocabulary_where_it_says_so() -> None:
    assert FIELD["status"].description.startswith("Là gì: actual kết quả, target mục tiêu, ")
    assert all("{" not in one.description and one.vi and one.en for one in FIELDS)
