"""The two languages of the pages: every word in both, and links that stay in the language that was chosen."""

from __future__ import annotations

import re
import tomllib
from types import SimpleNamespace

import pytest

from kb.web.language import FILES, Words, words


def test_every_word_has_both_languages_and_the_same_names_in_braces() -> None:
    sections = [one for path in FILES for one in tomllib.loads(path.read_text(encoding="utf-8")).items()]
    assert len({section for section, _ in sections}) == len(sections), "a section is split over two files"
    for section, named in sections:
        for name, word in named.items():
            assert set(word) == {"vi", "en"}, (section, name)
            filled = [sorted(re.findall(r"\{(\w+)\}", word[language])) for language in ("vi", "en")]
            assert filled[0] == filled[1], (section, name)
            # A plural goes by a number that the word says itself.
            counted = {of for language in ("vi", "en") for of in re.findall(r"\{(\w+):", word[language])}
            assert counted <= set(filled[0]), (section, name)


def test_one_is_no_plural() -> None:
    said = Words("en")
    assert [said("front.in_provinces", n=n) for n in (0, 1, 2)] == ["0 provinces", "1 province", "2 provinces"]
    assert said("front.tile", metrics=1, documents="1.000") == "1 metric, 1.000 documents"
    assert str(said.html("document.as_a_whole", name="Lan", n="1", date="x")) == "Lan reviewed all of it, 1 figure, x"
    assert Words("vi")("front.in_provinces", n=1) == "1 tỉnh"


@pytest.mark.parametrize(
    ("query", "language", "elsewhere"),
    [
        ("", "vi", "/compare/x?lang=en"),
        ("year=2024", "vi", "/compare/x?year=2024&lang=en"),
        ("lang=en&item=", "en", "/compare/x?item="),
        ("lang=fr", "vi", "/compare/x?lang=en"),
    ],
)
def test_an_address_keeps_all_but_its_language(query: str, language: str, elsewhere: str) -> None:
    asked = {"lang": query.split("lang=")[1].split("&")[0]} if "lang=" in query else {}
    said = words(SimpleNamespace(path="/compare/x", query_string=query, args=asked))
    assert (said.language, said.elsewhere) == (language, elsewhere)


def test_links_stay_in_their_language() -> None:
    assert Words("en").link("/search", q="a b", page=None) == "/search?q=a+b&lang=en"
    assert Words("vi").link("/search?lang=en", q="&") == "/search?q=%26"
    assert Words("vi", "//evil.example/x").elsewhere == "/x?lang=en"
