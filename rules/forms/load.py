"""The rows of all forms as they stand in ``rules/forms/*.tsv``: code, parent, wordings, metric, level and unit."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from rules.figure import Level
from rules.strict_toml import CatalogueError, check_keys, load_toml, strings

FOLDER = Path(__file__).parent
PER_CENT_SIGN = "%"
NO_METRIC = "-"
"""The metric of a row that counts what the catalogue has no metric for, though its words are like one's."""
COLUMNS = ("form", "code", "parent", "wording", "metric", "level", "unit")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form. ``parent`` is the place of its parent in the form, None at the top; ``wordings`` are the short
    noun phrases that it is called by. ``metric`` is None where it has no id or provinces write different things there,
    NO_METRIC where it must have none; ``level`` is None where it holds for the whole place, ``unit`` empty where each
    province may print another;
    ``whole`` is its parent's metric."""

    form: str
    code: str
    parent: int | None
    wordings: tuple[str, ...]
    metric: str | None
    level: Level | None
    unit: str
    whole: str | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it is a share."""
        return self.unit == PER_CENT_SIGN


@dataclass(frozen=True, slots=True)
class FormWords:
    """``weak`` words tell no row from another; under ``other_columns`` stands something else than the row is called;
    with one of ``rates`` begins what a share is called. ``things`` of a form are those of which one must be named in
    the table or around it: its rows may be called by few words."""

    weak: tuple[str, ...]
    other_columns: tuple[str, ...]
    rates: tuple[str, ...]
    things: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def load_forms(folder: Path = FOLDER) -> tuple[tuple[FormRow, ...], ...]:
    """Each form with its rows, in the order of files and lines. Raises CatalogueError on the first mistake."""
    forms: dict[str, list[FormRow]] = {}
    for path in sorted(folder.glob("*.tsv")):
        for line, cells in _lines(path):
            rows = forms.setdefault(cells[0], [])
            rows.append(_row(f"{path.name}, line {line}", cells, rows))
    return tuple(map(tuple, forms.values()))


@lru_cache(maxsize=4)
def load_form_words(path: Path = FOLDER / "words.toml") -> FormWords:
    """The words of ``words.toml``. Raises CatalogueError on the first mistake."""
    data = load_toml(path)
    names = ("weak", "other_columns", "rates")
    check_keys(path.name, data, (*names, "things"), ())
    things = {form: strings(f"{path.name}, things", data["things"], form, 1) for form in data["things"]}
    weak, other_columns, rates = (strings(path.name, data, name, 1) for name in names)
    return FormWords(weak, other_columns, rates, things)


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CatalogueError(path.name, f"it is not UTF-8 ({error})", "Save it as UTF-8") from error
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    rows = csv.reader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    read = [(at, cells) for (at, _), cells in zip(lines, rows, strict=True)]
    if not read or tuple(read[0][1]) != COLUMNS:
        raise CatalogueError(path.name, "its columns are others", f"They are {', '.join(COLUMNS)}, parted by tabs")
    return read[1:]


def _row(place: str, cells: Sequence[str], before: Sequence[FormRow]) -> FormRow:
    if len(cells) != len(COLUMNS):
        raise CatalogueError(place, f"it has {len(cells)} cells", f"There are {len(COLUMNS)}, parted by tabs")
    form, code, parent, wording, metric, level, unit = cells
    codes = {row.code: at for at, row in enumerate(before)}
    if not form or not code or code in codes:
        raise CatalogueError(place, f"its form or code is missing, or {code} stands twice", "Number each row once")
    if parent and parent not in codes:
        raise CatalogueError(place, f"its parent {parent} is not above it", "Write the parent first")
    if level and level not in get_args(Level):
        raise CatalogueError(place, f"there is no level {level}", f"They are {', '.join(get_args(Level))}")
    wordings = tuple(one.strip() for one in wording.split(";") if one.strip())
    if not wordings:
        raise CatalogueError(place, "it has no wording", "Write what the row is called")
    of = codes[parent] if parent else None
    whole = before[of].metric if of is not None else None
    return FormRow(form, code, of, wordings, metric or None, cast(Level, level) if level else None, unit, whole)
