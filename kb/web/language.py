"""The two languages of the pages: which one an address asks for, its words, and links that keep it.

Vietnamese is the page's own address; English is the same address with ``lang=en``. No cookie is set, so that an
address that someone sends to another person shows the same page there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from markupsafe import Markup

from kb.ask.table import WORDS
from kb.fields import CORRECTED

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_SPECIAL = re.compile(r"[^/\w.-]|//")
_PLURAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
FILES = (*sorted(Path(__file__).parent.glob("words*.toml")), WORDS)


class Words(Mapping[str, str]):
    """The words of the interface in one language, by ``section.name``: ``words["front.title"]``.

    ``words("front.more", n=3)`` fills the names in braces. A key that is missing raises KeyError: a page with a hole
    is a fault of ours. ``link`` and ``elsewhere`` make addresses in this and in the other language.
    """

    def __init__(self, language: Language, address: str = "/") -> None:
        self.language = language
        self.other: Language = "vi" if language == "en" else "en"
        self.elsewhere = _with_language(address, self.other)
        self._words = _load()[language]

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __call__(self, key: str, **given: object) -> str:
        """The word with its ``{names}`` filled in, ``{n:province|provinces}`` by the number that ``n`` is."""
        return self._counted(key, given).format(**given)

    def html(self, key: str, **given: object) -> Markup:
        """The word with its ``{names}`` filled in by HTML or by text, which is escaped."""
        return Markup(self._counted(key, given)).format(**given)

    def _counted(self, key: str, given: Mapping[str, object]) -> str:
        word = self._words[key]
        return _PLURAL.sub(lambda of: of[2] if str(given.get(of[1])) == "1" else of[3], word) if "|" in word else word

    def among(self, section: str) -> dict[str, str]:
        """All words of a section by their name: ``among("status")["target"]``."""
        start = section + "."
        return {key.removeprefix(start): word for key, word in self._words.items() if key.startswith(start)}

    def link(self, address: str, **given: object) -> str:
        """An address of ours in this language, with the given parameters; those that are None are left out."""
        return _with_language(address, self.language, given)


def language_of(request: Any) -> Language:
    """The language that an address asks for; every other word than ``en`` is Vietnamese."""
    return "en" if request.args.get("lang") == "en" else "vi"


def words(request: Any) -> Words:
    """The words for a request of Datasette, which also knows the address of the page in the other language."""
    query = request.query_string
    return Words(language_of(request), request.path + (f"?{query}" if query else ""))


def _with_language(address: str, language: Language, given: Mapping[str, object] | None = None) -> str:
    if language == "vi" and not given and address.isascii() and not _SPECIAL.search(address):
        return address  # A page has hundreds of links, and most are plain.
    parts = urlsplit(address)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "lang"]
    pairs += [(key, str(value)) for key, value in (given or {}).items() if value is not None]
    if language == "en":
        pairs.append(("lang", "en"))
    # Only the path and below: an address that begins with two slashes would lead to another host.
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), urlencode(pairs), parts.fragment))


@lru_cache
def _load() -> dict[Language, dict[str, str]]:
    loaded: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
    for path in FILES:
        sections: dict[str, dict[str, dict[str, str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
        for section, named in sections.items():
            for name, word in named.items():
                for language in LANGUAGES:
                    loaded[language][f"{section}.{name}"] = word[language]
    for field in CORRECTED:
        loaded["vi"][f"field.{field.name}"], loaded["en"][f"field.{field.name}"] = field.vi, field.en
    return loaded
