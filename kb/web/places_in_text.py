"""Cuts the text of a passage where something stands in it: figures, what is no figure, footnote marks. No SQL, no HTML.

A template writes the pieces one after the other, and their texts together are the passage, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at ``[start, end)`` of a passage; ``what`` is ``figure``, ``exclusion``, ``leftover`` or ``mark``.

    A footnote mark has no width: ``start == end``. ``of`` is what the template says of it."""

    start: int
    end: int
    what: str
    of: Any


@dataclass(slots=True)
class Piece:
    """A run of text; ``spot`` is what it is, None for plain words. ``more`` are further spots on the same letters."""

    text: str
    spot: Spot | None = None
    more: list[Spot] = field(default_factory=list)


def cut(text: str, spots: Iterable[Spot], start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of ``text[start:end]``. Of spots that overlap the first is drawn, the others are its ``more``."""
    last = len(text) if end is None else end
    pieces: list[Piece] = []
    at = start
    for spot in sorted(spots, key=lambda one: (one.start, one.start == one.end, -one.end)):
        if spot.start < start or spot.start > last or (spot.start == last and spot.end > last):
            continue
        if spot.start < at and pieces:
            pieces[-1].more.append(spot)
            continue
        if spot.start > at:
            pieces.append(Piece(text[at : spot.start]))
        until = min(spot.end, last)
        pieces.append(Piece(text[spot.start : until], spot))
        at = until
    if at < last:
        pieces.append(Piece(text[at:last]))
    return pieces


def by_passage(spots: Iterable[tuple[int, Spot]]) -> dict[int, Sequence[Spot]]:
    """The spots of each passage."""
    found: dict[int, list[Spot]] = {}
    for passage, spot in spots:
        found.setdefault(passage, []).append(spot)
    return dict(found)
