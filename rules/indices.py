"""What composite indices are made of, by version: their groups and criteria with the highest points of each.

A score means nothing without its maximum, and a version gives a criterion another code and other points than the one
before: only shares of the maximum may be set side by side, within one version. The rows are data, ``indices/*.tsv``, a
file an index, named by its id of :mod:`rules.code_systems`.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from rules.code_systems import load_code_systems
from rules.strict_toml import CatalogueError, bound, closest

INDICES_FOLDER = Path(__file__).parent / "indices"
COLUMNS = ("index", "version", "code", "parent", "name", "maximum")


@dataclass(frozen=True, slots=True)
class IndexComponent:
    """A row of an index: ``parent`` is the code of its group in the same version, None at the top; ``maximum`` its
    highest points, None where it is not scored in points."""

    index: str
    version: str
    code: str
    parent: str | None
    name: str
    maximum: Decimal | None


@lru_cache(maxsize=8)
def load_index_components(folder: Path = INDICES_FOLDER) -> tuple[IndexComponent, ...]:
    """The components of all indices in the order of files and rows. Raises CatalogueError on the first mistake: an
    unknown column, index or parent, a code that stands twice, a maximum that the parts exceed."""
    components: list[IndexComponent] = []
    for path in sorted(folder.glob("*.tsv")):
        rows = _load_file(path)
        _check_tree(path.name, rows)
        components += rows
    return tuple(components)


def _load_file(path: Path) -> list[IndexComponent]:
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CatalogueError(path.name, f"it is not UTF-8 ({error})", "Save it as UTF-8") from error
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = tuple(next(reader, ()))
    if header != COLUMNS:
        wrong = next((name for name in header if name not in COLUMNS), None)
        problem = f"the column {wrong} is unknown" if wrong else f"its columns are {', '.join(header) or 'none'}"
        raise CatalogueError(path.name, problem, f"Write {', '.join(COLUMNS)}, parted by tabs")
    return [_load_row(path, number, row) for number, row in enumerate(reader, 1)]


def _load_row(path: Path, number: int, row: list[str]) -> IndexComponent:
    place = f"{path.name}, row {number}"
    if len(row) != len(COLUMNS):
        raise CatalogueError(place, f"it has {len(row)} columns", f"Write {len(COLUMNS)}, empty ones too")
    data = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    if data["index"] != path.stem:
        raise CatalogueError(place, f"the index {data['index']} is not that of the file", f"Write {path.stem}")
    if data["index"] not in load_code_systems():
        remedy = closest(data["index"], load_code_systems())
        raise CatalogueError(place, f"no such system of codes as {data['index']}", remedy)
    for column in ("version", "code", "name"):
        if not data[column]:
            raise CatalogueError(place, f"{column} is empty", "Write it")
    maximum = bound(place, data, "maximum") if data["maximum"] else None
    return IndexComponent(data["index"], data["version"], data["code"], data["parent"] or None, data["name"], maximum)


def _check_tree(file: str, rows: Iterable[IndexComponent]) -> None:
    """Refuse a code that stands twice in a version, a parent that does not, and parts that exceed their whole."""
    versions: dict[str, dict[str, IndexComponent]] = {}
    for row in rows:
        codes = versions.setdefault(row.version, {})
        if row.code in codes:
            raise CatalogueError(f"{file}, {row.code}", f"the code stands twice in {row.version}", "Take one out")
        codes[row.code] = row
    for codes in versions.values():
        _check_sums(file, codes)


def _check_sums(file: str, codes: Mapping[str, IndexComponent]) -> None:
    parts: dict[str, Decimal] = {}
    for row in codes.values():
        if row.parent is None:
            continue
        if row.parent not in codes:
            raise CatalogueError(f"{file}, {row.code}", f"no such parent as {row.parent}", closest(row.parent, codes))
        parts[row.parent] = parts.get(row.parent, Decimal(0)) + (row.maximum or 0)
    for code, points in parts.items():
        whole = codes[code].maximum
        if whole is not None and points > whole:
            problem = f"its parts have {points} points, it has {whole}"
            raise CatalogueError(f"{file}, {code}", problem, "Correct the points of one of them")
