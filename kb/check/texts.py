"""What findings tell people, in both languages: ``messages.toml``, the only place of ``kb/check`` with Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.strict_toml import Table, read_toml

FILE = Path(__file__).parent / "messages.toml"


class Told(NamedTuple):
    """The same in Vietnamese and in English."""

    vi: str
    en: str


class Texts(NamedTuple):
    """All texts: the checks' own names, slips and messages by their ids, scales with the largest first."""

    rules: Mapping[str, str]
    faults: Mapping[str, Told]
    scales: tuple[tuple[Decimal, str], ...]
    words: Mapping[str, str]
    messages: Mapping[str, Told]


@cache
def load_texts(file: Path = FILE) -> Texts:
    """The texts of a file. Raises CatalogueError on an unknown or missing key."""
    with read_toml(file) as data:
        scales, words = data.table("scales"), data.table("words")
        rules = data.table("rules")
        return Texts(
            rules={key: rules.string(key) for key in rules},
            faults=_both(data.table("faults")),
            scales=tuple((Decimal(10) ** int(zeros), scales.string(zeros)) for zeros in scales),
            words={key: words.string(key) for key in words},
            messages=_both(data.table("messages")),
        )


def told(key: str, **values: object) -> Told:
    """A message with its values filled in; a value that differs by language is given as :class:`Told`."""
    message = load_texts().messages[key]
    vi = {name: value.vi if isinstance(value, Told) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Told) else value for name, value in values.items()}
    return Told(message.vi.format(**vi), message.en.format(**en))


def _both(table: Table) -> Mapping[str, Told]:
    inner = {key: table.table(key) for key in table}
    return {key: Told(one.string("vi"), one.string("en")) for key, one in inner.items()}
