"""The provinces of ``rules/language/provinces.tsv`` as rows of the base, and which of them a document's place is."""

from __future__ import annotations

from collections.abc import Sequence

from rules.language.fold import bare_letters
from rules.language.provinces import Place, load_places

__all__ = ["load_places", "place_id_of", "province_of"]

_MERGED_ON = "2025-07-01"
_FIRST_HALF = ("-H1", "-Q1", "-Q2")


def place_id_of(name: str | None, times: Sequence[str | None]) -> str | None:
    """The id of a province by its name, full name or an alias, None where it is none of them.

    ``times`` are ISO days or periods, the most telling first; they decide between the province before and after the
    merger of 2025. Without any, the one of today is meant unless only the old one had that name.
    """
    if not name:
        return None
    found = _places_named(name)
    if not found:
        return None
    when = next((time[:10] for time in times if time), None)
    if when is not None and (when < _MERGED_ON or (when[4:] in _FIRST_HALF and when[:4] <= _MERGED_ON[:4])):
        return found[0].id
    return found[-1].id


def province_of(name: str) -> str | None:
    """The bare name of a province by any of its spellings, None where it is none."""
    found = _places_named(name)
    return found[0].name if found else None


def _places_named(name: str) -> list[Place]:
    wanted = bare_letters(name)
    return [place for place in load_places() if wanted in map(bare_letters, place.spellings)]
