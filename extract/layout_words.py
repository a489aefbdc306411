"""The words that reports are set with, from ``layout.toml``, as pieces of patterns: ``WORDS.hanging`` is one.

Words are data: whoever knows reports adds one there. Code says how they combine.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from extract.document import SolieuError

_FILE = Path(__file__).with_name("layout.toml")


@dataclass(frozen=True, slots=True)
class LayoutWords:
    """One pattern a list of ``layout.toml``: any of its words, in a group of its own. Each list is described there."""

    parts: str
    annexes: str
    numbered: str
    titles: str
    offices: str
    mottos: str
    recipients: str
    hanging: str
    open_words: str
    page: str
    page_of: str
    counter: str
    header: str
    idle: str
    no_name: str
    group: str
    within: str
    explains: str
    first_header: str
    leaf: str
    year: str
    total: str
    spelt_numbers: str
    answers: str
    answer_leads: str


def any_of(words: Iterable[str]) -> str:
    """The pattern of any of ``words``; ``…`` at a word's end is whatever follows."""
    return f"(?:{'|'.join(re.escape(word).replace('…', '.*') for word in words)})"


def load_layout_words(path: Path = _FILE) -> LayoutWords:
    """The patterns of ``layout.toml``. Raises SolieuError where a list is missing, unknown, or no list of words."""
    lists: dict[str, Any] = tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    known = {field.name for field in fields(LayoutWords)}
    for name in sorted(lists.keys() ^ known):
        problem = "is read by no code" if name in lists else "is missing"
        raise SolieuError(path.name, f"the list {name} {problem}", f"the lists are {', '.join(sorted(known))}")
    for name, words in lists.items():
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise SolieuError(path.name, f"{name} is no list of words", 'write it as ["một", "hai"]')
    return LayoutWords(**{name: any_of(words) for name, words in lists.items()})


WORDS = load_layout_words()
