"""Reading the TOML that people write by hand: what is misspelt, missing or of the wrong type is refused by name.

The words of the rules are such files (``metrics/*.toml``, ``lexicon/*.toml``). Every check takes ``place``, the file
and the entry that an error shall name.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
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
