"""The words of the rules are data: each list finds what its examples mark and nothing else, some code asks for it, and
a key that no code reads is refused wherever it stands."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import kb
import rules
from rules.language.exclusions import Writing, load_exclusions
from rules.language.lexicon import Lexicon, load_lexicon
from rules.language.numbers import find_numbers
from rules.language.unit_words import UnitExample, load_units
from rules.language.units import find_unit, unit_classes
from rules.language.wording import Wording, Words
from rules.strict_toml import CatalogueError, read_toml

LISTS = load_lexicon().lists
NAMES = sorted(LISTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_finds_what_its_examples_mark(name: str) -> None:
    for example in LISTS[name].examples:
        found = tuple(match.span() for match in Words(name).finditer(example.text))
        said = [example.text[start:end] for start, end in found]
        assert found == example.spans, f"{LISTS[name].place} finds {said} in “{example.text}”"


@pytest.mark.parametrize("name", NAMES)
def test_a_list_finds_nothing_in_its_near_misses(name: str) -> None:
    for sentence in LISTS[name].near_misses:
        found = [match.group() for match in Words(name).finditer(sentence)]
        assert not found, f"{LISTS[name].place} finds {found} in “{sentence}”"


@pytest.mark.parametrize("way", load_exclusions(), ids=lambda one: one.pattern.pattern[:40])
def test_a_way_of_writing_that_is_no_figure_is_found(way: Writing) -> None:
    for example in way.examples:
        found = [m for m in way.pattern.finditer(example.text) if any(c.isdigit() for c in m.group())]
        assert tuple(m.span() for m in found) == example.spans, (example.text, [m.group() for m in found])
    for sentence in way.near_misses:
        found = [m for m in way.pattern.finditer(sentence) if any(c.isdigit() for c in m.group())]
        assert not found, (sentence, [m.group() for m in found])


@pytest.mark.parametrize("example", load_units().examples, ids=lambda one: one.sentence.text)
def test_a_unit_is_found_behind_its_number(example: UnitExample) -> None:
    ((start, end),) = example.sentence.spans
    (number,) = find_numbers(example.sentence.text)
    unit = find_unit(example.sentence.text, number.end)
    assert unit is not None
    assert (number.start, unit.end, unit.name) == (start, end, example.unit)
    assert (unit.factor, unit.level) == (example.factor, example.level)


@pytest.mark.parametrize("name", sorted(load_units().classes))
def test_units_of_a_class_are_alike(name: str) -> None:
    one = load_units().classes[name]
    assert one.alike and one.unlike
    for first, second in one.alike:
        assert name in unit_classes(first) & unit_classes(second), (first, second)
    for first, second in one.unlike:
        assert not unit_classes(first) & unit_classes(second), (first, second)
        assert name in unit_classes(first), first


def test_every_list_is_asked_for() -> None:
    used = {name for module in _modules() for name in _asked_in(importlib.import_module(module))}
    assert sorted(used - set(NAMES)) == [], "no file has these"
    while further := {other for name in used for other in LISTS[name].others} - used:
        used |= further
    assert [LISTS[name].place for name in NAMES if name not in used] == [], "no code reads these"


def _modules() -> Iterator[str]:
    for package in (rules, kb):
        found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        yield from (one.name for one in found if not one.name.endswith("__main__"))


def _asked_in(module: object) -> set[str]:
    """The lists of the patterns that stand at the top of a module, alone, in a collection or in a row of one."""
    todo, found = list(vars(module).values()), set[str]()
    while todo:
        value = todo.pop()
        if isinstance(value, Wording):
            found |= value.lists
        elif isinstance(value, Mapping):
            todo += [*value.keys(), *value.values()]
        elif isinstance(value, tuple | list | frozenset):
            todo += value
        elif is_dataclass(value) and not isinstance(value, type):
            todo += [getattr(value, field.name) for field in fields(value)]
    return found


VIETNAMESE = re.compile("(?![×÷])[À-ỹ]")
SPELLED = {
    "figure.py": "units and the country, as the base has them",
    "language/fold.py": "single letters and tones",
    "language/letters.py": "single letters and tones",
}
"""Files of rules/ that may hold Vietnamese letters outside of what they say of themselves, and which."""


def test_code_spells_no_words() -> None:
    folder = Path(rules.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        spelled = [one.value for one in strings if id(one) not in said and VIETNAMESE.search(one.value)]
        name = path.relative_to(folder).as_posix()
        assert bool(spelled) == (name in SPELLED), f"{name}: {spelled}: a list of the lexicon says it once"


def _write(folder: Path, text: str) -> Path:
    path = folder / "some.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("extra = 1", "some.toml: the key extra is read by no code"),
        ("[inner]\nextra = 1", "some.toml, inner: the key extra is read by no code"),
        ("[[row]]\nname = 'a'\nextra = 1", "some.toml, a: the key extra is read by no code"),
        ("[inner]\nword = ''", "some.toml, inner: word is not words in quotes"),
        ("[inner]\nwordd = 'a'", "some.toml, inner: the key wordd is unknown. Perhaps word is meant"),
    ],
)
def test_a_key_that_nobody_reads_is_refused_at_every_depth(tmp_path: Path, line: str, message: str) -> None:
    path = _write(tmp_path, line)
    with pytest.raises(CatalogueError, match=message), read_toml(path) as table:
        if "inner" in table:
            inner = table.table("inner")
            if "extra" not in inner:
                inner.string("word")
        for row in table.tables("row", named_by="name") if "row" in table else ():
            row.string("name")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('words = ["một"]', "the key examples is missing"),
        ('words = ["một"]\nexamples = ["Có một xã."]', "no example has a mark"),
        ('examples = ["Có [[một]] xã."]', "it has no words"),
        ('word = ["một"]\nexamples = ["Có [[một]] xã."]', "the key word is read by no code. Perhaps words is meant"),
        ('words = "một"\nexamples = ["Có [[một]] xã."]', "words is not a list of words"),
        ('words = ["một"]\nexact = 1\nexamples = ["Có [[một]] xã."]', "exact is neither true nor false"),
    ],
)
def test_a_list_without_use_or_example_is_refused(tmp_path: Path, text: str, message: str) -> None:
    _write(tmp_path, f"[words.ones]\n{text}")
    with pytest.raises(CatalogueError, match=rf"some.toml, words, ones: {message}"):
        Lexicon(tmp_path)


def test_a_name_stands_once_in_all_files(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        text = '[words.ones]\nwords = ["một"]\nexamples = ["Có [[một]] xã."]'
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"b\.toml, words, ones: it stands in a\.toml, words, ones too"):
        Lexicon(tmp_path)


MIXED = """
[words.levels]
words = ["xã", "xã hội", "huyện"]
examples = ["[[xã]]"]
[words.offices]
words = ["(văn phòng|ban) {levels}", "SỞ"]
patterns = ['phòng\\s\\w+']
examples = ["[[văn phòng xã]]"]
[words.plans]
words = ["KH"]
exact = true
examples = ["[[KH]]"]
"""


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("levels", "Xã  hội và HUYỆN", ["Xã  hội", "HUYỆN"]),
        ("offices", "Văn phòng xã, ban huyện, sở, phòng Ba", ["Văn phòng xã", "ban huyện", "sở", "phòng Ba"]),
        ("plans", "kh, KH", ["KH"]),
    ],
)
def test_words_are_put_together(tmp_path: Path, name: str, text: str, found: list[str]) -> None:
    _write(tmp_path, MIXED)
    assert re.findall(Lexicon(tmp_path).alternatives(name), text, re.IGNORECASE) == found


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ('words = ["a {ones}"]', "it names itself .ones → ones."),
        ('words = ["a {two}"]', "the word list two: it stands in no file. Perhaps twos is meant"),
        ('words = ["a (b"]', "“a .b”: a . is never closed"),
        ('words = ["a … b"]', "a word has no gap"),
        ("patterns = ['a(']", "a pattern is no regular expression"),
    ],
)
def test_a_word_that_cannot_be_read_is_told(tmp_path: Path, words: str, message: str) -> None:
    marked = 'examples = ["[[a]]"]'
    _write(tmp_path, f'[words.ones]\n{words}\n{marked}\n[words.twos]\nwords = ["hai"]\n{marked}')
    with pytest.raises(CatalogueError, match=message):
        Lexicon(tmp_path).alternatives("ones")


def test_a_list_with_patterns_is_not_spelled_out(tmp_path: Path) -> None:
    _write(tmp_path, MIXED)
    assert Lexicon(tmp_path).words("levels") == ("xã hội", "huyện", "xã")
    with pytest.raises(CatalogueError, match="it has patterns and cannot be spelled out"):
        Lexicon(tmp_path).words("offices")
