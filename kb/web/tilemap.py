"""Vietnam as tiles, one a province: where each stands and how dark it is. Knows no SQL and no HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

Era = Literal["old", "new"]
FILE = Path(__file__).parent / "tiles.tsv"
WIDTH, HEIGHT, GAP = 54, 34, 3
SHADES = 5
SPREAD = {0: (), 1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""Which shades are used where there are fewer than five, so that they can still be told apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """A tile as the file lays it: the place that it leads to, its column and row, the lines of its label."""

    place_id: str
    column: int
    row: int
    islands: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile as it is drawn: its corner in units of the picture, its shade from 1 to 5 (0: nothing is known)."""

    place_id: str
    x: int
    y: int
    islands: bool
    lines: tuple[str, ...]
    shade: int
    text: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """The whole picture with its size and the least value of each shade that is used, for the legend."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    steps: tuple[tuple[int, float, float], ...]


def tile_map(era: Era, values: Mapping[str, float], texts: Mapping[str, str]) -> TileMap:
    """The tiles of 63 or 34 provinces shaded by ``values``, each with its text; no value is no shade, not a zero."""
    places = load_tiles()[era]
    edges = shade_edges(list(values.values()))
    tiles = tuple(
        Tile(
            place.place_id,
            place.column * (WIDTH + GAP),
            place.row * (HEIGHT + GAP),
            place.islands,
            place.lines,
            shade_of(values[place.place_id], edges) if place.place_id in values else 0,
            texts.get(place.place_id, ""),
        )
        for place in places
    )
    steps = tuple((SPREAD[len(edges)][at], low, high) for at, (low, high) in enumerate(edges))
    width = (max(place.column for place in places) + 1) * (WIDTH + GAP)
    return TileMap(width, (max(place.row for place in places) + 1) * (HEIGHT + GAP), tiles, steps)


def shade_edges(values: Sequence[float]) -> list[tuple[float, float]]:
    """The least and greatest value of each shade: fifths of the values in order, so that one giant (a capital)
    leaves the others apart; fewer shades where there are fewer different values."""
    ordered = sorted(set(values))
    count = min(SHADES, len(ordered))
    cuts = [round(at * len(ordered) / count) for at in range(count + 1)] if count else []
    return [(ordered[first], ordered[last - 1]) for first, last in pairwise(cuts)]


def shade_of(value: float, edges: Sequence[tuple[float, float]]) -> int:
    """Which of the shades a value has: 1 is the lightest and the least."""
    return SPREAD[len(edges)][sum(value > high for _, high in edges[:-1])]


@lru_cache
def load_tiles() -> dict[Era, tuple[Place, ...]]:
    """The tiles of both eras as ``tiles.tsv`` lays them."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    loaded: dict[Era, list[Place]] = {"old": [], "new": []}
    for line in lines[1:]:
        era, place_id, column, row, kind, label = line.split("\t")
        place = Place(place_id, int(column), int(row), kind == "islands", tuple(label.split("|")))
        loaded["old" if era == "old" else "new"].append(place)
    return {era: tuple(places) for era, places in loaded.items()}
