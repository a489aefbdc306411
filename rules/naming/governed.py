"""Which metrics the words that govern a figure refuse: a part of what they count, or what was done to it.

Those words stand anywhere before the number in its sentence, further away than the figure's own clause: ``kiểm tra 42
đơn vị (gồm: 4 sở và 38 xã)`` counts no communes. The kinds of such words are ``governed.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rules.draft import Draft
from rules.language.sentences import find_sentences
from rules.language.wording import Wording
from rules.naming.context import names_who
from rules.naming.profiles import Profiles
from rules.naming.terms import padded
from rules.strict_toml import CatalogueError, check_keys, load_toml, strings

FILE = Path(__file__).parent / "governed.toml"
_POINTS_BACK = Wording(r"\b{points_back}\b")


@dataclass(frozen=True, slots=True)
class Governing:
    """Folded wordings that refuse ``metrics`` where they stand before a number, unless one of ``unless`` is nearer."""

    said: tuple[str, ...]
    unless: tuple[str, ...]
    metrics: tuple[str, ...]


@cache
def load_governing(path: Path = FILE) -> tuple[Governing, ...]:
    """The kinds of governing words of a file. CatalogueError on an unknown or a missing key."""
    found = []
    for name, table in load_toml(path).items():
        place = f"{path.name}, {name}"
        if not isinstance(table, dict):
            raise CatalogueError(place, "it is no table", "Write what is said and its metrics")
        check_keys(place, table, ("said", "metrics"), ("unless",))
        said, unless = strings(place, table, "said", 1), strings(place, table, "unless", 0)
        words = tuple(map(padded, said)), tuple(map(padded, unless))
        found.append(Governing(*words, strings(place, table, "metrics", 1)))
    return tuple(found)


def governed(draft: Draft, profiles: Profiles) -> NDArray[np.bool_]:
    """For each metric of the catalogue whether what stands before a figure in its sentence, or in its row and headers,
    refuses it."""
    return _refused_by(profiles, _before(draft))


@lru_cache(maxsize=8_192)
def _refused_by(profiles: Profiles, before: str) -> NDArray[np.bool_]:
    found = np.zeros(len(profiles.metrics), dtype=bool)
    folded = padded(before)
    for kind in load_governing():
        last = max(folded.rfind(one) for one in kind.said)
        if last >= 0 and last > max((folded.rfind(one) for one in kind.unless), default=-1):
            found[[profiles.index[one] for one in kind.metrics if one in profiles.index]] = True
    return found


def _before(draft: Draft) -> str:
    """The words before a number in its sentence, from the last semicolon on, and the sentence before where it points
    back to that (``con số này``); of a value in a table the names of row and column."""
    cell = draft.cell
    if cell is not None and cell.is_value:
        return f"{'' if names_who(cell.row_name) else cell.row_name} {cell.header}"
    start = draft.claim.sentence[0]
    said = draft.text[start : draft.claim.number.start].rpartition(";")[2]
    if _POINTS_BACK.search(said):
        earlier = [span for span in find_sentences(draft.text) if span[1] <= start]
        said = f"{draft.text[slice(*earlier[-1])]} {said}" if earlier else said
    return said
