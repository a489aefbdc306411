"""The words of the rules (``lexicon/*.toml``), loaded once and checked: what no code reads is refused by name.

Most are **word lists**, tables ``[words.<name>]`` of whichever file they belong to; a name stands once in all files::

    [words.plans]                       # code asks for it by name: Words("plans"), Wording(r"theo\\s+{plans}")
    words = ["kế hoạch", "chỉ tiêu (được|) giao", "mục tiêu {levels}"]
    examples = ["Thu đạt 92% [[kế hoạch]], vượt [[chỉ tiêu được giao]]."]
    near_misses = ["Đã lập sổ kế toán."]

- ``words``: case and the width of blanks do not matter, ``(a|b|)`` is one of them or nothing, ``{levels}`` any word of
  that other list. Instead of them, or besides, ``patterns``: regular expressions, for what words cannot say.
  ``exact = true``: case matters.
- ``examples``: sentences of your own in which all that the list finds, as whole words, is marked; at least one mark.
  ``near_misses``: sentences in which it finds nothing. Each is a test (``tests/test_words.py``), and so is that some
  code asks for the list.

A list is used by :mod:`rules.language.wording`. What is more than words (the factor of a unit, the reason of an
exclusion) has a loader of its own beside this one, which reads its file as a :class:`rules.strict_toml.Table` and
leaves the key ``words``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from rules.kept import load_folder
from rules.phrases import PhraseError, parse_phrase
from rules.strict_toml import CatalogueError, Table, closest

FOLDER = Path(__file__).parent / "lexicon"
LISTS = "words"
_OTHER_LIST = re.compile(r"\{([a-z][a-z_]*)\}")
_MARKED = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the stretches of it that its writer marked, the marks taken out."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A list as it is written. ``place`` is its file and name, for errors."""

    name: str
    place: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    exact: bool
    examples: tuple[Marked, ...]
    near_misses: tuple[str, ...]

    @property
    def others(self) -> frozenset[str]:
        """The lists that its words and patterns name in braces."""
        return frozenset(chain.from_iterable(map(_OTHER_LIST.findall, (*self.words, *self.patterns))))


class Lexicon:
    """All word lists of a folder by name. Raises CatalogueError: an unknown key, a name that stands twice, a list
    without words or examples; and what its methods say."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.lists: dict[str, WordList] = {}
        self._spelled: dict[str, tuple[str, ...]] = {}
        for file, data in load_folder(folder):
            if LISTS in data:
                self._add(Table(f"{file}, {LISTS}", data[LISTS]))

    def __getitem__(self, name: str) -> WordList:
        """The list of that name, CatalogueError where no file has it."""
        if name not in self.lists:
            raise CatalogueError(f"the word list {name}", "it stands in no file", closest(name, self.lists))
        return self.lists[name]

    def words(self, name: str) -> tuple[str, ...]:
        """Every word of a list, alternatives and other lists written out, the longest first. Raises CatalogueError
        where the list has patterns, which cannot be spelled out."""
        if self[name].patterns:
            raise CatalogueError(self[name].place, "it has patterns and cannot be spelled out", "Write them as words")
        return self._spell_out(name, ())

    def alternatives(self, name: str) -> str:
        """A list as a regular expression in one group: the longest word first, then the patterns in their order.
        Raises CatalogueError where a pattern is none."""
        one = self[name]
        spelled = [re.escape(word).replace(r"\ ", r"\s+") for word in self._spell_out(name, ())]
        patterns = [_OTHER_LIST.sub(lambda other: self.alternatives(other[1]), pattern) for pattern in one.patterns]
        try:
            re.compile("|".join(patterns))
        except re.error as error:
            raise CatalogueError(one.place, f"a pattern is no regular expression ({error})", "Correct it") from error
        return f"(?{'-i' if one.exact else ''}:{'|'.join((*spelled, *patterns))})"

    def _add(self, table: Table) -> None:
        for name in table:
            if name in self.lists:
                place = f"{table.place}, {name}"
                raise CatalogueError(place, f"it stands in {self.lists[name].place} too", "Keep one of them")
            self.lists[name] = _read_list(name, table.table(name))

    def _spell_out(self, name: str, inside: tuple[str, ...]) -> tuple[str, ...]:
        """``inside`` are the lists that led to this one."""
        if name in inside:
            raise CatalogueError(self[name].place, f"it names itself ({' → '.join((*inside, name))})", "Take it out")
        if name not in self._spelled:
            variants = chain.from_iterable(self._variants(self[name], word, inside) for word in self[name].words)
            self._spelled[name] = tuple(sorted(dict.fromkeys(variants), key=len, reverse=True))
        return self._spelled[name]

    def _variants(self, one: WordList, word: str, inside: tuple[str, ...]) -> tuple[str, ...]:
        whole = _OTHER_LIST.sub(lambda other: f"({'|'.join(self._spell_out(other[1], (*inside, one.name)))})", word)
        try:
            variants = parse_phrase(whole)
        except PhraseError as error:
            raise CatalogueError(f"{one.place}: “{word}”", error.problem, error.remedy) from error
        if any(len(variant) > 1 for variant in variants):
            raise CatalogueError(f"{one.place}: “{word}”", "a word has no gap …", "Write it as a pattern")
        return tuple(variant[0] for variant in variants)


@cache
def load_lexicon() -> Lexicon:
    """The word lists of the project."""
    return Lexicon()


def parse_marked(sentence: str) -> Marked:
    """A sentence with ``[[…]]`` around some of its words, as text and offsets.

    >>> parse_marked("Thu đạt 92% [[kế hoạch]].")
    Marked(text='Thu đạt 92% kế hoạch.', spans=((12, 20),))
    """
    spans: list[tuple[int, int]] = []
    for count, mark in enumerate(_MARKED.finditer(sentence)):
        start = mark.start() - 4 * count
        spans.append((start, start + len(mark[1])))
    return Marked(_MARKED.sub(r"\1", sentence), tuple(spans))


def _read_list(name: str, table: Table) -> WordList:
    one = WordList(
        name=name,
        place=table.place,
        words=table.strings("words"),
        patterns=table.strings("patterns"),
        exact=table.flag("exact"),
        examples=tuple(map(parse_marked, table.strings("examples", 1))),
        near_misses=table.strings("near_misses"),
    )
    table.done()
    if not one.words and not one.patterns:
        raise CatalogueError(one.place, "it has no words", 'Write words = ["…"]')
    if not any(example.spans for example in one.examples):
        raise CatalogueError(one.place, "no example has a mark", "Write [[ and ]] around what it finds")
    return one
