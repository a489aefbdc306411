"""``sources.toml`` beside the documents: what a person knows of them, and what is no document::

    ignore = ["old/*.docx"]

    [[document]]
    file = "report.pdf"
    place = "Quảng Nam"
    period = "2024-H1"
    url = "https://example.org/report.pdf"

A member of a zip archive is named through it, ``file = "thang-6.zip/bao-cao.docx"``. An entry of the archive itself
says of all its members what they can share: ``place``, ``period``, ``issuer``, ``doc_type``, ``url``.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from rules.language.calendar import days_of
from rules.language.provinces import load_places, place_called
from rules.strict_toml import check_keys, closest, load_toml, string

SOURCES = "sources.toml"
LETTERHEAD = ("place", "period", "title", "issuer", "number", "issued_on", "doc_type")
SHARED = ("place", "period", "issuer", "doc_type", "url")
"""What an entry of a zip archive says of its members; a title, number or day is of one document only."""
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
"""Pages lead there: ``javascript:`` would run in them, and a path of one computer leads nowhere on another."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A ``sources.toml``: patterns to ignore and entries by file, both relative to its folder, with ``/``."""

    folder: Path
    ignore: tuple[str, ...]
    entries: dict[str, dict[str, str]]
    warnings: tuple[str, ...] = ()


def load_sources(path: Path) -> Sources:
    """Read a ``sources.toml``. Raises SolieuError, naming the entry and the closest known key."""
    data = load_toml(path)
    place = str(path)
    check_keys(place, data, (), ("ignore", "document"))
    ignore, documents = data.get("ignore", []), data.get("document", [])
    if not isinstance(ignore, list) or not all(isinstance(one, str) for one in ignore):
        raise SolieuError(place, "ignore is not a list of file names", 'Write ignore = ["a.pdf", "old/*"]')
    if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
        raise SolieuError(place, "document is not a list of tables", "Write [[document]] before each document")
    entries: dict[str, dict[str, str]] = {}
    warnings: list[str] = []
    for number, document in enumerate(documents, 1):
        here = f"{place}, document {document.get('file', number)}"
        file, entry = _entry(here, document)
        if file in entries:
            raise SolieuError(here, "the file is named twice", "Put both entries into one")
        if "place" in entry:
            province = place_called(entry["place"])
            entry["place"] = province.name if province else entry["place"]
            if province is None:
                remedy = closest(entry["place"], {one.name for one in load_places()})
                remedy = remedy if remedy.startswith("Perhaps") else "Its figures are not compared with provinces"
                warnings.append(f"{here}: {entry['place']} is no province. {remedy}.")
        entries[file] = entry
    return Sources(path.parent, tuple(nfc(one) for one in ignore), entries, tuple(warnings))


def _entry(place: str, document: dict[str, Any]) -> tuple[str, dict[str, str]]:
    check_keys(place, document, ("file",), (*LETTERHEAD, "url"))
    words = dict(document)
    if isinstance(words.get("issued_on"), datetime.date):
        words["issued_on"] = words["issued_on"].isoformat()[:10]
    entry = {key: nfc(string(place, words, key)) for key in words}
    if "period" in entry and not days_of(entry["period"]):
        remedy = "Write it like 2024, 2024-06, 2024-H1, 2024-Q2 or 2024-01-01/2024-06-05"
        raise SolieuError(place, f"period = {entry['period']} is no period", remedy)
    if "issued_on" in entry:
        try:
            datetime.date.fromisoformat(entry["issued_on"])
        except ValueError as error:
            remedy = "Write it like 2024-06-05"
            raise SolieuError(place, f"issued_on = {entry['issued_on']} is no day", remedy) from error
    if "url" in entry and not _WEB.match(entry["url"]):
        remedy = "Write where it was published, like https://example.org/report.pdf"
        raise SolieuError(place, f"url = {entry['url']} is no address on the web", remedy)
    return entry.pop("file").replace("\\", "/").removeprefix("./"), entry


def nfc(words: str) -> str:
    """Words as they are compared: composed."""
    return unicodedata.normalize("NFC", words)
