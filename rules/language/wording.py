"""Patterns that are put together from the word lists of the lexicon: code says how words stand to each other, the words
themselves are data.

A template is a regular expression in which ``{name}`` stands for the words of that list. ``Words`` is one list, as
whole words. Both are written once, at the top of a module; they open the lexicon at their first use.

>>> behind = Wording(r"\\s*(?:%|{points})?\\s*{or_more}")
>>> behind.match("% trở lên") is not None
True
>>> "Trở lên" in Words("or_more")
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from rules.language.lexicon import load_lexicon

_NAME = re.compile(r"\{([a-z][a-z_]*)\}")


class Wording:
    """A pattern with the methods of ``re.Pattern``. In: a template and the flags of ``re``, no regard to case unless
    said. Raises CatalogueError at its first use where a list is unknown or badly written."""

    def __init__(self, template: str, flags: int = re.IGNORECASE) -> None:
        self.template = template
        self.flags = flags

    @property
    def lists(self) -> frozenset[str]:
        """The lists that its template names."""
        return frozenset(_NAME.findall(self.template))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template with the words of its lists."""
        return re.compile(_NAME.sub(lambda name: load_lexicon().alternatives(name[1]), self.template), self.flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.search``"""
        return self.pattern.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.match``"""
        return self.pattern.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """``re.Pattern.fullmatch``"""
        return self.pattern.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """``re.Pattern.finditer``"""
        return self.pattern.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """``re.Pattern.findall``"""
        return self.pattern.findall

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        """``re.Pattern.split``"""
        return self.pattern.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        """``re.Pattern.sub``"""
        return self.pattern.sub


class Words(Wording):
    """One list of the lexicon: a pattern that finds its words as whole words (``ước`` is no part of ``trước``), and a
    set of them in lower case, to ask ``word in``."""

    def __init__(self, name: str) -> None:
        super().__init__(rf"(?<!\w){{{name}}}(?!\w)")
        self.name = name

    @cached_property
    def all(self) -> frozenset[str]:
        """Every word of the list, in lower case. A list that has patterns is not spelled out: CatalogueError."""
        return frozenset(word.lower() for word in load_lexicon().words(self.name))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and " ".join(word.lower().split()) in self.all

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)
