"""Reading the TOML that people write by hand: what is misspelt, missing or of the wrong type is refused by name.

The words of the rules are such files (``metrics/*.toml``, ``lexicon/*.toml``). A :class:`Table` knows which of its keys
were read: where the ``with`` of :func:`read_toml` ends, a key that nobody asked for is refused, at every depth, so that
no word can stand in a file and be without effect. The functions below it take ``place``, the file and the entry that an
error shall name.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.document import SolieuError

_EXACT_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class CatalogueError(SolieuError):
    """A mistake in the catalogue's or the lexicon's TOML; ``place`` names the file and, inside it, the entry."""


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file in UTF-8, its words in NFC."""
    try:
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(path.name, f"it is not TOML in UTF-8 ({error})", "Correct that line") from error
    except OSError as error:
        raise CatalogueError(str(path), f"it cannot be opened ({error.strerror})", "Check the path") from error


class Table:
    """A table of such a file. Each method reads one key, and an absent key is an error where no ``default`` is named;
    ``done`` refuses the keys that no method read, here and in the tables inside."""

    def __init__(self, place: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise CatalogueError(place, "it is no table", "Write its keys and values a line each below [its name]")
        self.place = place
        self._data: Mapping[str, Any] = data
        self._asked: set[str] = set()
        self._inner: list[Table] = []

    def __contains__(self, key: str) -> bool:
        """Whether the key stands there; to ask is not to read it."""
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        """The keys, where they are words themselves (``"tỷ đồng" = …``); each is still to be read."""
        return iter(self._data)

    def string(self, key: str) -> str:
        """The words of a key, not blank."""
        return string(self.place, self._ask(key), key)

    def strings(self, key: str, at_least: int = 0) -> tuple[str, ...]:
        """The list of words of a key; an absent one is an empty list where none are needed."""
        return strings(self.place, self._ask(key, at_least > 0), key, at_least)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """The lists of words of a key that holds several."""
        found = self._ask(key)[key]
        if not isinstance(found, list):
            raise CatalogueError(self.place, f"{key} is no list of lists", f'Write {key} = [["…", "…"], ["…"]]')
        return tuple(strings(self.place, {key: one}, key, 1) for one in found)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """The words of a key that must be one of ``allowed``."""
        return choice(self.place, self._ask(key), key, allowed)

    def decimal(self, key: str) -> Decimal:
        """The exact decimal that a key holds in quotes."""
        return bound(self.place, self._ask(key), key)

    def flag(self, key: str) -> bool:
        """Whether the key says true; false where it is absent."""
        value = self._ask(key, required=False).get(key, False)
        if not isinstance(value, bool):
            raise CatalogueError(self.place, f"{key} is neither true nor false", f"Write {key} = true")
        return value

    def table(self, key: str) -> Table:
        """The table of a key."""
        return self._open(f"{self.place}, {key}", self._ask(key)[key])

    def tables(self, key: str, named_by: str) -> tuple[Table, ...]:
        """The tables of ``[[key]]`` in their order; an error names each by its key ``named_by``."""
        found = self._ask(key)[key]
        if not isinstance(found, list):
            raise CatalogueError(self.place, f"{key} is no list of tables", f"Write [[{key}]] above each")
        labels = [one.get(named_by) if isinstance(one, dict) else None for one in found]
        return tuple(
            self._open(f"{self.place}, {label or f'{key} without {named_by}'}", one)
            for one, label in zip(found, labels, strict=True)
        )

    def leave(self, key: str) -> None:
        """Another reader reads this key."""
        self._asked.add(key)

    def done(self) -> None:
        """Refuse each key that was not read, naming the closest one that would have been."""
        for key in self._data:
            if key not in self._asked:
                raise CatalogueError(self.place, f"the key {key} is read by no code", closest(key, self._asked))
        for inner in self._inner:
            inner.done()

    def _ask(self, key: str, required: bool = True) -> Mapping[str, Any]:
        self._asked.add(key)
        if required and key not in self._data:
            self._refuse_a_misspelling(key)
        return self._data

    def _refuse_a_misspelling(self, key: str) -> None:
        unread = [other for other in self._data if other not in self._asked]
        if meant := difflib.get_close_matches(key, unread, n=1, cutoff=0.75):
            raise CatalogueError(self.place, f"the key {meant[0]} is unknown", f"Perhaps {key} is meant")
        raise CatalogueError(self.place, f"the key {key} is missing", "Add it")

    def _open(self, place: str, data: Any) -> Table:
        inner = Table(place, data)
        self._inner.append(inner)
        return inner


@contextmanager
def read_toml(path: Path) -> Iterator[Table]:
    """The table of a TOML file, inside ``with``; at its end every key must have been read. Raises CatalogueError."""
    table = Table(path.name, load_toml(path))
    yield table
    table.done()


def check_keys(place: str, data: Mapping[str, Any], required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    """Refuse a key that is neither required nor optional, naming the closest known one, and a missing key."""
    for key in data:
        if key not in required and key not in optional:
            raise CatalogueError(place, f"the key {key} is unknown", closest(key, (*required, *optional)))
    for key in required:
        if key not in data:
            raise CatalogueError(place, f"the key {key} is missing", "Add it")


def string(place: str, data: Mapping[str, Any], key: str) -> str:
    """The words of a key, not blank."""
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(place, f"{key} is not words in quotes", f'Write {key} = "…"')
    return value


def choice(place: str, data: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    """The words of a key that must be one of ``allowed``."""
    value = string(place, data, key)
    if value not in allowed:
        raise CatalogueError(place, f"{key} = {value} is not one of {', '.join(allowed)}", closest(value, allowed))
    return value


def bound(place: str, data: Mapping[str, Any], key: str) -> Decimal:
    """The exact decimal that a key holds in quotes (a TOML float would be inexact)."""
    value = string(place, data, key)
    if not _EXACT_DECIMAL.fullmatch(value):
        raise CatalogueError(place, f"{key} = {value} is not a decimal", f'Write it like {key} = "0.5"')
    return Decimal(value)


def strings(place: str, data: Mapping[str, Any], key: str, at_least: int) -> tuple[str, ...]:
    """The list of words of a key, an empty one where the key is absent."""
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise CatalogueError(place, f"{key} is not a list of words in quotes", f'Write {key} = ["…", "…"]')
    if len(values) < at_least:
        raise CatalogueError(place, f"{key} is empty", "Write at least one")
    return tuple(values)


def closest(word: str, known: Collection[str]) -> str:
    """The remedy for a word that is not known: the closest known one, or all of them."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Perhaps {close[0]} is meant" if close else f"Known are {', '.join(sorted(known))}"
